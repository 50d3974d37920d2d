/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What she tells the supervisor. A finding is in the notes from its first letter on, and out of
 * them with its last. */
#include "app/amp-review-findings.h"

#include "app/amp-accessible.h"
#include "app/amp-list-keys.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpReviewFindings
{
  AdwBin parent_instance;

  /* Template. */
  GtkWidget *fresh;
  GtkListBox *list;
  AdwPreferencesGroup *editor;
  AdwComboRow *about;
  AdwActionRow *code;
  GtkWidget *no_code;
  GtkTextView *text;
  GtkWidget *drop;

  /* Owned. */
  AmpReviewDesk *desk;
  char *code_text; /* of the record, or NULL */

  guint at;         /* of the one that is written; their number: a new one */
  gboolean showing; /* it is filled, not typed */
};

G_DEFINE_FINAL_TYPE (AmpReviewFindings, amp_review_findings, ADW_TYPE_BIN)

static const AmpReviewNotes *
notes_of (AmpReviewFindings *self)
{
  return amp_review_desk_get_notes (self->desk);
}

/* --- The list --- */

static char *
title_of (const AmpNoteFinding *finding)
{
  return finding->code != NULL
           ? g_strdup_printf ("%s · %s", amp_about_words (finding->about), finding->code)
           : g_strdup (amp_about_words (finding->about));
}

static void
say_row (GtkListBoxRow *row, const AmpNoteFinding *finding)
{
  g_autofree char *title = title_of (finding);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), finding->text);
}

static GtkWidget *
make_row (const AmpNoteFinding *finding)
{
  GtkWidget *row = amp_part_row_new ("", NULL);

  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  say_row (GTK_LIST_BOX_ROW (row), finding);
  return row;
}

static void
show_list (AmpReviewFindings *self)
{
  guint n = amp_review_notes_n_findings (notes_of (self));
  GtkListBoxRow *row;

  self->showing = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, make_row (amp_review_notes_get_finding (notes_of (self), i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) self->at));
  self->showing = FALSE;
}

/* --- The one that is written --- */

static void
show_code (AmpReviewFindings *self)
{
  adw_action_row_set_subtitle (self->code, self->code_text != NULL ? self->code_text
                                                                   : _ ("The office as a whole"));
  gtk_widget_set_visible (self->no_code, self->code_text != NULL);
}

static void
set_code (AmpReviewFindings *self, const char *code)
{
  g_free (self->code_text);
  self->code_text = g_strdup (code);
  show_code (self);
}

static void
show_editor (AmpReviewFindings *self)
{
  const AmpNoteFinding *finding = amp_review_notes_get_finding (notes_of (self), self->at);

  self->showing = TRUE;
  adw_preferences_group_set_title (self->editor,
                                   finding != NULL ? _ ("This finding") : _ ("New finding"));
  adw_combo_row_set_selected (self->about, finding != NULL ? finding->about : AMP_ABOUT_OTHER);
  set_code (self, finding != NULL ? finding->code : NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text),
                            finding != NULL ? finding->text : "", -1);
  gtk_widget_set_sensitive (self->drop, finding != NULL);
  self->showing = FALSE;
}

/* Into the notes, or out of them where nothing is left of it. */
static void
keep (AmpReviewFindings *self)
{
  AmpReviewNotes *notes;
  g_autofree char *text = NULL;
  guint n;

  if (self->showing || self->desk == NULL)
    return;
  notes = amp_review_desk_take_notes (self->desk);
  n = amp_review_notes_n_findings (notes);
  g_object_get (gtk_text_view_get_buffer (self->text), "text", &text, NULL);
  if (!amp_review_notes_set_finding (notes, self->at, adw_combo_row_get_selected (self->about),
                                     self->code_text, text))
    {
      if (self->at >= n)
        return;
      amp_review_notes_drop_finding (notes, self->at);
      self->at = n - 1;
    }
  gtk_widget_set_sensitive (self->drop, self->at < amp_review_notes_n_findings (notes));
  if (amp_review_notes_n_findings (notes) == n)
    say_row (gtk_list_box_get_row_at_index (self->list, (int) self->at),
             amp_review_notes_get_finding (notes, self->at));
  else
    show_list (self);
  amp_review_desk_touch (self->desk);
}

static void
on_about (AmpReviewFindings *self)
{
  keep (self);
}

static void
on_no_code (AmpReviewFindings *self)
{
  set_code (self, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
  keep (self);
}

static void
begin (AmpReviewFindings *self, guint about, const char *code)
{
  self->at = amp_review_notes_n_findings (notes_of (self));
  show_list (self);
  show_editor (self);
  self->showing = TRUE;
  adw_combo_row_set_selected (self->about, about);
  set_code (self, code);
  self->showing = FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
on_fresh (AmpReviewFindings *self)
{
  begin (self, AMP_ABOUT_OTHER, NULL);
}

static void
on_drop (AmpReviewFindings *self)
{
  amp_review_notes_drop_finding (amp_review_desk_take_notes (self->desk), self->at);
  amp_review_desk_touch (self->desk);
  begin (self, AMP_ABOUT_OTHER, NULL);
}

static void
on_selected (GtkListBox *list, GtkListBoxRow *row, AmpReviewFindings *self)
{
  (void) list;
  if (self->showing || row == NULL)
    return;
  self->at = (guint) gtk_list_box_row_get_index (row);
  show_editor (self);
}

/* The first standard of that record that is not met. */
void
amp_review_findings_begin (GtkWidget *widget, const char *code)
{
  AmpReviewFindings *self = AMP_REVIEW_FINDINGS (widget);
  guint about = AMP_ABOUT_OTHER;

  for (guint s = AMP_STANDARDS; s > 0; s--)
    if (amp_review_notes_get_tick (notes_of (self), code, s - 1) == AMP_TICK_NOT_MET)
      about = s - 1;
  begin (self, about, code);
}

/* The place of the one that mentions it; their number: none does. */
static guint
find_mentioning (AmpReviewFindings *self, const char *mentions)
{
  const guint n = amp_review_notes_n_findings (notes_of (self));

  for (guint i = 0; i < n; i++)
    if (strstr (amp_review_notes_get_finding (notes_of (self), i)->text, mentions) != NULL)
      return i;
  return n;
}

void
amp_review_findings_begin_report (GtkWidget *widget, const char *mentions, const char *text)
{
  AmpReviewFindings *self = AMP_REVIEW_FINDINGS (widget);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter end;

  begin (self, AMP_ABOUT_REPORT, NULL);
  self->at = find_mentioning (self, mentions);
  if (self->at < amp_review_notes_n_findings (notes_of (self)))
    {
      show_list (self);
      show_editor (self);
    }
  else
    gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
}

/* --- Object --- */

static void
amp_review_findings_dispose (GObject *object)
{
  AmpReviewFindings *self = AMP_REVIEW_FINDINGS (object);

  self->showing = TRUE; /* the text goes with the view, not with the notes */
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REVIEW_FINDINGS);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->code_text, g_free);
  G_OBJECT_CLASS (amp_review_findings_parent_class)->dispose (object);
}

static void
amp_review_findings_class_init (AmpReviewFindingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_review_findings_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-review-findings.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, fresh);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, list);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, editor);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, about);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, code);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, no_code);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, text);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewFindings, drop);
  gtk_widget_class_bind_template_callback (widget_class, on_fresh);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_about);
  gtk_widget_class_bind_template_callback (widget_class, on_no_code);
  gtk_widget_class_bind_template_callback (widget_class, on_drop);
}

static void
amp_review_findings_init (AmpReviewFindings *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < AMP_ABOUTS; i++)
    gtk_string_list_append (labels, amp_about_words (i));
  adw_combo_row_set_model (self->about, G_LIST_MODEL (labels));
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Audit findings"));
  amp_accessible_set_label (GTK_WIDGET (self->text), _ ("What you found"));
  amp_accessible_set_label (self->no_code, _ ("About the office as a whole"));
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (keep),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
amp_review_findings_new (AmpReviewDesk *desk)
{
  AmpReviewFindings *self = g_object_new (AMP_TYPE_REVIEW_FINDINGS, NULL);

  self->desk = g_object_ref (desk);
  self->at = amp_review_notes_n_findings (notes_of (self));
  show_list (self);
  show_editor (self);
  return GTK_WIDGET (self);
}
