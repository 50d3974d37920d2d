/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the window share. */
#pragma once

#include "app/amp-draft-bar.h"
#include "app/amp-review-page.h"
#include "app/amp-window.h"
#include "app/amp-workspace.h"

G_BEGIN_DECLS

struct _AmpWindow
{
  AdwApplicationWindow parent_instance;

  /* Template. */
  AdwToastOverlay *toasts;
  AdwBin *place;
  AmpDraftBar *draft_bar;

  /* Owned. */
  AmpJobs *jobs;
  AmpIdleLock *idle_lock;
  char *folder; /* where the vault of this run lies: in memory only, see amp_window_offer_vault */
  char *login;
  gboolean is_review; /* folder is the file of a pack */

  GPtrArray *place_keys; /* while the places are written */
  gboolean leaving;      /* this window only */
  gboolean closing;      /* lock first, then go */
  gboolean lose;         /* she said that what no disk took may go too */
};

AmpWorkspace *amp_window_workspace (AmpWindow *self);    /* NULL: locked, or a review */
AmpReviewPage *amp_window_review_page (AmpWindow *self); /* NULL: locked, or an office */

/* Another window on the same vault. */
AmpWindow *amp_window_open_beside (AmpWindow *self);
/* Writes where she is, to come back to. */
void amp_window_keep_place (AmpWindow *self);
/* The places are written. */
void amp_window_leave_places (AmpWindow *self);
/* Each place that was kept, in a window of its own. */
void amp_window_return_to_places (AmpWindow *self);

void amp_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
