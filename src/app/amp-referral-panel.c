/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every step is dated, and asks only for what it has to tell: a refusal for its reason, the end for
 * who confirmed it, what was done and what comes next. */
#include "app/amp-referral-panel.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-date-entry.h"
#include "app/amp-draft.h"
#include "app/amp-editor.h"
#include "app/amp-referral-dialog.h"
#include "app/amp-referral-jobs.h"
#include "app/amp-section-kind.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

typedef enum
{
  ASK_DATE,
  ASK_TO, /* a correction: back to which state */
  ASK_REASON,
  ASK_CONFIRMED,
  ASK_CONTACT,
  ASK_NOTE,
  ASK_NEXT,
  N_ASKS
} Ask;

struct _AmpReferralPanel
{
  GtkBox parent_instance;

  /* Owned References */
  AmpSectionContext *context;
  AmpRecord *referral;
  char *step;

  /* Borrowed References */
  GtkLabel *state, *alert;
  GtkWidget *buttons, *asks, *confirm, *steps;
  GtkWidget *values[N_ASKS];
  GtkWidget *rows[N_ASKS];
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (AmpReferralPanel, amp_referral_panel, GTK_TYPE_BOX)

static void view (AmpReferralPanel *self);

/* Of the context: the panel in which a step is open, and the one that was shown last. */
#define OPEN "amp-referral-step"
#define SHOWN "amp-referral-panel"

/* In drafts; in the order of Ask. */
static const char *const ask_names[N_ASKS] = {"date",    "to",   "reason", "confirmed",
                                              "contact", "note", "next"};

/* As a person says what she does, with what the step tells besides its day. */
static const struct
{
  const char *state, *label;
  guint asks; /* 1 << Ask */
} steps[] = {
  {"acknowledged", N_ ("_Received"), 1 << ASK_CONTACT | 1 << ASK_NOTE},
  {"accepted", N_ ("_Accepted"), 1 << ASK_CONTACT | 1 << ASK_NOTE},
  {"in_service", N_ ("_In service"), 1 << ASK_NOTE},
  {"completed", N_ ("_Counter-referral…"),
   1 << ASK_CONFIRMED | 1 << ASK_CONTACT | 1 << ASK_NOTE | 1 << ASK_NEXT},
  {"rejected", N_ ("Re_jected…"), 1 << ASK_REASON | 1 << ASK_CONTACT | 1 << ASK_NOTE},
  {"no_answer", N_ ("_No answer"), 1 << ASK_REASON | 1 << ASK_NOTE},
  {"escalated", N_ ("_Escalated"), 1 << ASK_CONTACT | 1 << ASK_NOTE},
  {"interrupted", N_ ("In_terrupted…"), 1 << ASK_REASON | 1 << ASK_NOTE},
  {"withdrawn_by_client", N_ ("The _person desists"), 1 << ASK_NOTE},
  {"revoked", N_ ("Re_voke…"), 1 << ASK_REASON | 1 << ASK_NOTE},
  {"re_referred", N_ ("Refer _elsewhere…"), 0},
  {"ready", N_ ("Check and _send…"), 0},
  {"sent", N_ ("Check and _send…"), 0},
  {"correct", N_ ("Corre_ct…"), 1 << ASK_TO | 1 << ASK_NOTE},
};

static guint
asks_of (const char *step)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_strcmp0 (steps[i].state, step) == 0)
      return steps[i].asks | 1 << ASK_DATE;
  return 1 << ASK_DATE;
}

/* --- What a step tells --- */

static char *
text_of (AmpReferralPanel *self, Ask ask)
{
  char *text;

  if ((asks_of (self->step) & (1u << ask)) == 0)
    return NULL;
  text = AMP_IS_FORM_VALUE (self->values[ask])
           ? amp_form_value_dup_text (AMP_FORM_VALUE (self->values[ask]))
           : g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->values[ask])));
  if (*g_strstrip (text) != '\0')
    return text;
  g_free (text);
  return NULL;
}

static void
clear_asks (AmpReferralPanel *self)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *now = amp_date_to_text (&today);

  for (guint i = 0; i < N_ASKS; i++)
    if (AMP_IS_FORM_VALUE (self->values[i]))
      amp_form_value_set_text (AMP_FORM_VALUE (self->values[i]), i == ASK_DATE ? now : NULL);
    else
      gtk_editable_set_text (GTK_EDITABLE (self->values[i]), "");
}

static void
show_asks (AmpReferralPanel *self, gboolean shown)
{
  guint asks = asks_of (self->step);

  gtk_widget_set_visible (self->asks, shown);
  gtk_widget_set_visible (self->confirm, shown);
  for (guint i = 0; i < N_ASKS; i++)
    gtk_widget_set_visible (self->rows[i], (asks & (1u << i)) != 0);
}

/* --- What is typed and not recorded --- */

/* Of one panel at a time: a section shows one referral. */
static void
set_step (AmpReferralPanel *self, const char *step)
{
  g_free (self->step);
  self->step = g_strdup (step);
  if (step != NULL)
    g_object_set_data (G_OBJECT (self->context), OPEN, self);
  else if (g_object_get_data (G_OBJECT (self->context), OPEN) == self)
    g_object_set_data (G_OBJECT (self->context), OPEN, NULL);
}

static void
typed_cb (AmpReferralPanel *self)
{
  if (self->context != NULL && self->step != NULL)
    amp_section_context_edited (self->context);
}

/* The day alone is no word of hers. */
static JsonNode *
dup_draft (AmpReferralPanel *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (self->referral));
  guint n = 0;

  for (guint i = 0; i < N_ASKS; i++)
    {
      g_autofree char *text = text_of (self, (Ask) i);

      if (text == NULL)
        continue;
      json_object_set_string_member (object, ask_names[i], text);
      n += i != ASK_DATE;
    }
  if (n == 0)
    return NULL;
  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "step", self->step);
  return json_node_init_object (json_node_alloc (), object);
}

JsonNode *
amp_referral_panel_dup_draft (AmpSectionContext *context)
{
  AmpReferralPanel *self = g_object_get_data (G_OBJECT (context), OPEN);

  return self != NULL && self->step != NULL ? dup_draft (self) : NULL;
}

gint64
amp_referral_panel_draft_id (JsonNode *draft, AmpSectionContext *context)
{
  const char *text = draft != NULL && JSON_NODE_HOLDS_OBJECT (draft)
                       ? amp_draft_text (json_node_get_object (draft), "id")
                       : NULL;
  gint64 id = 0;

  if (text == NULL || !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &id, NULL))
    return 0;
  return amp_case_file_find (context->file, "referral", id) != NULL ? id : 0;
}

/* Somebody may have moved the referral meanwhile. */
static gboolean
may_take (AmpReferralPanel *self, const char *step)
{
  const char *state = amp_record_get (self->referral, "state");
  const char *const *next = amp_referral_next_states (state);

  if (g_strcmp0 (step, "correct") == 0)
    return g_strcmp0 (state, "draft") != 0;
  return g_strv_contains (next, step) && asks_of (step) != 1 << ASK_DATE;
}

static void
restore (AmpReferralPanel *self, JsonObject *object)
{
  const char *step = amp_draft_text (object, "step");

  if (step == NULL || !may_take (self, step))
    return;
  amp_referral_panel_begin (self, step);
  for (guint i = 0; i < N_ASKS; i++)
    {
      const char *text = amp_draft_text (object, ask_names[i]);

      if (text == NULL || (asks_of (step) & (1u << i)) == 0)
        continue;
      if (AMP_IS_FORM_VALUE (self->values[i]))
        amp_form_value_set_text (AMP_FORM_VALUE (self->values[i]), text);
      else
        gtk_editable_set_text (GTK_EDITABLE (self->values[i]), text);
    }
}

void
amp_referral_panel_restore_draft (AmpSectionContext *context, JsonNode *draft)
{
  AmpReferralPanel *self = g_object_get_data (G_OBJECT (context), SHOWN);

  if (self != NULL &&
      amp_referral_panel_draft_id (draft, context) == amp_record_id (self->referral))
    restore (self, json_node_get_object (draft));
}

gboolean
amp_referral_panel_stays (AmpSectionContext *context)
{
  AmpReferralPanel *self = g_object_get_data (G_OBJECT (context), OPEN);
  g_autoptr (JsonNode) typed = amp_referral_panel_dup_draft (context);

  if (typed == NULL)
    return FALSE;
  amp_alert_show (self->alert, _ ("Record this step first, or empty it."));
  gtk_widget_child_focus (self->asks, GTK_DIR_TAB_FORWARD);
  return TRUE;
}

/* --- Jobs --- */

static void
done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralPanel *self = owner;
  AmpReferralWork *work = data;
  g_autofree char *fault = error != NULL ? amp_referral_fault (error) : NULL;

  self->busy = FALSE;
  amp_alert_show (self->alert, fault);
  if (error != NULL)
    return;
  set_step (self, NULL);
  amp_section_context_edited (self->context); /* there is nothing to keep any more */
  show_asks (self, FALSE);
  amp_record_free (self->referral);
  self->referral = amp_record_copy (work->referral);
  view (self);
  if (work->follower != NULL)
    amp_section_context_put (self->context, work->follower);
  /* Last: the form above may be made anew by it. */
  amp_section_context_put (self->context, work->referral);
  if (work->follower != NULL)
    amp_referral_dialog_present (GTK_WIDGET (self), self->context, work->follower);
}

static const AmpJob step_job = {
  .func = amp_referral_step_run, .done = done, .data_free = amp_referral_work_free};
static const AmpJob correct_job = {
  .func = amp_referral_correct_run, .done = done, .data_free = amp_referral_work_free};
static const AmpJob again_job = {
  .func = amp_referral_again_run, .done = done, .data_free = amp_referral_work_free};

static void
start (AmpReferralPanel *self, const AmpJob *job)
{
  AmpReferralWork *work = amp_referral_work_new (self->referral);

  self->busy = TRUE;
  work->date = text_of (self, ASK_DATE);
  work->to = job == &correct_job ? text_of (self, ASK_TO) : g_strdup (self->step);
  work->reason = text_of (self, ASK_REASON);
  work->confirmed = text_of (self, ASK_CONFIRMED);
  work->contact = text_of (self, ASK_CONTACT);
  work->note = text_of (self, ASK_NOTE);
  work->next = text_of (self, ASK_NEXT);
  amp_jobs_run (self->context->jobs, job, work, self, NULL);
}

void
amp_referral_panel_confirm (AmpReferralPanel *self)
{
  if (!self->busy && self->step != NULL)
    start (self, g_str_equal (self->step, "correct") ? &correct_job : &step_job);
}

void
amp_referral_panel_begin (AmpReferralPanel *self, const char *step)
{
  if (self->busy)
    return;
  if (g_str_equal (step, "ready") || g_str_equal (step, "sent"))
    {
      amp_referral_dialog_present (GTK_WIDGET (self), self->context, self->referral);
      return;
    }
  set_step (self, step);
  if (g_str_equal (step, "re_referred"))
    {
      start (self, &again_job);
      return;
    }
  clear_asks (self);
  amp_alert_show (self->alert, NULL);
  show_asks (self, TRUE);
  for (guint i = ASK_TO; i < N_ASKS; i++)
    if (gtk_widget_get_visible (self->rows[i]))
      {
        gtk_widget_grab_focus (AMP_IS_FORM_VALUE (self->values[i])
                                 ? amp_form_value_get_target (AMP_FORM_VALUE (self->values[i]))
                                 : self->values[i]);
        return;
      }
}

/* --- What is shown --- */

static void
clicked (AmpReferralPanel *self, GtkWidget *button)
{
  amp_referral_panel_begin (self, g_object_get_data (G_OBJECT (button), "amp-step"));
}

static void
add_button (AmpReferralPanel *self, const char *step, gboolean first)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].state, step))
      {
        GtkWidget *button = gtk_button_new_with_mnemonic (_ (steps[i].label));

        if (first)
          gtk_widget_add_css_class (button, "suggested-action");
        g_object_set_data (G_OBJECT (button), "amp-step", (gpointer) steps[i].state);
        g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);
        gtk_flow_box_append (GTK_FLOW_BOX (self->buttons), button);
        gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
      }
}

static void
print_cb (AmpReferralPanel *self)
{
  amp_referral_print (GTK_WIDGET (self), self->context->jobs, self->referral);
}

static void
fill_buttons (AmpReferralPanel *self)
{
  const char *state = amp_record_get (self->referral, "state");
  const char *const *next = amp_referral_next_states (state);
  GtkWidget *child, *print;

  while ((child = gtk_widget_get_first_child (self->buttons)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->buttons), child);
  for (gsize i = 0; next[i] != NULL; i++)
    add_button (self, next[i], i == 0 && g_strcmp0 (next[i], "revoked") != 0);
  if (g_strcmp0 (state, "draft") != 0)
    add_button (self, "correct", FALSE);
  print = gtk_button_new_with_mnemonic (_ ("Print the s_lip…"));
  g_signal_connect_object (print, "clicked", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  gtk_flow_box_append (GTK_FLOW_BOX (self->buttons), print);
  gtk_widget_set_focusable (gtk_widget_get_parent (print), FALSE);
}

static void
show_state (AmpReferralPanel *self)
{
  g_autofree char *due = amp_record_date_text (self->referral, "due_on");
  const char *state = amp_record_code_label (self->referral, "state");
  g_autofree char *text = NULL;

  if (amp_referral_is_silent (self->referral, NULL))
    /* Translators: a state, and a date. */
    text = g_strdup_printf (_ ("%s. Nobody answered; it was due on %s."), state, due);
  else if (g_strcmp0 (amp_record_get (self->referral, "state"), "sent") == 0 && *due != '\0')
    text = g_strdup_printf (_ ("%s. Answer due by %s."), state, due);
  else
    text = g_strdup (state);
  gtk_label_set_text (self->state, text);
}

static char *
event_words (AmpReferralPanel *self, const AmpRecord *event)
{
  static const char *const private[] = {"contact_person", "note", "next_step"};
  g_autofree char *on = amp_record_date_text (event, "on");
  GString *text = g_string_new (on);

  g_string_append_printf (text, " · %s", amp_record_code_label (event, "state"));
  if (amp_record_get_int (event, "correction", 0) == 1)
    g_string_append_printf (text, " (%s)", _ ("correction"));
  if (amp_record_get (event, "reason_code") != NULL)
    g_string_append_printf (text, " · %s", amp_record_code_label (event, "reason_code"));
  for (gsize i = 0; !self->context->veiled && i < G_N_ELEMENTS (private); i++)
    if (amp_record_get (event, private[i]) != NULL)
      g_string_append_printf (text, " · %s", amp_record_get (event, private[i]));
  return g_string_free (text, FALSE);
}

static void
fill_steps (AmpReferralPanel *self, GPtrArray *events)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->steps)) != NULL)
    gtk_box_remove (GTK_BOX (self->steps), child);
  for (guint i = 0; events != NULL && i < events->len; i++)
    {
      g_autofree char *words = event_words (self, g_ptr_array_index (events, i));
      GtkWidget *label = gtk_label_new (words);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (self->steps), label);
    }
}

static void
viewed (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralPanel *self = owner;
  AmpReferralWork *work = data;
  AmpCodePicker *back = AMP_CODE_PICKER (self->values[ASK_TO]);
  const AmpCodeList *list = amp_code_list_find ("referral_state");

  if (error != NULL)
    return;
  fill_steps (self, work->events);
  amp_code_picker_clear_options (back);
  for (gsize i = 0; work->back != NULL && work->back[i] != NULL; i++)
    amp_code_picker_add (
      back, work->back[i],
      amp_code_label (amp_code_list_lookup (list, work->back[i]), amp_code_language ()), NULL,
      NULL);
}

static const AmpJob view_job = {
  .func = amp_referral_view_run, .done = viewed, .data_free = amp_referral_work_free};

static void
view (AmpReferralPanel *self)
{
  show_state (self);
  fill_buttons (self);
  amp_jobs_run (self->context->jobs, &view_job, amp_referral_work_new (self->referral), self, NULL);
}

/* --- Building --- */

static void
add_ask (AmpReferralPanel *self, Ask ask, const char *label, GtkWidget *value)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption-heading");
  gtk_box_append (GTK_BOX (row), title);
  gtk_box_append (GTK_BOX (row), value);
  if (AMP_IS_FORM_VALUE (value))
    {
      amp_form_value_set_label (AMP_FORM_VALUE (value), label);
      g_signal_connect_object (value, "value-changed", G_CALLBACK (typed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  else
    {
      amp_accessible_set_label (value, label);
      g_signal_connect_object (value, "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_swapped (value, "activate", G_CALLBACK (amp_referral_panel_confirm), self);
    }
  self->rows[ask] = row;
  self->values[ask] = value;
  gtk_box_append (GTK_BOX (self->asks), row);
}

static void
amp_referral_panel_dispose (GObject *object)
{
  AmpReferralPanel *self = AMP_REFERRAL_PANEL (object);

  if (self->context != NULL)
    {
      set_step (self, NULL);
      if (g_object_get_data (G_OBJECT (self->context), SHOWN) == self)
        g_object_set_data (G_OBJECT (self->context), SHOWN, NULL);
    }
  g_clear_object (&self->context);
  g_clear_pointer (&self->referral, amp_record_free);
  g_clear_pointer (&self->step, g_free);
  G_OBJECT_CLASS (amp_referral_panel_parent_class)->dispose (object);
}

static void
amp_referral_panel_class_init (AmpReferralPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_referral_panel_dispose;
}

static GtkWidget *
label_of_role (GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

static void
amp_referral_panel_init (AmpReferralPanel *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 9);
  self->state = GTK_LABEL (label_of_role (GTK_ACCESSIBLE_ROLE_STATUS));
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "heading");
  /* A group of buttons, and no table, for who hears it. */
  self->buttons =
    g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->buttons), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->buttons), 6);
  self->asks = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  add_ask (self, ASK_TO, _ ("Back to"), amp_code_picker_new_empty (FALSE));
  add_ask (self, ASK_REASON, _ ("Reason"),
           amp_code_picker_new (amp_code_list_find ("referral_reason_code"), TRUE));
  add_ask (self, ASK_CONFIRMED, _ ("Completion confirmed by"),
           amp_code_picker_new (amp_code_list_find ("referral_confirmed_by"), FALSE));
  add_ask (self, ASK_CONTACT, _ ("Contact person"), gtk_entry_new ());
  add_ask (self, ASK_NOTE, _ ("What happened, or why"), gtk_entry_new ());
  add_ask (self, ASK_NEXT, _ ("What comes next"), gtk_entry_new ());
  add_ask (self, ASK_DATE, _ ("Date of this step"), amp_date_entry_new ());
  self->confirm = gtk_button_new_with_mnemonic (_ ("Record this _step"));
  gtk_widget_set_halign (self->confirm, GTK_ALIGN_START);
  g_signal_connect_swapped (self->confirm, "clicked", G_CALLBACK (amp_referral_panel_confirm),
                            self);
  self->alert = GTK_LABEL (label_of_role (GTK_ACCESSIBLE_ROLE_ALERT));
  gtk_widget_add_css_class (GTK_WIDGET (self->alert), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->alert), FALSE);
  self->steps = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (self), self->buttons);
  gtk_box_append (GTK_BOX (self), self->asks);
  gtk_box_append (GTK_BOX (self), self->confirm);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->alert));
  gtk_box_append (GTK_BOX (self), self->steps);
  show_asks (self, FALSE);
}

void
amp_referral_panel_attach (AmpForm *form, AmpSectionContext *context)
{
  const AmpRecord *referral = amp_form_peek_record (form, "referral");
  AmpReferralPanel *self = g_object_get_data (G_OBJECT (form), "amp-referral-panel");

  if (amp_record_rev (referral) == 0)
    return;
  if (self == NULL)
    {
      self = g_object_new (AMP_TYPE_REFERRAL_PANEL, NULL);
      self->context = g_object_ref (context);
      gtk_box_prepend (GTK_BOX (form), GTK_WIDGET (self));
      g_object_set_data (G_OBJECT (form), "amp-referral-panel", self);
    }
  g_object_set_data (G_OBJECT (context), SHOWN, self);
  /* What was begun for one referral is not recorded of another. */
  if (self->referral != NULL && amp_record_id (self->referral) != amp_record_id (referral))
    {
      set_step (self, NULL);
      show_asks (self, FALSE);
    }
  g_clear_pointer (&self->referral, amp_record_free);
  self->referral = amp_record_copy (referral);
  view (self);
}

GtkWidget *
amp_referral_panel_get_note (AmpReferralPanel *self)
{
  return self->values[ASK_NOTE];
}
