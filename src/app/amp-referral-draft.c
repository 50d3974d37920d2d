/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only what was chosen, so that what somebody else stored meanwhile in other fields stays. */
#include "app/amp-referral-draft.h"

#include "app/amp-draft.h"
#include "app/amp-section-kind.h"

/* What the window lets choose. */
static const char *const fields[] = {
  "service_type", "urgency", "to_institution", "data_shared_profile", "consent_id",
};

JsonNode *
amp_referral_draft_new (const AmpRecord *base, const AmpRecord *now, gint64 new_id, const char *why)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonObject) chosen = json_object_new ();
  g_autofree char *id =
    g_strdup_printf ("%" G_GINT64_FORMAT, new_id != 0 ? new_id : amp_record_id (base));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = amp_record_get (now, fields[i]);

      if (g_strcmp0 (value, amp_record_get (base, fields[i])) != 0)
        json_object_set_string_member (chosen, fields[i], value != NULL ? value : "");
    }
  if (json_object_get_size (chosen) == 0 && *why == '\0')
    return NULL;
  json_object_set_string_member (object, new_id != 0 ? "#id" : "id", id);
  json_object_set_object_member (object, "fields", g_steal_pointer (&chosen));
  json_object_set_string_member (object, "why", why);
  return json_node_init_object (json_node_alloc (), object);
}

static gint64
number (JsonNode *draft, const char *member)
{
  const char *text =
    JSON_NODE_HOLDS_OBJECT (draft) ? amp_draft_text (json_node_get_object (draft), member) : NULL;
  gint64 value = 0;

  return text != NULL && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &value, NULL) ? value
                                                                                          : 0;
}

static const AmpRecord *
stored (AmpSectionContext *context, gint64 id)
{
  GPtrArray *referrals = amp_case_file_list (context->file, "referral");

  for (guint i = 0; i < referrals->len; i++)
    if (amp_record_id (g_ptr_array_index (referrals, i)) == id)
      return g_ptr_array_index (referrals, i);
  return NULL;
}

AmpRecord *
amp_referral_draft_find (JsonNode *draft, AmpSectionContext *context)
{
  gint64 id = number (draft, "id");
  const AmpRecord *referral = stored (context, id != 0 ? id : number (draft, "#id"));
  const char *state = referral != NULL ? amp_record_get (referral, "state") : NULL;

  if (referral != NULL)
    return g_strcmp0 (state, "draft") == 0 || g_strcmp0 (state, "ready") == 0
             ? amp_record_copy (referral)
             : NULL;
  if (id != 0 || !JSON_NODE_HOLDS_OBJECT (draft))
    return NULL;
  return amp_section_kind_new_record (amp_section_kind_find ("referral"), context, 0);
}

void
amp_referral_draft_apply (JsonNode *draft, AmpRecord *referral)
{
  JsonNode *chosen = json_object_get_member (json_node_get_object (draft), "fields");

  if (chosen == NULL || !JSON_NODE_HOLDS_OBJECT (chosen))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *value = amp_draft_text (json_node_get_object (chosen), fields[i]);

      /* What is no value of the field is left out. */
      if (value != NULL)
        (void) amp_record_set (referral, fields[i], *value != '\0' ? value : NULL, NULL);
    }
}

gint64
amp_referral_draft_new_id (JsonNode *draft)
{
  gint64 id = number (draft, "#id");

  return id != 0 ? id : amp_id_new ();
}

const char *
amp_referral_draft_why (JsonNode *draft)
{
  const char *why = amp_draft_text (json_node_get_object (draft), "why");

  return why != NULL ? why : "";
}
