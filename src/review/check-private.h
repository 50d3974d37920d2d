/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the check know of each other, and of nothing else. Private to check*.c. */
#pragma once

#include "review/check.h"

G_BEGIN_DECLS

/* --- Lines --- */

/* A piece of the payload; not terminated. */
typedef struct
{
  const char *text;
  gsize length;
} AmpCheckPiece;

typedef struct
{
  const char *at, *end;
  guint line; /* number of the line that was read last; 0 before the first */
} AmpCheckLines;

/* Sets the error "line N: what", line 0: "what". Returns FALSE. */
gboolean
amp_check_refuse (GError **error, AmpReviewCheckError code, guint line, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

/* That the whole is text of printable ASCII in lines that end in LF and are not empty. */
gboolean amp_check_text (const char *payload, gsize length, GError **error);
/* FALSE: there is none left. */
gboolean amp_check_next_line (AmpCheckLines *lines, AmpCheckPiece *line);
/* The cells of a line: up to the next comma. FALSE: there is none left. */
gboolean amp_check_next_cell (AmpCheckPiece *rest, AmpCheckPiece *cell);
gboolean amp_check_is (AmpCheckPiece piece, const char *text);
/* Decimal digits, no sign, no leading zero, at most `most`. */
gboolean amp_check_number (AmpCheckPiece piece, guint64 most, guint64 *number);
gboolean amp_check_hex (AmpCheckPiece piece, gsize digits);
/* A label of `digits` letters of base32; up to 12 of them make a number that sorts like the text.
 */
gboolean amp_check_base32 (AmpCheckPiece piece, gsize digits, guint64 *number);
gboolean amp_check_day (AmpCheckPiece piece); /* YYYY-MM-DD that exists */
/* That the next line is this one. */
gboolean amp_check_expect (AmpCheckLines *lines, const char *text, GError **error);

/* --- What may be there --- */

typedef enum
{
  AMP_CHECK_QUASI,
  AMP_CHECK_SENSITIVE,
  AMP_CHECK_PROCESS,
} AmpCheckKind;

#define AMP_CHECK_HIDDEN "*"

/* `codes` ends in NULL. Of a sensitive column, the first one is AMP_CHECK_HIDDEN. */
typedef struct
{
  const char *name;
  AmpCheckKind kind;
  const char *const *codes;
} AmpCheckColumn;

#define AMP_CHECK_MOST_COLUMNS 32
#define AMP_CHECK_MOST_CODES 128

/* Levels, the coarsest first; -1: there is none of that name. */
gint amp_check_level_rank (AmpCheckPiece name);
/* The columns of its records, in their order. Returns how many. */
guint amp_check_level_columns (gint level, AmpCheckColumn columns[AMP_CHECK_MOST_COLUMNS]);
/* Where the value of a quasi column of a finer level stands in the same column of a coarser one, or
 * -1. Columns that the coarser one lacks are not asked for. */
gint amp_check_coarser (const AmpCheckColumn *column, AmpCheckPiece value);
/* Place in a list of codes, or -1. */
gint amp_check_code_index (const char *const *codes, AmpCheckPiece code);

extern const char *const amp_check_rules[], *const amp_check_units[];
extern const char *const amp_check_gaps[], *const amp_check_roles[], *const amp_check_actions[],
                                                                       *const amp_check_objects[],
                                                                         *const amp_check_shares[],
                                                                           *const amp_check_staff[];

/* --- A pack --- */

#define AMP_CHECK_FEW G_MAXUINT64 /* withheld: some, fewer than k */

/* The columns that are counted (quasi, then sensitive) as numbers of codes, one array a column. */
typedef struct
{
  AmpCheckPiece id;
  gint level;
  guint64 k, l, share, sample, records, withheld, round;
  guint64 head_seq, chain_from;
  guint first_row_line;
  AmpCheckColumn columns[AMP_CHECK_MOST_COLUMNS]; /* all, as they stand in the header */
  guint n_columns;
  guint n_quasi, n_counted;
  const AmpCheckColumn *counted[AMP_CHECK_MOST_COLUMNS];
  guint sizes[AMP_CHECK_MOST_COLUMNS]; /* number of codes of a counted column */
  guint8 *cells[AMP_CHECK_MOST_COLUMNS];
  guint64 *codes; /* one a record, ascending */
} AmpCheckPack;

void amp_check_pack_clear (AmpCheckPack *pack);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpCheckPack, amp_check_pack_clear)

gboolean amp_check_records (AmpCheckLines *lines, AmpCheckPack *pack, GError **error);
gboolean amp_check_chain (AmpCheckLines *lines, const AmpCheckPack *pack, GError **error);
gboolean amp_check_indicators (AmpCheckLines *lines, const AmpCheckPack *pack, GError **error);

gboolean amp_check_releases (AmpCheckLines *lines, GError **error);

/* k, l and share over the classes; k over up to three columns. */
gboolean amp_check_classes (const AmpCheckPack *pack, GError **error);
gboolean amp_check_combinations (const AmpCheckPack *pack, GError **error);
gboolean amp_check_earlier (const AmpCheckPack *pack,
                            const AmpReviewEarlier *earlier,
                            gsize n_earlier,
                            GError **error);

G_END_DECLS
