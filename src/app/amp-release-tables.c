/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables that may be handed over, as a choice. */
#include "app/amp-release-tables.h"

#include "app/amp-count-words.h"

#include <glib/gi18n.h>
#include <string.h>

static void
table_free (gpointer data)
{
  AmpReleaseTable *self = data;

  g_free (self->label);
  g_free (self);
}

gboolean
amp_release_table_is (const AmpCountSpec *a, const AmpCountSpec *b)
{
  if (a->n_dimensions != b->n_dimensions || a->n_where != b->n_where ||
      a->lima_apart != b->lima_apart)
    return FALSE;
  for (gsize i = 0; i < a->n_dimensions; i++)
    if (a->dimensions[i] != b->dimensions[i])
      return FALSE;
  for (gsize i = 0; i < a->n_where; i++)
    if (a->where_dimension[i] != b->where_dimension[i] ||
        strcmp (a->where_value[i], b->where_value[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
add (GPtrArray *tables, const AmpCountSpec *spec)
{
  AmpReleaseTable *table;

  for (guint i = 0; i < tables->len; i++)
    if (amp_release_table_is (&((AmpReleaseTable *) tables->pdata[i])->spec, spec))
      return;
  table = g_new0 (AmpReleaseTable, 1);
  table->spec = *spec;
  table->label = amp_count_words_columns (spec);
  g_ptr_array_add (tables, table);
}

/* Time within the period: quarters of a year, months of a quarter; NULL: none is left. */
static const AmpDimension *
time_within (guint level, gboolean months)
{
  if (level == 0)
    return amp_dimension_find ("quarter");
  return level == 1 && months ? amp_dimension_find ("month") : NULL;
}

static void
add_template (
  GPtrArray *tables, const AmpReleaseTemplate *template, AmpUnit unit, guint level, gboolean months)
{
  AmpCountSpec spec = {.unit = unit};

  for (gsize i = 0; template->dimensions[i] != NULL; i++)
    {
      const AmpDimension *dimension = amp_dimension_find (template->dimensions[i]);

      if (strcmp (dimension->name, "month") == 0)
        dimension = time_within (level, months);
      if (dimension != NULL)
        spec.dimensions[spec.n_dimensions++] = dimension;
    }
  add (tables, &spec);
}

GPtrArray *
amp_release_tables_new (const AmpCountSpec *own, guint level, gboolean months)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func (table_free);
  gsize n;
  const AmpReleaseTemplate *templates = amp_unit_is_programme (own->unit)
                                          ? amp_release_programme_templates (&n)
                                          : amp_release_templates (&n);

  add (tables, own);
  for (gsize i = 0; i < n; i++)
    if (templates[i].units & (1u << own->unit))
      add_template (tables, &templates[i], own->unit, level, months);
  if (level == 0)
    {
      AmpReleaseTable *report = g_new0 (AmpReleaseTable, 1);

      report->spec = (AmpCountSpec){.unit = AMP_UNIT_PERSONS};
      report->label = g_strdup (_ ("Annual report, all its tables"));
      report->report = TRUE;
      g_ptr_array_add (tables, report);
    }
  return tables;
}
