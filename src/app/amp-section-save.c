/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A referral is the one record whose save may also be a move; both happen or neither. */
#include "app/amp-section-save.h"

#include "domain/cases.h"

#include <glib/gi18n.h>

void
amp_section_save_free (gpointer data)
{
  AmpSectionSave *self = data;

  g_clear_pointer (&self->record, amp_record_free);
  g_clear_pointer (&self->event, amp_record_free);
  g_clear_pointer (&self->case_, amp_record_free);
  g_free (self);
}

static gboolean
save_and_move (
  AmpSession *session, AmpRecord *record, const AmpRecord *event, const char *to, GError **error)
{
  return amp_cases_save (session, record, NULL, error) &&
         amp_referral_move (session, record, to, amp_record_get (event, "reason_code"),
                            amp_record_get (event, "note"), amp_record_get (event, "on"), error);
}

static gboolean
save_referral (AmpSession *session, AmpRecord *record, const AmpRecord *event, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *to = g_strdup (amp_record_get (record, "state"));
  gint64 id = amp_record_id (record), rev = amp_record_rev (record);
  g_autoptr (AmpRecord) stored = NULL;

  if (rev == 0)
    return amp_cases_save (session, record, NULL, error);
  stored = amp_store_load (store, amp_record_entity (record), id, error);
  if (stored == NULL)
    return FALSE;
  if (g_strcmp0 (to, amp_record_get (stored, "state")) == 0)
    return amp_cases_save (session, record, NULL, error);
  if (!amp_record_set (record, "state", amp_record_get (stored, "state"), error) ||
      !amp_store_begin (store, error))
    return FALSE;
  if (save_and_move (session, record, event, to, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);
  amp_record_set_identity (record, id, rev);
  return FALSE;
}

static gboolean
save_record (AmpSession *session, AmpSectionSave *self, GError **error)
{
  const char *entity = amp_record_entity (self->record)->name;

  if (g_strcmp0 (entity, "referral") == 0)
    return save_referral (session, self->record, self->event, error);
  return amp_cases_save (session, self->record, NULL, error);
}

gpointer
amp_section_save_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress G_GNUC_UNUSED,
                      GCancellable *cancellable G_GNUC_UNUSED,
                      GError **error)
{
  AmpSectionSave *self = data;
  AmpStore *store = amp_session_get_store (session);

  if (!amp_cases_name_new (session, self->record, self->new_id, error) ||
      !save_record (session, self, error))
    return NULL;
  /* The save stands, whatever happens to the header. */
  if (self->case_id != 0 && g_strcmp0 (amp_record_entity (self->record)->name, "case") != 0)
    self->case_ = amp_store_load (store, amp_entity_find ("case"), self->case_id, NULL);
  return GINT_TO_POINTER (TRUE);
}

void
amp_section_save_tell (const AmpSectionSave *self, AmpSectionContext *context)
{
  amp_section_context_put (context, self->record);
  if (self->case_ != NULL)
    amp_section_context_put (context, self->case_);
  amp_section_context_saved (context, amp_record_entity (self->record)->name);
}

gpointer
amp_section_load_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress G_GNUC_UNUSED,
                      GCancellable *cancellable G_GNUC_UNUSED,
                      GError **error)
{
  AmpSectionSave *self = data;

  return amp_store_load (amp_session_get_store (session), amp_record_entity (self->record),
                         amp_record_id (self->record), error);
}

static const char *
sentence_of (const char *entity, const char *field, const char *message)
{
  /* What the rules say in English for developers, said again for people. */
  static const struct
  {
    const char *entity, *field;
    const char *sentence;
  } known[] = {
    {"referral", "consent_id",
     N_ ("The referral cannot go out without a consent to share with this institution. Record it "
         "under Consents and choose it here.")},
    {"referral_event", "reason_code", N_ ("This step needs its reason. Choose one.")},
    {"case", "status", N_ ("The case cannot go to this status from where it is now.")},
    {"referral", "state", N_ ("The referral cannot go to this state from where it is now.")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].entity, entity) == 0 && g_strcmp0 (known[i].field, field) == 0)
      return _ (known[i].sentence);
  return *message != '\0' ? _ (message) : _ ("This value cannot be saved. Check it.");
}

gboolean
amp_section_save_problem (const GError *error, char **entity, char **field, char **sentence)
{
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *message = NULL;

  if (!g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID))
    return FALSE;
  regex = g_regex_new ("^([a-z_]+)\\.([a-z0-9_]+): (.*)$", G_REGEX_DOTALL, 0, NULL);
  if (!g_regex_match (regex, error->message, 0, &match))
    return FALSE;
  *entity = g_match_info_fetch (match, 1);
  *field = g_match_info_fetch (match, 2);
  message = g_match_info_fetch (match, 3);
  *sentence = g_strdup (sentence_of (*entity, *field, message));
  return TRUE;
}
