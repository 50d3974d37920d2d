/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The review packs that lie in the folder of an office. */
#include "app/amp-review-packs.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"
#include "app/amp-list-keys.h"
#include "app/amp-review-part.h"
#include "domain/review-draft.h"

#include <glib/gi18n.h>

#define PACKS "amp-review-packs"

typedef struct
{
  GtkStack *stack;
  AdwStatusPage *none;
  GtkListBox *list;
} Packs;

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (list), "win.review-pack", "s",
                              g_object_get_data (G_OBJECT (row), "path"));
}

static GtkWidget *
make_row (const AmpReviewFile *file)
{
  g_autofree char *day = amp_format_date (file->day);
  g_autofree char *name = g_path_get_basename (file->path);
  /* Translators: %s is a date. */
  g_autofree char *detail = g_strdup_printf (_ ("Put here on %s"), day);
  GtkWidget *row = amp_part_row_new (name, detail);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), amp_part_icon_new ("go-next-symbolic", NULL));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (file->path), g_free);
  return row;
}

static gpointer
list_run (AmpVault *vault, GError **error)
{
  return amp_review_find_files (vault, error);
}

static void
list_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  const Packs *self = g_object_get_data (owner, PACKS);
  g_autoptr (GPtrArray) files = result;

  (void) data;
  if (error != NULL || files->len == 0)
    return;
  for (guint i = 0; i < files->len; i++)
    gtk_list_box_append (self->list, make_row (files->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, "packs");
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

static const AmpJob list_job = {
  .vault = list_run, .done = list_done, .result_free = (GDestroyNotify) g_ptr_array_unref};

static GtkWidget *
make_none (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "system-lock-screen-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("You hold no key to the cases"));
  adw_status_page_set_description (
    ADW_STATUS_PAGE (page),
    _ ("An auditor checks the office on review packs that name nobody. What a role may not see, "
       "its keys cannot open. Ask a supervisor to make a pack for you; it opens on your own "
       "machine too."));
  return page;
}

static GtkWidget *
make_list (Packs *self)
{
  GtkBox *box;
  GtkWidget *part = amp_part_new (&box);
  GtkWidget *group = amp_part_group_new (
    box, _ ("Review packs of this office"),
    _ ("You hold no key to the cases: what a role may not see, its keys cannot open. A pack asks "
       "for your passphrase once more, and opens those that are sealed to you."));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Review packs of this office"));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), NULL);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->list));
  return part;
}

GtkWidget *
amp_review_packs_new (AmpJobs *jobs)
{
  Packs *self = g_new0 (Packs, 1);

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, make_none (), "none");
  gtk_stack_add_named (self->stack, make_list (self), "packs");
  g_object_set_data_full (G_OBJECT (self->stack), PACKS, self, g_free);
  amp_jobs_run (jobs, &list_job, NULL, self->stack, NULL);
  return GTK_WIDGET (self->stack);
}
