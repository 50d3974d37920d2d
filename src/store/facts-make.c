/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a person's row of facts is made from the records, packed and unpacked. */
#include "store/facts-private.h"

#include "store/statement.h"

#include <string.h>

/* --- Numbers --- */

static const guint widths[AMP_N_FACTS] = {
  [AMP_FACT_PERSON] = AMP_PERSON_WIDTH,     [AMP_FACT_NATIONALITY] = 1,
  [AMP_FACT_CASE] = AMP_CASE_WIDTH,         [AMP_FACT_SERVICE] = AMP_SERVICE_WIDTH,
  [AMP_FACT_REFERRAL] = AMP_REFERRAL_WIDTH, [AMP_FACT_SITUATION] = AMP_SITUATION_WIDTH,
  [AMP_FACT_TYPE] = AMP_TYPE_WIDTH,         [AMP_FACT_CONSENT] = AMP_CONSENT_WIDTH,
};

guint
amp_fact_width (AmpFact fact)
{
  return widths[fact];
}

#define PACKED_UNKNOWN G_MAXUINT32

/* Year, month and day, the coarser first and its finer parts 0: sorts like the text. */
guint32
amp_fact_pack_date (const char *text)
{
  AmpDate date;

  if (text == NULL || !amp_date_parse (text, &date) || date.precision == AMP_DATE_NONE)
    return 0;
  if (date.precision == AMP_DATE_UNKNOWN)
    return PACKED_UNKNOWN;
  return (guint32) date.year << 9 | (guint32) date.month << 5 | date.day;
}

AmpDate
amp_fact_date (guint32 packed)
{
  AmpDate date = {0};

  if (packed == PACKED_UNKNOWN)
    date.precision = AMP_DATE_UNKNOWN;
  if (packed == 0 || packed == PACKED_UNKNOWN)
    return date;
  date.year = (guint16) (packed >> 9);
  date.month = packed >> 5 & 15;
  date.day = packed & 31;
  date.precision = date.day != 0 ? AMP_DATE_DAY : date.month != 0 ? AMP_DATE_MONTH : AMP_DATE_YEAR;
  return date;
}

gint64
amp_fact_case_id (const guint32 *case_)
{
  return (gint64) ((guint64) case_[AMP_CASE_ID_HIGH] << 32 | case_[AMP_CASE_ID_LOW]);
}

/* --- Bytes: of each kind its number of rows, its length, its numbers, seven bits a byte --- */

static void
put (GByteArray *bytes, guint32 number)
{
  guint8 rest[5];
  guint n = 0;

  do
    {
      rest[n++] = (guint8) ((number & 127) | (number > 127 ? 128 : 0));
      number >>= 7;
    }
  while (number != 0);
  g_byte_array_append (bytes, rest, n);
}

static gboolean
get (const guint8 **at, const guint8 *end, guint32 *number)
{
  guint64 value = 0;

  for (guint shift = 0; *at < end && shift < 35; shift += 7)
    {
      guint8 byte = *(*at)++;

      value |= (guint64) (byte & 127) << shift;
      if (byte < 128)
        {
          *number = (guint32) value;
          return value <= G_MAXUINT32;
        }
    }
  return FALSE;
}

static void
pack (GByteArray *bytes, GArray *const numbers[AMP_N_FACTS])
{
  g_autoptr (GByteArray) part = g_byte_array_new ();

  g_byte_array_set_size (bytes, 0);
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    {
      g_byte_array_set_size (part, 0);
      for (guint i = 0; i < numbers[fact]->len; i++)
        put (part, g_array_index (numbers[fact], guint32, i));
      put (bytes, numbers[fact]->len / widths[fact]);
      put (bytes, part->len);
      g_byte_array_append (bytes, part->data, part->len);
    }
}

static gboolean
unpack_numbers (const guint8 *at, const guint8 *end, guint32 n, GArray *pool)
{
  guint32 number;

  while (n-- > 0)
    {
      /* Most are small. */
      if (at < end && *at < 128)
        number = *at++;
      else if (!get (&at, end, &number))
        return FALSE;
      g_array_append_val (pool, number);
    }
  return at == end;
}

/* Places among cases and situations, wherever they are named. */
static gboolean
places_are_sound (const AmpPersonFacts *facts, guint n_cases, guint n_situations)
{
  static const AmpFact of_cases[] = {AMP_FACT_SERVICE, AMP_FACT_REFERRAL, AMP_FACT_SITUATION,
                                     AMP_FACT_CONSENT};

  for (guint k = 0; k < G_N_ELEMENTS (of_cases); k++)
    for (guint i = 0; i < facts->n[of_cases[k]]; i++)
      if (facts->facts[of_cases[k]][i * widths[of_cases[k]]] >= n_cases)
        return FALSE;
  for (guint i = 0; i < facts->n[AMP_FACT_TYPE]; i++)
    if (facts->facts[AMP_FACT_TYPE][i * AMP_TYPE_WIDTH] >= n_situations)
      return FALSE;
  return TRUE;
}

gboolean
amp_fact_unpack (
  const guint8 *bytes, gsize length, guint wanted, GArray *pool, AmpPersonFacts *facts)
{
  const guint8 *at = bytes, *end = bytes + length;
  guint first[AMP_N_FACTS], rows[AMP_N_FACTS];

  g_array_set_size (pool, 0);
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    {
      guint32 size;
      gboolean is_wanted = (wanted & (1u << fact)) != 0;

      if (!get (&at, end, &rows[fact]) || !get (&at, end, &size) || size > (gsize) (end - at) ||
          rows[fact] > size)
        return FALSE;
      first[fact] = pool->len;
      facts->n[fact] = is_wanted ? rows[fact] : 0;
      if (is_wanted && !unpack_numbers (at, at + size, rows[fact] * widths[fact], pool))
        return FALSE;
      at += size;
    }
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    facts->facts[fact] = (const guint32 *) (gpointer) pool->data + first[fact];
  return at == end && rows[AMP_FACT_PERSON] == 1 &&
         places_are_sound (facts, rows[AMP_FACT_CASE], rows[AMP_FACT_SITUATION]);
}

/* --- Words --- */

gboolean
amp_fact_words_load (AmpFactWords *self, AmpStore *store, GError **error)
{
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (store, "SELECT id, text FROM main.facts_word ORDER BY id", error);
  int on_row = -1;

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (self->texts, NULL);
  while (statement != NULL && (on_row = amp_statement_step (statement, error)) > 0)
    {
      char *text = g_strdup (amp_statement_text (statement, 1));

      if (amp_statement_int (statement, 0) != self->texts->len)
        {
          g_free (text);
          g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                               "The words of the counts have a gap");
          return FALSE;
        }
      g_hash_table_insert (self->words, text, GUINT_TO_POINTER (self->texts->len));
      g_ptr_array_add (self->texts, text);
    }
  return on_row == 0;
}

void
amp_fact_words_clear (AmpFactWords *self)
{
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
}

/* --- Making --- */

typedef enum
{
  ASK_PERSON,
  ASK_NATIONALITY,
  ASK_CASES,
  ASK_SERVICES,
  ASK_OTHERS,
  ASK_REFERRALS,
  ASK_SITUATIONS,
  ASK_TYPES,
  ASK_CONSENTS,
  N_ASKED
} Asked;

static const char *const questions[N_ASKED] = {
  [ASK_PERSON] = "SELECT residence_region, sex_registered, gender, age_band, birth_year "
                 "FROM main.person WHERE id = ?1",
  [ASK_NATIONALITY] = "SELECT code FROM main.person__nationality WHERE owner = ?1 ORDER BY code",
  [ASK_CASES] = "SELECT id, person = ?1 AND deleted_at IS NULL, opened_on, office_region, status, "
                "trafficking_status FROM main.\"case\" WHERE id IN "
                "(SELECT id FROM main.\"case\" WHERE person = ?1 "
                "UNION SELECT \"case\" FROM main.service WHERE person = ?1 AND deleted_at IS NULL "
                "UNION SELECT \"case\" FROM main.referral WHERE person = ?1 AND deleted_at IS NULL)"
                " ORDER BY id",
  [ASK_SERVICES] = "SELECT \"case\", 1, delivered_on, region, service_type, institution "
                   "FROM main.service WHERE person = ?1 AND deleted_at IS NULL "
                   "AND status = 'delivered' ORDER BY id",
  [ASK_OTHERS] = "SELECT \"case\", 0, delivered_on, region, service_type, institution "
                 "FROM main.service WHERE \"case\" = ?1 AND person <> ?2 AND deleted_at IS NULL "
                 "AND status = 'delivered' ORDER BY id",
  [ASK_REFERRALS] =
    "SELECT \"case\", direction, sent_on, service_type, state, to_institution, (SELECT max (id) "
    "FROM main.referral_event WHERE referral = r.id AND deleted_at IS NULL AND state IN "
    "('rejected', 'no_answer')) AS refusal, (SELECT reason_code FROM main.referral_event WHERE "
    "id = (SELECT max (id) FROM main.referral_event WHERE referral = r.id AND deleted_at IS NULL "
    "AND state IN ('rejected', 'no_answer'))) FROM main.referral r WHERE person = ?1 AND "
    "deleted_at IS NULL ORDER BY id",
  [ASK_SITUATIONS] = "SELECT id, region_exploit, region_recruit FROM main.situation "
                     "WHERE \"case\" = ?1 AND deleted_at IS NULL ORDER BY id",
  [ASK_TYPES] = "SELECT code FROM main.situation__exploitation_type WHERE owner = ?1 ORDER BY code",
  [ASK_CONSENTS] = "SELECT purpose, \"on\", decision, withdrawn_on, expires_on FROM main.consent "
                   "WHERE \"case\" = ?1 AND deleted_at IS NULL ORDER BY id",
};

struct _AmpFactMaker
{
  AmpFactWords *words;
  AmpStatement *asked[N_ASKED];
  AmpStatement *new_word;       /* NULL: learns none */
  GArray *numbers[AMP_N_FACTS]; /* guint32 */
  GArray *cases;                /* gint64, ids */
  GByteArray *bytes;
  gboolean good; /* no word failed to be written */
};

AmpFactMaker *
amp_fact_maker_new (AmpStore *store, AmpFactWords *words, gboolean learns, GError **error)
{
  g_autoptr (AmpFactMaker) self = g_new0 (AmpFactMaker, 1);

  self->words = words;
  self->cases = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->bytes = g_byte_array_new ();
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    self->numbers[fact] = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < N_ASKED; i++)
    if ((self->asked[i] = amp_statement_borrow (store, questions[i], error)) == NULL)
      return NULL;
  if (learns)
    self->new_word =
      amp_statement_borrow (store, "INSERT INTO main.facts_word (id, text) VALUES (?1, ?2)", error);
  return self->new_word != NULL || !learns ? g_steal_pointer (&self) : NULL;
}

void
amp_fact_maker_free (AmpFactMaker *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < N_ASKED; i++)
    amp_statement_release (self->asked[i]);
  amp_statement_release (self->new_word);
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    g_array_unref (self->numbers[fact]);
  g_array_unref (self->cases);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static guint32
word_of (AmpFactMaker *self, const char *text, GError **error)
{
  gpointer found;
  guint32 word;
  char *own;

  if (text == NULL)
    return 0;
  found = g_hash_table_lookup (self->words->words, text);
  if (found != NULL)
    return GPOINTER_TO_UINT (found);
  if (self->new_word == NULL)
    return G_MAXUINT32;
  word = self->words->texts->len;
  own = g_strdup (text);
  amp_statement_bind_int (self->new_word, 1, word);
  amp_statement_bind_text (self->new_word, 2, own);
  self->good = self->good && amp_statement_run (self->new_word, self->good ? error : NULL);
  g_hash_table_insert (self->words->words, own, GUINT_TO_POINTER (word));
  g_ptr_array_add (self->words->texts, own);
  return word;
}

static void
add (AmpFactMaker *self, AmpFact fact, guint32 number)
{
  g_array_append_val (self->numbers[fact], number);
}

/* How a column of an answer becomes a number: "w" a word, "d" a date, "n" a number, "?" whether
 * there is any, "c" a case. */
static gboolean
add_row (AmpFactMaker *self, Asked asked, AmpFact fact, int first, const char *how, GError **error)
{
  AmpStatement *statement = self->asked[asked];

  for (int i = 0; how[i] != '\0'; i++)
    {
      const char *text = amp_statement_text (statement, first + i);

      if (how[i] == 'w')
        add (self, fact, word_of (self, text, error));
      else if (how[i] == 'd')
        add (self, fact, amp_fact_pack_date (text));
      else if (how[i] == '?')
        add (self, fact, text != NULL ? 1 : 0);
      else
        add (self, fact, (guint32) amp_statement_int (statement, first + i));
    }
  return self->good;
}

static void
ask (AmpFactMaker *self, Asked asked, gint64 id)
{
  sqlite3_reset (self->asked[asked]->stmt);
  amp_statement_bind_int (self->asked[asked], 1, id);
}

static int
answer (AmpFactMaker *self, Asked asked, GError **error)
{
  int on_row = amp_statement_step (self->asked[asked], error);

  if (on_row == 0)
    sqlite3_reset (self->asked[asked]->stmt);
  return on_row;
}

static guint32
place_of_case (const AmpFactMaker *self, gint64 id)
{
  guint32 place = 0;

  while (place < self->cases->len && g_array_index (self->cases, gint64, place) != id)
    place++;
  return place;
}

/* Rows that begin with their case. One whose case is not there is left out: a salvage may leave
 * such. */
static gboolean
add_of_cases (
  AmpFactMaker *self, Asked asked, gint64 id, AmpFact fact, const char *how, GError **error)
{
  int on_row;

  ask (self, asked, id);
  while ((on_row = answer (self, asked, error)) > 0)
    {
      guint32 place = place_of_case (self, amp_statement_int (self->asked[asked], 0));

      if (place == self->cases->len)
        continue;
      add (self, fact, place);
      if (!add_row (self, asked, fact, 1, how, error))
        return FALSE;
    }
  return on_row == 0;
}

static gboolean
add_person (AmpFactMaker *self, gint64 person, GError **error)
{
  int on_row;

  ask (self, ASK_PERSON, person);
  on_row = answer (self, ASK_PERSON, error);
  if (on_row < 0 || (on_row > 0 && !add_row (self, ASK_PERSON, AMP_FACT_PERSON, 0, "wwwwn", error)))
    return FALSE;
  for (guint i = 0; on_row == 0 && i < AMP_PERSON_WIDTH; i++)
    add (self, AMP_FACT_PERSON, 0);
  ask (self, ASK_NATIONALITY, person);
  while ((on_row = answer (self, ASK_NATIONALITY, error)) > 0)
    if (!add_row (self, ASK_NATIONALITY, AMP_FACT_NATIONALITY, 0, "w", error))
      return FALSE;
  return on_row == 0;
}

static gboolean
add_cases (AmpFactMaker *self, gint64 person, GError **error)
{
  int on_row;

  ask (self, ASK_CASES, person);
  while ((on_row = answer (self, ASK_CASES, error)) > 0)
    {
      gint64 id = amp_statement_int (self->asked[ASK_CASES], 0);

      g_array_append_val (self->cases, id);
      add (self, AMP_FACT_CASE, (guint32) ((guint64) id >> 32));
      add (self, AMP_FACT_CASE, (guint32) id);
      if (!add_row (self, ASK_CASES, AMP_FACT_CASE, 1, "ndwww", error))
        return FALSE;
    }
  return on_row == 0;
}

static gboolean
add_situation (AmpFactMaker *self, guint32 place, GError **error)
{
  guint32 situation = self->numbers[AMP_FACT_SITUATION]->len / AMP_SITUATION_WIDTH;
  int on_row;

  add (self, AMP_FACT_SITUATION, place);
  if (!add_row (self, ASK_SITUATIONS, AMP_FACT_SITUATION, 1, "ww", error))
    return FALSE;
  ask (self, ASK_TYPES, amp_statement_int (self->asked[ASK_SITUATIONS], 0));
  while ((on_row = answer (self, ASK_TYPES, error)) > 0)
    {
      add (self, AMP_FACT_TYPE, situation);
      if (!add_row (self, ASK_TYPES, AMP_FACT_TYPE, 0, "w", error))
        return FALSE;
    }
  return on_row == 0;
}

/* What belongs to one of the cases. */
static gboolean
add_of_case (AmpFactMaker *self, guint32 place, gint64 person, GError **error)
{
  gint64 id = g_array_index (self->cases, gint64, place);
  gboolean own = 1 == g_array_index (self->numbers[AMP_FACT_CASE], guint32,
                                     place * AMP_CASE_WIDTH + AMP_CASE_OWN);
  int on_row;

  amp_statement_bind_int (self->asked[ASK_OTHERS], 2, person);
  if (own && !add_of_cases (self, ASK_OTHERS, id, AMP_FACT_SERVICE, "ndwww", error))
    return FALSE;
  ask (self, ASK_SITUATIONS, id);
  while ((on_row = answer (self, ASK_SITUATIONS, error)) > 0)
    if (!add_situation (self, place, error))
      return FALSE;
  if (on_row < 0)
    return FALSE;
  ask (self, ASK_CONSENTS, id);
  while ((on_row = answer (self, ASK_CONSENTS, error)) > 0)
    {
      add (self, AMP_FACT_CONSENT, place);
      if (!add_row (self, ASK_CONSENTS, AMP_FACT_CONSENT, 0, "wdwdd", error))
        return FALSE;
    }
  return on_row == 0;
}

const GByteArray *
amp_fact_maker_make (AmpFactMaker *self, gint64 person, GError **error)
{
  gboolean good;

  self->good = TRUE;
  g_array_set_size (self->cases, 0);
  for (guint fact = 0; fact < AMP_N_FACTS; fact++)
    g_array_set_size (self->numbers[fact], 0);
  good = add_person (self, person, error) && add_cases (self, person, error) &&
         add_of_cases (self, ASK_SERVICES, person, AMP_FACT_SERVICE, "ndwww", error) &&
         add_of_cases (self, ASK_REFERRALS, person, AMP_FACT_REFERRAL, "wdwww?w", error);
  for (guint32 place = 0; good && place < self->cases->len; place++)
    good = add_of_case (self, place, person, error);
  for (guint i = 0; i < N_ASKED; i++)
    sqlite3_reset (self->asked[i]->stmt);
  if (!good)
    return NULL;
  if (self->cases->len == 0)
    g_byte_array_set_size (self->bytes, 0);
  else
    pack (self->bytes, self->numbers);
  return self->bytes;
}
