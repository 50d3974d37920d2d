/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row for each rule of the check. */
#include "domain/audit-words.h"

#include <string.h>

#define N_(text) text

static const char changed[] =
  N_ ("Somebody changed the log from outside. Write nothing more in this vault, keep a copy of the "
      "folder as it is, and tell whoever supervises or audits the office. The entries before the "
      "first place named here hold.");
static const char records[] =
  N_ ("Somebody changed records from outside, without the log. Write nothing more in this vault, "
      "keep a copy of the folder as it is, tell whoever supervises the office, and compare the "
      "record with your last backup.");
static const char put_back[] = N_ (
  "An older copy was put back, or the end of the log was cut off: what was done after it is not "
  "there. Write nothing more in this vault, keep a copy of the folder, and look for the newer "
  "one in your backups.");
static const char noted[] = N_ (
  "The log was written anew since that was noted. Write nothing more in this vault, keep a copy "
  "of the folder as it is, and tell whoever supervises or audits the office. What was noted "
  "last and still holds tells how far the log can be trusted.");
static const char elsewhere[] =
  N_ ("Look on the sheet for the vault it is of, and check that one with it.");

static const struct
{
  const char *sentence, *advice;
} rows[] = {
  [AMP_CHAIN_MISSING] = {N_ ("taken out of the log, and no salvage tells of it."), changed},
  [AMP_CHAIN_ORDER] = {N_ (
                         "does not follow on the entry before it: entries were moved or put in, or "
                         "the one before was written anew."),
                       changed},
  [AMP_CHAIN_CHANGED] = {N_ ("is not as it was written: its hash does not fit."), changed},
  [AMP_CHAIN_SIGNATURE] = {N_ ("was not signed by the user it names."), changed},
  [AMP_CHAIN_STRANGER] = {N_ ("names a user whom this vault never had."), changed},
  [AMP_CHAIN_ROLE] = {N_ ("names a role that this user never had."), changed},
  [AMP_CHAIN_KEY] = {N_ ("the key for signatures that is on file is not this user's."), changed},
  [AMP_CHAIN_HEAD] = {N_ ("is not the last one that the other database knows of: entries were cut "
                          "off the end, or added to it."),
                      put_back},
  [AMP_CHAIN_OLD_KIND] = {N_ ("says nothing of the records, though entries before it do."),
                          changed},
  [AMP_CHAIN_UNTOLD] =
    {N_ ("between the entry before and this one records were changed that no entry "
         "tells of."),
     records},
  [AMP_CHAIN_RECORD] = {N_ ("the record is not as this entry left it: it was changed without an "
                            "entry."),
                        records},
  [AMP_CHAIN_RECORD_GONE] = {N_ ("the record that this entry tells of is not there any more."),
                             records},
  [AMP_CHAIN_RECORD_ADDED] = {N_ ("a record that no entry tells of."), records},
  [AMP_CHAIN_RECORDS] = {N_ ("since this entry, one of the records that were loaded together was "
                             "changed, added or removed without an entry."),
                         records},
  [AMP_CHAIN_SUM] = {N_ ("the sum of all records that is kept is not the one that the log tells."),
                     records},
  [AMP_CHAIN_ANCHOR_SHORT] = {N_ ("is the last one, but a later one was noted outside the vault."),
                              put_back},
  [AMP_CHAIN_ANCHOR_OTHER] = {N_ ("is not the one that was noted outside the vault."), noted},
  [AMP_CHAIN_ANCHOR_VAULT] = {N_ ("was noted of another vault."), elsewhere},
};

G_STATIC_ASSERT (G_N_ELEMENTS (rows) == AMP_CHAIN_N_RULES);

const char *
amp_chain_rule_advice (AmpChainRule rule)
{
  g_return_val_if_fail ((gsize) rule < G_N_ELEMENTS (rows), NULL);
  return rows[rule].advice;
}

const char *
amp_chain_rule_sentence (AmpChainRule rule)
{
  g_return_val_if_fail ((gsize) rule < G_N_ELEMENTS (rows), NULL);
  return rows[rule].sentence;
}

static void
replace (GString *text, const char *word, guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  g_string_replace (text, word, digits, 0);
}

static const char *
place_of (const AmpChainFinding *finding)
{
  if (finding->rule == AMP_CHAIN_KEY)
    return N_ ("User {user}");
  if (finding->rule == AMP_CHAIN_MISSING && finding->last > finding->seq)
    return N_ ("Entries {seq} to {last}");
  if (finding->rule == AMP_CHAIN_RECORD_ADDED)
    return N_ ("Record {record}");
  if (finding->rule == AMP_CHAIN_RECORD && finding->last != 0)
    return N_ ("Entry {seq}, found by entry {last}");
  if (finding->rule == AMP_CHAIN_ANCHOR_SHORT)
    return N_ ("Entry {seq} (noted: {last})");
  if (finding->rule == AMP_CHAIN_ANCHOR_OTHER && finding->last != 0)
    return N_ ("Entry {seq} (the last that holds: {last})");
  return N_ ("Entry {seq}");
}

/* "2026-03-05T14:07:09Z", but only what looks like it: what was put there may be anything. */
static void
append_time (GString *out, const char *at)
{
  if (at != NULL && strlen (at) == strlen ("2026-03-05T14:07:09Z") && at[10] == 'T')
    g_string_append_printf (out, ", %.10s %.5s UTC", at, at + 11);
}

char *
amp_chain_finding_text (const AmpChainFinding *finding, AmpTranslate translate)
{
  const AmpEntity *entity = finding->entity != NULL ? amp_entity_find (finding->entity) : NULL;
  GString *out = g_string_new (translate (place_of (finding)));

  replace (out, "{seq}", finding->seq);
  replace (out, "{last}", finding->last);
  replace (out, "{user}", (guint64) finding->actor);
  replace (out, "{record}", (guint64) finding->record);
  append_time (out, finding->at);
  if (finding->entity != NULL)
    g_string_append_printf (out, " (%s)",
                            entity != NULL ? translate (entity->label) : finding->entity);
  g_string_append_printf (out, ": %s", translate (rows[finding->rule].sentence));
  return g_string_free (out, FALSE);
}

static void
append_advice (GString *out, const gboolean told[AMP_CHAIN_N_RULES], AmpTranslate translate)
{
  for (guint rule = 0; rule < AMP_CHAIN_N_RULES; rule++)
    {
      gboolean before = FALSE;

      for (guint other = 0; other < rule; other++)
        before = before || (told[other] && rows[other].advice == rows[rule].advice);
      if (told[rule] && !before)
        g_string_append_printf (out, "%s\n", translate (rows[rule].advice));
    }
}

char *
amp_chain_findings_text (const AmpChainReport *report, guint most, AmpTranslate translate)
{
  GString *out = g_string_new (NULL);
  gboolean told[AMP_CHAIN_N_RULES] = {FALSE};

  for (guint i = 0; i < MIN (report->findings->len, most); i++)
    {
      const AmpChainFinding *finding = report->findings->pdata[i];
      g_autofree char *text = amp_chain_finding_text (finding, translate);

      g_string_append_printf (out, "%s [%s]\n", text, amp_chain_rule_to_code (finding->rule));
      told[finding->rule] = TRUE;
    }
  if (report->n_findings > MIN (report->findings->len, most))
    g_string_append_printf (out, "… +%" G_GUINT64_FORMAT "\n",
                            report->n_findings - MIN (report->findings->len, most));
  append_advice (out, told, translate);
  return g_string_free (out, FALSE);
}
