/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editor of a record in a window of its own. */
#include "app/amp-form-institution.h"

#include "app/amp-dialog.h"
#include <glib/gi18n.h>

static gboolean
close_later (gpointer window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
done_cb (GtkWindow *window)
{
  /* Not from inside the editor's own signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (window), g_object_unref);
}

GtkWindow *
amp_form_institution_present (GtkWidget *parent, AmpSectionContext *context, gint64 id)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  const AmpSectionKind *kind = amp_section_kind_find ("institution");
  g_autoptr (AmpSectionContext) own = amp_section_context_new (context->jobs, context->refs);
  GtkWidget *editor = amp_section_editor_new (kind, own, AMP_EDITOR_INLINE);

  amp_section_editor_show (AMP_SECTION_EDITOR (editor), amp_section_kind_new_record (kind, own, 0));
  if (id != 0)
    amp_section_editor_load (AMP_SECTION_EDITOR (editor), id);
  gtk_widget_set_margin_top (editor, 12);
  gtk_widget_set_margin_bottom (editor, 18);
  gtk_widget_set_margin_start (editor, 18);
  gtk_widget_set_margin_end (editor, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), editor);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_window_set_title (GTK_WINDOW (window), _ ("Institution"));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  amp_dialog_put_over (GTK_WINDOW (window), parent, context->jobs);
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 620);
  g_signal_connect_object (own, "saved", G_CALLBACK (amp_section_context_saved), context,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "saved", G_CALLBACK (done_cb), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "closed", G_CALLBACK (done_cb), window, G_CONNECT_SWAPPED);
  g_object_set_data (G_OBJECT (window), "amp-editor", editor);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_child_focus (editor, GTK_DIR_TAB_FORWARD);
  return GTK_WINDOW (window);
}
