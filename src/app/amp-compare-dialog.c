/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compares a table with an earlier one. */
#include "app/amp-compare-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-count-view.h"
#include "app/amp-count-words.h"
#include "app/amp-dialog.h"
#include "app/amp-release-jobs.h"
#include "app/amp-release-words.h"
#include "domain/compare.h"
#include "domain/number.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpCompareDialog
{
  AdwWindow parent_instance;

  /* Template. */
  AdwComboRow *with;
  GtkLabel *heading;
  GtkLabel *late;
  GtkLabel *alert;
  GtkScrolledWindow *table_place;

  /* Owned. */
  AmpJobs *jobs;
  AmpCountSpec spec;
  GArray *choices; /* Choice */
  GCancellable *cancellable;

  gboolean choosing;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (AmpCompareDialog, amp_compare_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  char from[11], to[11];
  gint64 release; /* 0: the days */
} Choice;

/* --- Comparing --- */

typedef struct
{
  AmpCountSpec spec;
  Choice choice;
} Work;

/* Worker thread. */
static gpointer
compare (AmpSession *session,
         gpointer data,
         AmpProgress *progress,
         GCancellable *cancellable,
         GError **error)
{
  Work *work = data;

  return work->choice.release != 0
           ? amp_compare_release (session, work->choice.release, progress, cancellable, error)
           : amp_compare_periods (session, &work->spec, work->choice.from, work->choice.to,
                                  progress, cancellable, error);
}

static char *
row_label (const AmpCountSpec *spec, const AmpComparedRow *row)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_dimensions; i++)
    {
      g_autofree char *label =
        amp_dimension_value_label (spec->dimensions[i], row->values[i], amp_code_language ());

      if (label != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", label);
    }
  if (text->len == 0)
    g_string_append (text, _ ("Total"));
  return g_string_free (text, FALSE);
}

static char *
difference (const AmpComparedRow *row)
{
  g_autofree char *number =
    amp_format_count (row->now > row->before ? row->now - row->before : row->before - row->now);

  if (row->hidden)
    return g_strdup ("");
  if (row->now == row->before)
    return g_strdup ("=");
  return g_strdup_printf ("%s%s", row->now > row->before ? "+" : "−", number);
}

static GPtrArray *
texts_of (const AmpComparison *comparison)
{
  const AmpCountSpec *spec = amp_count_table_spec (comparison->now);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  for (guint i = 0; i < comparison->rows->len; i++)
    {
      const AmpComparedRow *row = &g_array_index (comparison->rows, AmpComparedRow, i);
      char **texts = g_new0 (char *, 5);

      texts[0] = row_label (spec, row);
      texts[1] = row->hidden ? g_strdup ("*") : amp_format_count (row->before);
      texts[2] = amp_format_count (row->now);
      texts[3] = difference (row);
      g_ptr_array_add (rows, texts);
    }
  return rows;
}

/* Rule 9 of counting. */
static void
show_late (AmpCompareDialog *self, const AmpComparison *comparison)
{
  g_autofree char *late = amp_format_count (comparison->late);
  g_autofree char *gone = amp_format_count (comparison->gone);
  g_autofree char *sentence = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->late), comparison->knows_late);
  if (!comparison->knows_late)
    return;
  /* Translators: two numbers. */
  sentence =
    g_strdup_printf (_ ("Since it was handed over: entered late %s; not counted any more %s. "
                        "What else differs was put right in the records. What was handed "
                        "over stays as it is; late entries come in the yearly report."),
                     late, gone);
  gtk_label_set_label (self->late, sentence);
}

static void
show_comparison (AmpCompareDialog *self, const AmpComparison *comparison)
{
  const AmpCountSpec *spec = amp_count_table_spec (comparison->now);
  g_autoptr (GPtrArray) rows = texts_of (comparison);
  g_autofree char *columns = amp_count_words_columns (spec);
  g_autofree char *before = amp_count_words_period (amp_count_table_spec (comparison->before));
  g_autofree char *now = amp_count_words_period (spec);
  g_autofree char *heading =
    g_strdup_printf ("%s · %s", _ (amp_count_words_unit (spec->unit)), columns);
  gboolean released = comparison->knows_late || strcmp (before, now) == 0;
  const char *titles[] = {
    spec->n_dimensions > 0 ? _ (amp_dimension_label (spec->dimensions[0], spec->unit)) : "",
    released ? _ ("As handed over") : before, released ? _ ("Now") : now, _ ("Difference"), NULL};

  gtk_label_set_label (self->heading, heading);
  show_late (self, comparison);
  gtk_scrolled_window_set_child (self->table_place,
                                 amp_count_view_new_of_texts (titles, rows, heading));
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), TRUE);
}

static void
compared (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCompareDialog *self = owner;
  g_autoptr (AmpComparison) comparison = result;

  (void) data;
  if (comparison == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* something else is chosen by now */
  self->ready = TRUE;
  if (comparison == NULL)
    {
      g_autofree char *sentence = amp_release_sentence (error);

      amp_alert_show (self->alert,
                      g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID)
                        ? _ ("Two periods are compared without a column of time: "
                             "choose other rows and columns.")
                        : sentence);
      return;
    }
  show_comparison (self, comparison);
}

static const AmpJob compare_job = {
  .func = compare,
  .done = compared,
  .data_free = g_free,
  .result_free = (GDestroyNotify) amp_comparison_free,
  .title = N_ ("Comparing…"),
  .lets_in = TRUE,
};

static void
on_changed (AmpCompareDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->with);
  Work *work;

  if (self->choosing || self->choices == NULL || selected >= self->choices->len)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->ready = FALSE;
  amp_alert_show (self->alert, NULL);
  gtk_label_set_label (self->heading, "");
  gtk_widget_set_visible (GTK_WIDGET (self->late), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), FALSE);
  work = g_new0 (Work, 1);
  work->spec = self->spec;
  work->choice = g_array_index (self->choices, Choice, selected);
  amp_jobs_run (self->jobs, &compare_job, work, self, self->cancellable);
}

/* --- What to compare with --- */

/* Worker thread. */
static gpointer
list_releases (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  /* Whoever may not see the register compares periods. */
  return amp_session_is_supervisor (session)
           ? amp_releases_list (session, error)
           : g_ptr_array_new_with_free_func ((GDestroyNotify) amp_release_free);
}

static void
add_days (AmpCompareDialog *self, GtkStringList *labels, const char *label, const Choice *choice)
{
  AmpCountSpec spec = {0};
  g_autofree char *days = NULL, *text = NULL;

  g_strlcpy (spec.from, choice->from, sizeof spec.from);
  g_strlcpy (spec.to, choice->to, sizeof spec.to);
  days = amp_count_words_period (&spec);
  text = g_strdup_printf ("%s (%s)", label, days);
  gtk_string_list_append (labels, text);
  g_array_append_val (self->choices, *choice);
}

static void
listed (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCompareDialog *self = owner;
  g_autoptr (GPtrArray) lines = result;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  Choice choice = {0};

  (void) error;
  (void) data;
  self->choices = g_array_new (FALSE, TRUE, sizeof (Choice));
  if (amp_compare_days_before (&self->spec, choice.from, choice.to))
    add_days (self, labels, _ ("The period before"), &choice);
  if (amp_compare_days_last_year (&self->spec, choice.from, choice.to))
    add_days (self, labels, _ ("A year before"), &choice);
  for (guint i = lines != NULL ? lines->len : 0; i > 0; i--)
    {
      const AmpRelease *line = lines->pdata[i - 1];
      g_autofree char *title = amp_release_words_title (line);
      g_autofree char *subtitle = amp_release_words_subtitle (line);
      g_autofree char *text = g_strdup_printf ("%s (%s)", title, subtitle);
      const Choice of_line = {.release = line->id};

      if (line->template_id == NULL)
        continue;
      gtk_string_list_append (labels, text);
      g_array_append_val (self->choices, of_line);
    }
  self->choosing = TRUE;
  adw_combo_row_set_model (self->with, G_LIST_MODEL (labels));
  self->choosing = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->with), self->choices->len > 0);
  if (self->choices->len > 0)
    on_changed (self);
  else
    {
      self->ready = TRUE;
      amp_alert_show (self->alert, _ ("There is nothing to compare with: choose a period of whole "
                                      "months on the page."));
    }
}

static const AmpJob list_job = {
  .func = list_releases,
  .done = listed,
  .result_free = (GDestroyNotify) g_ptr_array_unref,
};

/* --- Object --- */

gboolean
amp_compare_dialog_is_ready (AmpCompareDialog *self)
{
  return self->ready;
}

static void
amp_compare_dialog_dispose (GObject *object)
{
  AmpCompareDialog *self = AMP_COMPARE_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->choosing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_COMPARE_DIALOG);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_compare_dialog_parent_class)->dispose (object);
}

static void
amp_compare_dialog_class_init (AmpCompareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_compare_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpCompareDialog, with);
  gtk_widget_class_bind_template_child (widget_class, AmpCompareDialog, heading);
  gtk_widget_class_bind_template_child (widget_class, AmpCompareDialog, late);
  gtk_widget_class_bind_template_child (widget_class, AmpCompareDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpCompareDialog, table_place);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
amp_compare_dialog_init (AmpCompareDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpCompareDialog *
amp_compare_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpCountSpec *spec)
{
  AmpCompareDialog *self = g_object_new (AMP_TYPE_COMPARE_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->spec = *spec;
  amp_jobs_run (jobs, &list_job, NULL, self, NULL);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
