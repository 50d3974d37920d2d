/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Visits. */
#include "domain/visit.h"

#include "domain/cases.h"
#include "domain/closure.h"

static AmpRecord *
save_one (AmpSession *session,
          const AmpRecord *like,
          const char *service,
          const AmpVisitPerson *who,
          GError **error)
{
  g_autoptr (AmpRecord) record = amp_record_copy (like);

  amp_record_set_identity (record, 0, 0);
  amp_record_set_int (record, "case", who->case_id);
  amp_record_set_int (record, "person", who->person);
  if (!amp_record_set (record, "service_type", service, error) ||
      !amp_cases_save (session, record, NULL, error))
    return NULL;
  return g_steal_pointer (&record);
}

static GPtrArray *
save_all (AmpSession *session,
          const AmpRecord *like,
          const char *const *services,
          const AmpVisitPerson *people,
          gsize n_people,
          GError **error)
{
  g_autoptr (GPtrArray) saved = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);

  for (gsize i = 0; i < n_people; i++)
    for (gsize j = 0; services[j] != NULL; j++)
      {
        AmpRecord *record = save_one (session, like, services[j], &people[i], error);

        if (record == NULL)
          return NULL;
        g_ptr_array_add (saved, record);
      }
  return g_steal_pointer (&saved);
}

GPtrArray *
amp_visit_save (AmpSession *session,
                const AmpRecord *like,
                const char *const *services,
                const AmpVisitPerson *people,
                gsize n_people,
                GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) saved = NULL;

  if (!amp_store_begin (store, error))
    return NULL;
  saved = save_all (session, like, services, people, n_people, error);
  if (saved == NULL)
    {
      amp_store_rollback (store);
      return NULL;
    }
  return amp_store_commit (store, error) ? g_steal_pointer (&saved) : NULL;
}

/* --- Whom --- */

void
amp_visit_choice_free (gpointer data)
{
  AmpVisitChoice *choice = data;

  g_free (choice->label);
  g_free (choice->name);
  g_free (choice);
}

static void
add_choice (GPtrArray *choices, gint64 case_id, gint64 person, const char *label, gboolean member)
{
  AmpVisitChoice *choice;

  for (guint i = 0; i < choices->len; i++)
    if (((AmpVisitChoice *) g_ptr_array_index (choices, i))->who.person == person)
      return;
  choice = g_new0 (AmpVisitChoice, 1);
  choice->who = (AmpVisitPerson){case_id, person};
  choice->label = g_strdup (label);
  choice->member = member;
  g_ptr_array_add (choices, choice);
}

static gboolean
add_members (AmpSession *session, gint64 case_id, GPtrArray *choices, GError **error)
{
  const char *paths[] = {"person.id", "person.pseudonym", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);
  const AmpFilter filter = {"case", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("case_member"), paths,
                      &filter, 1, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    add_choice (choices, case_id, amp_cursor_int (cursor, 0), amp_cursor_text (cursor, 1), TRUE);
  return more == 0;
}

static gboolean
add_mine (AmpSession *session, gint64 case_id, guint most, GPtrArray *choices, GError **error)
{
  const char *paths[] = {"id", "person.id", "person.pseudonym", NULL};
  g_autofree char *owner =
    g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  const AmpFilter filters[] = {{"owner", AMP_OP_EQ, owner},
                               {"status", AMP_OP_IN, "intake;open;follow_up"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("case"), paths, filters,
                      G_N_ELEMENTS (filters), NULL, error);
  g_autoptr (GPtrArray) mine = g_ptr_array_new_with_free_func (amp_visit_choice_free);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    if (amp_cursor_int (cursor, 0) != case_id)
      {
        if (mine->len == most)
          g_ptr_array_remove_index (mine, 0);
        add_choice (mine, amp_cursor_int (cursor, 0), amp_cursor_int (cursor, 1),
                    amp_cursor_text (cursor, 2), FALSE);
      }
  for (guint i = mine->len; i > 0; i--)
    {
      const AmpVisitChoice *choice = g_ptr_array_index (mine, i - 1);

      add_choice (choices, choice->who.case_id, choice->who.person, choice->label, FALSE);
    }
  return more == 0;
}

GPtrArray *
amp_visit_choices (AmpSession *session, gint64 case_id, guint most, GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (amp_visit_choice_free);

  if (!add_members (session, case_id, choices, error) ||
      !add_mine (session, case_id, most, choices, error))
    return NULL;
  return g_steal_pointer (&choices);
}

static gboolean
add_found (AmpSession *session, const AmpHit *hit, GPtrArray *choices, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) case_ =
    amp_store_load (store, amp_entity_find ("case"), hit->case_id, error);
  gint64 id = case_ != NULL ? amp_record_get_int (case_, "person", 0) : 0;
  g_autoptr (AmpRecord) person =
    case_ != NULL ? amp_store_load (store, amp_entity_find ("person"), id, error) : NULL;
  guint n = choices->len;

  if (person == NULL)
    return FALSE;
  if (amp_case_is_closed (amp_record_get (case_, "status")))
    return TRUE;
  add_choice (choices, hit->case_id, id, amp_record_get (person, "pseudonym"), FALSE);
  if (choices->len > n)
    ((AmpVisitChoice *) g_ptr_array_index (choices, n))->name = g_strdup (hit->name);
  return TRUE;
}

GPtrArray *
amp_visit_find (AmpSession *session,
                AmpSearchVisit *visit,
                const char *text,
                guint most,
                gboolean names,
                gboolean *elsewhere,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (amp_visit_choice_free);
  g_autoptr (AmpSearchFindings) found =
    amp_search (session, visit, text, most, names, cancellable, error);

  *elsewhere = FALSE;
  for (guint i = 0; found != NULL && i < found->findings->len; i++)
    {
      const AmpSearchFinding *finding = g_ptr_array_index (found->findings, i);

      /* Words somewhere in a note are not whom she met. */
      if (!finding->elsewhere && finding->hit->group == AMP_HIT_TEXT)
        continue;
      *elsewhere |= finding->elsewhere;
      if (!finding->elsewhere && choices->len < most &&
          !add_found (session, finding->hit, choices, error))
        return NULL;
    }
  return found != NULL ? g_steal_pointer (&choices) : NULL;
}
