/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office of several people. */
#include "team.h"

#include "domain/cases.h"

static AmpSecret *
passphrase (void)
{
  return amp_secret_new_from_text ("correct horse battery staple");
}

void
team_open (Office *office)
{
  static const struct
  {
    const char *login;
    AmpRole role;
  } people[] = {
    {"jefa", AMP_ROLE_SUPERVISOR}, {"rosa", AMP_ROLE_CASEWORKER}, {"ana", AMP_ROLE_CASEWORKER}};
  g_autoptr (AmpSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  office_open (office);
  secret = passphrase ();
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      amp_session_add_user (office->session, people[i].login, people[i].role, secret,
                            &amp_kdf_cheap, &error);
      g_assert_no_error (error);
    }
}

void
team_be (Office *office, const char *login)
{
  g_autofree char *vault = office_path (office, "Office.amparo");
  g_autoptr (AmpSecret) secret = passphrase ();
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (amp_session_get_user (office->session)->login, login) == 0)
    return;
  g_clear_pointer (&office->session, amp_session_close);
  office->session = amp_session_open (vault, login, secret, &error);
  g_assert_no_error (error);
}

gint64
team_id (Office *office, const char *login)
{
  g_autoptr (GPtrArray) users =
    amp_vault_list_users (amp_session_get_vault (office->session), NULL);

  for (guint i = 0; i < users->len; i++)
    if (g_strcmp0 (((const AmpUser *) users->pdata[i])->login, login) == 0)
      return ((const AmpUser *) users->pdata[i])->id;
  g_error ("nobody is called %s", login);
}

static void
save (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (office->session), record, NULL, &error);
  g_assert_no_error (error);
}

gint64
team_add (Office *office, const char *name, gint64 case_id, ...)
{
  const AmpEntity *entity = amp_entity_find (name);
  g_autoptr (AmpRecord) record = amp_record_new (entity);
  const char *field;
  va_list list;

  amp_record_set_int (record, "case", case_id);
  if (amp_entity_field (entity, "person") != NULL)
    {
      g_autofree char *person = team_get (office, "case", case_id, "person");

      g_assert_true (amp_record_set (record, "person", person, NULL));
    }
  va_start (list, case_id);
  while ((field = va_arg (list, const char *)) != NULL)
    {
      g_autoptr (GError) error = NULL;

      amp_record_set (record, field, va_arg (list, const char *), &error);
      g_assert_no_error (error);
    }
  va_end (list);
  save (office, record);
  return amp_record_id (record);
}

gint64
team_case (Office *office, const char *owner, const char *given_names)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (person, "given_names", given_names, NULL));
  g_assert_true (amp_record_set (person, "gender", "Feminine", NULL));
  g_assert_true (amp_record_set (person, "birth_year", "1990", NULL));
  g_assert_true (amp_record_set (case_, "office_region", "PE-TUM", NULL));
  g_assert_true (amp_record_set (case_, "status", "open", NULL));
  g_assert_true (amp_record_set (case_, "opened_on", "2026-01-05", NULL));
  amp_record_set_int (case_, "owner", team_id (office, owner));
  amp_cases_intake (office->session, person, case_, NULL, NULL, &error);
  g_assert_no_error (error);
  team_add (office, "consent", amp_record_id (case_), "purpose", "process_data", "decision",
            "given", "on", "2026-01-05", NULL);
  team_add (office, "risk_assessment", amp_record_id (case_), "on", "2026-01-05", "level", "low",
            "next_due", "2026-02-05", NULL);
  return amp_record_id (case_);
}

char *
team_get (Office *office, const char *entity, gint64 id, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record =
    amp_store_load (amp_session_get_store (office->session), amp_entity_find (entity), id, &error);

  g_assert_no_error (error);
  return g_strdup (amp_record_get (record, field));
}
