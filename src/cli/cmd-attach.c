/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli attach: files of a case, in, listed, and out on purpose. Titles are not taken from the
 * command line, which other users of the computer can read, and not listed. */
#include "cli/cli.h"

#include <string.h>

#include "domain/access.h"
#include "domain/attachments.h"
#include "domain/csv.h"
#include "model/codelist.h"

/* --- add --- */

static gboolean
check_kind (const char *kind, GError **error)
{
  const AmpCodeList *list = amp_code_list_find ("attachment_kind");

  if (kind == NULL || amp_code_list_lookup (list, kind) != NULL)
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "kind",
               "consent, id, oficio, medical, legal, photo, audio, other");
  return FALSE;
}

static int
run_add (CliCall *call, GError **error)
{
  const char *kind = cli_call_get (call, "kind");
  g_autoptr (AmpAttachmentFile) file = NULL;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) record = NULL;
  g_autofree char *told = NULL;
  gint64 case_id;

  if (!check_kind (kind, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  case_id = session != NULL ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;
  file = case_id != 0 && amp_access_require (session, case_id, error)
           ? amp_attachment_file_read (cli_call_argument (call, 2), NULL, error)
           : NULL;
  if (file == NULL)
    return CLI_FAILED;
  record = amp_record_new (amp_entity_find ("attachment"));
  amp_record_set_int (record, "case", case_id);
  if (!amp_record_set (record, "kind", kind, error) ||
      !amp_attachments_add (session, record, file, cli_progress (), NULL, error))
    return CLI_FAILED;
  if (file->tells)
    g_printerr ("%s\n", _ ("The file may say where, when, by whom and with what it was made. That "
                           "stays in it."));
  told = g_strdup_printf ("%" G_GINT64_FORMAT "\n", amp_record_id (record));
  return cli_print (told, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption add_options[] = {
  {"kind", "KIND", N_ ("consent, id, oficio, medical, legal, photo, audio or other"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_attach_add = {
  "attach add",
  {"VAULT", "CASE", "FILE"},
  add_options,
  N_ ("Attaches a file to a case, and prints its number."),
  N_ ("CASE is the number of the case. A file has at most 50 MB. Pictures, WAV and MP3 lose what a "
      "camera or a program wrote into them. The file itself stays where it is."),
  run_add,
};

/* --- list --- */

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id", "kind", "type", "bytes", "added_on"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  gint64 case_id =
    session != NULL ? cli_find_case (session, cli_call_argument (call, 1), error) : 0;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (case_id == 0 || !amp_access_require (session, case_id, error))
    return CLI_FAILED;
  records = amp_store_children (amp_session_get_store (session), amp_entity_find ("attachment"),
                                "case", case_id, error);
  if (records == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < records->len; i++)
    {
      const AmpRecord *record = records->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (record));
      const char *const cells[] = {id, amp_record_get (record, "kind"),
                                   amp_record_get (record, "mime"), amp_record_get (record, "size"),
                                   amp_record_get (record, "added_on")};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_attach_list = {
  "attach list", {"VAULT", "CASE"}, NULL, N_ ("Lists the attachments of a case as CSV."),
  NULL,          run_list,
};

/* --- export --- */

static int
run_export (CliCall *call, GError **error)
{
  const char *reason = cli_call_need (call, "reason", error);
  const char *path = reason != NULL ? cli_call_need (call, "output", error) : NULL;
  g_autofree char *all = g_strjoinv (", ", (char **) amp_attachment_reasons ());
  g_autoptr (AmpSession) session = NULL;
  gint64 id = 0;

  if (path == NULL)
    return CLI_FAILED;
  if (amp_attachment_reason_label (reason) == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "reason", all);
      return CLI_FAILED;
    }
  id = cli_read_id (call, 1, "attach list", error);
  if (id == 0)
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL ||
      !amp_attachments_export (session, id, path, reason, cli_progress (), NULL, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("The file is in plain text now. Keep it where only those who need it can "
                         "read it, and delete it afterwards."));
  return CLI_DONE;
}

static const CliOption export_options[] = {
  {"output", "FILE", N_ ("the file to write; it appears whole or not at all"), FALSE},
  {"reason", "REASON", N_ ("why: person, institution, authority or print"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_attach_export = {
  "attach export",
  {"VAULT", "ID"},
  export_options,
  N_ ("Writes an attachment to a file, in plain text, and says so in the log."),
  NULL,
  run_export,
};
