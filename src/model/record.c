/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records. Values may name people, so that memory is wiped before it goes back to the heap. */
#include "model/record.h"

#include <string.h>

struct _AmpRecord
{
  const AmpEntity *entity;
  gint64 id;
  gint64 rev;
  char *values[];
};

static void
wipe (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
replace (AmpRecord *self, gsize index, char *value)
{
  wipe (self->values[index]);
  self->values[index] = value;
}

AmpRecord *
amp_record_new (const AmpEntity *entity)
{
  AmpRecord *self = g_malloc0 (sizeof *self + entity->n_fields * sizeof self->values[0]);

  self->entity = entity;
  return self;
}

AmpRecord *
amp_record_copy (const AmpRecord *self)
{
  AmpRecord *copy = amp_record_new (self->entity);

  copy->id = self->id;
  copy->rev = self->rev;
  for (gsize i = 0; i < self->entity->n_fields; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

void
amp_record_free (AmpRecord *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->entity->n_fields; i++)
    wipe (self->values[i]);
  g_free (self);
}

const AmpEntity *
amp_record_entity (const AmpRecord *self)
{
  return self->entity;
}

gint64
amp_record_id (const AmpRecord *self)
{
  return self->id;
}

gint64
amp_record_rev (const AmpRecord *self)
{
  return self->rev;
}

void
amp_record_set_identity (AmpRecord *self, gint64 id, gint64 rev)
{
  self->id = id;
  self->rev = rev;
}

const char *
amp_record_get (const AmpRecord *self, const char *field)
{
  gssize i = amp_entity_field_index (self->entity, field);

  g_return_val_if_fail (i >= 0, NULL);
  return self->values[i];
}

gint64
amp_record_get_int (const AmpRecord *self, const char *field, gint64 fallback)
{
  const char *text = amp_record_get (self, field);
  gint64 value;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return fallback;
  return value;
}

gboolean
amp_record_has_code (const AmpRecord *self, const char *field, const char *code)
{
  const char *text = amp_record_get (self, field);
  gsize length = strlen (code);

  while (text != NULL && *text != '\0')
    {
      gsize part = strcspn (text, ";");

      if (part == length && strncmp (text, code, part) == 0)
        return TRUE;
      text += part;
      text += *text == ';';
    }
  return FALSE;
}

gboolean
amp_record_set (AmpRecord *self, const char *field, const char *value, GError **error)
{
  gssize i = amp_entity_field_index (self->entity, field);
  char *canonical;

  if (i < 0)
    {
      g_critical ("%s has no field %s", self->entity->name, field);
      g_set_error (error, AMP_MODEL_ERROR, AMP_MODEL_ERROR_INVALID, "%s: no field of %s", field,
                   self->entity->name);
      return FALSE;
    }
  if (!amp_field_canonical (&self->entity->fields[i], value, &canonical, error))
    return FALSE;
  replace (self, (gsize) i, canonical);
  return TRUE;
}

void
amp_record_set_int (AmpRecord *self, const char *field, gint64 value)
{
  gssize i = amp_entity_field_index (self->entity, field);

  g_return_if_fail (i >= 0);
  replace (self, (gsize) i, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

void
amp_record_take (AmpRecord *self, gsize index, char *canonical)
{
  g_return_if_fail (index < self->entity->n_fields);
  replace (self, index, canonical);
}

char **
amp_record_diff (const AmpRecord *before, const AmpRecord *after)
{
  GStrvBuilder *names;
  char **list;

  g_return_val_if_fail (before->entity == after->entity, NULL);
  names = g_strv_builder_new ();
  for (gsize i = 0; i < before->entity->n_fields; i++)
    if (g_strcmp0 (before->values[i], after->values[i]) != 0)
      g_strv_builder_add (names, before->entity->fields[i].name);
  list = g_strv_builder_end (names);
  g_strv_builder_unref (names);
  return list;
}
