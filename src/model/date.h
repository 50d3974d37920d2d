/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Partial dates: people often know the year, or the month, or only that nobody knows.
 * Plain values; no ownership, any thread. Gregorian, local days. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_DATE_NONE,    /* not recorded: "" */
  AMP_DATE_UNKNOWN, /* asked, and not known: "unknown" */
  AMP_DATE_YEAR,    /* "2024" */
  AMP_DATE_MONTH,   /* "2024-03" */
  AMP_DATE_DAY,     /* "2024-03-05" */
} AmpDatePrecision;

typedef struct
{
  guint16 year;
  guint8 month; /* 1..12, 0 below that precision */
  guint8 day;   /* 1..31, 0 below that precision */
  guint8 precision;
} AmpDate;

/* Canonical text, see above; years 1800 to 2199. FALSE if it is no such date (30 February is none).
 */
gboolean amp_date_parse (const char *text, AmpDate *date);
/* As people of Peru and Ecuador write: "5/3/2024", "05-03-24", "3/2024", "marzo 2024", "5 de marzo
 * de 2024", "5 mar 2024", "2024", "se desconoce", "unknown", and canonical text. Day first, always.
 * Two-digit years: up to ten years ahead of today's century are this one. */
gboolean amp_date_read (const char *text, AmpDate *date);
char *amp_date_to_text (const AmpDate *date); /* canonical; "" for NONE; free it */
char *amp_date_to_display (
  const AmpDate *date,
  const char *language); /* "05/03/2024", "03/2024", "2024", "se desconoce"; free it */

AmpDate amp_date_today (void);
AmpDate amp_date_from_day_number (gint64 days);            /* days since 1970-01-01 */
gint64 amp_date_day_number (const AmpDate *date);          /* first day it may mean */
gint64 amp_date_last_day_number (const AmpDate *date);     /* last day it may mean */
int amp_date_compare (const AmpDate *a, const AmpDate *b); /* by first possible day */
/* Whole years from birth to on; -1 where either has not even a year. With partial dates the smaller
 * age possible. */
int amp_date_age (const AmpDate *birth, const AmpDate *on);

G_END_DECLS
