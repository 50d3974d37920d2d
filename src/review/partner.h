/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records for a partner such as IOM, in the columns of CTDC's public data (2024 edition, and
 * majorityStatus of the one before): compiled columns and codes, policy levels by the number of
 * records, strict classes, no rare combination of up to three columns. Pure.
 *
 * What is missing and what is hidden are the same "-99": a reader cannot tell which. */
#pragma once

#include "review/columns.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define AMP_PARTNER_K 11
#define AMP_PARTNER_L 3
#define AMP_PARTNER_SHARE 80
#define AMP_PARTNER_MISSING "-99"

/* The columns of a record while the table is made; the file has others (partner.c), because
 * exploitation is one thing to protect and three columns to write. */
typedef enum
{
  AMP_PARTNER_YEAR, /* quasi: others may know it of a person */
  AMP_PARTNER_GENDER,
  AMP_PARTNER_AGE,
  AMP_PARTNER_MAJORITY,
  AMP_PARTNER_COUNTRY, /* of exploitation, ISO alpha-3 */
  AMP_PARTNER_KIND,    /* sensitive: forced labour, sexual, other as three digits 1 or 0 */
  AMP_PARTNER_CITIZENSHIP,
  AMP_PARTNER_MONTHS,
  AMP_PARTNER_MEANS,                                /* eight of 1 or 0 */
  AMP_PARTNER_LABOUR = AMP_PARTNER_MEANS + 8,       /* four */
  AMP_PARTNER_SEX_FORM = AMP_PARTNER_LABOUR + 4,    /* two */
  AMP_PARTNER_RECRUITER = AMP_PARTNER_SEX_FORM + 2, /* four */
  AMP_PARTNER_N_COLUMNS = AMP_PARTNER_RECRUITER + 4,
} AmpPartnerColumn;

#define AMP_PARTNER_N_QUASI AMP_PARTNER_KIND

typedef struct _AmpPartnerTable AmpPartnerTable;

typedef struct
{
  gsize n_rows;     /* left */
  gsize n_withheld; /* rows left out: */
  gsize n_small;    /* their class had fewer than k */
  gsize n_alike;    /* or would have told the same of nearly all in it */
  gsize n_hidden;   /* values hidden */
  AmpReviewLevel level;
} AmpPartnerLosses;

AmpPartnerTable *amp_partner_table_new (void);
void amp_partner_table_free (AmpPartnerTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPartnerTable, amp_partner_table_free)

/* values: NULL is missing. FALSE with AMP_REVIEW_ERROR_RULE: a value that the columns do not have;
 * the message names the column only. */
gboolean amp_partner_table_add (AmpPartnerTable *self,
                                const char *const values[AMP_PARTNER_N_COLUMNS],
                                GError **error);

/* Leaves out and hides until the rule holds, by the level of so many rows. */
void amp_partner_table_protect (AmpPartnerTable *self, AmpPartnerLosses *losses);
/* CSV with LF, the rows in the order of what they say. */
GBytes *amp_partner_table_write (const AmpPartnerTable *self);

/* What amp_partner_table_write() gave in the fields and codes of IOM's HTCDS 2.0 (partner-htcds.c):
 * the same records, no more and no less. Names that the standard lacks begin with "x_"; several
 * codes are joined by ';', "one of these" by '|'; an empty cell is missing or hidden, and of a
 * field of several codes those that are stand in the column "…_NotTold" behind it. */
GBytes *amp_partner_to_htcds (GBytes *ctdc);

/* --- partner-check.c, which shares nothing with the above --- */

/* The finished bytes: columns and codes, strict k, l and share of each class, no combination of up
 * to three columns with a sensitive one that fewer than k rows have, order of rows. */
gboolean amp_partner_check (GBytes *bytes, GError **error);
/* partner-htcds-check.c: the same of a file in HTCDS's codes. */
gboolean amp_partner_is_htcds (GBytes *bytes);
gboolean amp_partner_htcds_check (GBytes *bytes, GError **error);

G_END_DECLS
