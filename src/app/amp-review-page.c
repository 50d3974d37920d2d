/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The auditor's "Revisión": its parts in the order in which she goes through them. */
#include "app/amp-review-page.h"

#include "app/amp-accessible.h"
#include "app/amp-clipboard.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-list-keys.h"
#include "app/amp-review-findings.h"
#include "app/amp-review-indicators.h"
#include "app/amp-review-log.h"
#include "app/amp-review-list.h"
#include "app/amp-review-report.h"
#include "app/amp-review-words.h"
#include "app/amp-task-bar.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpReviewPage
{
  AdwBin parent_instance;

  /* Template. */
  AdwWindowTitle *title;
  GtkWidget *save;
  GtkWidget *menu;
  GtkWidget *lock;
  GtkLabel *trouble;
  GtkListBox *sidebar;
  GtkStack *stack;
  AmpTaskBar *task_bar;

  /* Owned. */
  AmpReviewDesk *desk;
};

typedef struct
{
  const char *name, *title;
  const char *label; /* with the mnemonic */
  const char *icon;
  GtkWidget *(*make) (AmpReviewDesk *desk);
} Part;

static const Part parts[] = {
  {"log", N_ ("Audit log"), N_ ("Audit lo_g"), "security-high-symbolic", amp_review_log_new},
  {"records", N_ ("Records"), N_ ("_Records"), "view-list-symbolic", amp_review_list_new},
  {"indicators", N_ ("Indicators"), N_ ("_Indicators"), "x-office-spreadsheet-symbolic",
   amp_review_indicators_new},
  {"findings", N_ ("Audit findings"), N_ ("_Findings"), "document-edit-symbolic",
   amp_review_findings_new},
  {"report", N_ ("Past reports"), N_ ("_Past reports"), "emblem-documents-symbolic",
   amp_review_report_new},
};

G_DEFINE_FINAL_TYPE (AmpReviewPage, amp_review_page, ADW_TYPE_BIN)

/* --- Parts --- */

void
amp_review_page_show (AmpReviewPage *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strcmp (parts[i].name, name) == 0)
      {
        if (gtk_stack_get_child_by_name (self->stack, name) == NULL)
          gtk_stack_add_named (self->stack, parts[i].make (self->desk), name);
        gtk_stack_set_visible_child_name (self->stack, name);
        adw_window_title_set_subtitle (self->title, _ (parts[i].title));
        gtk_list_box_select_row (self->sidebar,
                                 gtk_list_box_get_row_at_index (self->sidebar, (int) i));
        gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
      }
}

const char *
amp_review_page_get_shown (AmpReviewPage *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

static void
on_row_activated (GtkListBox *sidebar, GtkListBoxRow *row, AmpReviewPage *self)
{
  (void) sidebar;
  amp_review_page_show (self, parts[gtk_list_box_row_get_index (row)].name);
}

static GtkWidget *
make_row (const Part *part)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ (part->label));

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), row);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (part->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  amp_accessible_set_label (row, _ (part->title));
  return row;
}

/* Ctrl+1 to Ctrl+5 belong to the window, which names its own pages by them. */
void
amp_review_page_act (AmpReviewPage *self, const char *action, GVariant *parameter)
{
  static const char *const pages[] = {"today", "cases", "tasks", "intake", "counts"};

  for (gsize i = 0; strcmp (action, "show-page") == 0 && i < G_N_ELEMENTS (parts); i++)
    if (strcmp (g_variant_get_string (parameter, NULL), pages[i]) == 0)
      amp_review_page_show (self, parts[i].name);
}

/* A finding about that record: what she was reading. */
static void
finding_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpReviewPage *self = AMP_REVIEW_PAGE (widget);

  (void) name;
  amp_review_page_show (self, "findings");
  amp_review_findings_begin (gtk_stack_get_child_by_name (self->stack, "findings"),
                             g_variant_get_string (parameter, NULL));
}

/* A finding about a file that is in no list: its hash, and what to begin with. */
static void
report_finding_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpReviewPage *self = AMP_REVIEW_PAGE (widget);
  const char *hash, *text;

  (void) name;
  g_variant_get (parameter, "(&s&s)", &hash, &text);
  amp_review_page_show (self, "findings");
  amp_review_findings_begin_report (gtk_stack_get_child_by_name (self->stack, "findings"), hash,
                                    text);
}

/* --- The file for the supervisor --- */

static void
saved_cb (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  g_autofree char *name = g_path_get_basename (data);
  g_autofree char *sentence = NULL;

  (void) result;
  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (
    _ ("Signed and saved as %s. Hand it to the supervisor who made the pack."), name);
  amp_toast (owner, sentence);
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpReviewPage *self = owner;

  if (path != NULL)
    amp_review_desk_save (self->desk, path, self, saved_cb);
}

static void
on_response (AmpReviewPage *self, const char *response)
{
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE,
    .title = _ ("Findings for the supervisor"),
    /* Translators: the name of a file, without blanks. */
    .name = _ ("findings.amphallazgos"),
  };

  if (strcmp (response, "save") == 0)
    amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static char *
summary_of (const AmpReviewNotes *notes)
{
  g_autoptr (GPtrArray) records = amp_review_notes_list_records (notes);
  guint n_findings = amp_review_notes_n_findings (notes);
  guint n_queries = amp_review_notes_count_queries (notes);
  g_autofree char *looked_at = g_strdup_printf (
    ngettext ("%u record looked at", "%u records looked at", records->len), records->len);
  g_autofree char *found =
    g_strdup_printf (ngettext ("%u finding", "%u findings", n_findings), n_findings);
  g_autofree char *asked =
    g_strdup_printf (ngettext ("%u query", "%u queries", n_queries), n_queries);

  /* Translators: "25 records looked at, 3 findings, 4 queries." */
  return g_strdup_printf (
    _ ("%s, %s, %s. The file is sealed to the supervisor who made the pack, and signed by you. Of "
       "the queries it tells how many there were and which columns they asked, no values. You can "
       "go on and save again."),
    looked_at, found, asked);
}

static void
on_save (AmpReviewPage *self)
{
  g_autofree char *summary = summary_of (amp_review_desk_get_notes (self->desk));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Sign and save the findings?"), summary);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "save",
                                    _ ("Sign and _save"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, G_CONNECT_SWAPPED);
  amp_dialog_put_over (GTK_WINDOW (dialog), GTK_WIDGET (self),
                       amp_review_desk_get_jobs (self->desk));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  on_save (AMP_REVIEW_PAGE (widget));
}

/* --- Object --- */

static void
show_trouble (AmpReviewPage *self)
{
  const char *sentence = amp_review_desk_get_trouble (self->desk);

  if (sentence == NULL && amp_review_desk_passed_by (self->desk))
    sentence = _ ("An earlier draft of this review could not be read. It was left beside the pack; "
                  "what you write now is kept in a new one.");
  amp_alert_show (self->trouble, sentence);
}

static void
amp_review_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (amp_review_page_parent_class)->map (widget);
  amp_clipboard_shut (gtk_widget_get_display (widget), TRUE);
}

static void
amp_review_page_dispose (GObject *object)
{
  AmpReviewPage *self = AMP_REVIEW_PAGE (object);

  if (self->stack != NULL)
    amp_clipboard_shut (gtk_widget_get_display (GTK_WIDGET (self)), FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REVIEW_PAGE);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (amp_review_page_parent_class)->dispose (object);
}

static void
amp_review_page_class_init (AmpReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_review_page_dispose;
  widget_class->map = amp_review_page_map;
  g_type_ensure (AMP_TYPE_TASK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, save);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, menu);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, lock);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewPage, task_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_install_action (widget_class, "review.finding", "s", finding_action);
  gtk_widget_class_install_action (widget_class, "review.report-finding", "(ss)",
                                   report_finding_action);
  gtk_widget_class_install_action (widget_class, "review.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "review.save",
                                       NULL);
}

static void
amp_review_page_init (AmpReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->sidebar));
  amp_accessible_set_label (self->menu, _ ("Main menu"));
  amp_accessible_set_label (self->lock, _ ("Lock now"));
  amp_accessible_set_label (GTK_WIDGET (self->sidebar), _ ("Pages"));
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    gtk_list_box_append (self->sidebar, make_row (&parts[i]));
}

AmpReviewPage *
amp_review_page_new (AmpReviewDesk *desk)
{
  AmpReviewPage *self = g_object_new (AMP_TYPE_REVIEW_PAGE, NULL);

  self->desk = g_object_ref (desk);
  amp_task_bar_watch (self->task_bar, amp_review_desk_get_jobs (desk));
  g_signal_connect_object (desk, "trouble", G_CALLBACK (show_trouble), self, G_CONNECT_SWAPPED);
  show_trouble (self);
  return self;
}

AmpReviewDesk *
amp_review_page_get_desk (AmpReviewPage *self)
{
  return self->desk;
}
