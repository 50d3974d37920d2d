/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit chain without dates and cases, and figures of the whole office (REVIEW.md 4 and 5). */
#include "domain/audit-review.h"
#include "domain/review-private.h"

#include <string.h>

#define MOST_EVENTS 200000

enum
{
  STAFF_EVENTS,
  STAFF_VIEWS,
  STAFF_OVERRIDES,
  STAFF_EXPORTS,
  STAFF_PRINTS,
  STAFF_FAILED,
  N_STAFF
};

typedef struct
{
  char label[7];
  guint64 n[N_STAFF];
} Staff;

typedef struct
{
  AmpReviewOffice *office;
  GCancellable *cancellable;
  guint64 from, until;
  GHashTable *staff; /* of gint64 to Staff */
  gint64 before;     /* time of the event before */
  gboolean any_before;
  const char *unknown; /* what the lists lack: "action", "role" */
  gboolean stopped;
} Chain;

void
amp_review_office_clear (AmpReviewOffice *self)
{
  g_clear_pointer (&self->events, g_array_unref);
  g_clear_pointer (&self->indicators, g_array_unref);
  g_clear_pointer (&self->releases, g_array_unref);
}

static const char *
code_of (const char *const *codes, const char *text)
{
  for (gsize i = 0; codes[i] != NULL; i++)
    if (g_strcmp0 (codes[i], text) == 0)
      return codes[i];
  return NULL;
}

/* --- Labels --- */

static gboolean
is_taken (GHashTable *staff, const char *label)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, staff);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (strcmp (((Staff *) value)->label, label) == 0)
      return TRUE;
  return FALSE;
}

static Staff *
staff_of (Chain *self, gint64 user)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
  Staff *staff = g_hash_table_lookup (self->staff, &user);
  char label[7] = "";

  if (staff != NULL)
    return staff;
  do
    {
      guint8 random[6];

      amp_random (random, sizeof random);
      for (gsize i = 0; i < sizeof random; i++)
        label[i] = letters[random[i] & 31];
    }
  while (is_taken (self->staff, label));
  staff = g_new0 (Staff, 1);
  memcpy (staff->label, label, sizeof label);
  g_hash_table_insert (self->staff, g_memdup2 (&user, sizeof user), staff);
  return staff;
}

/* --- Events --- */

static const char *
gap_of (const Chain *self, gint64 at)
{
  gint64 seconds = at - self->before;

  if (!self->any_before)
    return "-";
  if (seconds < -AMP_AUDIT_JUMP_SECONDS)
    return "back";
  return seconds < 60           ? "0-1m"
         : seconds < 3600       ? "1-60m"
         : seconds < 86400      ? "1-24h"
         : seconds < 8 * 86400  ? "1-7d"
         : seconds < 31 * 86400 ? "8-30d"
                                : "31d+";
}

static void
count_staff (Staff *staff, const char *action)
{
  static const char *const actions[N_STAFF] = {[STAFF_VIEWS] = "view_identity",
                                               [STAFF_OVERRIDES] = "consent_override",
                                               [STAFF_EXPORTS] = "export",
                                               [STAFF_PRINTS] = "print",
                                               [STAFF_FAILED] = "failed_unlock"};

  staff->n[STAFF_EVENTS]++;
  for (gsize i = STAFF_VIEWS; i < N_STAFF; i++)
    staff->n[i] += g_strcmp0 (actions[i], action) == 0 ? 1 : 0;
}

static gboolean
take_event (const AmpAuditEvent *event, gpointer data)
{
  Chain *self = data;
  AmpReviewEvent shown = {.seq = event->seq};
  gint64 at = self->before;
  Staff *staff;

  if (event->seq > self->until)
    return FALSE;
  self->stopped = g_cancellable_is_cancelled (self->cancellable);
  if (self->stopped)
    return FALSE;
  staff = staff_of (self, event->actor);
  (void) amp_audit_time_read (event->at, &at);
  count_staff (staff, event->action);
  shown.gap =
    event->seq > self->from ? code_of (amp_review_gaps, gap_of (self, at)) : amp_review_gaps[0];
  self->before = at;
  self->any_before = TRUE;
  if (event->seq < self->from)
    return TRUE;
  shown.role = code_of (amp_review_roles, event->role);
  shown.action = code_of (amp_review_actions, event->action);
  shown.object =
    event->object_type == NULL ? "-" : code_of (amp_review_objects, event->object_type);
  shown.object = shown.object != NULL ? shown.object : "other";
  memcpy (shown.actor, staff->label, sizeof shown.actor);
  if (shown.role == NULL || shown.action == NULL)
    self->unknown = shown.role == NULL ? "audit_event.role" : "audit_event.action";
  g_array_append_val (self->office->events, shown);
  return self->unknown == NULL;
}

/* --- Figures --- */

static void
add_share (AmpReviewOffice *self, const char *name, guint k, guint64 n, guint64 of)
{
  static const gint64 steps[] = {5, 10, 25, 50};
  AmpReviewIndicator indicator = {.name = name, .value = -1, .of = -1};

  if (of >= k)
    indicator.of = (gint64) (of / 10 * 10);
  for (gsize i = 0; i < G_N_ELEMENTS (steps) && indicator.value < 0 && indicator.of > 0; i++)
    if (steps[i] * indicator.of >= 100 * (gint64) k)
      indicator.value =
        (gint64) ((n * 200 / of + (guint64) steps[i]) / (2 * (guint64) steps[i])) * steps[i];
  g_array_append_val (self->indicators, indicator);
}

typedef struct
{
  guint64 n, of;
} Share;

static void
count (Share *self, gboolean belongs, gboolean is)
{
  self->of += belongs ? 1 : 0;
  self->n += belongs && is ? 1 : 0;
}

static void
count_case (Share *shares, const AmpReviewCase *case_)
{
  gboolean open = strcmp (case_->status, "open") == 0 || strcmp (case_->status, "follow_up") == 0;
  const char *first = amp_review_days (&case_->opened, &case_->service);

  count (&shares[0], case_->service.any,
         strcmp (amp_review_consent_order (case_), "before_service") == 0);
  count (&shares[1], TRUE, case_->consent.any);
  count (&shares[2], TRUE, strcmp (amp_review_risk_72h (case_), "yes") == 0);
  count (&shares[3], case_->risk.any, case_->risk_time == AMP_REVIEW_IN_TIME);
  count (&shares[4], open, g_strcmp0 (case_->plan, "active") == 0);
  count (&shares[5], case_->service.any,
         strcmp (first, "0") == 0 || strcmp (first, "1-3") == 0 || strcmp (first, "4-7") == 0);
  shares[6].of += case_->referrals;
  shares[6].n += case_->completed;
  count (&shares[7], g_str_has_prefix (case_->status, "closed"), case_->closed_by_other > 0);
}

static int
by_label (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const Staff *const *) a)->label, (*(const Staff *const *) b)->label);
}

static void
add_staff (AmpReviewOffice *self, GHashTable *staff)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, staff);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (sorted, value);
  g_ptr_array_sort (sorted, by_label);
  for (gsize i = 0; i < N_STAFF; i++)
    for (guint j = 0; j < sorted->len; j++)
      {
        const Staff *one = g_ptr_array_index (sorted, j);
        AmpReviewIndicator indicator = {
          .name = amp_review_staff_names[i], .value = (gint64) one->n[i], .of = -1};

        memcpy (indicator.group, one->label, sizeof indicator.group);
        if (one->n[i] > 0)
          g_array_append_val (self->indicators, indicator);
      }
}

gboolean
amp_review_office_read (AmpReviewOffice *self,
                        AmpReviewRegister *cases,
                        AmpReviewHead *head,
                        guint64 since,
                        GError **error)
{
  g_autoptr (GHashTable) staff =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  Chain chain = {
    .office = self, .cancellable = cases->cancellable, .until = head->head_seq, .staff = staff};
  Share shares[8] = {{0}};

  head->chain_from =
    MAX (since + 1, head->head_seq >= MOST_EVENTS ? head->head_seq - MOST_EVENTS + 1 : 1);
  chain.from = head->chain_from;
  self->events = g_array_new (FALSE, FALSE, sizeof (AmpReviewEvent));
  self->indicators = g_array_new (FALSE, FALSE, sizeof (AmpReviewIndicator));
  amp_review_register_tell (cases, AMP_REVIEW_AT_LOG);
  if (!amp_store_audit_list (amp_session_get_store (cases->session), take_event, &chain, error))
    return FALSE;
  if (chain.stopped)
    return !g_cancellable_set_error_if_cancelled (cases->cancellable, error);
  if (chain.unknown != NULL)
    {
      g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_RULE,
                   "%s holds a code that has no rule for review packs", chain.unknown);
      return FALSE;
    }
  for (guint i = 0; i < cases->cases->len; i++)
    count_case (shares, &g_array_index (cases->cases, AmpReviewCase, i));
  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    add_share (self, amp_review_shares[i], head->k, shares[i].n, shares[i].of);
  add_staff (self, staff);
  return TRUE;
}
