/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A talk every two weeks is one talk and a wish: the days follow from the first one, so that no
 * rounding adds up. */
#include "domain/programme.h"

#include "domain/cases.h"
#include "model/date.h"
#include "model/message.h"

#include <string.h>

static gboolean
refuse (const char *sentence, GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "activity.on: %s", sentence);
  return FALSE;
}

/* The n-th after the first. */
static AmpDate
nth_day (const AmpDate *first, AmpRepeat every, guint n)
{
  guint months = first->month - 1U + n;
  AmpDate day = {.year = (guint16) (first->year + months / 12),
                 .month = (guint8) (months % 12 + 1),
                 .precision = AMP_DATE_DAY};

  if (every != AMP_REPEAT_MONTHLY)
    return amp_date_from_day_number (amp_date_day_number (first) +
                                     (gint64) n * (every == AMP_REPEAT_WEEKLY ? 7 : 14));
  day.day = MIN (first->day, g_date_get_days_in_month ((GDateMonth) day.month, day.year));
  return day;
}

/* Days end with the year 2199 (model/date.h). */
static gboolean
is_in_calendar (const AmpDate *day)
{
  return day->precision == AMP_DATE_DAY && amp_date_day_number (day) != G_MININT64;
}

static gboolean
is_whole_day (const char *text, AmpDate *date)
{
  return text != NULL && amp_date_parse (text, date) && date->precision == AMP_DATE_DAY;
}

GPtrArray *
amp_repeat_days (const char *first_text, const AmpRepeatWish *wish, GError **error)
{
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func (g_free);
  AmpDate first, until = {0};

  if (!is_whole_day (first_text, &first))
    {
      refuse (N_ ("To repeat an activity, enter the whole date of the first one."), error);
      return NULL;
    }
  if (wish->times == 0 && !is_whole_day (wish->until, &until))
    {
      refuse (N_ ("Enter until which day it is repeated, or how often."), error);
      return NULL;
    }
  for (guint n = 1; wish->times == 0 || n <= wish->times; n++)
    {
      AmpDate day = nth_day (&first, wish->every, n);

      if (wish->times == 0 && is_in_calendar (&day) && amp_date_compare (&day, &until) > 0)
        break;
      if (n > AMP_PROGRAMME_MOST_REPEATED || !is_in_calendar (&day))
        {
          refuse (N_ ("A series has 200 activities at most. Choose an earlier day."), error);
          return NULL;
        }
      g_ptr_array_add (days, amp_date_to_text (&day));
    }
  if (days->len > 0)
    return g_steal_pointer (&days);
  refuse (N_ ("No day of the series lies before that one. Choose a later day."), error);
  return NULL;
}

/* Days on which the series has one, the first one's included. */
static GHashTable *
days_of_series (AmpSession *session, gint64 series, GError **error)
{
  const char *paths[] = {"on", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, series);
  const AmpFilter filter = {"series", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("activity"), paths, &filter, 1, NULL, error);
  g_autoptr (GHashTable) days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    g_hash_table_add (days, g_strdup (amp_cursor_text (cursor, 0)));
  return more == 0 ? g_steal_pointer (&days) : NULL;
}

/* What is known only afterwards. */
static gboolean
is_of_the_day (const char *name)
{
  static const char *const names[] = {"code",    "status",          "on",
                                      "ends_on", "materials_given", "estimated_audience",
                                      "signals", "series",          "note"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return TRUE;
  return g_str_has_prefix (name, "reached_");
}

static gboolean
set_last_day (AmpRecord *copy, const AmpRecord *first, const AmpDate *on, GError **error)
{
  g_autofree char *text = NULL;
  AmpDate began, ended;

  if (!is_whole_day (amp_record_get (first, "on"), &began) ||
      !is_whole_day (amp_record_get (first, "ends_on"), &ended))
    return TRUE;
  ended = amp_date_from_day_number (amp_date_day_number (on) + amp_date_day_number (&ended) -
                                    amp_date_day_number (&began));
  text = amp_date_to_text (&ended);
  return amp_record_set (copy, "ends_on", text, error);
}

static gboolean
add_copy (
  AmpSession *session, const AmpRecord *first, gint64 series, const char *day, GError **error)
{
  const AmpEntity *entity = amp_record_entity (first);
  g_autoptr (AmpRecord) copy = amp_record_new (entity);
  AmpDate on;

  for (gsize i = 0; i < entity->n_fields; i++)
    if (!is_of_the_day (entity->fields[i].name) &&
        !amp_record_set (copy, entity->fields[i].name,
                         amp_record_get (first, entity->fields[i].name), error))
      return FALSE;
  amp_record_set_int (copy, "series", series);
  return amp_date_parse (day, &on) && amp_record_set (copy, "status", "planned", error) &&
         amp_record_set (copy, "on", day, error) && set_last_day (copy, first, &on, error) &&
         amp_cases_save (session, copy, NULL, error);
}

static gboolean
add_copies (
  AmpSession *session, const AmpRecord *first, GPtrArray *days, guint *n_made, GError **error)
{
  gint64 series = amp_record_get_int (first, "series", amp_record_id (first));
  g_autoptr (GHashTable) taken = days_of_series (session, series, error);

  if (taken == NULL)
    return FALSE;
  for (guint i = 0; i < days->len; i++)
    {
      const char *day = g_ptr_array_index (days, i);

      if (g_hash_table_contains (taken, day))
        continue;
      if (!add_copy (session, first, series, day, error))
        return FALSE;
      (*n_made)++;
    }
  return TRUE;
}

gboolean
amp_programme_repeat (
  AmpSession *session, gint64 activity, const AmpRepeatWish *wish, guint *n_made, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) first = amp_programme_load (session, "activity", activity, error);
  g_autoptr (GPtrArray) days =
    first != NULL ? amp_repeat_days (amp_record_get (first, "on"), wish, error) : NULL;
  guint n = 0;

  if (n_made != NULL)
    *n_made = 0;
  if (days == NULL || !amp_store_begin (store, error) ||
      !amp_store_end (store, add_copies (session, first, days, &n, error), error))
    return FALSE;
  if (n_made != NULL)
    *n_made = n;
  return TRUE;
}
