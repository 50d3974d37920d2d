/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The filters of the case list: those of one beginning are one sub-select. */
#include "store/case-filter.h"

#include <string.h>

typedef enum
{
  ANY,
  LAST,
  NONE
} Scope;

typedef struct
{
  Scope scope;
  const AmpEntity *entity; /* whose records are asked; the case itself too */
  const char *owner;       /* its field that leads to the case or the person; NULL: the case */
  gboolean of_person;
  const char *path; /* from that record on */
} Place;

static gboolean
no_path (const char *path, GError **error)
{
  g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD, "No such path of a case: %s",
               path);
  return FALSE;
}

static gboolean
find_place (const char *path, Place *place, GError **error)
{
  const char *rest = path;
  const char *dot;
  g_autofree char *first = NULL;

  *place = (Place){.scope = ANY};
  if (g_str_has_prefix (path, "last:") || g_str_has_prefix (path, "none:"))
    {
      place->scope = g_str_has_prefix (path, "last:") ? LAST : NONE;
      rest = path + strlen ("last:");
    }
  dot = strchr (rest, '.');
  first = dot != NULL ? g_strndup (rest, (gsize) (dot - rest)) : g_strdup (rest);
  place->entity = amp_entity_find ("case");
  place->path = rest;
  if (place->scope == ANY && (dot == NULL || amp_entity_field (place->entity, first) != NULL))
    return TRUE;

  place->entity = amp_entity_find (first);
  if (dot == NULL || place->entity == NULL)
    return no_path (path, error);
  place->path = dot + 1;
  place->of_person = g_strcmp0 (place->entity->parent, "person") == 0;
  place->owner = place->of_person ? "person" : "case";
  return amp_entity_field (place->entity, place->owner) != NULL || no_path (path, error);
}

/* The newest record of a case is the one of the latest first date. */
static char *
last_condition (const Place *place)
{
  const char *date = "id";

  for (gsize i = 0; i < place->entity->n_fields; i++)
    if (place->entity->fields[i].kind == AMP_KIND_DATE &&
        !amp_field_is_private (&place->entity->fields[i]))
      {
        date = place->entity->fields[i].name;
        break;
      }
  return g_strdup_printf (" AND m0.id = (SELECT l.id FROM main.\"%s\" l WHERE l.\"%s\" = "
                          "m0.\"%s\" AND l.deleted_at IS NULL ORDER BY l.\"%s\" DESC, l.id DESC "
                          "LIMIT 1)",
                          place->entity->name, place->owner, place->owner, date);
}

static gboolean
append_group (AmpStore *store,
              GString *sql,
              const Place *place,
              const AmpFilter *filters,
              gsize n_filters,
              AmpBound *bound,
              GError **error)
{
  g_autofree char *more = place->scope == LAST ? last_condition (place) : NULL;

  g_string_append_printf (sql, " AND c.%s %sIN (", place->of_person ? "person" : "id",
                          place->scope == NONE ? "NOT " : "");
  if (!amp_query_append_select (store, sql, place->entity,
                                place->owner != NULL ? place->owner : "id", filters, n_filters,
                                more, bound, error))
    return FALSE;
  /* A record without an owner would make NOT IN say nothing at all. */
  if (place->scope == NONE)
    g_string_append_printf (sql, " AND m0.\"%s\" IS NOT NULL", place->owner);
  g_string_append_c (sql, ')');
  return TRUE;
}

static gboolean
same_group (const Place *a, const Place *b)
{
  return a->scope == b->scope && a->entity == b->entity;
}

gboolean
amp_case_filter_append (AmpStore *store,
                        GString *sql,
                        const AmpFilter *filters,
                        gsize n_filters,
                        AmpBound *bound,
                        GError **error)
{
  g_autofree Place *places = g_new0 (Place, n_filters + 1);
  g_autofree gboolean *done = g_new0 (gboolean, n_filters + 1);

  for (gsize i = 0; i < n_filters; i++)
    if (!find_place (filters[i].path, &places[i], error))
      return FALSE;
  for (gsize i = 0; i < n_filters; i++)
    {
      g_autoptr (GArray) group = g_array_new (FALSE, FALSE, sizeof (AmpFilter));

      for (gsize k = i; k < n_filters && !done[i]; k++)
        if (same_group (&places[i], &places[k]))
          {
            const AmpFilter inner = {places[k].path, filters[k].op, filters[k].value};

            g_array_append_val (group, inner);
            done[k] = k != i;
          }
      if (group->len > 0 &&
          !append_group (store, sql, &places[i], (const AmpFilter *) (void *) group->data,
                         group->len, bound, error))
        return FALSE;
    }
  return TRUE;
}
