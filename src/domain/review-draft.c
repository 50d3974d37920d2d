/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor writes on a pack, on her own machine. */
#include "domain/review-draft.h"

#include <string.h>

#define ENDING ".draft"
#define MOST_DRAFTS 99
#define MAGIC "AMPPACK1"

/* --- The draft --- */

static char *
nth_name (const char *path, guint n)
{
  return n == 1 ? g_strconcat (path, ENDING, NULL) : g_strdup_printf ("%s" ENDING "-%u", path, n);
}

/* NULL: it is none of hers, or of another pack, or spoilt. */
static AmpReviewNotes *
read_draft (AmpReviewOpened *opened, const char *draft)
{
  g_autofree char *data = NULL;
  g_autoptr (GBytes) sealed = NULL, text = NULL;
  g_autoptr (AmpReviewNotes) notes = NULL;
  gsize length;

  if (!g_file_get_contents (draft, &data, &length, NULL))
    return NULL;
  sealed = g_bytes_new_take (g_steal_pointer (&data), length);
  text = amp_review_opened_kept (opened, sealed, NULL);
  notes = text != NULL ? amp_review_notes_read (text, NULL) : NULL;
  if (notes == NULL || strcmp (amp_review_notes_get_pack (notes),
                               amp_review_pack_head (amp_review_opened_pack (opened))->id) != 0)
    return NULL;
  return g_steal_pointer (&notes);
}

AmpReviewNotes *
amp_review_draft_find (
  AmpReviewOpened *opened, const char *path, char **draft, gboolean *passed_by, GError **error)
{
  *passed_by = FALSE;
  for (guint n = 1; n <= MOST_DRAFTS; n++)
    {
      g_autofree char *name = nth_name (path, n);
      AmpReviewNotes *notes = NULL;

      if (!g_file_test (name, G_FILE_TEST_EXISTS))
        notes = amp_review_notes_new (amp_review_pack_head (amp_review_opened_pack (opened))->id);
      else
        notes = read_draft (opened, name);
      if (notes != NULL)
        {
          *draft = g_steal_pointer (&name);
          return notes;
        }
      *passed_by = TRUE;
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "Too many drafts beside the pack");
  return NULL;
}

gboolean
amp_review_draft_write (AmpReviewOpened *opened, GBytes *notes, const char *draft, GError **error)
{
  g_autoptr (GBytes) sealed = amp_review_opened_keep (opened, notes);

  return amp_write_file (draft, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), error);
}

gboolean
amp_review_notes_save (AmpReviewOpened *opened, GBytes *notes, const char *path, GError **error)
{
  g_autoptr (AmpReviewNotes) read = amp_review_notes_read (notes, error);

  return read != NULL && amp_review_findings_write (opened, read, path, error);
}

/* --- Files --- */

char *
amp_review_hash_file (const char *path, GError **error)
{
  g_autofree char *data = NULL;
  guint8 hash[AMP_HASH_BYTES];
  GString *hex;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  amp_hash (data, length, hash);
  hex = g_string_new (NULL);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  return g_string_free (hex, FALSE);
}

static void
file_free (gpointer data)
{
  AmpReviewFile *self = data;

  g_free (self->path);
  g_free (self->day);
  g_free (self);
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  const AmpReviewFile *one = *(const AmpReviewFile *const *) a;
  const AmpReviewFile *other = *(const AmpReviewFile *const *) b;
  int by_day = strcmp (other->day, one->day);

  return by_day != 0 ? by_day : strcmp (one->path, other->path);
}

/* NULL: not a pack; drafts and findings begin as packs do, but are of another kind. */
static AmpReviewFile *
look_at (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GDateTime) changed = NULL;
  guint8 head[16];
  gsize n = 0;
  AmpReviewFile *found;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  stream = g_file_read (file, NULL, NULL);
  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), head, sizeof head, &n, NULL, NULL) ||
      n < sizeof head || memcmp (head, MAGIC, 8) != 0 || head[12] != 1)
    return NULL;
  info = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_TIME_MODIFIED, NULL, NULL);
  changed = info != NULL ? g_file_info_get_modification_date_time (info) : NULL;
  found = g_new0 (AmpReviewFile, 1);
  found->path = g_strdup (path);
  found->day = changed != NULL ? g_date_time_format (changed, "%Y-%m-%d") : g_strdup ("");
  return found;
}

GPtrArray *
amp_review_find_files (AmpVault *vault, GError **error)
{
  g_autofree char *folder = g_build_filename (amp_vault_get_folder (vault), "reviews", NULL);
  g_autoptr (GDir) directory = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (file_free);
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&files);
  directory = g_dir_open (folder, 0, error);
  if (directory == NULL)
    return NULL;
  while ((name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      AmpReviewFile *file = look_at (path);

      if (file != NULL)
        g_ptr_array_add (files, file);
    }
  g_ptr_array_sort (files, compare_files);
  return g_steal_pointer (&files);
}
