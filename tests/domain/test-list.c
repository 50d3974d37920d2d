/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/list-csv.h"

#include "domain/cases.h"
#include "domain/directory.h"
#include "domain/external-figures.h"
#include "model/check.h"
#include "model/codelist.h"
#include "office.h"

#include <string.h>

/* --- Words for tests --- */

static AmpListImport
import_text (
  Office *office, const char *list, const char *text, gboolean dry_run, AmpReport *report)
{
  g_autofree char *path = office_write (office, "list.csv", text);
  g_autoptr (GError) error = NULL;
  AmpListImport result;

  amp_list_import (office->session, amp_list_find (list), path, dry_run, report, &result, NULL,
                   NULL, &error);
  g_assert_no_error (error);
  return result;
}

static char *
export_text (Office *office, const char *list)
{
  g_autoptr (GError) error = NULL;
  char *text = amp_list_to_csv (office->session, amp_list_find (list), NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return text;
}

static gint64
count (Office *office, const char *entity)
{
  return amp_store_count (amp_session_get_store (office->session), amp_entity_find (entity), NULL);
}

/* The only record of an entity. */
static AmpRecord *
only (Office *office, const char *entity)
{
  const char *paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (office->session);
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find (entity), paths, NULL, 0, NULL, NULL);

  g_assert_cmpint (count (office, entity), ==, 1);
  g_assert_cmpint (amp_cursor_next (cursor, NULL, NULL), ==, 1);
  return amp_store_load (store, amp_entity_find (entity), amp_cursor_int (cursor, 0), NULL);
}

/* --- Any records --- */

static const char *const texts[] = {
  "Sesión en el colegio",
  "=1+1",
  "+51 999",
  "-2+3",
  "@SUM(A1)",
  "'=1",
  "''=2",
  "dicho \"así\", y más; sí",
  "R-12",
  "ñandú # 7",
  "12",
  "1e5",
  "a\xC2\xA0z",
  "\xF0\x9F\x8C\xB5",
};

static char *
any_value (const AmpField *field, GRand *rand)
{
  const AmpCodeList *list = field->list != NULL ? amp_code_list_find (field->list) : NULL;
  const char *code =
    list != NULL ? amp_code_value (amp_code_list_nth (
                     list, (guint) g_rand_int_range (rand, 0, (gint) amp_code_list_length (list))))
                 : NULL;

  switch (field->kind)
    {
    case AMP_KIND_CODE:
      return g_strdup (code);
    case AMP_KIND_CODES:
      return g_strdup_printf ("%s;%s", code, amp_code_value (amp_code_list_nth (list, 0)));
    case AMP_KIND_DATE:
      return g_rand_boolean (rand)
               ? g_strdup_printf ("%d-%02d-%02d", g_rand_int_range (rand, 2015, 2024),
                                  g_rand_int_range (rand, 1, 13), g_rand_int_range (rand, 1, 29))
               : g_strdup_printf ("%d-%02d", g_rand_int_range (rand, 2015, 2024),
                                  g_rand_int_range (rand, 1, 13));
    case AMP_KIND_INTEGER:
      return g_strdup_printf ("%d", g_rand_int_range (rand, 1, 100));
    case AMP_KIND_LONG_TEXT:
      return g_strdup_printf ("%s\n%s", texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))],
                              texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    case AMP_KIND_TEXT:
      if (g_str_equal (field->name, "code"))
        return g_strdup_printf ("C-%u", g_rand_int (rand));
      return g_str_equal (field->name, "value")
               ? g_strdup_printf ("%d,5", g_rand_int_range (rand, 0, 999))
               : g_strdup (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    case AMP_KIND_BOOLEAN:
    case AMP_KIND_REF:
    case AMP_KIND_TIMESTAMP:
    default:
      return NULL;
    }
}

/* 0 where there is none, or by chance. */
static gint64
any_record (Office *office, const AmpField *field, GRand *rand)
{
  const char *paths[] = {"id", NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  gint64 id = 0;
  int n = 0;

  if (g_str_equal (field->refers, "user") || g_str_equal (field->refers, "document"))
    return 0; /* not of these tables: another office has others */
  cursor = amp_store_select (amp_session_get_store (office->session),
                             amp_entity_find (field->refers), paths, NULL, 0, "id", NULL);
  while (amp_cursor_next (cursor, NULL, NULL) > 0)
    if (g_rand_int_range (rand, 0, ++n) == 0)
      id = amp_cursor_int (cursor, 0);
  return id;
}

static gboolean
may_be_saved (const AmpRecord *record)
{
  g_autoptr (GArray) findings = amp_check_record (record);

  for (guint i = 0; i < findings->len; i++)
    if (g_array_index (findings, AmpCheckFinding, i).level == AMP_CHECK_ERROR)
      return FALSE;
  return TRUE;
}

static AmpRecord *
any_of (Office *office, const AmpEntity *entity, GRand *rand)
{
  for (;;)
    {
      g_autoptr (AmpRecord) record = amp_record_new (entity);

      for (gsize i = 0; i < entity->n_fields; i++)
        {
          const AmpField *field = &entity->fields[i];
          g_autofree char *value = any_value (field, rand);
          gint64 id = field->kind == AMP_KIND_REF ? any_record (office, field, rand) : 0;

          if (id != 0)
            amp_record_set_int (record, field->name, id);
          if (value != NULL && g_rand_int_range (rand, 0, 4) > 0)
            g_assert_true (amp_record_set (record, field->name, value, NULL));
        }
      if (may_be_saved (record))
        return g_steal_pointer (&record);
    }
}

static void
fill (Office *office, guint n, GRand *rand)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_directory_seed (office->session, NULL, &error));
  g_assert_true (amp_store_begin (amp_session_get_store (office->session), &error));
  for (const AmpList *const *list = amp_lists (); *list != NULL; list++)
    for (guint i = 0; i < n; i++)
      {
        g_autoptr (AmpRecord) record = any_of (office, amp_entity_find ((*list)->entity), rand);

        g_assert_true (amp_cases_save (office->session, record, NULL, &error));
        g_assert_no_error (error);
      }
  g_assert_true (amp_store_commit (amp_session_get_store (office->session), &error));
}

static void
assert_nothing_found (const AmpReport *report)
{
  for (guint i = 0; i < amp_report_length (report); i++)
    {
      const AmpFinding *finding = amp_report_nth (report, i);

      if (!g_str_equal (finding->code, "check"))
        g_error ("row %u, %s: %s (%s)", finding->row, finding->column, finding->code,
                 finding->value);
    }
}

static void
test_out_and_in_again_changes_nothing (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  office_open (&office);
  fill (&office, 30, rand);
  for (const AmpList *const *list = amp_lists (); *list != NULL; list++)
    {
      g_autofree char *csv = export_text (&office, (*list)->name), *again = NULL;
      g_autoptr (AmpReport) report = amp_report_new ();
      AmpListImport result = import_text (&office, (*list)->name, csv, FALSE, report);

      assert_nothing_found (report);
      g_assert_cmpuint (amp_report_length (report), ==, 0);
      g_assert_cmpuint (result.rows, ==, 30);
      g_assert_cmpuint (result.unchanged, ==, 30);
      again = export_text (&office, (*list)->name);
      g_assert_cmpstr (again, ==, csv);
    }
}

/* Twice in a row: the second time nothing is new to it. */
static void
test_another_office_gets_the_same_records_once (void)
{
  g_auto (Office) office = {0}, other = {0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GError) error = NULL;

  office_open (&office);
  office_open (&other);
  fill (&office, 30, rand);
  g_assert_true (amp_directory_seed (other.session, NULL, &error));
  for (guint turn = 0; turn < 2; turn++)
    for (const AmpList *const *list = amp_lists (); *list != NULL; list++)
      {
        g_autofree char *csv = export_text (&office, (*list)->name), *again = NULL;
        g_autoptr (AmpReport) report = amp_report_new ();
        AmpListImport result = import_text (&other, (*list)->name, csv, FALSE, report);

        assert_nothing_found (report);
        g_assert_cmpuint (turn == 0 ? result.added : result.unchanged, ==, 30);
        again = export_text (&other, (*list)->name);
        g_assert_cmpstr (again, ==, csv);
      }
  g_assert_true (amp_store_verify (amp_session_get_store (other.session), NULL, NULL, &error));
  g_assert_no_error (error);
}

/* --- Which record a row is about --- */

#define TRAINING                                                                                   \
  "code,title,status,on,region\n"                                                                  \
  "CAP-1,Fiscales,done,2024-03-05,PE-TUM\n"

static void
test_without_ref_the_key_tells_and_the_second_is_the_second (void)
{
  static const char rows[] = "training,audience,institution,region,attended_f\n"
                             "CAP-1,pnp,,PE-TUM,5\n"
                             "CAP-1,pnp,,PE-TUM,7\n"
                             "cap-1,health,,PE-TUM,1\n";
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  AmpListImport result;

  office_open (&office);
  import_text (&office, "trainings", TRAINING, FALSE, report);
  result = import_text (&office, "attendance", rows, FALSE, report);
  g_assert_cmpuint (result.added, ==, 3);
  result = import_text (&office, "attendance", rows, FALSE, report);
  /* Which of the two is the first is not known: both are there, none is doubled. */
  g_assert_cmpuint (result.added, ==, 0);
  g_assert_cmpint (count (&office, "training_attendance"), ==, 3);
  g_assert_cmpuint (amp_report_length (report), ==, 0);
}

static void
test_a_ref_finds_the_record_whatever_else_changes (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autofree char *csv = NULL, *ref = NULL, *changed = NULL;
  g_autoptr (AmpRecord) record = NULL;
  AmpListImport result;
  char *at;

  office_open (&office);
  import_text (&office, "trainings", TRAINING, FALSE, report);
  import_text (&office, "attendance",
               "training,audience,attended_f\n"
               "CAP-1,pnp,5\n",
               FALSE, report);
  csv = export_text (&office, "attendance");
  at = strstr (csv, "R-");
  ref = g_strndup (at, strcspn (at, "\r\n"));
  changed = g_strdup_printf ("ref,audience,attended_m\n%s,judges,2\n", ref);
  result = import_text (&office, "attendance", changed, FALSE, report);
  g_assert_cmpuint (result.changed, ==, 1);
  record = only (&office, "training_attendance");
  g_assert_cmpstr (amp_record_get (record, "audience"), ==, "judges");
  g_assert_cmpint (amp_record_get_int (record, "attended_f", 0), ==, 5);
  g_assert_cmpint (amp_record_get_int (record, "attended_m", 0), ==, 2);
}

static void
test_a_copied_row_does_not_overwrite_the_first (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpRecord) record = NULL;
  AmpListImport result;

  office_open (&office);
  import_text (&office, "trainings", TRAINING, FALSE, report);
  result = import_text (&office, "attendance",
                        "training,audience,attended_f,ref\n"
                        "CAP-1,pnp,5,R-9Z\n"
                        "CAP-1,judges,6,r-9z\n",
                        FALSE, report);
  g_assert_cmpuint (result.added, ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "list-ref-copied"), ==, 1);
  record = only (&office, "training_attendance");
  g_assert_cmpstr (amp_record_get (record, "audience"), ==, "pnp");
}

static void
test_what_was_deleted_may_come_back (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpRecord) record = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  AmpListImport result;

  office_open (&office);
  import_text (&office, "trainings", TRAINING, FALSE, report);
  import_text (&office, "attendance", "training,audience,attended_f\nCAP-1,pnp,5\n", FALSE, report);
  csv = export_text (&office, "attendance");
  record = only (&office, "training_attendance");
  g_assert_true (amp_store_delete (amp_session_get_store (office.session),
                                   amp_record_entity (record), amp_record_id (record), NULL,
                                   &error));
  result = import_text (&office, "attendance", csv, FALSE, report);
  g_assert_cmpuint (result.added, ==, 1);
  again = only (&office, "training_attendance");
  g_assert_cmpint (amp_record_id (again), !=, amp_record_id (record));
  g_assert_true (amp_store_verify (amp_session_get_store (office.session), NULL, NULL, &error));
}

static void
test_parents_are_found_by_code_ref_or_words (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (AmpRecord) action = NULL, goal = NULL;

  office_open (&office);
  import_text (&office, "plans",
               "code,title,region,from_on,to_on,status\n"
               "PLAN-TUM,Plan de Tumbes,PE-TUM,2024,2027,Vigente\n",
               FALSE, report);
  import_text (&office, "goals",
               "regional_plan,axis,text,ref\n"
               "plan de tumbes,Prevención,\"Más colegios, mejor\",R-7\n",
               FALSE, report);
  import_text (&office, "actions",
               "regional_goal,text,responsible_other,status\n"
               "mas colegios MEJOR,Visitar,Municipalidad,pending\n",
               FALSE, report);
  import_text (&office, "actions",
               "regional_goal,text,baseline,target,status\n"
               "R-7,Visitar,0,12,in_progress\n",
               FALSE, report);
  g_assert_cmpuint (amp_report_length (report), ==, 0);
  goal = only (&office, "regional_goal");
  action = only (&office, "regional_action");
  g_assert_cmpint (amp_record_get_int (action, "regional_goal", 0), ==, amp_record_id (goal));
  g_assert_cmpstr (amp_record_get (action, "status"), ==, "in_progress");
}

static void
test_a_series_may_begin_in_a_later_row (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autofree char *csv = NULL;

  office_open (&office);
  import_text (&office, "activities",
               "code,kind,status,on,region,series\n"
               "ACT-2,talk,done,2024-03-12,PE-TUM,ACT-1\n"
               "ACT-1,talk,done,2024-03-05,PE-TUM,ACT-1\n"
               "ACT-3,talk,done,2024-03-19,PE-TUM,NONE\n",
               FALSE, report);
  g_assert_cmpuint (amp_report_count_code (report, "list-reference"), ==, 1);
  csv = export_text (&office, "activities");
  g_assert_nonnull (strstr (csv, ",ACT-1,,,R-"));
}

/* --- What is wrong in a file --- */

static void
test_bad_rows_are_told_and_stop_no_other (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  AmpListImport result;

  office_open (&office);
  result = import_text (&office, "activities",
                        "code,kind,status,on,ends_on,region,colour,reached_f_18,kind,institution\n"
                        "ACT-1,Charla,Realizada,05/03/2024,,Tumbes,red,12,,\n" /* colour */
                        "ACT-2,nonsense,done,2024-03-05,,PE-TUM,,1,,\n"        /* needs a kind */
                        "ACT-3,talk,done,2024-03-05,2024-03-01,PE-TUM,,,,\n"   /* ends before */
                        "ACT-4,talk,done,2024-03-05,,PE-TUM,,-5,,\n"           /* no number */
                        "ACT-5,talk,done,2024-03-05,,PE-TUM,,,,Nadie S.A.\n"   /* who? */
                        "ACT-6,talk,done,2099-03-05,,PE-TUM,,,,\n"             /* to come */
                        ",,,,,,,,,\n"
                        "act-1,talk,done,2024-03-05,,PE-TUM,,13,,,extra\n", /* twice; too long */
                        FALSE, report);
  g_assert_cmpuint (result.rows, ==, 7);
  g_assert_cmpuint (result.added, ==, 3);
  g_assert_cmpuint (result.changed, ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "list-column"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "list-column-twice"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "list-value"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "list-reference"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "list-row-twice"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "row-refused"), ==, 3);
  g_assert_cmpuint (amp_report_length (report), ==, 10);
  for (guint i = 0; i < amp_report_length (report); i++)
    if (g_str_equal (amp_report_nth (report, i)->code, "row-refused"))
      g_assert_nonnull (amp_report_nth (report, i)->column);
}

static void
test_spreadsheets_write_as_they_like (void)
{
  static const struct
  {
    const char *what, *text;
  } files[] = {
    {"BOM", "\xEF\xBB\xBF"
            "code;name;kind;on\r\nF-1;Niñez;Foro;05/03/2024\r\n"},
    {"Latin-1", "code;name;kind;on\nF-1;Ni\xF1"
                "ez;forum;2024-03-05\n"},
    {"tabs", "code\tname\tkind\ton\nF-1\tNiñez\tforum\t2024-03-05\n"},
    {"sep=", "sep=;\ncode;name;kind;on\nF-1;Niñez;forum;2024-03-05\n"},
    {"quotes", "\"code\",\"name\",\"kind\",\"on\"\n\"F-1\",\"Niñez\",\"forum\",\"2024-03-05\""},
    {"qualified", "FORUM.code,Forum.Name,forum.kind,forum.on\nF-1,Niñez,forum,2024-03-05\n"},
    {"old Mac", "code,name,kind,on\rF-1,Niñez,forum,2024-03-05\r"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (AmpReport) report = amp_report_new ();
      g_autoptr (AmpRecord) forum = NULL;

      office_open (&office);
      import_text (&office, "forums", files[i].text, FALSE, report);
      forum = only (&office, "forum");
      g_assert_cmpstr (amp_record_get (forum, "name"), ==, "Niñez");
      g_assert_cmpstr (amp_record_get (forum, "on"), ==, "2024-03-05");
      g_assert_cmpuint (amp_report_length (report), ==,
                        g_str_equal (files[i].what, "Latin-1") ? 1 : 0);
    }
}

static char *
filled (gsize n)
{
  char *text = g_malloc (n + 1);

  memset (text, 'x', n);
  text[n] = '\0';
  return text;
}

static gboolean
import_bytes (Office *office, const char *bytes, gsize length, AmpReport *report, GError **error)
{
  g_autofree char *path = office_path (office, "hostile.csv");
  AmpListImport result;

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  return amp_list_import (office->session, amp_list_find ("forums"), path, FALSE, report, &result,
                          NULL, NULL, error);
}

static void
test_a_cell_of_a_megabyte_is_told_and_one_beyond_is_refused (void)
{
  g_auto (Office) office = {0};
  g_autofree char *long_text = filled (1024 * 1024 - 10), *too_long = filled (1024 * 1024 + 1);
  g_autofree char *one =
    g_strdup_printf ("code,name,kind,on\nF-1,%s,forum,2024\nF-2,Foro,forum,2024\n", long_text);
  g_autofree char *two =
    g_strdup_printf ("code,name,kind,on\nF-3,Foro,forum,2024\nF-4,%s,forum,2024\n", too_long);
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_true (import_bytes (&office, one, strlen (one), report, &error));
  g_assert_cmpint (count (&office, "forum"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "list-value"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "row-refused"), ==, 1);
  g_assert_false (import_bytes (&office, two, strlen (two), report, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE);
  g_assert_cmpint (count (&office, "forum"), ==, 1); /* F-3 did not stay behind */
}

static void
test_what_is_no_table_is_refused (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } bad[] = {
    {"", 0},
    {"\n\n\n", 3},
    {"colour,size\nred,3\n", 18},
    {"code,name\nF-1,a\0b\n", 18},
    {"code,name\nF-1,\"never closed\n", 28},
  };
  g_auto (Office) office = {0};

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (AmpReport) report = amp_report_new ();
      g_autoptr (GError) error = NULL;

      g_assert_false (import_bytes (&office, bad[i].bytes, bad[i].length, report, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
    }
  g_assert_cmpint (count (&office, "forum"), ==, 0);
}

/* Any bytes: it may refuse them, but ends, and what is there holds. */
static void
test_any_bytes_do_no_harm (void)
{
  static const char alphabet[] = "code,kind;on\"\r\n\t'=R-7forum2024 \xC3\xB1\xFF";
  g_auto (Office) office = {0};
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  AmpStore *store;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  store = amp_session_get_store (office.session);
  g_assert_true (amp_store_begin (store, &error));
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GString) text = g_string_new ("code,name,kind,on,ref\nF-1,Foro,forum,2024,\n");
      g_autoptr (AmpReport) report = amp_report_new ();

      for (guint k = 0; k < 60; k++)
        {
          gsize at = (gsize) g_rand_int_range (rand, 0, (gint) text->len);

          if (g_rand_boolean (rand))
            text->str[at] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
          else
            g_string_insert_c (text, (gssize) at,
                               alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
          if (k % 20 == 19)
            (void) import_bytes (&office, text->str, text->len, report, NULL);
        }
    }
  g_assert_true (amp_store_commit (store, &error));
  g_assert_true (amp_store_verify (store, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_nothing_runs_in_a_spreadsheet (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autofree char *csv = NULL;

  office_open (&office);
  import_text (&office, "forums",
               "code,name,kind,on,agreements\n"
               "F-1,\"=HYPERLINK(\"\"http://x\"\")\",forum,2024,\"@cmd\"\n",
               FALSE, report);
  csv = export_text (&office, "forums");
  g_assert_nonnull (strstr (csv, "\"'=HYPERLINK("));
  g_assert_nonnull (strstr (csv, "\"'@cmd\""));
}

static void
test_trying_writes_nothing_and_stopping_neither (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  AmpListImport result;

  office_open (&office);
  result = import_text (&office, "trainings", TRAINING, TRUE, report);
  g_assert_cmpuint (result.added, ==, 1);
  g_assert_cmpint (count (&office, "training"), ==, 0);
  path = office_write (&office, "stop.csv", TRAINING);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_list_import (office.session, amp_list_find ("trainings"), path, FALSE, report,
                                   &result, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (&office, "training"), ==, 0);
}

/* --- Out --- */

typedef struct
{
  const char *action;
  guint n;
} Wanted;

static gboolean
count_events (const AmpAuditEvent *event, gpointer data)
{
  Wanted *wanted = data;

  wanted->n += g_strcmp0 (event->action, wanted->action) == 0 &&
               g_strcmp0 (event->reason, "trainings-csv") == 0;
  return TRUE;
}

static void
test_what_goes_out_and_comes_in_is_in_the_log (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  Wanted out = {"export", 0}, in = {"import", 0};
  g_autofree char *csv = NULL;

  office_open (&office);
  import_text (&office, "trainings", TRAINING, TRUE, report);
  import_text (&office, "trainings", TRAINING, FALSE, report);
  csv = export_text (&office, "trainings");
  amp_store_audit_list (amp_session_get_store (office.session), count_events, &out, NULL);
  amp_store_audit_list (amp_session_get_store (office.session), count_events, &in, NULL);
  g_assert_cmpuint (out.n, ==, 1);
  g_assert_cmpuint (in.n, ==, 1);
}

static guint
rows_of (Office *office, const char *list, AmpListFilter filter)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv =
    amp_list_to_csv (office->session, amp_list_find (list), &filter, &n, NULL, &error);

  g_assert_no_error (error);
  return n;
}

static void
test_a_period_and_a_region_may_be_asked_for (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();

  office_open (&office);
  import_text (&office, "trainings",
               "code,title,status,on,region\n"
               "CAP-1,A,done,2023-12-31,PE-TUM\n"
               "CAP-2,B,done,2024-03-05,PE-PIU\n",
               FALSE, report);
  import_text (&office, "attendance",
               "training,audience,attended_f\nCAP-1,pnp,5\nCAP-2,pnp,5\nCAP-2,ngo,5\n", FALSE,
               report);
  import_text (&office, "plans",
               "code,title,region,from_on,to_on,status\n"
               "P-1,Plan,PE-TUM,2019-01-01,2022-12-31,ended\n",
               FALSE, report);
  g_assert_cmpuint (rows_of (&office, "trainings", (AmpListFilter){.from = "2024-01-01"}), ==, 1);
  g_assert_cmpuint (rows_of (&office, "trainings", (AmpListFilter){.to = "2023-12-31"}), ==, 1);
  g_assert_cmpuint (rows_of (&office, "attendance", (AmpListFilter){.from = "2024-01-01"}), ==, 2);
  g_assert_cmpuint (rows_of (&office, "attendance", (AmpListFilter){.region = "PE-TUM"}), ==, 1);
  g_assert_cmpuint (
    rows_of (&office, "plans", (AmpListFilter){.from = "2022-06-01", .to = "2022-07-01"}), ==, 1);
  g_assert_cmpuint (rows_of (&office, "plans", (AmpListFilter){.from = "2023-01-01"}), ==, 0);
}

/* Every path of every list leads somewhere. */
static void
test_every_list_can_be_asked_for_a_period_and_a_region (void)
{
  g_auto (Office) office = {0};

  office_open (&office);
  for (const AmpList *const *list = amp_lists (); *list != NULL; list++)
    {
      const AmpEntity *entity = amp_entity_find ((*list)->entity);

      g_assert_cmpuint (
        rows_of (&office, (*list)->name, (AmpListFilter){"2024-01-01", "2024-12-31", "PE-TUM"}), ==,
        0);
      g_assert_null (amp_entity_field (entity, "ref"));
      if (entity->parent != NULL)
        g_assert_cmpstr (entity->fields[0].name, ==, entity->parent);
    }
}

/* --- The figures that come with the program --- */

static void
test_published_figures_come_once_with_their_source (void)
{
  static const struct
  {
    const char *code, *value, *unit;
  } known[] = {{"OBS-2014", "552", "cases"},
               {"OBS-2015", "889", "cases"},
               {"OBS-2016", "1144", "cases"},
               {"OBS-2016-FRONTERA", "12.6", "percent"}};
  const char *paths[] = {"code", "value", "unit", "source", "to_on", "checked_on", NULL};
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = NULL;
  guint n = 0, again = 99;

  office_open (&office);
  g_assert_true (amp_external_figures_seed (office.session, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (known));
  g_assert_true (amp_external_figures_seed (office.session, &again, &error));
  g_assert_cmpuint (again, ==, 0);
  cursor = amp_store_select (amp_session_get_store (office.session),
                             amp_entity_find ("external_figure"), paths, NULL, 0, "code", &error);
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_assert_cmpint (amp_cursor_next (cursor, NULL, &error), ==, 1);
      g_assert_cmpstr (amp_cursor_text (cursor, 0), ==, known[i].code);
      g_assert_cmpstr (amp_cursor_text (cursor, 1), ==, known[i].value);
      g_assert_cmpstr (amp_cursor_text (cursor, 2), ==, known[i].unit);
      g_assert_nonnull (amp_cursor_text (cursor, 3));
      g_assert_nonnull (amp_cursor_text (cursor, 4));
      g_assert_null (amp_cursor_text (cursor, 5));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/list/" name, func)
  ADD ("out-and-in-again-changes-nothing", test_out_and_in_again_changes_nothing);
  ADD ("another-office-gets-the-same-records-once", test_another_office_gets_the_same_records_once);
  ADD ("without-ref-the-key-tells-and-the-second-is-the-second",
       test_without_ref_the_key_tells_and_the_second_is_the_second);
  ADD ("a-ref-finds-the-record-whatever-else-changes",
       test_a_ref_finds_the_record_whatever_else_changes);
  ADD ("a-copied-row-does-not-overwrite-the-first", test_a_copied_row_does_not_overwrite_the_first);
  ADD ("what-was-deleted-may-come-back", test_what_was_deleted_may_come_back);
  ADD ("parents-are-found-by-code-ref-or-words", test_parents_are_found_by_code_ref_or_words);
  ADD ("a-series-may-begin-in-a-later-row", test_a_series_may_begin_in_a_later_row);
  ADD ("bad-rows-are-told-and-stop-no-other", test_bad_rows_are_told_and_stop_no_other);
  ADD ("spreadsheets-write-as-they-like", test_spreadsheets_write_as_they_like);
  ADD ("a-cell-of-a-megabyte-is-told-and-one-beyond-is-refused",
       test_a_cell_of_a_megabyte_is_told_and_one_beyond_is_refused);
  ADD ("what-is-no-table-is-refused", test_what_is_no_table_is_refused);
  ADD ("any-bytes-do-no-harm", test_any_bytes_do_no_harm);
  ADD ("nothing-runs-in-a-spreadsheet", test_nothing_runs_in_a_spreadsheet);
  ADD ("trying-writes-nothing-and-stopping-neither",
       test_trying_writes_nothing_and_stopping_neither);
  ADD ("what-goes-out-and-comes-in-is-in-the-log", test_what_goes_out_and_comes_in_is_in_the_log);
  ADD ("a-period-and-a-region-may-be-asked-for", test_a_period_and_a_region_may_be_asked_for);
  ADD ("every-list-can-be-asked-for-a-period-and-a-region",
       test_every_list_can_be_asked_for_a_period_and_a_region);
  ADD ("published-figures-come-once-with-their-source",
       test_published_figures_come_once_with_their_source);
#undef ADD
  return g_test_run ();
}
