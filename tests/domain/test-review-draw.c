/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cases the packs of an office are drawn of: none twice in a round, each as likely. */
#include "domain/demo.h"
#include "domain/review-private.h"
#include "pages/disk.h"

#include "office.h"

#include <errno.h>
#include <string.h>

#define AUDITOR "nora.auditora"

static void
open_office (Office *office, guint n_cases)
{
  AmpDemoOptions options = {.cases = n_cases, .seed = 6, .today = "2026-11-01"};
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("seis sauces solos");
  g_autoptr (GError) error = NULL;

  office_open (office);
  amp_demo_fill (office->session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  amp_session_add_user (office->session, AUDITOR, AMP_ROLE_AUDITOR, words, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
}

static AmpReviewSummary
make (Office *office, const char *name, gboolean written)
{
  const AmpReviewWish wish = {.auditor = AUDITOR};
  g_autofree char *path = office_path (office, name);
  AmpReviewSummary summary = {0};

  g_assert_true (amp_review_make (office->session, &wish, path, &summary, NULL, NULL, NULL) ==
                 written);
  return summary;
}

/* How many cases the newest round has, beside what tells its key. */
static guint
n_drawn (Office *office, guint *round)
{
  g_autoptr (GBytes) drawn =
    amp_store_review_drawn (amp_session_get_store (office->session), round, NULL);
  const gsize n = g_bytes_get_size (drawn) / AMP_REVIEW_TOKEN_BYTES;

  return n == 0 ? 0 : (guint) n - 1;
}

/* A fifth, four times over; then half of what is left is too few for the next. */
static void
packs_are_apart_until_too_few_are_left (void)
{
  g_auto (Office) office = {0};
  guint round, before = 0;

  open_office (&office, 700);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.pack", i);
      const AmpReviewSummary summary = make (&office, name, TRUE);
      const guint wanted = (guint) (summary.n_register + 4) / 5;

      g_assert_cmpuint (summary.head.round, ==, i < 4 ? 1 : 2);
      g_assert_cmpuint (n_drawn (&office, &round), ==, i < 4 ? before + wanted : wanted);
      g_assert_cmpuint (round, ==, summary.head.round);
      before += wanted;
    }
}

/* Looking draws nothing; a pack that never was a file took nothing. */
static void
what_nobody_saw_is_not_past (void)
{
  g_auto (Office) office = {0};
  const AmpReviewWish wish = {.auditor = AUDITOR};
  AmpReviewSummary summary = {0};
  guint round;

  open_office (&office, 700);
  g_assert_true (amp_review_preview (office.session, &wish, &summary, NULL, NULL, NULL));
  g_assert_cmpuint (summary.head.round, ==, 1);
  office_break_files ();
  make (&office, "none.pack", FALSE);
  amp_disk_use (NULL);
  g_assert_cmpuint (n_drawn (&office, &round), ==, 0);
  g_assert_cmpuint (make (&office, "one.pack", TRUE).head.round, ==, 1);
  g_assert_cmpuint (n_drawn (&office, &round), >, 0);
}

/* As after a rekey: what stands there cannot be read, so nobody says what was in earlier packs. */
static void
under_another_key_a_round_begins (void)
{
  g_auto (Office) office = {0};
  const guint8 other[AMP_REVIEW_TOKEN_BYTES] = {7};
  g_autoptr (GBytes) tokens = g_bytes_new (other, sizeof other);

  open_office (&office, 700);
  make (&office, "one.pack", TRUE);
  g_assert_true (
    amp_store_review_draw (amp_session_get_store (office.session), 1, 5, tokens, NULL));
  g_assert_cmpuint (make (&office, "two.pack", TRUE).head.round, ==, 6);
  g_assert_cmpuint (make (&office, "three.pack", TRUE).head.round, ==, 6);
}

/* A line as of an office that was small: nobody in it is in what is drawn now. */
static void
plant_tiny_pack (Office *office, const char *pack, guint round)
{
  AmpStore *store = amp_session_get_store (office->session);
  g_autoptr (AmpReviewRow) row = amp_review_row_new ();
  const guint8 token[AMP_REVIEW_TOKEN_BYTES] = {(guint8) (8 + round)};
  g_autoptr (GBytes) tokens = g_bytes_new (token, sizeof token);

  row->pack = g_strdup (pack);
  row->level = g_strdup ("tiny");
  row->k = 11;
  row->l = 3;
  row->share = 80;
  row->sample = 20;
  row->head_seq = 1;
  row->codes = g_strdup ("");
  row->classes = g_strdup ("F,adult,57\n");
  g_assert_true (amp_store_review_add (store, row, NULL));
  g_assert_true (amp_store_review_draw (store, row->id, round, tokens, NULL));
}

/* As the register grows, packs of a round get finer; no round gets finer than the one before. */
static void
a_pack_is_as_coarse_as_those_of_earlier_rounds (void)
{
  g_auto (Office) office = {0};

  open_office (&office, 1700);
  g_assert_cmpint (make (&office, "one.pack", TRUE).head.level, ==, AMP_REVIEW_SMALL);
  plant_tiny_pack (&office, "0123456789abcdef", 1);
  g_assert_cmpint (make (&office, "two.pack", TRUE).head.level, ==, AMP_REVIEW_SMALL);
  plant_tiny_pack (&office, "fedcba9876543210", 2);
  g_assert_cmpint (make (&office, "three.pack", TRUE).head.level, ==, AMP_REVIEW_TINY);
}

/* --- The draw alone --- */

#define N_CASES 60
#define N_PAST 20
#define N_WANTED 8
#define N_TIMES 20000

static void
register_fill (AmpReviewRegister *cases)
{
  cases->cases = g_array_new (FALSE, TRUE, sizeof (AmpReviewCase));
  for (gint64 i = 0; i < N_CASES; i++)
    {
      const AmpReviewCase case_ = {.id = i + 1, .person = i + 1, .is_past = i % 3 == 0};

      g_array_append_val (cases->cases, case_);
    }
}

/* Chi-square over the cases that are left, 39 degrees of freedom: beyond 100 by chance in fewer
 * than one run of a million. */
static void
each_case_that_is_left_is_as_likely (void)
{
  guint counts[N_CASES] = {0};
  const double expected = (double) N_TIMES * N_WANTED / (N_CASES - N_PAST);
  double square = 0;

  for (guint i = 0; i < N_TIMES; i++)
    {
      g_auto (AmpReviewRegister) cases = {0};

      register_fill (&cases);
      g_assert_cmpuint (amp_review_draw (&cases, N_WANTED), ==, N_WANTED);
      for (guint n = 0; n < N_CASES; n++)
        counts[n] += g_array_index (cases.cases, AmpReviewCase, n).drawn ? 1 : 0;
    }
  for (guint n = 0; n < N_CASES; n++)
    if (n % 3 == 0)
      g_assert_cmpuint (counts[n], ==, 0);
    else
      square += (counts[n] - expected) * (counts[n] - expected) / expected;
  g_assert_cmpfloat (square, <, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/review/draw/each-case-that-is-left-is-as-likely",
                   each_case_that_is_left_is_as_likely);
  g_test_add_func ("/review/draw/packs-are-apart-until-too-few-are-left",
                   packs_are_apart_until_too_few_are_left);
  g_test_add_func ("/review/draw/what-nobody-saw-is-not-past", what_nobody_saw_is_not_past);
  g_test_add_func ("/review/draw/a-pack-is-as-coarse-as-those-of-earlier-rounds",
                   a_pack_is_as_coarse_as_those_of_earlier_rounds);
  g_test_add_func ("/review/draw/under-another-key-a-round-begins",
                   under_another_key_a_round_begins);
  return g_test_run ();
}
