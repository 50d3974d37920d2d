/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker thread. */
#include "store/worker.h"

#include <string.h>

typedef struct
{
  GMainLoop *loop;
  GThread *main_thread;
  AmpWorker *worker;
  guint n_waiting; /* callbacks still to come */
  GString *order;  /* what happened, on the main context */
  GString *worked; /* what ran, on the worker */
  GError *error;   /* of the last callback */
  char *result;
  guint n_freed;
  guint n_progress, n_late;
  guint64 last_done;
  gboolean ended;
  gint gate; /* atomic: jobs that wait for it may go on */
  gint held; /* atomic: such a job has begun */
} World;

typedef struct
{
  World *world;
  char letter;
  guint steps; /* of 5 ms each */
  enum
  {
    ENDS_WELL,
    FAILS,
    GIVES_NOTHING,
    WAITS
  } manner;
} Work;

static void
setup (World *self, gconstpointer data)
{
  (void) data;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->main_thread = g_thread_self ();
  self->worker = amp_worker_new ();
  self->order = g_string_new (NULL);
  self->worked = g_string_new (NULL);
}

static void
teardown (World *self, gconstpointer data)
{
  (void) data;
  g_clear_pointer (&self->worker, amp_worker_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_main_loop_unref (self->loop);
  g_string_free (self->order, TRUE);
  g_string_free (self->worked, TRUE);
  g_clear_error (&self->error);
  g_free (self->result);
}

static gpointer
do_work (gpointer data, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  Work *work = data;

  g_assert_true (g_thread_self () != work->world->main_thread);
  g_string_append_c (work->world->worked, work->letter);
  for (guint i = 0; i < work->steps; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      amp_progress_set (progress, i + 1, work->steps);
      g_usleep (5000);
    }
  while (work->manner == WAITS && !g_atomic_int_get (&work->world->gate))
    {
      g_atomic_int_set (&work->world->held, TRUE);
      g_usleep (1000);
    }
  if (work->manner == FAILS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no space");
      return NULL;
    }
  return work->manner == GIVES_NOTHING ? NULL : g_strdup_printf ("done %c", work->letter);
}

static void
free_work (gpointer data)
{
  Work *work = data;

  g_assert_true (g_thread_self () == work->world->main_thread);
  work->world->n_freed++;
  g_free (work);
}

static void
work_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  World *world = user_data;

  g_assert_null (source);
  g_assert_true (g_thread_self () == world->main_thread);
  g_clear_error (&world->error);
  g_free (world->result);
  world->result = amp_worker_finish (result, &world->error);
  g_string_append_c (world->order,
                     world->result != NULL ? world->result[strlen (world->result) - 1] : '!');
  world->ended = TRUE;
  if (--world->n_waiting == 0)
    g_main_loop_quit (world->loop);
}

static void
note_progress (guint64 done, guint64 total, gpointer user_data)
{
  World *world = user_data;

  g_assert_true (g_thread_self () == world->main_thread);
  g_assert_cmpuint (done, <=, total);
  g_assert_cmpuint (done, >=, world->last_done);
  world->last_done = done;
  world->n_progress++;
  if (world->ended)
    world->n_late++;
}

static void
start_as (World *self, char letter, guint steps, GCancellable *cancellable, int manner)
{
  Work *work = g_new0 (Work, 1);

  work->world = self;
  work->letter = letter;
  work->steps = steps;
  work->manner = manner;
  self->n_waiting++;
  amp_worker_run (self->worker, do_work, work, free_work, g_free, note_progress, cancellable,
                  work_done, self);
}

static void
start (World *self, char letter, guint steps, GCancellable *cancellable)
{
  start_as (self, letter, steps, cancellable, ENDS_WELL);
}

static void
wait_for_all (World *self)
{
  g_main_loop_run (self->loop);
}

static void
test_result (World *self, gconstpointer data)
{
  (void) data;
  start (self, 'a', 0, NULL);
  g_assert_null (self->result);
  wait_for_all (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->result, ==, "done a");
  g_assert_cmpuint (self->n_freed, ==, 1);
}

static void
test_error (World *self, gconstpointer data)
{
  (void) data;
  start_as (self, 'a', 0, NULL, FAILS);
  wait_for_all (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_null (self->result);
  g_assert_cmpuint (self->n_freed, ==, 1);
}

static void
test_nothing (World *self, gconstpointer data)
{
  (void) data;
  start_as (self, 'a', 0, NULL, GIVES_NOTHING);
  wait_for_all (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_order (World *self, gconstpointer data)
{
  const char *letters = "abcdefghij";

  (void) data;
  for (const char *p = letters; *p != '\0'; p++)
    start (self, *p, *p % 2 == 0 ? 3 : 0, NULL);
  wait_for_all (self);
  g_assert_cmpstr (self->worked->str, ==, letters);
  g_assert_cmpstr (self->order->str, ==, letters);
  g_assert_cmpuint (self->n_freed, ==, 10);
}

static void
test_progress (World *self, gconstpointer data)
{
  (void) data;
  start (self, 'a', 100, NULL); /* half a second, a report each 5 ms */
  wait_for_all (self);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (self->n_progress, >=, 2);
  g_assert_cmpuint (self->last_done, >, 1);
  g_assert_cmpuint (self->n_late, ==, 0);
}

static gboolean
cancel_now (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* At most ten a second, however often the job reports. */
static void
test_progress_is_rare (World *self, gconstpointer data)
{
  gint64 began = g_get_monotonic_time ();
  double seconds;

  (void) data;
  start (self, 'a', 100, NULL);
  wait_for_all (self);
  seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  g_assert_cmpfloat ((double) self->n_progress, <=, seconds * 10 + 1);
}

static void
test_cancel (World *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  (void) data;
  start (self, 'a', 100000, cancellable);
  g_timeout_add (50, cancel_now, cancellable);
  wait_for_all (self);
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (self->n_freed, ==, 1);
}

static void
test_cancel_waiting (World *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  (void) data;
  start_as (self, 'a', 0, NULL, WAITS);
  start (self, 'b', 0, cancellable);
  start (self, 'c', 0, NULL);
  g_cancellable_cancel (cancellable);
  g_atomic_int_set (&self->gate, TRUE);
  wait_for_all (self);
  g_assert_cmpstr (self->worked->str, ==, "ac");
  g_assert_cmpstr (self->order->str, ==, "a!c");
}

/* What was done in spite of a late cancel says so. */
static void
test_cancel_too_late (World *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  (void) data;
  start (self, 'a', 0, cancellable);
  g_usleep (100000);
  g_cancellable_cancel (cancellable);
  wait_for_all (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->result, ==, "done a");
}

static gpointer
open_gate (gpointer data)
{
  World *world = data;

  g_usleep (50000); /* the worker is being freed by now, and waits for the job */
  g_atomic_int_set (&world->gate, TRUE);
  return NULL;
}

static void
test_drop (World *self, gconstpointer data)
{
  GThread *opener;

  (void) data;
  start_as (self, 'a', 0, NULL, WAITS);
  start (self, 'b', 0, NULL);
  start (self, 'c', 0, NULL);
  while (!g_atomic_int_get (&self->held))
    g_usleep (1000);
  opener = g_thread_new ("open", open_gate, self);
  g_clear_pointer (&self->worker, amp_worker_free);
  g_thread_join (opener);
  wait_for_all (self);
  g_assert_cmpstr (self->worked->str, ==, "a");
  g_assert_cmpstr (self->order->str, ==, "a!!");
  g_assert_error (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (self->n_freed, ==, 3);
}

/* A caller with a main context of its own is called back there. */
static gpointer
run_elsewhere (gpointer data)
{
  World *world = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  world->main_thread = g_thread_self ();
  start (world, 'a', 5, NULL);
  while (world->n_waiting > 0)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_own_context (World *self, gconstpointer data)
{
  (void) data;
  g_thread_join (g_thread_new ("caller", run_elsewhere, self));
  g_assert_cmpstr (self->order->str, ==, "a");
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/worker/" name, World, NULL, setup, function, teardown)

/* --- Let in --- */

/* Goes on until what is to be let in was, by itself and by nobody else. */
static gpointer
let_in (gpointer data, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  World *world = data;

  (void) progress;
  (void) cancellable;
  (void) error;
  amp_worker_let_in (world->worker); /* nobody waits */
  g_string_append_c (world->worked, '(');
  g_atomic_int_set (&world->held, TRUE);
  while (!g_atomic_int_get (&world->gate))
    g_usleep (1000);
  amp_worker_let_in (world->worker);
  g_string_append_c (world->worked, ')');
  return g_strdup ("done L");
}

static void
test_soon_is_let_in (World *world, gconstpointer data)
{
  Work *work;

  (void) data;
  world->n_waiting++;
  amp_worker_run (world->worker, let_in, world, NULL, g_free, NULL, NULL, work_done, world);
  while (!g_atomic_int_get (&world->held))
    g_usleep (1000);
  start (world, 'x', 0, NULL); /* waits all the same: it may be long */
  for (char letter = 's'; letter <= 't'; letter++)
    {
      work = g_new0 (Work, 1);
      work->world = world;
      work->letter = letter;
      world->n_waiting++;
      amp_worker_run_soon (world->worker, do_work, work, free_work, NULL, work_done, world);
    }
  g_atomic_int_set (&world->gate, TRUE);
  g_main_loop_run (world->loop);
  g_assert_cmpstr (world->worked->str, ==, "(st)x");
  g_assert_cmpstr (world->order->str, ==, "stLx");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("gives-the-result-on-the-main-context", test_result);
  ADD ("gives-the-error-of-the-job", test_error);
  ADD ("a-job-without-result-or-error-has-failed", test_nothing);
  ADD ("jobs-run-and-end-in-order", test_order);
  ADD ("progress-arrives-and-never-late", test_progress);
  ADD ("progress-comes-ten-times-a-second-at-most", test_progress_is_rare);
  ADD ("a-running-job-is-cancelled", test_cancel);
  ADD ("a-waiting-job-is-cancelled-and-never-runs", test_cancel_waiting);
  ADD ("a-finished-job-is-not-cancelled-any-more", test_cancel_too_late);
  ADD ("ending-drops-the-waiting-jobs", test_drop);
  ADD ("calls-back-on-the-context-of-the-caller", test_own_context);
  g_test_add ("/store/worker/what-is-soon-is-let-in-by-a-long-job", World, NULL, setup,
              test_soon_is_let_in, teardown);
  return g_test_run ();
}
