/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One XML part of a workbook, inflated and parsed as it is read, within the limits. */
#pragma once

#include <glib.h>
#include <libxml/xmlreader.h>
#include <zip.h>

G_BEGIN_DECLS

typedef struct
{
  zip_t *zip;
  guint64 inflated; /* by all parts so far */
} AmpXlsxArchive;

/* Opens the archive and checks entries, sizes, ratios, methods. Keeps bytes alive. */
AmpXlsxArchive *amp_xlsx_archive_open (GBytes *bytes, GError **error);
void amp_xlsx_archive_close (AmpXlsxArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpXlsxArchive, amp_xlsx_archive_close)

gboolean amp_xlsx_archive_has (AmpXlsxArchive *self, const char *name);

typedef struct
{
  AmpXlsxArchive *archive;
  char *name;
  zip_file_t *file;
  xmlTextReader *reader;
  guint64 done, total;
  gboolean broken;    /* the archive failed under the parser */
  gboolean too_large; /* the limits stopped it */
} AmpXlsxPart;

AmpXlsxPart *amp_xlsx_part_open (AmpXlsxArchive *archive, const char *name, GError **error);
void amp_xlsx_part_close (AmpXlsxPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpXlsxPart, amp_xlsx_part_close)

/* 1: on a node, 0: the end, -1: error. */
int amp_xlsx_part_next (AmpXlsxPart *self, GError **error);
gboolean amp_xlsx_part_at (const AmpXlsxPart *self, int node_type, const char *name);
/* By local name, whatever the namespace; NULL where there is none. Free it. */
char *amp_xlsx_part_attribute (const AmpXlsxPart *self, const char *name);
gboolean amp_xlsx_part_flag (const AmpXlsxPart *self, const char *name); /* "1", "true" */

G_END_DECLS
