/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of our own CSV, made of the field tables: a new field is a new column. */
#include "domain/amparo-csv.h"

#include <string.h>

char **
amp_amparo_csv_header (void)
{
  const AmpEntity *const *entities = amp_entities ();
  GPtrArray *titles = g_ptr_array_new ();

  g_ptr_array_add (titles, g_strdup ("record"));
  for (gsize e = 0; entities[e] != NULL; e++)
    {
      g_ptr_array_add (titles, g_strconcat (entities[e]->name, ".id", NULL));
      for (gsize i = 0; i < entities[e]->n_fields; i++)
        g_ptr_array_add (titles,
                         g_strconcat (entities[e]->name, ".", entities[e]->fields[i].name, NULL));
    }
  g_ptr_array_add (titles, NULL);
  return (char **) g_ptr_array_free (titles, FALSE);
}

gboolean
amp_amparo_csv_column (const char *title, const AmpEntity **entity, const AmpField **field)
{
  const char *dot = strchr (title, '.');
  g_autofree char *name = NULL;

  *entity = NULL;
  *field = NULL;
  if (g_str_equal (title, "record"))
    return TRUE;
  if (dot == NULL)
    return FALSE;
  name = g_strndup (title, (gsize) (dot - title));
  *entity = amp_entity_find (name);
  if (*entity == NULL)
    return FALSE;
  if (g_str_equal (dot + 1, "id"))
    return TRUE;
  *field = amp_entity_field (*entity, dot + 1);
  return *field != NULL;
}
