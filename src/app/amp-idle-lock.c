/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locks when nobody is there. */
#include "app/amp-idle-lock.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <unistd.h>

struct _AmpIdleLock
{
  GObject parent_instance;

  guint seconds;
  gint64 seen_monotonic;
  gint64 seen_wall_clock;
  guint timer;
  GDBusConnection *buses[2];
  GArray *subscriptions[2]; /* of guint */
  int inhibitor;            /* while it is open the machine waits with its sleep; -1: none */
  gboolean asking;          /* for it */
};

enum
{
  SYSTEM_BUS,
  SESSION_BUS
};

typedef struct
{
  int bus;
  const char *sender;
  const char *interface;
  const char *signal;
} Outside;

/* Who may tell that nobody is there. With the sender named, no other program can say it. */
static const Outside outsiders[] = {
  {SYSTEM_BUS, "org.freedesktop.login1", "org.freedesktop.login1.Session", "Lock"},
  {SYSTEM_BUS, "org.freedesktop.login1", "org.freedesktop.login1.Manager", "PrepareForSleep"},
  {SESSION_BUS, "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"},
  {SESSION_BUS, "org.gnome.ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"},
  {SESSION_BUS, "org.cinnamon.ScreenSaver", "org.cinnamon.ScreenSaver", "ActiveChanged"},
  {SESSION_BUS, "org.mate.ScreenSaver", "org.mate.ScreenSaver", "ActiveChanged"},
  {SESSION_BUS, "org.xfce.ScreenSaver", "org.xfce.ScreenSaver", "ActiveChanged"},
};

static guint lock_signal;

G_DEFINE_FINAL_TYPE (AmpIdleLock, amp_idle_lock, G_TYPE_OBJECT)

gboolean
amp_idle_lock_is_due (gint64 monotonic_passed, gint64 wall_clock_passed, guint seconds)
{
  return MAX (monotonic_passed, wall_clock_passed) >= (gint64) seconds * G_USEC_PER_SEC;
}

static void
see (AmpIdleLock *self)
{
  self->seen_monotonic = g_get_monotonic_time ();
  self->seen_wall_clock = g_get_real_time ();
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, AmpIdleLock *self)
{
  (void) controller;
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
    case GDK_BUTTON_PRESS:
    case GDK_KEY_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      see (self);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

static gboolean
on_tick (gpointer data)
{
  AmpIdleLock *self = data;

  if (amp_idle_lock_is_due (g_get_monotonic_time () - self->seen_monotonic,
                            g_get_real_time () - self->seen_wall_clock, self->seconds))
    {
      see (self);
      g_signal_emit (self, lock_signal, 0);
    }
  return G_SOURCE_CONTINUE;
}

/* --- Sleep waits for the lock --- */

static void
on_inhibited (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AmpIdleLock) self = data;
  g_autoptr (GUnixFDList) fds = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
    G_DBUS_CONNECTION (source), &fds, result, NULL);
  int fd = reply != NULL && fds != NULL && g_unix_fd_list_get_length (fds) == 1
             ? g_unix_fd_list_get (fds, 0, NULL)
             : -1;

  self->asking = FALSE;
  if (self->timer == 0 || self->inhibitor >= 0) /* the window has gone meanwhile */
    {
      if (fd >= 0)
        close (fd);
      return;
    }
  self->inhibitor = fd;
}

/* Who asks and why: nothing that says more than the name in the menu does. */
static void
inhibit (AmpIdleLock *self)
{
  if (self->inhibitor >= 0 || self->asking || self->buses[SYSTEM_BUS] == NULL)
    return;
  self->asking = TRUE;
  g_dbus_connection_call_with_unix_fd_list (
    self->buses[SYSTEM_BUS], "org.freedesktop.login1", "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager", "Inhibit",
    g_variant_new ("(ssss)", "sleep", "Amparo", "Amparo", "delay"), G_VARIANT_TYPE ("(h)"),
    G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, on_inhibited, g_object_ref (self));
}

void
amp_idle_lock_settle (AmpIdleLock *self)
{
  if (self->inhibitor >= 0)
    close (self->inhibitor);
  self->inhibitor = -1;
}

gboolean
amp_idle_lock_delays_sleep (AmpIdleLock *self)
{
  return self->inhibitor >= 0;
}

static void
on_bus_signal (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *interface,
               const char *signal,
               GVariant *parameters,
               gpointer data)
{
  gboolean active = TRUE;

  (void) connection;
  (void) sender;
  (void) path;
  (void) interface;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    g_variant_get (parameters, "(b)", &active);
  if (active)
    g_signal_emit (data, lock_signal, 0);
  else if (g_strcmp0 (signal, "PrepareForSleep") == 0)
    inhibit (data); /* awake again: for the next time */
}

static void
subscribe (AmpIdleLock *self, int bus, GDBusConnection *connection)
{
  if (self->timer == 0)
    return; /* the window has gone meanwhile */
  self->buses[bus] = g_object_ref (connection);
  self->subscriptions[bus] = g_array_new (FALSE, FALSE, sizeof (guint));
  for (gsize i = 0; i < G_N_ELEMENTS (outsiders); i++)
    if (outsiders[i].bus == bus)
      {
        guint id = g_dbus_connection_signal_subscribe (
          connection, outsiders[i].sender, outsiders[i].interface, outsiders[i].signal, NULL, NULL,
          G_DBUS_SIGNAL_FLAGS_NONE, on_bus_signal, self, NULL);

        g_array_append_val (self->subscriptions[bus], id);
      }
  inhibit (self);
}

/* A machine without one of the buses just locks by its own timer. */
static void
on_system_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AmpIdleLock) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  (void) source;
  if (connection != NULL)
    subscribe (self, SYSTEM_BUS, connection);
}

static void
on_session_bus (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (AmpIdleLock) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, &error);

  (void) source;
  if (connection != NULL)
    subscribe (self, SESSION_BUS, connection);
}

static void
amp_idle_lock_dispose (GObject *object)
{
  AmpIdleLock *self = AMP_IDLE_LOCK (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  amp_idle_lock_settle (self);
  for (int bus = 0; bus < 2; bus++)
    {
      for (guint i = 0; self->subscriptions[bus] != NULL && i < self->subscriptions[bus]->len; i++)
        g_dbus_connection_signal_unsubscribe (self->buses[bus],
                                              g_array_index (self->subscriptions[bus], guint, i));
      g_clear_pointer (&self->subscriptions[bus], g_array_unref);
      g_clear_object (&self->buses[bus]);
    }
  G_OBJECT_CLASS (amp_idle_lock_parent_class)->dispose (object);
}

static void
amp_idle_lock_class_init (AmpIdleLockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_idle_lock_dispose;
  lock_signal = g_signal_new ("lock", AMP_TYPE_IDLE_LOCK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
}

static void
amp_idle_lock_init (AmpIdleLock *self)
{
  self->seconds = AMP_IDLE_SECONDS;
  self->inhibitor = -1;
  see (self);
  self->timer = g_timeout_add_seconds (1, on_tick, self);
}

static void
watch (AmpIdleLock *self, GtkWidget *window)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (window, controller);
}

/* Dialogs have windows of their own: whoever types in one is there too. */
static void
on_windows_changed (GListModel *windows, guint at, guint removed, guint added, AmpIdleLock *self)
{
  (void) removed;
  for (guint i = at; i < at + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      watch (self, window);
    }
}

AmpIdleLock *
amp_idle_lock_new (void)
{
  AmpIdleLock *self = g_object_new (AMP_TYPE_IDLE_LOCK, NULL);
  GListModel *windows = gtk_window_get_toplevels ();

  on_windows_changed (windows, 0, 0, g_list_model_get_n_items (windows), self);
  g_signal_connect_object (windows, "items-changed", G_CALLBACK (on_windows_changed), self, 0);
  g_bus_get (G_BUS_TYPE_SYSTEM, NULL, on_system_bus, g_object_ref (self));
  g_bus_get (G_BUS_TYPE_SESSION, NULL, on_session_bus, g_object_ref (self));
  return self;
}

void
amp_idle_lock_set_seconds (AmpIdleLock *self, guint seconds)
{
  self->seconds = seconds;
  see (self);
}

guint
amp_idle_lock_get_seconds (AmpIdleLock *self)
{
  return self->seconds;
}
