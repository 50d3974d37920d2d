/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts while users come, go, and get other passphrases and roles. The keyring is as before
 * or as after; what was taken away and acknowledged stays away, whatever else happens to it. */
#include "scenarios.h"

#include <sqlite3.h>
#include <string.h>

#define PEOPLE 5
#define KEYRING_COPY 36864

typedef struct
{
  guint passphrase; /* number of it; 0: no such user yet */
  guint former;     /* 0: none */
  AmpRole role;
  gboolean active;
} Person;

typedef struct
{
  PowerRun *run;
  Person people[PEOPLE]; /* the first is a supervisor and stays one */
  guint changed;         /* whom the call under way is about */
  Person after;          /* and what becomes of her */
  gboolean in_flight;
  guint passphrases; /* given out so far */
  GPtrArray *sheets; /* of the set in force; NULL: none */
  GPtrArray *former; /* of the set before */
  gboolean sheets_in_flight;
  AmpKdf floor;
} People;

static AmpSecret *
secret_of (guint passphrase)
{
  g_autofree char *text = g_strdup_printf ("frase de prueba %u", passphrase);

  return amp_secret_new_from_text (text);
}

static const char *
login_of (guint person)
{
  static const char *const logins[PEOPLE] = {"ana", "beto", "carla", "dina", "elmer"};

  return logins[person];
}

static AmpVault *
unlock (guint person, guint passphrase, GError **error)
{
  g_autoptr (AmpSecret) secret = secret_of (passphrase);

  return amp_vault_unlock (POWER_FOLDER, login_of (person), secret, error);
}

/* --- What should open, and what should not --- */

static gboolean
is_shut (guint person, guint passphrase)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = unlock (person, passphrase, &error);

  return vault == NULL && g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
}

/* NULL, or what is not so. */
static const char *
not_so (guint person, const Person *wanted)
{
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *db;
  gboolean connects;

  if (wanted->passphrase == 0)
    return is_shut (person, 1) ? NULL : "opens for somebody who is not there";
  if (wanted->former != 0 && !is_shut (person, wanted->former))
    return "opens with a former passphrase";
  if (!wanted->active)
    return is_shut (person, wanted->passphrase) ? NULL : "opens for a disabled user";
  vault = unlock (person, wanted->passphrase, &error);
  if (vault == NULL)
    return "does not open";
  if (amp_vault_get_user (vault)->role != wanted->role)
    return "another role";
  db = amp_vault_connect (vault, &error);
  connects = db != NULL;
  sqlite3_close (db);
  if (wanted->role == AMP_ROLE_AUDITOR)
    return g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT)
             ? NULL
             : "an auditor gets at the databases";
  return connects ? NULL : "no connection";
}

/* Sheets that are in force work; those before them do not any more. A call that was cut off may
 * have made a set that nobody has. */
static void
check_sheets (People *self)
{
  g_autoptr (GError) error = NULL;
  guint number = 0;

  if (self->sheets != NULL &&
      (!amp_recovery_test (POWER_FOLDER, self->sheets->pdata[1], &number, NULL, &error) ||
       number != 2))
    {
      if (!self->sheets_in_flight)
        power_fail (self->run, "a sheet does not work: %s", error != NULL ? error->message : "");
      g_clear_pointer (&self->former, g_ptr_array_unref);
      self->former = g_steal_pointer (&self->sheets);
    }
  g_clear_error (&error);
  if (self->former != NULL &&
      (amp_recovery_test (POWER_FOLDER, self->former->pdata[0], NULL, NULL, &error) ||
       !g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP)))
    power_fail (self->run, "a sheet of a former set works");
  self->sheets_in_flight = FALSE;
}

static void
check (People *self)
{
  check_sheets (self);
  for (guint i = 0; i < PEOPLE; i++)
    {
      gboolean moving = self->in_flight && self->changed == i;
      const char *wrong = moving ? not_so (i, &self->after) : NULL;

      if (moving && wrong == NULL)
        self->people[i] = self->after;
      else
        wrong = not_so (i, &self->people[i]);
      if (wrong != NULL)
        power_fail (self->run, "%s: %s%s", login_of (i), wrong, moving ? " (in flight)" : "");
    }
  self->in_flight = FALSE;
}

/* The power goes, and either copy of the keyring is lost: what was taken away does not come back
 * from the other. */
static void
check_without_a_copy (People *self)
{
  PowerRun *run = self->run;
  SimDisk *disk = run->disk;
  gsize length = 0, at = sim_random_below (&run->random, 2) * KEYRING_COPY;
  g_autoptr (SimDisk) copy = sim_disk_copy (disk);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree guint8 *other = NULL;

  sim_disk_cut (copy, sim_random_next (&run->random));
  bytes = sim_disk_get (copy, POWER_FOLDER "/keyring");
  length = g_bytes_get_size (bytes);
  if (length != 2 * KEYRING_COPY)
    {
      power_fail (run, "a keyring of %" G_GSIZE_FORMAT " bytes", length);
      return;
    }
  other = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  memset (other + at, 0x55, KEYRING_COPY);
  sim_disk_put (copy, POWER_FOLDER "/keyring", other, length);
  sim_disk_use (copy);
  for (guint i = 0; i < PEOPLE; i++)
    {
      const char *wrong = not_so (i, &self->people[i]);

      if (wrong != NULL)
        power_fail (run, "%s: %s, with copy %u of the keyring lost", login_of (i), wrong,
                    at == 0 ? 0 : 1);
    }
  sim_disk_use (disk);
}

/* --- What is done --- */

static gboolean
add (People *self, AmpVault *vault, GError **error)
{
  g_autoptr (AmpSecret) secret = secret_of (++self->passphrases);

  self->after.passphrase = self->passphrases;
  self->after.role = (AmpRole) (1 + sim_random_below (&self->run->random, 3));
  self->after.active = TRUE;
  return amp_vault_add_user (vault, login_of (self->changed), self->after.role, secret,
                             &amp_kdf_cheap, NULL, error);
}

static gboolean
change_passphrase (People *self, AmpVault *vault, GError **error)
{
  g_autoptr (AmpSecret) old = secret_of (self->after.passphrase);
  g_autoptr (AmpSecret) fresh = secret_of (++self->passphrases);

  self->after.former = self->after.passphrase;
  self->after.passphrase = self->passphrases;
  return amp_vault_change_passphrase (vault, old, fresh, &amp_kdf_cheap, error);
}

static gboolean
grant (People *self, AmpVault *vault, GError **error)
{
  self->after.role = (AmpRole) (1 + sim_random_below (&self->run->random, 3));
  return amp_vault_grant (vault, login_of (self->changed), self->after.role, error);
}

static gboolean
disable (People *self, AmpVault *vault, GError **error)
{
  self->after.active = FALSE;
  return amp_vault_disable_user (vault, login_of (self->changed), error);
}

static gboolean
raise_floor (People *self, AmpVault *vault, GError **error)
{
  AmpKdf floor = self->floor;

  floor.ops += sim_random_below (&self->run->random, 2);
  floor.bytes += 1024 * sim_random_below (&self->run->random, 3);
  if (!amp_vault_raise_kdf (vault, &floor, error))
    return FALSE;
  self->floor = floor;
  return TRUE;
}

static gboolean
make_sheets (People *self, AmpVault *vault, GError **error)
{
  GPtrArray *sheets;

  self->sheets_in_flight = TRUE;
  sheets = amp_vault_make_recovery (vault, error);
  if (sheets == NULL)
    return FALSE;
  self->sheets_in_flight = FALSE;
  g_clear_pointer (&self->former, g_ptr_array_unref);
  self->former = self->sheets;
  self->sheets = sheets;
  return TRUE;
}

/* Nobody is unlocked: two sheets do it. */
static gboolean
recover (People *self, AmpVault *vault, GError **error)
{
  guint first = sim_random_below (&self->run->random, AMP_RECOVERY_SHEETS);
  const AmpSecret *sheets[AMP_RECOVERY_NEEDED] = {
    self->sheets->pdata[first], self->sheets->pdata[(first + 1) % AMP_RECOVERY_SHEETS]};
  g_autoptr (AmpSecret) secret = secret_of (++self->passphrases);

  self->after =
    (Person){.passphrase = self->passphrases, .role = AMP_ROLE_SUPERVISOR, .active = TRUE};
  vault = amp_vault_recover (POWER_FOLDER, sheets, login_of (self->changed), secret, &amp_kdf_cheap,
                             error);
  amp_vault_free (vault);
  return vault != NULL;
}

typedef gboolean (*Change) (People *self, AmpVault *vault, GError **error);

/* One that is possible now, for a random person. */
static Change
choose (People *self)
{
  SimRandom *random = &self->run->random;
  const Person *person;

  do
    {
      self->changed = sim_random_below (random, PEOPLE);
      person = &self->people[self->changed];
    }
  while (person->passphrase != 0 && !person->active);
  self->after = *person;
  if (person->passphrase == 0)
    return self->sheets != NULL && sim_random_percent (random, 40) ? recover : add;
  if (self->changed == 0 && sim_random_percent (random, 50))
    return sim_random_percent (random, 30) ? raise_floor : make_sheets;
  if (self->changed == 0 || sim_random_percent (random, 40))
    return change_passphrase;
  return sim_random_percent (random, 60) ? grant : disable;
}

/* FALSE: the power went. */
static gboolean
change (People *self)
{
  PowerRun *run = self->run;
  g_autoptr (GError) error = NULL;
  Change what = choose (self);
  guint by = what == change_passphrase ? self->changed : 0;
  g_autoptr (AmpVault) vault = NULL;

  if (sim_random_percent (&run->random, 40))
    sim_disk_set_cut (run->disk, (gint) power_some (run, 16) - 1);
  if (what != recover)
    vault = unlock (by, self->people[by].passphrase, &error);
  if (error == NULL && !sim_disk_is_off (run->disk))
    {
      self->in_flight = TRUE;
      if (what (self, vault, &error))
        {
          self->people[self->changed] = self->after;
          self->in_flight = FALSE;
        }
    }
  if (sim_disk_is_off (run->disk))
    return FALSE;
  if (!self->in_flight && sim_random_percent (&run->random, 15))
    check_without_a_copy (self);
  sim_disk_set_cut (run->disk, -1);
  if (error != NULL)
    power_fail (run, "with the power on: %s", error->message);
  return TRUE;
}

/* The databases remember the keyring that they were written under. */
static void
save_something (People *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = unlock (0, self->people[0].passphrase, &error);
  sqlite3 *db = vault != NULL ? amp_vault_connect (vault, &error) : NULL;

  if (db == NULL && !sim_disk_is_off (self->run->disk))
    power_fail (self->run, "no connection with the power on: %s", error->message);
  else if (db != NULL)
    (void) sqlite3_exec (db, "CREATE TABLE IF NOT EXISTS main.t (v); INSERT INTO main.t VALUES (1)",
                         NULL, NULL, NULL);
  sqlite3_close (db);
}

/* Only the process died; who comes next sees what it wrote, and then the power goes. */
static void
die (People *self)
{
  PowerRun *run = self->run;

  sim_disk_kill (run->disk);
  check (self);
  if (sim_random_percent (&run->random, 50))
    save_something (self);
}

/* Unlocking repairs what is left; it may be cut off as well. */
static void
cut (People *self)
{
  PowerRun *run = self->run;

  if (sim_random_percent (&run->random, 25))
    die (self);
  power_cut (run);
  for (guint depth = 0; depth < 2 && sim_random_percent (&run->random, 50); depth++)
    {
      guint person = sim_random_below (&run->random, PEOPLE);
      const Person *who = &self->people[person];

      sim_disk_set_cut (run->disk, (gint) power_some (run, 6) - 1);
      amp_vault_free (unlock (person, who->passphrase != 0 ? who->passphrase : 1, NULL));
      power_cut (run);
    }
}

static void
begin (People *self, PowerRun *run)
{
  static SimDisk *prepared;
  g_autoptr (GError) error = NULL;

  if (prepared == NULL)
    {
      g_autoptr (AmpSecret) secret = secret_of (1);

      prepared = sim_disk_new ();
      sim_disk_use (prepared);
      amp_vault_free (
        amp_vault_create (POWER_FOLDER, login_of (0), secret, &amp_kdf_cheap, &error));
      g_assert_no_error (error);
      sim_disk_forget (prepared);
    }
  self->run = run;
  self->people[0] = (Person){.passphrase = 1, .role = AMP_ROLE_SUPERVISOR, .active = TRUE};
  self->passphrases = 1;
  self->floor = amp_kdf_cheap;
  power_take_disk (run, sim_disk_copy (prepared));
}

static void
live (People *people)
{
  PowerRun *run = people->run;
  guint n = 2 + sim_random_below (&run->random, 6);

  for (guint i = 0; i < n && !power_failed (run); i++)
    {
      if (change (people))
        {
          if (sim_random_percent (&run->random, 30))
            save_something (people);
          continue;
        }
      cut (people);
      check (people);
    }
  sim_disk_set_cut (run->disk, -1);
  if (power_failed (run))
    return;
  power_cut (run); /* of a vault that is closed */
  check (people);
  if (!power_failed (run))
    check_without_a_copy (people);
}

void
scenario_keyring (PowerRun *run)
{
  People people = {0};

  begin (&people, run);
  live (&people);
  g_clear_pointer (&people.sheets, g_ptr_array_unref);
  g_clear_pointer (&people.former, g_ptr_array_unref);
}
