/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forty-two buttons, Monday first. */
#include "app/amp-month-grid.h"

#include "app/amp-accessible.h"
#include "model/date.h"

#include <glib/gi18n.h>

#define WEEKS 6
#define CELLS (WEEKS * 7)

struct _AmpMonthGrid
{
  AdwBin parent_instance;

  /* Template. */
  GtkLabel *title;
  GtkWidget *previous;
  GtkWidget *next;
  GtkGrid *grid;

  GtkWidget *buttons[CELLS];
  AmpDate day;  /* chosen */
  guint offset; /* cell of the first day */
  guint n_days;
  char *texts[3]; /* chosen, first, last */
};

enum
{
  MONTH,
  DAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpMonthGrid, amp_month_grid, ADW_TYPE_BIN)

static void
set_texts (AmpMonthGrid *self)
{
  AmpDate first = self->day, last = self->day;
  const AmpDate *dates[] = {&self->day, &first, &last};

  first.day = 1;
  last.day = (guint8) self->n_days;
  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_free (self->texts[i]);
      self->texts[i] = amp_date_to_text (dates[i]);
    }
}

static char *
day_text (AmpMonthGrid *self, guint day, const char *format)
{
  g_autoptr (GDateTime) time =
    g_date_time_new_local (self->day.year, self->day.month, (int) day, 12, 0, 0);

  return g_date_time_format (time, format);
}

/* The month alone, with a capital. */
static void
show_title (AmpMonthGrid *self)
{
  /* Translators: strftime() of a month: "November 2026". */
  g_autofree char *text = day_text (self, 1, _ ("%B %Y"));
  g_autofree char *first = g_utf8_strup (text, g_utf8_next_char (text) - text);
  g_autofree char *whole = g_strconcat (first, g_utf8_next_char (text), NULL);

  gtk_label_set_label (self->title, whole);
}

static void
show_cell (AmpMonthGrid *self, guint cell, guint n)
{
  GtkWidget *button = self->buttons[cell];
  gboolean in_month = cell >= self->offset && cell < self->offset + self->n_days;
  guint day = cell - self->offset + 1;
  GtkWidget *box = gtk_button_get_child (GTK_BUTTON (button));
  GtkWidget *number = gtk_widget_get_first_child (box);
  g_autofree char *digits = in_month ? g_strdup_printf ("%u", day) : g_strdup ("");
  g_autofree char *count = in_month && n > 0 ? g_strdup_printf ("%u", n) : g_strdup ("");
  g_autofree char *date = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_sensitive (button, in_month);
  gtk_widget_set_opacity (button, in_month ? 1 : 0);
  gtk_label_set_text (GTK_LABEL (number), digits);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (number)), count);
  if (!in_month)
    return;
  if (day == self->day.day)
    gtk_widget_add_css_class (button, "amp-chosen");
  else
    gtk_widget_remove_css_class (button, "amp-chosen");
  date = day_text (self, day, _ ("%A %-d %B"));
  /* Translators: a day, and how many tasks it has. */
  name = n > 0 ? g_strdup_printf (ngettext ("%s: %u task", "%s: %u tasks", n), date, n)
               : g_strdup_printf (_ ("%s: nothing"), date);
  amp_accessible_set_label (button, name);
}

void
amp_month_grid_set_counts (AmpMonthGrid *self, const guint counts[31])
{
  for (guint cell = 0; cell < CELLS; cell++)
    show_cell (
      self, cell,
      cell >= self->offset && cell < self->offset + self->n_days ? counts[cell - self->offset] : 0);
}

static void
show_month (AmpMonthGrid *self)
{
  static const guint none[31] = {0};
  GDate first;

  g_date_clear (&first, 1);
  g_date_set_dmy (&first, 1, (GDateMonth) self->day.month, self->day.year);
  self->offset = (guint) g_date_get_weekday (&first) - 1;
  self->n_days = g_date_get_days_in_month ((GDateMonth) self->day.month, self->day.year);
  self->day.day = (guint8) MIN (self->day.day, self->n_days);
  set_texts (self);
  show_title (self);
  amp_month_grid_set_counts (self, none);
}

void
amp_month_grid_show (AmpMonthGrid *self, const char *day)
{
  if (!amp_date_parse (day, &self->day) || self->day.precision != AMP_DATE_DAY)
    self->day = amp_date_today ();
  show_month (self);
}

static void
move_month (AmpMonthGrid *self, int by)
{
  int month = self->day.month + by;

  self->day.year = (guint16) (self->day.year + (month > 12) - (month < 1));
  self->day.month = (guint8) (month > 12 ? 1 : month < 1 ? 12 : month);
  show_month (self);
  g_signal_emit (self, signals[MONTH], 0);
}

static void
on_previous (AmpMonthGrid *self)
{
  move_month (self, -1);
}

static void
on_next (AmpMonthGrid *self)
{
  move_month (self, 1);
}

static void
on_day (GtkWidget *button, AmpMonthGrid *self)
{
  for (guint cell = 0; cell < CELLS; cell++)
    {
      gtk_widget_remove_css_class (self->buttons[cell], "amp-chosen");
      if (self->buttons[cell] == button)
        self->day.day = (guint8) (cell - self->offset + 1);
    }
  gtk_widget_add_css_class (button, "amp-chosen");
  set_texts (self);
  g_signal_emit (self, signals[DAY], 0);
}

static gboolean
on_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
        guint keyval,
        guint keycode G_GNUC_UNUSED,
        GdkModifierType state G_GNUC_UNUSED,
        AmpMonthGrid *self)
{
  if (keyval != GDK_KEY_Page_Up && keyval != GDK_KEY_Page_Down)
    return FALSE;
  move_month (self, keyval == GDK_KEY_Page_Up ? -1 : 1);
  gtk_widget_grab_focus (amp_month_grid_get_button (self, self->day.day));
  return TRUE;
}

static GtkWidget *
make_button (AmpMonthGrid *self)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_widget_add_css_class (count, "amp-count");
  gtk_box_append (GTK_BOX (box), gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (box), count);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_hexpand (button, TRUE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_day), self, 0);
  return button;
}

static void
add_weekdays (AmpMonthGrid *self)
{
  for (int i = 0; i < 7; i++)
    {
      /* A Monday, and the six days after it. */
      g_autoptr (GDateTime) time = g_date_time_new_local (2024, 1, 1 + i, 12, 0, 0);
      g_autofree char *name = g_date_time_format (time, "%a");
      GtkWidget *label = gtk_label_new (name);

      gtk_widget_add_css_class (label, "caption");
      gtk_grid_attach (self->grid, label, i, 0, 1, 1);
    }
}

static void
amp_month_grid_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_MONTH_GRID);
  G_OBJECT_CLASS (amp_month_grid_parent_class)->dispose (object);
}

static void
amp_month_grid_finalize (GObject *object)
{
  AmpMonthGrid *self = AMP_MONTH_GRID (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
  G_OBJECT_CLASS (amp_month_grid_parent_class)->finalize (object);
}

static void
amp_month_grid_class_init (AmpMonthGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_month_grid_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_month_grid_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-month-grid.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpMonthGrid, title);
  gtk_widget_class_bind_template_child (widget_class, AmpMonthGrid, previous);
  gtk_widget_class_bind_template_child (widget_class, AmpMonthGrid, next);
  gtk_widget_class_bind_template_child (widget_class, AmpMonthGrid, grid);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_key);
  signals[MONTH] = g_signal_new ("month", AMP_TYPE_MONTH_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[DAY] = g_signal_new ("day", AMP_TYPE_MONTH_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
amp_month_grid_init (AmpMonthGrid *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (self->previous, _ ("Previous month"));
  amp_accessible_set_label (self->next, _ ("Next month"));
  add_weekdays (self);
  for (int cell = 0; cell < CELLS; cell++)
    {
      self->buttons[cell] = make_button (self);
      amp_accessible_set_label (self->buttons[cell], "");
      gtk_grid_attach (self->grid, self->buttons[cell], cell % 7, 1 + cell / 7, 1, 1);
    }
  self->day = amp_date_today ();
  show_month (self);
}

const char *
amp_month_grid_get_day (AmpMonthGrid *self)
{
  return self->texts[0];
}

const char *
amp_month_grid_get_first (AmpMonthGrid *self)
{
  return self->texts[1];
}

const char *
amp_month_grid_get_last (AmpMonthGrid *self)
{
  return self->texts[2];
}

GtkWidget *
amp_month_grid_get_button (AmpMonthGrid *self, guint n)
{
  return self->buttons[self->offset + n - 1];
}
