/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to model: a code list as it lies in memory, and reading it from XML. */
#pragma once

#include "model/codelist.h"

/* The code as written, its names, the value of HTCDS (which several of our codes may share), codes
 * of other registers: tried in this order. */
#define AMP_CODE_TIERS 4

struct _AmpCode
{
  char *value, *en, *es;
  char **attributes; /* name, value, name, value …, NULL */
  const AmpCode *parent;
  guint index;
  gboolean retired;
};

struct _AmpCodeList
{
  char *name;
  char *parent_list; /* where a parent is looked for that is not in the list itself; or NULL */
  GPtrArray *codes;
  GHashTable *by_value;
  GHashTable *by_key[AMP_CODE_TIERS]; /* folded text -> code; NULL where several fit */
};

AmpCodeList *amp_code_list_parse (GBytes *xml, GError **error);
void amp_code_list_free (AmpCodeList *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCodeList, amp_code_list_free)

/* Finds each code's parent; parents may be NULL. */
void amp_code_list_link (AmpCodeList *self, const AmpCodeList *parents);
