/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office that forms are tested in. */
#include "test-form-fixture.h"

#include "app/amp-date-entry.h"
#include "domain/cases.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

GResource *amp_app_get_resource (void);

void
forms_init (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) css = NULL;

  g_test_init (argc, argv, NULL);
  setlocale (LC_ALL, "");
  /* The resources of a static library are dropped unless somebody asks for them. */
  g_resources_register (amp_app_get_resource ());
  g_assert_true (amp_vault_init (NULL));
  if (g_getenv ("AMP_LOCALE") != NULL)
    {
      bindtextdomain (GETTEXT_PACKAGE, g_getenv ("AMP_LOCALE"));
      bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
      textdomain (GETTEXT_PACKAGE);
    }
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (g_getenv ("AMP_DARK") != NULL)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  css = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (css, "/org/amparo/Amparo/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

GtkWindow *
forms_show (GtkWidget *widget, int width, int height)
{
  GtkWidget *window = adw_window_new ();

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  adw_window_set_content (ADW_WINDOW (window), widget);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  return GTK_WINDOW (window);
}

void
forms_picture (GtkWindow *window, const char *name)
{
  const char *folder = g_getenv ("AMP_SCREENSHOTS");
  g_autofree char *file = g_strdup_printf ("%s.png", name);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;

  if (folder == NULL)
    return;
  for (int i = 0; i < 5; i++)
    gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  path = g_build_filename (folder, file, NULL);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (window)),
                          gtk_widget_get_height (GTK_WIDGET (window)));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}

/* --- Names --- */

static gboolean
has_name (GtkWidget *widget)
{
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return TRUE;
  if (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget)) != NULL ||
           ADW_IS_BUTTON_CONTENT (gtk_button_get_child (GTK_BUTTON (widget)));
  return FALSE;
}

void
forms_assert_named (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if ((GTK_IS_BUTTON (widget) || GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget)) &&
      !GTK_IS_TEXT (widget) && !has_name (widget))
    {
      g_test_message ("no name: %s in %s", G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forms_assert_named (child);
}

static gboolean
is_labelled (GtkWidget *button, const char *label)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *plain = NULL;

  if (gtk_button_get_label (GTK_BUTTON (button)) == NULL)
    return FALSE;
  parts = g_strsplit (gtk_button_get_label (GTK_BUTTON (button)), "_", -1);
  plain = g_strjoinv ("", parts);
  return g_strcmp0 (plain, label) == 0;
}

GtkWidget *
forms_find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_visible (widget) && is_labelled (widget, label))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = forms_find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* --- The office --- */

typedef struct
{
  GObject *owner;
  AmpJobsFunc func;
  gpointer data;
  gpointer result;
  gboolean done;
} Waiting;

static gpointer
waiting_run (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Waiting *waiting = data;

  return waiting->func (session, waiting->data, progress, cancellable, error);
}

static void
waiting_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Waiting *waiting = data;

  g_assert_no_error (error);
  waiting->result = result;
  waiting->done = TRUE;
  (void) owner;
}

gpointer
office_run (Office *self, AmpJobsFunc func, gpointer data)
{
  static const AmpJob job = {.func = waiting_run, .done = waiting_done};
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  Waiting waiting = {.func = func, .data = data};

  amp_jobs_run (self->jobs, &job, &waiting, owner, NULL);
  WAIT_FOR (waiting.done);
  return waiting.result;
}

static void
opened (gpointer owner, const GError *error)
{
  g_assert_no_error (error);
  (void) owner;
}

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static gpointer
fill_office (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Office *self = data;
  g_autoptr (AmpRecord) institution = amp_record_new (amp_entity_find ("institution"));
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));

  (void) progress;
  (void) cancellable;
  set (institution, "name_es", "UDAVIT Piura");
  set (institution, "region", "PE-PIU");
  set (person, "given_names", "Jhoselyn");
  set (person, "surname_paternal", "Quispe");
  set (person, "surname_maternal", "de la Cruz");
  set (person, "doc_type", "dni");
  set (person, "doc_number", "45678912");
  set (person, "birth_date", "2001-03-05");
  set (person, "gender", "Feminine");
  set (person, "nationality", "PE");
  set (case_, "office_region", "PE-TUM");
  set (case_, "risk_level", "high");
  set (case_, "first_contact_on", "2024-03-05");
  set (case_, "source", "pnp");
  set (case_, "trafficking_status", "possible");
  if (!amp_cases_save (session, institution, NULL, error) ||
      !amp_cases_intake (session, person, case_, NULL, NULL, error))
    return NULL;
  self->case_id = amp_record_id (case_);
  self->person_id = amp_record_id (person);
  return GINT_TO_POINTER (TRUE);
}

Office *
office_new (void)
{
  Office *self = g_new0 (Office, 1);
  g_autofree char *parent = g_dir_make_tmp ("amp-forms-XXXXXX", NULL);

  self->folder = g_build_filename (parent, "Piura.amparo", NULL);
  self->jobs = amp_jobs_new ();
  amp_jobs_create (self->jobs, self->folder, "rosa", amp_secret_new_from_text ("una frase larga"),
                   &amp_kdf_cheap, self->jobs, opened);
  WAIT_FOR (amp_jobs_is_unlocked (self->jobs));
  office_run (self, fill_office, self);
  return self;
}

static void
count_locks (gboolean *locked)
{
  *locked = TRUE;
}

void
office_lock (Office *self)
{
  gboolean locked = FALSE;
  gulong handler =
    g_signal_connect_swapped (self->jobs, "locked", G_CALLBACK (count_locks), &locked);

  amp_jobs_lock (self->jobs);
  WAIT_FOR (locked);
  g_signal_handler_disconnect (self->jobs, handler);
}

void
office_unlock (Office *self)
{
  amp_jobs_unlock (self->jobs, self->folder, "rosa", amp_secret_new_from_text ("una frase larga"),
                   self->jobs, opened);
  WAIT_FOR (amp_jobs_is_unlocked (self->jobs));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

void
office_free (Office *self)
{
  g_autofree char *parent = g_path_get_dirname (self->folder);

  if (amp_jobs_is_unlocked (self->jobs))
    office_lock (self);
  WAIT_FOR (!amp_jobs_is_busy (self->jobs));
  g_assert_finalize_object (self->jobs);
  remove_folder (parent);
  g_free (self->folder);
  g_free (self);
}

static gpointer
count_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  gint64 n = amp_store_count (amp_session_get_store (session), amp_entity_find (data), error);

  (void) progress;
  (void) cancellable;
  /* One more, for a result that is never NULL. */
  return n < 0 ? NULL : GINT_TO_POINTER (n + 1);
}

guint
office_count (Office *self, const char *entity)
{
  return GPOINTER_TO_UINT (office_run (self, count_run, (gpointer) entity)) - 1;
}

typedef struct
{
  const char *entity;
  gint64 id;
} Which;

static gpointer
load_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  Which *which = data;

  (void) progress;
  (void) cancellable;
  return amp_store_load (amp_session_get_store (session), amp_entity_find (which->entity),
                         which->id, error);
}

AmpRecord *
office_load (Office *self, const char *entity, gint64 id)
{
  Which which = {entity, id};

  return office_run (self, load_run, &which);
}

static gpointer
save_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_cases_save (session, data, NULL, error));
}

void
office_store (Office *self, AmpRecord *record)
{
  office_run (self, save_run, record);
}

void
office_save (Office *self, AmpRecord *record)
{
  office_store (self, record);
  amp_record_free (record);
}

typedef struct
{
  const char *action;
  guint n;
} Events;

static gboolean
count_event (const AmpAuditEvent *event, gpointer data)
{
  Events *events = data;

  if (g_strcmp0 (event->action, events->action) == 0)
    events->n++;
  return TRUE;
}

static gpointer
events_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (
    amp_store_audit_list (amp_session_get_store (session), count_event, data, error));
}

guint
office_count_events (Office *self, const char *action)
{
  Events events = {action, 0};

  office_run (self, events_run, &events);
  return events.n;
}
