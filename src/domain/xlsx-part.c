/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * libzip under libxml2's reader. What an archive says about its sizes is checked when it is opened,
 * and what really comes out of it again while it is read. */
#include "domain/xlsx-part.h"

#include "domain/session.h"

#include <string.h>

#define MAX_ENTRIES 4096
#define MAX_INFLATED (512ull * 1024 * 1024) /* all parts that are read */
#define MAX_PART (256ull * 1024 * 1024)
#define MAX_RATIO 200ull                /* inflated to stored, of parts that matter: */
#define RATIO_FROM (8ull * 1024 * 1024) /* below this size a high ratio harms nobody */
#define MAX_DEPTH 64

static gboolean
fail (GError **error, AmpDomainError code, const char *part, const char *what)
{
  g_set_error (error, AMP_DOMAIN_ERROR, (int) code, "%s: %s", part, what);
  return FALSE;
}

static gboolean
check_magic (GBytes *bytes, GError **error)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length == 0)
    return fail (error, AMP_DOMAIN_ERROR_FORMAT, "workbook", "the file is empty");
  if (length >= 4 && memcmp (data, "\xD0\xCF\x11\xE0", 4) == 0)
    return fail (error, AMP_DOMAIN_ERROR_FORMAT, "workbook",
                 "an old .xls file or a workbook with a password; save it as .xlsx without one");
  if (length < 22 || memcmp (data, "PK", 2) != 0)
    return fail (error, AMP_DOMAIN_ERROR_FORMAT, "workbook", "not an .xlsx file");
  return TRUE;
}

static gboolean
check_entry (zip_t *zip, zip_uint64_t n, guint64 *sum, GError **error)
{
  zip_stat_t stat;

  zip_stat_init (&stat);
  if (zip_stat_index (zip, n, 0, &stat) != 0 ||
      (stat.valid & (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) !=
        (ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
    return fail (error, AMP_DOMAIN_ERROR_FORMAT, "archive", "an entry cannot be read");
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return fail (error, AMP_DOMAIN_ERROR_FORMAT, "archive", "an entry is encrypted");
  *sum += MIN (stat.size, MAX_INFLATED + 1);
  if (*sum > MAX_INFLATED)
    return fail (error, AMP_DOMAIN_ERROR_TOO_LARGE, "archive", "more than 512 MiB when unpacked");
  if (stat.size > RATIO_FROM && stat.size / MAX_RATIO > stat.comp_size)
    return fail (error, AMP_DOMAIN_ERROR_TOO_LARGE, "archive",
                 "an entry grows more than 200 times when unpacked");
  return TRUE;
}

AmpXlsxArchive *
amp_xlsx_archive_open (GBytes *bytes, GError **error)
{
  g_autoptr (AmpXlsxArchive) self = NULL;
  gsize length = 0;
  const void *data = g_bytes_get_data (bytes, &length);
  zip_error_t zip_error;
  zip_source_t *source;
  guint64 sum = 0;

  if (!check_magic (bytes, error))
    return NULL;
  zip_error_init (&zip_error);
  source = zip_source_buffer_create (data, length, 0, &zip_error);
  if (source == NULL)
    {
      fail (error, AMP_DOMAIN_ERROR_FORMAT, "archive", "cannot be read");
      zip_error_fini (&zip_error);
      return NULL;
    }
  self = g_new0 (AmpXlsxArchive, 1);
  self->zip = zip_open_from_source (source, ZIP_RDONLY, &zip_error);
  zip_error_fini (&zip_error);
  if (self->zip == NULL)
    {
      zip_source_free (source);
      fail (error, AMP_DOMAIN_ERROR_FORMAT, "archive", "damaged or cut short");
      return NULL;
    }
  if (zip_get_num_entries (self->zip, 0) > MAX_ENTRIES)
    {
      fail (error, AMP_DOMAIN_ERROR_TOO_LARGE, "archive", "more than 4,096 entries");
      return NULL;
    }
  for (zip_int64_t i = 0; i < zip_get_num_entries (self->zip, 0); i++)
    if (!check_entry (self->zip, (zip_uint64_t) i, &sum, error))
      return NULL;
  return g_steal_pointer (&self);
}

void
amp_xlsx_archive_close (AmpXlsxArchive *self)
{
  if (self == NULL)
    return;
  if (self->zip != NULL)
    zip_discard (self->zip);
  g_free (self);
}

gboolean
amp_xlsx_archive_has (AmpXlsxArchive *self, const char *name)
{
  return zip_name_locate (self->zip, name, 0) >= 0;
}

static int
read_part (void *context, char *buffer, int length)
{
  AmpXlsxPart *self = context;
  zip_int64_t n;

  if (length <= 0)
    return 0;
  n = zip_fread (self->file, buffer, (zip_uint64_t) length);
  if (n < 0)
    {
      self->broken = TRUE;
      return -1;
    }
  self->done += (guint64) n;
  self->archive->inflated += (guint64) n;
  if (self->done > MAX_PART || self->archive->inflated > MAX_INFLATED * 2)
    {
      self->too_large = TRUE;
      return -1;
    }
  return (int) n;
}

/* libxml2's own messages go to stderr and quote the text: nobody hears them. */
static void
ignore_error (void *data, xmlErrorPtr error)
{
  (void) data;
  (void) error;
}

AmpXlsxPart *
amp_xlsx_part_open (AmpXlsxArchive *archive, const char *name, GError **error)
{
  g_autoptr (AmpXlsxPart) self = g_new0 (AmpXlsxPart, 1);
  zip_int64_t n = zip_name_locate (archive->zip, name, 0);
  zip_stat_t stat;

  self->archive = archive;
  self->name = g_strdup (name);
  zip_stat_init (&stat);
  if (n < 0 || zip_stat_index (archive->zip, (zip_uint64_t) n, 0, &stat) != 0)
    {
      fail (error, AMP_DOMAIN_ERROR_FORMAT, name, "the workbook lacks this part");
      return NULL;
    }
  self->total = stat.size;
  self->file = zip_fopen_index (archive->zip, (zip_uint64_t) n, 0);
  if (self->file == NULL)
    {
      fail (error, AMP_DOMAIN_ERROR_FORMAT, name, "damaged");
      return NULL;
    }
  self->reader =
    xmlReaderForIO (read_part, NULL, self, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (self->reader == NULL)
    {
      fail (error, AMP_DOMAIN_ERROR_FORMAT, name, "cannot be read");
      return NULL;
    }
  xmlTextReaderSetStructuredErrorHandler (self->reader, ignore_error, NULL);
  return g_steal_pointer (&self);
}

void
amp_xlsx_part_close (AmpXlsxPart *self)
{
  if (self == NULL)
    return;
  if (self->reader != NULL)
    xmlFreeTextReader (self->reader);
  if (self->file != NULL)
    zip_fclose (self->file);
  g_free (self->name);
  g_free (self);
}

int
amp_xlsx_part_next (AmpXlsxPart *self, GError **error)
{
  int rc = xmlTextReaderRead (self->reader);

  if (self->too_large)
    fail (error, AMP_DOMAIN_ERROR_TOO_LARGE, self->name, "more than 256 MiB when unpacked");
  else if (self->broken)
    fail (error, AMP_DOMAIN_ERROR_FORMAT, self->name, "damaged");
  else if (rc < 0)
    fail (error, AMP_DOMAIN_ERROR_FORMAT, self->name, "not well-formed XML");
  else if (rc == 1 && xmlTextReaderNodeType (self->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
    fail (error, AMP_DOMAIN_ERROR_FORMAT, self->name, "a document type, which no workbook has");
  else if (rc == 1 && xmlTextReaderNodeType (self->reader) == XML_READER_TYPE_ENTITY_REFERENCE)
    fail (error, AMP_DOMAIN_ERROR_FORMAT, self->name, "an entity, which no workbook has");
  else if (rc == 1 && xmlTextReaderDepth (self->reader) > MAX_DEPTH)
    fail (error, AMP_DOMAIN_ERROR_TOO_LARGE, self->name, "nested too deeply");
  else
    return rc;
  return -1;
}

gboolean
amp_xlsx_part_at (const AmpXlsxPart *self, int node_type, const char *name)
{
  const xmlChar *local;

  if (xmlTextReaderNodeType (self->reader) != node_type)
    return FALSE;
  local = xmlTextReaderConstLocalName (self->reader);
  return local != NULL && g_str_equal ((const char *) local, name);
}

char *
amp_xlsx_part_attribute (const AmpXlsxPart *self, const char *name)
{
  char *found = NULL;

  for (int rc = xmlTextReaderMoveToFirstAttribute (self->reader); rc == 1 && found == NULL;
       rc = xmlTextReaderMoveToNextAttribute (self->reader))
    {
      const xmlChar *local = xmlTextReaderConstLocalName (self->reader);
      const xmlChar *value = xmlTextReaderConstValue (self->reader);

      if (xmlTextReaderIsNamespaceDecl (self->reader) != 1 && local != NULL && value != NULL &&
          g_str_equal ((const char *) local, name))
        found = g_strdup ((const char *) value);
    }
  xmlTextReaderMoveToElement (self->reader);
  return found;
}

gboolean
amp_xlsx_part_flag (const AmpXlsxPart *self, const char *name)
{
  g_autofree char *value = amp_xlsx_part_attribute (self, name);

  return value != NULL && (g_str_equal (value, "1") || g_ascii_strcasecmp (value, "true") == 0);
}
