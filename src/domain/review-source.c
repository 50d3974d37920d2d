/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From stored records to what is known of each case: one pass over each entity. No name and no text
 * is read, but the length of notes. */
#include "domain/review-private.h"

#include "model/date.h"

#include <string.h>

typedef void (*Reader) (AmpReviewCase *case_, AmpCursor *cursor);

void
amp_review_register_clear (AmpReviewRegister *self)
{
  g_clear_pointer (&self->cases, g_array_unref);
}

/* --- Days --- */

static gint64
day_of (const char *text)
{
  AmpDate date;

  if (text == NULL || !amp_date_parse (text, &date) || date.precision != AMP_DATE_DAY)
    return G_MININT64;
  return amp_date_day_number (&date);
}

static void
take_moment (AmpReviewMoment *self, const char *text)
{
  gint64 day = day_of (text);

  self->any = TRUE;
  if (day == G_MININT64)
    self->vague = TRUE;
  else if (!self->known || day < self->day)
    self->day = day;
  self->known = self->known || day != G_MININT64;
}

static void
take_time (AmpReviewTime *self, AmpReviewTime time)
{
  /* Late once is late; unclear hides what was in time. */
  if (*self != AMP_REVIEW_LATE && (time == AMP_REVIEW_LATE || *self != AMP_REVIEW_UNCLEAR))
    *self = time;
}

/* --- Cases and people --- */

enum
{
  CASE_ID,
  CASE_PERSON,
  CASE_STATUS,
  CASE_OPENED,
  CASE_CLOSED,
  CASE_REGION,
  CASE_SEX,
  CASE_BIRTH,
  CASE_BIRTH_YEAR,
  CASE_BAND,
  CASE_NATIONALITY
};

static const char *
age_of (gint64 years)
{
  return years < 18 ? "0-17" : years < 30 ? "18-29" : years < 48 ? "30-47" : "48+";
}

static const char *
read_age (AmpCursor *cursor, const AmpDate *opened)
{
  const char *text = amp_cursor_text (cursor, CASE_BIRTH);
  const char *band = amp_cursor_text (cursor, CASE_BAND);
  gint64 year = amp_cursor_int (cursor, CASE_BIRTH_YEAR);
  AmpDate birth = {0};
  int age;

  if ((text == NULL || !amp_date_parse (text, &birth) || birth.precision < AMP_DATE_YEAR) &&
      year > 0)
    birth = (AmpDate){.year = (guint16) year, .precision = AMP_DATE_YEAR};
  age = amp_date_age (&birth, opened);
  if (age >= 0)
    return age_of (age);
  return band != NULL && g_ascii_isdigit (band[0]) ? age_of (g_ascii_strtoll (band, NULL, 10))
                                                   : "unknown";
}

static const char *
read_nationality (const char *codes, const char *region)
{
  const char *other = region != NULL && g_str_has_prefix (region, "PE") ? "EC" : "PE";
  g_auto (GStrv) each = codes != NULL ? g_strsplit (codes, ";", -1) : NULL;
  g_autofree char *own = region != NULL ? g_strndup (region, 2) : NULL;

  if (each == NULL || each[0] == NULL || own == NULL)
    return "unknown";
  if (g_strv_contains ((const char *const *) each, own))
    return "own";
  return g_strv_contains ((const char *const *) each, other) ? "border" : "other";
}

static void
read_case (AmpReviewRegister *self, AmpCursor *cursor)
{
  AmpReviewCase case_ = {.plan_agreed = -1, .closed_by_other = -1};
  const char *opened = amp_cursor_text (cursor, CASE_OPENED);
  const char *closed = amp_cursor_text (cursor, CASE_CLOSED);
  const char *region = amp_cursor_text (cursor, CASE_REGION);
  const char *sex = amp_cursor_text (cursor, CASE_SEX);
  AmpDate date = {0};

  case_.id = amp_cursor_int (cursor, CASE_ID);
  case_.person = amp_cursor_int (cursor, CASE_PERSON);
  case_.status = g_intern_string (amp_cursor_text (cursor, CASE_STATUS));
  if (opened == NULL || !amp_date_parse (opened, &date))
    date = (AmpDate){0};
  case_.year = date.precision >= AMP_DATE_YEAR ? date.year : 0;
  take_moment (&case_.opened, opened);
  if (closed != NULL)
    take_moment (&case_.closed, closed);
  case_.region = g_intern_string (region);
  case_.sex = sex != NULL ? g_intern_string (sex) : "unknown";
  case_.age = read_age (cursor, &date);
  case_.nationality = read_nationality (amp_cursor_text (cursor, CASE_NATIONALITY), region);
  g_array_append_val (self->cases, case_);
}

static gboolean
read_cases (AmpReviewRegister *self, GError **error)
{
  static const char *const paths[] = {
    [CASE_ID] = "id",
    [CASE_PERSON] = "person",
    [CASE_STATUS] = "status",
    [CASE_OPENED] = "opened_on",
    [CASE_CLOSED] = "closed_on",
    [CASE_REGION] = "office_region",
    [CASE_SEX] = "person.sex_registered",
    [CASE_BIRTH] = "person.birth_date",
    [CASE_BIRTH_YEAR] = "person.birth_year",
    [CASE_BAND] = "person.age_band",
    [CASE_NATIONALITY] = "person.nationality",
    NULL,
  };
  const AmpFilter filter = {"status", AMP_OP_NE, "duplicate"};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find ("case"), paths,
                      &filter, 1, "id", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    read_case (self, cursor);
  return more == 0;
}

AmpReviewCase *
amp_review_register_find (AmpReviewRegister *self, gint64 id)
{
  guint low = 0, high = self->cases->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      AmpReviewCase *case_ = &g_array_index (self->cases, AmpReviewCase, middle);

      if (case_->id == id)
        return case_;
      if (case_->id < id)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* --- What hangs on a case; the case is always the first path --- */

static void
read_situation (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *codes = amp_cursor_text (cursor, 1);

  if (codes == NULL)
    return;
  codes = strchr (codes, ';') != NULL ? "several" : g_intern_string (codes);
  case_->exploitation =
    case_->exploitation == NULL || case_->exploitation == codes ? codes : "several";
}

static void
read_consent (AmpReviewCase *case_, AmpCursor *cursor)
{
  take_moment (&case_->consent, amp_cursor_text (cursor, 1));
}

static void
read_service (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *type = amp_cursor_text (cursor, 2);
  gint64 domain = type != NULL ? g_ascii_strtoll (type, NULL, 10) : 0;

  take_moment (&case_->service, amp_cursor_text (cursor, 1));
  if (case_->services < G_MAXUINT16)
    case_->services++;
  if (domain >= 1 && domain <= 14 && case_->domains[domain - 1] < G_MAXUINT16)
    case_->domains[domain - 1]++;
}

/* Assessments come in the order of their days. */
static void
read_risk (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *text = amp_cursor_text (cursor, 1);
  gint64 day = day_of (text), due = day_of (amp_cursor_text (cursor, 2));

  take_moment (&case_->risk, text);
  if (day == G_MININT64)
    take_time (&case_->risk_time, AMP_REVIEW_UNCLEAR);
  else if (case_->next_due != 0)
    take_time (&case_->risk_time, day <= case_->next_due ? AMP_REVIEW_IN_TIME : AMP_REVIEW_LATE);
  case_->next_due = due != G_MININT64 ? due : 0;
}

/* Plans come in the order of their days: the last one is the newest. */
static void
read_plan (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *agreed = amp_cursor_text (cursor, 3);

  take_moment (&case_->first_plan, amp_cursor_text (cursor, 1));
  case_->plan = g_intern_string (amp_cursor_text (cursor, 2));
  case_->plan_agreed = agreed == NULL ? -1 : strcmp (agreed, "1") == 0;
}

static void
read_referral (AmpReviewCase *case_, AmpCursor *cursor)
{
  static const char *const waiting[] = {"sent",      "acknowledged", "accepted", "in_service",
                                        "no_answer", "escalated",    NULL};
  const char *state = amp_cursor_text (cursor, 1);

  if (state == NULL || strcmp (state, "draft") == 0 || strcmp (state, "ready") == 0 ||
      case_->referrals == G_MAXUINT16)
    return;
  case_->referrals++;
  if (strcmp (state, "completed") == 0)
    case_->completed++;
  else if (g_strv_contains (waiting, state))
    case_->waiting++;
}

static void
read_follow_up (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *done = amp_cursor_text (cursor, 2);
  gint64 due = day_of (amp_cursor_text (cursor, 1)), day = day_of (done);
  AmpDate today = amp_date_today ();

  if (done != NULL && case_->follow_ups < G_MAXUINT16)
    case_->follow_ups++;
  if (due == G_MININT64 || (done != NULL && day == G_MININT64))
    take_time (&case_->follow_up_time, AMP_REVIEW_UNCLEAR);
  else if (done != NULL || due < amp_date_day_number (&today))
    take_time (&case_->follow_up_time,
               done != NULL && day <= due ? AMP_REVIEW_IN_TIME : AMP_REVIEW_LATE);
}

static void
read_closure (AmpReviewCase *case_, AmpCursor *cursor)
{
  (void) cursor;
  case_->has_closure = TRUE;
}

static void
read_approval (AmpReviewCase *case_, AmpCursor *cursor)
{
  case_->closed_by_other = amp_cursor_int (cursor, 1) != amp_cursor_int (cursor, 2);
}

static void
read_note (AmpReviewCase *case_, AmpCursor *cursor)
{
  const char *text = amp_cursor_text (cursor, 1);

  case_->notes += text != NULL ? (guint64) g_utf8_strlen (text, -1) : 0;
}

static const struct
{
  const char *entity;
  const char *paths[5];
  AmpFilter filters[2];
  const char *order;
  Reader read;
} sources[] = {
  {"situation", {"case", "exploitation_type"}, {{NULL}}, NULL, read_situation},
  {"consent",
   {"case", "on"},
   {{"purpose", AMP_OP_EQ, "process_data"}, {"decision", AMP_OP_EQ, "given"}},
   NULL,
   read_consent},
  {"service",
   {"case", "delivered_on", "service_type"},
   {{"status", AMP_OP_EQ, "delivered"}},
   NULL,
   read_service},
  {"risk_assessment", {"case", "on", "next_due"}, {{NULL}}, "on", read_risk},
  {"plan", {"case", "opened_on", "status", "client_agreed"}, {{NULL}}, "opened_on", read_plan},
  {"referral", {"case", "state"}, {{"direction", AMP_OP_NE, "in"}}, NULL, read_referral},
  {"follow_up", {"case", "due_on", "done_on"}, {{NULL}}, NULL, read_follow_up},
  {"closure", {"case"}, {{NULL}}, NULL, read_closure},
  {"approval",
   {"case", "requested_by", "decided_by"},
   {{"kind", AMP_OP_EQ, "closure"}, {"decision", AMP_OP_EQ, "approved"}},
   NULL,
   read_approval},
};

static gboolean
read_all (AmpReviewRegister *self,
          const char *entity,
          const char *const *paths,
          const AmpFilter *filters,
          gsize n_filters,
          const char *order,
          Reader read,
          GError **error)
{
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (self->session), amp_entity_find (entity), paths,
                      filters, n_filters, order, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    {
      AmpReviewCase *case_ = amp_review_register_find (self, amp_cursor_int (cursor, 0));

      if (case_ != NULL)
        read (case_, cursor);
    }
  return more == 0;
}

/* The newest assessment is late once its next day is over and the case was not closed by then. */
static void
end_of_risk (AmpReviewRegister *self)
{
  for (guint i = 0; i < self->cases->len; i++)
    {
      AmpReviewCase *case_ = &g_array_index (self->cases, AmpReviewCase, i);
      gint64 until = case_->closed.known ? MIN (case_->closed.day, self->today) : self->today;

      if (case_->next_due != 0)
        take_time (&case_->risk_time,
                   until <= case_->next_due ? AMP_REVIEW_IN_TIME : AMP_REVIEW_LATE);
    }
}

void
amp_review_register_tell (const AmpReviewRegister *self, AmpReviewStep step)
{
  amp_progress_set (self->progress, G_N_ELEMENTS (sources) + step,
                    G_N_ELEMENTS (sources) + AMP_REVIEW_N_STEPS);
}

gboolean
amp_review_register_read (AmpReviewRegister *self, GError **error)
{
  AmpDate today = amp_date_today ();

  self->cases = g_array_new (FALSE, TRUE, sizeof (AmpReviewCase));
  self->today = amp_date_day_number (&today);
  if (!read_cases (self, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      gsize n_filters = sources[i].filters[1].path != NULL   ? 2
                        : sources[i].filters[0].path != NULL ? 1
                                                             : 0;

      amp_progress_set (self->progress, i, G_N_ELEMENTS (sources) + AMP_REVIEW_N_STEPS);
      if (!read_all (self, sources[i].entity, sources[i].paths, sources[i].filters, n_filters,
                     sources[i].order, sources[i].read, error))
        return FALSE;
    }
  end_of_risk (self);
  return TRUE;
}

/* Few: asked for one by one in a list; many: all are read. */
#define MOST_ASKED 1000

gboolean
amp_review_register_read_notes (AmpReviewRegister *self, GError **error)
{
  static const char *const paths[] = {"case", "text", NULL};
  g_autoptr (GString) ids = g_string_new (NULL);
  AmpFilter filter = {"case", AMP_OP_IN, NULL};
  guint n = 0;

  amp_review_register_tell (self, AMP_REVIEW_AT_NOTES);
  for (guint i = 0; i < self->cases->len; i++)
    {
      const AmpReviewCase *case_ = &g_array_index (self->cases, AmpReviewCase, i);

      if (!case_->drawn)
        continue;
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, n > 0 ? ";" : "", case_->id);
      n++;
    }
  filter.value = ids->str;
  return n == 0 ||
         read_all (self, "note", paths, &filter, n <= MOST_ASKED ? 1 : 0, NULL, read_note, error);
}
