/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli guide: norms, pathway, signs, emergency numbers; without a vault. With one, the sheets
 * that the office wrote. */
#include "cli/cli.h"

#include <string.h>

#include "domain/csv.h"
#include "domain/library.h"
#include "model/codelist.h"

#define MAX_SHEET (256 * 1024)

static int
run_list (CliCall *call, GError **error)
{
  const char *words = cli_call_get (call, "search");
  g_autoptr (GString) out = g_string_new ("id,kind,title\r\n");

  for (guint i = 0; i < amp_guide_length (); i++)
    {
      const AmpGuideSheet *sheet = amp_guide_nth (i);
      const char *const cells[] = {amp_guide_id (sheet),
                                   amp_guide_kind_to_code (amp_guide_kind (sheet)),
                                   amp_guide_title (sheet, amp_code_language ())};

      if (amp_guide_matches (sheet, words))
        amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption list_options[] = {
  {"search", "WORDS", N_ ("only sheets that hold these words"), FALSE},
  CLI_OPTION_END_KEYLESS,
};

const CliCommand cli_guide_list = {
  "guide list", {NULL}, list_options, N_ ("Lists the sheets of the guide as CSV."), NULL, run_list,
};

static int
run_show (CliCall *call, GError **error)
{
  const char *id = cli_call_argument (call, 0), *output = cli_call_get (call, "output");
  const AmpGuideSheet *sheet = amp_guide_find (id);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) pdf = NULL;

  if (sheet == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                   _ ("The guide has no sheet \"%s\". \"amparo-cli guide list\" names them."), id);
      return CLI_FAILED;
    }
  if (output == NULL)
    {
      text = amp_guide_to_text (sheet, amp_code_language (), cli_translate);
      return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
    }
  pdf = amp_guide_to_pdf (sheet, amp_code_language (), cli_translate, error);
  return pdf != NULL && cli_write (output, pdf, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption show_options[] = {
  {"output", "FILE", N_ ("write it to FILE as PDF, A4"), FALSE},
  CLI_OPTION_END_KEYLESS,
};

const CliCommand cli_guide_show = {
  "guide show",
  {"SHEET"},
  show_options,
  N_ ("Prints a sheet of the guide: pathway, signs, consent, norms, emergency numbers."),
  N_ ("No vault is needed, and nothing of any case is in it."),
  run_show,
};

/* --- Sheets of the office --- */

/* "TITLE\n\nTEXT"; a mark of a heading before the title is no part of it. */
static gboolean
read_sheet (const char *path, AmpRecord *record, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;
  gsize length, first;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (length > MAX_SHEET || strlen (text) != length || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("A sheet is a text in UTF-8 of at most 256 KB."));
      return FALSE;
    }
  first = strcspn (text, "\r\n");
  title = g_strndup (text, first);
  return amp_record_set (record, "title",
                         g_strstrip (title + (g_str_has_prefix (title, "# ") ? 2 : 0)), error) &&
         amp_record_set (record, "text", g_strstrip (text + first), error);
}

static int
run_add (CliCall *call, GError **error)
{
  const char *topic = cli_call_need (call, "topic", error);
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("local_sheet"));
  g_autoptr (AmpSession) session = NULL;
  g_autofree char *told = NULL;

  if (topic == NULL)
    return CLI_FAILED;
  if (amp_code_list_lookup (amp_code_list_find ("guide_topic"), topic) == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "topic",
                   "numbers, pathway, practice, norms, public, other");
      return CLI_FAILED;
    }
  if (cli_call_get (call, "for-groups") != NULL)
    amp_record_set_int (record, "for_groups", 1);
  if (!read_sheet (cli_call_argument (call, 1), record, error) ||
      !amp_record_set (record, "topic", topic, error) ||
      !amp_record_set (record, "source", cli_call_get (call, "source"), error) ||
      !amp_record_set (record, "checked_on", cli_call_get (call, "checked"), error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL || !amp_library_save (session, record, error))
    return CLI_FAILED;
  told = g_strdup_printf ("%" G_GINT64_FORMAT "\n", amp_record_id (record));
  return cli_print (told, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption add_options[] = {
  {"topic", "TOPIC", N_ ("numbers, pathway, practice, norms, public or other"), FALSE},
  {"source", "TEXT", N_ ("who issued it, and where it can be had"), FALSE},
  {"checked", "DATE", N_ ("when somebody last checked that it is right"), FALSE},
  {"for-groups", NULL, N_ ("it may be shown to a group, full screen"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_guide_add = {
  "guide add",
  {"VAULT", "FILE"},
  add_options,
  N_ ("Adds a sheet of the office to the guide, and prints its number."),
  N_ ("The first line of FILE is the title. A line that begins with - is a point, with 1. a step, "
      "with # a heading. The sheet lies in the vault: it is in the guide while that is open. For "
      "supervisors."),
  run_add,
};

static int
run_local (CliCall *call, GError **error)
{
  static const char *const header[] = {"id", "topic", "title", "checked_on", "stale", "for_groups"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GPtrArray) records = session != NULL ? amp_library_sheets (session, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (records == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < records->len; i++)
    {
      const AmpRecord *record = records->pdata[i];
      g_autoptr (AmpGuideSheet) sheet = amp_guide_sheet_new (record);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (record));
      const char *const cells[] = {id,
                                   amp_record_get (record, "topic"),
                                   amp_record_get (record, "title"),
                                   amp_record_get (record, "checked_on"),
                                   amp_guide_is_stale (sheet) ? "1" : "0",
                                   amp_guide_is_for_groups (sheet) ? "1" : "0"};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_guide_local = {
  "guide local",
  {"VAULT"},
  NULL,
  N_ ("Lists the sheets of the office as CSV."),
  N_ ("stale is 1 where nobody has checked it for 180 days."),
  run_local,
};

static int
run_remove (CliCall *call, GError **error)
{
  gint64 id = cli_read_id (call, 1, "guide local", error);
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;

  return session != NULL && amp_library_delete (session, amp_entity_find ("local_sheet"), id, error)
           ? CLI_DONE
           : CLI_FAILED;
}

const CliCommand cli_guide_remove = {
  "guide remove",
  {"VAULT", "SHEET"},
  NULL,
  N_ ("Deletes a sheet of the office."),
  N_ ("SHEET is a number that \"guide local\" tells. For supervisors."),
  run_remove,
};
