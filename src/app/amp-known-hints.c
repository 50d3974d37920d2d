/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Ya consta" beside the questions of a form. */
#include "app/amp-known-hints.h"

#include "app/amp-record-text.h"
#include "domain/known.h"

#include <string.h>

/* As people read it. */
static char *
words_of (AmpSectionContext *context,
          const AmpRecord *record,
          const AmpField *field,
          const char *value)
{
  g_autoptr (AmpRecord) copy = amp_record_copy (record);

  if (!amp_record_set (copy, field->name, value, NULL))
    return NULL;
  if (field->kind == AMP_KIND_REF)
    return g_strdup (amp_form_refs_label (context->refs, field->refers, value));
  return amp_record_words (copy, field);
}

static gboolean
may_be_shown (const AmpKnownRow *known, AmpSectionContext *context)
{
  return !(known->is_private && context->veiled) && !(known->is_number && !context->rule_read);
}

static void
show_one (AmpFieldRow *row,
          const AmpKnownRow *known,
          AmpSectionContext *context,
          const AmpRecord *record)
{
  g_autofree char *typed = amp_field_row_dup_text (row);
  g_autofree char *value = *typed == '\0' && may_be_shown (known, context)
                             ? amp_known (known, context->file, record)
                             : NULL;
  g_autofree char *words =
    value != NULL ? words_of (context, record, amp_field_row_get_field (row), value) : NULL;

  amp_field_row_set_known (row, words != NULL ? value : NULL, words);
}

void
amp_known_hints_show (AmpForm *form, AmpSectionContext *context, const char *entity)
{
  g_autoptr (AmpRecord) record = NULL;
  const AmpKnownRow *known;
  gsize n;

  if (context->case_id == 0)
    return;
  known = amp_known_rows (&n);
  for (gsize i = 0; i < n; i++)
    {
      AmpFieldRow *row =
        strcmp (known[i].entity, entity) == 0 ? amp_form_row (form, entity, known[i].field) : NULL;

      if (row == NULL)
        continue;
      if (record == NULL)
        record = amp_form_dup_record (form, entity);
      if (record != NULL)
        show_one (row, &known[i], context, record);
    }
}
