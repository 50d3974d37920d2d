/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's own part of the guide: sheets that it wrote (entity "local_sheet") and documents
 * that it keeps ("document"). They lie in the vault and not in files beside the program, so that
 * nobody without a key can change a number that somebody will call in an emergency; that is why
 * they are there only while a vault is open.
 *
 * They name nobody, so reading one is no event. Everybody with a key reads them. A supervisor
 * adds, changes and deletes sheets and the documents shown in the guide; other documents, evidence
 * of what was done, are added and changed by everybody with a key. */
#pragma once

#include "domain/attachments.h"
#include "domain/guide-print.h"

G_BEGIN_DECLS

/* All sheets; the documents, those that the guide shows or all. By title; of AmpRecord, owned. */
GPtrArray *amp_library_sheets (AmpSession *session, GError **error);
GPtrArray *amp_library_documents (AmpSession *session, gboolean all, GError **error);

/* A new or changed sheet, or what is said of a document that is there. */
gboolean amp_library_save (AmpSession *session, AmpRecord *record, GError **error);
/* Of a document the bytes are gone for good. Refused with AMP_DOMAIN_ERROR_INVALID while it is the
 * evidence of something (amp_programme_evidence()). */
gboolean
amp_library_delete (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error);

/* A new document and its bytes, kept as those of an attachment are. record brings title and kind;
 * what the file tells is filled in. */
gboolean amp_library_add_document (AmpSession *session,
                                   AmpRecord *record,
                                   const AmpAttachmentFile *file,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);
/* The record and its bytes, to be shown. record may be NULL. */
GBytes *amp_library_open_document (AmpSession *session,
                                   gint64 id,
                                   AmpRecord **record,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

/* To path, in plain text, whole or not at all; EXPORT is written first. */
gboolean amp_library_export_document (AmpSession *session,
                                      gint64 id,
                                      const char *path,
                                      AmpProgress *progress,
                                      GCancellable *cancellable,
                                      GError **error);
/* A sheet as PDF; PRINT is written first. */
gboolean amp_library_print_sheet (AmpSession *session,
                                  gint64 id,
                                  const char *path,
                                  const char *language,
                                  AmpTranslate translate,
                                  GError **error);

/* "document.pdf": says nothing of what it is. Free it. */
char *amp_document_file_name (const AmpRecord *record);

G_END_DECLS
