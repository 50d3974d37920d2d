/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag with three signals. */
#include "app/amp-section-context.h"

G_DEFINE_FINAL_TYPE (AmpSectionContext, amp_section_context, G_TYPE_OBJECT)

enum
{
  EDITED,
  SAVED,
  CASE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
amp_section_context_finalize (GObject *object)
{
  AmpSectionContext *self = AMP_SECTION_CONTEXT (object);

  g_clear_object (&self->jobs);
  g_clear_object (&self->refs);
  g_free (self->region);
  G_OBJECT_CLASS (amp_section_context_parent_class)->finalize (object);
}

static void
amp_section_context_class_init (AmpSectionContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_section_context_finalize;
  signals[EDITED] = g_signal_new ("edited", AMP_TYPE_SECTION_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVED] = g_signal_new ("saved", AMP_TYPE_SECTION_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[CASE] = g_signal_new ("case", AMP_TYPE_SECTION_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amp_section_context_init (AmpSectionContext *self)
{
  (void) self;
}

AmpSectionContext *
amp_section_context_new (AmpJobs *jobs, AmpFormRefs *refs)
{
  AmpSectionContext *self = g_object_new (AMP_TYPE_SECTION_CONTEXT, NULL);

  self->jobs = g_object_ref (jobs);
  self->refs = g_object_ref (refs);
  return self;
}

void
amp_section_context_edited (AmpSectionContext *self)
{
  g_signal_emit (self, signals[EDITED], 0);
}

void
amp_section_context_saved (AmpSectionContext *self, const char *entity)
{
  g_signal_emit (self, signals[SAVED], 0, entity);
}

void
amp_section_context_case (AmpSectionContext *self, const AmpRecord *case_)
{
  g_signal_emit (self, signals[CASE], 0, case_);
}
