/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of what is shared, and the values behind it. */
#include "domain/referral-profile.h"

#include "domain/directory.h"
#include "model/codelist.h"
#include "model/date.h"

#include <string.h>

/* By privacy class: the minimum has Q and N, the standard adds D, everything adds S and T. The code
 * word of a safe contact is shared with nobody. */
static const AmpShareField fields[] = {
  {"person", "given_names", AMP_SHARE_STANDARD, FALSE, "Nombres"},
  {"person", "surname_paternal", AMP_SHARE_STANDARD, FALSE, "Apellido paterno"},
  {"person", "surname_maternal", AMP_SHARE_STANDARD, FALSE, "Apellido materno"},
  {"person", "doc_type", AMP_SHARE_STANDARD, FALSE, "Tipo de documento"},
  {"person", "doc_number", AMP_SHARE_STANDARD, FALSE, "Número de documento"},
  {"person", "birth_date", AMP_SHARE_STANDARD, FALSE, "Fecha de nacimiento"},
  {"person", "age_band", AMP_SHARE_MIN, FALSE, "Edad"},
  {"person", "gender", AMP_SHARE_MIN, FALSE, "Género"},
  {"person", "nationality", AMP_SHARE_MIN, FALSE, "Nacionalidad"},
  {"person", "language", AMP_SHARE_MIN, FALSE, "Lengua"},
  {"case", "languages_interpreter", AMP_SHARE_MIN, FALSE, "Necesita intérprete"},
  {"person", "residence_region", AMP_SHARE_STANDARD, FALSE, "Región de residencia"},
  {"person", "dependants_with_client", AMP_SHARE_STANDARD, FALSE,
   "Personas a su cargo que la acompañan"},
  {"safe_contact", "channel", AMP_SHARE_STANDARD, FALSE, "Contacto seguro: medio"},
  {"safe_contact", "value", AMP_SHARE_STANDARD, FALSE, "Contacto seguro"},
  {"safe_contact", "owner_relation", AMP_SHARE_STANDARD, FALSE, "De quién es"},
  {"safe_contact", "safe_hours", AMP_SHARE_STANDARD, FALSE, "Horas seguras"},
  {"safe_contact", "may_leave_message", AMP_SHARE_STANDARD, FALSE, "Se puede dejar mensaje"},
  {"safe_contact", "may_say_ngo_name", AMP_SHARE_STANDARD, FALSE,
   "Se puede decir de dónde se llama"},
  {"person", "migration_status", AMP_SHARE_FULL, FALSE, "Situación migratoria"},
  {"person", "disability", AMP_SHARE_FULL, FALSE, "Dificultades para"},
  {"person", "pregnant", AMP_SHARE_FULL, FALSE, "Gestante"},
  {"case", "trafficking_status", AMP_SHARE_FULL, FALSE, "Situación frente a la trata"},
  {"case", "risk_level", AMP_SHARE_FULL, FALSE, "Nivel de riesgo"},
  {"situation", "act", AMP_SHARE_FULL, FALSE, "Conductas"},
  {"situation", "means", AMP_SHARE_FULL, FALSE, "Medios"},
  {"situation", "purpose", AMP_SHARE_FULL, FALSE, "Finalidades"},
  {"situation", "exploitation_type", AMP_SHARE_FULL, FALSE, "Tipo de explotación"},
  {"situation", "region_exploit", AMP_SHARE_FULL, FALSE, "Región de explotación"},
  {"referral", "details", AMP_SHARE_FULL, FALSE, "Detalle"},
  {"proceeding", "kind", AMP_SHARE_FULL, TRUE, "Proceso"},
  {"proceeding", "number", AMP_SHARE_FULL, TRUE, "Número del proceso"},
  {"perpetrator", "role", AMP_SHARE_FULL, TRUE, "Presunta persona autora: intervención"},
  {"perpetrator", "name", AMP_SHARE_FULL, TRUE, "Nombre"},
  {"perpetrator", "known_as", AMP_SHARE_FULL, TRUE, "Alias"},
  {"perpetrator", "sex", AMP_SHARE_FULL, TRUE, "Sexo"},
  {"perpetrator", "nationality", AMP_SHARE_FULL, TRUE, "Nacionalidad"},
  {"perpetrator", "relation", AMP_SHARE_FULL, TRUE, "Relación con la persona agraviada"},
  {"perpetrator", "description", AMP_SHARE_FULL, TRUE, "Descripción"},
};

const AmpShareField *
amp_share_fields (gsize *n)
{
  *n = G_N_ELEMENTS (fields);
  return fields;
}

AmpShareProfile
amp_share_profile_from_code (const char *code)
{
  if (g_strcmp0 (code, "full") == 0)
    return AMP_SHARE_FULL;
  return g_strcmp0 (code, "standard") == 0 ? AMP_SHARE_STANDARD : AMP_SHARE_MIN;
}

gboolean
amp_share_allows (const AmpShareField *self, AmpShareProfile profile, const char *institution_kind)
{
  return self->from <= profile &&
         (!self->prosecutor_only || g_strcmp0 (institution_kind, "Prosecutor") == 0);
}

/* --- Words --- */

static char *
words_of_codes (const AmpField *field, const char *value, const char *language)
{
  const AmpCodeList *list = amp_code_list_find (field->list);
  g_auto (GStrv) codes = g_strsplit (value, ";", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; codes[i] != NULL; i++)
    {
      const AmpCode *code = amp_code_list_lookup (list, codes[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              code != NULL ? amp_code_label (code, language) : codes[i]);
    }
  return g_string_free (text, FALSE);
}

static char *
words_of (const AmpField *field, const char *value, const char *language)
{
  gboolean spanish = g_str_has_prefix (language, "es");
  AmpDate date;

  if (field->list != NULL)
    return words_of_codes (field, value, language);
  if (field->kind == AMP_KIND_DATE && amp_date_parse (value, &date))
    return amp_date_to_display (&date, language);
  if (field->kind == AMP_KIND_BOOLEAN)
    return g_strdup (g_str_equal (value, "1") ? (spanish ? "Sí" : "Yes") : "No");
  return g_strdup (value);
}

/* The band, also where only the birth date is known. */
static char *
age_band_of (const AmpRecord *person, const char *date)
{
  const AmpCodeList *list = amp_code_list_find ("age_band");
  int min, max;

  if (amp_record_get (person, "age_band") != NULL)
    return g_strdup (amp_record_get (person, "age_band"));
  amp_person_age (person, date, &min, &max);
  for (guint i = 0; min >= 0 && i < amp_code_list_length (list); i++)
    {
      const AmpCode *code = amp_code_list_nth (list, i);
      const char *from = amp_code_attribute (code, "min"), *to = amp_code_attribute (code, "max");

      if (from != NULL && to != NULL && min >= g_ascii_strtoll (from, NULL, 10) &&
          min <= g_ascii_strtoll (to, NULL, 10))
        return g_strdup (amp_code_value (code));
    }
  return NULL;
}

/* --- Values --- */

typedef struct
{
  AmpSession *session;
  const AmpRecord *referral;
  const char *language;
  GHashTable *records; /* entity -> GPtrArray of AmpRecord */
  GPtrArray *items;
} Sharing;

static void
sharing_clear (Sharing *self)
{
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sharing, sharing_clear)

static void
item_free (gpointer data)
{
  AmpSharedItem *self = data;

  explicit_bzero (self->text, strlen (self->text));
  g_free (self->text);
  g_free (self);
}

static GPtrArray *
load_records (Sharing *self, const char *entity, GError **error)
{
  AmpStore *store = amp_session_get_store (self->session);
  const AmpEntity *table = amp_entity_find (entity);
  gboolean of_person = g_str_equal (entity, "safe_contact");
  const char *parent = of_person || g_str_equal (entity, "person") ? "person" : "case";
  gint64 id = amp_record_get_int (self->referral, parent, 0);
  AmpRecord *record = NULL;
  GPtrArray *records;

  if (!g_str_equal (entity, parent) && !g_str_equal (entity, "referral"))
    return amp_store_children (store, table, parent, id, error);
  record = g_str_equal (entity, "referral") ? amp_record_copy (self->referral)
                                            : amp_store_load (store, table, id, error);
  if (record == NULL)
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  g_ptr_array_add (records, record);
  return records;
}

static GPtrArray *
records_of (Sharing *self, const char *entity, GError **error)
{
  GPtrArray *records = g_hash_table_lookup (self->records, entity);

  if (records == NULL)
    {
      records = load_records (self, entity, error);
      if (records != NULL)
        g_hash_table_insert (self->records, (gpointer) entity, records);
    }
  return records;
}

static void
add_value (Sharing *self, const AmpShareField *share, const AmpRecord *record, guint place)
{
  const AmpField *field = amp_entity_field (amp_record_entity (record), share->field);
  const char *sent = amp_record_get (self->referral, "sent_on");
  const AmpDate today = amp_date_today ();
  g_autofree char *now = amp_date_to_text (&today);
  g_autofree char *band =
    g_str_equal (share->field, "age_band") ? age_band_of (record, sent != NULL ? sent : now) : NULL;
  const char *value = band != NULL ? band : amp_record_get (record, share->field);
  AmpSharedItem *item;

  if (value == NULL)
    return;
  item = g_new0 (AmpSharedItem, 1);
  item->share = share;
  item->field = field;
  item->record = place;
  item->text = words_of (field, value, self->language);
  g_ptr_array_add (self->items, item);
}

/* What belongs to one record stands together: the rows of one entity, record after record. */
static gboolean
add_run (Sharing *self, gsize from, gsize to, const gboolean *allowed, GError **error)
{
  GPtrArray *records = NULL;

  for (gsize i = from; i < to; i++)
    if (allowed[i] && records == NULL)
      {
        records = records_of (self, fields[from].entity, error);
        if (records == NULL)
          return FALSE;
      }
  for (guint r = 0; records != NULL && r < records->len; r++)
    for (gsize i = from; i < to; i++)
      if (allowed[i])
        add_value (self, &fields[i], g_ptr_array_index (records, r), r);
  return TRUE;
}

static gboolean
kind_of_recipient (AmpSession *session, const AmpRecord *referral, char **kind, GError **error)
{
  gint64 id = amp_record_get_int (referral, "to_institution", 0);
  g_autoptr (AmpRecord) institution = NULL;

  if (id == 0)
    return TRUE;
  institution =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("institution"), id, error);
  if (institution != NULL)
    *kind = g_strdup (amp_record_get (institution, "kind"));
  return institution != NULL;
}

GPtrArray *
amp_referral_shared (AmpSession *session,
                     const AmpRecord *referral,
                     const char *profile,
                     const char *language,
                     GError **error)
{
  AmpShareProfile level = amp_share_profile_from_code (
    profile != NULL ? profile : amp_record_get (referral, "data_shared_profile"));
  g_auto (Sharing) self = {.session = session, .referral = referral, .language = language};
  gboolean allowed[G_N_ELEMENTS (fields)];
  g_autofree char *kind = NULL;

  if (!kind_of_recipient (session, referral, &kind, error))
    return NULL;
  self.records =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self.items = g_ptr_array_new_with_free_func (item_free);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    allowed[i] = amp_share_allows (&fields[i], level, kind);
  for (gsize from = 0, to; from < G_N_ELEMENTS (fields); from = to)
    {
      for (to = from;
           to < G_N_ELEMENTS (fields) && g_str_equal (fields[to].entity, fields[from].entity);)
        to++;
      if (!add_run (&self, from, to, allowed, error))
        return NULL;
    }
  return g_steal_pointer (&self.items);
}

char **
amp_shared_field_names (GPtrArray *items)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      const AmpSharedItem *item = g_ptr_array_index (items, i);
      g_autofree char *name = g_strconcat (item->share->entity, ".", item->share->field, NULL);

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}
