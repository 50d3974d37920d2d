/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search index: what goes in, what is asked. */
#include "store/search.h"

#include "model/fold.h"
#include "store/statement.h"

#include <string.h>

/* The person a record leads to; 0: none, so it is not found by the search for people. */
static gint64
subject (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (strcmp (entity->name, "person") == 0)
    return amp_record_id (record);
  for (gsize i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].kind == AMP_KIND_REF && strcmp (entity->fields[i].refers, "person") == 0)
      return amp_record_get_int (record, entity->fields[i].name, 0);
  return 0;
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
searched_text (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const char *value;
      g_autofree char *folded = NULL;

      /* The pseudonym is no field of the index by itself, but is typed together with names. */
      if (!(entity->fields[i].flags & AMP_FIELD_SEARCH) &&
          strcmp (entity->fields[i].name, "pseudonym") != 0)
        continue;
      value = amp_record_get (record, entity->fields[i].name);
      if (value == NULL)
        continue;
      folded = amp_fold (value);
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, folded);
      append_in_one_piece (text, folded);
    }
  return g_string_free (text, FALSE);
}

static gboolean
insert (AmpStore *store, gint64 id, gint64 person, const char *text, GError **error)
{
  g_autoptr (AmpStatement) row = NULL;
  g_autoptr (AmpStatement) entry = NULL;

  row = amp_statement_borrow (
    store, "INSERT INTO identity.search_text (id, person, text) VALUES (?1, ?2, ?3)", error);
  if (row == NULL)
    return FALSE;
  amp_statement_bind_int (row, 1, id);
  amp_statement_bind_int (row, 2, person);
  amp_statement_bind_text (row, 3, text);
  if (!amp_statement_run (row, error))
    return FALSE;

  if (store->bulk)
    {
      g_array_append_val (store->pending_searches, id);
      return TRUE;
    }

  entry = amp_statement_borrow (store, "INSERT INTO identity.search (rowid, text) VALUES (?1, ?2)",
                                error);
  if (entry == NULL)
    return FALSE;
  amp_statement_bind_int (entry, 1, id);
  amp_statement_bind_text (entry, 2, text);
  return amp_statement_run (entry, error);
}

gboolean
amp_search_drop (AmpStore *store, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) entry = NULL;
  g_autoptr (AmpStatement) row = NULL;

  /* Taking out what is not in yet would leave the index wrong. */
  if (!amp_search_flush (store, error))
    return FALSE;

  entry = amp_statement_borrow (store,
                                "INSERT INTO identity.search (search, rowid, text) "
                                "SELECT 'delete', id, text FROM identity.search_text WHERE id = ?1",
                                error);
  row = entry == NULL
          ? NULL
          : amp_statement_borrow (store, "DELETE FROM identity.search_text WHERE id = ?1", error);
  if (row == NULL)
    return FALSE;
  amp_statement_bind_int (entry, 1, id);
  amp_statement_bind_int (row, 1, id);
  return amp_statement_run (entry, error) && amp_statement_run (row, error);
}

gboolean
amp_search_put (AmpStore *store, const AmpRecord *record, gboolean is_new, GError **error)
{
  gint64 person = subject (record);
  g_autofree char *text = person == 0 ? NULL : searched_text (record);

  if (!is_new && !amp_search_drop (store, amp_record_id (record), error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return TRUE;
  return insert (store, amp_record_id (record), person, text, error);
}

gboolean
amp_search_flush (AmpStore *store, GError **error)
{
  g_autoptr (AmpStatement) entry = NULL;

  if (store->n_flushed == store->pending_searches->len)
    return TRUE;
  entry = amp_statement_borrow (store,
                                "INSERT INTO identity.search (rowid, text) "
                                "SELECT id, text FROM identity.search_text WHERE id = ?1",
                                error);
  if (entry == NULL)
    return FALSE;
  for (guint i = store->n_flushed; i < store->pending_searches->len; i++)
    {
      amp_statement_bind_int (entry, 1, g_array_index (store->pending_searches, gint64, i));
      if (!amp_statement_run (entry, error))
        return FALSE;
    }
  store->n_flushed = store->pending_searches->len;
  return TRUE;
}

char *
amp_search_expression (const char *text)
{
  g_autofree char *folded = amp_fold (text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  GString *expression = g_string_new (NULL);
  g_autoptr (GString) number = g_string_new (NULL);

  for (char **word = words; *word != NULL; word++)
    {
      /* A quote cannot come out of folding; if it did, it must not end the string. */
      g_strdelimit (*word, "\"", ' ');
      g_strstrip (*word);
      if (**word == '\0')
        continue;
      g_string_append_printf (expression, "%s\"%s\" *", expression->len > 0 ? " " : "", *word);
      g_string_append (number, *word);
    }

  if (strspn (number->str, "0123456789") == number->len && strchr (folded, ' ') != NULL)
    g_string_append_printf (expression, " OR \"%s\" *", number->str);
  if (expression->len > 0)
    return g_string_free (expression, FALSE);
  g_string_free (expression, TRUE);
  return NULL;
}
