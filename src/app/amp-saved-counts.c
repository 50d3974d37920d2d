/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports kept by name. */
#include "app/amp-saved-counts.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"

#include <glib/gi18n.h>

struct _AmpSavedCountsPopover
{
  GtkPopover parent_instance;

  /* Template. */
  GtkBox *list;
  GtkLabel *none;
  GtkEntry *name;
  GtkWidget *shared;
  GtkWidget *keep;

  /* Owned. */
  AmpJobs *jobs;
  GPtrArray *saved; /* AmpSavedCounts */
  GWeakRef owner;

  const AmpSavedCountsOwner *calls;
  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (AmpSavedCountsPopover, amp_saved_counts_popover, GTK_TYPE_POPOVER)

static void reload (AmpSavedCountsPopover *self);

/* --- The list --- */

/* Worker thread. */
static gpointer
read_saved (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return amp_saved_counts_list (session, error);
}

static const AmpSavedCounts *
saved_of (AmpSavedCountsPopover *self, GtkWidget *button)
{
  guint place = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "place"));

  return self->saved != NULL && place < self->saved->len ? self->saved->pdata[place] : NULL;
}

static void
on_open (GtkWidget *button, AmpSavedCountsPopover *self)
{
  const AmpSavedCounts *saved = saved_of (self, button);
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);

  gtk_popover_popdown (GTK_POPOVER (self));
  if (owner != NULL && saved != NULL)
    self->calls->open (owner, saved);
}

/* Worker thread. */
static gpointer
delete_saved (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_saved_counts_delete (session, *(gint64 *) data, error));
}

static void
changed (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSavedCountsPopover *self = owner;

  (void) data;
  if (result == NULL)
    amp_toast_error (gtk_widget_get_parent (GTK_WIDGET (self)), error);
  reload (self);
}

static const AmpJob delete_job = {.func = delete_saved, .done = changed, .data_free = g_free};

static void
on_delete (GtkWidget *button, AmpSavedCountsPopover *self)
{
  const AmpSavedCounts *saved = saved_of (self, button);

  if (saved != NULL)
    amp_jobs_run (self->jobs, &delete_job, g_memdup2 (&saved->id, sizeof saved->id), self, NULL);
}

static GtkWidget *
make_row (AmpSavedCountsPopover *self, guint place)
{
  const AmpSavedCounts *saved = self->saved->pdata[place];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open = gtk_button_new_with_label (saved->name);
  GtkWidget *delete = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *told = g_strdup_printf (_ ("Delete the report %s"), saved->name);

  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (open))), 0);
  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (open))),
                           PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_add_css_class (delete, "flat");
  gtk_widget_set_hexpand (open, TRUE);
  if (saved->shared)
    gtk_widget_set_tooltip_text (open, _ ("For the whole office"));
  gtk_widget_set_tooltip_text (delete, told);
  amp_accessible_set_label (delete, told);
  gtk_widget_set_visible (delete, saved->mine);
  g_object_set_data (G_OBJECT (open), "place", GUINT_TO_POINTER (place));
  g_object_set_data (G_OBJECT (delete), "place", GUINT_TO_POINTER (place));
  g_signal_connect (open, "clicked", G_CALLBACK (on_open), self);
  g_signal_connect (delete, "clicked", G_CALLBACK (on_delete), self);
  gtk_box_append (GTK_BOX (box), open);
  gtk_box_append (GTK_BOX (box), delete);
  return box;
}

static void
saved_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSavedCountsPopover *self = owner;
  GtkWidget *row;

  (void) data;
  if (result == NULL)
    {
      amp_toast_error (gtk_widget_get_parent (GTK_WIDGET (self)), error);
      return;
    }
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  self->saved = result;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, row);
  for (guint i = 0; i < self->saved->len; i++)
    gtk_box_append (self->list, make_row (self, i));
  gtk_widget_set_visible (GTK_WIDGET (self->none), self->saved->len == 0);
  self->loaded = TRUE;
}

static const AmpJob read_job = {
  .func = read_saved,
  .done = saved_read,
  .result_free = (GDestroyNotify) g_ptr_array_unref,
};

static void
reload (AmpSavedCountsPopover *self)
{
  self->loaded = FALSE;
  amp_jobs_run (self->jobs, &read_job, NULL, self, NULL);
}

/* --- Keeping --- */

typedef struct
{
  char *name, *period;
  AmpCountSpec spec;
  gboolean shared;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->name);
  g_free (self->period);
  g_free (self);
}

/* Worker thread. */
static gpointer
keep (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  const Wish *wish = data;

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (
    amp_saved_counts_save (session, wish->name, &wish->spec, wish->period, wish->shared, error));
}

static const AmpJob keep_job = {.func = keep, .done = changed, .data_free = wish_free};

static void
on_name (AmpSavedCountsPopover *self)
{
  gtk_widget_set_sensitive (self->keep, gtk_entry_get_text_length (self->name) > 0);
}

static void
on_keep (AmpSavedCountsPopover *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autofree Wish *wish = g_new0 (Wish, 1);
  const char *period;

  if (owner == NULL || !gtk_widget_get_sensitive (self->keep) ||
      !self->calls->shown (owner, &wish->spec, &period))
    return;
  wish->name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name)));
  wish->period = g_strdup (period);
  wish->shared = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shared));
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  amp_jobs_run (self->jobs, &keep_job, g_steal_pointer (&wish), self, NULL);
}

/* --- Object --- */

gboolean
amp_saved_counts_popover_is_loaded (AmpSavedCountsPopover *self)
{
  return self->loaded;
}

static void
amp_saved_counts_popover_dispose (GObject *object)
{
  AmpSavedCountsPopover *self = AMP_SAVED_COUNTS_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_SAVED_COUNTS_POPOVER);
  g_clear_pointer (&self->saved, g_ptr_array_unref);
  g_clear_object (&self->jobs);
  g_weak_ref_set (&self->owner, NULL);
  G_OBJECT_CLASS (amp_saved_counts_popover_parent_class)->dispose (object);
}

static void
amp_saved_counts_popover_finalize (GObject *object)
{
  g_weak_ref_clear (&AMP_SAVED_COUNTS_POPOVER (object)->owner);
  G_OBJECT_CLASS (amp_saved_counts_popover_parent_class)->finalize (object);
}

static void
amp_saved_counts_popover_class_init (AmpSavedCountsPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_saved_counts_popover_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_saved_counts_popover_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-saved-counts.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpSavedCountsPopover, list);
  gtk_widget_class_bind_template_child (widget_class, AmpSavedCountsPopover, none);
  gtk_widget_class_bind_template_child (widget_class, AmpSavedCountsPopover, name);
  gtk_widget_class_bind_template_child (widget_class, AmpSavedCountsPopover, shared);
  gtk_widget_class_bind_template_child (widget_class, AmpSavedCountsPopover, keep);
  gtk_widget_class_bind_template_callback (widget_class, on_name);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
}

static void
amp_saved_counts_popover_init (AmpSavedCountsPopover *self)
{
  g_weak_ref_init (&self->owner, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->name), _ ("Name of the report"));
}

GtkWidget *
amp_saved_counts_popover_new (AmpJobs *jobs, GtkWidget *owner, const AmpSavedCountsOwner *calls)
{
  AmpSavedCountsPopover *self = g_object_new (AMP_TYPE_SAVED_COUNTS_POPOVER, NULL);

  self->jobs = g_object_ref (jobs);
  self->calls = calls;
  g_weak_ref_set (&self->owner, owner);
  gtk_widget_set_visible (self->shared, amp_jobs_is_supervisor (jobs));
  g_signal_connect (self, "map", G_CALLBACK (reload), NULL);
  return GTK_WIDGET (self);
}
