/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulated disk is as bad as it says, and no worse: what the tests of power cuts stand on. */
#include "simdisk.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define SEEDS 600
#define PATH SIM_ROOT "/a"

static int
open_file (const char *path, int flags)
{
  int fd = -1;

  g_assert_cmpint (amp_disk->open (path, flags, &fd), ==, 0);
  return fd;
}

static void
write_all (int fd, int byte, gsize length, gint64 offset)
{
  g_autofree char *bytes = g_malloc (length);

  memset (bytes, byte, length);
  g_assert_cmpint (amp_disk->write (fd, bytes, length, offset), ==, 0);
}

/* A file of that many 'o's, safe with its name. */
static SimDisk *
with_old_file (gsize length)
{
  SimDisk *self = sim_disk_new ();
  int fd;

  sim_disk_use (self);
  fd = open_file (PATH, O_RDWR | O_CREAT);
  write_all (fd, 'o', length, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  amp_disk->close (fd);
  return self;
}

/* "on": all old, all new; "x": bytes that are neither; "0": zeros. '-': no file. */
static char *
kinds (const SimDisk *self, const char *path, gsize *length)
{
  g_autoptr (GBytes) bytes = sim_disk_get (self, path);
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, length) : NULL;
  gboolean seen[4] = {FALSE};
  GString *text = g_string_new (NULL);

  if (bytes == NULL)
    {
      *length = 0;
      return g_string_free (g_string_append_c (text, '-'), FALSE);
    }
  for (gsize i = 0; i < *length; i++)
    seen[data[i] == 'o' ? 0 : data[i] == 'n' ? 1 : data[i] == 0 ? 2 : 3] = TRUE;
  for (gsize i = 0; i < 4; i++)
    if (seen[i])
      g_string_append_c (text, "on0x"[i]);
  return g_string_free (text, FALSE);
}

/* What can be there after a cut, over many seeds: kinds and length -> how often. */
static GHashTable *
after_cuts (const SimDisk *self, const char *path)
{
  GHashTable *seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint64 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (SimDisk) copy = sim_disk_copy (self);
      gsize length = 0;
      g_autofree char *kind = NULL, *key = NULL;
      gpointer n;

      sim_disk_cut (copy, seed);
      kind = kinds (copy, path, &length);
      key = g_strdup_printf ("%s %" G_GSIZE_FORMAT, kind, length);
      n = g_hash_table_lookup (seen, key);
      g_hash_table_replace (seen, g_steal_pointer (&key),
                            GINT_TO_POINTER (GPOINTER_TO_INT (n) + 1));
    }
  return seen;
}

static int
times (GHashTable *seen, const char *key)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (seen, key));
}

static void
what_was_synced_stays (void)
{
  g_autoptr (SimDisk) self = with_old_file (10000);
  g_autoptr (GHashTable) seen = after_cuts (self, PATH);

  g_assert_cmpint (times (seen, "o 10000"), ==, SEEDS);
}

static void
what_was_not_may_be_old_or_new_or_both (void)
{
  g_autoptr (SimDisk) self = with_old_file (8192);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  write_all (fd, 'n', 8192, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 8192"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "n 8192"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "on 8192"), >, SEEDS / 20);
  /* Torn: zeros and anything. */
  g_assert_cmpint (times (seen, "on0x 8192") + times (seen, "on0 8192"), >, SEEDS / 40);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_hash_table_unref (seen);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "n 8192"), ==, SEEDS);
}

static void
every_state_between_may_be_there (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  write_all (fd, 'n', 512, 0);
  write_all (fd, 0, 512, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 512"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "n 512"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "0 512"), >, SEEDS / 20);
}

static void
length_and_data_go_apart (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  write_all (fd, 'n', 4096 - 512, 512);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 512"), >, SEEDS / 20);    /* did not grow */
  g_assert_cmpint (times (seen, "on 4096"), >, SEEDS / 20);  /* grew, with its data */
  g_assert_cmpint (times (seen, "o0 4096"), >, SEEDS / 100); /* without, zeros */
  /* Nothing was written there: zeros, or what others left. */
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->truncate (fd, 12288), ==, 0);
  g_hash_table_unref (seen);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "on 4096"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "on0 12288"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "on0x 12288"), >, SEEDS / 20);
}

static void
a_truncation_may_be_lost (void)
{
  g_autoptr (SimDisk) self = with_old_file (4096);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  g_assert_cmpint (amp_disk->truncate (fd, 0), ==, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 4096"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, " 0"), >, SEEDS / 20);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_hash_table_unref (seen);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, " 0"), ==, SEEDS);
}

/* What stood in a file before it was cut off may come back where it grows again. */
static void
old_bytes_may_come_back (void)
{
  g_autoptr (SimDisk) self = with_old_file (4096);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  g_assert_cmpint (amp_disk->truncate (fd, 0), ==, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  write_all (fd, 'n', 4096, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 4096") + times (seen, "on 4096"), >, SEEDS / 40);
}

static void
a_torn_sector_spares_its_neighbours_where_told (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR);
  guint harmed[2] = {0, 0};

  write_all (fd, 'n', 100, 0);
  for (guint spares = 0; spares < 2; spares++)
    for (guint64 seed = 0; seed < SEEDS; seed++)
      {
        g_autoptr (SimDisk) copy = sim_disk_copy (self);
        g_autoptr (GBytes) bytes = NULL;

        sim_disk_set_spares (copy, spares == 1);
        sim_disk_cut (copy, seed);
        bytes = sim_disk_get (copy, PATH);
        harmed[spares] += ((const char *) g_bytes_get_data (bytes, NULL))[300] != 'o';
      }
  g_assert_cmpuint (harmed[0], >, SEEDS / 100);
  g_assert_cmpuint (harmed[1], ==, 0);
}

static void
a_name_is_safe_with_its_folder_only (void)
{
  g_autoptr (SimDisk) self = sim_disk_new ();
  g_autoptr (GHashTable) seen = NULL;
  int fd;

  sim_disk_use (self);
  fd = open_file (PATH, O_RDWR | O_CREAT);
  write_all (fd, 'n', 512, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "- 0"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "n 512"), >, SEEDS / 20);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 2);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  g_hash_table_unref (seen);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "n 512"), ==, SEEDS);
}

static void
a_removal_may_be_lost (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  g_autoptr (GHashTable) seen = NULL;

  g_assert_cmpint (amp_disk->remove (PATH), ==, 0);
  g_assert_false (sim_disk_has (self, PATH));
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "- 0"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "o 512"), >, SEEDS / 20);
}

static void
renaming_is_atomic (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  guint before = 0, after = 0;
  int fd = open_file (SIM_ROOT "/b", O_RDWR | O_CREAT | O_EXCL);

  write_all (fd, 'n', 512, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/b", PATH), ==, 0);
  for (guint64 seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (SimDisk) copy = sim_disk_copy (self);
      gsize length = 0;
      g_autofree char *kind = NULL;

      sim_disk_cut (copy, seed);
      kind = kinds (copy, PATH, &length);
      g_assert_cmpstr (kind, ==, sim_disk_has (copy, SIM_ROOT "/b") ? "o" : "n");
      before += *kind == 'o';
      after += *kind == 'n';
    }
  g_assert_cmpuint (before, >, SEEDS / 20);
  g_assert_cmpuint (after, >, SEEDS / 20);
}

/* The usual mistake: a new file that was renamed over the old one before it was synced. */
static void
a_rename_does_not_sync_the_file (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (SIM_ROOT "/b", O_RDWR | O_CREAT);

  write_all (fd, 'n', 512, 0);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/b", PATH), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, " 0"), >, SEEDS / 20);
  g_assert_cmpint (times (seen, "o 512"), ==, 0);
}

/* Of two files, either may be ahead of the other. */
static void
writes_are_reordered (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int first = open_file (PATH, O_RDWR), second = open_file (SIM_ROOT "/b", O_RDWR | O_CREAT);
  guint overtaken = 0;

  write_all (second, 'o', 512, 0);
  g_assert_cmpint (amp_disk->sync (second), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  write_all (first, 'n', 512, 0);
  write_all (second, 'n', 512, 0);
  for (guint64 seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (SimDisk) copy = sim_disk_copy (self);
      gsize length = 0;
      g_autofree char *one = NULL, *two = NULL;

      sim_disk_cut (copy, seed);
      one = kinds (copy, PATH, &length);
      two = kinds (copy, SIM_ROOT "/b", &length);
      overtaken += strcmp (one, "o") == 0 && strcmp (two, "n") == 0;
    }
  g_assert_cmpuint (overtaken, >, SEEDS / 20);
}

static void
a_folder_without_a_safe_name_is_lost_with_all_in_it (void)
{
  g_autoptr (SimDisk) self = sim_disk_new ();
  guint lost = 0;
  int fd;

  sim_disk_use (self);
  g_assert_cmpint (amp_disk->make_folder (SIM_ROOT "/d"), ==, 0);
  fd = open_file (SIM_ROOT "/d/a", O_RDWR | O_CREAT);
  write_all (fd, 'n', 512, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT "/d"), ==, 0);
  for (guint64 seed = 0; seed < SEEDS; seed++)
    {
      g_autoptr (SimDisk) copy = sim_disk_copy (self);

      sim_disk_cut (copy, seed);
      g_assert_true (sim_disk_has (copy, SIM_ROOT "/d") == sim_disk_has (copy, SIM_ROOT "/d/a"));
      lost += !sim_disk_has (copy, SIM_ROOT "/d");
    }
  g_assert_cmpuint (lost, >, SEEDS / 20);
  g_assert_cmpuint (lost, <, SEEDS);
}

static void
a_seed_repeats (void)
{
  g_autoptr (SimDisk) self = with_old_file (20000);
  int fd = open_file (PATH, O_RDWR);

  write_all (fd, 'n', 30000, 0);
  for (guint64 seed = 0; seed < 50; seed++)
    {
      g_autoptr (SimDisk) one = sim_disk_copy (self), two = sim_disk_copy (self);
      g_autoptr (GBytes) first = NULL, second = NULL;

      sim_disk_cut (one, seed);
      sim_disk_cut (two, seed);
      first = sim_disk_get (one, PATH);
      second = sim_disk_get (two, PATH);
      g_assert_true (g_bytes_equal (first, second));
      g_assert_cmpstr (sim_disk_log (one), ==, sim_disk_log (two));
    }
}

static void
without_power_nothing_goes (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR), other = -1;
  char byte = 'n';
  gsize got = 0;

  sim_disk_set_cut (self, 1);
  g_assert_cmpint (amp_disk->write (fd, &byte, 1, 0), ==, 0);
  g_assert_false (sim_disk_is_off (self));
  g_assert_cmpint (amp_disk->sync (fd), ==, EIO); /* in the middle of it */
  g_assert_true (sim_disk_is_off (self));
  g_assert_cmpint (amp_disk->read (fd, &byte, 1, 0, &got), ==, EIO);
  g_assert_cmpint (amp_disk->open (PATH, O_RDONLY, &other), ==, EIO);
  g_assert_cmpint (amp_disk->remove (PATH), ==, EIO);
  sim_disk_cut (self, 7);
  g_assert_false (sim_disk_is_off (self));
  g_assert_cmpint (amp_disk->read (fd, &byte, 1, 0, &got), ==, EBADF);
  g_assert_true (sim_disk_has (self, PATH));
}

static void
a_killed_process_loses_nothing (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR);
  gsize length = 0;
  g_autofree char *kind = NULL;

  write_all (fd, 'n', 512, 0);
  sim_disk_kill (self);
  kind = kinds (self, PATH, &length);
  g_assert_cmpstr (kind, ==, "n");
  g_assert_cmpuint (sim_disk_open_files (self), ==, 0);
}

static void
faults_come_when_they_are_told (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR), other = -1;
  char byte = 'n';

  sim_disk_fail (self, SIM_WRITE | SIM_SYNC, 1, 1, EIO);
  g_assert_cmpint (amp_disk->write (fd, &byte, 1, 0), ==, 0);
  g_assert_cmpint (amp_disk->write (fd, &byte, 1, 0), ==, EIO);
  g_assert_cmpint (amp_disk->write (fd, &byte, 1, 0), ==, 0);
  g_assert_cmpuint (sim_disk_asked (self), ==, 3);
  sim_disk_fail (self, SIM_CHANGES, 0, 0, EROFS);
  g_assert_cmpint (amp_disk->write (fd, &byte, 1, 0), ==, EROFS);
  g_assert_cmpint (amp_disk->remove (PATH), ==, EROFS);
  g_assert_cmpint (amp_disk->open (PATH, O_RDWR, &other), ==, EROFS);
  sim_disk_fail (self, 0, -1, 0, 0);
  sim_disk_set_descriptors (self, 1);
  g_assert_cmpint (amp_disk->open (PATH, O_RDWR, &other), ==, EMFILE);
}

static void
a_full_disk_takes_what_fits (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR);
  char bytes[1000] = "";
  gint64 size = 0;

  sim_disk_set_space (self, sim_disk_used (self) + 700);
  g_assert_cmpint (amp_disk->write (fd, bytes, 1000, 512), ==, ENOSPC);
  g_assert_cmpint (amp_disk->size (fd, &size), ==, 0);
  g_assert_cmpint (size, ==, 512 + 700);
  g_assert_cmpint (amp_disk->write (fd, bytes, 1000, 0), ==, 0);
  g_assert_cmpint (amp_disk->truncate (fd, 4096), ==, ENOSPC);
  g_assert_cmpint (amp_disk->truncate (fd, 0), ==, 0);
  g_assert_cmpint (amp_disk->write (fd, bytes, 1000, 0), ==, 0);
}

/* A second sync that says yes has not brought to the disk what the first one failed to. */
static void
a_failed_sync_is_not_made_good_by_another (void)
{
  g_autoptr (SimDisk) self = with_old_file (8192);
  g_autoptr (GHashTable) seen = NULL;
  int fd = open_file (PATH, O_RDWR);

  write_all (fd, 'n', 8192, 0);
  sim_disk_fail (self, SIM_SYNC, 0, 1, EIO);
  g_assert_cmpint (amp_disk->sync (fd), ==, EIO);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "o 8192"), >, SEEDS / 20);
  write_all (fd, 'n', 8192, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_hash_table_unref (seen);
  seen = after_cuts (self, PATH);
  g_assert_cmpint (times (seen, "n 8192"), ==, SEEDS);
}

static void
syncs_are_counted (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR);

  sim_disk_forget (self);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->sync (fd), ==, 0);
  g_assert_cmpint (amp_disk->sync_folder (SIM_ROOT), ==, 0);
  g_assert_cmpuint (sim_disk_syncs (self, "a"), ==, 2);
  g_assert_cmpuint (sim_disk_syncs (self, SIM_ROOT), ==, 1);
  g_assert_cmpuint (sim_disk_syncs (self, NULL), ==, 3);
}

static void
a_second_lock_is_refused (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = open_file (PATH, O_RDWR), other = open_file (PATH, O_RDWR);

  g_assert_cmpint (amp_disk->lock (fd), ==, 0);
  g_assert_cmpint (amp_disk->lock (other), ==, EAGAIN);
  amp_disk->close (fd);
  g_assert_cmpint (amp_disk->lock (other), ==, 0);
}

static void
it_speaks_as_the_real_one (void)
{
  g_autoptr (SimDisk) self = with_old_file (512);
  int fd = -1;

  g_assert_cmpint (amp_disk->open (SIM_ROOT "/b", O_RDWR, &fd), ==, ENOENT);
  g_assert_cmpint (amp_disk->open ("/elsewhere", O_RDONLY, &fd), ==, ENOENT);
  g_assert_cmpint (amp_disk->open (PATH, O_RDWR | O_CREAT | O_EXCL, &fd), ==, EEXIST);
  g_assert_cmpint (amp_disk->make_folder (SIM_ROOT "/d/e"), ==, ENOENT);
  g_assert_cmpint (amp_disk->make_folder (SIM_ROOT "/d"), ==, 0);
  g_assert_cmpint (amp_disk->make_folder (SIM_ROOT "/d"), ==, EEXIST);
  g_assert_cmpint (amp_disk->rename (PATH, SIM_ROOT "/d"), ==, EISDIR);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/d", PATH), ==, ENOTDIR);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/none", PATH), ==, ENOENT);
  g_assert_cmpint (amp_disk->remove (SIM_ROOT "/none"), ==, ENOENT);
  sim_disk_put (self, SIM_ROOT "/d/f", "x", 1);
  g_assert_cmpint (amp_disk->make_folder (SIM_ROOT "/g"), ==, 0);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/g", SIM_ROOT "/d"), ==, ENOTEMPTY);
  g_assert_cmpint (amp_disk->rename (SIM_ROOT "/d", SIM_ROOT "/g"), ==, 0);
  g_assert_true (sim_disk_has (self, SIM_ROOT "/g/f"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add_func ("/vault/simulated-disk/" name, test)
  ADD ("what-was-synced-stays", what_was_synced_stays);
  ADD ("what-was-not-may-be-old-or-new-or-both", what_was_not_may_be_old_or_new_or_both);
  ADD ("every-state-between-may-be-there", every_state_between_may_be_there);
  ADD ("length-and-data-go-apart", length_and_data_go_apart);
  ADD ("a-truncation-may-be-lost", a_truncation_may_be_lost);
  ADD ("old-bytes-may-come-back", old_bytes_may_come_back);
  ADD ("a-torn-sector-spares-its-neighbours-where-told",
       a_torn_sector_spares_its_neighbours_where_told);
  ADD ("a-name-is-safe-with-its-folder-only", a_name_is_safe_with_its_folder_only);
  ADD ("a-removal-may-be-lost", a_removal_may_be_lost);
  ADD ("renaming-is-atomic", renaming_is_atomic);
  ADD ("a-rename-does-not-sync-the-file", a_rename_does_not_sync_the_file);
  ADD ("writes-are-reordered", writes_are_reordered);
  ADD ("a-folder-without-a-safe-name-is-lost-with-all-in-it",
       a_folder_without_a_safe_name_is_lost_with_all_in_it);
  ADD ("a-seed-repeats", a_seed_repeats);
  ADD ("without-power-nothing-goes", without_power_nothing_goes);
  ADD ("a-killed-process-loses-nothing", a_killed_process_loses_nothing);
  ADD ("faults-come-when-they-are-told", faults_come_when_they_are_told);
  ADD ("a-full-disk-takes-what-fits", a_full_disk_takes_what_fits);
  ADD ("a-failed-sync-is-not-made-good-by-another", a_failed_sync_is_not_made_good_by_another);
  ADD ("syncs-are-counted", syncs_are_counted);
  ADD ("a-second-lock-is-refused", a_second_lock_is_refused);
  ADD ("it-speaks-as-the-real-one", it_speaks_as_the_real_one);
#undef ADD
  return g_test_run ();
}
