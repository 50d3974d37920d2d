/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text of the notes, NOTES.md. What was read is written again and must be the same bytes: so
 * nothing is read that this file would not write. */
#include "review/notes-private.h"

#include "review/columns.h"

#include <stdio.h>
#include <string.h>

#define FIRST "amparo-notes 1"
#define CODE_LENGTH 12
#define PACK_LENGTH 16
#define HASH_LENGTH 64
#define HEX "0123456789abcdef"
#define UNLISTED "unlisted:" /* before the day */

static const char *const tick_codes[] = {
  [AMP_TICK_NONE] = "-",
  [AMP_TICK_MET] = "met",
  [AMP_TICK_NOT_MET] = "not_met",
  [AMP_TICK_UNCLEAR] = "unclear",
};

/* --- Writing --- */

static void
append_text (GString *out, const char *text)
{
  if (*text == '\0')
    g_string_append_c (out, '-');
  else if (g_str_equal (text, "-"))
    g_string_append (out, "%2D");
  else
    for (const char *c = text; *c != '\0'; c++)
      if ((guchar) *c < 0x20 || *c == '%' || *c == ',' || *c == 0x7f)
        g_string_append_printf (out, "%%%02X", (guchar) *c);
      else
        g_string_append_c (out, *c);
}

static int
compare_asked (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const AmpAsked *const *) a)->columns, (*(const AmpAsked *const *) b)->columns);
}

static void
write_asked (GString *out, const AmpReviewNotes *self)
{
  g_autoptr (GPtrArray) queries = g_ptr_array_copy (self->queries, NULL, NULL);

  g_ptr_array_set_free_func (queries, NULL);
  g_ptr_array_sort (queries, compare_asked);
  g_string_append (out, "[draws]\nseed,size,columns\n");
  for (guint i = 0; i < self->draws->len; i++)
    {
      const AmpDraw *draw = self->draws->pdata[i];

      g_string_append_printf (out, "%" G_GUINT64_FORMAT ",%u,%s\n", draw->seed, draw->size,
                              draw->columns);
    }
  g_string_append (out, "[queries]\ncolumns,shown,refused\n");
  for (guint i = 0; i < queries->len; i++)
    {
      const AmpAsked *asked = queries->pdata[i];

      g_string_append_printf (out, "%s,%u,%u\n", asked->columns, asked->shown, asked->refused);
    }
  g_string_append (out, "[reports]\nrelease,result\n");
  for (guint i = 0; i < self->reconciled->len; i++)
    {
      const AmpReconciled *reconciled = self->reconciled->pdata[i];

      append_text (out, reconciled->release);
      if (reconciled->result == AMP_COMPARED_UNLISTED)
        g_string_append_printf (out, "," UNLISTED "%s\n", reconciled->day);
      else
        g_string_append (out,
                         reconciled->result == AMP_COMPARED_AGREES ? ",agrees\n" : ",differs\n");
    }
}

static void
write_records (GString *out, const AmpReviewNotes *self)
{
  g_autoptr (GPtrArray) codes = amp_review_notes_list_records (self);

  g_string_append (out, "[records]\ncode,consent,risk_72h,plan,outcome,remark\n");
  for (guint i = 0; i < codes->len; i++)
    {
      const char *code = codes->pdata[i];

      g_string_append (out, code);
      for (guint s = 0; s < AMP_STANDARDS; s++)
        g_string_append_printf (out, ",%s", tick_codes[amp_review_notes_get_tick (self, code, s)]);
      g_string_append_c (out, ',');
      append_text (out, amp_review_notes_get_remark (self, code));
      g_string_append_c (out, '\n');
    }
  g_string_append (out, "[findings]\nabout,code,text\n");
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AmpNoteFinding *finding = self->findings->pdata[i];

      g_string_append_printf (out, "%s,%s,", amp_about_to_code (finding->about),
                              finding->code != NULL ? finding->code : "-");
      append_text (out, finding->text);
      g_string_append_c (out, '\n');
    }
}

static guint
count_lines (const GString *text)
{
  guint n = 0;

  for (gsize i = 0; i < text->len; i++)
    n += text->str[i] == '\n' ? 1 : 0;
  return n;
}

GBytes *
amp_review_notes_write (const AmpReviewNotes *self)
{
  GString *out = g_string_new (FIRST "\n");

  g_string_append_printf (out, "[notes]\npack=%s\nday=%s\n", self->pack,
                          self->day != NULL ? self->day : "-");
  write_asked (out, self);
  write_records (out, self);
  g_string_append_printf (out, "[end]\nlines=%u\n", count_lines (out));
  return g_string_free_to_bytes (out);
}

/* --- Reading --- */

typedef struct
{
  char **lines;
  guint at; /* of the next */
  AmpReviewNotes *notes;
} Reader;

static const char *
next_line (Reader *self)
{
  return self->lines[self->at] != NULL ? self->lines[self->at++] : "";
}

static gboolean
expect (Reader *self, const char *line)
{
  return g_str_equal (next_line (self), line);
}

/* Whether the next line begins another section. */
static gboolean
is_over (const Reader *self)
{
  return self->lines[self->at] == NULL || *self->lines[self->at] == '[';
}

static gboolean
is_of (const char *text, gsize length, const char *set)
{
  return strlen (text) == length && strspn (text, set) == length;
}

static gboolean
is_code (const char *text)
{
  return is_of (text, CODE_LENGTH, "abcdefghijklmnopqrstuvwxyz234567");
}

static gboolean
is_columns (const char *text)
{
  return *text != '\0' && strlen (text) < 200 &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_+-") == strlen (text);
}

/* YYYY-MM-DD, and there is such a day. */
static gboolean
is_day (const char *text)
{
  int year, month, day;

  return strlen (text) == 10 && text[4] == '-' && text[7] == '-' &&
         strspn (text, "0123456789-") == 10 &&
         sscanf (text, "%4d-%2d-%2d", &year, &month, &day) == 3 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
read_number (const char *text, guint64 most, guint64 *number)
{
  return strspn (text, "0123456789") == strlen (text) &&
         g_ascii_string_to_unsigned (text, 10, 0, most, number, NULL);
}

/* NULL: not as it is written. */
static char *
read_text (const char *written)
{
  g_autofree char *text =
    g_str_equal (written, "-") ? g_strdup ("") : g_uri_unescape_string (written, NULL);
  g_autoptr (GString) again = g_string_new (NULL);

  if (text == NULL || strlen (text) > AMP_NOTES_TEXT_MAX || !g_utf8_validate (text, -1, NULL))
    return NULL;
  append_text (again, text);
  return g_str_equal (again->str, written) ? g_steal_pointer (&text) : NULL;
}

static gboolean
read_tick (const char *code, AmpTick *tick)
{
  for (guint i = 0; i < G_N_ELEMENTS (tick_codes); i++)
    if (g_str_equal (tick_codes[i], code))
      {
        *tick = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_draw (AmpReviewNotes *notes, char **cells)
{
  guint64 seed, size;

  if (!read_number (cells[0], G_MAXINT64, &seed) ||
      !read_number (cells[1], AMP_NOTES_COUNT_MAX, &size) || !is_columns (cells[2]))
    return FALSE;
  amp_review_notes_log_draw (notes, seed, (guint) size, cells[2]);
  return TRUE;
}

static gboolean
read_query (AmpReviewNotes *notes, char **cells)
{
  guint64 shown, refused;
  AmpAsked *asked;

  if (!is_columns (cells[0]) || !read_number (cells[1], AMP_NOTES_COUNT_MAX, &shown) ||
      !read_number (cells[2], AMP_NOTES_COUNT_MAX, &refused))
    return FALSE;
  asked = amp_review_notes_take_query (notes, cells[0]);
  asked->shown = (guint) shown;
  asked->refused = (guint) refused;
  return TRUE;
}

static gboolean
read_reconciled (AmpReviewNotes *notes, char **cells)
{
  g_autofree char *release = read_text (cells[0]);

  if (release != NULL && g_str_has_prefix (cells[1], UNLISTED))
    {
      const char *day = cells[1] + strlen (UNLISTED);

      return is_of (release, HASH_LENGTH, HEX) && is_day (day) &&
             amp_review_notes_log_unlisted (notes, release, day);
    }
  if (release == NULL || !(g_str_equal (cells[1], "agrees") || g_str_equal (cells[1], "differs")))
    return FALSE;
  amp_review_notes_log_reconciled (notes, release, g_str_equal (cells[1], "agrees"));
  return TRUE;
}

static gboolean
read_record (AmpReviewNotes *notes, char **cells)
{
  g_autofree char *remark = read_text (cells[1 + AMP_STANDARDS]);

  if (!is_code (cells[0]) || remark == NULL)
    return FALSE;
  for (guint i = 0; i < AMP_STANDARDS; i++)
    {
      AmpTick tick;

      if (!read_tick (cells[1 + i], &tick))
        return FALSE;
      amp_review_notes_set_tick (notes, cells[0], i, tick);
    }
  amp_review_notes_set_remark (notes, cells[0], remark);
  return TRUE;
}

static gboolean
read_finding (AmpReviewNotes *notes, char **cells)
{
  gboolean has_code = !g_str_equal (cells[1], "-");
  g_autofree char *text = read_text (cells[2]);
  guint about;

  return text != NULL && amp_about_from_code (cells[0], &about) &&
         (!has_code || is_code (cells[1])) &&
         amp_review_notes_set_finding (notes, notes->findings->len, about,
                                       has_code ? cells[1] : NULL, text);
}

typedef struct
{
  const char *name, *header;
  gboolean (*read) (AmpReviewNotes *notes, char **cells);
} Section;

static const Section sections[] = {
  {"[draws]", "seed,size,columns", read_draw},
  {"[queries]", "columns,shown,refused", read_query},
  {"[reports]", "release,result", read_reconciled},
  {"[records]", "code,consent,risk_72h,plan,outcome,remark", read_record},
  {"[findings]", "about,code,text", read_finding},
};

static gboolean
read_section (Reader *self, const Section *section)
{
  g_auto (GStrv) columns = g_strsplit (section->header, ",", -1);

  if (!expect (self, section->name) || !expect (self, section->header))
    return FALSE;
  while (!is_over (self))
    {
      g_auto (GStrv) cells = g_strsplit (next_line (self), ",", -1);

      if (g_strv_length (cells) != g_strv_length (columns) || !section->read (self->notes, cells))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_head (Reader *self)
{
  const char *pack, *day;

  if (!expect (self, FIRST) || !expect (self, "[notes]"))
    return FALSE;
  pack = next_line (self);
  day = next_line (self);
  if (!g_str_has_prefix (pack, "pack=") || !g_str_has_prefix (day, "day="))
    return FALSE;
  pack += strlen ("pack=");
  day += strlen ("day=");
  if (!is_of (pack, PACK_LENGTH, HEX) || (!g_str_equal (day, "-") && !is_day (day)))
    return FALSE;
  self->notes = amp_review_notes_new (pack);
  if (!g_str_equal (day, "-"))
    amp_review_notes_set_day (self->notes, day);
  return TRUE;
}

static AmpReviewNotes *
refuse (Reader *self, GError **error)
{
  g_clear_pointer (&self->notes, amp_review_notes_free);
  g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT,
               "Line %u of the notes is not as NOTES.md says", self->at);
  return NULL;
}

AmpReviewNotes *
amp_review_notes_read (GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GBytes) again = NULL;
  Reader reader = {0};

  if (data == NULL || size > AMP_NOTES_BYTES_MAX || !g_utf8_validate_len (data, size, NULL))
    return refuse (&reader, error);
  text = g_strndup (data, size);
  lines = g_strsplit (text, "\n", -1);
  reader.lines = lines;
  if (!read_head (&reader))
    return refuse (&reader, error);
  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++)
    if (!read_section (&reader, &sections[i]))
      return refuse (&reader, error);
  again = amp_review_notes_write (reader.notes);
  if (!g_bytes_equal (again, bytes))
    return refuse (&reader, error);
  return reader.notes;
}
