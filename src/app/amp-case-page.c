/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The page knows tabs and header; what is in a tab is the section's matter. */
#include "app/amp-case-page.h"

#include "app/amp-accessible.h"
#include "app/amp-case-page-header.h"
#include "app/amp-case-page-load.h"
#include "app/amp-drafts.h"
#include "app/amp-editor.h"
#include "app/amp-form-institution.h"
#include "model/codelist.h"
#include "model/date.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _AmpCasePage
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  AmpCasePageHeader *header;
  GtkWidget *draft_bar;
  GtkWidget *shared_bar;
  GtkWidget *restore;
  GtkWidget *switcher;
  GtkStack *stack;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  AmpSectionContext *context;
  AmpDraft *draft;
  AmpRecord *case_;
  AmpRecord *person;
  JsonNode *found;      /* the draft on offer */
  GHashTable *sections; /* entity name -> AmpSection, borrowed */

  gint64 case_id;
  gboolean loaded;
  gboolean restoring; /* the draft goes in once the identity is shown */
};

static void amp_case_page_editor_init (AmpEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpCasePage,
                               amp_case_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (AMP_TYPE_EDITOR, amp_case_page_editor_init))

/* A tab holds one or two sections, in this order from left to right. */
static const struct
{
  const char *name;
  const char *title;
  const char *entities[3];
} tabs[] = {
  {"services", N_ ("Services"), {"service"}},
  {"referrals", N_ ("Referrals"), {"referral"}},
  {"follow-up", N_ ("Follow-up"), {"follow_up"}},
  {"notes", N_ ("Notes"), {"note"}},
  {"person", N_ ("Person"), {"person", "safe_contact"}},
  {"situation", N_ ("Situation"), {"situation"}},
  {"consents", N_ ("Consents"), {"consent"}},
  {"attachments", N_ ("Attachments"), {"attachment"}},
  {"case", N_ ("Case"), {"case"}},
};

/* --- Header --- */

static const AmpRecord *
next_follow_up (AmpCasePage *self)
{
  AmpSection *section = amp_case_page_get_section (self, "follow_up");
  const AmpRecord *next = NULL;

  for (guint i = 0; section != NULL && i < amp_section_get_length (section); i++)
    {
      const AmpRecord *record = g_ptr_array_index (amp_section_get_records (section), i);

      /* Canonical dates sort as text. */
      if (amp_record_get (record, "done_on") == NULL &&
          (next == NULL ||
           g_strcmp0 (amp_record_get (record, "due_on"), amp_record_get (next, "due_on")) < 0))
        next = record;
    }
  return next;
}

static void
show_header (AmpCasePage *self)
{
  amp_case_page_header_show (self->header, self->case_, self->person, next_follow_up (self),
                             self->context->veiled);
}

/* --- Sections --- */

AmpSection *
amp_case_page_get_section (AmpCasePage *self, const char *entity)
{
  return g_hash_table_lookup (self->sections, entity);
}

static gboolean
is_dirty (AmpCasePage *self)
{
  GHashTableIter iter;
  gpointer section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    if (amp_section_is_dirty (section))
      return TRUE;
  return FALSE;
}

static void
show_dirty (AmpCasePage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "case.save", is_dirty (self));
}

static void
add_section (AmpCasePage *self, GtkWidget *box, const char *entity, gboolean titled)
{
  const AmpSectionKind *kind = amp_section_kind_find (entity);
  GtkWidget *section = amp_section_new (kind, self->context);

  if (titled)
    {
      GtkWidget *title = gtk_label_new (_ (kind->title));

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_widget_add_css_class (title, "heading");
      gtk_widget_set_margin_top (title, 12);
      gtk_box_append (GTK_BOX (box), title);
    }
  gtk_box_append (GTK_BOX (box), section);
  g_hash_table_insert (self->sections, (gpointer) entity, section);
}

static GtkWidget *
make_tab (AmpCasePage *self, const char *const *entities)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  for (gsize i = 0; entities[i] != NULL; i++)
    add_section (self, box, entities[i], i > 0);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1080);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1080);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static void
make_tabs (AmpCasePage *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    gtk_stack_add_titled (self->stack, make_tab (self, tabs[i].entities), tabs[i].name,
                          _ (tabs[i].title));
}

/* Who is asked for a consent on a referral chooses among those of this case. */
static void
show_consents (AmpCasePage *self, GPtrArray *consents)
{
  amp_form_refs_clear (self->refs, "consent");
  for (guint i = 0; i < consents->len; i++)
    {
      const AmpRecord *consent = g_ptr_array_index (consents, i);
      const AmpSectionKind *kind = amp_section_kind_find ("consent");
      g_autofree char *label = kind->summary (consent, self->refs);
      g_autofree char *detail = kind->detail (consent, self->refs, FALSE);

      amp_form_refs_add (self->refs, "consent", amp_record_id (consent), label, detail);
    }
  amp_form_refs_done (self->refs, "consent");
}

static void
show_records (AmpCasePage *self, AmpCaseLoad *load)
{
  GHashTableIter iter;
  gpointer entity, section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, &entity, &section))
    {
      g_autoptr (GPtrArray) single = g_ptr_array_new ();
      GPtrArray *list = g_hash_table_lookup (load->lists, entity);

      if (list == NULL)
        g_ptr_array_add (single, g_strcmp0 (entity, "case") == 0 ? load->case_ : load->person);
      amp_section_set_records (section, list != NULL ? list : single);
    }
}

static void
loaded_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpCasePage *self = owner;
  AmpCaseLoad *load = result;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  self->case_ = amp_record_copy (load->case_);
  self->person = amp_record_copy (load->person);
  self->context->case_id = self->case_id;
  self->context->person_id = amp_record_id (load->person);
  self->context->region = g_strdup (amp_record_get (load->case_, "office_region"));
  amp_case_choices_show (load->choices, self->refs);
  show_consents (self, g_hash_table_lookup (load->lists, "consent"));
  make_tabs (self);
  show_records (self, load);
  show_header (self);
  gtk_widget_set_sensitive (self->content, TRUE);
  show_dirty (self);
  self->loaded = TRUE;
  amp_section_add (amp_case_page_get_section (self, "service"));
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

/* --- The veil --- */

static void
apply_veil (AmpCasePage *self, gboolean veiled)
{
  GHashTableIter iter;
  gpointer section;

  self->context->veiled = veiled;
  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    amp_section_set_veiled (section, veiled);
  show_header (self);
}

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
  apply_veil (self, FALSE);
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
    amp_jobs_run (self->jobs, &reveal_job, dup_id (amp_record_id (self->person)), self, NULL);
  else if (is_dirty (self))
    {
      amp_case_page_header_set_wants_identity (self->header, TRUE);
      amp_toast (GTK_WIDGET (self),
                 _ ("Save first, or undo your changes. Then hide the identity."));
    }
  else
    apply_veil (self, TRUE);
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
  AmpCasePage *self = user_data;
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer entity, section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, &entity, &section))
    {
      JsonNode *draft = amp_section_dup_draft (section);

      if (draft != NULL)
        json_object_set_member (object, entity, draft);
    }
  if (json_object_get_size (object) == 0)
    return NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static void
show_offer (AmpCasePage *self, gboolean offer)
{
  gtk_widget_set_visible (self->draft_bar, offer);
  /* The keyboard goes first: what becomes insensitive while it has the focus keeps a caret. */
  if (offer)
    gtk_widget_grab_focus (self->restore);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !offer);
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
  JsonObject *object =
    JSON_NODE_HOLDS_OBJECT (self->found) ? json_node_get_object (self->found) : NULL;
  GHashTableIter iter;
  gpointer entity, section;
  const char *shown = NULL;

  self->restoring = FALSE;
  show_offer (self, FALSE);
  g_hash_table_iter_init (&iter, self->sections);
  while (object != NULL && g_hash_table_iter_next (&iter, &entity, &section))
    if (json_object_has_member (object, entity))
      {
        amp_section_restore_draft (section, json_object_get_member (object, entity));
        shown = entity;
      }
  g_clear_pointer (&self->found, json_node_unref);
  amp_draft_settle (self->draft);
  if (shown != NULL)
    amp_case_page_show_section (self, shown);
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
take_case (AmpCasePage *self, gpointer record)
{
  AmpSection *section = amp_case_page_get_section (self, "case");
  AmpSectionEditor *editor = section != NULL ? amp_section_get_editor (section) : NULL;

  g_clear_pointer (&self->case_, amp_record_free);
  self->case_ = amp_record_copy (record);
  show_header (self);
  /* The program itself wrote to the case (last contact): the form must know, or its next save would
   * be a conflict with ourselves. */
  if (editor != NULL && amp_record_rev (amp_form_peek_record (amp_section_editor_get_form (editor),
                                                              "case")) != amp_record_rev (record))
    amp_section_editor_refresh (editor, amp_record_copy (record));
  amp_jobs_case_changed (self->jobs, self->case_id);
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

static void
reload_consents (AmpCasePage *self)
{
  AmpSection *section = amp_case_page_get_section (self, "consent");

  show_consents (self, amp_section_get_records (section));
}

static gboolean
sections_later (gpointer user_data)
{
  AmpCasePage *self = AMP_CASE_PAGE (user_data);

  if (self->context != NULL)
    {
      reload_consents (self);
      show_header (self);
      show_dirty (self);
    }
  return G_SOURCE_REMOVE;
}

static void
saved_cb (AmpCasePage *self, const char *entity)
{
  amp_draft_touch (self->draft);
  /* The section takes the new record in after this signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, sections_later, g_object_ref (self), g_object_unref);
  if (g_strcmp0 (entity, "institution") == 0)
    amp_jobs_run (self->jobs, &choices_job, NULL, self, NULL);
  else if (g_strcmp0 (entity, "person") == 0)
    {
      AmpSection *section = amp_case_page_get_section (self, "person");

      g_clear_pointer (&self->person, amp_record_free);
      self->person = amp_record_copy (amp_form_peek_record (
        amp_section_editor_get_form (amp_section_get_editor (section)), "person"));
      show_header (self);
    }
}

/* --- Actions --- */

static AmpSection *
visible_section (AmpCasePage *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (g_strcmp0 (tabs[i].name, name) == 0)
      return amp_case_page_get_section (self, tabs[i].entities[0]);
  return NULL;
}

void
amp_case_page_show_section (AmpCasePage *self, const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tabs); i++)
    if (g_strv_contains (tabs[i].entities, entity))
      gtk_stack_set_visible_child_name (self->stack, tabs[i].name);
}

static void
save_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpCasePage *self = AMP_CASE_PAGE (widget);
  GHashTableIter iter;
  gpointer section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    if (amp_section_is_dirty (section))
      amp_section_save (section);
}

static void
add_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpSection *section = visible_section (AMP_CASE_PAGE (widget));

  if (section != NULL)
    amp_section_add (section);
}

static void
tab_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpCasePage *self = AMP_CASE_PAGE (widget);
  gint32 tab = g_variant_get_int32 (args);

  if (self->loaded && tab >= 1 && (gsize) tab <= G_N_ELEMENTS (tabs))
    gtk_stack_set_visible_child_name (self->stack, tabs[tab - 1].name);
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

  return self->found == NULL && is_dirty (self);
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

  g_hash_table_remove_all (self->sections);
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

  g_clear_pointer (&self->case_, amp_record_free);
  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->found, json_node_unref);
  g_hash_table_unref (self->sections);
  G_OBJECT_CLASS (amp_case_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, content);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, header);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, shared_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, restore);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, switcher);
  gtk_widget_class_bind_template_child (widget_class, AmpCasePage, stack);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_bind_template_callback (widget_class, amp_case_page_restore_draft);
  gtk_widget_class_bind_template_callback (widget_class, amp_case_page_discard_draft);
}

static void
amp_case_page_class_init (AmpCasePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_CASE_PAGE_HEADER);
  object_class->dispose = amp_case_page_dispose;
  object_class->finalize = amp_case_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-case-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "case.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "case.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "case.tab", "i", tab_action);
  gtk_widget_class_install_action (widget_class, "case.institution", "x", institution_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "case.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "case.add",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "case.add",
                                       NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_ALT_MASK, "case.tab", "i",
                                         (gint32) i + 1);
}

static void
amp_case_page_init (AmpCasePage *self)
{
  self->sections = g_hash_table_new (g_str_hash, g_str_equal);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Eight words of unlike length: the longest must not set the width of all. */
  gtk_box_layout_set_homogeneous (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (self->switcher)),
                                  FALSE);
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
  g_signal_connect_object (self->context, "case", G_CALLBACK (take_case), self, G_CONNECT_SWAPPED);
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
  return gtk_stack_get_visible_child_name (self->stack);
}

void
amp_case_page_set_tab (AmpCasePage *self, const char *tab)
{
  if (gtk_stack_get_child_by_name (self->stack, tab) != NULL)
    gtk_stack_set_visible_child_name (self->stack, tab);
}
