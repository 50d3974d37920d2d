/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files about people who are one share. Private to the folder. */
#pragma once

#include "domain/people.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The decision about two people, whoever is named first; 0: none; -1: error. */
gint64 amp_people_find_decision (AmpSession *session, gint64 a, gint64 b, GError **error);

/* Merges, tells what was done ("moved": [entity, field, id], "changed": [field, …], "told": field)
 * and takes it back. */
JsonObject *amp_people_try_merge (AmpSession *session, gint64 keep, gint64 other, GError **error);

G_END_DECLS
