/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor writes on a pack, kept on her own machine beside the file while she works: sealed
 * to herself and signed by her, so that whoever finds it reads nothing and can put nothing in its
 * place. */
#pragma once

#include "domain/review.h"
#include "review/notes.h"

G_BEGIN_DECLS

/* The draft of the pack at path: "PATH.draft", or blank notes where there is none. One that cannot
 * be read is left as it is (passed_by), and the next name is tried: "PATH.draft-2" … NULL only
 * where a disk fails. */
AmpReviewNotes *amp_review_draft_find (
  AmpReviewOpened *opened, const char *path, char **draft, gboolean *passed_by, GError **error);
/* notes: of amp_review_notes_write(). Whole or not at all. */
gboolean
amp_review_draft_write (AmpReviewOpened *opened, GBytes *notes, const char *draft, GError **error);

/* The file for the supervisor who made the pack: what is ticked, remarked and found, and what was
 * asked; signed, and sealed to her. */
gboolean
amp_review_notes_save (AmpReviewOpened *opened, GBytes *notes, const char *path, GError **error);

/* --- Files --- */

typedef struct
{
  char *path;
  char *day; /* on which it was put there; "" where nobody tells */
} AmpReviewFile;

/* The packs in the folder "reviews" of the vault, the newest first; of AmpReviewFile, owned. For
 * whom they are is for the keys to say. */
GPtrArray *amp_review_find_files (AmpVault *vault, GError **error);

/* Hex of a file's BLAKE2b-256, as the ledgers of releases and packs have it; free it. */
char *amp_review_hash_file (const char *path, GError **error);

G_END_DECLS
