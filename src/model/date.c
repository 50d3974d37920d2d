/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Partial dates in their canonical text, and counting with them. What people write is
 * date-read.c's. */
#include "model/date.h"

#include <string.h>

#define FIRST_YEAR 1800
#define LAST_YEAR 2199

static gboolean
is_valid (const AmpDate *date)
{
  if (date->year < FIRST_YEAR || date->year > LAST_YEAR)
    return FALSE;
  if (date->precision == AMP_DATE_YEAR)
    return TRUE;
  if (date->month < 1 || date->month > 12)
    return FALSE;
  return date->precision == AMP_DATE_MONTH ||
         g_date_valid_dmy (date->day, (GDateMonth) date->month, date->year);
}

/* Two or four digits; no sign, no blank, unlike strtol. */
static gboolean
read_digits (const char *text, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (guint) (text[i] - '0');
    }
  return TRUE;
}

gboolean
amp_date_parse (const char *text, AmpDate *date)
{
  AmpDate read = {0};
  gsize length = text != NULL ? strnlen (text, 11) : 0;
  guint year = 0, month = 0, day = 0;

  *date = read;
  if (length == 0)
    return TRUE;
  if (strcmp (text, "unknown") == 0)
    {
      date->precision = AMP_DATE_UNKNOWN;
      return TRUE;
    }
  if ((length != 4 && length != 7 && length != 10) || !read_digits (text, 4, &year) ||
      (length >= 7 && (text[4] != '-' || !read_digits (text + 5, 2, &month))) ||
      (length == 10 && (text[7] != '-' || !read_digits (text + 8, 2, &day))))
    return FALSE;
  read.year = (guint16) year;
  read.month = (guint8) month;
  read.day = (guint8) day;
  read.precision = length == 4 ? AMP_DATE_YEAR : length == 7 ? AMP_DATE_MONTH : AMP_DATE_DAY;
  if (!is_valid (&read))
    return FALSE;
  *date = read;
  return TRUE;
}

char *
amp_date_to_text (const AmpDate *date)
{
  switch ((AmpDatePrecision) date->precision)
    {
    case AMP_DATE_UNKNOWN:
      return g_strdup ("unknown");
    case AMP_DATE_YEAR:
      return g_strdup_printf ("%04u", date->year);
    case AMP_DATE_MONTH:
      return g_strdup_printf ("%04u-%02u", date->year, date->month);
    case AMP_DATE_DAY:
      return g_strdup_printf ("%04u-%02u-%02u", date->year, date->month, date->day);
    case AMP_DATE_NONE:
    default:
      return g_strdup ("");
    }
}

char *
amp_date_to_display (const AmpDate *date, const char *language)
{
  gboolean spanish = language != NULL && g_str_has_prefix (language, "es");

  switch ((AmpDatePrecision) date->precision)
    {
    case AMP_DATE_UNKNOWN:
      return g_strdup (spanish ? "se desconoce" : "unknown");
    case AMP_DATE_YEAR:
      return g_strdup_printf ("%04u", date->year);
    case AMP_DATE_MONTH:
      return g_strdup_printf ("%02u/%04u", date->month, date->year);
    case AMP_DATE_DAY:
      return g_strdup_printf ("%02u/%02u/%04u", date->day, date->month, date->year);
    case AMP_DATE_NONE:
    default:
      return g_strdup ("");
    }
}

static AmpDate
from_gdate (const GDate *gdate)
{
  return (AmpDate){
    .year = (guint16) g_date_get_year (gdate),
    .month = (guint8) g_date_get_month (gdate),
    .day = (guint8) g_date_get_day (gdate),
    .precision = AMP_DATE_DAY,
  };
}

AmpDate
amp_date_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  AmpDate today = {.precision = AMP_DATE_DAY};
  int year, month, day;

  g_date_time_get_ymd (now, &year, &month, &day);
  today.year = (guint16) year;
  today.month = (guint8) month;
  today.day = (guint8) day;
  return today;
}

/* GDate counts from 1 January of year 1, which is 1. */
#define JULIAN_OF_1970 719163

AmpDate
amp_date_from_day_number (gint64 days)
{
  GDate gdate;
  AmpDate none = {0};
  gint64 julian = days + JULIAN_OF_1970;

  if (days < -62091 || days > 84005) /* 1800-01-01, 2199-12-31 */
    return none;
  g_date_clear (&gdate, 1);
  g_date_set_julian (&gdate, (guint32) julian);
  return from_gdate (&gdate);
}

gint64
amp_date_day_number (const AmpDate *date)
{
  GDate gdate;

  if (date->precision < AMP_DATE_YEAR || !is_valid (date))
    return G_MININT64;
  g_date_clear (&gdate, 1);
  g_date_set_dmy (&gdate, date->precision >= AMP_DATE_DAY ? date->day : 1,
                  date->precision >= AMP_DATE_MONTH ? (GDateMonth) date->month : G_DATE_JANUARY,
                  date->year);
  return (gint64) g_date_get_julian (&gdate) - JULIAN_OF_1970;
}

gint64
amp_date_last_day_number (const AmpDate *date)
{
  AmpDate last = *date;

  if (date->precision < AMP_DATE_YEAR || !is_valid (date))
    return G_MININT64;
  if (date->precision < AMP_DATE_MONTH)
    last.month = G_DATE_DECEMBER;
  if (date->precision < AMP_DATE_DAY)
    last.day = g_date_get_days_in_month ((GDateMonth) last.month, last.year);
  last.precision = AMP_DATE_DAY;
  return amp_date_day_number (&last);
}

int
amp_date_compare (const AmpDate *a, const AmpDate *b)
{
  gint64 first = amp_date_day_number (a), second = amp_date_day_number (b);

  return (first > second) - (first < second);
}

int
amp_date_age (const AmpDate *birth, const AmpDate *on)
{
  guint birth_month, birth_day, on_month, on_day;
  int age;

  if (birth->precision < AMP_DATE_YEAR || on->precision < AMP_DATE_YEAR)
    return -1;
  /* The smaller age: born as late, and asked as early, as the dates allow. */
  birth_month = birth->precision >= AMP_DATE_MONTH ? birth->month : 12;
  birth_day = birth->precision >= AMP_DATE_DAY ? birth->day : 31;
  on_month = on->precision >= AMP_DATE_MONTH ? on->month : 1;
  on_day = on->precision >= AMP_DATE_DAY ? on->day : 1;
  age = (int) on->year - (int) birth->year;
  if (on_month < birth_month || (on_month == birth_month && on_day < birth_day))
    age--;
  return age < 0 ? (on->year == birth->year ? 0 : -1) : age;
}
