/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of what is to be done: what, for which case, by when, and two buttons. By pseudonym; the
 * name is shown only where the page that was allowed to read it gives it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_TASK_ROW (amp_task_row_get_type ())
G_DECLARE_FINAL_TYPE (AmpTaskRow, amp_task_row, AMP, TASK_ROW, GtkListBoxRow)

/* Strings are copied; NULL: not there. */
typedef struct
{
  const char *icon;
  const char *icon_class; /* "error", "warning" */
  const char *number;     /* of the case */
  const char *what;
  const char *detail, *detail_icon;
  const char *when, *when_class;
  const char *done;    /* tooltip of the button that does it; NULL: no button */
  const char *put_off; /* of the other one */
  const char *put_off_icon;
} AmpTaskRowText;

/* key: tells the row again after the list was read anew. payload: borrowed, for whoever made it. */
GtkWidget *
amp_task_row_new (const AmpTaskRowText *text, const char *key, guint group, gconstpointer payload);

const char *amp_task_row_get_key (AmpTaskRow *self);
guint amp_task_row_get_group (AmpTaskRow *self);
gconstpointer amp_task_row_get_payload (AmpTaskRow *self);
void amp_task_row_set_case (AmpTaskRow *self, gint64 id);
gint64 amp_task_row_get_case (AmpTaskRow *self);

/* NULL: veils it. */
void amp_task_row_set_name (AmpTaskRow *self, const char *name);
const char *amp_task_row_get_name (AmpTaskRow *self);
/* All of it as one sentence, as a screen reader says it. */
const char *amp_task_row_get_sentence (AmpTaskRow *self);

/* Signals "done" and "put-off": a button was pressed. */

G_END_DECLS
