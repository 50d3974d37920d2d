/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One walk over the attendance, added up by institution. */
#include "domain/training-reach.h"

#include "domain/session-private.h"
#include "model/date.h"

#include <string.h>

/* As what people of an institution are trained. What stands in no row is shown for every audience:
 * better one too many than one that is never asked. */
static const struct
{
  const char *kind; /* of institution_kind */
  const char *audience;
} trained_as[] = {
  {"LawEnforcement", "pnp"},
  {"Prosecutor", "prosecutors"},
  {"VictimAssistance", "prosecutors"},
  {"Court", "judges"},
  {"LegalService", "defenders"},
  {"HealthServiceOrganisation", "health"},
  {"SchoolOrCollege", "teachers"},
  {"LocalGovernmentOrganisation", "municipal"},
  {"LocalGovernmentOrganisation", "regional"},
  {"ImmigrationService", "migration"},
  {"ChildProtection", "upe_cem"},
  {"WomenEmergencyCentre", "upe_cem"},
  {"Shelter", "upe_cem"},
  {"Consulate", "consular"},
  {"NGO", "ngo"},
  {"Church", "leaders"},
};

void
amp_reach_row_free (AmpReachRow *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->region);
  g_free (self->last_on);
  g_free (self);
}

static gboolean
is_meant (const char *kind, const char *audience)
{
  gboolean known = FALSE;

  for (gsize i = 0; audience != NULL && i < G_N_ELEMENTS (trained_as); i++)
    if (g_strcmp0 (trained_as[i].kind, kind) == 0)
      {
        known = TRUE;
        if (strcmp (trained_as[i].audience, audience) == 0)
          return TRUE;
      }
  return !known;
}

typedef struct
{
  const AmpReachQuery *query;
  GPtrArray *rows;      /* of AmpReachRow, owned */
  GHashTable *by_id;    /* institution -> AmpReachRow */
  GHashTable *sessions; /* "institution:training": its hours are counted */
  GHashTable *gone;     /* AmpReachRow that is left out where nobody attended */
  guint n_others;
} Reach;

static gboolean
has_ended (const char *valid_to, const char *replaced_by)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *now = amp_date_to_text (&today);

  return replaced_by != NULL || (valid_to != NULL && strcmp (valid_to, "unknown") != 0 &&
                                 strncmp (now, valid_to, strlen (valid_to)) > 0);
}

static gboolean
read_institutions (Reach *self, AmpStore *store, GCancellable *cancellable, GError **error)
{
  const char *paths[] = {"id", "name_es", "region", "kind", "valid_to", "replaced_by", NULL};
  const AmpFilter filter = {"region", AMP_OP_EQ, self->query->region};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("institution"), paths, &filter,
                      self->query->region != NULL ? 1 : 0, "name_es", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      AmpReachRow *row;

      if (!is_meant (amp_cursor_text (cursor, 3), self->query->audience))
        continue;
      row = g_new0 (AmpReachRow, 1);
      row->institution = amp_cursor_int (cursor, 0);
      row->name = g_strdup (amp_cursor_text (cursor, 1));
      row->region = g_strdup (amp_cursor_text (cursor, 2));
      g_ptr_array_add (self->rows, row);
      g_hash_table_insert (self->by_id, &row->institution, row);
      if (has_ended (amp_cursor_text (cursor, 4), amp_cursor_text (cursor, 5)))
        g_hash_table_add (self->gone, row);
    }
  return more == 0;
}

static void
add_attendance (Reach *self, AmpCursor *cursor)
{
  const gint64 institution = amp_cursor_int (cursor, 0), training = amp_cursor_int (cursor, 1);
  const guint people =
    (guint) (amp_cursor_int (cursor, 4) + amp_cursor_int (cursor, 5) + amp_cursor_int (cursor, 6));
  const char *on = amp_cursor_text (cursor, 2);
  AmpReachRow *row = g_hash_table_lookup (self->by_id, &institution);

  if (amp_cursor_text (cursor, 0) == NULL)
    self->n_others += people;
  if (row == NULL)
    return;
  row->people += people;
  if (row->last_on == NULL || g_strcmp0 (on, row->last_on) > 0)
    {
      g_free (row->last_on);
      row->last_on = g_strdup (on);
    }
  if (g_hash_table_add (self->sessions, g_strdup_printf ("%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                                                         institution, training)))
    {
      row->sessions++;
      row->hours += (guint) amp_cursor_int (cursor, 3);
    }
}

static gboolean
read_attendance (Reach *self, AmpStore *store, GCancellable *cancellable, GError **error)
{
  const char *paths[] = {"institution", "training",   "training.on", "training.hours",
                         "attended_f",  "attended_m", "attended_x",  NULL};
  AmpFilter filters[3] = {{"training.status", AMP_OP_EQ, "done"}};
  gsize n = 1;
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (self->query->audience != NULL)
    filters[n++] = (AmpFilter){"audience", AMP_OP_EQ, self->query->audience};
  if (self->query->since != NULL)
    filters[n++] = (AmpFilter){"training.on", AMP_OP_GE, self->query->since};
  cursor = amp_store_select (store, amp_entity_find ("training_attendance"), paths, filters, n,
                             NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    add_attendance (self, cursor);
  return more == 0;
}

/* Those never reached come first: they are whom one looks for. */
static gint
compare (gconstpointer a, gconstpointer b)
{
  const AmpReachRow *one = *(AmpReachRow *const *) a, *other = *(AmpReachRow *const *) b;
  int by_day = (one->last_on == NULL) != (other->last_on == NULL)
                 ? (one->last_on == NULL ? -1 : 1)
                 : g_strcmp0 (one->last_on, other->last_on);

  return by_day != 0 ? by_day : g_strcmp0 (one->name, other->name);
}

static void
drop_gone (Reach *self)
{
  for (guint i = self->rows->len; i > 0; i--)
    {
      AmpReachRow *row = self->rows->pdata[i - 1];

      if (row->last_on == NULL && g_hash_table_contains (self->gone, row))
        g_ptr_array_remove_index (self->rows, i - 1);
    }
}

GPtrArray *
amp_training_reach (AmpSession *session,
                    const AmpReachQuery *query,
                    guint *n_people,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_reach_row_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GHashTable) sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  Reach reach = {.query = query, .rows = rows, .by_id = by_id, .sessions = sessions, .gone = gone};

  if (!amp_session_require_store (session, error) ||
      !read_institutions (&reach, session->store, cancellable, error) ||
      !read_attendance (&reach, session->store, cancellable, error))
    return NULL;
  drop_gone (&reach);
  g_ptr_array_sort (rows, compare);
  if (n_people != NULL)
    *n_people = reach.n_others;
  return g_steal_pointer (&rows);
}
