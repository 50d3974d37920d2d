/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether everybody can read every page: contrast of each text against what is painted behind it
 * (WCAG 2.1, 1.4.3: 4.5 to 1, 3 to 1 for large text), in the light or dark scheme that AMP_DARK and
 * the high contrast that ADW_DEBUG_HIGH_CONTRAST ask for; and whether a page or dialog still fits
 * an office's screen with letters of twice the size (1.4.4). */
#include "review-fixture.h"
#include "walk.h"

#include <math.h>

static char *folder;

typedef struct
{
  float red, green, blue;
} Colour;

typedef struct
{
  guint8 *pixels; /* BGRA, premultiplied */
  int width, height;
} Picture;

/* --- Colours --- */

static double
linear (double value)
{
  return value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (Colour colour)
{
  return 0.2126 * linear (colour.red) + 0.7152 * linear (colour.green) +
         0.0722 * linear (colour.blue);
}

static double
contrast (Colour a, Colour b)
{
  double one = luminance (a) + 0.05, other = luminance (b) + 0.05;

  return one > other ? one / other : other / one;
}

static void
test_contrast_is_that_of_wcag (void)
{
  const Colour black = {0, 0, 0}, white = {1, 1, 1},
               grey = {119 / 255.0f, 119 / 255.0f, 119 / 255.0f};

  g_assert_cmpfloat_with_epsilon (contrast (black, white), 21.0, 0.001);
  g_assert_cmpfloat_with_epsilon (contrast (white, black), 21.0, 0.001);
  /* The grey that just fails on white. */
  g_assert_cmpfloat_with_epsilon (contrast (grey, white), 4.48, 0.01);
}

/* --- What is painted --- */

static Picture
take_picture (GtkWidget *window)
{
  g_autoptr (GdkTexture) texture = walk_texture (window);
  Picture picture = {NULL, gdk_texture_get_width (texture), gdk_texture_get_height (texture)};

  picture.pixels = g_malloc ((gsize) picture.width * (gsize) picture.height * 4);
  gdk_texture_download (texture, picture.pixels, (gsize) picture.width * 4);
  return picture;
}

static Colour
colour_of (guint key)
{
  return (Colour){(float) (key >> 16) / 255, (float) (key >> 8 & 255) / 255,
                  (float) (key & 255) / 255};
}

/* How many pixels of the place have which colour. */
static GHashTable *
count_colours (const Picture *picture, const graphene_rect_t *bounds)
{
  GHashTable *counts = g_hash_table_new (NULL, NULL);
  int left = MAX (0, (int) bounds->origin.x), top = MAX (0, (int) bounds->origin.y);
  int right = MIN (picture->width, (int) (bounds->origin.x + bounds->size.width));
  int bottom = MIN (picture->height, (int) (bounds->origin.y + bounds->size.height));

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      {
        const guint8 *pixel =
          picture->pixels + ((gsize) y * (gsize) picture->width + (gsize) x) * 4;
        guint key = (guint) pixel[2] << 16 | (guint) pixel[1] << 8 | pixel[0];
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, GUINT_TO_POINTER (key)));

        g_hash_table_insert (counts, GUINT_TO_POINTER (key), GUINT_TO_POINTER (count + 1));
      }
  return counts;
}

/* Letters cover less than what is behind them: that is the colour of most pixels. Their own is the
 * one that stands out most; the rest are rims. 1 where there is nothing to see. */
static double
contrast_painted (const Picture *picture, const graphene_rect_t *bounds)
{
  g_autoptr (GHashTable) counts = count_colours (picture, bounds);
  GHashTableIter iter;
  gpointer key, count;
  guint most = 0, behind = 0;
  double best = 1;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, &count))
    if (GPOINTER_TO_UINT (count) > most)
      {
        most = GPOINTER_TO_UINT (count);
        behind = GPOINTER_TO_UINT (key);
      }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    best = MAX (best, contrast (colour_of (GPOINTER_TO_UINT (key)), colour_of (behind)));
  return best;
}

/* --- Each text --- */

static gboolean
is_large (GtkWidget *label)
{
  PangoContext *context = gtk_widget_get_pango_context (label);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double points = pango_font_description_get_size (font) / (double) PANGO_SCALE;

  return points >= 18 ||
         (points >= 14 && pango_font_description_get_weight (font) >= PANGO_WEIGHT_BOLD);
}

typedef struct
{
  const char *page;
  Picture picture;
  GtkWidget *window;
  guint n_texts;
} Look;

/* What lies half under the edge of a list that scrolls is read when it is scrolled there. */
static gboolean
is_scrolled_away (Look *look, GtkWidget *label, const graphene_rect_t *bounds)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (label, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t shown;

  return scroller != NULL && gtk_widget_compute_bounds (scroller, look->window, &shown) &&
         !graphene_rect_contains_rect (&shown, bounds);
}

static void
check_label (Look *look, GtkWidget *label)
{
  graphene_rect_t bounds;
  double ratio, wanted = is_large (label) ? 3 : 4.5;

  if (!gtk_widget_compute_bounds (label, look->window, &bounds) ||
      is_scrolled_away (look, label, &bounds))
    return;
  ratio = contrast_painted (&look->picture, &bounds);
  look->n_texts++;
  /* Thin letters do not fill one pixel whole; and what an animation hides is not there. */
  if (ratio >= wanted * 0.93 || ratio < 1.02)
    return;
  g_test_message ("%s: \"%s\" (%s) has a contrast of %.2f, not %.1f", look->page,
                  gtk_label_get_text (GTK_LABEL (label)),
                  G_OBJECT_TYPE_NAME (gtk_widget_get_parent (label)), ratio, wanted);
  g_test_fail ();
}

/* What cannot be used now may be pale (1.4.3 exempts it). */
static void
check_texts (Look *look, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    check_label (look, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_texts (look, child);
}

static void
check_look (GtkWidget *window, const char *name)
{
  Look look = {name, take_picture (window), window, 0};

  check_texts (&look, window);
  g_assert_cmpuint (look.n_texts, >, 3);
  forms_assert_named (window);
  g_free (look.picture.pixels);
}

static void
check_page (AmpWindow *window, const char *name, gpointer data)
{
  guint *n_pages = data;

  check_look (GTK_WIDGET (window), name);
  (*n_pages)++;
}

static void
check_dialog (AmpWindow *window G_GNUC_UNUSED, GtkWindow *dialog, const char *name, gpointer data)
{
  guint *n_dialogs = data;

  check_look (GTK_WIDGET (dialog), name);
  (*n_dialogs)++;
}

static void
test_contrast (void)
{
  AmpWindow *window = harness_window_new ();
  guint n_pages = 0, n_dialogs = 0;

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  harness_unlock (window, folder, HARNESS_LOGIN);
  walk_pages (window, check_page, &n_pages);
  g_assert_cmpuint (n_pages, >=, 5);
  walk_dialogs (window, check_dialog, &n_dialogs);
  g_assert_cmpuint (n_dialogs, >=, 10);
  harness_close (window);
}

static void
test_contrast_of_a_review (void)
{
  char *path = review_fixture_new ();
  AmpWindow *window = harness_window_new ();
  guint n_pages = 0;

  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  review_fixture_open (window, path);
  walk_review (window, check_page, &n_pages);
  g_assert_cmpuint (n_pages, ==, 6);
  harness_close (window);
  review_fixture_remove (path);
}

/* --- Size --- */

static void
check_width (AmpWindow *window, const char *name, gpointer data)
{
  const int *limit = data;
  int minimum;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  if (minimum <= *limit)
    return;
  g_test_message ("%s is %d wide, more than %d", name, minimum, *limit);
  g_test_fail ();
}

static void
check_dialog_width (AmpWindow *window G_GNUC_UNUSED,
                    GtkWindow *dialog,
                    const char *name,
                    gpointer data)
{
  check_width ((AmpWindow *) dialog, name, data);
}

static void
check_review_fit (int width)
{
  char *path = review_fixture_new ();
  AmpWindow *window = harness_window_new ();

  review_fixture_open (window, path);
  walk_review (window, check_width, &width);
  harness_close (window);
  review_fixture_remove (path);
}

static void
check_fit (double scale, int width)
{
  GtkSettings *settings = gtk_settings_get_default ();
  AmpWindow *window;
  int dpi;

  g_object_get (settings, "gtk-xft-dpi", &dpi, NULL);
  g_object_set (settings, "gtk-xft-dpi", (int) (dpi * scale), NULL);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  walk_pages (window, check_width, &width);
  walk_dialogs (window, check_dialog_width, &width);
  harness_close (window);
  check_review_fit (width);
  g_object_set (settings, "gtk-xft-dpi", dpi, NULL);
}

static void
test_small_screen (void)
{
  check_fit (1, 1024);
}

static void
test_twice_the_size (void)
{
  check_fit (2, 1366);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  folder = harness_vault_new (40);
  harness_add_user (folder, "oim", AMP_ROLE_AUDITOR);
  harness_add_twins (folder);
  g_test_add_func ("/legible/contrast-is-reckoned-as-wcag-does", test_contrast_is_that_of_wcag);
  g_test_add_func ("/legible/every-text-stands-out-from-what-is-behind-it", test_contrast);
  g_test_add_func ("/legible/every-text-of-a-review-stands-out", test_contrast_of_a_review);
  g_test_add_func ("/legible/every-page-fits-a-screen-of-1024", test_small_screen);
  g_test_add_func ("/legible/every-page-fits-with-letters-twice-the-size", test_twice_the_size);
  result = g_test_run ();
  harness_remove (folder);
  return result;
}
