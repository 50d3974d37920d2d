/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the case page. A risk is a word with a shape, never a colour alone. */
#include "app/amp-case-page-header.h"

#include "app/amp-section-kind.h"

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
  GtkLabel *region;
  GtkLabel *next;
};

G_DEFINE_FINAL_TYPE (AmpCasePageHeader, amp_case_page_header, GTK_TYPE_WIDGET)

static guint reveal_signal;

static gboolean
is_urgent (const char *risk)
{
  return g_strcmp0 (risk, "imminent") == 0 || g_strcmp0 (risk, "high") == 0;
}

static const char *
risk_icon (const char *risk)
{
  if (is_urgent (risk))
    return "dialog-warning-symbolic";
  if (g_strcmp0 (risk, "medium") == 0)
    return "dialog-information-symbolic";
  return risk != NULL ? "emblem-ok-symbolic" : "dialog-question-symbolic";
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
    gtk_widget_add_css_class (self->risk_box, "error");
  else
    gtk_widget_remove_css_class (self->risk_box, "error");
  gtk_image_set_from_icon_name (self->risk_icon, risk_icon (risk));
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

/* The follow-up that is due, or else when the person was last heard of. */
static void
show_next (AmpCasePageHeader *self, const AmpRecord *case_, const AmpRecord *next)
{
  g_autofree char *contact = amp_record_date_text (case_, "last_contact_on");
  g_autofree char *due = next != NULL ? amp_record_date_text (next, "due_on") : NULL;
  g_autofree char *text = NULL;

  if (next != NULL)
    /* Translators: %s is a date. */
    text = g_strdup_printf (_ ("Next step: follow-up on %s"), due);
  else if (*contact != '\0')
    /* Translators: %s is a date. */
    text = g_strdup_printf (_ ("Last contact: %s"), contact);
  else
    text = g_strdup (_ ("No contact recorded"));
  gtk_label_set_text (self->next, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->next), text);
}

void
amp_case_page_header_show (AmpCasePageHeader *self,
                           const AmpRecord *case_,
                           const AmpRecord *person,
                           const AmpRecord *next,
                           gboolean veiled)
{
  gtk_label_set_text (self->number, amp_record_get (case_, "number"));
  gtk_label_set_text (self->status, amp_record_code_label (case_, "status"));
  gtk_label_set_text (self->region, amp_record_code_label (case_, "office_region"));
  show_name (self, person, veiled);
  show_risk (self, case_);
  show_next (self, case_, next);
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
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, region);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePageHeader, next);
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
