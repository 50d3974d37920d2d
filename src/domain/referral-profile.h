/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What leaves the office with a referral: one row for each field, by profile. The preview, the slip
 * and the log all read this table, so that none of them can tell more than the others. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_SHARE_MIN, /* what it takes to receive somebody: nothing that says who, nothing sensitive */
  AMP_SHARE_STANDARD, /* and who, and how to reach her safely */
  AMP_SHARE_FULL,     /* and what happened: sensitive data and free text; consent in writing */
} AmpShareProfile;

typedef struct
{
  const char *entity, *field;
  AmpShareProfile from;     /* the smallest profile that has it */
  gboolean prosecutor_only; /* third parties, and numbers of proceedings */
  const char *spanish;      /* its label on the slip, which is written in Spanish */
} AmpShareField;

const AmpShareField *amp_share_fields (gsize *n);
/* "min", "standard", "full"; anything else is the minimum. */
AmpShareProfile amp_share_profile_from_code (const char *code);
/* Whether an institution of that kind gets the field. */
gboolean
amp_share_allows (const AmpShareField *self, AmpShareProfile profile, const char *institution_kind);

typedef struct
{
  const AmpShareField *share;
  const AmpField *field;
  guint record; /* counts the records of one entity: what stands together */
  char *text;   /* as people read it, in the language that was asked for */
} AmpSharedItem;

/* The values that this referral shares, in the order of the table; what is not recorded is left
 * out. Of AmpSharedItem, owned; wiped when freed. profile NULL: that of the referral. language: as
 * of amp_code_language(). */
GPtrArray *amp_referral_shared (AmpSession *session,
                                const AmpRecord *referral,
                                const char *profile,
                                const char *language,
                                GError **error);
/* Names of the fields, "entity.field", each once, NULL-terminated, for the log; free with
 * g_strfreev(). */
char **amp_shared_field_names (GPtrArray *items);

G_END_DECLS
