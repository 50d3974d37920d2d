/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The card of numbers, in letters large enough for a frightened reader. Numbers that are the same
 * in the whole country only; where it is the local one that counts, a line to write it on. */
#include "domain/safety-card.h"

#include "vault/vault.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define N_(text) text

#define PAGE_WIDTH 420.0 /* A5, so that two fit on what an office has */
#define PAGE_HEIGHT 595.0
#define MARGIN 34.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define NUMBER_WIDTH 92.0

static const AmpSafetyLine lines[] = {
  {N_ ("Hotline against trafficking"), "1818",
   N_ ("To report trafficking in persons, free, day and night (Ministry of the Interior)"), FALSE},
  {N_ ("National Police (PNP)"), "105", N_ ("Emergency, whole country, free, day and night"),
   FALSE},
  {N_ ("Prosecutor on duty"), NULL,
   N_ ("Prosecutor specialised in trafficking, or the one on duty; ask for protection measures"),
   FALSE},
  {N_ ("Special Protection Unit (UPE)"), NULL,
   N_ ("For girls, boys and adolescents: urgent protection (Ministry of Women)"), TRUE},
  {N_ ("Ambulance (SAMU)"), "106", N_ ("Medical emergency"), FALSE},
  {N_ ("Línea 100"), "100", N_ ("Violence: advice and help, free, day and night"), FALSE},
  {N_ ("Ecuador: ECU 911"), "911", N_ ("Any emergency on the Ecuadorian side"), FALSE},
  {NULL, NULL, NULL, FALSE},
};

const AmpSafetyLine *
amp_safety_lines (void)
{
  return lines;
}

typedef struct
{
  cairo_t *cairo;
  PangoLayout *layout;
  double y;
} Card;

static double
draw (Card *self, const char *text, const char *font, double x, double width)
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
rule (Card *self, double from, double to, double y)
{
  cairo_set_line_width (self->cairo, 0.6);
  cairo_move_to (self->cairo, from, y);
  cairo_line_to (self->cairo, to, y);
  cairo_stroke (self->cairo);
}

static void
draw_line (Card *self, const AmpSafetyLine *line, AmpTranslate translate)
{
  double top = self->y, text = 0;
  const double x = MARGIN + NUMBER_WIDTH;

  if (line->number != NULL)
    draw (self, line->number, "Sans Bold 24", MARGIN, NUMBER_WIDTH);
  else
    rule (self, MARGIN, x - 14, top + 28);
  self->y += 2;
  text = draw (self, translate (line->who), "Sans Bold 11", x, WIDTH - NUMBER_WIDTH);
  self->y += text + 1;
  self->y += draw (self, translate (line->what), "Sans 9", x, WIDTH - NUMBER_WIDTH);
  self->y = MAX (self->y, top + 36) + 9;
  rule (self, MARGIN, MARGIN + WIDTH, self->y - 4);
  self->y += 5;
}

static void
draw_card (Card *self, gboolean minor, AmpTranslate translate)
{
  self->y = MARGIN;
  self->y += draw (self, translate (N_ ("In danger now")), "Sans Bold 20", MARGIN, WIDTH) + 4;
  self->y += draw (self, translate (N_ ("Call in this order. Say where you are first.")), "Sans 10",
                   MARGIN, WIDTH);
  self->y += 12;
  rule (self, MARGIN, MARGIN + WIDTH, self->y - 5);
  self->y += 4;
  for (const AmpSafetyLine *line = lines; line->who != NULL; line++)
    if (minor || !line->minors)
      draw_line (self, line, translate);
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static const char *
untranslated (const char *text)
{
  return text;
}

gboolean
amp_safety_card_write (const char *path, gboolean minor, AmpTranslate translate, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append, bytes, PAGE_WIDTH, PAGE_HEIGHT);
  Card card = {.cairo = cairo_create (surface)};
  cairo_status_t status;

  card.layout = pango_cairo_create_layout (card.cairo);
  draw_card (&card, minor, translate != NULL ? translate : untranslated);
  g_object_unref (card.layout);
  cairo_destroy (card.cairo);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The card could not be drawn");
      return FALSE;
    }
  return amp_write_file (path, bytes->data, bytes->len, error);
}
