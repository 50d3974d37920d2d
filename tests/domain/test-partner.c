/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records for a partner: what is told before, and what two people make of it. */
#include "domain/approvals.h"
#include "domain/demo.h"
#include "domain/partner-file.h"
#include "team.h"

#include <string.h>

#define PEOPLE 500

/* Closed, whatever the clock says. */
static guint
year (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return (guint) g_date_time_get_year (now) - 2;
}

static void
add_partner (Office *office, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("llave de la contraparte");
  g_autoptr (GError) error = NULL;

  amp_session_add_user (office->session, login, AMP_ROLE_AUDITOR, passphrase, &amp_kdf_cheap,
                        &error);
  g_assert_no_error (error);
}

/* With people in that year. */
static void
open_office (Office *office, guint cases)
{
  g_autofree char *today = g_strdup_printf ("%u-12-31", year ());
  const AmpDemoOptions options = {cases, 3, today};
  g_autoptr (GError) error = NULL;

  team_open (office);
  team_be (office, "supervisora");
  amp_demo_fill (office->session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  add_partner (office, "iom");
  add_partner (office, "unodc");
}

static AmpPartnerOutlook
look (Office *office)
{
  g_autoptr (GError) error = NULL;
  AmpPartnerOutlook outlook;

  amp_partner_look (office->session, year (), &outlook, NULL, NULL, &error);
  g_assert_no_error (error);
  return outlook;
}

/* Asked by the supervisor, approved by the other. */
static gint64
approved (Office *office, const AmpPartnerWish *wish)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_true (amp_partner_ask (office->session, wish, &id, &error));
  g_assert_no_error (error);
  team_be (office, "jefa");
  g_assert_true (amp_approvals_decide (office->session, id, TRUE, NULL, &error));
  g_assert_no_error (error);
  team_be (office, "supervisora");
  return id;
}

static guint
n_lines (Office *office)
{
  g_autoptr (GPtrArray) lines = amp_releases_list (office->session, NULL);

  return lines->len;
}

static void
make (Office *office, const AmpPartnerWish *wish, AmpPartnerLosses *losses, gint64 *line)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed =
    amp_partner_make (office->session, wish, losses, line, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sealed);
}

static AmpPartnerYear
find_year (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) years = amp_partner_years (office->session, &error);
  AmpPartnerYear found = {0};

  g_assert_no_error (error);
  for (guint i = 0; i < years->len; i++)
    if (g_array_index (years, AmpPartnerYear, i).year == year ())
      found = g_array_index (years, AmpPartnerYear, i);
  g_assert_cmpuint (found.year, ==, year ());
  return found;
}

/* --- Tests --- */

static void
test_told_before (void)
{
  g_auto (Office) office = {0};
  AmpPartnerWish wish = {.year = year (), .recipient = "iom"};
  AmpPartnerOutlook before, after;
  AmpPartnerLosses losses;
  gint64 line;

  open_office (&office, PEOPLE);
  before = look (&office);
  g_assert_cmpuint (before.losses.n_rows, >, 0);
  g_assert_cmpuint (before.n_people, ==, before.losses.n_rows + before.losses.n_withheld);
  g_assert_cmpuint (before.losses.n_withheld, ==, before.losses.n_small + before.losses.n_alike);
  g_assert_cmpint (before.earlier, ==, 0);
  g_assert_cmpuint (n_lines (&office), ==, 0);
  g_assert_cmpint (find_year (&office).records, ==, 0);

  wish.approval = approved (&office, &wish);
  make (&office, &wish, &losses, &line);
  g_assert_cmpuint (losses.n_rows, ==, before.losses.n_rows);
  g_assert_cmpuint (losses.n_small, ==, before.losses.n_small);
  g_assert_cmpuint (losses.n_alike, ==, before.losses.n_alike);
  g_assert_cmpuint (losses.n_hidden, ==, before.losses.n_hidden);
  g_assert_cmpint (losses.level, ==, before.losses.level);
  after = look (&office);
  g_assert_cmpint (after.earlier, ==, line);
  g_assert_cmpuint (after.losses.n_rows, ==, losses.n_rows);
  g_assert_cmpint (find_year (&office).records, ==, line);
  g_assert_cmpint (find_year (&office).counts, ==, 0);
}

static gsize
n_records (GBytes *sealed, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("llave de la contraparte");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpParcel) parcel = amp_parcel_open (sealed, login, passphrase, &error);
  gsize length, n = 0;
  const char *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (amp_parcel_get_payload (parcel), &length);
  for (gsize i = 0; i < length; i++)
    n += data[i] == '\n' ? 1 : 0;
  return n - 1; /* names of columns */
}

/* What was made and never became a file is sealed again, to the same, until it is one. */
static void
test_again (void)
{
  g_auto (Office) office = {0};
  AmpPartnerWish wish = {.year = year (), .recipient = "iom", .format = AMP_PARTNER_HTCDS};
  AmpPartnerLosses losses;
  gint64 line;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) again = NULL, other = NULL;
  g_autoptr (AmpParcel) none = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("llave de la contraparte");

  open_office (&office, PEOPLE);
  wish.approval = approved (&office, &wish);
  make (&office, &wish, &losses, &line);
  again = amp_release_again (office.session, line, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_records (again, "iom"), ==, losses.n_rows);
  none = amp_parcel_open (again, "unodc", passphrase, NULL);
  g_assert_null (none);
  team_be (&office, "jefa");
  other = amp_release_again (office.session, line, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_records (other, "iom"), ==, losses.n_rows);
  g_assert_cmpuint (n_lines (&office), ==, 1);

  g_assert_true (amp_release_given (office.session, line, &error));
  g_assert_null (amp_release_again (office.session, line, &error));
  g_assert_error (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_SEALED);
}

static void
test_few (void)
{
  g_auto (Office) office = {0};
  AmpPartnerOutlook outlook;

  open_office (&office, 6);
  outlook = look (&office);
  g_assert_cmpuint (outlook.n_people, >, 0);
  g_assert_cmpuint (outlook.losses.n_rows, ==, 0);
  g_assert_cmpuint (outlook.losses.n_small, ==, outlook.n_people);
}

static void
cancel_soon (AmpProgress *self, guint64 done, guint64 total)
{
  (void) done;
  (void) total;
  g_cancellable_cancel (*(GCancellable **) (self + 1));
}

/* In the middle of it: no line, and what the other approved of still holds. */
static void
test_cancelled (void)
{
  g_auto (Office) office = {0};
  AmpPartnerWish wish = {.year = year (), .recipient = "iom"};
  AmpPartnerLosses losses;
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  struct
  {
    AmpProgress progress;
    GCancellable *cancellable;
  } progress = {{cancel_soon}, cancellable};
  gint64 line;

  open_office (&office, PEOPLE);
  wish.approval = approved (&office, &wish);
  g_assert_null (amp_partner_make (office.session, &wish, &losses, &line, &progress.progress,
                                   cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (n_lines (&office), ==, 0);
  make (&office, &wish, &losses, &line);
  g_assert_cmpuint (n_lines (&office), ==, 1);
}

static void
test_tables_left (void)
{
  g_auto (Office) office = {0};
  AmpReleaseRequest table = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};
  AmpPartnerOutlook outlook;
  g_autoptr (AmpReleasePlan) plan = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL, refused = NULL;
  gint64 line;

  open_office (&office, PEOPLE);
  table.spec.dimensions[table.spec.n_dimensions++] = amp_dimension_find ("sex");
  g_snprintf (table.spec.from, sizeof table.spec.from, "%u-01-01", year ());
  g_snprintf (table.spec.to, sizeof table.spec.to, "%u-12-31", year ());
  plan = amp_release_plan (office.session, &table, NULL, NULL, &error);
  g_assert_no_error (error);
  bytes =
    amp_release_give (office.session, plan, AMP_COUNT_FORMAT_CSV, NULL, "en", 0, &line, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_year (&office).counts, ==, line);
  g_assert_false (amp_partner_look (office.session, year (), &outlook, NULL, NULL, &refused));
  g_assert_error (refused, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_COUNTS);
}

static void
test_asked (void)
{
  g_auto (Office) office = {0};
  AmpPartnerWish wish = {.year = year (),
                         .format = AMP_PARTNER_HTCDS,
                         .recipient = "iom",
                         .reason = "convenio: anexo 2"};
  AmpPartnerWish other = wish;
  AmpPartnerLosses losses;
  AmpReleaseAsked asked;
  g_autoptr (AmpPartnerWish) back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 approval, line;

  open_office (&office, PEOPLE);
  g_assert_true (amp_partner_asked (office.session, &wish, &asked, &approval, &error));
  g_assert_cmpint (asked, ==, AMP_RELEASE_UNASKED);
  wish.approval = approved (&office, &wish);
  g_assert_true (amp_partner_asked (office.session, &wish, &asked, &approval, &error));
  g_assert_cmpint (asked, ==, AMP_RELEASE_APPROVED);
  g_assert_cmpint (approval, ==, wish.approval);
  /* For somebody else, or in other columns, nobody asked. */
  other.recipient = "unodc";
  g_assert_true (amp_partner_asked (office.session, &other, &asked, &approval, &error));
  g_assert_cmpint (asked, ==, AMP_RELEASE_UNASKED);
  other.recipient = "iom";
  other.format = AMP_PARTNER_CTDC;
  g_assert_true (amp_partner_asked (office.session, &other, &asked, &approval, &error));
  g_assert_cmpint (asked, ==, AMP_RELEASE_UNASKED);

  back = amp_partner_of_approval (office.session, wish.approval, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->year, ==, wish.year);
  g_assert_cmpint (back->format, ==, wish.format);
  g_assert_cmpstr (back->recipient, ==, wish.recipient);
  g_assert_cmpstr (back->reason, ==, wish.reason);
  make (&office, &wish, &losses, &line);
  g_assert_true (amp_partner_asked (office.session, &wish, &asked, &approval, &error));
  g_assert_cmpint (asked, ==, AMP_RELEASE_UNASKED);
}

static void
test_notes (void)
{
  static const char *const others[] = {
    "persons, 2025, by=sex → IOM",
    "records, 0, ctdc-csv → iom",
    "records, 2025x, ctdc-csv → iom",
    "records, 2025, parquet-csv → iom",
    "records, 2025, ctdc → iom",
    "records, 2025, ctdc-csv",
    "records, 2025 → iom",
    "Because of the yearly audit",
    "",
  };
  g_autoptr (AmpPartnerWish) wish = amp_partner_of_note ("records, 2025, ctdc-csv → iom");

  g_assert_nonnull (wish);
  g_assert_cmpuint (wish->year, ==, 2025);
  g_assert_cmpstr (wish->recipient, ==, "iom");
  g_assert_null (amp_partner_of_note (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (amp_partner_of_note (others[i]));
}

static void
test_roles (void)
{
  g_auto (Office) office = {0};
  AmpPartnerOutlook outlook;
  g_autoptr (GError) looked = NULL, listed = NULL, back = NULL;

  open_office (&office, 6);
  team_be (&office, "rosa");
  g_assert_false (amp_partner_look (office.session, year (), &outlook, NULL, NULL, &looked));
  g_assert_error (looked, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_assert_null (amp_partner_years (office.session, &listed));
  g_assert_error (listed, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_assert_null (amp_partner_of_approval (office.session, 1, &back));
  g_assert_error (back, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/partner/what-is-told-before-is-what-is-made", test_told_before);
  g_test_add_func ("/partner/what-never-was-a-file-is-sealed-again-until-it-is-one", test_again);
  g_test_add_func ("/partner/too-few-people-are-told-before", test_few);
  g_test_add_func ("/partner/cancelled-there-is-no-line-and-the-approval-holds", test_cancelled);
  g_test_add_func ("/partner/tables-that-left-are-told-with-the-year", test_tables_left);
  g_test_add_func ("/partner/the-approval-leads-back-to-the-file", test_asked);
  g_test_add_func ("/partner/other-notes-are-of-no-partner", test_notes);
  g_test_add_func ("/partner/supervisors-alone", test_roles);
  return g_test_run ();
}
