/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli review: packs for auditors. The supervisor's commands name a vault; the auditor's name
 * the file she got, and need no vault. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/review-draft.h"
#include "review/check.h"

#include <string.h>

static char *
number (gint64 value)
{
  return value < 0 ? g_strdup (AMP_REVIEW_HIDDEN) : g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* --- make --- */

static void
say_what_was_made (const AmpReviewSummary *summary)
{
  g_autofree char *records = number (summary->head.records);
  g_autofree char *cases = number ((gint64) summary->n_register);
  g_autofree char *k = number (summary->head.k);
  g_autofree char *withheld = number (summary->head.withheld);
  g_autofree char *hidden = number ((gint64) summary->n_hidden);

  g_printerr (
    _ ("Records shown: %s, of %s cases, in groups of at least %s. Drawn and left out: %s. "
       "Values hidden so that nobody can be recognised: %s.\n"),
    records, cases, k, withheld, hidden);
  if (summary->head.round == 1)
    g_printerr ("%s", _ ("No case of it was drawn for a pack before.\n"));
  else
    g_printerr (
      _ ("Too few cases are left that no pack had, so all were drawn from again (round %u): what "
         "is in it may have been in a pack of before.\n"),
      summary->head.round);
}

static void
say_number (gint64 approval)
{
  g_autofree char *text = number (approval);

  g_printerr (_ ("Asked for as approval %s; give it with --approval.\n"), text);
}

static char *
summary_text (const AmpReviewSummary *summary)
{
  const AmpReviewHead *head = &summary->head;
  g_autofree char *withheld = number (head->withheld);

  return g_strdup_printf (
    "pack,%s\nline,%" G_GINT64_FORMAT "\nlevel,%s\nk,%u\nl,%u\nshare,%u\nsample,%u\n"
    "round,%u\nrecords,%" G_GINT64_FORMAT "\nwithheld,%s\nfile_hash,%s\n",
    head->id, summary->line, amp_review_level_code (head->level), head->k, head->l, head->share,
    head->sample, head->round, head->records, withheld, summary->file_hash);
}

/* Lowered and not approved yet: asked for, and told under which number. */
static gboolean
ask (AmpSession *session, const AmpReviewWish *wish, const char *reason, GError **error)
{
  gint64 approval = 0;

  if (!amp_review_ask (session, wish, reason, &approval, error))
    return FALSE;
  say_number (approval);
  return TRUE;
}

static int
run_make (CliCall *call, GError **error)
{
  const char *auditor = cli_call_need (call, "for", error);
  const char *path = auditor != NULL ? cli_call_need (call, "output", error) : NULL;
  guint64 k = 0, sample = 0, approval = 0;
  AmpReviewWish wish = {.auditor = auditor};
  AmpReviewSummary summary;
  g_autoptr (AmpSession) session = NULL;
  g_autofree char *text = NULL;

  if (path == NULL || !cli_read_number (call, "k", 1000, &k, error) ||
      !cli_read_number (call, "sample", 100, &sample, error) ||
      !cli_read_number (call, "approval", G_MAXINT64, &approval, error))
    return CLI_FAILED;
  wish.k = (guint) k;
  wish.sample = (guint) sample;
  wish.approval = (gint64) approval;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (!amp_review_make (session, &wish, path, &summary, cli_progress (), NULL, error))
    {
      if (approval == 0 && error != NULL &&
          g_error_matches (*error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_APPROVAL))
        (void) ask (session, &wish, cli_call_get (call, "reason"), NULL);
      return CLI_FAILED;
    }
  say_what_was_made (&summary);
  text = summary_text (&summary);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption make_options[] = {
  {"for", "AUDITOR", N_ ("the auditor who gets it; a user of this vault"), FALSE},
  {"output", "FILE", N_ ("where to write the pack"), FALSE},
  {"k", "N", N_ ("the smallest group that is shown; 11, down to 5 by approval"), FALSE},
  {"sample", "PERCENT", N_ ("how much of the register is drawn; 20, more by approval"), FALSE},
  {"reason", "TEXT", N_ ("why protection is lowered; the other supervisor reads it"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval; needed for what lowers protection"),
   FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_review_make = {
  "review make",
  {"VAULT"},
  make_options,
  N_ ("Makes a review pack: a random sample of cases without names, sealed to one auditor."),
  N_ ("The file opens with the auditor's passphrase alone and needs no vault. Another program part "
      "reads "
      "the finished pack and refuses it where it could give somebody away."),
  run_make,
};

/* --- list --- */

static void
append_line (GString *out, const AmpReviewLine *line)
{
  g_autofree char *id = number (line->id);
  g_autofree char *maker = number (line->maker);
  g_autofree char *approver = line->approver != 0 ? number (line->approver) : NULL;
  g_autofree char *auditor = number (line->auditor);
  g_autofree char *k = number (line->k);
  g_autofree char *l = number (line->l);
  g_autofree char *share = number (line->share);
  g_autofree char *sample = number (line->sample);
  g_autofree char *records = number ((gint64) line->records);
  g_autofree char *withheld = number (line->withheld);
  const char *const cells[] = {id,
                               line->pack,
                               line->at,
                               maker,
                               approver,
                               auditor,
                               line->level,
                               k,
                               l,
                               share,
                               sample,
                               records,
                               withheld,
                               line->closed ? "closed" : "open",
                               line->file_hash};

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id",      "pack",    "at",       "maker", "approver",
                                       "auditor", "level",   "k",        "l",     "share",
                                       "sample",  "records", "withheld", "state", "file_hash"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GPtrArray) lines = session != NULL ? amp_review_list (session, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (lines == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < lines->len; i++)
    append_line (out, lines->pdata[i]);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_review_list = {
  "review list",
  {"VAULT"},
  NULL,
  N_ ("Lists the review packs that were made as CSV, oldest first; supervisors only."),
  NULL,
  run_list,
};

/* --- close and resolve --- */

static int
run_close (CliCall *call, GError **error)
{
  gint64 line = cli_read_id (call, 1, "review list", error);
  g_autoptr (AmpSession) session = line != 0 ? cli_open_store (call, error) : NULL;

  return session != NULL && amp_review_close (session, line, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_review_close = {
  "review close",
  {"VAULT", "ID"},
  NULL,
  N_ ("Ends the audit of a review pack: its codes lead to no case any more, for ever."),
  NULL,
  run_close,
};

/* Whom to ask, where that is known. */
static void
say_who (AmpSession *session, gint64 line, const char *code)
{
  g_autoptr (AmpResolveLook) look = amp_review_resolve_look (session, line, code, NULL);
  g_autofree char *names =
    look != NULL && look->who != NULL ? g_strjoinv (", ", look->who) : g_strdup ("");

  if (names[0] == '\0')
    return;
  if (look->state == AMP_RESOLVE_NO_SHARE)
    /* Translators: names of supervisors. */
    g_printerr (_ ("Who can open the cases of this audit, two together: %s.\n"), names);
  else
    /* Translators: names of supervisors. */
    g_printerr (_ ("Who may approve: %s.\n"), names);
}

static int
ask_resolve (CliCall *call, AmpSession *session, gint64 line, GError **error)
{
  const char *code = cli_call_argument (call, 2);
  gint64 asked = 0;

  if (!amp_review_ask_resolve (session, line, code, cli_call_get (call, "reason"), &asked, error))
    {
      if (error != NULL && g_error_matches (*error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_SHARE))
        say_who (session, line, code);
      return CLI_FAILED;
    }
  say_number (asked);
  say_who (session, line, code);
  return CLI_FINDINGS;
}

static int
run_resolve (CliCall *call, GError **error)
{
  gint64 line = cli_read_id (call, 1, "review list", error), case_id = 0;
  const char *code = cli_call_argument (call, 2);
  guint64 approval = 0;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) case_ = NULL;
  g_autofree char *text = NULL;

  if (line == 0 || !cli_read_number (call, "approval", G_MAXINT64, &approval, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (approval == 0)
    return ask_resolve (call, session, line, error);
  if (!amp_review_resolve (session, line, code, (gint64) approval, &case_id, error))
    return CLI_FAILED;
  case_ =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), case_id, error);
  if (case_ == NULL)
    return CLI_FAILED;
  text = g_strdup_printf ("%s\n", amp_record_get (case_, "number"));
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption resolve_options[] = {
  {"reason", "TEXT", N_ ("why; the other supervisor reads it"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval; without it, it is asked for"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_review_resolve = {
  "review resolve",
  {"VAULT", "ID", "CODE"},
  resolve_options,
  N_ ("Tells the case of a code in a review pack; takes two supervisors and is logged."),
  NULL,
  run_resolve,
};

/* --- The auditor: show, verify, export --- */

static AmpReviewOpened *
open_pack (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "user", error);
  g_autoptr (AmpSecret) passphrase = NULL;

  if (login == NULL)
    return NULL;
  passphrase = cli_passphrase_read (call, "passphrase-fd", _ ("Passphrase"), error);
  return passphrase != NULL
           ? amp_review_open (cli_call_argument (call, 0), login, passphrase, error)
           : NULL;
}

static int
run_show (CliCall *call, GError **error)
{
  g_autoptr (AmpReviewOpened) opened = open_pack (call, error);
  const AmpReviewHead *head;
  g_autofree char *withheld = NULL;
  g_autofree char *text = NULL;

  if (opened == NULL)
    return CLI_FAILED;
  head = amp_review_pack_head (amp_review_opened_pack (opened));
  withheld = number (head->withheld);
  text = g_strdup_printf (
    "pack,%s\nmade,%s\nlevel,%s\nk,%u\nl,%u\nshare,%u\nsample,%u\nround,%u\nlowered,%s\nrecords,"
    "%" G_GINT64_FORMAT "\nwithheld,%s\nhead_seq,%" G_GUINT64_FORMAT
    "\nhead_hash,%s\nprevious,%s\nfile_hash,%s\nkeys,%s\n",
    head->id, head->made, amp_review_level_code (head->level), head->k, head->l, head->share,
    head->sample, head->round, head->lowered ? "yes" : "no", head->records, withheld,
    head->head_seq, head->head_hash, head->previous[0] != '\0' ? head->previous : "-",
    amp_review_opened_file_hash (opened), amp_review_opened_is_pinned (opened) ? "known" : "new");
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_review_show = {
  "review show", {"PACK"},
  NULL,          N_ ("Shows what a review pack is; for the auditor it was made for."),
  NULL,          run_show,
};

static int
run_verify (CliCall *call, GError **error)
{
  g_autoptr (AmpReviewOpened) opened = open_pack (call, error);
  gsize length;
  const void *data;

  if (opened == NULL)
    return CLI_FAILED;
  data = g_bytes_get_data (amp_review_opened_payload (opened), &length);
  return amp_review_check (data, length, NULL, 0, error) &&
             cli_print (_ ("The pack is whole and signed, and holds every rule.\n"), error)
           ? CLI_DONE
           : CLI_FAILED;
}

const CliCommand cli_review_verify = {
  "review verify",
  {"PACK"},
  NULL,
  N_ ("Checks signature, form and every rule of a review pack; for its auditor."),
  NULL,
  run_verify,
};

static GString *
records_csv (const AmpReviewPack *pack)
{
  GString *out = g_string_new (NULL);
  gsize n = amp_review_pack_n_columns (pack);
  const char *cells[AMP_REVIEW_MAX_COLUMNS + 1] = {"code"};

  for (gsize i = 0; i < n; i++)
    cells[i + 1] = amp_review_pack_column (pack, i)->name;
  amp_csv_append_row (out, cells, n + 1);
  for (gsize row = 0; row < amp_review_pack_n_rows (pack); row++)
    {
      cells[0] = amp_review_pack_code (pack, row);
      for (gsize i = 0; i < n; i++)
        cells[i + 1] = amp_review_pack_cell (pack, row, i);
      amp_csv_append_row (out, cells, n + 1);
    }
  return out;
}

static int
run_export (CliCall *call, GError **error)
{
  const char *path = cli_call_need (call, "output", error);
  const char *format = cli_call_get (call, "format");
  g_autoptr (AmpReviewOpened) opened = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL)
    return CLI_FAILED;
  if (format != NULL && strcmp (format, "csv") != 0)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("A review pack is exported as csv."));
      return CLI_FAILED;
    }
  opened = open_pack (call, error);
  if (opened == NULL)
    return CLI_FAILED;
  bytes = g_string_free_to_bytes (records_csv (amp_review_opened_pack (opened)));
  return cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption export_options[] = {
  {"format", "csv", N_ ("csv"), FALSE},
  {"output", "FILE", N_ ("where to write the records; -: standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_review_export = {
  "review export",
  {"PACK"},
  export_options,
  N_ ("Writes the records of a review pack as CSV; for its auditor."),
  N_ ("The records are as coarse as in the pack, but a file that lies about is no longer sealed."),
  run_export,
};

/* --- The auditor: what left the office --- */

static void
append_release (GString *out, const AmpReviewRelease *release)
{
  g_autofree char *line = number ((gint64) release->line);
  const char *const cells[] = {line,          release->rule,  release->unit, release->period,
                               release->made, release->state, release->hash};

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static GString *
releases_new (void)
{
  static const char *const header[] = {"line", "rule", "unit", "period", "made", "state", "hash"};
  GString *out = g_string_new (NULL);

  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  return out;
}

static int
run_releases (CliCall *call, GError **error)
{
  g_autoptr (AmpReviewOpened) opened = open_pack (call, error);
  g_autoptr (GString) out = NULL;
  const AmpReviewRelease *all;
  gsize n;

  if (opened == NULL)
    return CLI_FAILED;
  out = releases_new ();
  all = amp_review_pack_releases (amp_review_opened_pack (opened), &n);
  for (gsize i = 0; i < n; i++)
    append_release (out, &all[i]);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_review_releases = {
  "review releases",
  {"PACK"},
  NULL,
  N_ ("Lists as CSV what the office handed over by the time of a review pack; for its auditor."),
  N_ (
    "No counts, no recipients: of each file its number in the office's register, the rule it left "
    "by, its period, the month, and its hash."),
  run_releases,
};

static int
run_reconcile (CliCall *call, GError **error)
{
  g_autofree char *hash = amp_review_hash_file (cli_call_argument (call, 1), error);
  g_autoptr (AmpReviewOpened) opened = hash != NULL ? open_pack (call, error) : NULL;
  const AmpReviewRelease *release;
  g_autoptr (GString) out = NULL;

  if (opened == NULL)
    return CLI_FAILED;
  release = amp_review_pack_find_release (amp_review_opened_pack (opened), hash);
  if (release == NULL)
    {
      g_printerr (
        "%s", _ ("This file is not in the list of what the office had handed over when the pack "
                 "was made: it is later, changed, or never went through the register.\n"));
      return CLI_FINDINGS;
    }
  out = releases_new ();
  append_release (out, release);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_review_reconcile = {
  "review reconcile",
  {"PACK", "FILE"},
  NULL,
  N_ ("Tells whether a file is one that the office handed over, by its hash; for the auditor."),
  N_ ("Of records for a partner, FILE is what \"partner open\" writes. Ends with 1 where it is "
      "none of them."),
  run_reconcile,
};
