/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every kind of row takes a value and gives it back, and says what is wrong with what is none. */
#include "test-form-fixture.h"

#include "app/amp-code-picker.h"
#include "app/amp-date-entry.h"
#include "app/amp-field-row.h"
#include "model/date.h"

static AmpFieldRow *
make (const char *name)
{
  return AMP_FIELD_ROW (g_object_ref_sink (amp_field_row_new (name)));
}

static void
count_change (guint *changes)
{
  (*changes)++;
}

static const struct
{
  const char *field;
  const char *value;
} samples[] = {
  {"person.given_names", "Jhoselyn Ñahui"},
  {"note.text", "Dos líneas\nde texto"},
  {"person.gender", "Feminine"},
  {"person.nationality", "PE;EC"},
  {"person.birth_date", "2001-03-05"},
  {"person.birth_date", "2001-03"},
  {"person.birth_date", "2001"},
  {"person.birth_date", "unknown"},
  {"person.children_count", "3"},
  {"person.age_estimated", "1"},
  {"person.age_estimated", "0"},
  {"person.residence_region", "PE-TUM"},
  {"referral.to_institution", "123456789012"},
};

static void
test_round_trip (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (AmpFieldRow) row = make (samples[i].field);
      guint changes = 0;
      g_autofree char *text = NULL, *empty = NULL;

      g_signal_connect_swapped (row, "changed", G_CALLBACK (count_change), &changes);
      amp_field_row_set_text (row, samples[i].value);
      text = amp_field_row_dup_text (row);
      g_assert_cmpstr (text, ==, samples[i].value);
      g_assert_true (amp_field_row_is_valid (row));
      g_assert_null (amp_field_row_get_problem (row));
      amp_field_row_set_text (row, NULL);
      empty = amp_field_row_dup_text (row);
      g_assert_cmpstr (empty, ==, "");
      g_assert_cmpuint (changes, ==, 0); /* setting is not typing */
    }
}

static GtkWidget *
target_of (AmpFieldRow *row)
{
  return amp_form_value_get_target (amp_field_row_get_editor (row));
}

static void
test_typed_date (void)
{
  static const struct
  {
    const char *typed, *value, *precision;
  } dates[] = {{"5/3/2024", "2024-03-05", "exact day"},
               {"marzo 2024", "2024-03", "month only"},
               {"2024", "2024", "year only"},
               {"se desconoce", "unknown", "not known"},
               {"", "", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr (AmpFieldRow) row = make ("person.birth_date");
      AmpDateEntry *entry = AMP_DATE_ENTRY (amp_field_row_get_editor (row));
      guint changes = 0;
      g_autofree char *text = NULL;

      g_signal_connect_swapped (row, "changed", G_CALLBACK (count_change), &changes);
      gtk_editable_set_text (GTK_EDITABLE (target_of (row)), dates[i].typed);
      text = amp_field_row_dup_text (row);
      g_assert_cmpstr (text, ==, dates[i].value);
      g_assert_cmpstr (amp_date_entry_get_precision (entry), ==, dates[i].precision);
      g_assert_true (amp_field_row_is_valid (row));
      g_assert_cmpuint (changes, ==, *dates[i].typed != '\0' ? 1 : 0);
    }
}

static void
test_bad_date (void)
{
  g_autoptr (AmpFieldRow) row = make ("person.birth_date");
  GtkWidget *target = target_of (row);

  gtk_editable_set_text (GTK_EDITABLE (target), "30/2/2024");
  g_assert_false (amp_field_row_is_valid (row));
  amp_field_row_set_problem (row, AMP_CHECK_ERROR, NULL);
  g_assert_nonnull (amp_field_row_get_problem (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (target),
                                                   GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
  gtk_editable_set_text (GTK_EDITABLE (target), "28/2/2024");
  g_assert_null (amp_field_row_get_problem (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_bad_integer (void)
{
  g_autoptr (AmpFieldRow) row = make ("follow_up.wellbeing");

  gtk_editable_set_text (GTK_EDITABLE (target_of (row)), "muchos");
  g_assert_false (amp_field_row_is_valid (row));
  gtk_editable_set_text (GTK_EDITABLE (target_of (row)), "6");
  g_assert_false (amp_field_row_is_valid (row));
  gtk_editable_set_text (GTK_EDITABLE (target_of (row)), "5");
  g_assert_true (amp_field_row_is_valid (row));
}

static void
test_search (void)
{
  static const struct
  {
    const char *field, *typed, *code;
  } searches[] = {
    {"person.residence_country", "PERU", "PE"},  {"person.residence_country", "espa", "ES"},
    {"person.residence_country", "Spain", "ES"}, {"case.office_region", "tumb", "PE-TUM"},
    {"case.office_region", "huánuco", "PE-HUC"}, {"case.office_region", "morona", "EC-S"},
    {"risk_assessment.threats", "no", "no"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (AmpFieldRow) row = make (searches[i].field);
      AmpCodePicker *picker = AMP_CODE_PICKER (amp_field_row_get_editor (row));
      AmpFormPopover *popover = amp_code_picker_get_popover (picker);

      amp_form_popover_search (popover, searches[i].typed);
      g_assert_cmpstr (amp_form_popover_first_match (popover), ==, searches[i].code);
      amp_form_popover_search (popover, "xyzzy");
      g_assert_null (amp_form_popover_first_match (popover));
    }
}

static void
test_pick (void)
{
  g_autoptr (AmpFieldRow) one = make ("case.office_region");
  g_autoptr (AmpFieldRow) several = make ("person.nationality");
  AmpFormPopover *popover =
    amp_code_picker_get_popover (AMP_CODE_PICKER (amp_field_row_get_editor (one)));
  guint changes = 0;
  g_autofree char *region = NULL, *both = NULL, *left = NULL;

  g_signal_connect_swapped (one, "changed", G_CALLBACK (count_change), &changes);
  amp_form_popover_pick (popover, "PE-TUM");
  amp_form_popover_pick (popover, "PE-PIU");
  region = amp_field_row_dup_text (one);
  g_assert_cmpstr (region, ==, "PE-PIU");
  g_assert_cmpuint (changes, ==, 2);

  popover = amp_code_picker_get_popover (AMP_CODE_PICKER (amp_field_row_get_editor (several)));
  amp_form_popover_pick (popover, "VE");
  amp_form_popover_pick (popover, "PE");
  both = amp_field_row_dup_text (several);
  g_assert_cmpstr (both, ==, "PE;VE"); /* in the order of the list, which is canonical */
  amp_form_popover_pick (popover, "PE");
  left = amp_field_row_dup_text (several);
  g_assert_cmpstr (left, ==, "VE");
}

static void
test_refs (void)
{
  g_autoptr (AmpFieldRow) row = make ("referral.to_institution");
  g_autoptr (AmpFormRefs) refs = amp_form_refs_new ();
  AmpCodePicker *picker = AMP_CODE_PICKER (amp_field_row_get_editor (row));

  amp_field_row_set_refs (row, refs);
  amp_field_row_set_text (row, "42");
  amp_form_refs_add (refs, "institution", 42, "UDAVIT Piura", "Piura");
  amp_form_refs_done (refs, "institution");
  g_assert_cmpstr (amp_code_picker_get_shown (picker), ==, "UDAVIT Piura");
}

static void
test_veil (void)
{
  g_autoptr (AmpFieldRow) row = make ("person.given_names");

  amp_field_row_set_text (row, "Jhoselyn");
  amp_field_row_set_veiled (row, TRUE);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (target_of (row))), ==, "");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (amp_field_row_get_editor (row))));
}

static void
test_private_hints (void)
{
  g_autoptr (AmpFieldRow) name = make ("person.given_names");
  g_autoptr (AmpFieldRow) note = make ("note.text");
  g_autoptr (AmpFieldRow) minutes = make ("service.minutes");
  GtkInputHints hints;

  hints = gtk_entry_get_input_hints (GTK_ENTRY (target_of (name)));
  g_assert_cmpuint (hints & GTK_INPUT_HINT_PRIVATE, !=, 0);
  hints = gtk_text_view_get_input_hints (GTK_TEXT_VIEW (target_of (note)));
  g_assert_cmpuint (hints & GTK_INPUT_HINT_PRIVATE, !=, 0);
  hints = gtk_entry_get_input_hints (GTK_ENTRY (target_of (minutes)));
  g_assert_cmpuint (hints & GTK_INPUT_HINT_PRIVATE, ==, 0);
}

static void
test_names (void)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        g_autofree char *name =
          g_strdup_printf ("%s.%s", (*entity)->name, (*entity)->fields[i].name);
        g_autoptr (AmpFieldRow) row = make (name);

        gtk_test_accessible_has_property (GTK_ACCESSIBLE (target_of (row)),
                                          GTK_ACCESSIBLE_PROPERTY_LABEL);
        forms_assert_named (GTK_WIDGET (row));
      }
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/app/field-row/every-kind-gives-back-what-it-is-given", test_round_trip);
  g_test_add_func ("/app/field-row/a-date-is-read-as-people-write-it", test_typed_date);
  g_test_add_func ("/app/field-row/a-bad-date-tells-a-sentence", test_bad_date);
  g_test_add_func ("/app/field-row/a-bad-number-is-refused", test_bad_integer);
  g_test_add_func ("/app/field-row/a-list-is-searched-in-both-languages", test_search);
  g_test_add_func ("/app/field-row/picking-one-and-several", test_pick);
  g_test_add_func ("/app/field-row/references-come-later-than-values", test_refs);
  g_test_add_func ("/app/field-row/a-veiled-row-holds-no-text", test_veil);
  g_test_add_func ("/app/field-row/private-text-is-kept-from-input-methods", test_private_hints);
  g_test_add_func ("/app/field-row/every-field-has-a-named-control", test_names);
  return g_test_run ();
}
