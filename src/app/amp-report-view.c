/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a report tells more than the table, and is written where a person asks for it. */
#include "app/amp-report-view.h"

#include "app/amp-accessible.h"
#include "app/amp-file-chooser.h"
#include "app/amp-text-table.h"
#include "app/amp-translate.h"
#include "domain/sentences.h"
#include "domain/session.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a person would read; the saved report has all. */
#define MOST_SHOWN 2000

struct _AmpReportView
{
  AdwBin parent_instance;

  AmpTextTable *table;     /* borrowed */
  const AmpReport *report; /* borrowed */
  GtkLabel *alert;         /* borrowed */
};

G_DEFINE_FINAL_TYPE (AmpReportView, amp_report_view, ADW_TYPE_BIN)

static const char *const level_labels[] = {
  [AMP_FINDING_NOTE] = N_ ("Note"),
  [AMP_FINDING_WARNING] = N_ ("Warning"),
  [AMP_FINDING_ERROR] = N_ ("Not imported"),
};

static const AmpTextColumn columns[] = {
  {.title = N_ ("Row"), .width = 70},     {.title = N_ ("Finding"), .width = 130},
  {.title = N_ ("Column"), .width = 170}, {.title = N_ ("Value"), .width = 140},
  {.title = N_ ("What to do")},
};

static void
add_row (AmpReportView *self, const AmpFinding *finding)
{
  g_autofree char *row = finding->row > 0 ? g_strdup_printf ("%u", finding->row) : g_strdup ("");
  const char *texts[] = {row,
                         _ (level_labels[finding->level]),
                         finding->column != NULL ? finding->column : "",
                         finding->value != NULL ? finding->value : "",
                         _ (finding->sentence),
                         NULL};

  amp_text_table_add (self->table, texts);
}

void
amp_report_view_show (AmpReportView *self, const AmpReport *report)
{
  self->report = report;
  amp_text_table_clear (self->table);
  for (guint i = 0; report != NULL && i < amp_report_length (report) && i < MOST_SHOWN; i++)
    add_row (self, amp_report_nth (report, i));
}

/* --- Saving --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpReportView *self = owner;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;

  if (path == NULL || self->report == NULL)
    return;
  csv = amp_report_to_csv (self->report, amp_translate);
  if (!amp_write_file (path, csv, strlen (csv), &error))
    amp_alert_show (self->alert, _ (amp_error_sentence (error)));
}

void
amp_report_view_save (AmpReportView *self, GtkLabel *alert)
{
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE,
    .title = _ ("Save the report"),
    /* Translators: a file's name. */
    .name = _ ("import-report.csv"),
    .pattern = "*.csv",
  };

  self->alert = alert;
  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

/* --- Object --- */

static void
amp_report_view_class_init (AmpReportViewClass *klass)
{
  (void) klass;
}

static void
amp_report_view_init (AmpReportView *self)
{
  GtkWidget *table = amp_text_table_new (_ ("Findings"), columns, G_N_ELEMENTS (columns));

  self->table = AMP_TEXT_TABLE (table);
  gtk_widget_add_css_class (table, "card");
  adw_bin_set_child (ADW_BIN (self), table);
}
