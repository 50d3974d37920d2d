/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the first screen, group by group in the order of domain.md 6.1, then the office's for
 * a supervisor (6.2). */
#pragma once

#include "app/amp-task-row.h"
#include "domain/today.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_TODAY_IMMINENT, /* payload AmpTask */
  AMP_TODAY_DUE,      /* AmpTask */
  AMP_TODAY_SILENT,   /* AmpTask */
  AMP_TODAY_DRAFTS,   /* AmpTodayDraft */
  AMP_TODAY_ANSWERED, /* AmpTodayApproval */
  AMP_TODAY_WAITING,  /* AmpTodayApproval */
  AMP_TODAY_TEAM,     /* AmpTeamMember */
  AMP_TODAY_STUCK,    /* AmpTeamStuck */
  AMP_TODAY_KEEPING,  /* NULL: quality of the data, backup */
} AmpTodayGroup;

/* Empties the list and fills it; team may be NULL. Rows borrow from both. How many rows are the
 * person's own. */
guint amp_today_fill (GtkListBox *list, const AmpToday *today, const AmpTeam *team);
/* For gtk_list_box_set_header_func(); today: what the list was filled with. */
void amp_today_header (GtkListBoxRow *row, GtkListBoxRow *before, const AmpToday *today);
/* A row as there, for another list. */
GtkWidget *amp_today_task_row (const AmpTask *task, AmpTodayGroup group, const char *today);
/* Payload as a task, or NULL. */
const AmpTask *amp_today_row_task (AmpTaskRow *row);

G_END_DECLS
