/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A chart in the window. */
#include "app/amp-chart-view.h"

#include "app/amp-accessible.h"

#include <adwaita.h>
#include <math.h>

struct _AmpChartView
{
  GtkWidget parent_instance;

  AmpChart *chart;
};

G_DEFINE_FINAL_TYPE (AmpChartView, amp_chart_view, GTK_TYPE_WIDGET)

static double
height_for (AmpChartView *self, double width)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  double height = amp_chart_height (self->chart, cr, width);

  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return height;
}

static void
amp_chart_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  AmpChartView *self = AMP_CHART_VIEW (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 260;
      *natural = 560;
    }
  else
    *minimum = *natural =
      self->chart != NULL ? (int) ceil (height_for (self, for_size > 0 ? for_size : 560)) : 0;
}

static GtkSizeRequestMode
amp_chart_view_get_request_mode (GtkWidget *widget)
{
  (void) widget;
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
amp_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AmpChartView *self = AMP_CHART_VIEW (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  cairo_t *cr;

  if (self->chart == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  amp_chart_draw (self->chart, cr, width, dark ? AMP_CHART_DARK : AMP_CHART_LIGHT);
  cairo_destroy (cr);
}

static void
amp_chart_view_finalize (GObject *object)
{
  g_clear_pointer (&AMP_CHART_VIEW (object)->chart, amp_chart_free);
  G_OBJECT_CLASS (amp_chart_view_parent_class)->finalize (object);
}

static void
amp_chart_view_class_init (AmpChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amp_chart_view_finalize;
  widget_class->measure = amp_chart_view_measure;
  widget_class->get_request_mode = amp_chart_view_get_request_mode;
  widget_class->snapshot = amp_chart_view_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
amp_chart_view_init (AmpChartView *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
amp_chart_view_set_chart (AmpChartView *self, AmpChart *chart, const char *title)
{
  g_autofree char *description = chart != NULL ? amp_chart_describe (chart) : g_strdup ("");

  g_clear_pointer (&self->chart, amp_chart_free);
  self->chart = chart;
  amp_accessible_set_label (GTK_WIDGET (self), title);
  amp_accessible_set_description (GTK_WIDGET (self), description);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
