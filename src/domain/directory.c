/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Matching: each rule says why an institution does not serve somebody. What is not known about the
 * person or the institution is no reason: the caseworker calls and asks. */
#include "domain/directory.h"

#include "domain/cases.h"
#include "model/codelist.h"
#include "model/date.h"
#include "model/fold.h"

#include <string.h>

#define N_(text) text

/* So many institutions may have replaced each other in turn. */
#define LONGEST_CHAIN 16
#define ADULT 18
#define ADOLESCENT 12

/* --- The person --- */

void
amp_person_age (const AmpRecord *person, const char *date, int *min, int *max)
{
  const AmpCode *band = amp_code_list_lookup (
    amp_code_list_find ("age_band"),
    amp_record_get (person, "age_band") != NULL ? amp_record_get (person, "age_band") : "");
  const char *text = amp_record_get (person, "birth_date");
  gint64 year = amp_record_get_int (person, "birth_year", 0);
  AmpDate birth = {0}, on;

  *min = *max = -1;
  if (text != NULL)
    (void) amp_date_parse (text, &birth);
  if (birth.precision < AMP_DATE_YEAR && year > 0)
    birth = (AmpDate){.year = (guint16) year, .precision = AMP_DATE_YEAR};
  if (birth.precision >= AMP_DATE_YEAR && date != NULL && amp_date_parse (date, &on))
    {
      *min = amp_date_age (&birth, &on);
      *max = birth.precision == AMP_DATE_DAY ? *min : *min + 1;
    }
  else if (band != NULL && amp_code_attribute (band, "min") != NULL)
    {
      const char *most = amp_code_attribute (band, "max");

      *min = (int) g_ascii_strtoll (amp_code_attribute (band, "min"), NULL, 10);
      *max = most != NULL && *most != '\0' ? (int) g_ascii_strtoll (most, NULL, 10) : 120;
    }
}

gboolean
amp_person_is_minor (const AmpRecord *person, const char *date)
{
  int min, max;

  amp_person_age (person, date, &min, &max);
  return max >= 0 && max < ADULT;
}

void
amp_directory_wish_clear (AmpDirectoryWish *self)
{
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->region, g_free);
  g_clear_pointer (&self->sex, g_free);
  g_clear_pointer (&self->nationality, g_free);
  g_clear_pointer (&self->date, g_free);
}

/* How somebody lives counts before what a register says. */
static const char *
sex_of (const AmpRecord *person)
{
  static const struct
  {
    const char *gender, *sex;
  } lived[] = {{"Feminine", "F"},
               {"TransgenderFeminine", "F"},
               {"Masculine", "M"},
               {"TransgenderMasculine", "M"},
               {"NonConforming", "X"}};

  for (gsize i = 0; i < G_N_ELEMENTS (lived); i++)
    if (g_strcmp0 (amp_record_get (person, "gender"), lived[i].gender) == 0)
      return lived[i].sex;
  return amp_record_get (person, "sex_registered");
}

static int
lgbtiq_of (const AmpRecord *person)
{
  const char *gender = amp_record_get (person, "gender");
  const char *said = amp_record_get (person, "lgbtiq");

  if (g_strcmp0 (said, "yes") == 0 ||
      (gender != NULL &&
       (g_str_has_prefix (gender, "Transgender") || g_str_equal (gender, "NonConforming"))))
    return 1;
  return g_strcmp0 (said, "no") == 0 ? 0 : -1;
}

void
amp_directory_wish_init (AmpDirectoryWish *self,
                         const AmpRecord *person,
                         const AmpRecord *case_,
                         const char *service,
                         const char *date)
{
  memset (self, 0, sizeof *self);
  self->service = g_strdup (service);
  self->region = g_strdup (case_ != NULL ? amp_record_get (case_, "office_region") : NULL);
  self->sex = g_strdup (sex_of (person));
  self->nationality = g_strdup (amp_record_get (person, "nationality"));
  self->date = g_strdup (date);
  amp_person_age (person, date, &self->age_min, &self->age_max);
  self->lgbtiq = lgbtiq_of (person);
  self->disability = amp_record_has_code (person, "disability", "none") ? 0
                     : amp_record_get (person, "disability") != NULL    ? 1
                                                                        : -1;
  self->family = (int) CLAMP (amp_record_get_int (person, "dependants_with_client", -1), -1, 1);
}

/* --- Rules --- */

static gboolean
has_code (const char *codes, const char *code)
{
  g_auto (GStrv) parts = g_strsplit (codes != NULL ? codes : "", ";", -1);

  return g_strv_contains ((const char *const *) parts, code);
}

static gboolean
fits_age (const AmpDirectoryWish *wish, int from, int to)
{
  return wish->age_min < 0 || (wish->age_min <= to && wish->age_max >= from);
}

static gboolean
fits_sex (const AmpDirectoryWish *wish, const char *sex)
{
  return wish->sex == NULL || g_strcmp0 (wish->sex, "unknown") == 0 ||
         g_str_equal (wish->sex, sex) || g_str_equal (wish->sex, "X");
}

/* Of people that it takes besides, or alone: 1 she is one, 0 she is not, -1 not known, and -2 where
 * it names no such people. */
static int
check_besides (const char *serves, const AmpDirectoryWish *wish)
{
  const struct
  {
    const char *code;
    int known;
  } besides[] = {
    {"lgbtiq", wish->lgbtiq}, {"disability", wish->disability}, {"families", wish->family}};
  int best = -2;

  for (gsize i = 0; i < G_N_ELEMENTS (besides); i++)
    if (has_code (serves, besides[i].code))
      best = besides[i].known == 1 || best == 1 ? 1 : best == -1 ? -1 : besides[i].known;
  return best;
}

/* Ages and sexes that it names, and further people that it takes besides. Where it names none, it
 * takes everybody. */
static guint
check_serves (const char *serves, const AmpDirectoryWish *wish)
{
  static const struct
  {
    const char *code;
    int from, to;
    const char *sex;
  } groups[] = {{"girls_boys", 0, ADOLESCENT - 1, NULL},
                {"adolescents", ADOLESCENT, ADULT - 1, NULL},
                {"women", ADULT, 200, "F"},
                {"men", ADULT, 200, "M"}};
  int besides = check_besides (serves, wish);
  gboolean named = FALSE, age = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (!has_code (serves, groups[i].code))
        continue;
      named = TRUE;
      if (!fits_age (wish, groups[i].from, groups[i].to))
        continue;
      age = TRUE;
      if (groups[i].sex == NULL || fits_sex (wish, groups[i].sex))
        return 0;
    }
  if (!named)
    return besides == 0 ? AMP_DIRECTORY_GROUP : 0;
  if (!age)
    return AMP_DIRECTORY_AGE;
  return besides == 1 ? 0 : AMP_DIRECTORY_SEX;
}

static guint
check_nationality (const char *serves, const char *country, const AmpDirectoryWish *wish)
{
  gboolean nationals = has_code (serves, "nationals"), foreigners = has_code (serves, "foreigners");
  gboolean own;

  if (nationals == foreigners || wish->nationality == NULL || country == NULL)
    return 0;
  own = has_code (wish->nationality, country);
  /* Of two nationalities either opens a door. */
  if (nationals ? own : !own || strchr (wish->nationality, ';') != NULL)
    return 0;
  return AMP_DIRECTORY_NATIONALITY;
}

/* Partial dates keep nobody out: "2025" has begun, and has not ended, all that year. */
static gboolean
is_before (const char *date, const char *limit)
{
  return limit != NULL && date != NULL && strncmp (date, limit, strlen (limit)) < 0;
}

static gboolean
is_after (const char *date, const char *limit)
{
  return limit != NULL && date != NULL && !g_str_equal (limit, "unknown") &&
         strncmp (date, limit, strlen (limit)) > 0;
}

gboolean
amp_region_borders (const char *region, const char *other)
{
  const AmpCode *code = region != NULL && other != NULL
                          ? amp_code_list_lookup (amp_code_list_find ("region"), region)
                          : NULL;

  return code != NULL && has_code (amp_code_attribute (code, "near"), other);
}

AmpNear
amp_directory_near (const char *office_region, const char *region)
{
  if (region == NULL)
    return AMP_NEAR_NATIONAL;
  if (g_strcmp0 (office_region, region) == 0)
    return AMP_NEAR_REGION;
  return amp_region_borders (office_region, region) ? AMP_NEAR_BORDERING : AMP_NEAR_FAR;
}

AmpVerified
amp_directory_verified (const char *verified_on, const char *date)
{
  AmpDate checked, now;

  if (verified_on == NULL || !amp_date_parse (verified_on, &checked) ||
      checked.precision < AMP_DATE_YEAR)
    return AMP_VERIFIED_NEVER;
  if (date == NULL || !amp_date_parse (date, &now))
    now = amp_date_today ();
  return amp_date_day_number (&now) - amp_date_day_number (&checked) > AMP_DIRECTORY_FRESH_DAYS
           ? AMP_VERIFIED_LONG_AGO
           : AMP_VERIFIED_RECENTLY;
}

const char *
amp_directory_reason_sentence (AmpDirectoryReason reason)
{
  static const struct
  {
    AmpDirectoryReason reason;
    const char *sentence;
  } sentences[] = {
    {AMP_DIRECTORY_SERVICE, N_ ("does not give this service")},
    {AMP_DIRECTORY_NOT_YET, N_ ("does not work yet on this day")},
    {AMP_DIRECTORY_ENDED, N_ ("does not work any more")},
    {AMP_DIRECTORY_REPLACED, N_ ("was replaced by another institution")},
    {AMP_DIRECTORY_AGE, N_ ("does not attend people of this age")},
    {AMP_DIRECTORY_SEX, N_ ("does not attend people of this sex")},
    {AMP_DIRECTORY_GROUP, N_ ("attends another group of people")},
    {AMP_DIRECTORY_NATIONALITY, N_ ("does not attend people of this nationality")},
    {AMP_DIRECTORY_FAR, N_ ("works in a region far from this office")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (sentences[i].reason == reason)
      return sentences[i].sentence;
  g_return_val_if_reached ("");
}

const char *
amp_directory_verified_sentence (AmpVerified verified)
{
  switch (verified)
    {
    case AMP_VERIFIED_RECENTLY:
      return N_ ("Verified");
    case AMP_VERIFIED_LONG_AGO:
      return N_ ("Verify again");
    case AMP_VERIFIED_NEVER:
      return N_ ("To be verified locally");
    default:
      g_return_val_if_reached ("");
    }
}

/* --- The directory --- */

typedef struct
{
  AmpDirectoryEntry *entry; /* owned until handed over */
  char *serves, *sort_key;
  gint64 replaced_by;
} Row;

static void
row_free (gpointer data)
{
  Row *self = data;

  amp_directory_entry_free (self->entry);
  g_free (self->serves);
  g_free (self->sort_key);
  g_free (self);
}

void
amp_directory_entry_free (AmpDirectoryEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->name);
  g_free (self->short_name);
  g_free (self->kind);
  g_free (self->country);
  g_free (self->region);
  g_free (self->services);
  g_free (self->verified_on);
  g_free (self->valid_from);
  g_free (self->valid_to);
  g_free (self->follower_name);
  g_free (self);
}

static Row *
read_row (AmpCursor *cursor)
{
  Row *row = g_new0 (Row, 1);
  AmpDirectoryEntry *entry = g_new0 (AmpDirectoryEntry, 1);
  guint i = 1;
  char **const texts[] = {&entry->code,     &entry->name,        &entry->short_name,
                          &entry->kind,     &entry->country,     &entry->region,
                          &entry->services, &entry->verified_on, &entry->valid_from,
                          &entry->valid_to, &row->serves};

  row->entry = entry;
  entry->id = amp_cursor_int (cursor, 0);
  for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
    *texts[t] = g_strdup (amp_cursor_text (cursor, i++));
  row->replaced_by = amp_cursor_int (cursor, i);
  row->sort_key = amp_fold_sort_key (entry->name != NULL ? entry->name : "");
  return row;
}

static GPtrArray *
read_rows (AmpSession *session, GError **error)
{
  static const char *const paths[] = {
    "id",       "code",        "name_es",    "short",    "kind",   "country",     "region",
    "services", "verified_on", "valid_from", "valid_to", "serves", "replaced_by", NULL};
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("institution"), paths, NULL, 0, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    g_ptr_array_add (rows, read_row (cursor));
  return more == 0 ? g_steal_pointer (&rows) : NULL;
}

static Row *
find_row (GPtrArray *rows, gint64 id)
{
  for (guint i = 0; id != 0 && i < rows->len; i++)
    if (((Row *) g_ptr_array_index (rows, i))->entry->id == id)
      return g_ptr_array_index (rows, i);
  return NULL;
}

static gboolean
is_replaced (const Row *row, const char *date)
{
  return row->replaced_by != 0 &&
         (row->entry->valid_to == NULL || is_after (date, row->entry->valid_to));
}

/* The last of those that took over, as far as they work on that day. Two that name each other are
 * followed a while and no further. */
static void
follow (GPtrArray *rows, Row *row, const char *date)
{
  Row *last = row;

  for (guint i = 0; i < LONGEST_CHAIN && is_replaced (last, date); i++)
    {
      Row *next = find_row (rows, last->replaced_by);

      if (next == NULL || next == row)
        break;
      last = next;
    }
  if (last == row)
    return;
  row->entry->follower = last->entry->id;
  row->entry->follower_name = g_strdup (last->entry->name);
}

static void
judge (GPtrArray *rows, Row *row, const AmpDirectoryWish *wish)
{
  AmpDirectoryEntry *entry = row->entry;

  entry->near = amp_directory_near (wish->region, entry->region);
  entry->verified = amp_directory_verified (entry->verified_on, wish->date);
  if (wish->service != NULL && !has_code (entry->services, wish->service))
    entry->reasons |= AMP_DIRECTORY_SERVICE;
  if (is_before (wish->date, entry->valid_from))
    entry->reasons |= AMP_DIRECTORY_NOT_YET;
  if (is_replaced (row, wish->date))
    {
      entry->reasons |= AMP_DIRECTORY_REPLACED;
      follow (rows, row, wish->date);
    }
  else if (is_after (wish->date, entry->valid_to))
    entry->reasons |= AMP_DIRECTORY_ENDED;
  entry->reasons |= check_serves (row->serves, wish);
  entry->reasons |= check_nationality (row->serves, entry->country, wish);
  if (wish->region != NULL && entry->near == AMP_NEAR_FAR)
    entry->reasons |= AMP_DIRECTORY_FAR;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *one = *(Row *const *) a, *other = *(Row *const *) b;
  const AmpDirectoryEntry *x = one->entry, *y = other->entry;
  int order;

  if ((x->reasons != 0) != (y->reasons != 0))
    return x->reasons != 0 ? 1 : -1;
  if (x->near != y->near)
    return x->near < y->near ? -1 : 1;
  if (x->verified != y->verified)
    return x->verified < y->verified ? -1 : 1;
  order = strcmp (one->sort_key, other->sort_key);
  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

GPtrArray *
amp_directory_find (AmpSession *session, const AmpDirectoryWish *wish, GError **error)
{
  g_autoptr (GPtrArray) rows = read_rows (session, error);
  GPtrArray *entries;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    judge (rows, g_ptr_array_index (rows, i), wish);
  g_ptr_array_sort (rows, compare_rows);
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_directory_entry_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (entries, g_steal_pointer (&((Row *) g_ptr_array_index (rows, i))->entry));
  return entries;
}

gboolean
amp_directory_verify (AmpSession *session, gint64 institution, const char *date, GError **error)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *on = date != NULL ? g_strdup (date) : amp_date_to_text (&today);
  g_autoptr (AmpRecord) record = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("institution"), institution, error);

  return record != NULL && amp_record_set (record, "verified_on", on, error) &&
         amp_cases_save (session, record, "verified", error);
}
