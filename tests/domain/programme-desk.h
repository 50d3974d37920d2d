/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of regional plans and forums: records by their values, and PDF read back. */
#pragma once

#include "office.h"

/* A record with "field=value|field=value", saved as front ends save; its id. */
gint64 desk_add (Office *office, const char *entity, const char *values);
/* The same, belonging to what the field refers to. */
gint64 desk_add_to (
  Office *office, const char *entity, const char *field, gint64 owner, const char *values);
/* Sets one field of a stored record and saves it as front ends do. */
void desk_set (Office *office, const char *entity, gint64 id, const char *field, const char *value);
/* A field of a stored record; free it. */
char *desk_get (Office *office, const char *entity, gint64 id, const char *field);
void desk_delete (Office *office, const char *entity, gint64 id);

/* Text of a PDF as people read it, and its pages; NULL where the tools are not installed, and the
 * test is skipped. Free it. */
char *desk_text_of (Office *office, GBytes *pdf);
char *desk_info_of (Office *office, GBytes *pdf);
const char *desk_as_it_is (const char *msgid);
/* A language that needs a quarter more space. */
const char *desk_longer (const char *msgid);
