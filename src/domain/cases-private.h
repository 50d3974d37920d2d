/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of cases share. Private to the folder. */
#pragma once

#include "domain/cases.h"

G_BEGIN_DECLS

static inline gboolean
amp_record_is_of (const AmpRecord *record, const char *entity)
{
  return g_str_equal (amp_record_entity (record)->name, entity);
}

/* Whether the record may be saved as it is, considering what is stored; a case that gets another
 * owner is passed on. In the transaction of the save. reason: as of amp_cases_save(). */
gboolean amp_case_change_admit (AmpSession *session,
                                const AmpRecord *record,
                                const char *reason,
                                GError **error);

G_END_DECLS
