/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One window from left to right: the service and its institutions, then consent and data, then the
 * button. After each choice the keyboard stands where the next one is made. */
#include "app/amp-referral-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-institution-row.h"
#include "app/amp-referral-draft.h"
#include "app/amp-referral-jobs.h"
#include "app/amp-referral-preview.h"
#include "app/amp-section-editor.h"
#include "domain/directory.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpReferralDialog
{
  AdwWindow parent_instance;

  /* Owned References */
  AmpSectionContext *context;
  AmpRecord *referral;
  AmpRecord *base;   /* as it was when nothing was chosen, or as it was stored */
  AmpRecord *person; /* once it is read */

  /* Borrowed References */
  GtkWidget *service, *urgency;
  GtkListBox *list;
  GtkLabel *hint, *consent, *due, *alert;
  GtkWidget *ask, *exception, *why, *send, *keep, *preview, *pages;
  GtkWidget *profiles[3];
  GtkLabel *sent;
  gint64 new_id; /* under which a new one is stored, once; 0: it is stored */
  gboolean busy, wants_list, wants_next, given_up;
};

G_DEFINE_FINAL_TYPE (AmpReferralDialog, amp_referral_dialog, ADW_TYPE_WINDOW)

#define OPEN "amp-referral-dialog" /* the one over a context, as its data */

static const char *const profile_codes[] = {"min", "standard", "full"};

static void view (AmpReferralDialog *self);

/* --- What is chosen --- */

static void
take_choices (AmpReferralDialog *self)
{
  g_autofree char *service = amp_form_value_dup_text (AMP_FORM_VALUE (self->service));
  g_autofree char *urgency = amp_form_value_dup_text (AMP_FORM_VALUE (self->urgency));

  (void) amp_record_set (self->referral, "service_type", service, NULL);
  (void) amp_record_set (self->referral, "urgency", urgency, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (profile_codes); i++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->profiles[i])))
      (void) amp_record_set (self->referral, "data_shared_profile", profile_codes[i], NULL);
}

/* --- The list --- */

static GtkWidget *
dim_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  return label;
}

/* Those that serve her; then those that give the service and yet are not offered, with the reason.
 * Others would only be noise. */
static gboolean
is_listed (const AmpDirectoryEntry *entry)
{
  return (entry->reasons & AMP_DIRECTORY_SERVICE) == 0;
}

static void
fill_list (AmpReferralDialog *self, AmpReferralWork *work)
{
  gint64 chosen = amp_record_get_int (self->referral, "to_institution", 0);
  guint n_offered = 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; work->entries != NULL && i < work->entries->len; i++)
    {
      const AmpDirectoryEntry *entry = g_ptr_array_index (work->entries, i);
      GtkWidget *row;

      if (!is_listed (entry))
        continue;
      n_offered += entry->reasons == 0 ? 1 : 0;
      row = amp_institution_row_new_to_choose (entry);
      gtk_list_box_append (self->list, row);
      if (entry->id == chosen)
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list),
                          gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL);
  gtk_label_set_text (
    self->hint, work->entries == NULL
                  ? _ ("Choose the service first: then those who give it to this person appear.")
                : n_offered == 0 ? _ ("Nobody in the directory gives this service to this person.")
                                 : _ ("Institutions that serve this person, the nearest first"));
}

/* --- The right side --- */

static void
show_consent (AmpReferralDialog *self, AmpReferralWork *work)
{
  gboolean chosen = amp_record_get (self->referral, "to_institution") != NULL;
  gboolean allowed = chosen && amp_consent_state_allows (work->look.state);

  gtk_label_set_text (self->consent, chosen ? _ (amp_consent_state_sentence (work->look.state))
                                            : _ ("Choose the institution first."));
  gtk_widget_remove_css_class (GTK_WIDGET (self->consent), "warning");
  if (chosen && !allowed)
    gtk_widget_add_css_class (GTK_WIDGET (self->consent), "warning");
  gtk_widget_set_visible (self->ask, chosen && !allowed);
  gtk_widget_set_visible (self->exception, chosen && !allowed);
  gtk_widget_set_sensitive (self->send, allowed);
}

static void
show_due (AmpReferralDialog *self, AmpReferralWork *work)
{
  AmpDate date;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  if (work->due == NULL || !amp_date_parse (work->due, &date))
    return;
  day = amp_date_to_display (&date, amp_code_language ());
  /* Translators: %s is a date. */
  text = g_strdup_printf (_ ("Answer due by %s"), day);
  gtk_label_set_text (self->due, text);
}

static void
focus_next (AmpReferralDialog *self)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (self->wants_list && first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
  else if (self->wants_next)
    gtk_widget_grab_focus (gtk_widget_get_sensitive (self->send) ? self->send : self->ask);
  self->wants_list = self->wants_next = FALSE;
}

static gboolean
focus_later (gpointer data)
{
  focus_next (data);
  return G_SOURCE_REMOVE;
}

static void
viewed (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralDialog *self = owner;
  AmpReferralWork *work = data;
  g_autofree char *fault = error != NULL ? amp_referral_fault (error) : NULL;

  amp_alert_show (self->alert, fault);
  if (error != NULL)
    return;
  g_clear_pointer (&self->person, amp_record_free);
  self->person = g_steal_pointer (&work->person);
  fill_list (self, work);
  amp_referral_preview_fill (GTK_GRID (self->preview), work->items, self->context->veiled);
  show_consent (self, work);
  show_due (self, work);
  /* After a list has closed and put the keyboard where it came from. */
  g_idle_add_full (G_PRIORITY_LOW, focus_later, g_object_ref (self), g_object_unref);
}

static const AmpJob view_job = {
  .func = amp_referral_view_run, .done = viewed, .data_free = amp_referral_work_free};

static void
view (AmpReferralDialog *self)
{
  take_choices (self);
  amp_section_context_edited (self->context);
  amp_jobs_run (self->context->jobs, &view_job, amp_referral_work_new (self->referral), self, NULL);
}

/* --- Consent --- */

static gboolean
close_later (gpointer window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
consent_saved (GtkWindow *window)
{
  AmpReferralDialog *self = AMP_REFERRAL_DIALOG (gtk_window_get_transient_for (window));

  self->wants_next = TRUE;
  (void) amp_record_set (self->referral, "consent_id", NULL, NULL);
  view (self);
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (window), g_object_unref);
}

static void
consent_closed (GtkWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (window), g_object_unref);
}

static GtkWindow *
make_window (AmpReferralDialog *self, GtkWidget *content, const char *title)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_margin_top (content, 12);
  gtk_widget_set_margin_bottom (content, 18);
  gtk_widget_set_margin_start (content, 18);
  gtk_widget_set_margin_end (content, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 760, 560);
  return GTK_WINDOW (window);
}

static void
on_ask (AmpReferralDialog *self)
{
  const AmpSectionKind *kind = amp_section_kind_find ("consent");
  GtkWidget *editor = amp_section_editor_new (kind, self->context, AMP_EDITOR_INLINE);
  AmpRecord *consent = amp_referral_new_consent (self->referral, self->person, NULL);
  GtkWindow *window = make_window (self, editor, _ ("Consent"));

  amp_section_editor_show (AMP_SECTION_EDITOR (editor), consent);
  g_signal_connect_object (editor, "saved", G_CALLBACK (consent_saved), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "closed", G_CALLBACK (consent_closed), window,
                           G_CONNECT_SWAPPED);
  gtk_window_present (window);
  gtk_widget_grab_focus (amp_form_value_get_target (amp_field_row_get_editor (amp_form_row (
    amp_section_editor_get_form (AMP_SECTION_EDITOR (editor)), "consent", "decision"))));
}

/* --- Saving and sending --- */

static gboolean
take_saved (AmpReferralDialog *self, AmpReferralWork *work, const GError *error)
{
  g_autofree char *fault = error != NULL ? amp_referral_fault (error) : NULL;

  self->busy = FALSE;
  amp_alert_show (self->alert, fault);
  if (error != NULL)
    return FALSE;
  amp_record_free (self->referral);
  amp_record_free (self->base);
  self->referral = amp_record_copy (work->referral);
  self->base = amp_record_copy (work->referral);
  self->new_id = 0;
  amp_section_context_put (self->context, self->referral);
  amp_section_context_saved (self->context, "referral");
  return TRUE;
}

static void
sent_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralDialog *self = owner;
  g_autofree char *text = NULL;
  GtkWidget *print;

  if (!take_saved (self, data, error))
    return;
  /* Translators: %s is the number of a letter. */
  text =
    g_strdup_printf (_ ("Referral %s is sent."), amp_record_get (self->referral, "document_no"));
  gtk_label_set_text (self->sent, text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "sent");
  print = g_object_get_data (G_OBJECT (self), "amp-print");
  gtk_widget_grab_focus (print);
}

static void
kept_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralDialog *self = owner;

  if (take_saved (self, data, error))
    gtk_window_close (GTK_WINDOW (self));
}

static void
asked_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReferralDialog *self = owner;

  if (!take_saved (self, data, error))
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->why), "");
  gtk_label_set_text (self->consent,
                      _ ("A supervisor was asked for the exception. The referral waits as a "
                         "draft."));
}

static const AmpJob share_job = {
  .func = amp_referral_share_run, .done = sent_done, .data_free = amp_referral_work_free};
static const AmpJob keep_job = {
  .func = amp_referral_save_run, .done = kept_done, .data_free = amp_referral_work_free};
static const AmpJob ask_job = {
  .func = amp_referral_ask_run, .done = asked_done, .data_free = amp_referral_work_free};

/* One at a time: a double click sends once. */
static void
start (AmpReferralDialog *self, const AmpJob *job, const char *note)
{
  AmpReferralWork *work;

  if (self->busy)
    return;
  self->busy = TRUE;
  take_choices (self);
  work = amp_referral_work_new (self->referral);
  work->note = g_strdup (note);
  work->new_id = self->new_id;
  amp_jobs_run (self->context->jobs, job, work, self, NULL);
}

static void
on_send (AmpReferralDialog *self)
{
  start (self, &share_job, NULL);
}

static void
on_keep (AmpReferralDialog *self)
{
  start (self, &keep_job, NULL);
}

static void
on_exception (AmpReferralDialog *self)
{
  const char *why = gtk_editable_get_text (GTK_EDITABLE (self->why));

  if (*why == '\0')
    {
      amp_alert_show (self->alert, _ ("An exception to consent needs its reason. Write it down."));
      gtk_widget_grab_focus (self->why);
      return;
    }
  start (self, &ask_job, why);
}

static void
on_why (AmpReferralDialog *self)
{
  amp_section_context_edited (self->context);
}

static void
on_print (AmpReferralDialog *self)
{
  amp_referral_print (GTK_WIDGET (self), self->context->jobs, self->referral);
}

/* --- Choices --- */

static void
on_service (AmpReferralDialog *self)
{
  self->wants_list = TRUE;
  view (self);
}

static void
on_row (AmpReferralDialog *self, GtkListBoxRow *row)
{
  amp_record_set_int (self->referral, "to_institution", amp_institution_row_get_id (row));
  (void) amp_record_set (self->referral, "consent_id", NULL, NULL);
  self->wants_next = TRUE;
  view (self);
}

static void
on_profile (AmpReferralDialog *self, GtkCheckButton *button)
{
  if (gtk_check_button_get_active (button) && self->context != NULL)
    view (self);
}

/* --- Building --- */

static void
add_heading (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_margin_top (label, gtk_widget_get_first_child (box) != NULL ? 12 : 0);
  gtk_box_append (GTK_BOX (box), label);
}

static GtkWidget *
make_picker (GtkWidget *box, const char *list, const char *label)
{
  GtkWidget *picker = amp_code_picker_new (amp_code_list_find (list), FALSE);

  add_heading (box, label);
  amp_form_value_set_label (AMP_FORM_VALUE (picker), label);
  gtk_box_append (GTK_BOX (box), picker);
  return picker;
}

static GtkWidget *
make_left (AmpReferralDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->service = make_picker (box, "service_type", _ ("Service asked for"));
  self->urgency = make_picker (box, "referral_urgency", _ ("Urgency"));
  self->hint = GTK_LABEL (dim_label (""));
  gtk_widget_set_margin_top (GTK_WIDGET (self->hint), 6);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->hint));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Institutions"));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
make_consent (AmpReferralDialog *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_heading (box, _ ("Consent"));
  self->consent =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_wrap (self->consent, TRUE);
  gtk_label_set_xalign (self->consent, 0);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->consent));
  self->ask = gtk_button_new_with_mnemonic (_ ("_Record consent…"));
  gtk_widget_set_halign (self->ask, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->ask);
  self->exception = line;
  self->why = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->why), _ ("Why it cannot wait"));
  amp_accessible_set_label (self->why, _ ("Reason of the exception"));
  gtk_widget_set_hexpand (self->why, TRUE);
  g_signal_connect_swapped (self->why, "changed", G_CALLBACK (on_why), self);
  gtk_box_append (GTK_BOX (line), self->why);
  {
    GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Ask for an e_xception"));

    gtk_widget_set_tooltip_text (button, _ ("Only for minors or where the risk is imminent; a "
                                            "supervisor decides, never the one who asks"));
    gtk_box_append (GTK_BOX (line), button);
    g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_exception), self);
  }
  gtk_box_append (GTK_BOX (box), line);
  g_signal_connect_swapped (self->ask, "clicked", G_CALLBACK (on_ask), self);
}

static void
make_profiles (AmpReferralDialog *self, GtkWidget *box)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  const AmpCodeList *list = amp_code_list_find ("data_shared_profile");
  GtkWidget *scroller = gtk_scrolled_window_new ();

  add_heading (box, _ ("Data shared"));
  for (gsize i = 0; i < G_N_ELEMENTS (profile_codes); i++)
    {
      const AmpCode *code = amp_code_list_lookup (list, profile_codes[i]);

      self->profiles[i] =
        gtk_check_button_new_with_label (amp_code_label (code, amp_code_language ()));
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (self->profiles[i]),
                                    GTK_CHECK_BUTTON (self->profiles[0]));
      gtk_box_append (GTK_BOX (line), self->profiles[i]);
      if (i == 1) /* for tests */
        g_object_set_data (G_OBJECT (self), "amp-profile-standard", self->profiles[i]);
    }
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), dim_label (_ ("Exactly this is shared, and nothing else:")));
  self->preview = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->preview), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->preview), 3);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->preview);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
}

static GtkWidget *
make_foot (AmpReferralDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->due = GTK_LABEL (dim_label (""));
  gtk_widget_set_hexpand (GTK_WIDGET (self->due), TRUE);
  self->keep = gtk_button_new_with_mnemonic (_ ("_Keep as draft"));
  self->send = gtk_button_new_with_mnemonic (_ ("_Send"));
  gtk_widget_add_css_class (self->send, "suggested-action");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->due));
  gtk_box_append (GTK_BOX (box), self->keep);
  gtk_box_append (GTK_BOX (box), self->send);
  g_signal_connect_swapped (self->keep, "clicked", G_CALLBACK (on_keep), self);
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (on_send), self);
  return box;
}

static GtkWidget *
make_sent (AmpReferralDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *print = gtk_button_new_with_mnemonic (_ ("Print the _slip…"));
  GtkWidget *close = gtk_button_new_with_mnemonic (_ ("_Close"));

  self->sent = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->sent), "title-2");
  gtk_widget_add_css_class (print, "pill");
  gtk_widget_add_css_class (print, "suggested-action");
  gtk_widget_add_css_class (close, "pill");
  gtk_widget_set_halign (print, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (close, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sent));
  gtk_box_append (GTK_BOX (box), print);
  gtk_box_append (GTK_BOX (box), close);
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (on_print), self);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (gtk_window_close), self);
  g_object_set_data (G_OBJECT (self), "amp-print", print);
  return box;
}

/* --- What is chosen and not stored --- */

static JsonNode *
dup_draft (AmpReferralDialog *self)
{
  if (self->given_up)
    return NULL;
  take_choices (self);
  return amp_referral_draft_new (self->base, self->referral, self->new_id,
                                 gtk_editable_get_text (GTK_EDITABLE (self->why)));
}

JsonNode *
amp_referral_dialog_dup_draft (AmpSectionContext *context)
{
  AmpReferralDialog *self = g_object_get_data (G_OBJECT (context), OPEN);

  return self != NULL ? dup_draft (self) : NULL;
}

static gboolean
close_request_later (gpointer window)
{
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
answered (AmpReferralDialog *self, const char *response)
{
  if (g_strcmp0 (response, "discard") != 0)
    return;
  self->given_up = TRUE;
  /* The question goes with this window: not from inside its signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_request_later, g_object_ref (self), g_object_unref);
}

/* Choices are not thrown away by a slip of the hand. */
static void
ask_discard (AmpReferralDialog *self)
{
  GtkWidget *dialog = amp_discard_dialog_new (GTK_WIDGET (self));

  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
amp_referral_dialog_close_request (GtkWindow *window)
{
  AmpReferralDialog *self = AMP_REFERRAL_DIALOG (window);
  g_autoptr (JsonNode) draft = dup_draft (self);

  if (draft != NULL)
    {
      ask_discard (self);
      return TRUE;
    }
  amp_section_context_edited (self->context);
  return GTK_WINDOW_CLASS (amp_referral_dialog_parent_class)->close_request (window);
}

static void
amp_referral_dialog_dispose (GObject *object)
{
  AmpReferralDialog *self = AMP_REFERRAL_DIALOG (object);

  if (self->context != NULL && g_object_get_data (G_OBJECT (self->context), OPEN) == self)
    g_object_set_data (G_OBJECT (self->context), OPEN, NULL);
  g_clear_object (&self->context);
  g_clear_pointer (&self->referral, amp_record_free);
  g_clear_pointer (&self->base, amp_record_free);
  g_clear_pointer (&self->person, amp_record_free);
  G_OBJECT_CLASS (amp_referral_dialog_parent_class)->dispose (object);
}

static void
amp_referral_dialog_class_init (AmpReferralDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_referral_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = amp_referral_dialog_close_request;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
amp_referral_dialog_init (AmpReferralDialog *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *work = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *columns = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->alert =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL));
  gtk_label_set_wrap (self->alert, TRUE);
  gtk_label_set_xalign (self->alert, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->alert), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->alert), FALSE);
  make_consent (self, right);
  make_profiles (self, right);
  gtk_widget_set_size_request (right, 400, -1);
  gtk_box_append (GTK_BOX (columns), make_left (self));
  gtk_box_append (GTK_BOX (columns), right);
  gtk_box_append (GTK_BOX (work), GTK_WIDGET (self->alert));
  gtk_box_append (GTK_BOX (work), columns);
  gtk_box_append (GTK_BOX (work), make_foot (self));
  gtk_widget_set_margin_top (work, 12);
  gtk_widget_set_margin_bottom (work, 18);
  gtk_widget_set_margin_start (work, 18);
  gtk_widget_set_margin_end (work, 18);
  gtk_widget_set_vexpand (columns, TRUE);
  self->pages = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->pages), work, "work");
  gtk_stack_add_named (GTK_STACK (self->pages), make_sent (self), "sent");
  gtk_box_append (GTK_BOX (outer), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (outer), self->pages);
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Referral"));
  gtk_window_set_default_size (GTK_WINDOW (self), 1000, 640);
}

static void
show_choices (AmpReferralDialog *self)
{
  const char *profile = amp_record_get (self->referral, "data_shared_profile");
  const char *urgency = amp_record_get (self->referral, "urgency");

  amp_form_value_set_text (AMP_FORM_VALUE (self->service),
                           amp_record_get (self->referral, "service_type"));
  amp_form_value_set_text (AMP_FORM_VALUE (self->urgency), urgency != NULL ? urgency : "routine");
  for (gsize i = 0; i < G_N_ELEMENTS (profile_codes); i++)
    if (g_strcmp0 (profile != NULL ? profile : "min", profile_codes[i]) == 0)
      gtk_check_button_set_active (GTK_CHECK_BUTTON (self->profiles[i]), TRUE);
}

static void
connect_choices (AmpReferralDialog *self)
{
  g_signal_connect_swapped (self->service, "value-changed", G_CALLBACK (on_service), self);
  g_signal_connect_swapped (self->urgency, "value-changed", G_CALLBACK (view), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row), self);
  for (gsize i = 0; i < G_N_ELEMENTS (profile_codes); i++)
    g_signal_connect_swapped (self->profiles[i], "toggled", G_CALLBACK (on_profile), self);
}

AmpReferralDialog *
amp_referral_dialog_present (GtkWidget *parent,
                             AmpSectionContext *context,
                             const AmpRecord *referral)
{
  AmpReferralDialog *self = g_object_new (AMP_TYPE_REFERRAL_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->referral = amp_record_copy (referral);
  self->new_id = amp_record_rev (referral) == 0 ? amp_id_new () : 0;
  show_choices (self);
  connect_choices (self);
  take_choices (self);
  self->base = amp_record_copy (self->referral);
  g_object_set_data (G_OBJECT (context), OPEN, self);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  amp_dialog_put_over (GTK_WINDOW (self), parent, context->jobs);
  view (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (amp_form_value_get_target (AMP_FORM_VALUE (self->service)));
  return self;
}

void
amp_referral_dialog_restore_draft (GtkWidget *parent, AmpSectionContext *context, JsonNode *draft)
{
  g_autoptr (AmpRecord) referral = amp_referral_draft_find (draft, context);
  AmpReferralDialog *self;

  if (referral == NULL)
    return;
  self = amp_referral_dialog_present (parent, context, referral);
  if (self->new_id != 0)
    self->new_id = amp_referral_draft_new_id (draft);
  amp_referral_draft_apply (draft, self->referral);
  show_choices (self);
  gtk_editable_set_text (GTK_EDITABLE (self->why), amp_referral_draft_why (draft));
  view (self);
}

void
amp_referral_dialog_begin (GtkWidget *section, AmpSectionContext *context)
{
  g_autoptr (AmpRecord) referral =
    amp_section_kind_new_record (amp_section_kind_find ("referral"), context, 0);

  amp_referral_dialog_present (section, context, referral);
}

GtkListBox *
amp_referral_dialog_get_list (AmpReferralDialog *self)
{
  return self->list;
}

const AmpRecord *
amp_referral_dialog_get_referral (AmpReferralDialog *self)
{
  return self->referral;
}

AmpSectionContext *
amp_referral_dialog_get_context (AmpReferralDialog *self)
{
  return self->context;
}

GtkWidget *
amp_referral_dialog_get_why (AmpReferralDialog *self)
{
  return self->why;
}
