/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of facts: which are stale, making those anew, and reading all of them in order. */
#include "store/facts-private.h"

#include "store/statement.h"

#include <string.h>

#define PERSONS_PER_TRANSACTION 20000

/* --- Which are stale --- */

/* Whose row tells of a case: whoever it is of, and whoever was served or referred in it. */
#define OF_CASE(id)                                                                                \
  "INSERT OR IGNORE INTO facts_stale SELECT person FROM \"case\" WHERE id = " id "; "              \
  "INSERT OR IGNORE INTO facts_stale SELECT person FROM service WHERE \"case\" = " id "; "         \
  "INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE \"case\" = " id "; "

#define OF_RECORD(row)                                                                             \
  "INSERT OR IGNORE INTO facts_stale VALUES (" row ".person); "                                    \
  "INSERT OR IGNORE INTO facts_stale SELECT person FROM \"case\" WHERE id = " row ".\"case\"; "

#define OF_REFERRAL(row)                                                                           \
  "INSERT OR IGNORE INTO facts_stale SELECT person FROM referral WHERE id = " row ".referral; "

static const struct
{
  const char *entity;
  const char *inserted, *updated;
} triggers[] = {
  {"person", "INSERT OR IGNORE INTO facts_stale VALUES (NEW.id); ",
   "INSERT OR IGNORE INTO facts_stale VALUES (NEW.id); "},
  {"case", OF_CASE ("NEW.id"),
   OF_CASE ("NEW.id") "INSERT OR IGNORE INTO facts_stale VALUES (OLD.person); "},
  {"service", OF_RECORD ("NEW"), OF_RECORD ("OLD") OF_RECORD ("NEW")},
  {"referral", OF_RECORD ("NEW"), OF_RECORD ("OLD") OF_RECORD ("NEW")},
  {"referral_event", OF_REFERRAL ("NEW"), OF_REFERRAL ("OLD") OF_REFERRAL ("NEW")},
  {"situation", OF_CASE ("NEW.\"case\""), OF_CASE ("OLD.\"case\"") OF_CASE ("NEW.\"case\"")},
  {"consent", OF_CASE ("NEW.\"case\""), OF_CASE ("OLD.\"case\"") OF_CASE ("NEW.\"case\"")},
};

static void
add_trigger (GPtrArray *statements, const char *entity, const char *event, const char *body)
{
  g_ptr_array_add (
    statements,
    g_strdup_printf ("CREATE TRIGGER IF NOT EXISTS main.facts_of_%s_%s AFTER %s ON \"%s\"\n"
                     "WHEN EXISTS (SELECT 1 FROM facts_state)\nBEGIN %sEND",
                     entity, event, event, entity, body));
}

void
amp_facts_add_triggers (GPtrArray *statements)
{
  for (gsize i = 0; i < G_N_ELEMENTS (triggers); i++)
    {
      add_trigger (statements, triggers[i].entity, "INSERT", triggers[i].inserted);
      add_trigger (statements, triggers[i].entity, "UPDATE", triggers[i].updated);
    }
}

/* --- Making them anew --- */

static gboolean
begin_anew (AmpStore *self, GError **error)
{
  g_autofree char *state = g_strdup_printf (
    "DELETE FROM main.facts; DELETE FROM main.facts_stale; DELETE FROM main.facts_state; "
    "DELETE FROM main.facts_word; "
    "INSERT INTO main.facts_stale SELECT person FROM main.\"case\" UNION "
    "SELECT person FROM main.service UNION SELECT person FROM main.referral; "
    "INSERT INTO main.facts_state (one, version) VALUES (1, %d)",
    AMP_FACTS_VERSION);

  return amp_store_begin (self, error) &&
         amp_store_end (self, amp_sql_exec (self, state, error), error);
}

static gboolean
write_row (AmpStore *self, gint64 person, const GByteArray *bytes, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self,
    bytes->len == 0 ? "DELETE FROM main.facts WHERE person = ?1"
                    : "INSERT OR REPLACE INTO main.facts (person, data) VALUES (?1, ?2)",
    error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, person);
  if (bytes->len > 0)
    amp_statement_bind_blob (statement, 2, bytes->data, bytes->len);
  return amp_statement_run (statement, error);
}

static GArray *
stale_persons (AmpStore *self, GError **error)
{
  g_autoptr (GArray) persons = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "SELECT person FROM main.facts_stale ORDER BY person LIMIT ?1", error);
  int on_row = -1;

  if (statement != NULL)
    amp_statement_bind_int (statement, 1, PERSONS_PER_TRANSACTION);
  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 person = amp_statement_int (statement, 0);

      g_array_append_val (persons, person);
    }
  return on_row == 0 ? g_steal_pointer (&persons) : NULL;
}

static gboolean
forget_stale (AmpStore *self, gint64 last, GError **error)
{
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (self, "DELETE FROM main.facts_stale WHERE person <= ?1", error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, last);
  return amp_statement_run (statement, error);
}

static gboolean
make_rows (AmpStore *self, const GArray *persons, GCancellable *cancellable, GError **error)
{
  AmpFactWords words = {0};
  g_autoptr (AmpFactMaker) maker = NULL;
  gboolean good = amp_fact_words_load (&words, self, error) &&
                  (maker = amp_fact_maker_new (self, &words, TRUE, error)) != NULL;

  for (guint i = 0; good && i < persons->len; i++)
    {
      gint64 person = g_array_index (persons, gint64, i);
      const GByteArray *bytes = amp_fact_maker_make (maker, person, error);

      good = bytes != NULL && write_row (self, person, bytes, error) &&
             !(i % 256 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error));
    }
  g_clear_pointer (&maker, amp_fact_maker_free);
  amp_fact_words_clear (&words);
  return good && forget_stale (self, g_array_index (persons, gint64, persons->len - 1), error);
}

gboolean
amp_store_facts_refresh (AmpStore *self,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  gint64 version, n_stale;
  guint64 done = 0;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!amp_sql_int (self, "SELECT version FROM main.facts_state", &version, error) ||
      (version != AMP_FACTS_VERSION && !begin_anew (self, error)) ||
      !amp_sql_int (self, "SELECT count(*) FROM main.facts_stale", &n_stale, error))
    return FALSE;
  while (done < (guint64) n_stale)
    {
      g_autoptr (GArray) persons = stale_persons (self, error);

      if (persons == NULL || !amp_store_begin (self, error))
        return FALSE;
      if (!amp_store_end (self, make_rows (self, persons, cancellable, error), error))
        return FALSE;
      done += persons->len;
      amp_progress_set (progress, done, (guint64) n_stale);
    }
  return TRUE;
}

/* --- Reading --- */

struct _AmpFacts
{
  AmpStore *store;
  AmpFactWords words;
  AmpStatement *rows, *births;
  gboolean birth_there;
  gboolean within; /* a read of somebody else, who ends it */
  gint64 birth_person;
  GHashTable *institutions; /* id in decimals -> code or name */
  guint wanted;
  guint64 length;
  GArray *pool;
  AmpPersonFacts person;
};

static gboolean
step_birth (AmpFacts *self, GError **error)
{
  int on_row = amp_statement_step (self->births, error);

  self->birth_there = on_row > 0;
  if (on_row > 0)
    self->birth_person = amp_statement_int (self->births, 0);
  return on_row >= 0;
}

/* Also those that were deleted: who was sent there stays. */
static gboolean
load_institutions (AmpFacts *self, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self->store, "SELECT id, coalesce (code, name_es) FROM main.institution", error);
  int on_row = -1;

  self->institutions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    g_hash_table_insert (self->institutions, g_strdup (amp_statement_text (statement, 0)),
                         g_strdup (amp_statement_text (statement, 1)));
  return on_row == 0;
}

static gboolean
facts_open (AmpFacts *self, gboolean births, GError **error)
{
  gint64 length;

  if (!amp_fact_words_load (&self->words, self->store, error) || !load_institutions (self, error) ||
      !amp_sql_int (self->store, "SELECT count(*) FROM main.facts", &length, error))
    return FALSE;
  self->length = (guint64) length;
  self->rows =
    amp_statement_new (self->store, "SELECT person, data FROM main.facts ORDER BY person", error);
  if (self->rows == NULL || !births)
    return self->rows != NULL;
  /* The index alone is read (schema.c). */
  self->births = amp_statement_new (self->store,
                                    "SELECT id, birth_date FROM identity.person INDEXED BY "
                                    "person_birth ORDER BY id, birth_date",
                                    error);
  return self->births != NULL && step_birth (self, error);
}

AmpFacts *
amp_store_facts (AmpStore *self,
                 guint wanted,
                 gboolean births,
                 AmpProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (AmpFacts) facts = NULL;
  gboolean within = self->reading;

  if (!amp_store_facts_refresh (self, progress, cancellable, error) ||
      !amp_store_read_begin (self, error))
    return NULL;
  facts = g_new0 (AmpFacts, 1);
  facts->store = self;
  facts->within = within;
  facts->wanted = wanted;
  facts->pool = g_array_new (FALSE, FALSE, sizeof (guint32));
  return facts_open (facts, births, error) ? g_steal_pointer (&facts) : NULL;
}

void
amp_facts_free (AmpFacts *self)
{
  if (self == NULL)
    return;
  amp_statement_release (self->rows);
  amp_statement_release (self->births);
  if (!self->within)
    amp_store_read_end (self->store);
  amp_fact_words_clear (&self->words);
  g_clear_pointer (&self->institutions, g_hash_table_unref);
  g_array_unref (self->pool);
  g_free (self);
}

static gboolean
read_birth (AmpFacts *self, GError **error)
{
  self->person.birth = (AmpDate){0};
  while (self->birth_there && self->birth_person < self->person.person)
    if (!step_birth (self, error))
      return FALSE;
  if (self->birth_there && self->birth_person == self->person.person)
    {
      const char *text = amp_statement_text (self->births, 1);

      if (text == NULL || !amp_date_parse (text, &self->person.birth))
        self->person.birth = (AmpDate){0};
    }
  return TRUE;
}

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                       "A row of the counts does not fit the records");
  return FALSE;
}

int
amp_facts_next (AmpFacts *self, GCancellable *cancellable, GError **error)
{
  const guint8 *bytes;
  gsize length;
  int on_row;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  on_row = amp_statement_step (self->rows, error);
  if (on_row <= 0)
    return on_row;
  self->person.person = amp_statement_int (self->rows, 0);
  bytes = amp_statement_blob (self->rows, 1, &length);
  if (!amp_fact_unpack (bytes, length, self->wanted, self->pool, &self->person))
    return damaged (error) ? 1 : -1;
  return self->births == NULL || read_birth (self, error) ? 1 : -1;
}

const AmpPersonFacts *
amp_facts_person (const AmpFacts *self)
{
  return &self->person;
}

guint64
amp_facts_length (const AmpFacts *self)
{
  return self->length;
}

guint
amp_facts_n_words (const AmpFacts *self)
{
  return self->words.texts->len;
}

const char *
amp_facts_word (const AmpFacts *self, guint32 word)
{
  return word < self->words.texts->len ? g_ptr_array_index (self->words.texts, word) : NULL;
}

const char *
amp_facts_institution (const AmpFacts *self, guint32 word)
{
  const char *id = amp_facts_word (self, word);

  return id == NULL ? NULL : g_hash_table_lookup (self->institutions, id);
}

/* --- Verifying --- */

/* Persons who have a row, or should have one. */
static const char everybody[] =
  "SELECT p.person, f.data FROM (SELECT person FROM main.facts UNION SELECT person FROM "
  "main.\"case\" UNION SELECT person FROM main.service UNION SELECT person FROM main.referral) p "
  "LEFT JOIN main.facts f ON f.person = p.person "
  "WHERE p.person NOT IN (SELECT person FROM main.facts_stale)";

static gboolean
compare_rows (AmpStore *store,
              AmpFactMaker *maker,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, everybody, error);
  gint64 total = 0;
  guint64 done = 0;
  int on_row = -1;

  if (!amp_sql_int (store, "SELECT count(*) FROM main.facts", &total, error))
    return FALSE;
  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      const GByteArray *made = amp_fact_maker_make (maker, amp_statement_int (statement, 0), error);
      gsize length;
      const void *data = amp_statement_blob (statement, 1, &length);

      if (made == NULL)
        return FALSE;
      if (made->len != length || (length > 0 && memcmp (made->data, data, length) != 0))
        return damaged (error);
      if (++done % 256 != 0)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      amp_progress_set (progress, done, MAX ((guint64) total, done));
    }
  return on_row == 0;
}

gboolean
amp_facts_verify (AmpStore *store, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  AmpFactWords words = {0};
  gint64 version;
  gboolean good;

  if (!amp_sql_int (store, "SELECT version FROM main.facts_state", &version, error))
    return FALSE;
  if (version != AMP_FACTS_VERSION)
    return TRUE; /* made anew by the next count */
  good = amp_fact_words_load (&words, store, error);
  if (good)
    {
      g_autoptr (AmpFactMaker) maker = amp_fact_maker_new (store, &words, FALSE, error);

      good = maker != NULL && compare_rows (store, maker, progress, cancellable, error);
    }
  amp_fact_words_clear (&words);
  return good;
}
