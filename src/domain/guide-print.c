/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets of the guide as text, and on A4. */
#include "domain/guide-print.h"

#include "model/date.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 56.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define BOTTOM (PAGE_HEIGHT - MARGIN - 24)
#define INDENT 20.0
#define SMALLEST 11.0
#define LARGEST 19.0

/* --- In words --- */

static const char *
country_name (const AmpGuideSheet *self, AmpTranslate translate)
{
  const char *code = amp_guide_country (self);

  if (g_strcmp0 (code, "PE") == 0)
    return translate (N_ ("Peru"));
  return g_strcmp0 (code, "EC") == 0 ? translate (N_ ("Ecuador"))
                                     : translate (N_ ("International"));
}

/* "Label: value" */
static char *
labelled (const char *label, const char *value, AmpTranslate translate)
{
  return g_strconcat (translate (label), ": ", value, NULL);
}

/* The same of a day, as people write it; a text that is none stays as it is. */
static char *
labelled_day (const char *label, const char *day, const char *language, AmpTranslate translate)
{
  AmpDate date;
  g_autofree char *text =
    amp_date_parse (day, &date) ? amp_date_to_display (&date, language) : g_strdup (day);

  return labelled (label, text, translate);
}

static char *
norm_status (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  const char *country = country_name (self, translate);
  const AmpGuideSheet *next = amp_guide_replaced_by (self);
  g_autofree char *first = NULL, *second = NULL;

  if (next != NULL && amp_guide_until (self) != NULL)
    {
      first =
        labelled_day (N_ ("No longer in force since"), amp_guide_until (self), language, translate);
      second = labelled (N_ ("Replaced by"), amp_guide_title (next, language), translate);
    }
  else if (amp_guide_since (self) != NULL)
    first = labelled_day (N_ ("In force since"), amp_guide_since (self), language, translate);
  else
    first = g_strdup (translate (N_ ("In force; the date is to be checked")));
  return second != NULL ? g_strjoin (" · ", country, first, second, NULL)
                        : g_strjoin (" · ", country, first, NULL);
}

static char *
document_status (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  const char *kind = amp_guide_document_kind (self, language);
  const char *parts[4] = {translate (N_ ("Of this office"))};
  g_autofree char *day = NULL;
  AmpDate date;
  guint n = 1;

  if (kind != NULL)
    parts[n++] = kind;
  if (amp_guide_since (self) != NULL && amp_date_parse (amp_guide_since (self), &date))
    parts[n++] = day = amp_date_to_display (&date, language);
  return g_strjoinv (" · ", (char **) parts);
}

static char *
office_status (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  const char *own = translate (N_ ("Of this office"));
  const char *checked = amp_guide_checked (self);
  g_autofree char *when = checked != NULL && g_strcmp0 (checked, "unknown") != 0
                            ? labelled_day (N_ ("Checked on"), checked, language, translate)
                            : g_strdup (translate (N_ ("never checked")));

  if (amp_guide_is_stale (self))
    return g_strjoin (" · ", own, when, translate (N_ ("check it before you rely on it")), NULL);
  return g_strjoin (" · ", own, when, NULL);
}

char *
amp_guide_status (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  g_autofree char *checked = NULL;

  if (amp_guide_kind (self) == AMP_GUIDE_DOCUMENT)
    return document_status (self, language, translate);
  if (amp_guide_record (self) != 0)
    return office_status (self, language, translate);
  if (amp_guide_kind (self) == AMP_GUIDE_NORM)
    return norm_status (self, language, translate);
  if (amp_guide_checked (self) == NULL)
    return NULL;
  checked = labelled_day (N_ ("Last seen in public sources"), amp_guide_checked (self), language,
                          translate);
  return g_strjoin (" · ", checked, translate (N_ ("call each once from your office")), NULL);
}

char *
amp_guide_source_line (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  /* An office need not name one. */
  if (*amp_guide_source (self, language) == '\0')
    return NULL;
  return labelled (N_ ("Source"), amp_guide_source (self, language), translate);
}

/* The text of a block with what stands before it. */
static char *
block_line (const AmpGuideSheet *self, guint n, const char *language)
{
  const char *text = amp_guide_block_text (self, n, language);

  if (amp_guide_block_kind (self, n) == AMP_GUIDE_STEP)
    return g_strdup_printf ("%u. %s", amp_guide_block_number (self, n), text);
  return g_strconcat (amp_guide_block_kind (self, n) == AMP_GUIDE_ITEM ? "• " : "", text, NULL);
}

char *
amp_guide_to_text (const AmpGuideSheet *self, const char *language, AmpTranslate translate)
{
  g_autofree char *status = amp_guide_status (self, language, translate);
  g_autofree char *source = amp_guide_source_line (self, language, translate);
  GString *out = g_string_new (amp_guide_title (self, language));

  g_string_append (out, "\n");
  if (status != NULL)
    g_string_append_printf (out, "%s\n", status);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < amp_guide_n_blocks (self); i++)
    {
      g_autofree char *line = block_line (self, i, language);
      gboolean heading = amp_guide_block_kind (self, i) == AMP_GUIDE_HEADING;

      g_string_append_printf (out, "%s%s\n", heading && i > 0 ? "\n" : "", line);
    }
  if (source != NULL)
    g_string_append_printf (out, "\n%s\n", source);
  return g_string_free (out, FALSE);
}

/* --- On paper --- */

typedef struct
{
  cairo_t *cairo;
  PangoLayout *layout;
  const char *foot;
  double y;
  double size; /* of the text, points */
  guint pages;
} Paper;

static double
lay (Paper *self, const char *text, gboolean bold, double size, double width)
{
  PangoFontDescription *font = pango_font_description_from_string (bold ? "Sans Bold" : "Sans");
  int height;

  pango_font_description_set_size (font, (int) (size * PANGO_SCALE));
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_size (self->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

static void
show (Paper *self, double x, double y)
{
  cairo_move_to (self->cairo, x, y);
  pango_cairo_show_layout (self->cairo, self->layout);
}

static void
end_page (Paper *self)
{
  lay (self, self->foot, FALSE, 8, WIDTH);
  show (self, MARGIN, PAGE_HEIGHT - MARGIN - 4);
  cairo_show_page (self->cairo);
  self->pages++;
  self->y = MARGIN;
}

/* On the next page where it does not fit on this one. */
static void
put (Paper *self, const char *text, gboolean bold, double size, double indent)
{
  double height = lay (self, text, bold, size, WIDTH - indent);

  if (self->y + height > BOTTOM && self->y > MARGIN)
    {
      end_page (self);
      lay (self, text, bold, size, WIDTH - indent);
    }
  show (self, MARGIN + indent, self->y);
  self->y += height;
}

static void
put_block (Paper *self, const AmpGuideSheet *sheet, guint n, const char *language)
{
  AmpGuideBlockKind kind = amp_guide_block_kind (sheet, n);
  g_autofree char *mark = kind == AMP_GUIDE_STEP
                            ? g_strdup_printf ("%u.", amp_guide_block_number (sheet, n))
                          : kind == AMP_GUIDE_ITEM ? g_strdup ("•")
                                                   : NULL;
  double before;

  self->y += kind == AMP_GUIDE_HEADING ? self->size * 0.8 : 0;
  put (self, amp_guide_block_text (sheet, n, language), kind == AMP_GUIDE_HEADING, self->size,
       mark != NULL ? INDENT * self->size / 11 : 0);
  if (mark != NULL)
    {
      before = lay (self, amp_guide_block_text (sheet, n, language), FALSE, self->size,
                    WIDTH - INDENT * self->size / 11);
      lay (self, mark, FALSE, self->size, INDENT * self->size / 11);
      show (self, MARGIN, self->y - before);
    }
  self->y += self->size * 0.55;
}

static void
draw (Paper *self, const AmpGuideSheet *sheet, const char *language, AmpTranslate translate)
{
  g_autofree char *status = amp_guide_status (sheet, language, translate);
  g_autofree char *source = amp_guide_source_line (sheet, language, translate);

  self->y = MARGIN;
  self->foot = source != NULL ? source : "";
  put (self, amp_guide_title (sheet, language), TRUE, self->size * 1.7, 0);
  self->y += self->size;
  if (status != NULL)
    {
      put (self, status, FALSE, self->size * 0.9, 0);
      self->y += self->size;
    }
  for (guint i = 0; i < amp_guide_n_blocks (sheet); i++)
    put_block (self, sheet, i, language);
  end_page (self);
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* How it went; the pages are in self. */
static cairo_status_t
draw_at (Paper *self,
         double size,
         const AmpGuideSheet *sheet,
         const char *language,
         AmpTranslate translate,
         GByteArray *bytes)
{
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  amp_guide_title (sheet, language));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  /* Cairo writes the moment unless it is given one. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "1970-01-01T00:00:00Z");
  self->size = size;
  self->pages = 0;
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  draw (self, sheet, language, translate);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->cairo, cairo_destroy);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static gboolean
is_for_a_wall (const AmpGuideSheet *self)
{
  return amp_guide_record (self) != 0 ? amp_guide_is_for_groups (self)
                                      : amp_guide_kind (self) == AMP_GUIDE_PUBLIC;
}

GBytes *
amp_guide_to_pdf (const AmpGuideSheet *self,
                  const char *language,
                  AmpTranslate translate,
                  GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Paper paper = {0};
  /* As large as it can be on one sheet, where it is to hang on a wall. */
  double size = is_for_a_wall (self) ? LARGEST : SMALLEST;
  cairo_status_t status = draw_at (&paper, size, self, language, translate, bytes);

  while (status == CAIRO_STATUS_SUCCESS && paper.pages > 1 && size > SMALLEST)
    {
      g_byte_array_set_size (bytes, 0);
      size -= 1;
      status = draw_at (&paper, size, self, language, translate, bytes);
    }
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The PDF cannot be drawn: %s",
               cairo_status_to_string (status));
  return NULL;
}
