/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page knows header and body, what may be shown, and what was being typed; what is in a part is
 * the section's matter. */
#include "app/amp-case-page.h"

#include "app/amp-accessible.h"
#include "app/amp-case-body.h"
#include "app/amp-case-page-header.h"
#include "app/amp-case-page-load.h"
#include "app/amp-case-wish.h"
#include "app/amp-drafts.h"
#include "app/amp-editor.h"
#include "app/amp-form-institution.h"
#include "app/amp-transfer-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _AmpCasePage
{
  GtkWidget parent_instance;

  /* Template. */
  GtkStack *stack; /* the case, or why it is not shown */
  GtkWidget *wish;
  GtkWidget *content;
  AmpCasePageHeader *header;
  GtkWidget *draft_bar;
  GtkWidget *shared_bar;
  GtkWidget *restore;
  AmpCaseBody *body;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  AmpSectionContext *context;
  AmpDraft *draft;
  JsonNode *found; /* the draft on offer */

  gint64 case_id;
  gint64 owner; /* as the case was shown last */
  gboolean loaded;
  gboolean restoring; /* the draft goes in once the identity is shown */
};

static void amp_case_page_editor_init (AmpEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpCasePage,
                               amp_case_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (AMP_TYPE_EDITOR, amp_case_page_editor_init))

/* --- What is shown --- */

AmpSection *
amp_case_page_get_section (AmpCasePage *self, const char *section)
{
  return amp_case_body_get_section (self->body, section);
}

void
amp_case_page_show_section (AmpCasePage *self, const char *section)
{
  const AmpCasePart *part = amp_case_part_of (section);

  if (part != NULL)
    amp_case_body_show (self->body, part->name);
}

static void
show_dirty (AmpCasePage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.save",
                                 amp_case_body_is_dirty (self->body));
}

/* Who is asked for a consent on a referral chooses among those of this case. */
static void
show_consents (AmpCasePage *self)
{
  const AmpSectionKind *kind = amp_section_kind_find ("consent");
  GPtrArray *consents = amp_case_file_list (self->context->file, "consent");

  amp_form_refs_clear (self->refs, "consent");
  for (guint i = 0; i < consents->len; i++)
    {
      const AmpRecord *consent = g_ptr_array_index (consents, i);
      g_autofree char *label = kind->summary (consent, self->context);
      g_autofree char *detail = kind->detail (consent, self->context);

      amp_form_refs_add (self->refs, "consent", amp_record_id (consent), label, detail);
    }
  amp_form_refs_done (self->refs, "consent");
}

static void
loaded_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpCasePage *self = owner;
  AmpCaseLoad *load = result;

  if (g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_ELSEWHERE))
    {
      gtk_stack_set_visible_child_name (self->stack, "elsewhere");
      gtk_widget_grab_focus (self->wish);
      return;
    }
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  amp_section_context_take_file (self->context, g_steal_pointer (&load->file));
  self->owner = amp_record_get_int (amp_case_file_case (self->context->file), "owner", 0);
  amp_case_choices_show (load->choices, self->refs);
  show_consents (self);
  amp_case_page_header_show (self->header, self->context);
  amp_case_body_start (self->body, self->context);
  gtk_widget_set_sensitive (self->content, TRUE);
  show_dirty (self);
  self->loaded = TRUE;
  amp_case_body_focus_navigation (self->body);
  amp_draft_look (self->draft);
  amp_case_load_free (load);
}

static const AmpJob load_job = {.func = amp_case_load_run,
                                .done = loaded_done,
                                .data_free = g_free,
                                .result_free = amp_case_load_free};

static gint64 *
dup_id (gint64 id)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = id;
  return copy;
}

static void
wish_cb (AmpCasePage *self)
{
  amp_case_wish_present (GTK_WIDGET (self), self->jobs, self->case_id);
}

gboolean
amp_case_page_is_elsewhere (AmpCasePage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "elsewhere") == 0;
}

/* --- The veil --- */

static void restore_now (AmpCasePage *self);

static void
revealed_done (gpointer owner,
               gpointer result G_GNUC_UNUSED,
               const GError *error,
               gpointer data G_GNUC_UNUSED)
{
  AmpCasePage *self = owner;

  if (error != NULL)
    {
      amp_case_page_header_set_wants_identity (self->header, FALSE);
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  amp_section_context_set_veiled (self->context, FALSE);
  if (self->restoring)
    restore_now (self);
}

static const AmpJob reveal_job = {
  .func = amp_case_reveal_run, .done = revealed_done, .data_free = g_free};

/* Hiding again puts the stored text back under the veil: it must not throw away what is typed. */
static void
reveal_cb (AmpCasePage *self)
{
  gboolean revealed = amp_case_page_header_wants_identity (self->header);

  if (!self->loaded || revealed != self->context->veiled)
    return;
  if (revealed)
    amp_jobs_run (self->jobs, &reveal_job, dup_id (self->case_id), self, NULL);
  else if (amp_case_body_is_dirty (self->body))
    {
      amp_case_page_header_set_wants_identity (self->header, TRUE);
      amp_toast (GTK_WIDGET (self),
                 _ ("Save first, or undo your changes. Then hide the identity."));
    }
  else
    amp_section_context_set_veiled (self->context, TRUE);
}

static void
veil_cb (AmpCasePage *self)
{
  if (self->context->file != NULL)
    amp_case_page_header_show (self->header, self->context);
}

void
amp_case_page_set_revealed (AmpCasePage *self, gboolean revealed)
{
  amp_case_page_header_set_wants_identity (self->header, revealed);
}

gboolean
amp_case_page_is_revealed (AmpCasePage *self)
{
  return !self->context->veiled;
}

/* --- Drafts --- */

static JsonNode *
collect_draft (gpointer user_data)
{
  return amp_case_body_dup_draft (AMP_CASE_PAGE (user_data)->body);
}

static void
show_offer (AmpCasePage *self, gboolean offer)
{
  gtk_widget_set_visible (self->draft_bar, offer);
  /* The keyboard goes first: what becomes insensitive while it has the focus keeps a caret. */
  if (offer)
    gtk_widget_grab_focus (self->restore);
  gtk_widget_set_sensitive (GTK_WIDGET (self->body), !offer);
}

static void
draft_found_cb (AmpCasePage *self, JsonNode *node)
{
  self->found = json_node_copy (node);
  show_offer (self, TRUE);
}

static void
restore_now (AmpCasePage *self)
{
  self->restoring = FALSE;
  show_offer (self, FALSE);
  amp_case_body_restore_draft (self->body, self->found);
  g_clear_pointer (&self->found, json_node_unref);
  amp_draft_settle (self->draft);
}

/* What was typed may be private, so it comes back under the same rule: the identity is shown first,
 * and that is logged. */
void
amp_case_page_restore_draft (AmpCasePage *self)
{
  if (self->found == NULL)
    return;
  self->restoring = TRUE;
  if (self->context->veiled)
    amp_case_page_header_set_wants_identity (self->header, TRUE);
  else
    restore_now (self);
}

void
amp_case_page_discard_draft (AmpCasePage *self)
{
  g_clear_pointer (&self->found, json_node_unref);
  show_offer (self, FALSE);
  amp_draft_drop (self->draft);
}

gboolean
amp_case_page_offers_draft (AmpCasePage *self)
{
  return self->found != NULL;
}

/* Another window came to this case, or went. */
static void
windows_changed_cb (AmpCasePage *self)
{
  if (self->draft != NULL)
    gtk_widget_set_visible (self->shared_bar, amp_draft_is_shared (self->draft));
}

/* --- What the sections tell --- */

static void
edited_cb (AmpCasePage *self)
{
  amp_draft_touch (self->draft);
  show_dirty (self);
}

static void
choices_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpCasePage *self = owner;

  if (error != NULL)
    return;
  amp_case_choices_show (result, self->refs);
  g_ptr_array_unref (result);
}

static const AmpJob choices_job = {.func = amp_case_choices_run,
                                   .done = choices_done,
                                   .result_free = (GDestroyNotify) g_ptr_array_unref};

/* --- Whose it is --- */

static void
owner_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpCasePage *self = owner;
  g_autoptr (GPtrArray) records = result;

  if (error != NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    amp_section_context_put (self->context, records->pdata[i]);
}

static const AmpJob owner_job = {.func = amp_case_owner_run,
                                 .done = owner_done,
                                 .data_free = g_free,
                                 .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
read_owner (AmpCasePage *self)
{
  amp_jobs_run (self->jobs, &owner_job, dup_id (self->case_id), self, NULL);
}

/* The domain writes who answered for the case, and since when: by a form of the case too. */
static void
note_owner (AmpCasePage *self)
{
  gint64 owner = amp_record_get_int (amp_case_file_case (self->context->file), "owner", 0);

  if (owner == self->owner)
    return;
  self->owner = owner;
  read_owner (self);
}

static void
transferred_cb (gpointer owner, gboolean passed)
{
  AmpCasePage *self = owner;

  if (passed)
    read_owner (self);
}

/* The file holds another record: whoever shows more than one of them hears of it here. */
static void
changed_cb (AmpCasePage *self, const char *entity)
{
  if (g_strcmp0 (entity, "case") == 0)
    note_owner (self);
  if (g_strcmp0 (entity, "consent") == 0)
    show_consents (self);
  amp_case_page_header_show (self->header, self->context);
  amp_jobs_case_changed (self->jobs, self->case_id);
}

static void
saved_cb (AmpCasePage *self, const char *entity)
{
  amp_draft_touch (self->draft);
  show_dirty (self);
  if (g_strcmp0 (entity, "institution") == 0)
    amp_jobs_run (self->jobs, &choices_job, NULL, self, NULL);
}

/* --- Actions --- */

static void
save_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_case_body_save (AMP_CASE_PAGE (widget)->body);
}

static void
add_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpSection *section = amp_case_body_current (AMP_CASE_PAGE (widget)->body);

  if (section != NULL)
    amp_section_add (section);
}

/* From any part: the services are shown, and the last one is there again. */
static void
repeat_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpCasePage *self = AMP_CASE_PAGE (widget);
  AmpSection *section;

  if (!self->loaded)
    return;
  amp_case_body_show (self->body, "services");
  section = amp_case_body_get_section (self->body, "service");
  if (section != NULL && !amp_section_editor_repeat (amp_section_get_quick (section)))
    amp_section_add (section);
}

static void
part_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpCaseBody *body = AMP_CASE_PAGE (widget)->body;

  amp_case_body_show_nth (body, g_variant_get_int32 (args));
  amp_case_body_focus_navigation (body);
}

static void
step_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpCaseBody *body = AMP_CASE_PAGE (widget)->body;

  amp_case_body_step (body, g_variant_get_int32 (args));
  amp_case_body_focus_navigation (body);
}

static void
show_part_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpCaseBody *body = AMP_CASE_PAGE (widget)->body;

  amp_case_body_show (body, g_variant_get_string (args, NULL));
  amp_case_body_focus_part (body);
}

/* Header, navigation, part, and round again. */
static void
next_area_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpCasePage *self = AMP_CASE_PAGE (widget);

  if (amp_has_keyboard (GTK_WIDGET (self->header)))
    amp_case_body_focus_navigation (self->body);
  else if (amp_case_body_navigation_has_focus (self->body))
    amp_case_body_focus_part (self->body);
  else
    gtk_widget_child_focus (GTK_WIDGET (self->header), GTK_DIR_TAB_FORWARD);
}

void
amp_case_page_show_record (AmpCasePage *self, const char *entity, gint64 id)
{
  AmpSection *section = amp_case_page_get_section (self, entity);

  amp_case_page_show_section (self, entity);
  if (section != NULL)
    amp_section_open (section, id);
  else
    amp_case_body_focus_part (self->body);
}

static void
show_record_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  const char *entity;
  gint64 id;

  g_variant_get (args, "(&sx)", &entity, &id);
  amp_case_page_show_record (AMP_CASE_PAGE (widget), entity, id);
}

static void
transfer_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpCasePage *self = AMP_CASE_PAGE (widget);
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!self->loaded)
    return;
  g_array_append_val (cases, self->case_id);
  amp_transfer_dialog_present (widget, self->jobs, cases, self->owner, transferred_cb);
}

static void
institution_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_case_page_show_institution (AMP_CASE_PAGE (widget), g_variant_get_int64 (args));
}

/* --- Object --- */

static gboolean
editor_is_dirty (AmpEditor *editor)
{
  AmpCasePage *self = AMP_CASE_PAGE (editor);

  return self->found == NULL && amp_case_body_is_dirty (self->body);
}

static AmpDraft *
editor_get_draft (AmpEditor *editor)
{
  return AMP_CASE_PAGE (editor)->draft;
}

static void
editor_restore_draft (AmpEditor *editor)
{
  amp_case_page_restore_draft (AMP_CASE_PAGE (editor));
}

static void
amp_case_page_editor_init (AmpEditorInterface *iface)
{
  iface->restore_draft = editor_restore_draft;
  iface->is_dirty = editor_is_dirty;
  iface->get_draft = editor_get_draft;
}

static void
amp_case_page_dispose (GObject *object)
{
  AmpCasePage *self = AMP_CASE_PAGE (object);

  g_clear_object (&self->draft);
  g_clear_object (&self->context);
  g_clear_object (&self->refs);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CASE_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_case_page_parent_class)->dispose (object);
}

static void
amp_case_page_finalize (GObject *object)
{
  AmpCasePage *self = AMP_CASE_PAGE (object);

  g_clear_pointer (&self->found, json_node_unref);
  G_OBJECT_CLASS (amp_case_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, wish);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, content);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, header);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, shared_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, restore);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, body);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, wish_cb);
  gtk_widget_class_bind_template_callback (widget_class, amp_case_page_restore_draft);
  gtk_widget_class_bind_template_callback (widget_class, amp_case_page_discard_draft);
}

static const struct
{
  const char *name;
  const char *type;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  {"case.save", NULL, save_action},
  {"case.add", NULL, add_action},
  {"case.repeat", NULL, repeat_action},
  {"case.part", "i", part_action},
  {"case.step", "i", step_action},
  {"case.show-part", "s", show_part_action},
  {"case.show-record", "(sx)", show_record_action},
  {"case.next-area", NULL, next_area_action},
  {"case.institution", "x", institution_action},
  {"case.transfer", NULL, transfer_action},
};

static void
bind_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    const char *action;
  } keys[] = {
    {GDK_KEY_s, "case.save"},
    {GDK_KEY_plus, "case.add"},
    {GDK_KEY_KP_Add, "case.add"},
    {GDK_KEY_F6, "case.next-area"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, GDK_CONTROL_MASK,
                                         keys[i].action, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, 0, "case.repeat", NULL);
  for (int i = 0; i < 10; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0 + (guint) (i + 1) % 10,
                                         GDK_ALT_MASK, "case.part", "i", i + 1);
}

/* Before the navigation sees them, to whose rows these keys mean something else. */
static void
add_step_keys (AmpCasePage *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (int by = -1; by <= 1; by += 2)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (
        gtk_keyval_trigger_new (by < 0 ? GDK_KEY_Page_Up : GDK_KEY_Page_Down, GDK_CONTROL_MASK),
        gtk_named_action_new ("case.step"));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (by));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
amp_case_page_class_init (AmpCasePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_CASE_PAGE_HEADER);
  g_type_ensure (AMP_TYPE_CASE_BODY);
  object_class->dispose = amp_case_page_dispose;
  object_class->finalize = amp_case_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-case-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
  bind_keys (widget_class);
}

static void
amp_case_page_init (AmpCasePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_step_keys (self);
  /* Until it is loaded there is nothing to act on. */
  gtk_widget_set_sensitive (self->content, FALSE);
}

AmpCasePage *
amp_case_page_new (AmpJobs *jobs, gint64 case_id)
{
  AmpCasePage *self = g_object_new (AMP_TYPE_CASE_PAGE, NULL);
  g_autofree char *key = g_strdup_printf ("case:%" G_GINT64_FORMAT, case_id);

  self->jobs = g_object_ref (jobs);
  self->case_id = case_id;
  self->refs = amp_form_refs_new ();
  self->context = amp_section_context_new (jobs, self->refs);
  self->context->veiled = TRUE;
  g_signal_connect_object (self->context, "edited", G_CALLBACK (edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "changed", G_CALLBACK (changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "veil", G_CALLBACK (veil_cb), self, G_CONNECT_SWAPPED);
  self->draft = amp_draft_new (jobs, key, collect_draft, self);
  g_signal_connect_object (self->draft, "found", G_CALLBACK (draft_found_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (amp_drafts_of (jobs), "changed", G_CALLBACK (windows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  windows_changed_cb (self);
  amp_jobs_run (jobs, &load_job, dup_id (case_id), self, NULL);
  return self;
}

AmpFormRefs *
amp_case_page_get_refs (AmpCasePage *self)
{
  return self->refs;
}

GtkWindow *
amp_case_page_show_institution (AmpCasePage *self, gint64 id)
{
  return amp_form_institution_present (GTK_WIDGET (self), self->context, id);
}

gboolean
amp_case_page_is_loaded (AmpCasePage *self)
{
  return self->loaded;
}

gint64
amp_case_page_get_case (AmpCasePage *self)
{
  return self->case_id;
}

const char *
amp_case_page_get_tab (AmpCasePage *self)
{
  return amp_case_body_get_shown (self->body);
}

void
amp_case_page_set_tab (AmpCasePage *self, const char *tab)
{
  amp_case_body_show (self->body, tab);
}
