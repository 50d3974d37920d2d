/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Walking the navigation with the arrow keys shows part after part: the list is the way to see what
 * there is, not a menu to close again. */
#include "app/amp-case-body.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-list-keys.h"
#include "app/amp-referral-dialog.h"
#include "app/amp-referral-panel.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* Their places in the draft of the page. */
#define REFERRAL_WINDOW "referral-window"
#define REFERRAL_STEP "referral-step"

struct _AmpCaseBody
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  GtkListBox *navigation;
  GtkStack *stack;

  /* Owned References */
  AmpSectionContext *context;
  GHashTable *sections; /* section name -> AmpSection, borrowed */
  GPtrArray *editors;   /* of AmpEditor, borrowed: parts that are no sections */

  char *wanted; /* what is to be shown as soon as there is something to show */
};

G_DEFINE_FINAL_TYPE (AmpCaseBody, amp_case_body, GTK_TYPE_WIDGET)

/* --- Making a part --- */

static void
add_title (GtkWidget *box, const char *text)
{
  GtkWidget *title =
    g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, NULL);

  gtk_label_set_text (GTK_LABEL (title), text);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "title-4"); /* those of a form stand below it */
  if (gtk_widget_get_first_child (box) != NULL)
    gtk_widget_set_margin_top (title, 12);
  gtk_box_append (GTK_BOX (box), title);
}

static void
add_item (AmpCaseBody *self, GtkWidget *box, const AmpCasePartItem *item)
{
  const AmpSectionKind *kind;
  GtkWidget *widget;

  if (item->make != NULL)
    {
      widget = item->make (self->context);
      if (AMP_IS_EDITOR (widget))
        g_ptr_array_add (self->editors, widget);
      gtk_box_append (GTK_BOX (box), widget);
      return;
    }
  kind = amp_section_kind_find (item->section);
  widget = amp_section_new (kind, self->context, 0);
  add_title (box, _ (kind->title));
  gtk_box_append (GTK_BOX (box), widget);
  g_hash_table_insert (self->sections, (gpointer) item->section, widget);
}

static GtkWidget *
make_part (AmpCaseBody *self, const AmpCasePart *part)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  for (gsize i = 0; i < G_N_ELEMENTS (part->items); i++)
    if (part->items[i].section != NULL || part->items[i].make != NULL)
      add_item (self, box, &part->items[i]);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1080);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1080);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static void
ensure_part (AmpCaseBody *self, const AmpCasePart *part)
{
  if (gtk_stack_get_child_by_name (self->stack, part->name) == NULL)
    gtk_stack_add_named (self->stack, make_part (self, part), part->name);
}

/* --- Navigation --- */

static const AmpCasePart *
part_of_row (GtkListBoxRow *row)
{
  gsize n;
  const AmpCasePart *parts = amp_case_parts (&n);

  return &parts[gtk_list_box_row_get_index (row)];
}

static void
row_selected_cb (AmpCaseBody *self, GtkListBoxRow *row)
{
  if (row == NULL)
    return;
  ensure_part (self, part_of_row (row));
  gtk_stack_set_visible_child_name (self->stack, part_of_row (row)->name);
}

static void
show_count (AmpCaseBody *self, GtkListBoxRow *row)
{
  GtkLabel *label = g_object_get_data (G_OBJECT (row), "amp-count");
  const AmpCasePart *part = part_of_row (row);
  guint n = amp_case_part_count (part, self->context->file);
  g_autofree char *text = n > 0 ? g_strdup_printf ("%u", n) : g_strdup ("");
  g_autofree char *name =
    /* Translators: a part of the case and how many records it has. */
    n > 0 ? g_strdup_printf (_ ("%s (%u)"), _ (part->title), n) : g_strdup (_ (part->title));

  gtk_label_set_text (label, text);
  amp_accessible_set_label (GTK_WIDGET (row), name);
}

static void
show_counts (AmpCaseBody *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->navigation, i)) != NULL; i++)
    show_count (self, row);
}

static GtkWidget *
make_row (const AmpCasePart *part, gsize n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *label = gtk_label_new (_ (part->title));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "dim-label");
  gtk_widget_add_css_class (count, "caption");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (part->icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "amp-count", count);
  if (n < 10)
    {
      g_autofree char *keys = g_strdup_printf ("Alt+%" G_GSIZE_FORMAT, (n + 1) % 10);

      gtk_widget_set_tooltip_text (row, keys);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                      keys, -1);
    }
  return row;
}

static void
show_heading (GtkListBoxRow *row, GtkListBoxRow *before G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  const AmpCasePart *part = part_of_row (row);
  GtkWidget *label;

  if (part->group == NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (_ (part->group));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

void
amp_case_body_start (AmpCaseBody *self, AmpSectionContext *context)
{
  gsize n;
  const AmpCasePart *parts = amp_case_parts (&n);

  self->context = g_object_ref (context);
  for (gsize i = 0; i < n; i++)
    gtk_list_box_append (self->navigation, make_row (&parts[i], i));
  gtk_list_box_set_header_func (self->navigation, show_heading, NULL, NULL);
  show_counts (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  amp_case_body_show_nth (self, 1);
  if (self->wanted != NULL)
    amp_case_body_show (self, self->wanted);
}

void
amp_case_body_show_nth (AmpCaseBody *self, gint n)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->navigation, n - 1);

  if (row != NULL)
    gtk_list_box_select_row (self->navigation, row);
}

void
amp_case_body_step (AmpCaseBody *self, gint by)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->navigation);

  if (row != NULL)
    amp_case_body_show_nth (self, gtk_list_box_row_get_index (row) + 1 + by);
}

void
amp_case_body_show (AmpCaseBody *self, const char *name)
{
  gsize n;
  const AmpCasePart *parts = amp_case_parts (&n);

  if (self->context == NULL)
    {
      g_free (self->wanted);
      self->wanted = g_strdup (name);
      return;
    }
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (parts[i].name, name) == 0)
      amp_case_body_show_nth (self, (gint) i + 1);
}

const char *
amp_case_body_get_shown (AmpCaseBody *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

/* --- Sections --- */

AmpSection *
amp_case_body_get_section (AmpCaseBody *self, const char *section)
{
  const AmpCasePart *part = amp_case_part_of (section);

  if (self->context == NULL || part == NULL)
    return NULL;
  ensure_part (self, part);
  return g_hash_table_lookup (self->sections, section);
}

static AmpSection *
first_list (AmpCaseBody *self, const AmpCasePart *part)
{
  for (gsize i = 0; i < G_N_ELEMENTS (part->items); i++)
    {
      AmpSection *section = part->items[i].section != NULL
                              ? g_hash_table_lookup (self->sections, part->items[i].section)
                              : NULL;

      if (section != NULL && amp_section_get_kind (section)->parent != NULL)
        return section;
    }
  return NULL;
}

AmpSection *
amp_case_body_current (AmpCaseBody *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *section = focus != NULL ? gtk_widget_get_ancestor (focus, AMP_TYPE_SECTION) : NULL;
  const AmpCasePart *part = amp_case_part_find (amp_case_body_get_shown (self));

  if (section != NULL && gtk_widget_is_ancestor (section, GTK_WIDGET (self)) &&
      amp_section_get_kind (AMP_SECTION (section))->parent != NULL)
    return AMP_SECTION (section);
  return part != NULL ? first_list (self, part) : NULL;
}

gboolean
amp_case_body_is_dirty (AmpCaseBody *self)
{
  GHashTableIter iter;
  gpointer section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    if (amp_section_is_dirty (section))
      return TRUE;
  for (guint i = 0; i < self->editors->len; i++)
    if (amp_editor_is_dirty (g_ptr_array_index (self->editors, i)))
      return TRUE;
  return FALSE;
}

void
amp_case_body_save (AmpCaseBody *self)
{
  GHashTableIter iter;
  gpointer section;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, NULL, &section))
    if (amp_section_is_dirty (section))
      amp_section_save (section);
}

JsonNode *
amp_case_body_dup_draft (AmpCaseBody *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  GHashTableIter iter;
  gpointer name, section;
  JsonNode *window, *step;

  g_hash_table_iter_init (&iter, self->sections);
  while (g_hash_table_iter_next (&iter, &name, &section))
    {
      JsonNode *draft = amp_section_dup_draft (section);

      if (draft != NULL)
        json_object_set_member (object, name, draft);
    }
  window = self->context != NULL ? amp_referral_dialog_dup_draft (self->context) : NULL;
  if (window != NULL)
    json_object_set_member (object, REFERRAL_WINDOW, window);
  step = self->context != NULL ? amp_referral_panel_dup_draft (self->context) : NULL;
  if (step != NULL)
    json_object_set_member (object, REFERRAL_STEP, step);
  if (json_object_get_size (object) == 0)
    return NULL;
  return json_node_init_object (json_node_alloc (), object);
}

static void
restore_step (AmpCaseBody *self, JsonNode *draft)
{
  AmpSection *section = amp_case_body_get_section (self, "referral");
  gint64 id = draft != NULL ? amp_referral_panel_draft_id (draft, self->context) : 0;

  if (id == 0 || section == NULL)
    return;
  amp_case_body_show (self, amp_case_part_of ("referral")->name);
  amp_section_open (section, id);
  amp_referral_panel_restore_draft (self->context, draft);
}

/* Last: it stands over what was typed below. */
static void
restore_window (AmpCaseBody *self, JsonNode *draft)
{
  AmpSection *section = amp_case_body_get_section (self, "referral");

  if (draft == NULL || section == NULL)
    return;
  amp_case_body_show (self, amp_case_part_of ("referral")->name);
  amp_referral_dialog_restore_draft (GTK_WIDGET (section), self->context, draft);
}

void
amp_case_body_restore_draft (AmpCaseBody *self, JsonNode *draft)
{
  g_autoptr (GList) names = NULL;
  JsonObject *object;

  if (draft == NULL || !JSON_NODE_HOLDS_OBJECT (draft))
    return;
  object = json_node_get_object (draft);
  names = json_object_get_members (object);
  for (GList *name = names; name != NULL; name = name->next)
    {
      AmpSection *section = amp_case_body_get_section (self, name->data);

      if (section == NULL)
        continue;
      amp_case_body_show (self, amp_case_part_of (name->data)->name);
      amp_section_restore_draft (section, json_object_get_member (object, name->data));
    }
  restore_step (self, json_object_get_member (object, REFERRAL_STEP));
  restore_window (self, json_object_get_member (object, REFERRAL_WINDOW));
}

/* --- The keyboard --- */

void
amp_case_body_focus_navigation (AmpCaseBody *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->navigation);

  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->navigation));
}

void
amp_case_body_focus_part (AmpCaseBody *self)
{
  GtkWidget *part = gtk_stack_get_visible_child (self->stack);

  if (part != NULL)
    gtk_widget_child_focus (part, GTK_DIR_TAB_FORWARD);
}

gboolean
amp_case_body_navigation_has_focus (AmpCaseBody *self)
{
  return amp_has_keyboard (GTK_WIDGET (self->navigation));
}

/* --- Object --- */

static void
amp_case_body_dispose (GObject *object)
{
  AmpCaseBody *self = AMP_CASE_BODY (object);

  g_hash_table_remove_all (self->sections);
  g_ptr_array_set_size (self->editors, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CASE_BODY);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (amp_case_body_parent_class)->dispose (object);
}

static void
amp_case_body_finalize (GObject *object)
{
  AmpCaseBody *self = AMP_CASE_BODY (object);

  g_hash_table_unref (self->sections);
  g_ptr_array_unref (self->editors);
  g_free (self->wanted);
  G_OBJECT_CLASS (amp_case_body_parent_class)->finalize (object);
}

static void
amp_case_body_class_init (AmpCaseBodyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amp_case_body_dispose;
  object_class->finalize = amp_case_body_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-case-body.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpCaseBody, content);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseBody, navigation);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseBody, stack);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
amp_case_body_init (AmpCaseBody *self)
{
  self->sections = g_hash_table_new (g_str_hash, g_str_equal);
  self->editors = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->navigation));
}
