/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A review pack for an auditor, made by hand: a hundred and twenty records, a log with a clock that
 * goes back, one of the staff who looks at far too many identities. */
#pragma once

#include "harness.h"

#include "app/amp-review-page.h"

G_BEGIN_DECLS

#define REVIEW_LOGIN "berta"
#define REVIEW_RECORDS 120
#define REVIEW_HEAD_SEQ 40
#define REVIEW_HEAD_HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

/* What is in the file of the one release that its list has: number 4, of 2025, for the public. */
#define REVIEW_RELEASE_TEXT "Personas asistidas,300\n"

/* The path of the pack; in its folder lies the vault of who made it, too. Free with
 * review_fixture_remove(). */
char *review_fixture_new (void);
void review_fixture_remove (char *path);
/* Of that vault, whose supervisor is HARNESS_LOGIN; free it. */
char *review_fixture_vault (const char *path);

/* As she would: "Review a pack…", the file, her name and passphrase. */
AmpReviewPage *review_fixture_open (AmpWindow *window, const char *path);

G_END_DECLS
