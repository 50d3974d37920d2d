/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text in, pieces out. Nothing is copied, nothing is forgiven. */
#include "review/check-private.h"

#include <string.h>

G_DEFINE_QUARK (amp - review - check - error - quark, amp_review_check_error)

gboolean
amp_check_refuse (GError **error, AmpReviewCheckError code, guint line, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (line == 0)
    g_set_error_literal (error, AMP_REVIEW_CHECK_ERROR, (gint) code, what);
  else
    g_set_error (error, AMP_REVIEW_CHECK_ERROR, (gint) code, "line %u: %s", line, what);
  return FALSE;
}

gboolean
amp_check_text (const char *payload, gsize length, GError **error)
{
  guint line = 1;

  if (payload == NULL || length == 0)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_TEXT, 0, "there is nothing");
  for (gsize i = 0; i < length; i++)
    {
      const char byte = payload[i];

      if (byte == '\n' && (i == 0 || payload[i - 1] == '\n'))
        return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_TEXT, line, "an empty line");
      if (byte != '\n' && (byte < ' ' || byte > '~'))
        return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_TEXT, line, "not plain text");
      line += byte == '\n';
    }
  if (payload[length - 1] != '\n')
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_TEXT, line, "the end is cut off");
  return TRUE;
}

gboolean
amp_check_next_line (AmpCheckLines *lines, AmpCheckPiece *line)
{
  const char *end;

  if (lines->at == lines->end)
    return FALSE;
  end = memchr (lines->at, '\n', (gsize) (lines->end - lines->at));
  if (end == NULL)
    return FALSE;
  *line = (AmpCheckPiece){lines->at, (gsize) (end - lines->at)};
  lines->at = end + 1;
  lines->line++;
  return TRUE;
}

gboolean
amp_check_next_cell (AmpCheckPiece *rest, AmpCheckPiece *cell)
{
  gsize length = 0;

  if (rest->text == NULL)
    return FALSE;
  while (length < rest->length && rest->text[length] != ',')
    length++;
  *cell = (AmpCheckPiece){rest->text, length};
  if (length == rest->length)
    *rest = (AmpCheckPiece){NULL, 0};
  else
    *rest = (AmpCheckPiece){rest->text + length + 1, rest->length - length - 1};
  return TRUE;
}

gboolean
amp_check_is (AmpCheckPiece piece, const char *text)
{
  return strncmp (piece.text, text, piece.length) == 0 && text[piece.length] == '\0';
}

gboolean
amp_check_number (AmpCheckPiece piece, guint64 most, guint64 *number)
{
  guint64 sum = 0;

  if (piece.length == 0 || piece.length > 19 || (piece.length > 1 && piece.text[0] == '0'))
    return FALSE;
  for (gsize i = 0; i < piece.length; i++)
    {
      if (!g_ascii_isdigit (piece.text[i]))
        return FALSE;
      sum = sum * 10 + (guint64) (piece.text[i] - '0');
    }
  *number = sum;
  return sum <= most;
}

gboolean
amp_check_hex (AmpCheckPiece piece, gsize digits)
{
  if (piece.length != digits)
    return FALSE;
  for (gsize i = 0; i < digits; i++)
    if (!g_ascii_isdigit (piece.text[i]) && (piece.text[i] < 'a' || piece.text[i] > 'f'))
      return FALSE;
  return TRUE;
}

/* Digits sort before letters, so they are the smaller ones here too. */
gboolean
amp_check_base32 (AmpCheckPiece piece, gsize digits, guint64 *number)
{
  guint64 sum = 0;

  if (piece.length != digits)
    return FALSE;
  for (gsize i = 0; i < digits; i++)
    {
      const char letter = piece.text[i];

      if (letter >= '2' && letter <= '7')
        sum = sum << 5 | (guint64) (letter - '2');
      else if (letter >= 'a' && letter <= 'z')
        sum = sum << 5 | (guint64) (letter - 'a' + 6);
      else
        return FALSE;
    }
  *number = sum;
  return TRUE;
}

static gboolean
two_digits (const char *text, guint *number)
{
  if (!g_ascii_isdigit (text[0]) || !g_ascii_isdigit (text[1]))
    return FALSE;
  *number = (guint) (text[0] - '0') * 10 + (guint) (text[1] - '0');
  return TRUE;
}

gboolean
amp_check_day (AmpCheckPiece piece)
{
  guint century, year, month, day;

  return piece.length == 10 && piece.text[4] == '-' && piece.text[7] == '-' &&
         two_digits (piece.text, &century) && two_digits (piece.text + 2, &year) &&
         two_digits (piece.text + 5, &month) && two_digits (piece.text + 8, &day) &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) (century * 100 + year));
}

gboolean
amp_check_expect (AmpCheckLines *lines, const char *text, GError **error)
{
  AmpCheckPiece line;

  if (!amp_check_next_line (lines, &line))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line,
                             "it ends before the line %.24s", text);
  if (!amp_check_is (line, text))
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_FORM, lines->line, "not the line %s",
                             text);
  return TRUE;
}
