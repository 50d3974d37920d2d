/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One list of the programme: narrowed by year, region, state and words, with the record that is
 * chosen beside it, and below that what hangs on it. */
#pragma once

#include "app/amp-programme-bar.h"
#include "app/amp-programme-kind.h"
#include "app/amp-section.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A record that hangs on the one beside the list; entity is static. */
typedef struct
{
  const char *entity;
  gint64 id;
} AmpProgrammePlace;

#define AMP_TYPE_PROGRAMME_PANE (amp_programme_pane_get_type ())
G_DECLARE_FINAL_TYPE (AmpProgrammePane, amp_programme_pane, AMP, PROGRAMME_PANE, AdwBin)

/* refs: shared with the other lists of the page. */
GtkWidget *amp_programme_pane_new (const AmpProgrammeKind *kind, AmpJobs *jobs, AmpFormRefs *refs);

const AmpProgrammeKind *amp_programme_pane_get_kind (AmpProgrammePane *self);
AmpSectionContext *amp_programme_pane_get_context (AmpProgrammePane *self);

/* The record beside the list; 0: a new one. Nothing where another one holds what is not saved, and
 * a toast says so. */
void amp_programme_pane_show (AmpProgrammePane *self, gint64 id);
/* The same, and the keyboard goes to the row of what hangs on it. */
void
amp_programme_pane_show_inside (AmpProgrammePane *self, gint64 id, const AmpProgrammePlace *place);
/* Which one that is; FALSE: none. */
gboolean amp_programme_pane_get_shown (AmpProgrammePane *self, gint64 *id);
gboolean amp_programme_pane_is_dirty (AmpProgrammePane *self);
/* As amp_editor_restore_draft(). */
void amp_programme_pane_restore_draft (AmpProgrammePane *self);
/* What the list shows is asked for again. */
void amp_programme_pane_reload (AmpProgrammePane *self);
/* The keyboard goes to the list, or to what begins one. */
void amp_programme_pane_focus (AmpProgrammePane *self);

/* For tests, and for what kinds add. */
AmpSectionEditor *amp_programme_pane_get_editor (AmpProgrammePane *self);
AmpSection *amp_programme_pane_get_section (AmpProgrammePane *self, guint n); /* NULL: none */
AmpProgrammeBar *amp_programme_pane_get_bar (AmpProgrammePane *self);
GtkListBox *amp_programme_pane_get_list (AmpProgrammePane *self);
const char *amp_programme_pane_get_count (AmpProgrammePane *self); /* "3 of 12" */
gboolean amp_programme_pane_is_loaded (AmpProgrammePane *self);

/* Signals: "shown" (), another record is beside the list, or it was saved. */

G_END_DECLS
