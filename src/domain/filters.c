/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters of the case list. */
#include "domain/filters.h"

#include "domain/approvals-private.h"
#include "domain/filters-private.h"
#include "domain/saved-counts.h"
#include "model/codelist.h"

#include <string.h>

void
amp_condition_free (AmpCondition *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->value);
  g_free (self);
}

AmpCondition *
amp_condition_new (const char *path, AmpOp op, const char *value)
{
  AmpCondition *self = g_new0 (AmpCondition, 1);

  self->path = g_strdup (path);
  self->op = op;
  self->value = g_strdup (value);
  return self;
}

GPtrArray *
amp_conditions_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) amp_condition_free);
}

GPtrArray *
amp_conditions_copy (const GPtrArray *self)
{
  GPtrArray *copy = amp_conditions_new ();

  for (guint i = 0; self != NULL && i < self->len; i++)
    {
      const AmpCondition *from = self->pdata[i];

      g_ptr_array_add (copy, amp_condition_new (from->path, from->op, from->value));
    }
  return copy;
}

AmpFilter *
amp_conditions_to_filters (const GPtrArray *self)
{
  AmpFilter *filters = g_new0 (AmpFilter, (self != NULL ? self->len : 0) + 1);

  for (guint i = 0; self != NULL && i < self->len; i++)
    {
      const AmpCondition *from = self->pdata[i];

      filters[i] = (AmpFilter){from->path, from->op, from->value};
    }
  return filters;
}

/* --- What may be asked --- */

/* In the order in which people look for them. */
static const struct
{
  const char *prefix;
  const char *entity;
  gboolean last;
} sources[] = {
  {"", "case", FALSE},
  {"person.", "person", FALSE},
  {"last:risk_assessment.", "risk_assessment", TRUE},
  {"situation.", "situation", FALSE},
  {"service.", "service", FALSE},
  {"referral.", "referral", FALSE},
  {"follow_up.", "follow_up", FALSE},
  {"need.", "need", FALSE},
  {"plan.", "plan", FALSE},
  {"plan_goal.", "plan_goal", FALSE},
  {"proceeding.", "proceeding", FALSE},
  {"consent.", "consent", FALSE},
  {"task.", "task", FALSE},
  {"closure.", "closure", FALSE},
  {"safe_contact.", "safe_contact", FALSE},
  {"relative.", "relative", FALSE},
};

/* What people know nothing of, or what leads to records that nobody chooses by their number. */
static gboolean
is_offered (const AmpField *field)
{
  if (field->kind == AMP_KIND_REF)
    return strcmp (field->refers, "user") == 0 || strcmp (field->refers, "institution") == 0;
  return !(field->flags & AMP_FIELD_DERIVED) && field->kind != AMP_KIND_TIMESTAMP;
}

static void
choice_free (gpointer data)
{
  AmpFilterChoice *self = data;

  g_free (self->path);
  g_free (self);
}

GPtrArray *
amp_filter_choices (void)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (choice_free);

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      const AmpEntity *entity = amp_entity_find (sources[i].entity);

      for (gsize k = 0; k < entity->n_fields; k++)
        {
          AmpFilterChoice *choice;

          if (!is_offered (&entity->fields[k]))
            continue;
          choice = g_new0 (AmpFilterChoice, 1);
          choice->path = g_strconcat (sources[i].prefix, entity->fields[k].name, NULL);
          choice->entity = entity;
          choice->field = &entity->fields[k];
          choice->last = sources[i].last;
          g_ptr_array_add (choices, choice);
        }
    }
  return choices;
}

gboolean
amp_filter_find (const char *path, AmpFilterChoice *choice)
{
  /* Backwards: the case itself has no prefix. */
  for (gsize i = G_N_ELEMENTS (sources); i > 0; i--)
    if (g_str_has_prefix (path, sources[i - 1].prefix))
      {
        const AmpEntity *entity = amp_entity_find (sources[i - 1].entity);
        const AmpField *field = amp_entity_field (entity, path + strlen (sources[i - 1].prefix));

        if (field == NULL || !is_offered (field))
          return FALSE;
        *choice = (AmpFilterChoice){NULL, entity, field, sources[i - 1].last};
        return TRUE;
      }
  return FALSE;
}

const AmpOp *
amp_filter_ops (const AmpField *field, gsize *n)
{
  static const AmpOp code[] = {AMP_OP_EQ, AMP_OP_NE, AMP_OP_NOT_NULL, AMP_OP_IS_NULL};
  static const AmpOp codes[] = {AMP_OP_HAS_CODE, AMP_OP_NOT_NULL, AMP_OP_IS_NULL};
  static const AmpOp ordered[] = {AMP_OP_GE, AMP_OP_LE, AMP_OP_EQ, AMP_OP_NOT_NULL, AMP_OP_IS_NULL};
  static const AmpOp yes_no[] = {AMP_OP_EQ, AMP_OP_NE, AMP_OP_IS_NULL};
  static const AmpOp written[] = {AMP_OP_NOT_NULL, AMP_OP_IS_NULL};

  switch (field->kind)
    {
    case AMP_KIND_CODES:
      *n = G_N_ELEMENTS (codes);
      return codes;
    case AMP_KIND_DATE:
    case AMP_KIND_INTEGER:
      *n = G_N_ELEMENTS (ordered);
      return ordered;
    case AMP_KIND_BOOLEAN:
      *n = G_N_ELEMENTS (yes_no);
      return yes_no;
    case AMP_KIND_CODE:
    case AMP_KIND_REF:
      *n = G_N_ELEMENTS (code);
      return code;
    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
    case AMP_KIND_TIMESTAMP:
    default:
      /* What is written is the search box's matter. */
      *n = G_N_ELEMENTS (written);
      return written;
    }
}

gboolean
amp_op_takes_value (AmpOp op)
{
  return op != AMP_OP_IS_NULL && op != AMP_OP_NOT_NULL;
}

/* --- As text --- */

static const char *const op_names[] = {
  [AMP_OP_EQ] = "eq",        [AMP_OP_NE] = "ne",        [AMP_OP_GE] = "ge",
  [AMP_OP_LE] = "le",        [AMP_OP_IS_NULL] = "null", [AMP_OP_NOT_NULL] = "recorded",
  [AMP_OP_HAS_CODE] = "has", [AMP_OP_IN] = "in",
};

char *
amp_conditions_to_text (const GPtrArray *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->len; i++)
    {
      const AmpCondition *condition = self->pdata[i];

      g_string_append_printf (text, "%s%s %s%s%s", i > 0 ? "\n" : "", condition->path,
                              op_names[condition->op], condition->value != NULL ? " " : "",
                              condition->value != NULL ? condition->value : "");
    }
  return g_string_free (text, FALSE);
}

static AmpCondition *
read_line (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 3);
  g_autofree char *value = NULL;
  AmpFilterChoice choice;
  const AmpOp *ops;
  gsize n, i = 0;

  if (g_strv_length (parts) < 2 || !amp_filter_find (parts[0], &choice))
    return NULL;
  ops = amp_filter_ops (choice.field, &n);
  while (i < n && strcmp (op_names[ops[i]], parts[1]) != 0)
    i++;
  if (i == n)
    return NULL;
  if (amp_op_takes_value (ops[i]) &&
      (!amp_field_canonical (choice.field, parts[2] != NULL ? parts[2] : "", &value, NULL) ||
       value == NULL))
    return NULL;
  return amp_condition_new (parts[0], ops[i], value);
}

GPtrArray *
amp_conditions_from_text (const char *text, gboolean *all)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  GPtrArray *conditions = amp_conditions_new ();

  *all = TRUE;
  for (char **line = lines; *line != NULL; line++)
    {
      AmpCondition *condition = **line != '\0' ? read_line (*line) : NULL;

      if (condition != NULL)
        g_ptr_array_add (conditions, condition);
      else if (**line != '\0')
        *all = FALSE;
    }
  return conditions;
}

/* --- Kept by name --- */

void
amp_saved_filter_free (AmpSavedFilter *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_free (self);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(AmpSavedFilter *const *) a)->name, (*(AmpSavedFilter *const *) b)->name);
}

GPtrArray *
amp_filters_list (AmpSession *session, GError **error)
{
  const char *paths[] = {"id", "owner", "name", "filter", "shared", NULL};
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_saved_filter_free);
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("saved_filter"), paths, NULL, 0, NULL, error);
  gint64 me = amp_session_get_user (session)->id;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gboolean mine = amp_cursor_int (cursor, 1) == me, all;
      AmpSavedFilter *filter;

      if (!mine && amp_cursor_int (cursor, 4) == 0)
        continue;
      /* Counts that are kept by name stand in the same place. */
      if (g_str_has_prefix (amp_cursor_text (cursor, 3) != NULL ? amp_cursor_text (cursor, 3) : "",
                            AMP_SAVED_COUNTS_PREFIX))
        continue;
      filter = g_new0 (AmpSavedFilter, 1);
      filter->id = amp_cursor_int (cursor, 0);
      filter->name = g_strdup (amp_cursor_text (cursor, 2));
      filter->conditions = amp_conditions_from_text (amp_cursor_text (cursor, 3), &all);
      filter->shared = amp_cursor_int (cursor, 4) != 0;
      filter->mine = mine;
      g_ptr_array_add (list, filter);
    }
  g_ptr_array_sort (list, compare_names);
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

gboolean
amp_filters_keep (AmpSession *session,
                  gint64 id,
                  const char *name,
                  const char *text,
                  gboolean shared,
                  GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("saved_filter");
  g_autoptr (AmpRecord) record = NULL;

  if (shared && !amp_session_require_supervisor (session, error))
    return FALSE;
  record = id != 0 ? amp_store_load (store, entity, id, error) : amp_record_new (entity);
  if (record == NULL)
    return FALSE;
  amp_record_set_int (record, "owner", amp_session_get_user (session)->id);
  return amp_record_set (record, "name", name, error) &&
         amp_record_set (record, "filter", text, error) &&
         amp_record_set (record, "shared", shared ? "1" : "0", error) &&
         amp_store_save (store, record, NULL, error);
}

gboolean
amp_filters_save (AmpSession *session,
                  const char *name,
                  const GPtrArray *conditions,
                  gboolean shared,
                  GError **error)
{
  g_autofree char *text = amp_conditions_to_text (conditions);
  g_autofree char *trimmed = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr (GPtrArray) list = NULL;
  gint64 own = 0;

  if (*trimmed == '\0' || conditions->len == 0)
    return amp_domain_refuse ("saved_filter: needs a name and a condition", error);
  list = amp_filters_list (session, error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AmpSavedFilter *filter = list->pdata[i];

      if (filter->mine && g_strcmp0 (filter->name, trimmed) == 0)
        own = filter->id;
    }
  return list != NULL && amp_filters_keep (session, own, trimmed, text, shared, error);
}

gboolean
amp_filters_delete (AmpSession *session, gint64 id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("saved_filter");
  g_autoptr (AmpRecord) record = amp_store_load (store, entity, id, error);

  if (record == NULL)
    return FALSE;
  if (amp_record_get_int (record, "owner", 0) == amp_session_get_user (session)->id)
    return amp_store_delete (store, entity, id, NULL, error);
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                       "saved_filter: somebody else's");
  return FALSE;
}
