/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Above a list of the programme: what narrows it, what adds to it, and its tables in and out. */
#pragma once

#include "app/amp-form-refs.h"
#include "app/amp-programme-kind.h"

G_BEGIN_DECLS

#define AMP_TYPE_PROGRAMME_BAR (amp_programme_bar_get_type ())
G_DECLARE_FINAL_TYPE (AmpProgrammeBar, amp_programme_bar, AMP, PROGRAMME_BAR, GtkBox)

/* Its buttons activate programme.add, programme.import (s) and programme.export (s), the name of an
 * AmpList, of whoever holds it. */
GtkWidget *amp_programme_bar_new (const AmpProgrammeKind *kind, AmpFormRefs *refs);

/* What is chosen; the texts are owned, "" for all. */
typedef struct
{
  char *region, *status, *country, *institution, *text;
  guint year;
} AmpProgrammeWish;

void amp_programme_wish_clear (AmpProgrammeWish *self);
gboolean amp_programme_wish_is_narrow (const AmpProgrammeWish *self);
void amp_programme_bar_read (AmpProgrammeBar *self, AmpProgrammeWish *wish);

/* Of guint; the one that is chosen stays. */
void amp_programme_bar_set_years (AmpProgrammeBar *self, GArray *years);
/* Where a kind adds its tools. */
GtkWidget *amp_programme_bar_get_tools (AmpProgrammeBar *self);
/* The picker of that field, "region" …; NULL: it has none. For tests. */
GtkWidget *amp_programme_bar_get_filter (AmpProgrammeBar *self, const char *field);

/* Signal "narrowed" (): something else is chosen. */

G_END_DECLS
