/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the log tells of how a vault is kept: its recovery sheets, and when it was last copied. */
#include "office.h"

#include "domain/safekeeping.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *
untranslated (const char *msgid)
{
  return msgid;
}

static void
make_sheets (Office *office)
{
  g_autofree char *folder = office_path (office, "sheets");
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  paths = amp_session_make_recovery (office->session, folder, untranslated, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < paths->len; i++)
    g_remove (paths->pdata[i]);
  g_rmdir (folder);
}

static void
state_is (Office *office, gboolean made, gboolean one, gboolean two, gboolean three)
{
  g_auto (AmpRecoveryState) state = {0};
  g_autoptr (GError) error = NULL;

  amp_session_recovery_state (office->session, &state, &error);
  g_assert_no_error (error);
  g_assert_true ((state.made_at != NULL) == made);
  g_assert_true ((state.tested_at[0] != NULL) == one);
  g_assert_true ((state.tested_at[1] != NULL) == two);
  g_assert_true ((state.tested_at[2] != NULL) == three);
}

/* The words are on paper alone: those of a set that is made behind the session. */
static GPtrArray *
words_of (Office *office)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *sheets = amp_vault_make_recovery (amp_session_get_vault (office->session), &error);

  g_assert_no_error (error);
  return sheets;
}

static void
test_a_good_sheet_is_told_by_the_log (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GError) error = NULL;
  guint number = 0, set = 0;

  office_open (&office);
  state_is (&office, FALSE, FALSE, FALSE, FALSE);
  make_sheets (&office);
  state_is (&office, TRUE, FALSE, FALSE, FALSE);
  sheets = words_of (&office);
  g_assert_true (amp_session_test_sheet (office.session, sheets->pdata[1], &number, &set, &error));
  g_assert_cmpuint (number, ==, 2);
  state_is (&office, TRUE, FALSE, TRUE, FALSE);
  g_assert_true (amp_session_test_sheet (office.session, sheets->pdata[0], &number, &set, &error));
  state_is (&office, TRUE, TRUE, TRUE, FALSE);
}

static void
test_a_new_set_was_tested_by_nobody (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) sheets = NULL;
  guint number, set;

  office_open (&office);
  make_sheets (&office);
  sheets = words_of (&office);
  g_assert_true (amp_session_test_sheet (office.session, sheets->pdata[2], &number, &set, NULL));
  make_sheets (&office);
  state_is (&office, TRUE, FALSE, FALSE, FALSE);
}

static void
test_a_wrong_sheet_is_not_told_as_good (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) sheets = NULL, newer = NULL;
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("abeja abrigo");
  g_autoptr (GError) error = NULL;
  guint number, set;

  office_open (&office);
  g_assert_false (amp_session_test_sheet (office.session, words, &number, &set, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_assert_nonnull (amp_recovery_fault (error));
  g_clear_error (&error);
  make_sheets (&office);
  sheets = words_of (&office);
  newer = words_of (&office);
  g_assert_false (amp_session_test_sheet (office.session, words, &number, &set, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_session_test_sheet (office.session, sheets->pdata[0], &number, &set, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
  state_is (&office, TRUE, FALSE, FALSE, FALSE);
}

/* A backup of before the test still holds all of the vault. */
static void
test_a_test_is_no_change (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GError) error = NULL;
  gint64 when;
  guint number, set, before = 0, after = 0;

  office_open (&office);
  sheets = words_of (&office);
  g_assert_true (amp_session_last_backup (office.session, &when, &before, &error));
  g_assert_true (amp_session_test_sheet (office.session, sheets->pdata[0], &number, &set, &error));
  g_assert_true (amp_session_last_backup (office.session, &when, &after, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (after, ==, before);
}

static void
test_only_a_backup_that_was_made_counts_as_one (void)
{
  g_auto (Office) office = {0};
  g_autofree char *path = NULL, *at = NULL;
  g_autoptr (GError) error = NULL;
  AmpStore *store;

  office_open (&office);
  store = amp_session_get_store (office.session);
  g_assert_true (amp_session_backup_at (office.session, &at, &error));
  g_assert_null (at);
  /* As the log tells of one that was read and found whole. */
  g_assert_true (amp_store_audit (store, AMP_AUDIT_BACKUP, NULL, 0, NULL,
                                  "verified:2020-01-02T03:04:05Z", &error));
  g_assert_true (amp_session_backup_at (office.session, &at, &error));
  g_assert_null (at);
  path = office_path (&office, "office.backup");
  g_assert_true (amp_session_backup (office.session, path, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (amp_session_backup_at (office.session, &at, &error));
  g_assert_nonnull (at);
  g_remove (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, func) g_test_add_func ("/safekeeping/" name, func)
  ADD ("a-good-sheet-is-told-by-the-log", test_a_good_sheet_is_told_by_the_log);
  ADD ("a-new-set-was-tested-by-nobody", test_a_new_set_was_tested_by_nobody);
  ADD ("a-wrong-sheet-is-not-told-as-good", test_a_wrong_sheet_is_not_told_as_good);
  ADD ("a-test-is-no-change-that-a-backup-lacks", test_a_test_is_no_change);
  ADD ("only-a-backup-that-was-made-counts-as-one", test_only_a_backup_that_was_made_counts_as_one);
  return g_test_run ();
}
