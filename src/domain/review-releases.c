/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was handed over, for an auditor to reconcile with what she finds outside (REVIEW.md 6). */
#include "domain/release.h"
#include "domain/review-private.h"

#include <string.h>

static const char *
code_of (const char *const *codes, const char *text)
{
  for (gsize i = 0; codes[i] != NULL; i++)
    if (g_strcmp0 (codes[i], text) == 0)
      return codes[i];
  return NULL;
}

/* Tables for the office's own eyes are exact: the hash of one would tell whoever tries out small
 * numbers when she has found them. Lines without a file are no file. */
static gboolean
take (const AmpRelease *line, AmpReviewRelease *release)
{
  *release = (AmpReviewRelease){
    .line = (guint64) line->id,
    .rule = code_of (amp_review_release_rules, line->rule),
    .unit = code_of (amp_review_release_units, line->unit),
    .state = code_of (amp_review_release_states, line->given ? "given" : "prepared"),
  };
  if (release->rule == NULL || release->unit == NULL || line->file_hash == NULL ||
      line->period == NULL || line->at == NULL)
    return FALSE;
  g_strlcpy (release->period, line->period, sizeof release->period);
  /* No day: the events of the log have none, and one would date those around it. */
  g_strlcpy (release->made, line->at, sizeof release->made);
  g_strlcpy (release->hash, line->file_hash, sizeof release->hash);
  return TRUE;
}

gboolean
amp_review_releases_read (AmpReviewOffice *self, AmpSession *session, GError **error)
{
  g_autoptr (GPtrArray) lines = amp_releases_list (session, error);

  self->releases = g_array_new (FALSE, FALSE, sizeof (AmpReviewRelease));
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      AmpReviewRelease release;

      if (take (lines->pdata[i], &release))
        g_array_append_val (self->releases, release);
    }
  return lines != NULL;
}
