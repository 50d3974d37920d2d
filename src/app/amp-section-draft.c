/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed in a section, as JSON: {"id": "123", "open": {…}, "quick": {…}, "below": {"123":
 * {…}}}. */
#include "app/amp-section.h"

#include "app/amp-draft.h"

static JsonNode *
dup_editor (AmpSectionEditor *editor)
{
  return editor != NULL ? amp_form_dup_draft (amp_section_editor_get_form (editor)) : NULL;
}

static JsonObject *
dup_below (AmpSection *self)
{
  g_autoptr (JsonObject) below = json_object_new ();
  GPtrArray *records = amp_section_get_records (self);

  for (guint i = 0; i < records->len; i++)
    {
      gint64 id = amp_record_id (g_ptr_array_index (records, i));
      g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);
      AmpSection *child = amp_section_get_child (self, id);
      JsonNode *draft = child != NULL ? amp_section_dup_draft (child) : NULL;

      if (draft != NULL)
        json_object_set_member (below, key, draft);
    }
  return json_object_get_size (below) > 0 ? g_steal_pointer (&below) : NULL;
}

JsonNode *
amp_section_dup_draft (AmpSection *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *open = dup_editor (amp_section_get_editor (self));
  JsonNode *quick = dup_editor (amp_section_get_quick (self));
  JsonObject *below = dup_below (self);

  if (open == NULL && quick == NULL && below == NULL)
    return NULL;
  if (open != NULL)
    {
      g_autofree char *id = g_strdup_printf (
        "%" G_GINT64_FORMAT, amp_section_editor_get_id (amp_section_get_editor (self)));

      json_object_set_string_member (object, "id", id);
      json_object_set_member (object, "open", open);
    }
  if (quick != NULL)
    json_object_set_member (object, "quick", quick);
  if (below != NULL)
    json_object_set_object_member (object, "below", below);
  return json_node_init_object (json_node_alloc (), object);
}

static void
restore_below (AmpSection *self, JsonObject *object)
{
  JsonNode *below = json_object_get_member (object, "below");
  GPtrArray *records = amp_section_get_records (self);

  if (below == NULL || !JSON_NODE_HOLDS_OBJECT (below))
    return;
  /* Of records that are gone nothing is typed again. */
  for (guint i = 0; i < records->len; i++)
    {
      gint64 id = amp_record_id (g_ptr_array_index (records, i));
      g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT, id);
      AmpSection *child = amp_section_get_child (self, id);

      if (child != NULL)
        amp_section_restore_draft (child,
                                   json_object_get_member (json_node_get_object (below), key));
    }
}

void
amp_section_restore_draft (AmpSection *self, JsonNode *draft)
{
  JsonObject *object;
  JsonNode *open, *quick;
  AmpSectionEditor *editor;
  const char *id;

  if (draft == NULL || !JSON_NODE_HOLDS_OBJECT (draft))
    return;
  object = json_node_get_object (draft);
  open = json_object_get_member (object, "open");
  quick = json_object_get_member (object, "quick");
  id = amp_draft_text (object, "id");
  if (open != NULL)
    amp_section_open (self, id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0);
  editor = amp_section_get_editor (self);
  if (open != NULL && editor != NULL)
    amp_form_restore_draft (amp_section_editor_get_form (editor), open);
  editor = amp_section_get_quick (self);
  if (quick != NULL && editor != NULL)
    amp_form_restore_draft (amp_section_editor_get_form (editor), quick);
  restore_below (self, object);
}
