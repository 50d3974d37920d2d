/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pseudonyms: "TUM-26-0041-K" is office, year, serial and a check letter, and no initials. */
#include "domain/cases.h"

#include "model/codelist.h"

#include <string.h>

#define SERIAL_MAX 99999999u

static guint
character_value (char c)
{
  return g_ascii_isdigit (c) ? (guint) (c - '0') : (guint) (g_ascii_toupper (c) - 'A') + 10;
}

char
amp_cases_check_letter (const char *pseudonym_without_letter)
{
  static const char letters[] = "ABCDEFGHJKLMNPQRSTVWXYZ";
  guint sum = 0, weight = 2;

  for (gsize i = strlen (pseudonym_without_letter); i > 0; i--)
    {
      char c = pseudonym_without_letter[i - 1];

      if (!g_ascii_isalnum (c))
        continue;
      sum = (sum + weight * character_value (c)) % 23;
      weight = weight % 22 + 1; /* never 0 modulo 23 */
    }
  return letters[sum];
}

char *
amp_cases_pseudonym_prefix (const char *region, guint year)
{
  const AmpCodeList *regions = amp_code_list_find ("region");
  const AmpCode *code =
    regions == NULL || region == NULL ? NULL : amp_code_list_lookup (regions, region);
  const char *abbr;

  abbr = code == NULL ? NULL : amp_code_attribute (code, "abbr");
  return abbr == NULL ? NULL : g_strdup_printf ("%s-%02u-", abbr, year % 100);
}

char *
amp_cases_pseudonym (const char *prefix, guint serial)
{
  g_autofree char *stem = g_strdup_printf ("%s%04u", prefix, serial);

  return g_strdup_printf ("%s-%c", stem, amp_cases_check_letter (stem));
}

/* 1: taken, 0: free, -1: error. */
static int
is_taken (AmpSession *session, const char *prefix, guint serial, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *pseudonym = amp_cases_pseudonym (prefix, serial);
  const AmpFilter filter = {"pseudonym", AMP_OP_EQ, pseudonym};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("person"), paths, &filter, 1, NULL, error);

  return cursor == NULL ? -1 : amp_cursor_next (cursor, NULL, error);
}

/* Doubles until a free one is met, then halves the gap: twice the logarithm of the serial in
 * look-ups, each by the unique index. Gaps do no harm: what it returns is free. */
guint
amp_cases_next_serial (AmpSession *session, const char *prefix, GError **error)
{
  guint taken = 0, open = 1;
  int is;

  while ((is = is_taken (session, prefix, open, error)) > 0 && open < SERIAL_MAX)
    {
      taken = open;
      open *= 2;
    }
  while (is >= 0 && open - taken > 1)
    {
      guint middle = taken + (open - taken) / 2;

      is = is_taken (session, prefix, middle, error);
      if (is > 0)
        taken = middle;
      else
        open = middle;
    }
  return is < 0 ? 0 : open;
}
