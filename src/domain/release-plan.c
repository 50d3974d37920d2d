/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Planning a release: frozen counts, what is to be hidden, the proof together with all that was
 * handed over before. Writes nothing. */
#include "domain/release-private.h"

#include <string.h>

#define N_(text) text

/* --- Whether it can be planned at all --- */

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

/* A column of quarters in a table of one month says nothing. */
gboolean
amp_release_time_is_within (const AmpCountSpec *spec, const AmpReleasePeriod *period)
{
  AmpColumn column;
  guint level;

  for (gsize i = 0; i < spec->n_dimensions; i++)
    if (amp_column_of (spec->dimensions[i], &column, &level) && column == AMP_COLUMN_TIME &&
        level <= amp_release_period_level (period))
      return FALSE;
  return TRUE;
}

gboolean
amp_release_require_offered (AmpSession *session,
                             const AmpReleaseRequest *request,
                             AmpReleasePolicy *policy,
                             AmpReleasePeriod *period,
                             GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;

  if (request->report)
    {
      AmpReleaseRequest first = amp_release_report_first (request);

      /* Of its persons alone there may be a reason against it: then those stay behind. */
      first.spec.unit = AMP_UNIT_SERVICES;
      return amp_release_require_offered (session, &first, policy, period, error) &&
             (amp_release_period_level (period) == 0 ||
              amp_release_refuse_saying (error, AMP_RELEASE_ERROR_PERIOD, "Not a whole year",
                                         N_ ("The annual report leaves by whole years alone.")));
    }
  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_policy_get (session, policy, error) ||
      !amp_count_spec_check (&request->spec, error))
    return FALSE;
  if (request->rule == AMP_RELEASE_INTERNAL || amp_release_template_of (&request->spec) == NULL)
    return amp_release_refuse_columns (&request->spec, error);
  if (amp_unit_is_programme (request->spec.unit))
    return amp_release_programme_require (&request->spec, policy, period, error);
  if (!amp_release_period_of (&request->spec, period) ||
      !amp_release_time_is_within (&request->spec, period))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_PERIOD, "Not a month, a quarter or a year");
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
  if (!amp_release_period_is_closed (period, policy->lag, &today))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_OPEN, "The period is not closed");
  if (!amp_release_no_records (session, request->spec.unit, period->year, error))
    return FALSE;
  return !amp_release_is_by_month (&request->spec, period) ||
         amp_release_require_months (session, request->spec.unit, period->year, policy->t, error);
}

gboolean
amp_release_check (AmpSession *session, const AmpReleaseRequest *request, GError **error)
{
  AmpReleasePolicy policy;
  AmpReleasePeriod period;

  return amp_release_require_offered (session, request, &policy, &period, error);
}

/* --- The ledger so far --- */

typedef struct
{
  AmpReleasePlan *plan;
  GPtrArray *lines; /* AmpReleaseLine: of the unit and the year, protected; borrowed */
  GPtrArray *read;  /* those of the ledger, owned */
  AmpReleaseLevels levels;
  char *last_day; /* of the last of them */
} Past;

static void
past_clear (Past *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->read, g_ptr_array_unref);
  g_free (self->last_day);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Past, past_clear)

static gboolean
is_protected (const AmpReleaseLine *line)
{
  return g_str_equal (line->rule, "partner") || g_str_equal (line->rule, "public");
}

static gboolean
is_the_same (const AmpReleasePlan *plan, const AmpReleaseLine *line, const char *request)
{
  g_autofree char *period = amp_release_period_name (&plan->period);

  return g_strcmp0 (line->request, request) == 0 && g_strcmp0 (line->period, period) == 0 &&
         g_strcmp0 (line->rule, amp_release_rule_to_code (plan->request.rule)) == 0 &&
         g_strcmp0 (line->recipient, plan->recipient) == 0;
}

static gboolean
add_levels_of (Past *self, const AmpReleaseLine *line, GError **error)
{
  g_autofree char *text = g_strdup (line->request);
  AmpReleasePeriod period;
  AmpCountSpec spec;

  if (!amp_release_period_parse (line->period, &period) ||
      !amp_release_request_parse (text, line->unit, &period, &spec))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A request cannot be read");
  amp_release_levels_add (&self->levels, &spec, &period);
  return TRUE;
}

/* What the same report tells before this table is told. */
static gboolean
add_parts (Past *self, GPtrArray *before, GError **error)
{
  AmpReleasePlan *plan = self->plan;

  plan->next += before->len;
  for (guint i = 0; i < before->len; i++)
    {
      AmpReleasePlan *part = g_ptr_array_index (before, i);

      if (part->request.spec.unit != plan->request.spec.unit)
        continue;
      g_ptr_array_add (self->lines, part->line);
      if (part->base == NULL)
        continue;
      /* Read twice, it could be of two moments; it is frozen once. */
      plan->base = part->base;
      plan->borrows_base = TRUE;
      if (!add_levels_of (self, part->line, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_past (Past *self, AmpSession *session, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  AmpReleasePlan *plan = self->plan;
  const char *unit = amp_unit_to_code (plan->request.spec.unit);
  g_autofree char *year = g_strdup_printf ("%04u", plan->period.year);
  g_autofree char *request = amp_release_request_text (&plan->request.spec);
  g_autoptr (GPtrArray) list = amp_store_release_list (store, error);
  gboolean proven = !amp_unit_is_programme (plan->request.spec.unit);

  if (list == NULL || (plan->next = amp_store_release_next (store, error)) < 0)
    return FALSE;
  self->lines = g_ptr_array_new ();
  self->read = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_release_line_free);
  if (proven)
    amp_release_levels_add (&self->levels, &plan->request.spec, &plan->period);
  for (guint i = 0; i < list->len; i++)
    {
      const AmpReleaseLine *head = g_ptr_array_index (list, i);
      AmpReleaseLine *line;

      if (!is_protected (head) || g_strcmp0 (head->unit, unit) != 0 ||
          !g_str_has_prefix (head->period, year))
        continue;
      line = amp_store_release_load (store, head->id, error);
      if (line == NULL)
        return FALSE;
      g_ptr_array_add (self->read, line);
      g_ptr_array_add (self->lines, line);
      g_free (self->last_day);
      self->last_day = g_strndup (line->at, 10);
      if (is_the_same (plan, line, request))
        plan->earlier = line->id;
      if (proven && !add_levels_of (self, line, error))
        return FALSE;
    }
  return TRUE;
}

/* What was told is a constant, what was hidden stays hidden. */
static gboolean
mark_past (const Past *self, guint8 *states, GError **error)
{
  g_autoptr (GHashTable) keys = amp_release_space_keys (self->plan->space);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const AmpReleaseLine *line = g_ptr_array_index (self->lines, i);

      for (guint j = 0; j < line->cells->len; j++)
        {
          const AmpReleaseCell *told = g_ptr_array_index (line->cells, j);
          guint32 cell = GPOINTER_TO_UINT (g_hash_table_lookup (keys, told->key));

          if (cell == 0 || (!told->hidden && told->value != self->plan->space->count[cell - 1]))
            return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER,
                                       "The frozen counts are not those that were told");
          states[cell - 1] = told->hidden ? AMP_CELL_SECONDARY : AMP_CELL_PUBLISHED;
        }
    }
  return TRUE;
}

/* --- Proof --- */

#define PROOF_MS 30000 /* disclosure.md 3a, max_seconds: half of it at most for the crowds */

static void
mark_row (const char *const *values, guint32 cell, gpointer data)
{
  guint8 *states = data;

  (void) values;
  if (states[cell] == AMP_CELL_UNSEEN)
    states[cell] = AMP_CELL_OPEN;
}

static void
report (double met, gpointer data)
{
  amp_progress_set (data, (guint64) (met * 1000), 1000);
}

static guint64
seed_of (const AmpReleasePlan *plan)
{
  g_autofree char *request = amp_release_request_text (&plan->request.spec);
  guint8 hash[AMP_HASH_BYTES];
  guint64 seed;

  amp_hash (request, strlen (request), hash);
  memcpy (&seed, hash, sizeof seed);
  return GUINT64_FROM_LE (seed);
}

/* The table, and each that was handed over before. */
static gboolean
all_add_up (const AmpReleasePlan *self, const Past *past, GError **error)
{
  if (!amp_release_sums_check (self->proven, self->space, &self->request.spec, &self->period,
                               error))
    return FALSE;
  for (guint i = 0; i < past->lines->len; i++)
    {
      const AmpReleaseLine *line = g_ptr_array_index (past->lines, i);
      g_autofree char *text = g_strdup (line->request);
      AmpReleasePeriod period;
      AmpCountSpec spec;

      if (!amp_release_period_parse (line->period, &period) ||
          !amp_release_request_parse (text, line->unit, &period, &spec))
        return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A request cannot be read");
      if (!amp_release_sums_check (self->proven, self->space, &spec, &period, error))
        return FALSE;
    }
  return TRUE;
}

/* Each release is proven with all before it, so the last proof speaks for all of them. */
static void
reuse_last (const AmpReleasePlan *self, const Past *past, AmpProof *known)
{
  const AmpReleaseLine *last;

  if (past->lines->len == 0)
    return;
  last = g_ptr_array_index (past->lines, past->lines->len - 1);
  if (last->proof != NULL)
    amp_release_proven_reuse (self->proven, self->space, last->proof, known);
}

static gboolean
prove (AmpReleasePlan *self,
       const Past *past,
       AmpProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  g_autofree guint8 *states = g_malloc (self->space->n_cells);
  AmpSuppressOptions options = {
    .seed = seed_of (self), .report = progress != NULL ? report : NULL, .data = progress};
  g_autoptr (GPtrArray) known = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 start;

  memset (states, AMP_CELL_UNSEEN, self->space->n_cells);
  if (!mark_past (past, states, error) ||
      !amp_release_each_row (self->space, &self->request.spec, &self->period, mark_row, states,
                             error))
    return FALSE;
  self->proven = amp_release_proven_new (self->space, states, &self->policy, error);
  if (self->proven == NULL)
    return FALSE;
  start = g_get_monotonic_time ();
  known = amp_release_crowds (self->space, self->base, self->proven,
                              start + PROOF_MS * G_TIME_SPAN_MILLISECOND / 2, cancellable);
  reuse_last (self, past, known);
  options.limit_ms =
    MAX (PROOF_MS - (g_get_monotonic_time () - start) / G_TIME_SPAN_MILLISECOND, 1);
  self->proven->proof =
    amp_suppress (self->proven->system, (const AmpNeed *) (gpointer) self->proven->needs->data,
                  self->proven->needs->len, known, &options, cancellable, &failure);
  if (self->proven->proof != NULL &&
      amp_release_proven_check (self->proven, self->policy.t, &failure) &&
      all_add_up (self, past, &failure))
    return TRUE;
  if (failure->domain != AMP_DISCLOSURE_ERROR)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    amp_release_set_error (error, AMP_RELEASE_ERROR_UNPROVEN, past->last_day, failure->message);
  return FALSE;
}

/* --- The table --- */

static void
add_row (const char *const *values, guint32 cell, gpointer data)
{
  AmpReleasePlan *self = data;
  gboolean hidden = !amp_cell_is_told (self->proven->system->state[cell]);
  AmpReleaseCell *told = g_new0 (AmpReleaseCell, 1);

  amp_count_table_add_row (self->table, values, (guint64) self->space->count[cell], hidden);
  *told = (AmpReleaseCell){amp_release_space_key (self->space, cell), hidden,
                           hidden ? 0 : self->space->count[cell]};
  g_ptr_array_add (self->told, told);
  self->n_hidden += hidden ? 1 : 0;
}

static void
told_free (gpointer data)
{
  AmpReleaseCell *told = data;

  g_free (told->key);
  g_free (told);
}

static int
compare_told (gconstpointer a, gconstpointer b)
{
  const AmpReleaseCell *const *told_a = a, *const *told_b = b;

  return strcmp ((*told_a)->key, (*told_b)->key);
}

static gboolean
make_table (AmpReleasePlan *self, GError **error)
{
  g_autofree char *period = amp_release_period_name (&self->period);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next);
  gboolean year = amp_release_period_level (&self->period) == 0;
  AmpCountRelease release = {.rule = amp_release_rule_to_code (self->request.rule),
                             .id = id,
                             .period = period,
                             .notice = amp_release_notice,
                             .has_late = year};

  release.late_hidden = self->base->late < (guint64) self->policy.t;
  release.late = release.late_hidden ? 0 : self->base->late;
  self->table = amp_count_table_new_empty (&self->request.spec, self->base->as_of, &release);
  if (!amp_release_each_row (self->space, &self->request.spec, &self->period, add_row, self, error))
    return FALSE;
  g_ptr_array_sort (self->told, compare_told);
  return TRUE;
}

/* --- Plan --- */

static void
copy_request (AmpReleasePlan *self, const AmpReleaseRequest *request)
{
  self->request = *request;
  for (gsize i = 0; i < request->spec.n_where; i++)
    {
      self->own_values[i] = g_strdup (request->spec.where_value[i]);
      self->request.spec.where_value[i] = self->own_values[i];
    }
  self->recipient = g_strdup (request->recipient);
  self->reason = g_strdup (request->reason);
  self->request.recipient = self->recipient;
  self->request.reason = self->reason;
}

void
amp_release_plan_free (AmpReleasePlan *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (self->own_values); i++)
    g_free (self->own_values[i]);
  g_free (self->recipient);
  g_free (self->reason);
  if (!self->borrows_base)
    amp_release_base_free (self->base);
  amp_release_line_free (self->line);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  if (self->parts == NULL) /* else it is that of a part */
    amp_count_table_free (self->table);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  amp_release_space_free (self->space);
  amp_release_proven_free (self->proven);
  g_clear_pointer (&self->told, g_ptr_array_unref);
  g_free (self);
}

AmpReleasePlan *
amp_release_plan_one (AmpSession *session,
                      const AmpReleaseRequest *request,
                      GPtrArray *before,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (AmpReleasePlan) self = g_new0 (AmpReleasePlan, 1);
  g_auto (Past) past = {.plan = self};

  copy_request (self, request);
  if (!amp_release_require_offered (session, request, &self->policy, &self->period, error))
    return NULL;
  if (!read_past (&past, session, error) || (before != NULL && !add_parts (&past, before, error)))
    return NULL;
  self->told = g_ptr_array_new_with_free_func (told_free);
  if (amp_unit_is_programme (request->spec.unit))
    {
      if (!amp_release_programme_plan (self, session, past.lines, progress, cancellable, error))
        return NULL;
      g_ptr_array_sort (self->told, compare_told);
      return g_steal_pointer (&self);
    }
  if (self->base == NULL)
    self->base = amp_release_base_read (session, request->spec.unit, &self->period, progress,
                                        cancellable, error);
  if (self->base == NULL)
    return NULL;
  self->space = amp_release_space_new (self->base, &past.levels, error);
  if (self->space == NULL)
    return NULL;
  if (!amp_release_space_count (self->space, self->base, error))
    return NULL;
  if (!prove (self, &past, progress, cancellable, error) || !make_table (self, error))
    return NULL;
  if (amp_release_plan_is_mostly_hidden (self))
    amp_release_look_coarser (self);
  return g_steal_pointer (&self);
}

AmpReleasePlan *
amp_release_preview (AmpSession *session,
                     const AmpReleaseRequest *request,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  return request->report
           ? amp_release_report_plan (session, request, progress, cancellable, error)
           : amp_release_plan_one (session, request, NULL, progress, cancellable, error);
}

gboolean
amp_release_require_recipient (const char *recipient, GError **error)
{
  return !is_blank (recipient) ||
         amp_release_refuse (error, AMP_RELEASE_ERROR_RECIPIENT, "No recipient");
}

AmpReleasePlan *
amp_release_plan (AmpSession *session,
                  const AmpReleaseRequest *request,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  AmpReleasePolicy policy;
  AmpReleasePeriod period;

  if (!amp_release_require_offered (session, request, &policy, &period, error) ||
      !amp_release_require_recipient (request->recipient, error))
    return NULL;
  return amp_release_preview (session, request, progress, cancellable, error);
}

void
amp_release_plan_set_recipient (AmpReleasePlan *self, const char *recipient, const char *reason)
{
  g_free (self->recipient);
  g_free (self->reason);
  self->request.recipient = self->recipient = g_strdup (recipient);
  self->request.reason = self->reason = is_blank (reason) ? NULL : g_strdup (reason);
  self->earlier = 0;
  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    amp_release_plan_set_recipient (g_ptr_array_index (self->parts, i), recipient, reason);
}

const AmpCountTable *
amp_release_plan_table (const AmpReleasePlan *self)
{
  return self->table;
}

gsize
amp_release_plan_n_rows (const AmpReleasePlan *self)
{
  gsize n = self->told != NULL ? self->told->len : 0;

  for (gsize i = 0; i < amp_release_plan_n_parts (self); i++)
    n += amp_release_plan_n_rows (amp_release_plan_part (self, i));
  return n;
}

gsize
amp_release_plan_n_hidden (const AmpReleasePlan *self)
{
  gsize n = self->n_hidden;

  for (gsize i = 0; i < amp_release_plan_n_parts (self); i++)
    n += amp_release_plan_n_hidden (amp_release_plan_part (self, i));
  return n;
}

gboolean
amp_release_plan_is_mostly_hidden (const AmpReleasePlan *self)
{
  return amp_release_plan_n_hidden (self) * 2 > amp_release_plan_n_rows (self);
}

const AmpCountSpec *
amp_release_plan_coarser (const AmpReleasePlan *self)
{
  return self->has_coarser ? &self->coarser : NULL;
}

gboolean
amp_release_plan_freezes (const AmpReleasePlan *self)
{
  gboolean freezes = self->base != NULL && self->base->fresh != 0;

  for (gsize i = 0; i < amp_release_plan_n_parts (self); i++)
    freezes = freezes || amp_release_plan_freezes (amp_release_plan_part (self, i));
  return freezes;
}

const char *
amp_release_plan_closing (const AmpReleasePlan *self)
{
  if (!amp_release_plan_freezes (self))
    return NULL;
  return amp_release_period_level (&self->period) == 0
           ? N_ ("This year is closed by this report. Cases of it that are entered later will be "
                 "in no report for others.")
           : N_ ("This period is closed by this report. Cases entered later will appear in the "
                 "yearly report.");
}

gint64
amp_release_plan_earlier (const AmpReleasePlan *self)
{
  return self->earlier;
}
