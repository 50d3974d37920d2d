/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws a recovery sheet. It lies in a safe for years and is read by somebody who has never seen
 * one: large words, and all that has to be known on the sheet itself. */
#include "domain/recovery-sheet.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <string.h>

#define N_(text) text

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define FRAME 26.0
#define MARGIN 50.0
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define N_WORDS 24
#define COLUMNS 3
#define ROWS (N_WORDS / COLUMNS)
#define COLUMN_WIDTH 113.0
#define ROW_HEIGHT 22.0
#define QR_WIDTH 150.0
#define N_TESTS 5
/* Enough for any sheet: the array never moves, so that wiping it wipes the only copy. */
#define PDF_BYTES (512 * 1024)

#define WORD_FONT "Monospace Bold 13"
#define TEXT_FONT "Sans 8.5"

static const double ink[3] = {0.09, 0.19, 0.30}; /* dark enough for any printer */

typedef struct
{
  AmpTranslate translate;
  cairo_t *cairo;
  PangoLayout *layout;
  double y;
} Paper;

static const char *const keeping[] = {
  N_ ("Each sheet is kept by another person, in another place, locked away as carefully as money."),
  N_ ("Whoever has two of them can read everything in the vault. Two never lie in one place."),
  N_ ("Never photograph it, send it or type it anywhere but into Amparo. Once all three are "
      "printed, delete the files they were printed from."),
  N_ ("Test it once a year, with \"amparo-cli recovery test\". That takes this sheet alone and "
      "gives nothing away."),
  N_ ("If a sheet is lost, or somebody has seen it, have a new set made: from then on the old "
      "sheets open nothing, and are destroyed."),
};

static void
set_font (Paper *self, const char *font)
{
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
}

/* Draws at x and the current height, and says how high it was. */
static double
draw_bytes (Paper *self, const char *text, int length, const char *font, double x, double width)
{
  int height;

  set_font (self, font);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (self->layout, text, length);
  pango_layout_get_size (self->layout, NULL, &height);
  cairo_move_to (self->cairo, x, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return (double) height / PANGO_SCALE;
}

static double
draw_text (Paper *self, const char *text, const char *font, double x, double width)
{
  return draw_bytes (self, text, -1, font, x, width);
}

static void
rule (Paper *self, double thickness)
{
  cairo_set_line_width (self->cairo, thickness);
  cairo_move_to (self->cairo, MARGIN, self->y);
  cairo_line_to (self->cairo, MARGIN + WIDTH, self->y);
  cairo_stroke (self->cairo);
}

static void
draw_frame (Paper *self)
{
  static const struct
  {
    double inset, thickness;
  } lines[] = {{FRAME, 1.6}, {FRAME + 4, 0.5}};

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cairo_set_line_width (self->cairo, lines[i].thickness);
      cairo_rectangle (self->cairo, lines[i].inset, lines[i].inset, PAGE_WIDTH - 2 * lines[i].inset,
                       PAGE_HEIGHT - 2 * lines[i].inset);
      cairo_stroke (self->cairo);
    }
}

/* What tells this sheet from others, in four boxes. */
static void
draw_facts (Paper *self, const AmpRecoverySheet *sheet)
{
  g_autofree char *vault = g_strdup_printf ("%02X%02X-%02X%02X", sheet->vault[0], sheet->vault[1],
                                            sheet->vault[2], sheet->vault[3]);
  g_autofree char *number = g_strdup_printf ("%u / %d", sheet->number, AMP_RECOVERY_SHEETS);
  g_autofree char *set = g_strdup_printf ("%u", sheet->set);
  const char *const facts[][2] = {
    {N_ ("Sheet"), number},
    {N_ ("Set"), set},
    {N_ ("Vault"), vault},
    {N_ ("Made on"), sheet->date},
  };
  double width = WIDTH / G_N_ELEMENTS (facts);
  double height = 0;

  rule (self, 0.5);
  for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      double top = self->y;

      self->y += 5;
      self->y += draw_text (self, self->translate (facts[i][0]), "Sans 7.5",
                            MARGIN + width * (double) i, width - 6);
      self->y +=
        draw_text (self, facts[i][1], "Sans Bold 13", MARGIN + width * (double) i, width - 6);
      height = self->y + 5 - top;
      self->y = top;
    }
  self->y += height;
  rule (self, 0.5);
}

/* The words lie in guarded memory; only their places are remembered here. */
static gboolean
draw_words (Paper *self, const AmpSecret *words)
{
  const char *text = (const char *) amp_secret_data (words);
  gsize length = amp_secret_length (words);
  double top = self->y;
  gsize at = 0;
  guint n = 0;

  while (at < length)
    {
      gsize start = at;
      g_autofree char *number = g_strdup_printf ("%u", n + 1);
      double x = MARGIN + COLUMN_WIDTH * (n / ROWS);

      while (at < length && text[at] != ' ')
        at++;
      if (n == N_WORDS || at == start)
        return FALSE;
      self->y = top + ROW_HEIGHT * (n % ROWS) + 4;
      pango_layout_set_alignment (self->layout, PANGO_ALIGN_RIGHT);
      draw_text (self, number, "Sans 8", x, 13);
      pango_layout_set_alignment (self->layout, PANGO_ALIGN_LEFT);
      self->y -= 4;
      draw_bytes (self, text + start, (int) (at - start), WORD_FONT, x + 20, COLUMN_WIDTH - 20);
      n++;
      at++; /* the blank */
    }
  self->y = top;
  return n == N_WORDS;
}

/* One rectangle for neighbours in a row, so that no printer leaves a gap between them. */
static void
draw_modules (Paper *self, const QRcode *code, double left)
{
  double module = QR_WIDTH / code->width;

  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width;)
      {
        const unsigned char *line = code->data + row * code->width;
        int end = column;

        while (end < code->width && (line[end] & 1) != 0)
          end++;
        if (end > column)
          cairo_rectangle (self->cairo, left + module * column, self->y + module * row,
                           module * (end - column), module);
        column = end + 1;
      }
  cairo_fill (self->cairo);
}

static gboolean
draw_code (Paper *self, const AmpSecret *words)
{
  double left = MARGIN + WIDTH - QR_WIDTH;
  QRcode *code =
    QRcode_encodeData ((int) amp_secret_length (words), amp_secret_data (words), 0, QR_ECLEVEL_M);

  if (code == NULL)
    return FALSE;
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  draw_modules (self, code, left);
  cairo_set_source_rgb (self->cairo, ink[0], ink[1], ink[2]);
  explicit_bzero (code->data, (gsize) code->width * (gsize) code->width);
  QRcode_free (code);
  self->y += QR_WIDTH + 6;
  self->y += draw_text (self,
                        self->translate (N_ ("The same words, for a code reader that is plugged "
                                             "into the computer. Not for a telephone.")),
                        "Sans 7", left, QR_WIDTH);
  return TRUE;
}

static void
draw_section (Paper *self, const char *title, const char *const *lines, gsize n_lines)
{
  self->y += 9;
  self->y += draw_text (self, self->translate (title), "Sans Bold 10", MARGIN, WIDTH) + 2;
  for (gsize i = 0; i < n_lines; i++)
    {
      double indent = n_lines > 1 ? 12 : 0;

      if (n_lines > 1)
        draw_text (self, "•", TEXT_FONT, MARGIN, 12);
      self->y +=
        draw_text (self, self->translate (lines[i]), TEXT_FONT, MARGIN + indent, WIDTH - indent) +
        2;
    }
}

/* Boxes for the yearly test, at the foot. FALSE where what stands above reaches down to there. */
static gboolean
draw_tests (Paper *self)
{
  const double top = PAGE_HEIGHT - MARGIN - 44;
  double width = (WIDTH + 6) / N_TESTS;

  if (self->y > top)
    return FALSE;
  self->y = top;
  self->y += draw_text (self, self->translate (N_ ("Tested on (day and initials)")), "Sans Bold 8",
                        MARGIN, WIDTH) +
             3;
  cairo_set_line_width (self->cairo, 0.5);
  for (guint i = 0; i < N_TESTS; i++)
    cairo_rectangle (self->cairo, MARGIN + width * i, self->y, width - 6, 28);
  cairo_stroke (self->cairo);
  return TRUE;
}

static void
draw_instructions (Paper *self)
{
  static const char *const purpose[] = {
    N_ ("Two of the three sheets together open the vault of this office when nobody else can: its "
        "supervisors are gone, or have forgotten their passphrases. One sheet alone opens nothing "
        "and tells nothing."),
  };
  static const char *const use[] = {
    N_ ("Two holders meet at the computer that has the vault, and type the words of both sheets: "
        "\"amparo-cli recovery use\". That makes a new supervisor, with a passphrase of her own. "
        "Small and capital letters are the same. Afterwards she has a new set of sheets made."),
  };

  draw_section (self, N_ ("What it is for"), purpose, G_N_ELEMENTS (purpose));
  draw_section (self, N_ ("How it is kept"), keeping, G_N_ELEMENTS (keeping));
  draw_section (self, N_ ("How it is used"), use, G_N_ELEMENTS (use));
}

static gboolean
draw_page (Paper *self, const AmpRecoverySheet *sheet, const AmpSecret *words)
{
  gboolean drawn;
  double top;

  cairo_set_source_rgb (self->cairo, ink[0], ink[1], ink[2]);
  draw_frame (self);
  self->y = MARGIN;
  self->y += draw_text (self, "AMPARO", "Sans Bold 9", MARGIN, WIDTH);
  self->y +=
    draw_text (self, self->translate (N_ ("Recovery sheet")), "Sans Bold 24", MARGIN, WIDTH) + 8;
  draw_facts (self, sheet);
  self->y += 16;

  top = self->y;
  drawn = draw_words (self, words) && draw_code (self, words);
  self->y = MAX (top + ROW_HEIGHT * ROWS, self->y) + 6;
  rule (self, 0.5);
  draw_instructions (self);
  drawn = draw_tests (self) && drawn;
  cairo_show_page (self->cairo);
  return drawn;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  GByteArray *out = closure;

  if (out->len + length > PDF_BYTES)
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (out, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw (const AmpRecoverySheet *sheet,
      const AmpSecret *words,
      AmpTranslate translate,
      GByteArray *out,
      GError **error)
{
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
  Paper paper = {.translate = translate, .cairo = cairo_create (surface)};
  cairo_status_t status;
  gboolean drawn;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE,
                                  translate (N_ ("Recovery sheet")));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, sheet->date);
  paper.layout = pango_cairo_create_layout (paper.cairo);
  drawn = draw_page (&paper, sheet, words);
  g_object_unref (paper.layout);
  cairo_destroy (paper.cairo);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (drawn && status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The sheet cannot be drawn: %s",
               drawn ? cairo_status_to_string (status)
                     : "not 24 words, or more text than a page holds");
  return FALSE;
}

gboolean
amp_recovery_sheet_write (const AmpRecoverySheet *self,
                          const AmpSecret *words,
                          const char *path,
                          AmpTranslate translate,
                          GError **error)
{
  g_autoptr (GByteArray) pdf = g_byte_array_sized_new (PDF_BYTES);
  gboolean written;

  g_return_val_if_fail (self != NULL && words != NULL && path != NULL && translate != NULL, FALSE);

  written =
    draw (self, words, translate, pdf, error) && amp_write_file (path, pdf->data, pdf->len, error);
  explicit_bzero (pdf->data, pdf->len);
  return written;
}
