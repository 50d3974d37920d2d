/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the case page: by keyboard, made when they are shown, quick, named. */
#include "case-fixture.h"

#include "app/amp-accessible.h"
#include "app/amp-case-body.h"

static AmpCaseBody *
body (CaseFixture *self)
{
  return AMP_CASE_BODY (harness_find (GTK_WIDGET (self->page), AMP_TYPE_CASE_BODY));
}

static guint
count_made (CaseFixture *self)
{
  GtkWidget *stack = harness_find (GTK_WIDGET (body (self)), GTK_TYPE_STACK);
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (GTK_STACK (stack));

  return g_list_model_get_n_items (G_LIST_MODEL (pages));
}

static void
test_keys (CaseFixture *self, gconstpointer data)
{
  (void) data;
  case_focus (self);
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "summary");
  case_press (self, "Alt_L+5");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "services");
  case_press (self, "Alt_L+0");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "person");
  case_press (self, "Up");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "notes");
  case_press (self, "Control_L+Next");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "person");
  case_press (self, "Control_L+Prior Control_L+Prior");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "legal");
}

/* Navigation, part, header, navigation. */
static void
test_areas (CaseFixture *self, gconstpointer data)
{
  GtkWidget *header =
    harness_find (GTK_WIDGET (self->page), g_type_from_name ("AmpCasePageHeader"));

  (void) data;
  case_focus (self);
  g_assert_true (amp_case_body_navigation_has_focus (body (self)));
  case_press (self, "Control_L+F6");
  g_assert_false (amp_case_body_navigation_has_focus (body (self)));
  g_assert_true (amp_has_keyboard (GTK_WIDGET (body (self))));
  case_press (self, "Control_L+F6");
  g_assert_true (amp_has_keyboard (header));
  case_press (self, "Control_L+F6");
  g_assert_true (amp_case_body_navigation_has_focus (body (self)));
}

static void
test_lazy (CaseFixture *self, gconstpointer data)
{
  (void) data;
  g_assert_cmpuint (count_made (self), ==, 1);
  amp_case_body_show (body (self), "person");
  g_assert_cmpuint (count_made (self), ==, 2);
  amp_case_body_show (body (self), "person");
  g_assert_cmpuint (count_made (self), ==, 2);
}

/* Made and painted; the bound is generous, for a machine that does other things as well. */
static void
test_quick (CaseFixture *self, gconstpointer data)
{
  gsize n;
  const AmpCasePart *parts = amp_case_parts (&n);

  (void) data;
  for (gsize i = 0; i < n; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      double ms;

      amp_case_body_show (body (self), parts[i].name);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
      ms = (double) (g_get_monotonic_time () - begin) / 1000;
      g_test_message ("%s: %.0f ms", parts[i].name, ms);
      g_assert_cmpfloat (ms, <, 1500);
    }
}

static void
test_named (CaseFixture *self, gconstpointer data)
{
  gsize n;
  const AmpCasePart *parts = amp_case_parts (&n);

  (void) data;
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("part-%s", parts[i].name);

      amp_case_body_show (body (self), parts[i].name);
      for (gsize j = 0; j < G_N_ELEMENTS (parts[i].items); j++)
        if (parts[i].items[j].section != NULL)
          g_assert_nonnull (amp_case_body_get_section (body (self), parts[i].items[j].section));
      forms_assert_named (GTK_WIDGET (self->page));
      case_picture (self, name);
    }
}

static GtkWidget *
navigation (CaseFixture *self)
{
  return harness_find (GTK_WIDGET (body (self)), GTK_TYPE_LIST_BOX);
}

static void
test_counts (CaseFixture *self, gconstpointer data)
{
  (void) data;
  g_assert_false (case_shows (navigation (self), "1"));
  case_store (self, "note", "kind", "call", "text", "Llamó", NULL);
  case_reopen (self);
  g_assert_true (case_shows (navigation (self), "1"));
}

static void
test_step (CaseFixture *self, gconstpointer data)
{
  GtkWidget *next =
    harness_child (GTK_WIDGET (self->page), g_type_from_name ("AmpCasePageHeader"), "next");

  (void) data;
  g_assert_true (case_shows (next, "No next step"));
  case_store (self, "follow_up", "due_on", "2044-04-05", NULL);
  case_store (self, "proceeding", "kind", "carpeta_fiscal", "next_hearing_on", "2044-04-03", NULL);
  case_reopen (self);
  next = harness_child (GTK_WIDGET (self->page), g_type_from_name ("AmpCasePageHeader"), "next");
  g_assert_true (case_shows (next, "Hearing on 03/04/2044"));
  g_signal_emit_by_name (next, "clicked");
  g_assert_cmpstr (amp_case_body_get_shown (body (self)), ==, "legal");
  g_assert_nonnull (amp_section_get_editor (case_section (self, "proceeding")));
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  CASE_TEST ("/app/case-parts/every-part-is-shown-by-key", test_keys);
  CASE_TEST ("/app/case-parts/a-key-goes-round-header-navigation-and-part", test_areas);
  CASE_TEST ("/app/case-parts/a-part-is-made-when-it-is-shown", test_lazy);
  CASE_TEST ("/app/case-parts/every-part-is-painted-quickly", test_quick);
  CASE_TEST ("/app/case-parts/every-part-has-its-sections-and-names", test_named);
  CASE_TEST ("/app/case-parts/the-navigation-counts-records", test_counts);
  CASE_TEST ("/app/case-parts/the-next-step-opens-its-record", test_step);
  return g_test_run ();
}
