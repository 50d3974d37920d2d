/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/hierarchy.h"

#include <string.h>

#define ROOT "*"

G_DEFINE_QUARK (amp - recode - error - quark, amp_recode_error)

static gboolean
fail (gint code, const char *message, GError **error)
{
  g_set_error_literal (error, AMP_RECODE_ERROR, code, message);
  return FALSE;
}

static void
clear_node (gpointer data)
{
  AmpHierarchyNode *node = data;

  g_free (node->label);
}

AmpHierarchy *
amp_hierarchy_new (void)
{
  AmpHierarchy *self = g_new0 (AmpHierarchy, 1);

  self->nodes = g_array_new (FALSE, TRUE, sizeof (AmpHierarchyNode));
  g_array_set_clear_func (self->nodes, clear_node);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->leaves = g_hash_table_new (NULL, NULL);
  for (guint level = 0; level < AMP_HIERARCHY_MAX_LEVELS; level++)
    self->at[level] = g_array_new (FALSE, FALSE, sizeof (guint16));
  return self;
}

void
amp_hierarchy_free (AmpHierarchy *self)
{
  g_array_unref (self->nodes);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->leaves);
  for (guint level = 0; level < AMP_HIERARCHY_MAX_LEVELS; level++)
    g_array_unref (self->at[level]);
  g_free (self);
}

/* --- A row --- */

/* The last of the equal labels that begin at `first`. */
static gsize
run_end (const char *const *labels, gsize n_labels, gsize first)
{
  gsize last = first;

  while (last + 1 < n_labels && strcmp (labels[last + 1], labels[first]) == 0)
    last++;
  return last;
}

static gboolean
row_is_sound (const AmpHierarchy *self, const char *const *labels, gsize n_labels, GError **error)
{
  if (n_labels == 0 || n_labels > AMP_HIERARCHY_MAX_LEVELS)
    return fail (AMP_RECODE_ERROR_TOO_LARGE, "a row of a hierarchy has 1 to 16 levels", error);
  if (self->n_leaves > 0 && n_labels != self->n_levels)
    return fail (AMP_RECODE_ERROR_INVALID, "the rows of a hierarchy have as many levels each",
                 error);
  for (gsize i = 0; i < n_labels; i++)
    if (labels[i][0] == '\0' || !g_utf8_validate (labels[i], -1, NULL))
      return fail (AMP_RECODE_ERROR_INVALID, "a label of a hierarchy is empty or no text", error);
  if (self->nodes->len + n_labels + 1 > AMP_HIERARCHY_MAX_NODES)
    return fail (AMP_RECODE_ERROR_TOO_LARGE, "a hierarchy has at most 65,535 labels", error);
  return TRUE;
}

/* The node of a label that stands at the levels first to last; -1: elsewhere it stands at others.
 */
static int
enter_label (AmpHierarchy *self, const char *label, gsize first, gsize last)
{
  guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, label));
  AmpHierarchyNode node = {.first = (guint8) first, .last = (guint8) last, .parent = G_MAXUINT16};

  if (known > 0)
    {
      const AmpHierarchyNode *there = amp_hierarchy_node (self, known - 1);

      return there->first == first && there->last == last ? (int) known - 1 : -1;
    }
  node.label = g_strdup (label);
  g_array_append_val (self->nodes, node);
  g_hash_table_insert (self->known, g_strdup (label), GUINT_TO_POINTER (self->nodes->len));
  return (int) self->nodes->len - 1;
}

/* Whether the parent is the only one. */
static gboolean
enter_parent (AmpHierarchy *self, guint node, guint parent)
{
  AmpHierarchyNode *child = &g_array_index (self->nodes, AmpHierarchyNode, node);

  if (child->parent != G_MAXUINT16)
    return child->parent == parent;
  child->parent = (guint16) parent;
  return TRUE;
}

gboolean
amp_hierarchy_add (AmpHierarchy *self, const char *const *labels, gsize n_labels, GError **error)
{
  int below = -1;

  if (!row_is_sound (self, labels, n_labels, error))
    return FALSE;
  self->n_levels = (guint) n_labels;
  for (gsize first = 0, last; first < n_labels; first = last + 1)
    {
      int node;

      last = run_end (labels, n_labels, first);
      if (first == 0 && g_hash_table_contains (self->known, labels[0]))
        return fail (AMP_RECODE_ERROR_INVALID, "a value of a hierarchy stands twice", error);
      if (strcmp (labels[first], ROOT) == 0 && last + 1 < n_labels)
        return fail (AMP_RECODE_ERROR_INVALID, "above * there is nothing", error);
      node = enter_label (self, labels[first], first, last);
      if (node < 0 || (below >= 0 && !enter_parent (self, (guint) below, (guint) node)))
        return fail (AMP_RECODE_ERROR_INVALID, "a label of a hierarchy means two things", error);
      g_array_index (self->nodes, AmpHierarchyNode, node).n_leaves++;
      for (gsize level = first; level <= last; level++)
        {
          const guint16 id = (guint16) node;

          g_array_append_val (self->at[level], id);
        }
      below = node;
    }
  self->n_leaves++;
  g_hash_table_insert (self->leaves,
                       GUINT_TO_POINTER (amp_hierarchy_at (self, 0, self->n_leaves - 1) + 1u),
                       GUINT_TO_POINTER (self->n_leaves));
  return TRUE;
}

/* --- The whole --- */

static gboolean
put_root (AmpHierarchy *self, GError **error)
{
  const guint top = self->n_levels;
  AmpHierarchyNode root = {.first = (guint8) top,
                           .last = (guint8) top,
                           .parent = (guint16) self->nodes->len,
                           .n_leaves = self->n_leaves};
  const guint16 id = root.parent;

  if (top == AMP_HIERARCHY_MAX_LEVELS)
    return fail (AMP_RECODE_ERROR_TOO_LARGE, "a row of a hierarchy has 1 to 16 levels", error);
  if (g_hash_table_contains (self->known, ROOT))
    return fail (AMP_RECODE_ERROR_INVALID, "* is above some values of a hierarchy only", error);
  for (guint leaf = 0; leaf < self->n_leaves; leaf++)
    {
      g_array_index (self->nodes, AmpHierarchyNode, amp_hierarchy_at (self, top - 1, leaf)).parent =
        id;
      g_array_append_val (self->at[top], id);
    }
  root.label = g_strdup (ROOT);
  g_array_append_val (self->nodes, root);
  g_hash_table_insert (self->known, g_strdup (ROOT), GUINT_TO_POINTER (self->nodes->len));
  self->n_levels++;
  return TRUE;
}

gboolean
amp_hierarchy_close (AmpHierarchy *self, GError **error)
{
  guint16 root;

  if (self->n_leaves == 0)
    return fail (AMP_RECODE_ERROR_INVALID, "a hierarchy without a value", error);
  root = amp_hierarchy_at (self, self->n_levels - 1, 0);
  if (amp_hierarchy_node (self, root)->n_leaves < self->n_leaves)
    return put_root (self, error);
  g_array_index (self->nodes, AmpHierarchyNode, root).parent = root;
  return TRUE;
}

int
amp_hierarchy_find (const AmpHierarchy *self, const char *value)
{
  const guint node = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, value));

  return (int) GPOINTER_TO_UINT (g_hash_table_lookup (self->leaves, GUINT_TO_POINTER (node))) - 1;
}

guint32
amp_hierarchy_loss (const AmpHierarchy *self, guint node)
{
  const guint64 covered = amp_hierarchy_node (self, node)->n_leaves - 1;

  return self->n_leaves < 2 ? 0 : (guint32) (covered * AMP_HIERARCHY_ALL / (self->n_leaves - 1));
}
