/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rule stands before the number. That somebody read it is written into the chain first; then
 * the numbers show, here and in the forms. */
#include "app/amp-case-widgets.h"

#include "app/amp-editor.h"
#include "app/amp-record-text.h"
#include "domain/contact-rule.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpSectionContext *context; /* borrowed: the box is shown as long as it lives */
  GtkLabel *failures;
  GtkLabel *text;
  GtkWidget *button;
} Bar;

static const char *
say (const AmpRecord *rule, const char *field, const char *yes, const char *no, const char *none)
{
  const char *value = amp_record_get (rule, field);

  return value == NULL ? none : amp_record_is_true (rule, field) ? yes : no;
}

static void
append_rule (GString *text, const AmpRecord *rule)
{
  const char *hours = amp_record_get (rule, "safe_hours");
  const char *word = amp_record_get (rule, "code_word");
  g_autofree char *when = hours != NULL
                            /* Translators: %s are hours as somebody wrote them. */
                            ? g_strdup_printf (_ ("Only at these hours: %s."), hours)
                            : g_strdup (_ ("Safe hours are not recorded."));
  g_autofree char *code =
    /* Translators: %s is the word agreed on with the person. */
    word != NULL ? g_strdup_printf (_ ("Code word: %s."), word) : g_strdup ("");
  g_autofree char *whose = amp_text_join (amp_record_code_label (rule, "channel"),
                                          amp_record_text (rule, "owner_relation"), NULL);

  g_string_append_printf (
    text, "%s%s\n%s %s %s %s", text->len > 0 ? "\n" : "", whose, when,
    say (rule, "may_leave_message", _ ("You may leave a message."), _ ("Do not leave a message."),
         _ ("Do not leave a message: nobody asked.")),
    say (rule, "may_say_ngo_name", _ ("You may say who is calling."),
         _ ("Do not say who is calling."), _ ("Do not say who is calling: nobody asked.")),
    code);
}

static void
append_number (GString *text, const char *what, const char *number)
{
  if (number != NULL)
    g_string_append_printf (text, "\n%s: %s", what, number);
}

static void
append_numbers (GString *text, const AmpCaseFile *file)
{
  const AmpRecord *person = amp_case_file_person (file);
  GPtrArray *contacts = amp_case_file_list (file, "safe_contact");
  g_autoptr (GPtrArray) relatives = amp_contact_relatives (file);

  for (guint i = 0; i < contacts->len; i++)
    append_number (text, amp_record_code_label (g_ptr_array_index (contacts, i), "channel"),
                   amp_record_get (g_ptr_array_index (contacts, i), "value"));
  append_number (text, _ ("Mobile phone"), amp_record_get (person, "phone"));
  append_number (text, _ ("Home phone"), amp_record_get (person, "home_phone"));
  for (guint i = 0; i < relatives->len; i++)
    append_number (text, amp_record_code_label (g_ptr_array_index (relatives, i), "relation"),
                   amp_record_get (g_ptr_array_index (relatives, i), "phone"));
}

static void
show_text (Bar *bar)
{
  GPtrArray *rules = amp_case_file_list (bar->context->file, "safe_contact");
  g_autoptr (GString) text = g_string_new (NULL);

  if (bar->context->veiled)
    g_string_append (text, _ ("Before any call: show the identity (Ctrl+R) and read the rule of "
                              "safe contact. Numbers are hidden until then."));
  else if (rules->len == 0)
    g_string_append (text, _ ("No rule of safe contact is recorded. Do not call before somebody "
                              "asked the person how to reach her without risk."));
  else
    for (guint i = 0; i < rules->len; i++)
      append_rule (text, g_ptr_array_index (rules, i));
  if (bar->context->rule_read)
    append_numbers (text, bar->context->file);
  gtk_label_set_text (bar->text, text->str);
  gtk_widget_set_visible (bar->button, !bar->context->veiled && !bar->context->rule_read);
}

static void
show (GtkWidget *box)
{
  Bar *bar = g_object_get_data (G_OBJECT (box), "amp-bar");
  guint failures = amp_contact_failures (bar->context->file);
  g_autofree char *told =
    failures >= 3
      ? g_strdup_printf (ngettext ("%u attempt in a row reached nobody. Tell your supervisor.",
                                   "%u attempts in a row reached nobody. Tell your supervisor.",
                                   failures),
                         failures)
      : NULL;

  gtk_label_set_text (bar->failures, told != NULL ? told : "");
  gtk_widget_set_visible (GTK_WIDGET (bar->failures), told != NULL);
  show_text (bar);
}

/* --- Reading it --- */

static gpointer
read_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  static const char *const fields[] = {"phone", NULL};

  return GINT_TO_POINTER (amp_store_audit (amp_session_get_store (session), AMP_AUDIT_VIEW_IDENTITY,
                                           amp_entity_find ("person"), *(gint64 *) data, fields,
                                           "safe_contact_rule", error));
}

static void
read_done (gpointer owner,
           gpointer result G_GNUC_UNUSED,
           const GError *error,
           gpointer data G_GNUC_UNUSED)
{
  Bar *bar = g_object_get_data (owner, "amp-bar");

  if (error != NULL)
    amp_toast_error (owner, error);
  else if (!bar->context->veiled)
    amp_section_context_set_rule_read (bar->context);
}

static const AmpJob read_job = {.func = read_run, .done = read_done, .data_free = g_free};

static void
read_cb (GtkWidget *box)
{
  Bar *bar = g_object_get_data (G_OBJECT (box), "amp-bar");
  gint64 *person = g_new (gint64, 1);

  *person = bar->context->person_id;
  amp_jobs_run (bar->context->jobs, &read_job, person, box, NULL);
}

static GtkLabel *
add_label (GtkWidget *box)
{
  GtkWidget *label =
    g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

GtkWidget *
amp_contact_bar_new (AmpSectionContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  Bar *bar = g_new0 (Bar, 1);

  bar->context = context;
  bar->failures = add_label (box);
  gtk_widget_add_css_class (GTK_WIDGET (bar->failures), "amp-overdue");
  bar->text = add_label (box);
  bar->button = gtk_button_new_with_mnemonic (_ ("I have _read the rule: show the numbers"));
  gtk_widget_set_halign (bar->button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), bar->button);
  gtk_widget_add_css_class (box, "amp-bar");
  g_object_set_data_full (G_OBJECT (box), "amp-bar", bar, g_free);
  g_signal_connect_object (bar->button, "clicked", G_CALLBACK (read_cb), box, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (show), box, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "veil", G_CALLBACK (show), box, G_CONNECT_SWAPPED);
  show (box);
  return box;
}
