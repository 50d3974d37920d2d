/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heads of the log, written and read. */
#include "domain/audit-anchor.h"

#include "domain/csv.h"
#include "domain/session-private.h"

#include <string.h>

#define LINE_PREFIX "AMPARO-HEAD"
#define CHECK_PREFIX "amparo head 1"
#define MAX_LINES 100000

G_DEFINE_QUARK (amp - anchor - error - quark, amp_anchor_error)

gboolean
amp_audit_head (AmpSession *session, AmpChainAnchor *head, GError **error)
{
  *head = (AmpChainAnchor){.has_vault = TRUE};
  memcpy (head->vault, amp_vault_get_id (amp_session_get_vault (session)), sizeof head->vault);
  return amp_session_require_store (session, error) &&
         amp_store_audit_head (amp_session_get_store (session), &head->seq, head->hash, error);
}

/* --- Writing --- */

static char *
check_words (const guint8 vault[4], guint64 seq, const guint8 hash[AMP_HASH_BYTES])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 little = GUINT64_TO_LE (seq);

  g_byte_array_append (bytes, (const guint8 *) CHECK_PREFIX, sizeof CHECK_PREFIX - 1);
  g_byte_array_append (bytes, vault, 4);
  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
  g_byte_array_append (bytes, hash, AMP_HASH_BYTES);
  return amp_check_words (bytes->data, bytes->len);
}

char *
amp_audit_head_words (const AmpChainAnchor *head)
{
  return check_words (head->vault, head->seq, head->hash);
}

static void
append_hex (GString *out, const guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (out, "%02x", bytes[i]);
}

char *
amp_audit_head_groups (const AmpChainAnchor *head)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < AMP_HASH_BYTES; i += 4)
    {
      if (i > 0)
        g_string_append_c (out, i == AMP_HASH_BYTES / 2 ? '\n' : ' ');
      append_hex (out, head->hash + i, 4);
    }
  return g_string_free (out, FALSE);
}

char *
amp_audit_head_vault (const AmpChainAnchor *head)
{
  return g_strdup_printf ("%02X%02X-%02X%02X", head->vault[0], head->vault[1], head->vault[2],
                          head->vault[3]);
}

char *
amp_audit_head_to_text (const AmpChainAnchor *head, const char *day)
{
  g_autofree char *words = amp_audit_head_words (head);
  g_autofree char *vault = amp_audit_head_vault (head);
  GString *out = g_string_new (LINE_PREFIX);

  g_string_append_printf (out, " vault=%s seq=%" G_GUINT64_FORMAT " hash=", vault, head->seq);
  append_hex (out, head->hash, AMP_HASH_BYTES);
  g_string_append_printf (out, " date=%s check=%s\n", day, words);
  return g_string_free (out, FALSE);
}

char *
amp_audit_head_to_csv (const AmpChainAnchor *head, const char *day)
{
  static const char *const header[] = {"seq", "hash", "vault", "date", "check"};
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, head->seq);
  g_autoptr (GString) hash = g_string_new (NULL);
  g_autofree char *vault = amp_audit_head_vault (head);
  g_autofree char *words = amp_audit_head_words (head);
  GString *out = g_string_new (NULL);
  const char *cells[G_N_ELEMENTS (header)];

  append_hex (hash, head->hash, AMP_HASH_BYTES);
  cells[0] = seq;
  cells[1] = hash->str;
  cells[2] = vault;
  cells[3] = day;
  cells[4] = words;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
  return g_string_free (out, FALSE);
}

/* --- Reading --- */

/* What a line says, not looked at yet; NULL: does not say. */
typedef struct
{
  char *seq, *hash, *vault, *check;
} Said;

static void
said_clear (Said *self)
{
  g_free (self->seq);
  g_free (self->hash);
  g_free (self->vault);
  g_free (self->check);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static gboolean
refuse (AmpAnchorError code, const char *what, GError **error)
{
  g_set_error_literal (error, AMP_ANCHOR_ERROR, (int) code, what);
  return FALSE;
}

static void
take (char **slot, const char *text)
{
  g_free (*slot);
  *slot = g_strstrip (g_strdup (text));
}

static void
split_line (const char *text, Said *said)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t", -1);

  for (char **word = words; *word != NULL; word++)
    {
      if (g_str_has_prefix (*word, "seq="))
        take (&said->seq, *word + strlen ("seq="));
      else if (g_str_has_prefix (*word, "hash="))
        take (&said->hash, *word + strlen ("hash="));
      else if (g_str_has_prefix (*word, "vault="))
        take (&said->vault, *word + strlen ("vault="));
      else if (g_str_has_prefix (*word, "check="))
        take (&said->check, *word + strlen ("check="));
    }
}

/* Rows have up to five cells; what was typed up to three parts. */
static void
split_cells (const char *text, const char *separator, Said *said)
{
  g_auto (GStrv) cells = g_strsplit (text, separator, 6);
  guint n = g_strv_length (cells);
  gboolean row = separator[0] == ',';

  if (n < 2 || n > (row ? 5 : 3))
    return;
  take (&said->seq, cells[0]);
  take (&said->hash, cells[1]);
  if (row && n >= 3)
    take (&said->vault, cells[2]);
  if (n == (row ? 5 : 3))
    take (&said->check, cells[n - 1]);
}

/* Hexadecimal digits, as many as wanted; blanks and hyphens between them do not count. */
static gboolean
read_hex (const char *text, guint8 *out, gsize length)
{
  gsize n = 0;

  memset (out, 0, length);
  for (; *text != '\0'; text++)
    {
      int digit = g_ascii_xdigit_value (*text);

      if (*text == '-' || g_ascii_isspace (*text))
        continue;
      if (digit < 0 || n == 2 * length)
        return FALSE;
      out[n / 2] = (guint8) (out[n / 2] << 4 | digit);
      n++;
    }
  return n == 2 * length;
}

static gboolean
same_words (const char *wanted, const char *typed)
{
  g_autofree char *folded = g_ascii_strdown (typed, -1);

  g_strdelimit (folded, " _", '-');
  return strcmp (wanted, folded) == 0;
}

gboolean
amp_audit_anchor_parse (const char *text,
                        const guint8 *vault,
                        AmpChainAnchor *anchor,
                        GError **error)
{
  g_autofree char *line = g_strstrip (g_strdup (text));
  g_autofree char *words = NULL;
  g_auto (Said) said = {0};

  *anchor = (AmpChainAnchor){0};
  if (g_str_has_prefix (line, LINE_PREFIX))
    split_line (line, &said);
  else
    split_cells (line, strchr (line, ',') != NULL ? "," : ":", &said);
  if (said.seq == NULL || said.hash == NULL ||
      !g_ascii_string_to_unsigned (said.seq, 10, 1, G_MAXINT64, &anchor->seq, NULL) ||
      !read_hex (said.hash, anchor->hash, sizeof anchor->hash))
    return refuse (AMP_ANCHOR_ERROR_FORM, "not a number and a hash", error);
  if (said.vault != NULL && *said.vault != '\0')
    {
      if (!read_hex (said.vault, anchor->vault, sizeof anchor->vault))
        return refuse (AMP_ANCHOR_ERROR_FORM, "not a vault", error);
      anchor->has_vault = TRUE;
    }
  if (said.check == NULL || *said.check == '\0')
    return TRUE;
  words = check_words (anchor->has_vault ? anchor->vault : vault, anchor->seq, anchor->hash);
  return same_words (words, said.check) ||
         refuse (AMP_ANCHOR_ERROR_CHECK, "the words do not fit", error);
}

gboolean
amp_audit_anchors_read (GBytes *bytes, const guint8 *vault, GArray *anchors, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data != NULL ? data : "", length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_LINES);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      AmpChainAnchor anchor;

      if (*line == '\0' || *line == '#' || g_str_has_prefix (line, "seq,"))
        continue;
      if (!amp_audit_anchor_parse (line, vault, &anchor, error))
        {
          g_prefix_error (error, "line %u: ", i + 1);
          return FALSE;
        }
      g_array_append_val (anchors, anchor);
    }
  return TRUE;
}
