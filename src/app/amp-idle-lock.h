/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locks when nobody is there: after minutes without a key or a pointer, when the screen is locked,
 * when the machine goes to sleep. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_IDLE_SECONDS 300

#define AMP_TYPE_IDLE_LOCK (amp_idle_lock_get_type ())
G_DECLARE_FINAL_TYPE (AmpIdleLock, amp_idle_lock, AMP, IDLE_LOCK, GObject)

/* Watches the events of all windows of the program, dialogs too. Emits "lock". */
AmpIdleLock *amp_idle_lock_new (void);
void amp_idle_lock_set_seconds (AmpIdleLock *self, guint seconds);
guint amp_idle_lock_get_seconds (AmpIdleLock *self);

/* The vault is closed: a machine that goes to sleep need not wait any longer. Until then it waits,
 * for as long as logind grants. */
void amp_idle_lock_settle (AmpIdleLock *self);
gboolean amp_idle_lock_delays_sleep (AmpIdleLock *self);

/* Whether it is time: whichever of the two clocks saw more time go by, because the monotonic one
 * stands still while the machine sleeps and the wall clock may be set back. Microseconds. */
gboolean amp_idle_lock_is_due (gint64 monotonic_passed, gint64 wall_clock_passed, guint seconds);

G_END_DECLS
