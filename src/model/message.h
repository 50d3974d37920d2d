/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks strings of static tables for xgettext; the front ends translate them. */
#pragma once

#define N_(text) text
