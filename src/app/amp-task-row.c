/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row: what is late says so in words and with a shape, colour comes on top. */
#include "app/amp-task-row.h"

#include "app/amp-accessible.h"

#include <string.h>

struct _AmpTaskRow
{
  GtkListBoxRow parent_instance;

  GtkWidget *number, *name; /* of the row */
  char *key;
  char *sentence;
  guint group;
  gconstpointer payload;
  gint64 case_id;
};

enum
{
  DONE,
  PUT_OFF,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpTaskRow, amp_task_row, GTK_TYPE_LIST_BOX_ROW)

static GtkWidget *
make_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* What is to be done may take a second line: who is asked for it stands at its end. */
static GtkWidget *
make_task (const char *text)
{
  GtkWidget *label = make_label (text, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_widget_set_tooltip_text (label, text);
  return label;
}

static GtkWidget *
make_who (AmpTaskRow *self, const AmpTaskRowText *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->number = make_label (text->number != NULL ? text->number : "", "amp-number");
  self->name = make_label ("", "caption");
  gtk_widget_set_visible (self->name, FALSE);
  gtk_label_set_width_chars (GTK_LABEL (self->number), 17);
  gtk_label_set_max_width_chars (GTK_LABEL (self->number), 17);
  gtk_label_set_max_width_chars (GTK_LABEL (self->name), 17);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), self->number);
  gtk_box_append (GTK_BOX (box), self->name);
  return box;
}

static GtkWidget *
make_what (const AmpTaskRowText *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line, *detail;

  gtk_widget_set_hexpand (box, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), make_task (text->what));
  if (text->detail == NULL)
    return box;
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  if (text->detail_icon != NULL)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name (text->detail_icon);

      gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
      gtk_widget_add_css_class (icon, "dim-label");
      gtk_box_append (GTK_BOX (line), icon);
    }
  detail = make_label (text->detail, "caption");
  gtk_widget_add_css_class (detail, "dim-label");
  gtk_widget_set_tooltip_text (line, text->detail);
  gtk_box_append (GTK_BOX (line), detail);
  gtk_box_append (GTK_BOX (box), line);
  return box;
}

static void
on_done (AmpTaskRow *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
on_put_off (AmpTaskRow *self)
{
  g_signal_emit (self, signals[PUT_OFF], 0);
}

static void
add_button (AmpTaskRow *self, GtkWidget *box, const char *icon, const char *tip, GCallback clicked)
{
  GtkWidget *button;

  if (tip == NULL)
    return;
  button = gtk_button_new_from_icon_name (icon);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  amp_accessible_set_label (button, tip);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_icon (const AmpTaskRowText *text)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (text->icon);

  if (text->icon_class != NULL)
    gtk_widget_add_css_class (icon, text->icon_class);
  else
    gtk_widget_add_css_class (icon, "dim-label");
  return icon;
}

static GtkWidget *
make_when (const AmpTaskRowText *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = make_label (text->when != NULL ? text->when : "", "amp-when");

  gtk_label_set_width_chars (GTK_LABEL (label), 14);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  if (text->when_class != NULL)
    gtk_widget_add_css_class (box, text->when_class);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static char *
make_sentence (const AmpTaskRowText *text)
{
  const char *const parts[] = {text->number, text->what, text->when, text->detail};
  GString *sentence = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (sentence, "%s%s", sentence->len > 0 ? ", " : "", parts[i]);
  return g_string_free (sentence, FALSE);
}

GtkWidget *
amp_task_row_new (const AmpTaskRowText *text, const char *key, guint group, gconstpointer payload)
{
  AmpTaskRow *self = g_object_new (AMP_TYPE_TASK_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  self->key = g_strdup (key);
  self->group = group;
  self->payload = payload;
  self->sentence = make_sentence (text);
  gtk_box_append (GTK_BOX (box), make_icon (text));
  if (text->number != NULL)
    gtk_box_append (GTK_BOX (box), make_who (self, text));
  gtk_box_append (GTK_BOX (box), make_what (text));
  gtk_box_append (GTK_BOX (box), make_when (text));
  add_button (self, buttons, "object-select-symbolic", text->done, G_CALLBACK (on_done));
  add_button (self, buttons, text->put_off_icon != NULL ? text->put_off_icon : "alarm-symbolic",
              text->put_off, G_CALLBACK (on_put_off));
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  amp_accessible_set_label (GTK_WIDGET (self), self->sentence);
  return GTK_WIDGET (self);
}

const char *
amp_task_row_get_key (AmpTaskRow *self)
{
  return self->key;
}

guint
amp_task_row_get_group (AmpTaskRow *self)
{
  return self->group;
}

gconstpointer
amp_task_row_get_payload (AmpTaskRow *self)
{
  return self->payload;
}

void
amp_task_row_set_case (AmpTaskRow *self, gint64 id)
{
  self->case_id = id;
}

gint64
amp_task_row_get_case (AmpTaskRow *self)
{
  return self->case_id;
}

void
amp_task_row_set_name (AmpTaskRow *self, const char *name)
{
  g_autofree char *sentence = NULL;

  if (self->name == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->name), name != NULL ? name : "");
  gtk_widget_set_visible (self->name, name != NULL);
  if (name != NULL)
    sentence = g_strdup_printf ("%s, %s", name, self->sentence);
  amp_accessible_set_label (GTK_WIDGET (self), name != NULL ? sentence : self->sentence);
  if (sentence != NULL)
    explicit_bzero (sentence, strlen (sentence));
}

const char *
amp_task_row_get_name (AmpTaskRow *self)
{
  return self->name != NULL && gtk_widget_get_visible (self->name)
           ? gtk_label_get_text (GTK_LABEL (self->name))
           : NULL;
}

const char *
amp_task_row_get_sentence (AmpTaskRow *self)
{
  return self->sentence;
}

static void
amp_task_row_finalize (GObject *object)
{
  AmpTaskRow *self = AMP_TASK_ROW (object);

  g_free (self->key);
  g_free (self->sentence);
  G_OBJECT_CLASS (amp_task_row_parent_class)->finalize (object);
}

static void
amp_task_row_class_init (AmpTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GSignalFlags flags = G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION;

  G_OBJECT_CLASS (klass)->finalize = amp_task_row_finalize;
  signals[DONE] =
    g_signal_new ("done", AMP_TYPE_TASK_ROW, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PUT_OFF] =
    g_signal_new ("put-off", AMP_TYPE_TASK_ROW, flags, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* Of the row that has the keyboard, on whichever page. */
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "done", NULL);
  gtk_widget_class_add_binding_signal (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "put-off", NULL);
}

static void
amp_task_row_init (AmpTaskRow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "amp-task");
}
