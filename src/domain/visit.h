/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One visit, several services, several people: a record each, all of them or none. */
#pragma once

#include "domain/search.h"
#include "model/record.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 case_id;
  gint64 person;
} AmpVisitPerson;

/* like: a service record with what is the same for all (day, status, region, modality …), copied.
 * services: codes of service_type, NULL-terminated. Returns the stored records, owned, in the order
 * of people and services. */
GPtrArray *amp_visit_save (AmpSession *session,
                           const AmpRecord *like,
                           const char *const *services,
                           const AmpVisitPerson *people,
                           gsize n_people,
                           GError **error);

typedef struct
{
  AmpVisitPerson who;
  char *label; /* pseudonym */
  char *name;  /* NULL unless asked for */
  gboolean member;
} AmpVisitChoice;

void amp_visit_choice_free (gpointer data);
/* Whom a visit may have met besides: members of the case, and people of the user's other open
 * cases, the newest first, at most most of them. Of AmpVisitChoice, owned. */
GPtrArray *amp_visit_choices (AmpSession *session, gint64 case_id, guint most, GError **error);

/* Whoever else was met, by what the search box finds, in an open case that this user may open; at
 * most most of them. elsewhere: somebody like that is in a colleague's case. names: as in
 * amp_search(). Of AmpVisitChoice, owned. */
GPtrArray *amp_visit_find (AmpSession *session,
                           AmpSearchVisit *visit,
                           const char *text,
                           guint most,
                           gboolean names,
                           gboolean *elsewhere,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
