/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office that assists people and hands counts over, for the tests of releases. */
#pragma once

#include "domain/release.h"
#include "team.h"

G_BEGIN_DECLS

typedef struct
{
  Office office;
  guint n_people;
} Desk;

/* An office that handed over a whole year before 2024, so that months of 2024 may leave. */
void desk_open (Desk *self);
/* One that never did. */
void desk_open_new (Desk *self);
/* As if so many people a month, all in one region, had been counted and handed over. */
void desk_freeze_year (Desk *self, AmpUnit unit, guint year, guint people);
void desk_close (Desk *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_close)

/* One more service of a person with a case of her own, or of one who is there. */
void desk_serve (Desk *self, gint64 case_id, gint64 person, const char *region, const char *on);
/* So many people, each with a case and a service. */
void desk_assist (Desk *self, guint n, const char *sex, const char *region, const char *on);
/* "region,sex" of persons in a period. */
AmpReleaseRequest desk_request (const char *by, const char *from, const char *to);
/* Asserts that it can be planned. */
AmpReleasePlan *desk_plan (Desk *self, const AmpReleaseRequest *request);

G_END_DECLS
