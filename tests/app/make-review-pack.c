/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes the pack of review-fixture.h and prints its path: for tests from outside, which remove the
 * folder it is in. */
#include "review-fixture.h"

int
main (void)
{
  g_autofree char *path = NULL;

  if (!amp_vault_init (NULL))
    return 1;
  path = review_fixture_new ();
  g_print ("%s\n", path);
  return 0;
}
