/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts of the programme at ten years of a national NGO: 100,000 activities in an encrypted vault.
 * AMP_BENCH_ACTIVITIES for another number. */
#include "fixture.h"

#include "domain/counts.h"

#include <stdlib.h>

static void
set (AmpRecord *record, const char *field, const char *value)
{
  if (!amp_record_set (record, field, value, NULL))
    g_error ("%s", field);
}

static void
fill (AmpStore *store, guint n)
{
  static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "EC-O", "PE-LOR"};
  static const char *const audiences[] = {"children", "children;parents", "migrants"};
  static const char *const heads[] = {"reached_f_12_17", "reached_f_18", "reached_m_12_17",
                                      "reached_m_18"};
  g_autoptr (GError) error = NULL;

  if (!amp_store_begin (store, &error) || !amp_store_bulk_begin (store, &error))
    g_error ("%s", error->message);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("activity"));
      g_autofree char *on =
        g_strdup_printf ("%u-%02u-%02u", 2016 + i % 10, 1 + i / 10 % 12, 1 + i / 120 % 28);

      set (record, "kind", "talk");
      set (record, "status", i % 20 == 0 ? "cancelled" : "done");
      set (record, "on", on);
      set (record, "region", regions[i % G_N_ELEMENTS (regions)]);
      set (record, "audience", audiences[i % G_N_ELEMENTS (audiences)]);
      for (guint j = 0; j < G_N_ELEMENTS (heads); j++)
        amp_record_set_int (record, heads[j], 3 + i % 17);
      if (!amp_store_save (store, record, NULL, &error))
        g_error ("%s", error->message);
    }
  if (!amp_store_bulk_end (store, "bench", n, &error) || !amp_store_commit (store, &error))
    g_error ("%s", error->message);
}

typedef struct
{
  AmpSession *session;
  AmpCountSpec spec;
  guint64 total;
} Bench;

static void
count (gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (self->session, &self->spec, NULL, NULL, &error);

  if (table == NULL)
    g_error ("%s", error->message);
  self->total = amp_count_table_total (table);
}

static void
table (Bench *self, AmpUnit unit, const char *rows, const char *columns)
{
  double seconds;

  self->spec = (AmpCountSpec){.unit = unit, .n_dimensions = 2};
  self->spec.dimensions[0] = amp_dimension_find (rows);
  self->spec.dimensions[1] = amp_dimension_find (columns);
  seconds = amp_bench_median (3, count, self);
  g_print ("%-11s by %-18s and %-18s %6.2f s   total %" G_GUINT64_FORMAT "\n",
           amp_unit_to_code (unit), rows, columns, seconds, self->total);
}

int
main (void)
{
  const char *number = g_getenv ("AMP_BENCH_ACTIVITIES");
  guint n = number != NULL ? (guint) g_ascii_strtoull (number, NULL, 10) : 100000;
  g_autofree char *folder = g_dir_make_tmp ("amparo-bench-XXXXXX", NULL);
  g_autofree char *remove_all = NULL;
  g_autofree char *vault = g_build_filename (folder, "Bench.amparo", NULL);
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autoptr (GError) error = NULL;
  Bench self = {0};

  if (!amp_vault_init (&error))
    g_error ("%s", error->message);
  passphrase = amp_secret_new_from_text ("correct horse battery staple");
  self.session = amp_session_create (vault, "supervisora", passphrase, &amp_kdf_cheap, &error);
  if (self.session == NULL)
    g_error ("%s", error->message);
  fill (amp_session_get_store (self.session), n);
  table (&self, AMP_UNIT_ACTIVITIES, "region", "month");
  table (&self, AMP_UNIT_ACTIVITIES, "activity_audience", "region");
  table (&self, AMP_UNIT_REACHED, "region", "year");
  table (&self, AMP_UNIT_REACHED, "sex", "age_group");
  g_print ("peak memory %.0f MiB\n", amp_bench_peak_mib ());
  amp_session_close (self.session);
  remove_all = g_strdup_printf ("rm -rf '%s'", folder);
  return system (remove_all);
}
