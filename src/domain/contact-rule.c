/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules of contact. */
#include "domain/contact-rule.h"

gboolean
amp_contact_is_gated (const AmpEntity *entity, const AmpField *field)
{
  static const char *const gated[] = {"person.phone", "person.home_phone", "safe_contact.value",
                                      "relative.phone", NULL};
  g_autofree char *name = g_strdup_printf ("%s.%s", entity->name, field->name);

  return g_strv_contains (gated, name);
}

GPtrArray *
amp_contact_relatives (const AmpCaseFile *file)
{
  GPtrArray *list = amp_case_file_list (file, "relative");
  GPtrArray *safe = g_ptr_array_new ();

  for (guint i = 0; i < list->len; i++)
    if (amp_record_get_int (g_ptr_array_index (list, i), "possibly_involved", 0) != 1)
      g_ptr_array_add (safe, g_ptr_array_index (list, i));
  return safe;
}

static gint
by_day (gconstpointer a, gconstpointer b)
{
  const AmpRecord *one = *(AmpRecord *const *) a, *other = *(AmpRecord *const *) b;
  int days = g_strcmp0 (amp_record_get (other, "done_on"), amp_record_get (one, "done_on"));

  return days != 0 ? days : amp_record_id (other) > amp_record_id (one) ? 1 : -1;
}

guint
amp_contact_failures (const AmpCaseFile *file)
{
  GPtrArray *list = amp_case_file_list (file, "follow_up");
  g_autoptr (GPtrArray) made = g_ptr_array_new ();
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    if (amp_record_get (g_ptr_array_index (list, i), "done_on") != NULL)
      g_ptr_array_add (made, g_ptr_array_index (list, i));
  g_ptr_array_sort (made, by_day);
  while (n < made->len &&
         g_strcmp0 (amp_record_get (g_ptr_array_index (made, n), "outcome"), "not_reached") == 0)
    n++;
  return n;
}
