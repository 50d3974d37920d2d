/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records for a partner in the window: what would be in the file, another's approval, the file, the
 * register; and whatever may come in between. */
#include "harness.h"

#include "app/amp-file-chooser.h"
#include "app/amp-partner-dialog.h"
#include "app/amp-partner-view.h"
#include "app/amp-releases-page.h"
#include "app/amp-workspace.h"
#include "domain/approvals.h"
#include "domain/partner-file.h"

#include <glib/gstdio.h>
#include <string.h>

#define PEOPLE 600

static GtkWidget *
dialog (void)
{
  return harness_toplevel (AMP_TYPE_PARTNER_DIALOG);
}

static GtkWidget *
child_of (const char *id)
{
  return harness_child (dialog (), AMP_TYPE_PARTNER_DIALOG, id);
}

static const char *
label_of (const char *id)
{
  return gtk_label_get_label (GTK_LABEL (child_of (id)));
}

static const char *
save_label (void)
{
  return gtk_button_get_label (GTK_BUTTON (child_of ("save")));
}

static gboolean
is_sensitive (const char *id)
{
  return gtk_widget_get_sensitive (child_of (id));
}

static gboolean
is_looked (void)
{
  return adw_bin_get_child (ADW_BIN (child_of ("preview"))) != NULL;
}

static const char *
chosen (const char *id)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (child_of (id)));

  return item != NULL ? gtk_string_object_get_string (item) : "";
}

static AmpWindow *
open_window (const char *folder, const char *login)
{
  AmpWindow *window = harness_window_new ();

  harness_unlock (window, folder, login);
  return window;
}

static void
open_dialog (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.partner-records", NULL);
  g_assert_nonnull (dialog ());
  forms_assert_named (dialog ());
}

static void
close_dialog (AmpWindow *window)
{
  gtk_window_close (GTK_WINDOW (dialog ()));
  WAIT_FOR (dialog () == NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static AmpSession *
session_of (const char *folder, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpSession *session = amp_session_open (folder, login, passphrase, &error);

  g_assert_no_error (error);
  return session;
}

static guint
n_lines (const char *folder)
{
  g_autoptr (AmpSession) session = session_of (folder, HARNESS_LOGIN);
  g_autoptr (GPtrArray) lines = amp_releases_list (session, NULL);

  return lines->len;
}

/* The only request that waits; the window is closed. */
static gint64
approve (const char *folder, const char *login)
{
  g_autoptr (AmpSession) session = session_of (folder, login);
  g_autoptr (GPtrArray) queue = amp_approvals_list (session, AMP_APPROVALS_WAITING, NULL);
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_cmpuint (queue->len, ==, 1);
  id = ((const AmpApproval *) queue->pdata[0])->id;
  g_assert_true (amp_approvals_decide (session, id, TRUE, NULL, &error));
  g_assert_no_error (error);
  return id;
}

static void
assert_opens (const char *path, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) records = amp_partner_open (path, login, passphrase, &error);

  g_assert_no_error (error);
  g_assert_true (amp_partner_is_htcds (records));
}

static char *
partner_office (guint cases)
{
  char *folder = harness_vault_new (cases);

  harness_add_user (folder, "lidia", AMP_ROLE_SUPERVISOR);
  harness_add_user (folder, "oim", AMP_ROLE_AUDITOR);
  return folder;
}

/* --- Tests --- */

/* Rosa asks, and nothing is there but the request. */
static void
ask (const char *folder)
{
  AmpWindow *window = open_window (folder, HARNESS_LOGIN);

  open_dialog (window);
  WAIT_FOR (is_looked () && is_sensitive ("save"));
  g_assert_cmpstr (chosen ("year"), ==, "2025");
  g_assert_cmpstr (save_label (), ==, "Ask for _approval");
  g_assert_nonnull (strstr (label_of ("told"), "Nothing has been made"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (child_of ("format")), AMP_PARTNER_HTCDS);
  gtk_editable_set_text (GTK_EDITABLE (child_of ("reason")), "convenio: 2025");
  WAIT_FOR (is_sensitive ("save"));
  g_signal_emit_by_name (child_of ("save"), "clicked");
  WAIT_FOR (strstr (label_of ("approval"), "waits for another supervisor") != NULL);
  g_assert_false (is_sensitive ("save"));
  /* Of other columns nobody was asked. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (child_of ("format")), AMP_PARTNER_CTDC);
  WAIT_FOR (is_sensitive ("save"));
  close_dialog (window);
  harness_close (window);
  g_assert_cmpuint (n_lines (folder), ==, 0);
}

static void
open_by_approval (AmpWindow *window, gint64 id)
{
  GtkWidget *root = GTK_WIDGET (window);

  gtk_widget_activate_action (root, "win.show-page", "s", "approvals");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  gtk_widget_activate_action (
    amp_workspace_get_page (AMP_WORKSPACE (harness_find (root, AMP_TYPE_WORKSPACE))),
    "approvals.release", "x", id);
  WAIT_FOR (dialog () != NULL);
  WAIT_FOR (is_looked () && is_sensitive ("save"));
  g_assert_cmpstr (chosen ("recipient"), ==, "oim");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (child_of ("format"))), ==,
                    AMP_PARTNER_HTCDS);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (child_of ("reason"))), ==,
                   "convenio: 2025");
  g_assert_cmpstr (save_label (), ==, "_Save as…");
}

static void
assert_in_register (AmpWindow *window)
{
  GtkWidget *page = harness_find (GTK_WIDGET (window), AMP_TYPE_RELEASES_PAGE);
  const char *heading, *facts;

  WAIT_FOR (amp_releases_page_is_loaded (AMP_RELEASES_PAGE (page)));
  heading =
    gtk_label_get_label (GTK_LABEL (harness_child (page, AMP_TYPE_RELEASES_PAGE, "heading")));
  facts = gtk_label_get_label (GTK_LABEL (harness_child (page, AMP_TYPE_RELEASES_PAGE, "facts")));
  g_assert_nonnull (strstr (heading, "Records for a partner"));
  g_assert_nonnull (strstr (heading, "oim"));
  g_assert_nonnull (strstr (facts, "lidia"));
  g_assert_nonnull (strstr (facts, "handed over"));
  g_assert_false (gtk_widget_get_visible (harness_child (page, AMP_TYPE_RELEASES_PAGE, "again")));
}

/* Another has approved; the file is chosen where none can be written. */
static AmpWindow *
fail_to_save (const char *folder)
{
  AmpWindow *window;
  gint64 id;

  ask (folder);
  id = approve (folder, "lidia");
  window = open_window (folder, HARNESS_LOGIN);
  open_by_approval (window, id);
  amp_choose_file_answer ("/nowhere/at/all/year.parcel");
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
  return window;
}

static void
test_made (void)
{
  char *folder = partner_office (PEOPLE);
  g_autofree char *place = g_dir_make_tmp ("amparo-partner-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "year.parcel", NULL);
  AmpWindow *window = fail_to_save (folder);

  /* What is made stays, and is saved elsewhere without asking anybody again. */
  g_assert_nonnull (strstr (label_of ("alert"), "could not be written there"));
  g_assert_cmpstr (label_of ("told"), ==, "");
  g_assert_false (is_sensitive ("choices"));
  WAIT_FOR (is_sensitive ("save"));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (child_of ("save"), "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (dialog () == NULL);
  assert_opens (path, "oim");
  assert_in_register (window);

  /* The year was made: the same records, and one line for the two attempts. */
  open_dialog (window);
  WAIT_FOR (is_looked ());
  g_assert_nonnull (strstr (chosen ("year"), "handed over before"));
  g_assert_nonnull (strstr (label_of ("told"), "same records"));
  close_dialog (window);
  harness_close (window);
  g_assert_cmpuint (n_lines (folder), ==, 1);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

/* What was made stands in the register, whoever closes the dialog or locks the vault. */
static void
test_never_saved (void)
{
  char *folder = partner_office (PEOPLE);
  g_autofree char *place = g_dir_make_tmp ("amparo-partner-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (place, "later.parcel", NULL);
  AmpWindow *window = fail_to_save (folder);
  GtkWidget *page, *again;

  g_assert_nonnull (strstr (label_of ("alert"), "later under Releases"));
  amp_jobs_lock (amp_window_get_jobs (window));
  WAIT_FOR (dialog () == NULL && !amp_jobs_is_unlocked (amp_window_get_jobs (window)));

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.releases", NULL);
  page = harness_find (GTK_WIDGET (window), AMP_TYPE_RELEASES_PAGE);
  WAIT_FOR (amp_releases_page_is_loaded (AMP_RELEASES_PAGE (page)));
  again = harness_child (page, AMP_TYPE_RELEASES_PAGE, "again");
  WAIT_FOR (gtk_widget_get_visible (again));
  amp_choose_file_answer (path);
  g_signal_emit_by_name (again, "clicked");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!gtk_widget_get_visible (again));
  assert_opens (path, "oim");
  assert_in_register (window);
  harness_close (window);
  g_assert_cmpuint (n_lines (folder), ==, 1);
  g_remove (path);
  g_rmdir (place);
  harness_remove (folder);
}

static void
test_tables_left (void)
{
  char *folder = partner_office (PEOPLE);
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};
  AmpWindow *window;

  {
    g_autoptr (AmpSession) session = session_of (folder, HARNESS_LOGIN);
    g_autoptr (GError) error = NULL;
    g_autoptr (AmpReleasePlan) plan = NULL;
    g_autoptr (GBytes) bytes = NULL;
    gint64 line;

    wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("sex");
    g_strlcpy (wish.spec.from, "2025-01-01", sizeof wish.spec.from);
    g_strlcpy (wish.spec.to, "2025-12-31", sizeof wish.spec.to);
    plan = amp_release_plan (session, &wish, NULL, NULL, &error);
    g_assert_no_error (error);
    bytes = amp_release_give (session, plan, AMP_COUNT_FORMAT_CSV, NULL, "en", 0, &line, &error);
    g_assert_no_error (error);
  }
  window = open_window (folder, HARNESS_LOGIN);
  open_dialog (window);
  /* It is said where the year is chosen, and another one is offered. */
  WAIT_FOR (g_str_has_prefix (chosen ("year"), "2024"));
  WAIT_FOR (is_looked () && is_sensitive ("save"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (child_of ("year")), 0);
  g_assert_nonnull (strstr (chosen ("year"), "tables of people left already"));
  g_assert_false (is_sensitive ("save"));
  WAIT_FOR (gtk_widget_get_visible (child_of ("alert")));
  g_assert_nonnull (strstr (label_of ("alert"), "Tables of people or cases of this year"));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_false (is_sensitive ("save"));
  g_assert_false (is_looked ());
  /* And back. */
  adw_combo_row_set_selected (ADW_COMBO_ROW (child_of ("year")), 1);
  WAIT_FOR (is_looked () && is_sensitive ("save"));
  g_assert_false (gtk_widget_get_visible (child_of ("alert")));
  close_dialog (window);
  harness_close (window);
  harness_remove (folder);
}

/* She may look, and is told before she asks. */
static void
test_nobody_else (void)
{
  char *folder = harness_vault_new (PEOPLE);
  AmpWindow *window;

  harness_add_user (folder, "oim", AMP_ROLE_AUDITOR);
  window = open_window (folder, HARNESS_LOGIN);
  open_dialog (window);
  WAIT_FOR (is_looked () && label_of ("approval")[0] != '\0');
  g_assert_nonnull (strstr (label_of ("approval"), "no other supervisor"));
  g_assert_false (is_sensitive ("save"));
  close_dialog (window);
  harness_close (window);
  harness_remove (folder);
}

static void
test_no_partner (void)
{
  char *folder = harness_vault_new (PEOPLE);
  AmpWindow *window;

  harness_add_user (folder, "lidia", AMP_ROLE_SUPERVISOR);
  window = open_window (folder, HARNESS_LOGIN);
  open_dialog (window);
  WAIT_FOR (is_looked ());
  g_assert_nonnull (strstr (label_of ("approval"), "No partner has a user"));
  g_assert_false (is_sensitive ("save"));
  close_dialog (window);
  harness_close (window);
  harness_remove (folder);
}

static void
test_too_few (void)
{
  char *folder = partner_office (5);
  AmpWindow *window = open_window (folder, HARNESS_LOGIN);

  open_dialog (window);
  WAIT_FOR (is_looked () && gtk_widget_get_visible (child_of ("alert")));
  g_assert_nonnull (strstr (label_of ("alert"), "Too few people"));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_false (is_sensitive ("save"));
  close_dialog (window);
  harness_close (window);
  harness_remove (folder);
}

static void
test_caseworker (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window;

  harness_add_user (folder, "luz", AMP_ROLE_CASEWORKER);
  window = open_window (folder, "luz");
  open_dialog (window);
  g_assert_true (gtk_widget_get_visible (child_of ("alert")));
  g_assert_false (is_sensitive ("save"));
  close_dialog (window);
  harness_close (window);
  harness_remove (folder);
}

/* Whatever is written on it. */
static void
append_words (GtkWidget *widget, GString *all)
{
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (all, "%s\n", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_words (child, all);
}

/* Each level names what the ones above it would take, and no more. */
static void
test_levels_told (void)
{
  static const char *const takes[AMP_REVIEW_N_LEVELS] = {
    [AMP_REVIEW_TINY] = "300 people, the country of exploitation 2500, the age group more than "
                        "25\u00a0000.",
    [AMP_REVIEW_SMALL] = "take 2500 people, the age group more than 25\u00a0000.",
    [AMP_REVIEW_MEDIUM] = "more than 25\u00a0000 people.",
    [AMP_REVIEW_LARGE] = "gender, age group, whether minor or adult, and the country",
  };

  for (guint level = 0; level < AMP_REVIEW_N_LEVELS; level++)
    {
      const AmpPartnerOutlook outlook = {
        .n_people = 900, .losses = {.level = (AmpReviewLevel) level, .n_rows = 800}};
      g_autoptr (GtkWidget) view = g_object_ref_sink (amp_partner_view_new (2025, &outlook));
      g_autoptr (GString) all = g_string_new (NULL);

      append_words (view, all);
      for (guint other = 0; other < AMP_REVIEW_N_LEVELS; other++)
        g_assert_cmpint (strstr (all->str, takes[other]) != NULL, ==, other == level);
    }
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/partner-dialog/asked-approved-made-and-in-the-register", test_made);
  g_test_add_func ("/partner-dialog/what-was-made-and-not-saved-is-saved-after-a-lock",
                   test_never_saved);
  g_test_add_func ("/partner-dialog/where-tables-left-it-is-told-before", test_tables_left);
  g_test_add_func ("/partner-dialog/the-only-supervisor-is-told", test_nobody_else);
  g_test_add_func ("/partner-dialog/without-a-partner-it-says-so", test_no_partner);
  g_test_add_func ("/partner-dialog/too-few-people-are-told", test_too_few);
  g_test_add_func ("/partner-dialog/a-caseworker-makes-none", test_caseworker);
  g_test_add_func ("/partner-dialog/it-tells-how-many-people-it-would-take-to-tell-more",
                   test_levels_told);
  return g_test_run ();
}
