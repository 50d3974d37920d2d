/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the person may be reached. The rule comes before the number (domain.md 8, row 6), and whoever
 * may be involved is nobody to call. */
#pragma once

#include "domain/case-file.h"

G_BEGIN_DECLS

/* Phone numbers and the like: not shown before the rule was read. */
gboolean amp_contact_is_gated (const AmpEntity *entity, const AmpField *field);

/* Relatives who may be asked: without those who may be involved. Of AmpRecord; free the array, the
 * records are borrowed. */
GPtrArray *amp_contact_relatives (const AmpCaseFile *file);

/* Attempts in a row, up to the last one that was made, that reached nobody. Three are told to the
 * supervisor. */
guint amp_contact_failures (const AmpCaseFile *file);

G_END_DECLS
