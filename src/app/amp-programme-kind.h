/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the programme page: one row of a table each. How a record of one is entered is the
 * AmpSectionKind of the same name. */
#pragma once

#include "domain/programme.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _AmpProgrammePane AmpProgrammePane;

typedef struct
{
  const char *entity; /* list of domain/programme.h, and name of the AmpSectionKind */
  const char *label;  /* N_(): of the switcher, with mnemonic */
  const char *title;  /* N_(): name of the list */
  const char *add;    /* N_(): the button, with mnemonic; NULL: they are entered elsewhere */
  const char *search; /* N_(): accessible name of the search box */
  const char *icon;
  const char *none, *none_text;   /* N_(): beside the list while nothing is chosen */
  const char *empty, *empty_text; /* N_(): while there is nothing at all; teaches */
  const char *children[4];        /* sections of what hangs on a record; AmpSectionKind names */
  const char *later;              /* N_(): in their place while the record is not saved; NULL */
  const char *refs[3];            /* lists that rows refer to, beside institutions and users */
  /* What the row says of its number, translated; NULL: nothing. Free it. */
  char *(*number) (gint64 n);
  /* Adds to the bar above the list; NULL: nothing. */
  void (*tools) (AmpProgrammePane *pane, GtkWidget *bar);
  /* Adds buttons above the record that is shown; NULL: none. */
  void (*made) (AmpProgrammePane *pane, GtkWidget *buttons);
} AmpProgrammeKind;

const AmpProgrammeKind *amp_programme_kinds (gsize *n);
const AmpProgrammeKind *amp_programme_kind_find (const char *entity); /* NULL if unknown */

G_END_DECLS
