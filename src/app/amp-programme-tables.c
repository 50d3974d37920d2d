/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes out is what domain/list-csv.h says; nothing is known of it here. */
#include "app/amp-programme-tables.h"

#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-list-import-dialog.h"
#include "domain/list-csv.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  const AmpList *list;
  char *path, *region;
  char from[8], to[16]; /* "" for all years */
  guint n;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *self = data;

  g_free (self->path);
  g_free (self->region);
  g_free (self);
}

/* Worker thread. */
static gpointer
write_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable,
           GError **error)
{
  Writing *self = data;
  const AmpListFilter filter = {.from = *self->from != '\0' ? self->from : NULL,
                                .to = *self->to != '\0' ? self->to : NULL,
                                .region = *self->region != '\0' ? self->region : NULL};
  g_autofree char *csv =
    amp_list_to_csv (session, self->list, &filter, &self->n, cancellable, error);

  return GINT_TO_POINTER (csv != NULL && amp_write_file (self->path, csv, strlen (csv), error));
}

static void
write_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  const Writing *writing = data;
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  text = g_strdup_printf (
    /* Translators: %u is how many. */
    ngettext ("The table is written: %u row.", "The table is written: %u rows.", writing->n),
    writing->n);
  amp_toast (owner, text);
}

static const AmpJob write_job = {
  .func = write_run, .done = write_done, .data_free = writing_free, .title = N_ ("Writing…")};

#define LIST "amp-programme-table"

static void
chosen_cb (gpointer owner, const char *path)
{
  AmpProgrammePane *pane = owner;
  AmpProgrammeWish wish = {0};
  Writing *writing;

  if (path == NULL)
    return;
  amp_programme_bar_read (amp_programme_pane_get_bar (pane), &wish);
  writing = g_new0 (Writing, 1);
  writing->list = g_object_get_data (owner, LIST);
  writing->path = g_strdup (path);
  writing->region = g_strdup (wish.region);
  if (wish.year != 0)
    {
      g_snprintf (writing->from, sizeof writing->from, "%04u", MIN (wish.year, 9999));
      g_snprintf (writing->to, sizeof writing->to, "%04u-12-31", MIN (wish.year, 9999));
    }
  amp_programme_wish_clear (&wish);
  amp_jobs_run (amp_programme_pane_get_context (pane)->jobs, &write_job, writing, pane, NULL);
}

void
amp_programme_tables_export (AmpProgrammePane *pane, const char *name)
{
  const AmpList *list = amp_list_find (name);
  g_autofree char *file = g_strconcat (name, ".csv", NULL);
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE, .title = _ ("Export as a table"), .name = file, .pattern = "*.csv"};

  if (list == NULL)
    return;
  g_object_set_data (G_OBJECT (pane), LIST, (gpointer) list);
  amp_choose_file (GTK_WIDGET (pane), &choose, chosen_cb);
}

/* What is shown may be another than was read. */
static void
imported_cb (AmpProgrammePane *pane)
{
  gint64 id;

  amp_programme_pane_reload (pane);
  if (amp_programme_pane_get_shown (pane, &id) && id != 0)
    amp_programme_pane_show (pane, id);
}

void
amp_programme_tables_import (AmpProgrammePane *pane, const char *name)
{
  const AmpList *list = amp_list_find (name);
  AmpListImportDialog *dialog;

  if (list == NULL)
    return;
  if (amp_programme_pane_is_dirty (pane))
    {
      amp_toast (GTK_WIDGET (pane), _ ("Save this entry first, or undo your changes."));
      return;
    }
  dialog = amp_list_import_dialog_present (GTK_WIDGET (pane),
                                           amp_programme_pane_get_context (pane)->jobs, list);
  g_signal_connect_object (dialog, "imported", G_CALLBACK (imported_cb), pane, G_CONNECT_SWAPPED);
}
