/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of attachments and of documents; comes with store/store.h.
 *
 * They lie in pieces in identity.db, under K_id, beside the record of entity "attachment" or
 * "document", each in a table of its own: ENTITY_chunk. Its sha
 * is a keyed hash of them: they are checked against it whenever they are read. Deleting the record
 * (amp_store_delete()) removes them for good; the rest of the record stays, as ever. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

#define AMP_ATTACHMENT_MAX (50 * 1024 * 1024)
#define AMP_ATTACHMENT_CHUNK (256 * 1024)

/* Puts up to length bytes into buffer: how many, 0 at the end, -1 on failure. */
typedef gssize (*AmpAttachmentSource) (
  gpointer data, void *buffer, gsize length, GCancellable *cancellable, GError **error);
/* Takes the next bytes. */
typedef gboolean (*AmpAttachmentSink) (gpointer data,
                                       const void *bytes,
                                       gsize length,
                                       GError **error);

/* One of the two. */
gboolean amp_store_keeps_bytes (const AmpEntity *entity);

/* Saves a new record of such an entity and all that source gives, in one transaction: whole or
 * nothing. Sets id, rev, size and sha of the record; what else it says is the caller's. A source
 * that gives more than AMP_ATTACHMENT_MAX is asked no further: TOO_LARGE. The same bytes may be
 * there twice. After a failure the record is as it was. */
gboolean amp_store_attachment_add (AmpStore *self,
                                   AmpRecord *record,
                                   AmpAttachmentSource source,
                                   gpointer data,
                                   const char *reason,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

/* Hands all bytes to sink, in order. They are proved to be those that were added only by TRUE at
 * the end; DAMAGED where they are not. sink may be NULL: only checks. Writes no event. */
gboolean amp_store_attachment_each (AmpStore *self,
                                    const AmpRecord *record,
                                    AmpAttachmentSink sink,
                                    gpointer data,
                                    AmpProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);

/* The same in one piece, which is wiped when it is freed. */
GBytes *amp_store_attachment_read (AmpStore *self,
                                   const AmpRecord *record,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
