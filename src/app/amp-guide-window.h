/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide: sheets to look up, to print, to show to a group. Needs no vault, shows nothing of any
 * case, and so stays open through a lock; it goes when the window below it is hidden. While a vault
 * is open, the office's own sheets and documents stand among them; the lock takes those away. */
#pragma once

#include "model/guide.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_GUIDE_WINDOW (amp_guide_window_get_type ())
G_DECLARE_FINAL_TYPE (AmpGuideWindow, amp_guide_window, AMP, GUIDE_WINDOW, AdwWindow)

/* Over the window of owner; the one that is open already, if there is one. id: the sheet to show;
 * NULL: the first. */
AmpGuideWindow *amp_guide_window_present (GtkWidget *owner, const char *id);

/* What explains the field that has the keyboard in that window; NULL: nothing does. */
const char *amp_guide_window_about_focus (GtkWindow *window);

const AmpGuideSheet *amp_guide_window_get_sheet (AmpGuideWindow *self); /* NULL: none is found */

/* Actions: guide.search, full-screen, leave, save; guide.new-sheet, new-document, open, correct and
 * delete of what is the office's own. */

G_END_DECLS
