/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs the rules over a record, and the small questions that rules ask. */
#include "model/check.h"

#include <string.h>

#include "model/check-rule.h"
#include "model/message.h"

gboolean
amp_check_is_set (const AmpRecord *record, const char *field)
{
  return amp_record_get (record, field) != NULL;
}

gboolean
amp_check_is_code (const AmpRecord *record, const char *field, const char *code)
{
  return g_strcmp0 (amp_record_get (record, field), code) == 0;
}

AmpDate
amp_check_date_of (const AmpRecord *record, const char *field)
{
  AmpDate date;

  (void) amp_date_parse (amp_record_get (record, field), &date);
  return date;
}

gboolean
amp_check_is_before (AmpDate a, AmpDate b)
{
  guint precision = MIN (a.precision, b.precision);

  if (precision < AMP_DATE_YEAR)
    return FALSE;
  if (a.year != b.year || precision == AMP_DATE_YEAR)
    return a.year < b.year;
  if (a.month != b.month || precision == AMP_DATE_MONTH)
    return a.month < b.month;
  return a.day < b.day;
}

gboolean
amp_check_field_before (const AmpRecord *record, const char *earlier, const char *later)
{
  return amp_check_is_before (amp_check_date_of (record, earlier),
                              amp_check_date_of (record, later));
}

gboolean
amp_check_in_future (const AmpRecord *record, const char *field)
{
  return amp_check_is_before (amp_date_today (), amp_check_date_of (record, field));
}

gboolean
amp_check_is_closed (const AmpRecord *record)
{
  return amp_record_get (record, "status") != NULL &&
         (g_str_has_prefix (amp_record_get (record, "status"), "closed") ||
          amp_check_is_code (record, "status", "duplicate"));
}

static void
add (GArray *findings, AmpCheckLevel level, const char *field, const char *sentence)
{
  AmpCheckFinding finding = {level, field, sentence};

  g_array_append_val (findings, finding);
}

static void
apply (const AmpCheckRule *rule, const AmpRecord *record, const AmpField *field, GArray *findings)
{
  for (; rule->entity != NULL; rule++)
    if (strcmp (rule->entity, amp_record_entity (record)->name) == 0 &&
        strcmp (rule->field, field->name) == 0 && rule->broken (record))
      add (findings, rule->level, field->name, rule->sentence);
}

GArray *
amp_check_record (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (AmpCheckFinding));

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      /* Derived fields are the program's to fill, later than this check. */
      if ((field->flags & AMP_FIELD_REQUIRED) != 0 && (field->flags & AMP_FIELD_DERIVED) == 0 &&
          !amp_check_is_set (record, field->name))
        add (findings, AMP_CHECK_ERROR, field->name, N_ ("This field is required. Fill it in."));
      apply (amp_check_person_rules, record, field, findings);
      apply (amp_check_work_rules, record, field, findings);
      apply (amp_check_plan_rules, record, field, findings);
      apply (amp_check_programme_rules, record, field, findings);
    }
  return findings;
}

static gboolean
is_refused_at (const AmpRecord *record, const AmpField *field)
{
  g_autoptr (GArray) findings = amp_check_record (record);

  for (guint i = 0; i < findings->len; i++)
    {
      const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);

      if (finding->level == AMP_CHECK_ERROR && strcmp (finding->field, field->name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* All that can be written or counted, but for one field. */
static AmpRecord *
all_but (const AmpEntity *entity, const AmpField *field)
{
  AmpRecord *record = amp_record_new (entity);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *other = &entity->fields[i];

      if (other != field && (other->kind == AMP_KIND_TEXT || other->kind == AMP_KIND_LONG_TEXT ||
                             other->kind == AMP_KIND_INTEGER))
        amp_record_take (record, i, g_strdup ("1"));
    }
  return record;
}

/* Refused without anything, and with everything else: a rule of "this one or that one" asks for
 * neither. */
gboolean
amp_check_field_needed (const AmpEntity *entity, const AmpField *field)
{
  g_autoptr (AmpRecord) nothing = NULL, rest = NULL;

  if ((field->flags & AMP_FIELD_REQUIRED) != 0)
    return TRUE;
  nothing = amp_record_new (entity);
  rest = all_but (entity, field);
  return is_refused_at (nothing, field) && is_refused_at (rest, field);
}
