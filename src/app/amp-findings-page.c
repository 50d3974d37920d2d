/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read anew after each answer. */
#include "app/amp-findings-page.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-finding-case.h"
#include "app/amp-reason-dialog.h"
#include "app/amp-record-text.h"
#include "domain/review.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpFindingsPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *take_in;
  GtkListBox *list;

  /* Owned References */
  AmpJobs *jobs;
  GPtrArray *records; /* what the list shows; of AmpRecord … */
  GPtrArray *looks;   /* … and of AmpResolveLook, NULL for some */

  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (AmpFindingsPage, amp_findings_page, ADW_TYPE_BIN)

/* --- A finding as a row --- */

static GtkWidget *
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* about: what a screen reader says besides the label. */
static void
add_button (GtkWidget *box, const char *label, const char *action, gint64 id, const char *about)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);
  g_autofree char *plain = g_strjoinv ("", parts);
  g_autofree char *name = g_strjoin (". ", plain, about, NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", id);
  amp_accessible_set_label (button, name);
  gtk_box_append (GTK_BOX (box), button);
}

static gboolean
is_over (const AmpRecord *record)
{
  return amp_record_has_code (record, "state", "closed") ||
         amp_record_has_code (record, "state", "rejected");
}

/* "Pack 3 · record abcd… · found on 12/03/2026 · Open" */
static char *
facts_of (const AmpRecord *record)
{
  g_autofree char *on = amp_record_date_text (record, "on");
  const char *code = amp_record_get (record, "code");
  const char *state = amp_record_code_label (record, "state");
  int pack = (int) amp_record_get_int (record, "pack", 0);

  if (code == NULL)
    /* Translators: number of a review pack, a day, the state of a finding. */
    return g_strdup_printf (_ ("Pack %d · found on %s · %s"), pack, on, state);
  /* Translators: number of a review pack, code of a record in it, a day, the state of a finding. */
  return g_strdup_printf (_ ("Pack %d · record %s · found on %s · %s"), pack, code, on, state);
}

static void
add_answer (GtkWidget *box, const AmpRecord *record)
{
  g_autofree char *on = amp_record_date_text (record, "closed_on");
  const char *answer = amp_record_get (record, "answer");
  g_autofree char *line = NULL;

  if (answer == NULL)
    return;
  /* Translators: what was done about a finding, and when. */
  line = g_strdup_printf (_ ("Answer: %s (%s)"), answer, on);
  add_line (box, line, "dim-label");
}

/* look: NULL where the finding names no record. */
static void
add_buttons (GtkWidget *box, const AmpRecord *record, const AmpResolveLook *look, const char *about)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gint64 id = amp_record_id (record);
  const char *action = NULL;
  const char *label = look != NULL ? amp_finding_case_button (look, &action) : NULL;

  gtk_widget_set_margin_top (buttons, 6);
  if (label != NULL)
    add_button (buttons, label, action, id, about);
  if (look != NULL && look->state == AMP_RESOLVE_READY)
    gtk_widget_add_css_class (gtk_widget_get_first_child (buttons), "suggested-action");
  if (amp_record_has_code (record, "state", "open"))
    add_button (buttons, _ ("I see to it"), "findings.begin", id, about);
  add_button (buttons, _ ("Dealt with…"), "findings.close", id, about);
  add_button (buttons, _ ("Not shared…"), "findings.reject", id, about);
  gtk_box_append (GTK_BOX (box), buttons);
}

static GtkWidget *
make_row (const AmpRecord *record, const AmpResolveLook *look)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  const char *about = amp_record_code_label (record, "about");
  const char *text = amp_record_get (record, "text");
  g_autofree char *facts = facts_of (record);
  g_autofree char *stands =
    look != NULL && !is_over (record) ? amp_finding_case_words (look) : NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  add_line (box, about, "heading");
  add_line (box, facts, is_over (record) ? "dim-label" : "warning");
  if (text != NULL)
    add_line (box, text, NULL);
  if (stands != NULL)
    add_line (box, stands, look->state == AMP_RESOLVE_READY ? "success" : "dim-label");
  add_answer (box, record);
  if (!is_over (record))
    add_buttons (box, record, look, about);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  name = g_strconcat (about, ". ", facts, text != NULL ? ". " : "", text != NULL ? text : "",
                      stands != NULL ? ". " : "", stands != NULL ? stands : "", NULL);
  amp_accessible_set_label (row, name);
  return row;
}

/* --- Reading --- */

typedef struct
{
  GPtrArray *records, *looks;
} Lists;

static void
lists_free (gpointer data)
{
  Lists *self = data;

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lists, lists_free)

/* Worker thread. */
static gpointer
read_list (AmpSession *session,
           gpointer data G_GNUC_UNUSED,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  g_autoptr (Lists) lists = g_new0 (Lists, 1);

  lists->records = amp_review_findings_list (session, error);
  if (lists->records != NULL)
    lists->looks = amp_review_resolve_looks (session, lists->records, error);
  return lists->looks != NULL ? g_steal_pointer (&lists) : NULL;
}

/* The row that the keyboard is in; -1: it is elsewhere. */
static int
row_with_keyboard (AmpFindingsPage *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  return row != NULL && amp_has_keyboard (row) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row))
                                               : -1;
}

static void
read_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpFindingsPage *self = owner;
  g_autoptr (Lists) lists = result;
  int kept = row_with_keyboard (self);
  GtkWidget *row;

  if (lists == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  self->records = g_steal_pointer (&lists->records);
  self->looks = g_steal_pointer (&lists->looks);
  for (guint i = 0; i < self->records->len; i++)
    gtk_list_box_append (self->list, make_row (self->records->pdata[i], self->looks->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, self->records->len > 0 ? "list" : "empty");
  /* Over what stands in the middle, or over the edge of the list. */
  gtk_widget_set_halign (self->take_in,
                         self->records->len > 0 ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  self->loaded = TRUE;
  if (kept >= 0 && gtk_list_box_get_row_at_index (self->list, kept) != NULL)
    gtk_widget_child_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, kept)),
                            GTK_DIR_TAB_FORWARD);
}

static const AmpJob read_job = {.func = read_list, .done = read_done, .result_free = lists_free};

static void
reload (AmpFindingsPage *self)
{
  gboolean may = amp_jobs_is_supervisor (self->jobs);

  gtk_widget_set_visible (self->take_in, may);
  if (!may)
    {
      adw_status_page_set_description (self->empty,
                                       _ ("Only a supervisor reads and answers them."));
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  self->loaded = FALSE;
  amp_jobs_run (self->jobs, &read_job, NULL, self, NULL);
}

/* --- Answering --- */

typedef enum
{
  BEGIN,
  CLOSE,
  REJECT
} Move;

typedef struct
{
  gint64 id;
  Move move;
  char *answer;
} Step;

static void
step_free (gpointer data)
{
  Step *self = data;

  if (self->answer != NULL)
    explicit_bzero (self->answer, strlen (self->answer));
  g_free (self->answer);
  g_free (self);
}

/* Worker thread. */
static gpointer
take_step (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  Step *self = data;

  return GINT_TO_POINTER (
    self->move == BEGIN
      ? amp_review_finding_begin (session, self->id, error)
      : amp_review_finding_close (session, self->id, self->move == CLOSE, self->answer, error));
}

static void
step_taken (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpFindingsPage *self = owner;

  if (result == NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  reload (self);
}

static const AmpJob step_job = {.func = take_step, .done = step_taken, .data_free = step_free};

static void
move (AmpFindingsPage *self, gint64 id, Move what, const char *answer)
{
  Step *step = g_new0 (Step, 1);

  step->id = id;
  step->move = what;
  step->answer = g_strdup (answer);
  amp_jobs_run (self->jobs, &step_job, step, self, NULL);
}

static void
on_closed (gpointer owner, const char *answer, gint64 id)
{
  move (owner, id, CLOSE, answer);
}

static void
on_rejected (gpointer owner, const char *answer, gint64 id)
{
  move (owner, id, REJECT, answer);
}

static void
begin_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  move (AMP_FINDINGS_PAGE (widget), g_variant_get_int64 (args), BEGIN, NULL);
}

static void
close_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_reason_dialog_present (
    widget,
    &(AmpReasonQuestion){.heading = _ ("Dealt with?"),
                         .body = _ ("Your answer stands with the finding, for the next audit."),
                         .label = _ ("_What was done"),
                         .accept = _ ("_Dealt with"),
                         .about = "finding-close"},
    on_closed, g_variant_get_int64 (args));
}

static void
reject_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_reason_dialog_present (
    widget,
    &(AmpReasonQuestion){.heading = _ ("Not shared?"),
                         .body =
                           _ ("Nothing is done about it. Your reasons stand with the finding, "
                              "for the next audit."),
                         .label = _ ("_Why not"),
                         .accept = _ ("_Not shared"),
                         .about = "finding-reject"},
    on_rejected, g_variant_get_int64 (args));
}

/* --- The case behind its record --- */

static const AmpResolveLook *
look_of (AmpFindingsPage *self, gint64 id)
{
  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    if (amp_record_id (self->records->pdata[i]) == id)
      return self->looks->pdata[i];
  return NULL;
}

static void
case_done (gpointer owner)
{
  reload (owner);
}

static void
see_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpFindingsPage *self = AMP_FINDINGS_PAGE (widget);
  gint64 id = g_variant_get_int64 (args);
  const AmpResolveLook *look = look_of (self, id);

  if (look != NULL)
    amp_finding_case_ask (widget, self->jobs, id, look, case_done);
}

static void
open_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_finding_case_open (widget, AMP_FINDINGS_PAGE (widget)->jobs, g_variant_get_int64 (args),
                         case_done);
}

/* --- What an auditor sent --- */

typedef struct
{
  char *path;
  guint n;
} TakeIn;

static void
take_in_free (gpointer data)
{
  g_free (((TakeIn *) data)->path);
  g_free (data);
}

/* Worker thread. */
static gpointer
take_in (AmpSession *session,
         gpointer data,
         AmpProgress *progress G_GNUC_UNUSED,
         GCancellable *cancellable G_GNUC_UNUSED,
         GError **error)
{
  TakeIn *self = data;

  return GINT_TO_POINTER (amp_review_findings_import (session, self->path, &self->n, error));
}

static void
taken_in (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFindingsPage *self = owner;
  guint n = ((const TakeIn *) data)->n;
  g_autofree char *sentence = NULL;

  if (result == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  sentence = g_strdup_printf (ngettext ("%u finding taken in.", "%u findings taken in.", n), n);
  amp_toast (GTK_WIDGET (self), sentence);
  reload (self);
}

static const AmpJob take_in_job = {.func = take_in, .done = taken_in, .data_free = take_in_free};

static void
chosen (gpointer owner, const char *path)
{
  TakeIn *job;

  if (path == NULL)
    return;
  job = g_new0 (TakeIn, 1);
  job->path = g_strdup (path);
  amp_jobs_run (AMP_FINDINGS_PAGE (owner)->jobs, &take_in_job, job, owner, NULL);
}

static void
take_in_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("File of an auditor's findings")};

  amp_choose_file (widget, &choose, chosen);
}

/* --- Object --- */

static void
amp_findings_page_dispose (GObject *object)
{
  AmpFindingsPage *self = AMP_FINDINGS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_FINDINGS_PAGE);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->looks, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_findings_page_parent_class)->dispose (object);
}

static void
amp_findings_page_class_init (AmpFindingsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_findings_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-findings-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpFindingsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpFindingsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, AmpFindingsPage, take_in);
  gtk_widget_class_bind_template_child (widget_class, AmpFindingsPage, list);
  gtk_widget_class_install_action (widget_class, "findings.begin", "x", begin_action);
  gtk_widget_class_install_action (widget_class, "findings.close", "x", close_action);
  gtk_widget_class_install_action (widget_class, "findings.reject", "x", reject_action);
  gtk_widget_class_install_action (widget_class, "findings.see", "x", see_action);
  gtk_widget_class_install_action (widget_class, "findings.open", "x", open_action);
  gtk_widget_class_install_action (widget_class, "findings.take-in", NULL, take_in_action);
}

static void
amp_findings_page_init (AmpFindingsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Findings of audits"));
}

AmpFindingsPage *
amp_findings_page_new (AmpJobs *jobs)
{
  AmpFindingsPage *self = g_object_new (AMP_TYPE_FINDINGS_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  g_signal_connect (self, "map", G_CALLBACK (reload), NULL);
  return self;
}

gboolean
amp_findings_page_is_loaded (AmpFindingsPage *self)
{
  return self->loaded;
}
