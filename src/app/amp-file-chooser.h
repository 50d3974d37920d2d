/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing a file or folder, without a trace in the list of recently used files. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_CHOOSE_FOLDER, /* an existing one */
  AMP_CHOOSE_OPEN,
  AMP_CHOOSE_SAVE,
} AmpChooseKind;

typedef struct
{
  AmpChooseKind kind;
  const char *title;   /* translated */
  const char *name;    /* SAVE: the name offered */
  const char *pattern; /* "*.xlsx;*.xlsm" or NULL: all files */
} AmpChoose;

/* path NULL: cancelled. Not called when owner has gone. */
typedef void (*AmpChosen) (gpointer owner, const char *path);

void amp_choose_file (GtkWidget *owner, const AmpChoose *choose, AmpChosen chosen);

/* For tests, which cannot drive a native dialog: the next choices give path at once. NULL: the
 * dialog again. */
void amp_choose_file_answer (const char *path);

G_END_DECLS
