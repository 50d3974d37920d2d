/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One cell: what it says, in the form the field keeps. */
#include "domain/import-private.h"

#include "domain/xlsx.h"
#include "model/codelist.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

/* --- Codes --- */

static gboolean
is_name_of (const AmpCode *code, const char *folded)
{
  const char *const names[] = {amp_code_value (code), amp_code_attribute (code, "htcds"),
                               amp_code_attribute (code, "htcds_label"),
                               amp_code_label (code, "en"), amp_code_label (code, "es")};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *other = names[i] != NULL ? amp_fold (names[i]) : NULL;

      if (g_strcmp0 (other, folded) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Where several codes of ours are one of the standard, the one that says no more than that. */
static const struct
{
  const char *list, *htcds, *code;
} shared[] = {
  {"recruiter_relation", "Familial", "family"},
  {"recruiter_relation", "Acquainted", "acquaintance"},
  {"recruiter_relation", "Unaquainted", "unknown"},
  {"case_status", "Active", "open"},
  {"case_status", "Closed", "closed"},
};

const char *
amp_import_match (const char *list_name, const char *text)
{
  const AmpCodeList *list = amp_code_list_find (list_name);
  const AmpCode *code = list != NULL ? amp_code_list_match (list, text) : NULL;
  g_autofree char *folded = NULL;

  if (code != NULL)
    return amp_code_value (code);
  folded = amp_fold (text);
  for (gsize i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      g_autofree char *htcds = amp_fold (shared[i].htcds);

      if (g_str_equal (shared[i].list, list_name) && g_str_equal (htcds, folded))
        return shared[i].code;
    }
  return NULL;
}

/* Whether the text is the code's own name in one of the languages or standards, not an alias. */
static gboolean
is_own_name (const char *list_name, const char *value, const char *text)
{
  const AmpCode *code = amp_code_list_lookup (amp_code_list_find (list_name), value);
  g_autofree char *folded = amp_fold (text);

  return code != NULL && is_name_of (code, folded);
}

static const char *
read_code (AmpImport *self, const AmpField *field, guint row, const char *column, const char *text)
{
  const char *value = amp_import_match (field->list, text);

  if (value != NULL && !is_own_name (field->list, value, text))
    amp_report_add (self->report, "read-as", row, column, text);
  return value;
}

/* Some labels of the standard have a ';' of their own: the longest run of parts that is one. */
static char **
rejoin (const AmpField *field, char **parts)
{
  guint n = g_strv_length (parts);
  GPtrArray *joined = g_ptr_array_new ();

  for (guint i = 0; i < n;)
    {
      guint end = MIN (n, i + 4);
      g_autofree char *run = NULL;

      for (; end > i + 1; end--)
        {
          char *after = parts[end];

          g_free (run);
          parts[end] = NULL;
          run = g_strjoinv (";", parts + i);
          parts[end] = after;
          if (amp_import_match (field->list, run) != NULL)
            break;
        }
      g_ptr_array_add (joined, end > i + 1 ? g_steal_pointer (&run) : g_strdup (parts[i]));
      i = end;
    }
  g_ptr_array_add (joined, NULL);
  return (char **) g_ptr_array_free (joined, FALSE);
}

/* ';' and line ends divide; where there is none, blanks do if every word is a value name (as
 * XLSForm writes), or commas if every part is one. */
static char **
split_codes (const AmpField *field, const char *text)
{
  static const char *const dividers[] = {" ", ",", "/", "|"};

  if (strpbrk (text, ";\n") != NULL)
    {
      g_auto (GStrv) parts = g_strsplit_set (text, ";\n", -1);

      return rejoin (field, parts);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (dividers) && amp_import_match (field->list, text) == NULL;
       i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, dividers[i], -1);
      gboolean all = parts[0] != NULL && parts[1] != NULL;

      for (gsize p = 0; all && parts[p] != NULL; p++)
        all = *g_strstrip (parts[p]) == '\0' || amp_import_match (field->list, parts[p]) != NULL;
      if (all)
        return g_steal_pointer (&parts);
    }
  {
    char **whole = g_new0 (char *, 2);

    whole[0] = g_strdup (text);
    return whole;
  }
}

static char *
read_codes (AmpImport *self,
            const AmpField *field,
            guint row,
            const char *column,
            const char *text,
            gboolean *kept)
{
  g_auto (GStrv) parts = split_codes (field, text);
  g_autoptr (GString) codes = g_string_new (NULL);
  guint n = 0;

  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      const char *code = *part != '\0' ? read_code (self, field, row, column, part) : NULL;

      if (*part == '\0')
        continue;
      if (code == NULL)
        {
          amp_report_add (self->report, "unknown-code", row, column, part);
          *kept = TRUE;
          continue;
        }
      if (field->kind == AMP_KIND_CODE && n == 1 && !g_str_equal (codes->str, code))
        {
          amp_report_add (self->report, "several-values", row, column, text);
          *kept = TRUE;
          break;
        }
      if (field->kind == AMP_KIND_CODE && n == 1)
        continue;
      g_string_append_printf (codes, "%s%s", n > 0 ? ";" : "", code);
      n++;
    }
  return n > 0 ? g_string_free (g_steal_pointer (&codes), FALSE) : NULL;
}

/* --- Dates --- */

/* "3/4/2001": both could be the month. */
static gboolean
is_ambiguous (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "/-. ", -1);
  gint64 day = 0, month = 0;

  return g_strv_length (parts) == 3 && g_ascii_string_to_signed (parts[0], 10, 1, 12, &day, NULL) &&
         g_ascii_string_to_signed (parts[1], 10, 1, 12, &month, NULL) && day != month;
}

/* "2001-03-04 00:00:00" and "2001-03-04T…": the day is what the field takes. */
static char *
without_time (const char *text)
{
  if (strlen (text) > 10 && text[4] == '-' && text[7] == '-' &&
      (text[10] == ' ' || text[10] == 'T'))
    return g_strndup (text, 10);
  return g_strdup (text);
}

static char *
read_date (AmpImport *self, guint row, const char *column, const char *text, gboolean *kept)
{
  g_autofree char *day = without_time (text);
  AmpDate date;
  gint64 number = 0;

  if (amp_date_parse (day, &date))
    return amp_date_to_text (&date);
  if (g_ascii_string_to_signed (day, 10, 1, 2958465, &number, NULL))
    {
      g_autofree char *from_serial =
        number >= 10000
          ? amp_xlsx_date_from_serial ((double) number, amp_sheet_dates_from_1904 (self->sheet))
          : NULL;

      if (from_serial != NULL && amp_date_parse (from_serial, &date))
        {
          amp_report_add (self->report, "date-from-number", row, column, text);
          return amp_date_to_text (&date);
        }
      *kept = TRUE;
      amp_report_add (self->report, number < 120 ? "age-instead-of-date" : "bad-date", row, column,
                      text);
      return NULL;
    }
  if (amp_date_read (day, &date))
    {
      if (is_ambiguous (day))
        amp_report_add (self->report, "date-day-first", row, column, text);
      return amp_date_to_text (&date);
    }
  *kept = TRUE;
  amp_report_add (self->report, "bad-date", row, column, text);
  return NULL;
}

/* --- The rest --- */

gboolean
amp_import_read_boolean (const char *text, gboolean *value)
{
  static const char *const yes[] = {"yes",       "y", "si", "s",       "true",    "t",
                                    "verdadero", "1", "x",  "checked", "marcado", NULL};
  static const char *const no[] = {"no", "n",         "false",      "f", "falso",
                                   "0",  "unchecked", "sin marcar", NULL};
  g_autofree char *folded = amp_fold (text);

  *value = g_strv_contains (yes, folded) || g_str_equal (text, "✓") || g_str_equal (text, "✔");
  return *value || g_strv_contains (no, folded);
}

static char *
read_plain (AmpImport *self,
            const AmpField *field,
            guint row,
            const char *column,
            const char *text,
            gboolean *kept)
{
  g_autofree char *one_line = g_strdup (text);
  char *canonical = NULL;
  gsize length = strlen (one_line);

  if (field->kind == AMP_KIND_TEXT)
    g_strdelimit (one_line, "\r\n\t", ' ');
  /* "2.0" and "2,0" are how a spreadsheet may write 2. */
  if (field->kind == AMP_KIND_INTEGER && length > 2 &&
      (g_str_has_suffix (one_line, ".0") || g_str_has_suffix (one_line, ",0")))
    one_line[length - 2] = '\0';
  if (amp_field_canonical (field, one_line, &canonical, NULL))
    {
      if (field->kind == AMP_KIND_TEXT && strpbrk (text, "\r\n\t") != NULL)
        amp_report_add (self->report, "read-as", row, column, text);
      return canonical;
    }
  *kept = TRUE;
  amp_report_add (self->report, field->kind == AMP_KIND_INTEGER ? "bad-number" : "bad-value", row,
                  column, text);
  return NULL;
}

char *
amp_import_value (AmpImport *self,
                  const AmpField *field,
                  guint row,
                  const char *column,
                  const char *text,
                  gboolean *kept)
{
  gboolean boolean = FALSE;

  switch (field->kind)
    {
    case AMP_KIND_CODE:
    case AMP_KIND_CODES:
      return read_codes (self, field, row, column, text, kept);
    case AMP_KIND_DATE:
      return read_date (self, row, column, text, kept);
    case AMP_KIND_BOOLEAN:
      if (amp_import_read_boolean (text, &boolean))
        return g_strdup (boolean ? "1" : "0");
      *kept = TRUE;
      amp_report_add (self->report, "bad-value", row, column, text);
      return NULL;
    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
    case AMP_KIND_INTEGER:
    case AMP_KIND_REF:
    case AMP_KIND_TIMESTAMP:
    default:
      return read_plain (self, field, row, column, text, kept);
    }
}
