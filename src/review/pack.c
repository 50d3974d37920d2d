/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The payload read: strictly what REVIEW.md lays down, line by line. */
#include "review/pack.h"

#include <string.h>

#define MOST_BYTES (64u << 20)
#define MOST_RECORDS 1000000
#define MOST_EVENTS 200000
#define MOST_INDICATORS 100000
#define MOST_RELEASES 100000
#define MOST_ROUNDS 1000000
#define MOST_CELLS (AMP_REVIEW_MAX_COLUMNS + 1)

struct _AmpReviewPack
{
  AmpReviewHead head;
  AmpReviewRecords *records;
  GArray *events;     /* of AmpReviewEvent */
  GArray *indicators; /* of AmpReviewIndicator */
  GArray *releases;   /* of AmpReviewRelease */
};

typedef struct
{
  const char *at, *end; /* what is not read yet */
  char line[1024];      /* the last line, without its LF */
  char *cells[MOST_CELLS];
  guint number; /* of the last line, from 1 */
  GError **error;
} Reader;

static gboolean
refuse (Reader *self, const char *what)
{
  g_set_error (self->error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT, "Review pack, line %u: %s",
               self->number, what);
  return FALSE;
}

/* --- Lines and cells --- */

static gboolean
next (Reader *self)
{
  const char *lf = memchr (self->at, '\n', (gsize) (self->end - self->at));
  gsize length = lf != NULL ? (gsize) (lf - self->at) : 0;

  self->number++;
  if (lf == NULL || length == 0 || length >= sizeof self->line)
    return refuse (self, "cut off, blank or too long");
  for (const char *at = self->at; at < lf; at++)
    if (*at <= ' ' || *at > '~')
      if (*at != ' ' || at == self->at || at + 1 == lf)
        return refuse (self, "a byte that has no place here");
  memcpy (self->line, self->at, length);
  self->line[length] = '\0';
  self->at = lf + 1;
  return TRUE;
}

static gboolean
expect (Reader *self, const char *text)
{
  return next (self) &&
         (strcmp (self->line, text) == 0 || refuse (self, "not what has to be here"));
}

/* Is the next line the beginning of a section? */
static gboolean
at_section (const Reader *self)
{
  return self->at < self->end && *self->at == '[';
}

static gboolean
split (Reader *self, gsize n)
{
  gsize found = 1;

  if (!next (self))
    return FALSE;
  self->cells[0] = self->line;
  for (char *at = self->line; *at != '\0'; at++)
    if (*at == ',')
      {
        *at = '\0';
        if (found == n)
          return refuse (self, "too many cells");
        self->cells[found++] = at + 1;
      }
  return found == n || refuse (self, "too few cells");
}

static gboolean
is_number (const char *text, gint64 *value)
{
  gsize length = strlen (text);

  if (length == 0 || length > 15 || strspn (text, "0123456789") != length ||
      (text[0] == '0' && length > 1))
    return FALSE;
  *value = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

static gboolean
is_of (const char *text, const char *letters, gsize length)
{
  return strlen (text) == length && strspn (text, letters) == length;
}

#define HEX "0123456789abcdef"
#define BASE32 "abcdefghijklmnopqrstuvwxyz234567"

static const char *
code_of (const char *const *codes, const char *text)
{
  for (gsize i = 0; codes[i] != NULL; i++)
    if (strcmp (codes[i], text) == 0)
      return codes[i];
  return NULL;
}

/* --- [pack] --- */

static const char *
value_of (Reader *self, const char *key)
{
  gsize length = strlen (key);

  if (!next (self))
    return NULL;
  if (strncmp (self->line, key, length) == 0 && self->line[length] == '=')
    return self->line + length + 1;
  refuse (self, "another key");
  return NULL;
}

static gboolean
read_number (Reader *self, const char *key, gint64 least, gint64 most, gint64 *value)
{
  const char *text = value_of (self, key);

  return text != NULL && ((is_number (text, value) && *value >= least && *value <= most) ||
                          refuse (self, "not a number that may be here"));
}

static gboolean
read_letters (Reader *self, const char *key, gsize length, char *out)
{
  const char *text = value_of (self, key);

  if (text == NULL)
    return FALSE;
  if (!is_of (text, HEX, length))
    return refuse (self, "not a number in hex of that length");
  memcpy (out, text, length + 1);
  return TRUE;
}

static gboolean
read_day (Reader *self, char out[11])
{
  const char *text = value_of (self, "made");
  GDate date;

  if (text == NULL)
    return FALSE;
  g_date_clear (&date, 1);
  if (is_of (text, "0123456789-", 10) && text[4] == '-' && text[7] == '-' &&
      g_date_valid_dmy ((GDateDay) g_ascii_strtoull (text + 8, NULL, 10),
                        (GDateMonth) g_ascii_strtoull (text + 5, NULL, 10),
                        (GDateYear) g_ascii_strtoull (text, NULL, 10)))
    {
      g_strlcpy (out, text, 11);
      return TRUE;
    }
  return refuse (self, "not a day");
}

static gboolean
read_rules (Reader *self, AmpReviewHead *head)
{
  gint64 k, l, share, sample;
  const char *text;

  text = value_of (self, "level");
  if (text == NULL ||
      (!amp_review_level_from_code (text, &head->level) && !refuse (self, "not a level")))
    return FALSE;
  if (!read_number (self, "k", 5, 1000, &k) || !read_number (self, "l", 3, 10, &l) ||
      !read_number (self, "share", 50, 80, &share) ||
      !read_number (self, "sample", 1, 100, &sample))
    return FALSE;
  head->k = (guint) k;
  head->l = (guint) l;
  head->share = (guint) share;
  head->sample = (guint) sample;
  text = value_of (self, "lowered");
  if (text == NULL)
    return FALSE;
  head->lowered = strcmp (text, "yes") == 0;
  return head->lowered || strcmp (text, "no") == 0 || refuse (self, "neither yes nor no");
}

static gboolean
read_withheld (Reader *self, AmpReviewHead *head)
{
  const char *text = value_of (self, "withheld");

  if (text == NULL)
    return FALSE;
  if (strcmp (text, AMP_REVIEW_HIDDEN) == 0)
    head->withheld = -1;
  else if (!is_number (text, &head->withheld))
    return refuse (self, "not a number");
  return TRUE;
}

static gboolean
read_previous (Reader *self, AmpReviewHead *head)
{
  const char *text = value_of (self, "previous");

  if (text == NULL)
    return FALSE;
  if (strcmp (text, "-") != 0)
    {
      if (!is_of (text, HEX, 16))
        return refuse (self, "not a pack");
      g_strlcpy (head->previous, text, sizeof head->previous);
    }
  return TRUE;
}

static gboolean
read_head (Reader *self, AmpReviewHead *head)
{
  gint64 seq, from, round;

  if (!expect (self, "amparo-review 2") || !expect (self, "[pack]") ||
      !read_letters (self, "id", 16, head->id) || !read_day (self, head->made) ||
      !read_rules (self, head) || !read_number (self, "records", 0, MOST_RECORDS, &head->records) ||
      !read_withheld (self, head) || !read_number (self, "head_seq", 1, G_MAXINT64, &seq) ||
      !read_letters (self, "head_hash", 64, head->head_hash) || !read_previous (self, head) ||
      !read_number (self, "chain_from", 1, seq + 1, &from) ||
      !read_number (self, "round", 1, MOST_ROUNDS, &round))
    return FALSE;
  head->head_seq = (guint64) seq;
  head->chain_from = (guint64) from;
  head->round = (guint) round;
  return TRUE;
}

/* --- [records] --- */

static gboolean
read_row (Reader *self, AmpReviewPack *pack)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (pack->head.level, &n);
  guint8 *cells;

  if (!split (self, n + 1))
    return FALSE;
  if (!is_of (self->cells[0], BASE32, AMP_REVIEW_CODE_LENGTH))
    return refuse (self, "not a code");
  if (pack->records->n_rows > 0 &&
      strcmp (amp_review_records_code (pack->records, pack->records->n_rows - 1), self->cells[0]) >=
        0)
    return refuse (self, "a code out of order");
  cells = amp_review_records_add (pack->records);
  g_array_append_vals (pack->records->codes, self->cells[0], 1);
  for (gsize i = 0; i < n; i++)
    {
      const char *text = self->cells[i + 1];
      gssize place = amp_review_column_code (columns[i], text);

      if (place < 0 &&
          (strcmp (text, AMP_REVIEW_HIDDEN) != 0 || columns[i]->kind != AMP_REVIEW_SENSITIVE))
        return refuse (self, "not a code of its column");
      cells[i] = (guint8) (place + 1);
    }
  return TRUE;
}

static gboolean
read_records_header (Reader *self, AmpReviewLevel level)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (level, &n);

  if (!expect (self, "[records]") || !split (self, n + 1))
    return FALSE;
  if (strcmp (self->cells[0], "code") != 0)
    return refuse (self, "another column");
  for (gsize i = 0; i < n; i++)
    if (strcmp (self->cells[i + 1], columns[i]->name) != 0)
      return refuse (self, "another column");
  return TRUE;
}

static gboolean
read_records (Reader *self, AmpReviewPack *pack)
{
  pack->records = amp_review_records_new (pack->head.level);
  if (!read_records_header (self, pack->head.level))
    return FALSE;
  while (!at_section (self))
    if (!read_row (self, pack))
      return FALSE;
  return (gint64) pack->records->n_rows == pack->head.records ||
         refuse (self, "another number of records");
}

/* --- [chain] and [indicators] --- */

static gboolean
read_event (Reader *self, AmpReviewPack *pack)
{
  AmpReviewEvent event = {.seq = pack->head.chain_from + pack->events->len};
  gint64 seq;

  if (!split (self, 6))
    return FALSE;
  event.gap = code_of (amp_review_gaps, self->cells[1]);
  event.role = code_of (amp_review_roles, self->cells[3]);
  event.action = code_of (amp_review_actions, self->cells[4]);
  event.object = code_of (amp_review_objects, self->cells[5]);
  if (!is_number (self->cells[0], &seq) || (guint64) seq != event.seq)
    return refuse (self, "an event out of order");
  if (!is_of (self->cells[2], BASE32, 6) || event.gap == NULL || event.role == NULL ||
      event.action == NULL || event.object == NULL || pack->events->len == MOST_EVENTS)
    return refuse (self, "not an event");
  g_strlcpy (event.actor, self->cells[2], sizeof event.actor);
  g_array_append_val (pack->events, event);
  return TRUE;
}

static gboolean
read_chain (Reader *self, AmpReviewPack *pack)
{
  if (!expect (self, "[chain]") || !expect (self, "seq,gap,actor,role,action,object"))
    return FALSE;
  while (!at_section (self))
    if (!read_event (self, pack))
      return FALSE;
  return pack->head.chain_from + pack->events->len == pack->head.head_seq + 1 ||
         refuse (self, "the events do not end at the head");
}

static gboolean
read_indicator (Reader *self, AmpReviewPack *pack)
{
  AmpReviewIndicator indicator = {.value = -1, .of = -1};
  gboolean share;

  if (!split (self, 4))
    return FALSE;
  share = code_of (amp_review_shares, self->cells[0]) != NULL;
  indicator.name = code_of (share ? amp_review_shares : amp_review_staff_names, self->cells[0]);
  if (indicator.name == NULL || pack->indicators->len == MOST_INDICATORS)
    return refuse (self, "not an indicator");
  if (share ? strcmp (self->cells[1], "-") != 0 : !is_of (self->cells[1], BASE32, 6))
    return refuse (self, "not the group of such an indicator");
  if (!(share && strcmp (self->cells[2], AMP_REVIEW_HIDDEN) == 0) &&
      !is_number (self->cells[2], &indicator.value))
    return refuse (self, "not the value of such an indicator");
  if (share ? strcmp (self->cells[3], AMP_REVIEW_HIDDEN) != 0 &&
                !is_number (self->cells[3], &indicator.of)
            : strcmp (self->cells[3], "-") != 0)
    return refuse (self, "not a number that an indicator is of");
  if (!share)
    g_strlcpy (indicator.group, self->cells[1], sizeof indicator.group);
  g_array_append_val (pack->indicators, indicator);
  return TRUE;
}

static gboolean
read_indicators (Reader *self, AmpReviewPack *pack)
{
  if (!expect (self, "[indicators]") || !expect (self, "name,group,value,of"))
    return FALSE;
  while (!at_section (self))
    if (!read_indicator (self, pack))
      return FALSE;
  return TRUE;
}

/* --- [releases] --- */

/* "2026", "2026-Q1", "2026-03". */
static gboolean
is_period (const char *text)
{
  const gsize length = strlen (text);

  if (length < 4 || strspn (text, "0123456789") != 4)
    return FALSE;
  if (length == 4)
    return TRUE;
  if (length != 7 || text[4] != '-')
    return FALSE;
  if (text[5] == 'Q')
    return text[6] >= '1' && text[6] <= '4';
  return (text[5] == '0' && text[6] >= '1' && text[6] <= '9') ||
         (text[5] == '1' && text[6] >= '0' && text[6] <= '2');
}

static gboolean
read_release (Reader *self, AmpReviewPack *pack)
{
  AmpReviewRelease release = {0};
  const guint n = pack->releases->len;
  gint64 number;

  if (!split (self, 7))
    return FALSE;
  if (!is_number (self->cells[0], &number) || number < 1 || n == MOST_RELEASES ||
      (n > 0 && (guint64) number <= g_array_index (pack->releases, AmpReviewRelease, n - 1).line))
    return refuse (self, "a release out of order");
  release.line = (guint64) number;
  release.rule = code_of (amp_review_release_rules, self->cells[1]);
  release.unit = code_of (amp_review_release_units, self->cells[2]);
  release.state = code_of (amp_review_release_states, self->cells[5]);
  if (release.rule == NULL || release.unit == NULL || release.state == NULL ||
      !is_period (self->cells[3]) || !is_period (self->cells[4]) || strlen (self->cells[4]) != 7 ||
      self->cells[4][5] == 'Q' || !is_of (self->cells[6], HEX, 64))
    return refuse (self, "not a release");
  g_strlcpy (release.period, self->cells[3], sizeof release.period);
  g_strlcpy (release.made, self->cells[4], sizeof release.made);
  g_strlcpy (release.hash, self->cells[6], sizeof release.hash);
  g_array_append_val (pack->releases, release);
  return TRUE;
}

static gboolean
read_releases (Reader *self, AmpReviewPack *pack)
{
  if (!expect (self, "[releases]") || !expect (self, "line,rule,unit,period,made,state,hash"))
    return FALSE;
  while (!at_section (self))
    if (!read_release (self, pack))
      return FALSE;
  return TRUE;
}

static gboolean
read_end (Reader *self)
{
  gint64 n_before = self->number, lines;

  return expect (self, "[end]") && read_number (self, "lines", n_before, n_before, &lines) &&
         (self->at == self->end || refuse (self, "something behind the end"));
}

/* --- The pack --- */

AmpReviewPack *
amp_review_pack_read (GBytes *payload, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (payload, &length);
  g_autoptr (AmpReviewPack) self = g_new0 (AmpReviewPack, 1);
  Reader reader = {.at = data, .end = data + length, .error = error};

  self->events = g_array_new (FALSE, FALSE, sizeof (AmpReviewEvent));
  self->indicators = g_array_new (FALSE, FALSE, sizeof (AmpReviewIndicator));
  self->releases = g_array_new (FALSE, FALSE, sizeof (AmpReviewRelease));
  if (length == 0 || length > MOST_BYTES)
    {
      refuse (&reader, "nothing, or too much");
      return NULL;
    }
  if (!read_head (&reader, &self->head) || !read_records (&reader, self) ||
      !read_chain (&reader, self) || !read_indicators (&reader, self) ||
      !read_releases (&reader, self) || !read_end (&reader))
    return NULL;
  return g_steal_pointer (&self);
}

void
amp_review_pack_free (AmpReviewPack *self)
{
  if (self == NULL)
    return;
  amp_review_records_free (self->records);
  g_array_unref (self->events);
  g_array_unref (self->indicators);
  g_array_unref (self->releases);
  g_free (self);
}

const AmpReviewHead *
amp_review_pack_head (const AmpReviewPack *self)
{
  return &self->head;
}

gsize
amp_review_pack_n_columns (const AmpReviewPack *self)
{
  return self->records->n_columns;
}

const AmpReviewColumn *
amp_review_pack_column (const AmpReviewPack *self, gsize column)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (self->head.level, &n);

  g_return_val_if_fail (column < n, NULL);
  return columns[column];
}

gsize
amp_review_pack_n_rows (const AmpReviewPack *self)
{
  return self->records->n_rows;
}

const char *
amp_review_pack_code (const AmpReviewPack *self, gsize row)
{
  g_return_val_if_fail (row < self->records->n_rows, NULL);
  return amp_review_records_code (self->records, row);
}

const char *
amp_review_pack_cell (const AmpReviewPack *self, gsize row, gsize column)
{
  guint8 cell;

  g_return_val_if_fail (row < self->records->n_rows && column < self->records->n_columns, NULL);
  cell = amp_review_records_row (self->records, row)[column];
  return cell == AMP_REVIEW_CELL_HIDDEN ? AMP_REVIEW_HIDDEN
                                        : amp_review_pack_column (self, column)->codes[cell - 1];
}

gssize
amp_review_pack_find (const AmpReviewPack *self, const char *code)
{
  gsize low = 0, high = self->records->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;
      int order = strcmp (amp_review_records_code (self->records, middle), code);

      if (order == 0)
        return (gssize) middle;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return -1;
}

const AmpReviewEvent *
amp_review_pack_events (const AmpReviewPack *self, gsize *n)
{
  *n = self->events->len;
  return (const AmpReviewEvent *) self->events->data;
}

const AmpReviewIndicator *
amp_review_pack_indicators (const AmpReviewPack *self, gsize *n)
{
  *n = self->indicators->len;
  return (const AmpReviewIndicator *) self->indicators->data;
}

const AmpReviewRelease *
amp_review_pack_releases (const AmpReviewPack *self, gsize *n)
{
  *n = self->releases->len;
  return (const AmpReviewRelease *) self->releases->data;
}

const AmpReviewRelease *
amp_review_pack_find_release (const AmpReviewPack *self, const char *hash)
{
  for (guint i = 0; i < self->releases->len; i++)
    {
      const AmpReviewRelease *release = &g_array_index (self->releases, AmpReviewRelease, i);

      if (g_ascii_strcasecmp (release->hash, hash) == 0)
        return release;
    }
  return NULL;
}
