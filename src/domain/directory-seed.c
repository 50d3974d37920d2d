/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory that comes with the program (data/institutions): what is public and sure, to
 * be verified and completed in each office. */
#include "domain/directory-private.h"

#include "domain/csv.h"

#include <gio/gio.h>

GResource *amp_institutions_get_resource (void);

static GPtrArray *
read_lines (GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (amp_institutions_get_resource (),
                                                     "/org/amparo/institutions/peru-ecuador.csv",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autoptr (AmpCsvReader) reader = bytes != NULL ? amp_csv_reader_new (bytes, error) : NULL;
  g_autoptr (GPtrArray) lines = amp_directory_lines_new ();
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint row = 0;
  int more = -1;

  while (reader != NULL && (more = amp_csv_reader_next (reader, cells, &row, error)) > 0)
    amp_directory_lines_add (lines, row, cells);
  return more == 0 ? g_steal_pointer (&lines) : NULL;
}

/* One event for all: nobody typed these. */
static gboolean
seed_in_transaction (AmpSession *session,
                     GPtrArray *lines,
                     AmpDirectoryImport *result,
                     GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReport) report = amp_report_new ();

  return amp_store_bulk_begin (store, error) &&
         amp_directory_import_lines (session, lines, TRUE, report, result, error) &&
         amp_store_bulk_end (store, "directory-seed", result->added, error);
}

gboolean
amp_directory_seed (AmpSession *session, guint *n_added, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  AmpDirectoryImport result = {0};
  g_autoptr (GPtrArray) lines = NULL;

  if (!amp_session_require_store (session, error))
    return FALSE;
  lines = read_lines (error);
  if (lines == NULL || !amp_store_begin (store, error))
    return FALSE;
  if (!seed_in_transaction (session, lines, &result, error))
    {
      amp_store_rollback (store);
      return FALSE;
    }
  if (n_added != NULL)
    *n_added = result.added;
  return amp_store_commit (store, error);
}
