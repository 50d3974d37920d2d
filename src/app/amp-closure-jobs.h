/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the closure dialog asks of the worker. */
#pragma once

#include "app/amp-jobs.h"

#include "domain/closure.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean closed; /* then there is nothing else */
  AmpRecord *closure;
  GPtrArray *items;  /* of AmpOpenItem */
  GPtrArray *places; /* of AmpClosurePlace: where it may be handed over to */
  gboolean somebody; /* else is there to approve */
} AmpClosureLoad;

typedef struct
{
  gint64 id;
  char *name;
} AmpClosurePlace;

void amp_closure_load_free (gpointer self);

/* Data: gint64 *case; result: AmpClosureLoad. */
gpointer amp_closure_load_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

typedef enum
{
  AMP_CLOSURE_PROPOSE, /* what follows from the reason, and what is open then */
  AMP_CLOSURE_KEEP,
  AMP_CLOSURE_ASK,
} AmpClosureStep;

typedef struct
{
  AmpClosureStep step;
  AmpRecord *closure; /* owned; brought up to date */
  GPtrArray *items;   /* owned; of AmpOpenItem */
  guint number;
} AmpClosureWork;

void amp_closure_work_free (gpointer self);
/* Data: AmpClosureWork; result: TRUE. */
gpointer amp_closure_work_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
