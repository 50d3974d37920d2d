/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor ticks, writes and asks: the value. Its text is in notes-text.c. */
#include "review/notes-private.h"

#include <string.h>

static const char *const about_codes[AMP_ABOUTS] = {
  "consent", "risk_72h", "plan", "outcome", "chain", "indicator", "report", "other",
};

const char *
amp_about_to_code (guint about)
{
  return about < AMP_ABOUTS ? about_codes[about] : NULL;
}

gboolean
amp_about_from_code (const char *code, guint *about)
{
  for (guint i = 0; i < AMP_ABOUTS; i++)
    if (g_str_equal (about_codes[i], code))
      {
        *about = i;
        return TRUE;
      }
  return FALSE;
}

static void
record_free (gpointer data)
{
  AmpNoteRecord *self = data;

  g_free (self->remark);
  g_free (self);
}

static void
finding_free (gpointer data)
{
  AmpNoteFinding *self = data;

  g_free (self->code);
  g_free (self->text);
  g_free (self);
}

static void
draw_free (gpointer data)
{
  AmpDraw *self = data;

  g_free (self->columns);
  g_free (self);
}

static void
asked_free (gpointer data)
{
  AmpAsked *self = data;

  g_free (self->columns);
  g_free (self);
}

static void
reconciled_free (gpointer data)
{
  AmpReconciled *self = data;

  g_free (self->release);
  g_free (self->day);
  g_free (self);
}

AmpReviewNotes *
amp_review_notes_new (const char *pack)
{
  AmpReviewNotes *self = g_new0 (AmpReviewNotes, 1);

  self->pack = g_strdup (pack);
  self->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, record_free);
  self->findings = g_ptr_array_new_with_free_func (finding_free);
  self->draws = g_ptr_array_new_with_free_func (draw_free);
  self->queries = g_ptr_array_new_with_free_func (asked_free);
  self->reconciled = g_ptr_array_new_with_free_func (reconciled_free);
  return self;
}

void
amp_review_notes_free (AmpReviewNotes *self)
{
  g_free (self->pack);
  g_free (self->day);
  g_hash_table_unref (self->records);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->draws);
  g_ptr_array_unref (self->queries);
  g_ptr_array_unref (self->reconciled);
  g_free (self);
}

const char *
amp_review_notes_get_pack (const AmpReviewNotes *self)
{
  return self->pack;
}

const char *
amp_review_notes_get_day (const AmpReviewNotes *self)
{
  return self->day;
}

void
amp_review_notes_set_day (AmpReviewNotes *self, const char *day)
{
  g_free (self->day);
  self->day = g_strdup (day);
}

gboolean
amp_review_notes_is_empty (const AmpReviewNotes *self)
{
  return g_hash_table_size (self->records) == 0 && self->findings->len == 0 &&
         self->draws->len == 0 && self->queries->len == 0 && self->reconciled->len == 0;
}

/* --- Records --- */

static const AmpNoteRecord *
find_record (const AmpReviewNotes *self, const char *code)
{
  return g_hash_table_lookup (self->records, code);
}

AmpNoteRecord *
amp_review_notes_take_record (AmpReviewNotes *self, const char *code)
{
  AmpNoteRecord *record = g_hash_table_lookup (self->records, code);

  if (record == NULL)
    {
      record = g_new0 (AmpNoteRecord, 1);
      record->remark = g_strdup ("");
      g_hash_table_insert (self->records, g_strdup (code), record);
    }
  return record;
}

static void
drop_blank_record (AmpReviewNotes *self, const char *code)
{
  const AmpNoteRecord *record = find_record (self, code);

  if (record != NULL && *record->remark == '\0' && amp_review_notes_count_ticks (self, code) == 0)
    g_hash_table_remove (self->records, code);
}

AmpTick
amp_review_notes_get_tick (const AmpReviewNotes *self, const char *code, AmpStandard standard)
{
  const AmpNoteRecord *record = find_record (self, code);

  return record != NULL ? record->ticks[standard] : AMP_TICK_NONE;
}

void
amp_review_notes_set_tick (AmpReviewNotes *self,
                           const char *code,
                           AmpStandard standard,
                           AmpTick tick)
{
  amp_review_notes_take_record (self, code)->ticks[standard] = tick;
  drop_blank_record (self, code);
}

const char *
amp_review_notes_get_remark (const AmpReviewNotes *self, const char *code)
{
  const AmpNoteRecord *record = find_record (self, code);

  return record != NULL ? record->remark : "";
}

/* A copy that is valid UTF-8, holds no NUL and is not too long. */
static char *
fit_text (const char *text)
{
  char *fitting = g_utf8_make_valid (text, -1);
  gsize length = strlen (fitting);

  if (length > AMP_NOTES_TEXT_MAX)
    {
      char *end = g_utf8_find_prev_char (fitting, fitting + AMP_NOTES_TEXT_MAX + 1);

      *end = '\0';
    }
  return fitting;
}

void
amp_review_notes_set_remark (AmpReviewNotes *self, const char *code, const char *text)
{
  AmpNoteRecord *record = amp_review_notes_take_record (self, code);

  g_free (record->remark);
  record->remark = fit_text (text);
  drop_blank_record (self, code);
}

guint
amp_review_notes_count_ticks (const AmpReviewNotes *self, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < AMP_STANDARDS; i++)
    n += amp_review_notes_get_tick (self, code, i) != AMP_TICK_NONE ? 1 : 0;
  return n;
}

guint
amp_review_notes_count (const AmpReviewNotes *self, AmpStandard standard, AmpTick tick)
{
  GHashTableIter iter;
  gpointer record;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    n += ((AmpNoteRecord *) record)->ticks[standard] == tick ? 1 : 0;
  return n;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
amp_review_notes_list_records (const AmpReviewNotes *self)
{
  GPtrArray *codes = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer code;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    g_ptr_array_add (codes, code);
  g_ptr_array_sort (codes, compare_strings);
  return codes;
}

/* --- Findings --- */

guint
amp_review_notes_n_findings (const AmpReviewNotes *self)
{
  return self->findings->len;
}

const AmpNoteFinding *
amp_review_notes_get_finding (const AmpReviewNotes *self, guint n)
{
  return n < self->findings->len ? self->findings->pdata[n] : NULL;
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return *stripped == '\0';
}

gboolean
amp_review_notes_set_finding (
  AmpReviewNotes *self, guint n, guint about, const char *code, const char *text)
{
  AmpNoteFinding *finding;

  if (about >= AMP_ABOUTS || n > self->findings->len || n >= AMP_NOTES_FINDINGS_MAX ||
      is_blank (text))
    return FALSE;
  finding = g_new0 (AmpNoteFinding, 1);
  finding->about = about;
  finding->code = g_strdup (code);
  finding->text = fit_text (text);
  if (n < self->findings->len)
    g_ptr_array_remove_index (self->findings, n);
  g_ptr_array_insert (self->findings, (int) n, finding);
  return TRUE;
}

void
amp_review_notes_drop_finding (AmpReviewNotes *self, guint n)
{
  if (n < self->findings->len)
    g_ptr_array_remove_index (self->findings, n);
}

/* --- What she asked --- */

AmpAsked *
amp_review_notes_take_query (AmpReviewNotes *self, const char *columns)
{
  AmpAsked *asked;

  for (guint i = 0; i < self->queries->len; i++)
    {
      asked = self->queries->pdata[i];
      if (g_str_equal (asked->columns, columns))
        return asked;
    }
  asked = g_new0 (AmpAsked, 1);
  asked->columns = g_strdup (columns);
  g_ptr_array_add (self->queries, asked);
  return asked;
}

void
amp_review_notes_log_query (AmpReviewNotes *self, const char *columns, gboolean shown)
{
  AmpAsked *asked = amp_review_notes_take_query (self, columns);
  guint *n = shown ? &asked->shown : &asked->refused;

  if (*n < AMP_NOTES_COUNT_MAX)
    (*n)++;
}

/* The same one twice in a row is one: she came back to it. */
void
amp_review_notes_log_draw (AmpReviewNotes *self, guint64 seed, guint size, const char *columns)
{
  const AmpDraw *last = self->draws->len > 0 ? self->draws->pdata[self->draws->len - 1] : NULL;
  AmpDraw *draw;

  if (last != NULL && last->seed == seed && last->size == size &&
      g_str_equal (last->columns, columns))
    return;
  draw = g_new0 (AmpDraw, 1);
  draw->seed = seed;
  draw->size = size;
  draw->columns = g_strdup (columns);
  g_ptr_array_add (self->draws, draw);
}

guint
amp_review_notes_count_queries (const AmpReviewNotes *self)
{
  guint n = 0;

  for (guint i = 0; i < self->queries->len; i++)
    {
      const AmpAsked *asked = self->queries->pdata[i];

      n += asked->shown + asked->refused;
    }
  return n;
}

const GPtrArray *
amp_review_notes_get_queries (const AmpReviewNotes *self)
{
  return self->queries;
}

const GPtrArray *
amp_review_notes_get_draws (const AmpReviewNotes *self)
{
  return self->draws;
}

void
amp_review_notes_log_reconciled (AmpReviewNotes *self, const char *release, gboolean agrees)
{
  AmpReconciled *reconciled = g_new0 (AmpReconciled, 1);

  reconciled->release = fit_text (release);
  reconciled->result = agrees ? AMP_COMPARED_AGREES : AMP_COMPARED_DIFFERS;
  g_ptr_array_add (self->reconciled, reconciled);
}

gboolean
amp_review_notes_log_unlisted (AmpReviewNotes *self, const char *hash, const char *day)
{
  AmpReconciled *reconciled;

  for (guint i = 0; i < self->reconciled->len; i++)
    {
      const AmpReconciled *each = self->reconciled->pdata[i];

      if (each->result == AMP_COMPARED_UNLISTED && g_str_equal (each->release, hash))
        return FALSE;
    }
  reconciled = g_new0 (AmpReconciled, 1);
  reconciled->release = g_strdup (hash);
  reconciled->result = AMP_COMPARED_UNLISTED;
  reconciled->day = g_strdup (day);
  g_ptr_array_add (self->reconciled, reconciled);
  return TRUE;
}

const GPtrArray *
amp_review_notes_get_reconciled (const AmpReviewNotes *self)
{
  return self->reconciled;
}
