/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two lines: in one, with the words of Spanish, it is wider than a small screen. */
#include "app/amp-programme-bar.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "domain/list-csv.h"
#include "domain/programme.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpProgrammeBar
{
  GtkBox parent_instance;

  AmpFormRefs *refs; /* owned */

  /* Borrowed References */
  GtkWidget *search, *tools;
  GtkWidget *year, *region, *status, *country, *institution; /* NULL: it has none */
};

G_DEFINE_FINAL_TYPE (AmpProgrammeBar, amp_programme_bar, GTK_TYPE_BOX)

enum
{
  NARROWED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- What is chosen --- */

void
amp_programme_wish_clear (AmpProgrammeWish *self)
{
  g_clear_pointer (&self->region, g_free);
  g_clear_pointer (&self->status, g_free);
  g_clear_pointer (&self->country, g_free);
  g_clear_pointer (&self->institution, g_free);
  g_clear_pointer (&self->text, g_free);
}

gboolean
amp_programme_wish_is_narrow (const AmpProgrammeWish *self)
{
  return self->year != 0 || *self->region != '\0' || *self->status != '\0' ||
         *self->country != '\0' || *self->institution != '\0' || *self->text != '\0';
}

static char *
dup_filter (GtkWidget *picker)
{
  return picker != NULL ? amp_form_value_dup_text (AMP_FORM_VALUE (picker)) : g_strdup ("");
}

void
amp_programme_bar_read (AmpProgrammeBar *self, AmpProgrammeWish *wish)
{
  g_autofree char *year = dup_filter (self->year);

  wish->year = (guint) g_ascii_strtoull (year, NULL, 10);
  wish->region = dup_filter (self->region);
  wish->status = dup_filter (self->status);
  wish->country = dup_filter (self->country);
  wish->institution = dup_filter (self->institution);
  wish->text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
narrowed_cb (AmpProgrammeBar *self)
{
  g_signal_emit (self, signals[NARROWED], 0);
}

void
amp_programme_bar_set_years (AmpProgrammeBar *self, GArray *years)
{
  AmpCodePicker *picker = AMP_CODE_PICKER (self->year);

  amp_code_picker_clear_options (picker);
  amp_code_picker_add_all (picker, _ ("All years"));
  for (guint i = 0; i < years->len; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", g_array_index (years, guint, i));

      amp_code_picker_add (picker, text, text, NULL, NULL);
    }
  amp_code_picker_refresh (picker);
}

static void
fill_institutions (AmpProgrammeBar *self)
{
  AmpCodePicker *picker = AMP_CODE_PICKER (self->institution);
  GPtrArray *list = amp_form_refs_list (self->refs, "institution");

  amp_code_picker_clear_options (picker);
  amp_code_picker_add_all (picker, _ ("All of them"));
  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const AmpFormRef *ref = list->pdata[i];

      amp_code_picker_add (picker, ref->id, ref->label, ref->detail, NULL);
    }
  amp_code_picker_refresh (picker);
}

/* --- Tables in and out --- */

/* Those of the list and of what hangs on its records. */
static gboolean
is_below (const AmpEntity *entity, const char *list)
{
  while (entity != NULL && g_strcmp0 (entity->name, list) != 0)
    entity = entity->parent != NULL
               ? amp_entity_find (amp_entity_field (entity, entity->parent)->refers)
               : NULL;
  return entity != NULL;
}

static GMenuModel *
make_tables (const AmpProgrammeKind *kind, const char *action)
{
  GMenu *menu = g_menu_new ();

  for (const AmpList *const *list = amp_lists (); *list != NULL; list++)
    {
      const AmpEntity *entity = amp_entity_find ((*list)->entity);
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (!is_below (entity, kind->entity))
        continue;
      /* Translators: a table of a menu, e.g. "Training sessions…". */
      label = g_strdup_printf (_ ("%s…"), _ (entity->label_plural));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, action, "s", (*list)->name);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static GtkWidget *
make_menu (const AmpProgrammeKind *kind)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) in = make_tables (kind, "programme.import");
  g_autoptr (GMenuModel) out = make_tables (kind, "programme.export");

  g_menu_append_section (menu, _ ("Import a table"), in);
  g_menu_append_section (menu, _ ("Export as a table"), out);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Ta_bles"));
  gtk_menu_button_set_use_underline (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  gtk_widget_set_tooltip_text (button, _ ("Import and export this list as CSV"));
  return button;
}

/* --- Building --- */

static GtkWidget *
add_filter (AmpProgrammeBar *self, GtkWidget *box, GtkWidget *picker, const char *label)
{
  gtk_widget_set_size_request (picker, 150, -1);
  gtk_box_append (GTK_BOX (box), amp_form_value_new_titled (AMP_FORM_VALUE (picker), label));
  g_signal_connect_object (picker, "value-changed", G_CALLBACK (narrowed_cb), self,
                           G_CONNECT_SWAPPED);
  return picker;
}

static GtkWidget *
add_codes (
  AmpProgrammeBar *self, GtkWidget *box, const char *list, const char *label, const char *all)
{
  GtkWidget *picker = amp_code_picker_new_empty (FALSE);

  amp_code_picker_add_all (AMP_CODE_PICKER (picker), all);
  amp_code_picker_add_list (AMP_CODE_PICKER (picker), amp_code_list_find (list));
  return add_filter (self, box, picker, label);
}

static void
add_filters (AmpProgrammeBar *self, const AmpProgrammeKind *kind)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *statuses = amp_programme_status_list (kind->entity);

  self->year = add_filter (self, box, amp_code_picker_new_empty (FALSE), _ ("Year"));
  amp_code_picker_add_all (AMP_CODE_PICKER (self->year), _ ("All years"));
  self->region = add_codes (self, box, "region", _ ("Region"), _ ("All regions"));
  if (statuses != NULL)
    self->status = add_codes (self, box, statuses, _ ("Status"), _ ("Any status"));
  if (amp_programme_has_parties (kind->entity))
    {
      self->country = add_codes (self, box, "country", _ ("Country"), _ ("All countries"));
      self->institution =
        add_filter (self, box, amp_code_picker_new_empty (FALSE), _ ("Promised by or to"));
      fill_institutions (self);
      g_signal_connect_object (self->refs, "changed", G_CALLBACK (fill_institutions), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_box_append (GTK_BOX (self), box);
}

static void
add_line (AmpProgrammeBar *self, const AmpProgrammeKind *kind)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_widget_set_valign (self->search, GTK_ALIGN_END);
  amp_accessible_set_label (self->search, _ (kind->search));
  g_object_set (self->search, "placeholder-text", _ (kind->search), NULL);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (narrowed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->search);
  self->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_box_append (GTK_BOX (box), self->tools);
  gtk_box_append (GTK_BOX (box), make_menu (kind));
  if (kind->add != NULL)
    {
      GtkWidget *add = gtk_button_new_with_mnemonic (_ (kind->add));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "programme.add");
      gtk_widget_set_valign (add, GTK_ALIGN_END);
      gtk_widget_add_css_class (add, "suggested-action");
      gtk_box_append (GTK_BOX (box), add);
    }
  gtk_box_append (GTK_BOX (self), box);
}

/* --- Object --- */

static void
amp_programme_bar_dispose (GObject *object)
{
  g_clear_object (&AMP_PROGRAMME_BAR (object)->refs);
  G_OBJECT_CLASS (amp_programme_bar_parent_class)->dispose (object);
}

static void
amp_programme_bar_class_init (AmpProgrammeBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_programme_bar_dispose;
  signals[NARROWED] = g_signal_new ("narrowed", AMP_TYPE_PROGRAMME_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_programme_bar_init (AmpProgrammeBar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 8);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 8);
  gtk_widget_set_margin_start (GTK_WIDGET (self), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self), 12);
}

GtkWidget *
amp_programme_bar_new (const AmpProgrammeKind *kind, AmpFormRefs *refs)
{
  AmpProgrammeBar *self = g_object_new (AMP_TYPE_PROGRAMME_BAR, NULL);

  self->refs = g_object_ref (refs);
  add_line (self, kind);
  add_filters (self, kind);
  return GTK_WIDGET (self);
}

GtkWidget *
amp_programme_bar_get_tools (AmpProgrammeBar *self)
{
  return self->tools;
}

GtkWidget *
amp_programme_bar_get_filter (AmpProgrammeBar *self, const char *field)
{
  const struct
  {
    const char *field;
    GtkWidget *picker;
  } filters[] = {{"year", self->year},
                 {"region", self->region},
                 {"status", self->status},
                 {"country", self->country},
                 {"institution", self->institution}};

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_str_equal (filters[i].field, field))
      return filters[i].picker;
  return NULL;
}
