/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the case page. A risk is a word with a shape, never a colour alone. */
#include "app/amp-case-page-header.h"

#include "app/amp-accessible.h"
#include "app/amp-record-text.h"
#include "app/amp-risk-icon.h"
#include "app/amp-step-text.h"
#include "domain/closure.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _AmpCasePageHeader
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  GtkLabel *name;
  GtkLabel *number;
  GtkToggleButton *reveal;
  AdwButtonContent *reveal_content;
  GtkWidget *risk_box;
  GtkImage *risk_icon;
  GtkLabel *risk;
  GtkLabel *status;
  GtkButton *closure;
  GtkLabel *owner;
  GtkWidget *flags;
  GtkWidget *imminent;
  GtkButton *next;
  GtkImage *next_icon;
  GtkLabel *next_text;
};

G_DEFINE_FINAL_TYPE (AmpCasePageHeader, amp_case_page_header, GTK_TYPE_WIDGET)

static guint reveal_signal;

static gboolean
is_urgent (const char *risk)
{
  return g_strcmp0 (risk, "imminent") == 0 || g_strcmp0 (risk, "high") == 0;
}

static void
show_risk (AmpCasePageHeader *self, const AmpRecord *case_)
{
  const char *risk = amp_record_get (case_, "risk_level");
  const char *label = amp_record_code_label (case_, "risk_level");
  /* Translators: %s is a level such as "high". */
  g_autofree char *text =
    *label != '\0' ? g_strdup_printf (_ ("Risk: %s"), label) : g_strdup (_ ("Risk not assessed"));

  if (is_urgent (risk))
    gtk_widget_add_css_class (self->risk_box, "urgent");
  else
    gtk_widget_remove_css_class (self->risk_box, "urgent");
  gtk_widget_set_visible (self->imminent, g_strcmp0 (risk, "imminent") == 0);
  gtk_image_set_from_icon_name (self->risk_icon, amp_risk_icon (risk));
  gtk_label_set_text (self->risk, text);
}

static char *
full_name (const AmpRecord *person)
{
  const char *const fields[] = {"given_names", "surname_paternal", "surname_maternal"};
  GString *name = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *part = amp_record_get (person, fields[i]);

      if (part != NULL)
        g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", part);
    }
  return g_string_free (name, FALSE);
}

static void
show_name (AmpCasePageHeader *self, const AmpRecord *person, gboolean veiled)
{
  g_autofree char *name = veiled ? g_strdup (_ ("Name hidden")) : full_name (person);

  gtk_label_set_text (self->name, *name != '\0' ? name : _ ("No name recorded"));
  adw_button_content_set_label (self->reveal_content,
                                veiled ? _ ("Show _identity") : _ ("Hide _identity"));
  adw_button_content_set_icon_name (self->reveal_content,
                                    veiled ? "view-reveal-symbolic" : "view-conceal-symbolic");
}

/* --- The next step --- */

static void
show_next_text (AmpCasePageHeader *self, const char *icon, const char *text)
{
  gtk_image_set_from_icon_name (self->next_icon, icon);
  gtk_label_set_text (self->next_text, text);
  amp_accessible_set_label (GTK_WIDGET (self->next), text);
}

/* Without a step there is still to say when the person was last heard of. */
static void
show_no_step (AmpCasePageHeader *self, const AmpRecord *case_)
{
  g_autofree char *contact = amp_record_date_text (case_, "last_contact_on");
  g_autofree char *text = *contact != '\0'
                            /* Translators: %s is a date. */
                            ? g_strdup_printf (_ ("No next step. Last contact: %s"), contact)
                            : g_strdup (_ ("No next step and no contact recorded"));

  show_next_text (self, "dialog-question-symbolic", text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->next), NULL);
  /* GTK leaves a button grey whose action is taken away. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->next), "overdue");
}

static void
show_next (AmpCasePageHeader *self, const AmpCaseFile *file)
{
  g_autoptr (GArray) steps = amp_next_steps (file);
  const AmpStep *step = steps->len > 0 ? &g_array_index (steps, AmpStep, 0) : NULL;
  g_autofree char *text = step != NULL ? amp_step_text (step) : NULL;

  if (step == NULL)
    {
      show_no_step (self, amp_case_file_case (file));
      return;
    }
  show_next_text (self, amp_step_icon (step), text);
  /* The target first: the name without one is a mistake to GTK. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->next), "(sx)", step->entity, step->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->next), "case.show-record");
  if (amp_step_is_overdue (step))
    gtk_widget_add_css_class (GTK_WIDGET (self->next), "overdue");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next), "overdue");
}

/* --- Flags: what everybody who opens the case has to know first --- */

static gboolean
is_nna (const AmpCaseFile *file)
{
  AmpDate today = amp_date_today ();

  return amp_case_file_is_minor (file, &today);
}

static gboolean
needs_interpreter (const AmpCaseFile *file)
{
  return amp_record_is_true (amp_case_file_case (file), "languages_interpreter");
}

static gboolean
is_pregnant (const AmpCaseFile *file)
{
  return amp_record_is_true (amp_case_file_person (file), "pregnant");
}

static gboolean
has_contact_rule (const AmpCaseFile *file)
{
  return amp_case_file_list (file, "safe_contact")->len > 0;
}

static gboolean
has_no_contact_rule (const AmpCaseFile *file)
{
  return !has_contact_rule (file);
}

static gboolean
is_deceased (const AmpCaseFile *file)
{
  return amp_record_is_true (amp_case_file_person (file), "deceased");
}

static gboolean
is_cross_border (const AmpCaseFile *file)
{
  return amp_record_is_true (amp_case_file_case (file), "cross_border");
}

static const struct
{
  const char *icon;
  const char *word;
  const char *tip;
  gboolean (*set) (const AmpCaseFile *file);
} flags[] = {
  {"starred-symbolic", N_ ("NNA"), N_ ("Child or adolescent: the UPE has to know"), is_nna},
  {"user-available-symbolic", N_ ("Interpreter"), N_ ("Needs an interpreter"), needs_interpreter},
  {"emblem-favorite-symbolic", N_ ("Pregnant"), N_ ("The person is pregnant"), is_pregnant},
  {"emblem-shared-symbolic", N_ ("Cross-border"), N_ ("The case crosses the border"),
   is_cross_border},
  {"call-start-symbolic", N_ ("Safe-contact rule"), N_ ("Read the rule before any call"),
   has_contact_rule},
  {"call-missed-symbolic", N_ ("No safe contact"),
   N_ ("Nobody asked yet how to reach the person without risk"), has_no_contact_rule},
  {"action-unavailable-symbolic", N_ ("Deceased"), N_ ("The person has died"), is_deceased},
};

static GtkWidget *
make_flag (gsize i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (flags[i].icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ (flags[i].word)));
  gtk_widget_add_css_class (box, "amp-flag");
  gtk_widget_add_css_class (box, "caption");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (box, _ (flags[i].tip));
  return box;
}

static void
show_flags (AmpCasePageHeader *self, const AmpCaseFile *file)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->flags)) != NULL)
    gtk_box_remove (GTK_BOX (self->flags), child);
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    if (flags[i].set (file))
      gtk_box_append (GTK_BOX (self->flags), make_flag (i));
}

void
amp_case_page_header_show (AmpCasePageHeader *self, AmpSectionContext *context)
{
  const AmpRecord *case_ = amp_case_file_case (context->file);
  const char *owner = amp_form_refs_label (context->refs, "user", amp_record_get (case_, "owner"));
  g_autofree char *number = amp_text_join (amp_record_text (case_, "number"),
                                           amp_record_code_label (case_, "office_region"), NULL);

  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->status, amp_record_code_label (case_, "status"));
  gtk_button_set_label (self->closure, amp_case_is_closed (amp_record_get (case_, "status"))
                                         ? _ ("Open aga_in…")
                                         : _ ("C_losure…"));
  gtk_label_set_text (self->owner, owner != NULL ? owner : "");
  show_name (self, amp_case_file_person (context->file), context->veiled);
  show_risk (self, case_);
  show_next (self, context->file);
  show_flags (self, context->file);
}

gboolean
amp_case_page_header_wants_identity (AmpCasePageHeader *self)
{
  return gtk_toggle_button_get_active (self->reveal);
}

void
amp_case_page_header_set_wants_identity (AmpCasePageHeader *self, gboolean wants)
{
  gtk_toggle_button_set_active (self->reveal, wants);
}

static void
reveal_toggled_cb (AmpCasePageHeader *self)
{
  g_signal_emit (self, reveal_signal, 0);
}

static void
amp_case_page_header_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CASE_PAGE_HEADER);
  G_OBJECT_CLASS (amp_case_page_header_parent_class)->dispose (object);
}

static void
amp_case_page_header_class_init (AmpCasePageHeaderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_case_page_header_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-case-page-header.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, content);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, name);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, number);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, reveal);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, reveal_content);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, risk_box);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, risk_icon);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, risk);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, status);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, closure);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, owner);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, flags);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, imminent);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, next);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, next_icon);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, next_text);
  gtk_widget_class_bind_template_callback (widget_class, reveal_toggled_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  reveal_signal = g_signal_new ("reveal", AMP_TYPE_CASE_PAGE_HEADER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_case_page_header_init (AmpCasePageHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
