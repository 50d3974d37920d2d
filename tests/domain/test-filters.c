/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters of the case list: everything offered can be asked, written down and read again. */
#include "team.h"

#include "domain/filters.h"
#include "model/codelist.h"

#include <string.h>

static const char *
value_for (const AmpField *field)
{
  switch (field->kind)
    {
    case AMP_KIND_CODE:
    case AMP_KIND_CODES:
      return amp_code_value (amp_code_list_nth (amp_code_list_find (field->list), 0));
    case AMP_KIND_DATE:
      return "2026-03-01";
    case AMP_KIND_BOOLEAN:
      return "1";
    case AMP_KIND_INTEGER:
      return field->max > 100 && field->min > 0 ? "2000" : "5";
    case AMP_KIND_REF:
    case AMP_KIND_TEXT:
    case AMP_KIND_LONG_TEXT:
    case AMP_KIND_TIMESTAMP:
    default:
      return "2000";
    }
}

/* Every field with every comparison: the store understands it, and so does the text. */
static void
test_all (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) choices = amp_filter_choices ();
  guint asked = 0;

  team_open (&office);
  team_case (&office, "rosa", "Julia");
  for (guint i = 0; i < choices->len; i++)
    {
      const AmpFilterChoice *choice = choices->pdata[i];
      gsize n;
      const AmpOp *ops = amp_filter_ops (choice->field, &n);

      for (gsize k = 0; k < n; k++)
        {
          g_autoptr (GPtrArray) conditions = amp_conditions_new (), read = NULL;
          g_autofree AmpFilter *filters = NULL;
          g_autofree char *text = NULL, *again = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (GArray) ids = NULL;
          AmpCaseQuery query = {0};
          gboolean all;

          g_ptr_array_add (
            conditions,
            amp_condition_new (choice->path, ops[k],
                               amp_op_takes_value (ops[k]) ? value_for (choice->field) : NULL));
          filters = amp_conditions_to_filters (conditions);
          query.filters = filters;
          query.n_filters = 1;
          ids = amp_store_case_ids (amp_session_get_store (office.session), &query, NULL, &error);
          if (ids == NULL)
            g_error ("%s: %s", choice->path, error->message);
          text = amp_conditions_to_text (conditions);
          read = amp_conditions_from_text (text, &all);
          if (!all || read->len != 1)
            g_error ("\"%s\" is not read again", text);
          again = amp_conditions_to_text (read);
          g_assert_cmpstr (again, ==, text);
          asked++;
        }
    }
  g_assert_cmpuint (asked, >, 400);
}

static void
test_hostile_text (void)
{
  static const char *const texts[] = {
    "nonsense eq 1",
    "status",
    "status eq",
    "status eq no_such_code",
    "status like open",
    "case.person.given_names eq x",
    "last:status eq open",
    "\" OR 1=1 --",
    "status  eq open",
    "opened_on ge tomorrow",
    "person.given_names eq Ana",
    "user.login eq ana",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gboolean all = TRUE;
      g_autoptr (GPtrArray) read = amp_conditions_from_text (texts[i], &all);

      if (all || read->len != 0)
        g_error ("\"%s\" is taken", texts[i]);
    }
}

static void
test_saved (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) conditions = amp_conditions_new ();
  g_autoptr (GPtrArray) own = NULL, others = NULL, shared = NULL, gone = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  team_open (&office);
  g_ptr_array_add (conditions, amp_condition_new ("risk_level", AMP_OP_EQ, "high"));
  team_be (&office, "rosa");
  g_assert_false (amp_filters_save (office.session, "  ", conditions, FALSE, NULL));
  g_assert_false (amp_filters_save (office.session, "Riesgo alto", conditions, TRUE, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_true (amp_filters_save (office.session, " Riesgo alto ", conditions, FALSE, &error));
  g_assert_true (amp_filters_save (office.session, "Riesgo alto", conditions, FALSE, &error));
  g_assert_no_error (error);
  own = amp_filters_list (office.session, NULL);
  g_assert_cmpuint (own->len, ==, 1);
  g_assert_cmpuint (((AmpSavedFilter *) own->pdata[0])->conditions->len, ==, 1);

  team_be (&office, "jefa");
  others = amp_filters_list (office.session, NULL);
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_true (amp_filters_save (office.session, "De la oficina", conditions, TRUE, NULL));
  team_be (&office, "rosa");
  shared = amp_filters_list (office.session, NULL);
  g_assert_cmpuint (shared->len, ==, 2);
  id = ((AmpSavedFilter *) shared->pdata[0])->id;
  g_assert_false (((AmpSavedFilter *) shared->pdata[0])->mine);
  g_assert_false (amp_filters_delete (office.session, id, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_assert_true (
    amp_filters_delete (office.session, ((AmpSavedFilter *) shared->pdata[1])->id, NULL));
  gone = amp_filters_list (office.session, NULL);
  g_assert_cmpuint (gone->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filters/everything-offered-can-be-asked-and-kept", test_all);
  g_test_add_func ("/filters/hostile-text-is-left-out-and-told", test_hostile_text);
  g_test_add_func ("/filters/kept-by-name-for-oneself-or-the-office", test_saved);
  return g_test_run ();
}
