/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages and superblocks of a database. */
#include "tampering-private.h"

#include <string.h>

#define PAGE 4096u
#define PAGES_AT 8192u

static const char *const databases[] = {"casework.db", "identity.db"};

/* --- Pages --- */

static guint
count_pages (const GByteArray *file)
{
  return file == NULL || file->len < PAGES_AT ? 0 : (file->len - PAGES_AT) / PAGE;
}

static guint8 *
page_at (GByteArray *file, guint index)
{
  return file->data + PAGES_AT + index * PAGE;
}

gboolean
tamper_swap_pages (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint pages = count_pages (file), a, b;
  guint8 kept[PAGE];

  if (pages < 2)
    return FALSE;
  a = tampering_pick (self, pages);
  b = (a + 1 + tampering_pick (self, pages - 1)) % pages;
  memcpy (kept, page_at (file, a), PAGE);
  memcpy (page_at (file, a), page_at (file, b), PAGE);
  memcpy (page_at (file, b), kept, PAGE);
  tampering_touch (self, name);
  tampering_note (self, "pages %u and %u of %s swapped", a + 1, b + 1, name);
  return TRUE;
}

gboolean
tamper_copy_page (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint pages = count_pages (file), a, b;

  if (pages < 2)
    return FALSE;
  a = tampering_pick (self, pages);
  b = (a + 1 + tampering_pick (self, pages - 1)) % pages;
  memcpy (page_at (file, b), page_at (file, a), PAGE);
  tampering_touch (self, name);
  tampering_note (self, "page %u of %s over page %u", a + 1, name, b + 1);
  return TRUE;
}

gboolean
tamper_zero_page (Tampering *self, const char *what)
{
  g_autofree char *name = tampering_pick_file (self, what);
  GByteArray *file = tampering_get (self, name);
  guint pages = count_pages (file), n = pages == 0 ? 0 : tampering_pick (self, pages);

  if (pages == 0)
    return FALSE;
  memset (page_at (file, n), 0, PAGE);
  tampering_touch (self, name);
  tampering_note (self, "page %u of %s zeroed", n + 1, name);
  return TRUE;
}

/* A run of pages from a file of another moment, of the other database or of another vault. */
static gboolean
bring_pages (Tampering *self, const char *from_name, const char *name, GBytes *bytes, guint run)
{
  GByteArray *file = tampering_get (self, name);
  g_autoptr (GByteArray) from = bytes == NULL ? NULL : tampering_copy_bytes (bytes);
  guint pages = MIN (count_pages (file), count_pages (from)), first;

  if (pages == 0)
    return FALSE;
  first = tampering_pick (self, pages);
  run = MIN (run, pages - first);
  if (memcmp (page_at (file, first), page_at (from, first), run * PAGE) == 0)
    return FALSE;
  memcpy (page_at (file, first), page_at (from, first), run * PAGE);
  tampering_touch (self, name);
  tampering_note (self, "pages %u to %u of %s from %s", first + 1, first + run, name, from_name);
  return TRUE;
}

static gboolean
put_older_pages (Tampering *self, guint run)
{
  const Moment *past = tampering_pick_past (self);
  g_autofree char *name = tampering_pick_file (self, "");

  return past != NULL &&
         bring_pages (self, past->name, name, g_hash_table_lookup (past->files, name), run);
}

gboolean
tamper_put_older_page (Tampering *self, const char *what)
{
  (void) what;
  return put_older_pages (self, 1);
}

gboolean
tamper_put_older_run (Tampering *self, const char *what)
{
  (void) what;
  return put_older_pages (self, 2 + tampering_pick (self, 40));
}

gboolean
tamper_put_foreign_page (Tampering *self, const char *what)
{
  guint which = tampering_pick (self, 2);
  const Moment *stranger = tampering_pick_stranger (self);

  (void) what;
  if (tampering_pick (self, 2) == 0)
    return bring_pages (self, stranger->name, databases[which],
                        g_hash_table_lookup (stranger->files, databases[which]), 1);
  return bring_pages (self, databases[1 - which], databases[which],
                      g_hash_table_lookup (self->state->files, databases[1 - which]), 1);
}

/* --- Superblocks --- */

static gboolean
set_superblocks (Tampering *self, const char *name, GBytes *bytes, guint which, const char *whose)
{
  GByteArray *file = tampering_get (self, name);
  gsize length = 0;
  const guint8 *from = bytes == NULL ? NULL : g_bytes_get_data (bytes, &length);
  gboolean changed = FALSE;

  if (file == NULL || file->len < PAGES_AT || length < PAGES_AT)
    return FALSE;
  for (guint copy = 0; copy < 2; copy++)
    if (which & (1u << copy))
      {
        changed = changed || memcmp (file->data + copy * PAGE, from + copy * PAGE, PAGE) != 0;
        memcpy (file->data + copy * PAGE, from + copy * PAGE, PAGE);
      }
  tampering_touch (self, name);
  tampering_note (self, "superblocks %u (bits) of %s from %s", which, name, whose);
  return changed;
}

gboolean
tamper_put_older_superblock (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);
  g_autofree char *name = tampering_pick_file (self, "");
  guint which = strcmp (what, "both") == 0 ? 3 : 1 + tampering_pick (self, 2);

  return past != NULL &&
         set_superblocks (self, name, g_hash_table_lookup (past->files, name), which, past->name);
}

gboolean
tamper_put_older_superblocks_with (Tampering *self, const char *suffix)
{
  const Moment *past = tampering_pick_past (self);
  g_autofree char *name = tampering_pick_file (self, "");
  g_autofree char *with = g_strconcat (name, suffix, NULL);

  return past != NULL && g_hash_table_contains (past->files, with) &&
         set_superblocks (self, name, g_hash_table_lookup (past->files, name), 3, past->name) &&
         tampering_bring (self, past, with, with);
}

gboolean
tamper_put_foreign_superblock (Tampering *self, const char *what)
{
  const guint which = tampering_pick (self, 2);
  const Moment *from = tampering_pick (self, 2) == 0 ? tampering_pick_stranger (self) : self->state;
  const char *name = databases[from == self->state ? 1 - which : which];

  (void) what;
  return set_superblocks (self, databases[which], g_hash_table_lookup (from->files, name),
                          1 + tampering_pick (self, 3), from->name);
}

gboolean
tamper_break_superblock (Tampering *self, const char *what)
{
  const guint which = tampering_pick (self, 2), copy = tampering_pick (self, 2);
  const gboolean both = strcmp (what, "both") == 0;
  GByteArray *file = tampering_get (self, databases[which]);

  if (file == NULL || file->len < PAGES_AT)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    if (both || i == copy)
      file->data[i * PAGE + tampering_pick (self, PAGE)] ^= 0x10;
  tampering_touch (self, databases[which]);
  tampering_note (self, "superblock %u of %s broken%s", copy, databases[which],
                  both ? ", and the other" : "");
  return TRUE;
}
