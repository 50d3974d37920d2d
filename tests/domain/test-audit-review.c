/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the log says of how the office works: pauses, clocks, who stands out. */
#include "domain/audit-review.h"

#include <string.h>

static guint64 last_seq;

static void
take (AmpAuditReview *review, const char *at, gint64 actor, AmpAuditAction action)
{
  AmpAuditEvent event = {.seq = ++last_seq,
                         .at = (char *) at,
                         .actor = actor,
                         .role = (char *) "caseworker",
                         .action = (char *) amp_audit_action_to_code (action)};

  g_assert_true (amp_audit_review_take (&event, review));
}

static AmpAuditReview *
begin (void)
{
  last_seq = 0;
  return amp_audit_review_new ();
}

/* views identities on each of so many days */
static void
work (AmpAuditReview *review, gint64 actor, guint days, guint views)
{
  for (guint day = 1; day <= days; day++)
    for (guint i = 0; i < views; i++)
      {
        g_autofree char *at = g_strdup_printf ("2026-03-%02uT10:%02u:00Z", day, i % 60);

        take (review, at, actor, AMP_AUDIT_VIEW_IDENTITY);
      }
}

static void
test_empty (void)
{
  g_autoptr (AmpAuditReview) review = begin ();
  g_autoptr (AmpAuditSummary) summary = amp_audit_review_end (review);
  g_autofree char *csv = amp_audit_summary_to_csv (summary);

  g_assert_cmpuint (summary->n_events, ==, 0);
  g_assert_null (summary->first_at);
  g_assert_true (g_str_has_prefix (csv, "kind,seq,at,user,name,value\r\nlog,,,,events,0\r\n"));
}

static void
test_steps (void)
{
  g_autoptr (AmpAuditReview) review = begin ();
  g_autoptr (AmpAuditSummary) summary = NULL;
  const AmpAuditStep *step;

  take (review, "2026-03-01T10:00:00Z", 1, AMP_AUDIT_UNLOCK);
  take (review, "2026-03-08T10:00:00Z", 1, AMP_AUDIT_UNLOCK); /* seven days to the second */
  take (review, "2026-03-15T10:00:01Z", 2, AMP_AUDIT_UNLOCK); /* and one more */
  take (review, "2026-03-15T09:58:02Z", 2, AMP_AUDIT_LOCK);   /* back by less than two minutes */
  take (review, "2026-03-15T09:56:02Z", 2, AMP_AUDIT_LOCK);   /* by two minutes */
  take (review, "15/03/2026", 2, AMP_AUDIT_LOCK);
  summary = amp_audit_review_end (review);

  g_assert_cmpuint (summary->n_pauses, ==, 1);
  step = summary->pauses->pdata[0];
  g_assert_cmpuint (step->seq, ==, 3);
  g_assert_cmpint (step->actor, ==, 2);
  g_assert_cmpint (step->seconds, ==, 7 * 86400 + 1);
  g_assert_cmpuint (summary->n_jumps, ==, 1);
  step = summary->jumps->pdata[0];
  g_assert_cmpuint (step->seq, ==, 5);
  g_assert_cmpint (step->seconds, ==, -120);
  g_assert_cmpuint (summary->n_unread, ==, 1);
  g_assert_cmpuint (summary->last_seq, ==, 6);
}

static const AmpAuditUser *
user_of (const AmpAuditSummary *summary, gint64 id)
{
  for (guint i = 0; i < summary->users->len; i++)
    if (((AmpAuditUser *) summary->users->pdata[i])->user == id)
      return summary->users->pdata[i];
  g_error ("no such user");
}

static void
test_outlier (void)
{
  g_autoptr (AmpAuditReview) review = begin ();
  g_autoptr (AmpAuditSummary) summary = NULL;

  work (review, 11, 5, 6);
  work (review, 12, 5, 8);
  work (review, 13, 5, 7);
  work (review, 14, 1, 50); /* one day alone: the rate counts, not the sum */
  work (review, 15, 20, 1);
  summary = amp_audit_review_end (review);

  g_assert_cmpuint (summary->n_outliers, ==, 1);
  g_assert_true (user_of (summary, 14)->outlier);
  g_assert_cmpfloat_with_epsilon (user_of (summary, 14)->daily, 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (summary->median_daily, 7, 1e-9);
  g_assert_cmpuint (user_of (summary, 11)->days, ==, 5);
  g_assert_cmpuint (user_of (summary, 11)->n[AMP_AUDIT_USE_VIEWS], ==, 30);
  g_assert_false (user_of (summary, 15)->outlier);
  g_assert_cmpstr (user_of (summary, 12)->role, ==, "caseworker");
}

/* Everybody alike, or two alone: nobody stands out by a hair. */
static void
test_nobody (void)
{
  g_autoptr (AmpAuditReview) alike = begin ();
  g_autoptr (AmpAuditReview) two = amp_audit_review_new ();
  g_autoptr (AmpAuditSummary) of_alike = NULL;
  g_autoptr (AmpAuditSummary) of_two = NULL;

  for (gint64 user = 1; user <= 5; user++)
    work (alike, user, 4, user == 3 ? 12 : 10);
  work (two, 1, 4, 1);
  work (two, 2, 4, 200);
  of_alike = amp_audit_review_end (alike);
  of_two = amp_audit_review_end (two);
  g_assert_cmpuint (of_alike->n_outliers, ==, 0);
  g_assert_cmpuint (of_two->n_outliers, ==, 0);
}

static void
test_acts (void)
{
  g_autoptr (AmpAuditReview) review = begin ();
  g_autoptr (AmpAuditSummary) summary = NULL;
  g_autofree char *csv = NULL;
  AmpAuditEvent export = {.seq = 3,
                          .at = (char *) "2026-03-01T11:00:00Z",
                          .actor = 4,
                          .role = (char *) "supervisor",
                          .action = (char *) "export",
                          .object_type = (char *) "case",
                          .reason = (char *) "release-public"};

  take (review, "2026-03-01T10:00:00Z", 1, AMP_AUDIT_CONSENT_OVERRIDE);
  take (review, "2026-03-01T10:00:01Z", 1, AMP_AUDIT_UPDATE);
  amp_audit_review_take (&export, review);
  summary = amp_audit_review_end (review);
  csv = amp_audit_summary_to_csv (summary);

  g_assert_cmpuint (summary->n_acts, ==, 2);
  g_assert_nonnull (strstr (csv, "consent_overrides,1,2026-03-01T10:00:00Z,1,,\r\n"));
  g_assert_nonnull (strstr (csv, "exports,3,2026-03-01T11:00:00Z,4,case,release-public\r\n"));
  g_assert_nonnull (strstr (csv, "user,,,4,role,supervisor\r\n"));
}

static void
test_times (void)
{
  static const char *const wrong[] = {
    "",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00",
    "2026-01-0aT00:00:00Z",
    "2026-01-01T00:00:00ZZ",
  };
  gint64 seconds;

  for (guint i = 0; i < 2000; i++)
    {
      gint64 wanted = g_test_rand_int_range (0, G_MAXINT32) * (gint64) 2;
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (wanted);
      g_autofree char *at = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

      g_assert_true (amp_audit_time_read (at, &seconds));
      g_assert_cmpint (seconds, ==, wanted);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (amp_audit_time_read (wrong[i], &seconds));
  g_assert_false (amp_audit_time_read (NULL, &seconds));
}

static void
test_bands (void)
{
  static const struct
  {
    const char *at, *band;
  } rows[] = {
    {"2026-01-01T12:00:00Z", "0"},    {"2026-01-02T11:59:59Z", "0"},
    {"2026-01-02T12:00:00Z", "1-3"},  {"2026-01-05T12:00:00Z", "4-7"},
    {"2026-01-31T12:00:00Z", "8-30"}, {"2026-04-01T12:00:00Z", "31-90"},
    {"2026-04-02T12:00:00Z", "90+"},  {"2026-01-01T11:58:01Z", "0"},
    {"2026-01-01T11:58:00Z", "back"}, {"yesterday", "none"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (amp_audit_gap_band ("2026-01-01T12:00:00Z", rows[i].at), ==, rows[i].band);
  g_assert_cmpstr (amp_audit_gap_band (NULL, rows[0].at), ==, "none");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/audit-review/a-log-without-events-has-nothing-to-tell", test_empty);
  g_test_add_func (
    "/domain/audit-review/pauses-and-a-clock-that-goes-back-are-told-with-their-place", test_steps);
  g_test_add_func ("/domain/audit-review/who-looks-at-many-identities-a-day-stands-out",
                   test_outlier);
  g_test_add_func ("/domain/audit-review/nobody-stands-out-by-a-hair-nor-among-two", test_nobody);
  g_test_add_func ("/domain/audit-review/exceptions-and-exports-are-told-one-by-one", test_acts);
  g_test_add_func ("/domain/audit-review/times-are-read-as-they-are-written", test_times);
  g_test_add_func ("/domain/audit-review/what-passed-is-a-band-of-days", test_bands);
  return g_test_run ();
}
