/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's report handed over: which tables it has, each planned and proven with those before it
 * as if they had been handed over already, and all written in one transaction. */
#include "domain/release-private.h"

#include "domain/reports-private.h"

#include <gio/gio.h>
#include <string.h>

#define N_(text) text

/* --- Its tables --- */

typedef struct
{
  AmpUnit unit;
  const char *by[2], *name, *title;
  /* Where that may not leave: a coarser one of the same. NULL: none. */
  const char *coarser[2], *coarser_title;
} Part;

/* What is told first is hidden least: the regions before the border. */
static const Part parts[] = {
  {AMP_UNIT_PERSONS,
   {"region", "sex"},
   "assisted",
   N_ ("Persons assisted by region and sex"),
   {"region", NULL},
   N_ ("Persons assisted by region")},
  {AMP_UNIT_PERSONS,
   {"border", NULL},
   "border",
   N_ ("Persons assisted in regions on the border"),
   {NULL},
   NULL},
  {AMP_UNIT_SERVICES,
   {"service_domain", "border"},
   "services",
   N_ ("Services delivered by domain and border"),
   {NULL},
   NULL},
  {AMP_UNIT_REFERRALS,
   {"region", "referral_state"},
   "referrals",
   N_ ("Referrals made by region and state"),
   {"region", NULL},
   N_ ("Referrals made by region")},
  {AMP_UNIT_ACTIVITIES,
   {"region", "activity_kind"},
   "activities",
   N_ ("Prevention activities by region and kind"),
   {NULL},
   NULL},
  {AMP_UNIT_REACHED,
   {"region", "sex"},
   "reached",
   N_ ("People reached by prevention, by region and sex"),
   {"border", "sex"},
   N_ ("People reached by prevention, by border and sex")},
  {AMP_UNIT_TRAININGS,
   {"region", "training_modality"},
   "trainings",
   N_ ("Training sessions by region and modality"),
   {NULL},
   NULL},
  {AMP_UNIT_TRAINED,
   {"training_audience", "sex"},
   "trained",
   N_ ("People trained by audience and sex"),
   {"border", "sex"},
   N_ ("People trained by border and sex")},
  {AMP_UNIT_COMMITMENTS,
   {"commitment_status", "country"},
   "commitments",
   N_ ("Commitments due in the period by status and country"),
   {NULL},
   NULL},
};

static AmpReleaseRequest
request_of (const AmpReleaseRequest *request, AmpUnit unit, const char *const by[2])
{
  AmpReleaseRequest of = {
    .rule = request->rule, .recipient = request->recipient, .reason = request->reason};

  of.spec.unit = unit;
  for (; of.spec.n_dimensions < 2 && by[of.spec.n_dimensions] != NULL; of.spec.n_dimensions++)
    of.spec.dimensions[of.spec.n_dimensions] = amp_dimension_find (by[of.spec.n_dimensions]);
  g_strlcpy (of.spec.from, request->spec.from, sizeof of.spec.from);
  g_strlcpy (of.spec.to, request->spec.to, sizeof of.spec.to);
  return of;
}

AmpReleaseRequest
amp_release_report_first (const AmpReleaseRequest *request)
{
  return request_of (request, parts[0].unit, parts[0].by);
}

/* --- Plan --- */

/* What is said of the table alone; the rest of the report may leave without it. */
static gboolean
is_of_the_table (const GError *error)
{
  return g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_UNPROVEN) ||
         g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_TOO_LARGE) ||
         g_error_matches (error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_RECORDS);
}

static void
left_out_free (gpointer data)
{
  AmpReleaseLeftOut *self = data;

  g_clear_error (&self->why);
  g_free (self);
}

static void
add_part (AmpReleasePlan *self, AmpReleasePlan *part, const char *name, const char *title)
{
  part->name = name;
  part->title = title;
  part->line = amp_release_line_of (part, AMP_RELEASE_REPORT);
  g_ptr_array_add (self->parts, part);
}

static gboolean
plan_part (AmpReleasePlan *self,
           AmpSession *session,
           const Part *part,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  AmpReleaseRequest request = request_of (&self->request, part->unit, part->by);
  g_autoptr (GError) failure = NULL;
  AmpReleaseLeftOut *left_out;
  AmpReleasePlan *plan =
    amp_release_plan_one (session, &request, self->parts, progress, cancellable, &failure);

  if (plan != NULL)
    {
      add_part (self, plan, part->name, part->title);
      return TRUE;
    }
  if (is_of_the_table (failure) && part->coarser_title != NULL)
    {
      g_clear_error (&failure);
      request = request_of (&self->request, part->unit, part->coarser);
      plan = amp_release_plan_one (session, &request, self->parts, progress, cancellable, &failure);
    }
  if (plan != NULL)
    {
      add_part (self, plan, part->name, part->coarser_title);
      return TRUE;
    }
  if (!is_of_the_table (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  left_out = g_new0 (AmpReleaseLeftOut, 1);
  left_out->title = part->title;
  left_out->why = g_steal_pointer (&failure);
  g_ptr_array_add (self->left_out, left_out);
  return TRUE;
}

static void
copy_request (AmpReleasePlan *self, const AmpReleaseRequest *request)
{
  self->request = amp_release_report_first (request);
  self->request.report = TRUE;
  self->recipient = g_strdup (request->recipient);
  self->reason = g_strdup (request->reason);
  self->request.recipient = self->recipient;
  self->request.reason = self->reason;
}

AmpReleasePlan *
amp_release_report_plan (AmpSession *session,
                         const AmpReleaseRequest *request,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (AmpReleasePlan) self = g_new0 (AmpReleasePlan, 1);
  const AmpReleasePlan *first;

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_release_plan_free);
  self->left_out = g_ptr_array_new_with_free_func (left_out_free);
  copy_request (self, request);
  if (!amp_release_require_offered (session, request, &self->policy, &self->period, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!plan_part (self, session, &parts[i], progress, cancellable, error))
      return NULL;
  if (self->parts->len == 0)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_UNPROVEN, "None of its tables may leave");
      return NULL;
    }
  first = g_ptr_array_index (self->parts, 0);
  self->table = first->table;
  self->next = first->next;
  return g_steal_pointer (&self);
}

gsize
amp_release_plan_n_parts (const AmpReleasePlan *self)
{
  return self->parts != NULL ? self->parts->len : 0;
}

const AmpReleasePlan *
amp_release_plan_part (const AmpReleasePlan *self, gsize n)
{
  return g_ptr_array_index (self->parts, n);
}

const char *
amp_release_plan_title (const AmpReleasePlan *self)
{
  return self->title;
}

gsize
amp_release_plan_n_left_out (const AmpReleasePlan *self)
{
  return self->left_out != NULL ? self->left_out->len : 0;
}

const char *
amp_release_plan_left_out (const AmpReleasePlan *self, gsize n, const GError **why)
{
  const AmpReleaseLeftOut *left_out = g_ptr_array_index (self->left_out, n);

  if (why != NULL)
    *why = left_out->why;
  return left_out->title;
}

char *
amp_release_plan_statement (const AmpReleasePlan *self,
                            AmpTranslate translate,
                            const char *language)
{
  g_autoptr (AmpFigures) figures = amp_figures_new ("year", translate, language);

  return amp_report_year_line_told (figures, amp_report_year_persons (self));
}

/* --- Giving --- */

static GBytes *
to_bytes (AmpSession *session,
          const AmpReleasePlan *plan,
          gint64 id,
          const char *as_of,
          AmpCountFormat format,
          AmpTranslate translate,
          const char *language,
          GError **error)
{
  g_autoptr (AmpFigures) figures =
    amp_report_year_told (session, plan, id, as_of, translate, language, error);

  return figures != NULL ? amp_figures_to_bytes (figures, format, error) : NULL;
}

/* Of what is frozen and of what is counted now the latter. */
static const char *
moment_of (const AmpReleasePlan *plan)
{
  const char *as_of = "";

  for (guint i = 0; i < plan->parts->len; i++)
    {
      const char *of_part = amp_count_table_as_of (amp_release_plan_part (plan, i)->table);

      if (strcmp (of_part, as_of) > 0)
        as_of = of_part;
    }
  return as_of;
}

/* A report handed over before: its lines, which have one file. */
typedef struct
{
  gint64 id; /* the first */
  const char *as_of;
} Earlier;

static gboolean
is_of_request (const AmpReleasePlan *plan,
               const AmpReleaseLine *line,
               const char *period,
               const char *format,
               const char *language)
{
  return g_strcmp0 (line->template_id, AMP_RELEASE_REPORT) == 0 &&
         g_strcmp0 (line->period, period) == 0 &&
         g_strcmp0 (line->rule, amp_release_rule_to_code (plan->request.rule)) == 0 &&
         g_strcmp0 (line->recipient, plan->recipient) == 0 &&
         g_strcmp0 (line->format, format) == 0 && g_strcmp0 (line->language, language) == 0;
}

static Earlier
earlier_of (const GPtrArray *lines, const AmpReleaseLine *line)
{
  Earlier earlier = {0, ""};

  for (guint i = 0; i < lines->len; i++)
    {
      const AmpReleaseLine *other = g_ptr_array_index (lines, i);

      if (g_strcmp0 (other->template_id, AMP_RELEASE_REPORT) != 0 ||
          memcmp (other->file_hash, line->file_hash, sizeof line->file_hash) != 0)
        continue;
      if (earlier.id == 0)
        earlier.id = other->id;
      if (g_strcmp0 (other->data_as_of, earlier.as_of) > 0)
        earlier.as_of = other->data_as_of;
    }
  return earlier;
}

/* The same report is the one that would have the same bytes, had it the number and the day of then.
 * 0: none, -1: error. */
static gint64
find_same (AmpSession *session,
           const AmpReleasePlan *plan,
           AmpCountFormat format,
           AmpTranslate translate,
           const char *language,
           GError **error)
{
  g_autoptr (GPtrArray) lines = amp_store_release_list (amp_session_get_store (session), error);
  g_autofree char *period = amp_release_period_name (&plan->period);
  gint64 last = 0;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AmpReleaseLine *line = g_ptr_array_index (lines, i);
      g_autoptr (GBytes) again = NULL;
      guint8 hash[AMP_HASH_BYTES];
      gconstpointer data;
      Earlier earlier;
      gsize length;

      if (!is_of_request (plan, line, period, amp_release_format_code (format), language))
        continue;
      earlier = earlier_of (lines, line);
      if (earlier.id == last) /* another line of the one that was looked at */
        continue;
      last = earlier.id;
      again =
        to_bytes (session, plan, earlier.id, earlier.as_of, format, translate, language, error);
      if (again == NULL)
        return -1;
      data = g_bytes_get_data (again, &length);
      amp_hash (data, length, hash);
      if (memcmp (hash, line->file_hash, sizeof hash) == 0)
        return earlier.id;
    }
  return lines != NULL ? 0 : -1;
}

static gboolean
write_lines (AmpSession *session,
             const AmpReleasePlan *plan,
             AmpCountFormat format,
             const char *language,
             GBytes *bytes,
             gint64 approval,
             GError **error)
{
  gint64 approver = 0;

  if (!amp_release_require_unchanged (session, plan, error))
    return FALSE;
  if (plan->request.rule == AMP_RELEASE_PUBLIC)
    approver = amp_release_take_permit (session, approval, amp_release_thing (plan), error);
  for (guint i = 0; approver >= 0 && i < plan->parts->len; i++)
    {
      const AmpReleasePlan *part = amp_release_plan_part (plan, i);
      g_autoptr (AmpReleaseLine) line = amp_release_line_of (part, AMP_RELEASE_REPORT);

      amp_release_line_set_file (line, format, language, bytes);
      line->approver = approver;
      if (!amp_release_write_line (session, part, line, error))
        return FALSE;
    }
  return approver >= 0;
}

GBytes *
amp_release_report_give (AmpSession *session,
                         const AmpReleasePlan *plan,
                         AmpCountFormat format,
                         AmpTranslate translate,
                         const char *language,
                         gint64 approval,
                         gint64 *id,
                         GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GBytes) bytes = NULL;

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_require_recipient (plan->recipient, error) ||
      (*id = find_same (session, plan, format, translate, language, error)) < 0)
    return NULL;
  if (*id > 0)
    return amp_release_again (session, *id, error);
  for (guint i = 0; i < plan->parts->len; i++)
    if (!amp_release_look_once_more (amp_release_plan_part (plan, i), error))
      return NULL;
  bytes =
    to_bytes (session, plan, plan->next, moment_of (plan), format, translate, language, error);
  if (bytes == NULL || !amp_store_begin (store, error))
    return NULL;
  if (!write_lines (session, plan, format, language, bytes, approval, error))
    {
      amp_store_rollback (store);
      return NULL;
    }
  if (!amp_store_commit (store, error))
    return NULL;
  *id = plan->next;
  return g_steal_pointer (&bytes);
}
