/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A case page over a real vault, and real keys for it. Builds on harness.h. */
#pragma once

#include "harness.h"

#include "app/amp-case-page.h"

G_BEGIN_DECLS

typedef struct
{
  Office *office;
  AmpCasePage *page;
  GtkWindow *window;
} CaseFixture;

/* For g_test_add(): a page that is loaded, in a window of an office's smallest screen. */
void case_set_up (CaseFixture *self, gconstpointer data);
void case_tear_down (CaseFixture *self, gconstpointer data);
#define CASE_TEST(path, func)                                                                      \
  g_test_add (path, CaseFixture, NULL, case_set_up, func, case_tear_down)

AmpSection *case_section (CaseFixture *self, const char *name);
/* The form that is open in that section. */
AmpForm *case_form (CaseFixture *self, const char *name);
void case_show (CaseFixture *self, const char *section);
/* Until no job runs and nothing waits for the main loop. */
void case_wait (CaseFixture *self);
/* Stores a record of the case behind the page's back, with these fields: name, value, …, NULL. Its
 * id. */
gint64 case_store (CaseFixture *self, const char *entity, ...) G_GNUC_NULL_TERMINATED;
/* Closes the page and opens it again: what is in the vault. */
void case_reopen (CaseFixture *self);
/* The same value in the form as if typed. */
void case_type (CaseFixture *self, const char *section, const char *field, const char *value);
/* What the field of the stored record holds now; free it. */
char *case_stored (CaseFixture *self, const char *entity, gint64 id, const char *field);

/* Gives the window the keyboard, once. */
void case_focus (CaseFixture *self);
/* Real keys with a blank between them: "Tab a Return", "Control_L+d", "Alt_L+5". */
void case_press (CaseFixture *self, const char *keys);

/* Whether a label or a text under widget, visible or not, holds text. */
gboolean case_holds (GtkWidget *widget, const char *text);
/* The same of what is visible. */
gboolean case_shows (GtkWidget *widget, const char *text);
/* A picture of the page, at AMP_SIZE where that is set. */
void case_picture (CaseFixture *self, const char *name);

G_END_DECLS
