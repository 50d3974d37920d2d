/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vaults and records for the tests of the store. */
#include "fixture.h"

#include "model/codelist.h"

#include <glib/gstdio.h>
#include <string.h>

void
fixture_setup_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = NULL;

  (void) data;
  g_assert_true (amp_vault_init (&error));
  g_assert_no_error (error);
  passphrase = amp_secret_new_from_text ("correct horse battery staple");
  self->parent = g_dir_make_tmp ("amparo-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->parent, "Prueba.amparo", NULL);
  self->vault = amp_vault_create (self->folder, "ana", passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->vault);
}

void
fixture_setup (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_setup_vault (self, data);
  self->store = amp_store_open (self->vault, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
fixture_close (Fixture *self)
{
  g_clear_pointer (&self->store, amp_store_close);
  g_clear_pointer (&self->vault, amp_vault_free);
}

void
fixture_teardown (Fixture *self, gconstpointer data)
{
  (void) data;
  fixture_close (self);
  remove_tree (self->parent);
  g_free (self->parent);
  g_free (self->folder);
}

void
fixture_unlock (Fixture *self, const char *login)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");

  self->vault = amp_vault_unlock (self->folder, login != NULL ? login : "ana", passphrase, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->vault);
}

void
fixture_open (Fixture *self, const char *login)
{
  g_autoptr (GError) error = NULL;

  fixture_unlock (self, login);
  self->store = amp_store_open (self->vault, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->store);
}

void
fixture_add_user (Fixture *self, const char *login, AmpRole role)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  gint64 id;

  g_assert_true (
    amp_vault_add_user (self->vault, login, role, passphrase, &amp_kdf_cheap, &id, &error));
  g_assert_no_error (error);
}

void
fixture_sql (Fixture *self, const char *sql)
{
  if (sqlite3_exec (self->store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->store->db));
}

gint64
fixture_int (Fixture *self, const char *sql)
{
  sqlite3_stmt *stmt;
  gint64 value;

  if (sqlite3_prepare_v2 (self->store->db, sql, -1, &stmt, NULL) != SQLITE_OK ||
      sqlite3_step (stmt) != SQLITE_ROW)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->store->db));
  value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return value;
}

guint64
fixture_n_events (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  guint8 hash[AMP_HASH_BYTES];
  guint64 seq;

  g_assert_true (amp_store_audit_head (self->store, &seq, hash, &error));
  g_assert_no_error (error);
  return seq;
}

/* Twelve letters, for the codes of review packs. */
static char *
letters_value (const AmpField *field, guint n)
{
  char text[13] = "aaaaaaaaaaaa";
  char *canonical = NULL;

  for (gsize i = 0; i < 12; i++, n /= 26)
    text[i] = (char) ('a' + n % 26);
  if (!amp_field_canonical (field, text, &canonical, NULL) || canonical == NULL)
    g_error ("No sample text fits field %s", field->name);
  return canonical;
}

/* Texts that fit the patterns of the tables; the first that a field takes is used. */
static char *
text_value (const AmpField *field, guint n)
{
  static const char *const formats[] = {
    "Ñandú %u, «así» 'o' \"asá\"",
    "TUM-26-%04u-K",
    "%06u",
    "%08u",
    "+51987%06u",
    "a%u@ejemplo.org",
    "%010u",
    "TUM-26-%04u-K/1",
    "08:%02u",
    "image/x-%u",
    "%064u",
    "-3.%u",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *canonical = NULL;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_string_printf (text, formats[i], n + 100);
#pragma GCC diagnostic pop
      if (amp_field_canonical (field, text->str, &canonical, NULL) && canonical != NULL)
        return g_steal_pointer (&canonical);
    }
  return letters_value (field, n);
}

static char *
codes_value (const AmpField *field, guint n)
{
  const AmpCodeList *list = amp_code_list_find (field->list);
  guint length, first, second;

  g_assert_nonnull (list);
  length = amp_code_list_length (list);
  first = n % length;
  second = (n + 1) % length;
  if (field->kind == AMP_KIND_CODE || first == second)
    return g_strdup (amp_code_value (amp_code_list_nth (list, first)));
  return g_strdup_printf ("%s;%s", amp_code_value (amp_code_list_nth (list, MIN (first, second))),
                          amp_code_value (amp_code_list_nth (list, MAX (first, second))));
}

char *
fixture_value (const AmpField *field, guint n)
{
  static const char *const dates[] = {"2024-03-05", "2024-03", "2024", "unknown"};

  switch (field->kind)
    {
    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
      return text_value (field, n);
    case AMP_KIND_CODE:
    case AMP_KIND_CODES:
      return codes_value (field, n);
    case AMP_KIND_DATE:
      return g_strdup (dates[n % G_N_ELEMENTS (dates)]);
    case AMP_KIND_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, field->max > field->min
                                                     ? field->min + n % (field->max - field->min)
                                                     : (gint64) n);
    case AMP_KIND_BOOLEAN:
      return g_strdup (n % 2 == 0 ? "1" : "0");
    case AMP_KIND_TIMESTAMP:
      return g_strdup_printf ("2024-03-05T14:07:%02uZ", n % 60);
    case AMP_KIND_REF:
    default:
      return NULL;
    }
}

AmpRecord *
fixture_record (Fixture *self, const char *name, guint n)
{
  const AmpEntity *entity = amp_entity_find (name);
  AmpRecord *record;

  g_assert_nonnull (entity);
  record = amp_record_new (entity);
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      g_autoptr (GError) error = NULL;
      g_autofree char *value = NULL;

      /* Its bytes are added another way. */
      if (amp_store_keeps_bytes (entity) &&
          (strcmp (field->name, "size") == 0 || strcmp (field->name, "sha") == 0))
        continue;
      value = fixture_value (field, n);
      /* What a record of its own kind would refer to is left out. */
      if (field->kind == AMP_KIND_REF && strcmp (field->refers, name) != 0)
        {
          g_autoptr (AmpRecord) target =
            fixture_saved (self, field->refers, 10000 + self->serial++);

          value = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (target));
        }
      g_assert_true (amp_record_set (record, field->name, value, &error));
      g_assert_no_error (error);
    }
  return record;
}

AmpRecord *
fixture_saved (Fixture *self, const char *name, guint n)
{
  AmpRecord *record = fixture_record (self, name, n);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_save (self->store, record, "test", &error));
  g_assert_no_error (error);
  return record;
}

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, field, value, &error));
  g_assert_no_error (error);
}

static void
save (Fixture *self, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_save (self->store, record, NULL, &error));
  g_assert_no_error (error);
}

/* The user record of whoever unlocked, made once. */
static void
ensure_user (Fixture *self)
{
  gint64 id = amp_vault_get_user (self->vault)->id;
  g_autoptr (AmpRecord) known = amp_store_load (self->store, amp_entity_find ("user"), id, NULL);
  g_autoptr (AmpRecord) user = NULL;

  if (known != NULL)
    return;
  user = amp_record_new (amp_entity_find ("user"));
  amp_record_set_identity (user, id, 0);
  set (user, "role", "supervisor");
  save (self, user);
}

gint64
fixture_case (Fixture *self,
              guint n,
              const char *given_names,
              const char *paternal,
              const char *maternal,
              const char *region,
              const char *status,
              const char *risk,
              const char *last_contact)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *pseudonym = g_strdup_printf ("TUM-26-%04u-K", n);
  g_autofree char *number = g_strdup_printf ("%s/1", pseudonym);
  g_autofree char *gender =
    codes_value (amp_entity_field (amp_record_entity (person), "gender"), 0);

  ensure_user (self);
  set (person, "pseudonym", pseudonym);
  set (person, "gender", gender);
  set (person, "given_names", given_names);
  set (person, "surname_paternal", paternal);
  set (person, "surname_maternal", maternal);
  save (self, person);

  amp_record_set_int (record, "person", amp_record_id (person));
  amp_record_set_int (record, "owner", amp_vault_get_user (self->vault)->id);
  set (record, "number", number);
  set (record, "status", status);
  set (record, "opened_on", "2024-01-02");
  set (record, "office_region", region);
  set (record, "risk_level", risk);
  set (record, "last_contact_on", last_contact);
  save (self, record);
  return amp_record_id (record);
}
