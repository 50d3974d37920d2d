/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a case. The event is written first: what is not in the chain is not shown. */
#include "app/amp-case-page-load.h"

#include "app/amp-format.h"
#include "app/amp-record-text.h"
#include "domain/access.h"
#include "domain/programme.h"
#include "model/codelist.h"

static void
choice_free (gpointer data)
{
  AmpCaseChoice *choice = data;

  g_free (choice->label);
  g_free (choice->detail);
  g_free (choice);
}

void
amp_case_load_free (gpointer data)
{
  AmpCaseLoad *self = data;

  g_clear_pointer (&self->file, amp_case_file_free);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
}

static AmpCaseChoice *
add_choice (GPtrArray *choices, const char *entity, gint64 id, const char *label)
{
  AmpCaseChoice *choice = g_new0 (AmpCaseChoice, 1);

  choice->entity = entity;
  choice->id = id;
  choice->label = g_strdup (label != NULL ? label : "");
  g_ptr_array_add (choices, choice);
  return choice;
}

static gboolean
add_choices (AmpStore *store,
             const char *entity,
             const char *label,
             const char *detail,
             GPtrArray *choices,
             GError **error)
{
  const char *paths[] = {"id", label, detail, NULL};
  const AmpCodeList *regions = amp_code_list_find ("region");
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find (entity), paths, NULL, 0, label, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpCaseChoice *choice =
        add_choice (choices, entity, amp_cursor_int (cursor, 0), amp_cursor_text (cursor, 1));
      const char *code = detail != NULL ? amp_cursor_text (cursor, 2) : NULL;
      const AmpCode *region = code != NULL ? amp_code_list_lookup (regions, code) : NULL;

      choice->detail =
        g_strdup (region != NULL ? amp_code_label (region, amp_code_language ()) : NULL);
    }
  return more == 0;
}

gpointer
amp_case_choices_run (AmpSession *session,
                      gpointer data G_GNUC_UNUSED,
                      AmpProgress *progress G_GNUC_UNUSED,
                      GCancellable *cancellable G_GNUC_UNUSED,
                      GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (choice_free);

  if (!add_choices (store, "institution", "name_es", "region", choices, error) ||
      !add_choices (store, "user", "display_name", NULL, choices, error) ||
      !add_choices (store, "document", "title", NULL, choices, error) ||
      !add_choices (store, "regional_plan", "title", "region", choices, error))
    return NULL;
  return g_steal_pointer (&choices);
}

/* Members of the case are named by pseudonym, and so is the person. */
static gboolean
add_members (AmpStore *store, const AmpCaseFile *file, GPtrArray *choices, GError **error)
{
  GPtrArray *members = amp_case_file_list (file, "case_member");

  add_choice (choices, "person", amp_record_id (amp_case_file_person (file)),
              amp_record_get (amp_case_file_person (file), "pseudonym"));
  for (guint i = 0; i < members->len; i++)
    {
      gint64 id = amp_record_get_int (g_ptr_array_index (members, i), "person", 0);
      g_autoptr (AmpRecord) person = amp_store_load (store, amp_entity_find ("person"), id, error);

      if (person == NULL)
        return FALSE;
      add_choice (choices, "person", id, amp_record_get (person, "pseudonym"));
    }
  return TRUE;
}

/* From which the case may have come: by day, title and region. */
static gboolean
add_activities (AmpSession *session, const AmpRecord *case_, GPtrArray *choices, GError **error)
{
  g_autoptr (GPtrArray) rows =
    amp_programme_sources (session, amp_record_get (case_, "office_region"),
                           amp_record_get_int (case_, "source_activity", 0), error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const AmpProgrammeRow *row = rows->pdata[i];
      const AmpCode *kind = amp_code_list_lookup (amp_code_list_find ("activity_kind"), row->kind);
      const AmpCode *region = amp_code_list_lookup (amp_code_list_find ("region"), row->region);
      const char *what = kind != NULL ? amp_code_label (kind, amp_code_language ()) : "";
      g_autofree char *day = amp_format_date (row->on);
      g_autofree char *label = amp_text_join (day, row->title != NULL ? row->title : what, NULL);

      add_choice (choices, "activity", row->id, label)->detail =
        amp_text_join (row->title != NULL ? what : "",
                       region != NULL ? amp_code_label (region, amp_code_language ()) : "",
                       row->code != NULL ? row->code : "", NULL);
    }
  return rows != NULL;
}

static void
load_free (AmpCaseLoad *self)
{
  amp_case_load_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCaseLoad, load_free)

gpointer
amp_case_load_run (AmpSession *session,
                   gpointer data,
                   AmpProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpCaseLoad) self = g_new0 (AmpCaseLoad, 1);

  self->file = amp_case_file_load (session, *(gint64 *) data, error);
  if (self->file == NULL)
    return NULL;
  self->choices = amp_case_choices_run (session, NULL, progress, cancellable, error);
  if (self->choices == NULL || !add_members (store, self->file, self->choices, error) ||
      !add_activities (session, amp_case_file_case (self->file), self->choices, error))
    return NULL;
  return g_steal_pointer (&self);
}

gpointer
amp_case_owner_run (AmpSession *session,
                    gpointer data,
                    AmpProgress *progress G_GNUC_UNUSED,
                    GCancellable *cancellable G_GNUC_UNUSED,
                    GError **error)
{
  gint64 case_id = *(gint64 *) data;
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) records = NULL;
  AmpRecord *case_;

  if (!amp_access_require (session, case_id, error))
    return NULL;
  records = amp_store_children (store, amp_entity_find ("assignment"), "case", case_id, error);
  case_ = records != NULL ? amp_store_load (store, amp_entity_find ("case"), case_id, error) : NULL;
  if (case_ == NULL)
    return NULL;
  g_ptr_array_add (records, case_);
  return g_steal_pointer (&records);
}

gpointer
amp_case_reveal_run (AmpSession *session,
                     gpointer data,
                     AmpProgress *progress G_GNUC_UNUSED,
                     GCancellable *cancellable G_GNUC_UNUSED,
                     GError **error)
{
  gint64 case_id = *(gint64 *) data;
  g_autoptr (AmpRecord) case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);

  return GINT_TO_POINTER (
    case_ != NULL &&
    amp_access_tell (session, case_id, AMP_AUDIT_VIEW_IDENTITY, amp_entity_find ("person"),
                     amp_record_get_int (case_, "person", 0), NULL, NULL, error));
}

void
amp_case_choices_show (GPtrArray *choices, AmpFormRefs *refs)
{
  const char *const entities[] = {"institution", "user",     "person",
                                  "activity",    "document", "regional_plan"};
  gboolean seen[G_N_ELEMENTS (entities)] = {FALSE};

  for (guint i = 0; i < choices->len; i++)
    {
      const AmpCaseChoice *choice = g_ptr_array_index (choices, i);

      for (gsize j = 0; j < G_N_ELEMENTS (entities); j++)
        if (g_strcmp0 (entities[j], choice->entity) == 0 && !seen[j])
          {
            amp_form_refs_clear (refs, choice->entity);
            seen[j] = TRUE;
          }
      amp_form_refs_add (refs, choice->entity, choice->id, choice->label, choice->detail);
    }
  for (gsize j = 0; j < G_N_ELEMENTS (entities); j++)
    if (seen[j])
      amp_form_refs_done (refs, entities[j]);
}
