/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet says what is stored: what is being typed is saved first. */
#include "app/amp-programme-sheets.h"

#include "app/amp-editor.h"
#include "app/amp-export-file.h"
#include "app/amp-programme-compare.h"
#include "domain/commitments.h"
#include "domain/regional-plan.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

typedef enum
{
  PLAN_STATUS,
  FORUM_AGENDA,
  FORUM_MINUTES,
} Sheet;

typedef struct
{
  AmpProgrammePane *pane; /* owns the button that owns this */
  GtkWidget *button;
  Sheet sheet;
} Beside;

typedef struct
{
  Sheet sheet;
  gint64 id;
  char *path;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_free (self->path);
  g_free (self);
}

static const char *
translated (const char *msgid)
{
  return _ (msgid);
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
  const char *language = amp_code_language ();
  GBytes *bytes =
    self->sheet == PLAN_STATUS
      ? amp_regional_plan_to_pdf (session, self->id, NULL, language, translated, error)
    : self->sheet == FORUM_AGENDA
      ? amp_forum_agenda_to_pdf (session, self->id, NULL, language, translated, error)
      : amp_forum_minutes_to_pdf (session, self->id, NULL, language, translated, error);

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

#define BESIDE "amp-programme-sheet"

static void
chosen_cb (gpointer owner, const char *path)
{
  Beside *self = g_object_get_data (owner, BESIDE);
  Writing *writing;
  gint64 id;

  if (path == NULL || !amp_programme_pane_get_shown (self->pane, &id) || id == 0)
    return;
  writing = g_new0 (Writing, 1);
  writing->sheet = self->sheet;
  writing->id = id;
  writing->path = g_strdup (path);
  amp_jobs_run (amp_programme_pane_get_context (self->pane)->jobs, &write_job, writing, self->pane,
                NULL);
}

static void
clicked_cb (Beside *self)
{
  static const char *const names[] = {N_ ("status-sheet.pdf"), N_ ("agenda.pdf"),
                                      N_ ("minutes.pdf")};
  const AmpChoose choose = {.kind = AMP_CHOOSE_SAVE,
                            .title = _ ("Write the document"),
                            .name = _ (names[self->sheet]),
                            .pattern = "*.pdf"};

  if (amp_programme_pane_is_dirty (self->pane))
    amp_toast (GTK_WIDGET (self->pane), _ ("Save this entry first, or undo your changes."));
  else
    amp_choose_file (self->button, &choose, chosen_cb);
}

static void
shown_cb (AmpProgrammePane *pane, GtkWidget *button)
{
  gint64 id;

  gtk_widget_set_visible (button, amp_programme_pane_get_shown (pane, &id) && id != 0);
}

static void
add_button (AmpProgrammePane *pane, GtkWidget *buttons, Sheet sheet, const char *label)
{
  Beside *self = g_new0 (Beside, 1);

  self->pane = pane;
  self->sheet = sheet;
  self->button = gtk_button_new_with_mnemonic (label);
  gtk_widget_set_visible (self->button, FALSE);
  g_object_set_data_full (G_OBJECT (self->button), BESIDE, self, g_free);
  gtk_box_append (GTK_BOX (buttons), self->button);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_object (pane, "shown", G_CALLBACK (shown_cb), self->button, 0);
}

void
amp_programme_plan_made (AmpProgrammePane *pane, GtkWidget *buttons)
{
  add_button (pane, buttons, PLAN_STATUS, _ ("Status s_heet…"));
  amp_programme_compare_offer (pane, buttons);
}

void
amp_programme_forum_made (AmpProgrammePane *pane, GtkWidget *buttons)
{
  add_button (pane, buttons, FORUM_AGENDA, _ ("A_genda…"));
  add_button (pane, buttons, FORUM_MINUTES, _ ("Mi_nutes…"));
}
