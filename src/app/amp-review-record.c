/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One record of the pack, beside the list. */
#include "app/amp-review-record.h"

#include "app/amp-accessible.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"

#include <glib/gi18n.h>

#define N_TICKS (AMP_TICK_UNCLEAR - AMP_TICK_NONE)
#define MOST_FACTS 5

struct _AmpReviewRecord
{
  AdwBin parent_instance;

  /* Template. */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkLabel *code;
  GtkLabel *place;
  GtkWidget *before;
  GtkWidget *after;
  GtkBox *standards;
  GtkTextView *remark;
  GtkWidget *finding;
  GtkGrid *facts;

  /* In the template's boxes. */
  GtkLabel *told[AMP_STANDARDS];
  GtkToggleButton *ticks[AMP_STANDARDS][N_TICKS];

  /* Owned. */
  AmpReviewDesk *desk;

  gssize row;
  gboolean showing; /* it is filled, not ticked */
};

static guint step_signal;

G_DEFINE_FINAL_TYPE (AmpReviewRecord, amp_review_record, ADW_TYPE_BIN)

/* What the pack says about each standard; nothing ticks itself. */
static const char *const facts_of[AMP_STANDARDS][MOST_FACTS] = {
  [AMP_STANDARD_CONSENT] = {"consent", "consent_days"},
  [AMP_STANDARD_RISK] = {"risk_72h", "risk_days", "risk_on_time"},
  [AMP_STANDARD_PLAN] = {"plan", "plan_agreed", "plan_days"},
  [AMP_STANDARD_OUTCOME] = {"referral_outcome", "follow_up_on_time", "closure", "closure_by_other"},
};

static const char *
code_of (AmpReviewRecord *self)
{
  return amp_review_pack_code (amp_review_desk_get_pack (self->desk), (gsize) self->row);
}

/* --- Filling --- */

static gssize
column_of (const AmpReviewPack *pack, const char *name)
{
  return amp_review_column_index (amp_review_pack_head (pack)->level, name);
}

static char *
tell_facts (AmpReviewRecord *self, guint standard)
{
  const AmpReviewPack *pack = amp_review_desk_get_pack (self->desk);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < MOST_FACTS && facts_of[standard][i] != NULL; i++)
    {
      const char *name = facts_of[standard][i];
      gssize column = column_of (pack, name);

      if (column < 0)
        continue;
      if (told->len > 0)
        g_string_append_c (told, '\n');
      g_string_append_printf (
        told, "%s: %s", amp_review_column_words (name),
        amp_review_code_words (name,
                               amp_review_pack_cell (pack, (gsize) self->row, (gsize) column)));
    }
  return g_string_free (told, FALSE);
}

static void
show_ticks (AmpReviewRecord *self)
{
  const AmpReviewNotes *notes = amp_review_desk_get_notes (self->desk);

  for (guint s = 0; s < AMP_STANDARDS; s++)
    {
      g_autofree char *told = tell_facts (self, s);
      AmpTick tick = amp_review_notes_get_tick (notes, code_of (self), s);

      gtk_label_set_label (self->told[s], told);
      for (guint t = 0; t < N_TICKS; t++)
        gtk_toggle_button_set_active (self->ticks[s][t], tick == AMP_TICK_MET + t);
    }
}

static void
show_facts (AmpReviewRecord *self)
{
  const AmpReviewPack *pack = amp_review_desk_get_pack (self->desk);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_grid_remove (self->facts, child);
  for (gsize c = 0; c < amp_review_pack_n_columns (pack); c++)
    {
      const char *name = amp_review_pack_column (pack, c)->name;
      GtkWidget *title = amp_part_label_new (amp_review_column_words (name), "dim-label");
      GtkWidget *value = amp_part_label_new (
        amp_review_code_words (name, amp_review_pack_cell (pack, (gsize) self->row, c)), NULL);

      gtk_widget_set_valign (title, GTK_ALIGN_START);
      gtk_widget_set_valign (value, GTK_ALIGN_START);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_label_set_width_chars (GTK_LABEL (title), 12);
      gtk_label_set_width_chars (GTK_LABEL (value), 10);
      gtk_grid_attach (self->facts, title, 0, (int) c, 1, 1);
      gtk_grid_attach (self->facts, value, 1, (int) c, 1, 1);
    }
}

void
amp_review_record_show (AmpReviewRecord *self, gssize row, const char *place)
{
  gboolean same = self->row == row;

  self->row = row;
  gtk_stack_set_visible_child_name (self->stack, row >= 0 ? "record" : "none");
  if (row < 0)
    return;
  gtk_label_set_label (self->place, place);
  if (same)
    return;
  self->showing = TRUE;
  gtk_label_set_label (self->code, code_of (self));
  gtk_text_buffer_set_text (
    gtk_text_view_get_buffer (self->remark),
    amp_review_notes_get_remark (amp_review_desk_get_notes (self->desk), code_of (self)), -1);
  show_ticks (self);
  show_facts (self);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  self->showing = FALSE;
}

void
amp_review_record_focus (AmpReviewRecord *self)
{
  if (self->row >= 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->ticks[0][0]));
}

/* --- Ticking --- */

/* One of three, or none: pressing what is ticked takes it back. */
static void
on_tick (AmpReviewRecord *self, GtkToggleButton *button)
{
  AmpReviewNotes *notes = amp_review_desk_take_notes (self->desk);
  guint standard = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "standard"));
  AmpTick tick = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "tick"));

  if (self->showing)
    return;
  amp_review_notes_set_tick (notes, code_of (self), standard,
                             gtk_toggle_button_get_active (button) ? tick : AMP_TICK_NONE);
  self->showing = TRUE;
  show_ticks (self);
  self->showing = FALSE;
  amp_review_desk_touch (self->desk);
}

static void
on_remark (AmpReviewRecord *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->remark);
  g_autofree char *text = NULL;

  if (self->showing || self->row < 0)
    return;
  g_object_get (buffer, "text", &text, NULL);
  amp_review_notes_set_remark (amp_review_desk_take_notes (self->desk), code_of (self), text);
  amp_review_desk_touch (self->desk);
}

static void
on_finding (AmpReviewRecord *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "review.finding", "s", code_of (self));
}

static void
on_before (AmpReviewRecord *self)
{
  g_signal_emit (self, step_signal, 0, -1);
}

static void
on_after (AmpReviewRecord *self)
{
  g_signal_emit (self, step_signal, 0, 1);
}

/* --- Object --- */

static GtkWidget *
make_ticks (AmpReviewRecord *self, guint standard)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  for (guint t = 0; t < N_TICKS; t++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (amp_tick_words (AMP_TICK_MET + t));
      g_autofree char *spoken = g_strdup_printf ("%s: %s", amp_standard_words (standard),
                                                 amp_tick_words (AMP_TICK_MET + t));

      g_object_set_data (G_OBJECT (button), "standard", GUINT_TO_POINTER (standard));
      g_object_set_data (G_OBJECT (button), "tick", GUINT_TO_POINTER (AMP_TICK_MET + t));
      amp_accessible_set_label (button, spoken);
      gtk_widget_set_hexpand (button, TRUE);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_tick), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), button);
      self->ticks[standard][t] = GTK_TOGGLE_BUTTON (button);
    }
  return box;
}

static void
add_standard (AmpReviewRecord *self, guint standard)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->told[standard] = GTK_LABEL (amp_part_label_new ("", "dim-label"));
  gtk_box_append (GTK_BOX (box), amp_part_label_new (amp_standard_words (standard), "heading"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->told[standard]));
  gtk_box_append (GTK_BOX (box), make_ticks (self, standard));
  gtk_box_append (self->standards, box);
}

static void
amp_review_record_dispose (GObject *object)
{
  AmpReviewRecord *self = AMP_REVIEW_RECORD (object);

  self->showing = TRUE; /* the text goes with the view, not with the notes */
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REVIEW_RECORD);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (amp_review_record_parent_class)->dispose (object);
}

static void
amp_review_record_class_init (AmpReviewRecordClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_review_record_dispose;
  step_signal = g_signal_new ("step", AMP_TYPE_REVIEW_RECORD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-review-record.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, scroller);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, code);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, place);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, before);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, after);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, standards);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, remark);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, finding);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewRecord, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_finding);
  gtk_widget_class_bind_template_callback (widget_class, on_before);
  gtk_widget_class_bind_template_callback (widget_class, on_after);
}

static void
amp_review_record_init (AmpReviewRecord *self)
{
  self->row = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (self->before, _ ("Record before"));
  amp_accessible_set_label (self->after, _ ("Record after"));
  amp_accessible_set_label (GTK_WIDGET (self->remark), _ ("Remark"));
  for (guint s = 0; s < AMP_STANDARDS; s++)
    add_standard (self, s);
  g_signal_connect_object (gtk_text_view_get_buffer (self->remark), "changed",
                           G_CALLBACK (on_remark), self, G_CONNECT_SWAPPED);
}

void
amp_review_record_watch (AmpReviewRecord *self, AmpReviewDesk *desk)
{
  g_set_object (&self->desk, desk);
}
