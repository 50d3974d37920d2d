/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The other one is chosen first, then where the document goes. */
#include "app/amp-programme-compare.h"

#include "app/amp-code-picker.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-export-file.h"
#include "app/amp-file-chooser.h"
#include "app/amp-translate.h"
#include "domain/regional-plan.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

typedef struct
{
  gint64 first, second;
  char *path;
} Writing;

static void
writing_free (gpointer data)
{
  g_free (((Writing *) data)->path);
  g_free (data);
}

/* Worker thread. */
static gpointer
write_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  const Writing *self = data;
  g_autoptr (GBytes) bytes = amp_regional_plans_to_pdf (session, self->first, self->second, NULL,
                                                        amp_code_language (), amp_translate, error);

  return amp_export_file_write (self->path, bytes, error);
}

static void
write_done (gpointer owner,
            gpointer result G_GNUC_UNUSED,
            const GError *error,
            gpointer data G_GNUC_UNUSED)
{
  if (error != NULL)
    amp_toast_error (owner, error);
  else
    amp_toast (owner, _ ("The document is written."));
}

static const AmpJob write_job = {.func = write_run, .done = write_done, .data_free = writing_free};

#define OTHER "amp-programme-other"

static void
chosen_cb (gpointer owner, const char *path)
{
  const char *other = g_object_get_data (owner, OTHER);
  Writing *writing;
  gint64 id;

  if (path == NULL || other == NULL || !amp_programme_pane_get_shown (owner, &id) || id == 0)
    return;
  writing = g_new0 (Writing, 1);
  writing->first = id;
  writing->second = g_ascii_strtoll (other, NULL, 10);
  writing->path = g_strdup (path);
  amp_jobs_run (amp_programme_pane_get_context (owner)->jobs, &write_job, writing, owner, NULL);
}

static void
on_answer (AmpProgrammePane *pane, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *picker = adw_message_dialog_get_extra_child (dialog);
  const AmpChoose choose = {.kind = AMP_CHOOSE_SAVE,
                            .title = _ ("Write the document"),
                            .name = _ ("comparison.pdf"),
                            .pattern = "*.pdf"};

  if (!g_str_equal (response, "write"))
    return;
  g_object_set_data_full (G_OBJECT (pane), OTHER, amp_form_value_dup_text (AMP_FORM_VALUE (picker)),
                          g_free);
  amp_choose_file (GTK_WIDGET (pane), &choose, chosen_cb);
}

static void
picked_cb (AdwMessageDialog *dialog)
{
  GtkWidget *picker = adw_message_dialog_get_extra_child (dialog);
  g_autofree char *value = amp_form_value_dup_text (AMP_FORM_VALUE (picker));

  adw_message_dialog_set_response_enabled (dialog, "write", *value != '\0');
}

/* All plans but the one that is shown. */
static GtkWidget *
make_picker (AmpProgrammePane *pane)
{
  GtkWidget *picker = amp_code_picker_new_empty (FALSE);
  GPtrArray *plans =
    amp_form_refs_list (amp_programme_pane_get_context (pane)->refs, "regional_plan");
  gint64 shown = 0;

  (void) amp_programme_pane_get_shown (pane, &shown);
  for (guint i = 0; plans != NULL && i < plans->len; i++)
    {
      const AmpFormRef *plan = plans->pdata[i];

      if (g_ascii_strtoll (plan->id, NULL, 10) != shown)
        amp_code_picker_add (AMP_CODE_PICKER (picker), plan->id, plan->label, plan->detail, NULL);
    }
  amp_form_value_set_label (AMP_FORM_VALUE (picker), _ ("The other plan"));
  return picker;
}

static void
clicked_cb (AmpProgrammePane *pane)
{
  GtkWidget *widget = adw_message_dialog_new (
    GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (pane))), _ ("Compare two plans"),
    _ ("Axis by axis, side by side, how far each has come. Choose the other plan."));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  GtkWidget *picker = make_picker (pane);

  adw_message_dialog_set_extra_child (dialog, picker);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "write",
                                    _ ("_Write the document…"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "write", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "write", FALSE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (picker, "value-changed", G_CALLBACK (picked_cb), dialog,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), pane, G_CONNECT_SWAPPED);
  amp_dialog_put_over (GTK_WINDOW (dialog), GTK_WIDGET (pane),
                       amp_programme_pane_get_context (pane)->jobs);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
shown_cb (AmpProgrammePane *pane, GtkWidget *button)
{
  gint64 id;

  gtk_widget_set_visible (button, amp_programme_pane_get_shown (pane, &id) && id != 0);
}

void
amp_programme_compare_offer (AmpProgrammePane *pane, GtkWidget *buttons)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Compare pla_ns…"));

  gtk_widget_set_visible (button, FALSE);
  gtk_box_append (GTK_BOX (buttons), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), pane, G_CONNECT_SWAPPED);
  g_signal_connect_object (pane, "shown", G_CALLBACK (shown_cb), button, 0);
}
