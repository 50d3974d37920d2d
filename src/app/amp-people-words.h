/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said of two people who look like one. */
#pragma once

#include "domain/people.h"

G_BEGIN_DECLS

/* "Name sounds alike · Same phone" of codes joined by ';'; score 0: not told. Free it. */
char *amp_people_reasons (const char *codes, guint score);

/* Sentences, translated: what a merge would do. kept, gone: pseudonyms. Of char *, owned. */
GPtrArray *amp_people_effects (const AmpPeoplePreview *preview, const char *kept, const char *gone);

G_END_DECLS
