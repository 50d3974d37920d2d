/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures on paper: A4 with letterhead, drawn twice, the first time to know how many pages there
 * are. */
#include "domain/figures.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <math.h>
#include <pango/pangocairo.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 48.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define BOTTOM (PAGE_HEIGHT - MARGIN - 18.0)
#define COLUMN 36.0 /* the least a column of numbers takes */
#define WIDEST_COLUMN 90.0
#define KEY 110.0 /* the least a column of labels takes */
#define GAP 6.0
#define MAP_WIDTH 300.0
#define HEAD_FONT "Sans Bold 7.5"

static const double ink[3] = {0.09, 0.19, 0.30}; /* dark enough for any printer */

typedef struct
{
  const AmpFigures *figures;
  cairo_t *cairo;
  PangoLayout *layout;
  double y;
  guint page, n_pages;
} Paper;

/* The columns of a table that stand side by side on a page. */
typedef struct
{
  const AmpFigureTable *table;
  guint first, n;
  double key_width, column_width;
} Block;

/* --- Text --- */

static double
layout_text (Paper *self, const char *text, const char *font, double width, PangoAlignment align)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, align);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_size (self->layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/* Draws and says how high it was. */
static double
draw_text (Paper *self, const char *text, const char *font, double x, double width, gboolean right)
{
  double height =
    layout_text (self, text, font, width, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);

  cairo_move_to (self->cairo, x, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return height;
}

static void
rule (Paper *self, double thickness)
{
  cairo_set_line_width (self->cairo, thickness);
  cairo_move_to (self->cairo, MARGIN, self->y);
  cairo_line_to (self->cairo, MARGIN + WIDTH, self->y);
  cairo_stroke (self->cairo);
}

/* --- Pages --- */

static void
end_page (Paper *self)
{
  g_autofree char *number = self->n_pages > 0
                              ? g_strdup_printf ("%u / %u", self->page, self->n_pages)
                              : g_strdup_printf ("%u", self->page);

  self->y = PAGE_HEIGHT - MARGIN - 4;
  rule (self, 0.3);
  self->y = PAGE_HEIGHT - MARGIN;
  draw_text (self, self->figures->notice != NULL ? self->figures->notice : self->figures->title,
             "Sans 7", MARGIN, WIDTH - 60, FALSE);
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

/* --- Head --- */

static void
draw_letterhead (Paper *self)
{
  if (self->figures->office == NULL)
    return;
  cairo_set_source_rgb (self->cairo, ink[0], ink[1], ink[2]);
  self->y += draw_text (self, self->figures->office, "Sans Bold 11", MARGIN, WIDTH, FALSE) + 4;
  rule (self, 1.2);
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  self->y += 14;
}

static void
paragraph (Paper *self, const char *text, const char *font, double after)
{
  double height;

  if (text == NULL)
    return;
  height = layout_text (self, text, font, WIDTH, PANGO_ALIGN_LEFT);
  (void) need (self, height);
  self->y += draw_text (self, text, font, MARGIN, WIDTH, FALSE) + after;
}

static void
draw_facts (Paper *self)
{
  for (guint i = 0; i < self->figures->facts->len; i++)
    {
      const AmpFigureFact *fact = self->figures->facts->pdata[i];
      double height;

      if (fact->label == NULL)
        continue;
      (void) need (self, 26);
      height = draw_text (self, fact->label, "Sans 8.5", MARGIN, 170, FALSE);
      height =
        MAX (height, draw_text (self, fact->text, "Sans 8.5", MARGIN + 180, WIDTH - 180, FALSE));
      self->y += height + 1;
    }
  self->y += 10;
}

/* --- Tables --- */

static double
row_height (Paper *self, const Block *block, const AmpFigureRow *row, const char *font)
{
  double height = 0;

  for (guint i = 0; i < block->table->keys->len; i++)
    height = MAX (
      height, layout_text (self, row->labels[i], font, block->key_width - GAP, PANGO_ALIGN_LEFT));
  return height;
}

static void
draw_header (Paper *self, const Block *block)
{
  double height = 0, x = MARGIN;

  for (guint i = 0; i < block->table->keys->len; i++, x += block->key_width)
    height =
      MAX (height, draw_text (self, ((AmpFigureColumn *) block->table->keys->pdata[i])->label,
                              HEAD_FONT, x, block->key_width - GAP, FALSE));
  for (guint i = 0; i < block->n; i++, x += block->column_width)
    height = MAX (
      height,
      draw_text (self, ((AmpFigureColumn *) block->table->columns->pdata[block->first + i])->label,
                 HEAD_FONT, x + 3, block->column_width - 3, TRUE));
  self->y += height + 2;
  rule (self, 0.8);
  self->y += 2;
}

static double
header_height (Paper *self, const Block *block)
{
  double height = 0;

  for (guint i = 0; i < block->n; i++)
    height =
      MAX (height,
           layout_text (self,
                        ((AmpFigureColumn *) block->table->columns->pdata[block->first + i])->label,
                        HEAD_FONT, block->column_width - 3, PANGO_ALIGN_RIGHT));
  return height + 4;
}

static void
draw_row (Paper *self, const Block *block, guint number)
{
  const AmpFigureRow *row = block->table->rows->pdata[number];
  const char *font = row->total ? "Sans Bold 8.5" : "Sans 8.5";
  double height = row_height (self, block, row, font), x = MARGIN;

  if (need (self, height + 6))
    draw_header (self, block);
  for (guint i = 0; i < block->table->keys->len; i++, x += block->key_width)
    height = MAX (height, draw_text (self, row->labels[i], font, x, block->key_width - GAP, FALSE));
  for (guint i = 0; i < block->n; i++, x += block->column_width)
    {
      const AmpFigureColumn *column = block->table->columns->pdata[block->first + i];
      g_autofree char *text =
        amp_figure_text (amp_figure_table_get (block->table, number, block->first + i),
                         column->kind, self->figures->language);

      height = MAX (height, draw_text (self, text, font, x, block->column_width, TRUE));
    }
  self->y += height + 2;
  rule (self, 0.25);
  self->y += 2;
}

static void
draw_block (Paper *self, const Block *block)
{
  (void) need (self, header_height (self, block) + 44);
  draw_header (self, block);
  for (guint row = 0; row < block->table->rows->len; row++)
    draw_row (self, block, row);
  self->y += 10;
}

/* No word of a header is broken. */
static double
least_column (Paper *self, const AmpFigureTable *table)
{
  double least = COLUMN;

  for (guint i = 0; i < table->columns->len; i++)
    {
      g_auto (GStrv) words =
        g_strsplit (((AmpFigureColumn *) table->columns->pdata[i])->label, " ", -1);

      for (gsize j = 0; words[j] != NULL; j++)
        {
          int width;

          (void) layout_text (self, words[j], HEAD_FONT, WIDTH, PANGO_ALIGN_LEFT);
          pango_layout_set_width (self->layout, -1);
          pango_layout_get_size (self->layout, &width, NULL);
          least = MAX (least, (double) width / PANGO_SCALE + 6);
        }
    }
  return MIN (least, WIDEST_COLUMN);
}

/* As many columns side by side as there is room for beside the labels; the rest below. */
static void
draw_columns (Paper *self, const AmpFigureTable *table)
{
  double keys = MIN (KEY * table->keys->len, WIDTH - 2 * COLUMN);
  guint most = MAX ((guint) floor ((WIDTH - keys) / least_column (self, table)), 1);
  guint n = table->columns->len;
  guint blocks = (n + most - 1) / MAX (most, 1);
  guint each = blocks > 0 ? (n + blocks - 1) / blocks : 0;

  for (guint first = 0; first < n; first += each)
    {
      Block block = {.table = table, .first = first, .n = MIN (each, n - first)};

      block.column_width = MIN ((WIDTH - keys) / each, WIDEST_COLUMN);
      block.key_width = (WIDTH - block.column_width * block.n) / MAX (table->keys->len, 1);
      if (blocks > 1) /* columns stand under each other in every block */
        block.key_width = (WIDTH - block.column_width * each) / MAX (table->keys->len, 1);
      draw_block (self, &block);
    }
}

static void
draw_chart (Paper *self, const AmpChart *chart)
{
  double height = amp_chart_height (chart, self->cairo, WIDTH);
  double scale = MIN (1, (BOTTOM - MARGIN) / height); /* a chart is never cut */

  (void) need (self, height * scale);
  cairo_save (self->cairo);
  cairo_translate (self->cairo, MARGIN, self->y);
  cairo_scale (self->cairo, scale, scale);
  amp_chart_draw (chart, self->cairo, WIDTH, AMP_CHART_PAPER);
  cairo_restore (self->cairo);
  self->y += height * scale + 10;
}

static void
draw_map (Paper *self, const AmpMap *map)
{
  const AmpMapWords words = {
    .nobody = self->figures->translate (N_ ("Zero")),
    .hidden = self->figures->translate (N_ ("Hidden")),
    .border = self->figures->translate (N_ ("Peru-Ecuador border")),
  };
  double height = amp_map_height (MAP_WIDTH);

  (void) need (self, height);
  cairo_save (self->cairo);
  cairo_translate (self->cairo, MARGIN + (WIDTH - MAP_WIDTH) / 2, self->y);
  amp_map_draw (map, self->cairo, MAP_WIDTH, AMP_CHART_PAPER, &words, -1);
  cairo_restore (self->cairo);
  self->y += height + 10;
}

static void
draw_table (Paper *self, const AmpFigureTable *table)
{
  (void) need (self, 90);
  paragraph (self, table->title, "Sans Bold 11", 4);
  draw_columns (self, table);
  if (table->chart != NULL && table->chart->n_bars > 0)
    draw_chart (self, table->chart);
  if (table->map != NULL && amp_map_has_counts (table->map))
    draw_map (self, table->map);
}

/* --- Document --- */

static void
draw_all (Paper *self)
{
  const AmpFigures *figures = self->figures;

  draw_letterhead (self);
  paragraph (self, figures->title, "Sans Bold 16", 4);
  paragraph (self, figures->notice, "Sans Bold 8.5", 6);
  paragraph (self, figures->definition, "Sans 9", 8);
  draw_facts (self);
  paragraph (self, figures->statement, "Sans Bold 11", 10);
  for (guint i = 0; i < figures->tables->len; i++)
    draw_table (self, figures->tables->pdata[i]);
  self->y += 4;
  for (guint i = 0; i < figures->notes->len; i++)
    paragraph (self, figures->notes->pdata[i], "Sans 8", 3);
  end_page (self);
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
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->figures->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  /* Cairo writes the moment unless it is given one: that of the data. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                  self->figures->as_of != NULL ? self->figures->as_of
                                                               : "1970-01-01T00:00:00Z");
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  self->y = MARGIN;
  self->page = 1;
  draw_all (self);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->cairo, cairo_destroy);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

GBytes *
amp_figures_to_pdf (const AmpFigures *self, GError **error)
{
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  Paper paper = {.figures = self};
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
