/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of forms share: a toolkit that is ready, a small office in a vault, jobs that are
 * waited for. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Iterates until it holds; a test that waits in vain fails after twenty seconds. */
#define WAIT_FOR(condition)                                                                        \
  do                                                                                               \
    {                                                                                              \
      gint64 wait_until_ = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                          \
      while (!(condition))                                                                         \
        {                                                                                          \
          if (g_get_monotonic_time () > wait_until_)                                               \
            g_error ("waited in vain for: %s", #condition);                                        \
          if (!g_main_context_iteration (NULL, FALSE))                                             \
            g_usleep (500);                                                                        \
        }                                                                                          \
    }                                                                                              \
  while (0)

void forms_init (int *argc, char ***argv);

/* A window with the widget, shown. Destroy it with gtk_window_destroy(). */
GtkWindow *forms_show (GtkWidget *widget, int width, int height);
/* PNG into the folder of AMP_SCREENSHOTS, where that is set. */
void forms_picture (GtkWindow *window, const char *name);

/* Every control under widget that takes the keyboard has a name; g_test_fail() tells which has
 * none. */
void forms_assert_named (GtkWidget *widget);

/* The first visible button under widget with that label (without underscore); NULL. */
GtkWidget *forms_find_button (GtkWidget *widget, const char *label);

typedef struct
{
  char *folder;
  AmpJobs *jobs;
  gint64 case_id;
  gint64 person_id;
} Office;

/* A vault with one supervisor, one institution, one person and her case. */
Office *office_new (void);
void office_free (Office *self);
/* Locks, and unlocks again. */
void office_lock (Office *self);
void office_unlock (Office *self);

/* Runs on the worker thread and waits. func's result; fails the test on an error. */
gpointer office_run (Office *self, AmpJobsFunc func, gpointer data);
/* How many records of the entity are stored. */
guint office_count (Office *self, const char *entity);
/* Free it. */
AmpRecord *office_load (Office *self, const char *entity, gint64 id);
/* Saves as another front end would. */
void office_store (Office *self, AmpRecord *record);
/* The same, and takes the record. */
void office_save (Office *self, AmpRecord *record);
/* Events of that action in the chain. */
guint office_count_events (Office *self, const char *action);

G_END_DECLS
