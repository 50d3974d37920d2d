/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed survives: a pause, a lock, a closed window. */
#include "test-form-fixture.h"

#include "app/amp-case-page.h"
#include "app/amp-drafts.h"
#include "app/amp-editor.h"
#include "app/amp-form-keep.h"
#include "app/amp-intake-page.h"
#include "pages/disk.h"

#include <errno.h>

static char *
row_text (AmpForm *form, const char *entity, const char *field)
{
  return amp_field_row_dup_text (amp_form_row (form, entity, field));
}

static gpointer
keys_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return amp_store_draft_keys (amp_session_get_store (session), error);
}

static guint
count_drafts (Office *office)
{
  g_auto (GStrv) keys = office_run (office, keys_run, NULL);

  return g_strv_length (keys);
}

/* As the window does it: save drafts, drop the page, close the vault, all in one go. */
static void
lock_with (Office *office, GtkWidget *page, GtkWindow *window)
{
  amp_jobs_lock (office->jobs);
  (void) page;
  gtk_window_destroy (window);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
}

static void
save_draft_cb (GtkWidget *page)
{
  amp_editor_save_draft (AMP_EDITOR (page));
}

static void
test_intake_lock (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);
  g_autofree char *name = NULL, *date = NULL;
  AmpForm *form;

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_signal_connect_object (office->jobs, "locking", G_CALLBACK (save_draft_cb), page,
                           G_CONNECT_SWAPPED);
  form = amp_intake_page_get_form (page);
  amp_form_type (form, "person", "given_names", "Yoselin \"la Ñata\"");
  amp_form_type (form, "person", "birth_date", "5/3/");
  lock_with (office, GTK_WIDGET (page), window);
  office_unlock (office);
  g_assert_cmpuint (count_drafts (office), ==, 1);

  page = amp_intake_page_new (office->jobs);
  window = forms_show (GTK_WIDGET (page), 1176, 720);
  WAIT_FOR (amp_intake_page_offers_draft (page));
  forms_picture (window, "intake-draft");
  form = amp_intake_page_get_form (page);
  name = row_text (form, "person", "given_names");
  g_assert_cmpstr (name, ==, ""); /* nothing before somebody says so */
  g_clear_pointer (&name, g_free);
  amp_intake_page_restore_draft (page);
  name = row_text (form, "person", "given_names");
  date = row_text (form, "person", "birth_date");
  g_assert_cmpstr (name, ==, "Yoselin \"la Ñata\"");
  g_assert_cmpstr (date, ==, "5/3/");
  g_assert_true (amp_editor_is_dirty (AMP_EDITOR (page)));
  gtk_window_destroy (window);
  office_free (office);
}

static void
test_pause (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);
  gint64 start;

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", "Yoselin");
  start = g_get_monotonic_time ();
  while (count_drafts (office) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
      g_main_context_iteration (NULL, FALSE);
    }
  /* Taken back: nothing to keep. */
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", NULL);
  amp_editor_save_draft (AMP_EDITOR (page));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_assert_cmpuint (count_drafts (office), ==, 0);
  gtk_window_destroy (window);
  office_free (office);
}

static void
test_discard (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", "Yoselin");
  amp_editor_save_draft (AMP_EDITOR (page));
  gtk_window_destroy (window);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));

  page = amp_intake_page_new (office->jobs);
  window = forms_show (GTK_WIDGET (page), 1176, 720);
  WAIT_FOR (amp_intake_page_offers_draft (page));
  /* Locking again without a decision keeps it. */
  amp_editor_save_draft (AMP_EDITOR (page));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_assert_cmpuint (count_drafts (office), ==, 1);
  amp_intake_page_discard_draft (page);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_assert_cmpuint (count_drafts (office), ==, 0);
  gtk_window_destroy (window);
  office_free (office);
}

static AmpForm *
form_of (AmpCasePage *page, const char *entity)
{
  return amp_section_editor_get_form (
    amp_section_get_editor (amp_case_page_get_section (page, entity)));
}

static AmpCasePage *
open_case (Office *office, GtkWindow **window)
{
  AmpCasePage *page = amp_case_page_new (office->jobs, office->case_id);

  *window = forms_show (GTK_WIDGET (page), 1176, 720);
  WAIT_FOR (amp_case_page_is_loaded (page));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  return page;
}

static void
test_case_lock (void)
{
  Office *office = office_new ();
  GtkWindow *window;
  AmpCasePage *page = open_case (office, &window);
  g_autofree char *text = NULL, *type = NULL, *border = NULL, *phone = NULL;

  g_signal_connect_object (office->jobs, "locking", G_CALLBACK (save_draft_cb), page,
                           G_CONNECT_SWAPPED);
  amp_case_page_set_revealed (page, TRUE);
  WAIT_FOR (amp_case_page_is_revealed (page));
  amp_form_type (form_of (page, "person"), "person", "phone", "999 888 777");
  amp_form_type (form_of (page, "case"), "case", "cross_border", "1");
  amp_section_add (amp_case_page_get_section (page, "note"));
  amp_form_type (form_of (page, "note"), "note", "text", "Llamó la señora");
  amp_form_type (amp_section_editor_get_form (
                   amp_section_get_quick (amp_case_page_get_section (page, "service"))),
                 "service", "service_type", "04_individual");
  lock_with (office, GTK_WIDGET (page), window);
  office_unlock (office);

  page = open_case (office, &window);
  WAIT_FOR (amp_case_page_offers_draft (page));
  forms_picture (window, "case-draft");
  amp_case_page_restore_draft (page);
  WAIT_FOR (!amp_case_page_offers_draft (page));
  /* What was typed may be private: bringing it back shows the identity, and that is logged. */
  g_assert_true (amp_case_page_is_revealed (page));
  g_assert_cmpuint (office_count_events (office, "view_identity"), ==, 2);
  text = row_text (form_of (page, "note"), "note", "text");
  border = row_text (form_of (page, "case"), "case", "cross_border");
  phone = row_text (form_of (page, "person"), "person", "phone");
  type = row_text (amp_section_editor_get_form (
                     amp_section_get_quick (amp_case_page_get_section (page, "service"))),
                   "service", "service_type");
  g_assert_cmpstr (text, ==, "Llamó la señora");
  g_assert_cmpstr (border, ==, "1");
  g_assert_cmpstr (phone, ==, "999 888 777");
  g_assert_cmpstr (type, ==, "04_individual");

  /* Saved, and there is nothing to restore any more. */
  amp_form_type (form_of (page, "note"), "note", "kind", "call");
  gtk_widget_activate_action (GTK_WIDGET (page), "case.save", NULL);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (amp_editor_is_dirty (AMP_EDITOR (page)));
  amp_editor_save_draft (AMP_EDITOR (page));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_assert_cmpuint (count_drafts (office), ==, 0);
  g_assert_cmpuint (office_count (office, "note"), ==, 1);
  g_assert_cmpuint (office_count (office, "service"), ==, 1);
  gtk_window_destroy (window);
  office_free (office);
}

/* --- A disk without room --- */

static gint disk_is_full; /* atomic: the worker writes */

static int
write_unless_full (int fd, const void *data, gsize length, gint64 offset)
{
  return g_atomic_int_get (&disk_is_full) ? ENOSPC : amp_disk_real.write (fd, data, length, offset);
}

static void
use_small_disk (void)
{
  static AmpDisk disk;

  disk = amp_disk_real;
  disk.write = write_unless_full;
  g_atomic_int_set (&disk_is_full, FALSE);
  amp_disk_use (&disk);
}

static gpointer
draft_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  char *text;

  (void) progress;
  (void) cancellable;
  text = amp_store_draft_get (amp_session_get_store (session), data, error);
  return text != NULL ? text : g_strdup ("");
}

static void
check_draft_holds (Office *office, const char *key, const char *text)
{
  g_autofree char *draft = office_run (office, draft_run, (gpointer) key);

  g_assert_nonnull (strstr (draft, text));
}

/* Typing goes on, what is typed is kept as soon as there is room. */
static void
test_full_disk (void)
{
  Office *office = office_new ();
  AmpDrafts *drafts = amp_drafts_of (office->jobs);
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);
  AmpForm *form = amp_intake_page_get_form (page);

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  use_small_disk ();
  g_atomic_int_set (&disk_is_full, TRUE);
  amp_form_type (form, "person", "given_names", "Yoselin");
  WAIT_FOR (amp_drafts_are_held (drafts));
  g_assert_nonnull (strstr (amp_drafts_get_trouble (drafts), "full"));
  amp_form_type (form, "person", "given_names", "Yoselin María");
  g_assert_true (amp_editor_is_dirty (AMP_EDITOR (page)));

  g_atomic_int_set (&disk_is_full, FALSE);
  WAIT_FOR (!amp_drafts_are_held (drafts)); /* by itself */
  g_assert_null (amp_drafts_get_trouble (drafts));
  amp_editor_save_draft (AMP_EDITOR (page));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  check_draft_holds (office, "intake", "Yoselin Mar");
  gtk_window_destroy (window);
  amp_disk_use (NULL);
  office_free (office);
}

/* The keys go with the lock, the disk takes nothing: only its writer opens what is held. */
static void
test_full_disk_lock (void)
{
  Office *office = office_new ();
  AmpDrafts *drafts = amp_drafts_of (office->jobs);
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  use_small_disk ();
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", "Yoselin");
  g_atomic_int_set (&disk_is_full, TRUE);
  lock_with (office, GTK_WIDGET (page), window);
  g_assert_true (amp_drafts_are_held (drafts));
  g_assert_nonnull (amp_drafts_get_trouble (drafts));
  g_atomic_int_set (&disk_is_full, FALSE);
  office_unlock (office);
  WAIT_FOR (!amp_drafts_are_held (drafts));
  check_draft_holds (office, "intake", "Yoselin");
  amp_disk_use (NULL);
  office_free (office);
}

/* --- A long job --- */

static gint long_job_runs; /* atomic */

/* As counts do: reads, with a query half read, until what is typed is stored meanwhile. */
static gpointer
read_long (AmpSession *session,
           gpointer data G_GNUC_UNUSED,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const char *const paths[] = {"id", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("case"), paths, NULL, 0, NULL, error);
  g_autofree char *text = NULL;
  gint64 until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_assert_cmpint (amp_cursor_next (cursor, cancellable, error), >, 0);
  g_atomic_int_set (&long_job_runs, TRUE);
  while (text == NULL && g_get_monotonic_time () < until)
    {
      amp_progress_set (progress, 1, 2);
      text = amp_store_draft_get (store, "intake", NULL);
      g_usleep (500);
    }
  g_assert_nonnull (text);
  /* And the query goes on where it was. */
  g_assert_cmpint (amp_cursor_next (cursor, cancellable, error), ==, 0);
  g_assert_no_error (*error);
  return GINT_TO_POINTER (TRUE);
}

/* Within a transaction nobody is let in: it would be stored with all of it, or not at all. */
static gpointer
write_long (AmpSession *session,
            gpointer data G_GNUC_UNUSED,
            AmpProgress *progress,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *text = NULL;

  g_assert_true (amp_store_begin (store, error));
  g_atomic_int_set (&long_job_runs, TRUE);
  while (g_atomic_int_get (&long_job_runs)) /* until the draft waits */
    g_usleep (500);
  amp_progress_set (progress, 1, 2);
  text = amp_store_draft_get (store, "intake", error);
  g_assert_null (text);
  amp_store_rollback (store);
  amp_progress_set (progress, 2, 2);
  text = amp_store_draft_get (store, "intake", error);
  g_assert_nonnull (text);
  return GINT_TO_POINTER (TRUE);
}

static const AmpJob reading_job = {.func = read_long, .lets_in = TRUE};
static const AmpJob writing_job = {.func = write_long, .lets_in = TRUE};

static void
test_long_job (gconstpointer job)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_atomic_int_set (&long_job_runs, FALSE);
  amp_jobs_run (office->jobs, job, NULL, NULL, NULL);
  WAIT_FOR (g_atomic_int_get (&long_job_runs));
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", "Yoselin");
  amp_editor_save_draft (AMP_EDITOR (page));
  g_atomic_int_set (&long_job_runs, FALSE);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  check_draft_holds (office, "intake", "Yoselin");
  gtk_window_destroy (window);
  office_free (office);
}

/* As a backup does: lets in what is typed, and lets the rest wait. */
static gpointer
read_until_told (AmpSession *session G_GNUC_UNUSED,
                 gpointer data G_GNUC_UNUSED,
                 AmpProgress *progress,
                 GCancellable *cancellable G_GNUC_UNUSED,
                 GError **error G_GNUC_UNUSED)
{
  g_atomic_int_set (&long_job_runs, TRUE);
  while (g_atomic_int_get (&long_job_runs))
    {
      amp_progress_set (progress, 1, 2);
      g_usleep (500);
    }
  return GINT_TO_POINTER (TRUE);
}

static const AmpJob told_job = {.func = read_until_told, .lets_in = TRUE};

static void
type_name (AmpIntakePage *page, const char *name)
{
  amp_form_type (amp_intake_page_get_form (page), "person", "given_names", name);
  amp_editor_save_draft (AMP_EDITOR (page));
}

/* An intake is interrupted; the next one begins while a long job runs. */
static void
test_typed_before_found (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);

  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  type_name (page, "Yoselin");
  gtk_window_destroy (window);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));

  g_atomic_int_set (&long_job_runs, FALSE);
  amp_jobs_run (office->jobs, &told_job, NULL, NULL, NULL);
  WAIT_FOR (g_atomic_int_get (&long_job_runs));
  page = amp_intake_page_new (office->jobs);
  window = forms_show (GTK_WIDGET (page), 1176, 720);
  type_name (page, "Marisol");
  for (int i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_atomic_int_set (&long_job_runs, FALSE);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  check_draft_holds (office, "intake", "Yoselin");
  check_draft_holds (office, "intake#0", "Marisol");
  /* Nobody takes the form away from under her hands. */
  g_assert_false (amp_intake_page_offers_draft (page));
  gtk_window_destroy (window);
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));

  /* Both come, one after the other. */
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = NULL;

      page = amp_intake_page_new (office->jobs);
      window = forms_show (GTK_WIDGET (page), 1176, 720);
      WAIT_FOR (amp_intake_page_offers_draft (page));
      amp_intake_page_restore_draft (page);
      name = row_text (amp_intake_page_get_form (page), "person", "given_names");
      g_assert_cmpstr (name, ==, i == 0 ? "Yoselin" : "Marisol");
      type_name (page, NULL);
      WAIT_FOR (!amp_jobs_is_busy (office->jobs));
      gtk_window_destroy (window);
      WAIT_FOR (!amp_jobs_is_busy (office->jobs));
    }
  g_assert_cmpuint (count_drafts (office), ==, 0);
  office_free (office);
}

/* --- A form in a dialog --- */

static AmpForm *
show_institution (Office *office, GtkWindow **window)
{
  GtkWidget *form = amp_form_new_from_ui ("institution");

  g_object_ref_sink (form);
  amp_form_take_record (AMP_FORM (form), amp_record_new (amp_entity_find ("institution")));
  *window = GTK_WINDOW (gtk_window_new ());
  amp_drafts_serve (*window, office->jobs);
  gtk_window_set_child (*window, form);
  gtk_window_present (*window);
  WAIT_FOR (gtk_widget_get_mapped (form));
  WAIT_FOR (!amp_jobs_is_busy (office->jobs));
  g_object_unref (form);
  return AMP_FORM (form);
}

static void
test_dialog (void)
{
  Office *office = office_new ();
  GtkWindow *window;
  AmpForm *form = show_institution (office, &window);
  g_autofree char *name = NULL;

  g_assert_false (amp_form_keep_offers (form));
  amp_form_type (form, "institution", "name_es", "Casa Ñusta");
  WAIT_FOR (count_drafts (office) == 1); /* nobody told it to */
  gtk_window_destroy (window);

  form = show_institution (office, &window);
  WAIT_FOR (amp_form_keep_offers (form));
  forms_assert_named (GTK_WIDGET (form));
  amp_form_keep_restore (form);
  name = row_text (form, "institution", "name_es");
  g_assert_cmpstr (name, ==, "Casa Ñusta");
  /* Saved: another record is shown, with nothing typed. */
  amp_form_take_record (form, amp_record_new (amp_entity_find ("institution")));
  WAIT_FOR (count_drafts (office) == 0);
  gtk_window_destroy (window);
  office_free (office);
}

/* --- Two windows --- */

static void
test_two_windows (void)
{
  Office *office = office_new ();
  GtkWindow *one, *other;
  AmpCasePage *first = open_case (office, &one), *second = open_case (office, &other);

  amp_section_add (amp_case_page_get_section (first, "note"));
  amp_section_add (amp_case_page_get_section (second, "note"));
  amp_form_type (form_of (first, "note"), "note", "text", "Uno");
  amp_form_type (form_of (second, "note"), "note", "text", "Otro");
  lock_with (office, GTK_WIDGET (first), one);
  gtk_window_destroy (other);
  office_unlock (office);
  g_assert_cmpuint (count_drafts (office), ==, 2); /* neither took the other's place */

  for (guint left = 2; left > 0; left--)
    {
      first = open_case (office, &one);
      WAIT_FOR (amp_case_page_offers_draft (first));
      amp_case_page_discard_draft (first);
      WAIT_FOR (count_drafts (office) == left - 1);
      gtk_window_destroy (one);
      WAIT_FOR (!amp_jobs_is_busy (office->jobs));
    }
  office_free (office);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/app/draft/intake-survives-a-lock", test_intake_lock);
  g_test_add_func ("/app/draft/it-is-kept-after-a-pause", test_pause);
  g_test_add_func ("/app/draft/nothing-is-lost-before-a-decision", test_discard);
  g_test_add_func ("/app/draft/a-case-survives-a-lock", test_case_lock);
  g_test_add_func ("/app/draft/a-full-disk-stops-nobody-from-typing", test_full_disk);
  g_test_add_func ("/app/draft/a-lock-on-a-full-disk-loses-nothing", test_full_disk_lock);
  g_test_add_data_func ("/app/draft/it-does-not-wait-for-a-long-job-that-reads", &reading_job,
                        test_long_job);
  g_test_add_data_func ("/app/draft/it-waits-for-a-transaction", &writing_job, test_long_job);
  g_test_add_func ("/app/draft/what-is-typed-before-an-earlier-one-is-found-stands-beside-it",
                   test_typed_before_found);
  g_test_add_func ("/app/draft/a-form-in-a-dialog-keeps-its-own", test_dialog);
  g_test_add_func ("/app/draft/two-windows-keep-one-each", test_two_windows);
  return g_test_run ();
}
