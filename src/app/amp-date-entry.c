/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads what is typed as people write dates here, says how precise it is, and writes it the usual
 * way when the entry is left. */
#include "app/amp-date-entry.h"

#include "app/amp-accessible.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpDateEntry
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkEntry *entry;
  GtkLabel *precision;
  GtkMenuButton *button;
  GtkCalendar *calendar; /* NULL until the calendar was opened */
  gboolean setting;
};

static void amp_date_entry_value_init (AmpFormValueInterface *iface);

G_DEFINE_TYPE_WITH_CODE (AmpDateEntry,
                         amp_date_entry,
                         GTK_TYPE_WIDGET,
                         G_IMPLEMENT_INTERFACE (AMP_TYPE_FORM_VALUE, amp_date_entry_value_init))

static gboolean
read_date (AmpDateEntry *self, AmpDate *date)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  *date = (AmpDate){0};
  g_strstrip (text);
  return *text == '\0' || amp_date_read (text, date);
}

static const char *
precision_text (const AmpDate *date)
{
  switch ((AmpDatePrecision) date->precision)
    {
    case AMP_DATE_DAY:
      return _ ("exact day");
    case AMP_DATE_MONTH:
      return _ ("month only");
    case AMP_DATE_YEAR:
      return _ ("year only");
    case AMP_DATE_UNKNOWN:
      return _ ("not known");
    case AMP_DATE_NONE:
    default:
      return "";
    }
}

static void
show_precision (AmpDateEntry *self)
{
  AmpDate date;

  gtk_label_set_text (self->precision, read_date (self, &date) ? precision_text (&date) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->precision),
                          *gtk_label_get_text (self->precision) != '\0');
}

static void
set_date (AmpDateEntry *self, const AmpDate *date)
{
  g_autofree char *text = amp_date_to_display (date, amp_code_language ());

  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
}

static char *
amp_date_entry_dup_text (AmpFormValue *value)
{
  AmpDateEntry *self = AMP_DATE_ENTRY (value);
  AmpDate date;

  if (read_date (self, &date))
    return amp_date_to_text (&date);
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
amp_date_entry_set_text (AmpFormValue *value, const char *text)
{
  AmpDateEntry *self = AMP_DATE_ENTRY (value);
  AmpDate date;

  self->setting = TRUE;
  if (text != NULL && amp_date_parse (text, &date))
    set_date (self, &date);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  show_precision (self);
  self->setting = FALSE;
}

static const char *
amp_date_entry_get_problem (AmpFormValue *value)
{
  AmpDate date;

  return read_date (AMP_DATE_ENTRY (value), &date)
           ? NULL
           : _ ("This is no date. Write it as 5/3/2024, March 2024, 2024 or “unknown”.");
}

static GtkWidget *
amp_date_entry_get_target (AmpFormValue *value)
{
  return GTK_WIDGET (AMP_DATE_ENTRY (value)->entry);
}

static void
amp_date_entry_set_label (AmpFormValue *value, const char *label)
{
  AmpDateEntry *self = AMP_DATE_ENTRY (value);
  /* Translators: accessible name of the calendar button of a date, for example "Birth date:
   * calendar". */
  g_autofree char *name = g_strdup_printf (_ ("%s: calendar"), label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  /* GTK 4.8 shows screen readers the toggle inside, not the menu button. */
  amp_accessible_set_label (gtk_widget_get_first_child (GTK_WIDGET (self->button)), name);
}

static void
amp_date_entry_value_init (AmpFormValueInterface *iface)
{
  iface->dup_text = amp_date_entry_dup_text;
  iface->set_text = amp_date_entry_set_text;
  iface->get_problem = amp_date_entry_get_problem;
  iface->get_target = amp_date_entry_get_target;
  iface->set_label = amp_date_entry_set_label;
}

static void
changed_cb (AmpDateEntry *self)
{
  if (self->setting)
    return;
  show_precision (self);
  amp_form_value_emit_changed (AMP_FORM_VALUE (self));
}

static void
left_cb (AmpDateEntry *self)
{
  AmpDate date;

  if (!read_date (self, &date) || date.precision == AMP_DATE_NONE)
    return;
  self->setting = TRUE;
  set_date (self, &date);
  self->setting = FALSE;
}

static void
day_selected_cb (AmpDateEntry *self)
{
  g_autoptr (GDateTime) chosen = gtk_calendar_get_date (self->calendar);
  AmpDate date = {.year = (guint16) g_date_time_get_year (chosen),
                  .month = (guint8) g_date_time_get_month (chosen),
                  .day = (guint8) g_date_time_get_day_of_month (chosen),
                  .precision = AMP_DATE_DAY};

  if (!self->setting)
    set_date (self, &date);
}

static void
close_calendar (AmpDateEntry *self, const AmpDate *date)
{
  set_date (self, date);
  gtk_menu_button_popdown (self->button);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
today_cb (AmpDateEntry *self)
{
  AmpDate date = amp_date_today ();

  close_calendar (self, &date);
}

static void
unknown_cb (AmpDateEntry *self)
{
  AmpDate date = {.precision = AMP_DATE_UNKNOWN};

  close_calendar (self, &date);
}

static void
show_in_calendar (AmpDateEntry *self)
{
  g_autoptr (GDateTime) at = NULL;
  AmpDate date;

  if (!read_date (self, &date) || date.year == 0)
    date = amp_date_today ();
  at = g_date_time_new_local (date.year, MAX (date.month, 1), MAX (date.day, 1), 12, 0, 0);
  self->setting = TRUE;
  if (at != NULL)
    gtk_calendar_select_day (self->calendar, at);
  self->setting = FALSE;
}

static void
make_calendar (GtkMenuButton *button G_GNUC_UNUSED, gpointer data)
{
  AmpDateEntry *self = data;
  GtkWidget *box, *buttons, *today, *unknown, *popover;

  if (self->calendar == NULL)
    {
      box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      today = gtk_button_new_with_mnemonic (_ ("_Today"));
      unknown = gtk_button_new_with_mnemonic (_ ("Not _known"));
      popover = gtk_popover_new ();
      self->calendar = GTK_CALENDAR (gtk_calendar_new ());
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Calendar"), -1);
      gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
      gtk_box_append (GTK_BOX (buttons), today);
      gtk_box_append (GTK_BOX (buttons), unknown);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
      gtk_box_append (GTK_BOX (box), buttons);
      gtk_popover_set_child (GTK_POPOVER (popover), box);
      gtk_menu_button_set_popover (self->button, popover);
      g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
      g_signal_connect_swapped (today, "clicked", G_CALLBACK (today_cb), self);
      g_signal_connect_swapped (unknown, "clicked", G_CALLBACK (unknown_cb), self);
    }
  show_in_calendar (self);
}

static gboolean
amp_date_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AMP_DATE_ENTRY (widget)->entry));
}

static void
amp_date_entry_dispose (GObject *object)
{
  AmpDateEntry *self = AMP_DATE_ENTRY (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_date_entry_parent_class)->dispose (object);
}

static void
amp_date_entry_class_init (AmpDateEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_date_entry_dispose;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_date_entry_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "dateentry");
}

static void
amp_date_entry_init (AmpDateEntry *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 10);
  gtk_entry_set_placeholder_text (self->entry, _ ("day/month/year"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), focus);

  self->precision = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->precision), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->precision), "caption");
  gtk_widget_set_visible (GTK_WIDGET (self->precision), FALSE);

  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "x-office-calendar-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Calendar"));
  gtk_menu_button_set_create_popup_func (self->button, make_calendar, self, NULL);

  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->precision));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->button));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
amp_date_entry_new (void)
{
  return g_object_new (AMP_TYPE_DATE_ENTRY, NULL);
}

const char *
amp_date_entry_get_precision (AmpDateEntry *self)
{
  return gtk_label_get_text (self->precision);
}
