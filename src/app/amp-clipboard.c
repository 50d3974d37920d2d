/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GTK's own copying (Ctrl+C in any entry, a selection with the pointer) puts its contents there
 * itself; what is on a clipboard of ours is seen by its "changed". */
#include "app/amp-clipboard.h"

#define GUARD "amp-clipboard-guard"

typedef struct
{
  GdkClipboard *clipboard; /* of the display, which outlives us */
  guint timer;
} Side;

typedef struct
{
  Side sides[2]; /* the one of Ctrl+C, and the selection */
  guint seconds;
  gboolean shut; /* nothing of ours stays for a moment */
} Guard;

static Guard *
guard_of (GdkDisplay *display)
{
  return g_object_get_data (G_OBJECT (display), GUARD);
}

static void
clear (Side *side)
{
  g_clear_handle_id (&side->timer, g_source_remove);
  if (side->clipboard != NULL && gdk_clipboard_is_local (side->clipboard) &&
      gdk_clipboard_get_content (side->clipboard) != NULL)
    gdk_clipboard_set_content (side->clipboard, NULL);
}

static gboolean
on_time (gpointer data)
{
  Side *side = data;

  side->timer = 0;
  clear (side);
  return G_SOURCE_REMOVE;
}

static void
on_changed (GdkClipboard *clipboard, Guard *guard)
{
  Side *side = &guard->sides[clipboard == guard->sides[1].clipboard ? 1 : 0];

  g_clear_handle_id (&side->timer, g_source_remove);
  if (!gdk_clipboard_is_local (clipboard) || gdk_clipboard_get_content (clipboard) == NULL)
    return;
  /* Before any other program is answered; not from within the change itself. */
  if (guard->shut)
    side->timer = g_idle_add_full (G_PRIORITY_HIGH, on_time, side, NULL);
  else
    side->timer = g_timeout_add_seconds (guard->seconds, on_time, side);
}

static void
guard_free (gpointer data)
{
  Guard *guard = data;

  for (gsize i = 0; i < G_N_ELEMENTS (guard->sides); i++)
    g_clear_handle_id (&guard->sides[i].timer, g_source_remove);
  g_free (guard);
}

void
amp_clipboard_guard (GdkDisplay *display)
{
  Guard *guard;

  if (guard_of (display) != NULL)
    return;
  guard = g_new0 (Guard, 1);
  guard->seconds = AMP_CLIPBOARD_SECONDS;
  guard->sides[0].clipboard = gdk_display_get_clipboard (display);
  guard->sides[1].clipboard = gdk_display_get_primary_clipboard (display);
  g_object_set_data_full (G_OBJECT (display), GUARD, guard, guard_free);
  for (gsize i = 0; i < G_N_ELEMENTS (guard->sides); i++)
    g_signal_connect (guard->sides[i].clipboard, "changed", G_CALLBACK (on_changed), guard);
}

void
amp_clipboard_set_seconds (GdkDisplay *display, guint seconds)
{
  amp_clipboard_guard (display);
  guard_of (display)->seconds = seconds;
}

void
amp_clipboard_shut (GdkDisplay *display, gboolean shut)
{
  amp_clipboard_guard (display);
  guard_of (display)->shut = shut;
  if (shut)
    amp_clipboard_clear (display);
}

void
amp_clipboard_copy (GtkWidget *widget, const char *text)
{
  g_autoptr (GBytes) mark = g_bytes_new_static ("secret", 6);
  GdkContentProvider *parts[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, text),
    gdk_content_provider_new_for_bytes ("x-kde-passwordManagerHint", mark),
  };
  g_autoptr (GdkContentProvider) all = gdk_content_provider_new_union (parts, G_N_ELEMENTS (parts));

  amp_clipboard_guard (gtk_widget_get_display (widget));
  gdk_clipboard_set_content (gtk_widget_get_clipboard (widget), all);
}

void
amp_clipboard_clear (GdkDisplay *display)
{
  Guard *guard = guard_of (display);

  for (gsize i = 0; guard != NULL && i < G_N_ELEMENTS (guard->sides); i++)
    clear (&guard->sides[i]);
}
