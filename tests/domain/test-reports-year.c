/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's report: its first line, its tables, and the figures of others that change none of
 * them. */
#include "domain/reports.h"
#include "domain/reports-private.h"
#include "programme-office.h"

#include <gio/gio.h>
#include <string.h>

static AmpFigures *
make (Programme *self, const char *name, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  AmpFigures *figures = amp_report_compute (self->office.session, amp_report_kind_find (name), from,
                                            to, NULL, "en", NULL, NULL, &error);

  g_assert_no_error (error);
  return figures;
}

static const AmpFigureTable *
table_of (const AmpFigures *figures, const char *name)
{
  for (guint i = 0; i < figures->tables->len; i++)
    if (g_str_equal (((AmpFigureTable *) figures->tables->pdata[i])->name, name))
      return figures->tables->pdata[i];
  return NULL;
}

static void
test_the_first_line (void)
{
  static const struct
  {
    guint64 people, regions, border;
    const char *line;
  } lines[] = {
    {300, 8, 2, "300 people assisted in eight regions, two of them on the border."},
    {0, 0, 0, "Nobody was assisted."},
    {1, 1, 1, "1 person assisted in one region, on the border."},
    {1, 1, 0, "1 person assisted in one region."},
    {5, 1, 0, "5 people assisted in one region."},
    {7, 0, 0, "7 people assisted."},
    {9, 2, 1, "9 people assisted in two regions, one of them on the border."},
    {9, 2, 2, "9 people assisted in two regions, all of them on the border."},
    {9, 3, 0, "9 people assisted in three regions, none of them on the border."},
    {40, 11, 10, "40 people assisted in 11 regions, ten of them on the border."},
  };
  g_autoptr (AmpFigures) figures = amp_figures_new ("year", NULL, "en");

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *line =
        amp_report_year_line (figures, lines[i].people, lines[i].regions, lines[i].border);

      g_assert_cmpstr (line, ==, lines[i].line);
    }
}

/* Each total of the report, by going through the facts. */
static void
test_totals_agree_with_a_second_count (void)
{
  static const struct
  {
    AmpUnit of;
    const char *table;
    guint n_heads; /* 0: records */
  } totals[] = {{AMP_UNIT_ACTIVITIES, "activities", 0},
                {AMP_UNIT_ACTIVITIES, "reached", 12},
                {AMP_UNIT_TRAININGS, "trainings", 0},
                {AMP_UNIT_TRAINED, "trained", 3},
                {AMP_UNIT_COMMITMENTS, "commitments", 0}};
  g_auto (Programme) programme = {0};
  g_autoptr (AmpFigures) figures = NULL;

  programme_open (&programme);
  programme_fill (&programme, 60);
  figures = make (&programme, "year", "2024-01-01", "2024-12-31");
  g_assert_cmpstr (figures->statement, ==, "Nobody was assisted.");
  for (gsize i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      const AmpFigureTable *table = table_of (figures, totals[i].table);
      gint64 expected = 0;

      g_assert_nonnull (table);
      for (guint j = 0; j < programme.facts->len; j++)
        {
          const ProgrammeFact *fact = &g_array_index (programme.facts, ProgrammeFact, j);

          if (fact->unit != totals[i].of || !fact->counts || fact->on == NULL ||
              !g_str_has_prefix (fact->on, "2024"))
            continue;
          expected += totals[i].n_heads == 0 ? 1 : 0;
          for (guint head = 0; head < totals[i].n_heads; head++)
            expected += fact->heads[head];
        }
      g_assert_cmpint (
        amp_figure_table_get (table, table->rows->len - 1, table->columns->len - 1)->value, ==,
        expected);
    }
}

/* All tables but that of the figures of others, as one text. */
static char *
own_numbers (const AmpFigures *figures)
{
  GString *text = g_string_new (figures->statement);

  for (guint i = 0; i < figures->tables->len; i++)
    {
      const AmpFigureTable *table = figures->tables->pdata[i];

      if (g_str_equal (table->name, "figures-of-others"))
        continue;
      g_string_append_printf (text, "\n%s", table->name);
      for (guint j = 0; j < table->figures->len; j++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT,
                                g_array_index (table->figures, AmpFigure, j).value);
    }
  return g_string_free (text, FALSE);
}

static void
test_figures_of_others_change_no_number_of_ours (void)
{
  static const char *const reports[] = {"year", "border-share", "monthly"};
  static const char *const measures[] = {"possible_cases", "victims", "crossings", "border_share"};
  g_auto (Programme) programme = {0};
  g_autofree char *before[G_N_ELEMENTS (reports)] = {NULL};

  programme_open (&programme);
  programme_fill (&programme, 20);
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autoptr (AmpFigures) figures = make (&programme, reports[i], "2024-01-01", "2024-12-31");

      g_assert_null (table_of (figures, "figures-of-others"));
      before[i] = own_numbers (figures);
    }
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", g_test_rand_int_range (0, 100000));
      const char *measure = PICK (measures);

      programme_figure (&programme, measure,
                        g_str_equal (measure, "border_share") ? "percent" : "cases", value,
                        g_test_rand_bit () ? "2024" : "2016", "Observatorio");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (reports); i++)
    {
      g_autoptr (AmpFigures) figures = make (&programme, reports[i], "2024-01-01", "2024-12-31");
      g_autofree char *after = own_numbers (figures);

      g_assert_cmpstr (after, ==, before[i]);
      g_assert_true ((table_of (figures, "figures-of-others") != NULL) ==
                     !g_str_equal (reports[i], "monthly"));
      g_clear_pointer (&before[i], g_free);
    }
}

static void
test_a_figure_older_than_the_period_says_so (void)
{
  g_auto (Programme) programme = {0};
  g_autoptr (AmpFigures) figures = NULL, then = NULL;
  const AmpFigureTable *table;

  programme_open (&programme);
  programme_figure (&programme, "possible_cases", "cases", "889", "2015", "Observatorio");
  programme_figure (&programme, "possible_cases", "cases", "1144", "2016", "Observatorio");
  programme_figure (&programme, "border_share", "percent", "12,6", "2016", "Observatorio");
  programme_figure (&programme, "victims", "persons", "70", "2030", "Observatorio");
  figures = make (&programme, "border-share", "2024-01-01", "2024-12-31");
  table = table_of (figures, "figures-of-others");
  g_assert_cmpuint (table->rows->len, ==, 2); /* the newest of each, and none of days to come */
  g_assert_cmpint (amp_figure_table_get (table, 0, 0)->value, ==, 1144);
  g_assert_cmpint (amp_figure_table_get (table, 1, 1)->value, ==, 126);
  g_assert_cmpstr (((AmpFigureRow *) table->rows->pdata[0])->labels[2], ==,
                   "2016 (older than the period)");
  then = make (&programme, "border-share", "2015-01-01", "2015-12-31");
  table = table_of (then, "figures-of-others");
  g_assert_cmpuint (table->rows->len, ==, 1);
  g_assert_cmpstr (((AmpFigureRow *) table->rows->pdata[0])->labels[2], ==, "2015");
}

/* Beside a count of one region stand its own figures and those of the country. */
static void
test_context_is_of_the_region (void)
{
  g_auto (Programme) programme = {0};
  g_autoptr (AmpFigures) tumbes = NULL, lima = NULL, before = NULL;
  g_autoptr (GError) error = NULL;

  programme_open (&programme);
  programme_figure (&programme, "possible_cases", "cases", "1144", "2024", "Observatorio");
  programme_add (&programme, "external_figure", "measure", "crossings", "unit", "crossings",
                 "value", "70", "from_on", "2024-01-01", "region", "PE-TUM", "source",
                 "Migraciones", NULL);
  tumbes = amp_report_external (programme.office.session, "2024-01-01", "2024-12-31", "PE-TUM",
                                NULL, "en", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table_of (tumbes, "figures-of-others")->rows->len, ==, 2);
  lima = amp_report_external (programme.office.session, "2024-01-01", "2024-12-31", "PE-LIM", NULL,
                              "en", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table_of (lima, "figures-of-others")->rows->len, ==, 1);
  before = amp_report_external (programme.office.session, "2020-01-01", "2020-12-31", NULL, NULL,
                                "en", &error);
  g_assert_no_error (error);
  g_assert_null (table_of (before, "figures-of-others"));
}

/* 12.65 is not 12.7: it stands as it was written, and nowhere as a number. */
static void
test_a_figure_is_never_rounded (void)
{
  g_auto (Programme) programme = {0};
  g_autoptr (AmpFigures) figures = NULL;
  const AmpFigureTable *table;

  programme_open (&programme);
  programme_figure (&programme, "border_share", "percent", "12.65", "2024", "Observatorio");
  figures = make (&programme, "year", "2024-01-01", "2024-12-31");
  table = table_of (figures, "figures-of-others");
  g_assert_cmpint (amp_figure_table_get (table, 0, 0)->state, ==, AMP_FIGURE_BLANK);
  g_assert_cmpint (amp_figure_table_get (table, 0, 1)->state, ==, AMP_FIGURE_BLANK);
  g_assert_nonnull (strstr (((AmpFigureRow *) table->rows->pdata[0])->labels[0], "12.65"));
}

static void
test_a_report_can_be_cancelled (void)
{
  g_auto (Programme) programme = {0};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  programme_open (&programme);
  programme_activity (&programme, "PE-TUM", "2024-05-01", 20);
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_report_compute (programme.office.session, amp_report_kind_find ("year"),
                                     "2024-01-01", "2024-12-31", NULL, "en", NULL, cancellable,
                                     &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/reports-year/the-first-line", test_the_first_line);
  g_test_add_func ("/reports-year/totals-agree-with-a-second-count",
                   test_totals_agree_with_a_second_count);
  g_test_add_func ("/reports-year/figures-of-others-change-no-number-of-ours",
                   test_figures_of_others_change_no_number_of_ours);
  g_test_add_func ("/reports-year/a-figure-older-than-the-period-says-so",
                   test_a_figure_older_than_the_period_says_so);
  g_test_add_func ("/reports-year/a-figure-is-never-rounded", test_a_figure_is_never_rounded);
  g_test_add_func ("/reports-year/context-is-of-the-region", test_context_is_of_the_region);
  g_test_add_func ("/reports-year/a-report-can-be-cancelled", test_a_report_can_be_cancelled);
  return g_test_run ();
}
