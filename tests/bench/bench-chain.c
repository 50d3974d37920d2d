/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checking a log of a million entries (AMP_BENCH_EVENTS for another number): how many a second,
 * what of it the signatures take, and what the records behind it add. A vault of its own. */
#include "store/audit-check.h"

#include <glib/gstdio.h>
#include <string.h>

#define RECORDS_EACH 100 /* one event in so many saves a record */

static void
check (gboolean ok, const GError *error)
{
  if (!ok)
    g_error ("%s", error->message);
}

static AmpRecord *
institution (guint n)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("institution"));
  g_autofree char *code = g_strdup_printf ("BENCH-%u", n);

  g_assert_true (amp_record_set (record, "code", code, NULL));
  g_assert_true (amp_record_set (record, "name_es", "Centro", NULL));
  g_assert_true (amp_record_set (record, "kind", "NGO", NULL));
  g_assert_true (amp_record_set (record, "country", "PE", NULL));
  return record;
}

static void
fill (AmpStore *store, guint64 n)
{
  g_autoptr (GError) error = NULL;

  check (amp_store_begin (store, &error), error);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) record = i % RECORDS_EACH == 0 ? institution (i) : NULL;

      if (record != NULL)
        check (amp_store_save (store, record, NULL, &error), error);
      else
        check (amp_store_audit (store, AMP_AUDIT_VIEW_CASE, amp_entity_find ("case"),
                                (gint64) i + 1, NULL, NULL, &error),
               error);
    }
  check (amp_store_commit (store, &error), error);
}

static double
measure (AmpStore *store, gboolean with_records, guint64 n)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AmpChainReport) report =
    amp_store_audit_check (store, NULL, 0, with_records, NULL, NULL, &error);
  double seconds = (double) (g_get_monotonic_time () - start) / 1e6;

  check (report != NULL, error);
  check (amp_chain_report_judge (report, &error), error);
  g_assert_cmpuint (report->n_events, ==, n);
  return seconds;
}

static double
measure_signatures (AmpVault *vault)
{
  const AmpUser *user = amp_vault_get_user (vault);
  guint8 bytes[51] = {1}, signature[AMP_SIGNATURE_BYTES];
  gint64 start;

  amp_vault_sign (vault, bytes, sizeof bytes, signature);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 10000; i++)
    g_assert_true (amp_verify_signature (user->sign_public, bytes, sizeof bytes, signature));
  return (double) (g_get_monotonic_time () - start) / 1e6 / 10000;
}

int
main (void)
{
  const char *wanted = g_getenv ("AMP_BENCH_EVENTS");
  guint64 n = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : 1000000;
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = g_dir_make_tmp ("amparo-bench-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (parent, "Bench.amparo", NULL);
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", parent);
  g_autoptr (AmpSecret) passphrase = NULL;
  AmpVault *vault;
  AmpStore *store;
  gint64 start;
  double log, all, one;

  check (amp_vault_init (&error), error);
  passphrase = amp_secret_new_from_text ("correct horse battery staple");
  vault = amp_vault_create (folder, "ana", passphrase, &amp_kdf_cheap, &error);
  check (vault != NULL, error);
  store = amp_store_open (vault, &error);
  check (store != NULL, error);
  start = g_get_monotonic_time ();
  fill (store, n);
  g_print ("%" G_GUINT64_FORMAT " entries written in %.1f s\n", n,
           (double) (g_get_monotonic_time () - start) / 1e6);
  log = measure (store, FALSE, n);
  all = measure (store, TRUE, n);
  one = measure_signatures (vault);
  g_print ("the log: %.1f s, %.0f entries a second; signatures %.1f s of it\n", log,
           (double) n / log, one * (double) n);
  g_print ("with %" G_GUINT64_FORMAT " records: %.1f s\n", n / RECORDS_EACH, all);
  amp_store_close (store);
  amp_vault_free (vault);
  return g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL) ? 0 : 1;
}
