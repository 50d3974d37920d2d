/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds a filter of the case list. */
#include "app/amp-filter-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-case-page-load.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-filter-row.h"
#include "app/amp-form-popover.h"
#include "app/amp-format.h"
#include "domain/access.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpFilterDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *apply;
  AdwPreferencesGroup *saved_group;
  GtkListBox *saved;
  GtkListBox *rows;
  GtkWidget *tools;
  GtkWidget *add;
  GtkLabel *count;
  GtkWidget *name;
  GtkWidget *shared_row;
  GtkSwitch *shared;

  GtkWidget *popover; /* of fields; child of tools */

  /* Owned. */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  GCancellable *cancellable;
  GWeakRef owner;

  AmpFilterApplied applied;
  guint asked;
  gint64 n_cases; /* -1: not known */
};

G_DEFINE_FINAL_TYPE (AmpFilterDialog, amp_filter_dialog, ADW_TYPE_WINDOW)

static GPtrArray *
dup_conditions (AmpFilterDialog *self)
{
  GPtrArray *conditions = amp_conditions_new ();

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      AmpCondition *condition = amp_filter_row_dup_condition (AMP_FILTER_ROW (row));

      if (condition != NULL)
        g_ptr_array_add (conditions, condition);
    }
  return conditions;
}

/* --- How many fit --- */

typedef struct
{
  GPtrArray *conditions;
  guint number;
} Counting;

static void
counting_free (gpointer data)
{
  Counting *self = data;

  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/* Worker thread. */
static gpointer
count_cases (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Counting *self = data;
  g_autofree AmpFilter *filters = amp_conditions_to_filters (self->conditions);
  AmpCaseQuery query = {.filters = filters, .n_filters = self->conditions->len};

  (void) progress;
  amp_access_limit (session, &query);
  return amp_store_case_ids (amp_session_get_store (session), &query, cancellable, error);
}

static void
counted (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFilterDialog *self = owner;
  g_autoptr (GArray) ids = result;
  g_autofree char *number = NULL, *sentence = NULL;

  if (((Counting *) data)->number != self->asked)
    return;
  if (ids == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_label_set_label (self->count, _ ("Not known"));
      return;
    }
  self->n_cases = ids->len;
  number = amp_format_count (ids->len);
  sentence = g_strdup_printf (ngettext ("%s case", "%s cases", ids->len), number);
  gtk_label_set_label (self->count, sentence);
}

static const AmpJob count_job = {
  .func = count_cases,
  .done = counted,
  .data_free = counting_free,
  .result_free = (GDestroyNotify) g_array_unref,
};

static void
count (AmpFilterDialog *self)
{
  Counting *counting = g_new0 (Counting, 1);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->n_cases = -1;
  counting->conditions = dup_conditions (self);
  counting->number = ++self->asked;
  amp_jobs_run (self->jobs, &count_job, counting, self, self->cancellable);
}

/* --- Conditions --- */

static gboolean
remove_later (gpointer data)
{
  GtkWidget *row = data;
  GtkWidget *list = gtk_widget_get_parent (row);
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (row));

  if (!AMP_IS_FILTER_DIALOG (window))
    return G_SOURCE_REMOVE;
  gtk_list_box_remove (GTK_LIST_BOX (list), row);
  gtk_widget_set_visible (list, gtk_widget_get_first_child (list) != NULL);
  gtk_widget_grab_focus (AMP_FILTER_DIALOG (window)->add);
  count (AMP_FILTER_DIALOG (window));
  return G_SOURCE_REMOVE;
}

/* Not from inside its own signal. */
static void
on_row_removed (GtkWidget *row)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, remove_later, g_object_ref (row), g_object_unref);
}

static GtkWidget *
add_row (AmpFilterDialog *self, const AmpCondition *condition)
{
  GtkWidget *row = amp_filter_row_new (condition, self->refs);

  g_signal_connect_object (row, "changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect (row, "removed", G_CALLBACK (on_row_removed), NULL);
  gtk_list_box_append (self->rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), TRUE);
  return row;
}

static void
show_conditions (AmpFilterDialog *self, const GPtrArray *conditions)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);
  gtk_widget_set_visible (GTK_WIDGET (self->rows), FALSE);
  for (guint i = 0; conditions != NULL && i < conditions->len; i++)
    add_row (self, conditions->pdata[i]);
  count (self);
}

void
amp_filter_dialog_add (AmpFilterDialog *self, const char *path, AmpOp op, const char *value)
{
  g_autoptr (AmpCondition) condition = amp_condition_new (path, op, value);

  add_row (self, condition);
  count (self);
}

static void
on_add (AmpFilterDialog *self)
{
  amp_form_popover_open (AMP_FORM_POPOVER (self->popover), NULL);
}

static void
on_field_picked (AmpFilterDialog *self)
{
  g_autofree char *path = amp_form_popover_dup_selected (AMP_FORM_POPOVER (self->popover));
  g_autoptr (AmpCondition) condition = NULL;
  AmpFilterChoice choice;
  GtkWidget *row;
  gsize n;

  if (path == NULL || !amp_filter_find (path, &choice))
    return;
  condition = amp_condition_new (path, amp_filter_ops (choice.field, &n)[0], NULL);
  row = add_row (self, condition);
  amp_form_popover_set_selected (AMP_FORM_POPOVER (self->popover), NULL);
  count (self);
  gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

static void
fill_fields (AmpFilterDialog *self)
{
  g_autoptr (GPtrArray) choices = amp_filter_choices ();

  for (guint i = 0; i < choices->len; i++)
    {
      const AmpFilterChoice *choice = choices->pdata[i];
      g_autofree char *source = amp_filter_source_label (choice);

      amp_form_popover_add (AMP_FORM_POPOVER (self->popover), choice->path,
                            _ (choice->field->label), source, choice->field->label);
    }
}

/* --- Saved ones --- */

static void delete_done (gpointer owner, gpointer result, const GError *error, gpointer data);

/* Worker thread. */
static gpointer
delete_filter (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_filters_delete (session, *(gint64 *) data, error));
}

static const AmpJob delete_job = {.func = delete_filter, .done = delete_done, .data_free = g_free};

static void
delete_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpFilterDialog *self = AMP_FILTER_DIALOG (widget);
  gint64 *id = g_new (gint64, 1);

  (void) name;
  *id = g_variant_get_int64 (args);
  amp_jobs_run (self->jobs, &delete_job, id, self, NULL);
}

static void
add_saved (AmpFilterDialog *self, AmpSavedFilter *filter)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), filter->name);
  if (filter->shared)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("For the whole office"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  if (filter->mine)
    {
      GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
      g_autofree char *spoken = g_strdup_printf ("%s: %s", _ ("Delete"), filter->name);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "filter.delete");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", filter->id);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, _ ("Delete"));
      amp_accessible_set_label (button, spoken);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  g_object_set_data_full (G_OBJECT (row), "filter", filter, (GDestroyNotify) amp_saved_filter_free);
  gtk_list_box_append (self->saved, row);
}

static void
on_saved_activated (GtkListBox *list, GtkListBoxRow *row, AmpFilterDialog *self)
{
  const AmpSavedFilter *filter = g_object_get_data (G_OBJECT (row), "filter");

  (void) list;
  show_conditions (self, filter->conditions);
  gtk_widget_grab_focus (self->apply);
}

/* Worker thread. */
static gpointer
list_saved (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return amp_filters_list (session, error);
}

static void
saved_listed (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFilterDialog *self = owner;
  g_autoptr (GPtrArray) list = result;
  GtkWidget *row;

  (void) error;
  (void) data;
  if (list == NULL)
    return;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->saved))) != NULL)
    gtk_list_box_remove (self->saved, row);
  for (guint i = 0; i < list->len; i++)
    add_saved (self, g_steal_pointer (&list->pdata[i]));
  gtk_widget_set_visible (GTK_WIDGET (self->saved_group), list->len > 0);
}

static const AmpJob list_job = {
  .func = list_saved, .done = saved_listed, .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
delete_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFilterDialog *self = owner;

  (void) result;
  (void) error;
  (void) data;
  amp_jobs_run (self->jobs, &list_job, NULL, self, NULL);
}

typedef struct
{
  char *name;
  GPtrArray *conditions;
  gboolean shared;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->conditions);
  g_free (self);
}

/* Worker thread. */
static gpointer
save_filter (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Saving *self = data;

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (
    amp_filters_save (session, self->name, self->conditions, self->shared, error));
}

static void
saved (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFilterDialog *self = owner;

  (void) error;
  (void) data;
  gtk_widget_remove_css_class (self->name, "error");
  if (result != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  else
    gtk_widget_add_css_class (self->name, "error");
  amp_jobs_run (self->jobs, &list_job, NULL, self, NULL);
}

static const AmpJob save_job = {.func = save_filter, .done = saved, .data_free = saving_free};

static void
on_save (AmpFilterDialog *self)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  saving->conditions = dup_conditions (self);
  saving->shared = gtk_switch_get_active (self->shared);
  amp_jobs_run (self->jobs, &save_job, saving, self, NULL);
}

void
amp_filter_dialog_save (AmpFilterDialog *self, const char *name)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  on_save (self);
}

/* --- References --- */

static void
choices_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpFilterDialog *self = owner;
  g_autoptr (GPtrArray) choices = result;

  (void) error;
  (void) data;
  if (choices != NULL)
    amp_case_choices_show (choices, self->refs);
}

static const AmpJob choices_job = {.func = amp_case_choices_run,
                                   .done = choices_done,
                                   .result_free = (GDestroyNotify) g_ptr_array_unref};

/* --- Object --- */

void
amp_filter_dialog_apply (AmpFilterDialog *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  if (owner != NULL)
    self->applied (owner, dup_conditions (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
apply_action (GtkWidget *widget, const char *name, GVariant *args)
{
  (void) name;
  (void) args;
  amp_filter_dialog_apply (AMP_FILTER_DIALOG (widget));
}

GtkListBox *
amp_filter_dialog_get_saved (AmpFilterDialog *self)
{
  return self->saved;
}

gint64
amp_filter_dialog_get_count (AmpFilterDialog *self)
{
  return self->n_cases;
}

static void
amp_filter_dialog_dispose (GObject *object)
{
  AmpFilterDialog *self = AMP_FILTER_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_FILTER_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_object (&self->refs);
  g_weak_ref_clear (&self->owner);
  G_OBJECT_CLASS (amp_filter_dialog_parent_class)->dispose (object);
}

static void
amp_filter_dialog_class_init (AmpFilterDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_filter_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-filter-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, saved_group);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, saved);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, tools);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, add);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, count);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, name);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, shared_row);
  gtk_widget_class_bind_template_child (widget_class, AmpFilterDialog, shared);
  gtk_widget_class_bind_template_callback (widget_class, amp_filter_dialog_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_saved_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_install_action (widget_class, "filter.delete", "x", delete_action);
  gtk_widget_class_install_action (widget_class, "filter.apply", NULL, apply_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "filter.apply", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
amp_filter_dialog_init (AmpFilterDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_weak_ref_init (&self->owner, NULL);
  self->n_cases = -1;
  self->refs = amp_form_refs_new ();
  self->popover = amp_form_popover_new (FALSE);
  amp_accessible_set_label (self->popover, _ ("Fields"));
  gtk_widget_set_parent (self->popover, self->add);
  g_signal_connect_object (self->popover, "picked", G_CALLBACK (on_field_picked), self,
                           G_CONNECT_SWAPPED);
  fill_fields (self);
  amp_accessible_set_label (GTK_WIDGET (self->saved), _ ("Saved filters"));
  amp_accessible_set_label (GTK_WIDGET (self->rows), _ ("Conditions"));
  amp_accessible_set_label (self->name, _ ("Name of the filter"));
  amp_accessible_set_label (GTK_WIDGET (self->shared), _ ("For the whole office"));
}

AmpFilterDialog *
amp_filter_dialog_present (GtkWidget *owner,
                           AmpJobs *jobs,
                           const GPtrArray *conditions,
                           AmpFilterApplied applied)
{
  AmpFilterDialog *self = g_object_new (AMP_TYPE_FILTER_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  self->applied = applied;
  g_weak_ref_set (&self->owner, owner);
  gtk_widget_set_visible (self->shared_row, amp_jobs_is_supervisor (jobs));
  amp_jobs_run (jobs, &choices_job, NULL, self, NULL);
  amp_jobs_run (jobs, &list_job, NULL, self, NULL);
  show_conditions (self, conditions);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->add);
  return self;
}
