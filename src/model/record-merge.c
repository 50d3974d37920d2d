/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three-way merge of records. Values are canonical, so equal text is the same value. */
#include "model/record-merge.h"

static gboolean
same (const char *a, const char *b)
{
  return g_strcmp0 (a, b) == 0;
}

AmpMerge *
amp_record_merge (const AmpRecord *base, const AmpRecord *mine, const AmpRecord *theirs)
{
  const AmpEntity *entity = amp_record_entity (base);
  g_autoptr (GStrvBuilder) taken = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) both = g_strv_builder_new ();
  AmpMerge *self;

  g_return_val_if_fail (amp_record_entity (mine) == entity, NULL);
  g_return_val_if_fail (amp_record_entity (theirs) == entity, NULL);

  self = g_new0 (AmpMerge, 1);
  self->merged = amp_record_copy (theirs);
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *was = amp_record_get (base, field->name);
      const char *my = amp_record_get (mine, field->name);
      const char *their = amp_record_get (theirs, field->name);

      if (same (my, their) || (field->flags & AMP_FIELD_DERIVED))
        continue;
      if (same (my, was))
        {
          g_strv_builder_add (taken, field->name);
          continue;
        }
      if (!same (their, was))
        g_strv_builder_add (both, field->name);
      amp_record_take (self->merged, i, g_strdup (my));
    }
  self->taken = g_strv_builder_end (taken);
  self->both = g_strv_builder_end (both);
  return self;
}

void
amp_merge_free (AmpMerge *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->merged, amp_record_free);
  g_strfreev (self->taken);
  g_strfreev (self->both);
  g_free (self);
}
