/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How hard a passphrase is to guess: a bar and a word, never a colour alone. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_STRENGTH_NONE, /* nothing typed */
  AMP_STRENGTH_VERY_WEAK,
  AMP_STRENGTH_WEAK,
  AMP_STRENGTH_FAIR,
  AMP_STRENGTH_GOOD,
  AMP_STRENGTH_STRONG,
} AmpStrength;

/* By zxcvbn, which knows words, dates and keyboard walks; login counts as a known word. */
AmpStrength amp_strength_of (const char *passphrase, const char *login);
/* N_(): "Weak: a few more words make it hard to guess". */
const char *amp_strength_sentence (AmpStrength strength);

#define AMP_TYPE_STRENGTH_METER (amp_strength_meter_get_type ())
G_DECLARE_FINAL_TYPE (AmpStrengthMeter, amp_strength_meter, AMP, STRENGTH_METER, GtkBox)

void amp_strength_meter_show (AmpStrengthMeter *self, AmpStrength strength);

G_END_DECLS
