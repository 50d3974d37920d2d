/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each answer shows names, so each is logged once; nothing is searched for before three letters. */
#include "app/amp-intake-page-search.h"

#include "app/amp-editor.h"
#include "app/amp-intake-page-jobs.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpIntakePageSearch
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  GtkSearchEntry *search;
  GtkLabel *answer;
  GtkWidget *found;

  /* Owned References */
  AmpJobs *jobs;
  GPtrArray *rows; /* of AmpCaseRow: what was found */
  GCancellable *searching;
};

G_DEFINE_FINAL_TYPE (AmpIntakePageSearch, amp_intake_page_search, GTK_TYPE_WIDGET)

enum
{
  SEARCHED,
  USE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_found (AmpIntakePageSearch *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->found)) != NULL)
    gtk_box_remove (GTK_BOX (self->found), child);
  gtk_widget_set_visible (self->found, FALSE);
  g_ptr_array_set_size (self->rows, 0);
}

void
amp_intake_page_search_use (AmpIntakePageSearch *self, guint n)
{
  const AmpCaseRow *row = n < self->rows->len ? g_ptr_array_index (self->rows, n) : NULL;

  if (row != NULL)
    g_signal_emit (self, signals[USE], 0, row->id);
}

static void
use_cb (AmpIntakePageSearch *self, GtkWidget *button)
{
  amp_intake_page_search_use (self,
                              GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "amp-n")));
}

static void
open_cb (AmpIntakePageSearch *self, GtkWidget *button)
{
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "amp-n"));
  const AmpCaseRow *row = n < self->rows->len ? g_ptr_array_index (self->rows, n) : NULL;

  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "x", row->id);
}

static GtkWidget *
make_button (
  AmpIntakePageSearch *self, const char *label, const char *who, guint n, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, who);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "amp-n", GUINT_TO_POINTER (n));
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_found_row (AmpIntakePageSearch *self, const AmpCaseRow *row, guint n)
{
  const AmpCodeList *regions = amp_code_list_find ("region");
  const AmpCode *region = row->region != NULL ? amp_code_list_lookup (regions, row->region) : NULL;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *text =
    g_strdup_printf ("%s · %s%s%s", row->name != NULL ? row->name : _ ("No name recorded"),
                     row->number, region != NULL ? " · " : "",
                     region != NULL ? amp_code_label (region, amp_code_language ()) : "");
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box),
                  make_button (self, _ ("Open this case"), row->number, n, G_CALLBACK (open_cb)));
  gtk_box_append (GTK_BOX (box), make_button (self, _ ("New case for this person"), row->number, n,
                                              G_CALLBACK (use_cb)));
  gtk_widget_add_css_class (box, "amp-record");
  return box;
}

static void
searched_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpIntakePageSearch *self = owner;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  clear_found (self);
  g_ptr_array_unref (self->rows);
  self->rows = result;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_append (GTK_BOX (self->found),
                    make_found_row (self, g_ptr_array_index (self->rows, i), i));
  gtk_widget_set_visible (self->found, self->rows->len > 0);
  gtk_label_set_text (self->answer,
                      self->rows->len > 0
                        ? _ ("Somebody like this is known here. If it is the same person, choose:")
                        : _ ("Nobody like this is known here. Go on below."));
  gtk_widget_set_visible (GTK_WIDGET (self->answer), TRUE);
  g_signal_emit (self, signals[SEARCHED], 0);
}

static const AmpJob search_job = {.func = amp_intake_search_run,
                                  .done = searched_done,
                                  .data_free = g_free,
                                  .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
search_changed_cb (AmpIntakePageSearch *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_strstrip (text);
  if (g_utf8_strlen (text, -1) < 3)
    {
      clear_found (self);
      gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
      return;
    }
  self->searching = g_cancellable_new ();
  amp_jobs_run (self->jobs, &search_job, g_steal_pointer (&text), self, self->searching);
}

static gboolean
amp_intake_page_search_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AMP_INTAKE_PAGE_SEARCH (widget)->search));
}

static void
amp_intake_page_search_dispose (GObject *object)
{
  AmpIntakePageSearch *self = AMP_INTAKE_PAGE_SEARCH (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_INTAKE_PAGE_SEARCH);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_intake_page_search_parent_class)->dispose (object);
}

static void
amp_intake_page_search_finalize (GObject *object)
{
  g_ptr_array_unref (AMP_INTAKE_PAGE_SEARCH (object)->rows);
  G_OBJECT_CLASS (amp_intake_page_search_parent_class)->finalize (object);
}

static void
amp_intake_page_search_class_init (AmpIntakePageSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amp_intake_page_search_dispose;
  object_class->finalize = amp_intake_page_search_finalize;
  widget_class->grab_focus = amp_intake_page_search_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-intake-page-search.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, content);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, search);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, answer);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, found);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SEARCHED] = g_signal_new ("searched", AMP_TYPE_INTAKE_PAGE_SEARCH, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[USE] = g_signal_new ("use", AMP_TYPE_INTAKE_PAGE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_intake_page_search_init (AmpIntakePageSearch *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_case_row_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amp_intake_page_search_set_jobs (AmpIntakePageSearch *self, AmpJobs *jobs)
{
  g_set_object (&self->jobs, jobs);
}

void
amp_intake_page_search_set_text (AmpIntakePageSearch *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

guint
amp_intake_page_search_n_found (AmpIntakePageSearch *self)
{
  return self->rows->len;
}
