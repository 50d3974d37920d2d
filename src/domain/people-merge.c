/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Merging two people, and taking it back. What was done is kept in the decision as JSON (under
 * K_id): which references moved, which fields were filled and what stood there before. */
#include "domain/people-private.h"

#include "domain/approvals.h"
#include "domain/session-private.h"
#include "model/codelist.h"
#include "model/date.h"
#include "model/fold.h"

#include <json-glib/json-glib.h>
#include <string.h>

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  AmpTranslate translate;
  AmpRecord *decision, *kept, *gone; /* owned; gone NULL while taking back */
  JsonObject *done;                  /* owned */
  GString *differences;
  gint64 newest_case;
} Merge;

static void
merge_clear (Merge *self)
{
  g_clear_pointer (&self->decision, amp_record_free);
  g_clear_pointer (&self->kept, amp_record_free);
  g_clear_pointer (&self->gone, amp_record_free);
  g_clear_pointer (&self->done, json_object_unref);
  if (self->differences != NULL)
    {
      explicit_bzero (self->differences->str, self->differences->len);
      g_string_free (self->differences, TRUE);
    }
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Merge, merge_clear)

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

static const AmpEntity *
person_entity (void)
{
  return amp_entity_find ("person");
}

static gboolean
load_decision (Merge *self, gint64 id, GError **error)
{
  self->store = amp_session_get_store (self->session);
  self->decision = amp_store_load (self->store, amp_entity_find ("dup_decision"), id, error);
  return self->decision != NULL;
}

/* --- What refers to a person --- */

static gboolean
point_to (
  Merge *self, const AmpEntity *entity, gint64 id, const char *field, gint64 person, GError **error)
{
  g_autoptr (AmpRecord) record = amp_store_load (self->store, entity, id, error);

  if (record == NULL)
    return FALSE;
  amp_record_set_int (record, field, person);
  return amp_store_save (self->store, record, "merge", error);
}

static GArray *
ids_that_refer (Merge *self, const AmpEntity *entity, const char *field, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *gone = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (self->gone));
  const AmpFilter filter = {field, AMP_OP_EQ, gone};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->store, entity, paths, &filter, 1, "id", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (ids, id);
    }
  return more == 0 ? g_steal_pointer (&ids) : NULL;
}

static void
note_moved (Merge *self, const AmpEntity *entity, const char *field, gint64 id)
{
  JsonArray *moved = json_object_get_array_member (self->done, "moved");
  JsonArray *one = json_array_new ();

  json_array_add_string_element (one, entity->name);
  json_array_add_string_element (one, field);
  json_array_add_int_element (one, id);
  json_array_add_array_element (moved, one);
}

static gboolean
move_field (Merge *self, const AmpEntity *entity, const char *field, GError **error)
{
  g_autoptr (GArray) ids = ids_that_refer (self, entity, field, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!point_to (self, entity, id, field, amp_record_id (self->kept), error))
        return FALSE;
      note_moved (self, entity, field, id);
    }
  return ids != NULL;
}

/* Decisions stay with the two they are about. */
static gboolean
move_all (Merge *self, GError **error)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];

        if (field->kind == AMP_KIND_REF && strcmp (field->refers, "person") == 0 &&
            strcmp ((*entity)->name, "dup_decision") != 0 &&
            !move_field (self, *entity, field->name, error))
          return FALSE;
      }
  return TRUE;
}

/* --- What is recorded of her --- */

static void
note_change (Merge *self, const char *field, const char *before)
{
  JsonArray *changes = json_object_get_array_member (self->done, "changed");
  JsonArray *one = json_array_new ();

  json_array_add_string_element (one, field);
  if (before != NULL)
    json_array_add_string_element (one, before);
  else
    json_array_add_null_element (one);
  json_array_add_string_element (one, amp_record_get (self->kept, field));
  json_array_add_array_element (changes, one);
}

static gboolean
change (Merge *self, const char *field, const char *value, GError **error)
{
  g_autofree char *before = g_strdup (amp_record_get (self->kept, field));

  if (!amp_record_set (self->kept, field, value, error))
    return FALSE;
  note_change (self, field, before);
  return TRUE;
}

static void
append_code_labels (GString *text, const AmpField *field, const char *value)
{
  const AmpCodeList *list = amp_code_list_find (field->list);
  g_auto (GStrv) codes = g_strsplit (value, ";", -1);

  for (char **code = codes; *code != NULL; code++)
    {
      const AmpCode *known = amp_code_list_lookup (list, *code);

      g_string_append_printf (text, "%s%s", code > codes ? ", " : "",
                              known != NULL ? amp_code_label (known, amp_code_language ()) : *code);
    }
}

static void
tell_difference (Merge *self, const AmpField *field)
{
  const char *value = amp_record_get (self->gone, field->name);

  json_array_add_string_element (json_object_get_array_member (self->done, "told"), field->name);
  g_string_append_printf (self->differences, "%s: ",
                          self->translate != NULL ? self->translate (field->label) : field->label);
  if (field->list != NULL)
    append_code_labels (self->differences, field, value);
  else
    g_string_append (self->differences, value);
  g_string_append_c (self->differences, '\n');
}

static gboolean
is_name (const AmpField *field)
{
  static const char *const names[] = {"given_names", "surname_paternal", "surname_maternal",
                                      "known_as", NULL};

  return g_strv_contains (names, field->name);
}

static char *
full_name (const AmpRecord *person)
{
  static const char *const parts[] = {"given_names", "surname_paternal", "surname_maternal"};
  GString *name = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (amp_record_get (person, parts[i]) != NULL)
      g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "",
                              amp_record_get (person, parts[i]));
  return g_string_free (name, FALSE);
}

static void
add_name (GString *known_as, const char *name)
{
  g_autofree char *all = amp_fold (known_as->str);
  g_autofree char *one = amp_fold (name);

  if (*one != '\0' && strstr (all, one) == NULL)
    g_string_append_printf (known_as, "%s%s", known_as->len > 0 ? ", " : "", name);
}

/* The other's name, as far as it is another, and what she was called. */
static gboolean
fill_known_as (Merge *self, const char *name_before, GError **error)
{
  const char *hers = amp_record_get (self->kept, "known_as");
  const char *others = amp_record_get (self->gone, "known_as");
  g_autoptr (GString) known_as = g_string_new (hers);
  g_autofree char *name = full_name (self->gone);
  g_autofree char *folded = amp_fold (name);
  g_autofree char *kept_folded = amp_fold (name_before);

  if (strcmp (folded, kept_folded) != 0 && *kept_folded != '\0')
    add_name (known_as, name);
  if (others != NULL)
    add_name (known_as, others);
  return g_strcmp0 (hers != NULL ? hers : "", known_as->str) == 0 ||
         change (self, "known_as", known_as->str, error);
}

static gboolean
fill_kept (Merge *self, GError **error)
{
  const AmpEntity *entity = person_entity ();
  g_autofree char *name_before = full_name (self->kept);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *hers = amp_record_get (self->kept, field->name);
      const char *others = amp_record_get (self->gone, field->name);

      if ((field->flags & AMP_FIELD_DERIVED) || others == NULL ||
          strcmp (field->name, "known_as") == 0)
        continue;
      if (hers == NULL)
        {
          if (!change (self, field->name, others, error))
            return FALSE;
        }
      else if (!is_name (field) && strcmp (hers, others) != 0)
        tell_difference (self, field);
    }
  return fill_known_as (self, name_before, error) &&
         amp_store_save (self->store, self->kept, "merge", error);
}

/* --- The note --- */

static gboolean
newest_case (Merge *self, GError **error)
{
  g_autoptr (GPtrArray) cases = amp_store_children (self->store, amp_entity_find ("case"), "person",
                                                    amp_record_id (self->kept), error);

  if (cases != NULL && cases->len > 0)
    self->newest_case = amp_record_id (cases->pdata[cases->len - 1]);
  return cases != NULL;
}

/* Without a case there is no place for a note: the decision keeps the differences. */
static gboolean
write_note (Merge *self, GError **error)
{
  g_autoptr (AmpRecord) note = NULL;
  AmpDate today = amp_date_today ();
  g_autofree char *on = amp_date_to_text (&today);

  json_object_set_string_member (self->done, "differences", self->differences->str);
  if (self->differences->len == 0 || !newest_case (self, error))
    return self->differences->len == 0;
  if (self->newest_case == 0)
    return TRUE;
  note = amp_record_new (amp_entity_find ("note"));
  amp_record_set_int (note, "case", self->newest_case);
  amp_record_set_int (note, "author", amp_session_get_user (self->session)->id);
  if (!amp_record_set (note, "kind", "coordination", error) ||
      !amp_record_set (note, "on", on, error) ||
      !amp_record_set (note, "text", self->differences->str, error) ||
      !amp_store_save (self->store, note, "merge", error))
    return FALSE;
  json_object_set_int_member (self->done, "note", amp_record_id (note));
  return TRUE;
}

/* --- Merging --- */

static char *
day_from_today (int days)
{
  AmpDate today = amp_date_today ();
  AmpDate then = amp_date_from_day_number (amp_date_day_number (&today) + days);

  return amp_date_to_text (&then);
}

static gboolean
close_decision (Merge *self, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *until = day_from_today (AMP_PEOPLE_UNDO_DAYS);
  g_autofree char *json = NULL;

  json_node_set_object (node, self->done);
  json = json_to_string (node, FALSE);
  amp_record_set_int (self->decision, "merged_into", amp_record_id (self->kept));
  return amp_record_set (self->decision, "undo_until", until, error) &&
         amp_record_set (self->decision, "undone_on", NULL, error) &&
         amp_record_set (self->decision, "merge_data", json, error) &&
         amp_store_save (self->store, self->decision, "merge", error);
}

static gboolean
join (Merge *self, GError **error)
{
  self->done = json_object_new ();
  json_object_set_array_member (self->done, "moved", json_array_new ());
  json_object_set_array_member (self->done, "changed", json_array_new ());
  json_object_set_array_member (self->done, "told", json_array_new ());
  self->differences = g_string_new (NULL);
  return move_all (self, error) && fill_kept (self, error) && write_note (self, error);
}

static gboolean
merge (Merge *self, GError **error)
{
  return join (self, error) &&
         amp_store_delete (self->store, person_entity (), amp_record_id (self->gone), "merge",
                           error) &&
         close_decision (self, error) &&
         amp_store_audit (self->store, AMP_AUDIT_MERGE, person_entity (),
                          amp_record_id (self->kept), NULL, "merge", error);
}

static gboolean
load_people (Merge *self, gint64 keep, GError **error)
{
  gint64 a = amp_record_get_int (self->decision, "a", 0);
  gint64 b = amp_record_get_int (self->decision, "b", 0);

  if (!amp_record_has_code (self->decision, "verdict", "same") ||
      amp_record_get (self->decision, "merged_into") != NULL)
    return refuse ("dup_decision.verdict: nobody said so, or merged already", error);
  if (keep != a && keep != b)
    return refuse ("dup_decision.merged_into: neither of the two", error);
  self->kept = amp_store_load (self->store, person_entity (), keep, error);
  self->gone = self->kept != NULL
                 ? amp_store_load (self->store, person_entity (), keep == a ? b : a, error)
                 : NULL;
  return self->gone != NULL;
}

/* A supervisor's own word, or the permit that she gave to whoever asked. */
static gboolean
may_merge (AmpSession *session, gint64 decision, GError **error)
{
  return amp_session_is_supervisor (session) ||
         amp_approvals_take_permit (session, "merge", 0, decision, error);
}

gboolean
amp_people_merge (
  AmpSession *session, gint64 decision, gint64 keep, AmpTranslate translate, GError **error)
{
  g_auto (Merge) self = {.session = session, .translate = translate};

  if (!amp_session_require_store (session, error) ||
      !amp_store_begin (amp_session_get_store (session), error))
    return FALSE;
  if (may_merge (session, decision, error) && load_decision (&self, decision, error) &&
      load_people (&self, keep, error) && merge (&self, error))
    return amp_store_commit (self.store, error);
  amp_store_rollback (amp_session_get_store (session));
  return FALSE;
}

JsonObject *
amp_people_try_merge (AmpSession *session, gint64 keep, gint64 other, GError **error)
{
  g_auto (Merge) self = {.session = session, .store = amp_session_get_store (session)};
  gboolean done;

  if (!amp_session_require_store (session, error) || !amp_store_begin (self.store, error))
    return NULL;
  self.kept = amp_store_load (self.store, person_entity (), keep, error);
  if (self.kept != NULL)
    self.gone = amp_store_load (self.store, person_entity (), other, error);
  done = self.gone != NULL && join (&self, error);
  amp_store_rollback (self.store);
  return done ? g_steal_pointer (&self.done) : NULL;
}

/* --- Taking it back --- */

static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

/* What was deleted since stays so, and what somebody gave to another person stays hers. */
static gboolean
move_back (Merge *self, JsonArray *one, gint64 gone, GError **error)
{
  const AmpEntity *entity = amp_entity_find (json_array_get_string_element (one, 0));
  const char *field = json_array_get_string_element (one, 1);
  gint64 id = json_array_get_int_element (one, 2);
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpRecord) record = NULL;

  if (entity == NULL || amp_entity_field (entity, field) == NULL)
    return refuse ("dup_decision.merge_data: names what does not exist", error);
  record = amp_store_load (self->store, entity, id, &local);
  if (record == NULL)
    {
      if (is_gone (local))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return amp_record_get_int (record, field, 0) != amp_record_id (self->kept) ||
         point_to (self, entity, id, field, gone, error);
}

static gboolean
change_back (Merge *self, JsonArray *one, GError **error)
{
  const char *field = json_array_get_string_element (one, 0);
  const char *before =
    json_array_get_null_element (one, 1) ? NULL : json_array_get_string_element (one, 1);
  const char *after = json_array_get_string_element (one, 2);

  if (amp_entity_field (person_entity (), field) == NULL)
    return refuse ("dup_decision.merge_data: names what does not exist", error);
  return g_strcmp0 (amp_record_get (self->kept, field), after) != 0 ||
         amp_record_set (self->kept, field, before, error);
}

static gboolean
drop_note (Merge *self, GError **error)
{
  gint64 id = json_object_get_int_member_with_default (self->done, "note", 0);
  g_autoptr (GError) local = NULL;

  if (id == 0 || amp_store_delete (self->store, amp_entity_find ("note"), id, "merge", &local) ||
      is_gone (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
open_decision (Merge *self, GError **error)
{
  g_autofree char *today = day_from_today (0);

  return amp_record_set (self->decision, "merged_into", NULL, error) &&
         amp_record_set (self->decision, "undo_until", NULL, error) &&
         amp_record_set (self->decision, "merge_data", NULL, error) &&
         amp_record_set (self->decision, "undone_on", today, error) &&
         amp_record_set (self->decision, "verdict", "unsure", error) &&
         amp_store_save (self->store, self->decision, "merge", error);
}

static gboolean
unmerge (Merge *self, GError **error)
{
  JsonArray *moved = json_object_get_array_member (self->done, "moved");
  JsonArray *changed = json_object_get_array_member (self->done, "changed");
  gint64 a = amp_record_get_int (self->decision, "a", 0);
  gint64 b = amp_record_get_int (self->decision, "b", 0);
  gint64 gone = amp_record_id (self->kept) == a ? b : a;

  if (!amp_store_revive (self->store, person_entity (), gone, "merge", error))
    return FALSE;
  for (guint i = 0; moved != NULL && i < json_array_get_length (moved); i++)
    if (!move_back (self, json_array_get_array_element (moved, i), gone, error))
      return FALSE;
  for (guint i = 0; changed != NULL && i < json_array_get_length (changed); i++)
    if (!change_back (self, json_array_get_array_element (changed, i), error))
      return FALSE;
  return amp_store_save (self->store, self->kept, "merge", error) && drop_note (self, error) &&
         open_decision (self, error) &&
         amp_store_audit (self->store, AMP_AUDIT_MERGE, person_entity (), gone, NULL, "undo",
                          error);
}

static gboolean
load_merge (Merge *self, GError **error)
{
  const char *json = amp_record_get (self->decision, "merge_data");
  const char *until = amp_record_get (self->decision, "undo_until");
  g_autofree char *today = day_from_today (0);
  g_autoptr (JsonNode) node = json != NULL ? json_from_string (json, error) : NULL;

  if (amp_record_get (self->decision, "merged_into") == NULL || until == NULL)
    return refuse ("dup_decision.merged_into: nothing was merged", error);
  if (strcmp (today, until) > 0)
    return refuse ("dup_decision.undo_until: the day has passed", error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return error != NULL && *error != NULL
             ? FALSE
             : refuse ("dup_decision.merge_data: cannot be read", error);
  self->done = json_node_dup_object (node);
  self->kept = amp_store_load (self->store, person_entity (),
                               amp_record_get_int (self->decision, "merged_into", 0), error);
  return self->kept != NULL;
}

gboolean
amp_people_unmerge (AmpSession *session, gint64 decision, GError **error)
{
  g_auto (Merge) self = {.session = session};

  if (!amp_session_require_supervisor (session, error) ||
      !amp_store_begin (amp_session_get_store (session), error))
    return FALSE;
  if (load_decision (&self, decision, error) && load_merge (&self, error) && unmerge (&self, error))
    return amp_store_commit (self.store, error);
  amp_store_rollback (amp_session_get_store (session));
  return FALSE;
}
