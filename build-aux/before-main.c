// SPDX-License-Identifier: GPL-3.0-or-later
//
// Linked into the window and its tests when they are built with the address sanitizer, and then
// only.
//
// GLib makes its first table of quarks, for 2,048 names, in a constructor. A program that meets
// more names gets a larger table, and the first is left behind on purpose, for other threads may be
// reading it (gquark.c, quark_new). The leak sanitizer sees no stack of it but g_malloc(), so no
// suppression can name it. Here, what libraries allocate before main() is none of its business; all
// after is.

#include <sanitizer/lsan_interface.h>

typedef void Start (void);

// Before the constructors of all libraries.
__attribute__ ((section (".preinit_array"), used)) static Start *first = __lsan_disable;

__attribute__ ((constructor)) static void
libraries_are_ready (void)
{
  __lsan_enable ();
}
