/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures on their way to a file: what they are, how they were counted, tables, pictures, notes. A
 * table of counts, a fixed report and a release all become this, and one writer for each format
 * writes it. Nothing here names a person, a machine or a user. */
#pragma once

#include "domain/chart.h"
#include "domain/map.h"
#include "domain/sentences.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_FIGURE_COUNT,
  AMP_FIGURE_PERCENT, /* in tenths */
  AMP_FIGURE_DAYS,    /* in tenths */
} AmpFigureKind;

typedef enum
{
  AMP_FIGURE_BLANK, /* no such figure: a share of nobody */
  AMP_FIGURE_SHOWN,
  AMP_FIGURE_HIDDEN, /* "*" */
} AmpFigureState;

typedef struct
{
  gint64 value;
  AmpFigureState state;
} AmpFigure;

typedef struct
{
  char *name;  /* for machines */
  char *label; /* for people, translated */
  AmpFigureKind kind;
} AmpFigureColumn;

typedef struct
{
  char **codes;  /* one for each key; "" no data, "*" all */
  char **labels; /* likewise, for people */
  gboolean total;
} AmpFigureRow;

/* Rows by columns. The keys are what a row is about (region; institution and outcome), the columns
 * what is known of it. */
typedef struct
{
  char *name, *title;
  GPtrArray *keys;    /* of AmpFigureColumn: name and label alone */
  GPtrArray *columns; /* of AmpFigureColumn */
  GPtrArray *rows;    /* of AmpFigureRow */
  GArray *figures;    /* of AmpFigure, [row * columns + column] */
  char *column_name;  /* the dimension that the columns are values of; NULL: measures */
  AmpChart *chart;    /* or NULL */
  AmpMap *map;        /* or NULL */
} AmpFigureTable;

typedef struct
{
  char *name;         /* for machines */
  char *value;        /* for machines; NULL: not for them */
  char *label, *text; /* for people; NULL: not for them */
} AmpFigureFact;

typedef struct
{
  char *office;      /* letterhead; NULL: none */
  char *name;        /* for machines: "assisted-by-region" */
  char *title;       /* translated, as everything below */
  char *definition;  /* who counts and when */
  char *statement;   /* the answer in a sentence; NULL */
  char *notice;      /* what may be done with it: stands on every page; NULL */
  char *as_of;       /* UTC timestamp */
  GPtrArray *facts;  /* of AmpFigureFact */
  GPtrArray *tables; /* of AmpFigureTable */
  GPtrArray *notes;  /* of char *, translated */
  const char *language;
  AmpTranslate translate;
} AmpFigures;

/* translate NULL: English. */
AmpFigures *amp_figures_new (const char *name, AmpTranslate translate, const char *language);
void amp_figures_free (AmpFigures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFigures, amp_figures_free)

/* All texts are copied. */
void amp_figures_add_fact (
  AmpFigures *self, const char *name, const char *value, const char *label, const char *text);
/* Nothing where it stands there already. */
void amp_figures_add_note (AmpFigures *self, const char *note);
AmpFigureTable *amp_figures_add_table (AmpFigures *self, const char *name, const char *title);
void amp_figure_table_add_key (AmpFigureTable *self, const char *name, const char *label);
void amp_figure_table_add_column (AmpFigureTable *self,
                                  const char *name,
                                  const char *label,
                                  AmpFigureKind kind);
/* One code and label for each key; the figures of the row are blank. All columns must be there. */
guint amp_figure_table_add_row (AmpFigureTable *self,
                                const char *const *codes,
                                const char *const *labels,
                                gboolean total);
void amp_figure_table_set (AmpFigureTable *self, guint row, guint column, gint64 value);
void amp_figure_table_hide (AmpFigureTable *self, guint row, guint column);
const AmpFigure *amp_figure_table_get (const AmpFigureTable *self, guint row, guint column);
/* As people read it: "12 345", "12,3 %", "4,5", "*", "" for blank. Free it. */
char *amp_figure_text (const AmpFigure *figure, AmpFigureKind kind, const char *language);
/* part of all in tenths of a percent, rounded half up; blank of nobody. */
void amp_figure_table_set_share (
  AmpFigureTable *self, guint row, guint column, guint64 part, guint64 all);

/* --- Files: the same figures give the same bytes --- */

/* Tidy: table,KEY…,column,value,status; codes, never translated. Facts as "# " lines above. */
GBytes *amp_figures_to_csv (const AmpFigures *self);
GBytes *amp_figures_to_json (const AmpFigures *self);
/* One sheet a table and one of notes; numbers are numbers, the header is frozen. */
GBytes *amp_figures_to_xlsx (const AmpFigures *self, GError **error);
/* A4; wide tables go on in further blocks of columns. */
GBytes *amp_figures_to_pdf (const AmpFigures *self, GError **error);
/* For the clipboard: the tables alone, labels, tabs. */
char *amp_figures_to_tsv (const AmpFigures *self);

G_END_DECLS
