/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case page in a test. */
#include "case-fixture.h"

#include "domain/cases.h"

#include <string.h>

static void
open_page (CaseFixture *self)
{
  gboolean large = g_strcmp0 (g_getenv ("AMP_SIZE"), "1920x1080") == 0;

  self->page = amp_case_page_new (self->office->jobs, self->office->case_id);
  /* Less the sidebar and the header bar of the window. */
  self->window = forms_show (GTK_WIDGET (self->page), large ? 1730 : 1176, large ? 1030 : 718);
  WAIT_FOR (amp_case_page_is_loaded (self->page));
  case_wait (self);
}

static void
close_page (CaseFixture *self)
{
  gpointer page = self->page;

  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  gtk_window_destroy (self->window);
  WAIT_FOR (page == NULL); /* nothing may keep a case on the screen's memory */
}

void
case_set_up (CaseFixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  open_page (self);
}

void
case_tear_down (CaseFixture *self, gconstpointer data)
{
  (void) data;
  close_page (self);
  office_free (self->office);
}

void
case_reopen (CaseFixture *self)
{
  close_page (self);
  open_page (self);
}

AmpSection *
case_section (CaseFixture *self, const char *name)
{
  AmpSection *section = amp_case_page_get_section (self->page, name);

  g_assert_nonnull (section);
  return section;
}

AmpForm *
case_form (CaseFixture *self, const char *name)
{
  AmpSectionEditor *editor = amp_section_get_editor (case_section (self, name));

  g_assert_nonnull (editor);
  return amp_section_editor_get_form (editor);
}

void
case_show (CaseFixture *self, const char *section)
{
  amp_case_page_show_section (self->page, section);
}

void
case_wait (CaseFixture *self)
{
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

gint64
case_store (CaseFixture *self, const char *entity, ...)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (entity));
  const AmpField *person = amp_entity_field (amp_record_entity (record), "person");
  va_list values;

  if (amp_entity_field (amp_record_entity (record), "case") != NULL)
    amp_record_set_int (record, "case", self->office->case_id);
  if (person != NULL)
    amp_record_set_int (record, "person", self->office->person_id);
  va_start (values, entity);
  for (const char *name = va_arg (values, const char *); name != NULL;
       name = va_arg (values, const char *))
    {
      g_autoptr (GError) error = NULL;

      amp_record_set (record, name, va_arg (values, const char *), &error);
      g_assert_no_error (error);
    }
  va_end (values);
  office_store (self->office, record);
  return amp_record_id (record);
}

void
case_type (CaseFixture *self, const char *section, const char *field, const char *value)
{
  amp_form_type (case_form (self, section), amp_section_kind_find (section)->entity, field, value);
}

char *
case_stored (CaseFixture *self, const char *entity, gint64 id, const char *field)
{
  g_autoptr (AmpRecord) record = office_load (self->office, entity, id);

  return g_strdup (amp_record_get (record, field));
}

/* --- Keys --- */

/* Keys come through the X server: a moment for the way, then until the jobs are done. */
static void
settle (CaseFixture *self)
{
  gint64 until = g_get_monotonic_time () + 120 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until || amp_jobs_is_busy (self->office->jobs))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

void
case_focus (CaseFixture *self)
{
  harness_focus_window ((AmpWindow *) self->window);
  settle (self);
}

void
case_press (CaseFixture *self, const char *keys)
{
  g_auto (GStrv) names = g_strsplit (keys, " ", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (names[i], "+", 2);

      if (parts[1] != NULL)
        harness_key (parts[1], parts[0]);
      else
        harness_key (parts[0], NULL);
      settle (self);
    }
}

/* --- What is on the screen --- */

static gboolean
find_text (GtkWidget *widget, const char *text, gboolean visible)
{
  if (visible && !gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return TRUE;
  if (GTK_IS_EDITABLE (widget) &&
      strstr (gtk_editable_get_text (GTK_EDITABLE (widget)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (find_text (child, text, visible))
      return TRUE;
  return FALSE;
}

gboolean
case_holds (GtkWidget *widget, const char *text)
{
  return find_text (widget, text, FALSE);
}

gboolean
case_shows (GtkWidget *widget, const char *text)
{
  return find_text (widget, text, TRUE);
}

void
case_picture (CaseFixture *self, const char *name)
{
  forms_picture (self->window, name);
}
