/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asked anew at each choice: an office knows some hundred institutions. */
#include "app/amp-reach-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "app/amp-list-keys.h"
#include "app/amp-record-text.h"
#include "domain/training-reach.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpReachDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkBox *filters;
  GtkLabel *summary;
  GtkListBox *list;

  GtkWidget *region, *audience; /* borrowed */

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

static char *
reached_words (const AmpReachRow *row)
{
  g_autofree char *day = amp_format_date (row->last_on);
  /* Translators: %s is a date. */
  g_autofree char *last = g_strdup_printf (_ ("last on %s"), day);
  g_autofree char *sessions = g_strdup_printf (
    /* Translators: of training. */
    ngettext ("%u session", "%u sessions", row->sessions), row->sessions);
  g_autofree char *people =
    g_strdup_printf (ngettext ("%u person", "%u people", row->people), row->people);
  g_autofree char *hours =
    g_strdup_printf (ngettext ("%u hour", "%u hours", row->hours), row->hours);

  return amp_text_join (last, sessions, people, row->hours > 0 ? hours : "", NULL);
}

static void
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_row (const AmpReachRow *row)
{
  const AmpCode *region =
    row->region != NULL ? amp_code_list_lookup (amp_code_list_find ("region"), row->region) : NULL;
  g_autofree char *reached =
    row->last_on != NULL ? reached_words (row) : g_strdup (_ ("Never reached"));
  g_autofree char *words = amp_text_join (
    region != NULL ? amp_code_label (region, amp_code_language ()) : "", reached, NULL);
  g_autofree char *name = g_strjoin (". ", row->name, words, NULL);
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  add_line (box, row->name, NULL);
  add_line (box, words, row->last_on != NULL ? "dim-label" : "warning");
  gtk_widget_set_margin_top (box, 7);
  gtk_widget_set_margin_bottom (box, 7);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), FALSE);
  amp_accessible_set_label (widget, name);
  return widget;
}

static char *
summary_words (GPtrArray *rows, guint n_others)
{
  g_autofree char *others = g_strdup_printf (
    ngettext ("%u person of no institution of the directory was trained.",
              "%u people of no institution of the directory were trained.", n_others),
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
  GtkWidget *child;

  if (asking->asked != self->asked)
    return;
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (self->list, make_row (rows->pdata[i]));
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
add_filter (AmpReachDialog *self, const char *list, const char *label)
{
  GtkWidget *picker = amp_code_picker_new (amp_code_list_find (list), TRUE);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  add_line (column, label, "dim-label");
  amp_form_value_set_label (AMP_FORM_VALUE (picker), label);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_box_append (GTK_BOX (column), picker);
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
  gtk_widget_class_bind_template_child (widget_class, AmpReachDialog, list);
}

static void
amp_reach_dialog_init (AmpReachDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->region = add_filter (self, "region", _ ("Region"));
  self->audience = add_filter (self, "training_audience", _ ("Audience"));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Institutions"));
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
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

GtkListBox *
amp_reach_dialog_get_list (AmpReachDialog *self)
{
  return self->list;
}

const char *
amp_reach_dialog_get_summary (AmpReachDialog *self)
{
  return gtk_label_get_text (self->summary);
}
