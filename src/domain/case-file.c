/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is read in one go: a case has tens of records, not thousands, and a page that shows
 * one part then needs no job for the next. */
#include "domain/case-file.h"

#include "domain/access.h"
#include "domain/programme.h"
#include "model/codelist.h"

struct _AmpCaseFile
{
  GPtrArray *case_;  /* of AmpRecord, one; none without a case */
  GPtrArray *person; /* the same */
  GHashTable *lists; /* entity name -> GPtrArray of AmpRecord, newest first */
};

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
}

static AmpCaseFile *
new_file (void)
{
  AmpCaseFile *self = g_new0 (AmpCaseFile, 1);

  self->case_ = new_list ();
  self->person = new_list ();
  self->lists =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

AmpCaseFile *
amp_case_file_new (AmpRecord *case_, AmpRecord *person)
{
  AmpCaseFile *self = new_file ();

  g_ptr_array_add (self->case_, case_);
  g_ptr_array_add (self->person, person);
  return self;
}

void
amp_case_file_free (AmpCaseFile *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->case_);
  g_ptr_array_unref (self->person);
  g_hash_table_unref (self->lists);
  g_free (self);
}

/* Goals, actions and events name their case as well as their parent, so that one look finds them.
 */
static const char *
owner_field (const AmpEntity *entity)
{
  const AmpField *field = amp_entity_field (entity, "case");

  if (field != NULL && field->kind == AMP_KIND_REF)
    return field->name;
  return g_strcmp0 (entity->parent, "person") == 0 ? entity->parent : NULL;
}

static gboolean
load_list (AmpCaseFile *self, AmpStore *store, const AmpEntity *entity, GError **error)
{
  const char *field = owner_field (entity);
  const AmpRecord *owner =
    g_strcmp0 (field, "case") == 0 ? amp_case_file_case (self) : amp_case_file_person (self);
  g_autoptr (GPtrArray) list = NULL;
  GPtrArray *kept;

  if (field == NULL)
    return TRUE;
  list = amp_store_children (store, entity, field, amp_record_id (owner), error);
  if (list == NULL)
    return FALSE;
  kept = new_list ();
  for (guint i = list->len; i > 0; i--)
    g_ptr_array_add (kept, g_ptr_array_steal_index (list, i - 1));
  g_hash_table_insert (self->lists, (gpointer) entity->name, kept);
  return TRUE;
}

AmpCaseFile *
amp_case_file_load (AmpSession *session, gint64 case_id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("case");
  g_autoptr (AmpRecord) case_ = amp_store_load (store, entity, case_id, error);
  g_autoptr (AmpCaseFile) self = NULL;
  AmpRecord *person;

  if (case_ == NULL ||
      !amp_access_tell (session, case_id, AMP_AUDIT_VIEW_CASE, entity, case_id, NULL, NULL, error))
    return NULL;
  person = amp_store_load (store, amp_entity_find ("person"),
                           amp_record_get_int (case_, "person", 0), error);
  if (person == NULL)
    return NULL;
  self = amp_case_file_new (g_steal_pointer (&case_), person);
  for (const AmpEntity *const *each = amp_entities (); *each != NULL; each++)
    if (!load_list (self, store, *each, error))
      return NULL;
  return g_steal_pointer (&self);
}

/* --- Without a case --- */

/* What hangs on the records of that entity that were read before, the newest first. */
static gboolean
load_owned (AmpCaseFile *self, AmpStore *store, const AmpEntity *entity, GError **error)
{
  const AmpField *field = entity->parent != NULL ? amp_entity_field (entity, entity->parent) : NULL;
  GPtrArray *owners = field != NULL ? g_hash_table_lookup (self->lists, field->refers) : NULL;
  GPtrArray *kept;

  if (owners == NULL)
    return TRUE;
  kept = new_list ();
  g_hash_table_insert (self->lists, (gpointer) entity->name, kept);
  for (guint i = 0; i < owners->len; i++)
    {
      g_autoptr (GPtrArray) list = amp_store_children (
        store, entity, field->name, amp_record_id (g_ptr_array_index (owners, i)), error);

      if (list == NULL)
        return FALSE;
      for (guint j = list->len; j > 0; j--)
        g_ptr_array_add (kept, g_ptr_array_steal_index (list, j - 1));
    }
  return TRUE;
}

AmpCaseFile *
amp_case_file_load_of (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autoptr (AmpCaseFile) self = new_file ();
  AmpRecord *record = amp_programme_load (session, entity->name, id, error);
  GPtrArray *one;

  if (record == NULL)
    return NULL;
  one = new_list ();
  g_ptr_array_add (one, record);
  g_hash_table_insert (self->lists, (gpointer) entity->name, one);
  /* Parents come before children. */
  for (const AmpEntity *const *each = amp_entities (); *each != NULL; each++)
    if (*each != entity && !load_owned (self, amp_session_get_store (session), *each, error))
      return NULL;
  return g_steal_pointer (&self);
}

static const AmpRecord *
first_of (GPtrArray *list)
{
  return list->len > 0 ? g_ptr_array_index (list, 0) : NULL;
}

const AmpRecord *
amp_case_file_case (const AmpCaseFile *self)
{
  return first_of (self->case_);
}

const AmpRecord *
amp_case_file_person (const AmpCaseFile *self)
{
  return first_of (self->person);
}

GPtrArray *
amp_case_file_list (const AmpCaseFile *self, const char *entity)
{
  GPtrArray *list;

  if (g_strcmp0 (entity, "case") == 0)
    return self->case_;
  if (g_strcmp0 (entity, "person") == 0)
    return self->person;
  list = g_hash_table_lookup (self->lists, entity);
  if (list == NULL)
    {
      list = new_list ();
      g_hash_table_insert (self->lists, (gpointer) amp_entity_find (entity)->name, list);
    }
  return list;
}

static gint
find_index (GPtrArray *list, gint64 id)
{
  for (guint i = 0; i < list->len; i++)
    if (amp_record_id (g_ptr_array_index (list, i)) == id)
      return (gint) i;
  return -1;
}

const AmpRecord *
amp_case_file_find (const AmpCaseFile *self, const char *entity, gint64 id)
{
  GPtrArray *list = amp_case_file_list (self, entity);
  gint at = find_index (list, id);

  return at >= 0 ? g_ptr_array_index (list, at) : NULL;
}

void
amp_case_file_put (AmpCaseFile *self, const AmpRecord *record)
{
  GPtrArray *list = amp_case_file_list (self, amp_record_entity (record)->name);
  gint at = find_index (list, amp_record_id (record));

  if (at < 0)
    {
      g_ptr_array_insert (list, 0, amp_record_copy (record));
      return;
    }
  amp_record_free (g_ptr_array_index (list, at));
  g_ptr_array_index (list, at) = amp_record_copy (record);
}

void
amp_case_file_drop (AmpCaseFile *self, const char *entity, gint64 id)
{
  GPtrArray *list = amp_case_file_list (self, entity);
  gint at = find_index (list, id);

  if (at >= 0)
    g_ptr_array_remove_index (list, (guint) at);
}

GPtrArray *
amp_case_file_where (const AmpCaseFile *self,
                     const char *entity,
                     const char *field,
                     const char *value)
{
  GPtrArray *list = amp_case_file_list (self, entity);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    if (g_strcmp0 (amp_record_get (g_ptr_array_index (list, i), field), value) == 0)
      g_ptr_array_add (found, g_ptr_array_index (list, i));
  return found;
}

const AmpRecord *
amp_case_file_latest (const AmpCaseFile *self, const char *entity, const char *date_field)
{
  GPtrArray *list = amp_case_file_list (self, entity);
  const AmpRecord *latest = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (list, i);

      /* Canonical dates sort as text; the newest record comes first. */
      if (latest == NULL ||
          g_strcmp0 (amp_record_get (record, date_field), amp_record_get (latest, date_field)) > 0)
        latest = record;
    }
  return latest;
}

/* --- Age --- */

int
amp_case_file_age (const AmpCaseFile *self, const AmpDate *on)
{
  const AmpRecord *person = amp_case_file_person (self);
  AmpDate birth;

  if (amp_date_parse (amp_record_get (person, "birth_date"), &birth) &&
      birth.precision >= AMP_DATE_YEAR)
    return amp_date_age (&birth, on);
  birth = (AmpDate){.year = (guint16) amp_record_get_int (person, "birth_year", 0),
                    .precision = AMP_DATE_YEAR};
  return birth.year != 0 ? amp_date_age (&birth, on) : -1;
}

gboolean
amp_case_file_is_minor (const AmpCaseFile *self, const AmpDate *on)
{
  const char *band = amp_record_get (amp_case_file_person (self), "age_band");
  const AmpCode *code =
    band != NULL ? amp_code_list_lookup (amp_code_list_find ("age_band"), band) : NULL;
  const char *most = code != NULL ? amp_code_attribute (code, "max") : NULL;
  int age = amp_case_file_age (self, on);

  if (age >= 0)
    return age < 18;
  return most != NULL && g_ascii_strtoll (most, NULL, 10) < 18;
}
