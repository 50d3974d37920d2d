/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet of the guide as it is read. Private to the folder and its tests. */
#pragma once

#include "model/guide.h"

G_BEGIN_DECLS

typedef struct
{
  AmpGuideBlockKind kind;
  guint number;
  char *en, *es;
} AmpGuideBlock;

struct _AmpGuideSheet
{
  char *id;
  AmpGuideKind kind;
  gint64 order; /* within its kind; 50 where none is said */
  char *title_en, *title_es;
  char *source_en, *source_es;
  char *checked, *since, *until, *country, *replaced_by; /* NULL */
  char **fields;                                         /* "entity.field" */
  GPtrArray *blocks;                                     /* of AmpGuideBlock */
  char *folded; /* a blank, then all its words of both languages, folded */

  /* Of the office. */
  gint64 record;
  gboolean for_groups;
  const char *document_kind; /* code, static; NULL */
};

/* <sheet id kind source-en source-es …><title en es/><p/>, <item/>, <step/>, <head/> …</sheet> */
AmpGuideSheet *amp_guide_parse (GBytes *xml, GError **error);
/* For whoever makes one. Takes the texts. */
AmpGuideSheet *amp_guide_sheet_begin (void);
void amp_guide_sheet_add (AmpGuideSheet *self, AmpGuideBlockKind kind, char *en, char *es);
void amp_guide_sheet_end (AmpGuideSheet *self);

G_END_DECLS
