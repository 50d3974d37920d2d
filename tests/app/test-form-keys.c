/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Real keys: a new case from the first field to the last, and a service, without a mouse. */
#include "harness.h"

#include "app/amp-case-page.h"
#include "app/amp-intake-page.h"

/* Keys come through the X server: a moment for the way, then until the jobs are done. */
static void
settle (Office *office)
{
  gint64 until = g_get_monotonic_time () + 120 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until || amp_jobs_is_busy (office->jobs))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* Keys by name, with a blank between them. */
static void
press (Office *office, const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      harness_key (names[i], NULL);
      settle (office);
    }
}

static void
stored_cb (gint64 *stored, gint64 id)
{
  *stored = id;
}

static void
assert_value (const AmpRecord *record, const char *field, const char *value)
{
  g_assert_cmpstr (amp_record_get (record, field), ==, value);
}

static void
test_intake (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);
  gint64 stored = 0;
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (AmpRecord) person = NULL;

  g_signal_connect_swapped (page, "stored", G_CALLBACK (stored_cb), &stored);
  settle (office);
  harness_focus_window ((AmpWindow *) window);
  gtk_widget_grab_focus (
    GTK_WIDGET (amp_form_row (amp_intake_page_get_form (page), "person", "given_names")));
  settle (office);

  press (office, "a n a Tab r o j a s Tab Tab d n i Return");
  press (office, "Tab 4 0 1 2 3 4 5 6 Tab 2 0 0 8 Tab Tab");
  press (office, "f e m Return Tab p e r Return Escape"); /* gender, nationality */
  press (office, "Tab Tab u p e Return");                 /* region is there; source */
  press (office, "Tab Tab Tab p o s Return Tab g i v Return");
  forms_picture (window, "intake-keys");
  harness_key ("s", "Control_L");
  WAIT_FOR (stored != 0);
  settle (office);

  case_ = office_load (office, "case", stored);
  person = office_load (office, "person", amp_record_get_int (case_, "person", 0));
  assert_value (person, "given_names", "ana");
  assert_value (person, "surname_paternal", "rojas");
  assert_value (person, "doc_type", "dni");
  assert_value (person, "doc_number", "40123456");
  assert_value (person, "birth_date", "2008");
  assert_value (person, "gender", "Feminine");
  assert_value (person, "nationality", "PE");
  assert_value (case_, "office_region", "PE-TUM");
  assert_value (case_, "source", "upe");
  assert_value (case_, "trafficking_status", "possible");
  g_assert_cmpuint (office_count (office, "consent"), ==, 1);
  gtk_window_destroy (window);
  office_free (office);
}

/* From the search to the saved case: safety, consent, the minimum data. Slower hands than a
 * machine's have three minutes for it. */
static void
test_whole_page (void)
{
  Office *office = office_new ();
  AmpIntakePage *page = amp_intake_page_new (office->jobs);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);
  gint64 stored = 0, begun = g_get_monotonic_time ();
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (AmpRecord) person = NULL;

  g_signal_connect_swapped (page, "stored", G_CALLBACK (stored_cb), &stored);
  settle (office);
  harness_focus_window ((AmpWindow *) window);
  gtk_widget_grab_focus (GTK_WIDGET (amp_intake_page_get_search (page)));
  settle (office);

  press (office, "z o i l a");
  press (office,
         "Tab space Tab Tab Tab Tab space Tab Tab Tab space");   /* safe, not in reach, no care */
  press (office, "Tab Tab space Tab space Tab Tab Tab Tab Tab"); /* two of the seven points */
  press (office, "Tab space Tab Tab Tab Tab space");             /* psychosocial yes, legal no */
  press (office, "Tab Tab Tab Tab Tab Tab Tab Tab");
  press (office, "z o i l a Tab r o j a s Tab Tab Tab Tab 2 0 0 8 Tab Tab");
  press (office, "f e m Return Tab p e r Return Escape");
  press (office, "Tab Tab u p e Return Tab Tab Tab p o s Return Tab g i v Return");
  forms_picture (window, "intake-keys-whole");
  g_assert_false (amp_intake_steps_is_imminent (amp_intake_page_get_steps (page)));
  harness_key ("Return", "Control_L");
  harness_key ("Return", "Control_L"); /* a second one makes no second case */
  WAIT_FOR (stored != 0);
  settle (office);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 180 * G_USEC_PER_SEC);

  case_ = office_load (office, "case", stored);
  person = office_load (office, "person", amp_record_get_int (case_, "person", 0));
  assert_value (person, "given_names", "zoila");
  assert_value (person, "surname_paternal", "rojas");
  assert_value (person, "birth_date", "2008");
  assert_value (case_, "source", "upe");
  g_assert_cmpuint (office_count (office, "case"), ==, 2);
  g_assert_cmpuint (office_count (office, "consent"), ==, 3);
  gtk_window_destroy (window);
  office_free (office);
}

static void
test_service (void)
{
  Office *office = office_new ();
  AmpCasePage *page = amp_case_page_new (office->jobs, office->case_id);
  GtkWindow *window = forms_show (GTK_WIDGET (page), 1176, 720);

  WAIT_FOR (amp_case_page_is_loaded (page));
  settle (office);
  harness_focus_window ((AmpWindow *) window);
  /* The fifth part, and what adds one there. */
  harness_key ("5", "Alt_L");
  settle (office);
  harness_key ("KP_Add", "Control_L");
  settle (office);
  /* What, and Enter: when, how and where are there already. */
  press (office, "i n d i Return Return");
  WAIT_FOR (office_count (office, "service") == 1);
  press (office, "c r i s Return Return");
  WAIT_FOR (office_count (office, "service") == 2);
  /* The ninth part, and what adds one there. */
  harness_key ("9", "Alt_L");
  settle (office);
  harness_key ("KP_Add", "Control_L");
  settle (office);
  g_assert_nonnull (amp_section_get_editor (amp_case_page_get_section (page, "note")));
  gtk_window_destroy (window);
  office_free (office);
}

int
main (int argc, char **argv)
{
  forms_init (&argc, &argv);
  g_test_add_func ("/app/form-keys/a-new-case-without-a-mouse", test_intake);
  g_test_add_func ("/app/form-keys/the-whole-intake-without-a-mouse", test_whole_page);
  g_test_add_func ("/app/form-keys/a-service-is-a-word-and-two-enters", test_service);
  return g_test_run ();
}
