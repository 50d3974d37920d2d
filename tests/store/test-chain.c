/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody with all keys of one user can do to the chain and to the records behind it, at
 * random, and whether it is told and where. A sample in each run; AMP_CHAIN_TAMPERINGS=2000 for all
 * of it, AMP_SEED for others. And the other way round: whatever the store's own doors do is told by
 * an event, so that nothing is found. */
#include "chain-attacks.h"

#include "store/audit.h"
#include "store/record-digest.h"

#include <glib/gstdio.h>
#include <string.h>

#define UNLOCKED "DROP TRIGGER main.audit_event_stays; DROP TRIGGER main.audit_event_kept;"
#define LOCKED                                                                                     \
  "CREATE TRIGGER main.audit_event_stays BEFORE UPDATE ON audit_event "                            \
  "BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END;"                              \
  "CREATE TRIGGER main.audit_event_kept BEFORE DELETE ON audit_event "                             \
  "BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END;"

/* --- The state of both databases, to be put back after each tampering --- */

static const char *const vault_files[] = {"keyring", "casework.db", "identity.db"};

typedef struct
{
  char *bytes[G_N_ELEMENTS (vault_files)];
  gsize length[G_N_ELEMENTS (vault_files)];
} Copy;

static void
copy_take (Fixture *self, Copy *copy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vault_files); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, vault_files[i], NULL);

      g_assert_true (g_file_get_contents (path, &copy->bytes[i], &copy->length[i], NULL));
    }
}

static void
copy_put_file (Fixture *self, const Copy *copy, gsize i)
{
  static const char *const beside[] = {"-tags", "-undo"};
  g_autofree char *path = g_build_filename (self->folder, vault_files[i], NULL);

  g_assert_true (g_file_set_contents (path, copy->bytes[i], (gssize) copy->length[i], NULL));
  for (gsize n = 0; n < G_N_ELEMENTS (beside); n++)
    {
      g_autofree char *other = g_strconcat (path, beside[n], NULL);

      g_unlink (other);
    }
}

static void
copy_put (Fixture *self, const Copy *copy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vault_files); i++)
    copy_put_file (self, copy, i);
}

static void
copy_clear (Copy *copy)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vault_files); i++)
    g_free (copy->bytes[i]);
}

typedef struct
{
  guint n, anchored, nothing;
} Tally;

/* Whether anything is another than before: an edit may give what was there. */
static gboolean
put_digest (const char *table,
            gint64 id,
            const char *created_at,
            const guint8 digest[AMP_HASH_BYTES],
            gpointer data,
            GError **error)
{
  (void) table;
  (void) id;
  (void) created_at;
  (void) error;
  g_byte_array_append (data, digest, AMP_HASH_BYTES);
  return TRUE;
}

static GByteArray *
all_that_is_there (Fixture *self)
{
  static const char *const dumps[] = {
    "SELECT group_concat (quote (seq) || quote (at) || quote (actor) || quote (role) || quote "
    "(action) || quote (object_type) || quote (object_ref) || hex (fields) || quote (reason) || "
    "quote (prev_hash) || quote (hash) || quote (signature) || quote (digests) || quote (records)) "
    "FROM main.audit_event",
    "SELECT group_concat (quote (user) || quote (sign_public)) FROM main.user_key",
    "SELECT quote (audit_seq) || quote (audit_hash) || quote (records) FROM identity.vault_state",
  };
  GByteArray *all = g_byte_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (dumps); i++)
    {
      sqlite3_stmt *stmt;

      g_assert_cmpint (sqlite3_prepare_v2 (self->store->db, dumps[i], -1, &stmt, NULL), ==,
                       SQLITE_OK);
      if (sqlite3_step (stmt) == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) > 0)
        g_byte_array_append (all, sqlite3_column_blob (stmt, 0),
                             (guint) sqlite3_column_bytes (stmt, 0));
      sqlite3_finalize (stmt);
    }
  g_assert_true (amp_record_digest_all (self->store, put_digest, all, NULL));
  return all;
}

static AmpChainReport *
check (Fixture *self, const AmpChainAnchor *anchor)
{
  g_autoptr (GError) error = NULL;
  AmpChainReport *report =
    amp_store_audit_check (self->store, anchor, anchor != NULL ? 1 : 0, TRUE, NULL, NULL, &error);

  g_assert_no_error (error);
  return report;
}

/* Each finding says where: an event, or whose key. */
static void
expect_places (const AmpChainReport *report, const Attack *attack)
{
  for (guint i = 0; i < report->findings->len; i++)
    {
      const AmpChainFinding *finding = report->findings->pdata[i];

      if (finding->seq == 0 && finding->actor == 0 && finding->record == 0 && report->last != 0 &&
          finding->rule != AMP_CHAIN_ORDER)
        g_error ("%s: %s has no place", attack->what->str, amp_chain_rule_to_code (finding->rule));
    }
}

static void
tamper_once (Fixture *self,
             gsize kind,
             const Copy *copy,
             const AmpChainAnchor *anchor,
             GRand *rand,
             Tally *tally)
{
  g_autoptr (GString) what = g_string_new (NULL);
  Attack attack = {.fixture = self, .rand = rand, .what = what, .last = anchor->seq};
  g_autoptr (AmpChainReport) without = NULL, with = NULL;
  g_autoptr (GByteArray) before = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  copy_put (self, copy);
  fixture_open (self, "eva");
  fixture_sql (self, UNLOCKED);
  before = all_that_is_there (self);
  attack.seq = (guint64) g_rand_int_range (rand, 1, (gint32) attack.last + 1);
  tamperings[kind].tamper (&attack);
  after = all_that_is_there (self);
  fixture_sql (self, LOCKED);
  /* Another user looks, at another time. */
  fixture_close (self);
  fixture_unlock (self, g_rand_boolean (rand) ? "luz" : NULL);
  self->store = amp_store_open (self->vault, &error);
  if (self->store == NULL)
    {
      /* Her own key on file is another: told before anything is looked at. */
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN);
      tally->n++;
      return;
    }

  without = check (self, NULL);
  with = check (self, anchor);
  if (before->len == after->len && memcmp (before->data, after->data, before->len) == 0)
    {
      tally->nothing++;
      return;
    }
  tally->n++;
  if (with->n_findings == 0)
    g_error ("%s is not told: %s", tamperings[kind].name, what->str);
  expect_places (with, &attack);
  if (without->n_findings > 0)
    return;
  if (!attack.anchor_only)
    g_error ("%s is not told without an anchor: %s", tamperings[kind].name, what->str);
  tally->anchored++;
}

static void
test_tamperings (Fixture *self, gconstpointer data)
{
  const char *wanted = g_getenv ("AMP_CHAIN_TAMPERINGS"), *seed = g_getenv ("AMP_SEED");
  guint n = wanted != NULL ? (guint) g_ascii_strtoull (wanted, NULL, 10) : 60;
  GRand *rand =
    g_rand_new_with_seed (seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 6);
  g_autofree Tally *tallies = g_new0 (Tally, n_tamperings);
  AmpChainAnchor anchor = {0};
  Copy copy = {0};

  (void) data;
  g_assert_true (amp_store_audit_head (self->store, &anchor.seq, anchor.hash, NULL));
  {
    g_autoptr (AmpChainReport) report = check (self, &anchor);

    g_assert_true (amp_chain_report_judge (report, NULL));
    g_assert_cmpuint (report->anchored, ==, anchor.seq);
    g_assert_cmpuint (report->n_records, >, 10);
  }
  fixture_close (self);
  copy_take (self, &copy);
  fixture_open (self, NULL);
  for (guint i = 0; i < n; i++)
    tamper_once (self, i % n_tamperings, &copy, &anchor, rand, &tallies[i % n_tamperings]);
  for (gsize i = 0; i < n_tamperings; i++)
    g_test_message ("%s: %u told, %u of them against an anchor only, %u changed nothing",
                    tamperings[i].name, tallies[i].n, tallies[i].anchored, tallies[i].nothing);
  copy_clear (&copy);
  g_rand_free (rand);
}

/* --- The files put back as they were on another day --- */

static void
test_rollback (Fixture *self, gconstpointer data)
{
  AmpChainAnchor anchor = {0};
  Copy older = {0}, newer = {0};

  (void) data;
  fixture_close (self);
  copy_take (self, &older);
  chain_work_as (self, NULL, 900);
  g_assert_true (amp_store_audit_head (self->store, &anchor.seq, anchor.hash, NULL));
  fixture_close (self);
  copy_take (self, &newer);

  /* Any files but all of them, and but the keyring alone, which says no less: it does not open. */
  for (guint mask = 2; mask < 7; mask++)
    {
      g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
      g_autoptr (GError) error = NULL;
      AmpStore *store = NULL;
      AmpVault *vault;

      copy_put (self, &newer);
      for (gsize i = 0; i < G_N_ELEMENTS (vault_files); i++)
        if (mask & 1u << i)
          copy_put_file (self, &older, i);
      vault = amp_vault_unlock (self->folder, "ana", passphrase, &error);
      if (vault != NULL)
        store = amp_store_open (vault, &error);
      g_assert_null (store);
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
      amp_vault_free (vault);
    }

  /* All of them: no byte is wrong. Only what was noted elsewhere tells. */
  copy_put (self, &older);
  fixture_open (self, NULL);
  {
    g_autoptr (AmpChainReport) without = check (self, NULL);
    g_autoptr (AmpChainReport) with = check (self, &anchor);
    const AmpChainFinding *finding;

    g_assert_cmpuint (without->n_findings, ==, 0);
    g_assert_cmpuint (with->n_findings, ==, 1);
    finding = with->findings->pdata[0];
    g_assert_cmpint (finding->rule, ==, AMP_CHAIN_ANCHOR_SHORT);
    g_assert_cmpuint (finding->last, ==, anchor.seq);
    g_assert_cmpuint (finding->seq, ==, with->last);
  }
  copy_clear (&older);
  copy_clear (&newer);
}

static void
test_anchors (Fixture *self, gconstpointer data)
{
  AmpChainAnchor anchors[3] = {0};
  g_autoptr (AmpChainReport) report = NULL;

  (void) data;
  g_assert_true (amp_store_audit_head (self->store, &anchors[0].seq, anchors[0].hash, NULL));
  chain_event (self, AMP_AUDIT_LOCK, NULL);
  anchors[1].seq = anchors[0].seq - 3; /* with a hash of zeros */
  anchors[2] = anchors[0];
  anchors[2].has_vault = TRUE;
  memset (anchors[2].vault, 0xab, sizeof anchors[2].vault);
  report = amp_store_audit_check (self->store, anchors, 3, FALSE, NULL, NULL, NULL);
  g_assert_cmpuint (report->n_findings, ==, 2);
  g_assert_cmpuint (report->anchored, ==, anchors[0].seq);
  g_assert_cmpint (((AmpChainFinding *) report->findings->pdata[0])->rule, ==,
                   AMP_CHAIN_ANCHOR_OTHER);
  g_assert_cmpint (((AmpChainFinding *) report->findings->pdata[1])->rule, ==,
                   AMP_CHAIN_ANCHOR_VAULT);
}

/* --- Nothing is written without an event --- */

/* Each change of a record counts its rev up; each has an event of its own. */
static void
expect_an_event_each (Fixture *self)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT id, rev FROM main.\"%s\"", (*entity)->name);
      sqlite3_stmt *rows, *events;

      sqlite3_prepare_v2 (self->store->db, sql, -1, &rows, NULL);
      sqlite3_prepare_v2 (
        self->store->db,
        "SELECT count(*) FROM main.audit_event WHERE object_ref = ?1 AND action IN "
        "('create', 'update', 'delete')",
        -1, &events, NULL);
      while (sqlite3_step (rows) == SQLITE_ROW)
        {
          guint8 ref[AMP_HASH_BYTES];

          g_assert_true (amp_audit_ref (self->store, (*entity)->name,
                                        sqlite3_column_int64 (rows, 0), ref, NULL));
          sqlite3_bind_blob (events, 1, ref, sizeof ref, SQLITE_TRANSIENT);
          g_assert_cmpint (sqlite3_step (events), ==, SQLITE_ROW);
          g_assert_cmpint (sqlite3_column_int64 (events, 0), ==, sqlite3_column_int64 (rows, 1));
          sqlite3_reset (events);
        }
      sqlite3_finalize (rows);
      sqlite3_finalize (events);
    }
}

static void
change_at_random (Fixture *self, GPtrArray *records, GRand *rand)
{
  guint i = (guint) g_rand_int_range (rand, 0, (gint32) records->len);
  AmpRecord *record = records->pdata[i];
  const AmpEntity *entity = amp_record_entity (record);
  const AmpField *field = &entity->fields[g_rand_int_range (rand, 0, (gint32) entity->n_fields)];
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;

  switch (g_rand_int_range (rand, 0, 6))
    {
    case 0:
      if (!amp_store_delete (self->store, entity, amp_record_id (record), NULL, &error))
        g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
      break;

    case 1:
      if (amp_store_revive (self->store, entity, amp_record_id (record), NULL, &error))
        {
          records->pdata[i] = amp_store_load (self->store, entity, amp_record_id (record), NULL);
          amp_record_free (record);
          g_assert_nonnull (records->pdata[i]);
        }
      break;

    default:
      value = fixture_value (field, g_rand_int_range (rand, 0, 1000));
      if (value != NULL && amp_record_set (record, field->name, value, NULL) &&
          !amp_store_save (self->store, record, NULL, &error))
        {
          AmpRecord *fresh = amp_store_load (self->store, entity, amp_record_id (record), NULL);

          if (fresh != NULL)
            {
              amp_record_free (record);
              records->pdata[i] = fresh;
            }
        }
    }
}

/* In transactions and savepoints, some of which are taken back. */
static void
work_at_random (Fixture *self, GPtrArray *records, GRand *rand, guint depth)
{
  guint n = (guint) g_rand_int_range (rand, 1, 5);

  g_assert_true (amp_store_begin (self->store, NULL));
  for (guint i = 0; i < n; i++)
    {
      if (depth < 3 && g_rand_int_range (rand, 0, 4) == 0)
        work_at_random (self, records, rand, depth + 1);
      else
        change_at_random (self, records, rand);
    }
  if (g_rand_int_range (rand, 0, 4) == 0)
    amp_store_rollback (self->store);
  else
    g_assert_true (amp_store_commit (self->store, NULL));
}

/* What a rollback left in the records is another thing than what is stored. */
static void
reload (Fixture *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      AmpRecord *record = records->pdata[i];
      AmpRecord *fresh =
        amp_store_load (self->store, amp_record_entity (record), amp_record_id (record), NULL);

      if (fresh == NULL)
        continue;
      amp_record_free (record);
      records->pdata[i] = fresh;
    }
}

static void
expect_whole (Fixture *self)
{
  g_autoptr (AmpChainReport) report = check (self, NULL);
  g_autoptr (GError) error = NULL;

  amp_chain_report_judge (report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->stock_since, ==, 1);
}

static void
test_nothing_untold (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  const char *seed = g_getenv ("AMP_SEED");
  GRand *rand =
    g_rand_new_with_seed (seed != NULL ? (guint32) g_ascii_strtoull (seed, NULL, 10) : 6);
  guint n = 0;

  (void) data;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (strcmp ((*entity)->name, "attachment") != 0)
      g_ptr_array_add (records, fixture_saved (self, (*entity)->name, 40 + n++));
  for (guint round = 0; round < 120; round++)
    {
      work_at_random (self, records, rand, 0);
      reload (self, records);
      if (round % 40 == 39)
        {
          fixture_close (self);
          fixture_open (self, NULL);
          expect_whole (self);
        }
    }
  expect_an_event_each (self);
  g_rand_free (rand);
}

static gint64
count_updates (Fixture *self)
{
  return fixture_int (self, "SELECT count(*) FROM main.audit_event WHERE action = 'update'");
}

/* A record that an event tells of is told of by one again: an import answers for new ones alone. */
static void
test_changed_in_bulk (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) single = fixture_saved (self, "institution", 1);
  g_autoptr (AmpRecord) loaded = NULL;

  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, NULL));
  loaded = fixture_saved (self, "institution", 2);
  chain_change (self, loaded, "short", "En lote");
  g_assert_cmpint (count_updates (self), ==, 0);
  chain_change (self, single, "short", "En lote");
  g_assert_cmpint (count_updates (self), ==, 1);
  g_assert_true (amp_store_bulk_end (self->store, "import", 2, NULL));
  expect_whole (self);
  chain_change (self, single, "short", "Otra");
  expect_whole (self);
}

/* Loads in bulk, with parts taken back, between single ones. */
static void
test_bulk (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) single = fixture_saved (self, "institution", 1);
  g_autoptr (AmpRecord) in_bulk = NULL;

  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, NULL));
  g_assert_true (amp_store_begin (self->store, NULL));
  in_bulk = fixture_saved (self, "institution", 2);
  chain_event (self, AMP_AUDIT_VIEW_CASE, NULL); /* tells nothing of them */
  g_assert_true (amp_store_begin (self->store, NULL));
  amp_record_free (fixture_saved (self, "institution", 3));
  chain_change (self, single, "short", "En lote");
  amp_store_rollback (self->store);
  amp_record_free (fixture_saved (self, "institution", 4));
  g_assert_true (amp_store_commit (self->store, NULL));
  g_assert_true (amp_store_bulk_end (self->store, "import", 2, NULL));
  expect_whole (self);

  chain_change (self, in_bulk, "short", "Otra");
  expect_whole (self);
  fixture_sql (self, "UPDATE main.institution SET short = 'Z' WHERE id = "
                     "(SELECT max (id) FROM main.institution)");
  {
    g_autoptr (AmpChainReport) report = check (self, NULL);

    g_assert_cmpuint (report->n_findings, ==, 1);
    g_assert_cmpint (((AmpChainFinding *) report->findings->pdata[0])->rule, ==, AMP_CHAIN_RECORDS);
  }
}

/* A vault of before schema 5: its records count from the first event on that says what they are.
 * What they say of when they were made tells nothing against them: the clock was wrong for a day.
 */
static void
test_older_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = fixture_saved (self, "institution", 1);

  (void) data;
  fixture_sql (self, UNLOCKED "DELETE FROM main.audit_event;"
                              "UPDATE main.institution SET created_at = '2099-01-01T00:00:00Z';"
                              "ALTER TABLE main.audit_event DROP COLUMN digests;"
                              "ALTER TABLE main.audit_event DROP COLUMN records;"
                              "ALTER TABLE identity.vault_state DROP COLUMN records;"
                              "UPDATE identity.vault_state SET audit_seq = 0, "
                              "audit_hash = zeroblob (32);"
                              "UPDATE main.vault_state SET layout = zeroblob (32);"
                              "PRAGMA main.user_version = 4; PRAGMA identity.user_version = 4");
  fixture_close (self);
  fixture_open (self, NULL);
  chain_event (self, AMP_AUDIT_UNLOCK, NULL);
  expect_whole (self);
  chain_change (self, record, "short", "Otra");
  expect_whole (self);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.audit_event "
                                      "WHERE length (records) = 2048"),
                   ==, 1);
}

/* One that a program of before made: tests/data/vaults. */
static void
test_vault_of_before (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("oficina de ejemplo");
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_close (self);
  for (gsize i = 0; i < G_N_ELEMENTS (vault_files); i++)
    {
      g_autofree char *from = g_build_filename (TEST_VAULTS, "v2", vault_files[i], NULL);
      g_autofree char *to = g_build_filename (self->folder, vault_files[i], NULL);
      g_autofree char *tags = g_strconcat (to, "-tags", NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
      g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
      g_unlink (tags);
    }
  self->vault = amp_vault_unlock (self->folder, "demo", passphrase, &error);
  g_assert_no_error (error);
  self->store = amp_store_open (self->vault, &error);
  g_assert_no_error (error);
  chain_event (self, AMP_AUDIT_UNLOCK, NULL);
  {
    g_autoptr (AmpChainReport) report = check (self, NULL);

    g_assert_true (amp_chain_report_judge (report, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (report->stock_since, ==, report->last);
    g_assert_cmpuint (report->last, >, 1);
    g_assert_cmpuint (report->n_records, >, 20);
  }
  fixture_sql (self, "UPDATE identity.person SET given_names = 'Nadie'");
  {
    g_autoptr (AmpChainReport) report = check (self, NULL);

    g_assert_cmpuint (report->n_findings, ==, 1);
  }
}

#define ADD(name, setup, function)                                                                 \
  g_test_add ("/store/chain/" name, Fixture, NULL, setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("whatever-one-user-does-to-it-is-told-and-where", chain_office_setup, test_tamperings);
  ADD ("files-put-back-are-told-all-of-them-by-an-anchor", chain_office_setup, test_rollback);
  ADD ("anchors-hold-or-say-why-not", chain_office_setup, test_anchors);
  ADD ("nothing-is-saved-without-an-event", fixture_setup, test_nothing_untold);
  ADD ("loads-in-bulk-are-told-of-as-a-whole", fixture_setup, test_bulk);
  ADD ("what-has-events-of-its-own-has-them-in-bulk-too", fixture_setup, test_changed_in_bulk);
  ADD ("a-vault-that-an-older-program-made-holds", fixture_setup, test_vault_of_before);
  ADD ("an-older-vault-tells-of-its-records-from-then-on", fixture_setup, test_older_vault);
  return g_test_run ();
}
