/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table of tamperings. */
#include "tampering-private.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- The table --- */

static gboolean do_two (Tampering *self, const char *what);

static const struct
{
  const char *name;
  gboolean (*apply) (Tampering *self, const char *what);
  const char *what;
} kinds[] = {
  {"a bit flipped: keyring", tamper_flip_one_bit, "keyring"},
  {"a bit flipped: database", tamper_flip_one_bit, ""},
  {"a bit flipped: undo", tamper_flip_one_bit, "-undo"},
  {"a bit flipped: tags", tamper_flip_one_bit, "-tags"},
  {"a bit flipped: a rekey's database", tamper_flip_one_bit, "-rekey"},
  {"a bit flipped: a rekey's record", tamper_flip_one_bit, "rekey"},
  {"some bits flipped: keyring", tamper_flip_some_bits, "keyring"},
  {"some bits flipped: database", tamper_flip_some_bits, ""},
  {"some bits flipped: undo", tamper_flip_some_bits, "-undo"},
  {"some bits flipped: tags", tamper_flip_some_bits, "-tags"},
  {"some bits flipped: a rekey's database", tamper_flip_some_bits, "-rekey"},
  {"some bits flipped: a rekey's record", tamper_flip_some_bits, "rekey"},
  {"junk: keyring", tamper_write_junk, "keyring"},
  {"junk: database", tamper_write_junk, ""},
  {"junk: undo", tamper_write_junk, "-undo"},
  {"junk: tags", tamper_write_junk, "-tags"},
  {"junk: a rekey's database", tamper_write_junk, "-rekey"},
  {"junk: a rekey's record", tamper_write_junk, "rekey"},
  {"cut: keyring", tamper_cut_off, "keyring"},
  {"cut: database", tamper_cut_off, ""},
  {"cut: undo", tamper_cut_off, "-undo"},
  {"cut: tags", tamper_cut_off, "-tags"},
  {"cut: a rekey's database", tamper_cut_off, "-rekey"},
  {"cut: a rekey's record", tamper_cut_off, "rekey"},
  {"longer: keyring", tamper_make_longer, "keyring"},
  {"longer: database", tamper_make_longer, ""},
  {"longer: undo", tamper_make_longer, "-undo"},
  {"longer: tags", tamper_make_longer, "-tags"},
  {"longer: a rekey's database", tamper_make_longer, "-rekey"},
  {"longer: a rekey's record", tamper_make_longer, "rekey"},
  {"removed: keyring", tamper_take_away, "keyring"},
  {"removed: database", tamper_take_away, ""},
  {"removed: undo", tamper_take_away, "-undo"},
  {"removed: tags", tamper_take_away, "-tags"},
  {"removed: a rekey's database", tamper_take_away, "-rekey"},
  {"removed: a rekey's record", tamper_take_away, "rekey"},
  {"emptied: keyring", tamper_empty, "keyring"},
  {"emptied: database", tamper_empty, ""},
  {"emptied: undo", tamper_empty, "-undo"},
  {"emptied: tags", tamper_empty, "-tags"},
  {"emptied: a rekey's database", tamper_empty, "-rekey"},
  {"emptied: a rekey's record", tamper_empty, "rekey"},
  {"no file: keyring", tamper_put_something_else, "keyring"},
  {"no file: database", tamper_put_something_else, ""},
  {"no file: undo", tamper_put_something_else, "-undo"},
  {"no file: tags", tamper_put_something_else, "-tags"},
  {"no file: a rekey's database", tamper_put_something_else, "-rekey"},
  {"no file: a rekey's record", tamper_put_something_else, "rekey"},
  {"pages swapped", tamper_swap_pages, ""},
  {"page copied over another", tamper_copy_page, ""},
  {"page zeroed", tamper_zero_page, ""},
  {"page of an earlier day", tamper_put_older_page, ""},
  {"pages of an earlier day", tamper_put_older_run, ""},
  {"page of another file", tamper_put_foreign_page, ""},
  {"one superblock broken", tamper_break_superblock, "one"},
  {"both superblocks broken", tamper_break_superblock, "both"},
  {"superblock of an earlier day", tamper_put_older_superblock, "one"},
  {"superblocks of an earlier day", tamper_put_older_superblock, "both"},
  {"superblocks and undo of an earlier day", tamper_put_older_superblocks_with, "-undo"},
  {"superblocks and tags of an earlier day", tamper_put_older_superblocks_with, "-tags"},
  {"superblock of another file", tamper_put_foreign_superblock, ""},
  {"undo of an earlier day", tamper_put_older_file, "-undo"},
  {"undo of another vault", tamper_put_foreign_file, "-undo"},
  {"undo files exchanged", tamper_exchange_files, "-undo"},
  {"tags of an earlier day", tamper_put_older_file, "-tags"},
  {"tags of another vault", tamper_put_foreign_file, "-tags"},
  {"tags files exchanged", tamper_exchange_files, "-tags"},
  {"database of an earlier day, alone", tamper_put_older_file, ""},
  {"database of an earlier day, all its files", tamper_put_older_database, ""},
  {"database of another vault, alone", tamper_put_foreign_file, ""},
  {"database of another vault, all its files", tamper_put_foreign_database, ""},
  {"databases exchanged", tamper_exchange_files, ""},
  {"a rekey's databases exchanged", tamper_exchange_files, "-rekey"},
  {"databases of two earlier days", tamper_mix_databases, ""},
  {"both databases of before the last closing", tamper_put_older_databases, ""},
  {"both databases of since the last closing *", tamper_put_databases_since_closing, ""},
  {"the whole folder of an earlier day *", tamper_put_older_folder, ""},
  {"keyring of an earlier day", tamper_put_older_keyring, "as it was"},
  {"keyring of an earlier day, one copy damaged", tamper_put_older_keyring, "damaged"},
  {"keyring of an earlier day, called newer", tamper_put_older_keyring, "raised"},
  {"keyring of an earlier day, called format 1", tamper_put_older_keyring, "format 1"},
  {"keyring: one copy of an earlier day", tamper_put_older_copy, ""},
  {"keyring of another vault", tamper_put_foreign_file, "keyring"},
  {"keyring: slot removed", tamper_remove_slot, ""},
  {"keyring: slot of an earlier day", tamper_put_older_slot, ""},
  {"keyring: slots swapped", tamper_swap_slots, ""},
  {"keyring: slot forged, signed part", tamper_forge_slot, "signed"},
  {"keyring: slot forged, seed", tamper_forge_slot, "seed"},
  {"keyring: header forged", tamper_forge_header, ""},
  {"keyring: extension or memory forged", tamper_forge_extension, ""},
  {"keyring: memory removed", tamper_forget, "removed"},
  {"keyring: memory of an earlier day", tamper_forget, "older"},
  {"keyring: extension and memory of an earlier day", tamper_forget, "extension"},
  {"keyring: pins removed", tamper_forget, "no pins"},
  {"keyring: pins of an earlier day", tamper_forget, "pins"},
  {"keyring: called format 1", tamper_forget, "format 1"},
  {"memory removed, older databases", tamper_forget_and_put_older_databases, "removed"},
  {"memory and databases of an earlier day", tamper_forget_and_put_older_databases, "older"},
  {"called format 1, older databases", tamper_forget_and_put_older_databases, "format 1"},
  {"two of these", do_two, ""},
};

guint
tampering_count_kinds (void)
{
  return G_N_ELEMENTS (kinds);
}

const char *
tampering_kind_name (guint kind)
{
  return kinds[kind].name;
}

guint
tampering_find_kind (const char *name)
{
  guint kind = 0;

  while (strcmp (kinds[kind].name, name) != 0)
    kind++;
  return kind;
}

gboolean
tampering_apply (Tampering *self, guint kind)
{
  return kinds[kind].apply (self, kinds[kind].what);
}

static gboolean
do_two (Tampering *self, const char *what)
{
  guint done = 0;

  (void) what;
  for (guint i = 0; i < 20 && done < 2; i++)
    done += tampering_apply (self, tampering_pick (self, G_N_ELEMENTS (kinds) - 1));
  /* The second may have spoilt it. */
  if (self->flags & THAT_MOMENT)
    self->flags = (self->flags & ~(guint) THAT_MOMENT) | MAYBE_THAT_MOMENT;
  return done == 2;
}

/* --- Life --- */

Tampering *
tampering_new (const History *history, const Moment *state, guint32 seed)
{
  Tampering *self = g_new0 (Tampering, 1);
  GHashTableIter iter;
  gpointer name, bytes;

  self->rand = g_rand_new_with_seed (seed);
  self->history = history;
  self->state = state;
  self->done = g_string_new (state->name);
  self->files =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_byte_array_unref);
  g_hash_table_iter_init (&iter, state->files);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    g_hash_table_insert (self->files, g_strdup (name), tampering_copy_bytes (bytes));
  return self;
}

void
tampering_free (Tampering *self)
{
  g_rand_free (self->rand);
  g_hash_table_unref (self->files);
  g_string_free (self->done, TRUE);
  g_free (self);
}

static void
write_file (const char *folder, const char *name, const guint8 *bytes, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  if (length > 0)
    g_assert_cmpint (write (fd, bytes, length), ==, (gssize) length);
  close (fd);
}

static void
put_in_its_place (const char *folder, const char *name, int what)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  (void) g_unlink (path);
  if (what == 0)
    g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  else if (what == 1)
    g_assert_cmpint (symlink ("lock", path), ==, 0);
  else
    g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

void
tampering_lay_out (const Tampering *self, const char *folder)
{
  GHashTableIter iter;
  gpointer name, value;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &name, &value))
    write_file (folder, name, ((GByteArray *) value)->data, ((GByteArray *) value)->len);
  if (self->replaced != NULL)
    put_in_its_place (folder, self->replaced, self->replaced_by);
}
