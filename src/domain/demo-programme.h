/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two halves of the demo's programme share. Private to demo-programme*.c. */
#pragma once

#include "domain/demo-private.h"

#include "domain/list-private.h"

G_BEGIN_DECLS

typedef struct
{
  AmpDemo *demo;
  AmpListRefs *institutions;
  GError *error; /* the first one; nothing is written after it */
} AmpDemoProgramme;

AmpRecord *amp_demo_programme_new (AmpDemoProgramme *self, const char *entity);
/* Gives it its code and writes it; frees it. The id of it, whatever happened. */
gint64 amp_demo_programme_keep (AmpDemoProgramme *self, AmpRecord *record);
/* By code; leaves the field empty where there is none. */
void amp_demo_programme_set_institution (AmpDemoProgramme *self,
                                         AmpRecord *record,
                                         const char *field,
                                         const char *code);
/* "UPE" and "PE-TUM" give UPE-TUM. */
void amp_demo_programme_set_of_region (AmpDemoProgramme *self,
                                       AmpRecord *record,
                                       const char *prefix,
                                       const char *region);

void amp_demo_programme_plans (AmpDemoProgramme *self);
void amp_demo_programme_forum (AmpDemoProgramme *self);

G_END_DECLS
