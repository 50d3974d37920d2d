/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box, within what the user may see. */
#include "domain/search.h"

#include "domain/access.h"
#include "domain/duplicates.h"

#include <string.h>

void
amp_search_finding_free (AmpSearchFinding *self)
{
  if (self == NULL)
    return;
  amp_hit_free (self->hit);
  g_free (self);
}

void
amp_search_findings_free (AmpSearchFindings *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->findings);
  g_free (self);
}

static gboolean
tell (AmpSession *session, AmpSearchVisit *visit, GError **error)
{
  if (visit->names_told)
    return TRUE;
  visit->names_told = amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                                       amp_entity_find ("person"), 0, NULL, "search", error);
  return visit->names_told;
}

/* What the one who searches typed herself she knows: the number. */
static AmpHit *
blank (const AmpHit *hit)
{
  AmpHit *told = g_new0 (AmpHit, 1);

  told->group = hit->group;
  told->quality = hit->quality;
  told->case_id = hit->case_id;
  if (hit->group == AMP_HIT_CASE && g_strcmp0 (hit->fields, "number") == 0)
    told->number = g_strdup (hit->number);
  return told;
}

static gboolean
is_told (const AmpSearchFindings *self, const AmpHit *hit)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AmpSearchFinding *finding = self->findings->pdata[i];

      if (finding->elsewhere && finding->hit->case_id == hit->case_id)
        return TRUE;
    }
  return FALSE;
}

static gboolean
take (AmpSession *session, AmpSearchFindings *self, AmpHit **hit, GError **error)
{
  AmpAccess access = AMP_ACCESS_FULL;
  AmpSearchFinding *finding;

  if ((*hit)->owner != amp_session_get_user (session)->id &&
      !amp_access_to_case (session, (*hit)->case_id, &access, error))
    return FALSE;
  if (access != AMP_ACCESS_FULL && ((*hit)->group == AMP_HIT_TEXT || is_told (self, *hit)))
    return TRUE;
  finding = g_new0 (AmpSearchFinding, 1);
  finding->elsewhere = access != AMP_ACCESS_FULL;
  finding->hit = finding->elsewhere ? blank (*hit) : g_steal_pointer (hit);
  g_ptr_array_add (self->findings, finding);
  return TRUE;
}

/* --- What only sounds alike --- */

static guint
count_people (const AmpSearchFindings *self)
{
  guint n = 0;

  for (guint i = 0; i < self->findings->len; i++)
    n += ((const AmpSearchFinding *) self->findings->pdata[i])->hit->group == AMP_HIT_PERSON;
  return n;
}

static gboolean
has_person (const AmpSearchFindings *self, gint64 case_id)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const AmpHit *hit = ((const AmpSearchFinding *) self->findings->pdata[i])->hit;

      if (hit->case_id == case_id && hit->group == AMP_HIT_PERSON)
        return TRUE;
    }
  return FALSE;
}

/* A word that is no number has a sound. */
static gboolean
may_sound (const char *text)
{
  guint letters = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_unichar_isalpha (g_utf8_get_char (text)))
      letters++;
    else if (g_unichar_isdigit (g_utf8_get_char (text)))
      return FALSE;
  return letters >= 3;
}

static AmpSearchFinding *
sounding (AmpSession *session, const AmpDuplicate *duplicate, gboolean names, GError **error)
{
  g_autoptr (AmpRecord) case_ = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("case"), duplicate->case_id, error);
  AmpSearchFinding *finding;
  AmpHit *hit;

  if (case_ == NULL)
    return NULL;
  finding = g_new0 (AmpSearchFinding, 1);
  finding->elsewhere = !duplicate->own;
  finding->hit = hit = g_new0 (AmpHit, 1);
  hit->group = AMP_HIT_PERSON;
  hit->quality = AMP_HIT_SOUND;
  hit->case_id = duplicate->case_id;
  if (!duplicate->own)
    return finding;
  hit->entity = amp_entity_find ("person");
  hit->record = duplicate->person;
  hit->owner = amp_record_get_int (case_, "owner", 0);
  hit->number = g_strdup (amp_record_get (case_, "number"));
  hit->status = g_strdup (amp_record_get (case_, "status"));
  hit->region = g_strdup (amp_record_get (case_, "office_region"));
  hit->name = names ? g_strdup (duplicate->name) : NULL;
  return finding;
}

/* After what was found by letters, while there is room among the people. */
static gboolean
add_sounding (AmpSession *session,
              AmpSearchFindings *self,
              const char *text,
              guint per_group,
              gboolean names,
              GCancellable *cancellable,
              GError **error)
{
  guint n = count_people (self);
  guint at = n;
  g_autoptr (GPtrArray) duplicates = NULL;

  if (n >= per_group || !may_sound (text))
    return TRUE;
  duplicates = amp_duplicates_find (session, NULL, text, NULL, per_group, cancellable, error);
  for (guint i = 0; duplicates != NULL && i < duplicates->len && n < per_group; i++)
    {
      const AmpDuplicate *duplicate = duplicates->pdata[i];
      AmpSearchFinding *finding;

      if (duplicate->case_id == 0 || has_person (self, duplicate->case_id))
        continue;
      finding = sounding (session, duplicate, names, error);
      if (finding == NULL)
        return FALSE;
      g_ptr_array_insert (self->findings, (gint) at++, finding);
      n++;
    }
  return duplicates != NULL;
}

AmpSearchFindings *
amp_search (AmpSession *session,
            AmpSearchVisit *visit,
            const char *text,
            guint per_group,
            gboolean names,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (AmpHits) hits = NULL;
  g_autoptr (AmpSearchFindings) found = NULL;

  if (names && !tell (session, visit, error))
    return NULL;
  hits =
    amp_store_search (amp_session_get_store (session), text, per_group, names, cancellable, error);
  if (hits == NULL)
    return NULL;
  found = g_new0 (AmpSearchFindings, 1);
  found->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_search_finding_free);
  memcpy (found->more, hits->more, sizeof found->more);
  for (guint i = 0; i < hits->hits->len; i++)
    if (!take (session, found, (AmpHit **) &hits->hits->pdata[i], error))
      return NULL;
  return add_sounding (session, found, text, per_group, names, cancellable, error)
           ? g_steal_pointer (&found)
           : NULL;
}
