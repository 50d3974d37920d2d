/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is still open in a case: the checklist of its closure. */
#include "domain/approvals-private.h"
#include "domain/closure.h"

#include <string.h>

typedef struct
{
  AmpSession *session; /* borrowed */
  char *case_id;
  GPtrArray *items;
} Checklist;

void
amp_open_item_free (AmpOpenItem *self)
{
  if (self == NULL)
    return;
  g_free (self->date);
  g_free (self->code);
  g_free (self->explanation);
  g_free (self);
}

static AmpOpenItem *
add (Checklist *self, const char *kind, const char *section)
{
  AmpOpenItem *item = g_new0 (AmpOpenItem, 1);

  item->kind = kind;
  item->section = section;
  g_ptr_array_add (self->items, item);
  return item;
}

/* What each table has open: rows of these states. */
typedef struct
{
  const char *kind;
  const char *entity;
  const char *date;  /* path */
  const char *what;  /* path of a code; NULL */
  const char *list;  /* of that code */
  const char *state; /* path */
  AmpOp op;
  const char *states;
} Source;

static const Source sources[] = {
  {"task", "task", "due_on", "origin", "task_origin", "state", AMP_OP_IN, "open;snoozed"},
  {"referral", "referral", "sent_on", "service_type", "service_type", "state", AMP_OP_IN,
   "draft;ready;sent;acknowledged;accepted;in_service;no_answer;escalated"},
  {"service", "service", "planned_on", "service_type", "service_type", "status", AMP_OP_EQ,
   "planned"},
  {"follow_up", "follow_up", "due_on", "kind", "follow_up_kind", "done_on", AMP_OP_IS_NULL, NULL},
  {"goal", "plan_goal", "due_on", "domain", "service_domain", "status", AMP_OP_IN,
   "pending;in_progress"},
  {"plan", "plan", "opened_on", "status", "plan_status", "status", AMP_OP_IN,
   "draft;requested;active"},
  {"approval", "approval", "requested_at", "kind", "approval_kind", "decision", AMP_OP_EQ,
   "pending"},
};

static gboolean
add_rows (Checklist *self, const Source *source, GError **error)
{
  const char *paths[] = {"id", source->date, source->what, NULL};
  const AmpFilter filters[] = {{"case", AMP_OP_EQ, self->case_id},
                               {source->state, source->op, source->states}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find (source->entity),
                      paths, filters, G_N_ELEMENTS (filters), source->date, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);
      const char *date = amp_cursor_text (cursor, 1);
      const char *code = amp_cursor_text (cursor, 2);
      AmpOpenItem *item;

      /* The request to close is not an obstacle to closing. */
      if (strcmp (source->kind, "approval") == 0 && g_strcmp0 (code, "closure") == 0)
        continue;
      item = add (self, source->kind, source->entity);
      item->object_id = id;
      item->date = date != NULL ? g_strndup (date, 10) : NULL;
      item->list = source->list;
      item->code = g_strdup (code);
    }
  return more == 0;
}

static gboolean
add_missing_consent (Checklist *self, GError **error)
{
  const char *paths[] = {"id", NULL};
  const AmpFilter filters[] = {
    {"case", AMP_OP_EQ, self->case_id},
    {"purpose", AMP_OP_EQ, "process_data"},
    {"decision", AMP_OP_EQ, "given"},
    {"withdrawn_on", AMP_OP_IS_NULL, NULL},
  };
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find ("consent"), paths,
                      filters, G_N_ELEMENTS (filters), NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  if (more == 0)
    add (self, "consent", "consent");
  return more >= 0;
}

static gboolean
add_risk (Checklist *self, GError **error)
{
  const char *paths[] = {"id", "on", "level", NULL};
  const AmpFilter filters[] = {{"case", AMP_OP_EQ, self->case_id}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find ("risk_assessment"),
                      paths, filters, G_N_ELEMENTS (filters), "on", error);
  g_autofree char *on = NULL, *level = NULL;
  gint64 id = 0;
  AmpOpenItem *item;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      id = amp_cursor_int (cursor, 0);
      g_free (on);
      on = g_strdup (amp_cursor_text (cursor, 1));
      g_free (level);
      level = g_strdup (amp_cursor_text (cursor, 2));
    }
  if (more < 0)
    return FALSE;
  if (id == 0)
    {
      add (self, "no_risk", "risk_assessment");
      return TRUE;
    }
  if (g_strcmp0 (level, "high") != 0 && g_strcmp0 (level, "imminent") != 0)
    return TRUE;
  item = add (self, "risk", "risk_assessment");
  item->object_id = id;
  item->date = g_steal_pointer (&on);
  item->list = "risk_level";
  item->code = g_steal_pointer (&level);
  return TRUE;
}

/* Handed over: then a referral must have gone there. */
static gboolean
add_handover (Checklist *self, const AmpRecord *closure, GError **error)
{
  const char *paths[] = {"id", NULL};
  const char *reason = closure != NULL ? amp_record_get (closure, "reason") : NULL;
  const char *institution =
    closure != NULL ? amp_record_get (closure, "handover_institution") : NULL;
  const AmpFilter filters[] = {
    {"case", AMP_OP_EQ, self->case_id},
    {"direction", AMP_OP_IN, "out;transfer"},
    {"state", AMP_OP_IN, "sent;acknowledged;accepted;in_service;completed"},
    {"to_institution", AMP_OP_EQ, institution},
  };
  g_autoptr (AmpCursor) cursor = NULL;
  int more;

  if (g_strcmp0 (reason, "moved_handover") != 0 && g_strcmp0 (reason, "transferred") != 0)
    return TRUE;
  if (institution != NULL)
    {
      cursor =
        amp_store_select (amp_session_get_store (self->session), amp_entity_find ("referral"),
                          paths, filters, G_N_ELEMENTS (filters), NULL, error);
      more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;
      if (more != 0)
        return more > 0;
    }
  add (self, "handover", "referral");
  return TRUE;
}

/* What was explained before, by kind and record. */
static gboolean
take_explanations (Checklist *self, gint64 closure, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  if (closure == 0)
    return TRUE;
  rows = amp_store_children (amp_session_get_store (self->session),
                             amp_entity_find ("closure_item"), "closure", closure, error);
  for (guint i = 0; rows != NULL && i < self->items->len; i++)
    {
      AmpOpenItem *item = self->items->pdata[i];

      for (guint k = 0; k < rows->len && item->explanation == NULL; k++)
        if (amp_record_has_code (rows->pdata[k], "kind", item->kind) &&
            amp_record_get_int (rows->pdata[k], "object_id", 0) == item->object_id)
          item->explanation = g_strdup (amp_record_get (rows->pdata[k], "explanation"));
    }
  return rows != NULL;
}

GPtrArray *
amp_closure_open_items (AmpSession *session,
                        gint64 case_id,
                        const AmpRecord *closure,
                        GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_open_item_free);
  Checklist list = {session, id, items};
  gint64 closure_id =
    closure != NULL && amp_record_rev (closure) != 0 ? amp_record_id (closure) : 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (!add_rows (&list, &sources[i], error))
      return NULL;
  return add_missing_consent (&list, error) && add_risk (&list, error) &&
             add_handover (&list, closure, error) && take_explanations (&list, closure_id, error)
           ? g_steal_pointer (&items)
           : NULL;
}
