/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sets one section of the case page apart from the next: one row of a table each. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-section-context.h"

G_BEGIN_DECLS

typedef struct
{
  const char *entity;
  const char *title;  /* N_(): the tab */
  const char *form;   /* ui/form-NAME.ui */
  const char *quick;  /* the same for the row that adds one; NULL: the whole form */
  const char *parent; /* field that refers to case or person; NULL: the section is one record */
  const char *add;    /* N_(): the button, with mnemonic */
  const char *empty;  /* N_(): a sentence while there is none */
  /* What a row of the list says; free them. veiled: nothing private. */
  char *(*summary) (const AmpRecord *record, AmpFormRefs *refs);
  char *(*detail) (const AmpRecord *record, AmpFormRefs *refs, gboolean veiled);
  /* Defaults of a new record; NULL: none. */
  void (*prepare) (AmpRecord *record, AmpSectionContext *context);
  /* After a record came into its form: offers what it may become; NULL: nothing. */
  void (*shown) (AmpForm *form);
  /* In place of opening the form of a record, and of a new one; NULL: the form. section is the
   * AmpSection. */
  void (*open) (GtkWidget *section, AmpSectionContext *context, const AmpRecord *record);
  void (*begin) (GtkWidget *section, AmpSectionContext *context);
  /* Once, when the list is made: other ways in which a record may come; NULL: none. */
  void (*made) (GtkWidget *section, AmpSectionContext *context);
  /* The identity is hidden again: what shows it elsewhere goes; NULL: nothing does. */
  void (*hidden) (AmpSectionContext *context);
} AmpSectionKind;

const AmpSectionKind *amp_section_kinds (gsize *n);
const AmpSectionKind *amp_section_kind_find (const char *entity); /* NULL if unknown */

/* A new record of the kind, with parent and defaults set. */
AmpRecord *amp_section_kind_new_record (const AmpSectionKind *self, AmpSectionContext *context);

/* "Alto"; "" where not recorded. Translated label of a CODE field; borrowed. */
const char *amp_record_code_label (const AmpRecord *record, const char *field);
/* "05/03/2024", or "". Free it. */
char *amp_record_date_text (const AmpRecord *record, const char *field);

G_END_DECLS
