/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of parts. Alt and a digit shows the first nine of them, Alt+0 the tenth. */
#include "app/amp-case-part.h"

#include "app/amp-case-widgets.h"

#include <glib/gi18n.h>

static const AmpCasePart parts[] = {
  {"summary",
   NULL,
   N_ ("Summary"),
   "view-list-bullet-symbolic",
   {{.make = amp_case_steps_new},
    {.section = "case"},
    {.section = "assignment"},
    {.section = "case_member"}}},
  {"situation",
   N_ ("What happened"),
   N_ ("Situation"),
   "edit-find-symbolic",
   {{.section = "decision"}, {.section = "situation"}}},
  {"risk",
   NULL,
   N_ ("Risk and safety"),
   "dialog-warning-symbolic",
   {{.make = amp_risk_trend_new}, {.section = "risk_assessment"}, {.section = "safety_plan"}}},
  {"plan",
   N_ ("Assistance"),
   N_ ("Needs and plan"),
   "view-list-symbolic",
   {{.section = "need"}, {.section = "plan"}}},
  {"services",
   NULL,
   N_ ("Services"),
   "emblem-ok-symbolic",
   {{.make = amp_visit_panel_new}, {.section = "service"}}},
  {"referrals", NULL, N_ ("Referrals"), "mail-send-symbolic", {{.section = "referral"}}},
  {"follow-up",
   NULL,
   N_ ("Follow-up"),
   "call-start-symbolic",
   {{.make = amp_contact_bar_new}, {.section = "follow_up"}}},
  {"legal",
   NULL,
   N_ ("Legal"),
   "emblem-documents-symbolic",
   {{.section = "proceeding"}, {.section = "perpetrator"}}},
  {"notes",
   N_ ("Case file"),
   N_ ("Notes and files"),
   "document-edit-symbolic",
   {{.section = "note"}, {.section = "attachment"}}},
  {"person",
   NULL,
   N_ ("Person and family"),
   "avatar-default-symbolic",
   {{.make = amp_contact_bar_new},
    {.section = "safe_contact"},
    {.make = amp_person_alike_new},
    {.section = "person"},
    {.section = "relative"}}},
  {"consents",
   NULL,
   N_ ("Consents"),
   "changes-allow-symbolic",
   {{.make = amp_consent_ledger_new}, {.section = "consent"}}},
  {"history",
   NULL,
   N_ ("History"),
   "document-open-recent-symbolic",
   {{.make = amp_case_history_new}}},
};

const AmpCasePart *
amp_case_parts (gsize *n)
{
  *n = G_N_ELEMENTS (parts);
  return parts;
}

const AmpCasePart *
amp_case_part_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_strcmp0 (parts[i].name, name) == 0)
      return &parts[i];
  return NULL;
}

/* A section below a record is in the part of that record's. */
static const char *
top_section (const char *section)
{
  const AmpSectionKind *kind = amp_section_kind_find (section);
  const AmpEntity *entity = kind != NULL ? amp_entity_find (kind->entity) : NULL;
  const AmpField *owner =
    kind != NULL && kind->parent != NULL ? amp_entity_field (entity, kind->parent) : NULL;

  if (owner == NULL || g_strcmp0 (owner->refers, "case") == 0 ||
      g_strcmp0 (owner->refers, "person") == 0)
    return section;
  return top_section (owner->refers);
}

const AmpCasePart *
amp_case_part_of (const char *section)
{
  const char *top = top_section (section);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (parts[i].items); j++)
      if (parts[i].items[j].section != NULL && g_strcmp0 (parts[i].items[j].section, top) == 0)
        return &parts[i];
  return NULL;
}

guint
amp_case_part_count (const AmpCasePart *self, const AmpCaseFile *file)
{
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (self->items); i++)
    {
      const char *section = self->items[i].section;
      const AmpSectionKind *kind = section != NULL ? amp_section_kind_find (section) : NULL;

      if (kind != NULL && kind->parent != NULL)
        n += amp_case_file_list (file, kind->entity)->len;
    }
  return n;
}
