/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one search box.
 *
 * The keyboard stays in the entry; arrows move the chosen row. Each key cancels the question before
 * it, which ends within the database. */
#include "app/amp-search-box.h"

#include "app/amp-accessible.h"
#include "app/amp-case-list.h"
#include "app/amp-case-wish.h"
#include "app/amp-editor.h"
#include "app/amp-search-row.h"

#include <glib/gi18n.h>
#include <string.h>

#define PER_GROUP 8

struct _AmpSearchBox
{
  AdwBin parent_instance;

  /* Own children. */
  GtkWidget *entry;
  GtkWidget *popover;
  GtkWidget *names;
  GtkListBox *list;
  GtkLabel *told; /* how many, or what to do */

  /* Owned. */
  AmpJobs *jobs;
  GCancellable *cancellable;
  AmpSearchVisit *visit; /* counted; used by the worker thread alone */

  guint asked, answered; /* questions */
  guint names_timer;
  gboolean silent; /* the text changes by itself */
};

enum
{
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpSearchBox, amp_search_box, ADW_TYPE_BIN)

/* --- Asking --- */

typedef struct
{
  char *text;
  AmpSearchVisit *visit;
  gboolean names;
  guint number;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  explicit_bzero (self->text, strlen (self->text));
  g_free (self->text);
  g_atomic_rc_box_release (self->visit);
  g_free (self);
}

/* Worker thread. */
static gpointer
find (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  Question *question = data;

  (void) progress;
  return amp_search (session, question->visit, question->text, PER_GROUP, question->names,
                     cancellable, error);
}

static void
clear_list (AmpSearchBox *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

static GtkListBoxRow *
nth_row (AmpSearchBox *self, int n)
{
  return gtk_list_box_get_row_at_index (self->list, n);
}

static void
show_findings (AmpSearchBox *self, AmpSearchFindings *found)
{
  guint n = found->findings->len;
  gboolean more =
    found->more[AMP_HIT_PERSON] || found->more[AMP_HIT_CASE] || found->more[AMP_HIT_TEXT];
  g_autofree char *sentence = NULL;

  clear_list (self);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list,
                         amp_search_row_new (g_steal_pointer (&found->findings->pdata[i])));
  if (n == 0)
    sentence = g_strdup (_ ("Nothing found. Try fewer words, or only their beginnings."));
  else if (more)
    sentence = g_strdup (_ ("There are more: another word narrows them down."));
  else
    sentence = g_strdup_printf (ngettext ("%u found", "%u found", n), n);
  gtk_label_set_label (self->told, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  if (n > 0)
    gtk_list_box_select_row (self->list, nth_row (self, 0));
  if (!gtk_widget_get_visible (self->popover))
    gtk_popover_popup (GTK_POPOVER (self->popover));
}

static void
found_cb (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSearchBox *self = owner;
  Question *question = data;
  g_autoptr (AmpSearchFindings) found = result;

  if (question->number != self->asked)
    return; /* answered too late */
  self->answered = question->number;
  if (found != NULL)
    show_findings (self, found);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_toast_error (GTK_WIDGET (self), error);
}

static const AmpJob find_job = {
  .func = find,
  .done = found_cb,
  .data_free = question_free,
  .result_free = (GDestroyNotify) amp_search_findings_free,
};

static void
forget_question (AmpSearchBox *self)
{
  self->asked++;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static gboolean
shows_names (AmpSearchBox *self)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->names));
}

static void
ask (AmpSearchBox *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  Question *question;

  forget_question (self);
  if (*text == '\0' || self->jobs == NULL)
    {
      self->answered = self->asked;
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  question = g_new0 (Question, 1);
  question->text = g_strdup (text);
  question->visit = g_atomic_rc_box_acquire (self->visit);
  question->names = shows_names (self);
  question->number = self->asked;
  self->cancellable = g_cancellable_new ();
  amp_jobs_run (self->jobs, &find_job, question, self, self->cancellable);
}

static void
on_changed (AmpSearchBox *self)
{
  if (!self->silent)
    ask (self);
}

/* --- Names --- */

static gboolean
veil_again (gpointer data)
{
  AmpSearchBox *self = data;

  self->names_timer = 0;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->names), FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_names (AmpSearchBox *self)
{
  g_clear_handle_id (&self->names_timer, g_source_remove);
  if (shows_names (self))
    self->names_timer = g_timeout_add_seconds (AMP_NAMES_SECONDS, veil_again, self);
  else
    clear_list (self); /* at once, not when the answer comes */
  ask (self);
}

void
amp_search_box_toggle_names (AmpSearchBox *self)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->names), !shows_names (self));
}

/* --- Closing --- */

void
amp_search_box_close (AmpSearchBox *self)
{
  self->silent = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->names), FALSE);
  self->silent = FALSE;
  forget_question (self);
  self->answered = self->asked;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  clear_list (self);
  g_clear_pointer (&self->visit, g_atomic_rc_box_release);
  self->visit = g_atomic_rc_box_new0 (AmpSearchVisit);
}

/* --- Choosing --- */

static void
open_row (AmpSearchBox *self, GtkListBoxRow *row)
{
  const AmpSearchFinding *finding = amp_search_row_get_finding (GTK_WIDGET (row));
  gint64 case_id = finding->hit->case_id;
  gboolean elsewhere = finding->elsewhere;
  const char *section = elsewhere ? "" : finding->hit->entity->name;

  amp_search_box_close (self);
  if (elsewhere)
    amp_case_wish_present (GTK_WIDGET (self), self->jobs, case_id);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case-at", "(xs)", case_id, section);
}

static void
on_activate (AmpSearchBox *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && amp_search_box_is_open (self) && amp_search_box_is_settled (self))
    open_row (self, row);
}

static void
move (AmpSearchBox *self, int by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *next = nth_row (self, row == NULL ? 0 : gtk_list_box_row_get_index (row) + by);

  if (next == NULL)
    return;
  gtk_list_box_select_row (self->list, next);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, next, -1);
  /* Scrolls there without taking the keyboard. */
  {
    GtkAdjustment *adjustment = gtk_list_box_get_adjustment (self->list);
    graphene_rect_t bounds;

    if (adjustment != NULL &&
        gtk_widget_compute_bounds (GTK_WIDGET (next), GTK_WIDGET (self->list), &bounds))
      gtk_adjustment_clamp_page (adjustment, (double) bounds.origin.y,
                                 (double) (bounds.origin.y + bounds.size.height));
  }
}

static gboolean
on_key (AmpSearchBox *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (!amp_search_box_is_open (self)) /* on to the page */
        return FALSE;
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return TRUE;
    case GDK_KEY_Escape:
      amp_search_box_close (self);
      g_signal_emit (self, signals[LEFT], 0);
      return TRUE;
    default:
      return FALSE;
    }
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  AmpHitGroup group = amp_search_row_get_finding (GTK_WIDGET (row))->hit->group;
  GtkWidget *title;

  (void) data;
  if (before != NULL && amp_search_row_get_finding (GTK_WIDGET (before))->hit->group == group)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  title = gtk_label_new (amp_search_group_title (group));
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (title, "amp-search-group");
  gtk_list_box_row_set_header (row, title);
}

/* --- Object --- */

void
amp_search_box_focus (AmpSearchBox *self)
{
  gtk_widget_grab_focus (self->entry);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

gboolean
amp_search_box_is_open (AmpSearchBox *self)
{
  return gtk_widget_get_visible (self->popover);
}

gboolean
amp_search_box_is_settled (AmpSearchBox *self)
{
  return self->answered == self->asked;
}

GtkListBox *
amp_search_box_get_list (AmpSearchBox *self)
{
  return self->list;
}

void
amp_search_box_watch (AmpSearchBox *self, AmpJobs *jobs)
{
  g_set_object (&self->jobs, jobs);
}

static void
amp_search_box_dispose (GObject *object)
{
  AmpSearchBox *self = AMP_SEARCH_BOX (object);

  g_clear_handle_id (&self->names_timer, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->visit, g_atomic_rc_box_release);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_search_box_parent_class)->dispose (object);
}

static void
amp_search_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (amp_search_box_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (AMP_SEARCH_BOX (widget)->popover));
}

static void
amp_search_box_class_init (AmpSearchBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_search_box_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = amp_search_box_size_allocate;
  signals[LEFT] = g_signal_new ("left", AMP_TYPE_SEARCH_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
make_entry (AmpSearchBox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Search: code, name, document, phone, text"),
                NULL);
  gtk_widget_set_tooltip_text (self->entry, _ ("Search everything (Ctrl+F)"));
  gtk_widget_set_size_request (self->entry, 380, -1);
  amp_accessible_set_label (self->entry, _ ("Search everything"));
  /* "search-changed" waits for 150 ms of quiet; an answer takes two. */
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, keys);
  adw_bin_set_child (ADW_BIN (self), self->entry);
}

static GtkWidget *
make_foot (AmpSearchBox *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->told =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                             "xalign", 0.0, "hexpand", TRUE, "wrap", TRUE, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->told), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->told), "caption");
  self->names = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (self->names), "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (self->names,
                               _ ("Show names for a minute (Ctrl+R). The audit log records it."));
  amp_accessible_set_label (self->names, _ ("Show names"));
  gtk_widget_add_css_class (self->names, "flat");
  gtk_widget_set_focus_on_click (self->names, FALSE);
  g_signal_connect_object (self->names, "toggled", G_CALLBACK (on_names), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->told));
  gtk_box_append (GTK_BOX (foot), self->names);
  gtk_widget_add_css_class (foot, "amp-search-foot");
  return foot;
}

static void
make_popover (AmpSearchBox *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_header_func (self->list, add_header, NULL, NULL);
  gtk_list_box_set_activate_on_single_click (self->list, TRUE);
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Findings"));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (open_row), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 560);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), make_foot (self));
  gtk_widget_set_size_request (box, 560, -1);

  /* Not modal: the keyboard stays in the entry. */
  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  amp_accessible_set_label (self->popover, _ ("Findings"));
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
}

static void
on_focus_left (AmpSearchBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (root == NULL || self->popover == NULL)
    return; /* it goes with its window */
  /* Not while it only moves within. */
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    amp_search_box_close (self);
}

static void
amp_search_box_init (AmpSearchBox *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->visit = g_atomic_rc_box_new0 (AmpSearchVisit);
  make_entry (self);
  make_popover (self);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_left), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
