/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a case. The event is written first: what is not in the chain is not shown. */
#include "app/amp-case-page-load.h"

#include "app/amp-section-kind.h"
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

  g_clear_pointer (&self->case_, amp_record_free);
  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->lists, g_hash_table_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
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
      AmpCaseChoice *choice = g_new0 (AmpCaseChoice, 1);
      const char *text = amp_cursor_text (cursor, 1);
      const char *code = detail != NULL ? amp_cursor_text (cursor, 2) : NULL;
      const AmpCode *region = code != NULL ? amp_code_list_lookup (regions, code) : NULL;

      choice->entity = entity;
      choice->id = amp_cursor_int (cursor, 0);
      choice->label = g_strdup (text != NULL ? text : "");
      choice->detail =
        g_strdup (region != NULL ? amp_code_label (region, amp_code_language ()) : NULL);
      g_ptr_array_add (choices, choice);
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
      !add_choices (store, "user", "display_name", NULL, choices, error))
    return NULL;
  return g_steal_pointer (&choices);
}

static gboolean
load_lists (AmpCaseLoad *self, AmpStore *store, GError **error)
{
  gsize n;
  const AmpSectionKind *kinds = amp_section_kinds (&n);

  self->lists =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (gsize i = 0; i < n; i++)
    {
      GPtrArray *list;
      gint64 parent = self->id;

      if (kinds[i].parent == NULL)
        continue;
      if (g_strcmp0 (kinds[i].parent, "person") == 0)
        parent = amp_record_id (self->person);
      list = amp_store_children (store, amp_entity_find (kinds[i].entity), kinds[i].parent, parent,
                                 error);
      if (list == NULL)
        return FALSE;
      g_hash_table_insert (self->lists, (gpointer) kinds[i].entity, list);
    }
  return TRUE;
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

  self->id = *(gint64 *) data;
  self->case_ = amp_store_load (store, amp_entity_find ("case"), self->id, error);
  if (self->case_ == NULL || !amp_store_audit (store, AMP_AUDIT_VIEW_CASE, amp_entity_find ("case"),
                                               self->id, NULL, NULL, error))
    return NULL;
  self->person = amp_store_load (store, amp_entity_find ("person"),
                                 amp_record_get_int (self->case_, "person", 0), error);
  if (self->person == NULL || !load_lists (self, store, error))
    return NULL;
  self->choices = amp_case_choices_run (session, NULL, progress, cancellable, error);
  if (self->choices == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

gpointer
amp_case_reveal_run (AmpSession *session,
                     gpointer data,
                     AmpProgress *progress G_GNUC_UNUSED,
                     GCancellable *cancellable G_GNUC_UNUSED,
                     GError **error)
{
  return GINT_TO_POINTER (amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                                           amp_entity_find ("person"), *(gint64 *) data, NULL, NULL,
                                           error));
}

void
amp_case_choices_show (GPtrArray *choices, AmpFormRefs *refs)
{
  amp_form_refs_clear (refs, "institution");
  amp_form_refs_clear (refs, "user");
  for (guint i = 0; i < choices->len; i++)
    {
      const AmpCaseChoice *choice = g_ptr_array_index (choices, i);

      amp_form_refs_add (refs, choice->entity, choice->id, choice->label, choice->detail);
    }
  amp_form_refs_done (refs, "institution");
  amp_form_refs_done (refs, "user");
}
