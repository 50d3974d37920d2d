/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing wrong is ever read: whatever was done to the folder, the vault says so and names the
 * file, or it is as it was. Never other data, never an older day but where FORMAT.md 12 says that
 * nobody can tell.
 *
 * AMP_TAMPER_ROUNDS=20000 for more than the sample; AMP_TAMPER_SEED for the same ones again,
 * AMP_TAMPER_ONLY for one of them. */
#include "trial.h"

#include "pages/bytes.h"

#include <string.h>

#define SAMPLE 200

/* --- Rounds --- */

static guint
setting (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : otherwise;
}

/* Each kind of moment as often as any other. */
static const Moment *
pick_state (const History *history, GRand *rand)
{
  const MomentKind kind = (MomentKind) g_rand_int_range (rand, 0, N_MOMENT_KINDS);

  for (;;)
    {
      const Moment *moment =
        history->moments->pdata[g_rand_int_range (rand, 0, (gint32) history->moments->len)];

      if (moment->kind == kind)
        return moment;
    }
}

static Tampering *
tamper (const History *history, guint32 seed, guint *kind)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (;;)
    {
      Tampering *tampering = tampering_new (history, pick_state (history, rand), g_rand_int (rand));

      *kind = (guint) g_rand_int_range (rand, 0, (gint32) tampering_count_kinds ());
      if (tampering_apply (tampering, *kind))
        return tampering;
      tampering_free (tampering);
    }
}

static void
print_table (const GArray *counts)
{
  guint sums[N_OUTCOMES] = {0};
  g_autoptr (GString) line = g_string_new ("# ");

  for (guint i = 0; i <= tampering_count_kinds (); i++)
    {
      const gboolean last = i == tampering_count_kinds ();

      g_string_append_printf (line, "%-48s", last ? "all" : tampering_kind_name (i));
      for (guint j = 0; j < N_OUTCOMES; j++)
        {
          guint n = last ? sums[j] : g_array_index (counts, guint, i * N_OUTCOMES + j);

          sums[j] += n;
          if (j < N_FINE || sums[j] > 0)
            g_string_append_printf (line, " %s %5u", trial_outcomes[j], n);
        }
      g_string_append (line, "\n# ");
    }
  g_print ("%s\n# * FORMAT.md 12, not protected: these must not be told\n", line->str);
}

static void
run_round (Trial *self, guint32 seed, guint round, GArray *counts)
{
  guint kind;
  Tampering *tampering = tamper (self->history, seed + round, &kind);

  trial_run (self, tampering);
  g_array_index (counts, guint, kind * N_OUTCOMES + self->verdict->outcome)++;
  if (self->verdict->outcome >= N_FINE)
    g_print ("# round %u, %s: %s: %s: %s\n", round, trial_outcomes[self->verdict->outcome],
             tampering_kind_name (kind), tampering->done->str, self->verdict->text);
  tampering_free (tampering);
}

static void
nothing_wrong_is_read (Fixture *self, gconstpointer data)
{
  const guint rounds = setting ("AMP_TAMPER_ROUNDS", SAMPLE);
  const guint32 seed = setting ("AMP_TAMPER_SEED", (guint) g_test_rand_int ());
  const guint only = setting ("AMP_TAMPER_ONLY", G_MAXUINT);
  g_autoptr (GArray) counts = g_array_new (FALSE, TRUE, sizeof (guint));
  guint wrong = 0;
  Trial trial;

  (void) data;
  trial_begin (&trial, self);
  g_array_set_size (counts, tampering_count_kinds () * N_OUTCOMES);
  g_print ("# seed %u, %u moments\n", seed, trial.history->moments->len);
  for (guint i = 0; i < rounds; i++)
    if (only == G_MAXUINT || i == only)
      run_round (&trial, seed, i, counts);
  print_table (counts);
  for (guint i = 0; i < counts->len; i++)
    wrong += i % N_OUTCOMES >= N_FINE ? g_array_index (counts, guint, i) : 0;
  trial_end (&trial);
  g_assert_cmpuint (wrong, ==, 0);
}

/* --- What nobody can tell --- */

/* Of the newest superblock: from which moment on the two belong together. */
static guint64
joint_of (const Moment *moment, const char *name)
{
  const guint8 *bytes = g_bytes_get_data (g_hash_table_lookup (moment->files, name), NULL);

  return amp_get64 (bytes + (amp_get64 (bytes + 56) > amp_get64 (bytes + 4096 + 56) ? 0 : 4096) +
                    64);
}

/* FORMAT.md 12, not protected, 1 and 2. */
static gboolean
is_admitted (const Moment *state, const Moment *past, guint which)
{
  if (which & TOUCHED_KEYRING)
    return TRUE;
  if (past->closings < state->closings)
    return FALSE;
  return which == (TOUCHED_CASEWORK | TOUCHED_IDENTITY) ||
         (which == TOUCHED_CASEWORK
            ? joint_of (past, "casework.db") == joint_of (state, "identity.db")
            : joint_of (past, "identity.db") == joint_of (state, "casework.db"));
}

static gboolean
try_older (Trial *self, const Moment *state, const Moment *past, guint which)
{
  Tampering *tampering = tampering_new (self->history, state, 1);
  gboolean right = TRUE;

  if (tampering_bring_back (tampering, past, which))
    {
      const gboolean admitted = is_admitted (state, past, which);

      trial_run (self, tampering);
      right = self->verdict->outcome < N_FINE && (self->verdict->outcome == TOLD) != admitted;
      if (!right)
        g_print ("# %s: %s, and %s be told: %s\n", trial_outcomes[self->verdict->outcome],
                 tampering->done->str, admitted ? "cannot" : "must", self->verdict->text);
    }
  tampering_free (tampering);
  return right;
}

static void
exactly_what_nobody_can_tell_is_not_told (Fixture *self, gconstpointer data)
{
  static const guint choices[] = {
    TOUCHED_CASEWORK,
    TOUCHED_IDENTITY,
    TOUCHED_CASEWORK | TOUCHED_IDENTITY,
    TOUCHED_CASEWORK | TOUCHED_IDENTITY | TOUCHED_KEYRING,
  };
  guint wrong = 0;
  Trial trial;

  (void) data;
  trial_begin (&trial, self);
  for (guint i = 0; i < trial.history->moments->len; i++)
    {
      const Moment *state = trial.history->moments->pdata[i];

      /* One superblock of each database counts in these. */
      if (state->kind == MOMENT_COMMIT || (i % 4 != 0 && !g_test_thorough ()))
        continue;
      for (guint j = 0; j < state->past; j++)
        for (gsize k = 0; k < G_N_ELEMENTS (choices); k++)
          wrong += !try_older (&trial, state, trial.history->moments->pdata[j], choices[k]);
    }
  trial_end (&trial);
  g_assert_cmpuint (wrong, ==, 0);
}

/* --- A user who was disabled --- */

static void
expect_nobody (Trial *self, const Tampering *tampering)
{
  tampering_lay_out (tampering, self->fixture->folder);
  /* What the first attempt writes must not help the second. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpVault) vault = amp_vault_unlock (self->fixture->folder, HISTORY_LOGIN_GONE,
                                                     self->fixture->passphrase, &error);

      if (vault != NULL)
        g_error ("%s", tampering->done->str);
      g_assert_true (
        error->domain == AMP_VAULT_ERROR &&
        (error->code == AMP_VAULT_ERROR_WRONG_KEY || error->code == AMP_VAULT_ERROR_OUT_OF_STEP ||
         error->code == AMP_VAULT_ERROR_FOREIGN || error->code == AMP_VAULT_ERROR_DAMAGED));
    }
  fixture_remove_tree (self->fixture->folder);
}

/* Her passphrase opens the keyring of then, whose every signature holds. */
static void
a_disabled_user_does_not_come_back (Fixture *self, gconstpointer data)
{
  static const char *const ways[] = {
    "keyring of an earlier day",
    "keyring of an earlier day, one copy damaged",
    "keyring of an earlier day, called newer",
    "keyring of an earlier day, called format 1",
    "keyring: one copy of an earlier day",
    "keyring: slot of an earlier day",
    "keyring: slots swapped",
    "keyring: extension and memory of an earlier day",
    "keyring: called format 1",
  };
  guint tried = 0;
  Trial trial;

  (void) data;
  trial_begin (&trial, self);
  for (guint i = 0; i < trial.history->moments->len; i++)
    {
      const Moment *state = trial.history->moments->pdata[i];

      if (strstr (state->now->part[2], HISTORY_LOGIN_GONE " caseworker active") != NULL ||
          state->kind == MOMENT_COMMIT)
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (ways) * (g_test_thorough () ? 10 : 2); j++)
        {
          Tampering *tampering = tampering_new (trial.history, state, j);

          if (tampering_apply (tampering, tampering_find_kind (ways[j % G_N_ELEMENTS (ways)])))
            {
              expect_nobody (&trial, tampering);
              tried++;
            }
          tampering_free (tampering);
        }
    }
  g_assert_cmpuint (tried, >, 50);
  trial_end (&trial);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/tamper/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("nothing-wrong-is-read", nothing_wrong_is_read);
  ADD ("exactly-what-nobody-can-tell-is-not-told", exactly_what_nobody_can_tell_is_not_told);
  ADD ("a-disabled-user-does-not-come-back", a_disabled_user_does_not_come_back);
#undef ADD
  return g_test_run ();
}
