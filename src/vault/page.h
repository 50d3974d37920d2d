/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page of a database, sealed and opened. Pure: bytes in, bytes out. */
#pragma once

#include <glib.h>

#define AMP_KEY_BYTES 32
#define AMP_FILE_ID_BYTES 16
#define AMP_PAGE_SIZE 4096
#define AMP_PAGE_RESERVE 40 /* 24 nonce + 16 tag, the reserved bytes that SQLite leaves to us */
#define AMP_PAGE_USABLE (AMP_PAGE_SIZE - AMP_PAGE_RESERVE)

/* Seals the usable bytes of plain into out; its reserved bytes are not looked at. */
void amp_page_seal (guint8 out[AMP_PAGE_SIZE],
                    const guint8 plain[AMP_PAGE_SIZE],
                    guint32 number,
                    const guint8 file_id[AMP_FILE_ID_BYTES],
                    const guint8 key[AMP_KEY_BYTES]);

/* Opens in place and zeroes the reserved bytes. FALSE, and the page zeroed, if it is not what was
 * sealed for this number and file. */
gboolean amp_page_open (guint8 page[AMP_PAGE_SIZE],
                        guint32 number,
                        const guint8 file_id[AMP_FILE_ID_BYTES],
                        const guint8 key[AMP_KEY_BYTES]);
