/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report-office.h"

#include "domain/demo.h"
#include "model/date.h"

#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

Office report_office;

const char *const report_service_paths[] = {
  "person",      "status", "delivered_on", "case.trafficking_status",
  "case.status", "region", "service_type", "person.sex_registered",
  "case",        NULL};

GPtrArray *
report_rows (const char *entity, const char *const *paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (report_office.session), amp_entity_find (entity),
                      paths, NULL, 0, NULL, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  gsize n = g_strv_length ((char **) paths);

  g_assert_no_error (error);
  while (amp_cursor_next (cursor, NULL, &error) > 0)
    {
      char **row = g_new0 (char *, n + 1);

      for (gsize i = 0; i < n; i++)
        row[i] = g_strdup (amp_cursor_text (cursor, i) != NULL ? amp_cursor_text (cursor, i) : "");
      g_ptr_array_add (rows, row);
    }
  g_assert_no_error (error);
  return rows;
}

AmpFigures *
report_make (const char *name, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  AmpFigures *figures = amp_report_compute (report_office.session, amp_report_kind_find (name),
                                            from, to, NULL, "es", NULL, NULL, &error);

  g_assert_no_error (error);
  return figures;
}

gboolean
report_within (const char *day)
{
  return strlen (day) == 10 && strcmp (day, REPORT_FROM) >= 0 && strcmp (day, REPORT_TO) <= 0;
}

const AmpFigure *
report_figure (const AmpFigures *figures, const char *table, const char *code, const char *column)
{
  for (guint i = 0; i < figures->tables->len; i++)
    {
      const AmpFigureTable *of = figures->tables->pdata[i];

      if (strcmp (of->name, table) != 0)
        continue;
      for (guint row = 0; row < of->rows->len; row++)
        for (guint j = 0; j < of->columns->len; j++)
          if (strcmp (((AmpFigureRow *) of->rows->pdata[row])->codes[0], code) == 0 &&
              strcmp (((AmpFigureColumn *) of->columns->pdata[j])->name, column) == 0)
            return amp_figure_table_get (of, row, j);
    }
  return NULL;
}

gint64
report_value (const AmpFigures *figures, const char *table, const char *code, const char *column)
{
  const AmpFigure *found = report_figure (figures, table, code, column);

  return found == NULL || found->state != AMP_FIGURE_SHOWN ? 0 : found->value;
}

gboolean
report_victim (char *const *row, gsize at)
{
  return strcmp (row[at], "not_victim") != 0 && strcmp (row[at + 1], "closed_not_victim") != 0;
}

/* --- The office --- */

/* In the demo office everybody is served on the first day: here some waited. */
static void
let_people_wait (void)
{
  static const char *const paths[] = {"id", NULL};
  g_autoptr (GPtrArray) cases = report_rows ("case", paths);

  for (guint i = 0; i < cases->len; i++)
    {
      char *const *row = cases->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpRecord) record =
        amp_store_load (amp_session_get_store (report_office.session), amp_entity_find ("case"),
                        g_ascii_strtoll (row[0], NULL, 10), &error);
      AmpDate opened;
      GDate day;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_assert_true (amp_date_parse (amp_record_get (record, "opened_on"), &opened));
      g_date_clear (&day, 1);
      g_date_set_dmy (&day, opened.day, (GDateMonth) opened.month, opened.year);
      g_date_subtract_days (&day, i * i % 131);
      text = g_strdup_printf ("%04u-%02u-%02u", (guint) g_date_get_year (&day),
                              (guint) g_date_get_month (&day), (guint) g_date_get_day (&day));
      amp_record_set (record, "opened_on", text, &error);
      amp_store_save (amp_session_get_store (report_office.session), record, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
save (AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (report_office.session), record, NULL, &error);
  g_assert_no_error (error);
}

/* What was said before, again with another decision on another day. */
static void
say_again (const AmpRecord *before, const char *on)
{
  static const char *const same[] = {"case",     "purpose", "giver",   "capacity",
                                     "language", "method",  "decision"};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("consent"));

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++)
    g_assert_true (amp_record_set (record, same[i], amp_record_get (before, same[i]), NULL));
  g_assert_true (amp_record_set (record, "decision", "refused", NULL));
  g_assert_true (amp_record_set (record, "on", on, NULL));
  save (record);
}

/* In the demo office everybody speaks once. Here some take it back or say something else on the
 * same day, before the end of the period and after it. */
static void
let_people_change_their_minds (void)
{
  static const char *const paths[] = {"id", NULL};
  static const char *const fields[] = {"withdrawn_on", "withdrawn_on", "expires_on"};
  static const char *const days_of[] = {"2026-08-20", "2026-05-01", "2026-06-29"};
  g_autoptr (GPtrArray) said = report_rows ("consent", paths);

  for (guint i = 0; i < said->len; i++)
    {
      char *const *row = said->pdata[i];
      guint kind = i / 3 % 6;
      g_autoptr (AmpRecord) record =
        amp_store_load (amp_session_get_store (report_office.session), amp_entity_find ("consent"),
                        g_ascii_strtoll (row[0], NULL, 10), NULL);

      if (kind < G_N_ELEMENTS (fields))
        {
          g_assert_true (amp_record_set (record, fields[kind], days_of[kind], NULL));
          save (record);
        }
      else if (kind < 5)
        say_again (record, kind == 3 ? amp_record_get (record, "on") : "2026-08-15");
    }
}

int
report_office_run (void)
{
  const AmpDemoOptions options = {.cases = 120, .seed = 5, .today = "2026-11-01"};
  int result;

  office_open (&report_office);
  g_assert_true (amp_demo_fill (report_office.session, &options, NULL, NULL, NULL));
  let_people_wait ();
  let_people_change_their_minds ();
  result = g_test_run ();
  office_close (&report_office);
  return result;
}
