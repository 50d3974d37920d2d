/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of two people who look like one. */
#include "app/amp-people-words.h"

#include "app/amp-format.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

char *
amp_people_reasons (const char *codes, guint score)
{
  const AmpCodeList *list = amp_code_list_find ("dup_reason");
  g_auto (GStrv) parts = g_strsplit (codes != NULL ? codes : "", ";", -1);
  GString *text = g_string_new (NULL);

  if (score > 0)
    /* Translators: how likely two records are one person, "87 % likely". Never certain. */
    g_string_append_printf (text, _ ("%u %% likely"), MIN (score, 99));
  for (char **code = parts; *code != NULL; code++)
    {
      const AmpCode *known = amp_code_list_lookup (list, *code);

      if (known != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "",
                                amp_code_label (known, amp_code_language ()));
    }
  return g_string_free (text, FALSE);
}

static char *
join_fields (GPtrArray *fields)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            _ (((const AmpField *) fields->pdata[i])->label));
  return g_string_free (text, FALSE);
}

static char *
join_moved (const GArray *moved)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < moved->len; i++)
    {
      const AmpPeopleMoved *one = &g_array_index (moved, AmpPeopleMoved, i);

      g_string_append_printf (text, "%s%s (%u)", i > 0 ? ", " : "", _ (one->entity->label_plural),
                              one->n);
    }
  return g_string_free (text, FALSE);
}

static char *
last_day (void)
{
  AmpDate today = amp_date_today ();
  AmpDate last = amp_date_from_day_number (amp_date_day_number (&today) + AMP_PEOPLE_UNDO_DAYS);
  g_autofree char *text = amp_date_to_text (&last);

  return amp_format_date (text);
}

GPtrArray *
amp_people_effects (const AmpPeoplePreview *preview, const char *kept, const char *gone)
{
  GPtrArray *effects = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *moved = join_moved (preview->moved);
  g_autofree char *filled = join_fields (preview->filled);
  g_autofree char *told = join_fields (preview->told);
  g_autofree char *until = last_day ();

  /* Translators: two pseudonyms. */
  g_ptr_array_add (
    effects, g_strdup_printf (_ ("%s stays. %s is gone from lists and searches."), kept, gone));
  if (preview->closed)
    g_ptr_array_add (
      effects, g_strdup_printf (
                 ngettext ("%u record moves to her. Which one, and what differs, is shown to "
                           "the supervisor who decides: one of the two is a colleague's.",
                           "%u records move to her. Which ones, and what differs, is shown to "
                           "the supervisor who decides: one of the two is a colleague's.",
                           preview->n_moved),
                 preview->n_moved));
  if (*moved != '\0')
    /* Translators: kinds of records with their numbers, "Cases (1), Safe contacts (2)". */
    g_ptr_array_add (effects, g_strdup_printf (_ ("What moves to her: %s."), moved));
  if (*filled != '\0')
    /* Translators: names of fields. */
    g_ptr_array_add (effects, g_strdup_printf (_ ("What was empty and is filled: %s."), filled));
  if (preview->renamed)
    g_ptr_array_add (effects, g_strdup (_ ("The other name becomes one she is also known by.")));
  if (*told != '\0')
    /* Translators: names of fields. */
    g_ptr_array_add (
      effects, g_strdup_printf (_ ("What differs stays as it is, and a note of her newest case "
                                   "tells what the other record said: %s."),
                                told));
  /* Translators: %s is a date. */
  g_ptr_array_add (effects,
                   g_strdup_printf (_ ("It can be taken back until %s, by a supervisor."), until));
  return effects;
}
