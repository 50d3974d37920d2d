/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory of institutions: which of them serve this person, in which order, and why the
 * others do not (domain.md 5.5, 6.4). */
#pragma once

#include "domain/list-csv.h"

G_BEGIN_DECLS

/* After so many days the details of an entry should be checked again. */
#define AMP_DIRECTORY_FRESH_DAYS 180

/* For whom. Everything may be NULL or unknown: what is not known keeps nobody out. */
typedef struct
{
  char *service;                  /* code of service_type */
  char *region;                   /* of the office: decides what is near */
  char *sex;                      /* "F", "M", "X" */
  char *nationality;              /* codes of country, "PE;VE" */
  char *date;                     /* the day of the referral */
  int age_min, age_max;           /* years; -1: not known */
  int lgbtiq, disability, family; /* 1, 0, or -1: not known; family: children are with her */
} AmpDirectoryWish;

void amp_directory_wish_clear (AmpDirectoryWish *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpDirectoryWish, amp_directory_wish_clear)

/* Fills in what person and case tell. case_ may be NULL. Clear it afterwards. */
void amp_directory_wish_init (AmpDirectoryWish *self,
                              const AmpRecord *person,
                              const AmpRecord *case_,
                              const char *service,
                              const char *date);

/* Years on a day, from the birth date, else the year, else the band; -1 where not known. With
 * little known, min and max differ. */
void amp_person_age (const AmpRecord *person, const char *date, int *min, int *max);
/* Whether she may be under 18 on that day: certainly, as far as is known. FALSE where not known. */
gboolean amp_person_is_minor (const AmpRecord *person, const char *date);

/* Why one is not offered. */
typedef enum
{
  AMP_DIRECTORY_SERVICE = 1 << 0,     /* does not give this service */
  AMP_DIRECTORY_NOT_YET = 1 << 1,     /* begins later */
  AMP_DIRECTORY_ENDED = 1 << 2,       /* has ended */
  AMP_DIRECTORY_REPLACED = 1 << 3,    /* another one took over */
  AMP_DIRECTORY_AGE = 1 << 4,         /* not her age */
  AMP_DIRECTORY_SEX = 1 << 5,         /* not her sex */
  AMP_DIRECTORY_NATIONALITY = 1 << 6, /* not her nationality */
  AMP_DIRECTORY_GROUP = 1 << 7,       /* another group of people */
  AMP_DIRECTORY_FAR = 1 << 8,         /* of a region that is neither here nor next to it */
} AmpDirectoryReason;

/* Where it is, nearest first. */
typedef enum
{
  AMP_NEAR_REGION,    /* the same region */
  AMP_NEAR_BORDERING, /* the next one, of either country */
  AMP_NEAR_NATIONAL,  /* of no region: the whole country, or any */
  AMP_NEAR_FAR,
} AmpNear;

typedef enum
{
  AMP_VERIFIED_RECENTLY,
  AMP_VERIFIED_LONG_AGO, /* more than AMP_DIRECTORY_FRESH_DAYS */
  AMP_VERIFIED_NEVER,
} AmpVerified;

typedef struct
{
  gint64 id;
  char *code, *name, *short_name, *kind, *country, *region, *services; /* NULL where not recorded */
  char *verified_on, *valid_from, *valid_to;
  AmpVerified verified;
  AmpNear near;
  guint reasons;       /* of AmpDirectoryReason; 0: offered */
  gint64 follower;     /* who replaced it in the end, 0: nobody */
  char *follower_name; /* NULL */
} AmpDirectoryEntry;

void amp_directory_entry_free (AmpDirectoryEntry *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDirectoryEntry, amp_directory_entry_free)

/* The whole directory; of AmpDirectoryEntry, owned. First those that are offered: same region,
 * bordering, national, each with the verified ones first, then by name; behind them the others with
 * their reasons, in the same order. */
GPtrArray *amp_directory_find (AmpSession *session, const AmpDirectoryWish *wish, GError **error);

/* How old the last check is on that day. */
AmpVerified amp_directory_verified (const char *verified_on, const char *date);
AmpNear amp_directory_near (const char *office_region, const char *region);
/* Whether two regions border on each other. */
gboolean amp_region_borders (const char *region, const char *other);

/* N_(); of one reason. */
const char *amp_directory_reason_sentence (AmpDirectoryReason reason);
const char *amp_directory_verified_sentence (AmpVerified verified); /* N_() */

/* Records that somebody checked the entry on that day (NULL: today). */
gboolean
amp_directory_verify (AmpSession *session, gint64 institution, const char *date, GError **error);

/* --- directory-csv.c: the directory as a table (list-csv.h) --- */

typedef AmpListImport AmpDirectoryImport;

/* One row for each institution, sorted by code and name; columns are the fields of the entity,
 * replaced_by holds the code (else the name) of the other. Writes EXPORT. Free it. */
char *amp_directory_to_csv (AmpSession *session, guint *n_rows, GError **error);
/* A row whose code (else whose name and region) is in the directory changes that entry; others are
 * added. Otherwise as amp_list_import(). */
gboolean amp_directory_import (AmpSession *session,
                               const char *path,
                               gboolean dry_run,
                               AmpReport *report,
                               AmpDirectoryImport *result,
                               GError **error);

/* --- directory-seed.c: the first directory --- */

/* Adds the entries that come with the program and whose code is not in the directory yet; none is
 * verified. n_added may be NULL. */
gboolean amp_directory_seed (AmpSession *session, guint *n_added, GError **error);

G_END_DECLS
