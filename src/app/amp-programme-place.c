/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the record up to the one beside the list, and by the sections down again. */
#include "app/amp-programme-place.h"

/* The section in which the record stands; NULL: none is of it. */
static AmpSection *
section_of (AmpProgrammePane *pane, const AmpCaseFile *file, const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  const AmpField *field = entity->parent != NULL ? amp_entity_field (entity, entity->parent) : NULL;
  gint64 owner = field != NULL ? amp_record_get_int (record, field->name, 0) : 0;
  gint64 shown = 0;
  const AmpRecord *parent;
  AmpSection *section;

  if (owner == 0 || !amp_programme_pane_get_shown (pane, &shown))
    return NULL;
  if (owner != shown)
    {
      parent = amp_case_file_find (file, field->refers, owner);
      section = parent != NULL ? section_of (pane, file, parent) : NULL;
      return section != NULL ? amp_section_get_child (section, owner) : NULL;
    }
  for (guint i = 0; (section = amp_programme_pane_get_section (pane, i)) != NULL; i++)
    if (g_str_equal (amp_section_get_kind (section)->entity, entity->name))
      break;
  return section;
}

gboolean
amp_programme_place_focus (AmpProgrammePane *pane, const AmpProgrammePlace *place)
{
  const AmpCaseFile *file = amp_programme_pane_get_context (pane)->file;
  const AmpRecord *record = file != NULL && place->entity != NULL
                              ? amp_case_file_find (file, place->entity, place->id)
                              : NULL;
  AmpSection *section = record != NULL ? section_of (pane, file, record) : NULL;

  if (section == NULL)
    return TRUE;
  if (gtk_widget_get_height (GTK_WIDGET (section)) == 0)
    return FALSE;
  amp_section_focus (section, place->id);
  return TRUE;
}
