/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments of a case: a file becomes one, one is looked at, one leaves the program.
 *
 * A file is read into memory once, at most AMP_ATTACHMENT_MAX of it, and never written anywhere but
 * into the vault; the memory is wiped. What it is, its bytes say. Pictures lose what the camera
 * wrote into them before anybody sees them here. */
#pragma once

#include "domain/media.h"
#include "domain/session.h"

G_BEGIN_DECLS

/* What is about to be attached. */
typedef struct
{
  GBytes *bytes;
  const char *mime; /* static; "application/octet-stream": can be kept, but not shown */
  AmpMediaFacts facts;
  gboolean stripped; /* metadata was taken out */
  gboolean tells;    /* what it says about place, time, author or device stays in it: say so */
} AmpAttachmentFile;

/* TOO_LARGE of the store before more is read. A folder, a device or a pipe is no file:
 * AMP_DOMAIN_ERROR_FORMAT. */
AmpAttachmentFile *
amp_attachment_file_read (const char *path, GCancellable *cancellable, GError **error);
/* The same for bytes that are in memory already: what was pasted. */
AmpAttachmentFile *amp_attachment_file_take (GBytes *bytes, GError **error);
void amp_attachment_file_free (AmpAttachmentFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpAttachmentFile, amp_attachment_file_free)

/* The kind that suggests itself: "photo", "audio", "other". */
const char *amp_attachment_file_kind (const AmpAttachmentFile *self);

/* Saves a new record together with the bytes, and what they tell. Asks for no rule but the record's
 * own: for amp_attachments_add() and its like. */
gboolean amp_attachment_file_store (const AmpAttachmentFile *self,
                                    AmpSession *session,
                                    AmpRecord *record,
                                    AmpProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);

/* Saves it as a new attachment. record brings the case, and kind, title and pages where they are
 * known; the rest is filled in. */
gboolean amp_attachments_add (AmpSession *session,
                              AmpRecord *record,
                              const AmpAttachmentFile *file,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

/* The record and its bytes, to be shown: VIEW_IDENTITY is written first. record may be NULL. */
GBytes *amp_attachments_open (AmpSession *session,
                              gint64 id,
                              AmpRecord **record,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

/* Why one leaves the program: the words of the log, NULL-terminated, and what people read (N_()).
 */
const char *const *amp_attachment_reasons (void);
const char *amp_attachment_reason_label (const char *reason);

/* Writes it to path, in plain text, whole or not at all; EXPORT is written first. reason is one of
 * the above. A JPEG is told again which way up it is, and no more. */
gboolean amp_attachments_export (AmpSession *session,
                                 gint64 id,
                                 const char *path,
                                 const char *reason,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

/* What was kept, to path: whole or not at all, a JPEG told again which way up it is. Writes no
 * event. */
gboolean
amp_attachment_write (const char *path, const AmpRecord *record, GBytes *bytes, GError **error);

/* Removes the bytes for good. */
gboolean amp_attachments_delete (AmpSession *session, gint64 id, GError **error);

/* "attachment-2026-11-26.jpg": a name for a file that says nothing about anybody. Free it. */
char *amp_attachment_file_name (const AmpRecord *record);

G_END_DECLS
