/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table from error codes to sentences for people and to exit codes. A sentence says what is
 * wrong and what to do next; it never repeats the message of the error, which is for developers. */
#include "domain/sentences.h"

#include "domain/audit-anchor.h"
#include "domain/release.h"
#include "domain/closed-case.h"
#include "domain/session.h"
#include "review/hierarchy.h"
#include "review/check.h"
#include "review/columns.h"

#define N_(text) text

const char amp_sentence_new_keys[] =
  N_ ("The keys of this vault are new to you. If nobody told you that they were renewed, ask your "
      "supervisor before you write anything: another vault may have been put in its place.");

typedef enum
{
  EXIT_FINDINGS = 1,
  EXIT_USAGE = 2,
  EXIT_NO_KEY = 3,
  EXIT_DAMAGED = 4,
  EXIT_OTHER = 5,
} ExitCode;

typedef struct
{
  int code;
  ExitCode exit_code;
  const char *sentence;
} Row;

static const Row vault_rows[] = {
  {AMP_VAULT_ERROR_WRONG_KEY, EXIT_NO_KEY,
   N_ ("The user name or the passphrase is not right. Check both, and the Caps Lock key, and try "
       "again.")},
  {AMP_VAULT_ERROR_NO_GRANT, EXIT_NO_KEY,
   N_ ("Your passphrase is right, but you hold no key for this part of the vault. Ask a supervisor "
       "for it.")},
  {AMP_VAULT_ERROR_DAMAGED, EXIT_DAMAGED,
   N_ ("A file of the vault is damaged or was changed by something else. Nothing was changed. Stop "
       "working in it, keep a copy of the folder, and restore your last backup.")},
  {AMP_VAULT_ERROR_FOREIGN, EXIT_DAMAGED,
   N_ (
     "This is not an Amparo vault or backup, or a part of it belongs to another vault. Choose the "
     "right one, or restore your last backup.")},
  {AMP_VAULT_ERROR_NEWER, EXIT_OTHER,
   N_ ("This vault was written by a newer version of Amparo. Update Amparo on this computer and "
       "open it again.")},
  {AMP_VAULT_ERROR_IN_USE, EXIT_OTHER,
   N_ ("This vault is open in another window or program. Close it there, then try again.")},
  {AMP_VAULT_ERROR_READ_ONLY, EXIT_OTHER,
   N_ ("The vault cannot be written: the disk or the folder is read-only. Copy the folder to a "
       "disk that you may write to, and open it there.")},
  {AMP_VAULT_ERROR_FULL, EXIT_OTHER,
   N_ ("There is no space left on the disk. Nothing was changed. Free some space and save again.")},
  {AMP_VAULT_ERROR_EXISTS, EXIT_OTHER,
   N_ ("There is something of that name already. Choose another name.")},
  {AMP_VAULT_ERROR_NOT_FOUND, EXIT_OTHER,
   N_ ("There is no such vault or user. Check the name, and whether the disk is plugged in.")},
  {AMP_VAULT_ERROR_NO_MEMORY, EXIT_OTHER,
   N_ ("There is not enough memory to check the passphrase. Close other programs and try again.")},
  {AMP_VAULT_ERROR_INVALID, EXIT_USAGE,
   N_ ("This user name or passphrase cannot be used. Neither may be empty or very long, and a user "
       "name takes no control characters. Choose another.")},
  {AMP_VAULT_ERROR_NOT_ALLOWED, EXIT_NO_KEY,
   N_ ("Only a supervisor may do that, and a vault always keeps at least one. Ask a supervisor.")},
  {AMP_VAULT_ERROR_OUT_OF_STEP, EXIT_DAMAGED,
   N_ ("The files of this vault are from different days: one of them was put back from an older "
       "copy. Nothing was changed. Put back all of them from the same copy, or restore your last "
       "backup.")},
  {AMP_VAULT_ERROR_ERASED, EXIT_OTHER,
   N_ ("The keys of this vault were erased on purpose. Nobody can open it any more. Restore a "
       "backup into a new folder.")},
  {AMP_VAULT_ERROR_IO, EXIT_OTHER,
   N_ ("The disk did not work as it should. Nothing was changed. Check that it is plugged in, then "
       "try again; if it happens again, copy the vault to another disk.")},
};

static const Row release_rows[] = {
  {AMP_RELEASE_ERROR_COLUMNS, EXIT_USAGE,
   N_ ("These columns and filters are not among the tables that may leave the office. Choose one "
       "of the tables offered.")},
  {AMP_RELEASE_ERROR_PERIOD, EXIT_USAGE,
   N_ ("What leaves the office covers one month, one quarter or one year: a table up to today "
       "less the one of last month would give single persons away. Choose such a period.")},
  {AMP_RELEASE_ERROR_OPEN, EXIT_OTHER,
   N_ ("This period is not closed yet: what is entered late would change it. Wait until the "
       "waiting time after its end is over, or choose an earlier period.")},
  {AMP_RELEASE_ERROR_RECIPIENT, EXIT_USAGE,
   N_ ("Say who gets the table. The register of releases keeps it.")},
  {AMP_RELEASE_ERROR_APPROVAL, EXIT_OTHER,
   N_ ("Another supervisor has to approve of this very table first. It has been asked for; do it "
       "again once it is approved.")},
  {AMP_RELEASE_ERROR_TOO_LARGE, EXIT_OTHER,
   N_ ("Together with what was handed over this year, this table is too large to prove that it "
       "gives nobody away. Use quarters, merge regions, or leave a column out.")},
  {AMP_RELEASE_ERROR_UNPROVEN, EXIT_OTHER,
   N_ ("Cannot export: there is no proof that this table gives no group of fewer than 11 people "
       "away. Options: use quarters, merge regions, or wait for the year to close.")},
  {AMP_RELEASE_ERROR_CHANGED, EXIT_OTHER,
   N_ ("Something was handed over since this table was prepared. Look at it again.")},
  {AMP_RELEASE_ERROR_POLICY, EXIT_USAGE,
   N_ ("The rules of release cannot be set so: nothing goes below the floors, and whatever lowers "
       "protection needs a reason and another supervisor.")},
  {AMP_RELEASE_ERROR_LEDGER, EXIT_DAMAGED,
   N_ ("The register of releases does not hold: it was changed by something else. Hand nothing "
       "over, keep a copy of the vault, and restore your last backup.")},
  {AMP_RELEASE_ERROR_SEALED, EXIT_OTHER,
   N_ ("Records of persons leave sealed to one partner, and with another supervisor's approval. To "
       "hand the same ones over again, use \"Records for a partner…\" in the main menu, or "
       "\"amparo-cli partner make\".")},
  {AMP_RELEASE_ERROR_RECORDS, EXIT_OTHER,
   N_ ("Records of this year were handed over to a partner. A table of people or cases beside them "
       "would give those away who were left out of the records, who are few. Tables of services, "
       "referrals and the programme may leave.")},
  {AMP_RELEASE_ERROR_COUNTS, EXIT_OTHER,
   N_ ("Tables of people or cases of this year were handed over. Records beside them would give "
       "those away who are left out of the records, who are few. Choose a year of which no such "
       "table left.")},
  {AMP_RELEASE_ERROR_MONTHS, EXIT_OTHER,
   N_ ("Months are too small to leave this office: they may once a whole year was handed over in "
       "which most regions had 11 or more in a month. Use quarters.")},
};

static const Row review_rows[] = {
  {AMP_REVIEW_ERROR_FORMAT, EXIT_DAMAGED,
   N_ ("This file is not a review pack that this program can read. Ask the office for it again.")},
  {AMP_REVIEW_ERROR_RULE, EXIT_OTHER,
   N_ ("The program does not know what of the new fields may be shown to an auditor, so no review "
       "pack can be made. Update Amparo.")},
  {AMP_REVIEW_ERROR_AUDITOR, EXIT_USAGE,
   N_ (
     "A review pack is for an active user of the role auditor. Add her first, or check the name.")},
  {AMP_REVIEW_ERROR_FLOOR, EXIT_USAGE,
   N_ ("Nobody may lower the protection of a review pack that far: groups have at least 5 cases.")},
  {AMP_REVIEW_ERROR_APPROVAL, EXIT_OTHER,
   N_ (
     "This takes two people: another supervisor has to approve of it first. Ask for it, and do it "
     "again once it is approved.")},
  {AMP_REVIEW_ERROR_EMPTY, EXIT_OTHER,
   N_ ("There are too few cases: no group is large enough to be shown without giving somebody "
       "away.")},
  {AMP_REVIEW_ERROR_CLOSED, EXIT_OTHER,
   N_ ("This audit is closed: its codes lead to no case any more.")},
  {AMP_REVIEW_ERROR_OTHER, EXIT_OTHER,
   N_ ("These findings are of another review pack, or were not signed. Ask the auditor for her "
       "file.")},
  {AMP_REVIEW_ERROR_TAKEN, EXIT_OTHER,
   N_ ("The findings of this review pack were taken in already.")},
  {AMP_REVIEW_ERROR_SHARE, EXIT_NO_KEY,
   N_ (
     "The cases of this audit are opened by two of the supervisors who were there when its review "
     "pack was made, and you are none of them. Ask one of them.")},
  {AMP_REVIEW_ERROR_LEFT, EXIT_OTHER,
   N_ (
     "It takes two of the supervisors who were there when the review pack was made, and they have "
     "left. The case cannot be found any more; answer the finding without it.")},
  {AMP_REVIEW_ERROR_KEYS, EXIT_DAMAGED,
   N_ (
     "What leads from this audit to its cases was changed by something else, so no case is shown. "
     "Keep a copy of the vault, and tell the other supervisors.")},
};

static const Row store_rows[] = {
  {AMP_STORE_ERROR_CONFLICT, EXIT_OTHER,
   N_ ("Somebody else has saved this record since you opened it. Your text is still here: open the "
       "record again, compare, and save once more.")},
  {AMP_STORE_ERROR_NOT_FOUND, EXIT_OTHER,
   N_ ("This record is not there any more. Go back to the list and look for it again.")},
  {AMP_STORE_ERROR_INVALID, EXIT_OTHER,
   N_ ("The record was not saved, because one of its values does not fit with the others. Check "
       "the values and save again.")},
  {AMP_STORE_ERROR_NO_FIELD, EXIT_OTHER,
   N_ ("The program asked for something that does not exist. This is a mistake of the program; "
       "nothing was changed. Please report it.")},
  {AMP_STORE_ERROR_NEWER, EXIT_OTHER,
   N_ ("This vault was written by a newer version of Amparo. Update Amparo on this computer and "
       "open it again.")},
  {AMP_STORE_ERROR_CHAIN, EXIT_DAMAGED,
   N_ ("The log of this vault does not hold: an entry was changed, removed or added from outside. "
       "Keep a copy of the folder and tell your supervisor.")},
  {AMP_STORE_ERROR_TOO_LARGE, EXIT_OTHER,
   N_ ("The file is larger than 50 MB. Attach a smaller one: fewer pages, or a picture of less "
       "detail.")},
  {AMP_STORE_ERROR_SALVAGED, EXIT_FINDINGS,
   N_ ("This vault was salvaged from a damaged one. All that it holds is sound, and its log tells "
       "what was lost. Look for that in your last backup.")},
  {AMP_STORE_ERROR_FAILED, EXIT_OTHER,
   N_ ("The vault could not do that. Nothing was changed. Close Amparo, open it again and retry.")},
};

static const Row domain_rows[] = {
  {AMP_DOMAIN_ERROR_FORMAT, EXIT_OTHER,
   N_ ("This file is not of the kind that was expected. Check that it is the right file, open it "
       "in a spreadsheet program, save it again, and retry.")},
  {AMP_DOMAIN_ERROR_TOO_LARGE, EXIT_OTHER,
   N_ ("This file is too large to be read safely. Split it into smaller files and import them one "
       "by one.")},
  {AMP_DOMAIN_ERROR_INVALID, EXIT_USAGE,
   N_ ("That is not possible as it stands: something is missing, or contradicts something else. "
       "Check what you entered and try again.")},
  {AMP_DOMAIN_ERROR_NOT_ALLOWED, EXIT_NO_KEY,
   N_ ("Your role does not allow that. Ask a supervisor to do it.")},
  {AMP_DOMAIN_ERROR_ELSEWHERE, EXIT_NO_KEY,
   N_ ("This case belongs to somebody else of the team. Ask for it, and say why: a supervisor can "
       "make you responsible for it, or let you support it.")},
  {AMP_DOMAIN_ERROR_FINDINGS, EXIT_FINDINGS,
   N_ ("Nothing was imported, because some rows have problems. Read the report, correct the rows "
       "and import again.")},
  {AMP_DOMAIN_ERROR_OLD_BACKUP, EXIT_OTHER,
   N_ ("This backup is older than the last change in the vault. Nothing was changed. Make a new "
       "backup first.")},
};

static const Row closed_rows[] = {
  {AMP_CLOSED_CASE_ERROR_CLOSED, EXIT_USAGE,
   N_ ("This case is closed: assistance of after its end is not added to it. Open the case again, "
       "with a reason, and do the same once more.")},
};

static const Row recode_rows[] = {
  {AMP_RECODE_ERROR_INVALID, EXIT_USAGE,
   N_ ("The table, a hierarchy or the rule contradicts itself; below is where. Nothing was "
       "written. Correct it and try again.")},
  {AMP_RECODE_ERROR_TOO_LARGE, EXIT_USAGE,
   N_ ("The table or a hierarchy is too large to recode. Nothing was written.")},
  {AMP_RECODE_ERROR_IMPOSSIBLE, EXIT_USAGE,
   N_ ("Even if nothing but the sensitive columns were told, this table would not keep to the "
       "rule: it has too few rows, or its sensitive values are too much alike. Nothing was "
       "written.")},
  {AMP_RECODE_ERROR_BROKEN, EXIT_OTHER,
   N_ ("The finished file was counted over and does not keep to the rule. Nothing was written. "
       "Please tell the people who make this program.")},
};

static const Row anchor_rows[] = {
  {AMP_ANCHOR_ERROR_FORM, EXIT_USAGE,
   N_ ("That is not the head of a log. It is a number, a colon and a hash of 64 digits and "
       "letters, as "
       "on the sheet; or a file of such lines.")},
  {AMP_ANCHOR_ERROR_CHECK, EXIT_USAGE,
   N_ ("The check words do not fit the number and the hash. Compare them with the sheet digit by "
       "digit, and look whether it is of this vault.")},
};

static const Row model_rows[] = {
  {AMP_MODEL_ERROR_INVALID, EXIT_USAGE,
   N_ ("This value does not fit the field. Look at the example beside it and correct the value.")},
};

static const Row io_rows[] = {
  {G_IO_ERROR_CANCELLED, EXIT_OTHER,
   N_ ("Cancelled. What was saved before stays; you can start again whenever you like.")},
  {G_IO_ERROR_NOT_FOUND, EXIT_OTHER,
   N_ ("There is no such file or folder. Check the name, and whether the disk is plugged in.")},
  {G_IO_ERROR_EXISTS, EXIT_OTHER,
   N_ ("There is something of that name already. Choose another name.")},
  {G_IO_ERROR_PERMISSION_DENIED, EXIT_OTHER,
   N_ ("You have no permission for this file or folder. Choose another place, such as your own "
       "documents folder.")},
  {G_IO_ERROR_READ_ONLY, EXIT_OTHER, N_ ("This place is read-only. Choose another place to save.")},
  {G_IO_ERROR_NO_SPACE, EXIT_OTHER,
   N_ ("There is no space left on the disk. Nothing was changed. Free some space and save again.")},
  {G_IO_ERROR_IS_DIRECTORY, EXIT_OTHER,
   N_ ("This is a folder, and a file is needed. Choose a file.")},
  {G_IO_ERROR_NOT_DIRECTORY, EXIT_OTHER,
   N_ ("This is a file, and a folder is needed. Choose a folder.")},
};

static const Row file_rows[] = {
  {G_FILE_ERROR_NOENT, EXIT_OTHER,
   N_ ("There is no such file or folder. Check the name, and whether the disk is plugged in.")},
  {G_FILE_ERROR_EXIST, EXIT_OTHER,
   N_ ("There is something of that name already. Choose another name.")},
  {G_FILE_ERROR_ACCES, EXIT_OTHER,
   N_ ("You have no permission for this file or folder. Choose another place, such as your own "
       "documents folder.")},
  {G_FILE_ERROR_PERM, EXIT_OTHER,
   N_ ("You have no permission for this file or folder. Choose another place, such as your own "
       "documents folder.")},
  {G_FILE_ERROR_ROFS, EXIT_OTHER, N_ ("This place is read-only. Choose another place to save.")},
  {G_FILE_ERROR_NOSPC, EXIT_OTHER,
   N_ ("There is no space left on the disk. Nothing was changed. Free some space and save again.")},
  {G_FILE_ERROR_ISDIR, EXIT_OTHER, N_ ("This is a folder, and a file is needed. Choose a file.")},
  {G_FILE_ERROR_NOTDIR, EXIT_OTHER,
   N_ ("This is a file, and a folder is needed. Choose a folder.")},
};

static const Row unknown_row = {
  0, EXIT_OTHER,
  N_ ("Something went wrong. Please try again; if it happens again, tell your supervisor.")};

static const Row *
row_for (const Row *rows, gsize n_rows, int code)
{
  for (gsize i = 0; i < n_rows; i++)
    if (rows[i].code == code)
      return &rows[i];
  return &unknown_row;
}

static const Row *
find_row (const GError *error)
{
  if (error == NULL)
    return &unknown_row;
  if (error->domain == AMP_VAULT_ERROR)
    return row_for (vault_rows, G_N_ELEMENTS (vault_rows), error->code);
  if (error->domain == AMP_STORE_ERROR)
    return row_for (store_rows, G_N_ELEMENTS (store_rows), error->code);
  if (error->domain == AMP_DOMAIN_ERROR)
    return row_for (domain_rows, G_N_ELEMENTS (domain_rows), error->code);
  if (error->domain == AMP_RELEASE_ERROR)
    return row_for (release_rows, G_N_ELEMENTS (release_rows), error->code);
  if (error->domain == AMP_REVIEW_ERROR)
    return row_for (review_rows, G_N_ELEMENTS (review_rows), error->code);
  if (error->domain == AMP_CLOSED_CASE_ERROR)
    return row_for (closed_rows, G_N_ELEMENTS (closed_rows), error->code);
  if (error->domain == AMP_RECODE_ERROR)
    return row_for (recode_rows, G_N_ELEMENTS (recode_rows), error->code);
  if (error->domain == AMP_ANCHOR_ERROR)
    return row_for (anchor_rows, G_N_ELEMENTS (anchor_rows), error->code);
  if (error->domain == AMP_MODEL_ERROR)
    return row_for (model_rows, G_N_ELEMENTS (model_rows), error->code);
  if (error->domain == G_IO_ERROR)
    return row_for (io_rows, G_N_ELEMENTS (io_rows), error->code);
  if (error->domain == G_FILE_ERROR)
    return row_for (file_rows, G_N_ELEMENTS (file_rows), error->code);
  return &unknown_row;
}

/* Of a review pack that the check refused, its own table knows what is wrong. */
const char *
amp_error_sentence (const GError *error)
{
  const char *of_the_check = amp_review_check_sentence (error, NULL);

  return of_the_check != NULL ? of_the_check : find_row (error)->sentence;
}

int
amp_error_exit_code (const GError *error)
{
  if (amp_review_check_sentence (error, NULL) != NULL)
    return EXIT_FINDINGS;
  return (int) find_row (error)->exit_code;
}
