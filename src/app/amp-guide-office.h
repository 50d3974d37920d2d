/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done with the office's own part of the guide: added, opened, corrected, deleted, printed.
 * guide: the window over which it asks; the shelf is read anew after each change. */
#pragma once

#include "app/amp-guide-shelf.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

void amp_guide_office_new_sheet (GtkWidget *guide, AmpGuideShelf *shelf);
/* Asks for its file first. */
void amp_guide_office_new_document (GtkWidget *guide, AmpGuideShelf *shelf);
void amp_guide_office_correct (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet);
void amp_guide_office_delete (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet);
/* A document, in the viewer. */
void amp_guide_office_open (GtkWidget *guide, AmpGuideShelf *shelf, const AmpGuideSheet *sheet);
/* A sheet as PDF; the log tells of it. */
void amp_guide_office_print (GtkWidget *guide,
                             AmpGuideShelf *shelf,
                             const AmpGuideSheet *sheet,
                             const char *path);

/* A sentence in the window that lies below the guide. */
void amp_guide_office_tell (GtkWidget *guide, const char *sentence);

G_END_DECLS
