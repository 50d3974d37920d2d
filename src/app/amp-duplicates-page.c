/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everybody is looked for among everybody in short steps, so that whoever works in another window,
 * or goes to another page, does not wait; what was found is on the screen at once. */
#include "app/amp-duplicates-page.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "app/amp-pair-list.h"
#include "app/amp-people-dialog.h"
#include "domain/approvals.h"
#include "domain/people.h"

#include <glib/gi18n.h>
#include <string.h>

#define STEP_US (80 * 1000) /* the worker's time before others get theirs */

/* What was decided last, to be undone. */
typedef struct
{
  gboolean same;
  gint64 decision, gone, a, b;
} Last;

struct _AmpDuplicatesPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkLabel *progress;
  GtkProgressBar *bar;
  GtkWidget *again;
  GtkWidget *stop;
  GtkWidget *none;
  AdwBin *pairs_place;
  AdwPreferencesGroup *merged_group;
  GtkListBox *merged;

  /* Owned. */
  AmpJobs *jobs;
  GCancellable *walking; /* NULL: nothing runs */
  AmpPairList *pairs;    /* in its place */
  GPtrArray *taken;      /* of AmpDuplicatePair: what the last decision took from it */
  Last last;
  gboolean started, over;
};

G_DEFINE_FINAL_TYPE (AmpDuplicatesPage, amp_duplicates_page, ADW_TYPE_BIN)

static void
clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

/* --- Looking --- */

typedef struct
{
  AmpDuplicateWalk *walk;
  GPtrArray *pairs; /* found in this step */
  GCancellable *of; /* which search it belongs to */
} Step;

static void
step_free (gpointer data)
{
  Step *self = data;

  g_clear_pointer (&self->walk, amp_duplicate_walk_free);
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_object (&self->of);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

/* Worker thread. The walk goes back and forth: only one of the two has it. */
static gpointer
walk_on (AmpSession *session,
         gpointer data,
         AmpProgress *progress G_GNUC_UNUSED,
         GCancellable *cancellable,
         GError **error)
{
  Step *asked = data;
  g_autoptr (Step) step = g_new0 (Step, 1);
  gint64 end = g_get_monotonic_time () + STEP_US;

  step->pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);
  step->walk =
    asked->walk != NULL ? g_steal_pointer (&asked->walk) : amp_duplicate_walk_new (session, error);
  while (step->walk != NULL && !amp_duplicate_walk_is_over (step->walk) &&
         g_get_monotonic_time () < end)
    if (!amp_duplicate_walk_step (step->walk, session, step->pairs, cancellable, error))
      return NULL;
  return step->walk != NULL ? g_steal_pointer (&step) : NULL;
}

/* Says how many were found, or that none was. */
static void
show_found (AmpDuplicatesPage *self)
{
  amp_pair_list_tell (self->pairs);
  gtk_widget_set_visible (self->none, self->over && amp_pair_list_n_all (self->pairs) == 0);
}

static void ask_step (AmpDuplicatesPage *self, AmpDuplicateWalk *walk);

static void
show_running (AmpDuplicatesPage *self, gboolean running)
{
  gtk_widget_set_visible (GTK_WIDGET (self->bar), running);
  gtk_widget_set_visible (self->stop, running);
  gtk_widget_set_visible (self->again, !running);
}

static void
show_progress (AmpDuplicatesPage *self, const AmpDuplicateWalk *walk)
{
  g_autofree char *done = amp_format_count (walk->at);
  g_autofree char *all = amp_format_count (walk->people->len);
  /* Translators: numbers of people. */
  g_autofree char *checked = g_strdup_printf (
    ngettext ("%s of %s person checked", "%s of %s people checked", walk->people->len), done, all);

  gtk_label_set_text (
    self->progress, walk->ready || walk->crowd == NULL ? checked : _ ("Reading who is recorded…"));
  gtk_progress_bar_set_fraction (
    self->bar, walk->people->len > 0 ? (double) walk->at / (double) walk->people->len : 1);
}

static void
show_end (AmpDuplicatesPage *self)
{
  g_clear_object (&self->walking);
  show_running (self, FALSE);
  show_found (self);
}

static void
step_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpDuplicatesPage *self = owner;
  const Step *asked = data;
  g_autoptr (Step) step = result;
  gboolean first;

  /* Of a search that was stopped, or begun anew, since. */
  if (asked->of != self->walking)
    return;
  if (step == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      show_end (self);
      return;
    }
  first = amp_pair_list_n_all (self->pairs) == 0 && step->pairs->len > 0;
  for (guint i = 0; i < step->pairs->len; i++)
    amp_pair_list_add (self->pairs, g_steal_pointer (&step->pairs->pdata[i]));
  show_found (self);
  show_progress (self, step->walk);
  if (first && amp_has_keyboard (self->stop))
    amp_pair_list_focus (self->pairs, 0);
  if (amp_duplicate_walk_is_over (step->walk))
    {
      self->over = TRUE;
      show_end (self);
    }
  else
    ask_step (self, g_steal_pointer (&step->walk));
}

static const AmpJob step_job = {
  .func = walk_on, .done = step_done, .data_free = step_free, .result_free = step_free};

/* Takes the walk; NULL: a new one. */
static void
ask_step (AmpDuplicatesPage *self, AmpDuplicateWalk *walk)
{
  Step *step = g_new0 (Step, 1);

  step->walk = walk;
  step->of = g_object_ref (self->walking);
  amp_jobs_run (self->jobs, &step_job, step, self, self->walking);
}

static void read_merged (AmpDuplicatesPage *self);

static void
stop (AmpDuplicatesPage *self)
{
  gboolean had_keyboard = amp_has_keyboard (self->stop);

  g_cancellable_cancel (self->walking);
  show_end (self);
  if (had_keyboard)
    gtk_widget_grab_focus (self->again);
}

static void
start (AmpDuplicatesPage *self)
{
  gboolean had_keyboard = amp_has_keyboard (self->again);

  if (self->walking != NULL)
    g_cancellable_cancel (self->walking);
  g_clear_object (&self->walking);
  self->walking = g_cancellable_new ();
  self->over = FALSE;
  amp_pair_list_clear (self->pairs);
  show_found (self);
  show_running (self, TRUE);
  if (had_keyboard)
    gtk_widget_grab_focus (self->stop);
  ask_step (self, NULL);
  read_merged (self);
}

/* --- What was merged --- */

static gpointer
list_merged (AmpSession *session,
             gpointer data G_GNUC_UNUSED,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error)
{
  return amp_people_merged (session, error);
}

static GtkWidget *
make_merged (const AmpPeopleMerged *merged)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Take back"));
  g_autofree char *until = amp_format_date (merged->until);
  /* Translators: pseudonyms: the record that is gone, and the one it was merged into. */
  g_autofree char *title =
    g_strdup_printf (_ ("%s into %s"), merged->pseudonym_gone, merged->pseudonym_kept);
  /* Translators: a name and a date. */
  g_autofree char *subtitle = g_strdup_printf (_ ("Decided by %s. Can be taken back until %s."),
                                               merged->by != NULL ? merged->by : "—", until);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", _ ("Take back"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "duplicates.take-back");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", merged->decision);
  amp_accessible_set_label (button, spoken);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
merged_listed (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpDuplicatesPage *self = owner;
  g_autoptr (GPtrArray) list = result;

  if (list == NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  clear (self->merged);
  for (guint i = 0; list != NULL && i < list->len; i++)
    gtk_list_box_append (self->merged, make_merged (list->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->merged_group), list != NULL && list->len > 0);
}

static const AmpJob merged_job = {
  .func = list_merged, .done = merged_listed, .result_free = (GDestroyNotify) g_ptr_array_unref};

/* Taking back is a supervisor's. */
static void
read_merged (AmpDuplicatesPage *self)
{
  if (amp_jobs_is_supervisor (self->jobs))
    amp_jobs_run (self->jobs, &merged_job, NULL, self, NULL);
}

/* --- Deciding, and taking it back --- */

static void
on_decided (AmpDuplicatesPage *self,
            const char *verdict,
            gint64 decision,
            gint64 gone,
            AmpPeopleDialog *dialog)
{
  const gint64 *people = g_object_get_data (G_OBJECT (dialog), "people");
  int at = amp_pair_list_index (self->pairs, people[0], people[1]);
  const char *sentence;

  self->last = (Last){strcmp (verdict, "same") == 0, decision, gone, people[0], people[1]};
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  if (self->last.same && gone == 0)
    amp_pair_list_set_waiting (self->pairs, people[0], people[1], TRUE);
  else
    /* Who is merged stands in no other pair any more. */
    self->taken = amp_pair_list_take (self->pairs, people[0], people[1], gone);
  show_found (self);
  read_merged (self);
  sentence = !self->last.same ? _ ("Remembered: they are two people.")
             : gone != 0      ? _ ("The two records are one person now.")
                              : _ ("The merge is asked for. A supervisor decides.");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast-undo", "s", sentence);
  if (!amp_pair_list_focus (self->pairs, at))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

/* --- What was decided elsewhere --- */

static gpointer
read_verdicts (AmpSession *session,
               gpointer data G_GNUC_UNUSED,
               AmpProgress *progress G_GNUC_UNUSED,
               GCancellable *cancellable,
               GError **error)
{
  return amp_duplicate_verdicts_read (session, cancellable, error);
}

static void
verdicts_read (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpDuplicatesPage *self = owner;
  g_autoptr (AmpDuplicateVerdicts) verdicts = result;

  if (verdicts == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  amp_pair_list_obey (self->pairs, verdicts);
  show_found (self);
}

static const AmpJob verdicts_job = {.func = read_verdicts,
                                    .done = verdicts_read,
                                    .result_free = (GDestroyNotify) amp_duplicate_verdicts_free};

static AmpPeopleDialog *
compare (AmpDuplicatesPage *self, const AmpDuplicatePair *pair)
{
  gint64 *people = g_new (gint64, 2);
  AmpPeopleDialog *dialog = amp_people_dialog_present (GTK_WIDGET (self), self->jobs, pair->a,
                                                       pair->b, pair->score, pair->reasons);

  people[0] = pair->a;
  people[1] = pair->b;
  g_object_set_data_full (G_OBJECT (dialog), "people", people, g_free);
  g_signal_connect_object (dialog, "decided", G_CALLBACK (on_decided), self, G_CONNECT_SWAPPED);
  return dialog;
}

static void
on_chosen (AmpDuplicatesPage *self, const AmpDuplicatePair *pair)
{
  compare (self, pair);
}

static gboolean
reveal_when_loaded (GtkWidget *dialog,
                    GdkFrameClock *clock G_GNUC_UNUSED,
                    gpointer data G_GNUC_UNUSED)
{
  if (!amp_people_dialog_is_loaded (AMP_PEOPLE_DIALOG (dialog)))
    return G_SOURCE_CONTINUE;
  amp_people_dialog_reveal (AMP_PEOPLE_DIALOG (dialog));
  return G_SOURCE_REMOVE;
}

void
amp_duplicates_page_show_names (AmpDuplicatesPage *self)
{
  const AmpDuplicatePair *pair = amp_pair_list_current (self->pairs);

  if (pair != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (compare (self, pair)), reveal_when_loaded, NULL,
                                  NULL);
}

static gpointer
take_back (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  const Last *last = data;
  gint64 approval = 0;
  gboolean done;

  if (!last->same)
    done = amp_people_decide (session, last->a, last->b, "unsure", 0, NULL, error) != 0;
  else if (last->gone != 0)
    done = amp_people_unmerge (session, last->decision, error);
  else
    done = amp_people_waiting (session, last->a, last->b, &approval, error) &&
           (approval == 0 || amp_approvals_withdraw (session, approval, error));
  return GINT_TO_POINTER (done);
}

/* What the decision took from the list returns to it. Of one of another day nobody knows what that
 * was. */
static void
put_back (AmpDuplicatesPage *self, const Last *last)
{
  g_autoptr (GPtrArray) taken = NULL;

  if (last->decision != self->last.decision)
    {
      start (self);
      return;
    }
  taken = g_steal_pointer (&self->taken);
  self->last = (Last){0};
  if (last->same && last->gone == 0)
    amp_pair_list_set_waiting (self->pairs, last->a, last->b, FALSE);
  for (guint i = 0; taken != NULL && i < taken->len; i++)
    amp_pair_list_add (self->pairs, g_steal_pointer (&taken->pdata[i]));
  show_found (self);
  read_merged (self);
}

static void
taken_back (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpDuplicatesPage *self = owner;
  const Last *last = data;

  if (result == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  amp_jobs_case_changed (self->jobs, 0);
  amp_toast (GTK_WIDGET (self), _ ("Taken back: it is as it was before."));
  put_back (self, last);
}

static const AmpJob take_back_job = {.func = take_back, .done = taken_back, .data_free = g_free};

static void
undo_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpDuplicatesPage *self = AMP_DUPLICATES_PAGE (widget);

  if (self->last.decision != 0)
    amp_jobs_run (self->jobs, &take_back_job, g_memdup2 (&self->last, sizeof self->last), self,
                  NULL);
}

static void
take_back_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpDuplicatesPage *self = AMP_DUPLICATES_PAGE (widget);
  const Last last = {.same = TRUE, .decision = g_variant_get_int64 (args), .gone = -1};

  amp_jobs_run (self->jobs, &take_back_job, g_memdup2 (&last, sizeof last), self, NULL);
}

/* --- Object --- */

static void
amp_duplicates_page_dispose (GObject *object)
{
  AmpDuplicatesPage *self = AMP_DUPLICATES_PAGE (object);

  if (self->walking != NULL)
    g_cancellable_cancel (self->walking);
  g_clear_object (&self->walking);
  g_clear_pointer (&self->taken, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_DUPLICATES_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_duplicates_page_parent_class)->dispose (object);
}

static void
amp_duplicates_page_class_init (AmpDuplicatesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_duplicates_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-duplicates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, again);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, stop);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, none);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, pairs_place);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, merged_group);
  gtk_widget_class_bind_template_child (widget_class, AmpDuplicatesPage, merged);
  gtk_widget_class_bind_template_callback (widget_class, start);
  gtk_widget_class_bind_template_callback (widget_class, stop);
  gtk_widget_class_install_action (widget_class, "page.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "duplicates.take-back", "x", take_back_action);
}

static void
amp_duplicates_page_init (AmpDuplicatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->merged), _ ("Merged lately"));
}

/* It looks for everybody the first time that it is seen; later it leaves out what was decided in
 * between. */
static void
on_mapped (AmpDuplicatesPage *self)
{
  if (!self->started)
    start (self);
  else
    amp_jobs_run (self->jobs, &verdicts_job, NULL, self, NULL);
  self->started = TRUE;
}

AmpDuplicatesPage *
amp_duplicates_page_new (AmpJobs *jobs)
{
  AmpDuplicatesPage *self = g_object_new (AMP_TYPE_DUPLICATES_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  self->pairs = AMP_PAIR_LIST (amp_pair_list_new (jobs));
  g_signal_connect_object (self->pairs, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->pairs_place, GTK_WIDGET (self->pairs));
  g_signal_connect (self, "map", G_CALLBACK (on_mapped), NULL);
  return self;
}

AmpPairList *
amp_duplicates_page_get_list (AmpDuplicatesPage *self)
{
  return self->pairs;
}

GtkListBox *
amp_duplicates_page_get_pairs (AmpDuplicatesPage *self)
{
  return amp_pair_list_get_rows (self->pairs);
}

GtkListBox *
amp_duplicates_page_get_merged (AmpDuplicatesPage *self)
{
  return self->merged;
}

gboolean
amp_duplicates_page_is_over (AmpDuplicatesPage *self)
{
  return self->over;
}
