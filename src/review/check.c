/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The check from the first line to the last: what stands where, and each rule in its turn. */
#include "review/check-private.h"

#include <string.h>

#define N_(text) text

#define MOST_BYTES (64 * 1024 * 1024)
#define MOST_RECORDS 1000000
#define DEFAULT_K 11
#define DEFAULT_SAMPLE 20
#define DEFAULT_RECORDS 500

/* --- [pack] --- */

/* The value of the line `key=…`, which has to be the next one. */
static gboolean
take (AmpCheckLines *lines, const char *key, AmpCheckPiece *value, GError **error)
{
  AmpCheckPiece line;
  gsize length = 0;

  if (!amp_check_next_line (lines, &line))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line, "no line %s", key);
  while (length < line.length && line.text[length] != '=')
    length++;
  if (length == line.length || !amp_check_is ((AmpCheckPiece){line.text, length}, key))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line, "not the line %s",
                             key);
  *value = (AmpCheckPiece){line.text + length + 1, line.length - length - 1};
  return TRUE;
}

static gboolean
wrong_figure (AmpCheckLines *lines, const char *key, GError **error)
{
  return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FIGURE, lines->line,
                           "%s is not what it may be", key);
}

static gboolean
take_number (AmpCheckLines *lines,
             const char *key,
             guint64 least,
             guint64 most,
             guint64 *number,
             GError **error)
{
  AmpCheckPiece value;

  if (!take (lines, key, &value, error))
    return FALSE;
  if (!amp_check_number (value, most, number) || *number < least)
    return wrong_figure (lines, key, error);
  return TRUE;
}

static gboolean
take_hex (AmpCheckLines *lines, const char *key, gsize digits, AmpCheckPiece *value, GError **error)
{
  if (!take (lines, key, value, error))
    return FALSE;
  return amp_check_hex (*value, digits) || wrong_figure (lines, key, error);
}

static gboolean
take_what_it_is (AmpCheckLines *lines, AmpCheckPack *pack, GError **error)
{
  AmpCheckPiece value;

  if (!amp_check_expect (lines, "amparo-review 2", error) ||
      !amp_check_expect (lines, "[pack]", error) || !take_hex (lines, "id", 16, &pack->id, error))
    return FALSE;
  if (!take (lines, "made", &value, error))
    return FALSE;
  if (!amp_check_day (value))
    return wrong_figure (lines, "made", error);
  if (!take (lines, "level", &value, error))
    return FALSE;
  pack->level = amp_check_level_rank (value);
  return pack->level >= 0 || wrong_figure (lines, "level", error);
}

/* The floors stand here once more: no order of anybody goes below. */
static gboolean
take_limits (AmpCheckLines *lines, AmpCheckPack *pack, gboolean *lowered, GError **error)
{
  AmpCheckPiece value;

  if (!take_number (lines, "k", 5, 1000, &pack->k, error) ||
      !take_number (lines, "l", 3, 10, &pack->l, error) ||
      !take_number (lines, "share", 50, 80, &pack->share, error) ||
      !take_number (lines, "sample", 1, 100, &pack->sample, error) ||
      !take (lines, "lowered", &value, error))
    return FALSE;
  *lowered = amp_check_is (value, "yes");
  return *lowered || amp_check_is (value, "no") || wrong_figure (lines, "lowered", error);
}

static gboolean
take_withheld (AmpCheckLines *lines, AmpCheckPack *pack, GError **error)
{
  AmpCheckPiece value;

  if (!take (lines, "withheld", &value, error))
    return FALSE;
  if (amp_check_is (value, AMP_CHECK_HIDDEN))
    pack->withheld = AMP_CHECK_FEW;
  else if (!amp_check_number (value, G_MAXINT64, &pack->withheld))
    return wrong_figure (lines, "withheld", error);
  else if (pack->withheld > 0 && pack->withheld < pack->k)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_WITHHELD, lines->line,
                             "withheld is a number under k");
  return TRUE;
}

static gboolean
take_anchor (AmpCheckLines *lines, AmpCheckPack *pack, GError **error)
{
  AmpCheckPiece value;

  if (!take_number (lines, "head_seq", 1, G_MAXINT64, &pack->head_seq, error) ||
      !take_hex (lines, "head_hash", 64, &value, error) || !take (lines, "previous", &value, error))
    return FALSE;
  if (!amp_check_is (value, "-") &&
      (!amp_check_hex (value, 16) || memcmp (value.text, pack->id.text, 16) == 0))
    return wrong_figure (lines, "previous", error);
  return take_number (lines, "chain_from", 1, pack->head_seq + 1, &pack->chain_from, error) &&
         take_number (lines, "round", 1, 1000000, &pack->round, error);
}

static gboolean
take_pack (AmpCheckLines *lines, AmpCheckPack *pack, GError **error)
{
  gboolean lowered = FALSE;
  guint64 drawn;

  if (!take_what_it_is (lines, pack, error) || !take_limits (lines, pack, &lowered, error) ||
      !take_number (lines, "records", 0, MOST_RECORDS, &pack->records, error) ||
      !take_withheld (lines, pack, error) || !take_anchor (lines, pack, error))
    return FALSE;
  drawn = pack->records + (pack->withheld == AMP_CHECK_FEW ? 1 : pack->withheld);
  if (!lowered && (pack->k < DEFAULT_K || pack->sample > DEFAULT_SAMPLE || drawn > DEFAULT_RECORDS))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FIGURE, 0,
                             "it shows more than one person may order");
  return TRUE;
}

/* --- The whole --- */

static gboolean
take_end (AmpCheckLines *lines, GError **error)
{
  const guint before = lines->line;
  guint64 number;

  if (!amp_check_expect (lines, "[end]", error) ||
      !take_number (lines, "lines", 0, G_MAXUINT32, &number, error))
    return FALSE;
  if (number != before)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_NUMBER, lines->line,
                             "another number of lines than are announced");
  if (lines->at != lines->end)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line + 1,
                             "something follows the end");
  return TRUE;
}

gboolean
amp_review_check (const void *payload,
                  gsize length,
                  const AmpReviewEarlier *earlier,
                  gsize n_earlier,
                  GError **error)
{
  AmpCheckLines lines = {payload, (const char *) payload + length, 0};
  g_auto (AmpCheckPack) pack = {0};

  if (length > MOST_BYTES)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_TEXT, 0, "it is too long");
  return amp_check_text (payload, length, error) && take_pack (&lines, &pack, error) &&
         amp_check_records (&lines, &pack, error) && amp_check_chain (&lines, &pack, error) &&
         amp_check_indicators (&lines, &pack, error) && amp_check_releases (&lines, error) &&
         take_end (&lines, error) && amp_check_classes (&pack, error) &&
         amp_check_combinations (&pack, error) &&
         amp_check_earlier (&pack, earlier, n_earlier, error);
}

/* --- For people --- */

static const char *const sentences[] = {
  [AMP_REVIEW_CHECK_ERROR_TEXT] =
    N_ ("The review pack is cut off, or holds something that is not plain text."),
  [AMP_REVIEW_CHECK_ERROR_FORM] = N_ (
    "The review pack is not built as it has to be: a part is missing, too much, or in the wrong "
    "place."),
  [AMP_REVIEW_CHECK_ERROR_FIGURE] =
    N_ ("The review pack has a setting that nobody may choose, or that takes two people."),
  [AMP_REVIEW_CHECK_ERROR_VALUE] =
    N_ ("The review pack holds something that may not be in one. It was not handed over."),
  [AMP_REVIEW_CHECK_ERROR_CODE] =
    N_ ("The review pack has a code of a record that is malformed, or not in order."),
  [AMP_REVIEW_CHECK_ERROR_NUMBER] =
    N_ ("The review pack has more or fewer lines or records than it announces."),
  [AMP_REVIEW_CHECK_ERROR_WITHHELD] =
    N_ ("The review pack tells a number of cases left out that is too small to be told."),
  [AMP_REVIEW_CHECK_ERROR_SMALL] =
    N_ ("The review pack has too few people who are alike: somebody could be recognised."),
  [AMP_REVIEW_CHECK_ERROR_UNIFORM] =
    N_ ("The review pack has people alike with too few different values among them: it would "
        "tell something about each of them."),
  [AMP_REVIEW_CHECK_ERROR_SHARE] =
    N_ ("The review pack has people alike who nearly all have the same value: it would tell "
        "something about each of them."),
  [AMP_REVIEW_CHECK_ERROR_COMBINATION] =
    N_ ("The review pack has a combination of values that too few people share."),
  [AMP_REVIEW_CHECK_ERROR_CHAIN] =
    N_ ("The events of the log in the review pack are not in order, or do not end where they have "
        "to."),
  [AMP_REVIEW_CHECK_ERROR_INDICATOR] =
    N_ ("The review pack has an indicator that is too exact, missing, or in the wrong place."),
  [AMP_REVIEW_CHECK_ERROR_RELEASE] =
    N_ ("The list of what was handed over, in the review pack, is not in order, or holds something "
        "that may not be in it."),
  [AMP_REVIEW_CHECK_ERROR_EARLIER] =
    N_ ("The review pack, together with one that was made before, would tell too much."),
};

const char *
amp_review_check_sentence (const GError *error, guint *line)
{
  const char *at;
  guint64 number = 0;

  if (line != NULL)
    *line = 0;
  if (error == NULL || error->domain != AMP_REVIEW_CHECK_ERROR || error->code < 0 ||
      (gsize) error->code >= G_N_ELEMENTS (sentences))
    return NULL;
  if (line != NULL && g_str_has_prefix (error->message, "line "))
    {
      for (at = error->message + 5; g_ascii_isdigit (*at); at++)
        number = number * 10 + (guint64) (*at - '0');
      *line = (guint) number;
    }
  return sentences[error->code];
}
