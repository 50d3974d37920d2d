/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake on the worker thread. */
#include "app/amp-intake-page-jobs.h"

#include "domain/cases.h"

#define MOST_FOUND 8 /* more is no answer to "is she known here" */

void
amp_intake_free (gpointer data)
{
  AmpIntake *self = data;

  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->case_, amp_record_free);
  g_clear_pointer (&self->consent, amp_record_free);
  g_free (self);
}

static gboolean
name_records (AmpSession *session, AmpIntake *self, GError **error)
{
  return amp_cases_name_new (session, self->person, self->new_ids[0], error) &&
         amp_cases_name_new (session, self->case_, self->new_ids[1], error) &&
         amp_cases_name_new (session, self->consent, self->new_ids[2], error);
}

/* The same intake was stored before its draft could be dropped: what is typed goes on top. */
static gboolean
store_again (AmpSession *session, AmpIntake *self, GError **error)
{
  if (amp_record_get (self->consent, "case") == NULL)
    amp_record_set_int (self->consent, "case", amp_record_id (self->case_));
  return amp_cases_save (session, self->person, NULL, error) &&
         amp_cases_save (session, self->case_, NULL, error) &&
         amp_cases_save (session, self->consent, NULL, error);
}

/* Of a person who is known, what was corrected on the form is saved with the new case. */
static gboolean
store_intake (AmpSession *session, AmpIntake *self, GError **error)
{
  if (!name_records (session, self, error))
    return FALSE;
  if (amp_record_rev (self->case_) != 0)
    return store_again (session, self, error);
  return (amp_record_rev (self->person) == 0 ||
          amp_cases_save (session, self->person, NULL, error)) &&
         amp_cases_intake (session, self->person, self->case_, NULL, self->consent, error);
}

gpointer
amp_intake_run (AmpSession *session,
                gpointer data,
                AmpProgress *progress G_GNUC_UNUSED,
                GCancellable *cancellable G_GNUC_UNUSED,
                GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_store_begin (store, error))
    return NULL;
  if (store_intake (session, data, error))
    return GINT_TO_POINTER (amp_store_commit (store, error));
  amp_store_rollback (store);
  return NULL;
}

gpointer
amp_intake_search_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *progress G_GNUC_UNUSED,
                       GCancellable *cancellable,
                       GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpCaseQuery query = {.text = data, .sort = AMP_CASE_SORT_LAST_CONTACT, .descending = TRUE};
  g_autoptr (GArray) ids = amp_store_case_ids (store, &query, cancellable, error);

  if (ids == NULL)
    return NULL;
  /* The reason is a fixed word: what was searched for is never written down. */
  if (ids->len > 0 && !amp_store_audit (store, AMP_AUDIT_VIEW_IDENTITY, amp_entity_find ("person"),
                                        0, NULL, "intake-search", error))
    return NULL;
  return amp_store_case_rows (store, (const gint64 *) (gpointer) ids->data,
                              MIN (ids->len, MOST_FOUND), TRUE, error);
}

gpointer
amp_intake_person_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *progress G_GNUC_UNUSED,
                       GCancellable *cancellable G_GNUC_UNUSED,
                       GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) case_ =
    amp_store_load (store, amp_entity_find ("case"), *(gint64 *) data, error);
  gint64 person = case_ != NULL ? amp_record_get_int (case_, "person", 0) : 0;

  if (case_ == NULL || !amp_store_audit (store, AMP_AUDIT_VIEW_IDENTITY, amp_entity_find ("person"),
                                         person, NULL, NULL, error))
    return NULL;
  return amp_store_load (store, amp_entity_find ("person"), person, error);
}

gpointer
amp_intake_region_run (AmpSession *session,
                       gpointer data G_GNUC_UNUSED,
                       AmpProgress *progress G_GNUC_UNUSED,
                       GCancellable *cancellable,
                       GError **error)
{
  const char *paths[] = {"office_region", NULL};
  g_autofree char *owner =
    g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  const AmpFilter filter = {"owner", AMP_OP_EQ, owner};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("case"), paths, &filter, 1, NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, cancellable, error) : -1;

  if (more < 0)
    return NULL;
  /* One row is enough: an office rarely has two regions, and the form says which. */
  return g_strdup (more > 0 && amp_cursor_text (cursor, 0) != NULL ? amp_cursor_text (cursor, 0)
                                                                   : "");
}
