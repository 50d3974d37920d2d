/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heads of the log, written and read again; and what a check found, in words. */
#include "domain/audit-anchor.h"
#include "domain/audit-words.h"

#include <glib/gstdio.h>
#include <string.h>

static const guint8 vault[16] = {0x1a, 0x2b, 0x3c, 0x4d, 9};

static AmpChainAnchor
sample (void)
{
  AmpChainAnchor head = {.seq = 1234, .has_vault = TRUE};

  memcpy (head.vault, vault, sizeof head.vault);
  for (gsize i = 0; i < sizeof head.hash; i++)
    head.hash[i] = (guint8) g_test_rand_int ();
  return head;
}

static void
expect (const char *text, const AmpChainAnchor *wanted)
{
  g_autoptr (GError) error = NULL;
  AmpChainAnchor anchor;

  if (!amp_audit_anchor_parse (text, vault, &anchor, &error))
    g_error ("%s: %s", text, error->message);
  g_assert_cmpuint (anchor.seq, ==, wanted->seq);
  g_assert_cmpint (memcmp (anchor.hash, wanted->hash, sizeof anchor.hash), ==, 0);
}

static void
refuse (const char *text, AmpAnchorError code)
{
  g_autoptr (GError) error = NULL;
  AmpChainAnchor anchor;

  g_assert_false (amp_audit_anchor_parse (text, vault, &anchor, &error));
  g_assert_error (error, AMP_ANCHOR_ERROR, (int) code);
}

static void
test_forms (void)
{
  const AmpChainAnchor head = sample ();
  g_autofree char *line = amp_audit_head_to_text (&head, "2026-11-26");
  g_autofree char *csv = amp_audit_head_to_csv (&head, "2026-11-26");
  g_autofree char *groups = amp_audit_head_groups (&head);
  g_autofree char *words = amp_audit_head_words (&head);
  g_autofree char *typed = NULL, *shouted = NULL, *bare = NULL;
  g_auto (GStrv) rows = g_strsplit (csv, "\r\n", -1);

  g_assert_true (g_str_has_prefix (line, "AMPARO-HEAD vault=1A2B-3C4D seq=1234 hash="));
  expect (line, &head);
  expect (rows[1], &head);
  typed = g_strdup_printf (" 1234 : %s : %s \n", groups, words);
  expect (typed, &head);
  g_strdelimit (groups, " \n", '-');
  shouted = g_strdup_printf ("1234:%s:%s", groups, words);
  for (char *at = shouted; *at != '\0'; at++)
    *at = g_ascii_toupper (*at);
  expect (shouted, &head);
  bare = g_strdup_printf ("1234:%s", groups);
  expect (bare, &head);
}

/* Any digit that is another gives other words, but for one of 65,536. */
static void
test_mistyped (void)
{
  const AmpChainAnchor head = sample ();
  g_autofree char *line = amp_audit_head_to_text (&head, "2026-11-26");
  const char *hash = strstr (line, "hash=") + strlen ("hash=");
  guint n_missed = 0;

  for (gsize i = 0; i < 64; i++)
    {
      g_autofree char *wrong = g_strdup (line);
      AmpChainAnchor anchor;
      char *digit = wrong + (hash - line) + i;

      *digit = *digit == 'a' ? 'b' : 'a';
      n_missed += amp_audit_anchor_parse (wrong, vault, &anchor, NULL) ? 1 : 0;
    }
  g_assert_cmpuint (n_missed, <=, 1);
  {
    g_autofree char *wrong = g_strdup (line);

    memcpy (strstr (wrong, "seq=1234"), "seq=1243", 8);
    refuse (wrong, AMP_ANCHOR_ERROR_CHECK);
    memcpy (strstr (wrong, "seq=1243"), "seq=1234", 8);
    memcpy (strstr (wrong, "1A2B"), "1A2C", 4);
    refuse (wrong, AMP_ANCHOR_ERROR_CHECK);
  }
}

static void
test_refused (void)
{
  static const char *const wrong[] = {
    "",
    ":",
    "1234",
    "1234:",
    ":00",
    "0:0000000000000000000000000000000000000000000000000000000000000000",
    "-1:0000000000000000000000000000000000000000000000000000000000000000",
    "9223372036854775808:0000000000000000000000000000000000000000000000000000000000000000",
    "1:000000000000000000000000000000000000000000000000000000000000000",
    "1:00000000000000000000000000000000000000000000000000000000000000000",
    "1:g000000000000000000000000000000000000000000000000000000000000000",
    "1,0000000000000000000000000000000000000000000000000000000000000000,xyz",
    "AMPARO-HEAD",
    "AMPARO-HEAD seq=1",
    "AMPARO-HEAD seq=1 hash=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    refuse (wrong[i], AMP_ANCHOR_ERROR_FORM);
}

static void
test_noise (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      static const char letters[] = "AMPRO-HED seqhash=vult:,0123456789abcdef\n\t\"";
      char text[120];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof text);
      AmpChainAnchor anchor;

      for (gsize at = 0; at < length; at++)
        text[at] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      text[MIN (length, sizeof text - 1)] = '\0';
      (void) amp_audit_anchor_parse (text, vault, &anchor, NULL);
    }
}

static void
test_file (void)
{
  const AmpChainAnchor one = sample (), two = sample ();
  g_autofree char *csv = amp_audit_head_to_csv (&one, "2026-10-31");
  g_autofree char *line = amp_audit_head_to_text (&two, "2026-11-26");
  g_autofree char *all = g_strconcat ("# of this office\n\n", csv, line, NULL);
  g_autofree char *spoilt = g_strconcat (all, "12;34\n", NULL);
  g_autoptr (GBytes) good = g_bytes_new (all, strlen (all));
  g_autoptr (GBytes) bad = g_bytes_new (spoilt, strlen (spoilt));
  g_autoptr (GArray) anchors = g_array_new (FALSE, FALSE, sizeof (AmpChainAnchor));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_audit_anchors_read (good, vault, anchors, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (anchors->len, ==, 2);
  g_assert_cmpint (
    memcmp (g_array_index (anchors, AmpChainAnchor, 1).hash, two.hash, sizeof two.hash), ==, 0);
  g_assert_false (amp_audit_anchors_read (bad, vault, anchors, &error));
  g_assert_error (error, AMP_ANCHOR_ERROR, AMP_ANCHOR_ERROR_FORM);
  g_assert_nonnull (strstr (error->message, "line 6"));
}

static const char *
same (const char *msgid)
{
  return msgid;
}

static void
test_sheet (void)
{
  const AmpChainAnchor head = sample ();
  g_autofree char *folder = g_dir_make_tmp ("amparo-head-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "head.pdf", NULL);
  g_autofree char *pdf = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_true (amp_audit_head_write_pdf (&head, "2026-11-26", path, same, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &pdf, &length, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  g_assert_cmpuint (length, >, 2000);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Every rule has its sentence and its advice, and every place is told. */
static void
test_words (void)
{
  for (guint rule = 0; rule < AMP_CHAIN_N_RULES; rule++)
    {
      const AmpChainFinding finding = {.rule = rule,
                                       .seq = 4711,
                                       .last = 4720,
                                       .actor = 99,
                                       .at = (char *) "2026-11-26T10:15:00Z",
                                       .entity = "case",
                                       .record = 88};
      g_autofree char *text = amp_chain_finding_text (&finding, same);

      g_assert_true (strstr (text, "4711") != NULL || strstr (text, "User 99") != NULL ||
                     strstr (text, "Record 88") != NULL);
      g_assert_nonnull (strstr (text, "2026-11-26 10:15 UTC"));
      g_assert_null (strchr (text, '{'));
      g_assert_nonnull (amp_chain_rule_advice (rule));
      for (guint other = 0; other < rule; other++)
        g_assert_cmpstr (amp_chain_rule_sentence (rule), !=, amp_chain_rule_sentence (other));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/audit-anchor/is-read-in-each-form-it-is-written", test_forms);
  g_test_add_func ("/domain/audit-anchor/the-words-find-a-typing-mistake", test_mistyped);
  g_test_add_func ("/domain/audit-anchor/what-is-none-is-refused", test_refused);
  g_test_add_func ("/domain/audit-anchor/noise-does-no-harm", test_noise);
  g_test_add_func ("/domain/audit-anchor/a-file-holds-many", test_file);
  g_test_add_func ("/domain/audit-anchor/the-sheet-is-a-page", test_sheet);
  g_test_add_func ("/domain/audit-anchor/each-finding-says-where-what-and-what-to-do", test_words);
  return g_test_run ();
}
