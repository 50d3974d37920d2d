/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages are spoiled one by one. What lies on the page and below it is known from SQLite's own
 * statistics of its trees; all else must come out again, and what is lost must be told. */
#include "salvage-trees.h"

#include "store/facts-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FIRST_PAGE_AT 8192
#define PAGE 4096

typedef struct
{
  Fixture fixture;
  GPtrArray *pages[2]; /* of Leaf */
  GHashTable *totals;  /* "main.person" -> rows */
  GHashTable *rows;    /* "main.person|row" -> nothing */
  guint32 n_pages[2];
} Office;

static const char *const schemas[2] = {"main", "identity"};
static const char *const files[2] = {"casework.db", "identity.db"};

static void
office_setup (Office *self, gconstpointer data)
{
  fixture_setup (&self->fixture, data);
  fill_trees (&self->fixture);
  g_assert_true (amp_store_facts_refresh (self->fixture.store, NULL, NULL, NULL));
  self->totals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < 2; i++)
    {
      sqlite3 *db = self->fixture.store->db;
      g_autoptr (GPtrArray) tables = list_tables (db, schemas[i]);
      g_autofree char *count = g_strdup_printf ("PRAGMA %s.page_count", schemas[i]);

      self->n_pages[i] = (guint32) fixture_int (&self->fixture, count);
      self->pages[i] = g_ptr_array_new_with_free_func (leaf_free);
      list_pages (db, schemas[i], self->pages[i]);
      for (guint j = 0; j < tables->len; j++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM %s.\"%s\"", schemas[i],
                                                  (char *) tables->pdata[j]);
          guint64 *total = g_new (guint64, 1);

          *total = (guint64) fixture_int (&self->fixture, sql);
          list_rows (db, schemas[i], tables->pdata[j], self->rows);
          g_hash_table_insert (
            self->totals, g_strdup_printf ("%s.%s", files[i], (char *) tables->pdata[j]), total);
        }
    }
  fixture_close (&self->fixture);
}

static void
office_teardown (Office *self, gconstpointer data)
{
  fixture_teardown (&self->fixture, data);
  for (guint i = 0; i < 2; i++)
    g_ptr_array_unref (self->pages[i]);
  g_hash_table_unref (self->totals);
  g_hash_table_unref (self->rows);
}

/* --- Spoiling, and looking at what comes out --- */

/* A second time, it is as before. */
static void
flip (Office *self, guint database, guint32 page)
{
  g_autofree char *path = g_build_filename (self->fixture.folder, files[database], NULL);
  off_t at = FIRST_PAGE_AT + (off_t) (page - 1) * PAGE + 1234;
  int fd = g_open (path, O_RDWR, 0);
  guint8 byte = 0;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= 1;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
  close (fd);
}

static const Leaf *
find_page (Office *self, guint database, guint32 page)
{
  for (guint i = 0; i < self->pages[database]->len; i++)
    {
      const Leaf *leaf = self->pages[database]->pdata[i];

      if (leaf->page == page)
        return leaf;
    }
  return NULL; /* a free one */
}

/* The page of a table that holds rows; n counts from the first. */
static guint32
leaf_of (Office *self, guint database, const char *table, guint n)
{
  for (guint i = 0; i < self->pages[database]->len; i++)
    {
      const Leaf *page = self->pages[database]->pdata[i];

      if (strcmp (page->table, table) == 0 && page->n_rows > 0 && n-- == 0)
        return page->page;
    }
  g_error ("no page of %s", table);
}

static AmpVault *
inspect (Office *self)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;
  AmpVault *vault = amp_vault_inspect (self->fixture.folder, "ana", passphrase, &error);

  g_assert_no_error (error);
  return vault;
}

static gboolean
tells_page (const AmpSalvageTable *table, const GPtrArray *lost)
{
  for (guint i = 0; i < table->pages->len; i++)
    for (guint j = 0; j < lost->len; j++)
      if (g_array_index (table->pages, guint32, i) == ((const Leaf *) lost->pdata[j])->page)
        return TRUE;
  return FALSE;
}

/* Neighbours that are both lost. */
/* Where several pages are lost, a row without rowid that stands above two of them, between the two,
 * may be out of reach; so may drafts beside one that needs pages of its own. */
static gboolean
may_keep (const AmpSalvageTable *table, guint64 expected, guint n_pairs)
{
  if (table->n_kept >= expected)
    return table->n_kept == expected;
  return strcmp (table->table, "draft") == 0 ||
         (strstr (table->table, "__") != NULL && table->n_kept + n_pairs >= expected);
}

/* lost: of Leaf, by database. */
static void
check_report (Office *self, const AmpSalvage *report, GPtrArray *const lost[2], gboolean exact)
{
  guint n_seen = 0;

  for (guint i = 0; i < report->tables->len; i++)
    {
      const AmpSalvageTable *table = report->tables->pdata[i];
      guint database = strcmp (table->file, files[1]) == 0;
      g_autofree char *name = g_strdup_printf ("%s.%s", table->file, table->table);
      const guint64 *total = g_hash_table_lookup (self->totals, name);
      guint64 missing;

      if (total == NULL)
        continue; /* a list of codes */
      n_seen++;
      missing = rows_lost (self->pages[database], lost[database], table->table);
      if (!may_keep (table, *total - missing,
                     exact ? 0
                           : count_pairs (self->pages[database], lost[database], table->table)) ||
          (exact && table->n_kept != *total - missing))
        g_error ("%s: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT
                 " are lost",
                 name, table->n_kept, *total, missing);
      if (missing > 0)
        g_assert_true (tells_page (table, lost[database]));
      if (table->more)
        g_assert_cmpuint (table->n_lost, <=, missing);
      else
        g_assert_cmpuint (table->n_lost, ==, missing);
    }
  g_assert_cmpuint (n_seen, ==, g_hash_table_size (self->totals));
}

/* Spoils pages, by database. */
static void
spoil (Office *self, GPtrArray *lost[2], guint database, guint32 number)
{
  const Leaf *page = find_page (self, database, number);

  flip (self, database, number);
  if (page != NULL)
    g_ptr_array_add (lost[database], (gpointer) page);
}

static void
repair (Office *self, GPtrArray *lost[2])
{
  for (guint i = 0; i < 2; i++)
    {
      for (guint j = 0; j < lost[i]->len; j++)
        flip (self, i, ((const Leaf *) lost[i]->pdata[j])->page);
      g_ptr_array_set_size (lost[i], 0);
    }
}

static void
look (Office *self, GPtrArray *const lost[2], gboolean exact)
{
  g_autoptr (AmpVault) vault = inspect (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSalvage) report = amp_store_salvage (vault, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  check_report (self, report, lost, exact);
}

/* AMP_SALVAGE_ALL=1 takes a minute for all of them. */
static void
test_each_page_in_turn (Office *self, gconstpointer data)
{
  guint32 stride = g_getenv ("AMP_SALVAGE_ALL") != NULL ? 1 : 7;
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};

  (void) data;
  for (guint i = 0; i < 2; i++)
    for (guint32 number = 1; number <= self->n_pages[i]; number++)
      {
        const Leaf *page = find_page (self, i, number);

        if (page == NULL || (number % stride != 0 && strcmp (page->table, "sqlite_schema") != 0))
          continue;
        spoil (self, lost, i, number);
        look (self, lost, TRUE);
        repair (self, lost);
      }
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

static void
test_many_pages_at_once (Office *self, gconstpointer data)
{
  guint rounds = g_getenv ("AMP_SALVAGE_ALL") != NULL ? 400 : 30;
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};

  (void) data;
  for (guint n = 0; n < rounds; n++)
    {
      for (guint i = 0; i < 2; i++)
        for (guint j = 0; j < 1 + n % 12; j++)
          {
            guint32 number = (guint32) g_test_rand_int_range (2, (gint32) self->n_pages[i] + 1);
            const Leaf *page = find_page (self, i, number);

            if (page != NULL && !g_ptr_array_find (lost[i], page, NULL))
              spoil (self, lost, i, number);
          }
      look (self, lost, FALSE);
      repair (self, lost);
    }
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* Nobody can say where a table was that was listed there; it is told, and the others are read. */
static void
test_the_first_page_and_one_of_the_list (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (AmpSalvage) report = NULL;
  g_autoptr (GError) error = NULL;
  guint n_unreached = 0, n_whole = 0;

  (void) data;
  spoil (self, lost, 0, 1);
  spoil (self, lost, 0, leaf_of (self, 0, "sqlite_schema", 3));
  spoil (self, lost, 0, leaf_of (self, 0, "audit_event", 2));
  vault = inspect (self);
  report = amp_store_salvage (vault, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < report->tables->len; i++)
    {
      const AmpSalvageTable *table = report->tables->pdata[i];
      g_autofree char *name = g_strdup_printf ("%s.%s", table->file, table->table);
      const guint64 *total = g_hash_table_lookup (self->totals, name);

      if (total == NULL)
        continue;
      n_unreached += table->n_kept == 0 && (table->more || table->n_lost == *total);
      n_whole += table->n_kept == *total;
    }
  g_assert_cmpuint (n_unreached, >, 0);
  g_assert_cmpuint (n_whole, >, n_unreached);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* --- Into a new vault --- */

/* Opens the salvaged vault in place of the damaged one. */
static AmpSalvage *
salvage (Office *self, Fixture *fresh)
{
  g_autoptr (AmpVault) damaged = inspect (self);
  g_autoptr (GError) error = NULL;
  AmpSalvage *report;

  fresh->folder = g_build_filename (self->fixture.parent, "Nueva.amparo", NULL);
  fresh->vault = amp_vault_create_like (damaged, fresh->folder, &error);
  g_assert_no_error (error);
  report = amp_store_salvage (damaged, fresh->vault, NULL, NULL, &error);
  g_assert_no_error (error);
  fresh->store = amp_store_open (fresh->vault, &error);
  g_assert_no_error (error);
  return report;
}

static void
end_salvage (Fixture *fresh)
{
  fresh->parent = g_strdup (fresh->folder);
  fixture_teardown (fresh, NULL);
}

/* How many of the new rows are none of the old ones. */
static guint
count_invented (Office *self, Fixture *fresh, const char *schema, const char *table)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer row;
  guint n = 0;

  list_rows (fresh->store->db, schema, table, rows);
  g_hash_table_iter_init (&iter, rows);
  while (g_hash_table_iter_next (&iter, &row, NULL))
    n += !g_hash_table_contains (self->rows, row);
  return n;
}

/* Every row is one of the old vault, but for the store's own state, the event of the salvage, and
 * empty halves for those that were lost. */
static void
check_rows (Office *self, Fixture *fresh, const AmpSalvage *report)
{
  for (guint i = 0; i < report->tables->len; i++)
    {
      const AmpSalvageTable *told = report->tables->pdata[i];
      gboolean identity = strcmp (told->file, files[1]) == 0;
      const char *schema = schemas[identity];
      g_autofree char *count =
        g_strdup_printf ("SELECT count(*) FROM %s.\"%s\"", schema, told->table);
      g_autofree char *name = g_strdup_printf ("%s.%s", told->file, told->table);
      guint invented, expected = 0;

      if (!g_hash_table_contains (self->totals, name) || strcmp (told->table, "vault_state") == 0 ||
          strcmp (told->table, "user_key") == 0)
        continue;
      invented = count_invented (self, fresh, schema, told->table);
      if (strcmp (told->table, "audit_event") == 0)
        expected = 1;
      else if (identity && amp_entity_find (told->table) != NULL)
        expected = (guint) told->n_lost;
      g_assert_cmpuint (invented, ==, expected);
      g_assert_cmpuint ((guint64) fixture_int (fresh, count), ==, told->n_kept + expected);
    }
}

static void
test_what_can_be_read_is_in_the_new_vault (Office *self, gconstpointer data)
{
  static const struct
  {
    guint database;
    const char *table;
  } pages[] = {
    {0, "person"}, {1, "person"}, {0, "case"},        {1, "note"},        {0, "person__disability"},
    {1, "draft"},  {0, "user"},   {0, "audit_event"}, {1, "vault_state"},
  };
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      Fixture fresh = {0};
      g_autoptr (AmpSalvage) report = NULL;

      spoil (self, lost, pages[i].database, leaf_of (self, pages[i].database, pages[i].table, 0));
      report = salvage (self, &fresh);
      check_report (self, report, lost, TRUE);
      check_rows (self, &fresh, report);
      end_salvage (&fresh);
      repair (self, lost);
    }
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* The lists of tables, indexes and the search index can be made anew: nothing is lost with them. */
static void
test_a_vault_without_losses_is_whole (Office *self, gconstpointer data)
{
  static const struct
  {
    guint database;
    const char *table; /* NULL: page 1 */
  } pages[] = {
    {0, NULL}, {1, NULL}, {0, "sqlite_schema"}, {0, "person_pseudonym_unique"}, {1, "search_entry"},
  };
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      Fixture fresh = {0};
      g_autoptr (AmpSalvage) report = NULL;
      g_autoptr (GError) error = NULL;
      gboolean verified;

      spoil (self, lost, pages[i].database,
             pages[i].table == NULL ? 1 : leaf_of (self, pages[i].database, pages[i].table, 0));
      report = salvage (self, &fresh);
      check_rows (self, &fresh, report);
      g_assert_cmpuint (report->gaps->len, ==, 0);
      verified = amp_store_verify (fresh.store, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (verified);
      end_salvage (&fresh);
      repair (self, lost);
    }
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* What was counted of those who are lost is not counted again; nor does it pass for damage. */
static void
test_who_is_lost_is_not_counted (Office *self, gconstpointer data)
{
  static const char *const tables[] = {"case", "service", "facts", "facts_word"};
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      Fixture fresh = {0};
      g_autoptr (AmpSalvage) report = NULL;
      g_autoptr (GError) error = NULL;

      spoil (self, lost, 0, leaf_of (self, 0, tables[i], 0));
      report = salvage (self, &fresh);
      for (guint j = 0; j < 2; j++)
        {
          amp_facts_verify (fresh.store, NULL, NULL, &error);
          g_assert_no_error (error);
          amp_store_facts_refresh (fresh.store, NULL, NULL, &error);
          g_assert_no_error (error);
        }
      g_assert_cmpint (fixture_int (&fresh,
                                    "SELECT count(*) FROM facts WHERE person NOT IN (SELECT "
                                    "person FROM \"case\" UNION SELECT person FROM service "
                                    "UNION SELECT person FROM referral)"),
                       ==, 0);
      g_assert_cmpint (fixture_int (&fresh, "SELECT count(*) FROM facts"), >, 0);
      end_salvage (&fresh);
      repair (self, lost);
    }
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

static char *
fixture_text (Fixture *fixture, const char *sql)
{
  sqlite3_stmt *statement = NULL;
  char *text;

  g_assert_cmpint (sqlite3_prepare_v2 (fixture->store->db, sql, -1, &statement, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text;
}

static void
test_names_are_found_again (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  g_autofree char *name = NULL;
  g_autoptr (AmpSalvage) report = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fresh = {0};
  AmpCaseQuery query = {0};

  (void) data;
  spoil (self, lost, 1, leaf_of (self, 1, "search_names_data", 0));
  report = salvage (self, &fresh);
  name = fixture_text (&fresh, "SELECT surname_paternal FROM identity.person WHERE "
                               "surname_paternal IS NOT NULL AND id IN (SELECT person FROM "
                               "main.\"case\") LIMIT 1");
  query.text = name;
  ids = amp_store_case_ids (fresh.store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, >, 0);
  end_salvage (&fresh);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* A record whose private half is lost can be opened and saved. */
static void
test_a_half_record_can_be_worked_with (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  const AmpEntity *person = amp_entity_find ("person");
  g_autoptr (AmpSalvage) report = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fresh = {0};
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  (void) data;
  spoil (self, lost, 1, leaf_of (self, 1, "person", 1));
  report = salvage (self, &fresh);
  g_assert_cmpint (sqlite3_prepare_v2 (fresh.store->db,
                                       "SELECT id FROM identity.person WHERE given_names IS NULL",
                                       -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_autoptr (AmpRecord) record =
        amp_store_load (fresh.store, person, sqlite3_column_int64 (statement, 0), &error);

      g_assert_no_error (error);
      g_assert_true (amp_record_set (record, "given_names", "Otra vez", NULL));
      g_assert_true (amp_store_save (fresh.store, record, NULL, &error));
      g_assert_no_error (error);
      n++;
    }
  sqlite3_finalize (statement);
  g_assert_cmpuint (n, >, 0);
  end_salvage (&fresh);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

static const AmpSalvageTable *
told_of (const AmpSalvage *report, guint database, const char *table)
{
  for (guint i = 0; i < report->tables->len; i++)
    {
      const AmpSalvageTable *told = report->tables->pdata[i];

      if (strcmp (told->file, files[database]) == 0 && strcmp (told->table, table) == 0)
        return told;
    }
  g_error ("no table %s", table);
}

static void
test_gaps_and_orphans_are_told (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  g_autoptr (AmpSalvage) report = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fresh = {0};
  const guint64 *gap;

  (void) data;
  spoil (self, lost, 0, leaf_of (self, 0, "audit_event", 3));
  spoil (self, lost, 0, leaf_of (self, 0, "person", 1));
  report = salvage (self, &fresh);

  g_assert_cmpuint (report->gaps->len, ==, 2);
  gap = (const guint64 *) (gconstpointer) report->gaps->data;
  g_assert_cmpuint (gap[1] - gap[0] + 1, ==, told_of (report, 0, "audit_event")->n_lost);
  g_assert_false (amp_store_audit_verify (fresh.store, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED);

  g_assert_cmpuint (told_of (report, 0, "case")->n_orphans, >, 0);
  g_assert_cmpuint (told_of (report, 1, "person")->n_orphans, ==,
                    told_of (report, 0, "person")->n_lost);
  g_assert_cmpuint (told_of (report, 0, "institution")->n_orphans, ==, 0);
  end_salvage (&fresh);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

static void
expect_verify (Fixture *fresh, GQuark domain, gint code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_store_verify (fresh->store, NULL, NULL, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, words));
}

/* What the salvage has told is a finding. Whatever else is missing is damage, as ever. */
static void
test_only_what_a_salvage_has_told_may_be_missing (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  g_autoptr (AmpSalvage) report = NULL;
  g_autofree char *words = NULL, *person = NULL, *next = NULL;
  Fixture fresh = {0};
  const guint64 *gap;

  (void) data;
  spoil (self, lost, 0, leaf_of (self, 0, "audit_event", 3));
  spoil (self, lost, 0, leaf_of (self, 0, "person", 1));
  report = salvage (self, &fresh);
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED, "gaps in the log: 1,");
  /* It stays so, as the log goes on. */
  g_assert_true (amp_store_audit (fresh.store, AMP_AUDIT_UNLOCK, NULL, 0, NULL, NULL, NULL));
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED, "gaps in the log: 1,");

  sqlite3_db_config (fresh.store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  fixture_sql (&fresh, "PRAGMA foreign_keys=OFF; SAVEPOINT before;"
                       "DROP TRIGGER main.audit_event_stays; DROP TRIGGER main.audit_event_kept");
  gap = (const guint64 *) (gconstpointer) report->gaps->data;
  /* The gap wider by one; another gap; one more row without what it refers to. */
  next =
    g_strdup_printf ("DELETE FROM main.audit_event WHERE seq = %" G_GUINT64_FORMAT, gap[1] + 1);
  words = g_strdup_printf ("event %" G_GUINT64_FORMAT ": is missing", gap[0]);
  fixture_sql (&fresh, next);
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN, words);
  fixture_sql (&fresh, "ROLLBACK TO before;"
                       "DROP TRIGGER main.audit_event_stays; DROP TRIGGER main.audit_event_kept;"
                       "DELETE FROM main.audit_event WHERE seq = 2");
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_CHAIN, "event 2: is missing");
  fixture_sql (&fresh, "ROLLBACK TO before; UPDATE main.\"case\" SET person = 77 WHERE id = "
                       "(SELECT c.id FROM main.\"case\" c JOIN main.person p ON p.id = c.person)");
  expect_verify (&fresh, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "main.case: a row refers");
  fixture_sql (&fresh, "ROLLBACK TO before; RELEASE before");
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED, "gaps in the log: 1,");
  end_salvage (&fresh);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

/* The last ones are lost, and identity.db remembers them: the numbers go on behind them. */
static void
test_no_number_of_the_log_is_given_twice (Office *self, gconstpointer data)
{
  GPtrArray *lost[2] = {g_ptr_array_new (), g_ptr_array_new ()};
  g_autoptr (AmpSalvage) report = NULL;
  Fixture fresh = {0};
  const guint64 *gap;
  guint n = 0;
  guint32 last = 0;

  (void) data;
  for (guint i = 0; i < self->pages[0]->len; i++)
    n += strcmp (((Leaf *) self->pages[0]->pdata[i])->table, "audit_event") == 0 &&
         ((Leaf *) self->pages[0]->pdata[i])->n_rows > 0;
  last = leaf_of (self, 0, "audit_event", n - 1);
  spoil (self, lost, 0, last);
  report = salvage (self, &fresh);
  g_assert_cmpuint (report->gaps->len, ==, 2);
  gap = (const guint64 *) (gconstpointer) report->gaps->data;
  g_assert_cmpint (
    fixture_int (&fresh, "SELECT seq FROM main.audit_event WHERE action = 'restore'"), ==,
    (gint64) gap[1] + 1);
  expect_verify (&fresh, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED, "gaps in the log: 1,");
  end_salvage (&fresh);
  g_ptr_array_unref (lost[0]);
  g_ptr_array_unref (lost[1]);
}

static void
test_everybody_still_gets_in (Office *self, gconstpointer data)
{
  g_autoptr (AmpSalvage) report = NULL;
  Fixture fresh = {0};

  fixture_open (&self->fixture, NULL);
  fixture_add_user (&self->fixture, "eva", AMP_ROLE_CASEWORKER);
  fixture_close (&self->fixture);
  (void) data;
  report = salvage (self, &fresh);
  fixture_close (&fresh);
  fixture_open (&fresh, "eva");
  end_salvage (&fresh);
}

static void
test_what_this_program_does_not_know_is_refused (Office *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_open (&self->fixture, NULL);
  sqlite3_db_config (self->fixture.store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  fixture_sql (&self->fixture, "ALTER TABLE main.person ADD COLUMN shoe_size INTEGER");
  fixture_close (&self->fixture);
  vault = inspect (self);
  g_assert_null (amp_store_salvage (vault, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NEWER);
}

static void
test_a_cancelled_salvage_writes_nothing (Office *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AmpVault) damaged = inspect (self);
  g_autoptr (GError) error = NULL;
  Fixture fresh = {0};

  (void) data;
  fresh.folder = g_build_filename (self->fixture.parent, "Nueva.amparo", NULL);
  fresh.vault = amp_vault_create_like (damaged, fresh.folder, &error);
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_store_salvage (damaged, fresh.vault, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  fresh.store = amp_store_open (fresh.vault, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_int (&fresh, "SELECT count(*) FROM main.person"), ==, 0);
  end_salvage (&fresh);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/store/salvage/" path, Office, NULL, office_setup, function, office_teardown)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("each-page-in-turn", test_each_page_in_turn);
  ADD ("many-pages-at-once", test_many_pages_at_once);
  ADD ("the-first-page-and-one-of-the-list", test_the_first_page_and_one_of_the_list);
  ADD ("what-can-be-read-is-in-the-new-vault", test_what_can_be_read_is_in_the_new_vault);
  ADD ("a-vault-without-losses-is-whole", test_a_vault_without_losses_is_whole);
  ADD ("who-is-lost-is-not-counted", test_who_is_lost_is_not_counted);
  ADD ("names-are-found-again", test_names_are_found_again);
  ADD ("a-half-record-can-be-worked-with", test_a_half_record_can_be_worked_with);
  ADD ("gaps-and-orphans-are-told", test_gaps_and_orphans_are_told);
  ADD ("only-what-a-salvage-has-told-may-be-missing",
       test_only_what_a_salvage_has_told_may_be_missing);
  ADD ("no-number-of-the-log-is-given-twice", test_no_number_of_the_log_is_given_twice);
  ADD ("everybody-still-gets-in", test_everybody_still_gets_in);
  ADD ("what-this-program-does-not-know-is-refused",
       test_what_this_program_does_not_know_is_refused);
  ADD ("a-cancelled-salvage-writes-nothing", test_a_cancelled_salvage_writes_nothing);
  return g_test_run ();
}
