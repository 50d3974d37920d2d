/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Entering what the programme's lists hold, as somebody would. */
#include "programme-fixture.h"

#include "app/amp-drafts.h"

void
programme_settle (ProgrammeFixture *self)
{
  for (int i = 0; i < 3; i++)
    {
      WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

void
programme_show_page (ProgrammeFixture *self)
{
  self->page = amp_programme_page_new (self->office->jobs);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 720);
  amp_drafts_serve (self->window, self->office->jobs);
  programme_settle (self);
}

void
programme_set_up (ProgrammeFixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  programme_show_page (self);
}

void
programme_tear_down (ProgrammeFixture *self, gconstpointer data)
{
  (void) data;
  gtk_window_destroy (self->window);
  office_free (self->office);
}

AmpProgrammePane *
programme_pane_of (ProgrammeFixture *self)
{
  return amp_programme_page_get_pane (self->page);
}

AmpForm *
programme_form_of (ProgrammeFixture *self)
{
  return amp_section_editor_get_form (amp_programme_pane_get_editor (programme_pane_of (self)));
}

void
programme_type (ProgrammeFixture *self, const char *field, const char *value)
{
  amp_form_type (programme_form_of (self),
                 amp_programme_pane_get_kind (programme_pane_of (self))->entity, field, value);
}

void
programme_save (ProgrammeFixture *self)
{
  amp_section_editor_save (amp_programme_pane_get_editor (programme_pane_of (self)));
  programme_settle (self);
}

guint
programme_n_rows (ProgrammeFixture *self)
{
  GtkListBox *list = amp_programme_pane_get_list (programme_pane_of (self));
  guint n = 0;

  while (gtk_list_box_get_row_at_index (list, (int) n) != NULL)
    n++;
  return n;
}

gint64
programme_shown (ProgrammeFixture *self)
{
  gint64 id = -1;

  g_assert_true (amp_programme_pane_get_shown (programme_pane_of (self), &id));
  return id;
}

void
programme_assert_stored (
  ProgrammeFixture *self, const char *entity, gint64 id, const char *field, const char *value)
{
  g_autoptr (AmpRecord) record = office_load (self->office, entity, id);

  g_assert_cmpstr (amp_record_get (record, field), ==, value);
}

gint64
programme_add_talk (ProgrammeFixture *self, const char *on, const char *status)
{
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.add", NULL);
  programme_type (self, "kind", "talk");
  programme_type (self, "on", on);
  programme_type (self, "status", status);
  programme_type (self, "region", "PE-TUM");
  programme_type (self, "title", "Charla");
  programme_save (self);
  return programme_shown (self);
}

gint64
programme_show_new (ProgrammeFixture *self, const char *list, const char *const *values)
{
  amp_programme_page_show_list (self->page, list);
  programme_settle (self);
  gtk_widget_activate_action (GTK_WIDGET (programme_pane_of (self)), "programme.add", NULL);
  for (gsize i = 0; values[i] != NULL; i += 2)
    programme_type (self, values[i], values[i + 1]);
  programme_save (self);
  return programme_shown (self);
}

gint64
programme_add_child (ProgrammeFixture *self, AmpSection *section, const char *const *values)
{
  const char *entity = amp_section_get_kind (section)->entity;
  AmpForm *form;

  amp_section_add (section);
  form = amp_section_editor_get_form (amp_section_get_editor (section));
  for (gsize i = 0; values[i] != NULL; i += 2)
    amp_form_type (form, entity, values[i], values[i + 1]);
  amp_section_save (section);
  programme_settle (self);
  return amp_record_id (amp_section_get_records (section)->pdata[0]);
}
