/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map has every region of the code list, in its place, and what it shows is told apart without
 * colour. With AMP_SCREENSHOTS=DIR pictures are kept there. */
#include "domain/map.h"
#include "model/codelist.h"

#include <cairo.h>
#include <string.h>

#define WIDTH 400

static const AmpMapWords words = {"None", "Hidden", "Border"};

static cairo_surface_t *
paint_with (const AmpMap *map, AmpChartPalette palette, gssize focus, const AmpMapWords *with)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) amp_map_height (WIDTH) + 1);
  cairo_t *cr = cairo_create (surface);
  double ground = palette == AMP_CHART_DARK ? 0.14 : 1;

  cairo_set_source_rgb (cr, ground, ground, ground);
  cairo_paint (cr);
  amp_map_draw (map, cr, WIDTH, palette, with, focus);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static cairo_surface_t *
paint (const AmpMap *map, AmpChartPalette palette, gssize focus)
{
  return paint_with (map, palette, focus, &words);
}

static gboolean
same (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize size =
    (gsize) cairo_image_surface_get_stride (a) * (gsize) cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static void
test_every_region_has_a_shape (void)
{
  const AmpCodeList *regions = amp_code_list_find ("region");
  g_autoptr (AmpMap) map = amp_map_new (TRUE);
  guint n = 0;

  for (guint i = 0; i < amp_code_list_length (regions); i++)
    {
      const AmpCode *code = amp_code_list_nth (regions, i);

      if (amp_code_parent (code) == NULL)
        continue;
      g_assert_true (amp_map_set (map, amp_code_value (code), 1));
      n++;
    }
  g_assert_cmpuint (n, ==, amp_map_n_places (map));
  g_assert_false (amp_map_set (map, "", 1));
  g_assert_false (amp_map_set (map, "BR-AC", 1));
  g_assert_false (amp_map_hide (map, "PE"));
}

static gssize
at_degrees (const AmpMap *map, double longitude, double latitude)
{
  /* The map's frame, in degrees. */
  double per_degree = WIDTH / (81.7 - 68.5);

  return amp_map_at (map, WIDTH, (longitude + 81.7) * per_degree,
                     (1.7 - latitude) * per_degree / 0.99);
}

static void
test_cities_lie_in_their_regions (void)
{
  static const struct
  {
    double longitude, latitude;
    const char *code;
  } cities[] = {
    {-80.63, -5.19, "PE-PIU"}, {-80.45, -3.60, "PE-TUM"},  {-71.97, -13.53, "PE-CUS"},
    {-73.25, -3.75, "PE-LOR"}, {-76.97, -12.06, "PE-LMA"}, {-79.20, -4.00, "EC-L"},
    {-78.52, -0.22, "EC-P"},   {-79.85, -3.30, "EC-O"},
  };
  g_autoptr (AmpMap) map = amp_map_new (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cities); i++)
    {
      gssize place = at_degrees (map, cities[i].longitude, cities[i].latitude);

      g_assert_cmpint (place, >=, 0);
      g_assert_cmpstr (amp_map_place_code (map, (gsize) place), ==, cities[i].code);
    }
  g_assert_cmpint (at_degrees (map, -81.5, -15), ==, -1); /* the ocean */
}

static void
test_lima_is_one_or_two (void)
{
  g_autoptr (AmpMap) one = amp_map_new (FALSE), two = amp_map_new (TRUE);
  gssize city = at_degrees (one, -76.97, -12.06);

  g_assert_true (amp_map_set (one, "PE-LIM", 7));
  g_assert_true (amp_map_set (two, "PE-LIM", 7));
  g_assert_cmpuint (amp_map_place_count (one, (gsize) city), ==, 7);
  g_assert_cmpuint (amp_map_place_count (two, (gsize) city), ==, 0);
  g_assert_false (amp_map_set (one, "PE-LMA", 3));
  {
    g_autoptr (GArray) order = amp_map_order (one);

    g_assert_cmpuint (order->len, ==, 1); /* two shapes, one region */
  }
}

static void
test_classes_are_few_and_sensible (void)
{
  for (int round = 0; round < 500; round++)
    {
      g_autoptr (AmpMap) map = amp_map_new (TRUE);
      guint64 bounds[AMP_MAP_MOST_CLASSES], largest = 0;
      guint n;

      for (gsize i = 0; i < amp_map_n_places (map); i++)
        {
          guint64 count = (guint64) g_test_rand_int_range (0, 1 << g_test_rand_int_range (1, 20));

          largest = MAX (largest, count);
          amp_map_set (map, amp_map_place_code (map, i), count);
        }
      n = amp_map_classes (map, bounds);
      g_assert_cmpuint (n, <=, AMP_MAP_MOST_CLASSES);
      g_assert_true ((n == 0) == (largest == 0));
      if (n > 0)
        g_assert_cmpuint (bounds[n - 1], ==, largest);
      for (guint i = 1; i < n; i++)
        g_assert_cmpuint (bounds[i - 1], <, bounds[i]);
    }
}

static void
test_nobody_hidden_and_few_look_different (void)
{
  AmpMap *maps[3];
  cairo_surface_t *pictures[3];

  for (gsize i = 0; i < 3; i++)
    {
      maps[i] = amp_map_new (FALSE);
      amp_map_set (maps[i], "PE-TUM", 90);
      if (i == 1)
        amp_map_hide (maps[i], "PE-LOR");
      if (i == 2)
        amp_map_set (maps[i], "PE-LOR", 1);
      pictures[i] = paint (maps[i], AMP_CHART_PAPER, -1);
    }
  g_assert_false (same (pictures[0], pictures[1]));
  g_assert_false (same (pictures[0], pictures[2]));
  g_assert_false (same (pictures[1], pictures[2]));
  for (gsize i = 0; i < 3; i++)
    {
      cairo_surface_destroy (pictures[i]);
      amp_map_free (maps[i]);
    }
}

static void
test_the_marked_region_is_seen_in_every_palette (void)
{
  static const char *const names[] = {"light", "dark", "paper"};
  g_autoptr (AmpMap) map = amp_map_new (FALSE);
  const char *folder = g_getenv ("AMP_SCREENSHOTS");

  amp_map_set (map, "PE-TUM", 41);
  amp_map_set (map, "PE-PIU", 120);
  amp_map_set (map, "PE-LOR", 17);
  amp_map_set (map, "PE-LIM", 7);
  amp_map_set (map, "PE-CUS", 2);
  amp_map_set (map, "EC-L", 12);
  amp_map_set (map, "EC-W", 1);
  amp_map_hide (map, "PE-AMA");
  for (AmpChartPalette palette = AMP_CHART_LIGHT; palette <= AMP_CHART_PAPER; palette++)
    {
      cairo_surface_t *without = paint (map, palette, -1);
      cairo_surface_t *with = paint (map, palette, amp_map_find (map, "PE-LOR"));

      g_assert_false (same (without, with));
      if (folder != NULL)
        {
          g_autofree char *path = g_strdup_printf ("%s/map-%s.png", folder, names[palette]);

          cairo_surface_write_to_png (with, path);
        }
      cairo_surface_destroy (without);
      cairo_surface_destroy (with);
    }
}

/* Of a table for others every region has its row: where none of them says zero, the key does not.
 */
static void
test_the_key_names_what_is_there (void)
{
  static const AmpMapWords others = {"Something else", "Hidden", "Border"};
  g_autoptr (AmpMap) map = amp_map_new (FALSE);
  cairo_surface_t *pictures[4];

  for (gsize i = 0; i < amp_map_n_places (map); i++)
    amp_map_hide (map, amp_map_place_code (map, i));
  amp_map_set (map, "PE-TUM", 20);
  pictures[0] = paint_with (map, AMP_CHART_PAPER, -1, &words);
  pictures[1] = paint_with (map, AMP_CHART_PAPER, -1, &others);
  g_assert_true (same (pictures[0], pictures[1]));
  amp_map_set (map, "PE-LOR", 0);
  pictures[2] = paint_with (map, AMP_CHART_PAPER, -1, &words);
  pictures[3] = paint_with (map, AMP_CHART_PAPER, -1, &others);
  g_assert_false (same (pictures[2], pictures[3]));
  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    cairo_surface_destroy (pictures[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/map/every-region-has-a-shape", test_every_region_has_a_shape);
  g_test_add_func ("/domain/map/cities-lie-in-their-regions", test_cities_lie_in_their_regions);
  g_test_add_func ("/domain/map/lima-is-one-or-two", test_lima_is_one_or_two);
  g_test_add_func ("/domain/map/classes-are-few-and-sensible", test_classes_are_few_and_sensible);
  g_test_add_func ("/domain/map/the-key-names-what-is-there", test_the_key_names_what_is_there);
  g_test_add_func ("/domain/map/nobody-hidden-and-few-look-different",
                   test_nobody_hidden_and_few_look_different);
  g_test_add_func ("/domain/map/the-marked-region-is-seen-in-every-palette",
                   test_the_marked_region_is_seen_in_every_palette);
  return g_test_run ();
}
