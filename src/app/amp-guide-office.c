/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each is a job of its own; what it works on is named by its record, for the sheet may be gone when
 * the job is done. */
#include "app/amp-guide-office.h"

#include "app/amp-attachment-viewer.h"
#include "app/amp-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-library-dialog.h"
#include "app/amp-translate.h"
#include "domain/library.h"
#include "domain/programme.h"
#include "domain/sentences.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpGuideShelf *shelf;
  const AmpEntity *entity;
  gint64 id;
  char *path;
} Request;

static Request *
request_new (AmpGuideShelf *shelf, const AmpGuideSheet *sheet)
{
  const AmpRecord *record = amp_guide_shelf_record (shelf, sheet);
  Request *self = g_new0 (Request, 1);

  self->shelf = g_object_ref (shelf);
  self->entity = record != NULL ? amp_record_entity (record) : NULL;
  self->id = record != NULL ? amp_record_id (record) : 0;
  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->shelf);
  g_free (self->path);
  g_free (self);
}

void
amp_guide_office_tell (GtkWidget *guide, const char *sentence)
{
  GtkWindow *below = gtk_window_get_transient_for (GTK_WINDOW (guide));

  if (below != NULL)
    gtk_widget_activate_action (GTK_WIDGET (below), "win.toast", "s", sentence);
}

static void
tell_error (GtkWidget *guide, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_guide_office_tell (guide, _ (amp_error_sentence (error)));
}

/* --- Adding and correcting --- */

static void
present (GtkWidget *guide, AmpGuideShelf *shelf, AmpRecord *record, AmpAttachmentFile *file)
{
  AmpLibraryDialog *dialog =
    amp_library_dialog_present (guide, amp_guide_shelf_get_jobs (shelf), record, file);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (amp_guide_shelf_want), shelf,
                           G_CONNECT_SWAPPED);
}

void
amp_guide_office_new_sheet (GtkWidget *guide, AmpGuideShelf *shelf)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *date = amp_date_to_text (&today);
  AmpRecord *record = amp_record_new (amp_entity_find ("local_sheet"));

  (void) amp_record_set (record, "checked_on", date, NULL);
  present (guide, shelf, record, NULL);
}

void
amp_guide_office_correct (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet)
{
  const AmpRecord *record = amp_guide_shelf_record (shelf, sheet);

  if (record != NULL)
    present (guide, shelf, amp_record_copy (record), NULL);
}

/* Worker thread. */
static gpointer
read_file (AmpSession *session G_GNUC_UNUSED,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable,
           GError **error)
{
  return amp_attachment_file_read (((Request *) data)->path, cancellable, error);
}

static void
was_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpRecord *record;

  if (error != NULL)
    {
      tell_error (owner, error);
      return;
    }
  record = amp_record_new (amp_entity_find ("document"));
  amp_record_set_int (record, "in_library", 1);
  present (owner, ((Request *) data)->shelf, record, result);
}

static void
file_free (gpointer data)
{
  amp_attachment_file_free (data);
}

static const AmpJob read_job = {.func = read_file,
                                .done = was_read,
                                .data_free = request_free,
                                .result_free = file_free,
                                .title = N_ ("Reading the file…")};

#define SHELF "amp-guide-shelf"

static void
chosen (gpointer owner, const char *path)
{
  AmpGuideShelf *shelf = g_object_get_data (owner, SHELF);
  AmpJobs *jobs = amp_guide_shelf_get_jobs (shelf);
  Request *request;

  if (path == NULL || jobs == NULL)
    return;
  request = request_new (shelf, NULL);
  request->path = g_strdup (path);
  amp_jobs_run (jobs, &read_job, request, owner, NULL);
}

void
amp_guide_office_new_document (GtkWidget *guide, AmpGuideShelf *shelf)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("Add a document")};

  g_object_set_data (G_OBJECT (guide), SHELF, shelf);
  amp_choose_file (guide, &choose, chosen);
}

/* --- Deleting --- */

/* Worker thread. */
static gpointer
delete_it (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  Request *self = data;

  return GINT_TO_POINTER (amp_library_delete (session, self->entity, self->id, error));
}

static void
deleted (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  if (error != NULL)
    tell_error (owner, error);
  else
    amp_guide_shelf_reload (((Request *) data)->shelf);
}

static const AmpJob delete_job = {.func = delete_it, .done = deleted, .data_free = request_free};

#define REQUEST "amp-guide-request"

static void
on_delete_answer (GtkWidget *guide, const char *response, GObject *dialog)
{
  Request *request = g_object_steal_data (dialog, REQUEST);
  AmpJobs *jobs = amp_guide_shelf_get_jobs (request->shelf);

  if (g_str_equal (response, "delete") && jobs != NULL)
    amp_jobs_run (jobs, &delete_job, request, guide, NULL);
  else
    request_free (request);
}

static void
present_message (GtkWidget *guide, AmpGuideShelf *shelf, AdwMessageDialog *message)
{
  adw_message_dialog_set_close_response (message, "cancel");
  amp_dialog_put_over (GTK_WINDOW (message), guide, amp_guide_shelf_get_jobs (shelf));
  gtk_window_present (GTK_WINDOW (message));
}

static void
ask_to_delete (GtkWidget *guide, Request *request)
{
  gboolean document = g_str_equal (request->entity->name, "document");
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_WINDOW (guide), document ? _ ("Delete this document?") : _ ("Delete this sheet?"),
    _ ("It cannot be brought back. The log records that you deleted it."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "cancel", _ ("_Cancel"), "delete", _ ("_Delete"),
                                    NULL);
  adw_message_dialog_set_response_appearance (message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), REQUEST, request, request_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_delete_answer), guide,
                           G_CONNECT_SWAPPED);
  present_message (guide, request->shelf, message);
}

/* Where it is named as evidence, so that she finds it. */
static void
say_it_stays (GtkWidget *guide, AmpGuideShelf *shelf, GPtrArray *rows)
{
  g_autoptr (GString) body =
    g_string_new (_ ("It is the evidence of progress or of an update in:"));
  GtkWidget *dialog;

  for (guint i = 0; i < rows->len; i++)
    {
      const AmpProgrammeRow *row = rows->pdata[i];

      g_string_append_printf (body, "\n%s %s", row->code != NULL ? row->code : "",
                              row->title != NULL ? row->title : "");
    }
  g_string_append_printf (body, "\n%s", _ ("Take it out there before you delete it."));
  dialog = adw_message_dialog_new (GTK_WINDOW (guide), _ ("This document is in use"), body->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Close"));
  present_message (guide, shelf, ADW_MESSAGE_DIALOG (dialog));
}

/* Worker thread. */
static gpointer
look_for_uses (AmpSession *session,
               gpointer data,
               AmpProgress *progress G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED,
               GError **error)
{
  return amp_programme_evidence (session, ((Request *) data)->id, error);
}

static void
looked (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  const Request *request = data;
  g_autoptr (GPtrArray) rows = result;
  Request *again;

  if (error != NULL)
    {
      tell_error (owner, error);
      return;
    }
  if (rows->len > 0)
    {
      say_it_stays (owner, request->shelf, rows);
      return;
    }
  again = g_new0 (Request, 1);
  again->shelf = g_object_ref (request->shelf);
  again->entity = request->entity;
  again->id = request->id;
  ask_to_delete (owner, again);
}

static const AmpJob look_job = {.func = look_for_uses,
                                .done = looked,
                                .data_free = request_free,
                                .result_free = (GDestroyNotify) g_ptr_array_unref};

void
amp_guide_office_delete (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet)
{
  Request *request = request_new (shelf, sheet);

  if (request->entity == NULL)
    request_free (request);
  else if (amp_guide_kind (sheet) == AMP_GUIDE_DOCUMENT)
    amp_jobs_run (amp_guide_shelf_get_jobs (shelf), &look_job, request, guide, NULL);
  else
    ask_to_delete (guide, request);
}

/* --- Looking at a document --- */

/* Worker thread. */
static gpointer
load (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  return amp_document_load_run (session, &((Request *) data)->id, progress, cancellable, error);
}

static void
loaded (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  g_autoptr (AmpFormRefs) refs = NULL;
  g_autoptr (AmpSectionContext) context = NULL;

  if (error != NULL)
    {
      tell_error (owner, error);
      return;
    }
  refs = amp_form_refs_new ();
  context = amp_section_context_new (amp_guide_shelf_get_jobs (((Request *) data)->shelf), refs);
  amp_attachment_viewer_present (owner, context, result);
}

static const AmpJob load_job = {.func = load,
                                .done = loaded,
                                .data_free = request_free,
                                .result_free = amp_attachment_load_free,
                                .title = N_ ("Opening the document…"),
                                .lets_in = TRUE};

void
amp_guide_office_open (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet)
{
  amp_jobs_run (amp_guide_shelf_get_jobs (shelf), &load_job, request_new (shelf, sheet), guide,
                NULL);
}

/* --- On paper --- */

/* Worker thread. */
static gpointer
print (AmpSession *session,
       gpointer data,
       AmpProgress *progress G_GNUC_UNUSED,
       GCancellable *cancellable G_GNUC_UNUSED,
       GError **error)
{
  Request *self = data;

  return GINT_TO_POINTER (amp_library_print_sheet (session, self->id, self->path,
                                                   amp_code_language (), amp_translate, error));
}

static void
printed (gpointer owner,
         gpointer result G_GNUC_UNUSED,
         const GError *error,
         gpointer data G_GNUC_UNUSED)
{
  if (error != NULL)
    tell_error (owner, error);
  else
    amp_guide_office_tell (owner, _ ("The sheet was saved."));
}

static const AmpJob print_job = {.func = print, .done = printed, .data_free = request_free};

void
amp_guide_office_print (GtkWidget *guide,
                        AmpGuideShelf *shelf,
                        const AmpGuideSheet *sheet,
                        const char *path)
{
  Request *request = request_new (shelf, sheet);

  request->path = g_strdup (path);
  amp_jobs_run (amp_guide_shelf_get_jobs (shelf), &print_job, request, guide, NULL);
}
