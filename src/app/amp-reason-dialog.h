/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for the reason of something before it is done. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  const char *heading, *body; /* translated */
  const char *label;          /* of the text, translated */
  const char *accept;         /* with its mnemonic, translated */
  gboolean optional;          /* it may stay empty */
  gboolean destructive;
  const char *about; /* names her draft, with id: "approve" */
} AmpReasonQuestion;

/* reason is borrowed, NULL where nothing was written. Called once, and only if it is accepted while
 * owner lives. */
typedef void (*AmpReasonFunc) (gpointer owner, const char *reason, gint64 id);

/* Over the window of owner, a widget; a lock takes it away. id is handed on. What is typed is kept
 * until it is accepted: who cancels, or is locked out, finds it when the same is asked again. */
GtkWindow *amp_reason_dialog_present (GtkWidget *owner,
                                      const AmpReasonQuestion *question,
                                      AmpReasonFunc func,
                                      gint64 id);

G_END_DECLS
