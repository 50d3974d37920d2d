/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The effects are those of the record that is chosen to be kept, and they are there before the
 * button that brings them about. */
#include "app/amp-people-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-case-list.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-people-words.h"
#include "app/amp-record-text.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpPeopleDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *join;
  GtkWidget *part;
  GtkToggleButton *reveal;
  AdwButtonContent *reveal_content;
  GtkLabel *reasons;
  GtkLabel *notice;
  GtkWidget *keep_box;
  GtkCheckButton *keep_first;
  GtkCheckButton *keep_second;
  GtkLabel *first;
  GtkLabel *second;
  GtkListBox *rows;
  GtkWidget *effects;
  GtkWidget *why_box;
  GtkEntry *why;
  GtkLabel *problem;

  /* Owned. */
  AmpJobs *jobs;
  AmpPeoplePair *pair; /* NULL until it is read */
  char *given_reasons;

  guint given_score;
  guint veil_timer;
  gboolean told;    /* the effects are on the screen */
  gboolean looking; /* nothing is decided here */
  gboolean revealed;
};

G_DEFINE_FINAL_TYPE (AmpPeopleDialog, amp_people_dialog, ADW_TYPE_WINDOW)

static guint decided_signal;

/* What the worker is asked. */
typedef struct
{
  gint64 a, b, decision, keep;
  guint score;
  char *reasons, *why;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_free (self->reasons);
  if (self->why != NULL)
    explicit_bzero (self->why, strlen (self->why));
  g_free (self->why);
  g_free (self);
}

static guint
kept (AmpPeopleDialog *self)
{
  return gtk_check_button_get_active (self->keep_second) ? 1 : 0;
}

static Question *
question_of (AmpPeopleDialog *self)
{
  Question *question = g_new0 (Question, 1);

  question->a = self->pair->person[0];
  question->b = self->pair->person[1];
  question->keep = self->pair->person[kept (self)];
  question->score = self->pair->score;
  question->reasons = g_strdup (self->pair->reasons);
  return question;
}

static void
show_problem (AmpPeopleDialog *self, const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_alert_show (self->problem, _ (amp_error_sentence (error)));
}

/* --- The two records --- */

static char *
value_of (AmpPeopleDialog *self, guint which, const AmpField *field)
{
  const AmpRecord *record = self->pair->record[which];

  if (record == NULL)
    return g_strdup (_ ("A colleague keeps it"));
  if (amp_record_get (record, field->name) == NULL)
    return g_strdup ("—");
  if (amp_field_is_private (field) && !self->revealed)
    return g_strdup ("•••");
  return amp_record_words (record, field);
}

static const char *
raw (AmpPeopleDialog *self, guint which, const AmpField *field)
{
  const AmpRecord *record = self->pair->record[which];

  return record != NULL ? amp_record_get (record, field->name) : NULL;
}

static void
add_cell (GtkWidget *box, const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 16);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

/* What differs stands out; what stays closed does not. */
static const char *
style_of (AmpPeopleDialog *self, guint which, gboolean differ)
{
  if (self->pair->record[which] == NULL)
    return "dim-label";
  return differ ? "heading" : NULL;
}

static void
add_row (AmpPeopleDialog *self, const AmpField *field)
{
  const char *one = raw (self, 0, field), *other = raw (self, 1, field);
  gboolean differ = one != NULL && other != NULL && strcmp (one, other) != 0;
  g_autofree char *first = value_of (self, 0, field), *second = value_of (self, 1, field);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *label =
    differ ? g_strdup_printf ("%s ≠", _ (field->label)) : g_strdup (_ (field->label));
  g_autofree char *spoken =
    /* Translators: for a screen reader: field, whether the two differ, pseudonym and value twice.
     */
    g_strdup_printf (_ ("%s%s. %s: %s. %s: %s."), _ (field->label), differ ? _ (", differs") : "",
                     self->pair->pseudonym[0], first, self->pair->pseudonym[1], second);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_widget_add_css_class (box, "amp-record");
  add_cell (box, label, "dim-label");
  add_cell (box, first, style_of (self, 0, differ));
  add_cell (box, second, style_of (self, 1, differ));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  amp_accessible_set_label (row, spoken);
  gtk_list_box_append (self->rows, row);
}

static void
show_rows (AmpPeopleDialog *self)
{
  const AmpEntity *entity = amp_entity_find ("person");
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);
  for (gsize i = 0; i < entity->n_fields; i++)
    if ((entity->fields[i].flags & AMP_FIELD_DERIVED) == 0 &&
        (raw (self, 0, &entity->fields[i]) != NULL || raw (self, 1, &entity->fields[i]) != NULL))
      add_row (self, &entity->fields[i]);
}

/* --- Who they are --- */

/* Worker thread. Nothing may be shown before it is in the chain. */
static gpointer
tell_view (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  const Question *question = data;
  const gint64 people[] = {question->a, question->b};

  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    if (people[i] != 0 &&
        !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                          amp_entity_find ("person"), people[i], NULL, "duplicate", error))
      return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
show_veil (AmpPeopleDialog *self, gboolean revealed)
{
  self->revealed = revealed;
  g_clear_handle_id (&self->veil_timer, g_source_remove);
  gtk_toggle_button_set_active (self->reveal, revealed);
  adw_button_content_set_label (self->reveal_content,
                                revealed ? _ ("Hide _identity") : _ ("Show _identity"));
  adw_button_content_set_icon_name (self->reveal_content,
                                    revealed ? "view-conceal-symbolic" : "view-reveal-symbolic");
  show_rows (self);
}

static gboolean
veil_again (gpointer data)
{
  AmpPeopleDialog *self = data;

  self->veil_timer = 0;
  show_veil (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
view_told (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpPeopleDialog *self = owner;

  gboolean revealed = result != NULL && gtk_toggle_button_get_active (self->reveal);

  show_veil (self, revealed); /* she may have thought better of it */
  show_problem (self, error);
  if (revealed)
    self->veil_timer = g_timeout_add_seconds (AMP_NAMES_SECONDS, veil_again, self);
}

static const AmpJob view_job = {.func = tell_view, .done = view_told, .data_free = question_free};

static void
on_reveal_toggled (AmpPeopleDialog *self)
{
  gboolean wanted = gtk_toggle_button_get_active (self->reveal);
  Question *question;

  if (self->pair == NULL || wanted == self->revealed)
    return;
  if (!wanted)
    {
      show_veil (self, FALSE);
      return;
    }
  question = question_of (self);
  if (self->pair->record[0] == NULL)
    question->a = 0;
  if (self->pair->record[1] == NULL)
    question->b = 0;
  amp_jobs_run (self->jobs, &view_job, question, self, NULL);
}

void
amp_people_dialog_reveal (AmpPeopleDialog *self)
{
  gtk_toggle_button_set_active (self->reveal, TRUE);
}

/* --- What a merge would do --- */

static gpointer
preview (AmpSession *session,
         gpointer data,
         AmpProgress *progress G_GNUC_UNUSED,
         GCancellable *cancellable G_GNUC_UNUSED,
         GError **error)
{
  const Question *question = data;

  return amp_people_preview (session, question->a, question->b, question->keep, error);
}

static void
show_effects (AmpPeopleDialog *self, const AmpPeoplePreview *told)
{
  guint which = kept (self);
  g_autoptr (GPtrArray) effects =
    amp_people_effects (told, self->pair->pseudonym[which], self->pair->pseudonym[1 - which]);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->effects)) != NULL)
    gtk_box_remove (GTK_BOX (self->effects), child);
  for (guint i = 0; i < effects->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("• %s", (const char *) effects->pdata[i]);
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (self->effects), label);
    }
}

static void
previewed (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPeopleDialog *self = owner;
  const Question *question = data;
  g_autoptr (AmpPeoplePreview) told = result;

  show_problem (self, error);
  if (told == NULL || question->keep != self->pair->person[kept (self)])
    return;
  show_effects (self, told);
  self->told = TRUE;
  gtk_widget_set_sensitive (self->join, self->pair->waiting == 0);
}

static const AmpJob preview_job = {.func = preview,
                                   .done = previewed,
                                   .data_free = question_free,
                                   .result_free = (GDestroyNotify) amp_people_preview_free};

static void
on_keep_changed (AmpPeopleDialog *self)
{
  if (self->pair == NULL)
    return;
  self->told = FALSE;
  gtk_widget_set_sensitive (self->join, FALSE);
  amp_jobs_run (self->jobs, &preview_job, question_of (self), self, NULL);
}

void
amp_people_dialog_keep (AmpPeopleDialog *self, guint which)
{
  gtk_check_button_set_active (which == 0 ? self->keep_first : self->keep_second, TRUE);
}

/* --- The pair --- */

static gpointer
read_pair (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  const Question *question = data;

  return question->decision != 0 ? amp_people_pair_of (session, question->decision, error)
                                 : amp_people_pair (session, question->a, question->b, error);
}

static const char *
notice_of (AmpPeopleDialog *self)
{
  if (self->pair->waiting != 0 && !self->looking)
    return _ ("A merge of these two is asked for already, and waits on the page Approvals.");
  if (self->pair->record[0] == NULL || self->pair->record[1] == NULL)
    return _ ("One of the two records belongs to a colleague's case: what it says stays closed to "
              "you, and a supervisor sees both.");
  return NULL;
}

static void
show_pair (AmpPeopleDialog *self)
{
  const AmpPeoplePair *pair = self->pair;
  gboolean supervisor = amp_jobs_is_supervisor (self->jobs);
  g_autofree char *reasons = amp_people_reasons (pair->reasons, pair->score);

  gtk_label_set_text (self->reasons, reasons);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), *reasons != '\0');
  gtk_label_set_text (self->first, pair->pseudonym[0]);
  gtk_label_set_text (self->second, pair->pseudonym[1]);
  gtk_check_button_set_label (self->keep_first, pair->pseudonym[0]);
  gtk_check_button_set_label (self->keep_second, pair->pseudonym[1]);
  amp_alert_show (self->notice, notice_of (self));
  gtk_widget_set_visible (self->keep_box, supervisor && !self->looking && pair->waiting == 0);
  gtk_widget_set_visible (self->why_box, !supervisor && !self->looking && pair->waiting == 0);
  gtk_widget_set_visible (self->join, !self->looking);
  gtk_widget_set_visible (self->part, !self->looking && pair->waiting == 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->reveal),
                            pair->record[0] != NULL || pair->record[1] != NULL);
  show_rows (self);
}

static void
pair_read (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpPeopleDialog *self = owner;

  show_problem (self, error);
  if (result == NULL)
    return;
  self->pair = result;
  if (self->given_reasons != NULL)
    {
      g_free (self->pair->reasons);
      self->pair->reasons = g_steal_pointer (&self->given_reasons);
      self->pair->score = self->given_score;
    }
  show_pair (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->reveal));
  on_keep_changed (self);
}

static const AmpJob read_job = {.func = read_pair,
                                .done = pair_read,
                                .data_free = question_free,
                                .result_free = (GDestroyNotify) amp_people_pair_free};

/* --- The word --- */

static void
decided (AmpPeopleDialog *self, const char *verdict, gint64 decision, gint64 gone)
{
  g_object_ref (self);
  if (gone != 0)
    amp_jobs_case_changed (self->jobs, 0);
  g_signal_emit (self, decided_signal, 0, verdict, decision, gone);
  gtk_window_destroy (GTK_WINDOW (self));
  g_object_unref (self);
}

static const char *
in_our_language (const char *msgid)
{
  return gettext (msgid);
}

/* Ids do not fit into a pointer everywhere. */
static gpointer
dup_id (gint64 id)
{
  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static gpointer
join (AmpSession *session,
      gpointer data,
      AmpProgress *progress G_GNUC_UNUSED,
      GCancellable *cancellable G_GNUC_UNUSED,
      GError **error)
{
  const Question *question = data;
  g_autoptr (AmpPeoplePair) pair = amp_people_pair (session, question->a, question->b, error);

  if (pair == NULL)
    return NULL;
  g_free (pair->reasons);
  pair->reasons = g_strdup (question->reasons);
  pair->score = question->score;
  return dup_id (
    amp_people_join (session, pair, question->keep, question->why, in_our_language, error));
}

static void
joined (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPeopleDialog *self = owner;
  const Question *question = data;
  g_autofree gint64 *decision = result;

  show_problem (self, error);
  gtk_widget_set_sensitive (self->join, TRUE);
  if (decision != NULL)
    decided (self, "same", *decision,
             !amp_jobs_is_supervisor (self->jobs) ? 0
             : question->keep == question->a      ? question->b
                                                  : question->a);
}

static const AmpJob join_job = {
  .func = join, .done = joined, .data_free = question_free, .result_free = g_free};

void
amp_people_dialog_join (AmpPeopleDialog *self)
{
  Question *question;

  if (self->pair == NULL || self->looking || !gtk_widget_get_sensitive (self->join))
    return;
  gtk_widget_set_sensitive (self->join, FALSE);
  question = question_of (self);
  question->why = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->why)));
  amp_jobs_run (self->jobs, &join_job, question, self, NULL);
}

static gpointer
part (AmpSession *session,
      gpointer data,
      AmpProgress *progress G_GNUC_UNUSED,
      GCancellable *cancellable G_GNUC_UNUSED,
      GError **error)
{
  const Question *question = data;

  return dup_id (amp_people_decide (session, question->a, question->b, "different", question->score,
                                    question->reasons, error));
}

static void
parted (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpPeopleDialog *self = owner;
  g_autofree gint64 *decision = result;

  show_problem (self, error);
  if (decision != NULL)
    decided (self, "different", *decision, 0);
}

static const AmpJob part_job = {
  .func = part, .done = parted, .data_free = question_free, .result_free = g_free};

void
amp_people_dialog_part (AmpPeopleDialog *self)
{
  if (self->pair != NULL && !self->looking && self->pair->waiting == 0)
    amp_jobs_run (self->jobs, &part_job, question_of (self), self, NULL);
}

/* --- Object --- */

static void
amp_people_dialog_dispose (GObject *object)
{
  AmpPeopleDialog *self = AMP_PEOPLE_DIALOG (object);

  g_clear_handle_id (&self->veil_timer, g_source_remove);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_people_dialog_parent_class)->dispose (object);
}

static void
amp_people_dialog_finalize (GObject *object)
{
  AmpPeopleDialog *self = AMP_PEOPLE_DIALOG (object);

  g_clear_pointer (&self->pair, amp_people_pair_free);
  g_free (self->given_reasons);
  G_OBJECT_CLASS (amp_people_dialog_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *klass)
{
  gtk_widget_class_set_template_from_resource (klass, "/org/amparo/Amparo/amp-people-dialog.ui");
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, join);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, part);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, reveal);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, reveal_content);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, reasons);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, notice);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, keep_box);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, keep_first);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, keep_second);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, first);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, second);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, rows);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, effects);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, why_box);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, why);
  gtk_widget_class_bind_template_child (klass, AmpPeopleDialog, problem);
  gtk_widget_class_bind_template_callback (klass, on_reveal_toggled);
  gtk_widget_class_bind_template_callback (klass, on_keep_changed);
  gtk_widget_class_bind_template_callback (klass, amp_people_dialog_join);
  gtk_widget_class_bind_template_callback (klass, amp_people_dialog_part);
}

static void
amp_people_dialog_class_init (AmpPeopleDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_people_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_people_dialog_finalize;
  bind_template (GTK_WIDGET_CLASS (klass));
  decided_signal =
    g_signal_new ("decided", AMP_TYPE_PEOPLE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_INT64, G_TYPE_INT64);
}

static void
amp_people_dialog_init (AmpPeopleDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->rows), _ ("Both records"));
}

static AmpPeopleDialog *
present (GtkWidget *owner, AmpJobs *jobs, Question *question)
{
  AmpPeopleDialog *self = g_object_new (AMP_TYPE_PEOPLE_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->looking = question->decision != 0;
  gtk_button_set_label (GTK_BUTTON (self->join), amp_jobs_is_supervisor (jobs)
                                                   ? _ ("_Merge them")
                                                   : _ ("_Ask for the merge"));
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  amp_jobs_run (jobs, &read_job, question, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

AmpPeopleDialog *
amp_people_dialog_present (
  GtkWidget *owner, AmpJobs *jobs, gint64 a, gint64 b, guint score, const char *reasons)
{
  Question *question = g_new0 (Question, 1);
  AmpPeopleDialog *self;

  question->a = a;
  question->b = b;
  self = present (owner, jobs, question);
  self->given_score = score;
  self->given_reasons = g_strdup (reasons);
  return self;
}

AmpPeopleDialog *
amp_people_dialog_present_decision (GtkWidget *owner, AmpJobs *jobs, gint64 decision)
{
  Question *question = g_new0 (Question, 1);

  question->decision = decision;
  return present (owner, jobs, question);
}

gboolean
amp_people_dialog_is_loaded (AmpPeopleDialog *self)
{
  return self->told;
}

gboolean
amp_people_dialog_is_revealed (AmpPeopleDialog *self)
{
  return self->revealed;
}
