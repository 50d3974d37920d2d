/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli referral: which referrals there are, their next step, and the slip to print. What
 * somebody writes about a person comes in by standard input, where no list of processes shows it.
 */
#include "cli/cli.h"

#include "domain/access.h"
#include "domain/csv.h"
#include "domain/referral-slip.h"
#include "domain/referral.h"
#include "model/codelist.h"

#include <stdio.h>
#include <string.h>

/* --- list --- */

/* The ids of the cases this user may open, as keys; NULL without error: all. */
static gboolean
find_own_cases (AmpSession *session, GHashTable **own, GError **error)
{
  AmpCaseQuery query = {0};
  g_autoptr (GArray) ids = NULL;

  amp_access_limit (session, &query);
  if (query.reader == 0)
    return TRUE;
  ids = amp_store_case_ids (amp_session_get_store (session), &query, NULL, error);
  if (ids == NULL)
    return FALSE;
  *own = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (*own, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return TRUE;
}

static gboolean
append_referral (GString *out, AmpCursor *cursor, gboolean only_silent)
{
  static const char *const fields[] = {"id",    NULL,      NULL,     "service_type", "urgency",
                                       "state", "sent_on", "due_on", "direction"};
  g_autoptr (AmpRecord) referral = amp_record_new (amp_entity_find ("referral"));
  const char *cells[G_N_ELEMENTS (fields)];
  gboolean silent;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      cells[i] = amp_cursor_text (cursor, i);
      if (i > 2 && !amp_record_set (referral, fields[i], cells[i], NULL))
        return FALSE;
    }
  silent = amp_referral_is_silent (referral, NULL);
  if (only_silent && !silent)
    return TRUE;
  cells[G_N_ELEMENTS (fields) - 1] = silent ? "1" : "0";
  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
  return TRUE;
}

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id",    "case",    "institution", "service_type", "urgency",
                                       "state", "sent_on", "due_on",      "silent"};
  static const char *const paths[] = {
    "id",      "case.number", "to_institution.code", "service_type", "urgency", "state",
    "sent_on", "due_on",      "direction",           "case",         NULL};
  const char *state = cli_call_get (call, "state");
  const AmpFilter filter = {"state", AMP_OP_EQ, state};
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpCursor) cursor = NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GHashTable) own = NULL;
  int more = -1;

  if (state != NULL && amp_code_list_lookup (amp_code_list_find ("referral_state"), state) == NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("There is no such state of a referral."));
      return CLI_FAILED;
    }
  session = cli_open_store (call, error);
  if (session == NULL || !find_own_cases (session, &own, error))
    return CLI_FAILED;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("referral"), paths,
                             &filter, state != NULL ? 1 : 0, "case.number", error);
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 case_id = amp_cursor_int (cursor, G_N_ELEMENTS (paths) - 2);

      if ((own == NULL || g_hash_table_contains (own, &case_id)) &&
          !append_referral (out, cursor, cli_call_get (call, "silent") != NULL))
        return CLI_FAILED;
    }
  return more == 0 && cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption list_options[] = {
  {"state", "STATE", N_ ("only those in this state, such as sent"), FALSE},
  {"silent", NULL, N_ ("only those that nobody answered in time"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_referral_list = {
  "referral list",
  {"VAULT"},
  list_options,
  N_ ("Lists the referrals, without names."),
  N_ ("A caseworker sees those of her own cases and of those she supports, a supervisor all."),
  run_list,
};

/* --- One referral --- */

static AmpRecord *
load_referral (CliCall *call, AmpSession *session, GError **error)
{
  gint64 id = cli_read_id (call, 1, "referral list", error);

  return id != 0 ? amp_store_load (amp_session_get_store (session), amp_entity_find ("referral"),
                                   id, error)
                 : NULL;
}

#define MOST_WORDS (64 * 1024)

/* What was typed or piped in, up to the end. */
static char *
read_words (GError **error)
{
  g_autofree char *text = g_malloc0 (MOST_WORDS + 1);
  gsize length = fread (text, 1, MOST_WORDS, stdin);

  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("Standard input is not text in UTF-8."));
      return NULL;
    }
  return g_strstrip (g_steal_pointer (&text));
}

/* --- move --- */

static gboolean
check_code (const char *list, const char *option, const char *code, GError **error)
{
  g_autoptr (GString) known = NULL;
  const AmpCodeList *codes = amp_code_list_find (list);

  if (code == NULL || amp_code_list_lookup (codes, code) != NULL)
    return TRUE;
  known = g_string_new (NULL);
  for (guint i = 0; i < amp_code_list_length (codes); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
                            amp_code_value (amp_code_list_nth (codes, i)));
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), option, known->str);
  return FALSE;
}

static gboolean
move (AmpSession *session, AmpRecord *referral, const AmpReferralStep *step, GError **error)
{
  const char *state = amp_record_get (referral, "state");

  /* A draft is made ready and sent at once, as the window does. */
  if (g_strcmp0 (step->to, "sent") == 0 && g_strcmp0 (state, "draft") == 0)
    return amp_referral_share (session, referral, step->date, error);
  return amp_referral_step (session, referral, step, error);
}

static int
run_move (CliCall *call, GError **error)
{
  const AmpReferralStep given = {
    .to = cli_call_need (call, "to", error),
    .date = cli_call_get (call, "date"),
    .reason_code = cli_call_get (call, "reason"),
    .confirmed_by = cli_call_get (call, "confirmed-by"),
  };
  AmpReferralStep step = given;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) referral = NULL;
  g_autofree char *note = NULL;

  if (step.to == NULL || !check_code ("referral_state", "to", step.to, error) ||
      !check_code ("referral_reason_code", "reason", step.reason_code, error) ||
      !check_code ("referral_confirmed_by", "confirmed-by", step.confirmed_by, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  referral = session != NULL ? load_referral (call, session, error) : NULL;
  if (referral == NULL)
    return CLI_FAILED;
  if (cli_call_get (call, "note") != NULL)
    {
      note = read_words (error);
      if (note == NULL)
        return CLI_FAILED;
      step.note = *note != '\0' ? note : NULL;
    }
  return move (session, referral, &step, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption move_options[] = {
  {"to", "STATE", N_ ("the next state, such as sent, acknowledged or rejected"), FALSE},
  {"date", "DAY", N_ ("when it happened, such as 2026-11-26; today where not given"), FALSE},
  {"reason", "CODE", N_ ("why, where it was rejected, interrupted or revoked"), FALSE},
  {"confirmed-by", "CODE", N_ ("who confirmed that it is completed"), FALSE},
  {"note", NULL, N_ ("read a note on this step from standard input"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_referral_move = {
  "referral move",
  {"VAULT", "REFERRAL"},
  move_options,
  N_ ("Records the next step of a referral."),
  N_ ("A draft goes to sent only with the person's consent to share with that institution."),
  run_move,
};

/* --- correct --- */

static int
run_correct (CliCall *call, GError **error)
{
  const char *to = cli_call_need (call, "to", error);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) referral = NULL;
  g_autofree char *why = NULL;

  if (to == NULL || !check_code ("referral_state", "to", to, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  referral = session != NULL ? load_referral (call, session, error) : NULL;
  why = referral != NULL ? read_words (error) : NULL;
  return why != NULL &&
             amp_referral_correct (session, referral, to, why, cli_call_get (call, "date"), error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption correct_options[] = {
  {"to", "STATE", N_ ("a state that it had before"), FALSE},
  {"date", "DAY", N_ ("the day of the correction; today where not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_referral_fix = {
  "referral correct",
  {"VAULT", "REFERRAL"},
  correct_options,
  N_ ("Takes a step back that was recorded by mistake."),
  N_ ("Why is read from standard input. The steps themselves stay on record."),
  run_correct,
};

/* --- slip --- */

static int
run_slip (CliCall *call, GError **error)
{
  const char *path = cli_call_need (call, "output", error);
  const AmpSlipOptions options = {.office = cli_call_get (call, "office"),
                                  .date = cli_call_get (call, "date")};
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpRecord) referral = NULL;

  if (path == NULL)
    return CLI_FAILED;
  session = cli_open_store (call, error);
  referral = session != NULL ? load_referral (call, session, error) : NULL;
  if (referral == NULL || !amp_referral_slip_write (session, referral, &options, path, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("Print the slip, and delete the file afterwards."));
  return CLI_DONE;
}

static const CliOption slip_options[] = {
  {"output", "FILE", N_ ("the PDF to write; it appears whole or not at all"), FALSE},
  {"office", "NAME", N_ ("the name of the office in the heading"), FALSE},
  {"date", "DAY", N_ ("the date of the letter, such as 2026-11-26; today where not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_referral_slip = {
  "referral slip",
  {"VAULT", "REFERRAL"},
  slip_options,
  N_ ("Writes the letter that goes with a referral, to print it."),
  N_ ("It is in Spanish and holds what the profile of the referral shares. Without consent there "
      "is no letter."),
  run_slip,
};
