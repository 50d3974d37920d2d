/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQL for loading and saving records, from the field tables. */
#include "store/layout.h"

#include "store/schema.h"

static gboolean
is_plain_column (const AmpField *field, gboolean private_fields)
{
  return field->kind != AMP_KIND_CODES && amp_field_is_private (field) == private_fields;
}

void
amp_layout_append_value (GString *sql,
                         const AmpEntity *entity,
                         const AmpField *field,
                         const char *main_alias,
                         const char *identity_alias)
{
  const char *schema = amp_schema_of_field (field);

  if (field->kind == AMP_KIND_CODES)
    g_string_append_printf (sql,
                            "(SELECT group_concat(code, ';') FROM (SELECT v.code FROM "
                            "%s.\"%s__%s\" v JOIN %s.\"code_%s\" l ON l.code = v.code "
                            "WHERE v.owner = %s.id ORDER BY l.position))",
                            schema, entity->name, field->name, schema, field->list, main_alias);
  else
    g_string_append_printf (
      sql, "%s.\"%s\"", amp_field_is_private (field) ? identity_alias : main_alias, field->name);
}

static char *
make_load (const AmpEntity *entity, gboolean has_identity)
{
  GString *sql = g_string_new ("SELECT m.rev, ");

  g_string_append (sql, has_identity ? "i.rev" : "m.rev");
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      g_string_append (sql, ", ");
      amp_layout_append_value (sql, entity, &entity->fields[i], "m", "i");
    }
  g_string_append_printf (sql, " FROM main.\"%s\" m", entity->name);
  if (has_identity)
    g_string_append_printf (sql, " LEFT JOIN identity.\"%s\" i ON i.id = m.id", entity->name);
  g_string_append (sql, " WHERE m.id = ?1 AND m.deleted_at IS NULL");
  return g_string_free (sql, FALSE);
}

/* The other half was new a moment ago, so a private half of that id belongs to nobody: damage took
 * its record, and a salvage kept it. It must not stand in the way of whoever is to work here. */
static void
append_replacement (GString *sql, const AmpEntity *entity)
{
  g_string_append (sql, " ON CONFLICT (id) DO UPDATE SET rev = excluded.rev");
  for (gsize i = 0; i < entity->n_fields; i++)
    if (is_plain_column (&entity->fields[i], TRUE))
      g_string_append_printf (sql, ", \"%s\" = excluded.\"%s\"", entity->fields[i].name,
                              entity->fields[i].name);
}

static char *
make_insert (const AmpEntity *entity, gboolean private_fields)
{
  GString *sql = g_string_new (NULL);
  guint n = private_fields ? 1 : 3;

  g_string_append_printf (sql, "INSERT INTO %s.\"%s\" (id, rev",
                          private_fields ? "identity" : "main", entity->name);
  if (!private_fields)
    g_string_append (sql, ", created_at, created_by, updated_at, updated_by");
  for (gsize i = 0; i < entity->n_fields; i++)
    if (is_plain_column (&entity->fields[i], private_fields))
      g_string_append_printf (sql, ", \"%s\"", entity->fields[i].name);

  g_string_append (sql, private_fields ? ") VALUES (?1, 1" : ") VALUES (?1, 1, ?2, ?3, ?2, ?3");
  for (gsize i = 0; i < entity->n_fields; i++)
    if (is_plain_column (&entity->fields[i], private_fields))
      g_string_append_printf (sql, ", ?%u", ++n);
  g_string_append_c (sql, ')');
  if (private_fields)
    append_replacement (sql, entity);
  return g_string_free (sql, FALSE);
}

static char *
make_update (const AmpEntity *entity, gboolean private_fields)
{
  GString *sql = g_string_new (NULL);
  guint n = private_fields ? 1 : 3;

  g_string_append_printf (sql, "UPDATE %s.\"%s\" SET rev = rev + 1",
                          private_fields ? "identity" : "main", entity->name);
  if (!private_fields)
    g_string_append (sql, ", updated_at = ?2, updated_by = ?3");
  for (gsize i = 0; i < entity->n_fields; i++)
    if (is_plain_column (&entity->fields[i], private_fields))
      g_string_append_printf (sql, ", \"%s\" = ?%u", entity->fields[i].name, ++n);
  g_string_append_printf (sql, " WHERE id = ?1 AND rev = ?%u", n + 1);
  if (!private_fields)
    g_string_append (sql, " AND deleted_at IS NULL");
  return g_string_free (sql, FALSE);
}

static void
make_codes (AmpLayout *self, const AmpEntity *entity)
{
  self->insert_codes = g_new0 (char *, entity->n_fields + 1);
  self->delete_codes = g_new0 (char *, entity->n_fields + 1);
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      const char *schema = amp_schema_of_field (field);

      /* Never NULL, so that the array can be freed whole. */
      if (field->kind != AMP_KIND_CODES)
        {
          self->insert_codes[i] = g_strdup ("");
          self->delete_codes[i] = g_strdup ("");
          continue;
        }
      self->insert_codes[i] =
        g_strdup_printf ("INSERT INTO %s.\"%s__%s\" (owner, code) VALUES (?1, ?2)", schema,
                         entity->name, field->name);
      self->delete_codes[i] = g_strdup_printf ("DELETE FROM %s.\"%s__%s\" WHERE owner = ?1", schema,
                                               entity->name, field->name);
    }
}

static AmpLayout *
layout_new (const AmpEntity *entity)
{
  AmpLayout *self = g_new0 (AmpLayout, 1);

  self->has_identity = amp_schema_has_identity (entity);
  self->load = make_load (entity, self->has_identity);
  self->insert_main = make_insert (entity, FALSE);
  self->update_main = make_update (entity, FALSE);
  if (self->has_identity)
    {
      self->insert_identity = make_insert (entity, TRUE);
      self->update_identity = make_update (entity, TRUE);
    }
  make_codes (self, entity);
  return self;
}

void
amp_layout_free (gpointer data)
{
  AmpLayout *self = data;

  g_free (self->load);
  g_free (self->insert_main);
  g_free (self->insert_identity);
  g_free (self->update_main);
  g_free (self->update_identity);
  g_strfreev (self->insert_codes);
  g_strfreev (self->delete_codes);
  g_free (self);
}

const AmpLayout *
amp_layout_get (AmpStore *store, const AmpEntity *entity)
{
  AmpLayout *self = g_hash_table_lookup (store->layouts, entity);

  if (self == NULL)
    {
      self = layout_new (entity);
      g_hash_table_insert (store->layouts, (gpointer) entity, self);
    }
  return self;
}
