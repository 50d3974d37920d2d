/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * kill -9 at any moment while a process saves one case after the other: each one that it told of is
 * there, and at most one more. A sample as an ordinary test; AMP_KILL_RUNS=1000 by hand. */
#include "fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAMPLE 20
#define RUNS_PER_VAULT 40
#define MOST_CASES 200 /* of one process: numbers of persons have four digits */
#define LONGEST_US 300000

static guint
runs_wanted (void)
{
  const char *text = g_getenv ("AMP_KILL_RUNS");
  guint64 runs = SAMPLE;

  if (text != NULL)
    g_assert_true (g_ascii_string_to_unsigned (text, 10, 1, 1000000, &runs, NULL));
  return (guint) runs;
}

/* Saves cases and tells how many, until it is killed. */
static void
save_for_ever (Fixture *self, guint first, int fd)
{
  fixture_open (self, NULL);
  for (guint n = 0; n < MOST_CASES;)
    {
      (void) fixture_case (self, first + n++, "Rosa", "Quispe", "Huamán", "PE-TUM", "open", NULL,
                           NULL);
      if (write (fd, &n, sizeof n) != sizeof n)
        _exit (1);
    }
  for (;;)
    g_usleep (LONGEST_US);
}

static guint
last_told (int fd)
{
  guint told = 0, n;

  while (read (fd, &n, sizeof n) == sizeof n)
    told = n;
  return told;
}

/* How many it told of. */
static guint
save_and_die (Fixture *self, guint first, guint microseconds)
{
  int ends[2], status = 0;
  guint told;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (ends[0]);
      save_for_ever (self, first, ends[1]);
    }
  close (ends[1]);
  g_usleep (microseconds);
  g_assert_cmpint (kill (child, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  /* Not of an error of its own. */
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  told = last_told (ends[0]);
  close (ends[0]);
  return told;
}

static void
what_was_told_is_there_after_kill_9 (void)
{
  guint runs = runs_wanted (), untold = 0, all = 0;

  for (guint run = 0; run < runs;)
    {
      Fixture fixture = {0};
      gint64 there = 0;

      fixture_setup (&fixture, NULL);
      fixture_close (&fixture);
      for (guint i = 0; i < RUNS_PER_VAULT && run < runs; i++, run++)
        {
          g_autoptr (GError) error = NULL;
          guint told = save_and_die (&fixture, 1 + i * MOST_CASES,
                                     (guint) g_test_rand_int_range (0, LONGEST_US));
          gint64 least = there + told;

          fixture_open (&fixture, NULL);
          there = amp_store_count (fixture.store, amp_entity_find ("case"), &error);
          g_assert_no_error (error);
          if (there < least || there > least + 1)
            g_error ("run %u: %d cases, told of %d", run, (int) there, (int) least);
          untold += there > least;
          g_assert_true (amp_store_verify (fixture.store, NULL, NULL, &error));
          g_assert_no_error (error);
          fixture_close (&fixture);
        }
      all += (guint) there;
      fixture_teardown (&fixture, NULL);
    }
  g_test_message ("%u runs, %u cases saved, %u of them not told of any more", runs, all, untold);
  g_assert_cmpuint (all, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/kill/what-was-told-is-there-after-kill-9",
                   what_was_told_is_there_after_kill_9);
  return g_test_run ();
}
