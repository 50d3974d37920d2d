/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tamperings share. Each gives FALSE where it changed nothing. */
#pragma once

#include "tampering.h"

guint tampering_pick (Tampering *self, guint n); /* below n */
void tampering_touch (Tampering *self, const char *name);
void tampering_note (Tampering *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
GByteArray *tampering_get (Tampering *self, const char *name); /* NULL: no such file */
/* From another moment or another vault, under its own name or another; gone where there was none.
 */
gboolean tampering_bring (Tampering *self, const Moment *from, const char *name, const char *as);
GByteArray *tampering_copy_bytes (GBytes *bytes);
/* "keyring", "rekey", or one of the two databases with that suffix. */
char *tampering_pick_file (Tampering *self, const char *what);
const Moment *tampering_pick_stranger (Tampering *self);
const Moment *tampering_pick_past (Tampering *self); /* NULL: there is none */

typedef gboolean (*TamperingFunc) (Tampering *self, const char *what);

/* As of tampering_pick_file(). */
gboolean tamper_flip_one_bit (Tampering *self, const char *what);
gboolean tamper_flip_some_bits (Tampering *self, const char *what);
gboolean tamper_write_junk (Tampering *self, const char *what);
gboolean tamper_cut_off (Tampering *self, const char *what);
gboolean tamper_make_longer (Tampering *self, const char *what);
gboolean tamper_take_away (Tampering *self, const char *what);
gboolean tamper_empty (Tampering *self, const char *what);
gboolean tamper_put_something_else (Tampering *self, const char *what);

gboolean tamper_swap_pages (Tampering *self, const char *what);
gboolean tamper_copy_page (Tampering *self, const char *what);
gboolean tamper_zero_page (Tampering *self, const char *what);
gboolean tamper_put_older_page (Tampering *self, const char *what);
gboolean tamper_put_older_run (Tampering *self, const char *what);
gboolean tamper_put_foreign_page (Tampering *self, const char *what);

gboolean tamper_break_superblock (Tampering *self, const char *what); /* "one", "both" */
gboolean tamper_put_older_superblock (Tampering *self, const char *what);
gboolean tamper_put_older_superblocks_with (Tampering *self, const char *what); /* suffix */
gboolean tamper_put_foreign_superblock (Tampering *self, const char *what);

gboolean tamper_put_older_file (Tampering *self, const char *what);
gboolean tamper_put_foreign_file (Tampering *self, const char *what);
gboolean tamper_exchange_files (Tampering *self, const char *what);
gboolean tamper_put_older_database (Tampering *self, const char *what);
gboolean tamper_put_foreign_database (Tampering *self, const char *what);
gboolean tamper_put_older_databases (Tampering *self, const char *what);
gboolean tamper_put_databases_since_closing (Tampering *self, const char *what);
gboolean tamper_mix_databases (Tampering *self, const char *what);
gboolean tamper_put_older_folder (Tampering *self, const char *what);

/* By somebody who makes the checksums right, which anybody can. */
gboolean tamper_put_older_keyring (Tampering *self, const char *what);
gboolean tamper_put_older_copy (Tampering *self, const char *what);
gboolean tamper_remove_slot (Tampering *self, const char *what);
gboolean tamper_put_older_slot (Tampering *self, const char *what);
gboolean tamper_swap_slots (Tampering *self, const char *what);
gboolean tamper_forge_slot (Tampering *self, const char *what); /* "signed", "seed" */
gboolean tamper_forge_header (Tampering *self, const char *what);
gboolean tamper_forge_extension (Tampering *self, const char *what);
gboolean tamper_forget (Tampering *self, const char *what);
gboolean tamper_forget_and_put_older_databases (Tampering *self, const char *what);
