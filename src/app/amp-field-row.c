/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Label above, editor, and a sentence below where something is wrong. */
#include "app/amp-field-row.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-date-entry.h"
#include "app/amp-form-choice.h"
#include "app/amp-form-text.h"
#include "app/amp-guide-window.h"
#include "app/amp-multi-picker.h"

#include <glib/gi18n.h>

struct _AmpFieldRow
{
  GtkWidget parent_instance;

  const AmpEntity *entity;
  const AmpField *field;
  GtkWidget *content;
  GtkLabel *label;
  GtkWidget *edit;      /* NULL: not a reference to the directory */
  AmpFormValue *editor; /* NULL until the field is known */
  GtkWidget *veil;
  GtkWidget *problem_box;
  GtkLabel *problem;
  GtkWidget *known; /* NULL until something is: what is recorded already, to be used */
  char *known_value;
  AmpFormRefs *refs;
  gulong refs_changed;
  gboolean wide;
  gboolean bare; /* its heading stands elsewhere, as in a table */
  gboolean has_problem;
};

G_DEFINE_TYPE (AmpFieldRow, amp_field_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_FIELD,
  PROP_WIDE,
  PROP_BARE,
  PROP_LABEL
};

enum
{
  CHANGED,
  REFERENCE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void show_edit_button (AmpFieldRow *self);

static void
tell_problem (AmpFieldRow *self, GtkWidget *target, gboolean bad, gboolean described)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (target);

  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                               bad ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (described)
    gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->problem,
                                    NULL, -1);
  else
    gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
}

static void
show_problem (AmpFieldRow *self, AmpCheckLevel level, const char *sentence)
{
  GtkWidget *target = amp_form_value_get_target (self->editor);
  gboolean bad = sentence != NULL && level == AMP_CHECK_ERROR;

  self->has_problem = sentence != NULL;
  gtk_label_set_text (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (self->problem_box, sentence != NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  if (sentence != NULL && !bad)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  tell_problem (self, target, bad, sentence != NULL);
  /* Of an entry, what has the focus is the text inside. */
  if (GTK_IS_EDITABLE (target))
    tell_problem (self, GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (target))), bad,
                  sentence != NULL);
}

static void
value_changed_cb (AmpFieldRow *self)
{
  /* Half a date is no mistake yet: complain when the row is left, stop as soon as it is right. */
  if (self->has_problem)
    show_problem (self, AMP_CHECK_ERROR, amp_form_value_get_problem (self->editor));
  show_edit_button (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
left_cb (AmpFieldRow *self)
{
  const char *problem = self->editor != NULL ? amp_form_value_get_problem (self->editor) : NULL;

  if (problem != NULL)
    show_problem (self, AMP_CHECK_ERROR, problem);
}

static GtkWidget *
make_editor (const AmpField *field)
{
  const AmpCodeList *list = field->list != NULL ? amp_code_list_find (field->list) : NULL;
  gboolean may_clear = (field->flags & AMP_FIELD_REQUIRED) == 0;

  switch (field->kind)
    {
    case AMP_KIND_LONG_TEXT:
      return amp_form_long_text_new ();
    case AMP_KIND_CODE:
      return amp_code_picker_new (list, may_clear);
    case AMP_KIND_CODES:
      return amp_multi_picker_new (list);
    case AMP_KIND_DATE:
      return amp_date_entry_new ();
    case AMP_KIND_BOOLEAN:
      return amp_form_choice_new (may_clear);
    case AMP_KIND_REF:
      return amp_code_picker_new (NULL, may_clear);
    case AMP_KIND_TEXT:
    case AMP_KIND_INTEGER:
    case AMP_KIND_TIMESTAMP:
    default:
      return amp_form_text_new (field);
    }
}

static void
new_reference_cb (AmpFieldRow *self)
{
  g_signal_emit (self, signals[REFERENCE_WANTED], 0, (gint64) 0);
}

static void
edit_reference_cb (AmpFieldRow *self)
{
  g_autofree char *id = amp_field_row_dup_text (self);

  g_signal_emit (self, signals[REFERENCE_WANTED], 0, g_ascii_strtoll (id, NULL, 10));
}

static void
show_edit_button (AmpFieldRow *self)
{
  g_autofree char *id = self->edit != NULL ? amp_field_row_dup_text (self) : NULL;

  if (self->edit != NULL)
    gtk_widget_set_visible (self->edit, *id != '\0');
}

static GtkWidget *
make_button (AmpFieldRow *self, const char *icon, const char *name, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, name);
  amp_accessible_set_label (button, name);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  return button;
}

/* The directory of institutions grows while people refer; other references do not. */
static void
add_reference_buttons (AmpFieldRow *self, GtkWidget *box)
{
  self->edit = make_button (self, "document-edit-symbolic", _ ("Correct this institution"),
                            G_CALLBACK (edit_reference_cb));
  gtk_widget_set_visible (self->edit, FALSE);
  gtk_box_append (GTK_BOX (box), self->edit);
  gtk_box_append (GTK_BOX (box), make_button (self, "list-add-symbolic", _ ("Add an institution"),
                                              G_CALLBACK (new_reference_cb)));
}

static void
guide_cb (AmpFieldRow *self)
{
  const AmpGuideSheet *sheet = amp_guide_of_field (self->entity->name, self->field->name);

  amp_guide_window_present (GTK_WIDGET (self), amp_guide_id (sheet));
}

/* Tab goes past it, to the next question; from the keyboard it is F1. */
static void
add_guide_button (AmpFieldRow *self, GtkWidget *box)
{
  const AmpGuideSheet *sheet = amp_guide_of_field (self->entity->name, self->field->name);
  g_autofree char *name = NULL;
  GtkWidget *button;

  if (sheet == NULL)
    return;
  /* Translators: %s is the title of a sheet of the guide. */
  name = g_strdup_printf (_ ("Guide: %s (F1)"), amp_guide_title (sheet, amp_code_language ()));
  button = gtk_button_new_with_label ("?");
  gtk_widget_set_tooltip_text (button, name);
  amp_accessible_set_label (button, name);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (guide_cb), self);
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "amp-question");
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_heading (AmpFieldRow *self, GtkWidget *target)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ (self->field->label));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), target);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), label);
  self->label = GTK_LABEL (label);
  if (amp_check_field_needed (self->entity, self->field))
    {
      /* Translators: beside the label of a field that must not stay empty. */
      GtkWidget *required = gtk_label_new (_ ("required"));

      gtk_widget_add_css_class (required, "caption");
      gtk_widget_add_css_class (required, "dim-label");
      gtk_box_append (GTK_BOX (box), required);
      gtk_accessible_update_property (GTK_ACCESSIBLE (target), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                      TRUE, -1);
    }
  add_guide_button (self, box);
  return box;
}

static void
make_problem (AmpFieldRow *self)
{
  self->problem_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->problem_box),
                  gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->problem), TRUE);
  gtk_box_append (GTK_BOX (self->problem_box), GTK_WIDGET (self->problem));
  gtk_widget_add_css_class (self->problem_box, "amp-problem");
  gtk_widget_add_css_class (self->problem_box, "caption");
  gtk_widget_set_visible (self->problem_box, FALSE);
}

static void
build (AmpFieldRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *label = _ (self->field->label);
  GtkWidget *target;

  self->editor = AMP_FORM_VALUE (make_editor (self->field));
  target = amp_form_value_get_target (self->editor);
  gtk_widget_set_hexpand (GTK_WIDGET (self->editor), TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->editor));
  self->veil = gtk_label_new ("•••••");
  gtk_label_set_xalign (GTK_LABEL (self->veil), 0);
  gtk_widget_add_css_class (self->veil, "dim-label");
  gtk_widget_add_css_class (self->veil, "amp-veil");
  gtk_widget_set_visible (self->veil, FALSE);
  gtk_widget_set_hexpand (self->veil, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->veil), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hidden"), -1);
  gtk_box_append (GTK_BOX (line), self->veil);
  if (g_strcmp0 (self->field->refers, "institution") == 0)
    add_reference_buttons (self, line);
  make_problem (self);

  /* In a table all columns have to fit beside each other. */
  if (self->bare && GTK_IS_EDITABLE (target))
    gtk_editable_set_width_chars (GTK_EDITABLE (target), 3);
  if (!self->bare)
    gtk_box_append (GTK_BOX (self->content), make_heading (self, target));
  gtk_box_append (GTK_BOX (self->content), line);
  gtk_box_append (GTK_BOX (self->content), self->problem_box);

  amp_form_value_set_label (self->editor, label);
  if (self->field->help != NULL)
    {
      gtk_widget_set_tooltip_text (self->content, _ (self->field->help));
      amp_accessible_set_description (target, _ (self->field->help));
    }
  self->wide = self->wide || self->field->kind == AMP_KIND_LONG_TEXT;
  g_signal_connect_swapped (self->editor, "value-changed", G_CALLBACK (value_changed_cb), self);
}

/* --- What is known already --- */

static void
use_known (AmpFieldRow *self)
{
  g_autofree char *value = g_steal_pointer (&self->known_value);

  if (value == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* the button goes */
  amp_field_row_set_text (self, value);
  amp_field_row_set_known (self, NULL, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
use_known_key (GtkWidget *widget, GVariant *args G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  AmpFieldRow *self = AMP_FIELD_ROW (widget);

  if (self->known_value == NULL)
    return GDK_EVENT_PROPAGATE;
  use_known (self);
  return GDK_EVENT_STOP;
}

static void
make_known (AmpFieldRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  self->known = gtk_button_new ();
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_button_set_child (GTK_BUTTON (self->known), label);
  gtk_widget_add_css_class (self->known, "flat");
  gtk_widget_add_css_class (self->known, "amp-known");
  gtk_widget_set_tooltip_text (self->known, _ ("Use it (Ctrl+U)"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->known),
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "Ctrl+U", -1);
  g_signal_connect_swapped (self->known, "clicked", G_CALLBACK (use_known), self);
  gtk_box_append (GTK_BOX (self->content), self->known);
}

void
amp_field_row_set_known (AmpFieldRow *self, const char *value, const char *words)
{
  g_autofree char *text = NULL, *spoken = NULL;

  if (self->known == NULL && value == NULL)
    return;
  if (self->known == NULL)
    make_known (self);
  if (value != self->known_value)
    {
      g_free (self->known_value);
      self->known_value = g_strdup (value);
    }
  gtk_widget_set_visible (self->known, value != NULL);
  if (value == NULL)
    words = "";
  /* Translators: beside a question, what the case answers it with already, and the key to use it.
   */
  text = g_strdup_printf (_ ("Already recorded: %s (Ctrl+U)"), words);
  spoken = g_strdup_printf ("%s. %s", _ (self->field->label), text);
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->known))), text);
  amp_accessible_set_label (self->known, spoken);
}

const char *
amp_field_row_get_known (AmpFieldRow *self)
{
  return self->known_value;
}

static void
set_name (AmpFieldRow *self, const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);

  if (self->field != NULL || g_strv_length (parts) != 2)
    return;
  self->entity = amp_entity_find (parts[0]);
  self->field = self->entity != NULL ? amp_entity_field (self->entity, parts[1]) : NULL;
  if (self->field == NULL)
    {
      g_critical ("No field “%s”", name);
      return;
    }
  build (self);
}

/* Where the form asks the question in another way than the table names the field. After "field". */
static void
set_label (AmpFieldRow *self, const char *label)
{
  gtk_label_set_text (self->label, label);
  amp_form_value_set_label (self->editor, label);
}

static void
amp_field_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AmpFieldRow *self = AMP_FIELD_ROW (object);

  switch (id)
    {
    case PROP_FIELD:
      set_name (self, g_value_get_string (value));
      break;
    case PROP_WIDE:
      self->wide = g_value_get_boolean (value);
      break;
    case PROP_BARE:
      self->bare = g_value_get_boolean (value);
      break;
    case PROP_LABEL:
      if (self->label != NULL)
        set_label (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static gboolean
amp_field_row_grab_focus (GtkWidget *widget)
{
  AmpFieldRow *self = AMP_FIELD_ROW (widget);

  /* Behind its veil the editor would take the keyboard all the same. */
  return self->editor != NULL && gtk_widget_get_visible (GTK_WIDGET (self->editor)) &&
         gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
amp_field_row_dispose (GObject *object)
{
  AmpFieldRow *self = AMP_FIELD_ROW (object);

  amp_field_row_set_refs (self, NULL);
  self->editor = NULL;
  self->known = NULL;
  g_clear_pointer (&self->known_value, g_free);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_field_row_parent_class)->dispose (object);
}

static void
amp_field_row_class_init (AmpFieldRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = amp_field_row_set_property;
  object_class->dispose = amp_field_row_dispose;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_field_row_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "fieldrow");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_u, GDK_CONTROL_MASK, use_known_key, NULL);
  g_object_class_install_property (
    object_class, PROP_FIELD,
    g_param_spec_string ("field", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROP_WIDE,
    g_param_spec_boolean ("wide", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROP_LABEL,
    g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
    object_class, PROP_BARE,
    g_param_spec_boolean ("bare", NULL, NULL, FALSE, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  signals[CHANGED] = g_signal_new ("changed", AMP_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[REFERENCE_WANTED] =
    g_signal_new ("reference-wanted", AMP_TYPE_FIELD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_field_row_init (AmpFieldRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->content, GTK_WIDGET (self));
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
amp_field_row_new (const char *name)
{
  return g_object_new (AMP_TYPE_FIELD_ROW, "field", name, NULL);
}

const AmpEntity *
amp_field_row_get_entity (AmpFieldRow *self)
{
  return self->entity;
}

const AmpField *
amp_field_row_get_field (AmpFieldRow *self)
{
  return self->field;
}

gboolean
amp_field_row_get_wide (AmpFieldRow *self)
{
  return self->wide;
}

char *
amp_field_row_dup_text (AmpFieldRow *self)
{
  return amp_form_value_dup_text (self->editor);
}

void
amp_field_row_set_text (AmpFieldRow *self, const char *text)
{
  amp_form_value_set_text (self->editor, text);
  show_edit_button (self);
  show_problem (self, AMP_CHECK_ERROR, amp_form_value_get_problem (self->editor));
}

gboolean
amp_field_row_is_valid (AmpFieldRow *self)
{
  return amp_form_value_get_problem (self->editor) == NULL;
}

void
amp_field_row_set_problem (AmpFieldRow *self, AmpCheckLevel level, const char *sentence)
{
  const char *typing = amp_form_value_get_problem (self->editor);

  if (typing != NULL)
    show_problem (self, AMP_CHECK_ERROR, typing);
  else
    show_problem (self, level, sentence);
}

const char *
amp_field_row_get_problem (AmpFieldRow *self)
{
  return self->has_problem ? gtk_label_get_text (self->problem) : NULL;
}

void
amp_field_row_set_veiled (AmpFieldRow *self, gboolean veiled)
{
  if (veiled)
    amp_form_value_set_text (self->editor, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->editor), !veiled);
  gtk_widget_set_visible (self->veil, veiled);
}

void
amp_field_row_offer (AmpFieldRow *self, const char *const *codes)
{
  const AmpCodeList *list = amp_code_list_find (self->field->list);
  AmpCodePicker *picker = AMP_CODE_PICKER (self->editor);
  g_autofree char *now = amp_field_row_dup_text (self);

  amp_code_picker_clear_options (picker);
  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const AmpCode *code = amp_code_list_nth (list, i);
      const char *value = amp_code_value (code);

      if (g_strcmp0 (value, now) == 0 || g_strv_contains (codes, value))
        amp_code_picker_add (picker, value, amp_code_label (code, amp_code_language ()), NULL,
                             value);
    }
  amp_form_value_set_text (self->editor, now);
}

static void
refs_changed_cb (AmpFieldRow *self, const char *entity)
{
  GPtrArray *list;
  AmpCodePicker *picker;
  g_autofree char *now = NULL;

  if (g_strcmp0 (entity, self->field->refers) != 0)
    return;
  list = amp_form_refs_list (self->refs, entity);
  picker = AMP_CODE_PICKER (self->editor);
  now = amp_field_row_dup_text (self);
  amp_code_picker_clear_options (picker);
  if ((self->field->flags & AMP_FIELD_REQUIRED) == 0)
    amp_code_picker_add (picker, "", _ ("No data"), NULL, NULL);
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AmpFormRef *ref = g_ptr_array_index (list, i);

      amp_code_picker_add (picker, ref->id, ref->label, ref->detail, NULL);
    }
  amp_form_value_set_text (self->editor, now);
}

void
amp_field_row_set_refs (AmpFieldRow *self, AmpFormRefs *refs)
{
  if (self->refs == refs || self->field == NULL || self->field->kind != AMP_KIND_REF)
    return;
  if (self->refs != NULL)
    g_clear_signal_handler (&self->refs_changed, self->refs);
  g_set_object (&self->refs, refs);
  if (refs == NULL)
    return;
  self->refs_changed =
    g_signal_connect_swapped (refs, "changed", G_CALLBACK (refs_changed_cb), self);
  refs_changed_cb (self, self->field->refers);
}

AmpFormValue *
amp_field_row_get_editor (AmpFieldRow *self)
{
  return self->editor;
}
