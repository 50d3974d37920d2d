/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates that may be a month or a year, and what plans and forums look up by code. */
#include "domain/programme-day.h"

#include "model/date.h"

gboolean
amp_day_read (const char *today, gint64 *number, GError **error)
{
  AmpDate date;

  if (today == NULL)
    date = amp_date_today ();
  else if (!amp_date_parse (today, &date) || date.precision != AMP_DATE_DAY)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "today: needs a day such as 2026-11-24");
      return FALSE;
    }
  *number = amp_date_day_number (&date);
  return TRUE;
}

char *
amp_day_text (gint64 number)
{
  const AmpDate date = amp_date_from_day_number (number);

  return amp_date_to_text (&date);
}

gint64
amp_day_last (const char *date)
{
  AmpDate parsed;

  return date != NULL && amp_date_parse (date, &parsed) ? amp_date_last_day_number (&parsed)
                                                        : G_MININT64;
}

gint64
amp_day_late (const char *date, gint64 today)
{
  gint64 last = amp_day_last (date);

  return last != G_MININT64 ? today - last : G_MININT64;
}

void
amp_day_insert (GPtrArray *rows, gpointer row, const char *date, gsize offset)
{
  gint64 day = amp_day_last (date);
  guint place = rows->len;

  while (place > 0 &&
         amp_day_last (*(char *const *) ((const char *) rows->pdata[place - 1] + offset)) > day)
    place--;
  g_ptr_array_insert (rows, (gint) place, row);
}

gboolean
amp_programme_name_of (
  AmpSession *session, const AmpRecord *record, const char *field, char **name, GError **error)
{
  gint64 id = amp_record_get_int (record, field, 0);
  g_autoptr (AmpRecord) institution = NULL;
  g_autoptr (GError) local = NULL;

  *name = NULL;
  if (id == 0)
    return TRUE;
  institution =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("institution"), id, &local);
  if (institution != NULL)
    *name = g_strdup (amp_record_get (institution, "name_es"));
  else if (!g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

gint64
amp_programme_find (AmpSession *session, const char *entity, const char *code, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  g_autofree char *capitals = g_ascii_strup (code, -1);
  const AmpFilter filter = {"code", AMP_OP_EQ, capitals};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find (entity), paths, &filter, 1, NULL, error);
  int on_row = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  if (on_row > 0)
    return amp_cursor_int (cursor, 0);
  if (on_row == 0)
    g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND, "%s.code: none of that code",
                 entity);
  return 0;
}
