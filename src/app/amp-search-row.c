/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finding of the search box as a row of its list. */
#include "app/amp-search-row.h"

#include "app/amp-accessible.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

const char *
amp_search_group_title (AmpHitGroup group)
{
  switch (group)
    {
    case AMP_HIT_PERSON:
      return _ ("People");
    case AMP_HIT_CASE:
      return _ ("Cases");
    case AMP_HIT_TEXT:
    case AMP_HIT_GROUPS:
    default:
      return _ ("Text");
    }
}

/* "Given names, First surname", or "Note · Text". */
static char *
what_matched (const AmpHit *hit)
{
  g_auto (GStrv) names = g_strsplit (hit->fields != NULL ? hit->fields : "", ";", -1);
  GString *text = g_string_new (NULL);

  if (hit->quality == AMP_HIT_SOUND)
    g_string_append (text, _ ("Sounds alike"));
  for (char **name = names; *name != NULL; name++)
    {
      const AmpField *field = amp_entity_field (hit->entity, *name);

      if (field != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (field->label));
    }
  if (strcmp (hit->entity->name, "person") != 0 && strcmp (hit->entity->name, "case") != 0)
    {
      g_string_prepend (text, " · ");
      g_string_prepend (text, _ (hit->entity->label));
    }
  return g_string_free (text, FALSE);
}

static const char *
code_label (const char *list, const char *code)
{
  const AmpCode *found =
    code != NULL ? amp_code_list_lookup (amp_code_list_find (list), code) : NULL;

  return found != NULL ? amp_code_label (found, amp_code_language ()) : "";
}

static GtkWidget *
make_label (const char *text, const char *style, gboolean wide)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, wide);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static const char *
icon_of (const AmpSearchFinding *finding)
{
  if (finding->elsewhere)
    return "system-users-symbolic";
  switch (finding->hit->group)
    {
    case AMP_HIT_PERSON:
      return "avatar-default-symbolic";
    case AMP_HIT_CASE:
      return "folder-symbolic";
    case AMP_HIT_TEXT:
    case AMP_HIT_GROUPS:
    default:
      return "text-x-generic-symbolic";
    }
}

static void
fill_elsewhere (GtkWidget *row, GtkWidget *lines, const AmpHit *hit)
{
  const char *sentence = _ ("It exists, and belongs to somebody else of the team");

  if (hit->number != NULL)
    gtk_box_append (GTK_BOX (lines), make_label (hit->number, "heading", TRUE));
  gtk_box_append (GTK_BOX (lines), make_label (sentence, NULL, TRUE));
  gtk_box_append (GTK_BOX (lines), make_label (_ ("Enter asks for the case"), "dim-label", TRUE));
  amp_accessible_set_label (row, sentence);
}

static void
fill_own (GtkWidget *row, GtkWidget *lines, const AmpHit *hit)
{
  g_autofree char *matched = what_matched (hit);
  const char *status = code_label ("case_status", hit->status);
  const char *region = code_label ("region", hit->region);
  g_autofree char *whereabouts = g_strdup_printf ("%s · %s", status, region);
  g_autofree char *spoken =
    g_strdup_printf ("%s, %s, %s, %s", hit->number, status, region, matched);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *second = make_label (matched, "dim-label", TRUE);

  gtk_box_append (GTK_BOX (first), make_label (hit->number, "heading", hit->name == NULL));
  if (hit->name != NULL)
    gtk_box_append (GTK_BOX (first), make_label (hit->name, NULL, TRUE));
  gtk_box_append (GTK_BOX (first), make_label (whereabouts, "dim-label", FALSE));
  gtk_widget_add_css_class (second, "caption");
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), second);
  if (hit->snippet != NULL)
    gtk_box_append (GTK_BOX (lines), make_label (hit->snippet, "caption", TRUE));
  amp_accessible_set_label (row, spoken);
}

GtkWidget *
amp_search_row_new (AmpSearchFinding *finding)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  g_object_set_data_full (G_OBJECT (row), "finding", finding,
                          (GDestroyNotify) amp_search_finding_free);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon_of (finding)));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_add_css_class (box, "amp-search-row");
  if (finding->elsewhere)
    fill_elsewhere (row, lines, finding->hit);
  else
    fill_own (row, lines, finding->hit);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

const AmpSearchFinding *
amp_search_row_get_finding (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "finding");
}
