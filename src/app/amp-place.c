/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages read their records on the worker thread, so coming back waits, frame by frame, until what
 * is looked for is on the screen. */
#include "app/amp-place.h"

#include "app/amp-case-page.h"
#include "app/amp-directory-page.h"
#include "app/amp-editor.h"
#include "app/amp-field-row.h"
#include "app/amp-programme-page.h"

#define PATIENCE (10 * G_USEC_PER_SEC)

typedef struct
{
  GtkWidget *page; /* weak */
  char *tab;
  char *field; /* "entity.field" */
  gint64 at;
  gint64 until;
} Return;

/* --- Leaving --- */

static void
add_focus (JsonObject *place, AmpWorkspace *workspace)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (workspace));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, AMP_TYPE_FIELD_ROW) : NULL;
  g_autofree char *name = NULL;

  if (row == NULL || amp_field_row_get_field (AMP_FIELD_ROW (row)) == NULL)
    return;
  name = g_strdup_printf ("%s.%s", amp_field_row_get_entity (AMP_FIELD_ROW (row))->name,
                          amp_field_row_get_field (AMP_FIELD_ROW (row))->name);
  json_object_set_string_member (place, "field", name);
  if (GTK_IS_EDITABLE (focus))
    json_object_set_int_member (place, "at", gtk_editable_get_position (GTK_EDITABLE (focus)));
}

static void
add_entry (JsonObject *place, AmpDirectoryPage *page)
{
  g_autofree char *text = NULL;
  gint64 id;

  if (!amp_directory_page_get_shown (page, &id))
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  json_object_set_string_member (place, "entry", text);
}

static void
add_record (JsonObject *place, AmpProgrammePane *pane)
{
  g_autofree char *text = NULL;
  gint64 id;

  json_object_set_string_member (place, "list", amp_programme_pane_get_kind (pane)->entity);
  if (!amp_programme_pane_get_shown (pane, &id))
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  json_object_set_string_member (place, "record", text);
}

JsonNode *
amp_place_of (AmpWorkspace *workspace)
{
  const char *name = amp_workspace_get_page_name (workspace);
  GtkWidget *page = amp_workspace_get_page (workspace);
  g_autoptr (JsonObject) place = json_object_new ();

  if (name == NULL || page == NULL)
    return NULL;
  json_object_set_string_member (place, "page", name);
  if (AMP_IS_CASE_PAGE (page))
    {
      g_autofree char *id =
        g_strdup_printf ("%" G_GINT64_FORMAT, amp_case_page_get_case (AMP_CASE_PAGE (page)));

      json_object_set_string_member (place, "case", id);
      json_object_set_string_member (place, "tab", amp_case_page_get_tab (AMP_CASE_PAGE (page)));
    }
  else if (AMP_IS_DIRECTORY_PAGE (page))
    add_entry (place, AMP_DIRECTORY_PAGE (page));
  else if (AMP_IS_PROGRAMME_PAGE (page))
    add_record (place, amp_programme_page_get_pane (AMP_PROGRAMME_PAGE (page)));
  add_focus (place, workspace);
  return json_node_init_object (json_node_alloc (), place);
}

/* --- Coming back --- */

static void
return_free (gpointer data)
{
  Return *self = data;

  g_clear_weak_pointer (&self->page);
  g_free (self->tab);
  g_free (self->field);
  g_free (self);
}

static GtkWidget *
find_row (GtkWidget *parent, const char *name)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (AMP_IS_FIELD_ROW (child) && amp_field_row_get_field (AMP_FIELD_ROW (child)) != NULL)
        {
          g_autofree char *its =
            g_strdup_printf ("%s.%s", amp_field_row_get_entity (AMP_FIELD_ROW (child))->name,
                             amp_field_row_get_field (AMP_FIELD_ROW (child))->name);

          if (g_strcmp0 (its, name) == 0 && gtk_widget_get_mapped (child) &&
              gtk_widget_is_sensitive (child))
            return child;
          continue;
        }
      found = find_row (child, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Not with all of it selected: the next key must not replace what was typed. */
static void
focus_row (GtkWidget *row, gint64 at)
{
  GtkRoot *root = gtk_widget_get_root (row);
  GtkWidget *focus;

  gtk_widget_grab_focus (row);
  focus = gtk_root_get_focus (root);
  if (focus != NULL && GTK_IS_EDITABLE (focus))
    gtk_editable_set_position (GTK_EDITABLE (focus), (int) at);
}

static gboolean
on_frame (GtkWidget *workspace, GdkFrameClock *clock, gpointer data)
{
  Return *self = data;
  GtkWidget *row;

  (void) clock;
  if (self->page == NULL || g_get_monotonic_time () > self->until ||
      amp_workspace_get_page (AMP_WORKSPACE (workspace)) != self->page)
    return G_SOURCE_REMOVE;
  if (AMP_IS_CASE_PAGE (self->page))
    {
      if (!amp_case_page_is_loaded (AMP_CASE_PAGE (self->page)))
        return G_SOURCE_CONTINUE;
      if (self->tab != NULL)
        amp_case_page_set_tab (AMP_CASE_PAGE (self->page), self->tab);
      g_clear_pointer (&self->tab, g_free);
    }
  if (self->field == NULL)
    return G_SOURCE_REMOVE;
  row = find_row (self->page, self->field);
  if (row == NULL)
    return G_SOURCE_CONTINUE;
  focus_row (row, self->at);
  return G_SOURCE_REMOVE;
}

/* She was writing here: what was typed is brought back without a question. */
static void
found_cb (GtkWidget *page)
{
  amp_editor_restore_draft (AMP_EDITOR (page));
}

static void
show_record (AmpWorkspace *workspace, const char *list, const char *record)
{
  GtkWidget *page = amp_workspace_get_page (workspace);
  AmpProgrammePane *pane;
  gint64 id = 0;

  if (page == NULL || !AMP_IS_PROGRAMME_PAGE (page))
    return;
  pane = amp_programme_page_show_list (AMP_PROGRAMME_PAGE (page), list);
  if (record == NULL || !g_ascii_string_to_signed (record, 10, 0, G_MAXINT64, &id, NULL))
    return;
  amp_programme_pane_show (pane, id);
  amp_programme_pane_restore_draft (pane);
}

static void
show_page (AmpWorkspace *workspace, JsonObject *place)
{
  const char *id = amp_draft_text (place, "case"), *page = amp_draft_text (place, "page");
  const char *entry = amp_draft_text (place, "entry");
  gint64 number = 0;

  if (id != NULL && g_ascii_string_to_signed (id, 10, 1, G_MAXINT64, &number, NULL))
    amp_workspace_act (workspace, "open-case", g_variant_new_int64 (number));
  else if (entry != NULL && g_ascii_string_to_signed (entry, 10, 0, G_MAXINT64, &number, NULL))
    {
      amp_workspace_act (workspace, "show-institution", g_variant_new_int64 (number));
      amp_editor_restore_draft (AMP_EDITOR (amp_workspace_get_page (workspace)));
    }
  else if (page != NULL)
    {
      amp_workspace_show_page (workspace, page);
      show_record (workspace, amp_draft_text (place, "list"), amp_draft_text (place, "record"));
    }
}

void
amp_place_return (AmpWorkspace *workspace, JsonNode *node)
{
  JsonObject *place;
  AmpDraft *draft;
  Return *self;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  place = json_node_get_object (node);
  show_page (workspace, place);
  self = g_new0 (Return, 1);
  g_set_weak_pointer (&self->page, amp_workspace_get_page (workspace));
  self->tab = g_strdup (amp_draft_text (place, "tab"));
  self->field = g_strdup (amp_draft_text (place, "field"));
  self->at = json_object_get_int_member_with_default (place, "at", -1);
  self->until = g_get_monotonic_time () + PATIENCE;
  draft = self->page != NULL && AMP_IS_EDITOR (self->page)
            ? amp_editor_get_draft (AMP_EDITOR (self->page))
            : NULL;
  if (draft != NULL)
    g_signal_connect_object (draft, "found", G_CALLBACK (found_cb), self->page,
                             G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_add_tick_callback (GTK_WIDGET (workspace), on_frame, self, return_free);
}
