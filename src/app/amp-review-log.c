/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the office's audit log holds: its head to compare, pauses, clocks that went back, what
 * was restored. The chain itself stays in the office; the pack tells its end. */
#include "app/amp-review-log.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"
#include "review/anchor.h"

#include <glib/gi18n.h>
#include <string.h>

/* More than these are counted, not listed. */
#define MOST_ROWS 100

typedef struct
{
  AmpReviewDesk *desk; /* borrowed: outlives the widgets */
  GtkWidget *seq, *hash;
  GtkLabel *result;
} Compare;

/* --- The head --- */

static char *
say_result (AmpAnchorResult result, guint64 grown, gboolean *is_well)
{
  g_autofree char *number = amp_format_count (grown);

  *is_well = result == AMP_ANCHOR_SAME || result == AMP_ANCHOR_GROWN;
  switch (result)
    {
    case AMP_ANCHOR_SAME:
      return g_strdup (_ ("They agree: the log is the one you knew, and nothing was added."));
    case AMP_ANCHOR_GROWN:
      return g_strdup_printf (
        ngettext ("The log has grown by %s event since. Ask the office to check its whole log "
                  "against your head: amparo-cli audit verify.",
                  "The log has grown by %s events since. Ask the office to check its whole log "
                  "against your head: amparo-cli audit verify.",
                  grown),
        number);
    case AMP_ANCHOR_DIFFERS:
      return g_strdup (_ ("They do not agree: the event of that number is another one. The log was "
                          "written anew. Record a finding."));
    case AMP_ANCHOR_BEHIND:
      return g_strdup (_ ("Your head is later than this log: events are missing, or an older copy "
                          "was put back. Record a finding."));
    case AMP_ANCHOR_INVALID:
    default:
      return g_strdup (_ ("Type the number of the event and the 64 digits of its hash, as they "
                          "stand on the sheet or in the earlier pack."));
    }
}

static void
on_compare (Compare *self)
{
  const AmpReviewHead *head = amp_review_desk_get_head (self->desk);
  const char *seq = gtk_editable_get_text (GTK_EDITABLE (self->seq));
  AmpAnchorResult result = amp_anchor_compare (head->head_seq, head->head_hash, seq,
                                               gtk_editable_get_text (GTK_EDITABLE (self->hash)));
  gboolean is_well;
  g_autofree char *sentence =
    say_result (result, head->head_seq - g_ascii_strtoull (seq, NULL, 10), &is_well);

  gtk_widget_remove_css_class (GTK_WIDGET (self->result), is_well ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->result), is_well ? "success" : "error");
  amp_alert_show (self->result, sentence);
}

static GtkWidget *
add_entry (GtkWidget *group, const char *title, const char *name)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  amp_accessible_set_label (row, name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  return row;
}

static void
add_compare (GtkBox *box, AmpReviewDesk *desk)
{
  Compare *self = g_new0 (Compare, 1);
  GtkWidget *group = amp_part_group_new (
    box, _ ("Compare with an earlier head"),
    _ ("If you noted the end of this log before, or have an earlier pack, type it here."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Compare"));

  self->desk = desk;
  self->seq = add_entry (group, _ ("_Number of the event"), _ ("Number of the event"));
  self->hash = add_entry (group, _ ("_Hash"), _ ("Hash"));
  self->result = GTK_LABEL (amp_part_label_new ("", NULL));
  g_object_set (self->result, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "visible", FALSE, NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_box_append (box, button);
  gtk_box_append (box, GTK_WIDGET (self->result));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_compare), self);
  g_signal_connect_swapped (self->seq, "entry-activated", G_CALLBACK (on_compare), self);
  g_signal_connect_swapped (self->hash, "entry-activated", G_CALLBACK (on_compare), self);
  g_object_set_data_full (G_OBJECT (button), "compare", self, g_free);
}

/* She has not opened the office's vault: the file vouches only for itself. */
static void
add_new_keys (GtkWidget *group, AmpReviewDesk *desk)
{
  g_autofree char *spelt = amp_anchor_spell (amp_review_desk_get_file_hash (desk));
  /* Translators: %s is a hash in groups of digits. */
  g_autofree char *detail = g_strdup_printf (
    _ ("Ask the office, by another way than this file, whether the hash of the pack is: %s"),
    spelt);
  GtkWidget *row = amp_part_row_new (_ ("The keys of this office are new to you"), detail);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             amp_part_icon_new ("dialog-warning-symbolic", "warning"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* Whether these records may be cases that she, or another auditor, has seen before. */
static void
add_round (GtkWidget *group, guint round)
{
  /* Translators: %u is 2 or more. */
  g_autofree char *again = g_strdup_printf (
    _ ("Round %u: too few cases were left that no pack had, so all were drawn from again. A record "
       "may be of a case that was in a pack of a round before."),
    round);

  adw_preferences_group_add (
    ADW_PREFERENCES_GROUP (group),
    amp_part_row_new (_ ("The sample"), round > 1
                                          ? again
                                          : _ ("Drawn by chance from the cases that no earlier "
                                               "pack was drawn of, whoever it was for.")));
}

static void
add_head (GtkBox *box, AmpReviewDesk *desk)
{
  const AmpReviewHead *head = amp_review_desk_get_head (desk);
  g_autofree char *made = amp_format_date (head->made);
  g_autofree char *spelt = amp_anchor_spell (head->head_hash);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, head->head_seq);
  /* Translators: %s is a date. */
  g_autofree char *verified = g_strdup_printf (_ ("Verified when the pack was made, on %s"), made);
  GtkWidget *group = amp_part_group_new (
    box, _ ("The log of the office"),
    _ ("You are reviewing files without names. The codes change with every audit. Some cases are "
       "left out so that nobody can be recognised."));
  GtkWidget *row = amp_part_row_new (
    verified, _ ("Order, signatures and completeness of all events. Whoever changes, removes or "
                 "reorders one changes the end of the log: note its number and hash."));

  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             amp_part_icon_new ("security-high-symbolic", "success"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  row = amp_part_row_new (_ ("Last event"), number);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  row = amp_part_row_new (_ ("Its hash"), spelt);
  gtk_widget_add_css_class (row, "amp-hash");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  add_round (group, head->round);
  if (!amp_review_desk_is_pinned (desk))
    add_new_keys (group, desk);
}

/* --- What is out of the ordinary --- */

/* A sentence about the time before the event, or NULL. */
static char *
say_gap (const AmpReviewEvent *event)
{
  g_autofree char *number = amp_format_count (event->seq);

  if (strcmp (event->gap, "back") == 0)
    /* Translators: %s is the number of an event. */
    return g_strdup_printf (_ ("Event %s: the clock went back"), number);
  if (strcmp (event->gap, "8-30d") == 0 || strcmp (event->gap, "31d+") == 0)
    /* Translators: a number of an event, then "8 to 30 days". */
    return g_strdup_printf (_ ("Gap before event %s: %s"), number,
                            amp_review_gap_words (event->gap));
  return NULL;
}

/* A sentence about the event itself, or NULL. An old copy is put back after a pause more often than
 * not: both are told. */
static char *
say_action (const AmpReviewEvent *event)
{
  static const char *const told[] = {"time_jump", "restore", "key_change", "failed_unlock"};

  g_autofree char *number = amp_format_count (event->seq);

  if (strcmp (event->action, "time_jump") == 0 && strcmp (event->gap, "back") == 0)
    return NULL; /* the same once more */
  for (gsize i = 0; i < G_N_ELEMENTS (told); i++)
    if (strcmp (event->action, told[i]) == 0)
      /* Translators: a number of an event, then what it is. */
      return g_strdup_printf (_ ("Event %s: %s"), number, amp_review_action_words (event->action));
  return NULL;
}

/* Takes the sentence; counts it in n. */
static void
add_oddity (GtkWidget *group, const AmpReviewEvent *event, char *sentence, guint *n)
{
  /* Translators: a random label of a member of the staff. */
  g_autofree char *by = g_strdup_printf (_ ("Staff %s"), event->actor);

  if (sentence != NULL && ++*n <= MOST_ROWS)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), amp_part_row_new (sentence, by));
  g_free (sentence);
}

static void
add_oddities (GtkBox *box, AmpReviewDesk *desk)
{
  gsize n_events;
  const AmpReviewEvent *events =
    amp_review_pack_events (amp_review_desk_get_pack (desk), &n_events);
  g_autofree char *number = amp_format_count (n_events);
  g_autofree char *described =
    g_strdup_printf (ngettext ("Of the %s event since the pack before.",
                               "Of the %s events since the pack before.", n_events),
                     number);
  GtkWidget *group =
    amp_part_group_new (box, _ ("Gaps, clock jumps and what touches the keys"), described);
  guint n = 0;

  for (gsize i = 0; i < n_events; i++)
    {
      add_oddity (group, &events[i], say_gap (&events[i]), &n);
      add_oddity (group, &events[i], say_action (&events[i]), &n);
    }
  if (n == 0)
    adw_preferences_group_add (
      ADW_PREFERENCES_GROUP (group),
      amp_part_row_new (_ ("Nothing out of the ordinary"),
                        _ ("No gap of more than 7 days, no clock that went back.")));
  else if (n > MOST_ROWS)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("And %u more", "And %u more", n - MOST_ROWS), n - MOST_ROWS);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), amp_part_row_new (more, NULL));
    }
}

GtkWidget *
amp_review_log_new (AmpReviewDesk *desk)
{
  GtkBox *box;
  GtkWidget *part = amp_part_new (&box);

  add_head (box, desk);
  add_compare (box, desk);
  add_oddities (box, desk);
  return part;
}
