/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log, counted. One pass, memory of its users and of what is told one by one. */
#include "domain/audit-review.h"

#include "domain/csv.h"

#include <math.h>
#include <string.h>

#define DAY ((gint64) 24 * 60 * 60)
#define STANDS_OUT 3.5

typedef struct
{
  AmpAuditUser user;
  gint64 last_day; /* days since 1970 of her last event that was counted */
} Tally;

struct _AmpAuditReview
{
  AmpAuditSummary *summary;
  GHashTable *tallies; /* of Tally, by its user */
  gint64 before;       /* time of the event before */
  gboolean has_before;
};

static const char *const use_codes[] = {
  [AMP_AUDIT_USE_VIEWS] = "identity_views",
  [AMP_AUDIT_USE_CASE_VIEWS] = "case_views",
  [AMP_AUDIT_USE_CHANGES] = "changes",
  [AMP_AUDIT_USE_OVERRIDES] = "consent_overrides",
  [AMP_AUDIT_USE_EXPORTS] = "exports",
  [AMP_AUDIT_USE_PRINTS] = "prints",
  [AMP_AUDIT_USE_FAILED_UNLOCKS] = "failed_unlocks",
  [AMP_AUDIT_USE_KEY_CHANGES] = "key_changes",
  [AMP_AUDIT_USE_OTHER] = "other",
};

static const struct
{
  AmpAuditAction action;
  AmpAuditUse use;
} uses[] = {
  {AMP_AUDIT_VIEW_IDENTITY, AMP_AUDIT_USE_VIEWS},
  {AMP_AUDIT_VIEW_CASE, AMP_AUDIT_USE_CASE_VIEWS},
  {AMP_AUDIT_CREATE, AMP_AUDIT_USE_CHANGES},
  {AMP_AUDIT_UPDATE, AMP_AUDIT_USE_CHANGES},
  {AMP_AUDIT_DELETE, AMP_AUDIT_USE_CHANGES},
  {AMP_AUDIT_IMPORT, AMP_AUDIT_USE_CHANGES},
  {AMP_AUDIT_MERGE, AMP_AUDIT_USE_CHANGES},
  {AMP_AUDIT_CONSENT_OVERRIDE, AMP_AUDIT_USE_OVERRIDES},
  {AMP_AUDIT_EXPORT, AMP_AUDIT_USE_EXPORTS},
  {AMP_AUDIT_PRINT, AMP_AUDIT_USE_PRINTS},
  {AMP_AUDIT_FAILED_UNLOCK, AMP_AUDIT_USE_FAILED_UNLOCKS},
  {AMP_AUDIT_KEY_CHANGE, AMP_AUDIT_USE_KEY_CHANGES},
};

G_STATIC_ASSERT (G_N_ELEMENTS (use_codes) == AMP_AUDIT_N_USES);

const char *
amp_audit_use_to_code (AmpAuditUse use)
{
  g_return_val_if_fail ((gsize) use < G_N_ELEMENTS (use_codes), NULL);
  return use_codes[use];
}

static AmpAuditUse
use_of (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    if (g_strcmp0 (action, amp_audit_action_to_code (uses[i].action)) == 0)
      return uses[i].use;
  return AMP_AUDIT_USE_OTHER;
}

/* --- Times --- */

static gboolean
read_number (const char *text, guint length, gint64 *number)
{
  *number = 0;
  for (guint i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (text[i] - '0');
    }
  return TRUE;
}

/* Days since 1970 of a day of the Gregorian calendar (Hinnant's way: years begin in March). */
static gint64
day_number (gint64 year, gint64 month, gint64 day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = y / 400;
  gint64 of_era = y - era * 400;
  gint64 of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

  return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

gboolean
amp_audit_time_read (const char *at, gint64 *seconds)
{
  static const char shape[] = "dddd-dd-ddTdd:dd:ddZ";
  static const guint starts[] = {0, 5, 8, 11, 14, 17};
  gint64 parts[G_N_ELEMENTS (starts)];

  if (at == NULL || strlen (at) != strlen (shape))
    return FALSE;
  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] != 'd' && at[i] != shape[i])
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (!read_number (at + starts[i], i == 0 ? 4 : 2, &parts[i]))
      return FALSE;
  if (!g_date_valid_dmy ((GDateDay) parts[2], (GDateMonth) parts[1], (GDateYear) parts[0]) ||
      parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
    return FALSE;
  *seconds =
    day_number (parts[0], parts[1], parts[2]) * DAY + parts[3] * 3600 + parts[4] * 60 + parts[5];
  return TRUE;
}

const char *
amp_audit_gap_band (const char *before, const char *at)
{
  static const struct
  {
    gint64 most;
    const char *code;
  } bands[] = {{0, "0"}, {3, "1-3"}, {7, "4-7"}, {30, "8-30"}, {90, "31-90"}};
  gint64 from, to;

  if (!amp_audit_time_read (before, &from) || !amp_audit_time_read (at, &to))
    return "none";
  if (from - to >= AMP_AUDIT_JUMP_SECONDS)
    return "back";
  for (gsize i = 0; i < G_N_ELEMENTS (bands); i++)
    if ((to - from) / DAY <= bands[i].most)
      return bands[i].code;
  return "90+";
}

/* --- Taking --- */

static void
step_free (gpointer data)
{
  AmpAuditStep *self = data;

  g_free (self->at);
  g_free (self);
}

static void
act_free (gpointer data)
{
  AmpAuditAct *self = data;

  g_free (self->at);
  g_free (self->object);
  g_free (self->reason);
  g_free (self);
}

void
amp_audit_summary_free (AmpAuditSummary *self)
{
  if (self == NULL)
    return;
  g_free (self->first_at);
  g_free (self->last_at);
  g_ptr_array_unref (self->users);
  g_ptr_array_unref (self->pauses);
  g_ptr_array_unref (self->jumps);
  g_ptr_array_unref (self->acts);
  g_free (self);
}

AmpAuditReview *
amp_audit_review_new (void)
{
  AmpAuditReview *self = g_new0 (AmpAuditReview, 1);

  self->tallies = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->summary = g_new0 (AmpAuditSummary, 1);
  self->summary->users = g_ptr_array_new_with_free_func (g_free);
  self->summary->pauses = g_ptr_array_new_with_free_func (step_free);
  self->summary->jumps = g_ptr_array_new_with_free_func (step_free);
  self->summary->acts = g_ptr_array_new_with_free_func (act_free);
  return self;
}

void
amp_audit_review_free (AmpAuditReview *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tallies);
  amp_audit_summary_free (self->summary);
  g_free (self);
}

static Tally *
tally_of (AmpAuditReview *self, gint64 user)
{
  Tally *tally = g_hash_table_lookup (self->tallies, &user);

  if (tally == NULL)
    {
      tally = g_new0 (Tally, 1);
      tally->user.user = user;
      tally->last_day = G_MININT64;
      g_hash_table_insert (self->tallies, &tally->user.user, tally);
    }
  return tally;
}

static void
keep_step (GPtrArray *steps, const AmpAuditEvent *event, gint64 seconds)
{
  AmpAuditStep *step;

  if (steps->len == AMP_AUDIT_KEPT)
    return;
  step = g_new0 (AmpAuditStep, 1);
  *step = (AmpAuditStep){event->seq, event->actor, seconds, g_strdup (event->at)};
  g_ptr_array_add (steps, step);
}

static void
take_time (AmpAuditReview *self, Tally *tally, const AmpAuditEvent *event)
{
  AmpAuditSummary *summary = self->summary;
  gint64 now, passed;

  if (!amp_audit_time_read (event->at, &now))
    {
      summary->n_unread++;
      return;
    }
  /* A day counts again where the clock went back to it: of no weight beside what that says. */
  if (now / DAY != tally->last_day)
    tally->user.days++;
  tally->last_day = now / DAY;

  passed = self->has_before ? now - self->before : 0;
  if (passed > AMP_AUDIT_PAUSE_DAYS * DAY)
    {
      summary->n_pauses++;
      keep_step (summary->pauses, event, passed);
    }
  else if (-passed >= AMP_AUDIT_JUMP_SECONDS)
    {
      summary->n_jumps++;
      keep_step (summary->jumps, event, passed);
    }
  self->before = now;
  self->has_before = TRUE;
}

static void
take_act (AmpAuditReview *self, const AmpAuditEvent *event, AmpAuditUse use)
{
  AmpAuditAct *act;

  if (use != AMP_AUDIT_USE_OVERRIDES && use != AMP_AUDIT_USE_EXPORTS &&
      use != AMP_AUDIT_USE_KEY_CHANGES)
    return;
  self->summary->n_acts++;
  if (self->summary->acts->len == AMP_AUDIT_KEPT)
    return;
  act = g_new0 (AmpAuditAct, 1);
  *act = (AmpAuditAct){event->seq, g_strdup (event->at),          event->actor,
                       use,        g_strdup (event->object_type), g_strdup (event->reason)};
  g_ptr_array_add (self->summary->acts, act);
}

/* The words of the log live only as long as the event: those of the program outlast it. */
static const char *
static_role (const char *code)
{
  AmpRole role;

  return code != NULL && amp_role_from_code (code, &role) ? amp_role_to_code (role) : NULL;
}

gboolean
amp_audit_review_take (const AmpAuditEvent *event, gpointer data)
{
  AmpAuditReview *self = data;
  AmpAuditSummary *summary = self->summary;
  Tally *tally = tally_of (self, event->actor);
  AmpAuditUse use = use_of (event->action);

  if (summary->n_events == 0)
    {
      summary->first_seq = event->seq;
      summary->first_at = g_strdup (event->at);
    }
  summary->n_events++;
  summary->last_seq = event->seq;
  g_free (summary->last_at);
  summary->last_at = g_strdup (event->at);

  tally->user.n_events++;
  tally->user.n[use]++;
  tally->user.role = static_role (event->role);
  take_time (self, tally, event);
  take_act (self, event, use);
  return TRUE;
}

/* --- Who stands out --- */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
median (GArray *values)
{
  guint middle = values->len / 2;

  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_doubles);
  if (values->len % 2 == 1)
    return g_array_index (values, double, middle);
  return (g_array_index (values, double, middle - 1) + g_array_index (values, double, middle)) / 2;
}

static void
find_outliers (AmpAuditSummary *self)
{
  g_autoptr (GArray) daily = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) apart = g_array_new (FALSE, FALSE, sizeof (double));
  double deviation;

  for (guint i = 0; i < self->users->len; i++)
    {
      AmpAuditUser *user = self->users->pdata[i];

      if (user->days == 0)
        continue;
      user->daily = (double) user->n[AMP_AUDIT_USE_VIEWS] / (double) user->days;
      g_array_append_val (daily, user->daily);
    }
  self->median_daily = median (daily);
  if (daily->len < AMP_AUDIT_LEAST_USERS)
    return;
  for (guint i = 0; i < daily->len; i++)
    {
      double distance = fabs (g_array_index (daily, double, i) - self->median_daily);

      g_array_append_val (apart, distance);
    }
  deviation = MAX (median (apart), MAX (self->median_daily / 10, 1));
  for (guint i = 0; i < self->users->len; i++)
    {
      AmpAuditUser *user = self->users->pdata[i];

      if (user->days == 0)
        continue;
      user->score = 0.6745 * (user->daily - self->median_daily) / deviation;
      user->outlier = user->score > STANDS_OUT;
      self->n_outliers += user->outlier ? 1 : 0;
    }
}

static int
compare_users (gconstpointer a, gconstpointer b)
{
  const AmpAuditUser *one = *(AmpAuditUser *const *) a, *other = *(AmpAuditUser *const *) b;

  return one->user < other->user ? -1 : one->user > other->user;
}

AmpAuditSummary *
amp_audit_review_end (AmpAuditReview *self)
{
  AmpAuditSummary *summary = g_steal_pointer (&self->summary);
  GHashTableIter iter;
  gpointer tally;

  g_return_val_if_fail (summary != NULL, NULL);

  g_hash_table_iter_init (&iter, self->tallies);
  while (g_hash_table_iter_next (&iter, NULL, &tally))
    g_ptr_array_add (summary->users, g_memdup2 (&((Tally *) tally)->user, sizeof (AmpAuditUser)));
  g_ptr_array_sort (summary->users, compare_users);
  find_outliers (summary);
  return summary;
}

/* --- As a table --- */

typedef struct
{
  const char *kind;
  guint64 seq; /* 0: none */
  const char *at;
  gint64 user; /* 0: none */
  const char *name, *value;
} Line;

static void
append_line (GString *out, const Line *line)
{
  g_autofree char *seq = line->seq == 0 ? NULL : g_strdup_printf ("%" G_GUINT64_FORMAT, line->seq);
  g_autofree char *user =
    line->user == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, line->user);
  const char *const cells[] = {line->kind, seq, line->at, user, line->name, line->value};

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static void
append_count (GString *out, const char *kind, gint64 user, const char *name, guint64 n)
{
  g_autofree char *value = g_strdup_printf ("%" G_GUINT64_FORMAT, n);

  append_line (out, &(Line){.kind = kind, .user = user, .name = name, .value = value});
}

static void
append_rate (GString *out, const char *kind, gint64 user, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.2f", value);
  append_line (out, &(Line){.kind = kind, .user = user, .name = name, .value = text});
}

static void
append_user (GString *out, const AmpAuditUser *user)
{
  append_line (out,
               &(Line){.kind = "user", .user = user->user, .name = "role", .value = user->role});
  append_count (out, "user", user->user, "events", user->n_events);
  append_count (out, "user", user->user, "days", user->days);
  for (guint use = 0; use < AMP_AUDIT_N_USES; use++)
    append_count (out, "user", user->user, use_codes[use], user->n[use]);
  append_rate (out, "user", user->user, "identity_views_a_day", user->daily);
  append_rate (out, "user", user->user, "score", user->score);
  append_line (out, &(Line){.kind = "user",
                            .user = user->user,
                            .name = "outlier",
                            .value = user->outlier ? "yes" : "no"});
}

static void
append_steps (GString *out, const char *kind, const GPtrArray *steps)
{
  for (guint i = 0; i < steps->len; i++)
    {
      const AmpAuditStep *step = steps->pdata[i];
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, step->seconds);

      append_line (out, &(Line){kind, step->seq, step->at, step->actor, "seconds", value});
    }
}

char *
amp_audit_summary_to_csv (const AmpAuditSummary *self)
{
  static const char *const header[] = {"kind", "seq", "at", "user", "name", "value"};
  GString *out = g_string_new (NULL);

  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  append_count (out, "log", 0, "events", self->n_events);
  if (self->n_events > 0)
    {
      append_line (
        out, &(Line){.kind = "log", .seq = self->first_seq, .at = self->first_at, .name = "first"});
      append_line (
        out, &(Line){.kind = "log", .seq = self->last_seq, .at = self->last_at, .name = "last"});
    }
  append_count (out, "log", 0, "pauses", self->n_pauses);
  append_count (out, "log", 0, "clock_jumps", self->n_jumps);
  append_count (out, "log", 0, "times_unread", self->n_unread);
  append_count (out, "log", 0, "outliers", self->n_outliers);
  append_rate (out, "log", 0, "identity_views_a_day", self->median_daily);
  for (guint i = 0; i < self->users->len; i++)
    append_user (out, self->users->pdata[i]);
  append_steps (out, "pause", self->pauses);
  append_steps (out, "clock_jump", self->jumps);
  for (guint i = 0; i < self->acts->len; i++)
    {
      const AmpAuditAct *act = self->acts->pdata[i];

      append_line (
        out, &(Line){use_codes[act->use], act->seq, act->at, act->actor, act->object, act->reason});
    }
  return g_string_free (out, FALSE);
}
