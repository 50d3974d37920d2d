/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables themselves: a forgotten privacy class, list or label fails here. */
#include "model/codelist.h"
#include "model/field.h"

#include <string.h>

#include "csv-lines.h"

#define EACH_FIELD(entity, field)                                                                  \
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)                \
    for (const AmpField *field = (*entity)->fields;                                                \
         field < (*entity)->fields + (*entity)->n_fields; field++)

static void
test_every_field_has_a_privacy_class (void)
{
  EACH_FIELD (entity, field)
  if (field->privacy <= AMP_PRIVACY_UNSET || field->privacy > AMP_PRIVACY_OPERATIONAL)
    g_error ("%s.%s has no privacy class", (*entity)->name, field->name);
}

static void
test_free_text_and_names_live_in_identity (void)
{
  EACH_FIELD (entity, field)
  {
    if (field->kind == AMP_KIND_LONG_TEXT && field->privacy != AMP_PRIVACY_FREE_TEXT)
      g_error ("%s.%s is free text in casework.db", (*entity)->name, field->name);
    g_assert_cmpint (amp_field_is_private (field), ==,
                     field->privacy == AMP_PRIVACY_IDENTIFIER ||
                       field->privacy == AMP_PRIVACY_FREE_TEXT);
    /* The text of people must not lie in casework.db; only what the program makes, what has a
     * pattern that no sentence fits, the public directory, and the office's own name, which stands
     * on every letter and report. */
    if (field->kind == AMP_KIND_TEXT && !amp_field_is_private (field) && field->pattern == NULL &&
        strcmp ((*entity)->name, "institution") != 0 && strcmp (field->name, "office_name") != 0 &&
        (field->flags & AMP_FIELD_DERIVED) == 0)
      g_error ("%s.%s is text in casework.db", (*entity)->name, field->name);
  }
}

static void
test_the_identifiers_of_the_design_are_private (void)
{
  static const char *const names[] = {
    "given_names",   "surname_paternal", "surname_maternal", "known_as",   "birth_date",
    "birth_place",   "doc_type",         "doc_number",       "phone",      "home_phone",
    "email",         "social_handle",    "address",          "ubigeo6",    "mailing_city",
    "mailing_state", "mailing_postcode", "mailing_country",  "salutation", "title"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const AmpField *field = amp_entity_field (amp_entity_find ("person"), names[i]);

      g_assert_nonnull (field);
      g_assert_cmpint (field->privacy, ==, AMP_PRIVACY_IDENTIFIER);
    }
}

static gboolean
is_legal_name (const char *name)
{
  gsize length = strlen (name);

  return g_ascii_islower (name[0]) &&
         strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length &&
         strstr (name, "__") == NULL && length < 60;
}

/* id, rev and the like are columns that the store adds. */
static void
test_column_names_are_legal_and_unique (void)
{
  static const char *const reserved[] = {"id",         "rev",        "created_at", "created_by",
                                         "updated_at", "updated_by", "deleted_at", "rowid",
                                         "oid",        "owner_id",   NULL};

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_true (is_legal_name ((*entity)->name));
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        {
          const char *name = (*entity)->fields[i].name;

          if (!is_legal_name (name) || g_strv_contains (reserved, name) ||
              !g_hash_table_add (seen, (gpointer) name))
            g_error ("%s.%s is no good name", (*entity)->name, name);
          g_assert_cmpint (amp_entity_field_index (*entity, name), ==, (gssize) i);
        }
      g_assert_null (amp_entity_field (*entity, "no_such_field"));
      g_assert_true (amp_entity_find ((*entity)->name) == *entity);
    }
  g_assert_null (amp_entity_find ("no_such_entity"));
  g_assert_null (amp_entity_find (NULL));
}

static void
test_every_field_has_a_label_and_what_its_kind_needs (void)
{
  EACH_FIELD (entity, field)
  {
    gboolean codes = field->kind == AMP_KIND_CODE || field->kind == AMP_KIND_CODES;

    g_assert_true (field->label != NULL && *field->label != '\0');
    g_assert_cmpuint (field->since, >=, 1);
    g_assert_cmpuint (field->since, <=, AMP_SCHEMA_VERSION);
    g_assert_cmpint (codes, ==, field->list != NULL);
    g_assert_cmpint (field->kind == AMP_KIND_REF, ==, field->refers != NULL);
    if (codes && amp_code_list_find (field->list) == NULL)
      g_error ("%s.%s: no list %s", (*entity)->name, field->name, field->list);
    if (field->pattern != NULL)
      {
        g_autoptr (GRegex) regex = g_regex_new (field->pattern, 0, 0, NULL);

        g_assert_nonnull (regex);
      }
    g_assert_cmpint (field->max, >=, field->min);
    /* identity.db holds the half of a record that may be missing altogether. */
    if ((field->flags & AMP_FIELD_REQUIRED) != 0)
      g_assert_false (amp_field_is_private (field) || field->kind == AMP_KIND_CODES);
    if ((field->flags & AMP_FIELD_SEARCH) != 0)
      g_assert_true (amp_field_is_private (field));
  }
}

static void
test_parents_come_first_and_references_lead_somewhere (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_hash_table_add (seen, (gpointer) (*entity)->name);
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        if ((*entity)->fields[i].refers != NULL &&
            !g_hash_table_contains (seen, (*entity)->fields[i].refers))
          g_error ("%s.%s refers to a later entity", (*entity)->name, (*entity)->fields[i].name);
      if ((*entity)->parent != NULL)
        {
          const AmpField *parent = amp_entity_field (*entity, (*entity)->parent);

          g_assert_nonnull (parent);
          g_assert_cmpint (parent->kind, ==, AMP_KIND_REF);
          g_assert_true ((parent->flags & AMP_FIELD_REQUIRED) != 0);
          g_assert_true ((parent->flags & AMP_FIELD_INDEXED) != 0);
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), >=, 29);
}

static guint
times_mapped (const char *htcds)
{
  guint n = 0;

  EACH_FIELD (entity, field)
  n += g_strcmp0 (field->htcds, htcds) == 0;
  return n;
}

static void
test_each_core_field_of_htcds_is_mapped_once (void)
{
  g_autoptr (GPtrArray) rows = csv_rows ("htcds/htcds_fields.csv");
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint core = 0;

  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      g_hash_table_add (known, row[5]);
      if (strcmp (row[3], "Core") != 0)
        continue;
      core++;
      if (times_mapped (row[5]) != 1)
        g_error ("%s is mapped %u times", row[5], times_mapped (row[5]));
    }
  g_assert_cmpuint (core, ==, 40);
  EACH_FIELD (entity, field)
  if (field->htcds != NULL)
    {
      if (!g_hash_table_contains (known, field->htcds))
        g_error ("%s is no field of HTCDS", field->htcds);
      g_assert_cmpuint (times_mapped (field->htcds), ==, 1);
    }
}

/* One field of the standard, of one picklist, must be able to hold every one of its values. */
static void
test_each_value_of_a_mapped_picklist_has_a_code (void)
{
  g_autoptr (GPtrArray) rows = csv_rows ("htcds/htcds_picklists.csv");
  guint checked = 0;

  for (guint i = 1; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      EACH_FIELD (entity, field)
      if (g_strcmp0 (field->htcds, row[0]) == 0)
        {
          const AmpCodeList *list = amp_code_list_find (field->list);
          const AmpCode *by_value = amp_code_list_match (list, row[2]);
          const AmpCode *by_label = amp_code_list_match (list, row[3]);

          if (by_value == NULL || by_value != by_label)
            g_error ("%s: %s / %s is not read by %s", row[0], row[2], row[3], field->list);
          g_assert_cmpstr (amp_code_attribute (by_value, "htcds"), ==, g_strstrip (row[2]));
          checked++;
        }
    }
  g_assert_cmpuint (checked, >=, 140);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/every-field-has-a-privacy-class", test_every_field_has_a_privacy_class);
  g_test_add_func ("/field/free-text-and-names-live-in-identity",
                   test_free_text_and_names_live_in_identity);
  g_test_add_func ("/field/the-identifiers-of-the-design-are-private",
                   test_the_identifiers_of_the_design_are_private);
  g_test_add_func ("/field/column-names-are-legal-and-unique",
                   test_column_names_are_legal_and_unique);
  g_test_add_func ("/field/every-field-has-a-label-and-what-its-kind-needs",
                   test_every_field_has_a_label_and_what_its_kind_needs);
  g_test_add_func ("/field/parents-come-first-and-references-lead-somewhere",
                   test_parents_come_first_and_references_lead_somewhere);
  g_test_add_func ("/field/each-core-field-of-htcds-is-mapped-once",
                   test_each_core_field_of_htcds_is_mapped_once);
  g_test_add_func ("/field/each-value-of-a-mapped-picklist-has-a-code",
                   test_each_value_of_a_mapped_picklist_has_a_code);
  return g_test_run ();
}
