/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box. Each index is asked in passes, from every word whole to every word a beginning,
 * and no further than the group has room: the indexes give hits one by one, so that the first ones
 * of a common beginning cost no more than those of a rare one. */
#include "store/hits.h"

#include "model/fold.h"
#include "store/search.h"
#include "store/search-words.h"
#include "store/statement.h"

#include <string.h>

/* Entries looked at for one place in a group: several may be of one case. */
#define ENTRIES_PER_HIT 8
#define SNIPPET_BEFORE 30 /* letters */
#define SNIPPET_LENGTH 90

typedef struct
{
  AmpStore *store; /* borrowed */
  AmpSearchWords words;
  guint per_group;
  gboolean with_identity;
  GCancellable *cancellable;
  AmpHits *found;
  guint n[AMP_HIT_GROUPS];
  GHashTable *seen[AMP_HIT_GROUPS]; /* case ids, in numbers that live in the hits */
} Search;

void
amp_hit_free (AmpHit *self)
{
  if (self == NULL)
    return;
  if (self->name != NULL)
    explicit_bzero (self->name, strlen (self->name));
  if (self->snippet != NULL)
    explicit_bzero (self->snippet, strlen (self->snippet));
  g_free (self->fields);
  g_free (self->number);
  g_free (self->status);
  g_free (self->region);
  g_free (self->name);
  g_free (self->snippet);
  g_free (self);
}

void
amp_hits_free (AmpHits *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->hits);
  g_free (self);
}

static void
search_clear (Search *self)
{
  amp_search_words_clear (&self->words);
  for (gsize i = 0; i < AMP_HIT_GROUPS; i++)
    g_clear_pointer (&self->seen[i], g_hash_table_unref);
  g_clear_pointer (&self->found, amp_hits_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

/* --- What of a record holds the words --- */

/* The part of a text around its first word that fits, in one line. */
static char *
snippet_of (const AmpSearchWords *words, const char *text)
{
  g_autofree char *line = g_utf8_make_valid (text, -1);
  const char *start = line, *at = line;
  g_autofree char *part = NULL;
  gboolean in_word = FALSE;

  g_strdelimit (line, "\r\n\t", ' ');
  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean letter = g_unichar_isalnum (g_utf8_get_char (p));

      if (letter && !in_word)
        {
          g_autofree char *rest = g_utf8_substring (p, 0, MIN (32, g_utf8_strlen (p, -1)));
          g_autofree char *folded = amp_fold (rest);
          char *space = strchr (folded, ' ');

          if (space != NULL && words->number == NULL)
            *space = '\0';
          if (amp_search_words_match (words, folded))
            {
              at = p;
              break;
            }
        }
      in_word = letter;
    }
  if (g_utf8_pointer_to_offset (line, at) > SNIPPET_BEFORE)
    {
      start = g_utf8_offset_to_pointer (at, -SNIPPET_BEFORE);
      /* Not from the middle of a word on. */
      while (start < at && *start != ' ')
        start = g_utf8_next_char (start);
      while (start < at && !g_unichar_isalnum (g_utf8_get_char (start)))
        start = g_utf8_next_char (start);
    }
  part = g_utf8_substring (start, 0, MIN (SNIPPET_LENGTH, g_utf8_strlen (start, -1)));
  return g_strdup_printf ("%s%s%s", start > line ? "…" : "", part,
                          strlen (start) > strlen (part) ? "…" : "");
}

static gboolean
look_into (Search *self, AmpHit *hit, AmpSearchColumn column, GError **error)
{
  g_autoptr (AmpRecord) record = amp_store_load (self->store, hit->entity, hit->record, error);
  g_autoptr (GString) fields = g_string_new (NULL);

  if (record == NULL)
    return FALSE;
  for (gsize i = 0; i < hit->entity->n_fields; i++)
    {
      const AmpField *field = &hit->entity->fields[i];
      const char *value = amp_record_get (record, field->name);
      g_autofree char *folded = NULL;

      if (value == NULL || amp_search_column (hit->entity, field) != column)
        continue;
      folded = amp_fold (value);
      if (!amp_search_words_match (&self->words, folded))
        continue;
      g_string_append_printf (fields, "%s%s", fields->len > 0 ? ";" : "", field->name);
      if (self->with_identity && hit->snippet == NULL)
        hit->snippet = snippet_of (&self->words, value);
    }
  hit->fields = g_strdup (fields->str);
  return TRUE;
}

/* --- Cases of an entry --- */

#define CASE_COLUMNS                                                                               \
  "SELECT c.id, c.number, c.status, c.office_region, c.owner, c.person FROM main.\"case\" c "

static const char case_sql[] = CASE_COLUMNS "WHERE c.id = ?1 AND c.deleted_at IS NULL";
/* Her own, and those that she is linked to. */
static const char person_sql[] =
  CASE_COLUMNS "WHERE c.deleted_at IS NULL AND (c.person = ?1 OR c.id IN (SELECT m.\"case\" FROM "
               "main.case_member m WHERE m.person = ?1 AND m.deleted_at IS NULL))";
static const char number_sql[] = CASE_COLUMNS
  "WHERE c.number >= ?1 AND c.number < ?2 AND c.deleted_at IS NULL ORDER BY c.number LIMIT ?3";

static gboolean
read_name (Search *self, AmpHit *hit, gint64 person, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  int on_row;

  if (!self->with_identity)
    return TRUE;
  statement = amp_statement_borrow (self->store,
                                    "SELECT given_names, surname_paternal, surname_maternal "
                                    "FROM identity.person WHERE id = ?1",
                                    error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, person);
  on_row = amp_statement_step (statement, error);
  for (int i = 0; on_row > 0 && i < 3; i++)
    {
      const char *part = amp_statement_text (statement, i);

      if (part != NULL)
        g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", part);
    }
  hit->name = g_strdup (name->str);
  return on_row >= 0;
}

/* A hit for the case that the statement stands on. NULL without error where it is there already or
 * has no room. */
static AmpHit *
take_case (Search *self, AmpStatement *statement, AmpHitGroup group, GError **error)
{
  gint64 id = amp_statement_int (statement, 0);
  AmpHit *hit;

  if (g_hash_table_contains (self->seen[group], &id))
    return NULL;
  if (self->n[group] == self->per_group)
    {
      self->found->more[group] = TRUE;
      return NULL;
    }
  hit = g_new0 (AmpHit, 1);
  hit->group = group;
  hit->case_id = id;
  hit->number = g_strdup (amp_statement_text (statement, 1));
  hit->status = g_strdup (amp_statement_text (statement, 2));
  hit->region = g_strdup (amp_statement_text (statement, 3));
  hit->owner = amp_statement_int (statement, 4);
  if (!read_name (self, hit, amp_statement_int (statement, 5), error))
    {
      amp_hit_free (hit);
      return NULL;
    }
  g_ptr_array_add (self->found->hits, hit);
  g_hash_table_add (self->seen[group], &hit->case_id);
  self->n[group]++;
  return hit;
}

typedef struct
{
  gint64 id;
  const AmpEntity *entity;
  gint64 person, case_;
} Entry;

/* Identifiers lead to a person, but for those that only name a case. */
static AmpHitGroup
group_of (const Entry *entry, AmpSearchColumn column, const char *fields)
{
  if (column == AMP_SEARCH_WORDS)
    return AMP_HIT_TEXT;
  return entry->person == 0 || strcmp (fields, "pseudonym") == 0 ? AMP_HIT_CASE : AMP_HIT_PERSON;
}

static gboolean
take_entry (
  Search *self, const Entry *entry, AmpSearchColumn column, AmpHitQuality quality, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpHit) probe = g_new0 (AmpHit, 1);
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (self->store, entry->case_ != 0 ? case_sql : person_sql, error);
  AmpHitGroup group;
  int on_row;

  if (statement == NULL)
    return FALSE;
  probe->entity = entry->entity;
  probe->record = entry->id;
  if (!look_into (self, probe, column, error))
    return FALSE;
  group = group_of (entry, column, probe->fields);
  amp_statement_bind_int (statement, 1, entry->case_ != 0 ? entry->case_ : entry->person);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpHit *hit = take_case (self, statement, group, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (hit == NULL)
        continue;
      hit->quality = quality;
      hit->entity = entry->entity;
      hit->record = entry->id;
      hit->fields = g_strdup (probe->fields);
      hit->snippet = g_strdup (probe->snippet);
    }
  return on_row == 0;
}

/* --- Passes --- */

#define ENTRIES(column)                                                                            \
  "SELECT e.id, e.entity, e.person, e.\"case\" FROM identity.search_" column " s "                 \
  "CROSS JOIN identity.search_entry e ON e.id = s.rowid WHERE s.search_" column " MATCH ?1 "       \
  "AND (e.only_user IS NULL OR e.only_user = ?2) LIMIT ?3"

/* All entries of a pass, read before the first is looked into: what that asks borrows the same
 * statements. */
static GArray *
read_entries (Search *self, const char *sql, const char *expression, gint64 limit, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self->store, sql, error);
  int on_row;

  if (statement == NULL)
    return NULL;
  amp_statement_bind_text (statement, 1, expression);
  amp_statement_bind_int (statement, 2, amp_vault_get_user (self->store->vault)->id);
  amp_statement_bind_int (statement, 3, limit);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      const Entry entry = {
        amp_statement_int (statement, 0),
        amp_entity_find (amp_statement_text (statement, 1)),
        amp_statement_int (statement, 2),
        amp_statement_int (statement, 3),
      };

      if (entry.entity != NULL)
        g_array_append_val (entries, entry);
    }
  return on_row == 0 ? g_steal_pointer (&entries) : NULL;
}

static gboolean
run_pass (Search *self,
          AmpSearchColumn column,
          const char *expression,
          AmpHitQuality quality,
          GError **error)
{
  AmpHitGroup group = column == AMP_SEARCH_WORDS ? AMP_HIT_TEXT : AMP_HIT_PERSON;
  gint64 limit = ((gint64) self->per_group + 1) * ENTRIES_PER_HIT;
  g_autoptr (GArray) entries = NULL;

  entries = read_entries (self, column == AMP_SEARCH_WORDS ? ENTRIES ("words") : ENTRIES ("names"),
                          expression, limit, error);
  if (entries == NULL)
    return FALSE;
  if ((gint64) entries->len == limit)
    self->found->more[group] = TRUE;
  for (guint i = 0; i < entries->len; i++)
    {
      /* Enough, and one more to know that there are others. */
      if (self->found->more[group] && self->n[group] == self->per_group)
        break;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !take_entry (self, &g_array_index (entries, Entry, i), column, quality, error))
        return FALSE;
    }
  return TRUE;
}

/* Whole words; then as one types, the last word unfinished; then all of them beginnings. */
static gboolean
run_passes (Search *self, AmpSearchColumn column, GError **error)
{
  const guint n_whole[] = {self->words.n, self->words.n - 1, 0};
  AmpHitGroup group = column == AMP_SEARCH_WORDS ? AMP_HIT_TEXT : AMP_HIT_PERSON;

  for (gsize i = 0; i < G_N_ELEMENTS (n_whole); i++)
    {
      g_autofree char *expression = NULL;

      if ((i == 1 && n_whole[1] == 0) || self->n[group] == self->per_group)
        continue;
      expression = amp_search_words_expression (&self->words, n_whole[i]);
      if (!run_pass (self, column, expression, i == 0 ? AMP_HIT_EXACT : AMP_HIT_BEGINNING, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
find_numbers (Search *self, const char *from, const char *to, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self->store, number_sql, error);
  g_autoptr (GError) local = NULL;
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, from);
  amp_statement_bind_text (statement, 2, to);
  amp_statement_bind_int (statement, 3, (gint64) self->per_group + 1);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpHit *hit = take_case (self, statement, AMP_HIT_CASE, &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (hit == NULL)
        continue;
      hit->quality = AMP_HIT_BEGINNING;
      hit->entity = amp_entity_find ("case");
      hit->record = hit->case_id;
      hit->fields = g_strdup ("number");
    }
  return on_row == 0;
}

/* Passes give the best first, but people and cases mixed. */
static void
sort_by_group (AmpHits *self)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_hit_free);

  for (guint group = 0; group < AMP_HIT_GROUPS; group++)
    for (guint i = 0; i < self->hits->len; i++)
      {
        AmpHit *hit = self->hits->pdata[i];

        if (hit != NULL && hit->group == group)
          g_ptr_array_add (sorted, g_steal_pointer (&self->hits->pdata[i]));
      }
  g_ptr_array_unref (self->hits);
  self->hits = sorted;
}

/* A letter begins words of every text. */
static gboolean
has_long_word (const AmpSearchWords *words)
{
  for (guint i = 0; i < words->n; i++)
    if (strlen (words->words[i]) > 1)
      return TRUE;
  return FALSE;
}

static gboolean
run_search (Search *self, const char *text, GError **error)
{
  g_autofree char *from = NULL, *to = NULL;

  if (amp_search_number_range (text, &from, &to))
    return find_numbers (self, from, to, error);
  amp_search_words_init (&self->words, text);
  if (self->words.n == 0)
    return TRUE;
  if (!run_passes (self, AMP_SEARCH_NAMES, error))
    return FALSE;
  return !has_long_word (&self->words) || run_passes (self, AMP_SEARCH_WORDS, error);
}

AmpHits *
amp_store_search (AmpStore *self,
                  const char *text,
                  guint per_group,
                  gboolean with_identity,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (Search) search = {
    .store = self,
    .per_group = per_group,
    .with_identity = with_identity,
    .cancellable = cancellable,
  };
  gboolean ran;

  g_return_val_if_fail (self != NULL && per_group > 0, NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !amp_search_flush (self, error))
    return NULL;
  search.found = g_new0 (AmpHits, 1);
  search.found->hits = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_hit_free);
  for (gsize i = 0; i < AMP_HIT_GROUPS; i++)
    search.seen[i] = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (!amp_store_read_begin (self, error))
    return NULL;
  amp_store_watch (self, cancellable);
  ran = run_search (&search, text, error);
  amp_store_unwatch (self);
  amp_store_read_end (self);
  if (!ran)
    return NULL;
  sort_by_group (search.found);
  return g_steal_pointer (&search.found);
}
