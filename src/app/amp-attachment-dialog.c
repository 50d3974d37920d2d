/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that attaches a file, or renames what is attached. */
#include "app/amp-attachment-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-attachment-load.h"
#include "app/amp-attachment-section.h"
#include "app/amp-dialog.h"
#include "app/amp-form.h"
#include "app/amp-section-save.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>

struct _AmpAttachmentDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkBox *box;
  GtkLabel *what;
  GtkLabel *told;
  GtkLabel *alert;

  /* Owned References */
  AmpSectionContext *context;
  AmpAttachmentFile *file; /* NULL: one that is there */

  /* Borrowed References */
  AmpForm *form;
};

G_DEFINE_FINAL_TYPE (AmpAttachmentDialog, amp_attachment_dialog, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Saving --- */

typedef struct
{
  AmpRecord *record;
  AmpAttachmentFile *file;
} Adding;

static void
adding_free (gpointer data)
{
  Adding *self = data;

  g_clear_pointer (&self->record, amp_record_free);
  g_clear_pointer (&self->file, amp_attachment_file_free);
  g_free (self);
}

/* Worker thread. */
static gpointer
add (AmpSession *session,
     gpointer data,
     AmpProgress *progress,
     GCancellable *cancellable,
     GError **error)
{
  Adding *self = data;
  g_autoptr (AmpPdf) pdf = amp_media_class (self->file->mime) == AMP_MEDIA_PDF
                             ? amp_pdf_new (self->file->bytes, NULL)
                             : NULL;

  if (pdf != NULL && amp_pdf_get_length (pdf) <= 100000)
    amp_record_set_int (self->record, "pages", amp_pdf_get_length (pdf));
  return GINT_TO_POINTER (
    amp_attachments_add (session, self->record, self->file, progress, cancellable, error));
}

static void
finish (AmpAttachmentDialog *self, AmpRecord *record, const GError *error)
{
  gtk_widget_set_sensitive (self->save, TRUE);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  g_signal_emit (self, signals[SAVED], 0, record);
  gtk_window_close (GTK_WINDOW (self));
}

static void
added (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpAttachmentDialog *self = owner;
  Adding *adding = data;

  self->file = g_steal_pointer (&adding->file);
  finish (self, adding->record, error);
}

static const AmpJob add_job = {
  .func = add, .done = added, .data_free = adding_free, .title = N_ ("Attaching the file…")};

static void
renamed (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  finish (owner, ((AmpSectionSave *) data)->record, error);
}

static const AmpJob rename_job = {
  .func = amp_section_save_run, .done = renamed, .data_free = amp_section_save_free};

static void
on_save (AmpAttachmentDialog *self)
{
  AmpRecord *record;

  if (!gtk_widget_get_sensitive (self->save) || !amp_form_validate (self->form))
    return;
  record = amp_form_dup_record (self->form, "attachment");
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  if (self->file != NULL)
    {
      Adding *adding = g_new0 (Adding, 1);

      adding->record = record;
      adding->file = g_steal_pointer (&self->file);
      amp_jobs_run (self->context->jobs, &add_job, adding, self, NULL);
    }
  else
    {
      AmpSectionSave *save = g_new0 (AmpSectionSave, 1);

      save->record = record;
      amp_jobs_run (self->context->jobs, &rename_job, save, self, NULL);
    }
}

/* --- Object --- */

static void
amp_attachment_dialog_dispose (GObject *object)
{
  AmpAttachmentDialog *self = AMP_ATTACHMENT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_ATTACHMENT_DIALOG);
  g_clear_object (&self->context);
  g_clear_pointer (&self->file, amp_attachment_file_free);
  G_OBJECT_CLASS (amp_attachment_dialog_parent_class)->dispose (object);
}

static void
amp_attachment_dialog_class_init (AmpAttachmentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_attachment_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-attachment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentDialog, box);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentDialog, told);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amp_attachment_dialog_init (AmpAttachmentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static AmpAttachmentDialog *
present (GtkWidget *parent, AmpSectionContext *context, AmpRecord *record)
{
  AmpAttachmentDialog *self = g_object_new (AMP_TYPE_ATTACHMENT_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->form = AMP_FORM (amp_form_new_from_ui ("attachment"));
  gtk_box_insert_child_after (self->box, GTK_WIDGET (self->form), GTK_WIDGET (self->what));
  amp_form_take_record (self->form, record);
  amp_dialog_put_over (GTK_WINDOW (self), parent, context->jobs);
  return self;
}

static const char *
what_was_done (const AmpAttachmentFile *file)
{
  if (file->stripped && amp_media_class (file->mime) == AMP_MEDIA_IMAGE)
    return _ ("Place, time, device and author that the camera wrote into the picture were taken "
              "out.");
  if (file->stripped)
    return _ ("Names and dates that a program wrote into the recording were taken out.");
  if (file->tells)
    return _ ("The file may say where, when, by whom and with what it was made. That stays in it.");
  return "";
}

char *
amp_attachment_what_stays (const AmpAttachmentFile *file)
{
  const char *done = what_was_done (file);

  if (amp_media_class (file->mime) != AMP_MEDIA_OTHER)
    return g_strdup (done);
  return g_strconcat (done, *done != '\0' ? " " : "",
                      _ ("It can be kept, but not shown inside the program."), NULL);
}

AmpAttachmentDialog *
amp_attachment_dialog_add (GtkWidget *parent, AmpSectionContext *context, AmpAttachmentFile *file)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("attachment"));
  AmpAttachmentDialog *self;
  g_autofree char *size = g_format_size (g_bytes_get_size (file->bytes));
  g_autofree char *what = g_strdup_printf ("%s · %s", amp_attachment_type_label (file->mime), size);
  g_autofree char *told = amp_attachment_what_stays (file);

  amp_record_set_int (record, "case", context->case_id);
  (void) amp_record_set (record, "kind", amp_attachment_file_kind (file), NULL);
  self = present (parent, context, record);
  self->file = file;
  gtk_label_set_label (self->what, what);
  gtk_label_set_label (self->told, told);
  gtk_widget_set_visible (GTK_WIDGET (self->told), *told != '\0');
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
  return self;
}

AmpAttachmentDialog *
amp_attachment_dialog_edit (GtkWidget *parent, AmpSectionContext *context, const AmpRecord *record)
{
  AmpAttachmentDialog *self = present (parent, context, amp_record_copy (record));

  gtk_widget_set_visible (GTK_WIDGET (self->what), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->told), FALSE);
  gtk_button_set_label (GTK_BUTTON (self->save), _ ("_Save"));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
  return self;
}
