/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures that come with the program (data/figures): published, each with its source. */
#include "domain/external-figures.h"

#include "domain/list-private.h"

#include <gio/gio.h>

GResource *amp_figures_get_resource (void);

gboolean
amp_external_figures_seed (AmpSession *session, guint *n_added, GError **error)
{
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (amp_figures_get_resource (), "/org/amparo/figures/observatory.csv",
                            G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  return bytes != NULL &&
         amp_list_seed (session, amp_list_find ("figures"), bytes, "figures-seed", n_added, error);
}
