/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts on paper: A4, drawn twice, the first time to know how many pages there are. */
#include "domain/counts-private.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 48.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define BOTTOM (PAGE_HEIGHT - MARGIN - 18.0)
#define COUNT_WIDTH 70.0
#define GAP 6.0

typedef struct
{
  const AmpCountTable *table;
  const AmpCountSpec *spec;
  AmpTranslate translate;
  const char *language;
  gint64 user;
  cairo_t *cairo;
  PangoLayout *layout;
  double y;
  guint page, n_pages;
} Paper;

/* Draws and says how high it was. */
static double
draw_text (Paper *self, const char *text, const char *font, double x, double width, gboolean right)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_alignment (self->layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_size (self->layout, NULL, &height);
  cairo_move_to (self->cairo, x, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return (double) height / PANGO_SCALE;
}

static void
end_page (Paper *self)
{
  g_autofree char *number = self->n_pages > 0
                              ? g_strdup_printf ("%u / %u", self->page, self->n_pages)
                              : g_strdup_printf ("%u", self->page);

  self->y = PAGE_HEIGHT - MARGIN;
  draw_text (self, self->translate (amp_count_table_notes (self->table)[0]), "Sans 7", MARGIN,
             WIDTH - 60, FALSE);
  draw_text (self, number, "Sans 7", PAGE_WIDTH - MARGIN - 50, 50, TRUE);
  cairo_show_page (self->cairo);
  self->page++;
  self->y = MARGIN;
}

static gboolean
need (Paper *self, double height)
{
  if (self->y + height <= BOTTOM)
    return FALSE;
  end_page (self);
  return TRUE;
}

static double
column_width (const Paper *self)
{
  gsize n = MAX (self->spec->n_dimensions, 1);

  return (WIDTH - COUNT_WIDTH) / (double) n;
}

static void
draw_cells (Paper *self, const char *const *cells, const char *count, const char *font)
{
  double height = 0, width = column_width (self);

  for (gsize i = 0; i < self->spec->n_dimensions; i++)
    height = MAX (
      height, draw_text (self, cells[i], font, MARGIN + width * (double) i, width - GAP, FALSE));
  height =
    MAX (height, draw_text (self, count, font, MARGIN + WIDTH - COUNT_WIDTH, COUNT_WIDTH, TRUE));
  self->y += height + 2;
  cairo_set_line_width (self->cairo, 0.3);
  cairo_move_to (self->cairo, MARGIN, self->y);
  cairo_line_to (self->cairo, MARGIN + WIDTH, self->y);
  cairo_stroke (self->cairo);
  self->y += 2;
}

static void
draw_header (Paper *self)
{
  const char *cells[AMP_COUNTS_MAX_DIMENSIONS];

  for (gsize i = 0; i < self->spec->n_dimensions; i++)
    cells[i] = self->translate (self->spec->dimensions[i]->label);
  draw_cells (self, cells, self->translate (N_ ("Count")), "Sans Bold 9");
}

static void
draw_row (Paper *self, gsize row)
{
  gsize n = self->spec->n_dimensions;
  g_auto (GStrv) labels = g_new0 (char *, n + 1);
  gboolean is_total = n == 0;
  g_autofree char *count =
    amp_count_table_is_hidden (self->table, row)
      ? g_strdup ("*")
      : g_strdup_printf ("%" G_GUINT64_FORMAT, amp_count_table_count (self->table, row));

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = amp_dimension_value_label (
        self->spec->dimensions[i], amp_count_table_value (self->table, row, i), self->language);
      if (labels[i] == NULL)
        labels[i] = g_strdup (self->translate (N_ ("Total")));
      is_total |= g_str_equal (amp_count_table_value (self->table, row, i), "*");
    }
  if (need (self, 40)) /* two lines of the smallest cell always fit */
    draw_header (self);
  draw_cells (self, (const char *const *) labels, count, is_total ? "Sans Bold 9" : "Sans 9");
}

static void
draw_facts (Paper *self)
{
  g_autoptr (GArray) facts =
    amp_count_table_facts (self->table, self->user, self->translate, self->language);

  self->y += draw_text (self, self->translate (amp_unit_title (self->spec->unit)), "Sans Bold 16",
                        MARGIN, WIDTH, FALSE) +
             4;
  self->y += draw_text (self, self->translate (amp_count_table_notes (self->table)[0]),
                        "Sans Bold 9", MARGIN, WIDTH, FALSE) +
             6;
  for (guint i = 0; i < facts->len; i++)
    {
      const AmpCountFact *fact = &g_array_index (facts, AmpCountFact, i);
      double height = draw_text (self, fact->label, "Sans 9", MARGIN, 170, FALSE);

      height =
        MAX (height, draw_text (self, fact->value, "Sans 9", MARGIN + 180, WIDTH - 180, FALSE));
      self->y += height + 1;
    }
  self->y += 10;
}

static void
draw_notes (Paper *self)
{
  const char *const *note = amp_count_table_notes (self->table);

  self->y += 10;
  for (note++; *note != NULL; note++) /* the first one stands at the top */
    {
      (void) need (self, 40);
      self->y += draw_text (self, self->translate (*note), "Sans 8", MARGIN, WIDTH, FALSE) + 3;
    }
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t
draw (Paper *self, GByteArray *out)
{
  const char *as_of = amp_count_table_as_of (self->table);
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  self->translate (amp_unit_title (self->spec->unit)));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, as_of);
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  self->y = MARGIN;
  self->page = 1;

  draw_facts (self);
  draw_header (self);
  for (gsize row = 0; row < amp_count_table_n_rows (self->table); row++)
    draw_row (self, row);
  draw_notes (self);
  end_page (self);

  g_clear_object (&self->layout);
  g_clear_pointer (&self->cairo, cairo_destroy);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

GBytes *
amp_count_table_to_pdf (const AmpCountTable *self,
                        gint64 user,
                        AmpTranslate translate,
                        const char *language,
                        GError **error)
{
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Paper paper = {.table = self,
                 .spec = amp_count_table_spec (self),
                 .translate = translate,
                 .language = language,
                 .user = user};
  cairo_status_t status = draw (&paper, first);

  paper.n_pages = paper.page - 1;
  if (status == CAIRO_STATUS_SUCCESS)
    status = draw (&paper, out);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The PDF cannot be drawn: %s",
                   cairo_status_to_string (status));
      return NULL;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
