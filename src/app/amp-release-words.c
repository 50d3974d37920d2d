/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the register of releases in words. */
#include "app/amp-release-words.h"

#include "app/amp-count-words.h"
#include "app/amp-partner-view.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *
rule_words (const AmpRelease *line)
{
  AmpReleaseRule rule;

  if (amp_release_rule_from_code (line->rule, &rule))
    return _ (amp_release_rule_label (rule));
  if (amp_release_is_sealed (line->rule))
    return _ ("Records for a partner");
  return _ ("Rules of release");
}

static const char *
unit_words (const AmpRelease *line)
{
  AmpUnit unit;

  if (amp_release_is_sealed (line->rule))
    return rule_words (line);
  return line->unit != NULL && amp_unit_from_code (line->unit, &unit)
           ? _ (amp_count_words_unit (unit))
           : rule_words (line);
}

/* "2026-Q1"; of an exact table "2026-01-01/2026-03-31", either side of which may be "..". */
static char *
period_words (const char *period)
{
  const char *slash = strchr (period, '/');
  AmpCountSpec spec = {0};

  if (slash == NULL)
    return amp_count_words_span (period);
  g_strlcpy (spec.from, period, MIN ((gsize) (slash - period) + 1, sizeof spec.from));
  g_strlcpy (spec.to, slash + 1, sizeof spec.to);
  if (g_str_has_prefix (spec.from, ".."))
    *spec.from = '\0';
  if (g_str_has_prefix (spec.to, ".."))
    *spec.to = '\0';
  return amp_count_words_period (&spec);
}

char *
amp_release_words_title (const AmpRelease *line)
{
  g_autofree char *period = line->period != NULL ? period_words (line->period) : NULL;

  return g_strdup_printf (
    "%s%s%s%s%s%s%s",
    g_strcmp0 (line->template_id, AMP_RELEASE_REPORT) == 0 ? _ ("Annual report") : "",
    g_strcmp0 (line->template_id, AMP_RELEASE_REPORT) == 0 ? " · " : "", unit_words (line),
    period != NULL ? " · " : "", period != NULL ? period : "", line->recipient != NULL ? " → " : "",
    line->recipient != NULL ? line->recipient : "");
}

/* "by=region,sex where=border:yes" in words; what is no request stays as it is. */
static char *
request_words (const AmpRelease *line)
{
  AmpCountSpec spec = {0};
  g_autofree char *text = g_strdup (line->request);
  AmpPartnerFormat format;

  if (amp_release_is_sealed (line->rule) &&
      amp_partner_format_from_code (line->template_id, &format))
    return g_strdup (amp_partner_format_words (format));
  return amp_release_request_read (text, &spec) ? amp_count_words_columns (&spec)
                                                : g_strdup (line->request);
}

char *
amp_release_words_subtitle (const AmpRelease *line)
{
  g_autofree char *at = amp_count_words_moment (line->at);
  g_autofree char *request = request_words (line);
  /* The title of records says their rule. */
  const char *rule = amp_release_is_sealed (line->rule) ? NULL : rule_words (line);

  return g_strdup_printf ("%s%s%s · %s%s%s", at, rule != NULL ? " · " : "",
                          rule != NULL ? rule : "", request, line->given ? "" : " · ",
                          line->given ? "" : _ ("prepared"));
}

static void
add (GString *text, const char *label, const char *value)
{
  if (value != NULL && *value != '\0')
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", label, value);
}

static char *
format_words (const AmpRelease *line)
{
  if (amp_release_is_sealed (line->rule))
    return g_strdup (_ ("sealed to the partner's user"));
  return line->format != NULL ? g_ascii_strup (line->format, -1) : NULL;
}

char *
amp_release_words_facts (const AmpRelease *line, const char *actor, const char *approver)
{
  GString *text = g_string_new (NULL);
  g_autofree char *at = amp_count_words_moment (line->at);
  g_autofree char *request = request_words (line);
  g_autofree char *format = format_words (line);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, line->id);

  add (text, _ ("Number"), number);
  add (text, amp_release_is_sealed (line->rule) ? _ ("Records") : _ ("Table"), request);
  add (text, _ ("Rule"), rule_words (line));
  add (text, _ ("When"), at);
  add (text, _ ("Who handed it over"), actor);
  add (text, _ ("Who approved"), approver);
  add (text, _ ("What for"), line->reason);
  add (text, _ ("Format"), format);
  if (line->format != NULL)
    add (text, _ ("State"),
         line->given ? _ ("handed over")
                     : _ ("prepared: whether the file was ever written is not known"));
  return g_string_free (text, FALSE);
}

char *
amp_release_words_request (const AmpReleaseRequest *request)
{
  g_autofree char *period = amp_count_words_period (&request->spec);
  g_autofree char *columns = amp_count_words_columns (&request->spec);

  if (request->report)
    return g_strdup_printf ("%s · %s → %s", _ ("Annual report"), period,
                            request->recipient != NULL ? request->recipient : "");
  return g_strdup_printf ("%s · %s · %s → %s", _ (amp_count_words_unit (request->spec.unit)),
                          period, columns, request->recipient != NULL ? request->recipient : "");
}

char *
amp_release_words_hidden (const AmpCountTable *table)
{
  gsize n = amp_count_table_n_rows (table);
  guint n_hidden = 0;

  for (gsize row = 0; row < n; row++)
    n_hidden += amp_count_table_is_hidden (table, row) ? 1 : 0;
  /* Translators: so many of so many. */
  return g_strdup_printf (_ ("%u of %u numbers are hidden."), n_hidden, (guint) n);
}
