/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory that comes with the program (data/institutions): what is public and sure, to
 * be verified and completed in each office. */
#include "domain/directory.h"
#include "domain/list-private.h"

#include <gio/gio.h>

GResource *amp_institutions_get_resource (void);

gboolean
amp_directory_seed (AmpSession *session, guint *n_added, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (amp_institutions_get_resource (),
                                                     "/org/amparo/institutions/peru-ecuador.csv",
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes != NULL &&
         amp_list_seed (session, amp_list_institutions (), bytes, "directory-seed", n_added, error);
}
