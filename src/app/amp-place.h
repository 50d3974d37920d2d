/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where somebody was when the vault was locked: page, case, part of it, field, cursor. Kept as a
 * draft, so encrypted like what is typed; names no person. */
#pragma once

#include "app/amp-workspace.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The name of the draft; a second window's is "place#2". */
#define AMP_PLACE_DRAFT "place"

/* NULL where there is no place to come back to. */
JsonNode *amp_place_of (AmpWorkspace *workspace);
/* Shows it, as soon as the page is there; what was typed there comes back by itself. Gives up where
 * somebody presses a key first. What cannot be read is left out. */
void amp_place_return (AmpWorkspace *workspace, JsonNode *place);

G_END_DECLS
