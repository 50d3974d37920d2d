/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three lines at most; a screen reader hears them as one sentence. */
#include "app/amp-programme-row.h"

#include "app/amp-accessible.h"
#include "app/amp-record-text.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

#define ID "amp-programme-id"

static const char *
label_of (const char *list, const char *value)
{
  const AmpCode *code =
    list != NULL && value != NULL ? amp_code_list_lookup (amp_code_list_find (list), value) : NULL;

  return code != NULL ? amp_code_label (code, amp_code_language ()) : "";
}

static char *
day_words (const char *on)
{
  AmpDate date;

  return on != NULL && amp_date_parse (on, &date)
           ? amp_date_to_display (&date, amp_code_language ())
           : g_strdup ("");
}

/* A day that is over, and still planned: somebody should say what became of it. */
static gboolean
is_overdue (const AmpProgrammeRow *row)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  return g_strcmp0 (row->status, "planned") == 0 && row->on != NULL &&
         g_strcmp0 (row->on, text) < 0;
}

static char *
state_words (const AmpProgrammeKind *kind, const AmpProgrammeRow *row)
{
  g_autofree char *number =
    kind->number != NULL && row->n >= 0 ? kind->number (row->n) : g_strdup ("");
  const char *status = label_of (amp_programme_status_list (kind->entity), row->status);

  return amp_text_join (is_overdue (row) ? _ ("Planned, and the day is past") : status, number,
                        NULL);
}

static void
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_widget_set_visible (label, *text != '\0');
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
amp_programme_list_row_new (const AmpProgrammeKind *kind, const AmpProgrammeRow *row)
{
  const char *what = label_of (amp_programme_kind_list (kind->entity), row->kind);
  const char *title = row->title != NULL ? row->title : *what != '\0' ? what : row->code;
  g_autofree char *day = day_words (row->on);
  g_autofree char *where =
    amp_text_join (day, row->title != NULL ? what : "", label_of ("region", row->region), NULL);
  g_autofree char *state = state_words (kind, row);
  g_autofree char *name = g_strjoin (". ", title, where, state, NULL);
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  add_line (box, title, NULL);
  add_line (box, where, "dim-label");
  add_line (box, state, is_overdue (row) ? "warning" : "dim-label");
  gtk_widget_set_margin_top (box, 7);
  gtk_widget_set_margin_bottom (box, 7);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  g_object_set_data_full (G_OBJECT (widget), ID, g_memdup2 (&row->id, sizeof row->id), g_free);
  amp_accessible_set_label (widget, name);
  return widget;
}

gint64
amp_programme_list_row_get_id (GtkListBoxRow *row)
{
  const gint64 *id = row != NULL ? g_object_get_data (G_OBJECT (row), ID) : NULL;

  return id != NULL ? *id : 0;
}
