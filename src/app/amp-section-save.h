/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The jobs of an editor: save a record by the rules, or read it again. */
#pragma once

#include "app/amp-section-context.h"

G_BEGIN_DECLS

typedef struct
{
  AmpRecord *record; /* owned; the saved one afterwards */
  gint64 new_id;     /* of a new record, as amp_form_get_new_id() */
  gint64 case_id;    /* 0: none */
  AmpRecord *case_;  /* the case as the save left it, or NULL */
} AmpSectionSave;

void amp_section_save_free (gpointer data);
/* AmpJobsFunc; data is an AmpSectionSave. */
gpointer amp_section_save_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);
/* After the job: the record and the case take their places in the file, the page hears of it. */
void amp_section_save_tell (const AmpSectionSave *self, AmpSectionContext *context);
/* AmpJobsFunc; reads the record again. The result is an AmpRecord. */
gpointer amp_section_load_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* Field and translated sentence of an AMP_DOMAIN_ERROR_INVALID that names them ("case.status: …").
 * FALSE where it does not. Free both strings. */
gboolean
amp_section_save_problem (const GError *error, char **entity, char **field, char **sentence);

G_END_DECLS
