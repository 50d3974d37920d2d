/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk in memory that never fails: files by name, of which a copy is quickly made. */
#pragma once

#include <glib.h>

typedef struct _Memory Memory;

Memory *memory_new (void);
Memory *memory_copy (const Memory *self); /* what is on it, nothing open */
void memory_free (Memory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Memory, memory_free)

/* The vault works on it from now on. NULL: on the real disk again. */
void memory_use (Memory *self);

/* Borrowed; NULL: no such file. */
GByteArray *memory_get (const Memory *self, const char *path);
void memory_set (Memory *self, const char *path, const void *bytes, gsize length);
void memory_remove (Memory *self, const char *path);

/* Is called before each change of a file. */
typedef void (*MemoryWatch) (const Memory *self, gpointer data);
void memory_watch (Memory *self, MemoryWatch watch, gpointer data);
