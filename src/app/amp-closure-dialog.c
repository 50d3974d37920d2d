/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of an assistance. */
#include "app/amp-closure-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-closure-jobs.h"
#include "app/amp-dialog.h"
#include "app/amp-draft.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "app/amp-reason-dialog.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpClosureDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *ask;
  GtkWidget *keep;
  GtkLabel *problem;
  AdwBin *form_place;
  GtkLabel *rule;
  AdwPreferencesGroup *items_group;
  GtkListBox *items;
  GtkWidget *nothing_open;

  AmpForm *form; /* borrowed: in form_place */

  /* Owned. */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  char *proposed_for; /* reason, day and place that were proposed for last */
  GHashTable *words;  /* why something may stay open: of its key (item_key()) */
  AmpDraft *draft;    /* of the words; the form has its own */
  guint proposals;
  gint64 case_id;
};

G_DEFINE_FINAL_TYPE (AmpClosureDialog, amp_closure_dialog, ADW_TYPE_WINDOW)

/* --- What is open --- */

static char *
item_title (const AmpOpenItem *item)
{
  const AmpCode *kind = amp_code_list_lookup (amp_code_list_find ("open_item"), item->kind);
  const AmpCode *what = item->list != NULL && item->code != NULL
                          ? amp_code_list_lookup (amp_code_list_find (item->list), item->code)
                          : NULL;
  g_autofree char *date = item->date != NULL ? amp_format_date (item->date) : NULL;
  GString *title = g_string_new (kind != NULL ? amp_code_label (kind, amp_code_language ()) : "");

  if (what != NULL)
    g_string_append_printf (title, " · %s", amp_code_label (what, amp_code_language ()));
  if (date != NULL)
    g_string_append_printf (title, " · %s", date);
  return g_string_free (title, FALSE);
}

static void
wipe (gpointer words)
{
  explicit_bzero (words, strlen (words));
  g_free (words);
}

static char *
item_key (const AmpOpenItem *item)
{
  return g_strdup_printf ("%s:%" G_GINT64_FORMAT, item->kind, item->object_id);
}

static void
on_item_typed (AmpClosureDialog *self, GtkEditable *row)
{
  g_hash_table_replace (self->words, item_key (g_object_get_data (G_OBJECT (row), "item")),
                        g_strdup (gtk_editable_get_text (row)));
  amp_draft_touch (self->draft);
}

/* What was typed counts, whatever a proposal that was under way brings. */
static void
add_item (AmpClosureDialog *self, AmpOpenItem *item)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *title = item_title (item);
  g_autofree char *key = item_key (item);
  const char *words = g_hash_table_lookup (self->words, key);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  amp_accessible_set_label (row, title);
  if (words == NULL)
    words = item->explanation;
  if (words != NULL)
    gtk_editable_set_text (GTK_EDITABLE (row), words);
  g_object_set_data_full (G_OBJECT (row), "item", item, (GDestroyNotify) amp_open_item_free);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_item_typed), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->items, row);
}

static void
show_items (AmpClosureDialog *self, GPtrArray *items)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->items))) != NULL)
    gtk_list_box_remove (self->items, row);
  for (guint i = 0; i < items->len; i++)
    add_item (self, g_steal_pointer (&items->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->items_group), items->len > 0);
  gtk_widget_set_visible (self->nothing_open, items->len == 0);
}

static GPtrArray *
dup_items (AmpClosureDialog *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_open_item_free);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->items)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const AmpOpenItem *item = g_object_get_data (G_OBJECT (row), "item");
      AmpOpenItem *copy = g_new0 (AmpOpenItem, 1);

      copy->kind = item->kind;
      copy->object_id = item->object_id;
      copy->explanation = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
      g_ptr_array_add (items, copy);
    }
  return items;
}

/* --- The draft: what was explained --- */

static JsonNode *
collect (gpointer data)
{
  AmpClosureDialog *self = data;
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer key, words;

  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &key, &words))
    if (*(const char *) words != '\0')
      json_object_set_string_member (object, key, words);
  return json_object_get_size (object) > 0 ? json_node_init_object (json_node_alloc (), object)
                                           : NULL;
}

/* Behind what was typed meanwhile, and what was kept with the closure. */
static void
on_found (AmpClosureDialog *self, JsonNode *node)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->items)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *key = item_key (g_object_get_data (G_OBJECT (row), "item"));
      const char *words =
        JSON_NODE_HOLDS_OBJECT (node) ? amp_draft_text (json_node_get_object (node), key) : NULL;

      if (words != NULL && !g_hash_table_contains (self->words, key))
        gtk_editable_set_text (GTK_EDITABLE (row), words);
    }
  amp_draft_settle (self->draft);
}

static void
start_draft (AmpClosureDialog *self)
{
  g_autofree char *key = g_strdup_printf ("closure-items:%" G_GINT64_FORMAT, self->case_id);

  self->draft = amp_draft_new (self->jobs, key, collect, self);
  g_signal_connect_object (self->draft, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
  amp_draft_look (self->draft);
}

static gboolean
amp_closure_dialog_close_request (GtkWindow *window)
{
  amp_draft_flush (AMP_CLOSURE_DIALOG (window)->draft);
  return GTK_WINDOW_CLASS (amp_closure_dialog_parent_class)->close_request (window);
}

/* Puts the keyboard where something is missing; FALSE where something is. */
static gboolean
check_items (AmpClosureDialog *self)
{
  gboolean whole = TRUE;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->items)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));

      if (*g_strstrip (text) != '\0')
        {
          gtk_widget_remove_css_class (row, "error");
          continue;
        }
      gtk_widget_add_css_class (row, "error");
      if (whole)
        gtk_widget_grab_focus (row);
      whole = FALSE;
    }
  amp_alert_show (self->problem,
                  whole ? NULL
                        : _ ("Something is open and not explained yet. Write why it may stay so, "
                             "or resolve it in the case."));
  return whole;
}

/* --- Working --- */

static void run (AmpClosureDialog *self, AmpClosureStep step);

static char *
proposal_key (const AmpRecord *closure)
{
  return g_strdup_printf ("%s|%s|%s", amp_record_get (closure, "reason"),
                          amp_record_get (closure, "on"),
                          amp_record_get (closure, "handover_institution"));
}

static void
show_rule (AmpClosureDialog *self, const AmpRecord *closure)
{
  gtk_label_set_label (self->rule,
                       _ (amp_retention_rule (amp_record_get (closure, "reason"))->source));
}

/* A reason, a day or a place that is new asks for what follows from it. */
static void
on_edited (AmpClosureDialog *self)
{
  g_autoptr (AmpRecord) closure = amp_form_dup_record (self->form, "closure");
  g_autofree char *key = proposal_key (closure);

  show_rule (self, closure);
  if (g_strcmp0 (key, self->proposed_for) == 0)
    return;
  g_free (self->proposed_for);
  self->proposed_for = g_steal_pointer (&key);
  run (self, AMP_CLOSURE_PROPOSE);
}

static void
type_if_other (AmpClosureDialog *self, const AmpRecord *closure, const char *field)
{
  g_autoptr (AmpRecord) typed = amp_form_dup_record (self->form, "closure");
  const char *value = amp_record_get (closure, field);

  if (g_strcmp0 (value, amp_record_get (typed, field)) != 0)
    amp_form_type (self->form, "closure", field, value != NULL ? value : "");
}

static void
take_proposal (AmpClosureDialog *self, AmpClosureWork *work)
{
  if (work->number != self->proposals)
    return;
  type_if_other (self, work->closure, "status");
  type_if_other (self, work->closure, "retention_until");
  type_if_other (self, work->closure, "destroy_after_action");
  show_items (self, work->items);
}

static void
work_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpClosureDialog *self = owner;
  AmpClosureWork *work = data;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  gtk_widget_set_sensitive (self->ask, TRUE);
  gtk_widget_set_sensitive (self->keep, TRUE);
  if (result == NULL)
    {
      amp_alert_show (
        self->problem,
        g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID)
          ? _ ("That is not possible as it stands: check day, reason, where it is handed over and "
               "how long it is kept; it may also have been asked for already.")
          : _ ("It could not be saved. What you wrote is still here."));
      return;
    }
  if (work->step == AMP_CLOSURE_PROPOSE)
    {
      take_proposal (self, work);
      return;
    }
  if (parent != NULL)
    amp_toast (GTK_WIDGET (parent), work->step == AMP_CLOSURE_ASK
                                      ? _ ("Asked for. The case stays open until another person "
                                           "approves.")
                                      : _ ("The closure is kept; nothing was asked for yet."));
  amp_draft_drop (self->draft);
  amp_jobs_case_changed (self->jobs, self->case_id);
  gtk_window_destroy (GTK_WINDOW (self));
}

static const AmpJob work_job = {
  .func = amp_closure_work_run,
  .done = work_done,
  .data_free = amp_closure_work_free,
};

static void
run (AmpClosureDialog *self, AmpClosureStep step)
{
  AmpClosureWork *work = g_new0 (AmpClosureWork, 1);

  work->step = step;
  work->closure = amp_form_dup_record (self->form, "closure");
  work->items = dup_items (self);
  work->number = step == AMP_CLOSURE_PROPOSE ? ++self->proposals : 0;
  gtk_widget_set_sensitive (self->ask, FALSE);
  gtk_widget_set_sensitive (self->keep, FALSE);
  amp_jobs_run (self->jobs, &work_job, work, self, NULL);
}

static void
on_ask (AmpClosureDialog *self)
{
  if (self->form != NULL && amp_form_validate (self->form) && check_items (self))
    run (self, AMP_CLOSURE_ASK);
}

static void
on_keep (AmpClosureDialog *self)
{
  if (self->form != NULL && amp_form_validate (self->form))
    run (self, AMP_CLOSURE_KEEP);
}

/* --- Object --- */

static void
ask_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpClosureDialog *self = AMP_CLOSURE_DIALOG (widget);

  (void) name;
  (void) args;
  if (gtk_widget_get_sensitive (self->ask))
    on_ask (self);
}

static void
amp_closure_dialog_dispose (GObject *object)
{
  AmpClosureDialog *self = AMP_CLOSURE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CLOSURE_DIALOG);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_object (&self->jobs);
  g_clear_object (&self->refs);
  g_clear_pointer (&self->proposed_for, g_free);
  G_OBJECT_CLASS (amp_closure_dialog_parent_class)->dispose (object);
}

static void
amp_closure_dialog_class_init (AmpClosureDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_closure_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = amp_closure_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-closure-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, ask);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, form_place);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, rule);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, items_group);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, items);
  gtk_widget_class_bind_template_child (widget_class, AmpClosureDialog, nothing_open);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_install_action (widget_class, "closure.ask", NULL, ask_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "closure.ask", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
amp_closure_dialog_init (AmpClosureDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refs = amp_form_refs_new ();
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  amp_accessible_set_label (GTK_WIDGET (self->items), _ ("Still open"));
}

AmpForm *
amp_closure_dialog_get_form (AmpClosureDialog *self)
{
  return self->form;
}

GtkListBox *
amp_closure_dialog_get_items (AmpClosureDialog *self)
{
  return self->items;
}

/* --- Opening --- */

static void
show_places (AmpClosureDialog *self, const GPtrArray *places)
{
  amp_form_refs_clear (self->refs, "institution");
  for (guint i = 0; i < places->len; i++)
    {
      const AmpClosurePlace *place = places->pdata[i];

      amp_form_refs_add (self->refs, "institution", place->id,
                         place->name != NULL ? place->name : "", NULL);
    }
  amp_form_refs_done (self->refs, "institution");
}

static void
show_dialog (GtkWidget *page, AmpJobs *jobs, AmpClosureLoad *load)
{
  AmpClosureDialog *self = g_object_new (AMP_TYPE_CLOSURE_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), page, jobs);
  self->case_id = amp_record_get_int (load->closure, "case", 0);
  self->form = AMP_FORM (amp_form_new_from_ui ("closure-request"));
  amp_form_set_refs (self->form, self->refs);
  show_places (self, load->places);
  self->proposed_for = proposal_key (load->closure);
  show_rule (self, load->closure);
  amp_form_take_record (self->form, g_steal_pointer (&load->closure));
  g_signal_connect_object (self->form, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->form_place, GTK_WIDGET (self->form));
  show_items (self, load->items);
  start_draft (self);
  if (!load->somebody)
    amp_alert_show (self->problem,
                    _ ("Nobody else in this office may approve: what you ask for waits until there "
                       "is a second supervisor."));
  gtk_widget_set_sensitive (self->ask, TRUE);
  gtk_widget_set_sensitive (self->keep, TRUE);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->form), GTK_DIR_TAB_FORWARD);
}

typedef struct
{
  gint64 case_id;
  char *why;
  AmpJobs *jobs; /* owned */
} Reopening;

static void
reopening_free (gpointer data)
{
  Reopening *self = data;

  g_free (self->why);
  g_clear_object (&self->jobs);
  g_free (self);
}

/* Worker thread. */
static gpointer
reopen (AmpSession *session,
        gpointer data,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  Reopening *self = data;

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_closure_reopen (session, self->case_id, self->why, error));
}

static void
reopened (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Reopening *self = data;

  if (result == NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  amp_toast (owner, _ ("The case is open again; the reason is among its notes."));
  amp_jobs_case_changed (self->jobs, 0);
  gtk_widget_activate_action (owner, "win.open-case", "x", self->case_id);
}

static const AmpJob reopen_job = {.func = reopen, .done = reopened, .data_free = reopening_free};

static void
on_reopen (gpointer owner, const char *why, gint64 case_id)
{
  Reopening *self = g_new0 (Reopening, 1);

  self->case_id = case_id;
  self->why = g_strdup (why);
  self->jobs = g_object_ref (g_object_get_data (owner, "amp-closure-jobs"));
  amp_jobs_run (self->jobs, &reopen_job, self, owner, NULL);
}

static void
load_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpClosureLoad *load = result;

  if (load == NULL)
    amp_toast_error (owner, error);
  else if (load->closed)
    amp_reason_dialog_present (
      owner,
      &(AmpReasonQuestion){.heading = _ ("Open this case again?"),
                           .body = _ ("Everything of it is still there. The reason is kept as a "
                                      "note of the case."),
                           .label = _ ("_Why"),
                           .accept = _ ("_Open again"),
                           .about = "reopen"},
      on_reopen, *(gint64 *) data);
  else
    show_dialog (owner, g_object_get_data (owner, "amp-closure-jobs"), load);
  amp_closure_load_free (load);
}

static const AmpJob load_job = {
  .func = amp_closure_load_run,
  .done = load_done,
  .data_free = g_free,
  .result_free = amp_closure_load_free,
};

void
amp_closure_present (GtkWidget *page, AmpJobs *jobs, gint64 case_id)
{
  gint64 *id = g_new (gint64, 1);

  *id = case_id;
  g_object_set_data_full (G_OBJECT (page), "amp-closure-jobs", g_object_ref (jobs), g_object_unref);
  amp_jobs_run (jobs, &load_job, id, page, NULL);
}
