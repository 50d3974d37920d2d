/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said about a table of counts. */
#include "app/amp-count-words.h"

#include "app/amp-format.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const unit_labels[] = {
  [AMP_UNIT_PERSONS] = N_ ("Persons assisted"),
  [AMP_UNIT_CASES] = N_ ("Cases opened"),
  [AMP_UNIT_SERVICES] = N_ ("Services delivered"),
  [AMP_UNIT_REFERRALS] = N_ ("Referrals made"),
  [AMP_UNIT_ACTIVITIES] = N_ ("Prevention activities carried out"),
  [AMP_UNIT_REACHED] = N_ ("People reached by prevention"),
  [AMP_UNIT_TRAININGS] = N_ ("Training sessions held"),
  [AMP_UNIT_TRAINED] = N_ ("People trained"),
  [AMP_UNIT_COMMITMENTS] = N_ ("Commitments"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (unit_labels) == AMP_N_UNITS);

const char *
amp_count_words_unit (AmpUnit unit)
{
  return unit_labels[unit];
}

char *
amp_count_words_period (const AmpCountSpec *spec)
{
  g_autofree char *from = amp_format_date (spec->from);
  g_autofree char *to = amp_format_date (spec->to);

  if (*from == '\0' && *to == '\0')
    return g_strdup (_ ("All time"));
  if (*from == '\0')
    /* Translators: a period that has an end only; %s is a day. */
    return g_strdup_printf (_ ("Until %s"), to);
  if (*to == '\0')
    /* Translators: a period that has a beginning only; %s is a day. */
    return g_strdup_printf (_ ("Since %s"), from);
  /* Translators: first and last day of a period. */
  return g_strdup_printf (_ ("%s to %s"), from, to);
}

char *
amp_count_words_moment (const char *timestamp)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (timestamp, NULL);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%d/%m/%Y %H:%M") : g_strdup (timestamp);
}

char *
amp_count_words_columns (const AmpCountSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " × " : "",
                            _ (amp_dimension_label (spec->dimensions[i], spec->unit)));
  for (gsize i = 0; i < spec->n_where; i++)
    {
      g_autofree char *value = amp_dimension_value_label (
        spec->where_dimension[i], spec->where_value[i], amp_code_language ());

      /* Translators: a filter: "; only Sex: Female". */
      g_string_append_printf (text, _ ("; only %s: %s"),
                              _ (amp_dimension_label (spec->where_dimension[i], spec->unit)),
                              value);
    }
  return g_string_free (text, FALSE);
}

char *
amp_count_words_span (const char *name)
{
  g_autoptr (GDateTime) first = NULL;
  int year = (int) g_ascii_strtoll (name, NULL, 10);

  if (strlen (name) != 7)
    return g_strdup (name);
  if (name[5] == 'Q')
    /* Translators: a quarter of a year: "Quarter 2 of 2026". */
    return g_strdup_printf (_ ("Quarter %c of %d"), name[6], year);
  first = g_date_time_new_utc (year, (int) g_ascii_strtoll (name + 5, NULL, 10), 1, 0, 0, 0);
  /* Translators: month and year, as g_date_time_format() writes them: "March 2026". */
  return first != NULL ? g_date_time_format (first, _ ("%B %Y")) : g_strdup (name);
}

char *
amp_count_words_heading (const AmpCountTable *table)
{
  g_autofree char *total = amp_format_count (amp_count_table_total (table));

  /* Translators: what is counted and how many there are: "Persons assisted: 300". */
  return g_strdup_printf (_ ("%s: %s"), _ (unit_labels[amp_count_table_spec (table)->unit]), total);
}

char *
amp_count_words_subheading (const AmpCountTable *table)
{
  g_autofree char *period = amp_count_words_period (amp_count_table_spec (table));
  g_autofree char *as_of = amp_count_words_moment (amp_count_table_as_of (table));

  /* Translators: the period, and when the data were read. */
  return g_strdup_printf (_ ("%s · data as of %s"), period, as_of);
}

static void
add_number_note (GString *text, const char *sentence, guint64 number)
{
  g_autofree char *digits = amp_format_count (number);

  if (number > 0)
    g_string_append_printf (text, "• %s: %s\n", sentence, digits);
}

char *
amp_count_words_notes (const AmpCountTable *table)
{
  const char *const *notes = amp_count_table_notes (table);
  GString *text = g_string_new (NULL);

  add_number_note (text, _ ("Counted in more than one row, once in the total"),
                   amp_count_table_overlap (table));
  add_number_note (text, _ ("Left out because they were found not to be victims"),
                   amp_count_table_not_victims (table));
  for (gsize i = 0; notes != NULL && notes[i] != NULL; i++)
    g_string_append_printf (text, "• %s\n", _ (notes[i]));
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}
