/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide: what somebody who assists needs to look up, in our own short words, with the source
 * named. data/guide/ID.xml, compiled in, Spanish and English side by side; holds nothing of any
 * case, so it can be read before a vault is open. Loaded once, then read-only: any thread, nothing
 * to free. language: "es…" Spanish, anything else English.
 *
 * An office has sheets and documents of its own beside it: records of its vault, brought into the
 * same shape one by one, each with an owner. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

typedef struct _AmpGuideSheet AmpGuideSheet;

/* In the order in which they are listed. */
typedef enum
{
  AMP_GUIDE_EMERGENCY,    /* whom to call */
  AMP_GUIDE_PATHWAY,      /* who does what next */
  AMP_GUIDE_SIGNS,        /* what to look for */
  AMP_GUIDE_LAW,          /* act, means, purpose */
  AMP_GUIDE_CONVERSATION, /* consent, interview, risk, safe contact */
  AMP_GUIDE_PUBLIC,       /* for everybody, in plain words; to be shown to a group */
  AMP_GUIDE_NORM,         /* laws and decrees, what each means for the work */
  AMP_GUIDE_OFFICE,       /* only of an office: how it works */
  AMP_GUIDE_DOCUMENT,     /* only of an office: what it keeps */
} AmpGuideKind;
#define AMP_GUIDE_KINDS (AMP_GUIDE_DOCUMENT + 1)
#define AMP_GUIDE_SHIPPED_KINDS AMP_GUIDE_OFFICE

const char *amp_guide_kind_to_code (AmpGuideKind kind);
const char *amp_guide_kind_label (AmpGuideKind kind); /* N_(), plural */

typedef enum
{
  AMP_GUIDE_PARAGRAPH,
  AMP_GUIDE_HEADING,
  AMP_GUIDE_ITEM,
  AMP_GUIDE_STEP, /* numbered from 1 within the sheet */
} AmpGuideBlockKind;

/* By kind, within it as the sheets say, then by title in Spanish. */
guint amp_guide_length (void);
const AmpGuideSheet *amp_guide_nth (guint n);
const AmpGuideSheet *amp_guide_find (const char *id); /* NULL if unknown */
/* What explains a field, "situation.means"; NULL: nothing does. */
const AmpGuideSheet *amp_guide_of_field (const char *entity, const char *field);

const char *amp_guide_id (const AmpGuideSheet *self);
AmpGuideKind amp_guide_kind (const AmpGuideSheet *self);
const char *amp_guide_title (const AmpGuideSheet *self, const char *language);
const char *amp_guide_source (const AmpGuideSheet *self, const char *language);
/* Numbers to call, and sheets of the office: when somebody last checked that they are right; NULL
 * elsewhere. */
const char *amp_guide_checked (const AmpGuideSheet *self);
/* Norms: partial dates; until NULL: in force. A document: since is its date. country "PE", "EC",
 * "INT". NULL elsewhere. */
const char *amp_guide_since (const AmpGuideSheet *self);
const char *amp_guide_until (const AmpGuideSheet *self);
const char *amp_guide_country (const AmpGuideSheet *self);
const AmpGuideSheet *amp_guide_replaced_by (const AmpGuideSheet *self); /* NULL */

guint amp_guide_n_blocks (const AmpGuideSheet *self);
AmpGuideBlockKind amp_guide_block_kind (const AmpGuideSheet *self, guint n);
const char *amp_guide_block_text (const AmpGuideSheet *self, guint n, const char *language);
/* Of a step; 0 elsewhere. */
guint amp_guide_block_number (const AmpGuideSheet *self, guint n);

/* TRUE where each word of text begins a word of the sheet, in either language; case and accents do
 * not matter. No text: all. */
gboolean amp_guide_matches (const AmpGuideSheet *self, const char *text);

/* --- Of the office --- */

#define AMP_GUIDE_CHECK_DAYS 180

/* A sheet that the office wrote, or the front page of a document that it keeps (record of
 * "local_sheet" or "document"): in the one language that it is written in. Text: a line that begins
 * with "- " is an item, with "1. " a step, with "# " a heading, any other a paragraph. Wiped when
 * it is freed. */
AmpGuideSheet *amp_guide_sheet_new (const AmpRecord *record);
void amp_guide_sheet_free (AmpGuideSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpGuideSheet, amp_guide_sheet_free)

/* Its record; 0: compiled in. */
gint64 amp_guide_record (const AmpGuideSheet *self);
/* May be shown to a group: all that is compiled in, and what the office said so of. */
gboolean amp_guide_is_for_groups (const AmpGuideSheet *self);
/* A sheet of the office that nobody has checked for AMP_GUIDE_CHECK_DAYS, or ever. */
gboolean amp_guide_is_stale (const AmpGuideSheet *self);
/* "Minutes", what kind of document it is; NULL elsewhere. */
const char *amp_guide_document_kind (const AmpGuideSheet *self, const char *language);

G_END_DECLS
