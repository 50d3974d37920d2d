/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts for machines: CSV as architecture 6 says, and JSON; codes, no labels. */
#include "domain/counts-private.h"

#include "domain/csv.h"
#include "domain/release.h"

#include <json-glib/json-glib.h>

gboolean
amp_count_format_from_code (const char *code, AmpCountFormat *format)
{
  static const char *const codes[] = {"csv", "json", "xlsx", "pdf"};

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (code, codes[i]) == 0)
      {
        *format = (AmpCountFormat) i;
        return TRUE;
      }
  return FALSE;
}

char *
amp_count_table_period (const AmpCountSpec *spec)
{
  return g_strdup_printf ("%s/%s", *spec->from == '\0' ? ".." : spec->from,
                          *spec->to == '\0' ? ".." : spec->to);
}

char *
amp_count_table_filters (const AmpCountSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_where; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", spec->where_dimension[i]->name,
                            spec->where_value[i]);
  return g_string_free (text, FALSE);
}

/* --- CSV --- */

/* A value of a filter is the only text here that somebody typed. */
static void
append_comment (GString *csv, const char *name, const char *value)
{
  g_autofree char *line = g_strdup (value);

  g_strdelimit (line, "\r\n", ' ');
  g_string_append_printf (csv, "# %s: %s\r\n", name, line);
}

static void
append_comment_number (GString *csv, const char *name, guint64 value)
{
  g_string_append_printf (csv, "# %s: %" G_GUINT64_FORMAT "\r\n", name, value);
}

/* Nothing of who made it and of what was left out: those are counts nobody has released. */
static void
append_release (GString *csv, const AmpCountTable *self, const AmpCountRelease *release)
{
  append_comment (csv, "release", release->rule);
  append_comment (csv, "release id", release->id);
  append_comment (csv, "notice", release->notice);
  append_comment (csv, "data as of", amp_count_table_as_of (self));
  if (release->has_late && release->late_hidden)
    append_comment (csv, "late registrations", "*");
  else if (release->has_late)
    append_comment_number (csv, "late registrations", release->late);
}

static void
append_header (GString *csv, const AmpCountTable *self, gint64 user)
{
  const AmpCountSpec *spec = amp_count_table_spec (self);
  const AmpCountRelease *release = amp_count_table_release (self);
  g_autofree char *period = amp_count_table_period (spec);
  g_autofree char *filters = amp_count_table_filters (spec);

  append_comment (csv, "unit", amp_unit_to_code (spec->unit));
  append_comment (csv, "period", period);
  append_comment (csv, "filters", filters);
  append_comment (csv, "regions", spec->lima_apart ? "26" : "25");
  if (release != NULL)
    {
      append_release (csv, self, release);
      return;
    }
  append_comment (csv, "release", "internal");
  append_comment (csv, "notice", amp_count_internal_notice);
  append_comment (csv, "data as of", amp_count_table_as_of (self));
  g_string_append_printf (csv, "# who: user %" G_GINT64_FORMAT "\r\n", user);
  append_comment_number (csv, "not victims left out", amp_count_table_not_victims (self));
  append_comment_number (csv, "dates not clear left out", amp_count_table_undated (self));
  append_comment_number (csv, "counted in more than one row", amp_count_table_overlap (self));
}

GBytes *
amp_count_table_to_csv (const AmpCountTable *self, gint64 user)
{
  const AmpCountSpec *spec = amp_count_table_spec (self);
  const char *cells[AMP_COUNTS_MAX_DIMENSIONS + 2];
  gsize n = spec->n_dimensions;
  GString *csv = g_string_new (NULL);

  append_header (csv, self, user);
  for (gsize i = 0; i < n; i++)
    cells[i] = spec->dimensions[i]->name;
  cells[n] = "count";
  cells[n + 1] = "status";
  amp_csv_append_row (csv, cells, n + 2);
  for (gsize row = 0; row < amp_count_table_n_rows (self); row++)
    {
      gboolean hidden = amp_count_table_is_hidden (self, row);
      g_autofree char *count =
        hidden ? NULL : g_strdup_printf ("%" G_GUINT64_FORMAT, amp_count_table_count (self, row));

      for (gsize i = 0; i < n; i++)
        cells[i] = amp_count_table_value (self, row, i);
      cells[n] = count;
      cells[n + 1] = hidden ? "suppressed" : "exact";
      amp_csv_append_row (csv, cells, n + 2);
    }
  return g_string_free_to_bytes (csv);
}

/* --- JSON --- */

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_number (JsonBuilder *json, const char *name, guint64 value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_int_value (json, (gint64) value);
}

static void
add_notes (JsonBuilder *json, const AmpCountTable *self)
{
  json_builder_set_member_name (json, "notes");
  json_builder_begin_array (json);
  for (const char *const *note = amp_count_table_notes (self); *note != NULL; note++)
    json_builder_add_string_value (json, *note);
  json_builder_end_array (json);
}

static void
add_release (JsonBuilder *json, const AmpCountTable *self, const AmpCountRelease *release)
{
  add_text (json, "release", release->rule);
  add_text (json, "release_id", release->id);
  add_text (json, "notice", release->notice);
  add_text (json, "data_as_of", amp_count_table_as_of (self));
  if (!release->has_late)
    return;
  json_builder_set_member_name (json, "late_registrations");
  if (release->late_hidden)
    json_builder_add_null_value (json);
  else
    json_builder_add_int_value (json, (gint64) release->late);
}

static void
add_facts (JsonBuilder *json, const AmpCountTable *self, gint64 user)
{
  const AmpCountRelease *release = amp_count_table_release (self);
  const AmpCountSpec *spec = amp_count_table_spec (self);
  g_autofree char *period = amp_count_table_period (spec);

  add_text (json, "unit", amp_unit_to_code (spec->unit));
  add_text (json, "period", period);
  json_builder_set_member_name (json, "filters");
  json_builder_begin_object (json);
  for (gsize i = 0; i < spec->n_where; i++)
    add_text (json, spec->where_dimension[i]->name, spec->where_value[i]);
  json_builder_end_object (json);
  add_number (json, "regions", spec->lima_apart ? 26 : 25);
  if (release != NULL)
    {
      add_release (json, self, release);
      add_notes (json, self);
      return;
    }
  add_text (json, "release", "internal");
  add_text (json, "notice", amp_count_internal_notice);
  add_text (json, "data_as_of", amp_count_table_as_of (self));
  add_number (json, "user", (guint64) user);
  add_number (json, "not_victims", amp_count_table_not_victims (self));
  add_number (json, "dates_not_clear", amp_count_table_undated (self));
  add_number (json, "overlap", amp_count_table_overlap (self));
  add_notes (json, self);
}

static void
add_rows (JsonBuilder *json, const AmpCountTable *self)
{
  const AmpCountSpec *spec = amp_count_table_spec (self);

  json_builder_set_member_name (json, "dimensions");
  json_builder_begin_array (json);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    json_builder_add_string_value (json, spec->dimensions[i]->name);
  json_builder_end_array (json);
  json_builder_set_member_name (json, "rows");
  json_builder_begin_array (json);
  for (gsize row = 0; row < amp_count_table_n_rows (self); row++)
    {
      json_builder_begin_object (json);
      for (gsize i = 0; i < spec->n_dimensions; i++)
        add_text (json, spec->dimensions[i]->name, amp_count_table_value (self, row, i));
      if (amp_count_table_is_hidden (self, row))
        {
          json_builder_set_member_name (json, "count");
          json_builder_add_null_value (json);
          add_text (json, "status", "suppressed");
        }
      else
        {
          add_number (json, "count", amp_count_table_count (self, row));
          add_text (json, "status", "exact");
        }
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

GBytes *
amp_count_table_to_json (const AmpCountTable *self, gint64 user)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;
  gsize length = 0;

  json_builder_begin_object (json);
  add_facts (json, self, user);
  add_rows (json, self);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

/* --- The door --- */

GBytes *
amp_count_table_write (AmpSession *session,
                       const AmpCountTable *self,
                       AmpCountFormat format,
                       AmpTranslate translate,
                       const char *language,
                       GError **error)
{
  return amp_release_internal (session, self, format, translate, language, NULL, NULL, error);
}
