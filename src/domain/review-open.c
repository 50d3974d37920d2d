/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pack on the auditor's machine: opened with her passphrase, without any vault; and what she
 * sends back. */
#include "domain/review-private.h"

#include <gio/gio.h>

#define MOST_BYTES (600u << 20)

struct _AmpReviewOpened
{
  AmpParcel *parcel;
  AmpReviewPack *pack;
  char *file_hash;
};

GBytes *
amp_review_read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info =
    g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > MOST_BYTES)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE,
                           "Too large to be a sealed file");
      return NULL;
    }
  return g_file_load_bytes (file, NULL, NULL, error);
}

static char *
hex_of_hash (GBytes *bytes)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  guint8 hash[AMP_HASH_BYTES];
  GString *text = g_string_new (NULL);

  amp_hash (data, length, hash);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (text, "%02x", hash[i]);
  return g_string_free (text, FALSE);
}

AmpReviewOpened *
amp_review_open (const char *path, const char *login, const AmpSecret *passphrase, GError **error)
{
  g_autoptr (AmpReviewOpened) self = g_new0 (AmpReviewOpened, 1);
  g_autoptr (GBytes) file = amp_review_read_file (path, error);

  if (file == NULL)
    return NULL;
  self->file_hash = hex_of_hash (file);
  self->parcel = amp_parcel_open (file, login, passphrase, error);
  if (self->parcel == NULL)
    return NULL;
  self->pack = amp_review_pack_read (amp_parcel_get_payload (self->parcel), error);
  return self->pack != NULL ? g_steal_pointer (&self) : NULL;
}

void
amp_review_opened_free (AmpReviewOpened *self)
{
  if (self == NULL)
    return;
  amp_review_pack_free (self->pack);
  amp_parcel_free (self->parcel);
  g_free (self->file_hash);
  g_free (self);
}

const AmpReviewPack *
amp_review_opened_pack (const AmpReviewOpened *self)
{
  return self->pack;
}

GBytes *
amp_review_opened_payload (const AmpReviewOpened *self)
{
  return amp_parcel_get_payload (self->parcel);
}

const char *
amp_review_opened_file_hash (const AmpReviewOpened *self)
{
  return self->file_hash;
}

gboolean
amp_review_opened_is_pinned (const AmpReviewOpened *self)
{
  return amp_parcel_is_pinned (self->parcel);
}

GBytes *
amp_review_opened_keep (AmpReviewOpened *self, GBytes *data)
{
  gsize length;
  const void *bytes = g_bytes_get_data (data, &length);

  return amp_parcel_keep (self->parcel, bytes, length);
}

GBytes *
amp_review_opened_kept (AmpReviewOpened *self, GBytes *file, GError **error)
{
  return amp_parcel_kept (self->parcel, file, error);
}

gboolean
amp_review_findings_write (AmpReviewOpened *self,
                           const AmpReviewNotes *notes,
                           const char *path,
                           GError **error)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GBytes) file = NULL;
  gsize length;
  const void *data;

  if (g_strcmp0 (amp_review_notes_get_pack (notes), amp_review_pack_head (self->pack)->id) != 0)
    return amp_review_refuse (AMP_REVIEW_ERROR_OTHER, "The notes are of another pack", error);
  if (amp_review_notes_get_day (notes) == NULL)
    return amp_review_refuse (AMP_REVIEW_ERROR_OTHER, "The notes are a draft: they have no day",
                              error);
  text = amp_review_notes_write (notes);
  data = g_bytes_get_data (text, &length);
  file = amp_parcel_answer (self->parcel, data, length);
  data = g_bytes_get_data (file, &length);
  return amp_write_file (path, data, length, error);
}
