/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An invented office, from one seed. */
#include "vault-office.h"

#define VOCABULARY 2048
#define TEXT_WORDS 40000 /* of running text, which every value is a piece of */

struct _Office
{
  sqlite3 *db;
  guint cases;
  guint64 random;
  char *words[VOCABULARY];
  GString *text;
  gsize starts[TEXT_WORDS];
};

static const char schema[] =
  "CREATE TABLE main.cases (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, region TEXT NOT "
  "NULL, district TEXT, opened_on TEXT NOT NULL, status TEXT NOT NULL, priority INTEGER, "
  "exploitation TEXT, means TEXT, caseworker INTEGER, summary TEXT, updated_at INTEGER);"
  "CREATE INDEX main.cases_region ON cases (region, opened_on);"
  "CREATE INDEX main.cases_status ON cases (status, priority);"
  "CREATE TABLE main.services (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, kind INTEGER, "
  "delivered_on TEXT, provider TEXT, cost INTEGER, note TEXT);"
  "CREATE INDEX main.services_case ON services (case_id);"
  "CREATE TABLE main.referrals (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL, organisation "
  "INTEGER, made_on TEXT, outcome INTEGER, note TEXT);"
  "CREATE INDEX main.referrals_case ON referrals (case_id);"
  "CREATE TABLE identity.persons (id INTEGER PRIMARY KEY, family_name TEXT, given_name TEXT, "
  "born_on TEXT, phone TEXT, address TEXT);"
  "CREATE INDEX identity.persons_name ON persons (family_name, given_name);";

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LAM", "PE-LAL", "PE-ANC", "PE-LIM",
                                      "PE-ICA", "PE-ARE", "PE-MOQ", "PE-TAC", "PE-PUN", "PE-MDD"};
static const char *const states[] = {"open", "closed", "paused", "referred"};

/* --- Something to write --- */

static guint
draw (Office *self, guint below)
{
  self->random ^= self->random << 13;
  self->random ^= self->random >> 7;
  self->random ^= self->random << 17;
  return (guint) (self->random >> 16) % below;
}

void
amp_office_seed (Office *self, guint64 seed)
{
  self->random = seed;
}

/* Few words are frequent and most are rare, as in any language. */
const char *
amp_office_draw_word (Office *self)
{
  return self->words[(guint64) draw (self, VOCABULARY) * draw (self, VOCABULARY) / VOCABULARY];
}

static void
make_text (Office *self)
{
  static const char *const syllables[] = {"ca", "re", "mi",  "lo",  "tu",  "na", "ser", "pa",
                                          "vi", "do", "que", "las", "por", "en", "ba",  "fi"};

  amp_office_seed (self, 1234567891011);
  for (guint i = 0; i < VOCABULARY; i++)
    self->words[i] = g_strconcat (syllables[i % 16], syllables[i / 16 % 16], syllables[i / 256],
                                  i % 3 == 0 ? "s" : "", NULL);
  self->text = g_string_new (NULL);
  for (guint i = 0; i < TEXT_WORDS; i++)
    {
      self->starts[i] = self->text->len;
      g_string_append_printf (self->text, "%s ", amp_office_draw_word (self));
    }
}

static void
bind_words (Office *self, sqlite3_stmt *statement, int column, guint words)
{
  guint first = draw (self, TEXT_WORDS - words);

  sqlite3_bind_text (statement, column, self->text->str + self->starts[first],
                     (int) (self->starts[first + words] - self->starts[first] - 1), SQLITE_STATIC);
}

static void
bind_code (sqlite3_stmt *statement, int column, const char *code)
{
  sqlite3_bind_text (statement, column, code, -1, SQLITE_STATIC);
}

static void
bind_day (Office *self, sqlite3_stmt *statement, int column, guint first_year)
{
  char day[16];

  g_snprintf (day, sizeof day, "%04u-%02u-%02u", first_year + draw (self, 10), 1 + draw (self, 12),
              1 + draw (self, 28));
  sqlite3_bind_text (statement, column, day, -1, SQLITE_TRANSIENT);
}

/* As amp_id_new() makes them: growing, with gaps. */
static gint64
id_of (guint n)
{
  return ((gint64) (n + 1) << 22) | ((n * 2654435761u) >> 10);
}

gint64
amp_office_draw_case (Office *self)
{
  return id_of (draw (self, self->cases));
}

sqlite3_stmt *
amp_office_prepare (Office *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->db));
  return statement;
}

static void
finish (Office *self, sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s: %s", sqlite3_sql (statement), sqlite3_errmsg (self->db));
  sqlite3_reset (statement);
}

static void
load_cases (Office *self)
{
  sqlite3_stmt *into_cases =
    amp_office_prepare (self, "INSERT INTO cases VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)");
  sqlite3_stmt *into_persons =
    amp_office_prepare (self, "INSERT INTO persons VALUES (?1,?2,?3,?4,?5,?6)");

  for (guint i = 0; i < self->cases; i++)
    {
      char number[24];

      g_snprintf (number, sizeof number, "%04u-%07u", 2015 + i % 10, i * 2654435761u % 9999991);
      sqlite3_bind_int64 (into_cases, 1, id_of (i));
      sqlite3_bind_text (into_cases, 2, number, -1, SQLITE_TRANSIENT);
      bind_code (into_cases, 3, regions[draw (self, G_N_ELEMENTS (regions))]);
      bind_words (self, into_cases, 4, 2);
      bind_day (self, into_cases, 5, 2015);
      bind_code (into_cases, 6, states[draw (self, G_N_ELEMENTS (states))]);
      sqlite3_bind_int (into_cases, 7, (int) draw (self, 5));
      bind_words (self, into_cases, 8, 2);
      bind_words (self, into_cases, 9, 4);
      sqlite3_bind_int (into_cases, 10, (int) draw (self, 200));
      bind_words (self, into_cases, 11, 45);
      sqlite3_bind_int64 (into_cases, 12, 1700000000 + i);
      finish (self, into_cases);
      sqlite3_bind_int64 (into_persons, 1, id_of (i));
      bind_words (self, into_persons, 2, 2);
      bind_words (self, into_persons, 3, 1);
      bind_day (self, into_persons, 4, 1990);
      bind_words (self, into_persons, 5, 2);
      bind_words (self, into_persons, 6, 7);
      finish (self, into_persons);
    }
  sqlite3_finalize (into_cases);
  sqlite3_finalize (into_persons);
}

static void
bind_service (Office *self, sqlite3_stmt *statement, guint n)
{
  sqlite3_bind_int64 (statement, 1, id_of (n));
  sqlite3_bind_int64 (statement, 2, amp_office_draw_case (self));
  sqlite3_bind_int (statement, 3, (int) draw (self, 24));
  bind_day (self, statement, 4, 2015);
  bind_words (self, statement, 5, 2);
  sqlite3_bind_int (statement, 6, (int) draw (self, 5000));
  bind_words (self, statement, 7, 6);
}

static void
load_services (Office *self)
{
  sqlite3_stmt *statement =
    amp_office_prepare (self, "INSERT INTO services VALUES (?1,?2,?3,?4,?5,?6,?7)");

  for (guint i = 0; i < 3 * self->cases; i++)
    {
      bind_service (self, statement, i);
      finish (self, statement);
    }
  sqlite3_finalize (statement);
}

static void
load_referrals (Office *self)
{
  sqlite3_stmt *statement =
    amp_office_prepare (self, "INSERT INTO referrals VALUES (?1,?2,?3,?4,?5,?6)");

  for (guint i = 0; i < self->cases + self->cases / 2; i++)
    {
      sqlite3_bind_int64 (statement, 1, id_of (i));
      sqlite3_bind_int64 (statement, 2, amp_office_draw_case (self));
      sqlite3_bind_int (statement, 3, (int) draw (self, 60));
      bind_day (self, statement, 4, 2015);
      sqlite3_bind_int (statement, 5, (int) draw (self, 6));
      bind_words (self, statement, 6, 6);
      finish (self, statement);
    }
  sqlite3_finalize (statement);
}

void
amp_office_load (Office *self)
{
  amp_engine_run (self->db, schema);
  load_cases (self);
  load_services (self);
  load_referrals (self);
}

void
amp_office_load_notes (Office *self)
{
  sqlite3_stmt *statement;

  amp_engine_run (self->db, "CREATE VIRTUAL TABLE identity.notes USING fts5 (body)");
  statement = amp_office_prepare (self, "INSERT INTO notes (rowid, body) VALUES (?1,?2)");
  for (guint i = 0; i < self->cases; i++)
    {
      sqlite3_bind_int64 (statement, 1, id_of (i));
      bind_words (self, statement, 2, 25);
      finish (self, statement);
    }
  sqlite3_finalize (statement);
}

void
amp_office_save (Office *self, guint saves, guint first, gboolean both)
{
  sqlite3_stmt *insert =
    amp_office_prepare (self, "INSERT INTO services VALUES (?1,?2,?3,?4,?5,?6,?7)");
  sqlite3_stmt *update =
    amp_office_prepare (self, "UPDATE cases SET status=?2, updated_at=?3 WHERE id=?1");
  sqlite3_stmt *phone = amp_office_prepare (self, "UPDATE persons SET phone=?2 WHERE id=?1");

  amp_office_seed (self, 999 + first);
  for (guint i = 0; i < saves; i++)
    {
      gint64 id = amp_office_draw_case (self);

      amp_engine_run (self->db, "BEGIN");
      bind_service (self, insert, 4 * self->cases + first + i);
      sqlite3_bind_int64 (insert, 2, id);
      finish (self, insert);
      sqlite3_bind_int64 (update, 1, id);
      bind_code (update, 2, states[i % G_N_ELEMENTS (states)]);
      sqlite3_bind_int64 (update, 3, 1800000000 + i);
      finish (self, update);
      sqlite3_bind_int64 (phone, 1, id);
      bind_words (self, phone, 2, 2);
      if (both)
        finish (self, phone);
      amp_engine_run (self->db, "COMMIT");
    }
  sqlite3_finalize (insert);
  sqlite3_finalize (update);
  sqlite3_finalize (phone);
}

/* --- Life --- */

Office *
amp_office_new (sqlite3 *db, guint cases)
{
  Office *self = g_new0 (Office, 1);

  self->db = db;
  self->cases = cases;
  make_text (self);
  amp_office_seed (self, 88172645463325252u);
  return self;
}

void
amp_office_free (Office *self)
{
  for (guint i = 0; i < VOCABULARY; i++)
    g_free (self->words[i]);
  g_string_free (self->text, TRUE);
  g_free (self);
}
