/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hangs on the form as its data, so that a form needs to know nothing of vaults. */
#include "app/amp-form-keep.h"

#include "app/amp-drafts.h"
#include "app/amp-editor.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpForm *form; /* whose data this is */
  AmpDraft *draft;
  char *name;
  JsonNode *offered;
  GtkWidget *bar;
  GtkWidget *restore;
  gboolean returns; /* she was writing here: nothing is asked */
} Keep;

#define KEEP "amp-form-keep"
#define RETURNS "amp-form-keep-returns" /* the same, of the record that comes next */

static void
keep_free (gpointer data)
{
  Keep *keep = data;

  g_clear_object (&keep->draft);
  g_clear_pointer (&keep->offered, json_node_unref);
  g_free (keep->name);
  g_free (keep);
}

static Keep *
keep_of (AmpForm *form)
{
  return g_object_get_data (G_OBJECT (form), KEEP);
}

static JsonNode *
collect (gpointer form)
{
  return amp_form_dup_draft (form);
}

/* "form:institution:123": the record that the form is about, of the first row that has one. A new
 * one of a case, "form:consent:0:45", is offered in that case alone, and one that hangs on another
 * record without a case, as attendance does, with that record. */
static char *
name_of_record (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  const char *field = amp_entity_field (entity, "case") != NULL ? "case" : entity->parent;
  gint64 owner =
    field != NULL && amp_record_id (record) == 0 ? amp_record_get_int (record, field, 0) : 0;

  if (owner != 0)
    return g_strdup_printf ("form:%s:0:%" G_GINT64_FORMAT, entity->name, owner);
  return g_strdup_printf ("form:%s:%" G_GINT64_FORMAT, entity->name, amp_record_id (record));
}

static char *
name_of (AmpForm *form)
{
  GPtrArray *rows = amp_form_rows (form);

  for (guint i = 0; i < rows->len; i++)
    {
      const char *entity = amp_field_row_get_entity (g_ptr_array_index (rows, i))->name;
      const AmpRecord *record = amp_form_peek_record (form, entity);

      if (record != NULL)
        return name_of_record (record);
    }
  return NULL;
}

/* --- The offer --- */

static void
show_offer (Keep *keep, gboolean offer)
{
  gtk_widget_set_visible (keep->bar, offer);
  if (offer)
    gtk_widget_grab_focus (keep->restore);
  for (GtkWidget *child = gtk_widget_get_next_sibling (keep->bar); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_sensitive (child, !offer);
}

static void
make_bar (Keep *keep)
{
  GtkWidget *label = gtk_label_new (_ ("What you were writing was kept. It is not saved yet."));
  GtkWidget *discard = gtk_button_new_with_mnemonic (_ ("_Discard"));

  keep->bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  keep->restore = gtk_button_new_with_mnemonic (_ ("_Go on writing"));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (keep->restore, "suggested-action");
  gtk_widget_add_css_class (keep->bar, "amp-bar");
  gtk_widget_set_visible (keep->bar, FALSE);
  gtk_box_append (GTK_BOX (keep->bar), label);
  gtk_box_append (GTK_BOX (keep->bar), keep->restore);
  gtk_box_append (GTK_BOX (keep->bar), discard);
  g_signal_connect_object (keep->restore, "clicked", G_CALLBACK (amp_form_keep_restore), keep->form,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (discard, "clicked", G_CALLBACK (amp_form_keep_discard), keep->form,
                           G_CONNECT_SWAPPED);
  gtk_box_prepend (GTK_BOX (keep->form), keep->bar);
}

static void
found_cb (AmpForm *form, JsonNode *node)
{
  Keep *keep = keep_of (form);

  g_clear_pointer (&keep->offered, json_node_unref);
  keep->offered = json_node_copy (node);
  g_object_set_data (G_OBJECT (form), RETURNS, NULL);
  if (keep->returns)
    amp_form_keep_restore (form);
  else
    show_offer (keep, TRUE);
}

gboolean
amp_form_keep_offers (AmpForm *form)
{
  Keep *keep = keep_of (form);

  return keep != NULL && keep->offered != NULL;
}

void
amp_form_keep_restore (AmpForm *form)
{
  Keep *keep = keep_of (form);
  g_autoptr (JsonNode) node = NULL;

  if (!amp_form_keep_offers (form))
    return;
  node = g_steal_pointer (&keep->offered);
  show_offer (keep, FALSE);
  amp_draft_settle (keep->draft);
  amp_form_restore_draft (form, node);
  gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD);
}

void
amp_form_keep_return (AmpForm *form)
{
  Keep *keep = keep_of (form);

  if (amp_form_keep_offers (form))
    {
      amp_form_keep_restore (form);
      return;
    }
  if (keep != NULL)
    keep->returns = TRUE;
  g_object_set_data (G_OBJECT (form), RETURNS, form);
}

void
amp_form_keep_discard (AmpForm *form)
{
  Keep *keep = keep_of (form);

  if (!amp_form_keep_offers (form))
    return;
  g_clear_pointer (&keep->offered, json_node_unref);
  show_offer (keep, FALSE);
  amp_draft_drop (keep->draft);
  gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD);
}

/* --- Which draft --- */

/* The page whose draft holds what is typed in the form; NULL: it has one of its own. */
static AmpEditor *
page_of (AmpForm *form)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (form), AMP_TYPE_EDITOR);

  return page != NULL && amp_editor_get_draft (AMP_EDITOR (page)) != NULL ? AMP_EDITOR (page)
                                                                          : NULL;
}

/* Of a form that stands on no such page. NULL where no window tells of jobs, or nothing is shown
 * yet. */
static Keep *
own_keep (AmpForm *form)
{
  AmpJobs *jobs = amp_drafts_find_jobs (GTK_WIDGET (form));
  Keep *keep = keep_of (form);

  if (jobs == NULL || !amp_jobs_is_unlocked (jobs))
    return NULL;
  if (keep == NULL)
    {
      keep = g_new0 (Keep, 1);
      keep->form = form;
      make_bar (keep);
      g_object_set_data_full (G_OBJECT (form), KEEP, keep, keep_free);
    }
  return keep;
}

static void
shown_cb (AmpForm *form)
{
  Keep *keep;
  g_autofree char *name = NULL;

  if (page_of (form) != NULL)
    return;
  name = name_of (form);
  keep = name != NULL ? own_keep (form) : NULL;
  if (keep == NULL)
    return;
  if (g_strcmp0 (keep->name, name) == 0)
    {
      amp_draft_touch (keep->draft); /* saved: there is nothing to keep any more */
      return;
    }
  if (keep->draft != NULL) /* what was a new record has its id now */
    amp_draft_flush (keep->draft);
  g_clear_object (&keep->draft);
  g_free (keep->name);
  keep->name = g_steal_pointer (&name);
  g_clear_pointer (&keep->offered, json_node_unref);
  keep->returns = g_object_steal_data (G_OBJECT (form), RETURNS) != NULL;
  show_offer (keep, FALSE);
  keep->draft = amp_draft_new (amp_drafts_find_jobs (GTK_WIDGET (form)), keep->name, collect, form);
  g_signal_connect_object (keep->draft, "found", G_CALLBACK (found_cb), form, G_CONNECT_SWAPPED);
  amp_draft_look (keep->draft);
}

void
amp_form_keep_edited (AmpForm *form)
{
  AmpEditor *page = page_of (form);
  Keep *keep = keep_of (form);

  g_object_set_data (G_OBJECT (form), RETURNS, NULL);
  if (page != NULL)
    (void) amp_editor_touch (page);
  else if (keep != NULL && keep->draft != NULL)
    amp_draft_touch (keep->draft);
}

void
amp_form_keep_end (AmpForm *form)
{
  g_object_set_data (G_OBJECT (form), KEEP, NULL);
}

void
amp_form_keep_shown (AmpForm *form)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (form)))
    shown_cb (form);
  else if (g_object_get_data (G_OBJECT (form), "amp-form-keep-waits") == NULL)
    {
      /* Only on the screen it knows where it stands. */
      g_object_set_data (G_OBJECT (form), "amp-form-keep-waits", form);
      g_signal_connect (form, "map", G_CALLBACK (shown_cb), NULL);
    }
}
