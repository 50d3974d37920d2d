/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The auditor's window: a pack without a vault, a sample that is drawn again, what is never shown,
 * what is never lost, what never leaves. */
#include "review-fixture.h"

#include "app/amp-file-chooser.h"
#include "app/amp-review-findings.h"
#include "app/amp-review-list.h"
#include "app/amp-review-record.h"
#include "app/amp-unlock-page.h"
#include "review/anchor.h"

#include <glib/gstdio.h>
#include <string.h>

static char *pack;

static AmpReviewDesk *
desk_of (AmpReviewPage *page)
{
  return amp_review_page_get_desk (page);
}

static GtkWidget *
list_child (AmpReviewPage *page, const char *id)
{
  return harness_child (GTK_WIDGET (page), AMP_TYPE_REVIEW_LIST, id);
}

static GtkWidget *
record_child (AmpReviewPage *page, const char *id)
{
  return harness_child (GTK_WIDGET (page), AMP_TYPE_REVIEW_RECORD, id);
}

static GListModel *
rows_of (AmpReviewPage *page)
{
  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (list_child (page, "view"))));
}

static void
remove_draft (void)
{
  g_autofree char *draft = g_strconcat (pack, ".draft", NULL);

  g_unlink (draft);
}

static void
lock (AmpWindow *window)
{
  amp_window_lock (window);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static void
type (GtkWidget *view, const char *text)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

static guint
count_rows (GtkWidget *root, const char *title)
{
  guint n = ADW_IS_ACTION_ROW (root) &&
            g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_rows (child, title);
  return n;
}

static GtkWidget *
find_labelled (GtkWidget *root, const char *label)
{
  GtkWidget *found =
    GTK_IS_BUTTON (root) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (root)), label) == 0 ? root
                                                                                             : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_labelled (child, label);
  return found;
}

/* --- Past reports --- */

static guint
n_reconciled (AmpReviewPage *page)
{
  return amp_review_notes_get_reconciled (amp_review_desk_get_notes (desk_of (page)))->len;
}

/* What is offered is a finding with the hash and nothing else of the file; once, however often it
 * is asked for. */
static void
assert_finding_of (AmpReviewPage *page, const char *path)
{
  const AmpReviewNotes *notes = amp_review_desk_get_notes (desk_of (page));
  const guint n = amp_review_notes_n_findings (notes);
  g_autofree char *hash = amp_review_hash_file (path, NULL);
  g_autofree char *spelt = amp_anchor_spell (hash);
  const AmpReconciled *noted = amp_review_notes_get_reconciled (notes)->pdata[0];
  const AmpNoteFinding *finding;

  g_assert_cmpint (noted->result, ==, AMP_COMPARED_UNLISTED);
  g_assert_cmpstr (noted->release, ==, hash);
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *offer;

      amp_review_page_show (page, "report");
      offer =
        find_labelled (GTK_WIDGET (page), i == 0 ? "Recor_d a finding of it" : "Record a finding");
      g_assert_true (gtk_widget_get_visible (offer));
      g_signal_emit_by_name (offer, "clicked");
      g_assert_cmpstr (amp_review_page_get_shown (page), ==, "findings");
      g_assert_cmpuint (amp_review_notes_n_findings (notes), ==, n + 1);
    }
  finding = amp_review_notes_get_finding (notes, n);
  g_assert_cmpuint (finding->about, ==, AMP_ABOUT_REPORT);
  g_assert_nonnull (strstr (finding->text, spelt));
  g_assert_null (strstr (finding->text, ".csv"));
}

/* The file itself is found, and written down; one byte more and it is another, which is written
 * down too. */
static void
test_reconciles (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  g_autofree char *path = g_strconcat (pack, ".csv", NULL);
  GtkWidget *find;
  GtkWidget *part;

  amp_review_page_show (page, "report");
  part = GTK_WIDGET (page);
  g_assert_cmpuint (count_rows (part, "Persons assisted · 2025"), ==, 1);
  find = find_labelled (part, "Look for a file in _the list…");
  g_assert_nonnull (find);

  g_assert_true (g_file_set_contents (path, REVIEW_RELEASE_TEXT "\n", -1, NULL));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (find, "clicked");
  WAIT_FOR (n_reconciled (page) == 1);
  g_assert_cmpuint (count_rows (part, "A file that is in no list"), ==, 1);
  /* Looked for once more, it is still one. */
  g_signal_emit_by_name (find, "clicked");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpuint (n_reconciled (page), ==, 1);
  assert_finding_of (page, path);

  amp_review_page_show (page, "report");
  g_assert_true (g_file_set_contents (path, REVIEW_RELEASE_TEXT, -1, NULL));
  g_signal_emit_by_name (find, "clicked");
  WAIT_FOR (n_reconciled (page) == 2);
  g_assert_false (gtk_widget_get_visible (find_labelled (part, "Recor_d a finding of it")));
  g_assert_cmpuint (count_rows (part, "4"), ==, 1);
  amp_choose_file_answer (NULL);
  g_unlink (path);
  lock (window);
  remove_draft ();
  harness_close (window);
}

/* --- Opening --- */

static void
test_opens (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);

  g_assert_cmpstr (amp_review_page_get_shown (page), ==, "log");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Amparo");
  g_assert_true (amp_jobs_is_review (amp_window_get_jobs (window)));
  lock (window);
  g_assert_null (harness_find (GTK_WIDGET (window), AMP_TYPE_REVIEW_PAGE));
  /* The page of the pack again, with its file and her name. */
  g_assert_true (amp_unlock_page_is_review (
    AMP_UNLOCK_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE))));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (
                     harness_child (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE, "folder"))),
                   ==, pack);
  harness_close (window);
}

/* A gap does not hide that an old copy was put back after it. */
static void
test_oddities (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *page = GTK_WIDGET (review_fixture_open (window, pack));

  g_assert_cmpuint (count_rows (page, "Event 11: Restored from a backup, or salvaged"), ==, 1);
  g_assert_cmpuint (count_rows (page, "Gap before event 31: 8 to 30 days"), ==, 1);
  g_assert_cmpuint (count_rows (page, "Event 31: Restored from a backup, or salvaged"), ==, 1);
  /* What is one thing is told once. */
  g_assert_cmpuint (count_rows (page, "Event 21: the clock went back"), ==, 1);
  g_assert_cmpuint (count_rows (page, "Event 21: The clock went back"), ==, 0);
  harness_close (window);
}

static void
test_wrong (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  GtkWidget *alert = harness_child (root, AMP_TYPE_UNLOCK_PAGE, "alert");

  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "review"), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "folder")), pack);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "login")),
                         REVIEW_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         "otra cosa distinta");
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock"), "clicked");
  WAIT_FOR (gtk_widget_get_visible (alert));
  g_assert_false (amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  harness_close (window);
}

/* --- The sample --- */

static char *
codes_of (AmpReviewDesk *desk)
{
  const GArray *sample = amp_review_desk_get_sample (desk);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < sample->len; i++)
    g_string_append_printf (
      codes, "%s ",
      amp_review_pack_code (amp_review_desk_get_pack (desk), g_array_index (sample, guint, i)));
  return g_string_free (codes, FALSE);
}

static void
draw (AmpReviewPage *page, const char *seed, int size)
{
  gtk_editable_set_text (GTK_EDITABLE (list_child (page, "seed")), seed);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (list_child (page, "size")), size);
  g_signal_emit_by_name (list_child (page, "draw"), "clicked");
}

static void
test_sample (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  g_autofree char *first = NULL, *other = NULL, *again = NULL;

  amp_review_page_show (page, "records");
  draw (page, "4711", 30);
  first = codes_of (desk_of (page));
  g_assert_cmpuint (g_list_model_get_n_items (rows_of (page)), ==, 30);
  draw (page, "4712", 30);
  other = codes_of (desk_of (page));
  g_assert_cmpstr (other, !=, first);
  draw (page, "4711", 30);
  again = codes_of (desk_of (page));
  g_assert_cmpstr (again, ==, first);
  /* Fewer than k cannot be drawn. */
  amp_review_desk_draw (desk_of (page), 5, 3);
  g_assert_cmpuint (g_list_model_get_n_items (rows_of (page)), ==, 11);
  harness_close (window);
  remove_draft ();
}

/* Column by name, and one of its codes, for a test. */
static AmpReviewQuery
query_for (AmpReviewDesk *desk, const char *column, const char *code)
{
  AmpReviewQuery query = {.n = 1};

  query.conditions[0].column =
    (guint) amp_review_column_index (amp_review_desk_get_head (desk)->level, column);
  query.conditions[0].code = code;
  return query;
}

static void
test_few (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  AmpReviewDesk *desk = desk_of (page);
  /* One, none, and all but one. */
  const AmpReviewQuery queries[] = {query_for (desk, "plan_agreed", "no"),
                                    query_for (desk, "plan_agreed", "none"),
                                    query_for (desk, "plan_agreed", "yes")};
  const AmpReviewQuery late = query_for (desk, "risk_72h", "no");
  const char *count;

  amp_review_page_show (page, "records");
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      amp_review_desk_ask (desk, &queries[i]);
      count = gtk_label_get_label (GTK_LABEL (list_child (page, "count")));
      g_assert_cmpuint (g_list_model_get_n_items (rows_of (page)), ==, 0);
      g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (list_child (page, "stack"))),
                       ==, "few");
      g_assert_cmpstr (count, ==, "Fewer than 11 cases: not shown.");
    }
  amp_review_desk_ask (desk, &late);
  g_assert_cmpuint (amp_review_desk_n_found (desk), ==, 30);
  g_assert_cmpuint (g_list_model_get_n_items (rows_of (page)), ==, 25);
  /* What she asked is written down, without what it was worth. */
  g_assert_cmpuint (amp_review_notes_count_queries (amp_review_desk_get_notes (desk)), ==, 4);
  harness_close (window);
  remove_draft ();
}

/* By the widgets, as she asks: the popover offers no code that fewer than eleven have. */
static void
test_asks (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  GtkPopover *popover;
  GListModel *columns, *values;

  amp_review_page_show (page, "records");
  popover = GTK_POPOVER (list_child (page, "condition_popover"));
  gtk_popover_popup (popover);
  columns = gtk_drop_down_get_model (GTK_DROP_DOWN (list_child (page, "column")));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    if (strcmp (gtk_string_list_get_string (GTK_STRING_LIST (columns), i),
                "The person agreed to the plan") == 0)
      gtk_drop_down_set_selected (GTK_DROP_DOWN (list_child (page, "column")), i);
  values = gtk_drop_down_get_model (GTK_DROP_DOWN (list_child (page, "value")));
  g_assert_cmpuint (g_list_model_get_n_items (values), ==, 0);
  g_assert_false (gtk_widget_get_sensitive (list_child (page, "add")));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (list_child (page, "column")), 0);
  values = gtk_drop_down_get_model (GTK_DROP_DOWN (list_child (page, "value")));
  g_assert_cmpuint (g_list_model_get_n_items (values), ==, 2);
  g_signal_emit_by_name (list_child (page, "add"), "clicked");
  g_assert_cmpuint (amp_review_desk_n_found (desk_of (page)), ==, 80);
  g_assert_true (gtk_widget_get_visible (list_child (page, "chips")));
  g_signal_emit_by_name (gtk_widget_get_first_child (list_child (page, "chips")), "clicked");
  g_assert_cmpuint (amp_review_desk_n_found (desk_of (page)), ==, REVIEW_RECORDS);
  harness_close (window);
  remove_draft ();
}

/* --- Never lost --- */

/* The standards' toggle buttons, in their order. */
static GtkWidget *
tick_button (AmpReviewPage *page, guint standard, guint nth)
{
  GtkWidget *box = gtk_widget_get_first_child (record_child (page, "standards")), *button;

  for (guint i = 0; i < standard; i++)
    box = gtk_widget_get_next_sibling (box);
  button = gtk_widget_get_first_child (gtk_widget_get_last_child (box));
  for (guint i = 0; i < nth; i++)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static gboolean
holds (const char *data, gsize length, const char *words)
{
  gsize n = strlen (words);

  for (gsize i = 0; i + n <= length; i++)
    if (memcmp (data + i, words, n) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
draft_holds (const char *words)
{
  g_autofree char *draft = g_strconcat (pack, ".draft", NULL);
  g_autofree char *data = NULL;
  gsize length = 0;

  return g_file_get_contents (draft, &data, &length, NULL) && holds (data, length, words);
}

static void
test_kept (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  g_autofree char *draft = g_strconcat (pack, ".draft", NULL);
  g_autofree char *code = NULL;
  GStatBuf info;
  gint64 typed;

  amp_review_page_show (page, "records");
  draw (page, "4711", 30);
  code = g_strdup (gtk_label_get_label (GTK_LABEL (record_child (page, "code"))));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tick_button (page, AMP_STANDARD_RISK, 1)), TRUE);
  WAIT_FOR (g_file_test (draft, G_FILE_TEST_EXISTS));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_unlink (draft);
  typed = g_get_monotonic_time ();
  type (record_child (page, "remark"), "CANARIO sin fecha de consentimiento");
  WAIT_FOR (g_file_test (draft, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_get_monotonic_time () - typed, <, 2 * G_USEC_PER_SEC);
  g_assert_false (draft_holds ("CANARIO"));
  g_assert_cmpint (g_stat (draft, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  /* A lock in mid-typing keeps the last letters too. */
  type (record_child (page, "remark"), "CANARIO sin fecha de consentimiento, dos veces");
  lock (window);
  page = review_fixture_open (window, pack);
  amp_review_page_show (page, "records");
  g_assert_cmpuint (amp_review_desk_get_seed (desk_of (page)), ==, 4711);
  g_assert_cmpint (
    amp_review_notes_get_tick (amp_review_desk_get_notes (desk_of (page)), code, AMP_STANDARD_RISK),
    ==, AMP_TICK_NOT_MET);
  g_assert_cmpstr (amp_review_notes_get_remark (amp_review_desk_get_notes (desk_of (page)), code),
                   ==, "CANARIO sin fecha de consentimiento, dos veces");
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (record_child (page, "code"))), ==, code);
  /* Pressing what is ticked takes it back. */
  g_assert_true (
    gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (tick_button (page, AMP_STANDARD_RISK, 1))));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (tick_button (page, AMP_STANDARD_RISK, 1)),
                                FALSE);
  g_assert_cmpuint (amp_review_notes_count_ticks (amp_review_desk_get_notes (desk_of (page)), code),
                    ==, 0);
  harness_close (window);
  remove_draft ();
}

/* What cannot be read is not written over. */
static void
test_spoilt_draft (void)
{
  g_autofree char *draft = g_strconcat (pack, ".draft", NULL);
  g_autofree char *second = g_strconcat (pack, ".draft-2", NULL);
  g_autofree char *data = NULL;
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (draft, "spoilt", -1, &error));
  page = review_fixture_open (window, pack);
  g_assert_true (
    gtk_widget_get_visible (harness_child (GTK_WIDGET (page), AMP_TYPE_REVIEW_PAGE, "trouble")));
  WAIT_FOR (g_file_test (second, G_FILE_TEST_EXISTS));
  harness_close (window);
  g_assert_true (g_file_get_contents (draft, &data, NULL, &error));
  g_assert_cmpstr (data, ==, "spoilt");
  g_unlink (second);
  remove_draft ();
}

/* --- Findings --- */

static AmpReviewNotes *
read_answer (const char *path)
{
  g_autofree char *folder = review_fixture_vault (pack);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, &error);
  g_autoptr (GBytes) file = NULL, text = NULL;
  AmpReviewNotes *notes;
  char *data = NULL;
  gsize length;
  gint64 sender;

  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &length, &error));
  g_assert_false (holds (data, length, "CANARIO"));
  file = g_bytes_new_take (data, length);
  text = amp_vault_parcel_open_answer (vault, file, &sender, &error);
  g_assert_no_error (error);
  notes = amp_review_notes_read (text, &error);
  g_assert_no_error (error);
  return notes;
}

static void
answer_dialog (AmpWindow *window, const char *response)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (all, i);

      if (ADW_IS_MESSAGE_DIALOG (each) &&
          gtk_window_get_transient_for (each) == GTK_WINDOW (window))
        {
          adw_message_dialog_response (ADW_MESSAGE_DIALOG (each), response);
          return;
        }
    }
  g_error ("no dialog");
}

static void
test_findings (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  AmpReviewDesk *desk = desk_of (page);
  const AmpReviewQuery late = query_for (desk, "risk_72h", "no");
  g_autofree char *place = g_path_get_dirname (pack);
  g_autofree char *saved = g_build_filename (place, "hallazgos", NULL);
  g_autoptr (AmpReviewNotes) notes = NULL;
  GtkWidget *text;

  amp_review_desk_ask (desk, &late);
  amp_review_page_show (page, "findings");
  text = harness_child (GTK_WIDGET (page), AMP_TYPE_REVIEW_FINDINGS, "text");
  type (text, "CANARIO: el reloj retrocedió");
  g_assert_cmpuint (amp_review_notes_n_findings (amp_review_desk_get_notes (desk)), ==, 1);
  type (text, "");
  g_assert_cmpuint (amp_review_notes_n_findings (amp_review_desk_get_notes (desk)), ==, 0);
  type (text, "CANARIO: el reloj retrocedió dos veces");
  g_assert_cmpuint (amp_review_notes_n_findings (amp_review_desk_get_notes (desk)), ==, 1);
  amp_choose_file_answer (saved);
  g_signal_emit_by_name (harness_child (GTK_WIDGET (page), AMP_TYPE_REVIEW_PAGE, "save"),
                         "clicked");
  answer_dialog (window, "save");
  WAIT_FOR (g_file_test (saved, G_FILE_TEST_EXISTS));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  amp_choose_file_answer (NULL);
  harness_close (window);
  notes = read_answer (saved);
  g_assert_nonnull (amp_review_notes_get_day (notes));
  g_assert_cmpstr (amp_review_notes_get_finding (notes, 0)->text, ==,
                   "CANARIO: el reloj retrocedió dos veces");
  g_assert_cmpstr (((AmpAsked *) amp_review_notes_get_queries (notes)->pdata[0])->columns, ==,
                   "risk_72h");
  g_unlink (saved);
  remove_draft ();
}

/* --- What never leaves --- */

static void
test_clipboard (void)
{
  AmpWindow *window = harness_window_new ();
  AmpReviewPage *page = review_fixture_open (window, pack);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  amp_review_page_show (page, "records");
  type (record_child (page, "remark"), "CANARIO");
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (record_child (page, "remark")));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_buffer_copy_clipboard (buffer, clipboard);
  WAIT_FOR (gdk_clipboard_get_content (clipboard) == NULL);
  lock (window);
  /* Shut for the review alone. */
  gdk_clipboard_set_text (clipboard, "x");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_nonnull (gdk_clipboard_get_content (clipboard));
  gdk_clipboard_set_content (clipboard, NULL);
  harness_close (window);
  remove_draft ();
}

/* --- An auditor before an office --- */

static void
test_packs_of_an_office (void)
{
  AmpWindow *window = harness_window_new ();
  GtkWidget *root = GTK_WIDGET (window);
  g_autofree char *folder = review_fixture_vault (pack);
  g_autofree char *place = g_build_filename (folder, "reviews", NULL);
  g_autofree char *copy = g_build_filename (place, "paquete", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (pack, &data, &length, &error));
  g_assert_cmpint (g_mkdir (place, 0700), ==, 0);
  g_assert_true (g_file_set_contents (copy, data, (gssize) length, &error));
  harness_unlock (window, folder, REVIEW_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  /* Another row than this one would be a pack of nobody's. */
  gtk_widget_activate_action (root, "win.review-pack", "s", copy);
  WAIT_FOR (harness_find (root, AMP_TYPE_UNLOCK_PAGE) != NULL);
  g_assert_true (
    amp_unlock_page_is_review (AMP_UNLOCK_PAGE (harness_find (root, AMP_TYPE_UNLOCK_PAGE))));
  g_assert_cmpstr (
    gtk_editable_get_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "folder"))), ==,
    copy);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  review_fixture_open (window, copy);
  harness_close (window);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  pack = review_fixture_new ();
  g_test_add_func ("/app/review/opens-without-a-vault-and-locks", test_opens);
  g_test_add_func ("/app/review/a-gap-hides-nothing-behind-it", test_oddities);
  g_test_add_func ("/app/review/another-passphrase-opens-nothing", test_wrong);
  g_test_add_func ("/app/review/a-sample-is-drawn-again-by-its-seed", test_sample);
  g_test_add_func ("/app/review/one-none-and-all-but-one-are-not-shown", test_few);
  g_test_add_func ("/app/review/asks-what-is-offered-and-takes-it-back", test_asks);
  g_test_add_func ("/app/review/what-is-ticked-and-typed-is-never-lost", test_kept);
  g_test_add_func ("/app/review/a-draft-that-cannot-be-read-stays", test_spoilt_draft);
  g_test_add_func ("/app/review/findings-go-to-who-made-the-pack-alone", test_findings);
  g_test_add_func ("/app/review/a-report-is-found-in-the-list-by-its-hash", test_reconciles);
  g_test_add_func ("/app/review/nothing-stays-on-the-clipboard", test_clipboard);
  g_test_add_func ("/app/review/an-office-shows-its-packs", test_packs_of_an_office);
  result = g_test_run ();
  review_fixture_remove (pack);
  return result;
}
