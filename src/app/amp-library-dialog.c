/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form and what the file tells. What is typed is kept as in every form. */
#include "app/amp-library-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-attachment-dialog.h"
#include "app/amp-attachment-section.h"
#include "app/amp-dialog.h"
#include "app/amp-form.h"
#include "domain/library.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpLibraryDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkBox *box;
  GtkLabel *what;
  GtkLabel *told;
  GtkLabel *alert;

  /* Owned References */
  AmpJobs *jobs;
  AmpAttachmentFile *file; /* of a new document */

  /* Borrowed References */
  AmpForm *form;
  const char *entity;
};

G_DEFINE_FINAL_TYPE (AmpLibraryDialog, amp_library_dialog, ADW_TYPE_WINDOW)

static guint saved_signal;

typedef struct
{
  AmpRecord *record;
  AmpAttachmentFile *file; /* NULL */
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  g_clear_pointer (&self->record, amp_record_free);
  g_clear_pointer (&self->file, amp_attachment_file_free);
  g_free (self);
}

/* Worker thread. */
static gpointer
store (AmpSession *session,
       gpointer data,
       AmpProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  Save *self = data;

  return GINT_TO_POINTER (
    self->file != NULL
      ? amp_library_add_document (session, self->record, self->file, progress, cancellable, error)
      : amp_library_save (session, self->record, error));
}

static void
stored (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpLibraryDialog *self = owner;
  Save *save = data;

  self->file = g_steal_pointer (&save->file);
  gtk_widget_set_sensitive (self->save, TRUE);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  /* Nothing of it is unsaved: its draft goes. */
  amp_form_take_record (self->form, amp_record_copy (save->record));
  g_signal_emit (self, saved_signal, 0, amp_record_id (save->record));
  gtk_window_close (GTK_WINDOW (self));
}

static const AmpJob save_job = {.func = store, .done = stored, .data_free = save_free};
static const AmpJob add_job = {
  .func = store, .done = stored, .data_free = save_free, .title = N_ ("Keeping the document…")};

static void
on_save (AmpLibraryDialog *self)
{
  Save *save;

  if (!gtk_widget_get_sensitive (self->save) || !amp_form_validate (self->form))
    return;
  save = g_new0 (Save, 1);
  save->record = amp_form_dup_record (self->form, self->entity);
  save->file = g_steal_pointer (&self->file);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, save->file != NULL ? &add_job : &save_job, save, self, NULL);
}

/* --- Object --- */

static void
amp_library_dialog_dispose (GObject *object)
{
  AmpLibraryDialog *self = AMP_LIBRARY_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_LIBRARY_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->file, amp_attachment_file_free);
  G_OBJECT_CLASS (amp_library_dialog_parent_class)->dispose (object);
}

static void
amp_library_dialog_class_init (AmpLibraryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_library_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-library-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpLibraryDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpLibraryDialog, box);
  gtk_widget_class_bind_template_child (widget_class, AmpLibraryDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpLibraryDialog, told);
  gtk_widget_class_bind_template_child (widget_class, AmpLibraryDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  saved_signal = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_library_dialog_init (AmpLibraryDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_file (AmpLibraryDialog *self)
{
  g_autofree char *size = NULL;
  g_autofree char *what = NULL;
  g_autofree char *told = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->what), self->file != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->told), self->file != NULL);
  if (self->file == NULL)
    return;
  size = g_format_size (g_bytes_get_size (self->file->bytes));
  what = g_strdup_printf ("%s · %s", amp_attachment_type_label (self->file->mime), size);
  told = amp_attachment_what_stays (self->file);
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->told, told);
  gtk_widget_set_visible (GTK_WIDGET (self->told), *told != '\0');
}

AmpLibraryDialog *
amp_library_dialog_present (GtkWidget *parent,
                            AmpJobs *jobs,
                            AmpRecord *record,
                            AmpAttachmentFile *file)
{
  AmpLibraryDialog *self = g_object_new (AMP_TYPE_LIBRARY_DIALOG, NULL);
  gboolean sheet = strcmp (amp_record_entity (record)->name, "local_sheet") == 0;

  self->jobs = g_object_ref (jobs);
  self->file = file;
  self->entity = amp_record_entity (record)->name;
  self->form = AMP_FORM (amp_form_new_from_ui (sheet ? "local-sheet" : "document"));
  gtk_window_set_title (GTK_WINDOW (self),
                        sheet ? _ ("Sheet of this office") : _ ("Document of this office"));
  gtk_box_insert_child_after (self->box, GTK_WIDGET (self->form), GTK_WIDGET (self->told));
  show_file (self);
  amp_form_take_record (self->form, record);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
  return self;
}
