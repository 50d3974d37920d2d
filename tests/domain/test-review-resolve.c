/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the code of a record to its case: any two who were there, nobody alone. */
#include "domain/review.h"

#include "domain/approvals.h"
#include "domain/demo.h"
#include "domain/review-private.h"
#include "domain/safekeeping.h"
#include "store/connection.h"

#include "office.h"
#include "team.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define AUDITOR "nora.auditora"
#define N_CASES 600

/* supervisora and jefa, as team_open() has them, and tercera. */
typedef struct
{
  Office office;
  char *codes; /* of the pack, one behind the other */
} Desk;

static void
add_user (Desk *self, const char *login, AmpRole role)
{
  g_autoptr (AmpSecret) secret = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;

  amp_session_add_user (self->office.session, login, role, secret, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
}

static void
make_pack (Desk *self)
{
  const AmpReviewWish wish = {.auditor = AUDITOR};
  g_autofree char *path = office_path (&self->office, "one.pack");
  g_autoptr (GError) error = NULL;
  AmpReviewSummary summary;

  amp_review_make (self->office.session, &wish, path, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (summary.line, ==, 1);
}

static void
read_codes (Desk *self)
{
  g_autoptr (GPtrArray) rows =
    amp_store_review_list (amp_session_get_store (self->office.session), NULL);

  self->codes = g_strdup (((AmpReviewRow *) rows->pdata[0])->codes);
  g_assert_cmpuint (strlen (self->codes), >=, (gsize) 6 * AMP_REVIEW_CODE_LENGTH);
}

static void
desk_fill (Desk *self)
{
  AmpDemoOptions options = {.cases = N_CASES, .seed = 6, .today = "2026-11-01"};
  g_autoptr (GError) error = NULL;

  amp_demo_fill (self->office.session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  add_user (self, AUDITOR, AMP_ROLE_AUDITOR);
}

static void
desk_close (Desk *self)
{
  g_free (self->codes);
  office_close (&self->office);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_close)

/* Made once, closed; each desk is a copy of its vault. */
static Desk made;

static void
copy_vault (const Office *from, const Office *to)
{
  g_autofree char *source = office_path (from, "Office.amparo");
  g_autofree char *target = office_path (to, "Office.amparo");
  g_autoptr (GDir) dir = g_dir_open (source, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (target, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GFile) file = g_file_new_build_filename (source, name, NULL);
      g_autoptr (GFile) copy = g_file_new_build_filename (target, name, NULL);
      g_autoptr (GError) error = NULL;

      g_file_copy (file, copy, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
desk_open (Desk *self)
{
  g_autoptr (AmpSecret) secret = NULL;
  g_autofree char *vault = NULL;
  g_autoptr (GError) error = NULL;

  if (made.office.folder == NULL)
    {
      team_open (&made.office);
      add_user (&made, "tercera", AMP_ROLE_SUPERVISOR);
      desk_fill (&made);
      make_pack (&made);
      g_clear_pointer (&made.office.session, amp_session_close);
    }
  self->office.folder = g_dir_make_tmp ("amparo-test-XXXXXX", &error);
  g_assert_no_error (error);
  copy_vault (&made.office, &self->office);
  secret = amp_secret_new_from_text ("correct horse battery staple");
  vault = office_path (&self->office, "Office.amparo");
  self->office.session = amp_session_open (vault, "supervisora", secret, &error);
  g_assert_no_error (error);
  read_codes (self);
}

static char *
code_at (Desk *self, guint n)
{
  return g_strndup (self->codes + n * AMP_REVIEW_CODE_LENGTH, AMP_REVIEW_CODE_LENGTH);
}

static void
sql (Desk *self, const char *text)
{
  sqlite3 *db = amp_session_get_store (self->office.session)->db;

  if (sqlite3_exec (db, text, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", text, sqlite3_errmsg (db));
}

static gint64
number (Desk *self, const char *text)
{
  sqlite3_stmt *statement;
  gint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (amp_session_get_store (self->office.session)->db, text, -1,
                                       &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return n;
}

/* --- What people do --- */

static gint64
ask (Desk *self, const char *login, const char *code)
{
  g_autoptr (GError) error = NULL;
  gint64 approval = 0;

  team_be (&self->office, login);
  amp_review_ask_resolve (self->office.session, 1, code, "Hallazgo 3", &approval, &error);
  g_assert_no_error (error);
  g_assert_cmpint (approval, !=, 0);
  return approval;
}

static void
ask_fails (Desk *self, const char *login, const char *code, AmpReviewError why)
{
  g_autoptr (GError) error = NULL;
  gint64 approval = 0;

  team_be (&self->office, login);
  g_assert_false (amp_review_ask_resolve (self->office.session, 1, code, NULL, &approval, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, (gint) why);
}

static void
approve (Desk *self, const char *login, gint64 approval)
{
  g_autoptr (GError) error = NULL;

  team_be (&self->office, login);
  amp_approvals_decide (self->office.session, approval, TRUE, NULL, &error);
  g_assert_no_error (error);
}

static void
approve_fails (Desk *self, const char *login, gint64 approval, AmpReviewError why)
{
  g_autoptr (GError) error = NULL;

  team_be (&self->office, login);
  g_assert_false (amp_approvals_decide (self->office.session, approval, TRUE, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, (gint) why);
}

static gint64
resolve (Desk *self, const char *login, const char *code, gint64 approval)
{
  g_autoptr (GError) error = NULL;
  gint64 case_id = 0;

  team_be (&self->office, login);
  amp_review_resolve (self->office.session, 1, code, approval, &case_id, &error);
  g_assert_no_error (error);
  return case_id;
}

static void
resolve_fails (Desk *self, const char *login, const char *code, gint64 approval, AmpReviewError why)
{
  g_autoptr (GError) error = NULL;
  gint64 case_id = 0;

  team_be (&self->office, login);
  g_assert_false (amp_review_resolve (self->office.session, 1, code, approval, &case_id, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, (gint) why);
}

static void
expect_look (Desk *self, const char *login, const char *code, AmpResolveState state, guint n_who)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpResolveLook) look = NULL;

  team_be (&self->office, login);
  look = amp_review_resolve_look (self->office.session, 1, code, &error);
  g_assert_no_error (error);
  g_assert_cmpint (look->state, ==, state);
  g_assert_cmpuint (look->who != NULL ? g_strv_length (look->who) : 0, ==, n_who);
}

/* --- Any two --- */

/* Whoever asks and whoever approves, it is the same case; another code is another. Who made the
 * pack is one like the others. */
static void
any_two_resolve (void)
{
  static const char *const people[] = {"supervisora", "jefa", "tercera"};
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL, *other = NULL;
  gint64 first = 0, approval;

  desk_open (&desk);
  code = code_at (&desk, 0);
  other = code_at (&desk, 5);
  for (gsize a = 0; a < G_N_ELEMENTS (people); a++)
    for (gsize b = 0; b < G_N_ELEMENTS (people); b++)
      if (a != b)
        {
          gint64 case_id;

          approval = ask (&desk, people[a], code);
          approve (&desk, people[b], approval);
          case_id = resolve (&desk, people[a], code, approval);
          g_assert_true (first == 0 || first == case_id);
          first = case_id;
        }
  approval = ask (&desk, "jefa", other);
  approve (&desk, "tercera", approval);
  g_assert_cmpint (resolve (&desk, "jefa", other, approval), !=, first);
}

/* Once, by who asked; what was given is gone then. */
static void
a_look_is_for_once (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL, *other = NULL;
  gint64 approval, before;

  desk_open (&desk);
  code = code_at (&desk, 1);
  other = code_at (&desk, 2);
  approval = ask (&desk, "jefa", code);
  resolve_fails (&desk, "jefa", code, approval, AMP_REVIEW_ERROR_APPROVAL);
  approve (&desk, "supervisora", approval);
  resolve_fails (&desk, "supervisora", code, approval, AMP_REVIEW_ERROR_APPROVAL);
  resolve_fails (&desk, "jefa", other, approval, AMP_REVIEW_ERROR_APPROVAL);
  before = number (&desk, "SELECT count(*) FROM main.audit_event");
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.review_resolve"), ==, 1);
  resolve (&desk, "jefa", code, approval);
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.review_resolve"), ==, 0);
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.audit_event"), ==, before + 2);
  resolve_fails (&desk, "jefa", code, approval, AMP_REVIEW_ERROR_APPROVAL);
}

/* --- By keys --- */

static GPtrArray *
all_blobs (Desk *self)
{
  GPtrArray *blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  sqlite3_stmt *statement;

  g_assert_cmpint (
    sqlite3_prepare_v2 (amp_session_get_store (self->office.session)->db,
                        "SELECT sealed FROM main.review_share UNION ALL SELECT piece FROM "
                        "main.review_resolve WHERE piece IS NOT NULL UNION ALL SELECT sealed FROM "
                        "main.review_cases",
                        -1, &statement, NULL),
    ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (blobs, g_bytes_new (sqlite3_column_blob (statement, 0),
                                         (gsize) sqlite3_column_bytes (statement, 0)));
  sqlite3_finalize (statement);
  return blobs;
}

/* With all that lies in the vault and all her keys: of what is sealed there she opens her own share
 * and what was given to her, and neither opens a record that nobody gave her. */
static void
nobody_alone_by_keys (void)
{
  static const char *const people[] = {"supervisora", "jefa", "tercera", "rosa"};
  static const guint n_open[] = {1, 2, 1, 0};
  g_auto (Desk) desk = {0};
  g_autofree char *given = NULL, *code = NULL;
  gint64 approval;

  desk_open (&desk);
  given = code_at (&desk, 0);
  code = code_at (&desk, 3);
  approval = ask (&desk, "jefa", given);
  approve (&desk, "tercera", approval);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (GPtrArray) blobs = NULL, rows = NULL;
      g_autoptr (AmpReviewKeys) keys = NULL;
      guint n = 0;

      team_be (&desk.office, people[i]);
      blobs = all_blobs (&desk);
      g_assert_cmpuint (blobs->len, ==, 5);
      rows = amp_store_review_list (amp_session_get_store (desk.office.session), NULL);
      g_assert_null (((AmpReviewRow *) rows->pdata[0])->session_key);
      keys = amp_review_keys_read (desk.office.session, rows->pdata[0], NULL);
      g_assert_nonnull (keys);
      for (guint b = 0; b < blobs->len; b++)
        {
          g_autoptr (AmpSecret) plain =
            amp_vault_unseal (amp_session_get_vault (desk.office.session), blobs->pdata[b], NULL);

          n += plain != NULL;
          g_assert_cmpint (amp_review_keys_open (desk.office.session, rows->pdata[0], keys, code,
                                                 blobs->pdata[b], NULL),
                           ==, 0);
        }
      g_assert_cmpint (
        amp_review_keys_open (desk.office.session, rows->pdata[0], keys, code, NULL, NULL), ==, 0);
      g_assert_cmpuint (n, ==, n_open[i]);
    }
}

/* --- What was changed is told, and no case is shown --- */

/* As somebody with the key of the database could: all keys made anew, for other cases, and put in
 * the place of the old ones; she cannot sign for the maker. */
static void
forge (Desk *self)
{
  AmpStore *store = amp_session_get_store (self->office.session);
  g_autoptr (GPtrArray) rows = amp_store_review_list (store, NULL);
  AmpReviewRow *row = rows->pdata[0];
  gsize n = strlen (row->codes) / AMP_REVIEW_CODE_LENGTH;
  g_autofree gint64 *cases = g_new0 (gint64, n);
  g_autoptr (AmpReviewKeys) keys = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < n; i++)
    cases[i] = number (self, "SELECT id FROM main.\"case\" ORDER BY random() LIMIT 1");
  keys = amp_review_keys_make (self->office.session, row, cases, &error);
  g_assert_no_error (error);
  sql (self, "DELETE FROM main.review_share; DELETE FROM main.review_cases");
  amp_store_review_put_keys (store, row->id, keys, &error);
  g_assert_no_error (error);
}

static void
what_was_changed_is_told (void)
{
  static const char *const spoils[] = {
    /* Two places changed, one share for another's, a record's entry for another's, a bit. */
    "CREATE TEMP TABLE kept AS SELECT * FROM main.review_share; DELETE FROM main.review_share; "
    "INSERT INTO main.review_share SELECT k.review, k.holder, (SELECT sealed FROM kept o WHERE "
    "o.holder <> k.holder ORDER BY o.holder LIMIT 1) FROM kept k; DROP TABLE kept",
    "DELETE FROM main.review_share WHERE holder = (SELECT max(holder) FROM main.review_share)",
    "CREATE TEMP TABLE kept AS SELECT * FROM main.review_cases; DELETE FROM main.review_cases; "
    "INSERT INTO main.review_cases SELECT review, CAST(substr(sealed, 25, 24) || substr(sealed, 1, "
    "24) || substr(sealed, 49) AS BLOB), signature FROM kept; DROP TABLE kept",
    "CREATE TEMP TABLE kept AS SELECT * FROM main.review_cases; DELETE FROM main.review_cases; "
    "INSERT INTO main.review_cases SELECT review, sealed, zeroblob(64) FROM kept; DROP TABLE kept",
  };

  for (gsize i = 0; i <= G_N_ELEMENTS (spoils); i++)
    {
      g_auto (Desk) desk = {0};
      g_autofree char *code = NULL, *other = NULL;
      gint64 approved, waiting;

      desk_open (&desk);
      code = code_at (&desk, 0);
      other = code_at (&desk, 1);
      approved = ask (&desk, "jefa", code);
      approve (&desk, "supervisora", approved);
      waiting = ask (&desk, "jefa", other);
      if (i < G_N_ELEMENTS (spoils))
        sql (&desk, spoils[i]);
      else
        forge (&desk);
      resolve_fails (&desk, "jefa", code, approved, AMP_REVIEW_ERROR_KEYS);
      approve_fails (&desk, "supervisora", waiting, AMP_REVIEW_ERROR_KEYS);
      /* Neither used it up. */
      g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.approval WHERE used_at IS NULL"),
                       ==, 2);
    }
}

static void
another_piece_opens_nothing (void)
{
  static const char *const spoils[] = {
    "UPDATE main.review_resolve SET piece = zeroblob(80)",
    "UPDATE main.review_resolve SET piece = NULL",
    "UPDATE main.review_resolve SET piece = (SELECT o.piece FROM main.review_resolve o WHERE "
    "o.code <> main.review_resolve.code)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_auto (Desk) desk = {0};
      g_autofree char *code = NULL, *other = NULL;
      gint64 one, two;

      desk_open (&desk);
      code = code_at (&desk, 0);
      other = code_at (&desk, 1);
      one = ask (&desk, "jefa", code);
      two = ask (&desk, "jefa", other);
      approve (&desk, "supervisora", one);
      approve (&desk, "supervisora", two);
      sql (&desk, spoils[i]);
      resolve_fails (&desk, "jefa", code, one, AMP_REVIEW_ERROR_KEYS);
    }
}

/* --- People come and go --- */

static void
who_comes_later_holds_nothing (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL;
  g_autoptr (GPtrArray) queue = NULL;
  g_autoptr (GError) error = NULL;
  const AmpApproval *seen;
  gint64 approval;

  desk_open (&desk);
  code = code_at (&desk, 0);
  team_be (&desk.office, "jefa");
  add_user (&desk, "nueva", AMP_ROLE_SUPERVISOR);
  ask_fails (&desk, "nueva", code, AMP_REVIEW_ERROR_SHARE);
  expect_look (&desk, "nueva", code, AMP_RESOLVE_NO_SHARE, 3);
  approval = ask (&desk, "jefa", code);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_WAITING, 2);
  expect_look (&desk, "tercera", code, AMP_RESOLVE_ELSEWHERE, 1);
  approve_fails (&desk, "nueva", approval, AMP_REVIEW_ERROR_SHARE);
  queue = amp_approvals_list (desk.office.session, AMP_APPROVALS_WAITING, &error);
  g_assert_no_error (error);
  seen = queue->pdata[0];
  g_assert_cmpstr (seen->code, ==, code);
  g_assert_cmpint (seen->pack, ==, 1);
  g_assert_cmpuint (g_strv_length (seen->who), ==, 2);
  approve (&desk, "tercera", approval);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_READY, 2);
  expect_look (&desk, "nueva", code, AMP_RESOLVE_NO_SHARE, 3);
  resolve (&desk, "jefa", code, approval);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_ASK, 2);
}

static void
disable (Desk *self, const char *by, const char *login)
{
  g_autoptr (GError) error = NULL;

  team_be (&self->office, by);
  amp_session_disable_user (self->office.session, login, &error);
  g_assert_no_error (error);
}

/* The maker too: two who are left go on; what was given is good; one alone is told. */
static void
who_leaves_is_missed_at_the_last (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL, *other = NULL;
  gint64 approval;

  desk_open (&desk);
  code = code_at (&desk, 0);
  other = code_at (&desk, 1);
  disable (&desk, "jefa", "supervisora");
  approval = ask (&desk, "jefa", code);
  approve (&desk, "tercera", approval);
  disable (&desk, "jefa", "tercera");
  expect_look (&desk, "jefa", code, AMP_RESOLVE_READY, 0);
  g_assert_cmpint (resolve (&desk, "jefa", code, approval), !=, 0);
  ask_fails (&desk, "jefa", other, AMP_REVIEW_ERROR_LEFT);
  expect_look (&desk, "jefa", other, AMP_RESOLVE_LEFT, 0);
}

/* Nothing is given to who left before it was answered. */
static void
who_asked_and_left_gets_nothing (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  gint64 approval;

  desk_open (&desk);
  code = code_at (&desk, 0);
  approval = ask (&desk, "tercera", code);
  disable (&desk, "jefa", "tercera");
  g_assert_false (amp_approvals_decide (desk.office.session, approval, TRUE, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_cmpint (
    number (&desk, "SELECT count(*) FROM main.review_resolve WHERE piece IS NOT NULL"), ==, 0);
}

/* Her role back, her keys are the same; meanwhile she is none who may. */
static void
a_role_taken_and_given_back (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  gint64 approval;

  desk_open (&desk);
  code = code_at (&desk, 0);
  team_be (&desk.office, "supervisora");
  g_assert_true (amp_session_grant (desk.office.session, "jefa", AMP_ROLE_CASEWORKER, &error));
  expect_look (&desk, "supervisora", code, AMP_RESOLVE_ASK, 1);
  team_be (&desk.office, "jefa");
  g_assert_false (amp_review_ask_resolve (desk.office.session, 1, code, NULL, &approval, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  team_be (&desk.office, "supervisora");
  g_assert_true (amp_session_grant (desk.office.session, "jefa", AMP_ROLE_SUPERVISOR, &error));
  approval = ask (&desk, "jefa", code);
  approve (&desk, "supervisora", approval);
  resolve (&desk, "jefa", code, approval);
}

static void
new_keys_of_the_vault_change_nothing (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before, after;

  desk_open (&desk);
  code = code_at (&desk, 0);
  other = code_at (&desk, 1);
  before = ask (&desk, "jefa", code);
  approve (&desk, "tercera", before);
  team_be (&desk.office, "supervisora");
  amp_session_rekey (desk.office.session, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (resolve (&desk, "jefa", code, before), !=, 0);
  after = ask (&desk, "tercera", other);
  approve (&desk, "jefa", after);
  g_assert_cmpint (resolve (&desk, "tercera", other, after), !=, 0);
}

/* By keys she can alone; the program still asks for another, who may come later. */
static void
the_only_supervisor_waits_for_a_second (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL;
  gint64 approval;

  office_open (&desk.office);
  desk_fill (&desk);
  make_pack (&desk);
  read_codes (&desk);
  code = code_at (&desk, 0);
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.review_share"), ==, 1);
  expect_look (&desk, "supervisora", code, AMP_RESOLVE_ASK, 0);
  approval = ask (&desk, "supervisora", code);
  resolve_fails (&desk, "supervisora", code, approval, AMP_REVIEW_ERROR_APPROVAL);
  add_user (&desk, "jefa", AMP_ROLE_SUPERVISOR);
  expect_look (&desk, "supervisora", code, AMP_RESOLVE_WAITING, 1);
  ask_fails (&desk, "jefa", code, AMP_REVIEW_ERROR_SHARE);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_ELSEWHERE, 1);
  approve (&desk, "jefa", approval);
  g_assert_cmpint (resolve (&desk, "supervisora", code, approval), !=, 0);
}

/* --- Ends --- */

static void
answered_with_no_it_is_gone (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  gint64 refused, taken_back;

  desk_open (&desk);
  code = code_at (&desk, 0);
  refused = ask (&desk, "jefa", code);
  team_be (&desk.office, "tercera");
  amp_approvals_decide (desk.office.session, refused, FALSE, "No hace falta.", &error);
  g_assert_no_error (error);
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.review_resolve"), ==, 0);
  resolve_fails (&desk, "jefa", code, refused, AMP_REVIEW_ERROR_APPROVAL);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_ASK, 2);
  taken_back = ask (&desk, "jefa", code);
  g_assert_true (amp_approvals_withdraw (desk.office.session, taken_back, &error));
  g_assert_cmpint (number (&desk, "SELECT count(*) FROM main.review_resolve"), ==, 0);
}

static void
a_closed_audit_has_no_keys (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *code = NULL, *other = NULL;
  g_autoptr (GError) error = NULL;
  gint64 approved, waiting;

  desk_open (&desk);
  code = code_at (&desk, 0);
  other = code_at (&desk, 1);
  approved = ask (&desk, "jefa", code);
  approve (&desk, "tercera", approved);
  waiting = ask (&desk, "jefa", other);
  g_assert_true (amp_review_close (desk.office.session, 1, &error));
  g_assert_true (amp_review_close (desk.office.session, 1, &error));
  g_assert_cmpint (number (&desk, "SELECT (SELECT count(*) FROM main.review_resolve) + (SELECT "
                                  "count(*) FROM main.review_share) + (SELECT count(*) FROM "
                                  "main.review_cases)"),
                   ==, 0);
  resolve_fails (&desk, "jefa", code, approved, AMP_REVIEW_ERROR_CLOSED);
  ask_fails (&desk, "jefa", code, AMP_REVIEW_ERROR_CLOSED);
  expect_look (&desk, "jefa", code, AMP_RESOLVE_CLOSED, 0);
  approve_fails (&desk, "tercera", waiting, AMP_REVIEW_ERROR_CLOSED);
  g_assert_true (amp_approvals_decide (desk.office.session, waiting, FALSE, "Cerrada.", &error));
}

/* A line of before there were shares: its key sealed to the maker. */
static void
a_pack_of_before_is_its_makers (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (AmpReviewRow) row = amp_review_row_new ();
  g_autoptr (AmpReviewRecords) codes = amp_review_records_new (AMP_REVIEW_TINY);
  g_autoptr (AmpSecret) key = amp_secret_new_random (32);
  g_autoptr (GError) error = NULL;
  gint64 approval, case_id;
  guint8 hash[8];

  team_open (&desk.office);
  case_id = team_case (&desk.office, "rosa", "Flor");
  amp_review_hash_case (key, case_id, hash);
  amp_review_records_add_code (codes, hash);
  row->pack = g_strdup ("0123456789abcdef");
  row->auditor = 7;
  row->level = g_strdup ("tiny");
  row->k = 11;
  row->l = 3;
  row->share = 80;
  row->sample = 20;
  row->records = 1;
  row->head_seq = 1;
  row->codes = g_strdup (amp_review_records_code (codes, 0));
  row->classes = g_strdup ("F,adult,11\n");
  team_be (&desk.office, "supervisora");
  row->session_key =
    amp_vault_seal (amp_session_get_vault (desk.office.session), amp_secret_data (key), 32);
  g_assert_true (amp_store_review_add (amp_session_get_store (desk.office.session), row, &error));
  ask_fails (&desk, "jefa", row->codes, AMP_REVIEW_ERROR_SHARE);
  expect_look (&desk, "jefa", row->codes, AMP_RESOLVE_NO_SHARE, 1);
  approval = ask (&desk, "supervisora", row->codes);
  approve (&desk, "jefa", approval);
  g_assert_cmpint (resolve (&desk, "supervisora", row->codes, approval), ==, case_id);
  g_assert_true (amp_review_close (desk.office.session, 1, &error));
  ask_fails (&desk, "supervisora", row->codes, AMP_REVIEW_ERROR_CLOSED);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/resolve/any-two-who-were-there-resolve", any_two_resolve);
  g_test_add_func ("/review/resolve/a-look-is-for-once-and-logged", a_look_is_for_once);
  g_test_add_func ("/review/resolve/nobody-alone-by-keys", nobody_alone_by_keys);
  g_test_add_func ("/review/resolve/what-was-changed-is-told", what_was_changed_is_told);
  g_test_add_func ("/review/resolve/another-piece-opens-nothing", another_piece_opens_nothing);
  g_test_add_func ("/review/resolve/who-comes-later-is-told-whom-to-ask",
                   who_comes_later_holds_nothing);
  g_test_add_func ("/review/resolve/two-who-are-left-go-on-and-one-does-not",
                   who_leaves_is_missed_at_the_last);
  g_test_add_func ("/review/resolve/who-asked-and-left-gets-nothing",
                   who_asked_and_left_gets_nothing);
  g_test_add_func ("/review/resolve/a-role-taken-and-given-back", a_role_taken_and_given_back);
  g_test_add_func ("/review/resolve/new-keys-of-the-vault-change-nothing",
                   new_keys_of_the_vault_change_nothing);
  g_test_add_func ("/review/resolve/the-only-supervisor-waits-for-a-second",
                   the_only_supervisor_waits_for_a_second);
  g_test_add_func ("/review/resolve/answered-with-no-it-is-gone", answered_with_no_it_is_gone);
  g_test_add_func ("/review/resolve/a-closed-audit-has-no-keys", a_closed_audit_has_no_keys);
  g_test_add_func ("/review/resolve/a-pack-of-before-is-its-makers",
                   a_pack_of_before_is_its_makers);
  result = g_test_run ();
  desk_close (&made);
  return result;
}
