/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Name, region, when it was verified, and what speaks against it. */
#include "app/amp-institution-row.h"

#include "app/amp-accessible.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

#define ID "amp-id"

static char *
verified_words (const AmpDirectoryEntry *entry)
{
  AmpDate date;
  g_autofree char *day = NULL;

  if (entry->verified_on != NULL && amp_date_parse (entry->verified_on, &date))
    day = amp_date_to_display (&date, amp_code_language ());
  if (entry->verified == AMP_VERIFIED_NEVER || day == NULL)
    return g_strdup (_ (amp_directory_verified_sentence (AMP_VERIFIED_NEVER)));
  if (entry->verified == AMP_VERIFIED_LONG_AGO)
    /* Translators: %s is a date. */
    return g_strdup_printf (_ ("Verified on %s, verify again"), day);
  return g_strdup_printf (_ ("Verified on %s"), day);
}

static char *
where_words (const AmpDirectoryEntry *entry)
{
  g_autofree char *verified = verified_words (entry);
  const AmpCode *region = entry->region != NULL
                            ? amp_code_list_lookup (amp_code_list_find ("region"), entry->region)
                            : NULL;

  if (region == NULL)
    return g_steal_pointer (&verified);
  return g_strdup_printf ("%s · %s", amp_code_label (region, amp_code_language ()), verified);
}

static char *
reasons_of (const AmpDirectoryEntry *entry)
{
  GString *text = g_string_new (NULL);

  for (guint bit = 0; bit <= 8; bit++)
    if ((entry->reasons & (1u << bit)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "",
                              _ (amp_directory_reason_sentence (1 << bit)));
  if (entry->follower_name != NULL)
    g_string_append_printf (text, ": %s", entry->follower_name);
  return g_string_free (text, FALSE);
}

static char *
fate_words (const AmpDirectoryEntry *entry)
{
  if (entry->follower_name != NULL)
    /* Translators: %s is the name of an institution. */
    return g_strdup_printf (_ ("Replaced by %s"), entry->follower_name);
  for (guint bit = 1; bit <= 2; bit++)
    if ((entry->reasons & (1u << bit)) != 0)
      return g_strdup (_ (amp_directory_reason_sentence (1 << bit)));
  return NULL;
}

static GtkWidget *
line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* against: what is said last, and read last; NULL: nothing. */
static GtkWidget *
make_row (const AmpDirectoryEntry *entry, const char *where_class, const char *against)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *where = where_words (entry);
  g_autofree char *name = g_strjoin (". ", entry->name, where, against, NULL);

  line (box, entry->name, NULL);
  line (box, where, where_class);
  if (against != NULL)
    line (box, against, "dim-label");
  gtk_widget_set_margin_top (box, 7);
  gtk_widget_set_margin_bottom (box, 7);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), ID, g_memdup2 (&entry->id, sizeof entry->id), g_free);
  amp_accessible_set_label (row, name);
  return row;
}

GtkWidget *
amp_institution_row_new (const AmpDirectoryEntry *entry)
{
  g_autofree char *fate = fate_words (entry);

  return make_row (entry, entry->verified == AMP_VERIFIED_RECENTLY ? "dim-label" : "warning", fate);
}

GtkWidget *
amp_institution_row_new_to_choose (const AmpDirectoryEntry *entry)
{
  g_autofree char *why = entry->reasons != 0 ? reasons_of (entry) : NULL;
  g_autofree char *words = why != NULL ? g_strdup_printf (_ ("Not offered: %s"), why) : NULL;
  GtkWidget *row =
    make_row (entry, entry->verified == AMP_VERIFIED_LONG_AGO ? "warning" : "dim-label", words);

  if (why != NULL)
    gtk_widget_add_css_class (
      gtk_widget_get_first_child (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row))),
      "dim-label");
  return row;
}

gint64
amp_institution_row_get_id (GtkListBoxRow *row)
{
  const gint64 *id = row != NULL ? g_object_get_data (G_OBJECT (row), ID) : NULL;

  return id != NULL ? *id : 0;
}
