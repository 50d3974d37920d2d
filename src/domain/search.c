/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box, within what the user may see. */
#include "domain/search.h"

#include "domain/access.h"

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
  return g_steal_pointer (&found);
}
