/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit chain holds, and shows what was done to it behind the store's back. */
#include "fixture.h"

#include <string.h>

#define UNLOCKED "DROP TRIGGER main.audit_event_stays; DROP TRIGGER main.audit_event_kept;"

static void
append (Fixture *self, AmpAuditAction action, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_audit (self->store, action, NULL, 0, NULL, reason, &error));
  g_assert_no_error (error);
}

static void
append_some (Fixture *self, guint n)
{
  static const AmpAuditAction actions[] = {AMP_AUDIT_UNLOCK, AMP_AUDIT_VIEW_IDENTITY,
                                           AMP_AUDIT_EXPORT, AMP_AUDIT_LOCK};

  for (guint i = 0; i < n; i++)
    append (self, actions[i % G_N_ELEMENTS (actions)], i % 2 == 0 ? "test" : NULL);
}

static void
test_holds (Fixture *self, gconstpointer data)
{
  const char *const fields[] = {"given_names", "phone", NULL};
  g_autoptr (GError) error = NULL;
  guint64 n = 99;

  (void) data;
  g_assert_true (amp_store_audit_verify (self->store, &n, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);

  append_some (self, 10);
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_IDENTITY, amp_entity_find ("person"),
                                  5, fields, "", &error));
  amp_record_free (fixture_saved (self, "person", 1));
  g_assert_true (amp_store_audit_verify (self->store, &n, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 12);

  fixture_close (self);
  fixture_open (self, NULL);
  append_some (self, 1);
  g_assert_true (amp_store_audit_verify (self->store, &n, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 13);
}

typedef struct
{
  guint n;
  guint stop_at;
  char *refs[8];
} Listed;

static gboolean
list_one (const AmpAuditEvent *event, gpointer data)
{
  Listed *listed = data;

  g_assert_cmpuint (event->seq, ==, listed->n + 1);
  g_assert_cmpuint (strlen (event->at), ==, strlen ("2024-03-05T14:07:09Z"));
  g_assert_cmpuint (strlen (event->hash), ==, 2 * AMP_HASH_BYTES);
  g_assert_cmpstr (event->role, ==, "supervisor");
  listed->refs[listed->n] = g_strdup (event->object_ref);
  listed->n++;
  return listed->n != listed->stop_at;
}

static void
test_list (Fixture *self, gconstpointer data)
{
  const AmpEntity *person = amp_entity_find ("person");
  const AmpEntity *cases = amp_entity_find ("case");
  Listed listed = {0}, stopped = {.stop_at = 2};

  (void) data;
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_CASE, person, 5, NULL, NULL, NULL));
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_CASE, person, 6, NULL, NULL, NULL));
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_CASE, cases, 5, NULL, NULL, NULL));
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_CASE, person, 5, NULL, NULL, NULL));
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_EXPORT, person, 0, NULL, NULL, NULL));

  g_assert_true (amp_store_audit_list (self->store, list_one, &listed, NULL));
  g_assert_cmpuint (listed.n, ==, 5);
  g_assert_cmpstr (listed.refs[0], ==, listed.refs[3]);
  g_assert_cmpstr (listed.refs[0], !=, listed.refs[1]);
  g_assert_cmpstr (listed.refs[0], !=, listed.refs[2]);
  g_assert_null (listed.refs[4]);
  g_assert_true (amp_store_audit_list (self->store, list_one, &stopped, NULL));
  g_assert_cmpuint (stopped.n, ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (listed.refs); i++)
    {
      g_free (listed.refs[i]);
      g_free (stopped.refs[i]);
    }
}

static void
test_head (Fixture *self, gconstpointer data)
{
  guint8 before[AMP_HASH_BYTES], after[AMP_HASH_BYTES];
  const guint8 zeros[AMP_HASH_BYTES] = {0};
  guint64 seq;

  (void) data;
  g_assert_true (amp_store_audit_head (self->store, &seq, before, NULL));
  g_assert_cmpuint (seq, ==, 0);
  g_assert_cmpmem (before, sizeof before, zeros, sizeof zeros);
  append_some (self, 1);
  g_assert_true (amp_store_audit_head (self->store, &seq, after, NULL));
  g_assert_cmpuint (seq, ==, 1);
  g_assert_cmpint (memcmp (before, after, sizeof after), !=, 0);
}

/* Two users sign in turn; one is disabled afterwards; a caseworker verifies, who may see no list of
 * users. */
static void
test_several_users (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 n;

  (void) data;
  fixture_add_user (self, "eva", AMP_ROLE_CASEWORKER);
  fixture_add_user (self, "luz", AMP_ROLE_CASEWORKER);
  append_some (self, 3);
  fixture_close (self);
  fixture_open (self, "eva");
  append_some (self, 3);
  fixture_close (self);
  fixture_open (self, NULL);
  append_some (self, 1);
  g_assert_true (amp_vault_disable_user (self->vault, "eva", &error));
  g_assert_no_error (error);
  g_assert_true (amp_store_audit_verify (self->store, &n, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (self);
  fixture_open (self, "luz");
  append_some (self, 1);
  g_assert_true (amp_store_audit_verify (self->store, &n, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 8);
}

/* What is done to a chain of nine events, and at which the walk then stops. */
typedef struct
{
  const char *sql;
  const char *stops_at;
} Spoiled;

static const Spoiled spoiled[] = {
  {UNLOCKED "UPDATE main.audit_event SET reason = 'other' WHERE seq = 3", "event 3:"},
  {UNLOCKED "UPDATE main.audit_event SET reason = NULL WHERE seq = 3", "event 3:"},
  {UNLOCKED "UPDATE main.audit_event SET reason = '' WHERE seq = 4", "event 4:"},
  {UNLOCKED "UPDATE main.audit_event SET at = '2020-01-01T00:00:00Z' WHERE seq = 1", "event 1:"},
  {UNLOCKED "UPDATE main.audit_event SET actor = 2 WHERE seq = 9", "event 9:"},
  {UNLOCKED "UPDATE main.audit_event SET role = 'auditor' WHERE seq = 2", "event 2:"},
  {UNLOCKED "UPDATE main.audit_event SET action = 'lock' WHERE seq = 2", "event 2:"},
  {UNLOCKED "UPDATE main.audit_event SET fields = 'x' WHERE seq = 2", "event 2:"},
  {UNLOCKED "UPDATE main.audit_event SET object_type = 'case' WHERE seq = 2", "event 2:"},
  {UNLOCKED "UPDATE main.audit_event SET object_ref = zeroblob(32) WHERE seq = 2", "event 2:"},
  {UNLOCKED "UPDATE main.audit_event SET signature = zeroblob(64) WHERE seq = 5", "event 5:"},
  {UNLOCKED "UPDATE main.audit_event SET signature = zeroblob(3) WHERE seq = 5", "event 5:"},
  {UNLOCKED "UPDATE main.audit_event SET signature = "
            "(SELECT signature FROM main.audit_event WHERE seq = 6) WHERE seq = 5",
   "event 5:"},
  {UNLOCKED "UPDATE main.audit_event SET hash = zeroblob(32) WHERE seq = 9", "event 9:"},
  {UNLOCKED "UPDATE main.audit_event SET prev_hash = zeroblob(32) WHERE seq = 6", "event 6:"},
  {UNLOCKED "DELETE FROM main.audit_event WHERE seq = 4", "event 4: is missing"},
  {UNLOCKED "DELETE FROM main.audit_event WHERE seq = 1", "event 1: is missing"},
  {UNLOCKED "DELETE FROM main.audit_event WHERE seq = 4;"
            "UPDATE main.audit_event SET seq = seq - 1 WHERE seq > 4",
   "event 4:"},
  {UNLOCKED "UPDATE main.audit_event SET seq = 100 WHERE seq = 4;"
            "UPDATE main.audit_event SET seq = 4 WHERE seq = 5;"
            "UPDATE main.audit_event SET seq = 5 WHERE seq = 100",
   "event 4:"},
  {UNLOCKED
   "INSERT INTO main.audit_event SELECT 10, at, actor, role, action, object_type, "
   "object_ref, fields, reason, hash, hash, signature, digests, records FROM main.audit_event "
   "WHERE seq = 9",
   "event 10:"},
  /* Cut off at its end: seen because identity.db knows the head too. */
  {UNLOCKED "DELETE FROM main.audit_event WHERE seq > 7", "event 7:"},
  {UNLOCKED "DELETE FROM main.audit_event", "event 0:"},
  {"UPDATE main.user_key SET sign_public = zeroblob(32)", "signing key"},
};

static void
test_spoiled (Fixture *self, gconstpointer data)
{
  const Spoiled *spoil = data;
  g_autoptr (GError) error = NULL;

  append_some (self, 9);
  g_assert_true (amp_store_audit_verify (self->store, NULL, NULL, NULL, NULL));
  fixture_sql (self, spoil->sql);
  g_assert_false (amp_store_audit_verify (self->store, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN);
  if (strstr (error->message, spoil->stops_at) == NULL)
    g_error ("\"%s\" gave: %s", spoil->sql, error->message);
}

/* Whoever holds both keys can cut off the end unseen. Only a head noted elsewhere tells: this test
 * keeps us honest about it. */
static void
test_cut_with_both_keys (Fixture *self, gconstpointer data)
{
  guint8 noted[AMP_HASH_BYTES], now[AMP_HASH_BYTES];
  guint64 noted_seq, seq;

  (void) data;
  append_some (self, 9);
  g_assert_true (amp_store_audit_head (self->store, &noted_seq, noted, NULL));
  fixture_sql (self, UNLOCKED "DELETE FROM main.audit_event WHERE seq > 7;"
                              "UPDATE identity.vault_state SET audit_seq = 7, audit_hash = "
                              "(SELECT hash FROM main.audit_event WHERE seq = 7)");
  fixture_close (self);
  fixture_open (self, NULL);
  g_assert_true (amp_store_audit_verify (self->store, NULL, NULL, NULL, NULL));
  g_assert_true (amp_store_audit_head (self->store, &seq, now, NULL));
  g_assert_cmpuint (seq, <, noted_seq);
  g_assert_cmpint (memcmp (now, noted, sizeof now), !=, 0);
}

static void
test_no_change_by_mistake (Fixture *self, gconstpointer data)
{
  (void) data;
  append_some (self, 2);
  g_assert_cmpint (sqlite3_exec (self->store->db, "DELETE FROM main.audit_event", NULL, NULL, NULL),
                   ==, SQLITE_CONSTRAINT_TRIGGER);
  g_assert_cmpint (
    sqlite3_exec (self->store->db, "UPDATE main.audit_event SET at = 'x'", NULL, NULL, NULL), ==,
    SQLITE_CONSTRAINT_TRIGGER);
}

static void
test_foreign_key_on_file (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_sql (self, "UPDATE main.user_key SET sign_public = zeroblob(32)");
  fixture_close (self);
  fixture_unlock (self, NULL);
  self->store = amp_store_open (self->vault, &error);
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  (void) data;
  append_some (self, 2);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_store_audit_verify (self->store, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* amp_store_verify() looks at the whole, not at the chain alone. */
static const char *const damages[] = {
  "DELETE FROM identity.person",
  "UPDATE identity.person SET rev = rev + 1",
  "INSERT INTO identity.person (id, rev) VALUES (77, 1)",
  "PRAGMA foreign_keys = OFF; UPDATE main.safe_contact SET person = 99",
  "PRAGMA foreign_keys = OFF; UPDATE main.person SET gender = 'nothing'",
  "PRAGMA foreign_keys = OFF; INSERT INTO main.person__disability VALUES (99, 'x')",
  "UPDATE main.vault_state SET txn = txn + 1",
};

static void
test_damage (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) contact = fixture_saved (self, "safe_contact", 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_sql (self, data);
  g_assert_false (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_true (error->domain == AMP_VAULT_ERROR);
  g_assert_true (error->code == AMP_VAULT_ERROR_DAMAGED ||
                 error->code == AMP_VAULT_ERROR_OUT_OF_STEP);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/audit/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

/* --- Of one record --- */

static gboolean
note_seq (const AmpAuditEvent *event, gpointer data)
{
  g_array_append_val ((GArray *) data, event->seq);
  return TRUE;
}

static gboolean
note_objects (const AmpAuditEvent *event, gpointer data)
{
  if (g_strcmp0 (event->object_type, "case") == 0 || g_strcmp0 (event->object_type, "note") == 0)
    g_array_append_val ((GArray *) data, event->seq);
  return TRUE;
}

/* What hangs on it too, in order, once each, and nothing of another. */
static void
test_of_a_record (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) note = fixture_record (self, "note", 1);
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (GError) error = NULL;
  gint64 id = amp_record_get_int (note, "case", 0);
  const AmpAuditObject roots[] = {{amp_entity_find ("case"), id}, {amp_entity_find ("case"), id}};

  (void) data;
  append_some (self, 9);
  g_assert_true (amp_store_save (self->store, note, NULL, &error));
  append_some (self, 3);
  g_assert_true (amp_store_audit (self->store, AMP_AUDIT_VIEW_CASE, amp_entity_find ("case"), id,
                                  NULL, NULL, &error));
  g_assert_true (amp_store_audit_list (self->store, note_objects, all, &error));
  g_assert_true (amp_store_audit_list_of (self->store, roots, 2, note_seq, told, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (told->len, >=, 3);
  g_assert_cmpmem (told->data, told->len * sizeof (guint64), all->data,
                   all->len * sizeof (guint64));
}

static void
assert_plan (Fixture *self, const char *sql, const char *index)
{
  sqlite3_stmt *stmt;

  g_assert_cmpint (sqlite3_prepare_v2 (self->store->db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  g_assert_nonnull (strstr ((const char *) sqlite3_column_text (stmt, 3), index));
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_DONE);
  sqlite3_finalize (stmt);
}

static void
test_indexes (Fixture *self, gconstpointer data)
{
  (void) data;
  assert_plan (self,
               "EXPLAIN QUERY PLAN SELECT seq, at FROM main.audit_event WHERE object_ref = ?1",
               "INDEX audit_event_object");
  assert_plan (
    self,
    "EXPLAIN QUERY PLAN SELECT at FROM main.audit_event WHERE action = 'backup' ORDER BY "
    "seq DESC LIMIT 1",
    "INDEX audit_event_backup");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-chain-holds-over-a-reopening", test_holds);
  ADD ("references-are-equal-for-the-same-record-only", test_list);
  ADD ("the-head-moves-with-each-event", test_head);
  ADD ("those-of-a-record-and-of-what-hangs-on-it-are-told-in-order", test_of_a_record);
  ADD ("those-of-a-record-are-found-by-an-index", test_indexes);
  ADD ("events-of-several-users-verify-also-when-one-is-disabled", test_several_users);
  ADD ("an-end-cut-off-with-both-keys-shows-only-against-a-noted-head", test_cut_with_both_keys);
  ADD ("sql-of-our-own-cannot-change-it-by-mistake", test_no_change_by_mistake);
  ADD ("another-key-on-file-is-refused-at-opening", test_foreign_key_on_file);
  ADD ("verifying-can-be-cancelled", test_cancel);
  for (gsize i = 0; i < G_N_ELEMENTS (spoiled); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/audit/tampering-%02zu-is-noticed", i + 1);

      g_test_add (path, Fixture, &spoiled[i], fixture_setup, test_spoiled, fixture_teardown);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/audit/damage-%02zu-is-noticed", i + 1);

      g_test_add (path, Fixture, damages[i], fixture_setup, test_damage, fixture_teardown);
    }
  return g_test_run ();
}
