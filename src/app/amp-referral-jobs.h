/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The jobs of referrals: what is to be seen before one is sent, sending it, its steps, its slip. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/referral-profile.h"
#include "domain/referral.h"

G_BEGIN_DECLS

typedef struct
{
  AmpRecord *referral; /* owned; as typed, and as stored afterwards */
  AmpRecord *person;   /* filled by the view */
  GPtrArray *entries;  /* of AmpDirectoryEntry; NULL while no service is chosen */
  GPtrArray *items;    /* of AmpSharedItem */
  GPtrArray *events;   /* of AmpRecord, oldest first */
  char **back;         /* states it may be corrected to */
  AmpConsentLook look;
  char *due;
  /* What a step tells; what a file is called */
  char *to, *date, *reason, *contact, *note, *next, *confirmed, *path;
  gint64 new_id;       /* as of amp_cases_name_new() */
  AmpRecord *follower; /* of a re-referral */
} AmpReferralWork;

AmpReferralWork *amp_referral_work_new (const AmpRecord *referral);
void amp_referral_work_free (gpointer data);

/* AmpJobsFunc; data is an AmpReferralWork, which they fill. */
gpointer amp_referral_view_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_save_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_share_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_ask_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_step_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_correct_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_again_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);
gpointer amp_referral_slip_run (
  AmpSession *session, gpointer data, AmpProgress *p, GCancellable *c, GError **error);

/* The sentence of what went wrong, by the rule that says so where there is one. Free it. */
char *amp_referral_fault (const GError *error);

G_END_DECLS
