/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search index: what goes in, and making it anew. */
#include "store/search.h"

#include "model/fold.h"
#include "store/blind.h"
#include "store/statement.h"

#include <string.h>

/* What an entry holds beside its record. */
typedef struct
{
  gint64 person, case_; /* 0: none */
  gint64 only_user;     /* 0: everybody finds it */
  char *names, *words;
} Entry;

static void
entry_clear (Entry *self)
{
  g_free (self->names);
  g_free (self->words);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

/* Who is accused lies behind a rule of its own, and what is asked for or put off is about the
 * office. */
static gboolean
is_kept_out (const AmpEntity *entity)
{
  static const char *const out[] = {"perpetrator", "approval", NULL};

  return g_strv_contains (out, entity->name);
}

AmpSearchColumn
amp_search_column (const AmpEntity *entity, const AmpField *field)
{
  if (is_kept_out (entity) || (field->kind != AMP_KIND_TEXT && field->kind != AMP_KIND_LONG_TEXT))
    return AMP_SEARCH_OUT;
  if (field->privacy == AMP_PRIVACY_FREE_TEXT)
    return AMP_SEARCH_WORDS;
  /* The pseudonym is no secret, but is typed together with names. */
  return (field->flags & AMP_FIELD_SEARCH) || strcmp (field->name, "pseudonym") == 0
           ? AMP_SEARCH_NAMES
           : AMP_SEARCH_OUT;
}

/* The record that one refers to by its first reference of that kind, or itself; 0: none. */
static gint64
subject (const AmpRecord *record, const char *kind)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (strcmp (entity->name, kind) == 0)
    return amp_record_id (record);
  for (gsize i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == AMP_KIND_REF && strcmp (entity->fields[i].refers, kind) == 0 &&
        !amp_field_is_private (&entity->fields[i]))
      return amp_record_get_int (record, entity->fields[i].name, 0);
  return 0;
}

static gint64
only_user (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (amp_entity_field (entity, "private_to_author") == NULL ||
      amp_record_get_int (record, "private_to_author", 0) == 0)
    return 0;
  return amp_record_get_int (record, "author", 0);
}

/* "987 654 321" and "987654321" are one number: as it was written, and in one piece. */
static void
append_in_one_piece (GString *text, const char *folded)
{
  gsize start = text->len;

  if (strchr (folded, ' ') == NULL)
    return;
  g_string_append_c (text, ' ');
  for (const char *p = folded; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (text, *p);
      else if (*p != ' ')
        {
          g_string_truncate (text, start);
          return;
        }
    }
}

static char *
searched_text (const AmpRecord *record, AmpSearchColumn column)
{
  const AmpEntity *entity = amp_record_entity (record);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const char *value;
      g_autofree char *folded = NULL;

      if (amp_search_column (entity, &entity->fields[i]) != column)
        continue;
      value = amp_record_get (record, entity->fields[i].name);
      if (value == NULL)
        continue;
      folded = amp_fold (value);
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, folded);
      if (column == AMP_SEARCH_NAMES)
        append_in_one_piece (text, folded);
    }
  return g_string_free (text, FALSE);
}

static void
read_entry (const AmpRecord *record, Entry *entry)
{
  entry->person = subject (record, "person");
  entry->case_ = subject (record, "case");
  entry->only_user = only_user (record);
  entry->names = searched_text (record, AMP_SEARCH_NAMES);
  entry->words = searched_text (record, AMP_SEARCH_WORDS);
}

/* --- In and out --- */

typedef struct
{
  const char *put;  /* from the entry ?1 into the index */
  const char *drop; /* the same out of it */
} Index;

#define INDEX(column)                                                                              \
  {                                                                                                \
    "INSERT INTO identity.search_" column " (rowid, " column ") "                                  \
    "SELECT id, " column " FROM identity.search_entry WHERE id = ?1 AND " column " <> ''",         \
      "INSERT INTO identity.search_" column " (search_" column ", rowid, " column ") "             \
      "SELECT 'delete', id, " column " FROM identity.search_entry "                                \
      "WHERE id = ?1 AND " column " <> ''"                                                         \
  }

static const Index indexes[] = {INDEX ("names"), INDEX ("words")};

static gboolean
run_for (AmpStore *store, const char *sql, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, sql, error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  return amp_statement_run (statement, error);
}

static gboolean
put_into_indexes (AmpStore *store, gint64 id, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (!run_for (store, indexes[i].put, id, error))
      return FALSE;
  return TRUE;
}

static void
bind_id (AmpStatement *statement, int n, gint64 id)
{
  if (id != 0)
    amp_statement_bind_int (statement, n, id);
  else
    amp_statement_bind_text (statement, n, NULL);
}

static gboolean
insert (AmpStore *store, const AmpRecord *record, const Entry *entry, GError **error)
{
  gint64 id = amp_record_id (record);
  g_autoptr (AmpStatement) row = amp_statement_borrow (
    store,
    "INSERT INTO identity.search_entry (id, entity, person, \"case\", only_user, names, words) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    error);

  if (row == NULL)
    return FALSE;
  amp_statement_bind_int (row, 1, id);
  amp_statement_bind_text (row, 2, amp_record_entity (record)->name);
  bind_id (row, 3, entry->person);
  bind_id (row, 4, entry->case_);
  bind_id (row, 5, entry->only_user);
  amp_statement_bind_text (row, 6, entry->names);
  amp_statement_bind_text (row, 7, entry->words);
  if (!amp_statement_run (row, error))
    return FALSE;

  if (!store->bulk)
    return put_into_indexes (store, id, error);
  g_array_append_val (store->pending_searches, id);
  return TRUE;
}

gboolean
amp_search_drop (AmpStore *store, gint64 id, GError **error)
{
  /* Taking out what is not in yet would leave the index wrong. */
  if (!amp_search_flush (store, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (indexes); i++)
    if (!run_for (store, indexes[i].drop, id, error))
      return FALSE;
  return run_for (store, "DELETE FROM identity.search_entry WHERE id = ?1", id, error);
}

gboolean
amp_search_put (AmpStore *store, const AmpRecord *record, gboolean is_new, GError **error)
{
  g_auto (Entry) entry = {0};
  gboolean has_entry;

  if (!is_new && !amp_search_drop (store, amp_record_id (record), error))
    return FALSE;
  if (is_kept_out (amp_record_entity (record)))
    return TRUE;
  read_entry (record, &entry);
  has_entry =
    (entry.person != 0 || entry.case_ != 0) && (*entry.names != '\0' || *entry.words != '\0');
  return amp_blind_put (store, record, entry.person, store->bulk && has_entry, error) &&
         (!has_entry || insert (store, record, &entry, error));
}

gboolean
amp_search_flush (AmpStore *store, GError **error)
{
  /* Index by index, so that each gathers its own words in memory. */
  if (store->n_flushed == store->pending_searches->len)
    return TRUE;
  for (gsize n = 0; n < G_N_ELEMENTS (indexes); n++)
    for (guint i = store->n_flushed; i < store->pending_searches->len; i++)
      if (!run_for (store, indexes[n].put, g_array_index (store->pending_searches, gint64, i),
                    error))
        return FALSE;
  if (!amp_blind_flush (store, &g_array_index (store->pending_searches, gint64, store->n_flushed),
                        store->pending_searches->len - store->n_flushed, error))
    return FALSE;
  store->n_flushed = store->pending_searches->len;
  return TRUE;
}

/* --- Anew --- */

static gboolean
fill_from (AmpStore *store, const AmpEntity *entity, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE deleted_at IS NULL", entity->name);
  g_autoptr (AmpStatement) statement = amp_statement_new (store, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      g_autoptr (AmpRecord) record =
        amp_store_load (store, entity, amp_statement_int (statement, 0), error);

      if (record == NULL || !amp_search_put (store, record, TRUE, error))
        return FALSE;
    }
  return on_row == 0;
}

static gboolean
is_searched (const AmpEntity *entity)
{
  gboolean leads = strcmp (entity->name, "person") == 0 || strcmp (entity->name, "case") == 0;
  gboolean has_text = FALSE;

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      leads = leads || (field->kind == AMP_KIND_REF && (strcmp (field->refers, "person") == 0 ||
                                                        strcmp (field->refers, "case") == 0));
      has_text = has_text || amp_search_column (entity, field) != AMP_SEARCH_OUT;
    }
  return leads && has_text;
}

gboolean
amp_search_fill (AmpStore *store, GError **error)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    if (is_searched (*entity) && !fill_from (store, *entity, error))
      return FALSE;
  return amp_search_flush (store, error);
}

gboolean
amp_search_bring_up_to_date (AmpStore *store, GError **error)
{
  gboolean bulk = store->bulk, filled;
  g_autofree char *state = NULL;
  gint64 rules;

  if (!amp_sql_int (store, "SELECT rules FROM identity.search_state", &rules, error))
    return FALSE;
  if (rules == AMP_SEARCH_RULES)
    return TRUE;
  state = g_strdup_printf ("INSERT OR REPLACE INTO identity.search_state VALUES (1, %d)",
                           AMP_SEARCH_RULES);
  /* The first two are the index of schema version 1. */
  if (!amp_sql_exec (store,
                     "DROP TABLE IF EXISTS identity.search;"
                     "DROP TABLE IF EXISTS identity.search_text;"
                     "DELETE FROM identity.search_entry;"
                     "INSERT INTO identity.search_names (search_names) VALUES ('rebuild');"
                     "INSERT INTO identity.search_words (search_words) VALUES ('rebuild');",
                     error) ||
      !amp_sql_exec (store, state, error))
    return FALSE;
  store->bulk = TRUE;
  filled = amp_search_fill (store, error);
  store->bulk = bulk;
  return filled;
}
