/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory is one of the lists. */
#include "domain/directory.h"

char *
amp_directory_to_csv (AmpSession *session, guint *n_rows, GError **error)
{
  return amp_list_to_csv (session, amp_list_institutions (), NULL, n_rows, NULL, error);
}

gboolean
amp_directory_import (AmpSession *session,
                      const char *path,
                      gboolean dry_run,
                      AmpReport *report,
                      AmpDirectoryImport *result,
                      GError **error)
{
  return amp_list_import (session, amp_list_institutions (), path, dry_run, report, result, NULL,
                          NULL, error);
}
