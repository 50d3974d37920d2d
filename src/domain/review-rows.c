/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what is known of a case to the codes of REVIEW.md 3. */
#include "domain/review-private.h"

#include <string.h>

/* Of two days that are known. */
static gboolean
days_between (const AmpReviewMoment *from, const AmpReviewMoment *to, gint64 *days)
{
  if (!from->known || from->vague || !to->known || to->vague || to->day < from->day)
    return FALSE;
  *days = to->day - from->day;
  return TRUE;
}

const char *
amp_review_days (const AmpReviewMoment *from, const AmpReviewMoment *to)
{
  gint64 days;

  if (!to->any)
    return "none";
  if (!days_between (from, to, &days))
    return "unclear";
  return days == 0    ? "0"
         : days <= 3  ? "1-3"
         : days <= 7  ? "4-7"
         : days <= 30 ? "8-30"
         : days <= 90 ? "31-90"
                      : "91+";
}

const char *
amp_review_number (guint n)
{
  return n == 0 ? "0" : n == 1 ? "1" : n <= 4 ? "2-4" : n <= 9 ? "5-9" : "10+";
}

const char *
amp_review_consent_order (const AmpReviewCase *case_)
{
  if (!case_->service.any)
    return "no_service";
  if (!case_->consent.any)
    return "never";
  if (!case_->service.known || case_->service.vague || !case_->consent.known ||
      case_->consent.vague)
    return "unclear";
  return case_->consent.day <= case_->service.day ? "before_service" : "after";
}

const char *
amp_review_risk_72h (const AmpReviewCase *case_)
{
  gint64 days;

  if (!case_->risk.any)
    return "no";
  if (!days_between (&case_->opened, &case_->risk, &days))
    return "unclear";
  return days <= 3 ? "yes" : "no";
}

static const char *
on_time (AmpReviewTime time)
{
  static const char *const codes[] = {[AMP_REVIEW_DID_NOT] = "none",
                                      [AMP_REVIEW_IN_TIME] = "yes",
                                      [AMP_REVIEW_LATE] = "no",
                                      [AMP_REVIEW_UNCLEAR] = "unclear"};

  return codes[time];
}

static const char *
yes_no_none (gint8 value)
{
  return value < 0 ? "none" : value > 0 ? "yes" : "no";
}

static const char *
referral_outcome (const AmpReviewCase *case_)
{
  if (case_->referrals == 0)
    return "none";
  if (case_->completed == case_->referrals)
    return "completed";
  if (case_->waiting == case_->referrals)
    return "waiting";
  return case_->completed == 0 && case_->waiting == 0 ? "not_completed" : "mixed";
}

static gboolean
is_closed (const AmpReviewCase *case_)
{
  return g_str_has_prefix (case_->status, "closed");
}

static const char *
main_domain (const AmpReviewCase *case_)
{
  static const char *const codes[] = {"01", "02", "03", "04", "05", "06", "07",
                                      "08", "09", "10", "11", "12", "13", "14"};
  gsize most = 0;

  for (gsize i = 1; i < G_N_ELEMENTS (codes); i++)
    if (case_->domains[i] > case_->domains[most])
      most = i;
  return case_->domains[most] > 0 ? codes[most] : "none";
}

static const char *
notes_length (guint64 n)
{
  return n == 0 ? "0" : n <= 200 ? "1-200" : n <= 1000 ? "201-1000" : "1001+";
}

/* --- The row --- */

typedef struct
{
  guint8 *cells;
  AmpReviewLevel level;
} Row;

/* A code that the list does not have (an import's, say) is the last one of it: "unknown", "none",
 * "unclear". */
static void
put (const Row *self, const char *name, const char *code)
{
  gssize index = amp_review_column_index (self->level, name), place;
  gsize n;
  const AmpReviewColumn *column;

  if (index < 0)
    return;
  column = amp_review_columns (self->level, &n)[index];
  place = code != NULL ? amp_review_column_code (column, code) : -1;
  if (place < 0)
    place = (gssize) g_strv_length ((char **) column->codes) - 1;
  self->cells[index] = (guint8) (place + 1);
}

static void
put_quasi (const Row *self, const AmpReviewCase *case_)
{
  char year[8];

  g_snprintf (year, sizeof year, "%u", case_->year);
  put (self, "sex", case_->sex);
  put (self, "age", amp_review_coarsen ("age", case_->age, self->level));
  put (self, "place",
       case_->region != NULL ? amp_review_coarsen ("place", case_->region, self->level) : NULL);
  put (self, "year", year);
}

static void
put_closure (const Row *self, const AmpReviewCase *case_)
{
  gboolean closed = is_closed (case_);

  put (self, "closure", !closed ? "none" : case_->has_closure ? "recorded" : "missing");
  put (self, "closure_by_other", closed ? yes_no_none (case_->closed_by_other) : "none");
  put (self, "closure_days", amp_review_days (&case_->opened, &case_->closed));
}

void
amp_review_fill_row (guint8 *cells, AmpReviewLevel level, const AmpReviewCase *case_)
{
  const Row row = {cells, level};

  put_quasi (&row, case_);
  put (&row, "exploitation", case_->exploitation != NULL ? case_->exploitation : "none");
  put (&row, "nationality", case_->nationality);
  put (&row, "service_domain", main_domain (case_));
  put (&row, "services", amp_review_number (case_->services));
  put (&row, "status", case_->status);
  put (&row, "consent", amp_review_consent_order (case_));
  put (&row, "consent_days", amp_review_days (&case_->opened, &case_->consent));
  put (&row, "risk_days", amp_review_days (&case_->opened, &case_->risk));
  put (&row, "risk_72h", amp_review_risk_72h (case_));
  put (&row, "risk_on_time", on_time (case_->risk_time));
  put (&row, "plan", case_->plan != NULL ? case_->plan : "none");
  put (&row, "plan_agreed", case_->plan != NULL ? yes_no_none (case_->plan_agreed) : "none");
  put (&row, "plan_days", amp_review_days (&case_->opened, &case_->first_plan));
  put (&row, "first_service_days", amp_review_days (&case_->opened, &case_->service));
  put (&row, "referrals", amp_review_number (case_->referrals));
  put (&row, "referral_outcome", referral_outcome (case_));
  put (&row, "follow_ups", amp_review_number (case_->follow_ups));
  put (&row, "follow_up_on_time", on_time (case_->follow_up_time));
  put_closure (&row, case_);
  put (&row, "notes_length", notes_length (case_->notes));
}
