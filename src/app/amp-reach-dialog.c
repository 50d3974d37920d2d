/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asked anew at each choice: an office knows some hundred institutions. */
#include "app/amp-reach-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "domain/training-reach.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpReachDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkBox *filters;
  GtkLabel *summary;
  GtkBox *place;

  /* Borrowed References */
  GtkWidget *region, *audience;
  AmpTextTable *table;

  AmpJobs *jobs; /* owned */
  guint asked;   /* an older answer is thrown away */
};

G_DEFINE_FINAL_TYPE (AmpReachDialog, amp_reach_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  char *region, *audience;
  guint asked;
  guint n_others;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  g_free (self->region);
  g_free (self->audience);
  g_free (self);
}

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static gpointer
reach_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable,
           GError **error)
{
  Asking *asking = data;
  const AmpReachQuery query = {.region = or_null (asking->region),
                               .audience = or_null (asking->audience)};

  return amp_training_reach (session, &query, &asking->n_others, cancellable, error);
}

/* --- Rows --- */

static const AmpTextColumn columns[] = {
  {.title = N_ ("Institution")},
  {.title = N_ ("Region"), .width = 130},
  {.title = N_ ("Last session"), .width = 130},
  {.title = N_ ("Sessions"), .width = 90, .number = TRUE},
  {.title = N_ ("Attended"), .width = 100, .number = TRUE},
  {.title = N_ ("Hours"), .width = 90, .number = TRUE},
};

/* Of one that was never reached the numbers stay empty: the row then says one thing. */
static void
add_row (AmpReachDialog *self, const AmpReachRow *row)
{
  const AmpCode *region =
    row->region != NULL ? amp_code_list_lookup (amp_code_list_find ("region"), row->region) : NULL;
  gboolean reached = row->last_on != NULL;
  g_autofree char *day = reached ? amp_format_date (row->last_on) : g_strdup (_ ("Never"));
  g_autofree char *sessions = amp_format_count (row->sessions);
  g_autofree char *people = amp_format_count (row->people);
  g_autofree char *hours = amp_format_count (row->hours);
  const char *const texts[] = {row->name,
                               region != NULL ? amp_code_label (region, amp_code_language ()) : "",
                               day,
                               reached ? sessions : "",
                               reached ? people : "",
                               reached && row->hours > 0 ? hours : "",
                               NULL};

  amp_text_table_add (self->table, texts);
}

static char *
summary_words (GPtrArray *rows, guint n_others)
{
  g_autofree char *others = g_strdup_printf (
    ngettext ("Beside them %u person was trained whose institution is not in the directory.",
              "Beside them %u people were trained whose institution is not in the directory.",
              n_others),
    n_others);
  g_autofree char *reached = NULL;
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += ((const AmpReachRow *) rows->pdata[i])->last_on != NULL;
  /* Translators: how many institutions of how many. */
  reached = g_strdup_printf (_ ("%u of %u institutions were reached."), n, rows->len);
  return n_others > 0 ? g_strjoin (" ", reached, others, NULL) : g_steal_pointer (&reached);
}

static void
reach_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReachDialog *self = owner;
  const Asking *asking = data;
  g_autoptr (GPtrArray) rows = result;
  g_autofree char *words = NULL;

  if (asking->asked != self->asked)
    return;
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  amp_text_table_clear (self->table);
  for (guint i = 0; i < rows->len; i++)
    add_row (self, rows->pdata[i]);
  words = summary_words (rows, asking->n_others);
  gtk_label_set_text (self->summary, words);
}

static const AmpJob reach_job = {.func = reach_run,
                                 .done = reach_done,
                                 .data_free = asking_free,
                                 .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
ask (AmpReachDialog *self)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->region = amp_form_value_dup_text (AMP_FORM_VALUE (self->region));
  asking->audience = amp_form_value_dup_text (AMP_FORM_VALUE (self->audience));
  asking->asked = ++self->asked;
  amp_jobs_run (self->jobs, &reach_job, asking, self, NULL);
}

/* --- Object --- */

static GtkWidget *
add_filter (AmpReachDialog *self, const char *list, const char *label, const char *all)
{
  GtkWidget *picker = amp_code_picker_new_empty (FALSE);
  GtkWidget *column = amp_form_value_new_titled (AMP_FORM_VALUE (picker), label);

  amp_code_picker_add_all (AMP_CODE_PICKER (picker), all);
  amp_code_picker_add_list (AMP_CODE_PICKER (picker), amp_code_list_find (list));
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (self->filters, column);
  g_signal_connect_swapped (picker, "value-changed", G_CALLBACK (ask), self);
  return picker;
}

static void
amp_reach_dialog_dispose (GObject *object)
{
  AmpReachDialog *self = AMP_REACH_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REACH_DIALOG);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_reach_dialog_parent_class)->dispose (object);
}

static void
amp_reach_dialog_class_init (AmpReachDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_reach_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-reach-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReachDialog, filters);
  gtk_widget_class_bind_template_child (widget_class, AmpReachDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, AmpReachDialog, place);
}

static void
amp_reach_dialog_init (AmpReachDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->region = add_filter (self, "region", _ ("Region"), _ ("All regions"));
  self->audience = add_filter (self, "training_audience", _ ("Audience"), _ ("Every audience"));
  self->table =
    AMP_TEXT_TABLE (amp_text_table_new (_ ("Institutions"), columns, G_N_ELEMENTS (columns)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_box_append (self->place, GTK_WIDGET (self->table));
}

AmpReachDialog *
amp_reach_dialog_present (GtkWidget *owner, AmpJobs *jobs)
{
  AmpReachDialog *self = g_object_new (AMP_TYPE_REACH_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  ask (self);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

static void
offer_cb (AmpProgrammePane *pane)
{
  amp_reach_dialog_present (GTK_WIDGET (pane), amp_programme_pane_get_context (pane)->jobs);
}

void
amp_reach_dialog_offer (AmpProgrammePane *pane, GtkWidget *bar)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Who was reached…"));

  gtk_widget_set_valign (button, GTK_ALIGN_END);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (offer_cb), pane);
  gtk_box_append (GTK_BOX (bar), button);
}

AmpTextTable *
amp_reach_dialog_get_table (AmpReachDialog *self)
{
  return self->table;
}

const char *
amp_reach_dialog_get_summary (AmpReachDialog *self)
{
  return gtk_label_get_text (self->summary);
}
