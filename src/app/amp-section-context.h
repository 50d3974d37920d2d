/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of one page share: the case and all that belongs to it, what rows may refer to,
 * what may be shown, and who hears of an edit or a save. */
#pragma once

#include "app/amp-form-refs.h"
#include "app/amp-jobs.h"
#include "domain/case-file.h"

G_BEGIN_DECLS

#define AMP_TYPE_SECTION_CONTEXT (amp_section_context_get_type ())
G_DECLARE_FINAL_TYPE (AmpSectionContext, amp_section_context, AMP, SECTION_CONTEXT, GObject)

struct _AmpSectionContext
{
  GObject parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  AmpCaseFile *file; /* NULL: as in the directory of institutions, or not read yet */

  gint64 case_id; /* 0: no case */
  gint64 person_id;
  gboolean veiled;    /* set it by amp_section_context_set_veiled() */
  gboolean rule_read; /* the rule of safe contact, since the identity is shown */
};

AmpSectionContext *amp_section_context_new (AmpJobs *jobs, AmpFormRefs *refs);

/* Takes it, or NULL; every part shows it. Of a file without a case, case_id and person_id are 0. */
void amp_section_context_take_file (AmpSectionContext *self, AmpCaseFile *file);
/* A record was stored: it takes its place in the file, and every part shows it. */
void amp_section_context_put (AmpSectionContext *self, const AmpRecord *record);
/* It is no more. */
void amp_section_context_drop (AmpSectionContext *self, const char *entity, gint64 id);
void amp_section_context_set_veiled (AmpSectionContext *self, gboolean veiled);
/* The rule of safe contact was read, and that is in the chain: numbers may be shown. */
void amp_section_context_set_rule_read (AmpSectionContext *self);

/* Signals: "edited" (); "saved" (entity name), by whoever saved; "changed" (entity name), the file
 * holds another record of it; "veil" (), what may be shown is another. */
void amp_section_context_edited (AmpSectionContext *self);
void amp_section_context_saved (AmpSectionContext *self, const char *entity);

G_END_DECLS
