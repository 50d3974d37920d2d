/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules, policy, and what people are told when a release is refused. */
#include "domain/release-private.h"

#include "domain/approvals-private.h"

#include <stdio.h>
#include <string.h>

#define N_(text) text

const char amp_release_notice[] =
  N_ ("This report hides small groups with *, and other numbers from which they could be worked "
      "out. A * does not mean that there are victims, nor that there are none.");
/* --- Rules --- */

static const struct
{
  const char *code, *label;
} rules[] = {
  [AMP_RELEASE_INTERNAL] = {"internal", N_ ("Internal")},
  [AMP_RELEASE_PARTNER] = {"partner", N_ ("For a partner")},
  [AMP_RELEASE_PUBLIC] = {"public", N_ ("Public")},
};

const char *
amp_release_rule_to_code (AmpReleaseRule rule)
{
  return rules[rule].code;
}

const char *
amp_release_rule_label (AmpReleaseRule rule)
{
  return rules[rule].label;
}

gboolean
amp_release_rule_from_code (const char *code, AmpReleaseRule *rule)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_strcmp0 (code, rules[i].code) == 0)
      {
        *rule = (AmpReleaseRule) i;
        return TRUE;
      }
  return FALSE;
}

/* --- Errors --- */

typedef struct
{
  char day[11];
  const char *saying; /* static, N_(): a sentence of its own; NULL */
} AmpReleaseErrorPrivate;

static void
amp_release_error_private_init (AmpReleaseErrorPrivate *self)
{
  self->day[0] = '\0';
  self->saying = NULL;
}

static void
amp_release_error_private_copy (const AmpReleaseErrorPrivate *from, AmpReleaseErrorPrivate *to)
{
  *to = *from;
}

static void
amp_release_error_private_clear (AmpReleaseErrorPrivate *self)
{
  (void) self;
}

G_DEFINE_EXTENDED_ERROR (AmpReleaseError, amp_release_error)

void
amp_release_set_error (GError **error, AmpReleaseError code, const char *day, const char *what)
{
  GError *made = g_error_new_literal (AMP_RELEASE_ERROR, (int) code, what);

  if (day != NULL)
    g_strlcpy (amp_release_error_get_private (made)->day, day,
               sizeof amp_release_error_get_private (made)->day);
  g_propagate_error (error, made);
}

gboolean
amp_release_refuse (GError **error, AmpReleaseError code, const char *what)
{
  amp_release_set_error (error, code, NULL, what);
  return FALSE;
}

gboolean
amp_release_refuse_saying (GError **error,
                           AmpReleaseError code,
                           const char *what,
                           const char *saying)
{
  GError *made = g_error_new_literal (AMP_RELEASE_ERROR, (int) code, what);

  amp_release_error_get_private (made)->saying = saying;
  g_propagate_error (error, made);
  return FALSE;
}

/* Why what can be counted is in no table for others. */
static const struct
{
  const char *dimension, *sentence;
} kept_inside[] = {
  {"nationality",
   N_ ("Nationality does not leave the office: most of the countries of the list have nobody, and "
       "one person from far away is known by it.")},
  {"institution",
   N_ ("Institutions do not leave the office: each knows its own cases, and could take them away "
       "from what is told.")},
  {"region_residence",
   N_ ("Where people live does not leave the office: next to where they were assisted it would "
       "tell who came from far away. Use the region of assistance.")},
  {"region_exploitation",
   N_ ("Where people were exploited does not leave the office: that place is what the traffickers "
       "know themselves. Use the region of assistance.")},
  {"region_recruitment",
   N_ ("Where people were recruited does not leave the office: that place is what the traffickers "
       "know themselves. Use the region of assistance.")},
};

gboolean
amp_release_refuse_columns (const AmpCountSpec *spec, GError **error)
{
  GError *made = g_error_new_literal (AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_COLUMNS,
                                      "No template has these columns and filters");

  for (gsize i = 0; i < spec->n_dimensions + spec->n_where; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (kept_inside); j++)
      {
        const AmpDimension *dimension = i < spec->n_dimensions
                                          ? spec->dimensions[i]
                                          : spec->where_dimension[i - spec->n_dimensions];

        if (strcmp (dimension->name, kept_inside[j].dimension) == 0)
          amp_release_error_get_private (made)->saying = kept_inside[j].sentence;
      }
  g_propagate_error (error, made);
  return FALSE;
}

char *
amp_release_error_sentence (const GError *error, AmpTranslate translate)
{
  const char *day, *sentence;

  if (error == NULL || error->domain != AMP_RELEASE_ERROR)
    return NULL;
  sentence = amp_release_error_get_private (error)->saying;
  if (sentence != NULL)
    return g_strdup (translate (sentence));
  day = amp_release_error_get_private (error)->day;
  if (*day == '\0')
    return g_strdup (translate (amp_error_sentence (error)));
  /* Translators: %s is a day. */
  sentence = translate (
    N_ ("Cannot export: together with the report handed over on %s, this one could let someone "
        "work out a group of fewer than 11 people. Options: use quarters, merge regions, or wait "
        "for the year to close."));
  {
    g_auto (GStrv) parts = g_strsplit (sentence, "%s", 2);

    return g_strjoinv (day, parts);
  }
}

/* --- Policy --- */

static const AmpReleasePolicy usual = {AMP_SMALLEST_FOR_OTHERS, AMP_RELEASE_LAG_DEFAULT,
                                       AMP_LARGEST_SHARE_PERCENT};

static char *
policy_text (const AmpReleasePolicy *policy)
{
  return g_strdup_printf ("t=%" G_GINT64_FORMAT " lag=%u share=%u", policy->t, policy->lag,
                          policy->share);
}

void
amp_release_policy_hash (const AmpReleasePolicy *policy, guint8 out[AMP_HASH_BYTES])
{
  g_autofree char *text = policy_text (policy);

  amp_hash (text, strlen (text), out);
}

static gboolean
is_above_the_floors (const AmpReleasePolicy *policy)
{
  return policy->t >= AMP_SMALLEST_FOR_OTHERS && policy->t <= AMP_RELEASE_T_MOST &&
         policy->lag >= AMP_RELEASE_LAG_LEAST && policy->lag <= 3660 && policy->share >= 50 &&
         policy->share <= AMP_LARGEST_SHARE_PERCENT;
}

/* A ledger that says less than the floors was not written by this program. */
gboolean
amp_release_policy_get (AmpSession *session, AmpReleasePolicy *policy, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) lines = NULL;

  *policy = usual;
  if (store == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return FALSE;
    }
  lines = amp_store_release_list (store, error);
  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      const AmpReleaseLine *line = g_ptr_array_index (lines, i);
      AmpReleasePolicy said;

      if (!g_str_equal (line->rule, "policy"))
        continue;
      if (sscanf (line->request, "t=%" G_GINT64_FORMAT " lag=%u share=%u", &said.t, &said.lag,
                  &said.share) != 3 ||
          !is_above_the_floors (&said))
        return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A policy below the floors");
      *policy = said;
    }
  return TRUE;
}

static gboolean
lowers (const AmpReleasePolicy *now, const AmpReleasePolicy *wanted)
{
  return wanted->t < now->t || wanted->lag < now->lag || wanted->share > now->share;
}

gint64
amp_release_thing_of_text (const char *text)
{
  guint8 hash[AMP_HASH_BYTES];
  guint64 thing;

  amp_hash (text, strlen (text), hash);
  memcpy (&thing, hash, sizeof thing);
  return (gint64) (GUINT64_FROM_LE (thing) >> 1 | 1);
}

gint64
amp_release_thing (const AmpReleasePlan *self)
{
  g_autofree char *request = amp_release_asked_text (&self->request);
  g_autofree char *period = amp_release_period_name (&self->period);
  g_autofree char *policy = policy_text (&self->policy);
  g_autofree char *text =
    g_strjoin ("|", amp_unit_to_code (self->request.spec.unit), period, request,
               amp_release_rule_to_code (self->request.rule), self->recipient, policy, NULL);

  return amp_release_thing_of_text (text);
}

static gboolean
write_policy (AmpSession *session,
              const AmpReleasePolicy *policy,
              const char *reason,
              gint64 approver,
              GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReleaseLine) line = amp_release_line_new ();

  line->rule = g_strdup ("policy");
  line->request = policy_text (policy);
  line->reason = g_strdup (reason);
  line->approver = approver;
  amp_release_policy_hash (policy, line->policy);
  return amp_store_release_add (store, line, error) &&
         amp_store_audit (store, AMP_AUDIT_UPDATE, NULL, 0, NULL, "release-policy", error);
}

gboolean
amp_release_policy_set (AmpSession *session,
                        const AmpReleasePolicy *policy,
                        const char *reason,
                        gint64 approval,
                        GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *text = policy_text (policy);
  AmpReleasePolicy now;
  gint64 approver = 0;

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_policy_get (session, &now, error))
    return FALSE;
  if (!is_above_the_floors (policy) || (lowers (&now, policy) && amp_domain_is_blank (reason)))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_POLICY, "Below a floor, or no reason");
  if (lowers (&now, policy) && approval == 0)
    return amp_release_ask_for (session, amp_release_thing_of_text (text), reason, &approval,
                                error) &&
           amp_release_refuse (error, AMP_RELEASE_ERROR_APPROVAL, "Needs another supervisor");
  if (!amp_store_begin (store, error))
    return FALSE;
  if (lowers (&now, policy))
    approver = amp_release_take_permit (session, approval, amp_release_thing_of_text (text), error);
  if (approver >= 0 && write_policy (session, policy, reason, approver, error))
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}
