/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A process in which others have started our libraries before us. */
#include "fixture.h"

#include <gcrypt.h>

static void
work (void)
{
  Fixture fixture;
  AmpVault *vault;

  g_assert_true (amp_vault_init (NULL));
  g_assert_true (amp_vault_init (NULL));
  fixture_set_up (&fixture, NULL);
  vault = fixture_create (&fixture);
  fixture_fill (vault);
  amp_vault_free (vault);
  g_assert_true (fixture_reads_whole (&fixture));
  fixture_tear_down (&fixture, NULL);
}

static void
in_a_process_of_its_own (void (*begin) (void))
{
  if (g_test_subprocess ())
    {
      begin ();
      work ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
start_gcrypt (void)
{
  g_assert_nonnull (gcry_check_version (NULL));
  g_assert_cmpuint (gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0), ==, 0);
}

static void
gcrypt_may_have_been_started_by_others (void)
{
  in_a_process_of_its_own (start_gcrypt);
}

static void
start_sqlite (void)
{
  g_assert_cmpint (sqlite3_initialize (), ==, SQLITE_OK);
}

static void
sqlite_may_have_been_started_by_others (void)
{
  in_a_process_of_its_own (start_sqlite);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/process/gcrypt-may-have-been-started-by-others",
                   gcrypt_may_have_been_started_by_others);
  g_test_add_func ("/vault/process/sqlite-may-have-been-started-by-others",
                   sqlite_may_have_been_started_by_others);
  return g_test_run ();
}
