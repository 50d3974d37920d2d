/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the log on paper: one page A4 that somebody outside the office keeps, to hold a later
 * log against. Nothing on it is secret. */
#include "domain/audit-anchor.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define FRAME 26.0
#define MARGIN 56.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)

static const double ink[3] = {0.09, 0.19, 0.30};

typedef struct
{
  AmpTranslate translate;
  cairo_t *cairo;
  PangoLayout *layout;
  double y;
} Paper;

static double
draw_text (Paper *self, const char *text, const char *font, double x, double width)
{
  PangoFontDescription *description = pango_font_description_from_string (font);
  int height;

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_get_size (self->layout, NULL, &height);
  cairo_move_to (self->cairo, x, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return (double) height / PANGO_SCALE;
}

static void
rule (Paper *self, double from, double to)
{
  cairo_set_line_width (self->cairo, 0.5);
  cairo_move_to (self->cairo, from, self->y);
  cairo_line_to (self->cairo, to, self->y);
  cairo_stroke (self->cairo);
}

static void
draw_facts (Paper *self, const AmpChainAnchor *head, const char *day)
{
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, head->seq);
  g_autofree char *vault = amp_audit_head_vault (head);
  const char *const facts[][2] = {
    {N_ ("Entry"), seq}, {N_ ("Vault"), vault}, {N_ ("Noted on"), day}};
  double width = WIDTH / G_N_ELEMENTS (facts);
  double top = self->y + 6, height = 0;

  rule (self, MARGIN, MARGIN + WIDTH);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      double x = MARGIN + width * (double) i;

      self->y = top;
      self->y += draw_text (self, self->translate (facts[i][0]), "Sans 8", x, width - 6);
      self->y += draw_text (self, facts[i][1], "Sans Bold 15", x, width - 6);
      height = MAX (height, self->y - top);
    }
  self->y = top + height + 6;
  rule (self, MARGIN, MARGIN + WIDTH);
}

static void
draw_hash (Paper *self, const AmpChainAnchor *head)
{
  g_autofree char *groups = amp_audit_head_groups (head);
  g_autofree char *words = amp_audit_head_words (head);

  self->y += 20;
  self->y += draw_text (self, self->translate (N_ ("Hash")), "Sans 8", MARGIN, WIDTH) + 3;
  self->y += draw_text (self, groups, "Monospace Bold 15", MARGIN, WIDTH) + 14;
  self->y += draw_text (self, self->translate (N_ ("Check words")), "Sans 8", MARGIN, WIDTH) + 3;
  self->y += draw_text (self, words, "Monospace Bold 15", MARGIN, WIDTH) + 16;
  rule (self, MARGIN, MARGIN + WIDTH);
}

static void
draw_section (Paper *self, const char *title, const char *text)
{
  self->y += 14;
  self->y += draw_text (self, self->translate (title), "Sans Bold 11", MARGIN, WIDTH) + 3;
  self->y += draw_text (self, self->translate (text), "Sans 10", MARGIN, WIDTH);
}

static void
draw_signatures (Paper *self)
{
  static const char *const names[] = {N_ ("Handed over by (name, signature)"),
                                      N_ ("Received by (name, signature, day)")};
  double width = (WIDTH - 24) / G_N_ELEMENTS (names);

  self->y = PAGE_HEIGHT - MARGIN - 40;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      double x = MARGIN + (width + 24) * (double) i;

      rule (self, x, x + width);
      self->y += 4;
      draw_text (self, self->translate (names[i]), "Sans 8", x, width);
      self->y -= 4;
    }
}

static void
draw_page (Paper *self, const AmpChainAnchor *head, const char *day)
{
  cairo_set_source_rgb (self->cairo, ink[0], ink[1], ink[2]);
  cairo_set_line_width (self->cairo, 1.2);
  cairo_rectangle (self->cairo, FRAME, FRAME, PAGE_WIDTH - 2 * FRAME, PAGE_HEIGHT - 2 * FRAME);
  cairo_stroke (self->cairo);
  self->y = MARGIN;
  self->y += draw_text (self, "AMPARO", "Sans Bold 9", MARGIN, WIDTH);
  self->y +=
    draw_text (self, self->translate (N_ ("Head of the log")), "Sans Bold 24", MARGIN, WIDTH) + 10;
  draw_facts (self, head, day);
  draw_hash (self, head);
  draw_section (
    self, N_ ("What it is for"),
    N_ ("The log of this office tells who did what and when. Each entry carries the hash "
        "of the one before it, so this one stands for all of them up to it: if one of "
        "them is changed, or taken out, or the end is cut off, a later check against this "
        "sheet says so. It holds no names and no secrets."));
  draw_section (
    self, N_ ("How it is kept"),
    N_ ("Outside the office, by somebody who cannot change the log: the auditor, the "
        "board, a notary. A new one every month, and before anybody leaves; the old ones "
        "are kept."));
  draw_section (
    self, N_ ("How it is used"),
    N_ ("In Amparo, in the menu under \"Head of the log\", type number, hash and check "
        "words; or with \"amparo-cli audit verify --anchor NUMBER:HASH:WORDS\". The words "
        "show whether something was mistyped."));
  draw_signatures (self);
  cairo_show_page (self->cairo);
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
amp_audit_head_write_pdf (const AmpChainAnchor *head,
                          const char *day,
                          const char *path,
                          AmpTranslate translate,
                          GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, pdf, PAGE_WIDTH, PAGE_HEIGHT);
  Paper paper = {.translate = translate, .cairo = cairo_create (surface)};
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  translate (N_ ("Head of the log")));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, day);
  paper.layout = pango_cairo_create_layout (paper.cairo);
  draw_page (&paper, head, day);
  g_object_unref (paper.layout);
  cairo_destroy (paper.cairo);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return amp_write_file (path, pdf->data, pdf->len, error);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The sheet cannot be drawn: %s",
               cairo_status_to_string (status));
  return FALSE;
}
