/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The slip of a referral, to a file that is asked for. */
#include "app/amp-referral-dialog.h"

#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-referral-jobs.h"

#include <glib/gi18n.h>

static void
slip_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  g_autofree char *fault = error != NULL ? amp_referral_fault (error) : NULL;

  (void) data;
  amp_toast (owner,
             fault != NULL ? fault : _ ("The slip is written. Print it, and delete the file."));
}

static const AmpJob slip_job = {
  .func = amp_referral_slip_run, .done = slip_done, .data_free = amp_referral_work_free};

typedef struct
{
  AmpJobs *jobs;
  AmpRecord *referral;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *self = data;

  g_object_unref (self->jobs);
  amp_record_free (self->referral);
  g_free (self);
}

static void
slip_chosen (gpointer owner, const char *path)
{
  Printing *printing = g_object_get_data (owner, "amp-printing");
  AmpReferralWork *work;

  if (path == NULL || printing == NULL)
    return;
  work = amp_referral_work_new (printing->referral);
  work->path = g_strdup (path);
  amp_jobs_run (printing->jobs, &slip_job, work, owner, NULL);
}

void
amp_referral_print (GtkWidget *widget, AmpJobs *jobs, const AmpRecord *referral)
{
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE,
    .title = _ ("Save the slip"),
    /* Translators: a file's name, which must not say what it is about. */
    .name = _ ("letter.pdf"),
    .pattern = "*.pdf",
  };
  Printing *printing = g_new0 (Printing, 1);

  printing->jobs = g_object_ref (jobs);
  printing->referral = amp_record_copy (referral);
  g_object_set_data_full (G_OBJECT (widget), "amp-printing", printing, printing_free);
  amp_choose_file (widget, &choose, slip_chosen);
}
