/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked with the minimum data, and is no field of the form: consent in plain words and per
 * purpose, and whether she is safe now. Where she is not, whom to call stands here at once, and can
 * be printed without anything of hers. */
#pragma once

#include "app/amp-jobs.h"
#include "model/record.h"

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AMP_TYPE_INTAKE_STEPS (amp_intake_steps_get_type ())
G_DECLARE_FINAL_TYPE (AmpIntakeSteps, amp_intake_steps, AMP, INTAKE_STEPS, GtkBox)

AmpIntakeSteps *amp_intake_steps_new (AmpJobs *jobs);

/* Whether the card names who protects minors. */
void amp_intake_steps_set_minor (AmpIntakeSteps *self, gboolean minor);
void amp_intake_steps_clear (AmpIntakeSteps *self);

/* A name of one of the questions "safe", "reach", "care", or of a purpose of consent; code NULL
 * takes the answer away. For tests, and for drafts. */
void amp_intake_steps_answer (AmpIntakeSteps *self, const char *name, const char *code);
gboolean amp_intake_steps_is_imminent (AmpIntakeSteps *self);

/* What was explained goes into the first consent, the risk into the case. */
void amp_intake_steps_fill (AmpIntakeSteps *self, AmpRecord *consent, AmpRecord *case_);
/* The records beside them: other consents, and the assessment of risk; of AmpRecord, owned. */
GPtrArray *amp_intake_steps_dup_records (AmpIntakeSteps *self);

/* NULL: nothing was answered. */
JsonNode *amp_intake_steps_dup_draft (AmpIntakeSteps *self);
void amp_intake_steps_restore (AmpIntakeSteps *self, JsonNode *draft);

/* Signal: "changed" (). */

G_END_DECLS
