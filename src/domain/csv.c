/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reader that never guesses beyond the file's first line, and a writer whose output runs nothing
 * in a spreadsheet. */
#include "domain/csv.h"

#include "domain/session.h"

#include <string.h>

#define MAX_FILE (512u * 1024 * 1024)
#define MAX_CELL (1024u * 1024)
#define MAX_COLUMNS 16384u

struct _AmpCsvReader
{
  GBytes *bytes; /* UTF-8 */
  const char *text;
  gsize length, position;
  guint row;
  char separator;
  gboolean was_windows;
};

static GBytes *
convert (GBytes *bytes, gsize skip, const char *charset, GError **error)
{
  gsize length = 0, written = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) local = NULL;
  char *text =
    g_convert (data + skip, (gssize) (length - skip), "UTF-8", charset, NULL, &written, &local);

  /* The message of g_convert() may quote the text: ours does not. */
  if (text == NULL)
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "Not text in %s", charset);
      return NULL;
    }
  return g_bytes_new_take (text, written);
}

static GBytes *
to_utf8 (GBytes *bytes, gboolean *was_windows, GError **error)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);

  *was_windows = FALSE;
  if (length >= 3 && memcmp (data, "\xEF\xBB\xBF", 3) == 0)
    {
      if (g_utf8_validate (data + 3, (gssize) (length - 3), NULL))
        return g_bytes_new_from_bytes (bytes, 3, length - 3);
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "Begins as UTF-8 and is not UTF-8");
      return NULL;
    }
  if (length >= 2 && memcmp (data, "\xFF\xFE", 2) == 0)
    return convert (bytes, 2, "UTF-16LE", error);
  if (length >= 2 && memcmp (data, "\xFE\xFF", 2) == 0)
    return convert (bytes, 2, "UTF-16BE", error);
  if (length > 0 && memchr (data, 0, length) != NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "Not a text file");
      return NULL;
    }
  if (g_utf8_validate (data, (gssize) length, NULL))
    return g_bytes_ref (bytes);
  *was_windows = TRUE;
  return convert (bytes, 0, "WINDOWS-1252", error);
}

static char
detect_separator (const char *text, gsize length)
{
  guint commas = 0, semicolons = 0, tabs = 0;
  gboolean quoted = FALSE;

  for (gsize i = 0; i < length && (quoted || (text[i] != '\n' && text[i] != '\r')); i++)
    {
      if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted)
        {
          commas += text[i] == ',';
          semicolons += text[i] == ';';
          tabs += text[i] == '\t';
        }
    }
  if (tabs > commas && tabs > semicolons)
    return '\t';
  return semicolons > commas ? ';' : ',';
}

AmpCsvReader *
amp_csv_reader_new (GBytes *bytes, GError **error)
{
  g_autoptr (AmpCsvReader) self = g_new0 (AmpCsvReader, 1);

  if (g_bytes_get_size (bytes) > MAX_FILE)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE,
                           "CSV beyond 512 MiB");
      return NULL;
    }
  self->bytes = to_utf8 (bytes, &self->was_windows, error);
  if (self->bytes == NULL)
    return NULL;
  self->text = g_bytes_get_data (self->bytes, &self->length);
  if (self->length == 0)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "The file is empty");
      return NULL;
    }
  if (memchr (self->text, 0, self->length) != NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "Not a text file");
      return NULL;
    }
  self->separator = detect_separator (self->text, self->length);
  if (self->length >= 5 && g_ascii_strncasecmp (self->text, "sep=", 4) == 0 &&
      (self->length == 5 || self->text[5] == '\r' || self->text[5] == '\n'))
    {
      const char *end = memchr (self->text, '\n', self->length);

      self->separator = self->text[4];
      self->position = end != NULL ? (gsize) (end - self->text) + 1 : self->length;
      self->row = 1;
    }
  return g_steal_pointer (&self);
}

void
amp_csv_reader_free (AmpCsvReader *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

gboolean
amp_csv_reader_was_windows (const AmpCsvReader *self)
{
  return self->was_windows;
}

void
amp_csv_reader_position (const AmpCsvReader *self, guint64 *done, guint64 *total)
{
  *done = self->position;
  *total = self->length;
}

gboolean
amp_csv_is_formula (const char *text)
{
  gboolean numeric = TRUE;

  if (*text == '\0' || strchr ("=+-@\t\r\n", *text) == NULL)
    return FALSE;
  for (const char *p = text + 1; *p != '\0' && numeric; p++)
    numeric = g_ascii_isdigit (*p) || *p == '.' || *p == ' ';
  return !numeric || strchr ("+-", *text) == NULL || text[1] == '\0';
}

/* One or more apostrophes before a formula: the first one was put there by a writer. */
static gboolean
is_guarded (const char *text)
{
  gsize n = strspn (text, "'");

  return n > 0 && amp_csv_is_formula (text + n);
}

static void
take_cell (GPtrArray *cells, GString *cell)
{
  const char *text = is_guarded (cell->str) ? cell->str + 1 : cell->str;

  g_ptr_array_add (cells, *text != '\0' ? g_strdup (text) : NULL);
  g_string_truncate (cell, 0);
}

/* From after the opening quote to after the closing one. */
static gboolean
read_quoted (AmpCsvReader *self, GString *cell, GError **error)
{
  while (self->position < self->length)
    {
      const char *from = self->text + self->position;
      const char *quote = memchr (from, '"', self->length - self->position);
      gsize n = quote != NULL ? (gsize) (quote - from) : self->length - self->position;

      if (n > MAX_CELL - MIN (cell->len, MAX_CELL))
        break;
      g_string_append_len (cell, from, (gssize) n);
      self->position += n;
      if (quote == NULL)
        break;
      self->position++;
      if (self->position >= self->length || self->text[self->position] != '"')
        return TRUE;
      g_string_append_c (cell, '"');
      self->position++;
    }
  g_set_error (error, AMP_DOMAIN_ERROR,
               self->position < self->length ? AMP_DOMAIN_ERROR_TOO_LARGE : AMP_DOMAIN_ERROR_FORMAT,
               "Row %u: a quoted cell %s", self->row,
               self->position < self->length ? "is beyond 1 MiB" : "never ends");
  return FALSE;
}

static gboolean
check_limits (AmpCsvReader *self, const GPtrArray *cells, const GString *cell, GError **error)
{
  if (cell->len <= MAX_CELL && cells->len < MAX_COLUMNS)
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE, "Row %u: %s", self->row,
               cell->len > MAX_CELL ? "a cell beyond 1 MiB" : "more than 16,384 columns");
  return FALSE;
}

int
amp_csv_reader_next (AmpCsvReader *self, GPtrArray *cells, guint *row, GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean at_start = TRUE; /* of a cell: only there does a quote open */

  g_ptr_array_set_size (cells, 0);
  if (self->position >= self->length)
    return 0;
  self->row++;
  *row = self->row;
  while (self->position < self->length)
    {
      char c = self->text[self->position++];

      if (c == '\n' || c == '\r')
        {
          if (c == '\r' && self->position < self->length && self->text[self->position] == '\n')
            self->position++;
          break;
        }
      if (c == self->separator)
        {
          if (!check_limits (self, cells, cell, error))
            return -1;
          take_cell (cells, cell);
          at_start = TRUE;
          continue;
        }
      if (c == '"' && at_start)
        {
          if (!read_quoted (self, cell, error))
            return -1;
        }
      else
        g_string_append_c (cell, c);
      at_start = FALSE;
    }
  if (!check_limits (self, cells, cell, error))
    return -1;
  take_cell (cells, cell);
  return 1;
}

/* What a table's comments begin with is quoted as well: a value must not look like one. */
static void
append_cell (GString *out, const char *text)
{
  gsize n = strspn (text, "'");
  gboolean guard = amp_csv_is_formula (text + n);
  gsize length = strlen (text);

  if (!guard && strpbrk (text, ",;\t\"\r\n#") == NULL &&
      (length == 0 || (text[0] != ' ' && text[length - 1] != ' ')))
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  if (guard)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  g_string_append_c (out, '"');
}

void
amp_csv_append_row (GString *out, const char *const *cells, gsize n_cells)
{
  for (gsize i = 0; i < n_cells; i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      append_cell (out, cells[i] != NULL ? cells[i] : "");
    }
  g_string_append (out, "\r\n");
}
