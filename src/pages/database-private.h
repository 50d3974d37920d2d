/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What database.c (reading, writing, committing) and recover.c (opening) share. */
#pragma once

#include "pages/database.h"

G_BEGIN_DECLS

/* A page written since the last commit. */
typedef struct
{
  guint32 number;
  guint8 tag[AMP_TAG_BYTES];
  guint8 *sealed; /* NULL: it stands in the file already */
} AmpChange;

struct _AmpDatabase
{
  const char *file; /* "casework.db"; static */
  char *folder;
  char *path;
  char *tags_path;
  AmpSecret *page_keys[2]; /* by cipher, from 1 */
  AmpSecret *undo_key;
  AmpSecret *superblock_key;
  AmpSecret *wrap_key;     /* seals the hash key */
  AmpSecret *old_hash_key; /* of format 1 */
  AmpSecret *hash_key;
  int fd;

  /* The state at rest */
  AmpSuperblock now;
  int copy;    /* which superblock holds it, synced */
  guint64 top; /* highest sequence ever seen */
  AmpTags *tags;
  AmpUndo *undo;
  AmpSealer *sealer;

  /* What was written since */
  GHashTable *changes; /* number -> AmpChange */
  guint held;          /* changes whose page is in memory */
  guint max_held;
  guint32 pages;
  gboolean spilled;   /* pages or a superblock of it may be on the disk */
  gboolean broken;    /* a failure that could not be undone yet */
  gboolean read_only; /* inspected */
  gboolean grounded;  /* self->copy is on the disk for certain */
  gboolean tags_gone; /* the tags file was removed, or never was */

  /* SQLite reads 16 bytes of page 1 for each transaction: decrypted once. */
  guint8 header[100];
  gboolean header_known;
};

gint64 amp_database_place (guint32 number); /* of a page in the file */
/* Makes sealer and undo of a file: those of all its states. */
void amp_database_ready (AmpDatabase *self, const AmpSuperblock *state);
/* Makes that the state at rest. DAMAGED: the hash key does not open. */
gboolean
amp_database_adopt (AmpDatabase *self, const AmpSuperblock *state, int copy, GError **error);
/* Undo pages back, and a superblock above all others, over the copy that is not self->copy. */
int amp_database_restore (AmpDatabase *self);

G_END_DECLS
