/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long the largest attachment takes: in, out, away; and the smallest. */
#include "domain/attachments.h"

#include "domain/cases.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define RUNS 5

static gint
by_size (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
median (double *times)
{
  qsort (times, RUNS, sizeof *times, by_size);
  return times[RUNS / 2];
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
must (gboolean done, const GError *error)
{
  if (!done)
    g_error ("%s", error->message);
}

static AmpSession *
make_office (const char *folder, gint64 *case_id)
{
  g_autofree char *path = g_build_filename (folder, "attachments.amparo", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("bench office, nobody exists");
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (GError) error = NULL;
  AmpSession *session = amp_session_create (path, "bench", passphrase, &amp_kdf_cheap, &error);

  must (session != NULL, error);
  (void) amp_record_set (person, "gender", "Feminine", NULL);
  (void) amp_record_set (case_, "office_region", "PE-TUM", NULL);
  must (amp_cases_intake (session, person, case_, NULL, NULL, &error), error);
  *case_id = amp_record_id (case_);
  return session;
}

static void
measure (AmpSession *session, gint64 case_id, const char *path, gsize size)
{
  double reading[RUNS], adding[RUNS], opening[RUNS], deleting[RUNS];
  g_autofree guint8 *data = g_malloc (size);

  amp_random (data, size);
  for (guint run = 0; run < RUNS; run++)
    {
      g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("attachment"));
      g_autoptr (AmpAttachmentFile) file = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      gint64 start;

      must (g_file_set_contents (path, (char *) data, (gssize) size, &error), error);
      amp_record_set_int (record, "case", case_id);
      start = g_get_monotonic_time ();
      file = amp_attachment_file_read (path, NULL, &error);
      must (file != NULL, error);
      reading[run] = since (start);
      start = g_get_monotonic_time ();
      must (amp_attachments_add (session, record, file, NULL, NULL, &error), error);
      adding[run] = since (start);
      start = g_get_monotonic_time ();
      bytes = amp_attachments_open (session, amp_record_id (record), NULL, NULL, NULL, &error);
      must (bytes != NULL, error);
      opening[run] = since (start);
      start = g_get_monotonic_time ();
      must (amp_attachments_delete (session, amp_record_id (record), &error), error);
      deleting[run] = since (start);
    }
  g_print ("%9.1f KiB: read %.1f ms, add %.1f ms, open %.1f ms, delete %.1f ms (medians of %d)\n",
           (double) size / 1024, median (reading), median (adding), median (opening),
           median (deleting), RUNS);
}

int
main (void)
{
  const char *folder = g_getenv ("AMP_BENCH_DIR");
  g_autofree char *template =
    g_build_filename (folder != NULL ? folder : ".", "bench-XXXXXX", NULL);
  g_autofree char *path = NULL, *remove = NULL;
  g_autoptr (AmpSession) session = NULL;
  struct rusage usage;
  gint64 case_id = 0;

  must (amp_vault_init (NULL), NULL);
  if (g_mkdtemp (template) == NULL)
    g_error ("no folder");
  path = g_build_filename (template, "file", NULL);
  session = make_office (template, &case_id);
  measure (session, case_id, path, 1024);
  measure (session, case_id, path, 3 * 1024 * 1024);
  measure (session, case_id, path, AMP_ATTACHMENT_MAX);
  getrusage (RUSAGE_SELF, &usage);
  g_print ("peak %ld MiB\n", usage.ru_maxrss / 1024);
  g_clear_pointer (&session, amp_session_close);
  remove = g_strdup_printf ("rm -rf '%s'", template);
  return system (remove);
}
