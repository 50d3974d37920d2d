/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Paper for what the programme hands to others: A4 with letterhead, columns, bars and numbered
 * pages. Everything is drawn twice, the first time to know how many pages there are. Points; y is
 * where the next thing goes. Private to the folder. */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

#include <gio/gio.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define AMP_PAPER_LEFT 44.0
#define AMP_PAPER_WIDTH (595.0 - 2 * AMP_PAPER_LEFT)
#define AMP_PAPER_BOTTOM 790.0

typedef enum
{
  AMP_INK_TEXT,
  AMP_INK_GREY,
  AMP_INK_HEAD,
  AMP_INK_LATE,
} AmpInk;

typedef struct
{
  const char *office; /* letterhead, or NULL */
  const char *title;  /* also at the foot of each page */
  const char *day;    /* "2026-11-24": as of */
  const char *language;
  AmpTranslate translate;
  double y;

  cairo_t *cairo;
  PangoLayout *layout;
  guint page, n_pages;
} AmpPaper;

typedef struct
{
  const char *text; /* NULL: nothing */
  double x, width;  /* from the left margin */
  const char *font;
  AmpInk ink;
  gboolean right;
} AmpPaperCell;

typedef void (*AmpPaperFunc) (AmpPaper *self, gconstpointer data);

/* PDF of what func draws; the same gives the same bytes. Needs office, title, day, language and
 * translate. */
GBytes *amp_paper_write (AmpPaper *self, AmpPaperFunc func, gconstpointer data, GError **error);

/* Letterhead and title, with the day. */
void amp_paper_head (AmpPaper *self);
/* Ends the page where so much does not fit. TRUE: on a new one. */
gboolean amp_paper_need (AmpPaper *self, double height);
void amp_paper_rule (AmpPaper *self, double thickness);

/* Height of a text in so many lines at most (0: all), the rest is cut with an ellipsis. */
double
amp_paper_height (AmpPaper *self, const char *text, const char *font, double width, guint lines);
/* Draws it where y is, which stays; its height. */
double amp_paper_text (AmpPaper *self, const AmpPaperCell *cell, guint lines);
/* One under the other: goes to the next page where it does not fit. */
void amp_paper_paragraph (AmpPaper *self, const char *text, const char *font, double after);
/* A heading that stays with what follows. */
void amp_paper_heading (AmpPaper *self, const char *text);

/* Cells side by side, a thin line below; y goes on. The height it takes is told before. */
double amp_paper_row_height (AmpPaper *self, const AmpPaperCell *cells, gsize n, guint lines);
void amp_paper_row (AmpPaper *self, const AmpPaperCell *cells, gsize n, guint lines);

/* Parts of a whole, from the left; total 0 draws the frame alone. Colours: 0 dark, 1 middle, 2
 * light; they differ in lightness, so that a black printer shows them too. */
void amp_paper_bar (AmpPaper *self,
                    double x,
                    double width,
                    double height,
                    const guint *parts,
                    gsize n_parts,
                    guint total);
void amp_paper_swatch (AmpPaper *self, double x, gsize part);

/* --- Words --- */

/* The one "%s" of a translated sentence filled in. Free it. */
char *amp_paper_fill (const char *sentence, const char *value);
char *amp_paper_fill_count (const char *sentence, guint64 count);
/* "24/11/2026"; "" for none. Free it. */
char *amp_paper_day (const AmpPaper *self, const char *date);
const char *amp_paper_code (const AmpPaper *self, const char *list, const char *code); /* or "" */
/* Those that say something, joined by a point in the middle; ends at NULL after n. Free it. */
char *amp_paper_join (const char *const *texts, gsize n);

G_END_DECLS
