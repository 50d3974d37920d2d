/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verdicts on two people, merging them and taking it back. */
#include "office.h"

#include "domain/approvals.h"
#include "domain/cases.h"
#include "domain/duplicates.h"
#include "domain/people.h"
#include "model/date.h"

#include <string.h>

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

typedef struct
{
  gint64 person, case_, contact;
} Woman;

/* A person with a case, a note and a safe contact, as an intake makes them. */
static Woman
add_woman (Office *office, const char *given, const char *paternal, const char *phone)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (AmpRecord) note = amp_record_new (amp_entity_find ("note"));
  g_autoptr (AmpRecord) contact = amp_record_new (amp_entity_find ("safe_contact"));
  g_autoptr (GError) error = NULL;

  set (person, "given_names", given);
  set (person, "surname_paternal", paternal);
  set (person, "gender", "Feminine");
  set (person, "age_band", "18--20");
  set (person, "nationality", "PE");
  set (case_, "office_region", "PE-TUM");
  set (case_, "source", "self");
  set (case_, "trafficking_status", "possible");
  amp_cases_intake (office->session, person, case_, NULL, NULL, &error);
  g_assert_no_error (error);
  amp_record_set_int (note, "case", amp_record_id (case_));
  set (note, "kind", "session");
  set (note, "text", "Primera entrevista");
  amp_cases_save (office->session, note, NULL, &error);
  g_assert_no_error (error);
  amp_record_set_int (contact, "person", amp_record_id (person));
  set (contact, "channel", "phone");
  set (contact, "value", phone);
  amp_cases_save (office->session, contact, NULL, &error);
  g_assert_no_error (error);
  return (Woman){amp_record_id (person), amp_record_id (case_), amp_record_id (contact)};
}

/* Every value of every record but decisions, events and revisions. */
static char *
fingerprint (Office *office)
{
  GString *all = g_string_new (NULL);
  AmpStore *store = amp_session_get_store (office->session);

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      const char *paths[] = {"id", NULL};
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpCursor) cursor = NULL;

      if (strcmp ((*entity)->name, "dup_decision") == 0)
        continue;
      cursor = amp_store_select (store, *entity, paths, NULL, 0, "id", &error);
      g_assert_no_error (error);
      while (amp_cursor_next (cursor, NULL, &error) > 0)
        {
          gint64 id = amp_cursor_int (cursor, 0);
          g_autoptr (AmpRecord) record = amp_store_load (store, *entity, id, &error);

          g_assert_no_error (error);
          g_string_append_printf (all, "%s %" G_GINT64_FORMAT, (*entity)->name, id);
          for (gsize i = 0; i < (*entity)->n_fields; i++)
            {
              const char *value = amp_record_get (record, (*entity)->fields[i].name);

              g_string_append_printf (all, "|%s", value != NULL ? value : "-");
            }
          g_string_append_c (all, '\n');
        }
    }
  return g_string_free (all, FALSE);
}

static char *
get (Office *office, const char *entity, gint64 id, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record =
    amp_store_load (amp_session_get_store (office->session), amp_entity_find (entity), id, &error);

  g_assert_no_error (error);
  return g_strdup (amp_record_get (record, field));
}

static void
change (Office *office, const char *entity, gint64 id, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;
  AmpStore *store = amp_session_get_store (office->session);
  g_autoptr (AmpRecord) record = amp_store_load (store, amp_entity_find (entity), id, &error);

  g_assert_no_error (error);
  set (record, field, value);
  amp_store_save (store, record, NULL, &error);
  g_assert_no_error (error);
}

static gint64
decide (Office *office, gint64 a, gint64 b, const char *verdict)
{
  g_autoptr (GError) error = NULL;
  gint64 id =
    amp_people_decide (office->session, a, b, verdict, 80, "same_name;same_phone", &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static void
merge_them (Office *office, gint64 decision, gint64 keep)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_people_merge (office->session, decision, keep, NULL, &error));
  g_assert_no_error (error);
}

static GPtrArray *
find (Office *office, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) person = amp_store_load (amp_session_get_store (office->session),
                                                 amp_entity_find ("person"), id, &error);
  GPtrArray *found =
    amp_duplicates_find (office->session, person, NULL, NULL, AMP_DUPLICATES_MOST, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static void
test_not_the_same (void)
{
  g_auto (Office) office = {0};
  Woman one, other;
  gint64 decision;
  g_autoptr (GPtrArray) before = NULL, after = NULL, back = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "987654321");
  before = find (&office, one.person);
  g_assert_cmpuint (before->len, ==, 1);
  decision = decide (&office, other.person, one.person, "different");
  after = find (&office, one.person);
  back = find (&office, other.person);
  g_assert_cmpuint (after->len, ==, 0);
  g_assert_cmpuint (back->len, ==, 0);
  /* Whoever changes her mind changes the one verdict. */
  g_assert_cmpint (decide (&office, one.person, other.person, "unsure"), ==, decision);
}

static void
test_merge_and_undo (void)
{
  g_auto (Office) office = {0};
  Woman one, other;
  gint64 decision;
  g_autofree char *before = NULL, *after = NULL, *known_as = NULL, *birth = NULL, *moved = NULL;
  g_autofree char *contact = NULL, *kept = NULL, *number = NULL;
  g_autoptr (GPtrArray) notes = NULL, found = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "912345678");
  change (&office, "person", one.person, "doc_number", "45871236");
  change (&office, "person", other.person, "doc_number", "45871237");
  change (&office, "person", other.person, "birth_date", "2006-03-05");
  before = fingerprint (&office);

  decision = decide (&office, one.person, other.person, "same");
  merge_them (&office, decision, one.person);
  kept = g_strdup_printf ("%" G_GINT64_FORMAT, one.person);
  moved = get (&office, "case", other.case_, "person");
  contact = get (&office, "safe_contact", other.contact, "person");
  known_as = get (&office, "person", one.person, "known_as");
  birth = get (&office, "person", one.person, "birth_date");
  g_assert_cmpstr (moved, ==, kept);
  g_assert_cmpstr (contact, ==, kept);
  g_assert_cmpstr (known_as, ==, "Yoselin Kispe");
  g_assert_cmpstr (birth, ==, "2006-03-05");
  /* The other number is not lost: a note of the newest case tells it. */
  notes = amp_store_children (amp_session_get_store (office.session), amp_entity_find ("note"),
                              "case", other.case_, &error);
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_nonnull (strstr (amp_record_get (notes->pdata[1], "text"), "45871237"));
  found = find (&office, one.person);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_null (amp_store_load (amp_session_get_store (office.session), amp_entity_find ("person"),
                                 other.person, NULL));

  g_assert_true (amp_people_unmerge (office.session, decision, &error));
  g_assert_no_error (error);
  after = fingerprint (&office);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (amp_store_verify (amp_session_get_store (office.session), NULL, NULL, &error));
  g_assert_no_error (error);
  /* And she is found again. */
  g_clear_pointer (&found, g_ptr_array_unref);
  found = find (&office, one.person);
  g_assert_cmpuint (found->len, ==, 1);
}

static void
test_undo_keeps_what_was_written_since (void)
{
  g_auto (Office) office = {0};
  Woman one, other;
  gint64 decision;
  g_autofree char *birth = NULL, *status = NULL, *third = NULL;
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (AmpRecord) fourth = amp_record_new (amp_entity_find ("case"));
  g_autoptr (AmpRecord) person = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Rosa", "Mamani", "987654321");
  other = add_woman (&office, "Rosita", "Mamani", "987654321");
  change (&office, "person", other.person, "birth_date", "2006-03-05");
  decision = decide (&office, one.person, other.person, "same");
  merge_them (&office, decision, one.person);
  change (&office, "person", one.person, "birth_date", "2006-03-06");
  change (&office, "case", other.case_, "status", "open");
  amp_record_set_int (case_, "person", one.person);
  set (case_, "office_region", "PE-TUM");
  amp_cases_save (office.session, case_, NULL, &error);
  g_assert_no_error (error);

  g_assert_true (amp_people_unmerge (office.session, decision, &error));
  g_assert_no_error (error);
  birth = get (&office, "person", one.person, "birth_date");
  status = get (&office, "case", other.case_, "status");
  third = get (&office, "case", amp_record_id (case_), "number");
  g_assert_cmpstr (birth, ==, "2006-03-06");
  g_assert_cmpstr (status, ==, "open");
  g_assert_true (g_str_has_suffix (third, "/3"));
  /* The numbers of her cases now have a gap; the next one is still free. */
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (AmpRecord) next = amp_record_new (amp_entity_find ("case"));

      amp_record_set_int (next, "person", one.person);
      set (next, "office_region", "PE-TUM");
      amp_cases_save (office.session, next, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
test_refusals (void)
{
  g_auto (Office) office = {0};
  Woman one, other, third;
  gint64 decision, yes;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Rosa", "Mamani", "987654321");
  other = add_woman (&office, "Rosita", "Mamani", "987654321");
  third = add_woman (&office, "Elena", "Condori", "911111111");
  decision = decide (&office, one.person, other.person, "unsure");
  before = fingerprint (&office);
  g_assert_false (amp_people_merge (office.session, decision, one.person, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_people_unmerge (office.session, decision, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  yes = decide (&office, one.person, other.person, "same");
  g_assert_false (amp_people_merge (office.session, yes, third.person, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (
    amp_people_decide (office.session, one.person, one.person, "same", 1, NULL, &error), ==, 0);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  after = fingerprint (&office);
  g_assert_cmpstr (after, ==, before);

  merge_them (&office, yes, one.person);
  g_assert_cmpint (
    amp_people_decide (office.session, one.person, other.person, "different", 1, NULL, &error), ==,
    0);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  change (&office, "dup_decision", yes, "undo_until", "2020-01-01");
  g_assert_false (amp_people_unmerge (office.session, yes, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
open_as_caseworker (Office *office)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *vault = office_path (office, "Office.amparo");
  g_autoptr (GError) error = NULL;

  amp_session_add_user (office->session, "ana", AMP_ROLE_CASEWORKER, passphrase, &amp_kdf_cheap,
                        &error);
  g_assert_no_error (error);
  amp_session_close (office->session);
  office->session = amp_session_open (vault, "ana", passphrase, &error);
  g_assert_no_error (error);
}

static void
test_a_caseworker_proposes (void)
{
  g_auto (Office) office = {0};
  Woman one, other, mine;
  gint64 decision;
  g_autoptr (GPtrArray) found = NULL, own = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "987654321");
  open_as_caseworker (&office);
  decision = decide (&office, one.person, other.person, "same");
  g_assert_false (amp_people_merge (office.session, decision, one.person, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);

  /* What a colleague keeps is told to be there, without a name; what is hers has one. */
  found = find (&office, one.person);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_false (((AmpDuplicate *) found->pdata[0])->own);
  g_assert_null (((AmpDuplicate *) found->pdata[0])->name);
  mine = add_woman (&office, "Yoseline", "Quispe", "987654321");
  own = find (&office, other.person);
  for (guint i = 0; i < own->len; i++)
    {
      const AmpDuplicate *duplicate = own->pdata[i];

      g_assert_cmpint (duplicate->own, ==, duplicate->person == mine.person);
      g_assert_cmpint (duplicate->name != NULL, ==, duplicate->own);
    }
  g_assert_false (amp_duplicates_pairs (office.session, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
}

/* The supervisor says yes: that merges, once; the one recorded first is kept. */
static void
test_a_permit (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (AmpRecord) made = NULL;
  g_autofree char *vault = NULL;
  g_autoptr (GError) error = NULL;
  AmpApprovalRequest request = {.kind = "merge"};
  gint64 decision, approval;
  Woman one, other;

  office_open (&office);
  vault = office_path (&office, "Office.amparo");
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "987654321");
  open_as_caseworker (&office);
  decision = decide (&office, one.person, other.person, "same");
  request.object_id = decision;
  amp_approvals_request (office.session, &request, &approval, &error);
  g_assert_no_error (error);
  amp_session_close (office.session);
  office.session = amp_session_open (vault, "supervisora", passphrase, &error);
  amp_approvals_decide (office.session, approval, TRUE, NULL, &error);
  g_assert_no_error (error);
  amp_session_close (office.session);
  office.session = amp_session_open (vault, "ana", passphrase, &error);
  made = amp_store_load (amp_session_get_store (office.session), amp_entity_find ("dup_decision"),
                         decision, &error);
  g_assert_no_error (error);
  g_assert_cmpint (amp_record_get_int (made, "merged_into", 0), ==, one.person);
  g_assert_false (amp_people_merge (office.session, decision, one.person, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
open_as (Office *office, const char *login)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *vault = office_path (office, "Office.amparo");
  g_autoptr (GError) error = NULL;

  amp_session_close (office->session);
  office->session = amp_session_open (vault, login, passphrase, &error);
  g_assert_no_error (error);
}

static AmpPeoplePair *
pair_of (Office *office, gint64 a, gint64 b)
{
  g_autoptr (GError) error = NULL;
  AmpPeoplePair *pair = amp_people_pair (office->session, a, b, &error);

  g_assert_no_error (error);
  return pair;
}

static gboolean
holds_field (GPtrArray *fields, const char *name)
{
  return g_ptr_array_find (fields, amp_entity_field (amp_entity_find ("person"), name), NULL);
}

/* What is told before is what is done after, and the telling leaves nothing behind. */
static void
test_preview (void)
{
  g_auto (Office) office = {0};
  Woman one, other;
  g_autoptr (AmpPeoplePreview) preview = NULL;
  g_autofree char *before = NULL, *after = NULL;
  guint64 events, events_after;
  guint8 hash[AMP_HASH_BYTES];
  guint n_cases = 0;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "912345678");
  change (&office, "person", one.person, "doc_number", "45871236");
  change (&office, "person", other.person, "doc_number", "45871237");
  change (&office, "person", other.person, "birth_date", "2006-03-05");
  before = fingerprint (&office);
  g_assert_true (
    amp_store_audit_head (amp_session_get_store (office.session), &events, hash, &error));
  preview = amp_people_preview (office.session, one.person, other.person, one.person, &error);
  g_assert_no_error (error);
  g_assert_true (holds_field (preview->filled, "birth_date"));
  g_assert_false (holds_field (preview->filled, "doc_number"));
  g_assert_true (holds_field (preview->told, "doc_number"));
  g_assert_true (preview->renamed);
  for (guint i = 0; i < preview->moved->len; i++)
    if (strcmp (g_array_index (preview->moved, AmpPeopleMoved, i).entity->name, "case") == 0)
      n_cases += g_array_index (preview->moved, AmpPeopleMoved, i).n;
  g_assert_cmpuint (n_cases, ==, 1);
  after = fingerprint (&office);
  g_assert_cmpstr (after, ==, before);
  g_assert_true (
    amp_store_audit_head (amp_session_get_store (office.session), &events_after, hash, &error));
  g_assert_cmpuint (events_after, ==, events);
  g_assert_true (amp_store_verify (amp_session_get_store (office.session), NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_a_supervisor_joins_at_once (void)
{
  g_auto (Office) office = {0};
  Woman one, other;
  g_autoptr (AmpPeoplePair) pair = NULL;
  g_autoptr (GPtrArray) merged = NULL, none = NULL;
  const AmpPeopleMerged *row;
  gint64 decision;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Yoselin", "Kispe", "912345678");
  pair = pair_of (&office, other.person, one.person);
  g_assert_nonnull (pair->record[0]);
  g_assert_cmpint (pair->waiting, ==, 0);
  decision = amp_people_join (office.session, pair, other.person, NULL, NULL, &error);
  g_assert_no_error (error);
  merged = amp_people_merged (office.session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (merged->len, ==, 1);
  row = merged->pdata[0];
  g_assert_cmpint (row->decision, ==, decision);
  g_assert_cmpstr (row->pseudonym_kept, ==,
                   pair->pseudonym[pair->person[0] == other.person ? 0 : 1]);
  g_assert_cmpstr (row->pseudonym_gone, ==,
                   pair->pseudonym[pair->person[0] == other.person ? 1 : 0]);
  /* Both are one now: there is no such pair. */
  g_assert_null (amp_people_pair (office.session, one.person, other.person, NULL));
  g_assert_true (amp_people_unmerge (office.session, decision, &error));
  none = amp_people_merged (office.session, &error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
walk_all (Office *office, GPtrArray *pairs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpDuplicateWalk) walk = amp_duplicate_walk_new (office->session, &error);

  g_assert_no_error (error);
  while (!amp_duplicate_walk_is_over (walk))
    g_assert_true (amp_duplicate_walk_step (walk, office->session, pairs, NULL, &error));
}

/* Of her own people she sees the pairs, also with a colleague's, whose record stays closed. */
static void
test_a_caseworker_asks (void)
{
  g_auto (Office) office = {0};
  Woman one, other, mine;
  g_autoptr (GPtrArray) pairs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);
  g_autoptr (AmpPeoplePair) pair = NULL, theirs = NULL, waiting = NULL;
  g_autoptr (AmpPeoplePreview) preview = NULL, whole = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  one = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  other = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  open_as_caseworker (&office);
  mine = add_woman (&office, "Yoselin", "Quispe", "987654321");
  walk_all (&office, pairs);
  g_assert_cmpuint (pairs->len, ==, 2);
  for (guint i = 0; i < pairs->len; i++)
    {
      const AmpDuplicatePair *row = pairs->pdata[i];

      g_assert_true (row->a == mine.person || row->b == mine.person);
      g_assert_false (row->waiting);
    }

  theirs = pair_of (&office, one.person, other.person);
  g_assert_null (theirs->record[0]);
  g_assert_null (theirs->record[1]);
  g_assert_cmpint (amp_people_join (office.session, theirs, one.person, NULL, NULL, &error), ==, 0);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (amp_people_preview (office.session, one.person, other.person, one.person, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (&error);
  g_assert_null (amp_people_merged (office.session, NULL));

  pair = pair_of (&office, one.person, mine.person);
  g_assert_true ((pair->record[0] == NULL) != (pair->record[1] == NULL));
  /* A number, and neither which kinds nor which fields: that would be what the record says. */
  preview = amp_people_preview (office.session, one.person, mine.person, one.person, &error);
  g_assert_no_error (error);
  g_assert_true (preview->closed);
  g_assert_cmpuint (preview->n_moved, >, 0);
  g_assert_cmpuint (preview->moved->len + preview->filled->len + preview->told->len, ==, 0);
  g_assert_false (preview->renamed);
  g_assert_cmpint (
    amp_people_join (office.session, pair, one.person, "Mismo teléfono", NULL, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (amp_people_join (office.session, pair, one.person, NULL, NULL, &error), ==, 0);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  waiting = pair_of (&office, one.person, mine.person);
  g_assert_cmpint (waiting->waiting, !=, 0);
  open_as (&office, "supervisora");
  whole = amp_people_preview (office.session, one.person, mine.person, one.person, &error);
  g_assert_false (whole->closed);
  g_assert_cmpuint (whole->moved->len, >, 0);
  /* Nor does a supervisor go past the question that waits for her. */
  g_assert_cmpint (amp_people_join (office.session, waiting, one.person, NULL, NULL, &error), ==,
                   0);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (amp_approvals_decide (office.session, waiting->waiting, FALSE, "No", &error));
  g_ptr_array_set_size (pairs, 0);
  walk_all (&office, pairs);
  g_assert_cmpuint (pairs->len, ==, 3);
}

static const AmpDuplicate *
only (GPtrArray *found, gint64 person)
{
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpint (((AmpDuplicate *) found->pdata[0])->person, ==, person);
  return found->pdata[0];
}

/* One thing alone is enough where it is strong. */
static void
test_reasons (void)
{
  static const struct
  {
    const char *field, *stored, *typed, *reason;
  } rows[] = {
    {"doc_number", "45871236", "45871236", "same_document"},
    {"doc_number", "45871236", "45871263", "near_document"},
    {"doc_number", "45871236", "45781236", "near_document"},
    {"doc_number", "0923456789", "0923456780", "near_document"},
    {"phone", "+51 987 654 321", "987654321", "same_phone"},
    {"birth_date", "2006-03-05", "2006-03-05", "same_birth_date"},
    {"birth_date", "2006-03-05", "2006-05-03", "day_month_swapped"},
    {"birth_date", "2006-03-05", "2007-03-05", "birth_year_near"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (AmpRecord) typed = amp_record_new (amp_entity_find ("person"));
      g_autoptr (GPtrArray) found = NULL, none = NULL;
      g_autoptr (GError) error = NULL;
      gint64 without[2] = {0};
      const AmpDuplicate *duplicate;
      Woman woman;

      office_open (&office);
      woman = add_woman (&office, "Jhoselyn", "Quispe", "955555555");
      change (&office, "person", woman.person, rows[i].field, rows[i].stored);
      set (typed, "given_names", "yoselin");
      set (typed, rows[i].field, rows[i].typed);
      found = amp_duplicates_find (office.session, typed, NULL, NULL, 8, NULL, &error);
      g_assert_no_error (error);
      duplicate = only (found, woman.person);
      g_test_message ("%s: %s", rows[i].reason, duplicate->reasons);
      g_assert_nonnull (strstr (duplicate->reasons, rows[i].reason));
      g_assert_nonnull (strstr (duplicate->reasons, "name_sounds_alike"));
      g_assert_cmpint (duplicate->case_id, ==, woman.case_);
      without[0] = woman.person;
      none = amp_duplicates_find (office.session, typed, NULL, without, 8, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (none->len, ==, 0);
    }
}

static void
test_safe_contacts_and_text (void)
{
  static const char *const texts[] = {"yoselin kispe", "Kispe yosel", "987 654 321", "45871236",
                                      "yoselin 45871236"};
  g_auto (Office) office = {0};
  Woman woman;

  office_open (&office);
  woman = add_woman (&office, "Jhoselyn", "Quispe", "987654321");
  change (&office, "person", woman.person, "doc_number", "45871236");
  change (&office, "person", woman.person, "surname_maternal", "de la Cruz");
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found =
        amp_duplicates_find (office.session, NULL, texts[i], NULL, 8, NULL, &error);

      g_assert_no_error (error);
      g_test_message ("%s", texts[i]);
      only (found, woman.person);
    }
  /* The contact is another's now, then nobody's. */
  change (&office, "safe_contact", woman.contact, "value", "900000001");
  {
    g_autoptr (GPtrArray) found =
      amp_duplicates_find (office.session, NULL, "987654321", NULL, 8, NULL, NULL);

    g_assert_cmpuint (found->len, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/people/who-is-not-the-same-is-not-asked-again", test_not_the_same);
  g_test_add_func ("/people/a-merge-is-taken-back-to-the-letter", test_merge_and_undo);
  g_test_add_func ("/people/taking-back-keeps-what-was-written-since",
                   test_undo_keeps_what_was_written_since);
  g_test_add_func ("/people/what-may-not-be-merged-stays-as-it-is", test_refusals);
  g_test_add_func ("/people/a-caseworker-proposes-and-sees-her-own", test_a_caseworker_proposes);
  g_test_add_func ("/people/an-approval-merges-once", test_a_permit);
  g_test_add_func ("/people/a-merge-is-told-before-it-is-done", test_preview);
  g_test_add_func ("/people/a-supervisor-joins-two-at-once", test_a_supervisor_joins_at_once);
  g_test_add_func ("/people/a-caseworker-asks-for-a-merge-of-hers", test_a_caseworker_asks);
  g_test_add_func ("/duplicates/each-likeness-tells-its-reason", test_reasons);
  g_test_add_func ("/duplicates/a-search-box-and-a-safe-contact-lead-to-her",
                   test_safe_contacts_and_text);
  return g_test_run ();
}
