/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who has been reached by training and who has not: the institutions of the directory, with what
 * was carried out for them. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  const char *region;   /* code of institutions, or NULL: all */
  const char *audience; /* code of training_audience, or NULL: all; narrows to institutions whose
                           kind is trained as that, and to their attendance as that */
  const char *since;    /* a day, or NULL: from the beginning */
} AmpReachQuery;

typedef struct
{
  gint64 institution;
  char *name, *region; /* region NULL: the whole country, or any */
  guint sessions;
  guint people;
  guint hours;   /* of the sessions, each once */
  char *last_on; /* NULL: never reached */
} AmpReachRow;

void amp_reach_row_free (AmpReachRow *self);

/* Never reached ones first, by name; then those whose last session is the longest ago. Institutions
 * that ended or were replaced are left out unless somebody of them attended. Sessions that were not
 * carried out do not count. Of AmpReachRow, owned. n_people, if not NULL: how many people of no
 * institution of the directory attended, under the same conditions. */
GPtrArray *amp_training_reach (AmpSession *session,
                               const AmpReachQuery *query,
                               guint *n_people,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
