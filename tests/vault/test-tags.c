/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tags: what changes the seal and what does not, and the file that is only a help. */
#include "fixture.h"

#include "fault.h"
#include "pages/tags.h"

#include <errno.h>
#include <string.h>

#define PAGES 600 /* three leaves, the last one shorter */
#define FILE_NAME "casework.db-tags"

static const guint8 file_id[AMP_FILE_ID_BYTES] = "id of the file";

static AmpTags *
make (guint32 pages)
{
  AmpTags *tags = amp_tags_new (file_id);

  for (guint32 n = 1; n <= pages; n++)
    {
      guint8 tag[AMP_TAG_BYTES] = {(guint8) n, (guint8) (n >> 8), 1};

      amp_tags_set (tags, n, tag);
    }
  return tags;
}

static void
assert_same_seal (AmpTags *one, AmpTags *other, gboolean same)
{
  guint8 a[AMP_SEAL_BYTES], b[AMP_SEAL_BYTES];

  amp_tags_seal (one, a);
  amp_tags_seal (other, b);
  g_assert_cmpint (memcmp (a, b, sizeof a) == 0, ==, same);
}

static void
the_seal_depends_on_every_tag_and_their_number (void)
{
  g_autoptr (AmpTags) tags = make (PAGES), other = make (PAGES), shorter = make (PAGES - 1);
  static const guint32 places[] = {1, 256, 257, 512, 513, PAGES};
  guint8 tag[AMP_TAG_BYTES];

  assert_same_seal (tags, other, TRUE);
  assert_same_seal (tags, shorter, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      memcpy (tag, amp_tags_get (tags, places[i]), sizeof tag);
      tag[15] ^= 1;
      amp_tags_set (other, places[i], tag);
      assert_same_seal (tags, other, FALSE);
      tag[15] ^= 1;
      amp_tags_set (other, places[i], tag);
      assert_same_seal (tags, other, TRUE);
    }
}

static void
what_is_cut_and_grown_again_is_zeros (void)
{
  static const guint8 zeros[AMP_TAG_BYTES], last[AMP_TAG_BYTES] = {1};
  g_autoptr (AmpTags) tags = make (PAGES), expected = make (256), copy = NULL;

  amp_tags_cut (tags, 256);
  amp_tags_cut (tags, 300); /* is shorter already */
  g_assert_cmpuint (amp_tags_get_pages (tags), ==, 256);
  assert_same_seal (tags, expected, TRUE);
  amp_tags_set (tags, PAGES, last);
  amp_tags_set (expected, PAGES, last);
  g_assert_cmpmem (amp_tags_get (tags, 400), AMP_TAG_BYTES, zeros, sizeof zeros);
  copy = amp_tags_copy (tags);
  assert_same_seal (tags, expected, TRUE);
  assert_same_seal (copy, expected, TRUE);
  amp_tags_cut (tags, 0);
  amp_tags_free (NULL);
}

/* --- The file --- */

static AmpSuperblock
superblock_of (AmpTags *tags)
{
  AmpSuperblock superblock = {.pages = amp_tags_get_pages (tags)};

  memcpy (superblock.file_id, file_id, sizeof file_id);
  amp_tags_seal (tags, superblock.seal);
  return superblock;
}

static void
what_is_saved_is_loaded (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpTags) tags = make (PAGES), loaded = NULL;
  g_autofree char *path = g_build_filename (self->base, FILE_NAME, NULL);
  g_autofree char *nowhere = g_build_filename (self->folder, FILE_NAME, NULL);
  AmpSuperblock superblock = superblock_of (tags);

  (void) data;
  g_assert_null (amp_tags_load (path, &superblock));
  g_assert_cmpint (amp_tags_save (tags, nowhere), ==, ENOENT);
  for (int n = 0; n < 2; n++)
    {
      amp_disk_fail_after (n, ENOSPC);
      g_assert_cmpint (amp_tags_save (tags, path), ==, ENOSPC);
      amp_disk_fail_after (-1, 0);
      g_assert_null (amp_tags_load (path, &superblock));
    }
  g_assert_cmpint (amp_tags_save (tags, path), ==, 0);
  for (int n = 0; n < 4; n++) /* open, length, header, tags */
    {
      amp_disk_fail_reads_after (n, EIO);
      g_assert_null (amp_tags_load (path, &superblock));
    }
  amp_disk_fail_reads_after (-1, 0);
  for (int n = 0; n < 2; n++)
    {
      amp_disk_shorten_reads_after (n);
      g_assert_null (amp_tags_load (path, &superblock));
    }
  amp_disk_shorten_reads_after (-1);
  loaded = amp_tags_load (path, &superblock);
  g_assert_nonnull (loaded);
  assert_same_seal (tags, loaded, TRUE);
}

static void
a_file_of_another_state_does_not_count (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpTags) tags = make (PAGES);
  g_autofree char *path = g_build_filename (self->base, FILE_NAME, NULL);
  const AmpSuperblock right = superblock_of (tags);
  AmpSuperblock other = right;
  g_autofree char *bytes = NULL;
  gsize length = 0;

  (void) data;
  g_assert_cmpint (amp_tags_save (tags, path), ==, 0);
  other.seal[0] ^= 1;
  g_assert_null (amp_tags_load (path, &other));
  other = right;
  other.file_id[0] ^= 1;
  g_assert_null (amp_tags_load (path, &other));
  other = right;
  other.pages--;
  g_assert_null (amp_tags_load (path, &other));
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (gsize i = 0; i < length; i += i < 64 ? 1 : 97)
    {
      g_autoptr (AmpTags) loaded = NULL;

      bytes[i] ^= 1;
      g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
      loaded = amp_tags_load (path, &right);
      g_assert_null (loaded);
      bytes[i] ^= 1;
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/tags/the-seal-depends-on-every-tag-and-their-number",
                   the_seal_depends_on_every_tag_and_their_number);
  g_test_add_func ("/vault/tags/what-is-cut-and-grown-again-is-zeros",
                   what_is_cut_and_grown_again_is_zeros);
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/tags/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("what-is-saved-is-loaded", what_is_saved_is_loaded);
  ADD ("a-file-of-another-state-does-not-count", a_file_of_another_state_does_not_count);
#undef ADD
  return g_test_run ();
}
