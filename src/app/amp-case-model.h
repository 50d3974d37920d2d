/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case list as a GListModel that holds eight bytes a case: ids in view order, and the few pages
 * of rows that are looked at. All reading is done by jobs; sorting and filtering is a new id
 * vector. */
#pragma once

#include "app/amp-case-item.h"
#include "app/amp-jobs.h"

G_BEGIN_DECLS

#define AMP_TYPE_CASE_MODEL (amp_case_model_get_type ())
G_DECLARE_FINAL_TYPE (AmpCaseModel, amp_case_model, AMP, CASE_MODEL, GObject)

/* Signals: "loaded" (a new id vector is in place), "failed" (GError). Empty until the first
 * query. */
AmpCaseModel *amp_case_model_new (AmpJobs *jobs);

/* Asks for another order or choice of cases; what is shown stays until the answer comes. */
void amp_case_model_set_query (AmpCaseModel *self, const AmpCaseQuery *query);
/* The same query again: cases came or went. */
void amp_case_model_reload (AmpCaseModel *self);
/* One case was saved: reads its row again where it is on a page. */
void amp_case_model_refresh (AmpCaseModel *self, gint64 id);

/* Reads rows with names; the event VIEW_IDENTITY is written first. Off: forgets them at once. */
void amp_case_model_set_names (AmpCaseModel *self, gboolean names);
gboolean amp_case_model_get_names (AmpCaseModel *self);

gboolean amp_case_model_is_loaded (AmpCaseModel *self);
/* FALSE if the case is not in the list. */
gboolean amp_case_model_find (AmpCaseModel *self, gint64 id, guint *position);
/* Pages of rows read so far, for tests. */
guint amp_case_model_pages_read (AmpCaseModel *self);

G_END_DECLS
