/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures that a dialog writes to a file: in which format, where to, and what became of it. */
#pragma once

#include "app/amp-file-chooser.h"
#include "app/amp-jobs.h"
#include "domain/counts.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The formats, and the one that is chosen first. */
void amp_export_file_fill (AdwComboRow *row, AmpCountFormat first);
AmpCountFormat amp_export_file_format (AdwComboRow *row);

/* Asks where; offers "by-region-2026-11-24.pdf" for the words "By region". Both are translated. */
void amp_export_file_choose (
  GtkWidget *dialog, AdwComboRow *format, const char *title, const char *words, AmpChosen chosen);

/* Worker thread; the result of an AmpJob. bytes: taken; NULL: they were not made, error says why.
 */
gpointer amp_export_file_write (const char *path, GBytes *bytes, GError **error);

/* Back in the window: tells in a toast of the window below that the file is there, and closes the
 * dialog; or shows in alert why it is not, and lets save be pressed again. */
void amp_export_file_done (
  GtkWindow *dialog, GtkWidget *save, GtkLabel *alert, const char *path, const GError *error);

/* Before it is shown: refuses with that translated sentence whoever is no supervisor. */
void amp_export_file_refuse (AmpJobs *jobs, GtkWidget *save, GtkLabel *alert, const char *sentence);

G_END_DECLS
