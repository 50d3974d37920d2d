/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One group of radio buttons a field: arrows choose, Tab goes on to the next, Enter saves. */
#include "app/amp-merge-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpMergeDialog
{
  AdwWindow parent_instance;

  AmpMerge *merge;
  AmpRecord *theirs;
  AmpFormRefs *refs;
  GHashTable *choices; /* field -> the row's buttons, GtkCheckButton *[3], borrowed */
  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (AmpMergeDialog, amp_merge_dialog, ADW_TYPE_WINDOW)

static guint chosen_signal;

/* --- Values as people read them --- */

static char *
codes_text (const AmpField *field, const char *value)
{
  const AmpCodeList *list = amp_code_list_find (field->list);
  g_auto (GStrv) codes = g_strsplit (value, ";", -1);

  for (char **code = codes; *code != NULL; code++)
    {
      const AmpCode *known = amp_code_list_lookup (list, *code);

      if (known != NULL)
        {
          g_free (*code);
          *code = g_strdup (amp_code_label (known, amp_code_language ()));
        }
    }
  return g_strjoinv (", ", codes);
}

static char *
value_text (const AmpField *field, const char *value, AmpFormRefs *refs)
{
  AmpDate date;

  if (value == NULL)
    return g_strdup (_ ("(nothing)"));
  if (field->kind == AMP_KIND_CODE || field->kind == AMP_KIND_CODES)
    return codes_text (field, value);
  if (field->kind == AMP_KIND_DATE && amp_date_parse (value, &date))
    return amp_date_to_display (&date, amp_code_language ());
  if (field->kind == AMP_KIND_BOOLEAN)
    return g_strdup (g_strcmp0 (value, "1") == 0 ? _ ("Yes") : _ ("No"));
  if (field->kind == AMP_KIND_REF && refs != NULL)
    return g_strdup (amp_form_refs_label (refs, field->refers, value));
  return g_strdup (value);
}

/* --- Rows --- */

static GtkWidget *
make_choice (GtkWidget *group, const char *whose, const char *value, const char *field)
{
  GtkWidget *button = gtk_check_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (whose);
  GtkWidget *text = gtk_label_new (value);
  /* Translators: for a screen reader. Field, whose version, what it says. */
  g_autofree char *name = g_strdup_printf (_ ("%s, %s: %s"), field, whose, value);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (title, "caption-heading");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_set_margin_start (box, 6);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), box);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  if (group != NULL)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return button;
}

static void
add_row (AmpMergeDialog *self, const AmpField *field)
{
  const AmpRecord *merged = self->merge->merged;
  g_autofree char *mine = value_text (field, amp_record_get (merged, field->name), self->refs);
  g_autofree char *theirs =
    value_text (field, amp_record_get (self->theirs, field->name), self->refs);
  const char *label = _ (field->label);
  GtkWidget *title = gtk_label_new (label);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget **buttons = g_new0 (GtkWidget *, 3);

  buttons[AMP_CHOICE_MINE] = make_choice (NULL, _ ("Mine"), mine, label);
  buttons[AMP_CHOICE_THEIRS] = make_choice (buttons[0], _ ("What was saved"), theirs, label);
  if (field->kind == AMP_KIND_LONG_TEXT && amp_record_get (merged, field->name) != NULL &&
      amp_record_get (self->theirs, field->name) != NULL)
    buttons[AMP_CHOICE_BOTH] =
      make_choice (buttons[0], _ ("Both"), _ ("One below the other"), label);
  for (guint i = 0; i < 3 && buttons[i] != NULL; i++)
    gtk_box_append (GTK_BOX (choices), buttons[i]);
  gtk_box_set_homogeneous (GTK_BOX (choices), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (buttons[buttons[2] != NULL ? 2 : 0]), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (self->rows), title);
  gtk_box_append (GTK_BOX (self->rows), choices);
  g_hash_table_insert (self->choices, (gpointer) field->name, buttons);
}

/* --- Choosing --- */

void
amp_merge_dialog_choose (AmpMergeDialog *self, const char *field, AmpMergeChoice choice)
{
  GtkWidget **buttons = g_hash_table_lookup (self->choices, field);

  g_return_if_fail (buttons != NULL && buttons[choice] != NULL);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (buttons[choice]), TRUE);
}

static void
choose_all (AmpMergeDialog *self, AmpMergeChoice choice)
{
  for (char **field = self->merge->both; *field != NULL; field++)
    amp_merge_dialog_choose (self, *field, choice);
}

static void
all_mine_cb (AmpMergeDialog *self)
{
  choose_all (self, AMP_CHOICE_MINE);
}

static void
all_theirs_cb (AmpMergeDialog *self)
{
  choose_all (self, AMP_CHOICE_THEIRS);
}

static void
apply (AmpMergeDialog *self, const char *field)
{
  GtkWidget **buttons = g_hash_table_lookup (self->choices, field);
  const char *theirs = amp_record_get (self->theirs, field);
  g_autofree char *both = NULL;

  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (buttons[AMP_CHOICE_THEIRS])))
    (void) amp_record_set (self->merge->merged, field, theirs, NULL);
  else if (buttons[AMP_CHOICE_BOTH] != NULL &&
           gtk_check_button_get_active (GTK_CHECK_BUTTON (buttons[AMP_CHOICE_BOTH])))
    {
      both = g_strconcat (theirs, "\n\n", amp_record_get (self->merge->merged, field), NULL);
      (void) amp_record_set (self->merge->merged, field, both, NULL);
    }
}

void
amp_merge_dialog_save (AmpMergeDialog *self)
{
  for (char **field = self->merge->both; *field != NULL; field++)
    apply (self, *field);
  g_signal_emit (self, chosen_signal, 0, self->merge->merged);
  gtk_window_destroy (GTK_WINDOW (self));
}

/* --- Object --- */

static void
amp_merge_dialog_finalize (GObject *object)
{
  AmpMergeDialog *self = AMP_MERGE_DIALOG (object);

  g_clear_pointer (&self->merge, amp_merge_free);
  g_clear_pointer (&self->theirs, amp_record_free);
  g_clear_object (&self->refs);
  g_hash_table_unref (self->choices);
  G_OBJECT_CLASS (amp_merge_dialog_parent_class)->finalize (object);
}

static void
amp_merge_dialog_class_init (AmpMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = amp_merge_dialog_finalize;
  chosen_signal = g_signal_new ("chosen", AMP_TYPE_MERGE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpMergeDialog, rows);
  gtk_widget_class_bind_template_callback (widget_class, amp_merge_dialog_save);
  gtk_widget_class_bind_template_callback (widget_class, all_mine_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_theirs_cb);
}

static void
amp_merge_dialog_init (AmpMergeDialog *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpMergeDialog *
amp_merge_dialog_present (GtkWidget *parent,
                          AmpFormRefs *refs,
                          AmpMerge *merge,
                          const AmpRecord *theirs)
{
  AmpMergeDialog *self = g_object_new (AMP_TYPE_MERGE_DIALOG, NULL);
  const AmpEntity *entity = amp_record_entity (theirs);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->merge = merge;
  self->theirs = amp_record_copy (theirs);
  g_set_object (&self->refs, refs);
  for (char **field = merge->both; *field != NULL; field++)
    add_row (self, amp_entity_field (entity, *field));
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  amp_dialog_add_keys (GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (self->rows, GTK_DIR_TAB_FORWARD);
  return self;
}
