/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two lines of text in a button, and beside it the tick. */
#include "app/amp-section-row.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>

struct _AmpSectionRow
{
  GtkBox parent_instance;

  gint64 id;
  GtkWidget *open;
  GtkWidget *tick; /* NULL: nothing may be ticked */
};

G_DEFINE_FINAL_TYPE (AmpSectionRow, amp_section_row, GTK_TYPE_BOX)

enum
{
  OPENED,
  TICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
open_cb (AmpSectionRow *self)
{
  g_signal_emit (self, signals[OPENED], 0, self->id);
}

static void
tick_cb (AmpSectionRow *self)
{
  g_signal_emit (self, signals[TICKED], 0, self->id);
}

static gboolean
tick_shortcut_cb (GtkWidget *widget, GVariant *args G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  AmpSectionRow *self = AMP_SECTION_ROW (widget);

  if (self->tick == NULL)
    return GDK_EVENT_PROPAGATE;
  tick_cb (self);
  return GDK_EVENT_STOP;
}

static void
amp_section_row_class_init (AmpSectionRowClass *klass)
{
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_d, GDK_CONTROL_MASK,
                                tick_shortcut_cb, NULL);
  signals[OPENED] = g_signal_new ("opened", AMP_TYPE_SECTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[TICKED] = g_signal_new ("ticked", AMP_TYPE_SECTION_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_section_row_init (AmpSectionRow *self)
{
  (void) self;
}

static GtkWidget *
make_label (const char *text, gboolean small)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (small)
    {
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

static GtkWidget *
make_open (const char *summary, const char *detail)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = g_strdup_printf ("%s. %s", summary, detail);

  gtk_box_append (GTK_BOX (box), make_label (summary, FALSE));
  gtk_box_append (GTK_BOX (box), make_label (detail, TRUE));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "amp-record");
  gtk_widget_set_hexpand (button, TRUE);
  amp_accessible_set_label (button, name);
  return button;
}

static GtkWidget *
make_tick (const char *label, const char *summary)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  /* Translators: %s is what is done, e.g. "Delivered today". */
  g_autofree char *tip = g_strdup_printf (_ ("%s (Ctrl+D)"), label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, summary);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (button, 12);
  amp_accessible_set_label (button, name);
  return button;
}

GtkWidget *
amp_section_row_new (const AmpSectionKind *kind,
                     const AmpRecord *record,
                     AmpSectionContext *context)
{
  AmpSectionRow *self = g_object_new (AMP_TYPE_SECTION_ROW, NULL);
  g_autofree char *summary = kind->summary (record, context);
  g_autofree char *detail = kind->detail (record, context);

  self->id = amp_record_id (record);
  self->open = make_open (summary, detail);
  gtk_box_append (GTK_BOX (self), self->open);
  g_signal_connect_swapped (self->open, "clicked", G_CALLBACK (open_cb), self);
  if (kind->tick != NULL && kind->may_tick (record))
    {
      self->tick = make_tick (_ (kind->tick), summary);
      gtk_box_append (GTK_BOX (self), self->tick);
      g_signal_connect_swapped (self->tick, "clicked", G_CALLBACK (tick_cb), self);
    }
  return GTK_WIDGET (self);
}

gint64
amp_section_row_focused (GtkWidget *box)
{
  GtkWidget *child = gtk_widget_get_focus_child (box);

  return AMP_IS_SECTION_ROW (child) && amp_has_keyboard (child) ? AMP_SECTION_ROW (child)->id : 0;
}

void
amp_section_row_focus (GtkWidget *box, gint64 id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (AMP_IS_SECTION_ROW (child) && AMP_SECTION_ROW (child)->id == id)
      gtk_widget_grab_focus (AMP_SECTION_ROW (child)->open);
}
