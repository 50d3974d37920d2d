/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page: reading, rows, keys. What the rows say is in amp-today-groups.c, what is done about a
 * task in amp-task-jobs.c. */
#include "app/amp-today-page.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "app/amp-today-groups.h"
#include "app/amp-today-jobs.h"
#include "model/date.h"

#include <glib/gi18n.h>

#define NAMES_MS (60 * 1000)
#define DAY_CHECK_SECONDS 30

struct _AmpTodayPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkLabel *day;
  GtkWidget *new_case;
  GtkToggleButton *names;
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
  GtkWidget *strip;
  GtkButton *open_cases;
  GtkButton *new_cases;
  GtkButton *quiet_cases;

  /* Owned. */
  AmpJobs *jobs;
  AmpTaskJobs *tasks;
  AmpToday *today;
  AmpTeam *team;
  GHashTable *shown_names; /* gint64 case -> name; NULL: veiled */

  guint names_timer, day_timer, reload_source;
  guint reveal_ms;
  gboolean stale;   /* something changed while it was not looked at */
  gboolean reading; /* and once more after that, where stale */
};

G_DEFINE_FINAL_TYPE (AmpTodayPage, amp_today_page, ADW_TYPE_BIN)

static guint shown_signal;

/* --- Rows --- */

static AmpTaskRow *
focused_row (AmpTodayPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, AMP_TYPE_TASK_ROW) : NULL;

  if (row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->list)))
    return AMP_TASK_ROW (row);
  return NULL;
}

static AmpTaskRow *
nth_row (AmpTodayPage *self, int n)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, n);

  return row != NULL ? AMP_TASK_ROW (row) : NULL;
}

static void
show_names (AmpTodayPage *self)
{
  AmpTaskRow *row;

  for (int i = 0; (row = nth_row (self, i)) != NULL; i++)
    {
      gint64 id = amp_task_row_get_case (row);

      amp_task_row_set_name (
        row, self->shown_names != NULL ? g_hash_table_lookup (self->shown_names, &id) : NULL);
    }
}

static void on_row_done (AmpTodayPage *self, AmpTaskRow *row);
static void on_row_put_off (AmpTodayPage *self, AmpTaskRow *row);

/* The row that had the focus, or the one that took its place. */
static void
focus_again (AmpTodayPage *self, const char *key, int index)
{
  AmpTaskRow *row;
  int n = 0;

  for (; (row = nth_row (self, n)) != NULL; n++)
    if (g_strcmp0 (amp_task_row_get_key (row), key) == 0)
      {
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
  row = n > 0 ? nth_row (self, MIN (index, n - 1)) : NULL;
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->new_case);
}

static void
header_func (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  AmpTodayPage *self = user_data;

  amp_today_header (row, before, self->today);
}

static void
show_day (AmpTodayPage *self)
{
  AmpDate date;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *text = NULL;

  if (!amp_date_parse (self->today->today, &date))
    return;
  time = g_date_time_new_local (date.year, date.month, date.day, 12, 0, 0);
  /* Translators: strftime() of a day: "Tuesday 24 November". */
  text = g_date_time_format (time, _ ("%A %-d %B"));
  if (text != NULL && g_utf8_validate (text, -1, NULL))
    {
      g_autofree char *first = g_utf8_strup (text, g_utf8_next_char (text) - text);
      g_autofree char *whole = g_strconcat (first, g_utf8_next_char (text), NULL);

      gtk_label_set_label (self->day, whole);
    }
}

static void
set_strip (GtkButton *button, const char *sentence, guint n)
{
  gtk_button_set_label (button, sentence);
  /* Three side by side in letters of twice the size are wider than a screen. */
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (button)), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (button), n > 0);
}

static void
show_strip (AmpTodayPage *self)
{
  const AmpCaseload *load = &self->today->load;
  g_autofree char *n_open = amp_format_count (load->n_open);
  g_autofree char *n_new = amp_format_count (load->n_new);
  g_autofree char *n_quiet = amp_format_count (load->n_quiet);
  /* Translators: %s in these three is a number. */
  g_autofree char *open =
    g_strdup_printf (ngettext ("%s open case", "%s open cases", load->n_open), n_open);
  g_autofree char *fresh =
    g_strdup_printf (ngettext ("%s new this week", "%s new this week", load->n_new), n_new);
  g_autofree char *quiet = g_strdup_printf (
    ngettext ("%s without contact for 30 days", "%s without contact for 30 days", load->n_quiet),
    n_quiet);

  set_strip (self->open_cases, open, load->n_open);
  set_strip (self->new_cases, fresh, load->n_new);
  set_strip (self->quiet_cases, quiet, load->n_quiet);
  gtk_widget_set_visible (self->strip, load->n_open > 0);
}

static void
show_empty (AmpTodayPage *self, guint n_own)
{
  gboolean no_case = self->today->load.n_open == 0;

  gtk_widget_set_visible (self->empty, n_own == 0);
  gtk_label_set_label (self->empty_title,
                       no_case ? _ ("No case of yours is open") : _ ("Nothing is due today"));
  gtk_label_set_label (
    self->empty_text,
    no_case ? _ ("Search for the person first. If she is not here yet, record a new case.")
            : _ ("Follow-ups, risk assessments, hearings and referrals without an answer appear "
                 "here by themselves on their day."));
}

static void
show_today (AmpTodayPage *self)
{
  AmpTaskRow *focused = focused_row (self);
  g_autofree char *key = focused != NULL ? g_strdup (amp_task_row_get_key (focused)) : NULL;
  int index = focused != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focused)) : 0;
  AmpTaskRow *row;
  guint n_own = amp_today_fill (self->list, self->today, self->team);

  for (int i = 0; (row = nth_row (self, i)) != NULL; i++)
    {
      g_signal_connect_object (row, "done", G_CALLBACK (on_row_done), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "put-off", G_CALLBACK (on_row_put_off), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), nth_row (self, 0) != NULL);
  show_day (self);
  show_strip (self);
  show_empty (self, n_own);
  show_names (self);
  if (key != NULL)
    focus_again (self, key, index);
  g_signal_emit (self, shown_signal, 0);
}

/* --- Reading --- */

static void
team_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpTodayPage *self = owner;

  if (error != NULL)
    return; /* her own day is there */
  g_clear_pointer (&self->team, amp_team_free);
  self->team = result;
  show_today (self);
}

static const AmpJob team_job = {.func = amp_today_team_run,
                                .done = team_done,
                                .data_free = g_free,
                                .result_free = (GDestroyNotify) amp_team_free};

static void reload (AmpTodayPage *self);

static void
today_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpTodayPage *self = owner;
  AmpToday *old;

  self->reading = FALSE;
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  old = g_steal_pointer (&self->today);
  self->today = result;
  show_today (self); /* the rows that go borrow from the old one */
  amp_today_free (old);
  if (amp_jobs_is_supervisor (self->jobs))
    amp_jobs_run (self->jobs, &team_job, g_strdup (amp_task_jobs_get_today (self->tasks)), self,
                  NULL);
  if (self->stale)
    reload (self);
}

static const AmpJob today_job = {.func = amp_today_read_run,
                                 .done = today_done,
                                 .data_free = g_free,
                                 .result_free = (GDestroyNotify) amp_today_free};

static void
reload (AmpTodayPage *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  amp_jobs_run (self->jobs, &today_job, g_strdup (amp_task_jobs_get_today (self->tasks)), self,
                NULL);
}

static gboolean
reload_later (gpointer user_data)
{
  AmpTodayPage *self = user_data;

  self->reload_source = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

/* Several saves in a row are one reading. */
static void
on_changed (AmpTodayPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->reload_source == 0)
    self->reload_source = g_idle_add (reload_later, self);
}

/* Midnight comes also to a laptop that slept through it. */
static gboolean
check_day (gpointer user_data)
{
  AmpTodayPage *self = user_data;
  const AmpDate now = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&now);

  if (self->today != NULL && amp_task_jobs_get_today (self->tasks) == NULL &&
      g_strcmp0 (day, self->today->today) != 0)
    on_changed (self);
  return G_SOURCE_CONTINUE;
}

/* --- Names --- */

static void
veil (AmpTodayPage *self)
{
  g_clear_handle_id (&self->names_timer, g_source_remove);
  g_clear_pointer (&self->shown_names, g_hash_table_unref);
  show_names (self);
  gtk_toggle_button_set_active (self->names, FALSE);
}

static gboolean
on_names_timeout (gpointer user_data)
{
  AmpTodayPage *self = user_data;

  self->names_timer = 0;
  veil (self);
  return G_SOURCE_REMOVE;
}

static void
names_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpTodayPage *self = owner;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      gtk_toggle_button_set_active (self->names, FALSE);
      return;
    }
  if (!gtk_toggle_button_get_active (self->names)) /* she thought better of it */
    {
      g_hash_table_unref (result);
      return;
    }
  g_clear_pointer (&self->shown_names, g_hash_table_unref);
  self->shown_names = result;
  g_clear_handle_id (&self->names_timer, g_source_remove);
  self->names_timer = g_timeout_add (self->reveal_ms, on_names_timeout, self);
  show_names (self);
}

static const AmpJob names_job = {.func = amp_today_names_run,
                                 .done = names_done,
                                 .data_free = (GDestroyNotify) g_array_unref,
                                 .result_free = (GDestroyNotify) g_hash_table_unref};

static void
on_names_toggled (AmpTodayPage *self)
{
  gboolean wanted = gtk_toggle_button_get_active (self->names);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  AmpTaskRow *row;

  gtk_button_set_icon_name (GTK_BUTTON (self->names),
                            wanted ? "view-conceal-symbolic" : "view-reveal-symbolic");
  if (!wanted)
    {
      veil (self);
      return;
    }
  for (int i = 0; (row = nth_row (self, i)) != NULL; i++)
    {
      gint64 id = amp_task_row_get_case (row);

      if (id != 0)
        g_array_append_val (ids, id);
    }
  amp_jobs_run (self->jobs, &names_job, g_array_ref (ids), self, NULL);
}

void
amp_today_page_toggle_names (AmpTodayPage *self)
{
  gtk_toggle_button_set_active (self->names, !gtk_toggle_button_get_active (self->names));
}

gboolean
amp_today_page_is_revealed (AmpTodayPage *self)
{
  return self->shown_names != NULL;
}

/* --- What a row does --- */

static void
open_case (AmpTodayPage *self, gint64 id, const char *section)
{
  if (id != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case-at", "(xs)", id, section);
}

static void
open_draft (AmpTodayPage *self, const AmpTodayDraft *draft)
{
  if (g_strcmp0 (draft->entity, "task") == 0)
    amp_task_jobs_edit (self->tasks, draft->record, draft->case_id);
  else if (draft->case_id != 0)
    open_case (self, draft->case_id, draft->entity != NULL ? draft->entity : "");
  else if (draft->entity != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-institution", "x", draft->record);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.new-case", NULL);
}

static void
mark_seen (AmpTodayPage *self, const AmpTodayApproval *approval)
{
  amp_jobs_run (self->jobs, &amp_today_seen_job, g_memdup2 (&approval->id, sizeof approval->id),
                self, NULL);
  on_changed (self);
}

static void
open_approval (AmpTodayPage *self, const AmpTodayApproval *approval, gboolean answered)
{
  gint64 id = approval->case_id;
  gboolean plan = g_strcmp0 (approval->kind, "plan") == 0;

  if (answered)
    mark_seen (self, approval);
  open_case (self, id, plan ? "plan" : "closure");
}

static void
open_keeping (AmpTodayPage *self, const char *key)
{
  if (g_strcmp0 (key, "backup") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.backup", NULL);
  else if (g_strcmp0 (key, "recovery") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.recovery-sheets", NULL);
  else if (g_strcmp0 (key, "findings") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.findings", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-cases", "s", key);
}

static void
on_row_activated (GtkListBox *list G_GNUC_UNUSED, GtkListBoxRow *list_row, AmpTodayPage *self)
{
  AmpTaskRow *row = AMP_TASK_ROW (list_row);
  gconstpointer payload = amp_task_row_get_payload (row);
  const AmpTask *task = amp_today_row_task (row);
  guint group = amp_task_row_get_group (row);

  if (task != NULL)
    amp_task_jobs_open (self->tasks, task);
  else if (group == AMP_TODAY_DRAFTS)
    open_draft (self, payload);
  else if (group == AMP_TODAY_ANSWERED || group == AMP_TODAY_WAITING)
    open_approval (self, payload, group == AMP_TODAY_ANSWERED);
  else if (group == AMP_TODAY_TEAM)
    {
      const AmpTeamMember *member = payload;
      g_autofree char *filter = g_strdup_printf ("owner:%" G_GINT64_FORMAT, member->load.owner);

      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-cases", "s", filter);
    }
  else if (group == AMP_TODAY_KEEPING || group == AMP_TODAY_STUCK)
    open_keeping (self, amp_task_row_get_key (row));
}

static void
on_row_done (AmpTodayPage *self, AmpTaskRow *row)
{
  const AmpTask *task = amp_today_row_task (row);

  if (task != NULL)
    amp_task_jobs_done (self->tasks, task);
  else if (amp_task_row_get_group (row) == AMP_TODAY_ANSWERED)
    mark_seen (self, amp_task_row_get_payload (row));
}

static void
discard_answered (AmpTodayPage *self, const char *response, GtkWidget *dialog)
{
  if (g_strcmp0 (response, "discard") != 0)
    return;
  amp_jobs_run (self->jobs, &amp_today_discard_job,
                g_strdup (g_object_get_data (G_OBJECT (dialog), "key")), self, NULL);
  on_changed (self);
}

/* Words are not thrown away by a slip of the hand. */
static void
ask_discard (AmpTodayPage *self, const AmpTodayDraft *draft)
{
  GtkWidget *dialog = amp_discard_dialog_new (GTK_WIDGET (self));

  g_object_set_data_full (G_OBJECT (dialog), "key", g_strdup (draft->key), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (discard_answered), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->jobs, "locking", G_CALLBACK (gtk_window_destroy), dialog,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_row_put_off (AmpTodayPage *self, AmpTaskRow *row)
{
  const AmpTask *task = amp_today_row_task (row);

  if (task != NULL)
    amp_task_jobs_ask_put_off (self->tasks, task);
  else if (amp_task_row_get_group (row) == AMP_TODAY_DRAFTS)
    ask_discard (self, amp_task_row_get_payload (row));
}

/* --- Search --- */

/* A letter typed over the list is meant for the search box in the head of the window: it goes
 * there, and the keyboard with it. */
static gboolean
on_page_key (GtkEventControllerKey *controller,
             guint keyval,
             guint keycode G_GNUC_UNUSED,
             GdkModifierType state,
             AmpTodayPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 ||
      !g_unichar_isgraph (gdk_keyval_to_unicode (keyval)))
    return FALSE;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.search", NULL);
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  return GTK_IS_TEXT (focus) && gtk_event_controller_key_forward (controller, focus);
}

/* --- Object --- */

static void
amp_today_page_map (GtkWidget *widget)
{
  AmpTodayPage *self = AMP_TODAY_PAGE (widget);

  GTK_WIDGET_CLASS (amp_today_page_parent_class)->map (widget);
  if (self->stale)
    reload (self);
}

/* Names do not wait on a page that nobody looks at. */
static void
amp_today_page_unmap (GtkWidget *widget)
{
  veil (AMP_TODAY_PAGE (widget));
  GTK_WIDGET_CLASS (amp_today_page_parent_class)->unmap (widget);
}

static void
amp_today_page_dispose (GObject *object)
{
  AmpTodayPage *self = AMP_TODAY_PAGE (object);

  g_clear_handle_id (&self->names_timer, g_source_remove);
  g_clear_handle_id (&self->day_timer, g_source_remove);
  g_clear_handle_id (&self->reload_source, g_source_remove);
  g_clear_pointer (&self->shown_names, g_hash_table_unref);
  if (self->list != NULL)
    gtk_list_box_set_header_func (self->list, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_TODAY_PAGE);
  g_clear_object (&self->tasks);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_today_page_parent_class)->dispose (object);
}

static void
amp_today_page_finalize (GObject *object)
{
  AmpTodayPage *self = AMP_TODAY_PAGE (object);

  g_clear_pointer (&self->today, amp_today_free);
  g_clear_pointer (&self->team, amp_team_free);
  G_OBJECT_CLASS (amp_today_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-today-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, day);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, new_case);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, names);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, empty);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, empty_title);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, empty_text);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, strip);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, open_cases);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, new_cases);
  gtk_widget_class_bind_template_child (widget_class, AmpTodayPage, quiet_cases);
  gtk_widget_class_bind_template_callback (widget_class, on_names_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_page_key);
}

static void
amp_today_page_class_init (AmpTodayPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_today_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_today_page_finalize;
  widget_class->map = amp_today_page_map;
  widget_class->unmap = amp_today_page_unmap;
  bind_template (widget_class);
  amp_task_jobs_add_actions (widget_class);
  shown_signal = g_signal_new ("shown", AMP_TYPE_TODAY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 0);
}

static void
amp_today_page_init (AmpTodayPage *self)
{
  self->reveal_ms = NAMES_MS;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, header_func, self, NULL);
  amp_accessible_set_label (GTK_WIDGET (self->names), _ ("Show names"));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Today"));
}

AmpTodayPage *
amp_today_page_new (AmpJobs *jobs)
{
  AmpTodayPage *self = g_object_new (AMP_TYPE_TODAY_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  self->tasks = amp_task_jobs_new (jobs, GTK_WIDGET (self));
  self->day_timer = g_timeout_add_seconds (DAY_CHECK_SECONDS, check_day, self);
  g_signal_connect_object (jobs, "case-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tasks, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  reload (self);
  return self;
}

const AmpToday *
amp_today_page_get_today (AmpTodayPage *self)
{
  return self->today;
}

void
amp_today_page_focus_rows (AmpTodayPage *self)
{
  AmpTaskRow *row = nth_row (self, 0);

  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : self->new_case);
}

void
amp_today_page_set_day (AmpTodayPage *self, const char *day)
{
  amp_task_jobs_set_today (self->tasks, day);
  reload (self);
}

void
amp_today_page_set_reveal_ms (AmpTodayPage *self, guint milliseconds)
{
  self->reveal_ms = milliseconds;
}
