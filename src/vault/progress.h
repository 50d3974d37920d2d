/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a long synchronous function tells how far it is.
 *
 * Core functions that may take longer than a blink take (AmpProgress *, GCancellable *, GError **).
 * All three may be NULL. The callback runs on the thread that does the work. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmpProgress AmpProgress;

struct _AmpProgress
{
  void (*report) (AmpProgress *self, guint64 done, guint64 total); /* total 0: not known */
};

static inline void
amp_progress_set (AmpProgress *self, guint64 done, guint64 total)
{
  if (self != NULL && self->report != NULL)
    self->report (self, done, total);
}

G_END_DECLS
