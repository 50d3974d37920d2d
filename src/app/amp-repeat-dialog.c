/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The preview is what the domain would do: who reads it knows what the button does. */
#include "app/amp-repeat-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-date-entry.h"
#include "app/amp-dialog.h"
#include "app/amp-format.h"
#include "app/amp-section-save.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>

struct _AmpRepeatDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkCheckButton *weekly, *two_weeks, *monthly;
  GtkCheckButton *by_times;
  GtkSpinButton *times;
  GtkCheckButton *by_day;
  AmpDateEntry *until;
  GtkLabel *preview;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
  AmpRecord *activity;
  GtkWidget *owner; /* weak */
  AmpRepeated repeated;
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (AmpRepeatDialog, amp_repeat_dialog, ADW_TYPE_WINDOW)

/* --- What is wished --- */

/* Free until. */
static AmpRepeatWish
read_wish (AmpRepeatDialog *self, char **until)
{
  AmpRepeatWish wish = {.every = AMP_REPEAT_WEEKLY};

  *until = NULL;
  if (gtk_check_button_get_active (self->two_weeks))
    wish.every = AMP_REPEAT_EVERY_TWO_WEEKS;
  if (gtk_check_button_get_active (self->monthly))
    wish.every = AMP_REPEAT_MONTHLY;
  if (gtk_check_button_get_active (self->by_times))
    wish.times = (guint) gtk_spin_button_get_value_as_int (self->times);
  else
    wish.until = *until = amp_form_value_dup_text (AMP_FORM_VALUE (self->until));
  return wish;
}

static char *
sentence_of (const GError *error)
{
  g_autofree char *entity = NULL, *field = NULL;
  char *sentence = NULL;

  return amp_section_save_problem (error, &entity, &field, &sentence)
           ? sentence
           : g_strdup (_ (amp_error_sentence (error)));
}

static char *
preview_words (GPtrArray *days)
{
  g_autofree char *first = amp_format_date (days->pdata[0]);
  g_autofree char *last = amp_format_date (days->pdata[days->len - 1]);

  if (days->len == 1)
    /* Translators: %s is a date. */
    return g_strdup_printf (_ ("One more is planned: %s."), first);
  /* Translators: %u is how many, then the first and the last date. */
  return g_strdup_printf (_ ("%u more are planned: from %s to %s."), days->len, first, last);
}

static void
show_preview (AmpRepeatDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *until = NULL, *words = NULL;
  AmpRepeatWish wish = read_wish (self, &until);
  g_autoptr (GPtrArray) days =
    amp_repeat_days (amp_record_get (self->activity, "on"), &wish, &error);

  words = days != NULL ? preview_words (days) : sentence_of (error);
  gtk_label_set_text (self->preview, words);
  gtk_widget_set_sensitive (self->save, days != NULL);
  amp_alert_show (self->alert, NULL);
}

static void
on_changed (AmpRepeatDialog *self)
{
  gboolean times = gtk_check_button_get_active (self->by_times);

  gtk_widget_set_sensitive (GTK_WIDGET (self->times), times);
  gtk_widget_set_sensitive (GTK_WIDGET (self->until), !times);
  if (self->activity != NULL)
    show_preview (self);
}

/* --- Doing it --- */

typedef struct
{
  gint64 activity;
  AmpRepeatWish wish;
  char *until;
  guint n;
} Repeating;

static void
repeating_free (gpointer data)
{
  g_free (((Repeating *) data)->until);
  g_free (data);
}

static gpointer
repeat_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  Repeating *self = data;

  return GINT_TO_POINTER (
    amp_programme_repeat (session, self->activity, &self->wish, &self->n, error));
}

static void
repeat_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpRepeatDialog *self = owner;

  self->saving = FALSE;
  if (error != NULL)
    {
      g_autofree char *sentence = sentence_of (error);

      amp_alert_show (self->alert, sentence);
      return;
    }
  if (self->owner != NULL)
    self->repeated (self->owner, ((Repeating *) data)->n);
  gtk_window_destroy (GTK_WINDOW (self));
}

static const AmpJob repeat_job = {
  .func = repeat_run, .done = repeat_done, .data_free = repeating_free};

void
amp_repeat_dialog_save (AmpRepeatDialog *self)
{
  Repeating *repeating;

  if (self->saving || !gtk_widget_get_sensitive (self->save))
    return;
  self->saving = TRUE;
  repeating = g_new0 (Repeating, 1);
  repeating->activity = amp_record_id (self->activity);
  repeating->wish = read_wish (self, &repeating->until);
  amp_jobs_run (self->jobs, &repeat_job, repeating, self, NULL);
}

/* --- Object --- */

static void
amp_repeat_dialog_dispose (GObject *object)
{
  AmpRepeatDialog *self = AMP_REPEAT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REPEAT_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->activity, amp_record_free);
  g_clear_weak_pointer (&self->owner);
  G_OBJECT_CLASS (amp_repeat_dialog_parent_class)->dispose (object);
}

static void
amp_repeat_dialog_class_init (AmpRepeatDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_repeat_dialog_dispose;
  g_type_ensure (AMP_TYPE_DATE_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-repeat-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, weekly);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, two_weeks);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, monthly);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, by_times);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, times);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, by_day);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, until);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, AmpRepeatDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, amp_repeat_dialog_save);
}

static void
amp_repeat_dialog_init (AmpRepeatDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->times), _ ("How many more"));
  amp_form_value_set_label (AMP_FORM_VALUE (self->until), _ ("Last day of the series"));
}

AmpRepeatDialog *
amp_repeat_dialog_present (GtkWidget *owner,
                           AmpJobs *jobs,
                           const AmpRecord *activity,
                           AmpRepeated repeated)
{
  AmpRepeatDialog *self = g_object_new (AMP_TYPE_REPEAT_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->activity = amp_record_copy (activity);
  self->repeated = repeated;
  g_set_weak_pointer (&self->owner, owner);
  on_changed (self);
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

void
amp_repeat_dialog_wish (AmpRepeatDialog *self, AmpRepeat every, guint times)
{
  GtkCheckButton *const buttons[] = {self->weekly, self->two_weeks, self->monthly};

  gtk_check_button_set_active (buttons[every], TRUE);
  gtk_check_button_set_active (self->by_times, TRUE);
  gtk_spin_button_set_value (self->times, times);
}

const char *
amp_repeat_dialog_get_preview (AmpRepeatDialog *self)
{
  return gtk_label_get_text (self->preview);
}
