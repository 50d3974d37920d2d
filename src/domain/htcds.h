/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of IOM's Human Trafficking Case Data Standard 2.0 and how they meet our fields.
 *
 * Most of it is the .htcds member of the field tables. What is composed is here:
 *
 *   prs_SecondName   first and second surname, divided by amp_htcds_split_surnames(), joined by one
 *                    blank
 *   prs_MiddleName   the end of the given names
 *   con_Consent      the consent to process data: checked is "given"; not checked is "not asked",
 *                    the word "no" is "refused"
 *   cas_CaseOwner    text as written; also the responsible user where one has that name
 *   organisations    an institution of the directory, by name; made where there is none
 *   cas_Referred…    one outgoing referral
 *   cco_CaseComment  a note
 *   x_office_region  ours: the region of assistance, which the standard lacks
 *
 * What a column holds that no field takes goes into one note of the case (amp_htcds_kept_*), one
 * line each, from which the export takes it back: nothing that came in is lost. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_HTCDS_FIELD,     /* one field of ours */
  AMP_HTCDS_SURNAMES,  /* prs_SecondName */
  AMP_HTCDS_MIDDLE,    /* prs_MiddleName */
  AMP_HTCDS_CONSENT,   /* con_Consent */
  AMP_HTCDS_OWNER,     /* cas_CaseOwner */
  AMP_HTCDS_COMMENT,   /* cco_CaseComment */
  AMP_HTCDS_KEPT_TEXT, /* the standard has it and we do not: the note */
} AmpHtcdsKind;

typedef struct
{
  const char *name;     /* of the standard */
  const char *label;    /* of the standard's templates */
  const char *label_es; /* as Spanish-speaking offices title it, or NULL */
  const char *entity;   /* where the field lies; NULL: kept in the note */
  AmpHtcdsKind kind;
} AmpHtcdsColumn;

#define AMP_HTCDS_N_TEMPLATE 38 /* the first ones are the template's, in its order */

const AmpHtcdsColumn *amp_htcds_columns (gsize *n);
/* The field of ours, or NULL where the column has none. */
const AmpField *amp_htcds_field (const AmpHtcdsColumn *column);
/* By the standard's name, its known misspellings and the names of its XLSForm. */
const AmpHtcdsColumn *amp_htcds_find_name (const char *text);
/* By title as a person reads it. */
const AmpHtcdsColumn *amp_htcds_find_label (const char *text);
/* An AmpSheetScore: how many cells of the row are names or titles of the standard. */
guint amp_htcds_score (const GPtrArray *cells);

/* "Quispe de la Cruz" -> "Quispe", "de la Cruz": particles belong to the surname after them, the
 * first surname is the paternal one, all others the maternal one. FALSE where three or more make
 * that a guess. Joining both with a blank gives the text back, blanks aside. Free both; NULL: none.
 */
gboolean amp_htcds_split_surnames (const char *text, char **paternal, char **maternal);

/* A value as the standard writes it: value name, or label. NULL for none. Several: joined by ';'.
 * Free it. */
char *amp_htcds_value (const AmpField *field, const char *canonical, gboolean labels);

/* --- The note of what no field takes --- */

void amp_htcds_kept_add (GString *kept, const char *name, const char *value);
/* The text of the note, NULL where nothing was kept. Free it. */
char *amp_htcds_kept_to_note (const GString *kept);
gboolean amp_htcds_note_is_kept (const char *note);
/* First value kept under that name, or NULL. Free it. */
char *amp_htcds_kept_find (const char *note, const char *name);

G_END_DECLS
