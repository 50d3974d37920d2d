/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cairo and Pango behind a few words. */
#include "domain/programme-paper.h"

#include "domain/number.h"
#include "model/codelist.h"
#include "model/date.h"

#include <cairo-pdf.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define TOP 40.0
#define GAP 6.0 /* between two cells */

static const double inks[][3] = {
  [AMP_INK_TEXT] = {0, 0, 0},
  [AMP_INK_GREY] = {0.35, 0.35, 0.35},
  [AMP_INK_HEAD] = {0.09, 0.19, 0.30},
  [AMP_INK_LATE] = {0.64, 0.08, 0.08},
};

static const double shades[][3] = {{0.09, 0.19, 0.30}, {0.36, 0.56, 0.72}, {0.86, 0.89, 0.92}};

static void
use_ink (AmpPaper *self, AmpInk ink)
{
  cairo_set_source_rgb (self->cairo, inks[ink][0], inks[ink][1], inks[ink][2]);
}

/* --- Text --- */

double
amp_paper_height (AmpPaper *self, const char *text, const char *font, double width, guint lines)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (self->layout, lines > 0 ? -(int) lines : G_MAXINT);
  pango_layout_set_ellipsize (self->layout, lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  /* Lines are counted by paragraph: with a limit all of it is one. */
  pango_layout_set_single_paragraph_mode (self->layout, lines > 0);
  pango_layout_set_text (self->layout, text != NULL ? text : "", -1);
  pango_layout_get_size (self->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

double
amp_paper_text (AmpPaper *self, const AmpPaperCell *cell, guint lines)
{
  double height;

  if (cell->text == NULL || *cell->text == '\0')
    return 0;
  pango_layout_set_alignment (self->layout, cell->right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  height = amp_paper_height (self, cell->text, cell->font, cell->width, lines);
  use_ink (self, cell->ink);
  cairo_move_to (self->cairo, AMP_PAPER_LEFT + cell->x, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  pango_layout_set_alignment (self->layout, PANGO_ALIGN_LEFT);
  return height;
}

void
amp_paper_rule (AmpPaper *self, double thickness)
{
  cairo_set_line_width (self->cairo, thickness);
  cairo_move_to (self->cairo, AMP_PAPER_LEFT, self->y);
  cairo_line_to (self->cairo, AMP_PAPER_LEFT + AMP_PAPER_WIDTH, self->y);
  cairo_stroke (self->cairo);
}

/* --- Pages --- */

static void
end_page (AmpPaper *self)
{
  g_autofree char *number = self->n_pages > 0
                              ? g_strdup_printf ("%u / %u", self->page, self->n_pages)
                              : g_strdup_printf ("%u", self->page);
  AmpPaperCell cells[] = {
    {self->title, 0, AMP_PAPER_WIDTH - 60, "Sans 7", AMP_INK_GREY, FALSE},
    {number, AMP_PAPER_WIDTH - 50, 50, "Sans 7", AMP_INK_GREY, TRUE},
  };

  self->y = PAGE_HEIGHT - 42;
  use_ink (self, AMP_INK_GREY);
  amp_paper_rule (self, 0.3);
  self->y += 4;
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    (void) amp_paper_text (self, &cells[i], 1);
  cairo_show_page (self->cairo);
  self->page++;
  self->y = TOP;
}

gboolean
amp_paper_need (AmpPaper *self, double height)
{
  if (self->y + height <= AMP_PAPER_BOTTOM || self->y <= TOP)
    return FALSE;
  end_page (self);
  return TRUE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw_once (AmpPaper *self, AmpPaperFunc func, gconstpointer data, GByteArray *out)
{
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
  g_autofree char *at = g_strdup_printf ("%sT00:00:00Z", self->day);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  /* Cairo writes the moment unless it is given one. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  self->y = TOP;
  self->page = 1;
  func (self, data);
  end_page (self);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->cairo, cairo_destroy);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

GBytes *
amp_paper_write (AmpPaper *self, AmpPaperFunc func, gconstpointer data, GError **error)
{
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  cairo_status_t status;

  self->n_pages = 0;
  status = draw_once (self, func, data, first);
  self->n_pages = self->page - 1;
  if (status == CAIRO_STATUS_SUCCESS)
    status = draw_once (self, func, data, out);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&out));
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The PDF cannot be drawn: %s",
               cairo_status_to_string (status));
  return NULL;
}

/* --- Parts of a page --- */

void
amp_paper_head (AmpPaper *self)
{
  g_autofree char *day = amp_paper_day (self, self->day);
  g_autofree char *as_of = amp_paper_fill (self->translate (N_ ("As of %s")), day);
  const AmpPaperCell cells[] = {
    {self->office, 0, AMP_PAPER_WIDTH - 130, "Sans Bold 10", AMP_INK_HEAD, FALSE},
    {as_of, AMP_PAPER_WIDTH - 120, 120, "Sans 8.5", AMP_INK_HEAD, TRUE},
  };
  const AmpPaperCell title = {self->title, 0, AMP_PAPER_WIDTH, "Sans Bold 15", AMP_INK_HEAD, FALSE};
  double height = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    height = MAX (height, amp_paper_text (self, &cells[i], 1));
  self->y += height + 4;
  use_ink (self, AMP_INK_HEAD);
  amp_paper_rule (self, 1.2);
  self->y += 8;
  self->y += amp_paper_text (self, &title, 2) + 2;
}

/* Line by line: a text longer than a page goes on on the next one. */
void
amp_paper_paragraph (AmpPaper *self, const char *text, const char *font, double after)
{
  g_autoptr (PangoLayout) layout = NULL;
  PangoLayoutIter *lines;

  if (text == NULL || *text == '\0')
    return;
  (void) amp_paper_height (self, text, font, AMP_PAPER_WIDTH, 0);
  layout = pango_layout_copy (self->layout);
  lines = pango_layout_get_iter (layout);
  do
    {
      PangoRectangle extents;
      double height;

      pango_layout_iter_get_line_extents (lines, NULL, &extents);
      height = (double) extents.height / PANGO_SCALE;
      (void) amp_paper_need (self, height);
      use_ink (self, AMP_INK_TEXT);
      cairo_move_to (self->cairo, AMP_PAPER_LEFT,
                     self->y +
                       (double) (pango_layout_iter_get_baseline (lines) - extents.y) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cairo, pango_layout_iter_get_line_readonly (lines));
      self->y += height;
    }
  while (pango_layout_iter_next_line (lines));
  pango_layout_iter_free (lines);
  self->y += after;
}

void
amp_paper_heading (AmpPaper *self, const char *text)
{
  const AmpPaperCell cell = {text, 0, AMP_PAPER_WIDTH, "Sans Bold 10.5", AMP_INK_HEAD, FALSE};

  (void) amp_paper_need (self, 60);
  self->y += 6;
  self->y += amp_paper_text (self, &cell, 2) + 1;
  use_ink (self, AMP_INK_HEAD);
  amp_paper_rule (self, 0.8);
  self->y += 3;
}

double
amp_paper_row_height (AmpPaper *self, const AmpPaperCell *cells, gsize n, guint lines)
{
  double height = 0;

  for (gsize i = 0; i < n; i++)
    if (cells[i].text != NULL)
      height = MAX (
        height, amp_paper_height (self, cells[i].text, cells[i].font, cells[i].width - GAP, lines));
  return height + 5;
}

void
amp_paper_row (AmpPaper *self, const AmpPaperCell *cells, gsize n, guint lines)
{
  double height = amp_paper_row_height (self, cells, n, lines);

  (void) amp_paper_need (self, height);
  for (gsize i = 0; i < n; i++)
    {
      AmpPaperCell cell = cells[i];

      cell.width -= GAP;
      (void) amp_paper_text (self, &cell, lines);
    }
  self->y += height - 3;
  use_ink (self, AMP_INK_GREY);
  amp_paper_rule (self, 0.25);
  self->y += 3;
}

void
amp_paper_bar (AmpPaper *self,
               double x,
               double width,
               double height,
               const guint *parts,
               gsize n_parts,
               guint total)
{
  double left = AMP_PAPER_LEFT + x;

  for (gsize i = 0; total > 0 && i < n_parts; i++)
    {
      const double *shade = shades[MIN (i, G_N_ELEMENTS (shades) - 1)];
      double part = width * parts[i] / total;

      cairo_set_source_rgb (self->cairo, shade[0], shade[1], shade[2]);
      cairo_rectangle (self->cairo, left, self->y, part, height);
      cairo_fill (self->cairo);
      left += part;
    }
  use_ink (self, AMP_INK_GREY);
  cairo_set_line_width (self->cairo, 0.4);
  cairo_rectangle (self->cairo, AMP_PAPER_LEFT + x, self->y, width, height);
  cairo_stroke (self->cairo);
}

void
amp_paper_swatch (AmpPaper *self, double x, gsize part)
{
  guint all[G_N_ELEMENTS (shades)] = {0};

  all[MIN (part, G_N_ELEMENTS (shades) - 1)] = 1;
  amp_paper_bar (self, x, 8, 8, all, G_N_ELEMENTS (all), 1);
}

/* --- Words --- */

char *
amp_paper_fill (const char *sentence, const char *value)
{
  GString *text = g_string_new (sentence);

  g_string_replace (text, "%s", value, 1);
  return g_string_free (text, FALSE);
}

char *
amp_paper_fill_count (const char *sentence, guint64 count)
{
  g_autofree char *number = amp_format_count (count);

  return amp_paper_fill (sentence, number);
}

char *
amp_paper_day (const AmpPaper *self, const char *date)
{
  AmpDate parsed;

  return date != NULL && amp_date_parse (date, &parsed)
           ? amp_date_to_display (&parsed, self->language)
           : g_strdup ("");
}

const char *
amp_paper_code (const AmpPaper *self, const char *list, const char *code)
{
  const AmpCode *found =
    code != NULL ? amp_code_list_lookup (amp_code_list_find (list), code) : NULL;

  return found != NULL ? amp_code_label (found, self->language) : "";
}

char *
amp_paper_join (const char *const *texts, gsize n)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    if (texts[i] != NULL && *texts[i] != '\0')
      g_string_append_printf (out, "%s%s", out->len > 0 ? " · " : "", texts[i]);
  return g_string_free (out, FALSE);
}
