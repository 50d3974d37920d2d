/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A name as the words that count in it, each with its sounds: "de la Cruz" is one word, "Cruz". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_NAME_GIVEN,
  AMP_NAME_PATERNAL,
  AMP_NAME_MATERNAL,
  AMP_NAME_KNOWN_AS,
  AMP_NAME_ANY, /* typed into a search box: may be any of them */
} AmpNamePart;

typedef struct
{
  AmpNamePart part;
  char *text;   /* folded, ñ kept apart */
  char *sound;  /* name-sound.h */
  char *coarse; /* name-sound.h */
} AmpNameWord;

/* Empty list of AmpNameWord; frees and wipes them. */
GPtrArray *amp_name_words_new (void);

/* Adds the words of a part of a name; NULL and "" add none. More than twelve words in all are no
 * name: the rest is left out. */
void amp_name_words_add (GPtrArray *words, const char *text, AmpNamePart part);

/* A document as it is compared: capitals and digits only; NULL where there are fewer than five, or
 * where it only fills the box (00000000). A
 * check digit written after a DNI is left out. type: code of the list, or NULL. Free it. */
char *amp_document_key (const char *type, const char *number);

/* Numbers of seven digits or more in a text that may hold several, without country code, trunk
 * zero or blanks; of char *, owned; perhaps empty. */
GPtrArray *amp_phone_keys (const char *text);

G_END_DECLS
