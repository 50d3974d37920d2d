/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole life of a referral (domain.md 5.4): sharing it with consent, each step with its date
 * and reason, and how a step is corrected or revoked. Which moves there are: domain/cases.h. */
#pragma once

#include "domain/cases.h"

G_BEGIN_DECLS

/* --- Consent at the moment of sharing (referral-consent.c) --- */

typedef enum
{
  AMP_CONSENT_STANDS,
  AMP_CONSENT_OVERRIDDEN, /* by a second person, with a reason */
  AMP_CONSENT_MISSING,    /* never asked for this institution */
  AMP_CONSENT_REFUSED,
  AMP_CONSENT_WITHDRAWN,
  AMP_CONSENT_EXPIRED,
  AMP_CONSENT_LATER,               /* was given after that day */
  AMP_CONSENT_ELSEWHERE,           /* for another institution, case or purpose */
  AMP_CONSENT_CHILD_ALONE,         /* under 14, and nobody responsible consented */
  AMP_CONSENT_NOT_WRITTEN,         /* sensitive data (profile full) need it in writing */
  AMP_CONSENT_NO_BORDER,           /* to the other country, and that was not consented to */
  AMP_CONSENT_OVERRIDE_BY_ONESELF, /* the second person is the first one */
  AMP_CONSENT_OVERRIDE_UNFOUNDED,  /* neither a minor nor a risk to life */
  AMP_CONSENT_OVERRIDE_NOBODY,     /* the second person cannot agree: an auditor, or disabled */
} AmpConsentState;

typedef struct
{
  AmpConsentState state;
  gint64 consent; /* the record that says so; 0: none */
} AmpConsentLook;

/* What the consents of the case say about this referral on that day (NULL: today). The consent that
 * the referral names counts, else the newest one for the institution; a newer refusal for the same
 * institution beats both. FALSE only where the store cannot be read. */
gboolean amp_referral_look_consent (AmpSession *session,
                                    const AmpRecord *referral,
                                    const char *date,
                                    AmpConsentLook *look,
                                    GError **error);
gboolean amp_consent_state_allows (AmpConsentState state);
const char *amp_consent_state_sentence (AmpConsentState state); /* N_(): what is missing */

/* A consent record for that referral, to be completed by a person: purpose, institution, day, and
 * who may give it. Free it. */
AmpRecord *
amp_referral_new_consent (const AmpRecord *referral, const AmpRecord *person, const char *date);

/* --- Steps (referral.c) --- */

typedef struct
{
  const char *to;             /* code of referral_state */
  const char *date;           /* NULL: today */
  const char *reason_code;    /* needed for some states */
  const char *contact_person; /* at the institution */
  const char *note;           /* what was done there */
  const char *next_step;      /* what comes next */
  const char *confirmed_by;   /* code of referral_confirmed_by; needed for "completed" */
} AmpReferralStep;

/* As amp_referral_move(), with all that a step may tell. Going to ready or sent asks for consent by
 * amp_referral_look_consent(). Sent and escalated set the day by which an answer is due. */
gboolean amp_referral_step (AmpSession *session,
                            AmpRecord *referral,
                            const AmpReferralStep *step,
                            GError **error);
gboolean amp_referral_needs_reason (const char *state);

/* A step that was recorded by mistake: back to a state that it had before, with the reason in
 * words. What happened stays in the list of steps. */
gboolean amp_referral_correct (AmpSession *session,
                               AmpRecord *referral,
                               const char *to,
                               const char *why,
                               const char *date,
                               GError **error);
/* The states it may be corrected to, the last one first; of char *, NULL-terminated. NULL with
 * error. */
char **amp_referral_correct_states (AmpSession *session, const AmpRecord *referral, GError **error);

/* Another institution is asked for the same: this one goes to re_referred, and a draft that follows
 * it is stored. The draft, or NULL. */
AmpRecord *amp_referral_refer_again (AmpSession *session,
                                     AmpRecord *referral,
                                     const char *date,
                                     GError **error);

/* --- Sharing (referral-share.c) --- */

/* Draft or ready to sent, in one transaction: consent, number of the letter, profile and due day
 * are filled in. Fails with AMP_DOMAIN_ERROR_INVALID where consent does not allow it; the message
 * begins with the field. */
gboolean
amp_referral_share (AmpSession *session, AmpRecord *referral, const char *date, GError **error);

/* The day by which an answer is due: the hours of the urgency, in whole days. Free it; NULL where
 * sent_on is no day. */
char *amp_referral_due_on (const char *urgency, const char *sent_on);

/* Whether nobody answered in time: sent or escalated and the day has passed, or recorded as no
 * answer. today NULL: today. */
gboolean amp_referral_is_silent (const AmpRecord *referral, const char *today);

G_END_DECLS
