/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a pack: who may have what, the draw, the rows, the check on the very bytes, the ledger,
 * the file. */
#include "domain/approvals.h"
#include "domain/review-private.h"
#include "model/date.h"
#include "review/check.h"
#include "review/fields.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  AmpSession *session;
  const AmpReviewWish *wish;
  gint64 auditor;
  GPtrArray *ledger; /* of AmpReviewRow */
  AmpReviewRegister cases;
  AmpReviewOffice office;
  AmpReviewHead head;
  AmpReviewRecords *records;
  AmpReviewLosses losses;
  AmpSecret *session_key;
  char *classes;
  GBytes *payload;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->ledger, g_ptr_array_unref);
  amp_review_register_clear (&self->cases);
  amp_review_office_clear (&self->office);
  g_clear_pointer (&self->records, amp_review_records_free);
  g_clear_pointer (&self->session_key, amp_secret_free);
  g_clear_pointer (&self->classes, g_free);
  g_clear_pointer (&self->payload, g_bytes_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

/* --- What is asked for --- */

static gint64
find_auditor (AmpSession *session, const char *login, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (amp_session_get_vault (session), error);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (user->active && user->role == AMP_ROLE_AUDITOR && g_strcmp0 (user->login, login) == 0)
        return user->id;
    }
  if (users != NULL)
    amp_review_refuse (AMP_REVIEW_ERROR_AUDITOR, "review: not an active auditor of this vault",
                       error);
  return 0;
}

static guint
k_of (const AmpReviewWish *wish)
{
  return wish->k == 0 ? AMP_REVIEW_K : wish->k;
}

static guint
sample_of (const AmpReviewWish *wish)
{
  return wish->sample == 0 ? AMP_REVIEW_SAMPLE : wish->sample;
}

static gboolean
lowers (const AmpReviewWish *wish)
{
  return k_of (wish) < AMP_REVIEW_K || sample_of (wish) > AMP_REVIEW_SAMPLE;
}

static gint64
thing_of (const AmpReviewWish *wish, gint64 auditor)
{
  return amp_review_thing ("make", k_of (wish), sample_of (wish), "") ^ (auditor << 1 & G_MAXINT64);
}

static gboolean
check_wish (AmpSession *session, const AmpReviewWish *wish, gint64 *auditor, GError **error)
{
  const AmpReviewRule rule = {k_of (wish), AMP_REVIEW_L, AMP_REVIEW_SHARE};

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  if (!amp_review_rule_is_possible (&rule) || sample_of (wish) > 100)
    return amp_review_refuse (AMP_REVIEW_ERROR_FLOOR, "review: below a floor that nobody may lower",
                              error);
  *auditor = find_auditor (session, wish->auditor, error);
  return *auditor != 0;
}

gboolean
amp_review_ask (AmpSession *session,
                const AmpReviewWish *wish,
                const char *note,
                gint64 *approval,
                GError **error)
{
  gint64 auditor;
  g_autofree char *text =
    g_strdup_printf ("review pack, k=%u, sample=%u%%%s%s", k_of (wish), sample_of (wish),
                     note != NULL ? ": " : "", note != NULL ? note : "");
  AmpApprovalRequest request = {"export", 0, 0, text};

  if (!check_wish (session, wish, &auditor, error))
    return FALSE;
  if (!lowers (wish))
    return amp_review_refuse (AMP_REVIEW_ERROR_FLOOR,
                              "review: nothing is lowered that needs an approval", error);
  request.object_id = thing_of (wish, auditor);
  return amp_approvals_request (session, &request, approval, error);
}

/* --- The draw --- */

static guint
n_to_draw (const Making *self)
{
  guint n = self->cases.cases->len;
  guint drawn = (guint) (((guint64) n * self->head.sample + 99) / 100);

  return self->head.sample > AMP_REVIEW_SAMPLE ? drawn : MIN (drawn, AMP_REVIEW_MOST);
}

/* --- The rows --- */

/* Not finer than a pack that may show the same cases, of which hers would tell more; those of this
 * round show none of them. What never was a file showed nobody anything. */
static AmpReviewLevel
level_of (const Making *self, guint n_drawn)
{
  AmpReviewLevel level = amp_review_level_of (n_drawn);

  for (guint i = 0; i < self->ledger->len; i++)
    {
      const AmpReviewRow *row = g_ptr_array_index (self->ledger, i);
      AmpReviewLevel earlier;

      if (row->head_seq > 0 && row->round < self->head.round &&
          amp_review_level_from_code (row->level, &earlier))
        level = MIN (level, earlier);
    }
  return level;
}

static gboolean
make_rows (Making *self, GError **error)
{
  const AmpReviewRule rule = {self->head.k, self->head.l, self->head.share};

  self->session_key = amp_secret_new_random (32);
  self->records = amp_review_records_new (self->head.level);
  for (guint i = 0; i < self->cases.cases->len; i++)
    {
      const AmpReviewCase *case_ = &g_array_index (self->cases.cases, AmpReviewCase, i);
      guint8 hash[8];

      if (!case_->drawn)
        continue;
      amp_review_fill_row (amp_review_records_add (self->records), self->head.level, case_);
      amp_review_hash_case (self->session_key, case_->id, hash);
      amp_review_records_add_code (self->records, hash);
    }
  amp_review_protect (self->records, &rule, &self->losses);
  /* In the order of their codes, which is no order of the register. */
  return amp_review_records_sort (self->records) ||
         amp_review_refuse (AMP_REVIEW_ERROR_EMPTY,
                            "review: two cases have one code; make it again", error);
}

static void
fill_head (Making *self)
{
  guint8 random[8];
  g_autofree char *id = NULL;
  AmpDate today = amp_date_today ();
  g_autofree char *made = amp_date_to_text (&today);

  amp_random (random, sizeof random);
  id = amp_review_hex (random, sizeof random);
  memcpy (self->head.id, id, sizeof self->head.id);
  g_strlcpy (self->head.made, made, sizeof self->head.made);
  self->head.k = k_of (self->wish);
  self->head.l = AMP_REVIEW_L;
  self->head.share = AMP_REVIEW_SHARE;
  self->head.sample = sample_of (self->wish);
  self->head.lowered = lowers (self->wish);
}

/* --- The chain and the pack before --- */

static gboolean
read_office (Making *self, GError **error)
{
  guint8 hash[AMP_HASH_BYTES];
  g_autofree char *hex = NULL;
  guint64 since = 0;

  if (!amp_store_audit_head (amp_session_get_store (self->session), &self->head.head_seq, hash,
                             error))
    return FALSE;
  hex = amp_review_hex (hash, sizeof hash);
  memcpy (self->head.head_hash, hex, sizeof self->head.head_hash);
  for (guint i = 0; i < self->ledger->len; i++)
    {
      const AmpReviewRow *row = g_ptr_array_index (self->ledger, i);

      /* What never was a file told her nothing: the next pack goes on from the one before. */
      if (row->auditor != self->auditor || row->head_seq == 0)
        continue;
      g_strlcpy (self->head.previous, row->pack, sizeof self->head.previous);
      since = row->head_seq;
    }
  return amp_review_office_read (&self->office, &self->cases, &self->head, since, error) &&
         amp_review_releases_read (&self->office, self->session, error);
}

/* --- The check --- */

static gboolean
check (const Making *self, GError **error)
{
  g_autofree AmpReviewEarlier *earlier = g_new0 (AmpReviewEarlier, self->ledger->len + 1);
  gsize length, n = 0;
  const void *data = g_bytes_get_data (self->payload, &length);

  for (guint i = 0; i < self->ledger->len; i++)
    {
      const AmpReviewRow *row = g_ptr_array_index (self->ledger, i);

      if (row->head_seq == 0)
        continue;
      earlier[n++] = (AmpReviewEarlier){.id = row->pack,
                                        .level = row->level,
                                        .sample = row->sample,
                                        .codes = row->codes,
                                        .n_codes = strlen (row->codes) / AMP_REVIEW_CODE_LENGTH,
                                        .classes = row->classes,
                                        .round = row->round};
    }
  return amp_review_check (data, length, earlier, n, error);
}

static void
write_payload (Making *self)
{
  const AmpReviewTables tables = {
    .events = (const AmpReviewEvent *) self->office.events->data,
    .n_events = self->office.events->len,
    .indicators = (const AmpReviewIndicator *) self->office.indicators->data,
    .n_indicators = self->office.indicators->len,
    .releases = (const AmpReviewRelease *) self->office.releases->data,
    .n_releases = self->office.releases->len,
  };

  self->payload = amp_review_pack_write (&self->head, self->records, &tables);
}

static gboolean
make_payload (Making *self, GError **error)
{
  if (!amp_review_fields_check (error))
    return FALSE;
  self->ledger = amp_store_review_list (amp_session_get_store (self->session), error);
  if (self->ledger == NULL || !amp_review_register_read (&self->cases, error))
    return FALSE;
  fill_head (self);
  if (!amp_review_find_round (&self->cases, self->ledger, n_to_draw (self), &self->head.round,
                              error))
    return FALSE;
  self->head.level = level_of (self, amp_review_draw (&self->cases, n_to_draw (self)));
  if (!amp_review_register_read_notes (&self->cases, error) || !make_rows (self, error))
    return FALSE;
  self->head.records = (gint64) self->records->n_rows;
  self->head.withheld = (gint64) self->losses.n_withheld;
  if (self->head.withheld > 0 && self->head.withheld < self->head.k)
    self->head.withheld = -1;
  self->classes = amp_review_records_classes (self->records);
  if (!read_office (self, error))
    return FALSE;
  write_payload (self);
  return check (self, error);
}

static gboolean
make (Making *self,
      AmpSession *session,
      const AmpReviewWish *wish,
      AmpReviewSummary *summary,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  self->session = session;
  self->wish = wish;
  self->cases =
    (AmpReviewRegister){.session = session, .progress = progress, .cancellable = cancellable};
  if (!check_wish (session, wish, &self->auditor, error) || !make_payload (self, error))
    return FALSE;
  *summary = (AmpReviewSummary){.head = self->head,
                                .n_register = self->cases.cases->len,
                                .n_classes = self->losses.n_classes,
                                .n_hidden = self->losses.n_hidden};
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

gboolean
amp_review_preview (AmpSession *session,
                    const AmpReviewWish *wish,
                    AmpReviewSummary *summary,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (Making) making = {0};

  return make (&making, session, wish, summary, progress, cancellable, error);
}

/* --- The ledger and the file --- */

static AmpReviewRow *
row_of (const Making *self, const guint8 file_hash[AMP_HASH_BYTES])
{
  AmpReviewRow *row = amp_review_row_new ();
  GString *codes = g_string_new (NULL);

  row->pack = g_strdup (self->head.id);
  row->auditor = self->auditor;
  row->level = g_strdup (amp_review_level_code (self->head.level));
  row->k = self->head.k;
  row->l = self->head.l;
  row->share = self->head.share;
  row->sample = self->head.sample;
  row->records = self->head.records;
  row->withheld = self->head.withheld;
  row->head_seq = self->head.head_seq;
  for (gsize i = 0; i < self->records->n_rows; i++)
    g_string_append (codes, amp_review_records_code (self->records, i));
  row->codes = g_string_free (codes, FALSE);
  row->classes = g_strdup (self->classes);
  memcpy (row->file_hash, file_hash, AMP_HASH_BYTES);
  return row;
}

static int
compare_codes (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, AMP_REVIEW_CODE_LENGTH);
}

/* The cases of the codes of the line, in their order, which is that of their bytes. */
static gint64 *
cases_of (const Making *self, const AmpReviewRow *row)
{
  g_autoptr (AmpReviewRecords) one = amp_review_records_new (self->head.level);
  gint64 *cases = g_new0 (gint64, self->records->n_rows + 1);

  for (guint i = 0; i < self->cases.cases->len; i++)
    {
      const AmpReviewCase *case_ = &g_array_index (self->cases.cases, AmpReviewCase, i);
      guint8 hash[8];
      const char *found;

      if (!case_->drawn)
        continue;
      amp_review_hash_case (self->session_key, case_->id, hash);
      g_array_set_size (one->codes, 0);
      amp_review_records_add_code (one, hash);
      found = bsearch (amp_review_records_code (one, 0), row->codes, self->records->n_rows,
                       AMP_REVIEW_CODE_LENGTH, compare_codes);
      if (found != NULL)
        cases[(gsize) (found - row->codes) / AMP_REVIEW_CODE_LENGTH] = case_->id;
    }
  return cases;
}

static gboolean
write_keys (Making *self, const AmpReviewRow *row, GError **error)
{
  g_autofree gint64 *cases = cases_of (self, row);
  g_autoptr (AmpReviewKeys) keys = amp_review_keys_make (self->session, row, cases, error);

  return keys != NULL &&
         amp_store_review_put_keys (amp_session_get_store (self->session), row->id, keys, error);
}

static gboolean
write_line (Making *self, AmpReviewRow *row, GError **error)
{
  AmpStore *store = amp_session_get_store (self->session);

  if (lowers (self->wish))
    row->approver = amp_review_take_permit (self->session, "export", self->wish->approval,
                                            thing_of (self->wish, self->auditor), error);
  return row->approver >= 0 && amp_store_review_add (store, row, error) &&
         write_keys (self, row, error) &&
         amp_review_write_drawn (&self->cases, row->id, self->head.round, error) &&
         amp_store_audit (store, AMP_AUDIT_EXPORT, NULL, 0, NULL, "review-pack", error);
}

static gboolean
put_into_ledger (Making *self, AmpReviewRow *row, GError **error)
{
  AmpStore *store = amp_session_get_store (self->session);

  return amp_store_begin (store, error) &&
         amp_store_end (store, write_line (self, row, error), error);
}

gboolean
amp_review_make (AmpSession *session,
                 const AmpReviewWish *wish,
                 const char *path,
                 AmpReviewSummary *summary,
                 AmpProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (Making) making = {0};
  g_autoptr (GBytes) file = NULL;
  g_autoptr (AmpReviewRow) row = NULL;
  g_autoptr (AmpFileRoom) room = NULL;
  g_autofree char *hex = NULL;
  guint8 hash[AMP_HASH_BYTES];
  gsize length;
  const void *data;

  if (!make (&making, session, wish, summary, progress, cancellable, error))
    return FALSE;
  if (making.records->n_rows == 0)
    return amp_review_refuse (AMP_REVIEW_ERROR_EMPTY,
                              "review: no class is large enough to be shown", error);
  data = g_bytes_get_data (making.payload, &length);
  file =
    amp_vault_parcel_seal (amp_session_get_vault (session), making.auditor, data, length, error);
  if (file == NULL)
    return FALSE;
  data = g_bytes_get_data (file, &length);
  amp_hash (data, length, hash);
  row = row_of (&making, hash);
  room = amp_file_room_new (path, length, error);
  if (room == NULL || !put_into_ledger (&making, row, error))
    return FALSE;
  if (!amp_file_room_fill (room, data, error))
    {
      (void) amp_store_review_give_up (amp_session_get_store (session), row->id, NULL);
      return FALSE;
    }
  hex = amp_review_hex (hash, sizeof hash);
  memcpy (summary->file_hash, hex, sizeof summary->file_hash);
  summary->line = row->id;
  return TRUE;
}
