/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The buttons of the switcher are a group: arrows and Alt+letter go from list to list. */
#include "app/amp-programme-page.h"

#include "app/amp-accessible.h"
#include "app/amp-case-page-load.h"
#include "app/amp-editor.h"

#include <glib/gi18n.h>

struct _AmpProgrammePage
{
  AdwBin parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;

  /* Borrowed References */
  GtkWidget *switcher;
  GtkStack *stack;
};

static void amp_programme_page_editor_init (AmpEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpProgrammePage,
                               amp_programme_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (AMP_TYPE_EDITOR,
                                                      amp_programme_page_editor_init))

#define ENTITY "amp-programme-entity"

/* --- What rows refer to --- */

static void
choices_read (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpProgrammePage *self = owner;
  g_autoptr (GPtrArray) choices = result;

  if (error != NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  else
    amp_case_choices_show (choices, self->refs);
}

static const AmpJob choices_job = {.func = amp_case_choices_run,
                                   .done = choices_read,
                                   .result_free = (GDestroyNotify) g_ptr_array_unref};

/* --- The switcher --- */

AmpProgrammePane *
amp_programme_page_get_pane (AmpProgrammePage *self)
{
  return AMP_PROGRAMME_PANE (gtk_stack_get_visible_child (self->stack));
}

static void
show_list (AmpProgrammePage *self, const AmpProgrammeKind *kind)
{
  if (gtk_stack_get_child_by_name (self->stack, kind->entity) == NULL)
    gtk_stack_add_named (self->stack, amp_programme_pane_new (kind, self->jobs, self->refs),
                         kind->entity);
  gtk_stack_set_visible_child_name (self->stack, kind->entity);
}

AmpProgrammePane *
amp_programme_page_show_list (AmpProgrammePage *self, const char *entity)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->switcher); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (entity != NULL && g_strcmp0 (g_object_get_data (G_OBJECT (child), ENTITY), entity) == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (child), TRUE);
  return amp_programme_page_get_pane (self);
}

static void
toggled_cb (AmpProgrammePage *self, GtkToggleButton *button)
{
  if (gtk_toggle_button_get_active (button))
    show_list (self, amp_programme_kind_find (g_object_get_data (G_OBJECT (button), ENTITY)));
}

static GtkWidget *
make_switcher (AmpProgrammePage *self)
{
  gsize n;
  const AmpProgrammeKind *kinds = amp_programme_kinds (&n);
  GtkWidget *first = NULL;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->switcher = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_widget_add_css_class (self->switcher, "linked");
  amp_accessible_set_label (self->switcher, _ ("Lists of the programme"));
  for (gsize i = 0; i < n; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_mnemonic (_ (kinds[i].label));

      g_object_set_data (G_OBJECT (button), ENTITY, (gpointer) kinds[i].entity);
      if (first != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      else
        first = button;
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->switcher), button);
    }
  gtk_widget_set_margin_top (self->switcher, 8);
  gtk_widget_set_margin_start (self->switcher, 12);
  gtk_widget_set_margin_end (self->switcher, 12);
  gtk_widget_set_halign (self->switcher, GTK_ALIGN_START);
  /* With large letters the names are wider than the window. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->switcher);
  return scroller;
}

/* --- Object --- */

static gboolean
editor_is_dirty (AmpEditor *editor)
{
  AmpProgrammePage *self = AMP_PROGRAMME_PAGE (editor);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (amp_programme_pane_is_dirty (AMP_PROGRAMME_PANE (child)))
      return TRUE;
  return FALSE;
}

/* Each form keeps the draft of its record by itself. */
static void
editor_restore_draft (AmpEditor *editor)
{
  amp_programme_pane_restore_draft (amp_programme_page_get_pane (AMP_PROGRAMME_PAGE (editor)));
}

static void
amp_programme_page_editor_init (AmpEditorInterface *iface)
{
  iface->is_dirty = editor_is_dirty;
  iface->restore_draft = editor_restore_draft;
}

static void
amp_programme_page_dispose (GObject *object)
{
  AmpProgrammePage *self = AMP_PROGRAMME_PAGE (object);

  g_clear_object (&self->refs);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_programme_page_parent_class)->dispose (object);
}

static void
amp_programme_page_class_init (AmpProgrammePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_programme_page_dispose;
}

static void
amp_programme_page_init (AmpProgrammePage *self)
{
  self->refs = amp_form_refs_new ();
}

AmpProgrammePage *
amp_programme_page_new (AmpJobs *jobs)
{
  AmpProgrammePage *self = g_object_new (AMP_TYPE_PROGRAMME_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->jobs = g_object_ref (jobs);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_box_append (GTK_BOX (box), make_switcher (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
  amp_jobs_run (jobs, &choices_job, NULL, self, NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (gtk_widget_get_first_child (self->switcher)),
                                TRUE);
  return self;
}
