/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and documents of an office, in the shape of the guide. */
#include "model/guide-parse.h"

#include <string.h>

#include "model/codelist.h"
#include "model/date.h"

static const struct
{
  const char *topic;
  AmpGuideKind kind;
} topics[] = {
  {"numbers", AMP_GUIDE_EMERGENCY}, {"pathway", AMP_GUIDE_PATHWAY}, {"norms", AMP_GUIDE_NORM},
  {"public", AMP_GUIDE_PUBLIC},     {"practice", AMP_GUIDE_OFFICE}, {"other", AMP_GUIDE_OFFICE},
};

static AmpGuideKind
kind_of_topic (const char *topic)
{
  for (gsize i = 0; i < G_N_ELEMENTS (topics); i++)
    if (g_strcmp0 (topics[i].topic, topic) == 0)
      return topics[i].kind;
  return AMP_GUIDE_OFFICE;
}

/* "12. Text" and "12) Text": how long the number is with what stands behind it; 0: it is none. */
static gsize
number_length (const char *line)
{
  gsize n = strspn (line, "0123456789");

  return n > 0 && n <= 3 && strchr (".)", line[n]) != NULL && line[n] != '\0' && line[n + 1] == ' '
           ? n + 2
           : 0;
}

static void
add_line (AmpGuideSheet *self, const char *line)
{
  AmpGuideBlockKind kind = AMP_GUIDE_PARAGRAPH;
  gsize skip = number_length (line);

  if (skip > 0)
    kind = AMP_GUIDE_STEP;
  else if (g_str_has_prefix (line, "# "))
    {
      kind = AMP_GUIDE_HEADING;
      skip = 2;
    }
  else if (g_str_has_prefix (line, "- ") || g_str_has_prefix (line, "* "))
    {
      kind = AMP_GUIDE_ITEM;
      skip = 2;
    }
  else if (g_str_has_prefix (line, "• "))
    {
      kind = AMP_GUIDE_ITEM;
      skip = strlen ("• ");
    }
  line += skip;
  line += strspn (line, " \t");
  if (*line != '\0')
    amp_guide_sheet_add (self, kind, g_strdup (line), g_strdup (line));
}

static void
add_lines (AmpGuideSheet *self, const char *text)
{
  for (const char *at = text; at != NULL && *at != '\0';)
    {
      gsize length = strcspn (at, "\r\n");
      char *line = g_strndup (at, length);

      add_line (self, g_strstrip (line));
      explicit_bzero (line, length);
      g_free (line);
      at += length + (at[length] != '\0' ? 1 : 0);
    }
}

static char *
text_of (const AmpRecord *record, const char *field)
{
  const char *text = amp_record_get (record, field);

  return g_strdup (text != NULL ? text : "");
}

static void
read_document (AmpGuideSheet *self, const AmpRecord *record)
{
  const AmpCode *code =
    amp_code_list_lookup (amp_code_list_find ("document_kind"), amp_record_get (record, "kind"));

  self->kind = AMP_GUIDE_DOCUMENT;
  self->document_kind = code != NULL ? amp_code_value (code) : NULL;
  self->since = g_strdup (amp_record_get (record, "on"));
  add_lines (self, amp_record_get (record, "note"));
}

static void
read_sheet (AmpGuideSheet *self, const AmpRecord *record)
{
  self->kind = kind_of_topic (amp_record_get (record, "topic"));
  self->checked = g_strdup (amp_record_get (record, "checked_on"));
  self->for_groups = amp_record_get_int (record, "for_groups", 0) == 1;
  add_lines (self, amp_record_get (record, "text"));
}

AmpGuideSheet *
amp_guide_sheet_new (const AmpRecord *record)
{
  AmpGuideSheet *self;
  const char *entity;

  g_return_val_if_fail (record != NULL, NULL);
  entity = amp_record_entity (record)->name;
  g_return_val_if_fail (strcmp (entity, "local_sheet") == 0 || strcmp (entity, "document") == 0,
                        NULL);

  self = amp_guide_sheet_begin ();
  self->record = amp_record_id (record);
  self->id = g_strdup_printf ("%s-%" G_GINT64_FORMAT, entity, self->record);
  self->title_en = text_of (record, "title");
  self->title_es = text_of (record, "title");
  self->source_en = text_of (record, "source");
  self->source_es = text_of (record, "source");
  self->fields = g_new0 (char *, 1);
  if (strcmp (entity, "document") == 0)
    read_document (self, record);
  else
    read_sheet (self, record);
  amp_guide_sheet_end (self);
  return self;
}

gint64
amp_guide_record (const AmpGuideSheet *self)
{
  return self->record;
}

gboolean
amp_guide_is_for_groups (const AmpGuideSheet *self)
{
  return self->for_groups;
}

gboolean
amp_guide_is_stale (const AmpGuideSheet *self)
{
  const AmpDate today = amp_date_today ();
  AmpDate checked;

  if (self->record == 0 || self->kind == AMP_GUIDE_DOCUMENT)
    return FALSE;
  if (self->checked == NULL || !amp_date_parse (self->checked, &checked) ||
      checked.precision < AMP_DATE_YEAR)
    return TRUE;
  return amp_date_day_number (&today) - amp_date_day_number (&checked) > AMP_GUIDE_CHECK_DAYS;
}

const char *
amp_guide_document_kind (const AmpGuideSheet *self, const char *language)
{
  const AmpCodeList *list = amp_code_list_find ("document_kind");

  return self->document_kind != NULL
           ? amp_code_label (amp_code_list_lookup (list, self->document_kind), language)
           : NULL;
}
