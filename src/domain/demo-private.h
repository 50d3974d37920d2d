/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the demo: one stream of chance, one person at a time. */
#pragma once

#include "domain/demo.h"
#include "model/date.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  const char *region; /* NULL: serves all of Peru */
  gboolean ecuador;
} AmpDemoInstitution;

/* An activity from which a case may have come. */
typedef struct
{
  gint64 id, day;
  const char *region;
} AmpDemoOutreach;

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  gint64 owner;
  gint64 today, first_day; /* days since 1970 */
  guint64 chance;          /* state of the generator */
  GArray *outreach;        /* AmpDemoOutreach, by day */
  gint64 next_id;          /* 0: ids from the vault's generator, the office is not empty */
  gboolean lean;           /* very many cases: few children each */
  GHashTable *serials;     /* prefix of pseudonyms -> last serial */
  GPtrArray *services[14]; /* by domain, codes borrowed from the list */
  GArray *institutions;    /* AmpDemoInstitution */
  guint n_referrals;
  guint64 n_records;
  GError *error; /* the first one; nothing is written after it */
} AmpDemo;

/* What the records of one person share. */
typedef struct
{
  guint number; /* from 0 */
  const char *region, *second_region;
  const char *nationality;
  gboolean female, minor;
  int age;
  gint64 opened, last_contact;
  gint64 person, case_;
  GPtrArray *records; /* in the order of writing: AmpRecord, owned */
} AmpDemoCase;

/* --- Chance --- */

void amp_demo_reseed (AmpDemo *self, guint64 seed, guint64 stream);
guint amp_demo_below (AmpDemo *self, guint n); /* 0 … n - 1 */
gboolean amp_demo_percent (AmpDemo *self, guint percent);
const char *amp_demo_pick (AmpDemo *self, const char *const *words); /* NULL-terminated */
/* Index into weights, which end at 0. */
guint amp_demo_weighted (AmpDemo *self, const guint8 *weights);

/* --- Records --- */

gint64 amp_demo_new_id (AmpDemo *self);
/* A new record of the entity in the case's list, with an id. */
AmpRecord *amp_demo_add (AmpDemo *self, AmpDemoCase *c, const char *entity);
/* Programming errors in the demo's own words end up in self->error. */
void amp_demo_set (AmpDemo *self, AmpRecord *record, const char *field, const char *value);
void amp_demo_set_day (AmpDemo *self, AmpRecord *record, const char *field, gint64 day);

/* --- Parts --- */

extern const char *const amp_demo_regions[]; /* eight, NULL at the end */
gboolean amp_demo_institutions (AmpDemo *self, GError **error);
/* Prevention, training, plans, the forum: before the cases, of which some came from an activity. A
 * stream and ids of their own, so that the people are the same with and without it. */
gboolean amp_demo_programme (AmpDemo *self, guint64 seed, GError **error);
/* The activity of the region from which the case may have come; 0: none. Draws nothing. */
gint64 amp_demo_outreach_of (const AmpDemo *self, const AmpDemoCase *c);
void amp_demo_person (AmpDemo *self, AmpDemoCase *c);
void amp_demo_case (AmpDemo *self, AmpDemoCase *c, guint64 seed);
void amp_demo_situation (AmpDemo *self, AmpDemoCase *c);
void amp_demo_referrals (AmpDemo *self, AmpDemoCase *c);
/* Changes case_ where more was done; a stream of its own. */
void amp_demo_plan (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_, guint64 seed);

/* --- Words --- */

typedef struct
{
  const char *country;
  const char *const *female, *const *male, *const *surnames;
} AmpDemoNames;

const AmpDemoNames *amp_demo_names (const char *country);
extern const char *const amp_demo_awajun_female[], *const amp_demo_awajun_male[],
                                                     *const amp_demo_awajun_surnames[];
extern const char *const amp_demo_streets[];
extern const char *const amp_demo_note_openings[], *const amp_demo_note_stories[],
                                                     *const amp_demo_note_plans[];
extern const char *const amp_demo_service_notes[], *const amp_demo_follow_up_notes[],
                                                     *const amp_demo_referral_details[];

typedef struct
{
  const char *domain, *text, *indicator;
} AmpDemoGoal;

/* --- Words of the programme --- */

typedef struct
{
  const char *kind, *audience, *topics, *title, *place, *material;
  guint8 reached[6]; /* about: girls to 11, to 17, women; boys to 11, to 17, men */
} AmpDemoKind;

extern const AmpDemoKind amp_demo_kinds[], amp_demo_border_kind, amp_demo_radio_kind;
extern const guint8 amp_demo_kind_weights[];

typedef struct
{
  const char *audience, *title, *topics, *material;
  const char *institution; /* what its code begins with in each region, or NULL */
  guint8 hours;
  guint8 attended[2]; /* about: women, men */
} AmpDemoCourse;

#define AMP_DEMO_COURSES 5
extern const AmpDemoCourse amp_demo_courses[AMP_DEMO_COURSES];

typedef struct
{
  const char *axis, *text;
  struct
  {
    const char *text, *indicator, *institution;
    guint8 baseline, target;
  } actions[2];
} AmpDemoAxisGoal;

#define AMP_DEMO_AXIS_GOALS 6
extern const AmpDemoAxisGoal amp_demo_axis_goals[AMP_DEMO_AXIS_GOALS];

typedef struct
{
  const char *text, *by, *to, *country, *region, *indicator, *target, *status;
  gint16 due; /* days from the last day of the demo */
  guint8 updates;
} AmpDemoPromise;

#define AMP_DEMO_PROMISES 10
extern const AmpDemoPromise amp_demo_promises[AMP_DEMO_PROMISES];

#define AMP_DEMO_GOALS 6
extern const AmpDemoGoal amp_demo_goals[AMP_DEMO_GOALS];
extern const char *const amp_demo_actions[],
  *const amp_demo_warning_signs[], *const amp_demo_safe_places[], *const amp_demo_tasks[];

G_END_DECLS
