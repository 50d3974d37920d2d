/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a workbook says about itself before its first row; private to xlsx*.c. */
#pragma once

#include "domain/xlsx-part.h"
#include "domain/xlsx.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *part; /* path inside the archive */
  gboolean hidden;
} AmpXlsxSheet;

struct _AmpXlsx
{
  GBytes *bytes;
  AmpXlsxArchive *archive;
  GArray *sheets;      /* AmpXlsxSheet */
  GPtrArray *strings;  /* shared strings */
  GArray *date_styles; /* gboolean: whether cell format n shows a date */
  gboolean from_1904;
};

/* Text of the elements "t" up to the end of the element the part stands on (si, is), without
 * phonetic runs. NULL on error. */
char *amp_xlsx_read_text (AmpXlsxPart *part, GError **error);

G_END_DECLS
