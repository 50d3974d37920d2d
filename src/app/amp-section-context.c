/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag with signals. */
#include "app/amp-section-context.h"

G_DEFINE_FINAL_TYPE (AmpSectionContext, amp_section_context, G_TYPE_OBJECT)

enum
{
  EDITED,
  SAVED,
  CHANGED,
  VEIL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
amp_section_context_finalize (GObject *object)
{
  AmpSectionContext *self = AMP_SECTION_CONTEXT (object);

  g_clear_object (&self->jobs);
  g_clear_object (&self->refs);
  g_clear_pointer (&self->file, amp_case_file_free);
  G_OBJECT_CLASS (amp_section_context_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_params)
{
  return g_signal_new (name, AMP_TYPE_SECTION_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, G_TYPE_STRING);
}

static void
amp_section_context_class_init (AmpSectionContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_section_context_finalize;
  signals[EDITED] = new_signal ("edited", 0);
  signals[SAVED] = new_signal ("saved", 1);
  signals[CHANGED] = new_signal ("changed", 1);
  signals[VEIL] = new_signal ("veil", 0);
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
amp_section_context_take_file (AmpSectionContext *self, AmpCaseFile *file)
{
  const AmpRecord *case_, *person;

  g_clear_pointer (&self->file, amp_case_file_free);
  self->file = file;
  case_ = file != NULL ? amp_case_file_case (file) : NULL;
  person = file != NULL ? amp_case_file_person (file) : NULL;
  self->case_id = case_ != NULL ? amp_record_id (case_) : 0;
  self->person_id = person != NULL ? amp_record_id (person) : 0;
}

void
amp_section_context_put (AmpSectionContext *self, const AmpRecord *record)
{
  if (self->file == NULL)
    return;
  amp_case_file_put (self->file, record);
  g_signal_emit (self, signals[CHANGED], 0, amp_record_entity (record)->name);
}

void
amp_section_context_drop (AmpSectionContext *self, const char *entity, gint64 id)
{
  if (self->file == NULL)
    return;
  amp_case_file_drop (self->file, entity, id);
  g_signal_emit (self, signals[CHANGED], 0, amp_entity_find (entity)->name);
}

void
amp_section_context_set_veiled (AmpSectionContext *self, gboolean veiled)
{
  self->veiled = veiled;
  self->rule_read = FALSE;
  g_signal_emit (self, signals[VEIL], 0);
}

void
amp_section_context_set_rule_read (AmpSectionContext *self)
{
  self->rule_read = TRUE;
  g_signal_emit (self, signals[VEIL], 0);
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
