/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making the schema, and letting old tables gain new columns, codes and indexes.
 *
 * The hash of the whole schema and of all code lists is kept as "layout": where it is the
 * program's, there is nothing to do. Nothing is ever dropped, so a program of the same schema
 * version with fewer fields still opens the vault. */
#include "store/migrate.h"

#include "store/audit.h"
#include "store/blind.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/statement.h"

#include <string.h>

static gboolean
check_version (AmpStore *store, const char *pragma, GError **error)
{
  gint64 version;

  if (!amp_sql_int (store, pragma, &version, error))
    return FALSE;
  if (version <= AMP_SCHEMA_VERSION)
    return TRUE;
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NEWER,
               "The vault has schema version %" G_GINT64_FORMAT ", this program knows %d", version,
               AMP_SCHEMA_VERSION);
  return FALSE;
}

static gboolean
read_state (AmpStore *store, const char *sql, gint64 *txn, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, sql, error);
  const void *vault;
  gsize length;
  int on_row;

  if (statement == NULL)
    return FALSE;
  on_row = amp_statement_step (statement, error);
  if (on_row < 0)
    return FALSE;
  if (on_row == 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP,
                           "A database has lost its state row");
      return FALSE;
    }

  vault = amp_statement_blob (statement, 0, &length);
  if (length != 16 || memcmp (vault, amp_vault_get_id (store->vault), 16) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN,
                           "A database belongs to another vault");
      return FALSE;
    }
  *txn = amp_statement_int (statement, 1);
  return TRUE;
}

gboolean
amp_migrate_check_step (AmpStore *store, GError **error)
{
  gint64 casework, identity;

  if (!read_state (store, "SELECT vault, txn FROM main.vault_state", &casework, error) ||
      !read_state (store, "SELECT vault, txn FROM identity.vault_state", &identity, error))
    return FALSE;
  if (casework == identity)
    return TRUE;
  g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP,
               "casework.db is of transaction %" G_GINT64_FORMAT
               ", identity.db of %" G_GINT64_FORMAT,
               casework, identity);
  return FALSE;
}

static void
hash_lists (GString *text, gboolean private_fields)
{
  g_autoptr (GPtrArray) names = amp_schema_lists (private_fields);

  for (guint i = 0; i < names->len; i++)
    {
      const AmpCodeList *list = amp_code_list_find (names->pdata[i]);

      g_string_append_printf (text, "\n%s:", (const char *) names->pdata[i]);
      for (guint n = 0; list != NULL && n < amp_code_list_length (list); n++)
        g_string_append_printf (text, "%s;", amp_code_value (amp_code_list_nth (list, n)));
    }
}

static void
compute_layout (guint8 out[AMP_HASH_BYTES])
{
  g_autofree char *sql = amp_schema_sql ();
  g_autoptr (GString) text = g_string_new (sql);

  g_string_append_printf (text, "\nsearch %d", AMP_SEARCH_RULES);
  hash_lists (text, FALSE);
  hash_lists (text, TRUE);
  amp_hash (text->str, text->len, out);
}

static gboolean
run_all (AmpStore *store, GPtrArray *statements, GError **error)
{
  for (guint i = 0; i < statements->len; i++)
    if (!amp_sql_exec (store, statements->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* 1: the table has the column, 0: it has not, -1: error. */
static int
has_column (
  AmpStore *store, const char *schema, const char *table, const char *column, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  statement =
    amp_statement_borrow (store, "SELECT 1 FROM pragma_table_info (?1, ?2) WHERE name = ?3", error);
  if (statement == NULL)
    return -1;
  amp_statement_bind_text (statement, 1, table);
  amp_statement_bind_text (statement, 2, schema);
  amp_statement_bind_text (statement, 3, column);
  return amp_statement_step (statement, error);
}

/* Columns of the store's own tables that came later. */
static gboolean
add_missing_of_ours (AmpStore *store, GError **error)
{
  static const struct
  {
    const char *schema, *table, *column;
  } later[] = {
    {"main", "audit_event", "digests"},
    {"main", "audit_event", "records"},
    {"identity", "vault_state", "records"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (later); i++)
    {
      g_autofree char *sql = g_strdup_printf ("ALTER TABLE %s.\"%s\" ADD COLUMN %s BLOB",
                                              later[i].schema, later[i].table, later[i].column);
      int has = has_column (store, later[i].schema, later[i].table, later[i].column, error);

      if (has < 0 || (has == 0 && !amp_sql_exec (store, sql, error)))
        return FALSE;
    }
  return TRUE;
}

/* A new vault, or one of before: from the next event on, the chain says what its records are. */
static gboolean
ensure_stock (AmpStore *store, GError **error)
{
  gint64 there;

  return amp_sql_int (store, "SELECT records IS NOT NULL FROM identity.vault_state", &there,
                      error) &&
         (there != 0 || amp_audit_take_stock (store, error));
}

static gboolean
add_missing_columns (AmpStore *store, const AmpEntity *entity, GError **error)
{
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *schema = amp_schema_of_field (field);
      g_autofree char *column = NULL;
      g_autofree char *sql = NULL;
      int has;

      if (field->kind == AMP_KIND_CODES)
        continue;
      has = has_column (store, schema, entity->name, field->name, error);
      if (has < 0)
        return FALSE;
      if (has > 0)
        continue;
      column = amp_schema_column (entity, field, TRUE);
      sql = g_strdup_printf ("ALTER TABLE %s.\"%s\" ADD COLUMN %s", schema, entity->name, column);
      if (!amp_sql_exec (store, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* An entity whose first private field is new has no identity half for its old rows yet. */
static gboolean
add_missing_halves (AmpStore *store, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql = NULL;

  if (!amp_schema_has_identity (entity))
    return TRUE;
  sql = g_strdup_printf ("INSERT INTO identity.\"%s\" (id, rev) SELECT id, rev FROM main.\"%s\" "
                         "WHERE NOT EXISTS (SELECT 1 FROM identity.\"%s\")",
                         entity->name, entity->name, entity->name);
  return amp_sql_exec (store, sql, error);
}

static gboolean
fill_code_tables (AmpStore *store, gboolean private_fields, GError **error)
{
  g_autoptr (GPtrArray) names = amp_schema_lists (private_fields);

  for (guint i = 0; i < names->len; i++)
    {
      const AmpCodeList *list = amp_code_list_find (names->pdata[i]);
      g_autofree char *sql = NULL;
      g_autoptr (AmpStatement) statement = NULL;

      sql = g_strdup_printf ("INSERT INTO %s.\"code_%s\" (code, position) VALUES (?1, ?2) "
                             "ON CONFLICT (code) DO UPDATE SET position = excluded.position "
                             "WHERE position <> excluded.position",
                             private_fields ? "identity" : "main", (const char *) names->pdata[i]);
      statement = amp_statement_new (store, sql, error);
      if (statement == NULL)
        return FALSE;
      for (guint n = 0; list != NULL && n < amp_code_list_length (list); n++)
        {
          amp_statement_bind_text (statement, 1, amp_code_value (amp_code_list_nth (list, n)));
          amp_statement_bind_int (statement, 2, n);
          if (!amp_statement_run (statement, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_state (AmpStore *store, gboolean fresh, const guint8 layout[AMP_HASH_BYTES], GError **error)
{
  const guint8 no_hash[AMP_HASH_BYTES] = {0};
  const guint8 *id = amp_vault_get_id (store->vault);
  g_autoptr (AmpStatement) casework = NULL;
  g_autoptr (AmpStatement) identity = NULL;
  g_autofree char *versions =
    g_strdup_printf ("PRAGMA main.user_version = %d; PRAGMA identity.user_version = %d",
                     AMP_SCHEMA_VERSION, AMP_SCHEMA_VERSION);

  casework = amp_statement_new (store,
                                fresh ? "INSERT INTO main.vault_state (one, vault, txn, layout) "
                                        "VALUES (1, ?1, 0, ?2)"
                                      : "UPDATE main.vault_state SET vault = ?1, layout = ?2",
                                error);
  if (casework == NULL)
    return FALSE;
  amp_statement_bind_blob (casework, 1, id, 16);
  amp_statement_bind_blob (casework, 2, layout, AMP_HASH_BYTES);
  if (!amp_statement_run (casework, error) || !amp_sql_exec (store, versions, error))
    return FALSE;
  if (!fresh)
    return TRUE;

  identity =
    amp_statement_new (store,
                       "INSERT INTO identity.vault_state (one, vault, txn, audit_seq, audit_hash) "
                       "VALUES (1, ?1, 0, 0, ?2)",
                       error);
  if (identity == NULL)
    return FALSE;
  amp_statement_bind_blob (identity, 1, id, 16);
  amp_statement_bind_blob (identity, 2, no_hash, sizeof no_hash);
  return amp_statement_run (identity, error);
}

/* A vault of before the blind index, or of another way of hashing. */
static gboolean
ensure_blind (AmpStore *store, GError **error)
{
  gboolean current;

  return amp_blind_is_current (store, &current, error) &&
         (current || amp_blind_rebuild (store, error));
}

static gboolean
bring_up_to_date (AmpStore *store,
                  gboolean fresh,
                  const guint8 layout[AMP_HASH_BYTES],
                  GError **error)
{
  g_autoptr (GPtrArray) tables = amp_schema_tables ();
  g_autoptr (GPtrArray) indexes = amp_schema_indexes ();

  if (!run_all (store, tables, error) || !add_missing_of_ours (store, error))
    return FALSE;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (!add_missing_columns (store, *entity, error) || !add_missing_halves (store, *entity, error))
      return FALSE;
  return run_all (store, indexes, error) && fill_code_tables (store, FALSE, error) &&
         fill_code_tables (store, TRUE, error) && ensure_blind (store, error) &&
         amp_search_bring_up_to_date (store, error) && write_state (store, fresh, layout, error) &&
         ensure_stock (store, error) && amp_audit_register_key (store, error);
}

/* Whether the layout on file is the one given. */
static gboolean
same_layout (AmpStore *store, const guint8 layout[AMP_HASH_BYTES], gboolean *same, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  const void *data;
  gsize length;

  statement = amp_statement_new (store, "SELECT layout FROM main.vault_state", error);
  if (statement == NULL || amp_statement_step (statement, error) < 0)
    return FALSE;
  data = amp_statement_blob (statement, 0, &length);
  *same = length == AMP_HASH_BYTES && memcmp (data, layout, length) == 0;
  return TRUE;
}

/* Which of the two databases have been set up: 0, 1 or 2 of them. */
static gboolean
count_states (AmpStore *store, gint64 *n, GError **error)
{
  return amp_sql_int (store,
                      "SELECT (SELECT count(*) FROM main.sqlite_master WHERE name = 'vault_state')"
                      " + (SELECT count(*) FROM identity.sqlite_master WHERE name = 'vault_state')",
                      n, error);
}

gboolean
amp_migrate (AmpStore *store, GError **error)
{
  guint8 layout[AMP_HASH_BYTES];
  gboolean same = FALSE;
  gint64 n_states;

  if (!check_version (store, "PRAGMA main.user_version", error) ||
      !check_version (store, "PRAGMA identity.user_version", error) ||
      !count_states (store, &n_states, error))
    return FALSE;

  if (n_states == 1)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP,
                           "One of the two databases is empty and the other is not");
      return FALSE;
    }

  compute_layout (layout);
  if (n_states == 2 &&
      (!amp_migrate_check_step (store, error) || !same_layout (store, layout, &same, error)))
    return FALSE;
  if (same && !amp_blind_is_current (store, &same, error))
    return FALSE;
  if (same)
    return amp_audit_register_key (store, error);

  if (!amp_store_begin (store, error))
    return FALSE;
  if (!bring_up_to_date (store, n_states == 0, layout, error))
    {
      amp_store_rollback (store);
      return FALSE;
    }
  return amp_store_commit (store, error);
}
