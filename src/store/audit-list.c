/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading the audit chain: all of it, or what it tells of some records. */
#include "store/audit.h"

#include "store/statement.h"

#include <string.h>

static char *
to_hex (const guint8 *data, gsize length)
{
  static const char digits[] = "0123456789abcdef";
  char *hex = g_malloc (length * 2 + 1);

  for (gsize i = 0; i < length; i++)
    {
      hex[i * 2] = digits[data[i] >> 4];
      hex[i * 2 + 1] = digits[data[i] & 15];
    }
  hex[length * 2] = '\0';
  return hex;
}

static char *
hex_column (AmpStatement *statement, int column)
{
  gsize length;
  const void *data = amp_statement_blob (statement, column, &length);

  return data == NULL ? NULL : to_hex (data, length);
}

static void
event_clear (AmpAuditEvent *event)
{
  g_free (event->at);
  g_free (event->role);
  g_free (event->action);
  g_free (event->object_type);
  g_free (event->object_ref);
  g_free (event->fields);
  g_free (event->reason);
  g_free (event->hash);
}

#define EVENT_COLUMNS                                                                              \
  "SELECT seq, at, actor, role, action, object_type, object_ref, fields, reason, hash FROM "       \
  "main.audit_event "

static void
event_read (AmpAuditEvent *event, AmpStatement *statement)
{
  event->seq = (guint64) amp_statement_int (statement, 0);
  event->at = g_strdup (amp_statement_text (statement, 1));
  event->actor = amp_statement_int (statement, 2);
  event->role = g_strdup (amp_statement_text (statement, 3));
  event->action = g_strdup (amp_statement_text (statement, 4));
  event->object_type = g_strdup (amp_statement_text (statement, 5));
  event->object_ref = hex_column (statement, 6);
  event->fields = g_strdup (amp_statement_text (statement, 7));
  event->reason = g_strdup (amp_statement_text (statement, 8));
  event->hash = hex_column (statement, 9);
}

static gboolean
tell_events (AmpStatement *statement, AmpAuditFunc func, gpointer data, GError **error)
{
  int on_row;

  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpAuditEvent event = {0};
      gboolean go_on;

      event_read (&event, statement);
      go_on = func (&event, data);
      event_clear (&event);
      if (!go_on)
        return TRUE;
    }
  return on_row == 0;
}

gboolean
amp_store_audit_list (AmpStore *self, AmpAuditFunc func, gpointer data, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  statement = amp_statement_borrow (self, EVENT_COLUMNS "ORDER BY seq", error);
  return statement != NULL && tell_events (statement, func, data, error);
}

gboolean
amp_store_audit_list_action (
  AmpStore *self, AmpAuditAction action, AmpAuditFunc func, gpointer data, GError **error)
{
  /* Its code stands in the text: only so is the index of one action used. */
  g_autofree char *sql = g_strdup_printf (EVENT_COLUMNS "WHERE action = '%s' ORDER BY seq DESC",
                                          amp_audit_action_to_code (action));
  g_autoptr (AmpStatement) statement = NULL;

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);

  statement = amp_statement_new (self, sql, error);
  return statement != NULL && tell_events (statement, func, data, error);
}

/* --- The events of a record and of what belongs to it --- */

static gboolean add_tree (AmpStore *self, GArray *events, AmpAuditObject root, GError **error);

/* By an index: what the rest of the log holds costs nothing. */
static gboolean
add_events (AmpStore *self, GArray *events, AmpAuditObject object, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  guint8 ref[AMP_HASH_BYTES];
  int on_row;

  if (!amp_audit_ref (self, object.entity->name, object.id, ref, error))
    return FALSE;
  statement = amp_statement_borrow (self, EVENT_COLUMNS "WHERE object_ref = ?1", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_blob (statement, 1, ref, sizeof ref);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpAuditEvent event = {0};

      event_read (&event, statement);
      g_array_append_val (events, event);
    }
  return on_row == 0;
}

/* With those that are deleted: their events are still told. */
static gboolean
add_children (AmpStore *self, GArray *events, const AmpEntity *child, gint64 parent, GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT id FROM main.\"%s\" WHERE \"%s\" = ?1", child->name, child->parent);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, parent);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      gint64 id = amp_statement_int (statement, 0);

      g_array_append_val (ids, id);
    }
  g_clear_pointer (&statement, amp_statement_release);
  for (guint i = 0; on_row == 0 && i < ids->len; i++)
    if (!add_tree (self, events, (AmpAuditObject){child, g_array_index (ids, gint64, i)}, error))
      return FALSE;
  return on_row == 0;
}

static gboolean
add_tree (AmpStore *self, GArray *events, AmpAuditObject root, GError **error)
{
  if (!add_events (self, events, root, error))
    return FALSE;
  for (const AmpEntity *const *child = amp_entities (); *child != NULL; child++)
    if ((*child)->parent != NULL &&
        strcmp (amp_entity_field (*child, (*child)->parent)->refers, root.entity->name) == 0 &&
        !add_children (self, events, *child, root.id, error))
      return FALSE;
  return TRUE;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const AmpAuditEvent *one = a, *other = b;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

static void
event_clear_one (gpointer event)
{
  event_clear (event);
}

gboolean
amp_store_audit_list_of (AmpStore *self,
                         const AmpAuditObject *roots,
                         gsize n_roots,
                         AmpAuditFunc func,
                         gpointer data,
                         GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (AmpAuditEvent));

  g_return_val_if_fail (self != NULL && roots != NULL && func != NULL, FALSE);

  g_array_set_clear_func (events, event_clear_one);
  for (gsize i = 0; i < n_roots; i++)
    if (!add_tree (self, events, roots[i], error))
      return FALSE;
  g_array_sort (events, compare_events);
  for (guint i = 0; i < events->len; i++)
    {
      const AmpAuditEvent *event = &g_array_index (events, AmpAuditEvent, i);

      /* A record under two of the roots is told once. */
      if (i > 0 && event->seq == g_array_index (events, AmpAuditEvent, i - 1).seq)
        continue;
      if (!func (event, data))
        break;
    }
  return TRUE;
}
