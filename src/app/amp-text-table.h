/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of texts that is read and not changed: its columns have titles and may be resized. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_TEXT_TABLE (amp_text_table_get_type ())
G_DECLARE_FINAL_TYPE (AmpTextTable, amp_text_table, AMP, TEXT_TABLE, AdwBin)

typedef struct
{
  const char *title; /* N_() */
  int width;         /* 0: takes what is left */
  gboolean number;   /* stands at the right */
} AmpTextColumn;

/* name: accessible name, translated. The columns are static. */
GtkWidget *amp_text_table_new (const char *name, const AmpTextColumn *columns, gsize n_columns);

void amp_text_table_clear (AmpTextTable *self);
/* A text for each column, NULL at the end. */
void amp_text_table_add (AmpTextTable *self, const char *const *texts);
guint amp_text_table_get_length (AmpTextTable *self);
/* Of a cell; for tests. */
const char *amp_text_table_get_text (AmpTextTable *self, guint row, guint column);

G_END_DECLS
