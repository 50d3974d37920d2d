/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The register of releases. */
#include "app/amp-releases-page.h"

#include "app/amp-accessible.h"
#include "app/amp-count-view.h"
#include "app/amp-count-words.h"
#include "app/amp-editor.h"
#include "app/amp-export-file.h"
#include "app/amp-list-keys.h"
#include "app/amp-partner-view.h"
#include "app/amp-release-jobs.h"
#include "app/amp-release-words.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpReleasesPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *verify;
  GtkLabel *verified;
  GtkLabel *heading;
  GtkLabel *facts;
  GtkWidget *again;
  GtkLabel *alert;
  GtkScrolledWindow *table_place;
  GtkLabel *no_table;
  GtkLabel *hash;

  /* Owned. */
  AmpJobs *jobs;
  GPtrArray *lines;  /* AmpRelease, newest first */
  GHashTable *names; /* user id -> login */
  gint64 shown;      /* line */
  gboolean loaded;
};

G_DEFINE_FINAL_TYPE (AmpReleasesPage, amp_releases_page, ADW_TYPE_BIN)

/* --- Reading --- */

typedef struct
{
  GPtrArray *lines;
  GHashTable *names;
} Register;

static void
register_free (gpointer data)
{
  Register *self = data;

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Register, register_free)

/* Worker thread. */
static gpointer
read_register (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (Register) all = g_new0 (Register, 1);
  g_autoptr (GPtrArray) users =
    amp_vault_list_users (amp_store_get_vault (amp_session_get_store (session)), error);

  (void) data;
  (void) progress;
  (void) cancellable;
  all->names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = users->pdata[i];

      g_hash_table_insert (all->names, g_memdup2 (&user->id, sizeof user->id),
                           g_strdup (user->login));
    }
  all->lines = users != NULL ? amp_releases_list (session, error) : NULL;
  return all->lines != NULL ? g_steal_pointer (&all) : NULL;
}

static const AmpRelease *
shown_line (AmpReleasesPage *self)
{
  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    if (((const AmpRelease *) self->lines->pdata[i])->id == self->shown)
      return self->lines->pdata[i];
  return NULL;
}

static const char *
name_of (AmpReleasesPage *self, gint64 user)
{
  const char *name = g_hash_table_lookup (self->names, &user);

  return name != NULL ? name : "";
}

static GtkWidget *
make_row (AmpReleasesPage *self, const AmpRelease *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = amp_release_words_title (line);
  g_autofree char *subtitle = amp_release_words_subtitle (line);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *escaped_subtitle = g_markup_escape_text (subtitle, -1);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, subtitle);

  (void) self;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped_subtitle);
  amp_accessible_set_label (row, spoken);
  return row;
}

static void
registered (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleasesPage *self = owner;
  g_autoptr (Register) all = result;
  GtkWidget *row;
  int chosen = 0;

  (void) data;
  if (all == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  self->lines = g_steal_pointer (&all->lines);
  self->names = g_steal_pointer (&all->names);
  for (guint i = 0, j = self->lines->len; i + 1 < j; i++)
    {
      gpointer line = self->lines->pdata[i];

      self->lines->pdata[i] = self->lines->pdata[--j];
      self->lines->pdata[j] = line;
    }
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const AmpRelease *line = self->lines->pdata[i];

      if (line->id == self->shown)
        chosen = (int) i;
      gtk_list_box_append (self->list, make_row (self, line));
    }
  gtk_stack_set_visible_child_name (self->stack, self->lines->len > 0 ? "lines" : "empty");
  self->loaded = TRUE;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, chosen));
}

static const AmpJob read_job = {
  .func = read_register,
  .done = registered,
  .result_free = register_free,
};

static void
reload (AmpReleasesPage *self)
{
  self->loaded = FALSE;
  amp_jobs_run (self->jobs, &read_job, NULL, self, NULL);
}

/* --- One line --- */

/* Worker thread. */
static gpointer
read_table (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  (void) progress;
  (void) cancellable;
  return amp_release_table (session, *(gint64 *) data, error);
}

static void
table_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleasesPage *self = owner;
  g_autoptr (AmpCountTable) table = result;
  g_autoptr (AmpCountGrid) grid = NULL;
  g_autofree char *hidden = NULL, *facts = NULL;
  const AmpCountSpec *spec;

  if (*(gint64 *) data != self->shown)
    return;
  if (table == NULL)
    {
      g_autofree char *sentence = amp_release_sentence (error);

      amp_alert_show (self->alert, sentence);
      return;
    }
  hidden = amp_release_words_hidden (table);
  facts = g_strconcat (gtk_label_get_label (self->facts), "\n", hidden, NULL);
  gtk_label_set_label (self->facts, facts);
  spec = amp_count_table_spec (table);
  grid = amp_count_grid_new (table, amp_code_language (), _ ("Total"));
  gtk_scrolled_window_set_child (
    self->table_place,
    amp_count_view_new (
      grid, spec->n_dimensions > 0 ? _ (amp_dimension_label (spec->dimensions[0], spec->unit)) : "",
      gtk_label_get_label (self->heading), NULL, NULL));
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), TRUE);
}

static const AmpJob table_job = {
  .func = read_table,
  .done = table_read,
  .data_free = g_free,
  .result_free = (GDestroyNotify) amp_count_table_free,
};

static void
on_selected (AmpReleasesPage *self, GtkListBoxRow *row)
{
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  const AmpRelease *line = index >= 0 && self->lines != NULL && (guint) index < self->lines->len
                             ? self->lines->pdata[index]
                             : NULL;
  g_autofree char *title = NULL, *facts = NULL, *hash = NULL;
  gboolean sealed;

  if (line == NULL)
    return;
  self->shown = line->id;
  title = amp_release_words_title (line);
  facts =
    amp_release_words_facts (line, name_of (self, line->actor), name_of (self, line->approver));
  gtk_label_set_label (self->heading, title);
  gtk_label_set_label (self->facts, facts);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->table_place), FALSE);
  gtk_scrolled_window_set_child (self->table_place, NULL);
  sealed = amp_release_is_sealed (line->rule);
  gtk_widget_set_visible (self->again, line->format != NULL && (!sealed || !line->given));
  gtk_widget_set_visible (GTK_WIDGET (self->no_table), line->template_id == NULL || sealed);
  gtk_label_set_label (
    self->no_table,
    sealed && !line->given
      ? _ ("Records of persons, sealed to one partner: the register keeps what was sealed, and "
           "never shows it. Until the file is saved it can be sealed again, to the same partner.")
    : sealed ? _ ("Records of persons, sealed to one partner: the register keeps what "
                  "was sealed, and never shows it.")
    : line->format != NULL ? _ ("Exact figures for the office: the register keeps the file, and no "
                                "table of its own.")
                           : _ ("A change of the rules of release."));
  hash = line->file_hash != NULL
           /* Translators: %s are 64 digits and letters. */
           ? g_strdup_printf (_ ("Fingerprint of the file: %s"), line->file_hash)
           : g_strdup ("");
  gtk_label_set_label (self->hash, hash);
  if (line->template_id != NULL && !sealed)
    amp_jobs_run (self->jobs, &table_job, g_memdup2 (&line->id, sizeof line->id), self, NULL);
}

/* --- The file again --- */

typedef struct
{
  gint64 id;
  char *path;
} Again;

static void
again_free (gpointer data)
{
  Again *self = data;

  g_free (self->path);
  g_free (self);
}

/* Worker thread. */
static gpointer
write_again (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  Again *again = data;
  gpointer written =
    amp_export_file_write (again->path, amp_release_again (session, again->id, error), error);

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (written != NULL && amp_release_given (session, again->id, error));
}

static void
again_written (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleasesPage *self = owner;
  const Again *again = data;
  g_autofree char *name = g_path_get_basename (again->path);
  g_autofree char *sentence = NULL;

  if (result == NULL)
    {
      sentence = amp_release_sentence (error);
      amp_alert_show (self->alert, sentence);
      return;
    }
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (_ ("Saved as %s."), name);
  amp_toast (GTK_WIDGET (self), sentence);
  reload (self);
}

static const AmpJob again_job = {
  .func = write_again,
  .done = again_written,
  .data_free = again_free,
};

static void
on_again_chosen (gpointer owner, const char *path)
{
  AmpReleasesPage *self = owner;
  Again *again;

  if (path == NULL)
    return;
  again = g_new0 (Again, 1);
  again->id = self->shown;
  again->path = g_strdup (path);
  amp_alert_show (self->alert, NULL);
  amp_jobs_run (self->jobs, &again_job, again, self, NULL);
}

static void
on_again (AmpReleasesPage *self)
{
  const AmpRelease *line = shown_line (self);
  g_autofree char *name = NULL, *pattern = NULL;

  if (line == NULL || line->format == NULL)
    return;
  if (amp_release_is_sealed (line->rule))
    {
      name = amp_partner_file_name ((guint) g_ascii_strtoull (line->period, NULL, 10));
      pattern = g_strdup ("*.amparo-partner");
    }
  else
    {
      /* Translators: the beginning of a file's name, before the day. */
      name = g_strdup_printf ("%s-%" G_GINT64_FORMAT ".%s", _ ("figures"), line->id, line->format);
      pattern = g_strconcat ("*.", line->format, NULL);
    }
  amp_choose_file (GTK_WIDGET (self),
                   &(AmpChoose){.kind = AMP_CHOOSE_SAVE,
                                .title = _ ("Save the file again"),
                                .name = name,
                                .pattern = pattern},
                   on_again_chosen);
}

/* --- Verifying --- */

/* Worker thread. */
static gpointer
verify (AmpSession *session,
        gpointer data,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  (void) data;
  guint64 n = 0;

  return amp_releases_verify (session, &n, progress, cancellable, error) ? g_memdup2 (&n, sizeof n)
                                                                         : NULL;
}

static void
verified (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpReleasesPage *self = owner;
  g_autofree guint64 *n = result;
  g_autofree char *sentence = NULL;

  (void) data;
  gtk_widget_set_sensitive (self->verify, TRUE);
  if (n == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (n == NULL)
    {
      sentence = amp_release_sentence (error);
      gtk_widget_add_css_class (GTK_WIDGET (self->verified), "error");
    }
  else
    {
      /* Translators: %u is the number of lines of the register. */
      sentence = g_strdup_printf (ngettext ("The register holds: %u line, its file and its proof.",
                                            "The register holds: %u lines, their files and their "
                                            "proofs.",
                                            (gulong) *n),
                                  (guint) *n);
      gtk_widget_remove_css_class (GTK_WIDGET (self->verified), "error");
    }
  gtk_label_set_label (self->verified, sentence);
}

static const AmpJob verify_job = {
  .func = verify,
  .done = verified,
  .result_free = g_free,
  .title = N_ ("Checking the register of releases…"),
  .lets_in = TRUE,
};

static void
on_verify (AmpReleasesPage *self)
{
  gtk_widget_set_sensitive (self->verify, FALSE);
  gtk_label_set_label (self->verified, "");
  amp_jobs_run (self->jobs, &verify_job, NULL, self, NULL);
}

/* --- Object --- */

gboolean
amp_releases_page_is_loaded (AmpReleasesPage *self)
{
  return self->loaded;
}

static void
amp_releases_page_dispose (GObject *object)
{
  AmpReleasesPage *self = AMP_RELEASES_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_RELEASES_PAGE);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_releases_page_parent_class)->dispose (object);
}

static void
amp_releases_page_class_init (AmpReleasesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_releases_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-releases-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, verify);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, verified);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, heading);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, facts);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, again);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, table_place);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, no_table);
  gtk_widget_class_bind_template_child (widget_class, AmpReleasesPage, hash);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_verify);
}

static void
amp_releases_page_init (AmpReleasesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Releases"));
}

AmpReleasesPage *
amp_releases_page_new (AmpJobs *jobs)
{
  AmpReleasesPage *self = g_object_new (AMP_TYPE_RELEASES_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  g_signal_connect (self, "map", G_CALLBACK (reload), NULL);
  return self;
}
