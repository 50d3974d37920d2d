/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of the audit chain, held against an earlier one. */
#include "review/anchor.h"

#include <string.h>

#define HASH_DIGITS 64
#define GROUP 8

/* NULL: not a hash. */
static char *
read_hash (const char *typed)
{
  g_autoptr (GString) hash = g_string_new (NULL);

  for (const char *c = typed; *c != '\0'; c++)
    if (g_ascii_isxdigit (*c))
      g_string_append_c (hash, g_ascii_tolower (*c));
    else if (!g_ascii_isspace (*c) && *c != ':' && *c != '-')
      return NULL;
  return hash->len == HASH_DIGITS ? g_string_free (g_steal_pointer (&hash), FALSE) : NULL;
}

AmpAnchorResult
amp_anchor_compare (guint64 head_seq, const char *head_hash, const char *seq, const char *hash)
{
  g_autofree char *number = g_strstrip (g_strdup (seq));
  g_autofree char *read = read_hash (hash);
  guint64 earlier;

  if (read == NULL || strspn (number, "0123456789") != strlen (number) ||
      !g_ascii_string_to_unsigned (number, 10, 1, G_MAXINT64, &earlier, NULL))
    return AMP_ANCHOR_INVALID;
  if (earlier > head_seq)
    return AMP_ANCHOR_BEHIND;
  if (earlier < head_seq)
    return AMP_ANCHOR_GROWN;
  return g_str_equal (read, head_hash) ? AMP_ANCHOR_SAME : AMP_ANCHOR_DIFFERS;
}

char *
amp_anchor_spell (const char *hash)
{
  GString *spelt = g_string_new (NULL);

  for (gsize i = 0; hash[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (spelt, ' ');
      g_string_append_c (spelt, hash[i]);
    }
  return g_string_free (spelt, FALSE);
}
