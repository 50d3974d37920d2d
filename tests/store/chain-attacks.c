/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office, and what a caseworker with all of her keys does to its log and to its records. */
#include "chain-attacks.h"

#include "store/audit-bytes.h"
#include "store/audit.h"
#include "store/record-digest.h"

#include <string.h>

/* --- An office to tamper with: three users, records, views --- */

#define N_EVENTS_AT_LEAST 40

void
chain_event (Fixture *self, AmpAuditAction action, const char *reason)
{
  g_assert_true (amp_store_audit (self->store, action, NULL, 0, NULL, reason, NULL));
}

void
chain_change (Fixture *self, AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, field, value, &error));
  g_assert_true (amp_store_save (self->store, record, NULL, &error));
  g_assert_no_error (error);
}

void
chain_work_as (Fixture *self, const char *login, guint from)
{
  g_autoptr (AmpRecord) person = NULL;
  g_autoptr (AmpRecord) institution = NULL;

  fixture_close (self);
  fixture_open (self, login);
  chain_event (self, AMP_AUDIT_UNLOCK, NULL);
  person = fixture_saved (self, "person", from);
  institution = fixture_saved (self, "institution", from);
  chain_event (self, AMP_AUDIT_VIEW_IDENTITY, "case");
  chain_change (self, person, "given_names", "Otra");
  chain_event (self, AMP_AUDIT_EXPORT, "release-partner");
  chain_change (self, institution, "short", "Otra");
  g_assert_true (amp_store_delete (self->store, amp_record_entity (institution),
                                   amp_record_id (institution), NULL, NULL));
  chain_event (self, AMP_AUDIT_LOCK, NULL);
}

void
chain_office_setup (Fixture *self, gconstpointer data)
{
  fixture_setup (self, data);
  fixture_add_user (self, "eva", AMP_ROLE_CASEWORKER);
  fixture_add_user (self, "luz", AMP_ROLE_CASEWORKER);
  for (guint round = 0; round < 2; round++)
    {
      chain_work_as (self, NULL, 100 + 10 * round);
      chain_work_as (self, "eva", 200 + 10 * round);
      chain_work_as (self, "luz", 300 + 10 * round);
    }
  g_assert_cmpuint (fixture_n_events (self), >, N_EVENTS_AT_LEAST);
}

/* --- The tamperings. The one who does them is eva, with all of her keys. --- */

static gint64
attacker (const Attack *self)
{
  return amp_vault_get_user (self->fixture->vault)->id;
}

static void G_GNUC_PRINTF (2, 3) run (Attack *self, const char *format, ...)
{
  va_list args;
  g_autofree char *sql = NULL;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  g_string_append_printf (self->what, "%s; ", sql);
  fixture_sql (self->fixture, sql);
}

static gint64 G_GNUC_PRINTF (2, 3) ask (Attack *self, const char *format, ...)
{
  va_list args;
  g_autofree char *sql = NULL;

  va_start (args, format);
  sql = g_strdup_vprintf (format, args);
  va_end (args);
  return fixture_int (self->fixture, sql);
}

/* Hashes and, where the attacker may, signs all events from one on anew, as this program would. */
static void
rewrite (Attack *self, guint64 from, gboolean sign_all)
{
  AmpStore *store = self->fixture->store;
  sqlite3_stmt *read, *write;
  guint8 prev[AMP_HASH_BYTES] = {0};

  sqlite3_prepare_v2 (
    store->db,
    "SELECT seq, at, actor, role, action, object_type, object_ref, fields, reason, "
    "digests, records, hash FROM main.audit_event ORDER BY seq",
    -1, &read, NULL);
  sqlite3_prepare_v2 (store->db,
                      "UPDATE main.audit_event SET prev_hash = ?1, hash = ?2, "
                      "signature = coalesce (?3, signature) WHERE seq = ?4",
                      -1, &write, NULL);
  while (sqlite3_step (read) == SQLITE_ROW)
    {
      AmpAuditBytes bytes = {0};
      guint8 hash[AMP_HASH_BYTES], to_sign[AMP_AUDIT_SIGNED_BYTES], signature[AMP_SIGNATURE_BYTES];

      bytes.seq = (guint64) sqlite3_column_int64 (read, 0);
      if (bytes.seq < from)
        {
          memcpy (prev, sqlite3_column_blob (read, 11), sizeof prev);
          continue;
        }
      bytes.at = (const char *) sqlite3_column_text (read, 1);
      bytes.actor = sqlite3_column_int64 (read, 2);
      bytes.role = (const char *) sqlite3_column_text (read, 3);
      bytes.action = (const char *) sqlite3_column_text (read, 4);
      bytes.object_type = (const char *) sqlite3_column_text (read, 5);
      bytes.object_ref = sqlite3_column_blob (read, 6);
      bytes.object_ref_length = (gsize) sqlite3_column_bytes (read, 6);
      bytes.fields = (const char *) sqlite3_column_text (read, 7);
      bytes.reason = (const char *) sqlite3_column_text (read, 8);
      bytes.digests = sqlite3_column_blob (read, 9);
      bytes.digests_length = (gsize) sqlite3_column_bytes (read, 9);
      bytes.records = sqlite3_column_blob (read, 10);
      bytes.records_length = (gsize) sqlite3_column_bytes (read, 10);
      bytes.prev_hash = prev;
      amp_audit_hash (&bytes, amp_vault_get_id (store->vault), hash);
      amp_audit_signed_bytes (hash, to_sign);
      amp_vault_sign (store->vault, to_sign, sizeof to_sign, signature);
      sqlite3_bind_blob (write, 1, prev, sizeof prev, SQLITE_TRANSIENT);
      sqlite3_bind_blob (write, 2, hash, sizeof hash, SQLITE_TRANSIENT);
      if (sign_all || bytes.actor == attacker (self))
        sqlite3_bind_blob (write, 3, signature, sizeof signature, SQLITE_TRANSIENT);
      sqlite3_bind_int64 (write, 4, (gint64) bytes.seq);
      g_assert_cmpint (sqlite3_step (write), ==, SQLITE_DONE);
      sqlite3_reset (write);
      sqlite3_clear_bindings (write);
      memcpy (prev, hash, sizeof prev);
    }
  sqlite3_finalize (read);
  sqlite3_finalize (write);
  g_string_append_printf (self->what, "rewritten from %" G_GUINT64_FORMAT "; ", from);
}

/* identity.db is made to say what the chain says now. */
static void
mend_head (Attack *self)
{
  run (self,
       "UPDATE identity.vault_state SET "
       "audit_seq = (SELECT coalesce (max (seq), 0) FROM main.audit_event), "
       "audit_hash = coalesce ((SELECT hash FROM main.audit_event ORDER BY seq DESC LIMIT 1), "
       "zeroblob (32))");
}

static void
edit_column (Attack *self)
{
  static const char *const edits[] = {
    "at = '2020-01-01T00:00:00Z'",
    "at = substr (at, 1, 19) || 'X'",
    "actor = actor + 1",
    "role = CASE role WHEN 'supervisor' THEN 'caseworker' ELSE 'supervisor' END",
    "action = CASE action WHEN 'lock' THEN 'unlock' ELSE 'lock' END",
    "object_type = CASE object_type WHEN 'case' THEN 'note' ELSE 'case' END",
    "object_ref = randomblob (32)",
    "fields = coalesce (fields, '') || ';x'",
    "fields = coalesce (fields, '') || char (0)",
    "reason = coalesce (reason || '2', 'x')",
    "prev_hash = randomblob (32)",
    "hash = randomblob (32)",
    "hash = zeroblob (31)",
    "signature = randomblob (64)",
    "signature = zeroblob (0)",
    "digests = randomblob (64)",
    "digests = randomblob (32)",
    "records = randomblob (32)",
    "records = randomblob (2048)",
    "records = NULL",
    "records = zeroblob (7)",
  };

  run (self, "UPDATE main.audit_event SET %s WHERE seq = %" G_GUINT64_FORMAT,
       edits[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (edits))], self->seq);
}

static void
edit_and_rehash (Attack *self)
{
  edit_column (self);
  rewrite (self, self->seq, FALSE);
  mend_head (self);
  /* Where all from there on are her own, that is her own story told anew. */
  self->anchor_only = ask (self,
                           "SELECT count(*) FROM main.audit_event WHERE seq >= %" G_GUINT64_FORMAT
                           " AND actor <> %" G_GINT64_FORMAT,
                           self->seq, attacker (self)) == 0;
}

static void
edit_and_resign (Attack *self)
{
  edit_column (self);
  rewrite (self, self->seq, TRUE);
  mend_head (self);
  self->anchor_only = ask (self,
                           "SELECT count(*) FROM main.audit_event WHERE seq >= %" G_GUINT64_FORMAT
                           " AND actor <> %" G_GINT64_FORMAT,
                           self->seq, attacker (self)) == 0;
}

static void
remove_one (Attack *self)
{
  run (self, "DELETE FROM main.audit_event WHERE seq = %" G_GUINT64_FORMAT, self->seq);
}

static void
remove_and_renumber (Attack *self)
{
  self->seq = MIN (self->seq, self->last - 1);
  remove_one (self);
  run (self, "UPDATE main.audit_event SET seq = -seq WHERE seq > %" G_GUINT64_FORMAT, self->seq);
  run (self, "UPDATE main.audit_event SET seq = -seq - 1 WHERE seq < 0");
  if (g_rand_boolean (self->rand))
    {
      rewrite (self, self->seq, FALSE);
      mend_head (self);
    }
}

static void
swap (Attack *self)
{
  guint64 a = self->seq, b = (guint64) g_rand_int_range (self->rand, 1, (gint32) self->last + 1);

  if (a == b)
    return;
  run (self, "UPDATE main.audit_event SET seq = -1 WHERE seq = %" G_GUINT64_FORMAT, a);
  run (self,
       "UPDATE main.audit_event SET seq = %" G_GUINT64_FORMAT " WHERE seq = %" G_GUINT64_FORMAT, a,
       b);
  run (self, "UPDATE main.audit_event SET seq = %" G_GUINT64_FORMAT " WHERE seq = -1", b);
}

static void
duplicate (Attack *self)
{
  gint64 to = (gint64) self->last + 1;

  if (g_rand_int_range (self->rand, 0, 4) == 0)
    to = -7;
  run (self,
       "INSERT INTO main.audit_event SELECT %" G_GINT64_FORMAT ", at, actor, role, action, "
       "object_type, object_ref, fields, reason, prev_hash, hash, signature, digests, records "
       "FROM main.audit_event WHERE seq = %" G_GUINT64_FORMAT,
       to, self->seq);
  if (g_rand_boolean (self->rand))
    mend_head (self);
}

/* An event of her own put in the middle, the others moved on. */
static void
put_in (Attack *self)
{
  run (self, "UPDATE main.audit_event SET seq = -seq - 1 WHERE seq >= %" G_GUINT64_FORMAT,
       self->seq);
  run (self, "UPDATE main.audit_event SET seq = -seq WHERE seq < 0");
  run (self,
       "INSERT INTO main.audit_event SELECT %" G_GUINT64_FORMAT ", at, %" G_GINT64_FORMAT
       ", 'caseworker', 'lock', NULL, NULL, NULL, NULL, prev_hash, hash, signature, NULL, "
       "records FROM main.audit_event WHERE seq = %" G_GUINT64_FORMAT,
       self->seq, attacker (self), self->seq + 1);
  rewrite (self, self->seq, FALSE);
  mend_head (self);
  self->anchor_only = ask (self,
                           "SELECT count(*) FROM main.audit_event WHERE seq >= %" G_GUINT64_FORMAT
                           " AND actor <> %" G_GINT64_FORMAT,
                           self->seq, attacker (self)) == 0 &&
                      self->seq == self->last;
}

static void
cut_tail (Attack *self)
{
  self->seq = MAX (self->seq, 2);
  run (self, "DELETE FROM main.audit_event WHERE seq >= %" G_GUINT64_FORMAT, self->seq);
}

/* And identity.db, and the sum of the records, as they were then. What she cannot take back with it
 * is what the records became. */
static void
cut_tail_and_mend (Attack *self)
{
  cut_tail (self);
  mend_head (self);
  self->anchor_only = TRUE;
}

/* Those of others under her own name. */
static void
rewrite_tail (Attack *self)
{
  run (self,
       "UPDATE main.audit_event SET actor = %" G_GINT64_FORMAT
       ", role = 'caseworker' WHERE seq >= %" G_GUINT64_FORMAT,
       attacker (self), self->seq);
  rewrite (self, self->seq, TRUE);
  mend_head (self);
  self->anchor_only = TRUE;
}

static void
resign_for_another (Attack *self)
{
  run (self,
       "UPDATE main.audit_event SET actor = (SELECT user FROM main.user_key WHERE user <> "
       "%" G_GINT64_FORMAT " ORDER BY user LIMIT 1), role = 'supervisor', reason = 'x' "
       "WHERE seq = %" G_GUINT64_FORMAT,
       attacker (self), self->seq);
  rewrite (self, self->seq, TRUE);
  mend_head (self);
}

static void
invent_user (Attack *self)
{
  static const guint8 key[32] = {1};
  sqlite3_stmt *write;

  run (self, "UPDATE main.audit_event SET actor = 77 WHERE seq >= %" G_GUINT64_FORMAT, self->seq);
  rewrite (self, self->seq, TRUE);
  mend_head (self);
  sqlite3_prepare_v2 (self->fixture->store->db,
                      "INSERT INTO main.user_key (user, sign_public) VALUES (77, ?1)", -1, &write,
                      NULL);
  sqlite3_bind_blob (
    write, 1,
    g_rand_boolean (self->rand) ? amp_vault_get_user (self->fixture->vault)->sign_public : key, 32,
    SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (write), ==, SQLITE_DONE);
  sqlite3_finalize (write);
}

static void
replace_key (Attack *self)
{
  run (self, "UPDATE main.user_key SET sign_public = %s WHERE user <> %" G_GINT64_FORMAT,
       g_rand_boolean (self->rand) ? "randomblob (32)"
                                   : "(SELECT sign_public FROM main.user_key ORDER BY user DESC)",
       attacker (self));
  if (ask (self, "SELECT count(DISTINCT sign_public) FROM main.user_key") > 1 &&
      g_rand_boolean (self->rand))
    {
      run (self, "UPDATE main.audit_event SET reason = 'x' WHERE seq = %" G_GUINT64_FORMAT,
           self->seq);
      rewrite (self, self->seq, TRUE);
      mend_head (self);
    }
}

/* --- Records behind the chain's back --- */

static void
edit_record (Attack *self)
{
  static const char *const edits[] = {
    "UPDATE identity.person SET given_names = 'Nadie' WHERE id = (SELECT id FROM identity.person "
    "ORDER BY id LIMIT 1 OFFSET %d)",
    "UPDATE identity.person SET phone = NULL WHERE id = (SELECT id FROM identity.person ORDER BY "
    "id "
    "LIMIT 1 OFFSET %d)",
    "UPDATE main.person SET birth_year = 1901 WHERE id = (SELECT id FROM main.person ORDER BY id "
    "LIMIT 1 OFFSET %d)",
    "UPDATE main.institution SET updated_by = updated_by + 1 WHERE id = (SELECT id FROM "
    "main.institution ORDER BY id LIMIT 1 OFFSET %d)",
    "UPDATE main.institution SET deleted_at = NULL WHERE id = (SELECT id FROM main.institution "
    "ORDER BY id LIMIT 1 OFFSET %d)",
    "DELETE FROM main.person__disability WHERE owner = (SELECT id FROM main.person ORDER BY id "
    "LIMIT "
    "1 OFFSET %d)",
    "UPDATE main.person SET rev = rev + 1 WHERE id = (SELECT id FROM main.person ORDER BY id LIMIT "
    "1 "
    "OFFSET %d)",
  };
  gsize i = (gsize) g_rand_int_range (self->rand, 0, G_N_ELEMENTS (edits));

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  run (self, edits[i], g_rand_int_range (self->rand, 0, 6));
#pragma GCC diagnostic pop
}

/* And then goes on working, so that her program says what the records are now. */
static void
edit_record_and_work (Attack *self)
{
  edit_record (self);
  chain_event (self->fixture, AMP_AUDIT_VIEW_IDENTITY, "case");
  chain_event (self->fixture, AMP_AUDIT_LOCK, NULL);
}

/* And keeps the sum in identity.db in step, as her program would. */
static void
edit_record_and_sum (Attack *self)
{
  AmpStore *store = self->fixture->store;

  edit_record (self);
  g_assert_true (amp_store_begin (store, NULL));
  g_assert_true (amp_audit_take_stock (store, NULL));
  store->head_has_stock = g_rand_boolean (self->rand);
  g_assert_true (amp_audit_append (store, AMP_AUDIT_LOCK, NULL, 0, NULL, NULL, NULL));
  g_assert_true (amp_store_commit (store, NULL));
}

/* And says that she loaded records in bulk. */
static void
edit_record_under_an_import (Attack *self)
{
  AmpStore *store = self->fixture->store;

  edit_record (self);
  g_assert_true (amp_store_begin (store, NULL));
  g_assert_true (amp_audit_take_stock (store, NULL));
  g_assert_true (amp_audit_append_import (store, "import:1", NULL));
  g_assert_true (amp_store_commit (store, NULL));
}

/* And tells of it, but as of something else: the log would show a look at a record, or no record.
 */
static void
edit_record_under_another_name (Attack *self)
{
  AmpStore *store = self->fixture->store;
  const AmpEntity *person = amp_entity_find ("person");
  gint64 id = ask (self, "SELECT id FROM main.person ORDER BY id LIMIT 1 OFFSET %d",
                   g_rand_int_range (self->rand, 0, 6));
  guint kind = (guint) g_rand_int_range (self->rand, 0, 3);
  guint8 digests[2][AMP_HASH_BYTES];
  const AmpAuditChange change = {kind == 1 ? NULL : digests[0], digests[1]};

  g_assert_true (amp_store_begin (store, NULL));
  g_assert_true (amp_record_digest (store, "person", id, digests[0], NULL));
  run (self, "UPDATE main.person SET birth_year = 1901 WHERE id = %" G_GINT64_FORMAT, id);
  g_assert_true (amp_record_digest (store, "person", id, digests[1], NULL));
  g_assert_true (amp_audit_append_change (store, kind == 0 ? AMP_AUDIT_VIEW_CASE : AMP_AUDIT_UPDATE,
                                          kind == 2 ? NULL : person, kind == 2 ? 0 : id, NULL, NULL,
                                          &change, NULL));
  g_assert_true (amp_store_commit (store, NULL));
}

static void
add_record (Attack *self)
{
  run (self, "PRAGMA foreign_keys = OFF");
  run (self,
       "INSERT INTO main.institution (id, rev, created_at, created_by, updated_at, updated_by, "
       "code, name_es, kind, country) SELECT 4242, 1, %s, created_by, updated_at, updated_by, "
       "'NUEVA-1', 'Nueva', kind, country FROM main.institution LIMIT 1",
       g_rand_boolean (self->rand) ? "created_at" : "'2020-01-01T00:00:00Z'");
}

static void
remove_record (Attack *self)
{
  run (self, "PRAGMA foreign_keys = OFF");
  run (self,
       "DELETE FROM main.person WHERE id = (SELECT id FROM main.person ORDER BY id LIMIT 1 "
       "OFFSET %d)",
       g_rand_int_range (self->rand, 0, 6));
}

static void
edit_sum (Attack *self)
{
  run (self, "UPDATE identity.vault_state SET records = %s",
       g_rand_boolean (self->rand) ? "randomblob (2048)" : "NULL");
}

const Tampering tamperings[] = {
  {"a column edited", edit_column},
  {"a column edited, hashes made to fit", edit_and_rehash},
  {"a column edited, all from there on signed anew", edit_and_resign},
  {"one removed", remove_one},
  {"one removed, the rest renumbered", remove_and_renumber},
  {"two swapped", swap},
  {"one duplicated", duplicate},
  {"one put in", put_in},
  {"the end cut off", cut_tail},
  {"the end cut off, identity.db mended", cut_tail_and_mend},
  {"the end written anew under her own name", rewrite_tail},
  {"one signed for somebody else", resign_for_another},
  {"a user invented", invent_user},
  {"keys on file replaced", replace_key},
  {"a record edited", edit_record},
  {"a record edited, then work as ever", edit_record_and_work},
  {"a record edited, the sum mended", edit_record_and_sum},
  {"a record edited under an import", edit_record_under_an_import},
  {"a record edited, told of as another thing", edit_record_under_another_name},
  {"a record added", add_record},
  {"a record removed", remove_record},
  {"the sum edited", edit_sum},
};

const gsize n_tamperings = G_N_ELEMENTS (tamperings);
