/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * References by entity. */
#include "app/amp-form-refs.h"

struct _AmpFormRefs
{
  GObject parent_instance;

  GHashTable *lists; /* entity name -> GPtrArray of AmpFormRef */
};

G_DEFINE_TYPE (AmpFormRefs, amp_form_refs, G_TYPE_OBJECT)

static guint changed_signal;

static void
ref_free (gpointer data)
{
  AmpFormRef *ref = data;

  g_free (ref->id);
  g_free (ref->label);
  g_free (ref->detail);
  g_free (ref);
}

static void
amp_form_refs_finalize (GObject *object)
{
  g_hash_table_unref (AMP_FORM_REFS (object)->lists);
  G_OBJECT_CLASS (amp_form_refs_parent_class)->finalize (object);
}

static void
amp_form_refs_class_init (AmpFormRefsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_form_refs_finalize;
  changed_signal = g_signal_new ("changed", AMP_TYPE_FORM_REFS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
amp_form_refs_init (AmpFormRefs *self)
{
  self->lists =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

AmpFormRefs *
amp_form_refs_new (void)
{
  return g_object_new (AMP_TYPE_FORM_REFS, NULL);
}

void
amp_form_refs_clear (AmpFormRefs *self, const char *entity)
{
  g_hash_table_insert (self->lists, g_strdup (entity), g_ptr_array_new_with_free_func (ref_free));
}

void
amp_form_refs_add (
  AmpFormRefs *self, const char *entity, gint64 id, const char *label, const char *detail)
{
  GPtrArray *list = g_hash_table_lookup (self->lists, entity);
  AmpFormRef *ref = g_new0 (AmpFormRef, 1);

  ref->id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  ref->label = g_strdup (label);
  ref->detail = g_strdup (detail);
  if (list == NULL)
    {
      amp_form_refs_clear (self, entity);
      list = g_hash_table_lookup (self->lists, entity);
    }
  g_ptr_array_add (list, ref);
}

void
amp_form_refs_done (AmpFormRefs *self, const char *entity)
{
  g_signal_emit (self, changed_signal, 0, entity);
}

GPtrArray *
amp_form_refs_list (AmpFormRefs *self, const char *entity)
{
  return g_hash_table_lookup (self->lists, entity);
}

const char *
amp_form_refs_label (AmpFormRefs *self, const char *entity, const char *id)
{
  GPtrArray *list = g_hash_table_lookup (self->lists, entity);

  for (guint i = 0; list != NULL && id != NULL && i < list->len; i++)
    {
      const AmpFormRef *ref = g_ptr_array_index (list, i);

      if (g_strcmp0 (ref->id, id) == 0)
        return ref->label;
    }
  return NULL;
}
