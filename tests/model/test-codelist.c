/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The code lists: complete, unambiguous, and right about the regions. */
#include "model/codelist.h"

#include <stdlib.h>
#include <string.h>

#include "model/codelist-parse.h"
#include "csv-lines.h"

#define EACH_CODE(list, i, code)                                                                   \
  for (guint i = 0; i < amp_code_list_length (list); i++)                                          \
    for (const AmpCode *code = amp_code_list_nth (list, i); code != NULL; code = NULL)

static const AmpCodeList *
list_of (const char *name)
{
  const AmpCodeList *list = amp_code_list_find (name);

  g_assert_nonnull (list);
  return list;
}

static void
assert_match (const char *list, const char *text, const char *expected)
{
  const AmpCode *code = amp_code_list_match (list_of (list), text);

  if (g_strcmp0 (code != NULL ? amp_code_value (code) : NULL, expected) != 0)
    g_error ("%s: \"%s\" is read as %s", list, text,
             code != NULL ? amp_code_value (code) : "nothing");
}

static void
test_every_code_is_complete_and_unique (void)
{
  guint lists = 0;

  for (const char *const *name = amp_code_list_names (); *name != NULL; name++, lists++)
    {
      const AmpCodeList *list = list_of (*name);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_cmpstr (amp_code_list_name (list), ==, *name);
      g_assert_cmpuint (amp_code_list_length (list), >, 1);
      EACH_CODE (list, i, code)
      {
        g_assert_true (g_hash_table_add (seen, (gpointer) amp_code_value (code)));
        g_assert_cmpuint (amp_code_index (code), ==, i);
        g_assert_true (amp_code_list_lookup (list, amp_code_value (code)) == code);
        g_assert_cmpstr (amp_code_label (code, "es_PE"), !=, "");
        g_assert_cmpstr (amp_code_label (code, "en"), !=, "");
        /* They are joined by ';' and stand in CSV and SQL. */
        g_assert_null (strpbrk (amp_code_value (code), ";,'\" \n"));
        g_assert_false (amp_code_retired (code));
      }
    }
  g_assert_cmpuint (lists, >=, 50);
  g_assert_null (amp_code_list_find ("no_such_list"));
  g_assert_null (amp_code_list_find (NULL));
}

static char *
with_blanks_and_capitals (const char *text)
{
  g_autofree char *upper = g_utf8_strup (text, -1);

  return g_strconcat (" \t", upper, " \xc2\xa0", NULL);
}

static void
test_both_labels_are_read_back_however_written (void)
{
  for (const char *const *name = amp_code_list_names (); *name != NULL; name++)
    {
      const AmpCodeList *list = list_of (*name);

      EACH_CODE (list, i, code)
      {
        g_autofree char *spanish = with_blanks_and_capitals (amp_code_label (code, "es"));
        g_autofree char *english = with_blanks_and_capitals (amp_code_label (code, "en"));

        assert_match (*name, amp_code_value (code), amp_code_value (code));
        assert_match (*name, spanish, amp_code_value (code));
        assert_match (*name, english, amp_code_value (code));
      }
    }
}

static void
test_aliases_and_foreign_codes_are_read (void)
{
  assert_match ("gender", "Female", "Feminine");
  assert_match ("gender", "mujer", "Feminine");
  assert_match ("control", "Debt bondage ", "DebtBondage");
  assert_match ("control", "DebtBondage ", "DebtBondage");
  assert_match ("control", "Other", "Other");
  assert_match ("case_status", "Closed", "closed");
  assert_match ("case_status", "Active", "open");
  assert_match ("case_status", "FollowUp", "follow_up");
  assert_match ("trafficking_status", "ActualVictimOfTrafficking", "confirmed");
  assert_match ("country", "PER", "PE");
  assert_match ("country", "peru", "PE");
  assert_match ("country", "venezolana", "VE");
  assert_match ("country", "Venezuela, Bolivarian Republic of", "VE");
  assert_match ("region", "chachapoyas", "PE-AMA");
  assert_match ("region", "San Martin", "PE-SAM");
  assert_match ("language", "es", "spa");
  assert_match ("labour_sector", "Mining and quarrying", "B_MiningAndQuarrying");
}

static void
test_what_fits_twice_or_never_is_nothing (void)
{
  g_autofree char *huge = g_strnfill (1000000, 'a');

  assert_match ("region", "24", NULL); /* Tumbes for INEI, Callao for RENIEC */
  assert_match ("region", "Atlantis", NULL);
  assert_match ("region", "", NULL);
  assert_match ("region", " - ", NULL);
  assert_match ("region", NULL, NULL);
  assert_match ("region", "\xff\xfe", NULL);
  assert_match ("region", huge, NULL);
  g_assert_null (amp_code_list_lookup (list_of ("region"), "pe-tum"));
  g_assert_null (amp_code_list_lookup (list_of ("region"), NULL));
}

static void
test_each_picklist_of_htcds_is_in_a_list (void)
{
  static const char *const lists[][2] = {
    {"org_Type", "institution_kind"},
    {"prs_Gender", "gender"},
    {"prs_MaritalStatus", "marital_status"},
    {"prs_HighestLevelOfEducation", "education"},
    {"vic_TraffickingStatus", "trafficking_status"},
    {"vic_TraffickingStatusDecisionMakingOrg", "decision_org"},
    {"vic_RelationshipToTrafficker", "relationship_to_trafficker"},
    {"vic_RecruitmentWebsitesAndApps", "platform"},
    {"vic_ExploitationWebsitesAndApps", "platform"},
    {"vic_MethodOfRecruitment", "recruit_method"},
    {"vic_MethodsOfControl", "control"},
    {"vic_TypeOfExploitation", "exploitation_type"},
    {"vic_ForcedLabourIndustry", "labour_sector"},
    {"vic_TypeOfSexExploitation", "sex_form"},
    {"vic_Vulnerabilities", "vulnerability"},
    {"per_RoleInProcess", "perpetrator_role"},
    {"cas_Status", "case_status"},
    {"cas_ReasonForIncomingReferral", "referral_reason"},
    {"cas_ReasonForOutgoingReferral", "referral_reason"},
    {"hte_Type", "trafficking_event_type"},
    {"spl_Type", "support_type"},
  };
  g_autoptr (GPtrArray) rows = csv_rows ("htcds/htcds_picklists.csv");
  guint found = 0;

  for (guint i = 1; i < rows->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (lists); j++)
      {
        char **row = g_ptr_array_index (rows, i);
        const AmpCode *code;

        if (strcmp (row[0], lists[j][0]) != 0)
          continue;
        code = amp_code_list_match (list_of (lists[j][1]), row[2]);
        if (code == NULL || code != amp_code_list_match (list_of (lists[j][1]), row[3]))
          g_error ("%s: %s is not in %s", row[0], row[2], lists[j][1]);
        found++;
      }
  g_assert_cmpuint (found, ==, 182);
}

static void
test_what_is_exported_is_a_value_of_htcds (void)
{
  g_autoptr (GPtrArray) rows = csv_rows ("htcds/htcds_picklists.csv");
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const names[] = {"case_status",   "trafficking_status", "control",
                                      "labour_sector", "recruiter_relation", "institution_kind"};

  for (guint i = 1; i < rows->len; i++)
    g_hash_table_add (known, g_strstrip (((char **) g_ptr_array_index (rows, i))[2]));
  for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
    EACH_CODE (list_of (names[j]), i, code)
    {
      const char *htcds = amp_code_attribute (code, "htcds");

      if (htcds == NULL || !g_hash_table_contains (known, htcds))
        g_error ("%s %s exports as %s", names[j], amp_code_value (code), htcds);
    }
}

static guint
count_regions (const char *country, const char *borders)
{
  guint n = 0;

  EACH_CODE (list_of ("region"), i, code)
  n += g_str_has_prefix (amp_code_value (code), country) &&
       (borders == NULL || g_strcmp0 (amp_code_attribute (code, "border"), borders) == 0);
  return n;
}

static void
test_the_border_is_five_regions_and_seven_provinces (void)
{
  static const char *const border[] = {"PE-TUM", "PE-PIU", "PE-CAJ", "PE-AMA", "PE-LOR", "EC-O",
                                       "EC-L",   "EC-Z",   "EC-S",   "EC-Y",   "EC-D",   "EC-U"};

  g_assert_cmpuint (count_regions ("PE-", NULL), ==, 26);
  g_assert_cmpuint (count_regions ("EC-", NULL), ==, 24);
  g_assert_cmpuint (amp_code_list_length (list_of ("region")), ==, 50);
  g_assert_cmpuint (count_regions ("PE-", "1"), ==, 5);
  g_assert_cmpuint (count_regions ("EC-", "1"), ==, 7);
  g_assert_cmpuint (count_regions ("PE-", "0"), ==, 21);
  g_assert_cmpuint (count_regions ("EC-", "0"), ==, 17);
  for (gsize i = 0; i < G_N_ELEMENTS (border); i++)
    g_assert_cmpstr (
      amp_code_attribute (amp_code_list_lookup (list_of ("region"), border[i]), "border"), ==, "1");
}

static void
test_regions_carry_the_codes_of_inei_reniec_and_inec (void)
{
  /* ISO, INEI, RENIEC (domain.md 5.8) */
  static const char *const peru[][3] = {
    {"PE-AMA", "01", "01"}, {"PE-ANC", "02", "02"}, {"PE-APU", "03", "03"}, {"PE-ARE", "04", "04"},
    {"PE-AYA", "05", "05"}, {"PE-CAJ", "06", "06"}, {"PE-CAL", "07", "24"}, {"PE-CUS", "08", "07"},
    {"PE-HUV", "09", "08"}, {"PE-HUC", "10", "09"}, {"PE-ICA", "11", "10"}, {"PE-JUN", "12", "11"},
    {"PE-LAL", "13", "12"}, {"PE-LAM", "14", "13"}, {"PE-LIM", "15", "14"}, {"PE-LOR", "16", "15"},
    {"PE-MDD", "17", "16"}, {"PE-MOQ", "18", "17"}, {"PE-PAS", "19", "18"}, {"PE-PIU", "20", "19"},
    {"PE-PUN", "21", "20"}, {"PE-SAM", "22", "21"}, {"PE-TAC", "23", "22"}, {"PE-TUM", "24", "23"},
    {"PE-UCA", "25", "25"}};
  static const char *const ecuador[] = {"A", "B", "F", "C", "X", "H", "O",  "E",
                                        "G", "I", "L", "R", "M", "S", "N",  "Y",
                                        "P", "T", "Z", "W", "U", "D", "SD", "SE"};

  for (gsize i = 0; i < G_N_ELEMENTS (peru); i++)
    {
      const AmpCode *code = amp_code_list_lookup (list_of ("region"), peru[i][0]);

      g_assert_nonnull (code);
      g_assert_cmpstr (amp_code_attribute (code, "inei"), ==, peru[i][1]);
      g_assert_cmpstr (amp_code_attribute (code, "reniec"), ==, peru[i][2]);
      g_assert_cmpstr (amp_code_value (amp_code_parent (code)), ==, "PE");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (ecuador); i++)
    {
      g_autofree char *iso = g_strconcat ("EC-", ecuador[i], NULL);
      g_autofree char *inec = g_strdup_printf ("%02" G_GSIZE_FORMAT, i + 1);
      const AmpCode *code = amp_code_list_lookup (list_of ("region"), iso);

      g_assert_nonnull (code);
      g_assert_cmpstr (amp_code_attribute (code, "inec"), ==, inec);
      g_assert_cmpstr (amp_code_value (amp_code_parent (code)), ==, "EC");
    }
}

static void
test_lima_metropolitana_folds_into_lima (void)
{
  const AmpCode *lima = amp_code_list_lookup (list_of ("region"), "PE-LMA");

  g_assert_cmpstr (amp_code_value (amp_code_parent (lima)), ==, "PE-LIM");
  g_assert_cmpstr (amp_code_attribute (lima, "parent"), ==, "PE-LIM");
}

static void
test_pseudonyms_can_tell_the_regions_apart (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  EACH_CODE (list_of ("region"), i, code)
  {
    const char *abbr = amp_code_attribute (code, "abbr");

    g_assert_cmpuint (strspn (abbr, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), ==, 3);
    g_assert_cmpuint (strlen (abbr), ==, 3);
    g_assert_true (g_hash_table_add (seen, (gpointer) abbr));
  }
}

static void
test_every_region_is_on_the_map (void)
{
  g_autofree char *path = g_build_filename (DATA_DIR, "geo", "map-pe-ec.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  for (char **line = lines; *line != NULL; line++, n++)
    {
      (*line)[strcspn (*line, "\t")] = '\0';
      g_assert_nonnull (amp_code_list_lookup (list_of ("region"), *line));
    }
  g_assert_cmpuint (n, ==, 50);
}

static void
test_services_belong_to_one_of_fourteen_domains (void)
{
  g_assert_cmpuint (amp_code_list_length (list_of ("service_domain")), ==, 14);
  EACH_CODE (list_of ("service_type"), i, code)
  {
    const AmpCode *domain = amp_code_parent (code);
    const char *consent = amp_code_attribute (code, "consent");

    g_assert_nonnull (domain);
    g_assert_true (amp_code_list_lookup (list_of ("service_domain"), amp_code_value (domain)) ==
                   domain);
    g_assert_nonnull (
      amp_code_list_lookup (list_of ("support_type"), amp_code_attribute (code, "spl_type")));
    g_assert_nonnull (amp_code_attribute (code, "unit"));
    if (consent != NULL)
      g_assert_nonnull (amp_code_list_lookup (list_of ("consent_purpose"), consent));
  }
}

static void
test_the_bands_are_those_of_ctdc_without_gaps (void)
{
  int next = 0;

  EACH_CODE (list_of ("age_band"), i, code)
  {
    g_assert_cmpint (atoi (amp_code_attribute (code, "min")), ==, next);
    next = atoi (amp_code_attribute (code, "max")) + 1;
  }
  g_assert_cmpuint (amp_code_list_length (list_of ("age_band")), ==, 9);
  g_assert_cmpuint (amp_code_list_length (list_of ("duration_band")), ==, 3);
}

static void
test_countries_are_all_of_iso_with_the_neighbours_first (void)
{
  static const char *const first[] = {"PE", "EC", "VE", "CO"};
  const AmpCodeList *list = list_of ("country");

  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    g_assert_cmpstr (amp_code_value (amp_code_list_nth (list, i)), ==, first[i]);
  g_assert_cmpuint (amp_code_list_length (list), ==, 249 + 2);
  assert_match ("country", "Apátrida", "XX");
}

static void
test_a_damaged_list_is_an_error (void)
{
  static const char *const texts[] = {
    "",
    "<code-list name='a'>",
    "<code-list name='a'><code value='x' en='X'/></code-list>",
    "<code-list name='a'><code value='x' en='' es=''/><code value='x' en='' es=''/></code-list>",
    "<code-list><code value='x' en='X' es='X'/></code-list>",
    "<other/>",
    "<code-list name='a'><item/></code-list>",
    "<code-list name='a'><code value='x' en='\xff' es='X'/></code-list>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) xml = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_code_list_parse (xml, &error));
      g_assert_nonnull (error);
    }
}

static void
test_a_retired_code_is_still_known (void)
{
  static const char text[] =
    "<code-list name='a'><code value='old' en='Old' es='Viejo' retired='1'/>"
    "<code value='new' en='New' es='Nuevo' parent='old'/></code-list>";
  g_autoptr (GBytes) xml = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (AmpCodeList) list = amp_code_list_parse (xml, NULL);

  g_assert_nonnull (list);
  amp_code_list_link (list, NULL);
  g_assert_true (amp_code_retired (amp_code_list_lookup (list, "old")));
  g_assert_false (amp_code_retired (amp_code_list_lookup (list, "new")));
  g_assert_true (amp_code_parent (amp_code_list_lookup (list, "new")) ==
                 amp_code_list_lookup (list, "old"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/codelist/every-code-is-complete-and-unique",
                   test_every_code_is_complete_and_unique);
  g_test_add_func ("/codelist/both-labels-are-read-back-however-written",
                   test_both_labels_are_read_back_however_written);
  g_test_add_func ("/codelist/aliases-and-foreign-codes-are-read",
                   test_aliases_and_foreign_codes_are_read);
  g_test_add_func ("/codelist/what-fits-twice-or-never-is-nothing",
                   test_what_fits_twice_or_never_is_nothing);
  g_test_add_func ("/codelist/each-picklist-of-htcds-is-in-a-list",
                   test_each_picklist_of_htcds_is_in_a_list);
  g_test_add_func ("/codelist/what-is-exported-is-a-value-of-htcds",
                   test_what_is_exported_is_a_value_of_htcds);
  g_test_add_func ("/codelist/the-border-is-five-regions-and-seven-provinces",
                   test_the_border_is_five_regions_and_seven_provinces);
  g_test_add_func ("/codelist/regions-carry-the-codes-of-inei-reniec-and-inec",
                   test_regions_carry_the_codes_of_inei_reniec_and_inec);
  g_test_add_func ("/codelist/lima-metropolitana-folds-into-lima",
                   test_lima_metropolitana_folds_into_lima);
  g_test_add_func ("/codelist/pseudonyms-can-tell-the-regions-apart",
                   test_pseudonyms_can_tell_the_regions_apart);
  g_test_add_func ("/codelist/every-region-is-on-the-map", test_every_region_is_on_the_map);
  g_test_add_func ("/codelist/services-belong-to-one-of-fourteen-domains",
                   test_services_belong_to_one_of_fourteen_domains);
  g_test_add_func ("/codelist/the-bands-are-those-of-ctdc-without-gaps",
                   test_the_bands_are_those_of_ctdc_without_gaps);
  g_test_add_func ("/codelist/countries-are-all-of-iso-with-the-neighbours-first",
                   test_countries_are_all_of_iso_with_the_neighbours_first);
  g_test_add_func ("/codelist/a-damaged-list-is-an-error", test_a_damaged_list_is_an_error);
  g_test_add_func ("/codelist/a-retired-code-is-still-known", test_a_retired_code_is_still_known);
  return g_test_run ();
}
