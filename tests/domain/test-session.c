/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/session.h"

#include "office.h"

#define PASSPHRASE "una frase larga para Rosa"

static AmpSecret *
secret (const char *text)
{
  return amp_secret_new_from_text (text);
}

static gboolean
collect (const AmpAuditEvent *event, gpointer data)
{
  GString *actions = data;

  g_string_append_printf (actions, "%s ", event->action);
  return TRUE;
}

static char *
actions_of (AmpSession *session)
{
  g_autoptr (GError) error = NULL;
  GString *actions = g_string_new (NULL);

  amp_store_audit_list (amp_session_get_store (session), collect, actions, &error);
  g_assert_no_error (error);
  return g_string_free (actions, FALSE);
}

static void
add_user (AmpSession *session, const char *login, AmpRole role)
{
  g_autoptr (AmpSecret) passphrase = secret (PASSPHRASE);
  g_autoptr (GError) error = NULL;

  amp_session_add_user (session, login, role, passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
}

static AmpSession *
open_as (const Office *office, const char *login, GError **error)
{
  g_autoptr (AmpSecret) passphrase = secret (PASSPHRASE);
  g_autofree char *folder =
    g_strdup (amp_vault_get_folder (amp_session_get_vault (office->session)));

  amp_session_close (office->session);
  ((Office *) office)->session = NULL;
  return amp_session_open (folder, login, passphrase, error);
}

static void
test_a_new_vault_has_its_supervisor_as_a_record (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) user = NULL;

  office_open (&office);
  user = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("user"),
                         amp_session_get_user (office.session)->id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (user, "role"), ==, "supervisor");
  g_assert_cmpstr (amp_record_get (user, "active"), ==, "1");
  g_assert_true (amp_session_is_supervisor (office.session));
}

static void
test_a_caseworker_works_and_manages_nobody (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = secret (PASSPHRASE);

  office_open (&office);
  add_user (office.session, "rosa", AMP_ROLE_CASEWORKER);
  office.session = open_as (&office, "rosa", &error);
  g_assert_no_error (error);
  g_assert_nonnull (amp_session_get_store (office.session));
  g_assert_false (amp_session_is_supervisor (office.session));
  g_assert_false (amp_session_add_user (office.session, "otra", AMP_ROLE_CASEWORKER, passphrase,
                                        &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_false (amp_session_disable_user (office.session, "rosa", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

static void
test_an_auditor_gets_no_store (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) old = secret (PASSPHRASE), fresh = secret ("otra frase larga distinta");

  office_open (&office);
  add_user (office.session, "inés", AMP_ROLE_AUDITOR);
  office.session = open_as (&office, "inés", &error);
  g_assert_no_error (error);
  g_assert_null (amp_session_get_store (office.session));
  g_assert_false (amp_session_disable_user (office.session, "inés", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_true (
    amp_session_change_passphrase (office.session, old, fresh, &amp_kdf_cheap, &error));
  g_assert_no_error (error);
}

static void
test_a_disabled_user_cannot_come_back (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;

  office_open (&office);
  add_user (office.session, "rosa", AMP_ROLE_CASEWORKER);
  g_assert_true (amp_session_disable_user (office.session, "rosa", &error));
  g_assert_no_error (error);
  g_assert_null (open_as (&office, "rosa", &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
}

static void
test_a_login_taken_changes_nothing (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = secret (PASSPHRASE);
  g_autofree char *before = NULL, *after = NULL;
  gint64 n;

  office_open (&office);
  add_user (office.session, "rosa", AMP_ROLE_CASEWORKER);
  n = amp_store_count (amp_session_get_store (office.session), amp_entity_find ("user"), &error);
  before = actions_of (office.session);
  g_assert_false (amp_session_add_user (office.session, "rosa", AMP_ROLE_SUPERVISOR, passphrase,
                                        &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
  after = actions_of (office.session);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (
    amp_store_count (amp_session_get_store (office.session), amp_entity_find ("user"), NULL), ==,
    n);
}

static void
test_the_chain_tells_of_keys_and_doors (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autofree char *actions = NULL;

  office_open (&office);
  add_user (office.session, "rosa", AMP_ROLE_CASEWORKER);
  g_assert_true (amp_session_grant (office.session, "rosa", AMP_ROLE_SUPERVISOR, &error));
  g_assert_no_error (error);
  office.session = open_as (&office, "rosa", &error);
  g_assert_no_error (error);
  g_assert_true (amp_session_is_supervisor (office.session));
  actions = actions_of (office.session);
  g_assert_true (g_str_has_prefix (actions, "create_vault "));
  g_assert_nonnull (g_strstr_len (actions, -1, "key_change "));
  g_assert_true (g_str_has_suffix (actions, "lock unlock "));
  g_assert_true (
    amp_store_audit_verify (amp_session_get_store (office.session), NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/session/a-new-vault-has-its-supervisor-as-a-record",
                   test_a_new_vault_has_its_supervisor_as_a_record);
  g_test_add_func ("/session/a-caseworker-works-and-manages-nobody",
                   test_a_caseworker_works_and_manages_nobody);
  g_test_add_func ("/session/an-auditor-gets-no-store", test_an_auditor_gets_no_store);
  g_test_add_func ("/session/a-disabled-user-cannot-come-back",
                   test_a_disabled_user_cannot_come_back);
  g_test_add_func ("/session/a-login-taken-changes-nothing", test_a_login_taken_changes_nothing);
  g_test_add_func ("/session/the-chain-tells-of-keys-and-doors",
                   test_the_chain_tells_of_keys_and_doors);
  return g_test_run ();
}
