/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two databases that somebody had in his hands: a moment of a small vault's life, at rest or in the
 * middle of a transaction, and a list of edits: bytes, cuts, pages and files of other moments. What
 * opens gives pages of one state only, or says that they are damaged. Edits that only a key allows
 * come too; after them nothing is promised but that the program lives. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "pages/database-private.h"

#include <sodium.h>
#include <string.h>

#define MAX_EDITS 12
#define MAX_MOMENTS 96
#define MAX_PAGES 12
#define N_FILES 6

static const char *const paths[N_FILES] = {"/casework.db",      "/identity.db",
                                           "/casework.db-undo", "/identity.db-undo",
                                           "/casework.db-tags", "/identity.db-tags"};

/* --- The life of a vault --- */

/* What a commit left: of each page the step in which it was written; 0 behind the last one. */
typedef struct
{
  guint8 pages[2][MAX_PAGES + 1];
  guint8 joint; /* the last step that wrote both */
} State;

static const struct
{
  const char *pages[2]; /* written, as letters: a is page 1 */
  guint8 cut[2];        /* then cut to so many; 0: not */
} steps[] = {
  {{"abcd", "abcdef"}, {0, 0}}, {{"be", ""}, {0, 0}},  {{"ac", "ab"}, {0, 4}},
  {{"", "b"}, {0, 0}},          {{"", "c"}, {0, 0}},   {{"abcdefgh", "abcde"}, {0, 0}},
  {{"ab", "ab"}, {6, 3}},       {{"abc", ""}, {0, 0}},
};

#define N_STEPS G_N_ELEMENTS (steps)

static State states[N_STEPS + 1];
static Memory *moments[MAX_MOMENTS];
static guint n_moments;

static void
keep (const Memory *disk, gpointer data)
{
  (void) data;
  FUZZ_EXPECT (n_moments < MAX_MOMENTS);
  moments[n_moments++] = memory_copy (disk);
}

static void
make_pair (AmpDatabase *pair[2])
{
  g_autoptr (AmpSecret) key = amp_secret_new (32);

  memcpy (amp_secret_data (key), fuzz_key, 32);
  pair[0] = amp_database_new ("", 1, "", fuzz_id, key);
  amp_secret_data (key)[0] ^= 1;
  pair[1] = amp_database_new ("", 2, "", fuzz_id, key);
}

static void
free_pair (AmpDatabase *pair[2])
{
  amp_database_free (pair[0]);
  amp_database_free (pair[1]);
}

static void
write_page (AmpDatabase *database, guint which, guint32 number, guint step)
{
  guint8 plain[AMP_PAGE_BYTES] = {(guint8) step, (guint8) number, (guint8) which};

  FUZZ_EXPECT (amp_database_write (database, number, plain) == 0);
}

static void
take_step (AmpDatabase *const pair[2], guint step)
{
  State *state = &states[step + 1];
  AmpDatabase *set[2];
  guint n = 0;

  *state = states[step];
  for (guint i = 0; i < 2; i++)
    {
      for (const char *page = steps[step].pages[i]; *page != '\0'; page++)
        {
          guint32 number = (guint32) (*page - 'a') + 1;

          write_page (pair[i], i, number, step + 1);
          state->pages[i][number] = (guint8) (step + 1);
        }
      if (steps[step].cut[i] > 0)
        {
          FUZZ_EXPECT (amp_database_cut (pair[i], steps[step].cut[i]) == 0);
          for (guint n_page = steps[step].cut[i] + 1u; n_page <= MAX_PAGES; n_page++)
            state->pages[i][n_page] = 0;
        }
      if (amp_database_is_changed (pair[i]))
        set[n++] = pair[i];
    }
  if (n == 2)
    state->joint = (guint8) (step + 1);
  FUZZ_EXPECT (amp_databases_commit (set, n) == 0);
}

/* Every moment between two changes of the disk is kept for the last steps; of all others the end,
 * open and closed. */
static void
live (void)
{
  g_autoptr (Memory) disk = memory_new ();
  AmpDatabase *pair[2];

  memory_use (disk);
  make_pair (pair);
  FUZZ_EXPECT (amp_database_create (pair[0], NULL, NULL) &&
               amp_database_create (pair[1], NULL, NULL));
  for (guint step = 0; step < N_STEPS; step++)
    {
      for (guint i = 0; i < 2; i++)
        amp_database_set_max_held (pair[i], step + 3 < N_STEPS ? 100 : 3);
      memory_watch (disk, step + 3 < N_STEPS ? NULL : keep, NULL);
      take_step (pair, step);
      memory_watch (disk, NULL, NULL);
      keep (disk, NULL);
      free_pair (pair);
      keep (disk, NULL);
      make_pair (pair);
      FUZZ_EXPECT (amp_databases_open (pair, NULL));
    }
  free_pair (pair);
  memory_use (NULL);
}

/* --- Edits --- */

static void
replace (Memory *disk, const char *path, const GByteArray *bytes)
{
  g_autofree guint8 *copy = bytes != NULL ? g_memdup2 (bytes->data, bytes->len) : NULL;

  if (bytes != NULL)
    memory_set (disk, path, copy, bytes->len);
  else
    memory_remove (disk, path);
}

static void
swap_files (Memory *disk, const char *one, const char *other)
{
  g_autoptr (Memory) before = memory_copy (disk);

  replace (disk, one, memory_get (before, other));
  replace (disk, other, memory_get (before, one));
}

/* A superblock is a page here as well. */
static void
copy_page (FuzzInput *input, GByteArray *to, const GByteArray *from)
{
  gsize at = fuzz_take_below (input, to->len / AMP_PAGE_BYTES);
  gsize source = fuzz_take_below (input, from->len / AMP_PAGE_BYTES);

  if (to->len >= AMP_PAGE_BYTES && from->len >= AMP_PAGE_BYTES)
    memmove (to->data + at * AMP_PAGE_BYTES, from->data + source * AMP_PAGE_BYTES, AMP_PAGE_BYTES);
}

static void
subkey (guint which, guint64 use, guint8 out[AMP_HASH_BYTES])
{
  AmpDatabase *pair[2];

  make_pair (pair);
  memcpy (out, amp_secret_data (use == 2 ? pair[which]->undo_key : pair[which]->superblock_key),
          32);
  free_pair (pair);
}

static void
keyed_hash (const guint8 *data, gsize length, const guint8 key[32], guint8 out[AMP_HASH_BYTES])
{
  FUZZ_EXPECT (crypto_generichash (out, AMP_HASH_BYTES, data, length, key, 32) == 0);
}

/* As somebody with the key might write it. */
static void
forge_superblock (FuzzInput *input, GByteArray *file, guint which)
{
  gsize copy = fuzz_take8 (input) % 2;
  gsize at = fuzz_take8 (input) % 192;
  guint8 *block = file->data + copy * AMP_SUPERBLOCK_BYTES;
  guint8 key[32];

  if (file->len < AMP_DATABASE_OFFSET)
    return;
  amp_put32 (block + at, fuzz_take32 (input));
  subkey (which, 3, key);
  keyed_hash (block, 4032, key, block + 4032);
  fuzz_hash (block, 4064, FALSE, block + 4064);
}

static void
forge_undo (FuzzInput *input, GByteArray *file, guint which)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();
  gsize at = fuzz_take8 (input), head, length;
  guint32 value = fuzz_take32 (input), count;
  guint8 key[32];

  if (file->len < AMP_PAGE_BYTES)
    return;
  amp_put32 (file->data + at, value);
  count = MIN (amp_get32 (file->data + 12), 1000);
  head = 64 + 4 * (gsize) count;
  length = head + 32 + count * (gsize) AMP_PAGE_BYTES;
  if (length > file->len)
    return;
  g_byte_array_append (message, file->data, (guint) head);
  for (gsize i = 0; i < count; i++)
    g_byte_array_append (message, amp_page_tag (file->data + head + 32 + i * AMP_PAGE_BYTES), 16);
  subkey (which, 2, key);
  keyed_hash (message->data, message->len, key, file->data + head);
}

/* TRUE: a key was needed for it. */
static gboolean
edit (FuzzInput *input, Memory *disk)
{
  guint kind = fuzz_take8 (input) % 10, which = fuzz_take8 (input) % N_FILES;
  const char *path = paths[which];
  GByteArray *file = memory_get (disk, path);
  const Memory *other = kind >= 3 && kind <= 6 ? moments[fuzz_take_below (input, n_moments)] : NULL;
  guint second = kind >= 4 && kind <= 6 ? fuzz_take8 (input) % N_FILES : which;

  if (kind == 3)
    replace (disk, path, memory_get (other, path));
  else if (kind == 4)
    swap_files (disk, path, paths[second]);
  else if (file == NULL)
    return FALSE;
  else if (kind == 0)
    (void) fuzz_edit (input, file->data, file->len);
  else if (kind == 1)
    g_byte_array_set_size (file, fuzz_take_below (input, file->len + 1));
  else if (kind == 2)
    {
      guint8 junk[256], n = fuzz_take8 (input);

      fuzz_take (input, junk, n);
      g_byte_array_append (file, junk, n);
    }
  else if ((kind == 5 || kind == 6) && memory_get (other, paths[second]) != NULL)
    copy_page (input, file, memory_get (other, paths[second]));
  else if (kind == 7)
    memory_remove (disk, path);
  else if (kind == 8 && which < 2)
    forge_superblock (input, file, which);
  else if (kind == 9 && (which == 2 || which == 3))
    forge_undo (input, file, which - 2);
  return (kind == 8 && which < 2) || (kind == 9 && (which == 2 || which == 3));
}

/* --- What is read --- */

typedef struct
{
  guint32 n;
  guint8 step[MAX_PAGES + 1]; /* 0: damaged */
} Pages;

/* Where page 1 is lost, whoever only looks gets an empty one, so that the others can be reached. */
static AmpRead
read_page (AmpDatabase *database, guint32 number, guint8 *plain)
{
  AmpRead result = amp_database_read (database, number, plain);
  guint8 made[AMP_PAGE_BYTES];

  amp_page_make_first (made);
  if (!database->read_only || number > 1 || memcmp (plain, made, sizeof made) != 0)
    return result;
  memset (plain, 0, AMP_PAGE_BYTES);
  return AMP_READ_DAMAGED;
}

static void
read_pages (AmpDatabase *database, guint which, Pages *pages)
{
  guint8 plain[AMP_PAGE_BYTES];

  pages->n = amp_database_get_pages (database);
  FUZZ_EXPECT (pages->n <= MAX_PAGES);
  for (guint32 n = 1; n <= pages->n; n++)
    {
      AmpRead result = read_page (database, n, plain);

      /* Looked at, a first page that is damaged reads as an empty one. */
      if (n == 1 && memcmp (plain, "SQLite format 3", 16) == 0)
        {
          memset (plain, 0, sizeof plain);
          result = AMP_READ_DAMAGED;
        }
      FUZZ_EXPECT (result == AMP_READ_OK || result == AMP_READ_DAMAGED || result == AMP_READ_OLDER);
      FUZZ_EXPECT (result != AMP_READ_OK || (plain[1] == n && plain[2] == which));
      pages->step[n] = plain[0];
      FUZZ_EXPECT ((plain[0] == 0) == (result != AMP_READ_OK));
    }
  FUZZ_EXPECT (amp_database_read (database, pages->n + 1, plain) == AMP_READ_BEYOND);
}

static gboolean
fits (const Pages *pages, const State *state, guint which)
{
  gboolean ok = pages->n == MAX_PAGES || state->pages[which][pages->n + 1] == 0;

  for (guint32 n = 1; n <= pages->n; n++)
    ok = ok && state->pages[which][n] > 0 &&
         (pages->step[n] == 0 || pages->step[n] == state->pages[which][n]);
  return ok;
}

/* Both are of states that belong together. For looking at, each stands alone, and one whose tags
 * are of no state promises only that each page was one of that number. */
static void
expect_one_state (AmpDatabase *const pair[2], gboolean inspect)
{
  Pages pages[2];
  gboolean found = FALSE;
  gboolean each[2] = {amp_database_get_tags (pair[0]) == NULL,
                      amp_database_get_tags (pair[1]) == NULL};

  FUZZ_EXPECT (inspect || (!each[0] && !each[1]));

  read_pages (pair[0], 0, &pages[0]);
  read_pages (pair[1], 1, &pages[1]);
  for (gsize i = 1; i <= N_STEPS; i++)
    for (gsize j = 1; j <= N_STEPS; j++)
      {
        gboolean first = fits (&pages[0], &states[i], 0), second = fits (&pages[1], &states[j], 1);

        each[0] = each[0] || first;
        each[1] = each[1] || second;
        found = found || (first && second && states[i].joint == states[j].joint);
      }
  FUZZ_EXPECT (inspect ? each[0] && each[1] : found);
}

/* --- After it is open --- */

static void
expect_page (AmpDatabase *database, guint which, guint32 number, guint step)
{
  guint8 plain[AMP_PAGE_BYTES];

  FUZZ_EXPECT (amp_database_read (database, number, plain) == AMP_READ_OK);
  FUZZ_EXPECT (plain[0] == step && plain[1] == number && plain[2] == which);
}

/* It works on: what is written now is read after the next opening. */
static void
go_on (Memory *disk, AmpDatabase *pair[2])
{
  g_autoptr (GError) error = NULL;
  int failed;

  write_page (pair[0], 0, 1, 200);
  write_page (pair[1], 1, amp_database_get_pages (pair[1]) + 1, 201);
  failed = amp_databases_commit (pair, 2);
  FUZZ_EXPECT (failed == 0);
  free_pair (pair);
  memory_use (disk);
  make_pair (pair);
  if (!amp_databases_open (pair, &error))
    g_error ("%s", error->message);
  expect_page (pair[0], 0, 1, 200);
  expect_page (pair[1], 1, amp_database_get_pages (pair[1]), 201);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  g_autoptr (Memory) disk = NULL;
  g_autoptr (GError) error = NULL;
  AmpDatabase *pair[2];
  gboolean inspect, forged = FALSE, ok;

  if (n_moments == 0)
    {
      live ();
      input = fuzz_begin (data, length);
    }
  inspect = fuzz_take8 (&input) & 1;
  disk = memory_copy (moments[fuzz_take_below (&input, n_moments)]);
  for (guint i = 0; i < MAX_EDITS && input.left > 0; i++)
    forged |= edit (&input, disk);
  memory_use (disk);
  make_pair (pair);
  ok = inspect ? amp_databases_inspect (pair, &error) : amp_databases_open (pair, &error);
  fuzz_expect_error (ok, error);
  if (ok && !forged)
    expect_one_state (pair, inspect);
  if (ok && !forged && !inspect)
    go_on (disk, pair);
  free_pair (pair);
  memory_use (NULL);
  return 0;
}
