/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole window in a test: a vault to open, keys that are really pressed, pictures. Builds on
 * test-form-fixture.h. */
#pragma once

#include "test-form-fixture.h"

#include "app/amp-window.h"

G_BEGIN_DECLS

#define HARNESS_LOGIN "rosa"
#define HARNESS_PASSPHRASE "ventana azul lluvia camino"

/* A folder of its own with an empty vault, or with a demo office. Free with harness_remove(). */
char *harness_vault_new (guint cases);
/* Another user of that vault; the passphrase is the same. */
void harness_add_user (const char *folder, const char *login, AmpRole role);
/* A case of a new person, all of whom have the phone, sex and age band in common; birth may be
 * NULL. Returns the case. */
gint64 harness_add_person (AmpSession *session,
                           const char *given,
                           const char *paternal,
                           const char *birth);
/* Two of them who look like one. Returns the case of the first. */
gint64 harness_add_twins (const char *folder);
void harness_remove (char *folder);

AmpWindow *harness_window_new (void);
/* Unlocks as a person would: types into the page and presses the button. */
void harness_unlock (AmpWindow *window, const char *folder, const char *login);
/* Leaves the first page for the list of cases. */
void harness_show_cases (AmpWindow *window);
void harness_unlock_with (AmpWindow *window,
                          const char *folder,
                          const char *login,
                          const char *passphrase);
/* Closes the window, and waits until the vault is closed and the window gone. */
void harness_close (AmpWindow *window);

/* The first widget of that type under root, also unmapped ones; NULL. */
GtkWidget *harness_find (GtkWidget *root, GType type);
/* The template child of that id in the template of type under root. */
GtkWidget *harness_child (GtkWidget *root, GType type, const char *id);

/* The first window of that type; NULL. */
GtkWidget *harness_toplevel (GType type);

/* Real keys through the X server: "l", "Control_L". */
void harness_focus_window (AmpWindow *window);
void harness_key (const char *keysym, const char *modifier);

G_END_DECLS
