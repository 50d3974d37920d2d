/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button and a popover of our own rather than GtkDropDown, whose search of GTK 4.8 knows neither
 * accents nor a second language. */
#include "app/amp-code-picker.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>

struct _AmpCodePicker
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *shown;
  AmpFormPopover *popover;
  const AmpCodeList *list; /* NULL: the options are no codes */
  GHashTable *labels;      /* value -> label */
  char *value;
  char *label;
  char *nothing; /* what it says while nothing is chosen; NULL: the usual */
  gboolean multiple;
};

static void amp_code_picker_value_init (AmpFormValueInterface *iface);

G_DEFINE_TYPE_WITH_CODE (AmpCodePicker,
                         amp_code_picker,
                         GTK_TYPE_WIDGET,
                         G_IMPLEMENT_INTERFACE (AMP_TYPE_FORM_VALUE, amp_code_picker_value_init))

static const char *
value_label (AmpCodePicker *self, const char *value)
{
  const char *label = g_hash_table_lookup (self->labels, value);

  return label != NULL ? label : value;
}

/* A retired code is not offered any more, unless the record holds it: ticking another must not
 * drop it in silence. */
static void
offer_retired (AmpCodePicker *self)
{
  g_auto (GStrv) values = g_strsplit (self->value, ";", -1);

  for (gsize i = 0; self->list != NULL && values[i] != NULL; i++)
    {
      const AmpCode *code = amp_code_list_lookup (self->list, values[i]);

      if (code != NULL && !g_hash_table_contains (self->labels, values[i]))
        amp_code_picker_add (self, values[i], amp_code_label (code, amp_code_language ()), NULL,
                             NULL);
    }
}

void
amp_code_picker_refresh (AmpCodePicker *self)
{
  g_auto (GStrv) values = g_strsplit (self->value, ";", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = NULL;

  for (gsize i = 0; values[i] != NULL; i++)
    if (*values[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              value_label (self, values[i]));
  if (text->len == 0)
    g_string_append (text, self->nothing != NULL ? self->nothing : _ ("Choose…"));
  gtk_label_set_text (self->shown, text->str);
  if (*self->value == '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self->shown), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->shown), "dim-label");
  gtk_widget_set_tooltip_text (self->button, *self->value != '\0' ? text->str : NULL);
  if (self->label != NULL)
    {
      name = g_strdup_printf ("%s: %s", self->label, text->str);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      name, -1);
    }
}

void
amp_code_picker_set_nothing (AmpCodePicker *self, const char *text)
{
  g_free (self->nothing);
  self->nothing = g_strdup (text);
  amp_code_picker_refresh (self);
}

static char *
amp_code_picker_dup_text (AmpFormValue *value)
{
  return g_strdup (AMP_CODE_PICKER (value)->value);
}

static void
amp_code_picker_set_text (AmpFormValue *value, const char *text)
{
  AmpCodePicker *self = AMP_CODE_PICKER (value);

  g_free (self->value);
  self->value = g_strdup (text != NULL ? text : "");
  offer_retired (self);
  amp_form_popover_set_selected (self->popover, self->value);
  amp_code_picker_refresh (self);
}

static GtkWidget *
amp_code_picker_get_target (AmpFormValue *value)
{
  return AMP_CODE_PICKER (value)->button;
}

static void
amp_code_picker_set_label (AmpFormValue *value, const char *label)
{
  AmpCodePicker *self = AMP_CODE_PICKER (value);

  g_free (self->label);
  self->label = g_strdup (label);
  amp_code_picker_refresh (self);
}

static void
amp_code_picker_value_init (AmpFormValueInterface *iface)
{
  iface->dup_text = amp_code_picker_dup_text;
  iface->set_text = amp_code_picker_set_text;
  iface->get_target = amp_code_picker_get_target;
  iface->set_label = amp_code_picker_set_label;
}

static void
picked_cb (AmpCodePicker *self)
{
  g_autofree char *value = amp_form_popover_dup_selected (self->popover);

  if (g_strcmp0 (value, self->value) == 0)
    return;
  g_free (self->value);
  self->value = g_steal_pointer (&value);
  amp_code_picker_refresh (self);
  if (!self->multiple)
    gtk_widget_grab_focus (self->button);
  amp_form_value_emit_changed (AMP_FORM_VALUE (self));
}

static gboolean
is_in_sight (AmpCodePicker *self)
{
  GtkWidget *view = gtk_widget_get_ancestor (self->button, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return view == NULL || !gtk_widget_compute_bounds (self->button, view, &bounds) ||
         (bounds.origin.y >= 0 &&
          bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (view));
}

#define MOST_FRAMES 60 /* a view scrolls there in less */

static gboolean
open_in_sight (GtkWidget *widget, GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  AmpCodePicker *self = AMP_CODE_PICKER (widget);
  guint *n_frames = data;

  if (++*n_frames < MOST_FRAMES && !is_in_sight (self))
    return G_SOURCE_CONTINUE;
  amp_form_popover_open (self->popover, NULL);
  return G_SOURCE_REMOVE;
}

static void
clicked_cb (AmpCodePicker *self)
{
  /* A screen reader presses what is out of sight too, where a list cannot open: the keyboard brings
   * it into view first. */
  if (gtk_widget_get_mapped (self->button) && !is_in_sight (self))
    {
      gtk_widget_grab_focus (self->button);
      gtk_widget_add_tick_callback (GTK_WIDGET (self), open_in_sight, g_new0 (guint, 1), g_free);
      return;
    }
  amp_form_popover_open (self->popover, NULL);
}

static gboolean
key_pressed_cb (AmpCodePicker *self, guint keyval, guint code G_GNUC_UNUSED, GdkModifierType state)
{
  gunichar letter = gdk_keyval_to_unicode (keyval);
  char typed[7] = "";

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((keyval == GDK_KEY_Delete || keyval == GDK_KEY_BackSpace) && *self->value != '\0' &&
      g_hash_table_contains (self->labels, ""))
    {
      amp_code_picker_set_text (AMP_FORM_VALUE (self), NULL);
      amp_form_value_emit_changed (AMP_FORM_VALUE (self));
      return GDK_EVENT_STOP;
    }
  if (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down)
    {
      amp_form_popover_open (self->popover, NULL);
      return GDK_EVENT_STOP;
    }
  if (letter == 0 || !g_unichar_isalnum (letter))
    return GDK_EVENT_PROPAGATE;
  typed[g_unichar_to_utf8 (letter, typed)] = '\0';
  amp_form_popover_open (self->popover, typed);
  return GDK_EVENT_STOP;
}

static gboolean
amp_code_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (AMP_CODE_PICKER (widget)->button);
}

static void
amp_code_picker_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AmpCodePicker *self = AMP_CODE_PICKER (widget);

  gtk_widget_allocate (self->button, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
amp_code_picker_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (AMP_CODE_PICKER (widget)->button, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static GtkSizeRequestMode
amp_code_picker_get_request_mode (GtkWidget *widget)
{
  return gtk_widget_get_request_mode (AMP_CODE_PICKER (widget)->button);
}

static void
amp_code_picker_dispose (GObject *object)
{
  AmpCodePicker *self = AMP_CODE_PICKER (object);

  g_clear_pointer ((GtkWidget **) &self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_code_picker_parent_class)->dispose (object);
}

static void
amp_code_picker_finalize (GObject *object)
{
  AmpCodePicker *self = AMP_CODE_PICKER (object);

  g_hash_table_unref (self->labels);
  g_free (self->value);
  g_free (self->label);
  g_free (self->nothing);
  G_OBJECT_CLASS (amp_code_picker_parent_class)->finalize (object);
}

static void
amp_code_picker_class_init (AmpCodePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amp_code_picker_dispose;
  object_class->finalize = amp_code_picker_finalize;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_code_picker_grab_focus;
  widget_class->size_allocate = amp_code_picker_size_allocate;
  widget_class->measure = amp_code_picker_measure;
  widget_class->get_request_mode = amp_code_picker_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "codepicker");
}

static void
amp_code_picker_init (AmpCodePicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->value = g_strdup ("");
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  self->shown = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->shown, 0);
  gtk_label_set_ellipsize (self->shown, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->shown), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->shown));
  gtk_box_append (GTK_BOX (box), arrow);
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), box);
  gtk_widget_add_css_class (self->button, "amp-picker");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_HAS_POPUP,
                                  TRUE, -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->button, keys);
}

GtkWidget *
amp_code_picker_new_empty (gboolean multiple)
{
  AmpCodePicker *self = g_object_new (AMP_TYPE_CODE_PICKER, NULL);

  self->multiple = multiple;
  self->popover = AMP_FORM_POPOVER (amp_form_popover_new (multiple));
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  g_signal_connect_swapped (self->popover, "picked", G_CALLBACK (picked_cb), self);
  if (multiple)
    {
      gtk_label_set_ellipsize (self->shown, PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (self->shown, TRUE);
      gtk_label_set_wrap_mode (self->shown, PANGO_WRAP_WORD_CHAR);
    }
  amp_code_picker_refresh (self);
  return GTK_WIDGET (self);
}

void
amp_code_picker_add (
  AmpCodePicker *self, const char *value, const char *label, const char *detail, const char *also)
{
  g_hash_table_insert (self->labels, g_strdup (value), g_strdup (label));
  amp_form_popover_add (self->popover, value, label, detail, also);
}

void
amp_code_picker_add_list (AmpCodePicker *self, const AmpCodeList *list)
{
  const char *language = amp_code_language ();
  const char *other = g_strcmp0 (language, "es") == 0 ? "en" : "es";

  self->list = list;
  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const AmpCode *code = amp_code_list_nth (list, i);
      const AmpCode *parent = amp_code_parent (code);
      g_autofree char *also = NULL;

      if (amp_code_retired (code))
        continue;
      also = g_strjoin (" ", amp_code_label (code, other), amp_code_value (code),
                        parent != NULL ? amp_code_label (parent, other) : "", NULL);
      amp_code_picker_add (self, amp_code_value (code), amp_code_label (code, language),
                           parent != NULL ? amp_code_label (parent, language) : NULL, also);
    }
  amp_form_popover_set_selected (self->popover, self->value);
  amp_code_picker_refresh (self);
}

GtkWidget *
amp_code_picker_new (const AmpCodeList *list, gboolean may_clear)
{
  AmpCodePicker *self = AMP_CODE_PICKER (amp_code_picker_new_empty (FALSE));

  if (may_clear)
    amp_code_picker_add (self, "", _ ("No data"), NULL, NULL);
  if (list != NULL)
    amp_code_picker_add_list (self, list);
  return GTK_WIDGET (self);
}

AmpFormPopover *
amp_code_picker_get_popover (AmpCodePicker *self)
{
  return self->popover;
}

const char *
amp_code_picker_get_shown (AmpCodePicker *self)
{
  return gtk_label_get_text (self->shown);
}

void
amp_code_picker_add_all (AmpCodePicker *self, const char *all)
{
  amp_code_picker_set_nothing (self, all);
  amp_code_picker_add (self, "", all, NULL, NULL);
}

void
amp_code_picker_clear_options (AmpCodePicker *self)
{
  amp_form_popover_clear (self->popover);
  g_hash_table_remove_all (self->labels);
}
