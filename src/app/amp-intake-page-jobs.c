/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake on the worker thread. */
#include "app/amp-intake-page-jobs.h"

#include "app/amp-translate.h"

#include "domain/cases.h"
#include "domain/people.h"
#include "domain/safety-card.h"

#include <string.h>

void
amp_intake_free (gpointer data)
{
  AmpIntake *self = data;

  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->case_, amp_record_free);
  g_clear_pointer (&self->consent, amp_record_free);
  g_clear_pointer (&self->more, g_ptr_array_unref);
  g_clear_pointer (&self->different, g_array_unref);
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

/* Consents beside the first, and what the questions of safety gave. */
static gboolean
store_more (AmpSession *session, AmpIntake *self, GError **error)
{
  for (guint i = 0; self->more != NULL && i < self->more->len; i++)
    {
      AmpRecord *record = self->more->pdata[i];

      amp_record_set_int (record, "case", amp_record_id (self->case_));
      if (!amp_cases_save (session, record, NULL, error))
        return FALSE;
    }
  for (guint i = 0; self->different != NULL && i < self->different->len; i++)
    {
      const AmpIntakeOther *other = &g_array_index (self->different, AmpIntakeOther, i);

      if (other->person != amp_record_id (self->person) &&
          amp_people_decide (session, amp_record_id (self->person), other->person, "different",
                             other->score, NULL, error) == 0)
        return FALSE;
    }
  return TRUE;
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
         amp_cases_intake (session, self->person, self->case_, NULL, self->consent, error) &&
         store_more (session, self, error);
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

void
amp_intake_look_free (gpointer data)
{
  AmpIntakeLook *self = data;

  g_clear_pointer (&self->person, amp_record_free);
  if (self->text != NULL)
    explicit_bzero (self->text, strlen (self->text));
  g_free (self->text);
  g_array_unref (self->without);
  g_array_unref (self->told);
  g_free (self);
}

static gboolean
was_told (const AmpIntakeLook *self, gint64 person)
{
  for (guint i = 0; i < self->told->len; i++)
    if (g_array_index (self->told, gint64, i) == person)
      return TRUE;
  return FALSE;
}

/* The reason is a fixed word: what was searched for is never written down. */
static gboolean
tell_of_names (AmpSession *session, AmpIntakeLook *self, GPtrArray *found, GError **error)
{
  for (guint i = 0; i < found->len; i++)
    {
      const AmpDuplicate *duplicate = found->pdata[i];

      if (duplicate->name == NULL || was_told (self, duplicate->person))
        continue;
      if (!amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                            amp_entity_find ("person"), duplicate->person, NULL, "intake-search",
                            error))
        return FALSE;
      g_array_append_val (self->told, duplicate->person);
    }
  return TRUE;
}

gpointer
amp_intake_look_run (AmpSession *session,
                     gpointer data,
                     AmpProgress *progress G_GNUC_UNUSED,
                     GCancellable *cancellable,
                     GError **error)
{
  AmpIntakeLook *self = data;
  g_autoptr (GPtrArray) found = amp_duplicates_find (
    session, self->person, self->text, (const gint64 *) (gpointer) self->without->data,
    AMP_DUPLICATES_MOST, cancellable, error);

  if (found == NULL || !tell_of_names (session, self, found, error))
    return NULL;
  return g_steal_pointer (&found);
}

void
amp_intake_card_free (gpointer data)
{
  AmpIntakeCard *self = data;

  g_free (self->path);
  g_free (self);
}

gpointer
amp_intake_card_run (AmpSession *session,
                     gpointer data,
                     AmpProgress *progress G_GNUC_UNUSED,
                     GCancellable *cancellable G_GNUC_UNUSED,
                     GError **error)
{
  const AmpIntakeCard *self = data;

  return GINT_TO_POINTER (amp_safety_card_write (self->path, self->minor, amp_translate, error) &&
                          amp_store_audit (amp_session_get_store (session), AMP_AUDIT_PRINT, NULL,
                                           0, NULL, "safety-card", error));
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
