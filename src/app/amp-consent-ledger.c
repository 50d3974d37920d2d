/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line for each purpose: a shape, a word, a day. */
#include "app/amp-case-widgets.h"

#include "app/amp-record-text.h"
#include "domain/consent-state.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

static const struct
{
  AmpConsentState state;
  const char *icon;
  const char *word;
} words[] = {
  {AMP_CONSENT_NONE, "dialog-question-symbolic", N_ ("Not asked yet")},
  {AMP_CONSENT_GIVEN, "emblem-ok-symbolic", N_ ("Given")},
  {AMP_CONSENT_REFUSED, "action-unavailable-symbolic", N_ ("Refused")},
  {AMP_CONSENT_WITHDRAWN, "edit-undo-symbolic", N_ ("Withdrawn")},
  {AMP_CONSENT_EXPIRED, "appointment-missed-symbolic", N_ ("Expired")},
  {AMP_CONSENT_OPEN, "dialog-question-symbolic", N_ ("Not asked, or not possible")},
};

static void
add_line (GtkGrid *grid, int row, const AmpCode *purpose, const AmpCaseFile *file)
{
  AmpDate today = amp_date_today ();
  const AmpRecord *record = NULL;
  AmpConsentState state = amp_consent_state (file, amp_code_value (purpose), &today, &record);
  g_autofree char *on = record != NULL ? amp_record_date_text (record, "on") : g_strdup ("");
  g_autofree char *what = amp_text_join (_ (words[state].word), on, NULL);
  GtkWidget *name = gtk_label_new (amp_code_label (purpose, amp_code_language ()));
  GtkWidget *word = gtk_label_new (what);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (word), 0);
  gtk_widget_set_hexpand (word, TRUE);
  if (state == AMP_CONSENT_GIVEN)
    gtk_widget_add_css_class (word, "heading");
  else
    gtk_widget_add_css_class (word, "dim-label");
  gtk_grid_attach (grid, gtk_image_new_from_icon_name (words[state].icon), 0, row, 1, 1);
  gtk_grid_attach (grid, name, 1, row, 1, 1);
  gtk_grid_attach (grid, word, 2, row, 1, 1);
}

static void
show (GtkGrid *grid, const char *entity G_GNUC_UNUSED, AmpSectionContext *context)
{
  const AmpCodeList *purposes = amp_code_list_find ("consent_purpose");
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  for (guint i = 0; i < amp_code_list_length (purposes); i++)
    add_line (grid, (int) i, amp_code_list_nth (purposes, i), context->file);
}

GtkWidget *
amp_consent_ledger_new (AmpSectionContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("What holds now"));
  GtkWidget *grid = gtk_grid_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "amp-padded");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), grid);
  g_signal_connect_object (context, "changed", G_CALLBACK (show), grid, G_CONNECT_SWAPPED);
  show (GTK_GRID (grid), NULL, context);
  return box;
}
