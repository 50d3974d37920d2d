/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three elements, and the exception for those under 18. */
#include "domain/situation-proposal.h"

#include "model/message.h"

static const struct
{
  gboolean act, means, purpose;
  const char *status;
  const char *sentence;
} adult[] = {
  {TRUE, TRUE, TRUE, "confirmed",
   N_ ("Act, means and purpose are recorded: the three elements of art. 129-A are there.")},
  {TRUE, FALSE, TRUE, "possible",
   N_ ("Act and purpose are recorded. For an adult the means are missing: ask how she was made to "
       "do it.")},
  {TRUE, TRUE, FALSE, "possible",
   N_ ("Act and means are recorded. The purpose is missing: ask what it was done for.")},
  {FALSE, TRUE, TRUE, "possible",
   N_ ("Means and purpose are recorded. The act is missing: ask who brought, kept or received "
       "her.")},
  {TRUE, FALSE, FALSE, "possible", N_ ("Only an act is recorded. Ask for means and purpose.")},
  {FALSE, TRUE, FALSE, "possible", N_ ("Only means are recorded. Ask for act and purpose.")},
  {FALSE, FALSE, TRUE, "possible", N_ ("Only a purpose is recorded. Ask for act and means.")},
  {FALSE, FALSE, FALSE, "not_victim",
   N_ ("Neither act nor means nor purpose is recorded: as it stands this is not trafficking. Ask "
       "again before you decide so.")},
};

AmpProposal
amp_situation_propose (const AmpRecord *situation, int age)
{
  AmpProposal proposal = {.act = amp_record_get (situation, "act") != NULL,
                          .means = amp_record_get (situation, "means") != NULL,
                          .purpose = amp_record_get (situation, "purpose") != NULL,
                          .minor = age >= 0 && age < 18};

  for (gsize i = 0; i < G_N_ELEMENTS (adult); i++)
    if (adult[i].act == proposal.act && adult[i].means == proposal.means &&
        adult[i].purpose == proposal.purpose)
      {
        proposal.status = adult[i].status;
        proposal.sentence = adult[i].sentence;
      }
  if (proposal.minor && proposal.act && proposal.purpose)
    {
      proposal.status = "confirmed";
      proposal.sentence =
        N_ ("Act and purpose are recorded, and the person was under 18: means are "
            "not needed (art. 129-A.3).");
    }
  return proposal;
}

int
amp_situation_age (const AmpCaseFile *file, const AmpRecord *situation)
{
  gint64 recorded = amp_record_get_int (situation, "age_at_start", -1);
  AmpDate start;

  if (recorded >= 0)
    return (int) recorded;
  if (!amp_date_parse (amp_record_get (situation, "start"), &start) ||
      start.precision < AMP_DATE_YEAR)
    return -1;
  return amp_case_file_age (file, &start);
}

static guint
count_elements (const AmpProposal *proposal)
{
  return (guint) proposal->act + (guint) (proposal->means || proposal->minor) +
         (guint) proposal->purpose;
}

AmpProposal
amp_situation_propose_case (const AmpCaseFile *file)
{
  GPtrArray *situations = amp_case_file_list (file, "situation");
  AmpProposal most = {0};

  for (guint i = 0; i < situations->len; i++)
    {
      const AmpRecord *situation = g_ptr_array_index (situations, i);
      AmpProposal one = amp_situation_propose (situation, amp_situation_age (file, situation));

      if (most.status == NULL || count_elements (&one) > count_elements (&most))
        most = one;
    }
  if (most.status == NULL)
    most.sentence = N_ ("No situation is recorded yet: there is nothing to propose from.");
  return most;
}
