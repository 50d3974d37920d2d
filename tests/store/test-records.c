/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in and out. */
#include "fixture.h"

#include <string.h>

static void
assert_same (const AmpRecord *a, const AmpRecord *b)
{
  g_auto (GStrv) diff = amp_record_diff (a, b);
  g_autofree char *names = g_strjoinv (" ", diff);

  g_assert_cmpstr (names, ==, "");
}

/* Every field of every entity, in every value that the samples give it. */
static void
test_round_trip (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL)); /* one wait for the disk, not hundreds */
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (guint n = 0; n < 5; n++)
      {
        g_autoptr (AmpRecord) saved = fixture_saved (self, (*entity)->name, n);
        g_autoptr (GError) error = NULL;
        g_autoptr (AmpRecord) loaded = NULL;

        g_assert_cmpint (amp_record_id (saved), >, 0);
        g_assert_cmpint (amp_record_rev (saved), ==, 1);
        loaded = amp_store_load (self->store, *entity, amp_record_id (saved), &error);
        g_assert_no_error (error);
        g_assert_cmpint (amp_record_id (loaded), ==, amp_record_id (saved));
        g_assert_cmpint (amp_record_rev (loaded), ==, 1);
        assert_same (saved, loaded);
      }
  g_assert_true (amp_store_commit (self->store, NULL));
}

/* Damage took the half that says there is such a record; a salvage kept the other. */
static void
test_a_half_of_nobody_gives_way (Fixture *self, gconstpointer data)
{
  const gint64 id = 4711;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("user"));
  g_autoptr (AmpRecord) loaded = NULL;

  (void) data;
  fixture_sql (self, "INSERT INTO identity.user (id, rev, display_name) VALUES (4711, 3, 'antes')");
  amp_record_set_identity (record, id, 0);
  g_assert_true (amp_record_set (record, "display_name", "ahora", NULL));
  g_assert_true (amp_record_set (record, "role", "caseworker", NULL));
  g_assert_true (amp_record_set (record, "active", "1", NULL));
  g_assert_true (amp_store_save (self->store, record, NULL, &error));
  g_assert_no_error (error);
  loaded = amp_store_load (self->store, amp_entity_find ("user"), id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (loaded, "display_name"), ==, "ahora");
}

/* The same by way of an update, field by field, and back to nothing. */
static void
test_each_field_changes_alone (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autoptr (AmpRecord) record = fixture_saved (self, (*entity)->name, 1);

      for (gsize i = 0; i < (*entity)->n_fields; i++)
        {
          const AmpField *field = &(*entity)->fields[i];
          g_autofree char *value = fixture_value (field, 2);
          g_autoptr (AmpRecord) loaded = NULL;
          g_autoptr (GError) error = NULL;
          gint64 rev = amp_record_rev (record);
          gboolean differs;

          if (field->kind == AMP_KIND_REF)
            continue;
          differs = g_strcmp0 (amp_record_get (record, field->name), value) != 0;
          g_assert_true (amp_record_set (record, field->name, value, NULL));
          g_assert_true (amp_store_save (self->store, record, NULL, &error));
          g_assert_no_error (error);
          g_assert_cmpint (amp_record_rev (record), ==, differs ? rev + 1 : rev);
          loaded = amp_store_load (self->store, *entity, amp_record_id (record), &error);
          g_assert_no_error (error);
          assert_same (record, loaded);

          if (field->flags & AMP_FIELD_REQUIRED)
            continue;
          g_assert_true (amp_record_set (record, field->name, NULL, NULL));
          g_assert_true (amp_store_save (self->store, record, NULL, &error));
          g_assert_no_error (error);
          g_clear_pointer (&loaded, amp_record_free);
          loaded = amp_store_load (self->store, *entity, amp_record_id (record), &error);
          g_assert_null (amp_record_get (loaded, field->name));
        }
    }
  g_assert_true (amp_store_commit (self->store, NULL));
}

static gboolean
keep_last (const AmpAuditEvent *event, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup_printf (
    "%s %s %s %s", event->action, event->object_type != NULL ? event->object_type : "-",
    event->fields != NULL ? event->fields : "-", event->reason != NULL ? event->reason : "-");
  return TRUE;
}

static char *
last_event (Fixture *self)
{
  char *last = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_audit_list (self->store, keep_last, &last, &error));
  g_assert_no_error (error);
  return last;
}

static void
test_event_names_fields (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_saved (self, "person", 1);
  g_autofree char *created = last_event (self);
  g_autofree char *updated = NULL;

  (void) data;
  g_assert_true (g_str_has_prefix (created, "create person pseudonym;"));
  g_assert_true (g_str_has_suffix (created, " test"));

  g_assert_true (amp_record_set (person, "given_names", "Otra", NULL));
  g_assert_true (amp_record_set (person, "nationality", "EC;PE", NULL));
  g_assert_true (amp_store_save (self->store, person, "correction", NULL));
  updated = last_event (self);
  g_assert_cmpstr (updated, ==, "update person given_names;nationality correction");
}

static void
test_no_change (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_saved (self, "person", 1);
  guint64 events = fixture_n_events (self);
  gint64 txn = fixture_int (self, "SELECT txn FROM main.vault_state");

  (void) data;
  g_assert_true (amp_store_save (self->store, person, NULL, NULL));
  g_assert_cmpint (amp_record_rev (person), ==, 1);
  g_assert_cmpuint (fixture_n_events (self), ==, events);
  g_assert_cmpint (fixture_int (self, "SELECT txn FROM main.vault_state"), ==, txn);
}

static void
test_conflict (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) mine = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) hers = amp_record_copy (mine);
  g_autoptr (AmpRecord) stored = NULL;
  g_autoptr (GError) error = NULL;
  guint64 events;

  (void) data;
  g_assert_true (amp_record_set (hers, "given_names", "Rosa", NULL));
  g_assert_true (amp_store_save (self->store, hers, NULL, NULL));
  events = fixture_n_events (self);

  g_assert_true (amp_record_set (mine, "given_names", "Luz", NULL));
  g_assert_false (amp_store_save (self->store, mine, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT);
  g_assert_null (strstr (error->message, "Luz"));
  g_assert_cmpint (amp_record_rev (mine), ==, 1);
  g_assert_cmpuint (fixture_n_events (self), ==, events);
  stored = amp_store_load (self->store, amp_record_entity (hers), amp_record_id (hers), NULL);
  assert_same (stored, hers);
}

static void
test_conflict_in_bulk (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) mine = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) hers = amp_record_copy (mine);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_record_set (hers, "given_names", "Rosa", NULL));
  g_assert_true (amp_store_save (self->store, hers, NULL, NULL));
  g_assert_true (amp_store_bulk_begin (self->store, NULL));
  g_assert_true (amp_record_set (mine, "given_names", "Luz", NULL));
  g_assert_false (amp_store_save (self->store, mine, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT);
}

static void
test_refusals (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) first = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) same = fixture_record (self, "person", 1);
  g_autoptr (AmpRecord) missing = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) service = fixture_record (self, "service", 1);
  guint64 events = fixture_n_events (self);
  GError *error = NULL;

  (void) data;

  g_assert_false (amp_store_save (self->store, same, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "person.pseudonym"));
  g_assert_null (strstr (error->message, "TUM"));
  g_assert_cmpint (amp_record_id (same), ==, 0);
  g_clear_error (&error);

  g_assert_false (amp_store_save (self->store, missing, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "person."));
  g_clear_error (&error);

  amp_record_set_int (service, "case", 424242);
  g_assert_false (amp_store_save (self->store, service, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "service.case"));
  g_assert_null (strstr (error->message, "424242"));
  g_clear_error (&error);

  g_assert_cmpuint (fixture_n_events (self), ==, events);
}

/* Values that no field would take, slipped in behind the model: SQL refuses them too. */
static void
test_checks_in_sql (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];
        g_autoptr (AmpRecord) record = NULL;
        g_autoptr (GError) error = NULL;
        const char *bad = NULL;

        if (field->kind == AMP_KIND_CODE || field->kind == AMP_KIND_CODES)
          bad = "no_such_code_zzz";
        else if (field->kind == AMP_KIND_DATE || field->kind == AMP_KIND_TIMESTAMP)
          bad = "05/03/2024";
        else if (field->kind == AMP_KIND_BOOLEAN)
          bad = "7";
        else if (field->kind == AMP_KIND_INTEGER && field->max > field->min)
          bad = "-987654";
        if (bad == NULL)
          continue;

        g_test_message ("%s.%s", (*entity)->name, field->name);
        record = fixture_record (self, (*entity)->name, (guint) (50 + i));
        amp_record_take (record, i, g_strdup (bad));
        g_assert_false (amp_store_save (self->store, record, NULL, &error));
        g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
        g_assert_null (strstr (error->message, bad));
        g_assert_cmpint (amp_record_id (record), ==, 0);
      }
  g_assert_true (amp_store_commit (self->store, NULL));
}

static void
test_both_or_none (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) other = fixture_record (self, "person", 2);
  g_autoptr (AmpRecord) stored = NULL;
  guint64 events = fixture_n_events (self);
  GError *error = NULL;

  (void) data;

  /* The private half fails after the main half was written. */
  fixture_sql (self, "CREATE TEMP TRIGGER spoil BEFORE INSERT ON identity.person "
                     "BEGIN SELECT RAISE(ABORT, 'spoilt'); END");
  g_assert_false (amp_store_save (self->store, other, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.person"), ==, 1);

  /* The private half is gone. */
  fixture_sql (self, "DELETE FROM identity.person");
  g_assert_true (amp_record_set (person, "given_names", "Luz", NULL));
  g_assert_false (amp_store_save (self->store, person, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_clear_error (&error);
  stored = amp_store_load (self->store, amp_record_entity (person), amp_record_id (person), &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_null (stored);
  g_clear_error (&error);

  /* The event cannot be written. */
  fixture_sql (self,
               "DROP TRIGGER spoil; CREATE TEMP TRIGGER spoil BEFORE INSERT ON main.audit_event "
               "BEGIN SELECT RAISE(ABORT, 'spoilt'); END");
  g_assert_false (amp_store_save (self->store, other, NULL, &error));
  g_clear_error (&error);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.person"), ==, 1);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM identity.person"), ==, 0);
  g_assert_cmpuint (fixture_n_events (self), ==, events);

  fixture_sql (self, "DROP TRIGGER spoil");
  g_assert_true (amp_store_save (self->store, other, NULL, &error));
}

static void
test_id_of_the_caller (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) user = amp_record_new (amp_entity_find ("user"));
  g_autoptr (AmpRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_record_set (user, "role", "supervisor", NULL));
  amp_record_set_identity (user, 1, 0);
  g_assert_true (amp_store_save (self->store, user, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (amp_record_id (user), ==, 1);
  loaded = amp_store_load (self->store, amp_record_entity (user), 1, &error);
  g_assert_no_error (error);
  assert_same (user, loaded);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) referral = fixture_saved (self, "referral", 1);
  g_autoptr (AmpRecord) event = fixture_record (self, "referral_event", 1);
  gint64 case_id = amp_record_get_int (referral, "case", 0);
  const AmpEntity *cases = amp_entity_find ("case");
  guint64 events;
  gint64 n_cases = amp_store_count (self->store, cases, NULL);
  GError *error = NULL;

  (void) data;
  amp_record_set_int (event, "referral", amp_record_id (referral));
  g_assert_true (amp_store_save (self->store, event, NULL, &error));
  g_assert_no_error (error);
  n_cases = amp_store_count (self->store, cases, NULL);
  events = fixture_n_events (self);

  g_assert_true (amp_store_delete (self->store, cases, case_id, "duplicate", &error));
  g_assert_no_error (error);
  g_assert_cmpint (amp_store_count (self->store, cases, NULL), ==, n_cases - 1);
  g_assert_null (amp_store_load (self->store, cases, case_id, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* What belongs to it goes with it, and what belongs to that. */
  g_assert_null (
    amp_store_load (self->store, amp_record_entity (referral), amp_record_id (referral), NULL));
  g_assert_null (
    amp_store_load (self->store, amp_record_entity (event), amp_record_id (event), NULL));
  g_assert_cmpuint (fixture_n_events (self), >=, events + 3);

  /* The rows stay, in both halves. */
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.referral"), ==, 1 + 1);
  g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_no_error (error);

  g_assert_false (amp_store_delete (self->store, cases, case_id, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (amp_record_set (referral, "sent_on", "2020", NULL));
  g_assert_false (amp_store_save (self->store, referral, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
}

static void
test_children (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) first = fixture_saved (self, "service", 1);
  gint64 case_id = amp_record_get_int (first, "case", 0);
  gint64 ids[3] = {amp_record_id (first), 0, 0};
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GPtrArray) none = NULL;
  GError *error = NULL;

  (void) data;
  for (guint i = 1; i < 3; i++)
    {
      g_autoptr (AmpRecord) service = fixture_record (self, "service", i + 1);

      amp_record_set_int (service, "case", case_id);
      g_assert_true (amp_store_save (self->store, service, NULL, NULL));
      ids[i] = amp_record_id (service);
    }
  g_assert_true (amp_store_delete (self->store, amp_record_entity (first), ids[1], NULL, NULL));

  services = amp_store_children (self->store, amp_record_entity (first), "case", case_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (services->len, ==, 2);
  g_assert_cmpint (amp_record_id (services->pdata[0]), ==, ids[0]);
  g_assert_cmpint (amp_record_id (services->pdata[1]), ==, ids[2]);
  assert_same (services->pdata[0], first);

  none = amp_store_children (self->store, amp_record_entity (first), "case", 99, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (
    amp_store_children (self->store, amp_record_entity (first), "status", case_id, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
  g_clear_error (&error);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/records/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("every-field-of-every-entity-comes-back", test_round_trip);
  ADD ("a-half-that-belongs-to-nobody-gives-way", test_a_half_of_nobody_gives_way);
  ADD ("each-field-changes-alone-and-back-to-nothing", test_each_field_changes_alone);
  ADD ("the-event-names-the-fields-and-no-values", test_event_names_fields);
  ADD ("saving-without-a-change-writes-nothing", test_no_change);
  ADD ("a-conflicting-save-is-refused", test_conflict);
  ADD ("a-conflicting-save-is-refused-in-bulk-too", test_conflict_in_bulk);
  ADD ("a-broken-rule-is-refused-by-name-and-without-the-value", test_refusals);
  ADD ("sql-refuses-what-slipped-past-the-model", test_checks_in_sql);
  ADD ("both-halves-and-the-event-or-nothing", test_both_or_none);
  ADD ("a-record-may-bring-its-id", test_id_of_the_caller);
  ADD ("deleting-marks-the-record-and-what-belongs-to-it", test_delete);
  ADD ("children-come-oldest-first", test_children);
  return g_test_run ();
}
