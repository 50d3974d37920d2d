/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * [chain], [indicators] and [releases]: what the office did, without a word of for whom. */
#include "review/check-private.h"

#include <string.h>

#define MOST_EVENTS 200000
#define MOST_RELEASES 100000
#define LABEL_LETTERS 6

static gboolean
wrong_value (const AmpCheckLines *lines, const char *column, GError **error)
{
  return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_VALUE, lines->line,
                           "what may not be in the column %s", column);
}

/* Exactly n cells. */
static gboolean
take_cells (AmpCheckLines *lines, AmpCheckPiece *cells, guint n, GError **error)
{
  AmpCheckPiece rest, more;

  if (!amp_check_next_line (lines, &rest) || rest.text[0] == '[')
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, lines->line, "too few lines");
  for (guint i = 0; i < n; i++)
    if (!amp_check_next_cell (&rest, &cells[i]))
      return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line, "too few cells");
  if (amp_check_next_cell (&rest, &more))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line, "too many cells");
  return TRUE;
}

/* --- [chain] --- */

enum
{
  SEQ,
  GAP,
  ACTOR,
  ROLE,
  ACTION,
  OBJECT,
  N_EVENT_CELLS
};

static gboolean
check_event (AmpCheckLines *lines, guint64 seq, gboolean first, GError **error)
{
  AmpCheckPiece cells[N_EVENT_CELLS];
  guint64 number;
  gint gap;

  if (!take_cells (lines, cells, N_EVENT_CELLS, error))
    return FALSE;
  if (!amp_check_number (cells[SEQ], G_MAXINT64, &number) || number != seq)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_CHAIN, lines->line,
                             "not the number behind the one before");
  gap = amp_check_code_index (amp_check_gaps, cells[GAP]);
  if (gap < 0)
    return wrong_value (lines, "gap", error);
  if (first != (gap == 0)) /* "-" */
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_CHAIN, lines->line,
                             "a gap before the first event, or none before another");
  if (!amp_check_base32 (cells[ACTOR], LABEL_LETTERS, &number))
    return wrong_value (lines, "actor", error);
  if (amp_check_code_index (amp_check_roles, cells[ROLE]) < 0)
    return wrong_value (lines, "role", error);
  if (amp_check_code_index (amp_check_actions, cells[ACTION]) < 0)
    return wrong_value (lines, "action", error);
  return amp_check_code_index (amp_check_objects, cells[OBJECT]) >= 0 ||
         wrong_value (lines, "object", error);
}

gboolean
amp_check_chain (AmpCheckLines *lines, const AmpCheckPack *pack, GError **error)
{
  if (!amp_check_expect (lines, "[chain]", error) ||
      !amp_check_expect (lines, "seq,gap,actor,role,action,object", error))
    return FALSE;
  if (pack->head_seq + 1 - pack->chain_from > MOST_EVENTS)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, 0, "too many events");
  for (guint64 seq = pack->chain_from; seq <= pack->head_seq; seq++)
    if (!check_event (lines, seq, seq == pack->chain_from, error))
      return FALSE;
  return TRUE;
}

/* --- [indicators] --- */

enum
{
  NAME,
  GROUP,
  VALUE,
  OF,
  N_INDICATOR_CELLS
};

static gboolean
wrong_indicator (const AmpCheckLines *lines, const char *what, GError **error)
{
  return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_INDICATOR, lines->line, "%s", what);
}

/* The smallest step of per cents that is k people or more; 0: there is none. */
static guint64
step_of (guint64 k, guint64 of)
{
  static const guint8 steps[] = {5, 10, 25, 50};

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (of <= G_MAXUINT64 / 100 && steps[i] * of >= 100 * k)
      return steps[i];
  return 0;
}

static gboolean
check_share (AmpCheckLines *lines, const AmpCheckPack *pack, const char *name, GError **error)
{
  AmpCheckPiece cells[N_INDICATOR_CELLS];
  guint64 of = 0, step = 0, value;

  if (!take_cells (lines, cells, N_INDICATOR_CELLS, error))
    return FALSE;
  if (!amp_check_is (cells[NAME], name) || !amp_check_is (cells[GROUP], "-"))
    return wrong_indicator (lines, "another indicator than has to stand here", error);
  if (!amp_check_is (cells[OF], AMP_CHECK_HIDDEN))
    {
      /* Rounded down: what stands for k or more is at least k rounded down. */
      if (!amp_check_number (cells[OF], G_MAXINT64 / 100, &of) || of % 10 != 0 ||
          of < pack->k / 10 * 10)
        return wrong_indicator (lines, "not a rounded number of k or more", error);
      step = step_of (pack->k, of);
    }
  if (step == 0)
    return amp_check_is (cells[VALUE], AMP_CHECK_HIDDEN) ||
           wrong_indicator (lines, "a share of too few", error);
  if (!amp_check_number (cells[VALUE], 100, &value) || value % step != 0)
    return wrong_indicator (lines, "a share that is too exact", error);
  return TRUE;
}

/* What a member of the staff did, after `place` (name, then label) and no other order. */
typedef struct
{
  gint name;
  guint64 label;
} Place;

static gboolean
check_staff (AmpCheckLines *lines, Place *place, GError **error)
{
  AmpCheckPiece cells[N_INDICATOR_CELLS];
  Place here;
  guint64 value;

  if (!take_cells (lines, cells, N_INDICATOR_CELLS, error))
    return FALSE;
  here.name = amp_check_code_index (amp_check_staff, cells[NAME]);
  if (here.name < 0 || !amp_check_base32 (cells[GROUP], LABEL_LETTERS, &here.label))
    return wrong_indicator (lines, "another indicator than has to stand here", error);
  if (here.name < place->name || (here.name == place->name && here.label <= place->label))
    return wrong_indicator (lines, "not in order", error);
  *place = here;
  if (!amp_check_number (cells[VALUE], G_MAXINT64, &value) || value == 0 ||
      !amp_check_is (cells[OF], "-"))
    return wrong_indicator (lines, "not a number of events", error);
  return TRUE;
}

gboolean
amp_check_indicators (AmpCheckLines *lines, const AmpCheckPack *pack, GError **error)
{
  Place place = {-1, 0};

  if (!amp_check_expect (lines, "[indicators]", error) ||
      !amp_check_expect (lines, "name,group,value,of", error))
    return FALSE;
  for (guint i = 0; amp_check_shares[i] != NULL; i++)
    if (!check_share (lines, pack, amp_check_shares[i], error))
      return FALSE;
  while (lines->at != lines->end && *lines->at != '[')
    if (!check_staff (lines, &place, error))
      return FALSE;
  return TRUE;
}

/* --- [releases] --- */

enum
{
  LINE,
  RULE,
  UNIT,
  PERIOD,
  MADE,
  STATE,
  HASH,
  N_RELEASE_CELLS
};

static gboolean
wrong_release (const AmpCheckLines *lines, const char *column, GError **error)
{
  return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_RELEASE, lines->line,
                           "what may not be in the column %s", column);
}

/* A day put behind it makes a month a date, and a year with the first of January too. */
static gboolean
is_date_with (AmpCheckPiece piece, const char *rest)
{
  char day[16];

  if (piece.length + strlen (rest) != 10)
    return FALSE;
  memcpy (day, piece.text, piece.length);
  memcpy (day + piece.length, rest, strlen (rest));
  return amp_check_day ((AmpCheckPiece){day, 10});
}

static gboolean
is_quarter (AmpCheckPiece piece)
{
  return piece.length == 7 && is_date_with ((AmpCheckPiece){piece.text, 4}, "-01-01") &&
         piece.text[4] == '-' && piece.text[5] == 'Q' && piece.text[6] >= '1' &&
         piece.text[6] <= '4';
}

static gboolean
check_release (AmpCheckLines *lines, guint64 *before, GError **error)
{
  AmpCheckPiece cells[N_RELEASE_CELLS];
  guint64 number;

  if (!take_cells (lines, cells, N_RELEASE_CELLS, error))
    return FALSE;
  if (!amp_check_number (cells[LINE], G_MAXINT64, &number) || number <= *before)
    return wrong_release (lines, "line", error);
  *before = number;
  if (amp_check_code_index (amp_check_rules, cells[RULE]) < 0)
    return wrong_release (lines, "rule", error);
  if (amp_check_code_index (amp_check_units, cells[UNIT]) < 0)
    return wrong_release (lines, "unit", error);
  if (!is_date_with (cells[PERIOD], "-01-01") && !is_date_with (cells[PERIOD], "-01") &&
      !is_quarter (cells[PERIOD]))
    return wrong_release (lines, "period", error);
  if (!is_date_with (cells[MADE], "-01"))
    return wrong_release (lines, "made", error);
  if (!amp_check_is (cells[STATE], "prepared") && !amp_check_is (cells[STATE], "given"))
    return wrong_release (lines, "state", error);
  return amp_check_hex (cells[HASH], 64) || wrong_release (lines, "hash", error);
}

gboolean
amp_check_releases (AmpCheckLines *lines, GError **error)
{
  guint64 before = 0;

  if (!amp_check_expect (lines, "[releases]", error) ||
      !amp_check_expect (lines, "line,rule,unit,period,made,state,hash", error))
    return FALSE;
  for (guint n = 0; lines->at != lines->end && *lines->at != '['; n++)
    if (n == MOST_RELEASES)
      return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, 0, "too many releases");
    else if (!check_release (lines, &before, error))
      return FALSE;
  return TRUE;
}
