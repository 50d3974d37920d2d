/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case list over ten thousand cases: lazy, sorted, filtered, searched, veiled. */
#include "harness.h"

#include "app/amp-case-columns.h"
#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-intake-page.h"
#include "domain/cases.h"
#include "model/codelist.h"

#include <string.h>

#define MANY 10000

/* --- An office of bare cases, faster to make than the demo's --- */

static AmpRecord *
person_number (guint n)
{
  AmpRecord *person = amp_record_new (amp_entity_find ("person"));
  g_autofree char *pseudonym = g_strdup_printf ("TST-26-%05u-X", n);
  g_autofree char *name = g_strdup_printf ("Persona %s %u", n % 100 == 7 ? "Ñahui" : "Quispe", n);

  amp_record_take (person, (gsize) amp_entity_field_index (amp_entity_find ("person"), "pseudonym"),
                   g_steal_pointer (&pseudonym));
  g_assert_true (amp_record_set (person, "gender", "Feminine", NULL));
  g_assert_true (amp_record_set (person, "given_names", name, NULL));
  return person;
}

static AmpRecord *
case_number (guint n, gint64 person, gint64 owner)
{
  static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-CUS"};
  static const char *const statuses[] = {"intake", "open", "follow_up", "closed"};
  static const char *const risks[] = {"low", "medium", "high", "imminent"};
  const AmpEntity *entity = amp_entity_find ("case");
  AmpRecord *record = amp_record_new (entity);
  g_autofree char *day = g_strdup_printf ("20%02u-%02u-%02u", n % 25, n % 12 + 1, n % 28 + 1);

  amp_record_set_int (record, "person", person);
  amp_record_set_int (record, "owner", owner);
  amp_record_take (record, (gsize) amp_entity_field_index (entity, "number"),
                   g_strdup_printf ("TST-26-%05u-X/1", n));
  g_assert_true (amp_record_set (record, "office_region", regions[n % 4], NULL));
  g_assert_true (amp_record_set (record, "status", statuses[n / 4 % 4], NULL));
  g_assert_true (amp_record_set (record, "risk_level", risks[n / 16 % 4], NULL));
  g_assert_true (amp_record_set (record, "opened_on", day, NULL));
  amp_record_take (record, (gsize) amp_entity_field_index (entity, "last_contact_on"),
                   g_steal_pointer (&day));
  return record;
}

static void
fill (const char *folder, guint n)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);
  AmpStore *store = amp_session_get_store (session);

  g_assert_true (amp_store_begin (store, &error));
  g_assert_true (amp_store_bulk_begin (store, &error));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) person = person_number (i);
      g_autoptr (AmpRecord) record = NULL;

      amp_store_save (store, person, NULL, &error);
      g_assert_no_error (error);
      record = case_number (i, amp_record_id (person), amp_session_get_user (session)->id);
      amp_store_save (store, record, NULL, &error);
      g_assert_no_error (error);
    }
  amp_store_bulk_end (store, "test", 2 * n, &error);
  g_assert_no_error (error);
  amp_store_commit (store, &error);
  g_assert_no_error (error);
}

/* --- The list as the tests see it --- */

typedef struct
{
  AmpWindow *window;
  AmpCaseList *list;
  GListModel *model;
  GtkColumnView *view;
} Screen;

static char *many_folder;

static Screen
open_screen (const char *folder)
{
  Screen screen = {.window = harness_window_new ()};

  harness_unlock (screen.window, folder, HARNESS_LOGIN);
  harness_show_cases (screen.window);
  screen.list = AMP_CASE_LIST (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_LIST));
  screen.model = G_LIST_MODEL (amp_case_list_get_model (screen.list));
  screen.view =
    GTK_COLUMN_VIEW (harness_child (GTK_WIDGET (screen.window), AMP_TYPE_CASE_LIST, "view"));
  WAIT_FOR (amp_case_model_is_loaded (amp_case_list_get_model (screen.list)));
  return screen;
}

static GtkWidget *
child_of (Screen *screen, const char *id)
{
  return harness_child (GTK_WIDGET (screen->window), AMP_TYPE_CASE_LIST, id);
}

static AmpCaseItem *
filled_item (Screen *screen, guint position)
{
  AmpCaseItem *item = g_list_model_get_item (screen->model, position);

  g_assert_nonnull (item);
  WAIT_FOR (amp_case_item_number (item) != NULL);
  return item;
}

static void
set_true (gboolean *flag)
{
  *flag = TRUE;
}

static void
sort_by (Screen *screen, guint column, GtkSortType direction)
{
  GListModel *columns = gtk_column_view_get_columns (screen->view);
  g_autoptr (GtkColumnViewColumn) wanted = g_list_model_get_item (columns, column);
  gulong handler;
  gboolean loaded = FALSE;

  handler = g_signal_connect_swapped (screen->model, "loaded", G_CALLBACK (set_true), &loaded);
  gtk_column_view_sort_by_column (screen->view, wanted, direction);
  WAIT_FOR (loaded);
  g_signal_handler_disconnect (screen->model, handler);
}

/* --- Tests --- */

static void
test_lazy (void)
{
  Screen screen = open_screen (many_folder);
  AmpCaseModel *model = amp_case_list_get_model (screen.list);
  g_autoptr (AmpCaseItem) first = NULL;
  g_autoptr (AmpCaseItem) last = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (screen.model), ==, MANY);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (screen.window));
  first = filled_item (&screen, 0);
  amp_column_view_scroll_to (screen.view, MANY - 1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (screen.window));
  last = filled_item (&screen, MANY - 1);
  g_assert_cmpint (amp_case_item_id (first), !=, amp_case_item_id (last));
  /* Only what is looked at is read: some 205 rows at either end. */
  g_assert_cmpuint (amp_case_model_pages_read (model), <=, 16);
  harness_close (screen.window);
}

static void
test_sort (void)
{
  Screen screen = open_screen (many_folder);
  g_autoptr (AmpCaseItem) first = NULL;
  g_autoptr (AmpCaseItem) last = NULL;
  g_autoptr (AmpCaseItem) riskiest = NULL;

  sort_by (&screen, 0, GTK_SORT_ASCENDING);
  first = filled_item (&screen, 0);
  g_assert_cmpstr (amp_case_item_number (first), ==, "TST-26-00000-X/1");
  sort_by (&screen, 0, GTK_SORT_DESCENDING);
  last = filled_item (&screen, 0);
  g_assert_cmpstr (amp_case_item_number (last), ==, "TST-26-09999-X/1");
  sort_by (&screen, 4, GTK_SORT_DESCENDING);
  riskiest = filled_item (&screen, 0);
  g_assert_cmpstr (amp_case_item_risk_code (riskiest), ==, "imminent");
  harness_close (screen.window);
}

static void
test_selection_outlives_sort (void)
{
  Screen screen = open_screen (many_folder);
  GtkSelectionModel *selection = gtk_column_view_get_model (screen.view);
  g_autoptr (AmpCaseItem) chosen = filled_item (&screen, 17);
  g_autoptr (AmpCaseItem) now = NULL;
  g_autoptr (GtkBitset) bits = NULL;

  gtk_selection_model_select_item (selection, 17, TRUE);
  sort_by (&screen, 0, GTK_SORT_ASCENDING);
  bits = gtk_selection_model_get_selection (selection);
  g_assert_cmpuint (gtk_bitset_get_size (bits), ==, 1);
  now = g_list_model_get_item (G_LIST_MODEL (selection), gtk_bitset_get_minimum (bits));
  g_assert_nonnull (now);
  g_assert_cmpint (amp_case_item_id (now), ==, amp_case_item_id (chosen));
  harness_close (screen.window);
}

static void
test_filter (void)
{
  Screen screen = open_screen (many_folder);
  GtkDropDown *region = GTK_DROP_DOWN (child_of (&screen, "region"));
  GtkDropDown *status = GTK_DROP_DOWN (child_of (&screen, "status"));
  const AmpCodeList *regions = amp_code_list_find ("region");
  g_autoptr (AmpCaseItem) item = NULL;

  gtk_drop_down_set_selected (region,
                              amp_code_index (amp_code_list_lookup (regions, "PE-TUM")) + 1);
  WAIT_FOR (g_list_model_get_n_items (screen.model) == MANY / 4);
  gtk_drop_down_set_selected (status, 1);
  WAIT_FOR (g_list_model_get_n_items (screen.model) == MANY / 16);
  item = filled_item (&screen, 0);
  g_assert_cmpstr (amp_case_item_region (item), ==, "Tumbes");
  g_assert_cmpstr (amp_case_item_status (item), ==,
                   amp_code_label (amp_code_list_nth (amp_code_list_find ("case_status"), 0),
                                   amp_code_language ()));
  harness_close (screen.window);
}

static void
test_search (void)
{
  Screen screen = open_screen (many_folder);
  GtkWidget *search = child_of (&screen, "search");
  GtkStack *stack = GTK_STACK (child_of (&screen, "stack"));
  g_autoptr (AmpCaseItem) item = NULL;

  gtk_editable_set_text (GTK_EDITABLE (search), "NAHUI persona");
  WAIT_FOR (g_list_model_get_n_items (screen.model) == MANY / 100);
  item = filled_item (&screen, 0);
  g_assert_null (amp_case_item_name (item)); /* found by her name, and still veiled */
  gtk_editable_set_text (GTK_EDITABLE (search), "TST-26-00123");
  WAIT_FOR (g_list_model_get_n_items (screen.model) == 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "nobody of that name");
  WAIT_FOR (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "nothing") == 0);
  g_signal_emit_by_name (child_of (&screen, "clear"), "clicked");
  WAIT_FOR (g_list_model_get_n_items (screen.model) == MANY);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  harness_close (screen.window);
}

static gboolean
count_views (const AmpAuditEvent *event, gpointer data)
{
  if (strcmp (event->action, amp_audit_action_to_code (AMP_AUDIT_VIEW_IDENTITY)) == 0)
    ++*(guint *) data;
  return TRUE;
}

static guint
views_in (const char *folder)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, NULL);
  guint n = 0;

  g_assert_nonnull (session);
  g_assert_true (amp_store_audit_list (amp_session_get_store (session), count_views, &n, NULL));
  return n;
}

static void
test_names (void)
{
  guint before = views_in (many_folder);
  Screen screen = open_screen (many_folder);
  g_autoptr (AmpCaseItem) item = filled_item (&screen, 0);

  g_assert_null (amp_case_item_name (item));
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.reveal-names", NULL);
  WAIT_FOR (amp_case_item_name (item) != NULL);
  g_assert_true (g_str_has_prefix (amp_case_item_name (item), "Persona"));
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.reveal-names", NULL);
  g_assert_null (amp_case_item_name (item));
  harness_close (screen.window);
  g_assert_cmpuint (views_in (many_folder), ==, before + 1);
}

static void
test_open (void)
{
  Screen screen = open_screen (many_folder);
  g_autoptr (AmpCaseItem) item = filled_item (&screen, 3);

  g_signal_emit_by_name (screen.view, "activate", 3);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_PAGE) != NULL);
  WAIT_FOR (amp_case_page_is_loaded (
    AMP_CASE_PAGE (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_PAGE))));
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.close-page", NULL);
  WAIT_FOR (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_CASE_PAGE) == NULL);
  harness_close (screen.window);
}

static void
test_empty (void)
{
  char *folder = harness_vault_new (0);
  Screen screen = open_screen (folder);
  GtkStack *stack = GTK_STACK (child_of (&screen, "stack"));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
  gtk_widget_activate_action (GTK_WIDGET (screen.window), "win.new-case", NULL);
  g_assert_nonnull (harness_find (GTK_WIDGET (screen.window), AMP_TYPE_INTAKE_PAGE));
  harness_close (screen.window);
  harness_remove (folder);
}

/* GTK reads through a list that changes in one step: two steps keep a new order cheap. */
static void
count_steps (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  (void) position;
  (void) model;
  g_assert_true (removed == 0 || added == 0);
  ++*(guint *) data;
}

static void
test_two_steps (void)
{
  Screen screen = open_screen (many_folder);
  guint steps = 0;

  g_signal_connect (screen.model, "items-changed", G_CALLBACK (count_steps), &steps);
  sort_by (&screen, 2, GTK_SORT_DESCENDING);
  g_assert_cmpuint (steps, ==, 2);
  harness_close (screen.window);
}

int
main (int argc, char **argv)
{
  int result;

  forms_init (&argc, &argv);
  many_folder = harness_vault_new (0);
  fill (many_folder, MANY);
  g_test_add_func ("/case-list/ten-thousand-cases-are-read-by-the-page", test_lazy);
  g_test_add_func ("/case-list/headers-sort", test_sort);
  g_test_add_func ("/case-list/the-selected-case-stays-selected", test_selection_outlives_sort);
  g_test_add_func ("/case-list/filters-narrow", test_filter);
  g_test_add_func ("/case-list/search-finds-without-accents-and-shows-no-name", test_search);
  g_test_add_func ("/case-list/names-are-veiled-until-asked-for-and-the-log-says-so", test_names);
  g_test_add_func ("/case-list/enter-opens-and-back-returns", test_open);
  g_test_add_func ("/case-list/a-new-order-comes-in-two-steps", test_two_steps);
  g_test_add_func ("/case-list/an-empty-office-is-invited-to-begin", test_empty);
  result = g_test_run ();
  harness_remove (many_folder);
  return result;
}
