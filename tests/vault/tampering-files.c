/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes of any file, and whole files of other days and other vaults. */
#include "tampering-private.h"

#include <string.h>

#define PAGE 4096u

static const char *const suffixes[] = {"",       "-undo",       "-tags",
                                       "-rekey", "-rekey-undo", "-rekey-tags"};
static const char *const databases[] = {"casework.db", "identity.db"};

/* --- Chance and files --- */

guint
tampering_pick (Tampering *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

void
tampering_touch (Tampering *self, const char *name)
{
  self->touched |= g_str_has_prefix (name, "case")    ? TOUCHED_CASEWORK
                   : g_str_has_prefix (name, "ident") ? TOUCHED_IDENTITY
                   : strcmp (name, "rekey") == 0
                     ? TOUCHED_CASEWORK | TOUCHED_IDENTITY | TOUCHED_KEYRING
                     : TOUCHED_KEYRING;
}

G_GNUC_PRINTF (2, 3)
void
tampering_note (Tampering *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append (self->done, "; ");
  g_string_append_vprintf (self->done, format, arguments);
  va_end (arguments);
}

char *
tampering_pick_file (Tampering *self, const char *what)
{
  return strcmp (what, "keyring") == 0 || strcmp (what, "rekey") == 0
           ? g_strdup (what)
           : g_strconcat (databases[tampering_pick (self, 2)], what, NULL);
}

GByteArray *
tampering_get (Tampering *self, const char *name)
{
  return g_hash_table_lookup (self->files, name);
}

GByteArray *
tampering_copy_bytes (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return data == NULL ? g_byte_array_new ()
                      : g_byte_array_append (g_byte_array_new (), data, (guint) length);
}

/* From another moment or another vault, under its own name or another; gone where there was none.
 */
gboolean
tampering_bring (Tampering *self, const Moment *from, const char *name, const char *as)
{
  GBytes *bytes = g_hash_table_lookup (from->files, name);
  const GByteArray *here = tampering_get (self, as);

  if ((bytes == NULL && here == NULL) ||
      (bytes != NULL && here != NULL && g_bytes_get_size (bytes) == here->len &&
       (here->len == 0 || memcmp (g_bytes_get_data (bytes, NULL), here->data, here->len) == 0)))
    return FALSE;
  tampering_touch (self, as);
  if (bytes != NULL)
    g_hash_table_insert (self->files, g_strdup (as), tampering_copy_bytes (bytes));
  else
    g_hash_table_remove (self->files, as);
  tampering_note (self, "%s of \"%s\" as %s", name, from->name, as);
  return TRUE;
}

const Moment *
tampering_pick_past (Tampering *self)
{
  const Moment *moment;

  if (self->state->past == 0)
    return NULL;
  moment = self->history->moments->pdata[tampering_pick (self, self->state->past)];
  self->then = moment;
  return moment;
}

const Moment *
tampering_pick_stranger (Tampering *self)
{
  return self->history->strangers->pdata[tampering_pick (self, self->history->strangers->len)];
}

/* --- Any bytes of any file --- */

static gboolean
flip_bits (Tampering *self, const char *what, guint n)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);

  if (file == NULL || file->len == 0)
    return FALSE;
  tampering_touch (self, name);
  for (guint i = 0; i < n; i++)
    {
      /* Every other time where the headers are, which is little of the file. */
      guint at =
        tampering_pick (self, tampering_pick (self, 2) == 0 ? MIN (file->len, 256) : file->len);
      guint bit = tampering_pick (self, 8);

      file->data[at] ^= (guint8) (1u << bit);
      tampering_note (self, "bit %u of byte %u of %s flipped", bit, at, name);
    }
  return TRUE;
}

gboolean
tamper_flip_one_bit (Tampering *self, const char *what)
{
  return flip_bits (self, what, 1);
}

gboolean
tamper_flip_some_bits (Tampering *self, const char *what)
{
  return flip_bits (self, what, 2 + tampering_pick (self, 20));
}

static void
fill_with_junk (Tampering *self, guint8 *at, guint length)
{
  for (guint i = 0; i < length; i++)
    at[i] = (guint8) tampering_pick (self, 256);
}

gboolean
tamper_write_junk (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint at, length;

  if (file == NULL || file->len == 0)
    return FALSE;
  at = tampering_pick (self, file->len);
  length = 1 + tampering_pick (self, 5000);
  length = MIN (length, file->len - at);
  fill_with_junk (self, file->data + at, length);
  tampering_touch (self, name);
  tampering_note (self, "%u bytes of junk at %u of %s", length, at, name);
  return TRUE;
}

gboolean
tamper_cut_off (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint length;

  if (file == NULL || file->len == 0)
    return FALSE;
  length = tampering_pick (self, file->len);
  if (tampering_pick (self, 2) == 0)
    length -= length % PAGE;
  g_byte_array_set_size (file, length);
  tampering_touch (self, name);
  tampering_note (self, "%s cut to %u bytes", name, length);
  return TRUE;
}

gboolean
tamper_make_longer (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint before, more = 1 + tampering_pick (self, 3 * PAGE), how = tampering_pick (self, 3);

  if (file == NULL)
    return FALSE;
  before = file->len;
  more = tampering_pick (self, 2) == 0 ? more : PAGE;
  g_byte_array_set_size (file, before + more);
  memset (file->data + before, 0, more);
  if (how == 1)
    fill_with_junk (self, file->data + before, more);
  else if (how == 2 && before >= more)
    memcpy (file->data + before, file->data + before - more, more);
  tampering_touch (self, name);
  tampering_note (self, "%s longer by %u bytes of %s", name, more,
                  how == 0   ? "zeros"
                  : how == 1 ? "junk"
                             : "its own end");
  return TRUE;
}

gboolean
tamper_take_away (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);

  if (!g_hash_table_remove (self->files, name))
    return FALSE;
  tampering_touch (self, name);
  self->flags |= NO_FILE;
  tampering_note (self, "%s removed", name);
  return TRUE;
}

gboolean
tamper_empty (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);

  if (file == NULL || file->len == 0)
    return FALSE;
  g_byte_array_set_size (file, 0);
  tampering_touch (self, name);
  tampering_note (self, "%s emptied", name);
  return TRUE;
}

gboolean
tamper_put_something_else (Tampering *self, const char *what)
{
  static const char *const names[] = {"a folder", "a link", "a pipe"};
  g_autofree char *name = tampering_pick_file (self, what);

  self->replaced = g_intern_string (name);
  self->replaced_by = (int) tampering_pick (self, G_N_ELEMENTS (names));
  self->flags |= NO_FILE;
  tampering_touch (self, name);
  tampering_note (self, "%s is %s", name, names[self->replaced_by]);
  return TRUE;
}

/* --- Whole files of another day --- */

gboolean
tamper_put_older_file (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);
  g_autofree char *name = tampering_pick_file (self, what);

  return past != NULL && tampering_bring (self, past, name, name);
}

gboolean
tamper_put_foreign_file (Tampering *self, const char *what)
{
  const Moment *stranger = tampering_pick_stranger (self);
  g_autofree char *name = tampering_pick_file (self, what);

  /* Both are foreign to it. Where one is brought from there as well, the other one, which nobody
   * touched, is the file that does not fit, and the one to be named. */
  if (strcmp (what, "keyring") == 0)
    self->touched |= TOUCHED_CASEWORK | TOUCHED_IDENTITY;
  return g_hash_table_contains (stranger->files, name) &&
         tampering_bring (self, stranger, name, name);
}

gboolean
tamper_exchange_files (Tampering *self, const char *what)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strconcat (databases[i], what, NULL);
      g_autofree char *from = g_strconcat (databases[1 - i], what, NULL);

      changed = tampering_bring (self, self->state, from, name) || changed;
    }
  return changed;
}

/* With what lies beside it. */
static gboolean
bring_database (Tampering *self, const Moment *from, guint which)
{
  gboolean changed = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (databases[which], suffixes[i], NULL);

      changed = tampering_bring (self, from, name, name) || changed;
    }
  return changed;
}

gboolean
tamper_put_older_database (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);

  (void) what;
  return past != NULL && bring_database (self, past, tampering_pick (self, 2));
}

gboolean
tamper_put_foreign_database (Tampering *self, const char *what)
{
  (void) what;
  return bring_database (self, tampering_pick_stranger (self), tampering_pick (self, 2));
}

gboolean
tampering_bring_back (Tampering *self, const Moment *from, guint which)
{
  gboolean changed = FALSE;

  self->then = from;
  for (guint i = 0; i < 2; i++)
    if (which & (i == 0 ? TOUCHED_CASEWORK : TOUCHED_IDENTITY))
      changed = bring_database (self, from, i) || changed;
  if (which & TOUCHED_KEYRING)
    {
      (void) tampering_bring (self, from, "rekey", "rekey");
      changed = tampering_bring (self, from, "keyring", "keyring") || changed;
    }
  return changed;
}

/* Of before the last closing, which the keyring remembers. */
gboolean
tamper_put_older_databases (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);

  (void) what;
  return past != NULL && past->closings < self->state->closings &&
         tampering_bring_back (self, past, TOUCHED_CASEWORK | TOUCHED_IDENTITY);
}

/* FORMAT.md 12, not protected, 2. */
gboolean
tamper_put_databases_since_closing (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);

  (void) what;
  if (past == NULL || past->closings != self->state->closings ||
      !tampering_bring_back (self, past, TOUCHED_CASEWORK | TOUCHED_IDENTITY))
    return FALSE;
  self->flags |= THAT_MOMENT;
  return TRUE;
}

/* Of different days: casework of one, identity of another. */
gboolean
tamper_mix_databases (Tampering *self, const char *what)
{
  const Moment *one = tampering_pick_past (self), *other = tampering_pick_past (self);

  (void) what;
  return one != NULL && one != other && bring_database (self, one, 0) &&
         bring_database (self, other, 1);
}

/* FORMAT.md 12, not protected, 1. */
gboolean
tamper_put_older_folder (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);

  (void) what;
  if (past == NULL || past->closings == self->state->closings ||
      !tampering_bring_back (self, past, TOUCHED_CASEWORK | TOUCHED_IDENTITY | TOUCHED_KEYRING))
    return FALSE;
  self->flags |= THAT_MOMENT;
  return TRUE;
}
