/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The question follows what the domain counts; another one may have added to it meanwhile, so that
 * the domain looks again when it deletes. */
#include "app/amp-programme-delete.h"

#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-section-editor.h"
#include "app/amp-section-save.h"
#include "domain/programme.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  AmpSectionContext *context;
  AmpRecord *record;
} Request;

static Request *
request_new (AmpSectionContext *context, const AmpRecord *record)
{
  Request *self = g_new0 (Request, 1);

  self->context = g_object_ref (context);
  self->record = amp_record_copy (record);
  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->context);
  amp_record_free (self->record);
  g_free (self);
}

static void
tell_error (GtkWidget *editor, const GError *error)
{
  g_autofree char *entity = NULL, *field = NULL, *sentence = NULL;

  if (amp_section_save_problem (error, &entity, &field, &sentence))
    amp_toast (editor, sentence);
  else
    amp_toast_error (editor, error);
}

/* --- Deleting --- */

/* Worker thread. */
static gpointer
delete_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  const AmpRecord *record = ((Request *) data)->record;

  return GINT_TO_POINTER (amp_programme_delete (session, amp_record_entity (record)->name,
                                                amp_record_id (record), error));
}

static void
delete_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  const Request *request = data;
  const char *entity = amp_record_entity (request->record)->name;

  if (error != NULL)
    {
      tell_error (owner, error);
      return;
    }
  amp_toast (owner, _ ("Deleted. The log records it."));
  /* What was typed and not saved goes too: it was asked about. */
  amp_section_editor_show (owner, amp_record_copy (request->record));
  amp_section_context_drop (request->context, entity, amp_record_id (request->record));
  amp_section_context_saved (request->context, entity);
}

static const AmpJob delete_job = {
  .func = delete_run, .done = delete_done, .data_free = request_free};

/* --- The question --- */

static char *
parts_of (GPtrArray *uses, gboolean goes)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < uses->len; i++)
    {
      const AmpProgrammeUse *use = uses->pdata[i];
      g_autofree char *part = NULL;

      if (use->goes != goes)
        continue;
      /* Translators: records of a kind, e.g. "Goals: 3". */
      part = g_strdup_printf (_ ("%s: %u"), _ (use->entity->label_plural), use->n);
      g_strv_builder_add (parts, part);
    }
  list = g_strv_builder_end (parts);
  return g_strjoinv (", ", list);
}

static char *
body_of (GPtrArray *uses)
{
  g_autofree char *going = parts_of (uses, TRUE), *staying = parts_of (uses, FALSE);
  GString *body = g_string_new (NULL);

  if (*going != '\0')
    /* Translators: %s is e.g. "Goals: 3, Actions: 12". */
    g_string_append_printf (body, _ ("What belongs to it is deleted with it (%s)."), going);
  if (*going != '\0')
    g_string_append_c (body, '\n');
  if (*staying != '\0')
    /* Translators: %s is e.g. "Activities: 2". */
    g_string_append_printf (body, _ ("What refers to it stays, and says so no more (%s)."),
                            staying);
  if (*staying != '\0')
    g_string_append_c (body, '\n');
  g_string_append (body, _ ("It cannot be brought back. The log records that you deleted it."));
  return g_string_free (body, FALSE);
}

/* Cases would lose their source. */
static guint
count_cases (GPtrArray *uses)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const AmpProgrammeUse *use = uses->pdata[i];

      if (strcmp (use->entity->name, "case") == 0)
        return use->n;
    }
  return 0;
}

#define REQUEST "amp-programme-delete"

static void
on_answer (GtkWidget *editor, const char *response, GObject *dialog)
{
  Request *request = g_object_steal_data (dialog, REQUEST);

  if (g_str_equal (response, "delete"))
    amp_jobs_run (request->context->jobs, &delete_job, request, editor, NULL);
  else
    request_free (request);
}

static AdwMessageDialog *
dialog_new (GtkWidget *editor, const char *heading, const char *body)
{
  return ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (editor)), heading, body));
}

static void
present (AdwMessageDialog *dialog, GtkWidget *editor, AmpSectionContext *context)
{
  adw_message_dialog_set_close_response (dialog, "cancel");
  amp_dialog_put_over (GTK_WINDOW (dialog), editor, context->jobs);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
say_it_stays (GtkWidget *editor, AmpSectionContext *context, guint n_cases)
{
  g_autofree char *body = g_strdup_printf (
    ngettext ("%u case came from it, and would lose its source. Mark it as cancelled where it was "
              "not carried out.",
              "%u cases came from it, and would lose their source. Mark it as cancelled where it "
              "was not carried out.",
              n_cases),
    n_cases);
  AdwMessageDialog *dialog = dialog_new (editor, _ ("This activity stays"), body);

  adw_message_dialog_add_response (dialog, "cancel", _ ("_Close"));
  present (dialog, editor, context);
}

static void
ask (GtkWidget *editor, const Request *request, GPtrArray *uses)
{
  g_autofree char *body = body_of (uses);
  /* Translators: %s is a kind of record, e.g. "Training session". */
  g_autofree char *heading =
    g_strdup_printf (_ ("Delete? (%s)"), _ (amp_record_entity (request->record)->label));
  AdwMessageDialog *dialog = dialog_new (editor, heading, body);

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "delete", _ ("_Delete"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "delete", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), REQUEST,
                          request_new (request->context, request->record), request_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), editor, G_CONNECT_SWAPPED);
  present (dialog, editor, request->context);
}

/* Worker thread. */
static gpointer
uses_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  const AmpRecord *record = ((Request *) data)->record;

  return amp_programme_uses (session, amp_record_entity (record), amp_record_id (record), error);
}

static void
uses_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  const Request *request = data;
  g_autoptr (GPtrArray) uses = result;
  guint n_cases;

  if (error != NULL)
    {
      tell_error (owner, error);
      return;
    }
  n_cases = count_cases (uses);
  if (n_cases > 0)
    say_it_stays (owner, request->context, n_cases);
  else
    ask (owner, request, uses);
}

static const AmpJob uses_job = {.func = uses_run,
                                .done = uses_done,
                                .data_free = request_free,
                                .result_free = (GDestroyNotify) g_ptr_array_unref};

void
amp_programme_delete_ask (GtkWidget *editor, AmpSectionContext *context, const AmpRecord *record)
{
  amp_jobs_run (context->jobs, &uses_job, request_new (context, record), editor, NULL);
}
