/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts on a map. */
#include "domain/map.h"

#include "domain/map-shape.h"
#include "domain/number.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define LIMA "PE-LIM"
#define LIMA_METROPOLITANA "PE-LMA"
#define FONT "sans"
#define KEY_LINE 0.043 /* of the width */

typedef struct
{
  guint64 count;
  AmpPlaceState state;
} Place;

struct _AmpMap
{
  const AmpMapShapes *shapes;
  gboolean lima_apart;
  Place *places; /* one for each shape */
};

typedef struct
{
  double red, green, blue;
} Colour;

/* One hue from light to dark; on a dark ground from dark to light. */
static const Colour classes[][AMP_MAP_MOST_CLASSES] = {
  [AMP_CHART_LIGHT] = {{0.81, 0.88, 0.95},
                       {0.60, 0.77, 0.89},
                       {0.33, 0.60, 0.80},
                       {0.13, 0.43, 0.69},
                       {0.03, 0.23, 0.46}},
  [AMP_CHART_DARK] = {{0.13, 0.24, 0.38},
                      {0.14, 0.37, 0.58},
                      {0.24, 0.52, 0.76},
                      {0.50, 0.71, 0.89},
                      {0.82, 0.91, 0.98}},
  [AMP_CHART_PAPER] = {{0.81, 0.88, 0.95},
                       {0.60, 0.77, 0.89},
                       {0.33, 0.60, 0.80},
                       {0.13, 0.43, 0.69},
                       {0.03, 0.23, 0.46}},
};

typedef struct
{
  Colour ink, line, faint, ground, focus;
} Tones;

static const Tones tones[] = {
  [AMP_CHART_LIGHT] = {{0.14, 0.14, 0.16},
                       {0.45, 0.45, 0.47},
                       {0.66, 0.66, 0.68},
                       {0.98, 0.98, 0.98},
                       {0.84, 0.37, 0.00}},
  [AMP_CHART_DARK] = {{0.95, 0.95, 0.95},
                      {0.62, 0.62, 0.64},
                      {0.45, 0.45, 0.47},
                      {0.17, 0.17, 0.17},
                      {0.98, 0.66, 0.20}},
  [AMP_CHART_PAPER] =
    {{0, 0, 0}, {0.40, 0.40, 0.40}, {0.66, 0.66, 0.66}, {1, 1, 1}, {0.84, 0.37, 0.00}},
};

/* What one drawing needs at every step. */
typedef struct
{
  const AmpMap *map;
  cairo_t *cr;
  double width;
  AmpChartPalette palette;
  guint64 bounds[AMP_MAP_MOST_CLASSES];
  guint n_classes;
} Drawing;

/* --- What it holds --- */

static const AmpMapShape *
shape_at (const AmpMap *self, gsize place)
{
  return self->shapes->shapes->pdata[place];
}

AmpMap *
amp_map_new (gboolean lima_apart)
{
  AmpMap *self = g_new0 (AmpMap, 1);

  self->shapes = amp_map_shapes ();
  self->lima_apart = lima_apart;
  self->places = g_new0 (Place, self->shapes->shapes->len);
  return self;
}

void
amp_map_free (AmpMap *self)
{
  if (self == NULL)
    return;
  g_free (self->places);
  g_free (self);
}

gsize
amp_map_n_places (const AmpMap *self)
{
  return self->shapes->shapes->len;
}

const char *
amp_map_place_code (const AmpMap *self, gsize place)
{
  const char *code = shape_at (self, place)->code;

  return !self->lima_apart && strcmp (code, LIMA_METROPOLITANA) == 0 ? LIMA : code;
}

AmpPlaceState
amp_map_place_state (const AmpMap *self, gsize place)
{
  return self->places[place].state;
}

guint64
amp_map_place_count (const AmpMap *self, gsize place)
{
  return self->places[place].count;
}

gssize
amp_map_find (const AmpMap *self, const char *code)
{
  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (g_strcmp0 (shape_at (self, i)->code, code) == 0)
      return (gssize) i;
  return -1;
}

/* Where Lima is one, both of its shapes say the same. */
static gboolean
set_place (AmpMap *self, const char *code, Place value)
{
  gboolean found = FALSE;

  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (g_strcmp0 (amp_map_place_code (self, i), code) == 0)
      {
        self->places[i] = value;
        found = TRUE;
      }
  return found;
}

gboolean
amp_map_set (AmpMap *self, const char *code, guint64 count)
{
  return set_place (self, code, (Place){count, count > 0 ? AMP_PLACE_COUNT : AMP_PLACE_NOBODY});
}

gboolean
amp_map_hide (AmpMap *self, const char *code)
{
  return set_place (self, code, (Place){0, AMP_PLACE_HIDDEN});
}

gboolean
amp_map_has_counts (const AmpMap *self)
{
  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (self->places[i].state != AMP_PLACE_NOBODY)
      return TRUE;
  return FALSE;
}

/* --- Classes --- */

/* The nearest number that one would say. */
static guint64
sensible (double value)
{
  double best = 1;

  for (double power = 1; power <= value * 10; power *= 10)
    for (guint i = 0; i < 8; i++)
      {
        static const double steps[] = {1, 1.5, 2, 2.5, 3, 4, 5, 7};
        double step = steps[i] * power;

        if (fabs (log (step / value)) < fabs (log (best / value)))
          best = step;
      }
  return (guint64) best;
}

static void
range (const AmpMap *self, guint64 *least, guint64 *largest)
{
  *least = *largest = 0;
  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (self->places[i].state == AMP_PLACE_COUNT)
      {
        *least = *least == 0 ? self->places[i].count : MIN (*least, self->places[i].count);
        *largest = MAX (*largest, self->places[i].count);
      }
}

/* Steps of equal ratio from the least to the largest, at numbers that one would say. */
guint
amp_map_classes (const AmpMap *self, guint64 bounds[AMP_MAP_MOST_CLASSES])
{
  guint64 least, largest;
  guint n = 0;

  range (self, &least, &largest);
  if (largest == 0)
    return 0;
  for (guint i = 1; i < AMP_MAP_MOST_CLASSES; i++)
    {
      double ratio = (double) largest / (double) least;
      guint64 bound =
        largest - least < AMP_MAP_MOST_CLASSES
          ? least + i - 1
          : sensible ((double) least * pow (ratio, (double) i / AMP_MAP_MOST_CLASSES));

      if (bound >= least && bound < largest && (n == 0 || bound > bounds[n - 1]))
        bounds[n++] = bound;
    }
  bounds[n++] = largest;
  return n;
}

static guint
class_of (const Drawing *self, guint64 count)
{
  guint class = 0;

  while (class + 1 < self->n_classes && count > self->bounds[class])
    class ++;
  return class;
}

/* Few classes are spread over the whole scale. */
static const Colour *
colour_of (const Drawing *self, guint class)
{
  guint last = AMP_MAP_MOST_CLASSES - 1;
  guint index = self->n_classes < 2 ? 2 : class * last / (self->n_classes - 1);

  return &classes[self->palette][MIN (index, last)];
}

/* --- Drawing --- */

static void
set_colour (cairo_t *cr, const Colour *colour)
{
  cairo_set_source_rgb (cr, colour->red, colour->green, colour->blue);
}

static void
trace (const Drawing *self, const AmpMapShape *shape)
{
  cairo_new_path (self->cr);
  for (guint i = 0; i < shape->rings->len; i++)
    {
      const GArray *ring = shape->rings->pdata[i];

      for (guint j = 0; j < ring->len; j++)
        {
          const AmpMapPoint *point = &g_array_index (ring, AmpMapPoint, j);

          if (j == 0)
            cairo_move_to (self->cr, point->x * self->width, point->y * self->width);
          else
            cairo_line_to (self->cr, point->x * self->width, point->y * self->width);
        }
      cairo_close_path (self->cr);
    }
}

/* Dots: nobody. Lines: hidden. Inside the path that is there, which stays. */
static void
pattern (const Drawing *self, AmpPlaceState state)
{
  cairo_t *cr = self->cr;
  double x1, y1, x2, y2;
  double step = MAX (self->width / (state == AMP_PLACE_HIDDEN ? 90 : 60), 4);
  cairo_path_t *path = cairo_copy_path (cr);

  cairo_path_extents (cr, &x1, &y1, &x2, &y2);
  cairo_save (cr);
  cairo_clip (cr);
  set_colour (cr,
              state == AMP_PLACE_HIDDEN ? &tones[self->palette].ink : &tones[self->palette].faint);
  cairo_set_line_width (cr, MAX (self->width / 700, 0.6));
  if (state == AMP_PLACE_HIDDEN)
    for (double at = floor ((x1 + y1) / step) * step; at < x2 + y2; at += step)
      {
        cairo_move_to (cr, at - y1, y1);
        cairo_line_to (cr, at - y2, y2);
      }
  else
    for (double y = floor (y1 / step) * step; y < y2; y += step)
      for (double x = floor (x1 / step) * step; x < x2; x += step)
        {
          cairo_new_sub_path (cr);
          cairo_arc (cr, x, y, MAX (self->width / 900, 0.4), 0, 2 * G_PI);
        }
  if (state == AMP_PLACE_HIDDEN)
    cairo_stroke (cr);
  else
    cairo_fill (cr);
  cairo_restore (cr);
  cairo_new_path (cr);
  cairo_append_path (cr, path);
  cairo_path_destroy (path);
}

/* Fills the path that is there and draws its edge. */
static void
paint (const Drawing *self, AmpPlaceState state, guint class)
{
  set_colour (self->cr,
              state == AMP_PLACE_COUNT ? colour_of (self, class) : &tones[self->palette].ground);
  cairo_fill_preserve (self->cr);
  if (state != AMP_PLACE_COUNT)
    pattern (self, state);
  set_colour (self->cr, &tones[self->palette].line);
  cairo_set_line_width (self->cr, MAX (self->width / 800, 0.4));
  cairo_stroke (self->cr);
}

static PangoLayout *
text_new (const Drawing *self, const char *text, double size, gboolean bold)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
text_size (const Drawing *self)
{
  return CLAMP (self->width / 36, 7, 13);
}

static void
draw_border (const Drawing *self)
{
  const GArray *border = self->map->shapes->border;

  cairo_save (self->cr);
  set_colour (self->cr, &tones[self->palette].ink);
  cairo_set_line_width (self->cr, MAX (self->width / 220, 1.2));
  cairo_set_line_cap (self->cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i + 1 < border->len; i += 2)
    {
      const AmpMapPoint *a = &g_array_index (border, AmpMapPoint, i), *b = a + 1;

      cairo_move_to (self->cr, a->x * self->width, a->y * self->width);
      cairo_line_to (self->cr, b->x * self->width, b->y * self->width);
    }
  cairo_stroke (self->cr);
  cairo_restore (self->cr);
}

static void
draw_frame (const Drawing *self)
{
  AmpMapPoint first, last;

  amp_map_galapagos_frame (&first, &last);
  set_colour (self->cr, &tones[self->palette].faint);
  cairo_set_line_width (self->cr, 0.5);
  cairo_rectangle (self->cr, first.x * self->width, first.y * self->width,
                   (last.x - first.x) * self->width, (last.y - first.y) * self->width);
  cairo_stroke (self->cr);
}

/* Light letters on dark, dark ones on light. */
static void
ink_on (const Drawing *self, const Colour *ground)
{
  double light = 0.299 * ground->red + 0.587 * ground->green + 0.114 * ground->blue;
  static const Colour black = {0.05, 0.05, 0.07}, white = {1, 1, 1};

  set_colour (self->cr, light > 0.52 ? &black : &white);
}

/* The numbers of the regions that have room for them. */
static void
draw_numbers (const Drawing *self)
{
  for (gsize i = 0; i < amp_map_n_places (self->map); i++)
    {
      const Place *place = &self->map->places[i];
      const AmpMapShape *shape = shape_at (self->map, i);
      g_autofree char *number = amp_format_count (place->count);
      g_autoptr (PangoLayout) layout = NULL;
      int width, height;

      if (place->state != AMP_PLACE_COUNT ||
          (!self->map->lima_apart && strcmp (shape->code, LIMA_METROPOLITANA) == 0))
        continue;
      layout = text_new (self, number, text_size (self), TRUE);
      pango_layout_get_pixel_size (layout, &width, &height);
      if (width > shape->label_room * self->width)
        continue;
      ink_on (self, colour_of (self, class_of (self, place->count)));
      cairo_move_to (self->cr, shape->label.x * self->width - width / 2.0,
                     shape->label.y * self->width - height / 2.0);
      pango_cairo_show_layout (self->cr, layout);
    }
}

/* --- Key: in the ocean, below left --- */

static void
key_line (const Drawing *self, guint line, AmpPlaceState state, guint class, const char *text)
{
  double height = KEY_LINE * self->width;
  double y = (amp_map_height (self->width) - 8.2 * height) + line * height;
  double box = height * 0.72;
  g_autoptr (PangoLayout) layout = text_new (self, text, text_size (self), FALSE);
  int text_height;

  cairo_new_path (self->cr);
  cairo_rectangle (self->cr, 1, y, box * 1.5, box);
  paint (self, state, class);
  set_colour (self->cr, &tones[self->palette].ink);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  cairo_move_to (self->cr, box * 1.5 + 8, y + (box - text_height) / 2);
  pango_cairo_show_layout (self->cr, layout);
}

static void
border_line (const Drawing *self, guint line, const char *text)
{
  double height = KEY_LINE * self->width;
  double y = (amp_map_height (self->width) - 8.2 * height) + line * height;
  double box = height * 0.72;
  g_autoptr (PangoLayout) layout = text_new (self, text, text_size (self), FALSE);
  int text_height;

  set_colour (self->cr, &tones[self->palette].ink);
  cairo_set_line_width (self->cr, MAX (self->width / 220, 1.2));
  cairo_move_to (self->cr, 1, y + box / 2);
  cairo_line_to (self->cr, 1 + box * 1.5, y + box / 2);
  cairo_stroke (self->cr);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  cairo_move_to (self->cr, box * 1.5 + 8, y + (box - text_height) / 2);
  pango_cairo_show_layout (self->cr, layout);
}

static void
draw_key (const Drawing *self, const AmpMapWords *words)
{
  gboolean hidden = FALSE, nobody = FALSE;
  guint64 smallest, largest;
  guint line = 0;

  range (self->map, &smallest, &largest);

  for (gsize i = 0; i < amp_map_n_places (self->map); i++)
    {
      hidden |= self->map->places[i].state == AMP_PLACE_HIDDEN;
      nobody |= self->map->places[i].state == AMP_PLACE_NOBODY;
    }
  for (guint i = self->n_classes; i > 0; i--)
    {
      guint64 least = i > 1 ? self->bounds[i - 2] + 1 : smallest;
      g_autofree char *from = amp_format_count (least);
      g_autofree char *to = amp_format_count (self->bounds[i - 1]);
      g_autofree char *range =
        least < self->bounds[i - 1] ? g_strdup_printf ("%s – %s", from, to) : g_steal_pointer (&to);

      key_line (self, line++, AMP_PLACE_COUNT, i - 1, range);
    }
  /* Where small numbers are hidden, none is among them: nothing on the map is that. */
  if (nobody)
    key_line (self, line++, AMP_PLACE_NOBODY, 0, words->nobody);
  if (hidden)
    key_line (self, line++, AMP_PLACE_HIDDEN, 0, words->hidden);
  border_line (self, line, words->border);
}

double
amp_map_height (double width)
{
  return width * amp_map_shapes ()->height;
}

void
amp_map_draw (const AmpMap *self,
              cairo_t *cr,
              double width,
              AmpChartPalette palette,
              const AmpMapWords *words,
              gssize focus)
{
  Drawing drawing = {.map = self, .cr = cr, .width = width, .palette = palette};

  drawing.n_classes = amp_map_classes (self, drawing.bounds);
  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (gsize i = 0; i < amp_map_n_places (self); i++)
    {
      trace (&drawing, shape_at (self, i));
      paint (&drawing, self->places[i].state, class_of (&drawing, self->places[i].count));
    }
  draw_frame (&drawing);
  draw_border (&drawing);
  draw_numbers (&drawing);
  if (focus >= 0 && (gsize) focus < amp_map_n_places (self))
    {
      trace (&drawing, shape_at (self, (gsize) focus));
      set_colour (cr, &tones[palette].focus);
      cairo_set_line_width (cr, MAX (width / 160, 2.5));
      cairo_stroke (cr);
    }
  draw_key (&drawing, words);
  cairo_restore (cr);
}

gssize
amp_map_at (const AmpMap *self, double width, double x, double y)
{
  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (amp_map_shape_holds (shape_at (self, i), x / width, y / width))
      return (gssize) i;
  return -1;
}

/* --- Order --- */

static int
compare_places (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpMap *self = data;
  gsize place_a = *(const gsize *) a, place_b = *(const gsize *) b;
  guint64 count_a = self->places[place_a].count, count_b = self->places[place_b].count;

  if (count_a != count_b)
    return count_a > count_b ? -1 : 1;
  return place_a < place_b ? -1 : place_a > place_b ? 1 : 0;
}

GArray *
amp_map_order (const AmpMap *self)
{
  GArray *order = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (gsize i = 0; i < amp_map_n_places (self); i++)
    if (self->places[i].state != AMP_PLACE_NOBODY &&
        (self->lima_apart || strcmp (shape_at (self, i)->code, LIMA_METROPOLITANA) != 0))
      g_array_append_val (order, i);
  g_array_sort_with_data (order, compare_places, (gpointer) self);
  return order;
}
