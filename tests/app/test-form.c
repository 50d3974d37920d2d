/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms from ui/: every field has its place, conditions and checks work, drafts bring back what was
 * typed. */
#include "test-form-fixture.h"

#include "app/amp-section-kind.h"

#include <string.h>

/* All of ui/: who adds one need not tell this test. */
static char **forms;

static void
find_forms (void)
{
  g_auto (GStrv) files =
    g_resources_enumerate_children ("/org/amparo/Amparo", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize i = 0; files[i] != NULL; i++)
    if (g_str_has_prefix (files[i], "form-") && g_str_has_suffix (files[i], ".ui"))
      {
        g_autofree char *name = g_strndup (files[i] + 5, strlen (files[i]) - 8);

        g_strv_builder_add (names, name);
      }
  forms = g_strv_builder_end (names);
  g_assert_cmpuint (g_strv_length (forms), >, 20);
}

static AmpForm *
make (const char *name)
{
  return AMP_FORM (g_object_ref_sink (amp_form_new_from_ui (name)));
}

static AmpForm *
make_for (const char *name, const char *entity)
{
  AmpForm *form = make (name);

  amp_form_take_record (form, amp_record_new (amp_entity_find (entity)));
  return form;
}

/* What the program fills in and nobody types: derived fields, whose record it is, and what follows
 * from another record (the level of a case from its last assessment, the state of a referral from
 * its steps). */
static gboolean
is_typed (const AmpEntity *entity, const AmpField *field)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", entity->name, field->name);
  static const char *const owners[] = {"case", "person",    "referral", "situation",
                                       "plan", "plan_goal", NULL};
  static const char *const follows[] = {"case.risk_level", "referral.state", NULL};

  if ((field->flags & AMP_FIELD_DERIVED) != 0 || g_strv_contains (follows, name) ||
      g_strcmp0 (field->name, entity->parent) == 0)
    return FALSE;
  return field->kind != AMP_KIND_REF || !g_strv_contains (owners, field->refers) ||
         g_strcmp0 (name, "case_member.person") == 0;
}

/* What belongs to a case or a person, and these few that belong to nobody. Attachments and steps of
 * a referral have a dialog of their own. */
static gboolean
has_form (const AmpEntity *entity)
{
  static const char *const alone[] = {"case",     "person",      "institution",     "task",
                                      "activity", "training",    "regional_plan",   "forum",
                                      "document", "local_sheet", "external_figure", NULL};
  static const char *const others[] = {"attachment", "referral_event", "closure_item", NULL};

  return (entity->parent != NULL || g_strv_contains (alone, entity->name)) &&
         !g_strv_contains (others, entity->name);
}

static void
test_every_field_has_a_place (void)
{
  g_autoptr (GHashTable) placed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; forms[i] != NULL; i++)
    {
      g_autoptr (AmpForm) form = make (forms[i]);
      GPtrArray *rows = amp_form_rows (form);

      g_assert_cmpuint (rows->len, >, 0);
      for (guint j = 0; j < rows->len; j++)
        {
          AmpFieldRow *row = g_ptr_array_index (rows, j);

          g_hash_table_add (placed, g_strdup_printf ("%s.%s", amp_field_row_get_entity (row)->name,
                                                     amp_field_row_get_field (row)->name));
        }
    }
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize j = 0; has_form (*entity) && j < (*entity)->n_fields; j++)
      {
        g_autofree char *name =
          g_strdup_printf ("%s.%s", (*entity)->name, (*entity)->fields[j].name);

        if (is_typed (*entity, &(*entity)->fields[j]) && !g_hash_table_contains (placed, name))
          {
            g_test_message ("on no form: %s", name);
            g_test_fail ();
          }
      }
}

static void
test_no_field_twice (void)
{
  for (gsize i = 0; forms[i] != NULL; i++)
    {
      g_autoptr (AmpForm) form = make (forms[i]);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_direct_hash, g_direct_equal);
      GPtrArray *rows = amp_form_rows (form);

      for (guint j = 0; j < rows->len; j++)
        g_assert_true (g_hash_table_add (
          seen, (gpointer) amp_field_row_get_field (g_ptr_array_index (rows, j))));
    }
}

static void
test_names (void)
{
  for (gsize i = 0; forms[i] != NULL; i++)
    {
      g_autoptr (AmpForm) form = make (forms[i]);

      forms_assert_named (GTK_WIDGET (form));
    }
}

static gboolean
is_shown (AmpForm *form, const char *entity, const char *field)
{
  return gtk_widget_get_visible (GTK_WIDGET (amp_form_row (form, entity, field)));
}

static void
test_conditions (void)
{
  g_autoptr (AmpForm) form = make_for ("situation", "situation");

  g_assert_false (is_shown (form, "situation", "labour_sector"));
  amp_form_type (form, "situation", "exploitation_type", "ForcedLabour");
  g_assert_true (is_shown (form, "situation", "labour_sector"));
  g_assert_false (is_shown (form, "situation", "sex_form"));
  amp_form_type (form, "situation", "exploitation_type", NULL);
  g_assert_false (is_shown (form, "situation", "labour_sector"));
}

static void
test_checks (void)
{
  g_autoptr (AmpForm) form = make_for ("service", "service");

  amp_form_type (form, "service", "status", "delivered");
  g_assert_false (amp_form_validate (form));
  /* Required, and what contradicts itself. */
  g_assert_nonnull (amp_field_row_get_problem (amp_form_row (form, "service", "service_type")));
  g_assert_nonnull (amp_field_row_get_problem (amp_form_row (form, "service", "delivered_on")));
  g_assert_null (amp_field_row_get_problem (amp_form_row (form, "service", "note")));
  amp_form_type (form, "service", "service_type", "04_individual");
  amp_form_type (form, "service", "delivered_on", "2024-03-05");
  amp_form_type (form, "service", "region", "PE-TUM");
  if (!amp_form_validate (form))
    for (guint i = 0; i < amp_form_rows (form)->len; i++)
      {
        AmpFieldRow *row = g_ptr_array_index (amp_form_rows (form), i);

        if (amp_field_row_get_problem (row) != NULL)
          g_test_message ("%s: %s", amp_field_row_get_field (row)->name,
                          amp_field_row_get_problem (row));
      }
  g_assert_true (amp_form_validate (form));
  g_assert_null (amp_field_row_get_problem (amp_form_row (form, "service", "delivered_on")));
}

static void
test_bad_typing_is_not_saved (void)
{
  g_autoptr (AmpForm) form = make_for ("follow-up", "follow_up");
  g_autoptr (AmpRecord) now = NULL;

  amp_form_type (form, "follow_up", "due_on", "2024-13-45");
  g_assert_true (amp_form_is_dirty (form));
  g_assert_false (amp_form_validate (form));
  now = amp_form_dup_record (form, "follow_up");
  g_assert_null (amp_record_get (now, "due_on"));
}

static void
test_dirty (void)
{
  g_autoptr (AmpForm) form = make_for ("note", "note");

  g_assert_false (amp_form_is_dirty (form));
  amp_form_type (form, "note", "text", "Llamó la señora");
  g_assert_true (amp_form_is_dirty (form));
  amp_form_type (form, "note", "text", NULL);
  g_assert_false (amp_form_is_dirty (form));
}

/* Whatever is typed, a draft brings it back: values, half dates and all. */
static void
test_draft (void)
{
  for (gsize i = 0; forms[i] != NULL; i++)
    {
      g_autoptr (AmpForm) form = make (forms[i]);
      g_autoptr (AmpForm) again = make (forms[i]);
      GPtrArray *rows = amp_form_rows (form);
      g_autoptr (JsonNode) draft = NULL, second = NULL, empty = NULL;

      for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
        {
          amp_form_take_record (form, amp_record_new (*entity));
          amp_form_take_record (again, amp_record_new (*entity));
        }
      empty = amp_form_dup_draft (form);
      g_assert_null (empty);
      for (guint j = 0; j < rows->len; j++)
        {
          const AmpField *field = amp_field_row_get_field (g_ptr_array_index (rows, j));
          const char *entity = amp_field_row_get_entity (g_ptr_array_index (rows, j))->name;

          if (field->kind == AMP_KIND_DATE)
            amp_form_type (form, entity, field->name, "5/3/");
          else if (field->kind == AMP_KIND_TEXT || field->kind == AMP_KIND_LONG_TEXT)
            amp_form_type (form, entity, field->name, "Ñ «x» \"y\"");
          else if (field->kind == AMP_KIND_BOOLEAN)
            amp_form_type (form, entity, field->name, "0");
        }
      draft = amp_form_dup_draft (form);
      amp_form_restore_draft (again, draft);
      second = amp_form_dup_draft (again);
      g_assert_true (draft == second || json_node_equal (draft, second));
    }
}

static void
test_foreign_draft (void)
{
  static const char *const drafts[] = {"[]",
                                       "null",
                                       "3",
                                       "{\"note\":3}",
                                       "{\"note\":{\"text\":{}}}",
                                       "{\"note\":{\"nothing\":\"x\"}}",
                                       "{\"nothing\":{\"text\":\"x\"}}"};

  for (gsize i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      g_autoptr (AmpForm) form = make_for ("note", "note");
      g_autoptr (JsonNode) node = json_from_string (drafts[i], NULL);

      amp_form_restore_draft (form, node);
      g_assert_false (amp_form_is_dirty (form));
    }
}

static void
test_veil (void)
{
  g_autoptr (AmpForm) form = make ("person");
  AmpRecord *record = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) now = NULL;
  g_autofree char *name = NULL, *shown = NULL;

  amp_record_set (record, "given_names", "Jhoselyn", NULL);
  amp_record_set (record, "gender", "Feminine", NULL);
  amp_record_set_identity (record, 7, 1);
  amp_form_set_veiled (form, TRUE);
  amp_form_take_record (form, record);
  name = amp_field_row_dup_text (amp_form_row (form, "person", "given_names"));
  g_assert_cmpstr (name, ==, "");
  g_assert_false (amp_form_is_dirty (form));
  /* Saving what is veiled must not lose it. */
  amp_form_type (form, "person", "gender", "Masculine");
  now = amp_form_dup_record (form, "person");
  g_assert_cmpstr (amp_record_get (now, "given_names"), ==, "Jhoselyn");
  g_assert_cmpstr (amp_record_get (now, "gender"), ==, "Masculine");
  amp_form_set_veiled (form, FALSE);
  shown = amp_field_row_dup_text (amp_form_row (form, "person", "given_names"));
  g_assert_cmpstr (shown, ==, "Jhoselyn");
}

static void
test_narrow (void)
{
  for (gsize i = 0; forms[i] != NULL; i++)
    {
      g_autoptr (AmpForm) form = make (forms[i]);
      int minimum = 0;

      gtk_widget_measure (GTK_WIDGET (form), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      g_assert_cmpint (minimum, <=, 360);
    }
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  find_forms ();
  g_test_add_func ("/app/form/every-field-has-a-place", test_every_field_has_a_place);
  g_test_add_func ("/app/form/no-field-is-on-a-form-twice", test_no_field_twice);
  g_test_add_func ("/app/form/every-control-has-a-name", test_names);
  g_test_add_func ("/app/form/a-conditional-row-comes-and-goes", test_conditions);
  g_test_add_func ("/app/form/a-check-speaks-beside-its-row", test_checks);
  g_test_add_func ("/app/form/what-is-no-value-is-not-saved", test_bad_typing_is_not_saved);
  g_test_add_func ("/app/form/dirty-means-different", test_dirty);
  g_test_add_func ("/app/form/a-draft-brings-back-what-was-typed", test_draft);
  g_test_add_func ("/app/form/a-foreign-draft-does-no-harm", test_foreign_draft);
  g_test_add_func ("/app/form/a-veiled-value-is-kept-and-not-shown", test_veil);
  g_test_add_func ("/app/form/a-form-fits-a-narrow-window", test_narrow);
  result = g_test_run ();
  g_strfreev (forms);
  return result;
}
