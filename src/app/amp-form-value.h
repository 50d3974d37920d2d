/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a field row asks of the widget that edits its value, whatever the kind. Text goes in and
 * out: canonical where it is a value, as typed where it is not one (yet). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM_VALUE (amp_form_value_get_type ())
G_DECLARE_INTERFACE (AmpFormValue, amp_form_value, AMP, FORM_VALUE, GtkWidget)

struct _AmpFormValueInterface
{
  GTypeInterface parent;

  /* Canonical, or as typed; "" where not recorded. Free it. */
  char *(*dup_text) (AmpFormValue *self);
  /* Canonical or as typed; NULL clears. Emits nothing. */
  void (*set_text) (AmpFormValue *self, const char *text);
  /* What is wrong with what was typed, translated, or NULL. Optional. */
  const char *(*get_problem) (AmpFormValue *self);
  /* The widget that takes the keyboard and carries name, state and description. */
  GtkWidget *(*get_target) (AmpFormValue *self);
  /* The accessible name: a widget that also says its value composes both. Optional. */
  void (*set_label) (AmpFormValue *self, const char *label);
};

char *amp_form_value_dup_text (AmpFormValue *self);
void amp_form_value_set_text (AmpFormValue *self, const char *text);
const char *amp_form_value_get_problem (AmpFormValue *self);
GtkWidget *amp_form_value_get_target (AmpFormValue *self);
void amp_form_value_set_label (AmpFormValue *self, const char *label);

/* A box that holds the widget below a small title, which is its accessible name too. */
GtkWidget *amp_form_value_new_titled (AmpFormValue *self, const char *label);

/* For implementations: the person changed the value. */
void amp_form_value_emit_changed (AmpFormValue *self);

G_END_DECLS
