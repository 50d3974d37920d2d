/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For the tests of the fixed reports: an office of invented people, some of whom waited and changed
 * their minds, and a recount of it that shares no code with the reports: all records in memory, one
 * question at a time. */
#pragma once

#include "office.h"

#include "domain/reports.h"

#define REPORT_FROM "2025-03-01"
#define REPORT_TO "2026-06-30"

extern Office report_office;

/* Opens the office, runs the tests that were added, and removes it. */
int report_office_run (void);

/* Of services: person, status, day, trafficking status, status of the case, region, type, sex,
 * case. */
extern const char *const report_service_paths[];

/* All rows of an entity, each an array of texts. */
GPtrArray *report_rows (const char *entity, const char *const *paths);
AmpFigures *report_make (const char *name, const char *from, const char *to);
/* Whether a day lies between REPORT_FROM and REPORT_TO. */
gboolean report_within (const char *day);
/* NULL: no such figure. */
const AmpFigure *
report_figure (const AmpFigures *figures, const char *table, const char *code, const char *column);
/* 0 where there is none, or none is shown. */
gint64
report_value (const AmpFigures *figures, const char *table, const char *code, const char *column);
/* By trafficking status and, after it, status of the case. */
gboolean report_victim (char *const *row, gsize at);
