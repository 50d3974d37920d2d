/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and sentences of the preview. */
#include "app/amp-partner-view.h"

#include "app/amp-accessible.h"
#include "app/amp-review-part.h"
#include "domain/number.h"
#include "review/levels.h"

#include <glib/gi18n.h>

const char *
amp_partner_format_words (AmpPartnerFormat format)
{
  return format == AMP_PARTNER_HTCDS ? _ ("Fields and codes of HTCDS (IOM)")
                                     : _ ("Columns of CTDC's public data");
}

char *
amp_partner_file_name (guint year)
{
  /* Translators: the name of a file; %u is a year. */
  return g_strdup_printf (_ ("records-%u.amparo-partner"), year);
}

char *
amp_partner_wish_words (const AmpPartnerWish *wish)
{
  return g_strdup_printf ("%s · %u · %s → %s", _ ("Records for a partner"), wish->year,
                          amp_partner_format_words (wish->format),
                          wish->recipient != NULL ? wish->recipient : "");
}

/* What is told of a person, and how many people it would take to tell more. */
static char *
level_words (AmpReviewLevel level)
{
  g_autofree char *gender = amp_format_count (amp_review_level_least (AMP_REVIEW_SMALL));
  g_autofree char *country = amp_format_count (amp_review_level_least (AMP_REVIEW_MEDIUM));
  g_autofree char *age = amp_format_count (amp_review_level_least (AMP_REVIEW_LARGE) - 1);

  switch (level)
    {
    case AMP_REVIEW_TINY:
      /* Translators: three numbers of people. */
      return g_strdup_printf (_ ("Of each person is told whether minor or adult. Gender would take "
                                 "%s people, the country of exploitation %s, the age group more "
                                 "than %s."),
                              gender, country, age);
    case AMP_REVIEW_SMALL:
      /* Translators: two numbers of people. */
      return g_strdup_printf (_ ("Of each person are told: gender, and whether minor or adult. The "
                                 "country of exploitation would take %s people, the age group more "
                                 "than %s."),
                              country, age);
    case AMP_REVIEW_MEDIUM:
      /* Translators: a number of people. */
      return g_strdup_printf (_ ("Of each person are told: gender, whether minor or adult, and the "
                                 "country of exploitation. The age group would take more than %s "
                                 "people."),
                              age);
    case AMP_REVIEW_LARGE:
    case AMP_REVIEW_N_LEVELS:
    default:
      return g_strdup (_ ("Of each person are told: gender, age group, whether minor or adult, and "
                          "the country of exploitation."));
    }
}

static GtkWidget *
add_text (GtkWidget *box, const char *text, const char *css)
{
  GtkWidget *label = amp_part_label_new (text, css);

  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
add_number (GtkWidget *group, const char *title, guint64 n)
{
  GtkWidget *row = amp_part_row_new (title, NULL);
  g_autofree char *number = amp_format_count (n);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", title, number);
  GtkWidget *label = gtk_label_new (number);

  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  amp_accessible_set_label (row, spoken);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
add_group (GtkWidget *box)
{
  GtkWidget *group = adw_preferences_group_new ();

  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static void
add_first_time (GtkWidget *box, guint year, const AmpPartnerOutlook *outlook)
{
  const AmpPartnerLosses *losses = &outlook->losses;
  GtkWidget *group = add_group (box);
  g_autofree char *told = level_words (losses->level);
  g_autofree char *registered = g_strdup_printf (_ ("People registered in %u"), year);

  add_number (group, registered, outlook->n_people);
  add_number (group, _ ("In the file"), losses->n_rows);
  add_number (group, _ ("Left out: fewer than 11 are like them"), losses->n_small);
  add_number (group, _ ("Left out: their group would tell the same of nearly all in it"),
              losses->n_alike);
  if (losses->n_rows == 0)
    return;
  add_number (group, _ ("Answers hidden of those in the file"), losses->n_hidden);
  add_text (box, told, NULL);
  add_text (box,
            _ ("Besides: citizenship, duration, forms of exploitation, means of control, sector "
               "and who recruited, wherever 11 or more share the answer. No name, no date, no "
               "place, no text."),
            NULL);
}

static void
add_again (GtkWidget *box, const AmpPartnerOutlook *outlook)
{
  GtkWidget *group = add_group (box);
  g_autofree char *number = amp_format_count ((guint64) outlook->earlier);
  /* Translators: %s is the number of a line of the register. */
  g_autofree char *text =
    g_strdup_printf (_ ("This year was handed over before (number %s of the register). A year is "
                        "drawn up once: the records are the same, whatever was entered since."),
                     number);

  add_number (group, _ ("In the file"), outlook->losses.n_rows);
  add_text (box, text, NULL);
}

GtkWidget *
amp_partner_view_new (guint year, const AmpPartnerOutlook *outlook)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *after = NULL;

  if (outlook->earlier > 0)
    add_again (box, outlook);
  else
    add_first_time (box, year, outlook);
  if (outlook->losses.n_rows == 0)
    return box;
  after = g_strdup_printf (
    outlook->earlier > 0
      ? _ ("No table of people or cases of %u leaves the office any more.")
      : _ ("Once it is made, no table of people or cases of %u leaves the office any more."),
    year);
  add_text (box, after, "heading");
  add_text (box,
            _ ("Beside the records such a table would give away those who are left out of them, "
               "who are few. Tables of services, referrals and the programme still may leave."),
            NULL);
  return box;
}
