/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programme page and what is typed in it: while it is saved, when another one is looked at,
 * through a lock, and when somebody else was faster. */
#include "programme-fixture.h"

#include "app/amp-drafts.h"
#include "app/amp-form-keep.h"

#include <string.h>

/* --- While it is saved --- */

static gint holding; /* the worker stands still while it is not 0 */

static gpointer
stand_still (AmpSession *session G_GNUC_UNUSED,
             gpointer data G_GNUC_UNUSED,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error G_GNUC_UNUSED)
{
  while (g_atomic_int_get (&holding))
    g_usleep (2000);
  return GINT_TO_POINTER (TRUE);
}

/* She goes on typing in a new record: the list beside it has it all the same, once, and what hangs
 * on it may be entered. */
static void
test_typed_meanwhile (ProgrammeFixture *self, gconstpointer data)
{
  static const AmpJob job = {.func = stand_still};
  g_autofree char *text = NULL;
  gint64 id;

  (void) data;
  programme_add_talk (self, "2025-03-04", "done");
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.add", NULL);
  programme_type (self, "kind", "talk");
  programme_type (self, "on", "2025-03-05");
  programme_type (self, "status", "done");
  programme_type (self, "region", "PE-TUM");
  programme_type (self, "title", "Charla");
  g_atomic_int_set (&holding, TRUE);
  amp_jobs_run (self->office->jobs, &job, NULL, NULL, NULL);
  amp_section_editor_save (amp_programme_pane_get_editor (programme_pane_of (self)));
  programme_type (self, "title", "Charla en el colegio");
  g_atomic_int_set (&holding, FALSE);
  programme_settle (self);
  g_assert_cmpuint (programme_n_rows (self), ==, 2);
  id = programme_shown (self);
  g_assert_cmpint (id, >, 0);
  programme_assert_stored (self, "activity", id, "title", "Charla");
  text = amp_field_row_dup_text (amp_form_row (programme_form_of (self), "activity", "title"));
  g_assert_cmpstr (text, ==, "Charla en el colegio");
  g_assert_true (amp_programme_pane_is_dirty (programme_pane_of (self)));
  programme_save (self);
  g_assert_cmpuint (programme_n_rows (self), ==, 2);
  g_assert_cmpint (programme_shown (self), ==, id);
  programme_assert_stored (self, "activity", id, "title", "Charla en el colegio");
}

/* --- What survives --- */

static void
test_dirty_stays (ProgrammeFixture *self, gconstpointer data)
{
  gint64 first, second;

  (void) data;
  first = programme_add_talk (self, "2025-03-05", "done");
  second = programme_add_talk (self, "2025-04-05", "done");
  programme_type (self, "title", "Otra");
  amp_programme_pane_show (programme_pane_of (self), first);
  programme_settle (self);
  g_assert_cmpint (programme_shown (self), ==, second);
  programme_save (self);
  amp_programme_pane_show (programme_pane_of (self), first);
  programme_settle (self);
  g_assert_cmpint (programme_shown (self), ==, first);
}

static void
test_a_lock (ProgrammeFixture *self, gconstpointer data)
{
  gint64 id;

  (void) data;
  id = programme_add_talk (self, "2025-03-05", "done");
  programme_type (self, "title", "A medio escribir");
  office_lock (self->office);
  gtk_window_destroy (self->window);
  office_unlock (self->office);
  programme_show_page (self);
  amp_programme_pane_show (programme_pane_of (self), id);
  amp_programme_pane_restore_draft (programme_pane_of (self));
  programme_settle (self);
  WAIT_FOR (amp_form_is_dirty (programme_form_of (self)));
  programme_save (self);
  programme_assert_stored (self, "activity", id, "title", "A medio escribir");
}

/* Somebody else saved another field meanwhile: both stay. */
static void
test_a_conflict (ProgrammeFixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) theirs = NULL;
  gint64 id;

  (void) data;
  id = programme_add_talk (self, "2025-03-05", "done");
  theirs = office_load (self->office, "activity", id);
  amp_record_set (theirs, "district", "Zorritos", NULL);
  office_store (self->office, theirs);
  programme_type (self, "place", "Plaza");
  programme_save (self);
  programme_settle (self);
  programme_assert_stored (self, "activity", id, "district", "Zorritos");
  programme_assert_stored (self, "activity", id, "place", "Plaza");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/app/programme-saving/" name, ProgrammeFixture, NULL, programme_set_up, func,       \
              programme_tear_down)

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  ADD ("the-list-hears-of-a-save-during-which-one-typed", test_typed_meanwhile);
  ADD ("what-is-typed-is-not-thrown-away", test_dirty_stays);
  ADD ("what-is-typed-survives-a-lock", test_a_lock);
  ADD ("two-who-save-lose-nothing", test_a_conflict);
  return g_test_run ();
}
