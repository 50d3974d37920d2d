/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer that a dialog waits for before something leaves the office: whether another supervisor
 * was asked for this very thing, what became of it, and whether there is anybody to ask. The dialog
 * looks again whenever something else is chosen; what comes too late for that is not told. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/release.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_ANSWER (amp_answer_get_type ())
G_DECLARE_FINAL_TYPE (AmpAnswer, amp_answer, AMP, ANSWER, GObject)

/* One kind of thing; a const table. */
typedef struct
{
  /* Worker thread. */
  gboolean (*asked) (
    AmpSession *session, gpointer thing, AmpReleaseAsked *asked, gint64 *approval, GError **error);
  gboolean (*ask) (AmpSession *session, gpointer thing, gint64 *approval, GError **error);
  GDestroyNotify thing_free;
  /* N_(): it may be saved; nobody could approve; it has to be asked for. */
  const char *approved, *alone, *unasked;
} AmpAnswerAbout;

/* It is known by now, or the error says why not. */
typedef void (*AmpAnswerTold) (gpointer dialog, const GError *error);

/* For the dialog that owns it. */
AmpAnswer *
amp_answer_new (AmpJobs *jobs, const AmpAnswerAbout *about, GtkWindow *dialog, AmpAnswerTold told);

/* Takes the thing; NULL: nothing to ask about. ask: where it was not asked for, asks, and tells her
 * so in the window below. Until it is told, nothing is known. */
void amp_answer_look (AmpAnswer *self, gpointer thing, gboolean ask);
/* Something else is chosen. */
void amp_answer_forget (AmpAnswer *self);

gboolean amp_answer_is_known (AmpAnswer *self);
gboolean amp_answer_is_approved (AmpAnswer *self);
/* Known, not asked for, and somebody is there. */
gboolean amp_answer_may_ask (AmpAnswer *self);
/* A sentence; that it has to be asked for while nothing is known. */
const char *amp_answer_words (AmpAnswer *self);

G_END_DECLS
