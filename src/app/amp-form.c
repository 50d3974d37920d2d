/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The records stay as they came; what is typed lives in the rows until somebody asks for it. A
 * veiled private value is in the record and in no widget, so no screen reader finds it either. */
#include "app/amp-form.h"

#include "app/amp-draft.h"
#include "app/amp-form-grid.h"
#include "app/amp-form-hint.h"
#include "app/amp-form-keep.h"
#include "domain/contact-rule.h"
#include "vault/vault.h"

#include <glib/gi18n.h>

struct _AmpForm
{
  GtkBox parent_instance;

  GPtrArray *rows;     /* of AmpFieldRow, borrowed; NULL until they were looked for */
  GHashTable *records; /* entity name -> AmpRecord */
  GHashTable *new_ids; /* entity name -> gint64: the id that a new record will have */
  AmpFormRefs *refs;
  gboolean veiled;
  gboolean gated;
};

G_DEFINE_TYPE (AmpForm, amp_form, GTK_TYPE_BOX)

enum
{
  EDITED,
  REFERENCE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
row_is_veiled (AmpForm *self, AmpFieldRow *row)
{
  const AmpRecord *record =
    g_hash_table_lookup (self->records, amp_field_row_get_entity (row)->name);
  const AmpField *field = amp_field_row_get_field (row);

  /* What is being written for the first time needs no veil before its writer; a number that is not
   * there is to be asked for. */
  if (record == NULL || amp_record_rev (record) == 0)
    return FALSE;
  return (self->veiled && amp_field_is_private (field)) ||
         (self->gated && amp_record_get (record, field->name) != NULL &&
          amp_contact_is_gated (amp_field_row_get_entity (row), field));
}

static void
show_conditional (AmpForm *self, const char *entity)
{
  g_autoptr (AmpRecord) now = amp_form_dup_record (self, entity);

  for (guint i = 0; now != NULL && i < self->rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (self->rows, i);

      if (g_strcmp0 (amp_field_row_get_entity (row)->name, entity) == 0)
        gtk_widget_set_visible (GTK_WIDGET (row),
                                amp_check_field_shown (now, amp_field_row_get_field (row)));
    }
}

static void
row_changed_cb (AmpForm *self, AmpFieldRow *row)
{
  show_conditional (self, amp_field_row_get_entity (row)->name);
  amp_form_keep_edited (self);
  g_signal_emit (self, signals[EDITED], 0);
}

static void
reference_wanted_cb (AmpForm *self, gint64 id)
{
  g_signal_emit (self, signals[REFERENCE_WANTED], 0, id);
}

static void
find_rows (AmpForm *self, GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!AMP_IS_FIELD_ROW (child))
        {
          find_rows (self, child);
          continue;
        }
      if (amp_field_row_get_field (AMP_FIELD_ROW (child)) == NULL)
        continue;
      g_ptr_array_add (self->rows, child);
      g_signal_connect_object (child, "changed", G_CALLBACK (row_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (child, "reference-wanted", G_CALLBACK (reference_wanted_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

GPtrArray *
amp_form_rows (AmpForm *self)
{
  if (self->rows == NULL)
    {
      self->rows = g_ptr_array_new ();
      find_rows (self, GTK_WIDGET (self));
    }
  return self->rows;
}

static void
amp_form_dispose (GObject *object)
{
  AmpForm *self = AMP_FORM (object);

  amp_form_keep_end (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->refs);
  G_OBJECT_CLASS (amp_form_parent_class)->dispose (object);
}

static void
amp_form_finalize (GObject *object)
{
  g_hash_table_unref (AMP_FORM (object)->records);
  g_hash_table_unref (AMP_FORM (object)->new_ids);
  G_OBJECT_CLASS (amp_form_parent_class)->finalize (object);
}

static void
amp_form_class_init (AmpFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amp_form_dispose;
  object_class->finalize = amp_form_finalize;
  signals[EDITED] =
    g_signal_new ("edited", AMP_TYPE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFERENCE_WANTED] = g_signal_new ("reference-wanted", AMP_TYPE_FORM, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_form_init (AmpForm *self)
{
  self->records =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) amp_record_free);
  self->new_ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

GtkWidget *
amp_form_new_from_ui (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/org/amparo/Amparo/form-%s.ui", name);
  g_autoptr (GtkBuilder) builder = NULL;
  GObject *form;

  g_type_ensure (AMP_TYPE_FORM);
  g_type_ensure (AMP_TYPE_FORM_GRID);
  g_type_ensure (AMP_TYPE_FORM_HINT);
  g_type_ensure (AMP_TYPE_FIELD_ROW);
  builder = gtk_builder_new_from_resource (path);
  form = gtk_builder_get_object (builder, "form");
  /* The builder drops its reference; the caller gets a new widget as from any constructor. */
  g_object_ref (form);
  g_object_force_floating (form);
  return GTK_WIDGET (form);
}

static const char *
shown_text (AmpForm *self, AmpFieldRow *row)
{
  const AmpRecord *record =
    g_hash_table_lookup (self->records, amp_field_row_get_entity (row)->name);

  return record != NULL ? amp_record_get (record, amp_field_row_get_field (row)->name) : NULL;
}

static void
fill_row (AmpForm *self, AmpFieldRow *row)
{
  gboolean veiled = row_is_veiled (self, row);

  amp_field_row_set_veiled (row, veiled);
  if (!veiled)
    amp_field_row_set_text (row, shown_text (self, row));
}

void
amp_form_take_record (AmpForm *self, AmpRecord *record)
{
  const char *entity = amp_record_entity (record)->name;
  GPtrArray *rows = amp_form_rows (self);

  g_hash_table_insert (self->records, (gpointer) entity, record);
  g_hash_table_remove (self->new_ids, entity);
  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (amp_field_row_get_entity (row)->name, entity) == 0)
        fill_row (self, row);
    }
  show_conditional (self, entity);
  amp_form_keep_shown (self);
}

gint64
amp_form_get_new_id (AmpForm *self, const char *entity)
{
  const AmpRecord *record = g_hash_table_lookup (self->records, entity);
  gint64 *id = g_hash_table_lookup (self->new_ids, entity);

  if (record == NULL || amp_record_rev (record) != 0)
    return 0;
  if (id == NULL)
    {
      id = g_new (gint64, 1);
      *id = amp_record_id (record) != 0 ? amp_record_id (record) : amp_id_new ();
      g_hash_table_insert (self->new_ids, (gpointer) amp_record_entity (record)->name, id);
    }
  return *id;
}

AmpRecord *
amp_form_dup_record (AmpForm *self, const char *entity)
{
  const AmpRecord *record = g_hash_table_lookup (self->records, entity);
  GPtrArray *rows = amp_form_rows (self);
  AmpRecord *now;

  if (record == NULL)
    return NULL;
  now = amp_record_copy (record);
  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);
      const AmpField *field = amp_field_row_get_field (row);
      g_autofree char *text = NULL;

      if (g_strcmp0 (amp_field_row_get_entity (row)->name, entity) != 0 ||
          row_is_veiled (self, row) || !amp_field_row_is_valid (row))
        continue;
      text = amp_field_row_dup_text (row);
      (void) amp_record_set (now, field->name, text, NULL);
    }
  return now;
}

const AmpRecord *
amp_form_peek_record (AmpForm *self, const char *entity)
{
  return g_hash_table_lookup (self->records, entity);
}

AmpFieldRow *
amp_form_row (AmpForm *self, const char *entity, const char *field)
{
  GPtrArray *rows = amp_form_rows (self);

  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (amp_field_row_get_entity (row)->name, entity) == 0 &&
          g_strcmp0 (amp_field_row_get_field (row)->name, field) == 0)
        return row;
    }
  return NULL;
}

void
amp_form_type (AmpForm *self, const char *entity, const char *field, const char *text)
{
  AmpFieldRow *row = amp_form_row (self, entity, field);

  if (row == NULL)
    return;
  amp_field_row_set_text (row, text);
  row_changed_cb (self, row);
}

static gboolean
row_is_dirty (AmpForm *self, AmpFieldRow *row)
{
  g_autofree char *text = NULL;
  const char *shown;

  if (row_is_veiled (self, row))
    return FALSE;
  text = amp_field_row_dup_text (row);
  shown = shown_text (self, row);
  return g_strcmp0 (text, shown != NULL ? shown : "") != 0;
}

gboolean
amp_form_is_dirty (AmpForm *self)
{
  GPtrArray *rows = amp_form_rows (self);

  for (guint i = 0; i < rows->len; i++)
    if (row_is_dirty (self, g_ptr_array_index (rows, i)))
      return TRUE;
  return FALSE;
}

/* --- Checks --- */

/* The keyboard goes to the first error only. */
static void
show_error (AmpFieldRow *row, const char *sentence, gboolean *valid)
{
  amp_field_row_set_problem (row, AMP_CHECK_ERROR, sentence);
  if (*valid)
    gtk_widget_grab_focus (GTK_WIDGET (row));
  *valid = FALSE;
}

static const AmpCheckFinding *
worst_finding (GArray *findings, const AmpField *field)
{
  const AmpCheckFinding *worst = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);

      if (g_strcmp0 (finding->field, field->name) == 0 &&
          (worst == NULL || finding->level < worst->level))
        worst = finding;
    }
  return worst;
}

static void
validate_entity (AmpForm *self, const char *entity, gboolean *valid)
{
  g_autoptr (AmpRecord) now = amp_form_dup_record (self, entity);
  g_autoptr (GArray) findings = amp_check_record (now);

  for (guint i = 0; i < self->rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (self->rows, i);
      const AmpCheckFinding *finding;

      if (g_strcmp0 (amp_field_row_get_entity (row)->name, entity) != 0)
        continue;
      finding = worst_finding (findings, amp_field_row_get_field (row));
      if (!amp_field_row_is_valid (row))
        show_error (row, NULL, valid);
      else if (finding == NULL)
        amp_field_row_set_problem (row, AMP_CHECK_ERROR, NULL);
      else if (finding->level == AMP_CHECK_ERROR)
        show_error (row, _ (finding->sentence), valid);
      else
        amp_field_row_set_problem (row, finding->level, _ (finding->sentence));
    }
}

gboolean
amp_form_validate (AmpForm *self)
{
  gboolean valid = TRUE;
  GHashTableIter iter;
  gpointer entity;

  amp_form_rows (self);
  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, &entity, NULL))
    validate_entity (self, entity, &valid);
  return valid;
}

gboolean
amp_form_show_problem (AmpForm *self, const char *entity, const char *field, const char *sentence)
{
  AmpFieldRow *row = amp_form_row (self, entity, field);

  if (row == NULL)
    return FALSE;
  gtk_widget_set_visible (GTK_WIDGET (row), TRUE);
  amp_field_row_set_problem (row, AMP_CHECK_ERROR, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

static void
set_hidden (AmpForm *self, gboolean veiled, gboolean gated)
{
  GPtrArray *rows = amp_form_rows (self);
  gboolean was_veiled = self->veiled, was_gated = self->gated;

  if (was_veiled == veiled && was_gated == gated)
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);
      gboolean was = row_is_veiled (self, row), is;

      self->veiled = veiled;
      self->gated = gated;
      is = row_is_veiled (self, row);
      if (was != is)
        fill_row (self, row);
      self->veiled = was_veiled;
      self->gated = was_gated;
    }
  self->veiled = veiled;
  self->gated = gated;
}

void
amp_form_set_veiled (AmpForm *self, gboolean veiled)
{
  set_hidden (self, veiled, self->gated);
}

void
amp_form_set_gated (AmpForm *self, gboolean gated)
{
  set_hidden (self, self->veiled, gated);
}

void
amp_form_set_refs (AmpForm *self, AmpFormRefs *refs)
{
  GPtrArray *rows = amp_form_rows (self);

  g_set_object (&self->refs, refs);
  for (guint i = 0; i < rows->len; i++)
    amp_field_row_set_refs (g_ptr_array_index (rows, i), refs);
}

/* --- Drafts: {"person": {"#id": "…" or "#rev": "…", "#base": {…}, "given_names": "…"}} --- */

/* With the id that a new record will have, what is saved twice is saved once; with what was there
 * before, what somebody else saved meanwhile is not overwritten unseen. */
static JsonObject *
draft_of_entity (AmpForm *self, const char *entity)
{
  const AmpRecord *record = g_hash_table_lookup (self->records, entity);
  JsonObject *object = json_object_new ();
  g_autofree char *text = NULL;

  if (record == NULL)
    return object;
  if (amp_record_rev (record) == 0)
    {
      text = g_strdup_printf ("%" G_GINT64_FORMAT, amp_form_get_new_id (self, entity));
      json_object_set_string_member (object, "#id", text);
      return object;
    }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_rev (record));
  json_object_set_string_member (object, "#rev", text);
  json_object_set_object_member (object, "#base", json_object_new ());
  return object;
}

JsonNode *
amp_form_dup_draft (AmpForm *self)
{
  g_autoptr (JsonObject) entities = json_object_new ();
  GPtrArray *rows = amp_form_rows (self);

  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);
      const char *entity = amp_field_row_get_entity (row)->name;
      const char *field = amp_field_row_get_field (row)->name, *shown = shown_text (self, row);
      g_autofree char *text = NULL;
      JsonObject *object;

      if (!row_is_dirty (self, row))
        continue;
      text = amp_field_row_dup_text (row);
      if (!json_object_has_member (entities, entity))
        json_object_set_object_member (entities, entity, draft_of_entity (self, entity));
      object = json_object_get_object_member (entities, entity);
      json_object_set_string_member (object, field, text);
      if (json_object_has_member (object, "#base"))
        json_object_set_string_member (json_object_get_object_member (object, "#base"), field,
                                       shown != NULL ? shown : "");
    }
  if (json_object_get_size (entities) == 0)
    return NULL;
  return json_node_init_object (json_node_alloc (), entities);
}

static gint64
draft_number (JsonObject *object, const char *member)
{
  const char *text = amp_draft_text (object, member);
  gint64 number = 0;

  return text != NULL && g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &number, NULL) ? number
                                                                                           : 0;
}

/* The form goes on from where it was: from the record as it was shown then. If somebody saved it
 * since, saving is the conflict that it is, and is merged as any other. */
static void
restore_base (AmpForm *self, const char *entity, JsonObject *draft)
{
  const AmpRecord *record = g_hash_table_lookup (self->records, entity);
  gint64 id = draft_number (draft, "#id"), rev = draft_number (draft, "#rev");
  JsonNode *base = json_object_get_member (draft, "#base");
  AmpRecord *then;

  if (record == NULL)
    return;
  if (amp_record_rev (record) == 0)
    {
      if (id != 0)
        g_hash_table_insert (self->new_ids, (gpointer) amp_record_entity (record)->name,
                             g_memdup2 (&id, sizeof id));
      return;
    }
  if (rev == 0 || rev >= amp_record_rev (record) || base == NULL || !JSON_NODE_HOLDS_OBJECT (base))
    return;
  then = amp_record_copy (record);
  for (gsize i = 0; i < amp_record_entity (record)->n_fields; i++)
    {
      const char *field = amp_record_entity (record)->fields[i].name;
      const char *text = amp_draft_text (json_node_get_object (base), field);

      if (text != NULL)
        (void) amp_record_set (then, field, text, NULL);
    }
  amp_record_set_identity (then, amp_record_id (record), rev);
  g_hash_table_insert (self->records, (gpointer) amp_record_entity (then)->name, then);
}

/* Whether somebody else changed what is being typed over. */
static gboolean
would_overwrite (AmpForm *self, const AmpRecord *record)
{
  const AmpRecord *then = amp_form_peek_record (self, amp_record_entity (record)->name);
  g_auto (GStrv) changed = NULL;

  if (then == NULL || amp_record_rev (then) == 0 || amp_record_id (then) != amp_record_id (record))
    return FALSE;
  changed = amp_record_diff (then, record);
  for (char **field = changed; *field != NULL; field++)
    {
      AmpFieldRow *row = amp_form_row (self, amp_record_entity (record)->name, *field);

      if (row != NULL && row_is_dirty (self, row))
        return TRUE;
    }
  return FALSE;
}

static JsonObject *
draft_for (JsonObject *entities, const char *entity)
{
  JsonNode *node = json_object_get_member (entities, entity);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

void
amp_form_restore_draft (AmpForm *self, JsonNode *draft)
{
  GPtrArray *rows = amp_form_rows (self);
  g_autoptr (GList) names = NULL;
  JsonObject *entities;

  if (draft == NULL || !JSON_NODE_HOLDS_OBJECT (draft))
    return;
  entities = json_node_get_object (draft);
  names = g_hash_table_get_keys (self->records);
  for (GList *l = names; l != NULL; l = l->next)
    if (draft_for (entities, l->data) != NULL)
      restore_base (self, l->data, draft_for (entities, l->data));
  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);
      JsonObject *values = draft_for (entities, amp_field_row_get_entity (row)->name);
      const char *text =
        values != NULL ? amp_draft_text (values, amp_field_row_get_field (row)->name) : NULL;

      if (text == NULL || row_is_veiled (self, row))
        continue;
      amp_field_row_set_text (row, text);
      row_changed_cb (self, row);
    }
}

void
amp_form_rebase (AmpForm *self, AmpRecord *record)
{
  const char *entity = amp_record_entity (record)->name;
  g_autoptr (JsonNode) typed = NULL;
  JsonObject *of_entity = NULL;

  if (would_overwrite (self, record))
    {
      amp_record_free (record);
      return;
    }
  typed = amp_form_dup_draft (self);
  if (typed != NULL)
    of_entity = draft_for (json_node_get_object (typed), entity);
  if (of_entity != NULL && json_object_has_member (of_entity, "#rev"))
    json_object_remove_member (of_entity, "#rev");
  amp_form_take_record (self, record);
  amp_form_restore_draft (self, typed);
}
