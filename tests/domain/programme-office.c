/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office's programme at random. */
#include "programme-office.h"

#include <stdarg.h>

const char *const programme_heads[12] = {
  "reached_f_0_11", "reached_f_12_17", "reached_f_18", "reached_f_unknown",
  "reached_m_0_11", "reached_m_12_17", "reached_m_18", "reached_m_unknown",
  "reached_x_0_11", "reached_x_12_17", "reached_x_18", "reached_x_unknown"};
const char *const programme_attended[3] = {"attended_f", "attended_m", "attended_x"};

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (value != NULL)
    amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

gint64
programme_save (Programme *self, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (self->office.session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

gint64
programme_add (Programme *self, const char *entity, ...)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (entity));
  const char *field;
  va_list pairs;

  va_start (pairs, entity);
  while ((field = va_arg (pairs, const char *)) != NULL)
    set (record, field, va_arg (pairs, const char *));
  va_end (pairs);
  return programme_save (self, record);
}

void
programme_open (Programme *self)
{
  office_open (&self->office);
  self->facts = g_array_new (FALSE, TRUE, sizeof (ProgrammeFact));
  self->institutions[0] =
    programme_add (self, "institution", "code", "UGEL", "name_es", "UGEL Tumbes", "kind",
                   "SchoolOrCollege", "country", "PE", NULL);
  self->institutions[1] = programme_add (self, "institution", "code", "PNP", "name_es", "PNP",
                                         "kind", "LawEnforcement", "country", "PE", NULL);
  self->forum =
    programme_add (self, "forum", "name", "Foro", "kind", "binational", "on", "2024-03-01", NULL);
}

void
programme_close (Programme *self)
{
  g_clear_pointer (&self->facts, g_array_unref);
  office_close (&self->office);
}

/* --- At random --- */

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-LMA", "EC-O", "EC-P"};
static const char *const days[] = {"2023-12-31", "2024-01-01", "2024-02-29", "2024-02",
                                   "2024-06-30", "2024-07-01", "2024",       "2023"};

static void
set_number (AmpRecord *record, const char *field, guint number)
{
  if (number > 0 || g_test_rand_bit ())
    amp_record_set_int (record, field, number);
}

static void
fill_heads (ProgrammeFact *fact, AmpRecord *record, const char *const *fields, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      fact->heads[i] = g_test_rand_bit () ? (guint) g_test_rand_int_range (0, 40) : 0;
      set_number (record, fields[i], fact->heads[i]);
    }
}

static const char *
pick_institution (Programme *self, AmpRecord *record, const char *field)
{
  static const char *const codes[] = {"UGEL", "PNP"};
  int which = g_test_rand_int_range (0, 3);

  if (which == 2)
    return NULL;
  amp_record_set_int (record, field, self->institutions[which]);
  return codes[which];
}

static const char *
pick_done (ProgrammeFact *fact)
{
  static const char *const states[] = {"done", "done", "done", "planned", "cancelled"};
  const char *status = PICK (states);

  fact->counts = g_str_equal (status, "done");
  return status;
}

static void
maybe_delete (Programme *self, ProgrammeFact *fact, const char *entity, gint64 id)
{
  g_autoptr (GError) error = NULL;

  if (g_test_rand_int_range (0, 8) > 0)
    return;
  amp_store_delete (amp_session_get_store (self->office.session), amp_entity_find (entity), id,
                    NULL, &error);
  g_assert_no_error (error);
  fact->counts = FALSE;
}

static void
add_activity (Programme *self)
{
  static const char *const kinds[] = {"talk", "radio", "march"};
  static const char *const audiences[] = {"children", "children;parents", "migrants", NULL};
  ProgrammeFact fact = {.unit = AMP_UNIT_ACTIVITIES};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("activity"));

  fact.on = PICK (days);
  fact.region = PICK (regions);
  fact.kind = PICK (kinds);
  fact.audience = PICK (audiences);
  set (record, "on", fact.on);
  set (record, "region", fact.region);
  set (record, "kind", fact.kind);
  set (record, "audience", fact.audience);
  set (record, "status", pick_done (&fact));
  fact.institution = pick_institution (self, record, "institution");
  fill_heads (&fact, record, programme_heads, 12);
  amp_record_set_int (record, "estimated_audience", 5000);
  amp_record_set_int (record, "signals", 7);
  maybe_delete (self, &fact, "activity", programme_save (self, record));
  g_array_append_val (self->facts, fact);
}

static void
add_training (Programme *self)
{
  static const char *const audiences[] = {"pnp", "pnp;judges", NULL};
  static const char *const topics[] = {"law;cross_border", "cross_border", NULL};
  static const char *const modalities[] = {"on_site", "remote", NULL};
  static const char *const serving[] = {"PE-TUM", "PE-CUS", NULL};
  ProgrammeFact fact = {.unit = AMP_UNIT_TRAININGS}, attended;
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("training"));
  g_autoptr (AmpRecord) attendance = amp_record_new (amp_entity_find ("training_attendance"));
  gint64 id;

  fact.on = PICK (days);
  fact.region = PICK (regions);
  fact.audience = PICK (audiences);
  fact.topics = PICK (topics);
  fact.modality = PICK (modalities);
  set (record, "title", "Taller");
  set (record, "on", fact.on);
  set (record, "region", fact.region);
  set (record, "audience", fact.audience);
  set (record, "topics", fact.topics);
  set (record, "modality", fact.modality);
  set (record, "status", pick_done (&fact));
  fact.institution = pick_institution (self, record, "institution");
  id = programme_save (self, record);
  attended = fact;
  attended.unit = AMP_UNIT_TRAINED;
  attended.held_in = fact.region;
  attended.region = PICK (serving);
  attended.audience = "judges";
  amp_record_set_int (attendance, "training", id);
  set (attendance, "audience", attended.audience);
  set (attendance, "region", attended.region);
  attended.institution = pick_institution (self, attendance, "institution");
  fill_heads (&attended, attendance, programme_attended, 3);
  if (attended.heads[0] + attended.heads[1] + attended.heads[2] == 0)
    {
      attended.heads[0] = 3;
      amp_record_set_int (attendance, "attended_f", 3);
    }
  programme_save (self, attendance);
  maybe_delete (self, &fact, "training", id);
  attended.counts = fact.counts;
  g_array_append_val (self->facts, fact);
  g_array_append_val (self->facts, attended);
}

static void
add_commitment (Programme *self)
{
  static const char *const states[] = {"open", "fulfilled", "withdrawn"};
  static const char *const countries[] = {"PE", "EC", "CO", NULL};
  ProgrammeFact fact = {.unit = AMP_UNIT_COMMITMENTS, .counts = TRUE};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("commitment"));

  fact.on = g_test_rand_bit () ? PICK (days) : NULL;
  fact.region = g_test_rand_bit () ? PICK (regions) : NULL;
  fact.country = PICK (countries);
  fact.status = PICK (states);
  amp_record_set_int (record, "forum", self->forum);
  set (record, "text", "Compromiso");
  set (record, "due_on", fact.on);
  set (record, "region", fact.region);
  set (record, "country", fact.country);
  set (record, "status", fact.status);
  fact.institution = pick_institution (self, record, "promised_by");
  maybe_delete (self, &fact, "commitment", programme_save (self, record));
  g_array_append_val (self->facts, fact);
}

void
programme_fill (Programme *self, guint n)
{
  AmpStore *store = amp_session_get_store (self->office.session);

  g_assert_true (amp_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    {
      add_activity (self);
      add_training (self);
      add_commitment (self);
    }
  g_assert_true (amp_store_commit (store, NULL));
}

void
programme_activity (Programme *self, const char *region, const char *on, gint64 women)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, women);

  programme_add (self, "activity", "kind", "talk", "status", "done", "on", on, "region", region,
                 "reached_f_18", number, NULL);
}

void
programme_figure (Programme *self,
                  const char *measure,
                  const char *unit,
                  const char *value,
                  const char *year,
                  const char *source)
{
  g_autofree char *from = g_strdup_printf ("%s-01-01", year);
  g_autofree char *to = g_strdup_printf ("%s-12-31", year);

  programme_add (self, "external_figure", "measure", measure, "unit", unit, "value", value,
                 "from_on", from, "to_on", to, "source", source, NULL);
}
