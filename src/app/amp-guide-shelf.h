/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's own part of the guide while a vault is open: sheets and documents, read on the
 * worker thread. Empty before an unlock; a lock takes all of it away at once, and wipes it. */
#pragma once

#include "app/amp-jobs.h"
#include "model/guide.h"

G_BEGIN_DECLS

#define AMP_TYPE_GUIDE_SHELF (amp_guide_shelf_get_type ())
G_DECLARE_FINAL_TYPE (AmpGuideShelf, amp_guide_shelf, AMP, GUIDE_SHELF, GObject)

AmpGuideShelf *amp_guide_shelf_new (void);

/* Shows what this vault has, and follows its locks; NULL: nothing. */
void amp_guide_shelf_watch (AmpGuideShelf *self, AmpJobs *jobs);
AmpJobs *amp_guide_shelf_get_jobs (AmpGuideShelf *self); /* NULL */
void amp_guide_shelf_reload (AmpGuideShelf *self);
/* The same; the next "changed" is to show that record, which take_wanted() tells once. */
void amp_guide_shelf_want (AmpGuideShelf *self, gint64 id);
gint64 amp_guide_shelf_take_wanted (AmpGuideShelf *self); /* 0: none */

/* Sheets first, then documents, each by title. Borrowed, until "changed" has been heard. */
guint amp_guide_shelf_length (AmpGuideShelf *self);
const AmpGuideSheet *amp_guide_shelf_sheet (AmpGuideShelf *self, guint n);
/* NULL: it is not of the office, or not there any more. */
const AmpRecord *amp_guide_shelf_record (AmpGuideShelf *self, const AmpGuideSheet *sheet);

/* Signal: "changed" (), while what was there before is still alive: let go of it. */

G_END_DECLS
