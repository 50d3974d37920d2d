/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All drafts of the program: which are being written, which could not be stored, and what is tried
 * again. What no disk took is sealed to its writer and held in memory, also through a lock, until
 * one does. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_DRAFTS (amp_drafts_get_type ())
G_DECLARE_FINAL_TYPE (AmpDrafts, amp_drafts, AMP, DRAFTS, GObject)

/* The one of these jobs; borrowed, lives as long as they. */
AmpDrafts *amp_drafts_of (AmpJobs *jobs);

/* Somebody begins to write on what has that name ("case:123"). Gives the key of her draft: the name
 * itself, or "case:123#2" while another window writes on the same. Free it. */
char *amp_drafts_enter (AmpDrafts *self, const char *name);
void amp_drafts_leave (AmpDrafts *self, const char *key);
gboolean amp_drafts_is_taken (AmpDrafts *self, const char *key);
/* How many write on what has that name. */
guint amp_drafts_count (AmpDrafts *self, const char *name);

/* Stores text (taken, and wiped afterwards) under key; NULL: there is nothing to keep any more. */
void amp_drafts_put (AmpDrafts *self, const char *key, char *text);

/* The vault is gone: what is held belongs to nobody. */
void amp_drafts_forget (AmpDrafts *self);
/* Whether something typed is not on the disk although it should be. */
gboolean amp_drafts_are_held (AmpDrafts *self);
/* The translated sentence about that: what is wrong, what to do. NULL: all is well. */
const char *amp_drafts_get_trouble (AmpDrafts *self);
void amp_drafts_retry (AmpDrafts *self);

/* Signals: "changed" (): who writes on what, or the trouble. */

/* Forms in this window, and in those that are transient for it, keep their drafts by these jobs. */
void amp_drafts_serve (GtkWindow *window, AmpJobs *jobs);
/* NULL: no window says. */
AmpJobs *amp_drafts_find_jobs (GtkWidget *widget);

G_END_DECLS
