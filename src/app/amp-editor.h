/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window asks of a page that holds unsaved edits, and what a page may ask of the window.
 *
 * A page asks by actions, so that it need not know the window:
 *   win.open-case (x)   shows the case of that id          win.show-page (s)   "cases", "intake" …
 *   win.open-case-at (xs)   the same, at the section of that entity
 *   win.close-case      closure or reopening of the case that is shown
 *   win.new-case        the intake form                     win.close-page      back to the list
 *   win.toast (s)       one translated sentence
 *   win.toast-undo (s)  the same with a button that does the page's own action page.undo
 *   win.show-institution (x)   the directory at that entry; 0: a new one
 *   win.show-cases (s)  the list, see amp_case_list_show() */
#pragma once

#include "app/amp-draft.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_EDITOR (amp_editor_get_type ())
G_DECLARE_INTERFACE (AmpEditor, amp_editor, AMP, EDITOR, GtkWidget)

struct _AmpEditorInterface
{
  GTypeInterface parent_iface;

  gboolean (*is_dirty) (AmpEditor *self);
  /* Borrowed. Every form below the page finds it by itself; of a page that has none each form keeps
   * its own (form-keep.h). */
  AmpDraft *(*get_draft) (AmpEditor *self);
  /* Types again what was found; NULL: the page asks her. */
  void (*restore_draft) (AmpEditor *self);
};

/* Whether something was typed that is not in the vault. */
gboolean amp_editor_is_dirty (AmpEditor *self);

/* Queues the job that keeps the open edits as an encrypted draft (amp_store_draft_put); nothing
 * where nothing is open. The widget is destroyed right after: the job must carry all it needs. */
void amp_editor_save_draft (AmpEditor *self);

AmpDraft *amp_editor_get_draft (AmpEditor *self); /* NULL: it has none */
/* She comes back to where she was: what her draft holds is typed again. */
void amp_editor_restore_draft (AmpEditor *self);

/* Something was typed: the page's draft is kept soon. FALSE where the page has none. */
gboolean amp_editor_touch (AmpEditor *self);

/* Asks over the window of widget whether what was typed there is to be thrown away; "response" of
 * AdwMessageDialog is then "discard". Not presented yet. */
GtkWidget *amp_discard_dialog_new (GtkWidget *widget);

/* Shows a toast in the window of widget. */
void amp_toast (GtkWidget *widget, const char *sentence);
/* The same with the translated sentence of the error; a cancelled job says nothing. */
void amp_toast_error (GtkWidget *widget, const GError *error);

G_END_DECLS
