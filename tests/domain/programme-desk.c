/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records by their values. */
#include "programme-desk.h"

#include "domain/cases.h"
#include "domain/programme.h"

#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

static void
set_values (AmpRecord *record, const char *values)
{
  g_auto (GStrv) pairs = g_strsplit (values, "|", -1);

  for (gsize i = 0; pairs[i] != NULL && *pairs[i] != '\0'; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);
      g_autoptr (GError) error = NULL;

      amp_record_set (record, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }
}

gint64
desk_add_to (
  Office *office, const char *entity, const char *field, gint64 owner, const char *values)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (entity));
  g_autoptr (GError) error = NULL;

  set_values (record, values);
  if (field != NULL)
    amp_record_set_int (record, field, owner);
  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

gint64
desk_add (Office *office, const char *entity, const char *values)
{
  return desk_add_to (office, entity, NULL, 0, values);
}

static AmpRecord *
load (Office *office, const char *entity, gint64 id)
{
  g_autoptr (GError) error = NULL;
  AmpRecord *record =
    amp_store_load (amp_session_get_store (office->session), amp_entity_find (entity), id, &error);

  g_assert_no_error (error);
  return record;
}

void
desk_set (Office *office, const char *entity, gint64 id, const char *field, const char *value)
{
  g_autoptr (AmpRecord) record = load (office, entity, id);
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
}

char *
desk_get (Office *office, const char *entity, gint64 id, const char *field)
{
  g_autoptr (AmpRecord) record = load (office, entity, id);

  return g_strdup (amp_record_get (record, field));
}

void
desk_delete (Office *office, const char *entity, gint64 id)
{
  g_autoptr (GError) error = NULL;

  amp_programme_delete (office->session, entity, id, &error);
  g_assert_no_error (error);
}

/* --- PDF --- */

static char *
output_of (Office *office, GBytes *pdf, const char *const *command)
{
  g_autofree char *path = office_path (office, "sheet.pdf");
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = 0;

  g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf), &error);
  g_assert_no_error (error);
  if (!g_spawn_sync (office->folder, (char **) command, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                     &status, &error))
    {
      g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
      g_test_skip (command[0]);
      return NULL;
    }
  g_assert_cmpint (status, ==, 0);
  return out;
}

char *
desk_text_of (Office *office, GBytes *pdf)
{
  static const char *const command[] = {"pdftotext", "-layout", "sheet.pdf", "-", NULL};

  return output_of (office, pdf, command);
}

char *
desk_info_of (Office *office, GBytes *pdf)
{
  static const char *const command[] = {"pdfinfo", "sheet.pdf", NULL};

  return output_of (office, pdf, command);
}

const char *
desk_as_it_is (const char *msgid)
{
  return msgid;
}

const char *
desk_longer (const char *msgid)
{
  static GHashTable *longer;
  char *text;

  if (longer == NULL)
    longer = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  text = g_hash_table_lookup (longer, msgid);
  if (text == NULL)
    {
      text = g_strdup_printf ("%s %.*s", msgid, (int) (strlen (msgid) / 4), "nnnn nnnn nnnn nnnn");
      g_hash_table_insert (longer, g_strdup (msgid), text);
    }
  return text;
}
