/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was being typed is kept, for the one who typed it. */
#include "fixture.h"

static void
assert_draft (Fixture *self, const char *key, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = amp_store_draft_get (self->store, key, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_keys (Fixture *self, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) keys = amp_store_draft_keys (self->store, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  joined = g_strjoinv (" ", keys);
  g_assert_cmpstr (joined, ==, expected);
}

static void
put (Fixture *self, const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_draft_put (self->store, key, text, &error));
  g_assert_no_error (error);
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  (void) data;
  assert_draft (self, "intake", NULL);
  assert_keys (self, "");
  put (self, "intake", "{\"a\":\"ñ\"}");
  put (self, "case:1", "{}");
  assert_keys (self, "case:1 intake");
  put (self, "intake", "{\"a\":\"otra\"}");
  assert_keys (self, "intake case:1");

  fixture_close (self);
  fixture_open (self, NULL);
  assert_draft (self, "intake", "{\"a\":\"otra\"}");
  g_assert_true (amp_store_draft_drop (self->store, "intake", NULL));
  g_assert_true (amp_store_draft_drop (self->store, "never was", NULL));
  assert_draft (self, "intake", NULL);
  assert_keys (self, "case:1");
  g_assert_cmpuint (fixture_n_events (self), ==, 0);
}

static void
test_of_each_user (Fixture *self, gconstpointer data)
{
  (void) data;
  fixture_add_user (self, "eva", AMP_ROLE_CASEWORKER);
  put (self, "intake", "of ana");
  fixture_close (self);
  fixture_open (self, "eva");
  assert_draft (self, "intake", NULL);
  assert_keys (self, "");
  put (self, "intake", "of eva");
  g_assert_true (amp_store_draft_drop (self->store, "other", NULL));
  fixture_close (self);
  fixture_open (self, NULL);
  assert_draft (self, "intake", "of ana");
}

static void
test_not_in_casework (Fixture *self, gconstpointer data)
{
  (void) data;
  put (self, "intake", "secret");
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM identity.draft WHERE text = 'secret'"),
                   ==, 1);
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM main.sqlite_master WHERE name = 'draft'"), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/drafts/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("are-kept-replaced-and-dropped", test_kept);
  ADD ("belong-to-who-typed-them", test_of_each_user);
  ADD ("lie-in-the-identity-database", test_not_in_casework);
  return g_test_run ();
}
