/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everybody reads how many cases came from an activity; the list behind the button holds those that
 * this person may open. */
#include "app/amp-programme-activity.h"

#include "app/amp-editor.h"
#include "app/amp-repeat-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpProgrammePane *pane; /* the pane owns this */
  GtkWidget *repeat;
  GtkWidget *cases;
  GArray *ids; /* of gint64: cases that may be opened */
} Beside;

static void
beside_free (gpointer data)
{
  Beside *self = data;

  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

#define BESIDE "amp-programme-beside"

/* --- Cases --- */

typedef struct
{
  gint64 activity;
  gint64 n;
  GArray *ids;
} Detected;

static void
detected_free (gpointer data)
{
  Detected *self = data;

  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

static gpointer
detected_run (AmpSession *session,
              gpointer data,
              AmpProgress *progress G_GNUC_UNUSED,
              GCancellable *cancellable G_GNUC_UNUSED,
              GError **error)
{
  Detected *self = data;

  self->n = amp_programme_cases_of (session, self->activity, error);
  if (self->n < 0)
    return NULL;
  self->ids = amp_programme_case_ids (session, self->activity, error);
  return GINT_TO_POINTER (self->ids != NULL);
}

static void
detected_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  Beside *self = g_object_get_data (owner, BESIDE);
  Detected *detected = data;
  g_autofree char *text = NULL;
  gint64 shown;

  if (error != NULL || !amp_programme_pane_get_shown (self->pane, &shown) ||
      shown != detected->activity)
    return;
  g_clear_pointer (&self->ids, g_array_unref);
  self->ids = g_steal_pointer (&detected->ids);
  text = g_strdup_printf (
    /* Translators: cases that were detected by an activity; %d is how many. */
    ngettext ("%d case came from it", "%d cases came from it", (gulong) detected->n),
    (int) detected->n);
  gtk_button_set_label (GTK_BUTTON (self->cases), text);
  gtk_widget_set_visible (self->cases, detected->n > 0);
  gtk_widget_set_sensitive (self->cases, self->ids->len > 0);
  gtk_widget_set_tooltip_text (self->cases, self->ids->len > 0
                                              ? _ ("Show those that you may open")
                                              : _ ("They belong to others of the team"));
}

static const AmpJob detected_job = {
  .func = detected_run, .done = detected_done, .data_free = detected_free};

static void
cases_cb (Beside *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self->pane), "win.show-behind", "(s@ax)",
                              _ ("Cases that came from an activity"),
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, self->ids->data,
                                                         self->ids->len, sizeof (gint64)));
}

/* --- The series --- */

static void
repeated_cb (gpointer owner, guint n)
{
  g_autofree char *text = g_strdup_printf (
    /* Translators: %u is how many. */
    ngettext ("%u activity was added, as planned.", "%u activities were added, as planned.", n), n);

  amp_toast (owner, n > 0 ? text : _ ("All of them are there already."));
  amp_programme_pane_reload (owner);
}

static void
repeat_cb (Beside *self)
{
  AmpSectionEditor *editor = amp_programme_pane_get_editor (self->pane);
  const AmpRecord *record = amp_form_peek_record (amp_section_editor_get_form (editor), "activity");

  if (amp_programme_pane_is_dirty (self->pane))
    amp_toast (GTK_WIDGET (self->pane), _ ("Save this entry first, or undo your changes."));
  else if (record != NULL)
    amp_repeat_dialog_present (GTK_WIDGET (self->pane),
                               amp_programme_pane_get_context (self->pane)->jobs, record,
                               repeated_cb);
}

static void
shown_cb (AmpProgrammePane *pane, Beside *self)
{
  Detected *detected;
  gint64 id;
  gboolean stored = amp_programme_pane_get_shown (pane, &id) && id != 0;

  gtk_widget_set_visible (self->repeat, stored);
  gtk_widget_set_visible (self->cases, FALSE);
  if (!stored)
    return;
  detected = g_new0 (Detected, 1);
  detected->activity = id;
  amp_jobs_run (amp_programme_pane_get_context (pane)->jobs, &detected_job, detected, pane, NULL);
}

void
amp_programme_activity_made (AmpProgrammePane *pane, GtkWidget *buttons)
{
  Beside *self = g_new0 (Beside, 1);

  self->pane = pane;
  self->repeat = gtk_button_new_with_mnemonic (_ ("Repeat as a ser_ies…"));
  self->cases = gtk_button_new ();
  gtk_widget_set_visible (self->repeat, FALSE);
  gtk_widget_set_visible (self->cases, FALSE);
  gtk_box_append (GTK_BOX (buttons), self->repeat);
  gtk_box_append (GTK_BOX (buttons), self->cases);
  g_object_set_data_full (G_OBJECT (pane), BESIDE, self, beside_free);
  g_signal_connect_swapped (self->repeat, "clicked", G_CALLBACK (repeat_cb), self);
  g_signal_connect_swapped (self->cases, "clicked", G_CALLBACK (cases_cb), self);
  g_signal_connect (pane, "shown", G_CALLBACK (shown_cb), self);
}
