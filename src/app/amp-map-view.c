/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A map in the window. */
#include "app/amp-map-view.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"
#include "model/codelist.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define WIDEST 340

struct _AmpMapView
{
  GtkWidget parent_instance;

  AmpMap *map;
  GArray *order; /* of gsize: where the arrow keys go */
  gssize marked; /* -1: none */
};

enum
{
  TOLD,
  PLACE_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpMapView, amp_map_view, GTK_TYPE_WIDGET)

/* --- Words --- */

static const char *
place_name (AmpMapView *self, gsize place)
{
  const AmpCode *code =
    amp_code_list_lookup (amp_code_list_find ("region"), amp_map_place_code (self->map, place));

  return code != NULL ? amp_code_label (code, amp_code_language ()) : "";
}

static char *
place_sentence (AmpMapView *self, gsize place)
{
  g_autofree char *count = amp_format_count (amp_map_place_count (self->map, place));
  const char *name = place_name (self, place);

  switch (amp_map_place_state (self->map, place))
    {
    case AMP_PLACE_HIDDEN:
      /* Translators: %s is a region whose count is hidden. */
      return g_strdup_printf (_ ("%s: hidden"), name);
    case AMP_PLACE_NOBODY:
      /* Translators: %s is a region where there is nobody. */
      return g_strdup_printf (_ ("%s: none"), name);
    case AMP_PLACE_COUNT:
    default:
      /* Translators: a region and how many there are. */
      return g_strdup_printf (_ ("%s: %s"), name, count);
    }
}

static char *
describe (AmpMapView *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; self->order != NULL && i < self->order->len; i++)
    {
      g_autofree char *sentence = place_sentence (self, g_array_index (self->order, gsize, i));

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", sentence);
    }
  return g_string_free (text, FALSE);
}

/* --- Marking --- */

static void
mark (AmpMapView *self, gssize place)
{
  g_autofree char *sentence = NULL;

  if (place == self->marked)
    return;
  self->marked = place;
  sentence = place >= 0 ? place_sentence (self, (gsize) place) : g_strdup ("");
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[TOLD], 0, sentence);
}

const char *
amp_map_view_get_place (AmpMapView *self)
{
  return self->map != NULL && self->marked >= 0
           ? amp_map_place_code (self->map, (gsize) self->marked)
           : NULL;
}

static gssize
place_under (AmpMapView *self, double x, double y)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  return self->map != NULL ? amp_map_at (self->map, width, x, y) : -1;
}

static void
on_motion (AmpMapView *self, double x, double y)
{
  gssize place = place_under (self, x, y);

  if (place >= 0)
    mark (self, place);
}

static void
activate (AmpMapView *self)
{
  const char *code = amp_map_view_get_place (self);

  if (code != NULL)
    g_signal_emit (self, signals[PLACE_ACTIVATED], 0, code);
}

static void
on_pressed (AmpMapView *self, int n, double x, double y)
{
  (void) n;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  mark (self, place_under (self, x, y));
  activate (self);
}

static void
step (AmpMapView *self, int by)
{
  int at = -1;

  if (self->order == NULL || self->order->len == 0)
    return;
  for (guint i = 0; i < self->order->len; i++)
    if ((gssize) g_array_index (self->order, gsize, i) == self->marked)
      at = (int) i;
  at = at < 0 ? (by > 0 ? 0 : (int) self->order->len - 1)
              : CLAMP (at + by, 0, (int) self->order->len - 1);
  mark (self, (gssize) g_array_index (self->order, gsize, at));
}

static gboolean
on_key (AmpMapView *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Right:
    case GDK_KEY_Down:
      step (self, 1);
      return TRUE;
    case GDK_KEY_Left:
    case GDK_KEY_Up:
      step (self, -1);
      return TRUE;
    case GDK_KEY_Home:
      step (self, -1000);
      return TRUE;
    case GDK_KEY_End:
      step (self, 1000);
      return TRUE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_space:
      activate (self);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
on_focus (AmpMapView *self)
{
  if (self->marked < 0)
    step (self, 1);
}

/* --- Widget --- */

static void
amp_map_view_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  (void) widget;
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 260;
      *natural = WIDEST;
    }
  else
    /* Where there is more room it stands in the middle, and is no larger. */
    *minimum = *natural =
      (int) ceil (amp_map_height (for_size > 0 ? MIN (for_size, WIDEST) : WIDEST)) + 2;
}

static GtkSizeRequestMode
amp_map_view_get_request_mode (GtkWidget *widget)
{
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
amp_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AmpMapView *self = AMP_MAP_VIEW (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const AmpMapWords words = {
    .nobody = _ ("Zero"),
    .hidden = _ ("Hidden"),
    .border = _ ("Peru-Ecuador border"),
  };
  cairo_t *cr;

  if (self->map == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  amp_map_draw (self->map, cr, width, dark ? AMP_CHART_DARK : AMP_CHART_LIGHT, &words,
                self->marked);
  cairo_destroy (cr);
}

static void
amp_map_view_finalize (GObject *object)
{
  AmpMapView *self = AMP_MAP_VIEW (object);

  g_clear_pointer (&self->map, amp_map_free);
  g_clear_pointer (&self->order, g_array_unref);
  G_OBJECT_CLASS (amp_map_view_parent_class)->finalize (object);
}

static void
amp_map_view_class_init (AmpMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amp_map_view_finalize;
  widget_class->measure = amp_map_view_measure;
  widget_class->get_request_mode = amp_map_view_get_request_mode;
  widget_class->snapshot = amp_map_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "ampmap");
  signals[TOLD] = g_signal_new ("told", AMP_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PLACE_ACTIVATED] = g_signal_new ("place-activated", AMP_TYPE_MAP_VIEW, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
amp_map_view_init (AmpMapView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->marked = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_focus), self);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
amp_map_view_set_map (AmpMapView *self, AmpMap *map, const char *title)
{
  g_autofree char *description = NULL;

  g_clear_pointer (&self->map, amp_map_free);
  g_clear_pointer (&self->order, g_array_unref);
  self->map = map;
  self->order = map != NULL ? amp_map_order (map) : NULL;
  mark (self, -1);
  description = describe (self);
  amp_accessible_set_label (GTK_WIDGET (self), title);
  amp_accessible_set_description (GTK_WIDGET (self), description);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
