/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How hard a passphrase is to guess. */
#include "app/amp-strength.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zxcvbn.h>

/* zxcvbn takes time in the square of the length; what is longer than this is a sentence. */
#define LONG_ENOUGH 100

typedef struct
{
  double bits; /* from here on */
  const char *sentence;
} Level;

static const Level levels[] = {
  [AMP_STRENGTH_NONE] = {0, N_ ("Four or more unrelated words make a good passphrase.")},
  [AMP_STRENGTH_VERY_WEAK] = {0, N_ ("Very weak: it would be guessed at once.")},
  [AMP_STRENGTH_WEAK] = {35, N_ ("Weak: add a word or two.")},
  [AMP_STRENGTH_FAIR] = {50, N_ ("Fair: one more word makes it good.")},
  [AMP_STRENGTH_GOOD] = {65, N_ ("Good.")},
  [AMP_STRENGTH_STRONG] = {85, N_ ("Strong.")},
};

struct _AmpStrengthMeter
{
  GtkBox parent_instance;

  GtkWidget *bar;
  GtkWidget *word;
};

G_DEFINE_FINAL_TYPE (AmpStrengthMeter, amp_strength_meter, GTK_TYPE_BOX)

AmpStrength
amp_strength_of (const char *passphrase, const char *login)
{
  const char *known[] = {login, NULL};
  AmpStrength strength = AMP_STRENGTH_VERY_WEAK;
  double bits;

  if (*passphrase == '\0')
    return AMP_STRENGTH_NONE;
  if (strlen (passphrase) > LONG_ENOUGH)
    return AMP_STRENGTH_STRONG;
  bits = ZxcvbnMatch (passphrase, login != NULL && *login != '\0' ? known : NULL, NULL);
  while (strength < AMP_STRENGTH_STRONG && bits >= levels[strength + 1].bits)
    strength++;
  return strength;
}

const char *
amp_strength_sentence (AmpStrength strength)
{
  return levels[strength].sentence;
}

void
amp_strength_meter_show (AmpStrengthMeter *self, AmpStrength strength)
{
  gtk_level_bar_set_value (GTK_LEVEL_BAR (self->bar), strength);
  gtk_label_set_label (GTK_LABEL (self->word), _ (levels[strength].sentence));
  amp_accessible_set_description (self->bar, _ (levels[strength].sentence));
}

static void
amp_strength_meter_class_init (AmpStrengthMeterClass *klass)
{
  (void) klass;
}

static void
amp_strength_meter_init (AmpStrengthMeter *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->bar = gtk_level_bar_new_for_interval (0, AMP_STRENGTH_STRONG);
  gtk_level_bar_set_mode (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_MODE_DISCRETE);
  /* A full bar is good here, not a warning: drop GTK's meaning of the marks. */
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_LOW);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_HIGH);
  gtk_level_bar_remove_offset_value (GTK_LEVEL_BAR (self->bar), GTK_LEVEL_BAR_OFFSET_FULL);
  amp_accessible_set_label (self->bar, _ ("Strength of the passphrase"));
  self->word = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->word), 0);
  gtk_label_set_wrap (GTK_LABEL (self->word), TRUE);
  gtk_widget_add_css_class (self->word, "caption");
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), self->word);
  amp_strength_meter_show (self, AMP_STRENGTH_NONE);
}
