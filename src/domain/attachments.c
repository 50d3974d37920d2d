/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files in, files out. */
#include "domain/attachments.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/access.h"
#include "domain/cases.h"
#include "domain/session-private.h"
#include "model/date.h"
#include "model/message.h"

#define READ_AT_ONCE (1024 * 1024)

/* --- Reading a file --- */

typedef struct
{
  guint8 *data;
  gsize size;
} Memory;

static void
memory_free (gpointer data)
{
  Memory *self = data;

  explicit_bzero (self->data, self->size);
  g_free (self->data);
  g_free (self);
}

/* Takes the memory, of which length are used. */
static GBytes *
wiped_bytes (guint8 *data, gsize length, gsize size)
{
  Memory *memory = g_new0 (Memory, 1);

  memory->data = data;
  memory->size = size;
  return g_bytes_new_with_free_func (data, length, memory_free, memory);
}

static gboolean
too_large (GError **error)
{
  g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_TOO_LARGE,
                       "attachment: more than an attachment may have");
  return FALSE;
}

static gboolean
io_failed (int failed, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (failed), "The file to attach: %s",
               g_strerror (failed));
  return FALSE;
}

/* Whatever the folder says of its size: it may grow while it is read. */
static gboolean
read_all (
  int fd, guint8 *data, gsize size, gsize *length, GCancellable *cancellable, GError **error)
{
  *length = 0;
  for (;;)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read (fd, data + *length, MIN (size - *length, READ_AT_ONCE));
      if (n == 0)
        return TRUE;
      if (n < 0 && errno != EINTR)
        return io_failed (errno, error);
      *length += n > 0 ? (gsize) n : 0;
      if (*length == size)
        return too_large (error);
    }
}

static GBytes *
read_fd (int fd, GCancellable *cancellable, GError **error)
{
  struct stat info;
  gsize size, length = 0;
  guint8 *data;

  if (fstat (fd, &info) != 0)
    {
      io_failed (errno, error);
      return NULL;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "Only an ordinary file can be attached");
      return NULL;
    }
  if (info.st_size > AMP_ATTACHMENT_MAX)
    {
      too_large (error);
      return NULL;
    }
  /* One byte more than is allowed shows that it is too large. */
  size = MIN ((gsize) info.st_size + READ_AT_ONCE, AMP_ATTACHMENT_MAX) + 1;
  data = g_malloc (size);
  if (read_all (fd, data, size, &length, cancellable, error))
    return wiped_bytes (data, length, size);
  explicit_bzero (data, size);
  g_free (data);
  return NULL;
}

AmpAttachmentFile *
amp_attachment_file_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* Opening a pipe must not wait for somebody to write into it. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      io_failed (errno, error);
      return NULL;
    }
  bytes = read_fd (fd, cancellable, error);
  close (fd);
  return bytes == NULL ? NULL : amp_attachment_file_take (bytes, error);
}

AmpAttachmentFile *
amp_attachment_file_take (GBytes *bytes, GError **error)
{
  AmpAttachmentFile *self;
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GByteArray *stripped;

  if (length > AMP_ATTACHMENT_MAX)
    {
      too_large (error);
      return NULL;
    }
  self = g_new0 (AmpAttachmentFile, 1);
  self->mime = amp_media_sniff (data, length);
  stripped = amp_media_strip (self->mime, data, length, &self->facts);
  /* What is left may be a little longer where an end was missing. */
  if (stripped != NULL && stripped->len <= AMP_ATTACHMENT_MAX)
    {
      gsize left = stripped->len;
      guint8 *memory = g_byte_array_free (stripped, FALSE);

      self->bytes = wiped_bytes (memory, left, left);
      self->stripped = TRUE;
      return self;
    }
  if (stripped != NULL)
    g_byte_array_unref (stripped);
  self->bytes = g_bytes_ref (bytes);
  self->tells = amp_media_may_tell (self->mime);
  /* A picture that is not laid out as one is not given to a decoder. */
  if (amp_media_class (self->mime) == AMP_MEDIA_IMAGE && strcmp (self->mime, "image/tiff") != 0)
    self->mime = "application/octet-stream";
  memset (&self->facts, 0, sizeof self->facts);
  return self;
}

void
amp_attachment_file_free (AmpAttachmentFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

const char *
amp_attachment_file_kind (const AmpAttachmentFile *self)
{
  switch (amp_media_class (self->mime))
    {
    case AMP_MEDIA_IMAGE:
      return "photo";
    case AMP_MEDIA_AUDIO:
      return "audio";
    case AMP_MEDIA_PDF:
    case AMP_MEDIA_TEXT:
    case AMP_MEDIA_OTHER:
    default:
      return "other";
    }
}

/* --- Adding --- */

typedef struct
{
  const guint8 *at;
  gsize left;
} Rest;

static gssize
take_rest (gpointer data, void *buffer, gsize length, GCancellable *cancellable, GError **error)
{
  Rest *self = data;
  gsize n = MIN (length, self->left);

  (void) cancellable;
  (void) error;
  memcpy (buffer, self->at, n);
  self->at += n;
  self->left -= n;
  return (gssize) n;
}

static gboolean
fill_in (AmpSession *session, AmpRecord *record, const AmpAttachmentFile *file, GError **error)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *date = amp_date_to_text (&today);

  amp_record_set_int (record, "by", amp_session_get_user (session)->id);
  return amp_record_set (record, "added_on", date, error) &&
         (amp_record_get (record, "kind") != NULL ||
          amp_record_set (record, "kind", amp_attachment_file_kind (file), error));
}

gboolean
amp_attachment_file_store (const AmpAttachmentFile *self,
                           AmpSession *session,
                           AmpRecord *record,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  Rest rest;

  rest.at = g_bytes_get_data (self->bytes, &rest.left);
  if (self->facts.orientation > 1)
    amp_record_set_int (record, "orientation", self->facts.orientation);
  return amp_record_set (record, "mime", self->mime, error) && amp_cases_check (record, error) &&
         amp_store_attachment_add (session->store, record, take_rest, &rest, NULL, progress,
                                   cancellable, error);
}

gboolean
amp_attachments_add (AmpSession *session,
                     AmpRecord *record,
                     const AmpAttachmentFile *file,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (session != NULL && record != NULL && file != NULL, FALSE);

  return amp_session_require_store (session, error) &&
         amp_access_require_of (session, record, error) && fill_in (session, record, file, error) &&
         amp_attachment_file_store (file, session, record, progress, cancellable, error);
}

/* --- Looking at one --- */

static GBytes *
open_for (AmpSession *session,
          gint64 id,
          AmpAuditAction action,
          const char *reason,
          AmpRecord **record,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  static const char *const fields[] = {"title", "sha", NULL};
  const AmpEntity *entity = amp_entity_find ("attachment");
  g_autoptr (AmpRecord) loaded = NULL;
  GBytes *bytes;

  if (!amp_session_require_store (session, error))
    return NULL;
  loaded = amp_store_load (session->store, entity, id, error);
  /* First the event: nobody sees anything that the log does not tell of. */
  if (loaded == NULL || !amp_access_tell (session, amp_record_get_int (loaded, "case", 0), action,
                                          entity, id, fields, reason, error))
    return NULL;
  bytes = amp_store_attachment_read (session->store, loaded, progress, cancellable, error);
  if (bytes != NULL && record != NULL)
    *record = g_steal_pointer (&loaded);
  return bytes;
}

GBytes *
amp_attachments_open (AmpSession *session,
                      gint64 id,
                      AmpRecord **record,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (session != NULL, NULL);

  return open_for (session, id, AMP_AUDIT_VIEW_IDENTITY, "attachment", record, progress,
                   cancellable, error);
}

/* --- Out of the program --- */

static const struct
{
  const char *label;
} reason_labels[] = {
  {N_ ("The person asks for it")},
  {N_ ("For an institution, with consent")},
  {N_ ("For a prosecutor or a judge")},
  {N_ ("To print it")},
};

static const char *const reasons[] = {
  "person", "institution", "authority", "print", NULL,
};

const char *const *
amp_attachment_reasons (void)
{
  return reasons;
}

const char *
amp_attachment_reason_label (const char *reason)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reason_labels); i++)
    if (g_strcmp0 (reasons[i], reason) == 0)
      return reason_labels[i].label;
  return NULL;
}

gboolean
amp_attachment_write (const char *path, const AmpRecord *record, GBytes *bytes, GError **error)
{
  gint64 orientation = amp_record_get_int (record, "orientation", 1);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GByteArray) turned = NULL;
  gboolean written;

  if (orientation > 1 && g_strcmp0 (amp_record_get (record, "mime"), "image/jpeg") == 0)
    turned = amp_media_turn_jpeg (data, length, (guint) orientation);
  if (turned == NULL)
    return amp_write_file (path, data, length, error);
  written = amp_write_file (path, turned->data, turned->len, error);
  explicit_bzero (turned->data, turned->len);
  return written;
}

gboolean
amp_attachments_export (AmpSession *session,
                        gint64 id,
                        const char *path,
                        const char *reason,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (session != NULL && path != NULL, FALSE);

  if (reason == NULL || !g_strv_contains (reasons, reason))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "An attachment leaves the program for a reason only");
      return FALSE;
    }
  bytes = open_for (session, id, AMP_AUDIT_EXPORT, reason, &record, progress, cancellable, error);
  return bytes != NULL && amp_attachment_write (path, record, bytes, error);
}

gboolean
amp_attachments_delete (AmpSession *session, gint64 id, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("attachment");
  g_autoptr (AmpRecord) record = NULL;

  g_return_val_if_fail (session != NULL, FALSE);

  if (!amp_session_require_store (session, error))
    return FALSE;
  record = amp_store_load (session->store, entity, id, error);
  return record != NULL && amp_access_require_of (session, record, error) &&
         amp_store_delete (session->store, entity, id, NULL, error);
}

char *
amp_attachment_file_name (const AmpRecord *record)
{
  return g_strdup_printf ("attachment-%s%s", amp_record_get (record, "added_on"),
                          amp_media_ending (amp_record_get (record, "mime")));
}
