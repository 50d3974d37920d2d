/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hands the records of a year to a partner. */
#include "app/amp-partner-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-answer.h"
#include "app/amp-auditors.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-export-file.h"
#include "app/amp-file-chooser.h"
#include "app/amp-partner-jobs.h"
#include "app/amp-partner-view.h"
#include "app/amp-release-jobs.h"
#include "app/amp-task-bar.h"

#include <glib/gi18n.h>

struct _AmpPartnerDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkWidget *choices;
  AdwComboRow *year;
  AdwComboRow *format;
  AdwComboRow *recipient;
  GtkWidget *reason;
  GtkLabel *approval;
  GtkLabel *heading;
  GtkLabel *told;
  GtkLabel *alert;
  AdwBin *preview;
  AmpTaskBar *task_bar;

  /* Owned. */
  AmpJobs *jobs;
  AmpAnswer *answer;
  AmpPartnerWish *wish; /* what was asked for first; NULL */
  GArray *years;        /* AmpPartnerYear; NULL: not known yet */
  GCancellable *cancellable;

  gint64 line; /* made, and no file yet; 0 */
  AmpPartnerOutlook outlook;
  gboolean looked; /* the outlook is of the year that is chosen */
  gboolean making;
  gboolean choosing; /* the dialog itself changes the rows */
};

G_DEFINE_FINAL_TYPE (AmpPartnerDialog, amp_partner_dialog, ADW_TYPE_WINDOW)

/* --- What is chosen --- */

static const AmpPartnerYear *
chosen_year (AmpPartnerDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->year);

  return self->years != NULL && selected < self->years->len
           ? &g_array_index (self->years, AmpPartnerYear, selected)
           : NULL;
}

/* NULL: nobody to choose, or no year. */
static AmpPartnerWish *
wish_new (AmpPartnerDialog *self)
{
  const AmpPartnerYear *year = chosen_year (self);
  g_autofree char *reason =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  AmpPartnerWish wish = {.recipient = amp_auditors_chosen (self->recipient),
                         .reason = *reason != '\0' ? reason : NULL};

  if (year == NULL || wish.recipient == NULL)
    return NULL;
  wish.year = year->year;
  wish.format = (AmpPartnerFormat) adw_combo_row_get_selected (self->format);
  return amp_partner_wish_copy (&wish);
}

/* --- What is shown --- */

static const char *
approval_words (AmpPartnerDialog *self)
{
  if (self->years != NULL && amp_auditors_chosen (self->recipient) == NULL)
    return _ ("No partner has a user here to whom the file could be sealed. Add one with the role "
              "of auditor first.");
  return self->line == 0 && amp_answer_is_known (self->answer) ? amp_answer_words (self->answer)
                                                               : "";
}

/* It is asked for first; only then is there something to save. */
static void
show_save (AmpPartnerDialog *self)
{
  const gboolean approved = self->line != 0 || amp_answer_is_approved (self->answer);
  const gboolean possible = self->looked && self->outlook.losses.n_rows > 0 && !self->making;

  gtk_button_set_label (GTK_BUTTON (self->save),
                        approved ? _ ("_Save as…") : _ ("Ask for _approval"));
  gtk_widget_set_sensitive (self->save,
                            possible && (approved || amp_answer_may_ask (self->answer)));
  gtk_widget_set_sensitive (self->choices, !self->making && self->line == 0);
  gtk_label_set_label (self->approval, approval_words (self));
}

static void
show_error (AmpPartnerDialog *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      amp_alert_show (self->alert, _ ("Stopped. Nothing was made."));
      return;
    }
  sentence = amp_release_sentence (error);
  amp_alert_show (self->alert, sentence);
}

/* --- Whether another has approved --- */

static void
answered (gpointer dialog, const GError *error)
{
  AmpPartnerDialog *self = dialog;

  if (error != NULL)
    show_error (self, error);
  else
    show_save (self);
}

static void
look_for_answer (AmpPartnerDialog *self, gboolean ask)
{
  amp_answer_look (self->answer, wish_new (self), ask);
  show_save (self);
}

/* --- What would be in it --- */

static void
looked (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPartnerDialog *self = owner;
  g_autofree AmpPartnerOutlook *outlook = result;
  const AmpPartnerYear *year = chosen_year (self);

  if (year == NULL || year->year != GPOINTER_TO_UINT (data))
    return;
  /* Not by her: another year was chosen meanwhile, and this one again. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->cancellable != NULL &&
      !g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_label_set_label (self->told, "");
  if (outlook == NULL)
    {
      show_error (self, error);
      return;
    }
  self->outlook = *outlook;
  self->looked = TRUE;
  adw_bin_set_child (self->preview, amp_partner_view_new (year->year, outlook));
  gtk_label_set_label (self->told, outlook->earlier > 0
                                     ? _ ("The same records as before would leave.")
                                     : _ ("So it would be. Nothing has been made yet."));
  if (outlook->losses.n_rows == 0)
    amp_alert_show (self->alert,
                    _ ("Too few people: no group of 11 or more would be left, so there is nothing "
                       "to hand over. Choose another year."));
  show_save (self);
}

static const AmpJob look_job = {
  .func = amp_partner_look_run,
  .done = looked,
  .result_free = g_free,
  .title = N_ ("Looking at what the file would contain…"),
};

static void
stop (AmpPartnerDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
look (AmpPartnerDialog *self)
{
  const AmpPartnerYear *year = chosen_year (self);
  g_autofree char *heading = NULL;

  stop (self);
  self->looked = FALSE;
  adw_bin_set_child (self->preview, NULL);
  amp_alert_show (self->alert, NULL);
  if (year == NULL)
    return;
  /* Translators: %u is a year. */
  heading = g_strdup_printf (_ ("Records of %u"), year->year);
  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->told, _ ("Looking at what the file would contain…"));
  self->cancellable = g_cancellable_new ();
  amp_jobs_run (self->jobs, &look_job, GUINT_TO_POINTER (year->year), self, self->cancellable);
}

/* --- Making --- */

static void
say_no_file (AmpPartnerDialog *self)
{
  gtk_label_set_label (self->told, ""); /* it said that nothing has been made */
  amp_alert_show (self->alert,
                  _ ("The file could not be written there: no space, or no permission. The "
                     "register holds the records as prepared: save them again elsewhere, now or "
                     "later under Releases."));
}

static void
made (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPartnerDialog *self = owner;
  AmpPartnerWork *work = data;
  GtkWidget *parent = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self)));
  g_autofree gint64 *line = result;
  g_autofree char *name = g_path_get_basename (work->path);
  g_autofree char *number = NULL, *sentence = NULL;

  self->making = FALSE;
  if (line == NULL)
    {
      self->line = work->line;
      show_save (self);
      if (self->line != 0 && error->domain != AMP_RELEASE_ERROR)
        say_no_file (self);
      else
        show_error (self, error);
      return;
    }
  number = g_strdup_printf ("%" G_GINT64_FORMAT, *line);
  /* Translators: the name of a file, and the number of a line of the register. */
  sentence = g_strdup_printf (_ ("Saved as %s. It is number %s of the register."), name, number);
  gtk_widget_activate_action (parent, "win.releases", NULL);
  amp_toast (parent, sentence);
  gtk_window_close (GTK_WINDOW (self));
}

static const AmpJob make_job = {
  .func = amp_partner_make_run,
  .done = made,
  .data_free = amp_partner_work_free,
  .result_free = g_free,
  .title = N_ ("Making the file for the partner…"),
};

static void
on_chosen (gpointer owner, const char *path)
{
  AmpPartnerDialog *self = owner;
  AmpPartnerWish *wish = path != NULL ? wish_new (self) : NULL;
  AmpPartnerWork *work;

  if (wish == NULL)
    return;
  work = g_new0 (AmpPartnerWork, 1);
  work->wish = wish;
  work->path = g_strdup (path);
  work->line = self->line;
  amp_alert_show (self->alert, NULL);
  stop (self);
  self->cancellable = g_cancellable_new ();
  self->making = TRUE;
  show_save (self);
  amp_jobs_run (self->jobs, &make_job, work, self, self->cancellable);
}

static void
on_save (AmpPartnerDialog *self)
{
  const AmpPartnerYear *year = chosen_year (self);
  g_autofree char *name = NULL;

  if (self->line == 0 && !amp_answer_is_approved (self->answer))
    {
      look_for_answer (self, TRUE);
      return;
    }
  name = amp_partner_file_name (year->year);
  amp_choose_file (
    GTK_WIDGET (self),
    &(AmpChoose){.kind = AMP_CHOOSE_SAVE, .title = _ ("Records for a partner"), .name = name},
    on_chosen);
}

/* --- Choosing --- */

static void
on_year (AmpPartnerDialog *self)
{
  if (self->choosing || self->jobs == NULL)
    return;
  look (self);
  look_for_answer (self, FALSE);
}

static void
on_changed (AmpPartnerDialog *self)
{
  if (!self->choosing && self->jobs != NULL)
    look_for_answer (self, FALSE);
}

static char *
year_words (const AmpPartnerYear *year)
{
  const char *why = year->counts > 0    ? _ ("tables of people left already")
                    : year->records > 0 ? _ ("handed over before")
                                        : NULL;

  return why != NULL ? g_strdup_printf ("%u · %s", year->year, why)
                     : g_strdup_printf ("%u", year->year);
}

static void
fill_years (AmpPartnerDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint chosen = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->years->len; i++)
    {
      const AmpPartnerYear *year = &g_array_index (self->years, AmpPartnerYear, i);

      gtk_string_list_take (labels, year_words (year));
      if (self->wish != NULL ? year->year == self->wish->year
                             : year->counts == 0 && chosen == GTK_INVALID_LIST_POSITION)
        chosen = i;
    }
  adw_combo_row_set_model (self->year, G_LIST_MODEL (labels));
  if (chosen != GTK_INVALID_LIST_POSITION)
    adw_combo_row_set_selected (self->year, chosen);
}

static void
begin (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPartnerDialog *self = owner;
  g_autoptr (AmpPartnerChoices) choices = result;

  (void) data;
  if (choices == NULL)
    {
      show_error (self, error);
      return;
    }
  self->years = g_steal_pointer (&choices->years);
  self->choosing = TRUE;
  fill_years (self);
  amp_auditors_fill (self->recipient, choices->partners,
                     self->wish != NULL ? self->wish->recipient : NULL);
  self->choosing = FALSE;
  look (self);
  look_for_answer (self, FALSE);
}

static const AmpJob begin_job = {
  .func = amp_partner_choices_run,
  .done = begin,
  .result_free = amp_partner_choices_free,
};

/* --- Object --- */

static void
amp_partner_dialog_dispose (GObject *object)
{
  AmpPartnerDialog *self = AMP_PARTNER_DIALOG (object);

  stop (self);
  self->choosing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_PARTNER_DIALOG);
  g_clear_pointer (&self->years, g_array_unref);
  g_clear_pointer (&self->wish, amp_partner_wish_free);
  g_clear_object (&self->answer);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_partner_dialog_parent_class)->dispose (object);
}

static void
amp_partner_dialog_class_init (AmpPartnerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_partner_dialog_dispose;
  g_type_ensure (AMP_TYPE_TASK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-partner-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, choices);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, year);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, format);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, recipient);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, approval);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, told);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, AmpPartnerDialog, task_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_year);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
amp_partner_dialog_init (AmpPartnerDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->choosing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < AMP_PARTNER_N_FORMATS; i++)
    gtk_string_list_append (labels, amp_partner_format_words ((AmpPartnerFormat) i));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (labels));
  amp_accessible_set_label (self->reason, _ ("What for (may stay empty)"));
  self->choosing = FALSE;
}

AmpPartnerDialog *
amp_partner_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpPartnerWish *wish)
{
  AmpPartnerDialog *self = g_object_new (AMP_TYPE_PARTNER_DIALOG, NULL);

  self->choosing = TRUE;
  if (wish != NULL)
    {
      self->wish = amp_partner_wish_copy (wish);
      adw_combo_row_set_selected (self->format, wish->format);
      gtk_editable_set_text (GTK_EDITABLE (self->reason), wish->reason != NULL ? wish->reason : "");
    }
  self->choosing = FALSE;
  self->jobs = g_object_ref (jobs);
  self->answer = amp_answer_new (jobs, &amp_partner_answer, GTK_WINDOW (self), answered);
  amp_task_bar_watch (self->task_bar, jobs);
  show_save (self);
  if (amp_jobs_is_supervisor (jobs))
    amp_jobs_run (jobs, &begin_job, NULL, self, NULL);
  amp_export_file_refuse (jobs, self->save, self->alert,
                          _ ("Only a supervisor may hand records over. Ask yours."));
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
