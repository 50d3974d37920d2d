/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on the paper: exactly the fields of the profile, read back with pdftotext. Every field of
 * everything in the case holds a word of its own. */
#include "domain/referral-slip.h"

#include "domain/referral.h"
#include "model/codelist.h"
#include "domain/settings.h"
#include "office.h"

#include <string.h>

#define DAY "2026-11-26"

typedef struct
{
  Office office;
  AmpRecord *person, *case_, *institution, *referral, *consent;
  GHashTable *canaries; /* "entity.field" -> the word in it */
  const char *heading;
} Desk;

static void
save (Desk *desk, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_cases_save (desk->office.session, record, NULL, &error);
  g_assert_no_error (error);
}

/* Fields that take only what looks right. */
static const char *
special_value (const char *entity, const AmpField *field)
{
  static const struct
  {
    const char *field, *value;
  } values[] = {{"person.phone", "+51999111222"},
                {"person.home_phone", "+51999111333"},
                {"person.email", "nadie@example.org"},
                {"person.ubigeo6", "240101"},
                {"person.birth_date", "1999-03-07"}};
  g_autofree char *name = g_strconcat (entity, ".", field->name, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i].field, name))
      return values[i].value;
  return NULL;
}

/* What the record cannot be stored without. */
static void
fill_needed (Desk *desk, AmpRecord *record, const AmpField *field)
{
  const AmpCodeList *list = field->list != NULL ? amp_code_list_find (field->list) : NULL;

  if (((field->flags & AMP_FIELD_REQUIRED) == 0 && !g_str_equal (field->name, "kind")) ||
      amp_record_get (record, field->name) != NULL)
    return;
  if (list != NULL)
    amp_record_set (record, field->name, amp_code_value (amp_code_list_nth (list, 0)), NULL);
  else if (field->kind == AMP_KIND_DATE)
    amp_record_set (record, field->name, "2026-11-01", NULL);
  else if (field->kind == AMP_KIND_REF)
    amp_record_set_int (record, field->name,
                        g_str_equal (field->refers, "user")
                          ? amp_session_get_user (desk->office.session)->id
                          : amp_record_id (desk->person));
}

static void
fill (Desk *desk, AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *value = special_value (entity->name, field);
      g_autofree char *word =
        g_strdup_printf ("Ñandú%uq", 1000 + g_hash_table_size (desk->canaries));

      if (value == NULL && (field->kind == AMP_KIND_TEXT || field->kind == AMP_KIND_LONG_TEXT) &&
          (field->flags & (AMP_FIELD_DERIVED | AMP_FIELD_UNIQUE)) == 0)
        value = word;
      if (value == NULL || amp_record_get (record, field->name) != NULL ||
          !amp_record_set (record, field->name, value, NULL))
        continue;
      g_hash_table_insert (desk->canaries, g_strconcat (entity->name, ".", field->name, NULL),
                           g_strdup (field->kind == AMP_KIND_DATE ? "07/03/1999" : value));
    }
}

/* One of everything that hangs on a case or a person. */
static void
fill_children (Desk *desk)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autoptr (AmpRecord) record = NULL;
      g_autoptr (GError) error = NULL;
      const char *parent = (*entity)->parent;

      if (parent == NULL || g_str_equal ((*entity)->name, "referral") ||
          g_str_equal ((*entity)->name, "consent") ||
          (!g_str_equal (parent, "case") && !g_str_equal (parent, "person")))
        continue;
      record = amp_record_new (*entity);
      amp_record_set_int (
        record, parent, amp_record_id (g_str_equal (parent, "case") ? desk->case_ : desk->person));
      if (g_str_equal ((*entity)->name, "perpetrator"))
        amp_record_set (record, "role", "Exploiter", NULL);
      if (g_str_equal ((*entity)->name, "safe_contact"))
        {
          amp_record_set (record, "channel", "phone", NULL);
          amp_record_set (record, "may_leave_message", "0", NULL);
        }
      if (g_str_equal ((*entity)->name, "situation"))
        amp_record_set (record, "exploitation_type", "ForcedBegging", NULL);
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        if (!g_str_equal ((*entity)->fields[i].name, parent))
          fill_needed (desk, record, &(*entity)->fields[i]);
      fill (desk, record);
      /* Some need more than words; what they hold is not shared anyway. */
      if (!amp_cases_save (desk->office.session, record, NULL, &error))
        g_test_message ("left out: %s (%s)", (*entity)->name, error->message);
    }
}

/* The assessment among the children set the level of the case. */
static void
make_imminent (Desk *desk)
{
  AmpStore *store = amp_session_get_store (desk->office.session);
  g_autoptr (GError) error = NULL;
  AmpRecord *case_ =
    amp_store_load (store, amp_entity_find ("case"), amp_record_id (desk->case_), &error);

  g_assert_no_error (error);
  g_assert_true (amp_record_set (case_, "risk_level", "imminent", NULL));
  amp_store_save (store, case_, NULL, &error);
  g_assert_no_error (error);
  amp_record_free (desk->case_);
  desk->case_ = case_;
}

static void
desk_open (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  office_open (&desk->office);
  desk->heading = "Oficina de Protección Ñ";
  desk->canaries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  desk->person = amp_record_new (amp_entity_find ("person"));
  desk->case_ = amp_record_new (amp_entity_find ("case"));
  amp_record_set (desk->person, "gender", "Feminine", NULL);
  amp_record_set (desk->person, "nationality", "VE", NULL);
  amp_record_set (desk->person, "doc_type", "passport", NULL);
  amp_record_set (desk->person, "migration_status", "stranded", NULL);
  amp_record_set (desk->person, "lgbtiq", "yes", NULL);
  amp_record_set (desk->case_, "office_region", "PE-TUM", NULL);
  amp_record_set (desk->case_, "risk_level", "imminent", NULL);
  fill (desk, desk->person);
  fill (desk, desk->case_);
  amp_cases_intake (desk->office.session, desk->person, desk->case_, NULL, NULL, &error);
  g_assert_no_error (error);
  fill_children (desk);
  make_imminent (desk);
  desk->institution = amp_record_new (amp_entity_find ("institution"));
  amp_record_set (desk->institution, "name_es", "Institución de prueba", NULL);
  amp_record_set (desk->institution, "country", "PE", NULL);
  fill (desk, desk->institution);
  save (desk, desk->institution);
  desk->consent = amp_record_new (amp_entity_find ("consent"));
  amp_record_set_int (desk->consent, "case", amp_record_id (desk->case_));
  amp_record_set (desk->consent, "purpose", "share_with", NULL);
  amp_record_set (desk->consent, "decision", "given", NULL);
  amp_record_set (desk->consent, "on", "2026-11-20", NULL);
  amp_record_set (desk->consent, "giver", "self", NULL);
  amp_record_set (desk->consent, "method", "written", NULL);
  save (desk, desk->consent);
  desk->referral = amp_record_new (amp_entity_find ("referral"));
  amp_record_set_int (desk->referral, "case", amp_record_id (desk->case_));
  amp_record_set_int (desk->referral, "to_institution", amp_record_id (desk->institution));
  amp_record_set (desk->referral, "service_type", "04_csmc", NULL);
  amp_record_set (desk->referral, "urgency", "72h", NULL);
  amp_record_set (desk->referral, "document_no", "012-2026-TUM", NULL);
  amp_record_set (desk->referral, "to_contact", "Lic. Peña Ñique", NULL);
  fill (desk, desk->referral);
  save (desk, desk->referral);
}

static void
desk_close (Desk *desk)
{
  g_clear_pointer (&desk->person, amp_record_free);
  g_clear_pointer (&desk->case_, amp_record_free);
  g_clear_pointer (&desk->institution, amp_record_free);
  g_clear_pointer (&desk->referral, amp_record_free);
  g_clear_pointer (&desk->consent, amp_record_free);
  g_clear_pointer (&desk->canaries, g_hash_table_unref);
  office_close (&desk->office);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_close)

/* The text of the slip; free it. */
static char *
slip_text (Desk *desk, const char *name)
{
  const AmpSlipOptions options = {.office = desk->heading, .date = DAY};
  g_autofree char *path = office_path (&desk->office, name);
  const char *command[] = {"pdftotext", "-layout", path, "-", NULL};
  const char *keep = g_getenv ("AMP_SLIPS");
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  int status;

  amp_referral_slip_write (desk->office.session, desk->referral, &options, path, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) (gpointer) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  if (keep != NULL) /* to look at */
    {
      g_autofree char *copy = g_build_filename (keep, name, NULL);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_assert_true (g_file_set_contents (copy, data, (gssize) length, NULL));
    }
  return text;
}

/* Without a name for the letter the office's own heads it, and the region where it has none. */
static void
test_the_office_heads_it (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *region = NULL, *name = NULL, *given = NULL;

  desk_open (&desk);
  desk.heading = NULL;
  region = slip_text (&desk, "slip-region.pdf");
  g_assert_nonnull (strstr (region, "Oficina de Tumbes"));
  g_assert_true (amp_settings_set_office_name (desk.office.session, "Casa Ñusta", &error));
  name = slip_text (&desk, "slip-office.pdf");
  g_assert_nonnull (strstr (name, "Casa Ñusta"));
  g_assert_null (strstr (name, "Oficina de Tumbes"));
  desk.heading = "Sede Norte";
  given = slip_text (&desk, "slip-given.pdf");
  g_assert_nonnull (strstr (given, "Sede Norte"));
}

static const AmpShareField *
share_of (const char *name)
{
  gsize n;
  const AmpShareField *fields = amp_share_fields (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *own = g_strconcat (fields[i].entity, ".", fields[i].field, NULL);

      if (g_str_equal (own, name))
        return &fields[i];
    }
  return NULL;
}

static void
check_canaries (Desk *desk, const char *profile, const char *kind)
{
  /* Of the letter itself, whatever the profile. */
  static const char *const of_the_letter[] = {"institution.name_es", "referral.to_contact",
                                              "referral.document_no", NULL};
  g_autofree char *name = g_strdup_printf ("slip-%s-%s.pdf", profile, kind);
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer key, word;
  guint n_shown = 0;

  g_assert_true (amp_record_set (desk->institution, "kind", kind, NULL));
  save (desk, desk->institution);
  g_assert_true (amp_record_set (desk->referral, "data_shared_profile", profile, NULL));
  save (desk, desk->referral);
  text = slip_text (desk, name);
  g_hash_table_iter_init (&iter, desk->canaries);
  while (g_hash_table_iter_next (&iter, &key, &word))
    {
      const AmpShareField *share = share_of (key);
      gboolean allowed =
        share != NULL && amp_share_allows (share, amp_share_profile_from_code (profile), kind);

      if (g_strv_contains (of_the_letter, key))
        continue;
      if ((strstr (text, word) != NULL) != allowed)
        {
          g_test_message ("%s %s: %s is %s", profile, kind, (char *) key,
                          allowed ? "missing" : "on the slip");
          g_test_fail ();
        }
      n_shown += allowed ? 1 : 0;
    }
  g_assert_cmpuint (n_shown > 0, ==, !g_str_equal (profile, "min"));
  /* Codes have no canaries: a word of each. */
  g_assert_cmpint (strstr (text, "varada") != NULL, ==, g_str_equal (profile, "full"));
  g_assert_cmpint (strstr (text, "Inminente") != NULL, ==, g_str_equal (profile, "full"));
  g_assert_null (strstr (text, "LGTBI"));
  g_assert_nonnull (strstr (text, "Femenino"));
  g_assert_nonnull (strstr (text, "De 27 a 29"));
}

static void
test_no_field_beyond_the_profile (void)
{
  static const char *const profiles[] = {"min", "standard", "full"};
  static const char *const kinds[] = {"Prosecutor", "LawEnforcement", "NGO"};
  g_auto (Desk) desk = {0};

  desk_open (&desk);
  g_assert_cmpuint (g_hash_table_size (desk.canaries), >, 60);
  for (gsize p = 0; p < G_N_ELEMENTS (profiles); p++)
    for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++)
      check_canaries (&desk, profiles[p], kinds[k]);
}

static void
test_profiles_keep_to_the_classes_of_privacy (void)
{
  gsize n;
  const AmpShareField *fields = amp_share_fields (&n);

  for (gsize i = 0; i < n; i++)
    {
      const AmpEntity *entity = amp_entity_find (fields[i].entity);
      const AmpField *field = entity != NULL ? amp_entity_field (entity, fields[i].field) : NULL;

      g_assert_nonnull (field);
      if (fields[i].from == AMP_SHARE_MIN)
        g_assert_true (field->privacy == AMP_PRIVACY_QUASI ||
                       field->privacy == AMP_PRIVACY_OPERATIONAL);
      if (fields[i].from == AMP_SHARE_STANDARD)
        g_assert_true (field->privacy != AMP_PRIVACY_SENSITIVE &&
                       field->privacy != AMP_PRIVACY_FREE_TEXT);
      g_assert_cmpint (fields[i].prosecutor_only, ==,
                       g_str_equal (entity->name, "perpetrator") ||
                         g_str_equal (entity->name, "proceeding"));
    }
  g_assert_null (share_of ("safe_contact.code_word"));
  g_assert_null (share_of ("person.pseudonym"));
  g_assert_cmpint (amp_share_profile_from_code ("nonsense"), ==, AMP_SHARE_MIN);
}

static void
test_it_looks_like_a_letter (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *text = NULL;
  static const char *const words[] = {"Oficina de Protección Ñ",
                                      "Tumbes, 26 de noviembre de 2026",
                                      "OFICIO DE DERIVACIÓN N.º 012-2026-TUM",
                                      "Institución de prueba",
                                      "Lic. Peña Ñique",
                                      "ASUNTO:",
                                      "REFERENCIA:",
                                      "Derivación para atención: Centro de salud mental",
                                      "Dentro de 72 horas",
                                      "Ley N.º 29733",
                                      "autorizó el 20/11/2026",
                                      "CONTRARREFERENCIA",
                                      "Sin capacidad o cupo",
                                      "1/1"};

  desk_open (&desk);
  text = slip_text (&desk, "slip-letter.pdf");
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (text, words[i]) == NULL)
      {
        g_test_message ("missing: %s", words[i]);
        g_test_fail ();
      }
}

static void
test_long_texts_go_on_over_pages (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GString) story = g_string_new (NULL);
  g_autofree char *text = NULL;

  desk_open (&desk);
  for (int i = 0; i < 900; i++)
    g_string_append_printf (story, "%sañoranza%04d", i > 0 ? " " : "", i);
  amp_record_set (desk.referral, "details", story->str, NULL);
  amp_record_set (desk.referral, "data_shared_profile", "full", NULL);
  save (&desk, desk.referral);
  amp_record_set (desk.person, "given_names",
                  "María de los Ángeles Guadalupe Concepción de la Santísima Trinidad y Todos los "
                  "Santos Ñañez",
                  NULL);
  save (&desk, desk.person);
  text = slip_text (&desk, "slip-long.pdf");
  for (int i = 0; i < 900; i++)
    {
      g_autofree char *word = g_strdup_printf ("añoranza%04d", i);

      g_assert_nonnull (strstr (text, word));
    }
  g_assert_nonnull (strstr (text, "2/"));
  g_assert_nonnull (strstr (text, "3/"));
  g_assert_null (strstr (text, "1/1"));
  g_assert_nonnull (strstr (text, "CONTRARREFERENCIA"));
}

static gboolean
refused (Desk *desk)
{
  const AmpSlipOptions options = {.date = DAY};
  g_autofree char *path = office_path (&desk->office, "refused.pdf");
  g_autoptr (GError) error = NULL;
  gboolean written =
    amp_referral_slip_write (desk->office.session, desk->referral, &options, path, &error);

  if (!written)
    g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, written);
  return !written;
}

static void
test_no_slip_without_consent (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  amp_record_set (desk.consent, "withdrawn_on", DAY, NULL);
  save (&desk, desk.consent);
  g_assert_true (refused (&desk));
  amp_record_set (desk.consent, "withdrawn_on", NULL, NULL);
  save (&desk, desk.consent);
  g_assert_true (
    amp_referral_move (desk.office.session, desk.referral, "revoked", "other", NULL, DAY, &error));
  g_assert_true (refused (&desk));
}

static gboolean
find_print (const AmpAuditEvent *event, gpointer data)
{
  char **fields = data;

  if (g_str_equal (event->action, "print"))
    *fields = g_strdup (event->fields);
  return TRUE;
}

static void
test_the_log_says_which_fields (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *text = NULL, *fields = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  text = slip_text (&desk, "slip-log.pdf");
  amp_store_audit_list (amp_session_get_store (desk.office.session), find_print, &fields, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fields, ==, "person.age_band;person.gender;person.nationality");
}

static void
test_dates_are_in_words (void)
{
  static const struct
  {
    const char *region, *date, *words;
  } rows[] = {{"PE-TUM", "2026-11-26", "Tumbes, 26 de noviembre de 2026"},
              {"PE-LOR", "2026-09-01", "Iquitos, 1 de setiembre de 2026"},
              {"PE-AMA", "2026-09", "Chachapoyas"},
              {NULL, "2026-01-02", "2 de enero de 2026"}};

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *words = amp_slip_place_and_date (rows[i].region, rows[i].date);

      g_assert_cmpstr (words, ==, rows[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slip/no-field-beyond-the-profile", test_no_field_beyond_the_profile);
  g_test_add_func ("/slip/profiles-keep-to-the-classes-of-privacy",
                   test_profiles_keep_to_the_classes_of_privacy);
  g_test_add_func ("/slip/it-looks-like-a-letter", test_it_looks_like_a_letter);
  g_test_add_func ("/slip/the-office-heads-it", test_the_office_heads_it);
  g_test_add_func ("/slip/long-texts-go-on-over-pages", test_long_texts_go_on_over_pages);
  g_test_add_func ("/slip/no-slip-without-consent", test_no_slip_without_consent);
  g_test_add_func ("/slip/the-log-says-which-fields", test_the_log_says_which_fields);
  g_test_add_func ("/slip/dates-are-in-words", test_dates_are_in_words);
  return g_test_run ();
}
