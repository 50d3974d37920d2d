/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One database page, sealed. Pure: bytes in, bytes out. FORMAT.md 4. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_PAGE_BYTES 4096
#define AMP_PAGE_RESERVE 40 /* SQLite leaves them alone: 24 of nonce, 16 of tag */
#define AMP_FILE_ID_BYTES 16

/* sealed and plain are AMP_PAGE_BYTES each and may be the same; number counts from 1, as SQLite
 * does. */
void amp_page_seal (guint8 *sealed,
                    const guint8 *plain,
                    const guint8 file_id[AMP_FILE_ID_BYTES],
                    guint32 number,
                    const guint8 key[32]);
/* FALSE where a byte is not what was sealed under that key, file and number; plain is zeroed then.
 */
gboolean amp_page_open (guint8 *plain,
                        const guint8 *sealed,
                        const guint8 file_id[AMP_FILE_ID_BYTES],
                        guint32 number,
                        const guint8 key[32]);

G_END_DECLS
