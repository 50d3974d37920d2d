/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Children fill row by row, in the order of the keyboard. A field row with "wide" set, and any
 * other widget, takes a whole row. */
#include "app/amp-form-grid.h"

#include "app/amp-field-row.h"

#define COLUMN_WIDTH 270 /* a column is never narrower, as long as there are two; by default */
#define COLUMN_SPACING 18
#define ROW_SPACING 12

struct _AmpFormGrid
{
  GtkWidget parent_instance;

  guint max_columns;
  int column_width;
};

G_DEFINE_TYPE (AmpFormGrid, amp_form_grid, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MAX_COLUMNS,
  PROP_COLUMN_WIDTH
};

static gboolean
is_wide (GtkWidget *child)
{
  return !AMP_IS_FIELD_ROW (child) || amp_field_row_get_wide (AMP_FIELD_ROW (child));
}

static int
count_columns (AmpFormGrid *self, int width)
{
  int columns = (width + COLUMN_SPACING) / (self->column_width + COLUMN_SPACING);

  return CLAMP (columns, 1, (int) self->max_columns);
}

/* Goes over the visible children; allocates where allocate is TRUE. Returns the height. */
static int
flow (AmpFormGrid *self, int width, gboolean allocate)
{
  int columns = count_columns (self, width);
  int column_width = (width - (columns - 1) * COLUMN_SPACING) / columns;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *row[8] = {NULL};
      int n = 0, height = 0, child_width = column_width;

      for (; child != NULL && n < columns; child = gtk_widget_get_next_sibling (child))
        {
          int natural = 0;

          if (!gtk_widget_should_layout (child))
            continue;
          if (is_wide (child) && n > 0)
            break;
          child_width = is_wide (child) ? width : column_width;
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &natural, NULL,
                              NULL);
          height = MAX (height, natural);
          row[n++] = child;
          if (is_wide (child))
            {
              child = gtk_widget_get_next_sibling (child);
              break;
            }
        }
      if (n == 0)
        break;
      if (y > 0)
        y += ROW_SPACING;
      for (int i = 0; allocate && i < n; i++)
        {
          int x = i * (column_width + COLUMN_SPACING);

          gtk_widget_size_allocate (
            row[i], &(GtkAllocation){rtl ? width - x - child_width : x, y, child_width, height},
            -1);
        }
      y += height;
    }
  return y;
}

static GtkSizeRequestMode
amp_form_grid_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
amp_form_grid_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline G_GNUC_UNUSED,
                       int *natural_baseline G_GNUC_UNUSED)
{
  AmpFormGrid *self = AMP_FORM_GRID (widget);
  int least = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int width = for_size;

      if (width < 0)
        gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      *minimum = *natural = flow (self, width, FALSE);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      least = MAX (least, child_minimum);
    }
  *minimum = least;
  *natural =
    MAX (least, (int) self->max_columns * (self->column_width + COLUMN_SPACING) - COLUMN_SPACING);
}

static void
amp_form_grid_size_allocate (GtkWidget *widget,
                             int width,
                             int height G_GNUC_UNUSED,
                             int baseline G_GNUC_UNUSED)
{
  flow (AMP_FORM_GRID (widget), width, TRUE);
}

static void
amp_form_grid_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MAX_COLUMNS)
    AMP_FORM_GRID (object)->max_columns = g_value_get_uint (value);
  else if (id == PROP_COLUMN_WIDTH)
    AMP_FORM_GRID (object)->column_width = g_value_get_int (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
amp_form_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (amp_form_grid_parent_class)->dispose (object);
}

static void
amp_form_grid_class_init (AmpFormGridClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = amp_form_grid_set_property;
  object_class->dispose = amp_form_grid_dispose;
  widget_class->get_request_mode = amp_form_grid_get_request_mode;
  widget_class->measure = amp_form_grid_measure;
  widget_class->size_allocate = amp_form_grid_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "formgrid");
  g_object_class_install_property (object_class, PROP_MAX_COLUMNS,
                                   g_param_spec_uint ("max-columns", NULL, NULL, 1, 6, 2,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_COLUMN_WIDTH,
                                   g_param_spec_int ("column-width", NULL, NULL, 100, 600,
                                                     COLUMN_WIDTH,
                                                     G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
}

static void
amp_form_grid_init (AmpFormGrid *self)
{
  self->max_columns = 2;
  self->column_width = COLUMN_WIDTH;
}
