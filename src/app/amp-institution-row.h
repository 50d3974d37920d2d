/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of a list of institutions. */
#pragma once

#include "domain/directory.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* As the directory keeps it. */
GtkWidget *amp_institution_row_new (const AmpDirectoryEntry *entry);
/* As one to whom somebody is referred: why it is not offered where it is not. */
GtkWidget *amp_institution_row_new_to_choose (const AmpDirectoryEntry *entry);

/* Which institution a row is about. */
gint64 amp_institution_row_get_id (GtkListBoxRow *row);

G_END_DECLS
