/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the rows that refer to other records may choose from: the institutions of the directory, the
 * consents of this case, the people of the team. One for all forms of a page. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM_REFS (amp_form_refs_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormRefs, amp_form_refs, AMP, FORM_REFS, GObject)

typedef struct
{
  char *id;     /* decimal */
  char *label;  /* what people read */
  char *detail; /* NULL */
} AmpFormRef;

AmpFormRefs *amp_form_refs_new (void);

/* Forgets those of an entity, then adds again, then says it is complete: "changed" with the name of
 * the entity. */
void amp_form_refs_clear (AmpFormRefs *self, const char *entity);
void amp_form_refs_add (
  AmpFormRefs *self, const char *entity, gint64 id, const char *label, const char *detail);
void amp_form_refs_done (AmpFormRefs *self, const char *entity);

/* Of AmpFormRef; NULL where there are none. Borrowed. */
GPtrArray *amp_form_refs_list (AmpFormRefs *self, const char *entity);
const char *amp_form_refs_label (AmpFormRefs *self, const char *entity, const char *id);

G_END_DECLS
