/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a report that was handed out is the one in the office's ledger: the hash of the file she
 * holds against the one that the office reads to her. The pack holds no list of reports. */
#include "app/amp-review-report.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"
#include "review/anchor.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpReviewDesk *desk; /* borrowed: outlives the widgets */
  GtkWidget *part, *release, *hash, *choose;
  GtkLabel *result;
  AdwPreferencesGroup *past;
  GPtrArray *rows; /* of past, borrowed */
} Report;

#define REPORT "amp-review-report"

static void
report_free (gpointer data)
{
  Report *self = data;

  g_ptr_array_unref (self->rows);
  g_free (self);
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
      const AmpReconciled *each = all->pdata[i];
      GtkWidget *row =
        amp_part_row_new (each->release, each->agrees ? _ ("It is the file of the ledger")
                                                      : _ ("It is another file"));

      adw_action_row_add_prefix (
        ADW_ACTION_ROW (row),
        amp_part_icon_new (each->agrees ? "emblem-ok-symbolic" : "dialog-warning-symbolic",
                           each->agrees ? "success" : "warning"));
      adw_preferences_group_add (self->past, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->past), all->len > 0);
}

static void
tell (Report *self, const char *sentence, gboolean is_well)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), is_well ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->result), is_well ? "success" : "error");
  amp_alert_show (self->result, sentence);
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
  tell (self,
        agrees
          ? _ ("They agree: this file is the one that the ledger tells of.")
          : _ ("They do not agree: this file is not the one that the ledger tells of. Record a "
               "finding."),
        agrees);
  amp_review_notes_log_reconciled (amp_review_desk_take_notes (self->desk), release, agrees);
  amp_review_desk_touch (self->desk);
  show_past (self);
}

static const AmpJob hash_job = {.review = hash_run, .done = hash_done, .data_free = hash_free};

static void
on_chosen (gpointer owner, const char *path)
{
  Report *self = g_object_get_data (owner, REPORT);
  Hash *hash;

  if (path == NULL)
    return;
  hash = g_new0 (Hash, 1);
  hash->path = g_strdup (path);
  amp_jobs_run (amp_review_desk_get_jobs (self->desk), &hash_job, hash, owner, NULL);
}

static void
on_choose (Report *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("File of the report")};

  if (*gtk_editable_get_text (GTK_EDITABLE (self->release)) == '\0' ||
      amp_anchor_compare (1, "", "1", gtk_editable_get_text (GTK_EDITABLE (self->hash))) ==
        AMP_ANCHOR_INVALID)
    {
      tell (self,
            _ ("Type the number of the report and the 64 digits of its hash first, as the "
               "office reads them from its ledger: amparo-cli releases list."),
            FALSE);
      gtk_widget_grab_focus (self->release);
      return;
    }
  amp_alert_show (self->result, NULL);
  amp_choose_file (self->part, &choose, on_chosen);
}

/* --- Putting together --- */

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
  group = amp_part_group_new (
    box, _ ("Is a report the one that was handed out?"),
    _ ("Take the file of a report that you hold, and ask the office for the number and hash that "
       "its ledger tells of it. What differs by one letter has another hash."));
  self->release = add_entry (group, _ ("_Number of the report"), _ ("Number of the report"));
  self->hash = add_entry (group, _ ("_Hash in the ledger"), _ ("Hash in the ledger"));
  self->choose = gtk_button_new_with_mnemonic (_ ("_Compare with a file…"));
  gtk_widget_set_halign (self->choose, GTK_ALIGN_END);
  gtk_box_append (box, self->choose);
  self->result = GTK_LABEL (amp_part_label_new ("", NULL));
  g_object_set (self->result, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "visible", FALSE, NULL);
  gtk_box_append (box, GTK_WIDGET (self->result));
  self->past =
    ADW_PREFERENCES_GROUP (amp_part_group_new (box, _ ("Compared in this review"), NULL));
  g_object_set_data_full (G_OBJECT (self->part), REPORT, self, report_free);
  g_signal_connect_swapped (self->choose, "clicked", G_CALLBACK (on_choose), self);
  show_past (self);
  return self->part;
}
