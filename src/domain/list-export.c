/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list as CSV. */
#include "domain/list-private.h"

#include "domain/csv.h"
#include "model/fold.h"

#include <string.h>

typedef struct
{
  char *key, *line;
  gint64 id;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_free (row->key);
  g_free (row->line);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *one = a, *other = b;
  int order = strcmp (one->key, other->key);

  return order != 0 ? order : (one->id > other->id) - (one->id < other->id);
}

typedef struct
{
  const AmpList *list;
  const AmpEntity *entity;
  GHashTable *refs;   /* entity's name -> AmpListRefs */
  const char **cells; /* of the row being written */
  gsize n_cells;
  GArray *rows; /* Row */
} Export;

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->refs, g_hash_table_unref);
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->rows, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static gboolean
load_refs (Export *self, AmpStore *store, GError **error)
{
  for (gsize i = 0; i < self->entity->n_fields; i++)
    {
      const char *refers = self->entity->fields[i].refers;
      AmpListRefs *refs;

      if (refers == NULL || g_hash_table_contains (self->refs, refers))
        continue;
      refs = amp_list_refs_load (store, amp_entity_find (refers), error);
      if (refs == NULL)
        return FALSE;
      g_hash_table_insert (self->refs, (gpointer) refers, refs);
    }
  return TRUE;
}

/* Rows with the value come before those without. */
static char *
sort_key (const Export *self)
{
  GString *key = g_string_new (NULL);

  for (gsize i = 0; self->list->sort[i] != NULL; i++)
    {
      gssize at = amp_entity_field_index (self->entity, self->list->sort[i]);
      const char *cell = self->cells[at];
      g_autofree char *folded = cell != NULL && !g_str_equal (self->list->sort[i], "code")
                                  ? amp_fold_sort_key (cell)
                                  : g_strdup (cell != NULL ? cell : "");

      g_string_append_printf (key, "%s%s\x1f", cell != NULL ? "0" : "1", folded);
    }
  return g_string_free (key, FALSE);
}

static void
add_row (Export *self, AmpCursor *cursor)
{
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) line = g_string_new (NULL);
  Row row = {.id = amp_cursor_int (cursor, 0)};

  for (gsize i = 0; i < self->entity->n_fields; i++)
    {
      const AmpField *field = &self->entity->fields[i];
      const char *text = amp_cursor_text (cursor, i + 1);

      if (field->kind == AMP_KIND_REF && text != NULL)
        {
          char *called = amp_list_refs_call (g_hash_table_lookup (self->refs, field->refers),
                                             amp_cursor_int (cursor, i + 1));

          if (called != NULL)
            g_ptr_array_add (owned, called);
          text = called;
        }
      self->cells[i] = text;
    }
  if (self->list->in_programme)
    {
      g_ptr_array_add (owned, amp_list_ref_of (row.id));
      self->cells[self->n_cells - 1] = owned->pdata[owned->len - 1];
    }
  amp_csv_append_row (line, self->cells, self->n_cells);
  row.key = sort_key (self);
  row.line = g_strndup (line->str, line->len);
  g_array_append_val (self->rows, row);
}

static AmpCursor *
select_rows (const Export *self, AmpStore *store, const AmpListFilter *filter, GError **error)
{
  g_autofree const char **paths = g_new0 (const char *, self->entity->n_fields + 2);
  AmpFilter filters[3];
  gsize n = 0;

  paths[0] = "id";
  for (gsize i = 0; i < self->entity->n_fields; i++)
    paths[i + 1] = self->entity->fields[i].name;
  if (filter != NULL && filter->from != NULL && self->list->to != NULL)
    filters[n++] = (AmpFilter){self->list->to, AMP_OP_GE, filter->from};
  if (filter != NULL && filter->to != NULL && self->list->from != NULL)
    filters[n++] = (AmpFilter){self->list->from, AMP_OP_LE, filter->to};
  if (filter != NULL && filter->region != NULL && self->list->region != NULL)
    filters[n++] = (AmpFilter){self->list->region, AMP_OP_EQ, filter->region};
  return amp_store_select (store, self->entity, paths, filters, n, NULL, error);
}

static char *
write_rows (Export *self)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < self->entity->n_fields; i++)
    self->cells[i] = self->entity->fields[i].name;
  if (self->list->in_programme)
    self->cells[self->n_cells - 1] = AMP_LIST_REF;
  amp_csv_append_row (text, self->cells, self->n_cells);
  g_array_sort (self->rows, compare_rows);
  for (guint i = 0; i < self->rows->len; i++)
    g_string_append (text, g_array_index (self->rows, Row, i).line);
  return g_string_free (text, FALSE);
}

char *
amp_list_to_csv (AmpSession *session,
                 const AmpList *list,
                 const AmpListFilter *filter,
                 guint *n_rows,
                 GCancellable *cancellable,
                 GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_auto (Export) self = {.list = list, .entity = amp_entity_find (list->entity)};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (!amp_session_require_store (session, error) ||
      !amp_store_audit (store, AMP_AUDIT_EXPORT, self.entity, 0, NULL, list->reason, error))
    return NULL;
  self.refs =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) amp_list_refs_free);
  self.n_cells = self.entity->n_fields + (list->in_programme ? 1 : 0);
  self.cells = g_new0 (const char *, self.n_cells);
  self.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self.rows, row_clear);
  if (!load_refs (&self, store, error))
    return NULL;
  cursor = select_rows (&self, store, filter, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    add_row (&self, cursor);
  if (more != 0)
    return NULL;
  if (n_rows != NULL)
    *n_rows = self.rows->len;
  return write_rows (&self);
}
