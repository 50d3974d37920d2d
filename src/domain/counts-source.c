/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a person's facts to rows of small numbers: where each dimension is read, what each word
 * counts as, which dates lie in the period. */
#include "domain/counts-counter.h"

#include <string.h>

/* --- Where a dimension is read --- */

typedef struct
{
  AmpFact fact;
  guint on, region, type, state, institution; /* NOWHERE: the unit has none */
} Source;

#define NOWHERE G_MAXUINT

static const Source sources[] = {
  [AMP_UNIT_PERSONS] = {AMP_FACT_SERVICE, AMP_SERVICE_ON, AMP_SERVICE_REGION, AMP_SERVICE_TYPE,
                        NOWHERE, AMP_SERVICE_INSTITUTION},
  [AMP_UNIT_CASES] = {AMP_FACT_CASE, AMP_CASE_OPENED, AMP_CASE_REGION, NOWHERE, NOWHERE, NOWHERE},
  [AMP_UNIT_SERVICES] = {AMP_FACT_SERVICE, AMP_SERVICE_ON, AMP_SERVICE_REGION, AMP_SERVICE_TYPE,
                         NOWHERE, AMP_SERVICE_INSTITUTION},
  /* The region of a referral is that of its case. */
  [AMP_UNIT_REFERRALS] = {AMP_FACT_REFERRAL, AMP_REFERRAL_SENT, NOWHERE, AMP_REFERRAL_TYPE,
                          AMP_REFERRAL_STATE, AMP_REFERRAL_INSTITUTION},
};

static const struct
{
  const char *field;
  AmpFact fact;
  guint at;
} fields[] = {
  {"residence_region", AMP_FACT_PERSON, AMP_PERSON_RESIDENCE},
  {"sex_registered", AMP_FACT_PERSON, AMP_PERSON_SEX},
  {"gender", AMP_FACT_PERSON, AMP_PERSON_GENDER},
  {"nationality", AMP_FACT_NATIONALITY, 0},
  {"trafficking_status", AMP_FACT_CASE, AMP_CASE_TRAFFICKING},
  {"status", AMP_FACT_CASE, AMP_CASE_STATUS},
  {"region_exploit", AMP_FACT_SITUATION, AMP_SITUATION_EXPLOIT},
  {"region_recruit", AMP_FACT_SITUATION, AMP_SITUATION_RECRUIT},
  {"exploitation_type", AMP_FACT_TYPE, AMP_TYPE_WORD},
};

static void
locate_field (AmpCountColumn *column)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (fields[i].field, column->plan->field) == 0)
      {
        column->fact = fields[i].fact;
        column->at = fields[i].at;
        return;
      }
  g_assert_not_reached ();
}

void
amp_counter_locate (const AmpCounter *self, AmpCountColumn *column)
{
  const Source *source = &sources[self->spec->unit];

  column->fact = source->fact;
  switch (column->plan->scope)
    {
    case AMP_SCOPE_OFFICE:
      column->at = source->region;
      if (column->at == NOWHERE)
        {
          column->fact = AMP_FACT_CASE;
          column->at = AMP_CASE_REGION;
        }
      break;
    case AMP_SCOPE_UNIT:
      column->at = strcmp (column->plan->field, "state") == 0 ? source->state : source->type;
      break;
    case AMP_SCOPE_INSTITUTION:
      column->at = source->institution;
      break;
    case AMP_SCOPE_PERSON:
    case AMP_SCOPE_CASE:
    case AMP_SCOPE_SITUATION:
      locate_field (column);
      break;
    case AMP_SCOPE_DATE:
    case AMP_SCOPE_AGE:
      column->at = source->on;
      break;
    case AMP_SCOPE_PROGRAMME:
    case AMP_SCOPE_HEADS:
      break;
    }
}

guint
amp_counter_wanted (const AmpCounter *self)
{
  guint wanted = 1u << AMP_FACT_PERSON | 1u << AMP_FACT_CASE | 1u << sources[self->spec->unit].fact;

  for (gsize i = 0; i < self->n_columns; i++)
    wanted |= 1u << self->columns[i].fact;
  return self->by_situation ? wanted | 1u << AMP_FACT_SITUATION : wanted;
}

/* --- Values --- */

static void
push (AmpCounter *self, AmpCountSpan *span, guint16 id)
{
  self->overflow |= id == AMP_CELL_ALL;
  g_array_append_val (self->pool, id);
  span->n++;
}

static guint32 *
memo_at (AmpCountColumn *column, guint32 at)
{
  if (at >= column->memo->len)
    g_array_set_size (column->memo, at + 64); /* cleared */
  return &g_array_index (column->memo, guint32, at);
}

static void
push_word (AmpCounter *self, AmpCountColumn *column, AmpCountSpan *span, guint32 word)
{
  guint32 *known = memo_at (column, word);

  if (*known == 0)
    {
      const char *stored = column->plan->scope == AMP_SCOPE_INSTITUTION
                             ? amp_facts_institution (self->facts, word)
                             : amp_facts_word (self->facts, word);
      const char *value =
        stored == NULL ? NULL
                       : amp_dimension_read (column->dimension, stored, self->spec->lima_apart);

      *known = amp_values_id (column->values, value != NULL ? value : "") + 1u;
    }
  push (self, span, (guint16) (*known - 1));
}

/* The words of a kind whose first number says that they are of this one; of all where first is
 * NOWHERE. */
static void
push_words (AmpCounter *self, AmpCountColumn *column, AmpCountSpan *span, guint first)
{
  const AmpPersonFacts *person = self->person;
  guint width = amp_fact_width (column->fact);

  *span = (AmpCountSpan){self->pool->len, 0};
  for (guint i = 0; i < person->n[column->fact]; i++)
    {
      const guint32 *row = person->facts[column->fact] + i * width;

      if (first == NOWHERE || row[0] == first)
        push_word (self, column, span, row[column->at]);
    }
  if (span->n == 0)
    push_word (self, column, span, 0);
}

void
amp_counter_push_text (AmpCounter *self,
                       AmpCountColumn *column,
                       AmpCountSpan *span,
                       const char *stored)
{
  const char *value =
    stored == NULL ? NULL : amp_dimension_read (column->dimension, stored, self->spec->lima_apart);

  push (self, span, amp_values_id (column->values, value != NULL ? value : ""));
}

void
amp_counter_push_date (AmpCounter *self, AmpCountColumn *column, AmpCountSpan *span, AmpDate date)
{
  guint32 *known = memo_at (
    column, date.precision < AMP_DATE_YEAR ? 0 : (date.year - 1800u) * 13 + date.month + 1u);
  char text[16] = "";

  *span = (AmpCountSpan){self->pool->len, 0};
  if (*known == 0)
    {
      if (column->plan->reader == AMP_READ_YEAR && date.precision >= AMP_DATE_YEAR)
        g_snprintf (text, sizeof text, "%04u", (guint) date.year);
      if (column->plan->reader == AMP_READ_QUARTER && date.precision >= AMP_DATE_MONTH)
        g_snprintf (text, sizeof text, "%04u-Q%u", (guint) date.year, (date.month - 1u) / 3 + 1);
      if (column->plan->reader == AMP_READ_MONTH && date.precision >= AMP_DATE_MONTH)
        g_snprintf (text, sizeof text, "%04u-%02u", (guint) date.year, (guint) date.month);
      *known = amp_values_id (column->values, text) + 1u;
    }
  push (self, span, (guint16) (*known - 1));
}

/* --- Age --- */

/* The recorded one, where the birth is not known; of the list. */
static const AmpCode *
recorded_band (const AmpCounter *self)
{
  const char *text =
    amp_facts_word (self->facts, self->person->facts[AMP_FACT_PERSON][AMP_PERSON_BAND]);

  return text == NULL ? NULL : amp_code_list_lookup (amp_code_list_find ("age_band"), text);
}

static const char *
minor_of_band (const AmpCode *band)
{
  const char *max = band == NULL ? NULL : amp_code_attribute (band, "max");

  return max == NULL ? "" : g_ascii_strtoll (max, NULL, 10) < 18 ? "yes" : "no";
}

static const char *
age_text (const AmpCounter *self, const AmpCountColumn *column, int age)
{
  const AmpCode *band;

  if (age >= 0)
    return column->plan->reader == AMP_READ_MINOR ? (age < 18 ? "yes" : "no")
                                                  : amp_age_band_of (age);
  band = recorded_band (self);
  if (column->plan->reader == AMP_READ_MINOR)
    return minor_of_band (band);
  return band == NULL ? NULL : amp_code_value (band);
}

void
amp_counter_push_age (AmpCounter *self, AmpCountColumn *column, AmpCountRow *row, AmpDate first)
{
  AmpCountSpan *span = &row->spans[column - self->columns];
  const guint32 *facts = self->person->facts[AMP_FACT_PERSON];
  AmpDate birth = self->person->birth;
  guint32 unknown = 0, *known = &unknown;
  int age;

  if (birth.precision < AMP_DATE_YEAR && facts[AMP_PERSON_YEAR] > 0)
    birth = (AmpDate){.year = (guint16) facts[AMP_PERSON_YEAR], .precision = AMP_DATE_YEAR};
  age = amp_date_age (&birth, &first);
  *span = (AmpCountSpan){self->pool->len, 0};
  if (age >= 0)
    known = memo_at (column, (guint32) age);
  if (*known == 0)
    {
      const char *text = age_text (self, column, age);

      *known = amp_values_id (column->values, text != NULL ? text : "") + 1u;
    }
  push (self, span, (guint16) (*known - 1));
}

/* --- Periods --- */

static AmpDate
last_day (AmpDate date)
{
  if (date.precision == AMP_DATE_YEAR)
    date.month = 12;
  if (date.precision != AMP_DATE_DAY)
    date.day = g_date_get_days_in_month ((GDateMonth) date.month, date.year);
  date.precision = AMP_DATE_DAY;
  return date;
}

AmpPeriodPlace
amp_counter_in_period (const AmpCounter *self, AmpDate date)
{
  gboolean from = self->from.precision == AMP_DATE_DAY, to = self->to.precision == AMP_DATE_DAY;
  AmpDate last;

  if (!from && !to)
    return AMP_PERIOD_IN;
  if (date.precision < AMP_DATE_YEAR)
    return AMP_PERIOD_UNCLEAR;
  last = last_day (date);
  if ((from && amp_date_compare (&last, &self->from) < 0) ||
      (to && amp_date_compare (&date, &self->to) > 0))
    return AMP_PERIOD_OUT;
  if ((from && amp_date_compare (&date, &self->from) < 0) ||
      (to && amp_date_compare (&last, &self->to) > 0))
    return AMP_PERIOD_UNCLEAR;
  return AMP_PERIOD_IN;
}

/* --- Records --- */

gboolean
amp_facts_not_victim (const AmpFacts *facts, const guint32 *case_)
{
  return g_strcmp0 (amp_facts_word (facts, case_[AMP_CASE_TRAFFICKING]), "not_victim") == 0 ||
         g_strcmp0 (amp_facts_word (facts, case_[AMP_CASE_STATUS]), "closed_not_victim") == 0;
}

guint
amp_counter_n_records (const AmpCounter *self)
{
  return self->person->n[sources[self->spec->unit].fact];
}

/* Services of others, cases of others, and referrals that came in are no records of hers. */
static gboolean
is_counted (const AmpCounter *self, const guint32 *record)
{
  AmpFact fact = sources[self->spec->unit].fact;

  if (fact == AMP_FACT_CASE)
    return record[AMP_CASE_OWN] == 1;
  if (fact == AMP_FACT_SERVICE)
    return record[AMP_SERVICE_OWN] == 1;
  return g_strcmp0 (amp_facts_word (self->facts, record[AMP_REFERRAL_DIRECTION]), "in") != 0;
}

static void
read_column (AmpCounter *self, AmpCountColumn *column, const guint32 *record, AmpCountRow *row)
{
  const AmpPersonFacts *person = self->person;
  AmpCountSpan *span = &row->spans[column - self->columns];
  const guint32 *facts = record;

  if (column->plan->scope == AMP_SCOPE_DATE)
    {
      amp_counter_push_date (self, column, span, row->date);
      return;
    }
  if (column->plan->scope == AMP_SCOPE_SITUATION || column->plan->scope == AMP_SCOPE_AGE)
    return;
  if (column->fact == AMP_FACT_NATIONALITY)
    {
      push_words (self, column, span, NOWHERE);
      return;
    }
  if (column->fact == AMP_FACT_PERSON)
    facts = person->facts[AMP_FACT_PERSON];
  else if (column->fact == AMP_FACT_CASE)
    facts = person->facts[AMP_FACT_CASE] + row->case_place * AMP_CASE_WIDTH;
  *span = (AmpCountSpan){self->pool->len, 0};
  push_word (self, column, span, facts[column->at]);
}

gboolean
amp_counter_read_record (AmpCounter *self, guint n, AmpCountRow *row)
{
  const Source *source = &sources[self->spec->unit];
  const guint32 *record = self->person->facts[source->fact] + n * amp_fact_width (source->fact);
  const guint32 *case_;
  AmpPeriodPlace place;

  if (!is_counted (self, record))
    return FALSE;
  row->date = amp_fact_date (record[source->on]);
  place = amp_counter_in_period (self, row->date);
  self->aside.undated += place == AMP_PERIOD_UNCLEAR ? 1 : 0;
  if (place != AMP_PERIOD_IN)
    return FALSE;
  /* The case of a record is its first number. */
  row->case_place = source->fact == AMP_FACT_CASE ? n : record[0];
  case_ = self->person->facts[AMP_FACT_CASE] + row->case_place * AMP_CASE_WIDTH;
  row->case_id = amp_fact_case_id (case_);
  row->not_victim = amp_facts_not_victim (self->facts, case_);
  row->weight = 1;
  for (gsize i = 0; i < self->n_columns; i++)
    read_column (self, &self->columns[i], record, row);
  return TRUE;
}

void
amp_counter_read_situation (AmpCounter *self, guint n, AmpCountRow *row)
{
  const guint32 *situation = self->person->facts[AMP_FACT_SITUATION] + n * AMP_SITUATION_WIDTH;

  for (gsize i = 0; i < self->n_columns; i++)
    {
      AmpCountColumn *column = &self->columns[i];
      AmpCountSpan *span = &row->spans[i];

      if (column->plan->scope != AMP_SCOPE_SITUATION)
        continue;
      *span = (AmpCountSpan){self->pool->len, 0};
      if (n == G_MAXUINT)
        push_word (self, column, span, 0);
      else if (column->fact == AMP_FACT_TYPE)
        push_words (self, column, span, n);
      else
        push_word (self, column, span, situation[column->at]);
    }
}
