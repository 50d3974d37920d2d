/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a row of a field table to a column with its type, reference and checks.
 *
 * Checks hold for tables made with them: SQLite cannot add one to an old table, but for the check
 * of a column that is new itself. So a field's check is a second net; the first are
 * amp_field_canonical() and amp_check_record(). */
#include "store/schema.h"

#include "store/due-source.h"
#include "store/facts-private.h"

#include <string.h>

/* The bytes of a record, AMP_ATTACHMENT_CHUNK of them a row but for the last. Written before the
 * record is, in one transaction with it. */
#define CHUNKS(entity)                                                                             \
  "CREATE TABLE IF NOT EXISTS identity." entity "_chunk (\n"                                       \
  "  id INTEGER PRIMARY KEY,\n"                                                                    \
  "  owner INTEGER NOT NULL REFERENCES \"" entity "\" (id) DEFERRABLE INITIALLY DEFERRED,\n"       \
  "  n INTEGER NOT NULL CHECK (n >= 0),\n"                                                         \
  "  data BLOB NOT NULL CHECK (length(data) BETWEEN 1 AND 262144),\n"                              \
  "  UNIQUE (owner, n)\n"                                                                          \
  ") STRICT"

/* Kept by the store itself, in both databases. layout: hash of this text and of the code lists, to
 * see whether there is anything to bring up to date. */
static const char *const fixed_tables[] = {
  "CREATE TABLE IF NOT EXISTS main.vault_state (\n"
  "  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
  "  vault BLOB NOT NULL,\n"
  "  txn INTEGER NOT NULL,\n"
  "  layout BLOB NOT NULL\n"
  ") STRICT",

  /* The head of the chain stands here too, under the other key: a chain cut off at its end by
   * somebody who holds K_case only is noticed. records: the sum of all of them (stock.h). */
  "CREATE TABLE IF NOT EXISTS identity.vault_state (\n"
  "  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
  "  vault BLOB NOT NULL,\n"
  "  txn INTEGER NOT NULL,\n"
  "  audit_seq INTEGER NOT NULL,\n"
  "  audit_hash BLOB NOT NULL,\n"
  "  records BLOB\n"
  ") STRICT",

  /* Public keys of everybody who ever signed, so that events of disabled users verify. */
  "CREATE TABLE IF NOT EXISTS main.user_key (\n"
  "  user INTEGER PRIMARY KEY,\n"
  "  sign_public BLOB NOT NULL CHECK (length(sign_public) = 32)\n"
  ") STRICT",

  "CREATE TABLE IF NOT EXISTS main.audit_event (\n"
  "  seq INTEGER PRIMARY KEY,\n"
  "  at TEXT NOT NULL,\n"
  "  actor INTEGER NOT NULL,\n"
  "  role TEXT NOT NULL,\n"
  "  action TEXT NOT NULL,\n"
  "  object_type TEXT,\n"
  "  object_ref BLOB,\n"
  "  fields TEXT,\n"
  "  reason TEXT,\n"
  "  prev_hash BLOB NOT NULL,\n"
  "  hash BLOB NOT NULL,\n"
  "  signature BLOB NOT NULL,\n"
  "  digests BLOB,\n"
  "  records BLOB\n"
  ") STRICT",

  /* Against mistakes, not against attackers: those the hashes and signatures show. */
  "CREATE TRIGGER IF NOT EXISTS main.audit_event_stays BEFORE UPDATE ON audit_event\n"
  "BEGIN SELECT RAISE(ABORT, 'audit events are never changed'); END",
  "CREATE TRIGGER IF NOT EXISTS main.audit_event_kept BEFORE DELETE ON audit_event\n"
  "BEGIN SELECT RAISE(ABORT, 'audit events are never deleted'); END",

  CHUNKS ("attachment"),
  CHUNKS ("document"),

  /* The release ledger (releases.h): a line for each file of counts that was made for somebody, in
   * a chain of hashes; what each line told and hid, and the proof; what a period was frozen at.
   * What somebody typed about it stands under the other key. */
  "CREATE TABLE IF NOT EXISTS main.release (\n"
  "  id INTEGER PRIMARY KEY CHECK (id > 0),\n"
  "  at TEXT NOT NULL,\n"
  "  actor INTEGER NOT NULL,\n"
  "  approver INTEGER NOT NULL,\n"
  "  rule TEXT NOT NULL,\n"
  "  policy BLOB NOT NULL,\n"
  "  template TEXT,\n"
  "  unit TEXT,\n"
  "  period TEXT,\n"
  "  request TEXT NOT NULL,\n"
  "  data_as_of TEXT,\n"
  "  format TEXT,\n"
  "  language TEXT,\n"
  "  file BLOB,\n"
  "  file_hash BLOB,\n"
  "  contents_hash BLOB NOT NULL,\n"
  "  prev_hash BLOB NOT NULL,\n"
  "  hash BLOB NOT NULL,\n"
  "  state TEXT NOT NULL CHECK (state IN ('prepared', 'given'))\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS main.release_cell (\n"
  "  release INTEGER NOT NULL REFERENCES release (id),\n"
  "  key TEXT NOT NULL,\n"
  "  hidden INTEGER NOT NULL CHECK (hidden IN (0, 1)),\n"
  "  value INTEGER NOT NULL CHECK (value >= 0),\n"
  "  PRIMARY KEY (release, key)\n"
  ") STRICT, WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS main.release_proof (\n"
  "  release INTEGER PRIMARY KEY REFERENCES release (id),\n"
  "  data BLOB NOT NULL\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS main.release_base (\n"
  "  unit TEXT NOT NULL,\n"
  "  period TEXT NOT NULL,\n"
  "  at TEXT NOT NULL,\n"
  "  data BLOB NOT NULL,\n"
  "  PRIMARY KEY (unit, period)\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS identity.release_words (\n"
  "  release INTEGER PRIMARY KEY,\n"
  "  recipient TEXT,\n"
  "  reason TEXT\n"
  ") STRICT",
  "CREATE TRIGGER IF NOT EXISTS main.release_stays BEFORE UPDATE ON release\n"
  "WHEN OLD.hash IS NOT NEW.hash OR OLD.state = 'given'\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the release ledger are never changed'); END",
  "CREATE TRIGGER IF NOT EXISTS main.release_kept BEFORE DELETE ON release\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the release ledger are never deleted'); END",
  "CREATE TRIGGER IF NOT EXISTS main.release_base_stays BEFORE UPDATE ON release_base\n"
  "BEGIN SELECT RAISE(ABORT, 'a frozen period stays as it is'); END",
  "CREATE TRIGGER IF NOT EXISTS main.release_base_kept BEFORE DELETE ON release_base\n"
  "BEGIN SELECT RAISE(ABORT, 'a frozen period stays as it is'); END",

  /* The ledger of review packs (reviews.h). The session key goes when the audit is closed, with
   * head_seq where there never was a file; nothing else of a line is ever changed. */
  "CREATE TABLE IF NOT EXISTS main.review (\n"
  "  id INTEGER PRIMARY KEY CHECK (id > 0),\n"
  "  pack TEXT NOT NULL UNIQUE,\n"
  "  at TEXT NOT NULL,\n"
  "  maker INTEGER NOT NULL,\n"
  "  approver INTEGER NOT NULL,\n"
  "  auditor INTEGER NOT NULL,\n"
  "  level TEXT NOT NULL,\n"
  "  k INTEGER NOT NULL,\n"
  "  l INTEGER NOT NULL,\n"
  "  share INTEGER NOT NULL,\n"
  "  sample INTEGER NOT NULL,\n"
  "  records INTEGER NOT NULL,\n"
  "  withheld INTEGER NOT NULL,\n"
  "  head_seq INTEGER NOT NULL,\n"
  "  codes TEXT NOT NULL,\n"
  "  classes TEXT NOT NULL,\n"
  "  file_hash BLOB NOT NULL,\n"
  "  session_key BLOB\n"
  ") STRICT",
  "CREATE TRIGGER IF NOT EXISTS main.review_line_stays BEFORE UPDATE OF id, pack, at, maker,\n"
  "  approver, auditor, level, k, l, share, sample, records, withheld, codes, classes, file_hash\n"
  "  ON review\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  "CREATE TRIGGER IF NOT EXISTS main.review_key_goes BEFORE UPDATE OF session_key ON review\n"
  "WHEN NEW.session_key IS NOT NULL\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  /* A pack that never was a file told nobody of the log. */
  "CREATE TRIGGER IF NOT EXISTS main.review_head_goes BEFORE UPDATE OF head_seq ON review\n"
  "WHEN NEW.head_seq <> 0 OR NEW.session_key IS NOT NULL\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  "CREATE TRIGGER IF NOT EXISTS main.review_kept BEFORE DELETE ON review\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never deleted'); END",
  /* Which cases a pack was drawn from, under a key of supervisors, by rounds: no round has a case
   * twice. One row of each round is no case, and tells the key. */
  "CREATE TABLE IF NOT EXISTS main.review_drawn (\n"
  "  round INTEGER NOT NULL CHECK (round > 0),\n"
  "  token BLOB NOT NULL CHECK (length(token) = 16),\n"
  "  review INTEGER NOT NULL REFERENCES review (id),\n"
  "  PRIMARY KEY (round, token)\n"
  ") STRICT, WITHOUT ROWID",
  "CREATE INDEX IF NOT EXISTS main.review_drawn_for ON review_drawn (review, round)",
  "CREATE TRIGGER IF NOT EXISTS main.review_drawn_stays BEFORE UPDATE ON review_drawn\n"
  "BEGIN SELECT RAISE(ABORT, 'what a pack was drawn from is never changed'); END",
  /* A pack that never was a file showed nobody anything. */
  "CREATE TRIGGER IF NOT EXISTS main.review_drawn_kept BEFORE DELETE ON review_drawn\n"
  "WHEN (SELECT head_seq FROM review WHERE id = OLD.review) IS NOT 0\n"
  "BEGIN SELECT RAISE(ABORT, 'what a pack was drawn from is never deleted'); END",
  /* The cases of a pack's records, in the order of its codes: each sealed so that it takes two of
   * who have a share. All goes when the audit is closed. */
  "CREATE TABLE IF NOT EXISTS main.review_cases (\n"
  "  review INTEGER PRIMARY KEY REFERENCES review (id),\n"
  "  sealed BLOB NOT NULL,\n"
  "  signature BLOB NOT NULL CHECK (length(signature) = 64)\n"
  ") STRICT",
  "CREATE TRIGGER IF NOT EXISTS main.review_cases_stay BEFORE UPDATE ON review_cases\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  "CREATE TABLE IF NOT EXISTS main.review_share (\n"
  "  review INTEGER NOT NULL REFERENCES review (id),\n"
  "  holder INTEGER NOT NULL,\n"
  "  sealed BLOB NOT NULL,\n"
  "  PRIMARY KEY (review, holder)\n"
  ") STRICT, WITHOUT ROWID",
  "CREATE TRIGGER IF NOT EXISTS main.review_share_stays BEFORE UPDATE ON review_share\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  /* A pack whose codes still lead somewhere was a file. */
  "CREATE TRIGGER IF NOT EXISTS main.review_head_stays BEFORE UPDATE OF head_seq ON review\n"
  "WHEN EXISTS (SELECT 1 FROM review_cases WHERE review = NEW.id)\n"
  "BEGIN SELECT RAISE(ABORT, 'lines of the ledger of packs are never changed'); END",
  /* Which record's case is asked for by an approval, and what the one who approves gives for it:
   * sealed to who asked. Goes with the answer, the use, or the audit. */
  "CREATE TABLE IF NOT EXISTS main.review_resolve (\n"
  "  approval INTEGER PRIMARY KEY,\n"
  "  review INTEGER NOT NULL REFERENCES review (id),\n"
  "  code TEXT NOT NULL CHECK (length(code) = 12),\n"
  "  piece BLOB\n"
  ") STRICT",
  "CREATE TRIGGER IF NOT EXISTS main.review_resolve_stays BEFORE UPDATE OF approval, review, code\n"
  "  ON review_resolve\n"
  "BEGIN SELECT RAISE(ABORT, 'what is asked for is never changed'); END",

  /* What is counted of each person (facts.h), whose row is stale, and the words in them. No state:
   * nothing was counted yet, and nothing has to be noted. */
  "CREATE TABLE IF NOT EXISTS main.facts (\n"
  "  person INTEGER PRIMARY KEY,\n"
  "  data BLOB NOT NULL\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS main.facts_stale (\n"
  "  person INTEGER PRIMARY KEY\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS main.facts_word (\n"
  "  id INTEGER PRIMARY KEY,\n"
  "  text TEXT NOT NULL UNIQUE\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS main.facts_state (\n"
  "  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
  "  version INTEGER NOT NULL\n"
  ") STRICT",

  "CREATE TABLE IF NOT EXISTS identity.draft (\n"
  "  user INTEGER NOT NULL,\n"
  "  key TEXT NOT NULL,\n"
  "  text TEXT NOT NULL,\n"
  "  saved INTEGER NOT NULL,\n"
  "  PRIMARY KEY (user, key)\n"
  ") STRICT, WITHOUT ROWID",

  /* What can be searched of a record, folded: identifiers and free text, each with an
   * index of its own, so that a hit tells which of them it is. only_user: a note that its
   * author keeps to herself. */
  "CREATE TABLE IF NOT EXISTS identity.search_entry (\n"
  "  id INTEGER PRIMARY KEY,\n"
  "  entity TEXT NOT NULL,\n"
  "  person INTEGER,\n"
  "  \"case\" INTEGER,\n"
  "  only_user INTEGER,\n"
  "  names TEXT NOT NULL,\n"
  "  words TEXT NOT NULL\n"
  ") STRICT",
  "CREATE VIRTUAL TABLE IF NOT EXISTS identity.search_names USING fts5(\n"
  "  names, content='search_entry', content_rowid='id',\n"
  "  tokenize='ascii', detail=none, columnsize=0, prefix='1 2 3 4'\n"
  ")",
  "CREATE VIRTUAL TABLE IF NOT EXISTS identity.search_words USING fts5(\n"
  "  words, content='search_entry', content_rowid='id',\n"
  "  tokenize='ascii', detail=none, columnsize=0, prefix='2 3'\n"
  ")",

  /* By which rules the index was made (store/search.h). */
  "CREATE TABLE IF NOT EXISTS identity.search_state (\n"
  "  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
  "  rules INTEGER NOT NULL\n"
  ") STRICT",

  /* The blind index (blind.h): what each record gives, who has what, and which way it was made. */
  "CREATE TABLE IF NOT EXISTS identity.search_keys (\n"
  "  id INTEGER PRIMARY KEY,\n"
  "  person INTEGER NOT NULL,\n"
  "  keys BLOB NOT NULL\n"
  ") STRICT",
  "CREATE TABLE IF NOT EXISTS identity.search_blind (\n"
  "  hash INTEGER NOT NULL,\n"
  "  id INTEGER NOT NULL,\n"
  "  PRIMARY KEY (hash, id)\n"
  ") STRICT, WITHOUT ROWID",
  "CREATE TABLE IF NOT EXISTS identity.search_way (\n"
  "  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
  "  way INTEGER NOT NULL\n"
  ") STRICT",
};

/* The case list: each order as one index that holds what the filters ask too, so that sorting and
 * filtering a million cases reads the index alone. */
static const char *const case_list_orders[] = {
  "number", "office_region", "status", "risk_level", "last_contact_on",
};
static const char *const case_list_filters[] = {"status", "office_region", "owner"};

gboolean
amp_schema_has_identity (const AmpEntity *entity)
{
  for (gsize i = 0; i < entity->n_fields; i++)
    if (amp_field_is_private (&entity->fields[i]))
      return TRUE;
  return FALSE;
}

const char *
amp_schema_of_field (const AmpField *field)
{
  return amp_field_is_private (field) ? "identity" : "main";
}

static void
append_check (GString *sql, const AmpEntity *entity, const AmpField *field)
{
  const char *name = field->name;

  g_string_append_printf (sql, " CONSTRAINT \"%s.%s\" CHECK (", entity->name, name);
  switch (field->kind)
    {
    case AMP_KIND_DATE:
      g_string_append_printf (sql,
                              "\"%s\" = 'unknown' OR \"%s\" GLOB '[12][0-9][0-9][0-9]' OR "
                              "\"%s\" GLOB '[12][0-9][0-9][0-9]-[01][0-9]' OR "
                              "\"%s\" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'",
                              name, name, name, name);
      break;

    case AMP_KIND_TIMESTAMP:
      g_string_append_printf (sql,
                              "\"%s\" GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T"
                              "[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z'",
                              name);
      break;

    case AMP_KIND_BOOLEAN:
      g_string_append_printf (sql, "\"%s\" IN (0, 1)", name);
      break;

    case AMP_KIND_INTEGER:
      g_string_append_printf (sql, "\"%s\" BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT,
                              name, field->min, field->max);
      break;

    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
    case AMP_KIND_CODE:
    case AMP_KIND_CODES:
    case AMP_KIND_REF:
    default:
      g_string_append_printf (sql, "\"%s\" <> ''", name);
      break;
    }
  g_string_append_c (sql, ')');
}

char *
amp_schema_column (const AmpEntity *entity, const AmpField *field, gboolean added)
{
  GString *sql = g_string_new (NULL);
  gboolean number = field->kind == AMP_KIND_INTEGER || field->kind == AMP_KIND_BOOLEAN ||
                    field->kind == AMP_KIND_REF;
  gboolean private_field = amp_field_is_private (field);

  g_string_append_printf (sql, "\"%s\" %s", field->name, number ? "INTEGER" : "TEXT");

  /* A table with rows can only gain a column that they may leave empty. */
  if ((field->flags & AMP_FIELD_REQUIRED) && !private_field && !added)
    g_string_append (sql, " NOT NULL");

  /* A reference cannot leave its database. */
  if (field->kind == AMP_KIND_REF && !private_field)
    g_string_append_printf (sql, " REFERENCES \"%s\" (id)", field->refers);
  else if (field->kind == AMP_KIND_CODE)
    g_string_append_printf (sql, " REFERENCES \"code_%s\" (code)", field->list);
  else if (field->kind != AMP_KIND_REF &&
           (field->kind != AMP_KIND_INTEGER || field->max > field->min))
    append_check (sql, entity, field);

  return g_string_free (sql, FALSE);
}

static gboolean
is_plain_column (const AmpField *field, gboolean private_fields)
{
  return field->kind != AMP_KIND_CODES && amp_field_is_private (field) == private_fields;
}

static void
append_columns (GString *sql, const AmpEntity *entity, gboolean private_fields)
{
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      g_autofree char *column = NULL;

      if (!is_plain_column (&entity->fields[i], private_fields))
        continue;
      column = amp_schema_column (entity, &entity->fields[i], FALSE);
      g_string_append_printf (sql, ",\n  %s", column);
    }
}

static char *
main_table (const AmpEntity *entity)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql,
                          "CREATE TABLE IF NOT EXISTS main.\"%s\" (\n"
                          "  id INTEGER PRIMARY KEY CHECK (id > 0),\n"
                          "  rev INTEGER NOT NULL CHECK (rev > 0),\n"
                          "  created_at TEXT NOT NULL,\n"
                          "  created_by INTEGER NOT NULL,\n"
                          "  updated_at TEXT NOT NULL,\n"
                          "  updated_by INTEGER NOT NULL,\n"
                          "  deleted_at TEXT",
                          entity->name);
  append_columns (sql, entity, FALSE);
  g_string_append (sql, "\n) STRICT");
  return g_string_free (sql, FALSE);
}

static char *
identity_table (const AmpEntity *entity)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql,
                          "CREATE TABLE IF NOT EXISTS identity.\"%s\" (\n"
                          "  id INTEGER PRIMARY KEY CHECK (id > 0),\n"
                          "  rev INTEGER NOT NULL CHECK (rev > 0)",
                          entity->name);
  append_columns (sql, entity, TRUE);
  g_string_append (sql, "\n) STRICT");
  return g_string_free (sql, FALSE);
}

static char *
codes_table (const AmpEntity *entity, const AmpField *field)
{
  return g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s.\"%s__%s\" (\n"
                          "  owner INTEGER NOT NULL REFERENCES \"%s\" (id),\n"
                          "  code TEXT NOT NULL REFERENCES \"code_%s\" (code),\n"
                          "  PRIMARY KEY (owner, code)\n"
                          ") STRICT, WITHOUT ROWID",
                          amp_schema_of_field (field), entity->name, field->name, entity->name,
                          field->list);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
amp_schema_lists (gboolean private_fields)
{
  GPtrArray *names = g_ptr_array_new ();
  const AmpEntity *const *entities = amp_entities ();

  for (; *entities != NULL; entities++)
    for (gsize i = 0; i < (*entities)->n_fields; i++)
      {
        const AmpField *field = &(*entities)->fields[i];

        if (field->list != NULL && amp_field_is_private (field) == private_fields &&
            !g_ptr_array_find_with_equal_func (names, field->list, g_str_equal, NULL))
          g_ptr_array_add (names, (gpointer) field->list);
      }
  g_ptr_array_sort (names, compare_names);
  return names;
}

static void
add_code_tables (GPtrArray *statements, gboolean private_fields)
{
  g_autoptr (GPtrArray) names = amp_schema_lists (private_fields);

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (statements, g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s.\"code_%s\" (\n"
                                                  "  code TEXT PRIMARY KEY,\n"
                                                  "  position INTEGER NOT NULL\n"
                                                  ") STRICT, WITHOUT ROWID",
                                                  private_fields ? "identity" : "main",
                                                  (const char *) names->pdata[i]));
}

GPtrArray *
amp_schema_tables (void)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (fixed_tables); i++)
    g_ptr_array_add (statements, g_strdup (fixed_tables[i]));
  add_code_tables (statements, FALSE);
  add_code_tables (statements, TRUE);

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_ptr_array_add (statements, main_table (*entity));
      if (amp_schema_has_identity (*entity))
        g_ptr_array_add (statements, identity_table (*entity));
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        if ((*entity)->fields[i].kind == AMP_KIND_CODES)
          g_ptr_array_add (statements, codes_table (*entity, &(*entity)->fields[i]));
    }
  return statements;
}

static gboolean
is_case_list_order (const AmpEntity *entity, const AmpField *field)
{
  if (strcmp (entity->name, "case") != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (case_list_orders); i++)
    if (strcmp (field->name, case_list_orders[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
add_case_list_index (GPtrArray *statements, const char *order)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (
    sql, "CREATE INDEX IF NOT EXISTS main.case_list_%s ON \"case\" (\"%s\", id", order, order);
  for (gsize i = 0; i < G_N_ELEMENTS (case_list_filters); i++)
    if (strcmp (case_list_filters[i], order) != 0)
      g_string_append_printf (sql, ", \"%s\"", case_list_filters[i]);
  g_string_append (sql, ", deleted_at)");
  g_ptr_array_add (statements, g_string_free (sql, FALSE));
}

static void
add_field_indexes (GPtrArray *statements, const AmpEntity *entity, const AmpField *field)
{
  const char *schema = amp_schema_of_field (field);

  if (field->kind == AMP_KIND_CODES)
    return;
  if (field->flags & AMP_FIELD_UNIQUE)
    g_ptr_array_add (
      statements,
      g_strdup_printf ("CREATE UNIQUE INDEX IF NOT EXISTS %s.\"%s_%s_unique\" ON \"%s\" (\"%s\")",
                       schema, entity->name, field->name, entity->name, field->name));
  else if ((field->kind == AMP_KIND_REF || (field->flags & AMP_FIELD_INDEXED)) &&
           !is_case_list_order (entity, field))
    g_ptr_array_add (
      statements, g_strdup_printf ("CREATE INDEX IF NOT EXISTS %s.\"%s_%s\" ON \"%s\" (\"%s\")",
                                   schema, entity->name, field->name, entity->name, field->name));
}

GPtrArray *
amp_schema_indexes (void)
{
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      add_field_indexes (statements, *entity, &(*entity)->fields[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (case_list_orders); i++)
    add_case_list_index (statements, case_list_orders[i]);
  amp_due_add_indexes (statements);
  amp_facts_add_triggers (statements);
  /* Counts by age read the births alone. */
  g_ptr_array_add (statements, g_strdup ("CREATE INDEX IF NOT EXISTS identity.person_birth ON "
                                         "person (id, birth_date)"));
  /* The history of a record, and how the vault is kept, without reading the whole log. */
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.audit_event_object ON audit_event "
                             "(object_ref) WHERE object_ref IS NOT NULL"));
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.audit_event_backup ON audit_event "
                             "(action) WHERE action = 'backup'"));
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.audit_event_keys ON audit_event "
                             "(action) WHERE action = 'key_change'"));
  return statements;
}

char *
amp_schema_sql (void)
{
  g_autoptr (GPtrArray) tables = amp_schema_tables ();
  g_autoptr (GPtrArray) indexes = amp_schema_indexes ();
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < tables->len; i++)
    g_string_append_printf (sql, "%s;\n\n", (const char *) tables->pdata[i]);
  for (guint i = 0; i < indexes->len; i++)
    g_string_append_printf (sql, "%s;\n", (const char *) indexes->pdata[i]);
  return g_string_free (sql, FALSE);
}
