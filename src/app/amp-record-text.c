/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in words. */
#include "app/amp-record-text.h"

#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

static const char *
label_of (const AmpCodeList *list, const char *value)
{
  const AmpCode *code = list != NULL ? amp_code_list_lookup (list, value) : NULL;

  return code != NULL ? amp_code_label (code, amp_code_language ()) : value;
}

static const AmpCodeList *
list_of (const AmpRecord *record, const char *field)
{
  const AmpField *row = amp_entity_field (amp_record_entity (record), field);

  return row->list != NULL ? amp_code_list_find (row->list) : NULL;
}

const char *
amp_record_code_label (const AmpRecord *record, const char *field)
{
  const char *value = amp_record_get (record, field);

  return value != NULL ? label_of (list_of (record, field), value) : "";
}

char *
amp_record_codes_label (const AmpRecord *record, const char *field)
{
  const char *value = amp_record_get (record, field);
  g_auto (GStrv) codes = g_strsplit (value != NULL ? value : "", ";", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; codes[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            label_of (list_of (record, field), codes[i]));
  return g_string_free (text, FALSE);
}

char *
amp_record_date_text (const AmpRecord *record, const char *field)
{
  const char *value = amp_record_get (record, field);
  AmpDate date;

  if (value == NULL || !amp_date_parse (value, &date))
    return g_strdup ("");
  return amp_date_to_display (&date, amp_code_language ());
}

const char *
amp_record_text (const AmpRecord *record, const char *field)
{
  const char *value = amp_record_get (record, field);

  return value != NULL ? value : "";
}

gboolean
amp_record_is_true (const AmpRecord *record, const char *field)
{
  return amp_record_get_int (record, field, 0) == 1;
}

char *
amp_record_words (const AmpRecord *record, const AmpField *field)
{
  switch (field->kind)
    {
    case AMP_KIND_CODE:
    case AMP_KIND_CODES:
      return amp_record_codes_label (record, field->name);
    case AMP_KIND_DATE:
      return amp_record_date_text (record, field->name);
    case AMP_KIND_BOOLEAN:
      if (amp_record_get (record, field->name) == NULL)
        return g_strdup ("");
      return g_strdup (amp_record_is_true (record, field->name) ? _ ("Yes") : _ ("No"));
    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
    case AMP_KIND_INTEGER:
    case AMP_KIND_REF:
    case AMP_KIND_TIMESTAMP:
    default:
      return g_strdup (amp_record_text (record, field->name));
    }
}

void
amp_record_set_today (AmpRecord *record, const char *field)
{
  AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  (void) amp_record_set (record, field, text, NULL);
}

char *
amp_text_join (const char *first, ...)
{
  GString *text = g_string_new (NULL);
  va_list parts;

  va_start (parts, first);
  for (const char *part = first; part != NULL; part = va_arg (parts, const char *))
    if (*part != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  va_end (parts);
  return g_string_free (text, FALSE);
}
