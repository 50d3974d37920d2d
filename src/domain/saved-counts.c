/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests of counts kept by name. The text is "#counts unit=persons days=2026-01-01/2026-03-31
 * period=last-month lima=0 by=region,sex where=border:yes". */
#include "domain/saved-counts.h"

#include "domain/approvals-private.h"
#include "domain/filters-private.h"
#include "domain/filters.h"
#include "domain/release-private.h"

#include <string.h>

#define DAYS " days="
#define PERIOD " period="
#define LIMA " lima="
#define BY " by="

void
amp_saved_counts_free (AmpSavedCounts *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->spec.n_where; i++)
    g_free ((gpointer) self->spec.where_value[i]);
  g_free (self->name);
  g_free (self->period);
  g_free (self);
}

/* --- Text --- */

static char *
text_of (const AmpCountSpec *spec, const char *period)
{
  g_autofree char *request = amp_release_request_text (spec);

  return g_strdup_printf (AMP_SAVED_COUNTS_PREFIX "unit=%s" DAYS "%s/%s" PERIOD "%s" LIMA "%d %s",
                          amp_unit_to_code (spec->unit), spec->from, spec->to, period,
                          spec->lima_apart, request);
}

/* The word after name, up to the next blank; "" where it is not there. Free it. */
static char *
word_after (const char *text, const char *name)
{
  const char *at = strstr (text, name);

  if (at == NULL)
    return g_strdup ("");
  at += strlen (name);
  return g_strndup (at, strcspn (at, " "));
}

static gboolean
read_days (const char *days, AmpCountSpec *spec)
{
  const char *slash = strchr (days, '/');

  if (slash == NULL || slash - days > 10 || strlen (slash + 1) > 10)
    return FALSE;
  g_strlcpy (spec->from, days, (gsize) (slash - days) + 1);
  g_strlcpy (spec->to, slash + 1, sizeof spec->to);
  return TRUE;
}

static gboolean
read_text (const char *text, AmpSavedCounts *self)
{
  const char *by = text != NULL ? strstr (text, BY) : NULL;
  g_autofree char *request = by != NULL ? g_strdup (by + 1) : NULL;
  g_autofree char *unit = NULL, *days = NULL, *lima = NULL;
  AmpCountSpec spec;

  if (text == NULL || !g_str_has_prefix (text, AMP_SAVED_COUNTS_PREFIX) || request == NULL ||
      !amp_release_request_read (request, &spec))
    return FALSE;
  unit = word_after (text, "unit=");
  days = word_after (text, DAYS);
  lima = word_after (text, LIMA);
  if (!amp_unit_from_code (unit, &spec.unit) || !read_days (days, &spec))
    return FALSE;
  spec.lima_apart = strcmp (lima, "1") == 0;
  if (!amp_count_spec_check (&spec, NULL))
    return FALSE;
  self->spec = spec;
  self->spec.n_where = 0;
  for (gsize i = 0; i < spec.n_where; i++)
    self->spec.where_value[self->spec.n_where++] = g_strdup (spec.where_value[i]);
  self->period = word_after (text, PERIOD);
  return TRUE;
}

/* --- Kept by name --- */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(AmpSavedCounts *const *) a)->name, (*(AmpSavedCounts *const *) b)->name);
}

GPtrArray *
amp_saved_counts_list (AmpSession *session, GError **error)
{
  const char *paths[] = {"id", "owner", "name", "filter", "shared", NULL};
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_saved_counts_free);
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("saved_filter"), paths, NULL, 0, NULL, error);
  gint64 me = amp_session_get_user (session)->id;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      g_autoptr (AmpSavedCounts) saved = g_new0 (AmpSavedCounts, 1);

      saved->mine = amp_cursor_int (cursor, 1) == me;
      saved->shared = amp_cursor_int (cursor, 4) != 0;
      if ((!saved->mine && !saved->shared) || !read_text (amp_cursor_text (cursor, 3), saved))
        continue;
      saved->id = amp_cursor_int (cursor, 0);
      saved->name = g_strdup (amp_cursor_text (cursor, 2));
      g_ptr_array_add (list, g_steal_pointer (&saved));
    }
  g_ptr_array_sort (list, compare_names);
  return more == 0 ? g_steal_pointer (&list) : NULL;
}

gboolean
amp_saved_counts_save (AmpSession *session,
                       const char *name,
                       const AmpCountSpec *spec,
                       const char *period,
                       gboolean shared,
                       GError **error)
{
  g_autofree char *text = text_of (spec, period);
  g_autofree char *trimmed = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr (GPtrArray) list = NULL;
  gint64 own = 0;

  if (*trimmed == '\0' || strspn (period, "abcdefghijklmnopqrstuvwxyz-") != strlen (period))
    return amp_domain_refuse ("saved_filter: needs a name and a period", error);
  if (!amp_count_spec_check (spec, error) ||
      (list = amp_saved_counts_list (session, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const AmpSavedCounts *saved = list->pdata[i];

      if (saved->mine && g_strcmp0 (saved->name, trimmed) == 0)
        own = saved->id;
    }
  return amp_filters_keep (session, own, trimmed, text, shared, error);
}

gboolean
amp_saved_counts_delete (AmpSession *session, gint64 id, GError **error)
{
  return amp_filters_delete (session, id, error);
}
