/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hierarchy of values: how each value of a column may be told more coarsely, step by step, up to
 * one label that says nothing. Rows as ARX and sdcMicro write them: the value, then what it becomes
 * at each level ("37", "30-47", "adult", "*").
 *
 * A label has one meaning: wherever it stands it covers the same values, and it lies under one
 * parent. What does not keep to that is refused, because equal labels of different meaning would
 * make classes that are none. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_RECODE_ERROR (amp_recode_error_quark ())
GQuark amp_recode_error_quark (void);

typedef enum
{
  AMP_RECODE_ERROR_INVALID,    /* a hierarchy, table or rule that contradicts itself */
  AMP_RECODE_ERROR_TOO_LARGE,  /* beyond the limits below */
  AMP_RECODE_ERROR_IMPOSSIBLE, /* all rows together do not pass the rule */
  AMP_RECODE_ERROR_BROKEN,     /* the check found a row that may not be told so */
} AmpRecodeError;

#define AMP_HIERARCHY_MAX_LEVELS 16
#define AMP_HIERARCHY_MAX_NODES 65535

/* A label. */
typedef struct
{
  char *label;
  guint16 parent;     /* the root's is itself */
  guint8 first, last; /* the levels at which it stands */
  guint32 n_leaves;   /* values that it covers */
} AmpHierarchyNode;

/* To read once it is closed. */
typedef struct
{
  guint n_levels; /* the values are level 0, the root alone is level n_levels - 1 */
  guint n_leaves;
  GArray *nodes;                        /* of AmpHierarchyNode */
  GArray *at[AMP_HIERARCHY_MAX_LEVELS]; /* of guint16: the node of each leaf at that level */
  GHashTable *known;                    /* label -> node + 1 */
  GHashTable *leaves;                   /* node + 1 of level 0 -> leaf + 1 */
} AmpHierarchy;

AmpHierarchy *amp_hierarchy_new (void);
void amp_hierarchy_free (AmpHierarchy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpHierarchy, amp_hierarchy_free)

/* One value with its labels, itself first. Messages name no label. */
gboolean
amp_hierarchy_add (AmpHierarchy *self, const char *const *labels, gsize n_labels, GError **error);
/* After the last row. Where the coarsest labels are several, "*" is put above them. */
gboolean amp_hierarchy_close (AmpHierarchy *self, GError **error);

/* The leaf of a value; -1: not known. */
int amp_hierarchy_find (const AmpHierarchy *self, const char *value);

static inline guint16
amp_hierarchy_at (const AmpHierarchy *self, guint level, guint leaf)
{
  return g_array_index (self->at[level], guint16, leaf);
}

static inline const AmpHierarchyNode *
amp_hierarchy_node (const AmpHierarchy *self, guint node)
{
  return &g_array_index (self->nodes, AmpHierarchyNode, node);
}

/* What telling this label instead of the value loses: (leaves - 1) / (all leaves - 1), in parts of
 * AMP_HIERARCHY_ALL. 0 where the hierarchy has one value. */
#define AMP_HIERARCHY_ALL (1u << 20)
guint32 amp_hierarchy_loss (const AmpHierarchy *self, guint node);

G_END_DECLS
