/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of a workbook that come before the rows: which sheets there are, which cell formats are
 * dates, the shared strings. */
#include "domain/xlsx-book.h"

#include "domain/session.h"

#include <math.h>
#include <string.h>

#define MAX_SHEETS 256
#define MAX_STRINGS 4000000
#define MAX_STYLES 65536
#define MAX_TEXT (1024 * 1024)

typedef struct
{
  char *id, *target, *type;
} Relation;

static void
relation_clear (gpointer data)
{
  Relation *relation = data;

  g_free (relation->id);
  g_free (relation->target);
  g_free (relation->type);
}

static void
sheet_clear (gpointer data)
{
  AmpXlsxSheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet->part);
}

/* Where a relation of the part leads, as the name of an entry; NULL where it would lead out of the
 * archive. */
static char *
resolve (const char *source, const char *target)
{
  g_autofree char *folder = g_path_get_dirname (source);
  g_autofree char *joined = NULL;
  g_auto (GStrv) steps = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (strchr (target, '\\') != NULL || strchr (target, ':') != NULL)
    return NULL;
  joined = target[0] == '/' ? g_strdup (target + 1) : g_strconcat (folder, "/", target, NULL);
  steps = g_strsplit (joined, "/", -1);
  for (gsize i = 0; steps[i] != NULL; i++)
    {
      if (*steps[i] == '\0' || g_str_equal (steps[i], "."))
        continue;
      if (!g_str_equal (steps[i], ".."))
        g_ptr_array_add (kept, steps[i]);
      else if (kept->len > 0)
        g_ptr_array_remove_index (kept, kept->len - 1);
      else
        return NULL;
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

/* Relations of a part; those that lead out of the file are left out, so that nothing follows them.
 */
static GArray *
read_relations (AmpXlsx *self, const char *source, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (source);
  g_autofree char *base = g_path_get_basename (source);
  g_autofree char *name =
    g_str_equal (source, "")
      ? g_strdup ("_rels/.rels")
      : g_strdup_printf ("%s/_rels/%s.rels", g_str_equal (folder, ".") ? "" : folder, base);
  g_autoptr (AmpXlsxPart) part = NULL;
  g_autoptr (GArray) relations = g_array_new (FALSE, TRUE, sizeof (Relation));
  int rc;

  g_array_set_clear_func (relations, relation_clear);
  part = amp_xlsx_part_open (self->archive, name[0] == '/' ? name + 1 : name, error);
  if (part == NULL)
    return NULL;
  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      g_autofree char *target = NULL;
      g_autofree char *mode = NULL;
      Relation relation = {0};

      if (!amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "Relationship"))
        continue;
      target = amp_xlsx_part_attribute (part, "Target");
      mode = amp_xlsx_part_attribute (part, "TargetMode");
      if (target == NULL || g_strcmp0 (mode, "External") == 0)
        continue;
      relation.target = resolve (source, target);
      if (relation.target == NULL)
        continue;
      relation.id = amp_xlsx_part_attribute (part, "Id");
      relation.type = amp_xlsx_part_attribute (part, "Type");
      g_array_append_val (relations, relation);
    }
  return rc < 0 ? NULL : g_steal_pointer (&relations);
}

/* By the last step of the type's address: strict and transitional files differ before it. */
static const char *
relation_of_type (const GArray *relations, const char *type)
{
  for (guint i = 0; i < relations->len; i++)
    {
      const Relation *relation = &g_array_index (relations, Relation, i);
      const char *last = relation->type != NULL ? strrchr (relation->type, '/') : NULL;

      if (last != NULL && g_str_equal (last + 1, type))
        return relation->target;
    }
  return NULL;
}

static const Relation *
relation_of_id (const GArray *relations, const char *id)
{
  for (guint i = 0; id != NULL && i < relations->len; i++)
    {
      const Relation *relation = &g_array_index (relations, Relation, i);

      if (g_strcmp0 (relation->id, id) == 0)
        return relation;
    }
  return NULL;
}

static void
add_sheet (AmpXlsx *self, AmpXlsxPart *part, const GArray *relations)
{
  /* Both "sheetId" and "r:id" are there; the local name of the second is "id". */
  g_autofree char *id = amp_xlsx_part_attribute (part, "id");
  g_autofree char *state = amp_xlsx_part_attribute (part, "state");
  const Relation *relation = relation_of_id (relations, id);
  AmpXlsxSheet sheet = {0};

  /* Chart sheets and broken relations hold no rows. */
  if (relation == NULL || relation->type == NULL ||
      !g_str_has_suffix (relation->type, "/worksheet"))
    return;
  sheet.name = amp_xlsx_part_attribute (part, "name");
  sheet.part = g_strdup (relation->target);
  sheet.hidden = state != NULL && !g_str_equal (state, "visible");
  g_array_append_val (self->sheets, sheet);
}

static gboolean
read_workbook (AmpXlsx *self, const char *name, const GArray *relations, GError **error)
{
  g_autoptr (AmpXlsxPart) part = amp_xlsx_part_open (self->archive, name, error);
  int rc;

  if (part == NULL)
    return FALSE;
  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "workbookPr"))
        self->from_1904 = amp_xlsx_part_flag (part, "date1904");
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "sheet") &&
               self->sheets->len < MAX_SHEETS)
        add_sheet (self, part, relations);
    }
  if (rc < 0)
    return FALSE;
  if (self->sheets->len > 0)
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "%s: no sheet that can be read",
               name);
  return FALSE;
}

/* --- Which cell formats show dates --- */

static gboolean
builtin_is_date (gint64 id)
{
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
         (id >= 50 && id <= 58);
}

/* A day, month or year letter outside quotes, brackets and escapes. */
static gboolean
code_is_date (const char *code)
{
  gboolean quoted = FALSE, bracketed = FALSE;

  for (const char *p = code; *p != '\0'; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (quoted)
        continue;
      else if (*p == '[' || *p == ']')
        bracketed = *p == '[';
      else if ((*p == '\\' || *p == '_' || *p == '*') && p[1] != '\0')
        p++;
      else if (!bracketed && strchr ("yYdDmM", *p) != NULL &&
               g_ascii_strcasecmp (code, "General") != 0)
        return TRUE;
    }
  return FALSE;
}

static gint64
attribute_number (const AmpXlsxPart *part, const char *name, gint64 fallback)
{
  g_autofree char *text = amp_xlsx_part_attribute (part, name);
  gint64 number = fallback;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, 0, G_MAXINT32, &number, NULL);
  return number;
}

static gboolean
read_styles (AmpXlsx *self, const char *name, GError **error)
{
  g_autoptr (AmpXlsxPart) part = amp_xlsx_part_open (self->archive, name, error);
  g_autoptr (GHashTable) custom = g_hash_table_new (NULL, NULL); /* format id -> is a date */
  gboolean in_cell_formats = FALSE;
  int rc;

  if (part == NULL)
    return FALSE;
  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "numFmt"))
        {
          g_autofree char *code = amp_xlsx_part_attribute (part, "formatCode");
          gint64 id = attribute_number (part, "numFmtId", -1);

          g_hash_table_insert (custom, GINT_TO_POINTER ((gint) id),
                               GINT_TO_POINTER (1 + (code != NULL && code_is_date (code))));
        }
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "cellXfs"))
        in_cell_formats = TRUE;
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_END_ELEMENT, "cellXfs"))
        in_cell_formats = FALSE;
      else if (in_cell_formats && amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "xf") &&
               self->date_styles->len < MAX_STYLES)
        {
          gint64 id = attribute_number (part, "numFmtId", 0);
          gint found = GPOINTER_TO_INT (g_hash_table_lookup (custom, GINT_TO_POINTER ((gint) id)));
          gboolean is_date = found != 0 ? found == 2 : builtin_is_date (id);

          g_array_append_val (self->date_styles, is_date);
        }
    }
  return rc == 0;
}

/* --- Strings --- */

char *
amp_xlsx_read_text (AmpXlsxPart *part, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int depth = xmlTextReaderDepth (part->reader);
  gboolean in_text = FALSE, in_phonetic = FALSE;
  int rc;

  if (xmlTextReaderIsEmptyElement (part->reader) == 1)
    return g_strdup ("");
  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      int type = xmlTextReaderNodeType (part->reader);

      if (type == XML_READER_TYPE_END_ELEMENT && xmlTextReaderDepth (part->reader) == depth)
        return g_string_free (g_steal_pointer (&text), FALSE);
      if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "rPh"))
        in_phonetic = xmlTextReaderIsEmptyElement (part->reader) != 1;
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_END_ELEMENT, "rPh"))
        in_phonetic = FALSE;
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "t"))
        in_text = xmlTextReaderIsEmptyElement (part->reader) != 1;
      else if (amp_xlsx_part_at (part, XML_READER_TYPE_END_ELEMENT, "t"))
        in_text = FALSE;
      else if (in_text && !in_phonetic && xmlTextReaderConstValue (part->reader) != NULL)
        g_string_append (text, (const char *) xmlTextReaderConstValue (part->reader));
      if (text->len > MAX_TEXT)
        {
          g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE,
                       "%s: a cell beyond 1 MiB", part->name);
          return NULL;
        }
    }
  if (rc == 0)
    g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "%s: ends too early",
                 part->name);
  return NULL;
}

static gboolean
read_strings (AmpXlsx *self, const char *name, GError **error)
{
  g_autoptr (AmpXlsxPart) part = amp_xlsx_part_open (self->archive, name, error);
  int rc;

  if (part == NULL)
    return FALSE;
  while ((rc = amp_xlsx_part_next (part, error)) == 1)
    {
      char *text;

      if (!amp_xlsx_part_at (part, XML_READER_TYPE_ELEMENT, "si"))
        continue;
      text = amp_xlsx_read_text (part, error);
      if (text == NULL)
        return FALSE;
      g_ptr_array_add (self->strings, text);
      if (self->strings->len > MAX_STRINGS)
        {
          g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE, "%s: too many strings",
                       name);
          return FALSE;
        }
    }
  return rc == 0;
}

/* --- Door --- */

AmpXlsx *
amp_xlsx_open (GBytes *bytes, GError **error)
{
  g_autoptr (AmpXlsx) self = g_new0 (AmpXlsx, 1);
  g_autoptr (GArray) roots = NULL;
  g_autoptr (GArray) relations = NULL;
  const char *book, *styles, *strings;

  self->bytes = g_bytes_ref (bytes);
  self->sheets = g_array_new (FALSE, TRUE, sizeof (AmpXlsxSheet));
  g_array_set_clear_func (self->sheets, sheet_clear);
  self->strings = g_ptr_array_new_with_free_func (g_free);
  self->date_styles = g_array_new (FALSE, TRUE, sizeof (gboolean));
  self->archive = amp_xlsx_archive_open (bytes, error);
  if (self->archive == NULL)
    return NULL;
  if (!amp_xlsx_archive_has (self->archive, "_rels/.rels"))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "archive: an archive of something else, not a workbook");
      return NULL;
    }
  roots = read_relations (self, "", error);
  if (roots == NULL)
    return NULL;
  book = relation_of_type (roots, "officeDocument");
  if (book == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "_rels/.rels: no workbook inside");
      return NULL;
    }
  relations = read_relations (self, book, error);
  if (relations == NULL || !read_workbook (self, book, relations, error))
    return NULL;
  styles = relation_of_type (relations, "styles");
  strings = relation_of_type (relations, "sharedStrings");
  if ((styles != NULL && !read_styles (self, styles, error)) ||
      (strings != NULL && !read_strings (self, strings, error)))
    return NULL;
  return g_steal_pointer (&self);
}

void
amp_xlsx_close (AmpXlsx *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->archive, amp_xlsx_archive_close);
  g_clear_pointer (&self->sheets, g_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
  g_clear_pointer (&self->date_styles, g_array_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

guint
amp_xlsx_n_sheets (const AmpXlsx *self)
{
  return self->sheets->len;
}

const char *
amp_xlsx_sheet_name (const AmpXlsx *self, guint n)
{
  return g_array_index (self->sheets, AmpXlsxSheet, n).name;
}

gboolean
amp_xlsx_sheet_hidden (const AmpXlsx *self, guint n)
{
  return g_array_index (self->sheets, AmpXlsxSheet, n).hidden;
}

gboolean
amp_xlsx_dates_from_1904 (const AmpXlsx *self)
{
  return self->from_1904;
}

char *
amp_xlsx_date_from_serial (double serial, gboolean from_1904)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) base = NULL;
  double days, seconds;

  if (!isfinite (serial) || serial < (from_1904 ? 0 : 1) || serial > 2958465)
    return NULL;
  days = (double) (gint64) serial;
  seconds = (double) (gint64) ((serial - days) * 86400 + 0.5);
  /* Serial 60 of 1900 is a 29 February that never was. */
  if (!from_1904 && days >= 60 && days < 61)
    return NULL;
  base = from_1904 ? g_date_time_new_utc (1904, 1, 1, 0, 0, 0)
                   : g_date_time_new_utc (1899, 12, days < 60 ? 31 : 30, 0, 0, 0);
  day = g_date_time_add_seconds (base, days * 86400 + seconds);
  if (day == NULL)
    return NULL;
  return g_date_time_format (day, seconds > 0 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d");
}
