/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Workbooks that are what they seem, and workbooks that mean harm. */
#include "domain/xlsx.h"

#include "domain/session.h"
#include "domain/xlsx-write.h"

#include <string.h>
#include <zip.h>

#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

typedef struct
{
  const char *name, *text;
} Entry;

static const char root_rels[] = "<Relationships><Relationship Id=\"r1\" Type=\"" RELS
                                "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book_rels[] =
  "<Relationships><Relationship Id=\"r1\" Type=\"" RELS
  "/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"" RELS
  "/styles\" Target=\"/xl/styles.xml\"/><Relationship Id=\"r3\" Type=\"" RELS
  "/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
static const char book[] = "<workbook " MAIN " xmlns:r=\"" RELS
                           "\"><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
                           "</workbook>";
static const char styles[] =
  "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/>"
  "<numFmt numFmtId=\"165\" formatCode=\"&quot;day&quot; 0.0\"/></numFmts>"
  "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
  "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
static const char strings[] =
  "<sst " MAIN "><si><t>Zoila</t></si><si><r><t>Ñá</t></r><r><t>ñez</t></r>"
  "<rPh><t>no</t></rPh></si><si><t xml:space=\"preserve\"> x </t></si></sst>";

static GBytes *
zip_of (const Entry *entries, gsize n)
{
  zip_error_t zip_error;
  zip_source_t *source;
  zip_t *zip;
  zip_stat_t stat;
  char *data;

  zip_error_init (&zip_error);
  source = zip_source_buffer_create (NULL, 0, 0, &zip_error);
  zip = zip_open_from_source (source, ZIP_TRUNCATE, &zip_error);
  g_assert_nonnull (zip);
  zip_source_keep (source);
  for (gsize i = 0; i < n; i++)
    {
      zip_source_t *part = zip_source_buffer (zip, entries[i].text, strlen (entries[i].text), 0);

      g_assert_cmpint (zip_file_add (zip, entries[i].name, part, ZIP_FL_ENC_UTF_8), >=, 0);
    }
  g_assert_cmpint (zip_close (zip), ==, 0);
  zip_stat_init (&stat);
  g_assert_cmpint (zip_source_stat (source, &stat), ==, 0);
  g_assert_cmpint (zip_source_open (source), ==, 0);
  data = g_malloc (stat.size);
  g_assert_cmpint (zip_source_read (source, data, stat.size), ==, (zip_int64_t) stat.size);
  zip_source_close (source);
  zip_source_free (source);
  return g_bytes_new_take (data, stat.size);
}

/* A whole workbook around the parts given; NULL: the usual one. */
static GBytes *
workbook_of (const char *sheet, const char *own_book, const char *own_rels, const char *own_strings)
{
  const Entry entries[] = {
    {"_rels/.rels", root_rels},
    {"xl/workbook.xml", own_book != NULL ? own_book : book},
    {"xl/_rels/workbook.xml.rels", own_rels != NULL ? own_rels : book_rels},
    {"xl/styles.xml", styles},
    {"xl/sharedStrings.xml", own_strings != NULL ? own_strings : strings},
    {"xl/worksheets/sheet1.xml", sheet},
  };

  return zip_of (entries, G_N_ELEMENTS (entries));
}

static char *
flatten (GBytes *bytes, GError **error)
{
  g_autoptr (AmpXlsx) self = amp_xlsx_open (bytes, error);
  g_autoptr (AmpXlsxRows) rows = self != NULL ? amp_xlsx_rows_new (self, 0, error) : NULL;
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean hidden = FALSE;
  guint row = 0;
  int rc = -1;

  while (rows != NULL && (rc = amp_xlsx_rows_next (rows, cells, &row, &hidden, error)) == 1)
    {
      g_string_append_printf (out, "%u%s:", row, hidden ? "h" : "");
      for (guint i = 0; i < cells->len; i++)
        {
          const char *cell = g_ptr_array_index (cells, i);

          g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", cell != NULL ? cell : "~");
        }
      g_string_append_c (out, '/');
    }
  return rc == 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

static void
assert_flat (GBytes *bytes, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *flat = flatten (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (flat, ==, expected);
}

static void
assert_refused (GBytes *bytes, AmpDomainError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *flat = flatten (bytes, &error);

  g_assert_null (flat);
  g_assert_error (error, AMP_DOMAIN_ERROR, (int) code);
}

static void
test_values (void)
{
  g_autoptr (GBytes) bytes = workbook_of (
    "<worksheet " MAIN "><sheetData><row r=\"1\" hidden=\"1\"><c r=\"B1\" t=\"s\"><v>0</v></c>"
    "<c r=\"D1\" t=\"s\"><v>1</v></c></row>"
    "<row r=\"4\"><c t=\"inlineStr\"><is><t>in</t></is></c><c t=\"b\"><v>1</v></c>"
    "<c><v>987654321</v></c><c><v>0.1</v></c><c s=\"1\"><v>36526</v></c>"
    "<c s=\"2\"><v>36526.5</v></c><c s=\"3\"><v>2.5</v></c>"
    "<c t=\"str\"><f>A1&amp;B1</f><v>result</v></c><c t=\"s\"><v>99</v></c>"
    "<c t=\"d\"><v>2024-02-29</v></c><c t=\"e\"><v>#N/A</v></c><c s=\"1\"/></row>"
    "</sheetData></worksheet>",
    NULL, NULL, NULL);

  assert_flat (bytes, "1h:~|Zoila|~|Ñáñez/4:in|TRUE|987654321|0.1|2000-01-01|2000-01-01 12:00:00|"
                      "2.5|result|~|2024-02-29|#N/A/");
}

static void
test_days (void)
{
  static const struct
  {
    double serial;
    gboolean from_1904;
    const char *date;
  } days[] = {
    {1, FALSE, "1900-01-01"},
    {59, FALSE, "1900-02-28"},
    {60, FALSE, NULL},
    {61, FALSE, "1900-03-01"},
    {43831, FALSE, "2020-01-01"},
    {0, TRUE, "1904-01-01"},
    {42369, TRUE, "2020-01-01"},
    {-1, FALSE, NULL},
    {0.5, FALSE, NULL},
    {2958465, FALSE, "9999-12-31"},
    {2958467, FALSE, NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autofree char *date = amp_xlsx_date_from_serial (days[i].serial, days[i].from_1904);

      g_assert_cmpstr (date, ==, days[i].date);
    }
}

static void
test_not_a_workbook (void)
{
  static const char old_excel[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and much more to come here";
  static const Entry foreign[] = {{"mimetype", "application/vnd.oasis.opendocument.text"}};
  g_autofree char *noise = g_strnfill (5000, '\x07');
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) old = g_bytes_new_static (old_excel, sizeof old_excel);
  g_autoptr (GBytes) binary = g_bytes_new_static (noise, 5000);
  g_autoptr (GBytes) odt = zip_of (foreign, G_N_ELEMENTS (foreign));

  assert_refused (empty, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (old, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (binary, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (odt, AMP_DOMAIN_ERROR_FORMAT);
}

static const char small_sheet[] =
  "<worksheet><sheetData><row r=\"1\"><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>";

/* Cut anywhere or with any byte changed: an answer or an error, never a crash. */
static void
test_damage (void)
{
  g_autoptr (GBytes) whole = workbook_of (small_sheet, NULL, NULL, NULL);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (whole, &length);

  assert_flat (whole, "1:Zoila/");
  for (gsize cut = 0; cut < length; cut += 7)
    {
      g_autoptr (GBytes) part = g_bytes_new (data, cut);

      assert_refused (part, AMP_DOMAIN_ERROR_FORMAT);
    }
  for (gsize at = 0; at < length; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *flat = NULL;

      copy[at] ^= 0x41;
      changed = g_bytes_new_static (copy, length);
      flat = flatten (changed, &error);
      if (flat == NULL)
        g_assert_true (error != NULL && error->domain == AMP_DOMAIN_ERROR);
    }
}

static void
test_zip_bomb (void)
{
  const gsize length = 64 * 1024 * 1024;
  g_autofree char *blanks = g_malloc (length + 1);
  g_autoptr (GBytes) bomb = NULL;

  memset (blanks, ' ', length);
  blanks[length] = '\0';
  memcpy (blanks, "<worksheet>", 11);
  bomb = workbook_of (blanks, NULL, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 128 * 1024);
  assert_refused (bomb, AMP_DOMAIN_ERROR_TOO_LARGE);
}

/* The directory says that the part is small; what comes out is checked again. */
static void
test_zip_lie (void)
{
  g_autofree char *blanks = g_strnfill (20 * 1024 * 1024, ' ');
  g_autoptr (GBytes) bomb = workbook_of (blanks, NULL, NULL, NULL);
  gsize length = 0;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&bomb), &length);
  const guint8 size[] = {0, 0, 0x40, 1}; /* 20 MiB */
  g_autoptr (GBytes) lie = NULL;

  for (gsize i = 0; i + 4 <= length; i++)
    if (memcmp (data + i, size, 4) == 0)
      memcpy (data + i, "\x40\0\0\0", 4);
  lie = g_bytes_new_take (data, length);
  assert_refused (lie, AMP_DOMAIN_ERROR_FORMAT);
}

static void
test_xml_bombs (void)
{
  static const char laughs[] =
    "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]><worksheet><sheetData><row r=\"1\"><c t=\"str\"><v>"
    "&c;</v></c></row></sheetData></worksheet>";
  static const char outside[] =
    "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><worksheet><sheetData><row>"
    "<c t=\"str\"><v>&x;</v></c></row></sheetData></worksheet>";
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GBytes) laughing = workbook_of (laughs, NULL, NULL, NULL);
  g_autoptr (GBytes) reading = workbook_of (outside, NULL, NULL, NULL);
  g_autoptr (GBytes) nested = NULL;
  g_autoptr (GBytes) broken = workbook_of ("<worksheet><sheetData>", NULL, NULL, NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (deep, "<a>");
  for (guint i = 0; i < 200; i++)
    g_string_append (deep, "</a>");
  nested = workbook_of (deep->str, NULL, NULL, NULL);
  assert_refused (laughing, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (reading, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (nested, AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (broken, AMP_DOMAIN_ERROR_FORMAT);
}

static void
test_too_wide_and_too_long (void)
{
  g_autoptr (GString) wide = g_string_new ("<worksheet><sheetData><row r=\"1\">");
  g_autoptr (GString) huge = g_string_new ("<worksheet><sheetData><row><c t=\"str\"><v>");
  g_autofree char *text = g_malloc (2 * 1024 * 1024 + 1);
  g_autoptr (GBytes) wide_book = NULL, huge_book = NULL;
  g_autoptr (GBytes) far = workbook_of (
    "<worksheet><sheetData><row><c r=\"ZZZZ1\"><v>1</v></c></row></sheetData></worksheet>", NULL,
    NULL, NULL);
  g_autoptr (GBytes) backwards = workbook_of (
    "<worksheet><sheetData><row r=\"5\"/><row r=\"2\"/></sheetData></worksheet>", NULL, NULL, NULL);

  for (guint i = 0; i < 20000; i++)
    g_string_append (wide, "<c><v>1</v></c>");
  g_string_append (wide, "</row></sheetData></worksheet>");
  /* Noise, so that it is the cell that is too large and not the ratio. */
  for (gsize i = 0; i < 2 * 1024 * 1024; i++)
    text[i] = (char) ('a' + g_random_int_range (0, 26));
  text[2 * 1024 * 1024] = '\0';
  g_string_append (huge, text);
  g_string_append (huge, "</v></c></row></sheetData></worksheet>");
  wide_book = workbook_of (wide->str, NULL, NULL, NULL);
  huge_book = workbook_of (huge->str, NULL, NULL, NULL);
  assert_refused (wide_book, AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (huge_book, AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (far, AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (backwards, AMP_DOMAIN_ERROR_FORMAT);
}

static void
test_paths (void)
{
  static const char *const targets[] = {"../../../etc/passwd", "file:///etc/passwd",
                                        "..\\..\\x.xml", "worksheets/missing.xml"};

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *rels = g_strdup_printf ("<Relationships><Relationship Id=\"r1\" Type=\"" RELS
                                               "/worksheet\" Target=\"%s\"/></Relationships>",
                                               targets[i]);
      g_autoptr (GBytes) bytes = workbook_of (small_sheet, NULL, rels, NULL);

      assert_refused (bytes, AMP_DOMAIN_ERROR_FORMAT);
    }
}

static void
test_encrypted (void)
{
  g_autoptr (GBytes) plain = workbook_of (small_sheet, NULL, NULL, NULL);
  gsize length = 0;
  guint8 *data = g_bytes_unref_to_data (g_steal_pointer (&plain), &length);
  g_autoptr (GBytes) locked = NULL;

  /* The flag "encrypted" of every entry, in both headers. */
  for (gsize i = 0; i + 10 < length; i++)
    {
      if (memcmp (data + i, "PK\3\4", 4) == 0)
        data[i + 6] |= 1;
      else if (memcmp (data + i, "PK\1\2", 4) == 0)
        data[i + 8] |= 1;
    }
  locked = g_bytes_new_take (data, length);
  assert_refused (locked, AMP_DOMAIN_ERROR_FORMAT);
}

static void
test_writer (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpXlsxWriter) writer = amp_xlsx_writer_new (&error);
  g_autoptr (GBytes) bytes = NULL;
  lxw_worksheet *sheet;

  g_assert_no_error (error);
  sheet = workbook_add_worksheet (writer->book, "Hoja");
  amp_xlsx_writer_text (sheet, 0, 0, "=1+1", NULL);
  amp_xlsx_writer_text (sheet, 0, 1, "http://example.org", NULL);
  amp_xlsx_writer_text (sheet, 0, 2, "Ñ\nñ", NULL);
  amp_xlsx_writer_text (sheet, 1, 0, "", NULL);
  bytes = amp_xlsx_writer_finish (writer, &error);
  g_assert_no_error (error);
  assert_flat (bytes, "1:=1+1|http://example.org|Ñ\nñ/");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/xlsx/cells-give-what-people-saw", test_values);
  g_test_add_func ("/xlsx/days-are-counted-as-spreadsheets-count", test_days);
  g_test_add_func ("/xlsx/what-is-no-workbook-is-refused", test_not_a_workbook);
  g_test_add_func ("/xlsx/a-damaged-workbook-is-refused-and-never-crashes", test_damage);
  g_test_add_func ("/xlsx/a-zip-bomb-is-refused", test_zip_bomb);
  g_test_add_func ("/xlsx/a-zip-that-lies-about-its-size-is-refused", test_zip_lie);
  g_test_add_func ("/xlsx/document-types-and-deep-nesting-are-refused", test_xml_bombs);
  g_test_add_func ("/xlsx/too-many-columns-and-too-long-cells-are-refused",
                   test_too_wide_and_too_long);
  g_test_add_func ("/xlsx/no-path-leads-out-of-the-file", test_paths);
  g_test_add_func ("/xlsx/an-encrypted-workbook-is-refused", test_encrypted);
  g_test_add_func ("/xlsx/text-is-written-as-text", test_writer);
  return g_test_run ();
}
