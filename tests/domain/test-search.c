/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box within what a user may see. */
#include "team.h"

#include "domain/search.h"

#include <string.h>

static AmpSearchFindings *
find (Office *office, AmpSearchVisit *visit, const char *text, gboolean names)
{
  g_autoptr (GError) error = NULL;
  AmpSearchFindings *found = amp_search (office->session, visit, text, 8, names, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static guint
events (Office *office)
{
  guint8 hash[AMP_HASH_BYTES];
  guint64 seq;

  g_assert_true (amp_store_audit_head (amp_session_get_store (office->session), &seq, hash, NULL));
  return (guint) seq;
}

static void
test_elsewhere (void)
{
  g_auto (Office) office = {0};
  AmpSearchVisit visit = {FALSE};
  g_autoptr (AmpSearchFindings) own = NULL, theirs = NULL, text = NULL, number = NULL, all = NULL;
  g_autofree char *case_number = NULL;
  const AmpSearchFinding *finding;
  gint64 case_id;

  team_open (&office);
  case_id = team_case (&office, "rosa", "Xjulia");
  case_number = team_get (&office, "case", case_id, "number");
  team_add (&office, "note", case_id, "kind", "session", "on", "2026-02-01", "text",
            "Xjulia cuenta de Xjaén", NULL);

  team_be (&office, "rosa");
  own = find (&office, &visit, "xjulia", FALSE);
  g_assert_cmpuint (own->findings->len, ==, 2);
  g_assert_false (((AmpSearchFinding *) own->findings->pdata[0])->elsewhere);

  team_be (&office, "ana");
  theirs = find (&office, &visit, "xjulia", TRUE);
  g_assert_cmpuint (theirs->findings->len, ==, 1);
  finding = theirs->findings->pdata[0];
  g_assert_true (finding->elsewhere);
  g_assert_cmpint (finding->hit->case_id, ==, case_id);
  g_assert_null (finding->hit->number);
  g_assert_null (finding->hit->status);
  g_assert_null (finding->hit->region);
  g_assert_null (finding->hit->name);
  g_assert_null (finding->hit->snippet);
  g_assert_null (finding->hit->fields);
  text = find (&office, &visit, "xjaen", TRUE);
  g_assert_cmpuint (text->findings->len, ==, 0);
  number = find (&office, &visit, case_number, FALSE);
  g_assert_cmpstr (((AmpSearchFinding *) number->findings->pdata[0])->hit->number, ==, case_number);
  g_assert_null (((AmpSearchFinding *) number->findings->pdata[0])->hit->status);

  team_be (&office, "jefa");
  all = find (&office, &visit, "xjaen", FALSE);
  g_assert_cmpuint (all->findings->len, ==, 1);
}

static void
test_told_once (void)
{
  g_auto (Office) office = {0};
  AmpSearchVisit visit = {FALSE}, next = {FALSE};
  g_autoptr (AmpSearchFindings) veiled = NULL, shown = NULL, more = NULL, later = NULL;
  guint before;

  team_open (&office);
  team_case (&office, "rosa", "Xjulia");
  team_be (&office, "rosa");
  before = events (&office);
  veiled = find (&office, &visit, "xjul", FALSE);
  g_assert_null (((AmpSearchFinding *) veiled->findings->pdata[0])->hit->name);
  g_assert_cmpuint (events (&office), ==, before);
  shown = find (&office, &visit, "xjuli", TRUE);
  g_assert_cmpstr (((AmpSearchFinding *) shown->findings->pdata[0])->hit->name, ==, "Xjulia");
  more = find (&office, &visit, "xjulia", TRUE);
  g_assert_cmpuint (events (&office), ==, before + 1);
  later = find (&office, &next, "xjulia", TRUE);
  g_assert_cmpuint (events (&office), ==, before + 2);
}

static void
test_sound (void)
{
  g_auto (Office) office = {0};
  AmpSearchVisit visit = {FALSE};
  g_autoptr (AmpSearchFindings) found = NULL, exact = NULL;
  const AmpSearchFinding *finding;

  team_open (&office);
  team_case (&office, "rosa", "Jhoselyn Quispe");
  team_case (&office, "rosa", "Mariluz Torres");
  found = find (&office, &visit, "yoselin kispe", FALSE);
  g_assert_cmpuint (found->findings->len, ==, 1);
  finding = found->findings->pdata[0];
  g_assert_cmpint (finding->hit->quality, ==, AMP_HIT_SOUND);
  g_assert_null (finding->hit->name);
  exact = find (&office, &visit, "jhoselyn", FALSE);
  g_assert_cmpuint (exact->findings->len, ==, 1);
  g_assert_cmpint (((AmpSearchFinding *) exact->findings->pdata[0])->hit->quality, ==,
                   AMP_HIT_EXACT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/of-a-case-of-somebody-else-only-that-it-exists", test_elsewhere);
  g_test_add_func ("/search/looking-at-names-is-told-once-a-visit", test_told_once);
  g_test_add_func ("/search/what-sounds-alike-comes-after-what-is-written-so", test_sound);
  return g_test_run ();
}
