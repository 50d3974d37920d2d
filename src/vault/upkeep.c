/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A keyring that grows with its time: its format, and the price of a guess. FORMAT.md 2.4, 2.5. */
#include "vault/user.h"

#include <sodium.h>
#include <unistd.h>

#define MEASURE_MAX_BYTES (G_GUINT64_CONSTANT (2) << 30)
#define MEASURE_MAX_OPS 16

/* --- How much this machine can do --- */

/* Milliseconds that one derivation takes; G_MAXDOUBLE: not enough memory for it. */
static gdouble
try_kdf (const AmpKdf *kdf)
{
  static const char passphrase[] = "a passphrase of some length";
  static const guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 key[32];
  gint64 start = g_get_monotonic_time ();
  int failed = crypto_pwhash (key, sizeof key, passphrase, sizeof passphrase - 1, salt, kdf->ops,
                              (size_t) kdf->bytes, crypto_pwhash_ALG_ARGON2ID13);

  if (failed != 0)
    return G_MAXDOUBLE;
  return (gdouble) (g_get_monotonic_time () - start + 1) / 1000;
}

static guint64
scale (guint64 value, gdouble by, guint64 low, guint64 high)
{
  gdouble scaled = (gdouble) value * by;

  /* GCOVR_EXCL_BR_START: how quick a machine is, no test can know */
  return (guint64) CLAMP (scaled, (gdouble) low, (gdouble) high);
  /* GCOVR_EXCL_BR_STOP */
}

/* Time goes with memory and with passes. Memory first: it is what an attacker has to buy. */
AmpKdf
amp_kdf_measure (guint milliseconds)
{
  guint64 quarter = (guint64) sysconf (_SC_PHYS_PAGES) * (guint64) sysconf (_SC_PAGESIZE) / 4;
  /* GCOVR_EXCL_BR_START: one machine, one way */
  guint64 most = CLAMP (quarter, amp_kdf_default.bytes, MEASURE_MAX_BYTES);
  /* GCOVR_EXCL_BR_STOP */
  AmpKdf kdf = amp_kdf_default;
  gdouble took = try_kdf (&kdf);

  if (took >= milliseconds)
    return amp_kdf_default;
  kdf.bytes = scale (kdf.bytes, milliseconds / took, kdf.bytes, most) & ~G_GUINT64_CONSTANT (1023);
  took = try_kdf (&kdf);
  if (took >= G_MAXDOUBLE)
    return amp_kdf_default;
  kdf.ops = scale (kdf.ops, milliseconds / took, kdf.ops, MEASURE_MAX_OPS);
  return kdf;
}

/* --- The floor --- */

AmpKdf
amp_user_floor_kdf (const AmpKeyring *keyring, const AmpKdf *wanted)
{
  AmpKdf kdf = wanted != NULL ? *wanted : amp_kdf_default;

  kdf.ops = MAX (kdf.ops, keyring->extension.floor_ops);
  kdf.bytes = MAX (kdf.bytes, (guint64) keyring->extension.floor_kib * 1024);
  return kdf;
}

static void
set_floor (AmpKeyring *keyring, const AmpKdf *floor)
{
  keyring->extension.floor_ops = (guint32) floor->ops;
  keyring->extension.floor_kib = (guint32) (floor->bytes / 1024);
}

gboolean
amp_vault_raise_kdf (AmpVault *self, const AmpKdf *floor, GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpKdf least = amp_user_floor_kdf (fresh, floor);

  if (!amp_user_need_supervisor (self, error))
    return FALSE;
  if (!amp_kdf_is_possible (floor) || least.ops > floor->ops || least.bytes > floor->bytes)
    return amp_refuse (error, AMP_VAULT_ERROR_INVALID,
                       "A floor below the one that is there, or an impossible one");
  set_floor (fresh, floor);
  amp_user_sign (self, fresh, NULL);
  return amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
}

/* The passphrase was right a moment ago. Where the machine has too little memory for the floor, her
 * seed stays as it is: she must be able to work. */
static gboolean
retune (AmpVault *self, AmpKeyring *fresh, const AmpSecret *passphrase)
{
  AmpSlot *slot = amp_keyring_find_id (fresh, self->user->id);
  AmpSlot tuned = *slot;
  AmpKdf now = amp_slot_get_kdf (slot);
  AmpKdf kdf = amp_user_floor_kdf (fresh, &now);
  g_autoptr (AmpSecret) seed = NULL;

  if (kdf.ops == now.ops && kdf.bytes == now.bytes)
    return FALSE;
  seed = amp_slot_unwrap_seed (slot, fresh->vault_id, passphrase, NULL);
  if (seed == NULL || !amp_slot_wrap_seed (&tuned, fresh->vault_id, seed, passphrase, &kdf, NULL))
    return FALSE;
  *slot = tuned;
  return TRUE;
}

/* --- Version 2 --- */

void
amp_user_extend (AmpVault *self, AmpKeyring *keyring, const AmpKdf *floor, AmpSlot *slot)
{
  keyring->version = AMP_KEYRING_VERSION;
  set_floor (keyring, floor);
  amp_user_sign (self, keyring, slot);
  amp_keyring_remember (keyring, self->case_key, 0, 0);
}

/* What all active users have already: nobody is asked for more without a supervisor's word. */
static AmpKdf
least_kdf (const AmpKeyring *keyring)
{
  AmpKdf least = {G_MAXUINT32, G_MAXUINT64};

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (keyring->slots[i].state == AMP_SLOT_ACTIVE)
      {
        AmpKdf kdf = amp_slot_get_kdf (&keyring->slots[i]);

        least.ops = MIN (least.ops, kdf.ops);
        least.bytes = MIN (least.bytes, kdf.bytes);
      }
  return least;
}

gboolean
amp_user_tend_keyring (AmpVault *self, const AmpSecret *passphrase, GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  gboolean change = fresh->repaired;

  if (fresh->version < AMP_KEYRING_VERSION && self->user->role == AMP_ROLE_SUPERVISOR)
    {
      AmpKdf floor = least_kdf (fresh);

      amp_user_extend (self, fresh, &floor, NULL);
      change = TRUE;
    }
  change |= retune (self, fresh, passphrase);
  if (self->new_keys && fresh->version >= AMP_KEYRING_VERSION)
    {
      amp_user_set_pin (fresh, amp_keyring_find_id (fresh, self->user->id), self->own_key);
      change = TRUE;
    }
  return !change || amp_user_replace_keyring (self, g_steal_pointer (&fresh), error);
}
