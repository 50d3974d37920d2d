/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hands figures over. */
#include "app/amp-release-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-answer.h"
#include "app/amp-count-view.h"
#include "app/amp-count-words.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-export-file.h"
#include "app/amp-release-jobs.h"
#include "app/amp-release-tables.h"
#include "app/amp-release-view.h"
#include "app/amp-release-words.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAUSE_MS 250 /* after the last choice or key */

struct _AmpReleaseDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  AdwComboRow *period;
  AdwComboRow *table;
  AdwComboRow *rule;
  GtkWidget *recipient;
  GtkWidget *reason;
  AdwComboRow *format;
  GtkLabel *heading;
  GtkLabel *told;
  GtkWidget *coarser_box;
  GtkWidget *use_coarser;
  GtkWidget *all_the_same;
  GtkLabel *coarser_told;
  GtkWidget *working;
  GtkProgressBar *progress;
  GtkLabel *alert;
  GtkScrolledWindow *table_place;
  GtkWidget *notes;
  GtkLabel *notice;
  GtkLabel *closing;
  GtkLabel *approval;

  /* Owned. */
  AmpJobs *jobs;
  AmpAnswer *answer;
  AmpReleaseRequest *wish; /* its spec is what was wished for, its days those of the period */
  GArray *spans;           /* AmpReleaseSpan; NULL: not known yet */
  GPtrArray *tables;       /* AmpReleaseTable */
  AmpReleaseRequest *coarser;
  AmpSharedPlan *plan;
  GCancellable *cancellable;

  gconstpointer current; /* request of the newest job; what an older one answers is too late */
  gboolean choosing;     /* the dialog itself changes the rows */
  guint pending;
  guint asking; /* source that looks for an answer when the typing has paused */
};

G_DEFINE_FINAL_TYPE (AmpReleaseDialog, amp_release_dialog, ADW_TYPE_WINDOW)

static const AmpReleaseRule rules[] = {AMP_RELEASE_PARTNER, AMP_RELEASE_PUBLIC};

/* --- What is chosen --- */

static AmpReleaseRule
chosen_rule (AmpReleaseDialog *self)
{
  return rules[MIN (adw_combo_row_get_selected (self->rule), G_N_ELEMENTS (rules) - 1)];
}

static const AmpReleaseSpan *
chosen_span (AmpReleaseDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->period);

  return self->spans != NULL && selected < self->spans->len
           ? &g_array_index (self->spans, AmpReleaseSpan, selected)
           : NULL;
}

static const AmpReleaseTable *
chosen_table (AmpReleaseDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->table);

  return self->tables != NULL && selected < self->tables->len ? self->tables->pdata[selected]
                                                              : NULL;
}

/* NULL: nothing to choose from. */
static AmpReleaseRequest *
chosen_request (AmpReleaseDialog *self)
{
  const AmpReleaseSpan *span = chosen_span (self);
  const AmpReleaseTable *table = chosen_table (self);
  AmpReleaseRequest request = {.rule = chosen_rule (self)};

  if (span == NULL || table == NULL)
    return NULL;
  request.spec = table->spec;
  request.report = table->report;
  g_strlcpy (request.spec.from, span->from, sizeof request.spec.from);
  g_strlcpy (request.spec.to, span->to, sizeof request.spec.to);
  return amp_release_request_copy (&request);
}

static char *
typed (GtkWidget *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
}

static gboolean
has_recipient (AmpReleaseDialog *self)
{
  g_autofree char *recipient = typed (self->recipient);

  return *recipient != '\0';
}

/* --- What is shown --- */

/* A public table is asked for first; only then is there something to save. */
static void
show_save (AmpReleaseDialog *self)
{
  gboolean public = chosen_rule (self) == AMP_RELEASE_PUBLIC;
  gboolean approved = amp_answer_is_approved (self->answer);
  gboolean possible =
    self->plan != NULL && has_recipient (self) && self->asking == 0 && self->pending == 0;

  gtk_button_set_label (GTK_BUTTON (self->save),
                        public && !approved ? _ ("Ask for _approval") : _ ("_Save as…"));
  gtk_widget_set_sensitive (self->save,
                            possible && (!public || approved || amp_answer_may_ask (self->answer)));
  gtk_widget_set_visible (GTK_WIDGET (self->approval), public);
  gtk_label_set_label (self->approval, amp_answer_words (self->answer));
}

static void
show_working (AmpReleaseDialog *self, gboolean working)
{
  gtk_widget_set_visible (self->working, working);
}

static void
clear_answer (AmpReleaseDialog *self)
{
  g_clear_pointer (&self->plan, amp_shared_plan_unref);
  g_clear_pointer (&self->coarser, amp_release_request_free);
  amp_answer_forget (self->answer);
  gtk_widget_set_visible (self->coarser_box, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), FALSE);
  gtk_widget_set_visible (self->notes, FALSE);
  gtk_label_set_label (self->told, "");
  amp_alert_show (self->alert, NULL);
  show_save (self);
}

static void
show_heading (AmpReleaseDialog *self)
{
  const AmpReleaseSpan *span = chosen_span (self);
  const AmpReleaseTable *table = chosen_table (self);
  g_autofree char *period = span != NULL ? amp_count_words_span (span->name) : NULL;
  g_autofree char *heading = NULL;

  if (span == NULL || table == NULL)
    return;
  heading = g_strdup_printf (
    "%s · %s", table->report ? _ ("Annual report") : _ (amp_count_words_unit (table->spec.unit)),
    period);
  gtk_label_set_label (self->heading, heading);
}

static void
show_plan (AmpReleaseDialog *self)
{
  const AmpReleasePlan *plan = amp_shared_plan_get (self->plan);
  const AmpCountTable *table = amp_release_plan_table (plan);
  const char *closing;
  g_autofree char *told = NULL;

  /* Translators: so many of so many. */
  told =
    g_strdup_printf (_ ("%u of %u numbers are hidden."), (guint) amp_release_plan_n_hidden (plan),
                     (guint) amp_release_plan_n_rows (plan));
  gtk_label_set_label (self->told, told);
  gtk_scrolled_window_set_child (self->table_place, amp_release_view_new (plan, told));
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), TRUE);
  gtk_label_set_label (self->notice, _ (amp_count_table_notes (table)[0]));
  closing = amp_release_plan_closing (plan);
  gtk_widget_set_visible (GTK_WIDGET (self->closing), closing != NULL);
  gtk_label_set_label (self->closing, closing != NULL ? _ (closing) : "");
  gtk_widget_set_visible (self->notes, TRUE);
}

static void
show_coarser (AmpReleaseDialog *self, const AmpReleaseOutlook *outlook)
{
  g_autofree char *columns = amp_count_words_columns (&outlook->coarser);
  g_autofree char *told = NULL;

  /* Translators: columns of a table, then two percentages. */
  told =
    g_strdup_printf (_ ("More than half of this table would be hidden. We suggest: %s (at least "
                        "%u %% hidden, here at least %u %%)."),
                     columns, (outlook->coarser_per_mille + 5) / 10, (outlook->per_mille + 5) / 10);
  gtk_label_set_label (self->coarser_told, told);
  gtk_widget_set_visible (self->coarser_box, TRUE);
}

static void
show_error (AmpReleaseDialog *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      amp_alert_show (self->alert, _ ("Stopped. Choose a coarser table, or begin again."));
      return;
    }
  sentence = amp_release_sentence (error);
  amp_alert_show (self->alert, sentence);
}

/* --- Whether another has approved --- */

static AmpReleaseWork *
work_new (AmpReleaseDialog *self)
{
  AmpReleaseWork *work = g_new0 (AmpReleaseWork, 1);

  work->plan = amp_shared_plan_ref (self->plan);
  work->recipient = typed (self->recipient);
  work->reason = typed (self->reason);
  work->format = amp_export_file_format (self->format);
  return work;
}

static void
answered (gpointer dialog, const GError *error)
{
  AmpReleaseDialog *self = dialog;

  if (error != NULL)
    show_error (self, error);
  else
    show_save (self);
}

static void
look_for_answer (AmpReleaseDialog *self)
{
  g_clear_handle_id (&self->asking, g_source_remove);
  if (self->plan != NULL && has_recipient (self) && chosen_rule (self) == AMP_RELEASE_PUBLIC)
    amp_answer_look (self->answer, work_new (self), FALSE);
  show_save (self);
}

static gboolean
on_paused (gpointer data)
{
  AmpReleaseDialog *self = data;

  self->asking = 0;
  look_for_answer (self);
  return G_SOURCE_REMOVE;
}

static void
on_recipient (AmpReleaseDialog *self)
{
  if (self->jobs == NULL)
    return;
  amp_answer_forget (self->answer);
  g_clear_handle_id (&self->asking, g_source_remove);
  self->asking = g_timeout_add (PAUSE_MS, on_paused, self);
  show_save (self);
}

/* --- Proof --- */

static void
proven (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleaseDialog *self = owner;

  if (data != self->current) /* something else is chosen by now */
    {
      if (result != NULL)
        amp_shared_plan_unref (result);
      return;
    }
  show_working (self, FALSE);
  if (result == NULL)
    {
      show_error (self, error);
      return;
    }
  self->plan = result;
  show_plan (self);
  look_for_answer (self);
}

static const AmpJob prove_job = {
  .func = amp_release_prove_run,
  .done = proven,
  .data_free = (GDestroyNotify) amp_release_request_free,
  .result_free = (GDestroyNotify) amp_shared_plan_unref,
  .title = N_ ("Looking for the proof that the table gives nobody away…"),
  .lets_in = TRUE,
};

static void
prove (AmpReleaseDialog *self)
{
  AmpReleaseRequest *request = chosen_request (self);

  if (request == NULL)
    return;
  gtk_label_set_label (self->told, _ ("Looking for the proof that the table gives nobody away…"));
  show_working (self, TRUE);
  self->current = request;
  amp_jobs_run (self->jobs, &prove_job, request, self, self->cancellable);
}

/* --- A first look --- */

static void
looked (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleaseDialog *self = owner;
  g_autofree AmpReleaseOutlook *outlook = result;
  const AmpReleaseRequest *request = data;

  if (request != self->current)
    return;
  if (outlook == NULL)
    {
      show_error (self, error);
      return;
    }
  if (!outlook->has_coarser)
    {
      prove (self);
      return;
    }
  self->coarser = amp_release_request_copy (request);
  for (gsize i = 0; i < self->coarser->spec.n_where; i++)
    outlook->coarser.where_value[i] = self->coarser->spec.where_value[i];
  self->coarser->spec = outlook->coarser;
  show_coarser (self, outlook);
}

static const AmpJob look_job = {
  .func = amp_release_look_run,
  .done = looked,
  .data_free = (GDestroyNotify) amp_release_request_free,
  .result_free = g_free,
};

static void
look (AmpReleaseDialog *self)
{
  AmpReleaseRequest *request = chosen_request (self);

  g_clear_handle_id (&self->pending, g_source_remove);
  clear_answer (self);
  show_working (self, FALSE);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  show_heading (self);
  self->current = request;
  if (request != NULL)
    amp_jobs_run (self->jobs, &look_job, request, self, self->cancellable);
}

static gboolean
on_choosing_paused (gpointer data)
{
  AmpReleaseDialog *self = data;

  self->pending = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look_soon (AmpReleaseDialog *self)
{
  g_clear_handle_id (&self->pending, g_source_remove);
  self->pending = g_timeout_add (PAUSE_MS, on_choosing_paused, self);
  show_save (self); /* what is shown is not what is chosen any more */
}

/* --- Choosing --- */

static void
fill_tables (AmpReleaseDialog *self, const AmpCountSpec *wanted, gboolean report)
{
  const AmpReleaseSpan *span = chosen_span (self);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  gboolean months = FALSE;
  guint selected = 0;

  for (guint i = 0; self->spans != NULL && i < self->spans->len; i++)
    months = months || g_array_index (self->spans, AmpReleaseSpan, i).level == 2;
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  self->tables = amp_release_tables_new (&self->wish->spec, span != NULL ? span->level : 0, months);
  for (guint i = 0; i < self->tables->len; i++)
    {
      const AmpReleaseTable *table = self->tables->pdata[i];

      gtk_string_list_append (labels, table->label);
      if (report ? table->report : !table->report && amp_release_table_is (&table->spec, wanted))
        selected = i;
    }
  self->choosing = TRUE;
  adw_combo_row_set_model (self->table, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->table, selected);
  self->choosing = FALSE;
}

static void
on_period (AmpReleaseDialog *self)
{
  const AmpReleaseTable *table = chosen_table (self);
  AmpCountSpec wanted;

  if (self->choosing || self->jobs == NULL)
    return;
  wanted = table != NULL ? table->spec : self->wish->spec;
  fill_tables (self, &wanted, table != NULL && table->report);
  look_soon (self);
}

static void
on_changed (AmpReleaseDialog *self)
{
  if (!self->choosing && self->jobs != NULL)
    look_soon (self);
}

static void
on_coarser (AmpReleaseDialog *self)
{
  g_autoptr (AmpReleaseRequest) coarser = g_steal_pointer (&self->coarser);

  if (coarser == NULL)
    return;
  /* It stands among the tables from now on, before the others. */
  coarser->recipient = g_steal_pointer (&self->wish->recipient);
  coarser->reason = g_steal_pointer (&self->wish->reason);
  g_clear_pointer (&self->wish, amp_release_request_free);
  self->wish = g_steal_pointer (&coarser);
  fill_tables (self, &self->wish->spec, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
  look (self);
}

static void
on_all_the_same (AmpReleaseDialog *self)
{
  gtk_widget_set_visible (self->coarser_box, FALSE);
  gtk_widget_grab_focus (self->recipient);
  prove (self);
}

static void
on_stop (AmpReleaseDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* --- Periods --- */

/* That of the page if it is closed, else the last quarter, else whatever is there. */
static guint
first_span (AmpReleaseDialog *self)
{
  guint quarter = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->spans->len; i++)
    {
      const AmpReleaseSpan *span = &g_array_index (self->spans, AmpReleaseSpan, i);

      if (strcmp (span->from, self->wish->spec.from) == 0 &&
          strcmp (span->to, self->wish->spec.to) == 0)
        return i;
      if (span->level == (self->wish->report ? 0 : 1) && quarter == GTK_INVALID_LIST_POSITION)
        quarter = i;
    }
  return quarter != GTK_INVALID_LIST_POSITION ? quarter : 0;
}

static void
spans_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleaseDialog *self = owner;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  (void) data;
  if (result == NULL)
    {
      show_error (self, error);
      return;
    }
  self->spans = result;
  for (guint i = 0; i < self->spans->len; i++)
    gtk_string_list_take (
      labels, amp_count_words_span (g_array_index (self->spans, AmpReleaseSpan, i).name));
  self->choosing = TRUE;
  adw_combo_row_set_model (self->period, G_LIST_MODEL (labels));
  if (self->spans->len > 0)
    adw_combo_row_set_selected (self->period, first_span (self));
  self->choosing = FALSE;
  fill_tables (self, &self->wish->spec, self->wish->report);
  look (self);
}

static const AmpJob spans_job = {
  .func = amp_release_spans_run,
  .done = spans_read,
  .result_free = (GDestroyNotify) g_array_unref,
};

/* --- Giving --- */

static void
given (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleaseDialog *self = owner;
  const AmpReleaseWork *work = data;
  g_autofree gint64 *id = result;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = g_path_get_basename (work->path);
  g_autofree char *number = NULL, *sentence = NULL;

  if (id == NULL && (error->domain == G_FILE_ERROR || error->domain == G_IO_ERROR))
    {
      amp_alert_show (self->alert,
                      _ ("The file could not be written there. The register holds the table as "
                         "prepared: save it again elsewhere, now or later under Releases."));
      show_save (self);
      return;
    }
  if (id == NULL)
    {
      show_error (self, error);
      show_save (self);
      return;
    }
  number = g_strdup_printf ("%" G_GINT64_FORMAT, *id);
  /* Translators: the name of a file, and the number of a line of the register. */
  sentence = g_strdup_printf (_ ("Saved as %s. It is number %s of the register."), name, number);
  if (parent != NULL)
    amp_toast (GTK_WIDGET (parent), sentence);
  gtk_window_close (GTK_WINDOW (self));
}

static const AmpJob give_job = {
  .func = amp_release_give_run,
  .done = given,
  .data_free = amp_release_work_free,
  .result_free = g_free,
  .title = N_ ("Handing the table over…"),
};

static void
on_chosen (gpointer owner, const char *path)
{
  AmpReleaseDialog *self = owner;
  AmpReleaseWork *work;

  if (path == NULL || self->plan == NULL)
    return;
  work = work_new (self);
  work->path = g_strdup (path);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, &give_job, work, self, NULL);
}

static void
on_save (AmpReleaseDialog *self)
{
  if (self->plan == NULL)
    return;
  if (chosen_rule (self) == AMP_RELEASE_PUBLIC && !amp_answer_is_approved (self->answer))
    {
      amp_answer_look (self->answer, work_new (self), TRUE);
      show_save (self);
      return;
    }
  /* Translators: the beginning of a file's name, before the day. */
  amp_export_file_choose (GTK_WIDGET (self), self->format, _ ("Hand figures over"), _ ("figures"),
                          on_chosen);
}

/* --- Object --- */

gboolean
amp_release_dialog_is_ready (AmpReleaseDialog *self)
{
  return self->plan != NULL;
}

static void
on_fraction (AmpReleaseDialog *self)
{
  double fraction;

  g_object_get (self->jobs, "fraction", &fraction, NULL);
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress);
  else
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static void
amp_release_dialog_dispose (GObject *object)
{
  AmpReleaseDialog *self = AMP_RELEASE_DIALOG (object);

  g_clear_handle_id (&self->pending, g_source_remove);
  g_clear_handle_id (&self->asking, g_source_remove);
  on_stop (self);
  g_clear_object (&self->cancellable);
  self->choosing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_RELEASE_DIALOG);
  g_clear_pointer (&self->plan, amp_shared_plan_unref);
  g_clear_pointer (&self->coarser, amp_release_request_free);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->wish, amp_release_request_free);
  g_clear_object (&self->answer);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_release_dialog_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, period);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, table);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, rule);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, recipient);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, format);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, told);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, coarser_box);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, coarser_told);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, use_coarser);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, all_the_same);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, working);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, table_place);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, notes);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, notice);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, closing);
  gtk_widget_class_bind_template_child (widget_class, AmpReleaseDialog, approval);
}

static void
amp_release_dialog_class_init (AmpReleaseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_release_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-release-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_period);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_recipient);
  gtk_widget_class_bind_template_callback (widget_class, on_coarser);
  gtk_widget_class_bind_template_callback (widget_class, on_all_the_same);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
}

static void
amp_release_dialog_init (AmpReleaseDialog *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->choosing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    gtk_string_list_append (labels, _ (amp_release_rule_label (rules[i])));
  adw_combo_row_set_model (self->rule, G_LIST_MODEL (labels));
  amp_export_file_fill (self->format, AMP_COUNT_FORMAT_PDF);
  amp_accessible_set_label (self->recipient, _ ("Who gets it"));
  amp_accessible_set_label (self->reason, _ ("What for (may stay empty)"));
  amp_accessible_set_label (GTK_WIDGET (self->progress), _ ("Looking for the proof"));
  self->choosing = FALSE;
}

AmpReleaseDialog *
amp_release_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpReleaseRequest *wish)
{
  AmpReleaseDialog *self = g_object_new (AMP_TYPE_RELEASE_DIALOG, NULL);

  self->wish = amp_release_request_copy (wish);
  self->choosing = TRUE;
  if (wish->rule == AMP_RELEASE_PUBLIC)
    adw_combo_row_set_selected (self->rule, 1);
  gtk_editable_set_text (GTK_EDITABLE (self->recipient),
                         wish->recipient != NULL ? wish->recipient : "");
  gtk_editable_set_text (GTK_EDITABLE (self->reason), wish->reason != NULL ? wish->reason : "");
  self->choosing = FALSE;
  self->jobs = g_object_ref (jobs);
  self->answer = amp_answer_new (jobs, &amp_release_answer, GTK_WINDOW (self), answered);
  clear_answer (self);
  g_signal_connect_object (jobs, "notify::fraction", G_CALLBACK (on_fraction), self,
                           G_CONNECT_SWAPPED);
  if (amp_jobs_is_supervisor (jobs))
    amp_jobs_run (jobs, &spans_job, GUINT_TO_POINTER (wish->spec.unit), self, NULL);
  amp_export_file_refuse (jobs, self->save, self->alert,
                          _ ("Only a supervisor may hand figures over. Ask yours."));
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
