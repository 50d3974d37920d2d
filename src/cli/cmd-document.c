/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli document: what the office keeps beside its cases, in, listed, and out on purpose. Its
 * title is read from standard input, as all that is told in words. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/library.h"
#include "model/codelist.h"

/* --- add --- */

static gboolean
fill_in (CliCall *call, AmpRecord *record, GError **error)
{
  const char *kind = cli_call_need (call, "kind", error);
  g_autofree char *title = NULL;

  if (kind == NULL)
    return FALSE;
  if (amp_code_list_lookup (amp_code_list_find ("document_kind"), kind) == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "kind",
                   "norm, manual, minutes, letter, evidence, material, report, other");
      return FALSE;
    }
  if (cli_call_get (call, "in-guide") != NULL)
    amp_record_set_int (record, "in_library", 1);
  title = cli_read_text (error);
  return title != NULL && amp_record_set (record, "title", title, error) &&
         amp_record_set (record, "kind", kind, error) &&
         amp_record_set (record, "on", cli_call_get (call, "date"), error) &&
         amp_record_set (record, "source", cli_call_get (call, "source"), error);
}

static int
run_add (CliCall *call, GError **error)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("document"));
  g_autoptr (AmpAttachmentFile) file = NULL;
  g_autoptr (AmpSession) session = NULL;
  g_autofree char *told = NULL;

  if (!fill_in (call, record, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  file =
    session != NULL ? amp_attachment_file_read (cli_call_argument (call, 1), NULL, error) : NULL;
  if (file == NULL ||
      !amp_library_add_document (session, record, file, cli_progress (), NULL, error))
    return CLI_FAILED;
  if (file->tells)
    g_printerr ("%s\n", _ ("The file may say where, when, by whom and with what it was made. That "
                           "stays in it."));
  told = g_strdup_printf ("%" G_GINT64_FORMAT "\n", amp_record_id (record));
  return cli_print (told, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption add_options[] = {
  {"kind", "KIND", N_ ("norm, manual, minutes, letter, evidence, material, report or other"),
   FALSE},
  {"date", "DATE", N_ ("the date of the document"), FALSE},
  {"source", "TEXT", N_ ("who issued it, and where it can be had"), FALSE},
  {"in-guide", NULL, N_ ("show it in the guide; for supervisors"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_document_add = {
  "document add",
  {"VAULT", "FILE"},
  add_options,
  N_ ("Keeps a document of the office, and prints its number."),
  N_ ("Its title is read from standard input. It names nobody: what belongs to a case is attached "
      "to it. A file has at most 50 MB. Pictures, WAV and MP3 lose what a camera or a program "
      "wrote into them. The file itself stays where it is."),
  run_add,
};

/* --- list --- */

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id", "kind", "title", "type", "bytes", "date", "in_guide"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GPtrArray) records =
    session != NULL ? amp_library_documents (session, TRUE, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (records == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < records->len; i++)
    {
      const AmpRecord *record = records->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (record));
      const char *const cells[] = {id,
                                   amp_record_get (record, "kind"),
                                   amp_record_get (record, "title"),
                                   amp_record_get (record, "mime"),
                                   amp_record_get (record, "size"),
                                   amp_record_get (record, "on"),
                                   amp_record_get_int (record, "in_library", 0) == 1 ? "1" : "0"};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_document_list = {
  "document list", {"VAULT"}, NULL, N_ ("Lists the documents of the office as CSV."), NULL,
  run_list,
};

/* --- get, remove --- */

static int
run_get (CliCall *call, GError **error)
{
  const char *path = cli_call_need (call, "output", error);
  gint64 id = path != NULL ? cli_read_id (call, 1, "document list", error) : 0;
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;

  if (session == NULL ||
      !amp_library_export_document (session, id, path, cli_progress (), NULL, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("The file is in plain text now. Keep it where only those who need it can "
                         "read it, and delete it afterwards."));
  return CLI_DONE;
}

static const CliOption get_options[] = {
  {"output", "FILE", N_ ("the file to write; it appears whole or not at all"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_document_get = {
  "document get", {"VAULT", "ID"},
  get_options,    N_ ("Writes a document to a file, in plain text, and says so in the log."),
  NULL,           run_get,
};

static int
run_remove (CliCall *call, GError **error)
{
  gint64 id = cli_read_id (call, 1, "document list", error);
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;

  return session != NULL && amp_library_delete (session, amp_entity_find ("document"), id, error)
           ? CLI_DONE
           : CLI_FAILED;
}

const CliCommand cli_document_remove = {
  "document remove", {"VAULT", "ID"}, NULL, N_ ("Deletes a document for good."), NULL, run_remove,
};
