/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From degrees to shapes. The map is small enough that a degree of longitude is as long everywhere.
 * The Galápagos lie a thousand kilometres out: they are drawn nearer, in a frame. */
#include "domain/map-shape.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define PATH "/org/amparo/geo/map-pe-ec.tsv"

/* Thousandths of a degree. */
#define WEST (-81700.0)
#define EAST (-68500.0)
#define NORTH 1700.0
#define SOUTH (-18600.0)
#define SHRINK 0.99 /* cosine of the middle latitude */
#define GALAPAGOS_WEST (-86000.0)
#define GALAPAGOS_BY 10000.0, (-9400.0) /* how far they are drawn from where they are */

GResource *amp_geo_get_resource (void);

typedef struct
{
  gint32 x, y;
} Degrees;

static AmpMapPoint
project (double longitude, double latitude)
{
  double width = (EAST - WEST) * SHRINK;

  return (AmpMapPoint){(longitude - WEST) * SHRINK / width, (NORTH - latitude) / width};
}

static void
shape_free (gpointer data)
{
  AmpMapShape *self = data;

  g_free (self->code);
  g_ptr_array_unref (self->rings);
  g_free (self);
}

static void
ring_free (gpointer data)
{
  g_array_unref (data);
}

/* --- Labels --- */

/* Where a level line through the shape is inside it for the longest stretch. */
static double
widest_at (const GArray *ring, double y, double *middle)
{
  double crossings[64];
  gsize n = 0;
  double best = 0;

  for (guint i = 0; i < ring->len; i++)
    {
      const AmpMapPoint *a = &g_array_index (ring, AmpMapPoint, i);
      const AmpMapPoint *b = &g_array_index (ring, AmpMapPoint, (i + 1) % ring->len);

      if ((a->y > y) != (b->y > y) && n < G_N_ELEMENTS (crossings))
        crossings[n++] = a->x + (y - a->y) / (b->y - a->y) * (b->x - a->x);
    }
  for (gsize i = 1; i < n; i++)
    for (gsize j = i; j > 0 && crossings[j - 1] > crossings[j]; j--)
      {
        double swap = crossings[j];

        crossings[j] = crossings[j - 1];
        crossings[j - 1] = swap;
      }
  for (gsize i = 0; i + 1 < n; i += 2)
    if (crossings[i + 1] - crossings[i] > best)
      {
        best = crossings[i + 1] - crossings[i];
        *middle = (crossings[i + 1] + crossings[i]) / 2;
      }
  return best;
}

static void
place_label (AmpMapShape *self)
{
  const GArray *ring = self->rings->pdata[0];
  double top = 10, bottom = -10;

  for (guint i = 1; i < self->rings->len; i++)
    if (((GArray *) self->rings->pdata[i])->len > ring->len)
      ring = self->rings->pdata[i];
  for (guint i = 0; i < ring->len; i++)
    {
      top = MIN (top, g_array_index (ring, AmpMapPoint, i).y);
      bottom = MAX (bottom, g_array_index (ring, AmpMapPoint, i).y);
    }
  for (guint i = 1; i < 24; i++)
    {
      double y = top + (bottom - top) * i / 24;
      double middle = 0;
      double width = widest_at (ring, y, &middle);
      /* A line near an end leaves no height for the letters. */
      double room = MIN (width, 3 * MIN (y - top, bottom - y));

      if (room > self->label_room)
        {
          self->label_room = room;
          self->label = (AmpMapPoint){middle, y};
        }
    }
}

/* --- Border --- */

/* The pieces of Peru's rings that are a piece of Ecuador's too. */
static void
note_edges (const GArray *degrees, gboolean peru, GHashTable *ecuador, GArray *border)
{
  for (guint i = 0; i < degrees->len; i++)
    {
      const Degrees *a = &g_array_index (degrees, Degrees, i);
      const Degrees *b = &g_array_index (degrees, Degrees, (i + 1) % degrees->len);
      gboolean turn = a->x > b->x || (a->x == b->x && a->y > b->y);
      const Degrees *first = turn ? b : a, *second = turn ? a : b;
      g_autofree char *key =
        g_strdup_printf ("%d %d %d %d", first->x, first->y, second->x, second->y);

      if (!peru)
        g_hash_table_add (ecuador, g_steal_pointer (&key));
      else if (g_hash_table_contains (ecuador, key))
        {
          AmpMapPoint ends[2] = {project (a->x, a->y), project (b->x, b->y)};

          g_array_append_vals (border, ends, 2);
        }
    }
}

/* --- Reading --- */

static GArray *
read_ring (const char *text)
{
  GArray *ring = g_array_new (FALSE, FALSE, sizeof (Degrees));
  char *end = (char *) text;

  while (*end != '\0')
    {
      Degrees point;

      point.x = (gint32) strtol (end, &end, 10);
      if (*end != ',')
        g_error ("The map cannot be read");
      point.y = (gint32) strtol (end + 1, &end, 10);
      end += strspn (end, " ");
      g_array_append_val (ring, point);
    }
  /* The first point again at the end would be an edge of no length. */
  if (ring->len > 1 &&
      memcmp (&g_array_index (ring, Degrees, 0), &g_array_index (ring, Degrees, ring->len - 1),
              sizeof (Degrees)) == 0)
    g_array_set_size (ring, ring->len - 1);
  return ring;
}

static GArray *
project_ring (const GArray *degrees)
{
  static const double by[] = {GALAPAGOS_BY};
  GArray *ring = g_array_new (FALSE, FALSE, sizeof (AmpMapPoint));

  for (guint i = 0; i < degrees->len; i++)
    {
      const Degrees *from = &g_array_index (degrees, Degrees, i);
      gboolean far = from->x < GALAPAGOS_WEST;
      AmpMapPoint point = project (from->x + (far ? by[0] : 0), from->y + (far ? by[1] : 0));

      g_array_append_val (ring, point);
    }
  return ring;
}

static void
read_line (AmpMapShapes *self, const char *line, gboolean peru, GHashTable *ecuador)
{
  g_auto (GStrv) cells = g_strsplit (line, "\t", -1);
  g_auto (GStrv) rings = NULL;
  AmpMapShape *shape;

  if (g_strv_length (cells) != 3 || g_str_has_prefix (cells[0], "PE-") != peru)
    return;
  shape = g_new0 (AmpMapShape, 1);
  shape->code = g_strdup (cells[0]);
  shape->rings = g_ptr_array_new_with_free_func (ring_free);
  rings = g_strsplit (cells[2], "|", -1);
  for (gsize i = 0; rings[i] != NULL; i++)
    {
      g_autoptr (GArray) degrees = read_ring (rings[i]);

      note_edges (degrees, peru, ecuador, self->border);
      g_ptr_array_add (shape->rings, project_ring (degrees));
    }
  place_label (shape);
  g_ptr_array_add (self->shapes, shape);
}

static AmpMapShapes *
read_shapes (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (amp_geo_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autoptr (GHashTable) ecuador = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  AmpMapShapes *self = g_new0 (AmpMapShapes, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (bytes == NULL)
    g_error ("The map cannot be read: %s", error->message);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  self->shapes = g_ptr_array_new_with_free_func (shape_free);
  self->border = g_array_new (FALSE, FALSE, sizeof (AmpMapPoint));
  self->height = project (EAST, SOUTH).y;
  for (int country = 0; country < 2; country++) /* Ecuador first: Peru looks for its edges */
    for (gsize i = 0; lines[i] != NULL; i++)
      read_line (self, lines[i], country == 1, ecuador);
  return self;
}

void
amp_map_galapagos_frame (AmpMapPoint *first, AmpMapPoint *last)
{
  static const double by[] = {GALAPAGOS_BY};

  *first = project (-91800 + by[0], 900 + by[1]);
  *last = project (-89000 + by[0], -1600 + by[1]);
}

const AmpMapShapes *
amp_map_shapes (void)
{
  static AmpMapShapes *shapes;

  if (g_once_init_enter (&shapes))
    g_once_init_leave (&shapes, read_shapes ());
  return shapes;
}

gboolean
amp_map_shape_holds (const AmpMapShape *self, double x, double y)
{
  gboolean inside = FALSE;

  for (guint i = 0; i < self->rings->len; i++)
    {
      const GArray *ring = self->rings->pdata[i];

      for (guint j = 0; j < ring->len; j++)
        {
          const AmpMapPoint *a = &g_array_index (ring, AmpMapPoint, j);
          const AmpMapPoint *b = &g_array_index (ring, AmpMapPoint, (j + 1) % ring->len);

          if ((a->y > y) != (b->y > y) && x < a->x + (y - a->y) / (b->y - a->y) * (b->x - a->x))
            inside = !inside;
        }
    }
  return inside;
}
