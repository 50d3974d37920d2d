/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of the domain: an office with one supervisor in a folder of its own, removed with it.
 */
#pragma once

#include "domain/session.h"

typedef struct
{
  char *folder; /* temporary; the vault is one folder inside */
  AmpSession *session;
} Office;

void office_open (Office *office);
void office_close (Office *office);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Office, office_close)

/* From now on the last thing that is done of a new file, its name, fails; amp_disk_use (NULL) ends
 * it. */
void office_break_files (void);
/* A path in the temporary folder; free it. */
char *office_path (const Office *office, const char *name);
/* A file there with that text; its path, free it. */
char *office_write (const Office *office, const char *name, const char *text);
