/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a review pack may do with each field of the model: by default nothing. A field without a
 * rule stops the pack. */
#pragma once

#include "model/field.h"
#include "review/columns.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_REVIEW_USE_NONE, /* nobody has decided */
  AMP_REVIEW_USE_OUT,
  AMP_REVIEW_USE_LINK,   /* tells which records belong together; not shown */
  AMP_REVIEW_USE_CHOOSE, /* tells which records count; not shown */
  AMP_REVIEW_USE_CODE,   /* one of the codes of its column */
  AMP_REVIEW_USE_GROUP,  /* brought to fewer codes */
  AMP_REVIEW_USE_DAYS,   /* days since the intake in bands, or in time or not; of the intake itself,
                            the year */
  AMP_REVIEW_USE_AGE,    /* age at intake in bands */
  AMP_REVIEW_USE_LENGTH, /* how long a text is, in bands */
} AmpReviewUse;

AmpReviewUse amp_review_field_use (const char *entity, const char *field);
/* FALSE with AMP_REVIEW_ERROR_RULE: no rule, or one that its privacy class does not allow. */
gboolean amp_review_field_check (const char *entity, const AmpField *field, GError **error);
/* All of the model. */
gboolean amp_review_fields_check (GError **error);

G_END_DECLS
