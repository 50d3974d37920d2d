/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a name sounds to somebody from Peru or Ecuador, whatever way it was written down: Huamán and
 * Guamán, Jhoselyn and Yoselin, Quispe and Kispe. Pure functions; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sounds of one word, as small letters of ASCII ("x" is the sound of ch); "" where it has no
 * letter. Any text is taken; blanks and punctuation inside it are not heard. Free it. */
char *amp_name_sound (const char *word);

/* Sounds that are one for who speaks Quechua, Kichwa or Awajún first are one here too: e and i, o
 * and u. Takes what amp_name_sound() gave. Free it. */
char *amp_name_sound_coarse (const char *sound);

/* Letters to add, leave out, change, or swap with their neighbour; most + 1 where it is more than
 * most. Of ASCII texts. */
guint amp_name_edits (const char *a, const char *b, guint most);

G_END_DECLS
