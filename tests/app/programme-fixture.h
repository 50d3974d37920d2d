/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office and the programme page over it, for the tests of the page. */
#pragma once

#include "app/amp-programme-page.h"
#include "test-form-fixture.h"

typedef struct
{
  Office *office;
  AmpProgrammePage *page;
  GtkWindow *window;
} ProgrammeFixture;

void programme_settle (ProgrammeFixture *self);
void programme_show_page (ProgrammeFixture *self);
void programme_set_up (ProgrammeFixture *self, gconstpointer data);
void programme_tear_down (ProgrammeFixture *self, gconstpointer data);
AmpProgrammePane *programme_pane_of (ProgrammeFixture *self);
AmpForm *programme_form_of (ProgrammeFixture *self);
void programme_type (ProgrammeFixture *self, const char *field, const char *value);
void programme_save (ProgrammeFixture *self);
guint programme_n_rows (ProgrammeFixture *self);
/* The record beside the list; 0: a new one. */
gint64 programme_shown (ProgrammeFixture *self);
void programme_assert_stored (
  ProgrammeFixture *self, const char *entity, gint64 id, const char *field, const char *value);
/* A talk in Tumbes, entered and saved; its id. */
gint64 programme_add_talk (ProgrammeFixture *self, const char *on, const char *status);
/* A record of that list, entered by field and value, saved; its id. */
gint64 programme_show_new (ProgrammeFixture *self, const char *list, const char *const *values);
/* The same in a section below it. */
gint64 programme_add_child (ProgrammeFixture *self, AmpSection *section, const char *const *values);
