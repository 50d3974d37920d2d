/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an office's programme did, for tests that count it: records in a vault, and the same facts
 * in memory for a second count. */
#pragma once

#include "domain/counts.h"
#include "office.h"

#define PICK(array) array[g_test_rand_int_range (0, G_N_ELEMENTS (array))]

typedef struct
{
  AmpUnit unit;    /* ACTIVITIES, TRAINED (a session of one attendance), TRAININGS, COMMITMENTS */
  gboolean counts; /* carried out, and not deleted */
  const char *on;  /* as recorded; NULL */
  const char *region;  /* of the record; NULL */
  const char *held_in; /* TRAINED: region of the session */
  const char *country; /* of a commitment; NULL */
  const char *institution;
  const char *kind, *audience, *topics, *modality, *status; /* codes joined by ';'; NULL */
  guint heads[12];                                          /* as the fields of the entity go */
} ProgrammeFact;

typedef struct
{
  Office office;
  GArray *facts; /* ProgrammeFact */
  gint64 institutions[2], forum;
} Programme;

extern const char *const programme_heads[12];   /* of an activity */
extern const char *const programme_attended[3]; /* of an attendance */

void programme_open (Programme *self);
void programme_close (Programme *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Programme, programme_close)

/* Saves a record and gives its id. */
gint64 programme_save (Programme *self, AmpRecord *record);
/* name, value pairs, NULL at the end; saved. */
gint64 programme_add (Programme *self, const char *entity, ...) G_GNUC_NULL_TERMINATED;
/* So many records at random, as facts too. */
void programme_fill (Programme *self, guint n);
/* One activity carried out on a day, with so many women of 18 and over. */
void programme_activity (Programme *self, const char *region, const char *on, gint64 women);
/* One external figure of a year. */
void programme_figure (Programme *self,
                       const char *measure,
                       const char *unit,
                       const char *value,
                       const char *year,
                       const char *source);
