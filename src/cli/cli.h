/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a command of amparo-cli is, and what the words behind it say. A command is one row (main.c)
 * and one file (cmd-*.c). Everything runs on the main thread. */
#pragma once

#include <glib/gi18n.h>

#include "domain/counts.h"
#include "domain/release.h"
#include "domain/report.h"
#include "domain/session.h"

G_BEGIN_DECLS

/* A request that makes no sense; the message is a translated sentence for the person. */
#define CLI_ERROR (cli_error_quark ())
GQuark cli_error_quark (void);

typedef enum
{
  CLI_ERROR_USAGE,
  CLI_ERROR_OUTPUT, /* the results could not be written */
} CliError;

/* Exit codes that are no errors (architecture: 2 to 5 come from amp_error_exit_code()). */
#define CLI_DONE 0
#define CLI_FINDINGS 1
#define CLI_FAILED (-1) /* error is set */

typedef struct
{
  const char *name;    /* without the dashes; NULL ends a table */
  const char *metavar; /* "FILE"; NULL: a switch */
  const char *help;    /* N_() */
  gboolean many;       /* may be given several times */
} CliOption;

#define CLI_OPTION_END                                                                             \
  {                                                                                                \
    NULL, NULL, NULL, FALSE                                                                        \
  }
/* Ends the table of a command that opens nothing: it asks for neither a user nor a passphrase. */
#define CLI_OPTION_END_KEYLESS                                                                     \
  {                                                                                                \
    NULL, NULL, NULL, TRUE                                                                         \
  }
#define CLI_OPTION_KDF                                                                             \
  {                                                                                                \
    "kdf", "default|cheap",                                                                        \
      N_ ("how costly it is to try a passphrase; cheap is for tests and demo data only"), FALSE    \
  }

typedef struct _CliCall CliCall;

typedef struct
{
  const char *name;         /* one or two words: "create", "user add" */
  const char *arguments[3]; /* what stands behind it, all of it needed: "VAULT", "FILE" */
  const CliOption *options; /* its own, beside the common ones (call.c); may be NULL */
  const char *summary;      /* N_() */
  const char *details;      /* N_() or NULL */
  int (*run) (CliCall *call, GError **error);
} CliCommand;

/* --- call.c: the words behind a command --- */

/* words: those after the command's name. Fails with CLI_ERROR_USAGE. Borrows the words. */
CliCall *cli_call_parse (const CliCommand *command, char **words, GError **error);
void cli_call_free (CliCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliCall, cli_call_free)

gboolean cli_call_wants_help (const CliCall *self);
const char *cli_call_argument (const CliCall *self, guint n);
/* NULL where not given; "" for a switch. The option must be one of the command's. */
const char *cli_call_get (const CliCall *self, const char *option);
/* The same, but fails with a sentence where it was not given. */
const char *cli_call_need (const CliCall *self, const char *option, GError **error);
/* All values of an option that may be given several times; of char *, borrowed; NULL where not
 * given. */
const GPtrArray *cli_call_list (const CliCall *self, const char *option);

/* A day, month or year of an option: "2024-03" as a first day is 1 March, as a last day 31 March.
 * Leaves day alone where the option was not given (cmd-counts.c). */
gboolean
cli_read_day (const CliCall *call, const char *option, gboolean last, char day[11], GError **error);

/* A whole number from 0; leaves number alone where the option was not given. */
gboolean cli_read_number (
  const CliCall *call, const char *option, guint64 max, guint64 *number, GError **error);
/* The id that argument n is; 0 with a usage error that names the argument and the command that
 * tells ids. */
gint64 cli_read_id (const CliCall *call, guint n, const char *told_by, GError **error);
/* --format and --output of a table; path "-": standard output (cmd-counts.c). */
gboolean
cli_read_format (const CliCall *call, AmpCountFormat *format, const char **path, GError **error);

/* --release, which wants --recipient for others (cmd-counts.c). */
gboolean cli_read_release (const CliCall *call, AmpReleaseRule *rule, GError **error);
/* Plans the release and gives its bytes, with the line of the register id; says what is hidden and
 * left out. A public one without --approval is asked for, which is an error (cmd-counts.c). */
GBytes *cli_write_release (const CliCall *call,
                           AmpSession *session,
                           const AmpReleaseRequest *request,
                           AmpCountFormat format,
                           gint64 *id,
                           GError **error);

/* Options that every command has; ends at a NULL name. */
const CliOption *cli_common_options (void);

/* --- help.c --- */

char *cli_help_command (const CliCommand *command);
/* All commands, or those of a group ("user"). */
char *cli_help_all (const CliCommand *const *commands, gsize n_commands, const char *group);

/* --- passphrase.c --- */

/* From the file descriptor that the option names, else from the terminal without echo. */
AmpSecret *cli_passphrase_read (const CliCall *call,
                                const char *fd_option,
                                const char *prompt,
                                GError **error);
/* A new one: on the terminal asked for twice; a weak one gets a warning, an empty one is refused.
 */
AmpSecret *cli_passphrase_choose (const CliCall *call,
                                  const char *fd_option,
                                  const char *login,
                                  const char *prompt,
                                  GError **error);
/* --kdf. NULL with an error where it names none. */
const AmpKdf *cli_kdf (const CliCall *call, GError **error);

/* --- vault.c: opening, writing, progress --- */

/* The passphrase for a vault; asks only where the folder is one. */
AmpSecret *cli_vault_passphrase (const CliCall *call, const char *folder, GError **error);
/* Opens the first argument as --user with the passphrase. passphrase may be NULL, else it gets the
 * secret that was read. */
AmpSession *cli_open (const CliCall *call, AmpSecret **passphrase, GError **error);
/* The same where the command reads or writes records: an auditor holds no key for that. */
AmpSession *cli_open_store (const CliCall *call, GError **error);

/* The id of the case of that number; 0 with an error. */
gint64 cli_find_case (AmpSession *session, const char *number, GError **error);
/* All of standard input, trimmed: what names or tells of somebody stands neither in the list of
 * processes nor in the shell's history. Free it. */
char *cli_read_text (GError **error);

/* To a file, whole or not at all, or to stdout for "-". */
gboolean cli_write (const char *path, GBytes *bytes, GError **error);
/* Results on stdout, UTF-8. */
gboolean cli_print (const char *text, GError **error);
/* gettext() as the core's AmpTranslate. */
const char *cli_translate (const char *msgid);
/* Shows percents on stderr where that is a terminal. Never NULL, nothing to free. */
AmpProgress *cli_progress (void);

/* --- findings.c --- */

/* Each with its row, column, sentence and code, but without the value. */
gboolean cli_print_findings (const AmpReport *report, GError **error);
/* All of them with the values found, as CSV. */
gboolean cli_write_report (const AmpReport *report, const char *path, GError **error);

/* --- The commands --- */

extern const CliCommand cli_create, cli_demo, cli_import, cli_export, cli_counts, cli_verify;
extern const CliCommand cli_user_add, cli_user_list, cli_user_disable, cli_user_grant,
  cli_user_passphrase;
extern const CliCommand cli_attach_add, cli_attach_list, cli_attach_export;
extern const CliCommand cli_audit_list, cli_audit_verify, cli_audit_head, cli_audit_summary;
extern const CliCommand cli_recovery_make, cli_recovery_test, cli_recovery_use;
extern const CliCommand cli_directory_in, cli_directory_out;
extern const CliCommand cli_referral_list, cli_referral_move, cli_referral_fix, cli_referral_slip;
extern const CliCommand cli_backup, cli_restore, cli_rekey, cli_erase, cli_kdf_raise, cli_salvage;
extern const CliCommand cli_programme_in, cli_programme_out, cli_programme_list, cli_programme_seed;
extern const CliCommand cli_setting, cli_tasks;
extern const CliCommand cli_guide_list, cli_guide_show, cli_guide_add, cli_guide_local,
  cli_guide_remove;
extern const CliCommand cli_document_add, cli_document_list, cli_document_get, cli_document_remove;
extern const CliCommand cli_releases_list, cli_releases_show, cli_releases_verify,
  cli_releases_policy;
extern const CliCommand cli_search, cli_approvals_list, cli_approvals_decide, cli_close, cli_reopen;
extern const CliCommand cli_recode, cli_partner_make, cli_partner_open;
extern const CliCommand cli_case_ask, cli_case_pass_on;
extern const CliCommand cli_duplicates, cli_report;
extern const CliCommand cli_plan_show, cli_plan_status, cli_plan_compare, cli_forum_agenda,
  cli_forum_minutes, cli_commitments;
extern const CliCommand cli_review_make, cli_review_list, cli_review_show, cli_review_verify,
  cli_review_export, cli_review_releases, cli_review_reconcile, cli_review_close,
  cli_review_resolve;
extern const CliCommand cli_finding_list, cli_finding_import, cli_finding_show, cli_finding_close;

G_END_DECLS
