/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A task in words, as the lists, the screen reader and the dialogs say it. Translated; names
 * nobody. What is returned as char * is to be freed. */
#pragma once

#include "domain/today.h"

G_BEGIN_DECLS

/* "Seguimiento por hacer: llamada"; of a free task its title. */
char *amp_task_what (const AmpTask *task);
/* "3 days late", "today", "tomorrow", "in 5 days"; put off: until when. */
char *amp_task_when (const AmpTask *task, const char *today);
/* "error" for what is late, "warning" for today, NULL for what is to come. */
const char *amp_task_when_class (const AmpTask *task, const char *today);
/* The rule that stands before the number: "WhatsApp, de 10 a 16. Leave no message. …". NULL where
 * nobody is to be called for this task. has_rule: FALSE where none is recorded. */
char *amp_task_safe (const AmpTask *task, gboolean *has_rule);
const char *amp_task_icon (const AmpTask *task);

/* Label of a code in the language of the window; "" where there is none. */
const char *amp_task_code_label (const char *list, const char *code);

G_END_DECLS
