/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's work beside the cases: what it did in its eight regions, month by month. */
#include "domain/demo-programme.h"

#include "domain/programme.h"
#include "model/codelist.h"

#define STREAM 0x70726f6772616d6du  /* its own chance … */
#define FIRST_ID ((gint64) 1 << 40) /* … and ids: the people stay who they are */

#define DAYS_BETWEEN 46 /* activities of a region */
#define DAYS_BETWEEN_RADIO 91
#define DAYS_BETWEEN_COURSES 24
#define SERIES_WEEKS 12

/* --- Records --- */

AmpRecord *
amp_demo_programme_new (AmpDemoProgramme *self, const char *entity)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));

  amp_record_set_identity (record, amp_demo_new_id (self->demo), 0);
  return record;
}

gint64
amp_demo_programme_keep (AmpDemoProgramme *self, AmpRecord *record)
{
  g_autoptr (AmpRecord) owned = record;
  gint64 id = amp_record_id (record);

  if (self->error == NULL && self->demo->error != NULL)
    g_propagate_error (&self->error, g_steal_pointer (&self->demo->error));
  if (self->error == NULL && amp_programme_fill (self->demo->session, owned, &self->error) &&
      amp_store_save (self->demo->store, owned, NULL, &self->error))
    self->demo->n_records++;
  return id;
}

void
amp_demo_programme_set_institution (AmpDemoProgramme *self,
                                    AmpRecord *record,
                                    const char *field,
                                    const char *code)
{
  gint64 id = code != NULL ? amp_list_refs_find_code (self->institutions, code) : 0;

  if (id != 0)
    amp_record_set_int (record, field, id);
}

void
amp_demo_programme_set_of_region (AmpDemoProgramme *self,
                                  AmpRecord *record,
                                  const char *prefix,
                                  const char *region)
{
  const AmpCode *code = amp_code_list_lookup (amp_code_list_find ("region"), region);
  g_autofree char *full =
    prefix != NULL ? g_strdup_printf ("%s-%s", prefix, amp_code_attribute (code, "abbr")) : NULL;

  amp_demo_programme_set_institution (self, record, "institution", full);
}

/* Half of it at least. */
static guint
some (AmpDemo *demo, guint about)
{
  return about / 2 + amp_demo_below (demo, about + 1);
}

/* --- Prevention --- */

static void
set_reached (AmpDemo *demo, AmpRecord *activity, const AmpDemoKind *kind)
{
  static const char *const fields[] = {"reached_f_0_11", "reached_f_12_17", "reached_f_18",
                                       "reached_m_0_11", "reached_m_12_17", "reached_m_18"};

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      guint about = kind->reached[i];

      if (about > 0)
        amp_record_set_int (activity, fields[i], some (demo, about));
    }
  if (kind->reached[2] > 0 && amp_demo_percent (demo, 20))
    amp_record_set_int (activity, "reached_f_unknown", 1 + amp_demo_below (demo, 9));
  if (kind->reached[2] > 0 && amp_demo_percent (demo, 8))
    amp_record_set_int (activity, "reached_x_unknown", 1 + amp_demo_below (demo, 4));
}

static void
set_done (AmpDemo *demo, AmpRecord *activity, const AmpDemoKind *kind)
{
  amp_demo_set (demo, activity, "status", "done");
  if (kind->reached[2] == 0 && kind->reached[5] == 0)
    amp_record_set_int (activity, "estimated_audience", 1500 + 500 * amp_demo_below (demo, 20));
  else
    amp_record_set_int (activity, "materials_given", 20 + 10 * amp_demo_below (demo, 12));
  set_reached (demo, activity, kind);
  if (amp_demo_percent (demo, 15))
    amp_record_set_int (activity, "signals", 1 + amp_demo_below (demo, 2));
}

/* series: the first of it, 0: none. */
static gint64
add_activity (
  AmpDemoProgramme *self, const AmpDemoKind *kind, const char *region, gint64 day, gint64 series)
{
  AmpDemo *demo = self->demo;
  AmpRecord *activity = amp_demo_programme_new (self, "activity");
  const AmpDemoOutreach outreach = {amp_record_id (activity), day, region};
  gboolean done = day <= demo->today;

  amp_demo_set (demo, activity, "kind", kind->kind);
  amp_demo_set (demo, activity, "title", kind->title);
  amp_demo_set_day (demo, activity, "on", day);
  amp_demo_set (demo, activity, "region", region);
  amp_demo_set (demo, activity, "place", kind->place);
  amp_demo_set (demo, activity, "audience", kind->audience);
  amp_demo_set (demo, activity, "topics", kind->topics);
  amp_demo_set (demo, activity, "materials", kind->material);
  amp_demo_programme_set_of_region (self, activity, amp_demo_percent (demo, 60) ? "UPE" : "CEM",
                                    region);
  amp_record_set_int (activity, "responsible", demo->owner);
  if (series != 0)
    amp_record_set_int (activity, "series", series);
  if (!done)
    amp_demo_set (demo, activity, "status", "planned");
  else if (amp_demo_percent (demo, 4))
    amp_demo_set (demo, activity, "status", "cancelled");
  else
    {
      set_done (demo, activity, kind);
      if (kind->reached[5] > 0)
        g_array_append_val (demo->outreach, outreach);
    }
  return amp_demo_programme_keep (self, activity);
}

/* Sessions, fairs, terminals … and, at the border, its points and the radio. */
static void
add_activities (AmpDemoProgramme *self, guint n_region)
{
  AmpDemo *demo = self->demo;
  const char *region = amp_demo_regions[n_region];
  gboolean border = n_region < 2;
  gint64 day = demo->first_day + 5 * n_region;

  for (; day <= demo->today + DAYS_BETWEEN; day += DAYS_BETWEEN - 12 + amp_demo_below (demo, 25))
    {
      gboolean at_point = border && amp_demo_percent (demo, 30);
      guint kind = amp_demo_weighted (demo, amp_demo_kind_weights);

      add_activity (self, at_point ? &amp_demo_border_kind : &amp_demo_kinds[kind], region, day, 0);
    }
  for (day = demo->first_day + 30; border && day <= demo->today; day += DAYS_BETWEEN_RADIO)
    add_activity (self, &amp_demo_radio_kind, region, day, 0);
}

/* One table at the bridge each week; the first of them is the series. */
static void
add_series (AmpDemoProgramme *self)
{
  gint64 first_day = self->demo->today - 7 * (SERIES_WEEKS - 3);
  gint64 first = add_activity (self, &amp_demo_border_kind, amp_demo_regions[0], first_day, 0);

  for (guint week = 1; week < SERIES_WEEKS; week++)
    add_activity (self, &amp_demo_border_kind, amp_demo_regions[0], first_day + 7 * week, first);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const AmpDemoOutreach *one = a, *other = b;

  return one->day != other->day ? (one->day > other->day) - (one->day < other->day)
                                : (one->id > other->id) - (one->id < other->id);
}

/* The last one of the region in the three months before. Every other case from outreach came from
 * none that was written down. */
gint64
amp_demo_outreach_of (const AmpDemo *self, const AmpDemoCase *c)
{
  for (guint i = self->outreach->len; c->number % 2 == 0 && i > 0; i--)
    {
      const AmpDemoOutreach *outreach = &g_array_index (self->outreach, AmpDemoOutreach, i - 1);

      if (outreach->day <= c->opened && outreach->day > c->opened - 92 &&
          g_str_equal (outreach->region, c->region))
        return outreach->id;
    }
  return 0;
}

/* --- Training --- */

static void
add_attendance (AmpDemoProgramme *self,
                gint64 training,
                const AmpDemoCourse *course,
                const char *audience,
                const char *region,
                guint part)
{
  AmpDemo *demo = self->demo;
  AmpRecord *row = amp_demo_programme_new (self, "training_attendance");

  amp_record_set_int (row, "training", training);
  amp_demo_set (demo, row, "audience", audience);
  amp_demo_set (demo, row, "region", region);
  amp_demo_programme_set_of_region (self, row, part == 0 ? course->institution : NULL, region);
  amp_record_set_int (row, "attended_f", some (demo, course->attended[0]) / (part + 1));
  amp_record_set_int (row, "attended_m", some (demo, course->attended[1]) / (part + 1));
  amp_demo_programme_keep (self, row);
}

static void
set_scores (AmpDemo *demo, AmpRecord *training, const AmpDemoCourse *course)
{
  guint before = 32 + amp_demo_below (demo, 28);

  amp_record_set_int (training, "scored", 1 + (course->attended[0] + course->attended[1]) / 3);
  amp_record_set_int (training, "score_before", before);
  amp_record_set_int (training, "score_after", before + 12 + amp_demo_below (demo, 24));
}

static void
add_training (AmpDemoProgramme *self, guint n, gint64 day)
{
  AmpDemo *demo = self->demo;
  const AmpDemoCourse *course = &amp_demo_courses[n % AMP_DEMO_COURSES];
  /* Every other one at the border. */
  guint n_region = n % 2 == 0 ? n / 2 % 2 : 2 + amp_demo_below (demo, 6);
  const char *region = amp_demo_regions[n_region];
  AmpRecord *training = amp_demo_programme_new (self, "training");
  gboolean done = day <= demo->today;
  gint64 id;

  amp_demo_set (demo, training, "title", course->title);
  amp_demo_set (demo, training, "status", done ? "done" : "planned");
  amp_demo_set_day (demo, training, "on", day);
  if (course->hours > 8)
    amp_demo_set_day (demo, training, "ends_on", day + 1);
  amp_demo_set (demo, training, "region", region);
  amp_demo_set (demo, training, "place", "Sala de la demostración");
  amp_demo_programme_set_of_region (self, training, course->institution, region);
  amp_demo_set (demo, training, "topics", course->topics);
  amp_demo_set (demo, training, "audience", course->audience);
  amp_demo_set (demo, training, "modality", amp_demo_percent (demo, 75) ? "on_site" : "mixed");
  amp_record_set_int (training, "hours", course->hours);
  amp_demo_set (demo, training, "material", course->material);
  amp_demo_set (demo, training, "material_edition", "Edición de la demostración");
  amp_record_set_int (training, "responsible", demo->owner);
  if (done)
    set_scores (demo, training, course);
  id = amp_demo_programme_keep (self, training);
  if (!done)
    return;
  add_attendance (self, id, course, course->audience, region, 0);
  add_attendance (self, id, course, "municipal", region, 1);
  if (amp_demo_percent (demo, 40))
    add_attendance (self, id, course, "ngo", region, 2);
}

static void
add_trainings (AmpDemoProgramme *self)
{
  gint64 day = self->demo->first_day + 12;

  for (guint n = 0; day <= self->demo->today + 30; n++, day += DAYS_BETWEEN_COURSES)
    add_training (self, n, day);
}

/* --- All of it --- */

static void
fill (AmpDemoProgramme *self)
{
  for (guint i = 0; amp_demo_regions[i] != NULL; i++)
    add_activities (self, i);
  add_series (self);
  g_array_sort (self->demo->outreach, compare_days);
  add_trainings (self);
  amp_demo_programme_plans (self);
  amp_demo_programme_forum (self);
}

gboolean
amp_demo_programme (AmpDemo *self, guint64 seed, GError **error)
{
  AmpDemoProgramme programme = {.demo = self};
  gint64 next_id = self->next_id;

  programme.institutions = amp_list_refs_load (self->store, amp_entity_find ("institution"), error);
  if (programme.institutions == NULL)
    return FALSE;
  amp_demo_reseed (self, seed ^ STREAM, 0);
  if (next_id != 0)
    self->next_id = FIRST_ID;
  fill (&programme);
  self->next_id = next_id;
  amp_list_refs_free (programme.institutions);
  if (programme.error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&programme.error));
  return FALSE;
}
