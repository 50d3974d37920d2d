/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the counts: what is behind a dimension, and the cells while they are being counted. */
#pragma once

#include "domain/counts.h"
#include "model/codelist.h"
#include "model/date.h"

G_BEGIN_DECLS

/* --- Dimensions --- */

typedef enum
{
  AMP_SCOPE_OFFICE,      /* the region of assistance, whatever the unit calls it */
  AMP_SCOPE_DATE,        /* from the date of the unit */
  AMP_SCOPE_PERSON,      /* a field of the person */
  AMP_SCOPE_AGE,         /* from her birth and the first date of the unit */
  AMP_SCOPE_CASE,        /* a field of the case */
  AMP_SCOPE_SITUATION,   /* a field of each situation of the case */
  AMP_SCOPE_UNIT,        /* a field of the record that is counted */
  AMP_SCOPE_INSTITUTION, /* where the service was given or the referral went */
  AMP_SCOPE_PROGRAMME,   /* a field of the programme's record that is counted */
  AMP_SCOPE_HEADS,       /* from which of a record's numbers of people is read */
} AmpScope;

typedef enum
{
  AMP_READ_CODE, /* as it stands; several codes are several values */
  AMP_READ_REGION,
  AMP_READ_BORDER,
  AMP_READ_COUNTRY,
  AMP_READ_MACRO,
  AMP_READ_PARENT,
  AMP_READ_YEAR,
  AMP_READ_QUARTER,
  AMP_READ_MONTH,
  AMP_READ_AGE_BAND,
  AMP_READ_MINOR,
} AmpReader;

typedef struct
{
  AmpScope scope;
  AmpReader reader;
  const char *field;
  guint units; /* 1 << AmpUnit */
} AmpDimensionPlan;

const AmpDimensionPlan *amp_dimension_plan (const AmpDimension *self);
/* The value that is counted for a stored code; NULL: no data. Static or borrowed from the list. */
const char *amp_dimension_read (const AmpDimension *self, const char *stored, gboolean lima_apart);
/* Band of an age, NULL if there is none. */
const char *amp_age_band_of (int age);

/* --- Cells --- */

#define AMP_CELL_ALL G_MAXUINT16 /* "*" */

typedef struct
{
  guint16 key[AMP_COUNTS_MAX_DIMENSIONS];
  guint64 last_unit; /* the unit that was counted here last: each counts once */
  guint64 count;
} AmpCell;

typedef struct _AmpCells AmpCells;

AmpCells *amp_cells_new (void);
void amp_cells_free (AmpCells *self);
/* Counts the unit (from 1) in the cell, once, as so many (not 0). FALSE where there are too many
 * cells. */
gboolean amp_cells_add (AmpCells *self, const guint16 *key, guint64 unit, guint64 weight);
gsize amp_cells_length (const AmpCells *self);
/* Copies them out, in no order; of AmpCell. */
GArray *amp_cells_list (const AmpCells *self);

/* The values of one dimension as small numbers; 0 is "" (no data). */
typedef struct _AmpValues AmpValues;

AmpValues *amp_values_new (const AmpDimension *dimension);
void amp_values_free (AmpValues *self);
guint16 amp_values_id (AmpValues *self, const char *text); /* AMP_CELL_ALL: too many */
const char *amp_values_text (const AmpValues *self, guint16 id);
/* Place of each id in the order of reading; free it. */
guint16 *amp_values_ranks (const AmpValues *self);

/* --- Table --- */

typedef struct
{
  guint64 not_victims;
  guint64 undated;
} AmpCountAside;

/* Takes the cells and the values of its dimensions. */
AmpCountTable *amp_count_table_new (const AmpCountSpec *spec,
                                    const AmpCells *cells,
                                    AmpValues *const *values,
                                    const AmpCountAside *aside);

/* A table made by somebody else, row by row in the order of reading: what is released. as_of: UTC
 * timestamp, "datos al". release: what is written for it, NULL for an internal one. */
typedef struct
{
  const char *rule;   /* "partner", "public" */
  const char *id;     /* of the release */
  const char *period; /* "2026-Q1" */
  const char *notice; /* N_() */
  gboolean has_late;  /* the line of late registrations */
  gboolean late_hidden;
  guint64 late;
} AmpCountRelease;

AmpCountTable *amp_count_table_new_empty (const AmpCountSpec *spec,
                                          const char *as_of,
                                          const AmpCountRelease *release);
void amp_count_table_add_row (AmpCountTable *self,
                              const char *const *values,
                              guint64 count,
                              gboolean hidden);
/* The same with another id of the release. */
void amp_count_table_set_release_id (AmpCountTable *self, const char *id);
const AmpCountRelease *amp_count_table_release (const AmpCountTable *self); /* NULL: internal */

/* --- Writers --- */

char *amp_count_table_period (const AmpCountSpec *spec);  /* "2026-01-01/2026-06-30", "..": open */
char *amp_count_table_filters (const AmpCountSpec *spec); /* "region=PE-TUM sex=F" or "" */
const char *amp_unit_title (AmpUnit unit);                /* N_() */
extern const char amp_count_internal_notice[];            /* N_() */

GBytes *amp_count_table_to_csv (const AmpCountTable *self, gint64 user);
GBytes *amp_count_table_to_json (const AmpCountTable *self, gint64 user);
G_END_DECLS
