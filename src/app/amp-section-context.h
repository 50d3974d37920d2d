/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the sections of one page share: whose case it is, what rows may refer to, and who hears of
 * an edit or a save. */
#pragma once

#include "app/amp-form-refs.h"
#include "app/amp-jobs.h"

G_BEGIN_DECLS

#define AMP_TYPE_SECTION_CONTEXT (amp_section_context_get_type ())
G_DECLARE_FINAL_TYPE (AmpSectionContext, amp_section_context, AMP, SECTION_CONTEXT, GObject)

struct _AmpSectionContext
{
  GObject parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  char *region; /* of the office: where a new service is given unless somebody says otherwise */

  gint64 case_id; /* 0: no case, as in the directory of institutions */
  gint64 person_id;
  gboolean veiled;
};

AmpSectionContext *amp_section_context_new (AmpJobs *jobs, AmpFormRefs *refs);

/* Signals: "edited" (); "saved" (entity name); "case" (gpointer, the AmpRecord of the case as it is
 * now, borrowed). */
void amp_section_context_edited (AmpSectionContext *self);
void amp_section_context_saved (AmpSectionContext *self, const char *entity);
void amp_section_context_case (AmpSectionContext *self, const AmpRecord *case_);

G_END_DECLS
