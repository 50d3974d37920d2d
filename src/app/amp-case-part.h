/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the case page: one row of a table each, in the order of the navigation. */
#pragma once

#include "app/amp-section.h"

G_BEGIN_DECLS

/* What a part is made of, from top to bottom: a section, or a widget of its own. */
typedef struct
{
  const char *section; /* name of an AmpSectionKind; NULL: made by make */
  /* The widget may follow the context's signals, and ask by the actions of the case page. Where it
   * is an AmpEditor it is asked for what is not saved. */
  GtkWidget *(*make) (AmpSectionContext *context);
} AmpCasePartItem;

typedef struct
{
  const char *name;
  const char *group; /* N_(): heading above it in the navigation; NULL: of the group before */
  const char *title; /* N_() */
  const char *icon;
  AmpCasePartItem items[7];
} AmpCasePart;

const AmpCasePart *amp_case_parts (gsize *n);
/* The part that has this section; NULL. */
const AmpCasePart *amp_case_part_of (const char *section);
const AmpCasePart *amp_case_part_find (const char *name);
/* How many records its lists hold: what the navigation shows beside the title. */
guint amp_case_part_count (const AmpCasePart *self, const AmpCaseFile *file);

G_END_DECLS
