/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a report that was handed out is the one in the office's ledger: the hash of the file she
 * holds against the list in the pack, or, where it is later than the pack, against the one that the
 * office reads to her. */
#include "app/amp-review-report.h"

#include "app/amp-accessible.h"
#include "app/amp-count-words.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-format.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"
#include "model/date.h"
#include "review/anchor.h"

#include <glib/gi18n.h>
#include <string.h>

/* More than these are counted, not listed. */
#define MOST_ROWS 100

typedef struct
{
  AmpReviewDesk *desk; /* borrowed: outlives the widgets */
  GtkWidget *part, *find, *offer, *release, *hash, *choose;
  GtkLabel *found, *result; /* of the list, of what was typed */
  AdwPreferencesGroup *past;
  GPtrArray *rows; /* of past, borrowed */
  char *unlisted;  /* hash of the file that was looked for last and is in no list; NULL */
} Report;

#define REPORT "amp-review-report"

static void
report_free (gpointer data)
{
  Report *self = data;

  g_ptr_array_unref (self->rows);
  g_free (self->unlisted);
  g_free (self);
}

/* --- What was compared --- */

/* Nothing of the file but its hash. */
static void
record_finding (Report *self, const AmpReconciled *unlisted)
{
  g_autofree char *spelt = amp_anchor_spell (unlisted->release);
  g_autofree char *day = amp_format_date (unlisted->day);
  /* Translators: a date, then a hash. */
  g_autofree char *text =
    g_strdup_printf (_ ("A file that is in no list of what was handed over. Looked for on %s. "
                        "Hash: %s"),
                     day, spelt);

  gtk_widget_activate_action (self->part, "review.report-finding", "(ss)", spelt, text);
}

static const AmpReconciled *
find_unlisted (Report *self, const char *hash)
{
  const GPtrArray *all = amp_review_notes_get_reconciled (amp_review_desk_get_notes (self->desk));

  for (guint i = 0; hash != NULL && i < all->len; i++)
    {
      const AmpReconciled *each = all->pdata[i];

      if (each->result == AMP_COMPARED_UNLISTED && strcmp (each->release, hash) == 0)
        return each;
    }
  return NULL;
}

static void
on_offer (Report *self)
{
  const AmpReconciled *unlisted = find_unlisted (self, self->unlisted);

  if (unlisted != NULL)
    record_finding (self, unlisted);
}

static void
on_row_finding (Report *self, GtkWidget *button)
{
  const AmpReconciled *unlisted =
    find_unlisted (self, g_object_get_data (G_OBJECT (button), "hash"));

  if (unlisted != NULL)
    record_finding (self, unlisted);
}

static GtkWidget *
make_unlisted_row (Report *self, const AmpReconciled *unlisted)
{
  g_autofree char *spelt = amp_anchor_spell (unlisted->release);
  g_autofree char *day = amp_format_date (unlisted->day);
  /* Translators: a date, then a hash. */
  g_autofree char *detail = g_strdup_printf (_ ("Looked for on %s. Hash: %s"), day, spelt);
  g_autofree char *spoken = g_strdup_printf ("%s: %.8s", _ ("Record a finding"), unlisted->release);
  GtkWidget *row = amp_part_row_new (_ ("A file that is in no list"), detail);
  GtkWidget *button = gtk_button_new_with_label (_ ("Record a finding"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  amp_accessible_set_label (button, spoken);
  g_object_set_data_full (G_OBJECT (button), "hash", g_strdup (unlisted->release), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_row_finding), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

static GtkWidget *
make_past_row (Report *self, const AmpReconciled *each)
{
  const gboolean agrees = each->result == AMP_COMPARED_AGREES;
  GtkWidget *row = each->result == AMP_COMPARED_UNLISTED
                     ? make_unlisted_row (self, each)
                     : amp_part_row_new (each->release, agrees ? _ ("It is the file of the ledger")
                                                               : _ ("It is another file"));

  adw_action_row_add_prefix (
    ADW_ACTION_ROW (row),
    amp_part_icon_new (agrees ? "emblem-ok-symbolic" : "dialog-warning-symbolic",
                       agrees ? "success" : "warning"));
  return row;
}

static void
show_past (Report *self)
{
  const GPtrArray *all = amp_review_notes_get_reconciled (amp_review_desk_get_notes (self->desk));

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->past, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < all->len; i++)
    {
      GtkWidget *row = make_past_row (self, all->pdata[i]);

      adw_preferences_group_add (self->past, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->past), all->len > 0);
}

static void
tell (GtkLabel *result, const char *sentence, gboolean is_well)
{
  gtk_widget_remove_css_class (GTK_WIDGET (result), is_well ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (result), is_well ? "success" : "error");
  amp_alert_show (result, sentence);
}

/* Written down: what was compared, and what came of it. */
static void
note (Report *self, const char *release, gboolean agrees)
{
  amp_review_notes_log_reconciled (amp_review_desk_take_notes (self->desk), release, agrees);
  amp_review_desk_touch (self->desk);
  show_past (self);
}

/* --- The file --- */

typedef struct
{
  char *path, *hash;
} Hash;

static void
hash_free (gpointer data)
{
  Hash *self = data;

  g_free (self->path);
  g_free (self->hash);
  g_free (self);
}

/* Worker thread. */
static gpointer
hash_run (AmpReviewOpened *opened, gpointer data, GError **error)
{
  Hash *hash = data;

  (void) opened;
  hash->hash = amp_review_hash_file (hash->path, error);
  return GINT_TO_POINTER (hash->hash != NULL);
}

static void
hash_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Report *self = g_object_get_data (owner, REPORT);
  const Hash *hash = data;
  const char *release = gtk_editable_get_text (GTK_EDITABLE (self->release));
  gboolean agrees;

  (void) result;
  if (error != NULL)
    {
      amp_toast_error (self->part, error);
      return;
    }
  agrees =
    amp_anchor_compare (1, hash->hash, "1", gtk_editable_get_text (GTK_EDITABLE (self->hash))) ==
    AMP_ANCHOR_SAME;
  tell (self->result,
        agrees
          ? _ ("They agree: this file is the one that the ledger tells of.")
          : _ ("They do not agree: this file is not the one that the ledger tells of. Record a "
               "finding."),
        agrees);
  note (self, release, agrees);
}

static const AmpJob hash_job = {.review = hash_run, .done = hash_done, .data_free = hash_free};

static void
run (Report *self, const AmpJob *job, const char *path)
{
  Hash *hash = g_new0 (Hash, 1);

  hash->path = g_strdup (path);
  amp_jobs_run (amp_review_desk_get_jobs (self->desk), job, hash, self->part, NULL);
}

static void
on_chosen (gpointer owner, const char *path)
{
  if (path != NULL)
    run (g_object_get_data (owner, REPORT), &hash_job, path);
}

static void
on_choose (Report *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("File of the report")};

  if (*gtk_editable_get_text (GTK_EDITABLE (self->release)) == '\0' ||
      amp_anchor_compare (1, "", "1", gtk_editable_get_text (GTK_EDITABLE (self->hash))) ==
        AMP_ANCHOR_INVALID)
    {
      tell (self->result,
            _ ("Type the number of the report and the 64 digits of its hash first, as the "
               "office reads them from its ledger: amparo-cli releases list."),
            FALSE);
      gtk_widget_grab_focus (self->release);
      return;
    }
  amp_alert_show (self->result, NULL);
  amp_choose_file (self->part, &choose, on_chosen);
}

/* --- The list in the pack --- */

static const char *
rule_words (const char *rule)
{
  return strcmp (rule, "public") == 0    ? _ ("for the public")
         : strcmp (rule, "partner") == 0 ? _ ("for a partner")
                                         : _ ("records, sealed to a partner");
}

static char *
title_of (const AmpReviewRelease *release)
{
  g_autofree char *period = amp_count_words_span (release->period);
  AmpUnit unit;

  return g_strdup_printf (
    "%s · %s",
    amp_unit_from_code (release->unit, &unit) ? _ (amp_count_words_unit (unit)) : release->unit,
    period);
}

static char *
detail_of (const AmpReviewRelease *release)
{
  g_autofree char *number = amp_format_count (release->line);
  g_autofree char *month = amp_count_words_span (release->made);
  g_autofree char *spelt = amp_anchor_spell (release->hash);
  g_autofree char *when = strcmp (release->state, "given") == 0
                            /* Translators: %s is a month: "March 2026". */
                            ? g_strdup_printf (_ ("handed over in %s"), month)
                            : g_strdup_printf (_ ("prepared in %s"), month);

  /* Translators: number of a line of the register, "for the public", "handed over in March 2026",
   * then a hash. */
  return g_strdup_printf (_ ("Number %s, %s, %s. Hash: %s"), number, rule_words (release->rule),
                          when, spelt);
}

/* Whoever cannot account for a file has the more to tell: it is written down as well. */
static void
note_unlisted (Report *self, const char *hash)
{
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);

  g_free (self->unlisted);
  self->unlisted = g_strdup (hash);
  if (amp_review_notes_log_unlisted (amp_review_desk_take_notes (self->desk), hash, today))
    {
      amp_review_desk_touch (self->desk);
      show_past (self);
    }
}

static void
find_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Report *self = g_object_get_data (owner, REPORT);
  const Hash *hash = data;
  const AmpReviewRelease *release;
  g_autofree char *title = NULL, *sentence = NULL, *number = NULL;

  (void) result;
  if (error != NULL)
    {
      amp_toast_error (self->part, error);
      return;
    }
  release = amp_review_pack_find_release (amp_review_desk_get_pack (self->desk), hash->hash);
  gtk_widget_set_visible (self->offer, release == NULL);
  if (release == NULL)
    {
      note_unlisted (self, hash->hash);
      tell (self->found,
            _ ("It is not in the list. It is later than this pack, was changed, or never went "
               "through the register: ask the office, and compare with what it reads to you. "
               "That it was looked for is noted below."),
            FALSE);
      return;
    }
  title = title_of (release);
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, release->line);
  /* Translators: number of a line of the register, then "Persons assisted · 2025". */
  sentence = g_strdup_printf (_ ("It is number %s of the list: %s."), number, title);
  tell (self->found, sentence, TRUE);
  note (self, number, TRUE);
}

static const AmpJob find_job = {.review = hash_run, .done = find_done, .data_free = hash_free};

void
amp_review_report_look_for (GtkWidget *widget, const char *path)
{
  run (g_object_get_data (G_OBJECT (widget), REPORT), &find_job, path);
}

static void
on_find_chosen (gpointer owner, const char *path)
{
  if (path != NULL)
    amp_review_report_look_for (owner, path);
}

static void
on_find (Report *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("File of the report")};

  amp_alert_show (self->found, NULL);
  gtk_widget_set_visible (self->offer, FALSE);
  amp_choose_file (self->part, &choose, on_find_chosen);
}

static void
add_list (Report *self, GtkBox *box)
{
  gsize n;
  const AmpReviewRelease *all =
    amp_review_pack_releases (amp_review_desk_get_pack (self->desk), &n);
  GtkWidget *group = amp_part_group_new (
    box, _ ("What was handed over"),
    _ ("By the time of this pack, as the register of the office tells it: no figures, and not to "
       "whom. The newest first."));

  if (n == 0)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               amp_part_row_new (_ ("Nothing was handed over"), NULL));
  for (gsize i = 0; i < MIN (n, MOST_ROWS); i++)
    {
      g_autofree char *title = title_of (&all[n - 1 - i]);
      g_autofree char *detail = detail_of (&all[n - 1 - i]);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), amp_part_row_new (title, detail));
    }
  if (n > MOST_ROWS)
    {
      const guint more = (guint) (n - MOST_ROWS);
      g_autofree char *text = g_strdup_printf (ngettext ("And %u more", "And %u more", more), more);

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), amp_part_row_new (text, NULL));
    }
}

/* --- Putting together --- */

static GtkWidget *
add_button (GtkBox *box, const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_box_append (box, button);
  return button;
}

static GtkLabel *
add_result (GtkBox *box)
{
  GtkWidget *result = amp_part_label_new ("", NULL);

  g_object_set (result, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "visible", FALSE, NULL);
  gtk_box_append (box, result);
  return GTK_LABEL (result);
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

GtkWidget *
amp_review_report_new (AmpReviewDesk *desk)
{
  Report *self = g_new0 (Report, 1);
  GtkBox *box;
  GtkWidget *group;

  self->desk = desk;
  self->rows = g_ptr_array_new ();
  self->part = amp_part_new (&box);
  add_list (self, box);
  self->find = add_button (box, _ ("Look for a file in _the list…"));
  self->found = add_result (box);
  self->offer = add_button (box, _ ("Recor_d a finding of it"));
  gtk_widget_set_visible (self->offer, FALSE);
  group = amp_part_group_new (
    box, _ ("A report that is not in the list"),
    _ ("Ask the office for the number and hash that its ledger tells of it now, and compare them "
       "with the file that you hold. What differs by one letter has another hash."));
  self->release = add_entry (group, _ ("_Number of the report"), _ ("Number of the report"));
  self->hash = add_entry (group, _ ("_Hash in the ledger"), _ ("Hash in the ledger"));
  self->choose = add_button (box, _ ("_Compare with a file…"));
  self->result = add_result (box);
  self->past =
    ADW_PREFERENCES_GROUP (amp_part_group_new (box, _ ("Compared in this review"), NULL));
  g_object_set_data_full (G_OBJECT (self->part), REPORT, self, report_free);
  g_signal_connect_swapped (self->find, "clicked", G_CALLBACK (on_find), self);
  g_signal_connect_swapped (self->offer, "clicked", G_CALLBACK (on_offer), self);
  g_signal_connect_swapped (self->choose, "clicked", G_CALLBACK (on_choose), self);
  show_past (self);
  return self->part;
}
