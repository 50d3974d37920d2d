/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be saved, and with what else, is the rules' matter (domain/cases.h). */
#include "app/amp-section-save.h"

#include "domain/cases.h"

#include <glib/gi18n.h>

void
amp_section_save_free (gpointer data)
{
  AmpSectionSave *self = data;

  g_clear_pointer (&self->record, amp_record_free);
  g_clear_pointer (&self->case_, amp_record_free);
  g_free (self);
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
      !amp_cases_save (session, self->record, NULL, error))
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
