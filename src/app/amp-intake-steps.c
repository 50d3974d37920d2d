/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two cards of questions. Nothing here keeps an intake from being saved: a refusal is recorded, and
 * the service goes on. */
#include "app/amp-intake-steps.h"

#include "app/amp-draft.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-intake-choice.h"
#include "app/amp-intake-page-jobs.h"
#include "domain/safety-card.h"
#include "model/date.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const char *const yes_no[] = {"yes", "no", "unknown", NULL};
static const char *const decisions[] = {"given", "refused", "not_asked", NULL};

typedef struct
{
  const char *name;     /* in drafts; a purpose of consent is its code */
  const char *question; /* N_(), with mnemonic */
  const char *danger;   /* the answer that means danger; NULL: a purpose of consent */
} Question;

static const Question questions[] = {
  {"safe", N_ ("Is she s_afe now, where she is?"), "no"},
  {"reach", N_ ("Can the person who exploits her rea_ch her?"), "yes"},
  {"care", N_ ("Does she need medical care no_w?"), "yes"},
  {"psychosocial", N_ ("_Psychological and social support"), NULL},
  {"legal", N_ ("Le_gal assistance"), NULL},
  {"health", N_ ("_Health care"), NULL},
  {"statistics", N_ ("Counting her in _figures, without her name"), NULL},
};

#define N_QUESTIONS G_N_ELEMENTS (questions)
#define N_SAFETY 3

/* The seven points of HTCDS, in the words they are said in. */
typedef struct
{
  const char *code; /* of consent_explained */
  const char *words;
} Point;

static const Point points[] = {
  {"interview", N_ ("She may say no to this conversation, stop it, or not answer")},
  {"purpose", N_ ("What the conversation is for: to help her, and nothing else")},
  {"use", N_ ("What is written down, and who may read it")},
  {"research", N_ ("Figures without names may be used to explain the problem")},
  {"access", N_ ("She may ask at any time what is written about her, and have it corrected")},
  {"storage", N_ ("How long it is kept, and that it is kept locked")},
  {"withdrawal", N_ ("She may withdraw her consent at any time, and is helped all the same")},
};

struct _AmpIntakeSteps
{
  GtkBox parent_instance;

  /* Borrowed: inside. */
  AmpIntakeChoice *choices[N_QUESTIONS];
  GtkWidget *points[G_N_ELEMENTS (points)];
  GtkWidget *card;
  GtkWidget *lines;

  /* Owned References */
  AmpJobs *jobs;

  gboolean minor;
};

G_DEFINE_FINAL_TYPE (AmpIntakeSteps, amp_intake_steps, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_danger (AmpIntakeSteps *self, guint i)
{
  return g_strcmp0 (amp_intake_choice_get (self->choices[i]), questions[i].danger) == 0;
}

gboolean
amp_intake_steps_is_imminent (AmpIntakeSteps *self)
{
  for (guint i = 0; i < N_SAFETY; i++)
    if (is_danger (self, i))
      return TRUE;
  return FALSE;
}

/* --- The card --- */

static void
fill_lines (AmpIntakeSteps *self)
{
  GtkWidget *child;
  int row = 0;

  while ((child = gtk_widget_get_first_child (self->lines)) != NULL)
    gtk_grid_remove (GTK_GRID (self->lines), child);
  for (const AmpSafetyLine *line = amp_safety_lines (); line->who != NULL; line++)
    {
      GtkWidget *number, *words;
      g_autofree char *text = NULL;

      if (line->minors && !self->minor)
        continue;
      number = gtk_label_new (line->number != NULL ? line->number : _ ("local number"));
      text = g_strdup_printf ("%s: %s", _ (line->who), _ (line->what));
      words = gtk_label_new (text);
      gtk_label_set_xalign (GTK_LABEL (number), 0);
      gtk_label_set_selectable (GTK_LABEL (number), FALSE);
      gtk_widget_add_css_class (number, line->number != NULL ? "title-3" : "dim-label");
      gtk_label_set_xalign (GTK_LABEL (words), 0);
      gtk_label_set_wrap (GTK_LABEL (words), TRUE);
      gtk_widget_set_hexpand (words, TRUE);
      gtk_grid_attach (GTK_GRID (self->lines), number, 0, row, 1, 1);
      gtk_grid_attach (GTK_GRID (self->lines), words, 1, row++, 1, 1);
    }
}

static void
printed_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  (void) data;
  if (error != NULL)
    amp_toast_error (owner, error);
}

static const AmpJob card_job = {
  .func = amp_intake_card_run, .done = printed_done, .data_free = amp_intake_card_free};

static void
chosen (gpointer owner, const char *path)
{
  AmpIntakeSteps *self = owner;
  AmpIntakeCard *card;

  if (path == NULL)
    return;
  card = g_new0 (AmpIntakeCard, 1);
  card->path = g_strdup (path);
  card->minor = self->minor;
  amp_jobs_run (self->jobs, &card_job, card, self, NULL);
}

static void
print_cb (AmpIntakeSteps *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_SAVE,
                            .title = _ ("Save the card"),
                            .name = _ ("emergency-numbers.pdf"),
                            .pattern = "*.pdf"};

  amp_choose_file (GTK_WIDGET (self), &choose, chosen);
}

static GtkWidget *
make_card (AmpIntakeSteps *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *title = gtk_label_new (_ ("In danger now: call in this order"));
  GtkWidget *print = gtk_button_new_with_mnemonic (_ ("Save the card to p_rint…"));

  self->lines = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->lines), 14);
  gtk_grid_set_row_spacing (GTK_GRID (self->lines), 4);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_set_halign (print, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (print, _ ("The card holds nothing of the person"));
  g_signal_connect_object (print, "clicked", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->lines);
  gtk_box_append (GTK_BOX (box), print);
  gtk_widget_add_css_class (box, "amp-trouble");
  gtk_widget_set_visible (box, FALSE);
  return box;
}

/* --- The questions --- */

static void
changed_cb (AmpIntakeSteps *self)
{
  gtk_widget_set_visible (self->card, amp_intake_steps_is_imminent (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
make_group (AmpIntakeSteps *self, guint first, guint after)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "amp-records");
  for (guint i = first; i < after; i++)
    {
      gboolean consent = questions[i].danger == NULL;

      self->choices[i] = amp_intake_choice_new (_ (questions[i].question),
                                                consent ? "consent_decision" : "yes_no_unknown",
                                                consent ? decisions : yes_no);
      g_signal_connect_object (self->choices[i], "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->choices[i]));
    }
  return box;
}

static void
add_heading (AmpIntakeSteps *self, const char *title, const char *words)
{
  GtkWidget *heading = gtk_label_new (title), *text = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  if (gtk_widget_get_first_child (GTK_WIDGET (self)) != NULL)
    gtk_widget_set_margin_top (heading, 12);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_widget_add_css_class (text, "dim-label");
  gtk_box_append (GTK_BOX (self), heading);
  gtk_box_append (GTK_BOX (self), text);
}

static GtkWidget *
make_points (AmpIntakeSteps *self)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (box), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    {
      GtkWidget *label = gtk_label_new (_ (points[i].words));
      GtkWidget *child;

      self->points[i] = gtk_check_button_new ();
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (self->points[i]), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->points[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ (points[i].words), -1);
      g_signal_connect_object (self->points[i], "toggled", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_flow_box_insert (GTK_FLOW_BOX (box), self->points[i], -1);
      child = gtk_widget_get_parent (self->points[i]);
      gtk_widget_set_focusable (child, FALSE);
    }
  return box;
}

static void
amp_intake_steps_dispose (GObject *object)
{
  g_clear_object (&AMP_INTAKE_STEPS (object)->jobs);
  G_OBJECT_CLASS (amp_intake_steps_parent_class)->dispose (object);
}

static void
amp_intake_steps_class_init (AmpIntakeStepsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_intake_steps_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_intake_steps_init (AmpIntakeSteps *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  self->card = make_card (self);
  add_heading (self, _ ("Safety now"), _ ("Before anything else is asked."));
  gtk_box_append (GTK_BOX (self), make_group (self, 0, N_SAFETY));
  gtk_box_append (GTK_BOX (self), self->card);
  add_heading (self, _ ("Consent"),
               _ ("Tick what you have explained. If she says no to something, that is recorded and "
                  "the service goes on."));
  gtk_box_append (GTK_BOX (self), make_points (self));
  gtk_box_append (GTK_BOX (self), make_group (self, N_SAFETY, N_QUESTIONS));
  fill_lines (self);
}

AmpIntakeSteps *
amp_intake_steps_new (AmpJobs *jobs)
{
  AmpIntakeSteps *self = g_object_new (AMP_TYPE_INTAKE_STEPS, NULL);

  self->jobs = g_object_ref (jobs);
  return self;
}

void
amp_intake_steps_set_minor (AmpIntakeSteps *self, gboolean minor)
{
  if (self->minor == minor)
    return;
  self->minor = minor;
  fill_lines (self);
}

void
amp_intake_steps_answer (AmpIntakeSteps *self, const char *name, const char *code)
{
  for (guint i = 0; i < N_QUESTIONS; i++)
    if (g_strcmp0 (questions[i].name, name) == 0)
      amp_intake_choice_set (self->choices[i], code);
}

void
amp_intake_steps_clear (AmpIntakeSteps *self)
{
  for (guint i = 0; i < N_QUESTIONS; i++)
    amp_intake_choice_set (self->choices[i], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->points[i]), FALSE);
}

/* --- Records --- */

static char *
explained (AmpIntakeSteps *self)
{
  GString *codes = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->points[i])))
      g_string_append_printf (codes, "%s%s", codes->len > 0 ? ";" : "", points[i].code);
  return g_string_free (codes, FALSE);
}

void
amp_intake_steps_fill (AmpIntakeSteps *self, AmpRecord *consent, AmpRecord *case_)
{
  g_autofree char *codes = explained (self);

  if (*codes != '\0')
    (void) amp_record_set (consent, "explained_checklist", codes, NULL);
  if (amp_intake_steps_is_imminent (self))
    (void) amp_record_set (case_, "risk_level", "imminent", NULL);
}

static char *
day_text (int days)
{
  AmpDate today = amp_date_today ();
  AmpDate day = amp_date_from_day_number (amp_date_day_number (&today) + days);

  return amp_date_to_text (&day);
}

static AmpRecord *
make_consent (AmpIntakeSteps *self, guint i)
{
  AmpRecord *consent = amp_record_new (amp_entity_find ("consent"));
  g_autofree char *codes = explained (self);
  g_autofree char *today = day_text (0);

  (void) amp_record_set (consent, "purpose", questions[i].name, NULL);
  (void) amp_record_set (consent, "decision", amp_intake_choice_get (self->choices[i]), NULL);
  (void) amp_record_set (consent, "on", today, NULL);
  if (*codes != '\0')
    (void) amp_record_set (consent, "explained_checklist", codes, NULL);
  return consent;
}

/* Imminent risk is looked at again within a day (domain.md 6.1). */
static AmpRecord *
make_assessment (AmpIntakeSteps *self)
{
  AmpRecord *risk = amp_record_new (amp_entity_find ("risk_assessment"));
  g_autofree char *today = day_text (0);
  g_autofree char *tomorrow = day_text (1);

  (void) amp_record_set (risk, "on", today, NULL);
  amp_record_set_int (risk, "by", amp_jobs_get_user_id (self->jobs));
  (void) amp_record_set (risk, "trafficker_contact", amp_intake_choice_get (self->choices[1]),
                         NULL);
  (void) amp_record_set (risk, "health", amp_intake_choice_get (self->choices[2]), NULL);
  (void) amp_record_set (risk, "level", "imminent", NULL);
  (void) amp_record_set (risk, "level_reason",
                         _ ("From the three questions on safety at the first contact"), NULL);
  (void) amp_record_set (risk, "next_due", tomorrow, NULL);
  return risk;
}

GPtrArray *
amp_intake_steps_dup_records (AmpIntakeSteps *self)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);

  for (guint i = N_SAFETY; i < N_QUESTIONS; i++)
    if (amp_intake_choice_get (self->choices[i]) != NULL)
      g_ptr_array_add (records, make_consent (self, i));
  if (amp_intake_steps_is_imminent (self))
    g_ptr_array_add (records, make_assessment (self));
  return records;
}

/* --- Drafts --- */

JsonNode *
amp_intake_steps_dup_draft (AmpIntakeSteps *self)
{
  JsonObject *object = json_object_new ();
  g_autofree char *codes = explained (self);
  JsonNode *node;

  for (guint i = 0; i < N_QUESTIONS; i++)
    if (amp_intake_choice_get (self->choices[i]) != NULL)
      json_object_set_string_member (object, questions[i].name,
                                     amp_intake_choice_get (self->choices[i]));
  if (*codes != '\0')
    json_object_set_string_member (object, "explained", codes);
  if (json_object_get_size (object) == 0)
    {
      json_object_unref (object);
      return NULL;
    }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

void
amp_intake_steps_restore (AmpIntakeSteps *self, JsonNode *draft)
{
  JsonObject *object;
  g_auto (GStrv) codes = NULL;

  if (draft == NULL || !JSON_NODE_HOLDS_OBJECT (draft))
    return;
  object = json_node_get_object (draft);
  for (guint i = 0; i < N_QUESTIONS; i++)
    amp_intake_choice_set (self->choices[i], amp_draft_text (object, questions[i].name));
  codes = g_strsplit (
    amp_draft_text (object, "explained") != NULL ? amp_draft_text (object, "explained") : "", ";",
    -1);
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->points[i]),
                                 g_strv_contains ((const char *const *) codes, points[i].code));
}
