/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gaps and orphans: found, written down, read again. */
#include "store/losses.h"

#include "store/attachments-private.h"
#include "store/layout.h"
#include "store/statement.h"

#include <string.h>

#define GAP "gap:"
#define ORPHANS "orphans:"

AmpLosses *
amp_losses_new (void)
{
  AmpLosses *self = g_new0 (AmpLosses, 1);

  self->gaps = g_array_new (FALSE, FALSE, sizeof (AmpGap));
  self->orphans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
amp_losses_free (AmpLosses *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->gaps);
  g_hash_table_unref (self->orphans);
  g_free (self);
}

void
amp_losses_add_gap (AmpLosses *self, guint64 first, guint64 last)
{
  AmpGap gap = {first, last};

  g_array_append_val (self->gaps, gap);
}

static guint64
orphans_of (const AmpLosses *self, const char *table)
{
  const guint64 *count = g_hash_table_lookup (self->orphans, table);

  return count == NULL ? 0 : *count;
}

guint64
amp_losses_get_orphans (const AmpLosses *self, const char *schema, const char *table)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", schema, table);

  return orphans_of (self, name);
}

guint64
amp_losses_count_orphans (const AmpLosses *self)
{
  GHashTableIter iter;
  gpointer count;
  guint64 all = 0;

  g_hash_table_iter_init (&iter, self->orphans);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    all += *(guint64 *) count;
  return all;
}

/* --- Finding --- */

static void
add_orphans (AmpLosses *self, const char *table, guint64 more)
{
  guint64 *count = g_new (guint64, 1);

  *count = orphans_of (self, table) + more;
  g_hash_table_insert (self->orphans, g_strdup (table), count);
}

/* Rows of a query: a table, and how many. */
static gboolean
ask (AmpLosses *self, AmpStore *store, const char *sql, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_new (store, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  while ((on_row = amp_statement_step (statement, error)) > 0)
    if (amp_statement_int (statement, 1) > 0)
      add_orphans (self, amp_statement_text (statement, 0),
                   (guint64) amp_statement_int (statement, 1));
  return on_row == 0;
}

gboolean
amp_losses_find_orphans (AmpLosses *self, AmpStore *store, GError **error)
{
  if (!ask (self, store,
            "SELECT 'main.' || \"table\", count(*) FROM pragma_foreign_key_check (NULL, 'main') "
            "GROUP BY 1 UNION ALL SELECT 'identity.' || \"table\", count(*) "
            "FROM pragma_foreign_key_check (NULL, 'identity') GROUP BY 1",
            error))
    return FALSE;
  for (guint i = 0; amp_attachments_losses_sql (i) != NULL; i++)
    if (!ask (self, store, amp_attachments_losses_sql (i), error))
      return FALSE;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT 'identity.%s', count(*) FROM identity.\"%s\" i "
                         "WHERE NOT EXISTS (SELECT 1 FROM main.\"%s\" m WHERE m.id = i.id)",
                         (*entity)->name, (*entity)->name, (*entity)->name);

      if (amp_layout_get (store, *entity)->has_identity && !ask (self, store, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* --- In the log --- */

char **
amp_losses_to_fields (const AmpLosses *self)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GList) tables =
    g_list_sort (g_hash_table_get_keys (self->orphans), (GCompareFunc) strcmp);

  for (guint i = 0; i < self->gaps->len; i++)
    {
      const AmpGap *gap = &g_array_index (self->gaps, AmpGap, i);

      g_ptr_array_add (fields, g_strdup_printf (GAP "%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT,
                                                gap->first, gap->last));
    }
  for (const GList *table = tables; table != NULL; table = table->next)
    g_ptr_array_add (fields,
                     g_strdup_printf (ORPHANS "%s:%" G_GUINT64_FORMAT, (const char *) table->data,
                                      orphans_of (self, table->data)));
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

static void
read_field (AmpLosses *self, const char *field, guint64 seq)
{
  const char *number = strrchr (field, g_str_has_prefix (field, GAP) ? '-' : ':');
  guint64 value = number == NULL ? 0 : g_ascii_strtoull (number + 1, NULL, 10);

  if (g_str_has_prefix (field, GAP) && value < seq)
    amp_losses_add_gap (self, g_ascii_strtoull (field + strlen (GAP), NULL, 10), value);
  else if (g_str_has_prefix (field, ORPHANS) && number > field + strlen (ORPHANS))
    {
      g_autofree char *table =
        g_strndup (field + strlen (ORPHANS), (gsize) (number - field) - strlen (ORPHANS));

      add_orphans (self, table, value);
    }
}

void
amp_losses_read (AmpLosses *self, const char *fields, guint64 seq)
{
  g_auto (GStrv) parts = g_strsplit (fields != NULL ? fields : "", ";", -1);

  g_hash_table_remove_all (self->orphans);
  for (gsize i = 0; parts[i] != NULL; i++)
    read_field (self, parts[i], seq);
}

/* --- Held against each other --- */

gboolean
amp_losses_tells_gap (const AmpLosses *self, const AmpGap *gap)
{
  for (guint i = 0; i < self->gaps->len; i++)
    {
      const AmpGap *other = &g_array_index (self->gaps, AmpGap, i);

      if (other->first == gap->first && other->last == gap->last)
        return TRUE;
    }
  return FALSE;
}

const char *
amp_losses_find_untold_orphans (const AmpLosses *self, const AmpLosses *told)
{
  GHashTableIter iter;
  gpointer table, count;

  g_hash_table_iter_init (&iter, self->orphans);
  while (g_hash_table_iter_next (&iter, &table, &count))
    if (*(guint64 *) count > orphans_of (told, table))
      return table;
  return NULL;
}
