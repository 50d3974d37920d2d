/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of others beside a count. */
#include "app/amp-counts-context.h"

#include "app/amp-accessible.h"
#include "app/amp-translate.h"
#include "domain/reports.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpCountsContext
{
  AdwBin parent_instance;

  GtkWidget *expander, *rows; /* borrowed: children */
  gconstpointer current;      /* data of the newest job */
};

G_DEFINE_FINAL_TYPE (AmpCountsContext, amp_counts_context, ADW_TYPE_BIN)

typedef struct
{
  char from[11], to[11];
  char *region; /* NULL: all */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->region);
  g_free (self);
}

/* Worker thread. */
static gpointer
read_figures (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  const Wish *wish = data;

  (void) progress;
  (void) cancellable;
  return amp_report_external (session, wish->from, wish->to, wish->region, amp_translate,
                              amp_code_language (), error);
}

/* "1 144: possible cases, Peru (cases). Observatorio (checked on 12/09/2026). 2016". */
static void
append_row (GtkWidget *rows, const AmpFigureTable *table, guint n)
{
  const AmpFigureRow *row = table->rows->pdata[n];
  GtkWidget *label;
  g_autofree char *value = NULL, *text = NULL;

  for (guint column = 0; value == NULL && column < table->columns->len; column++)
    {
      const AmpFigureColumn *of = table->columns->pdata[column];
      const AmpFigure *figure = amp_figure_table_get (table, n, column);

      if (figure->state == AMP_FIGURE_SHOWN)
        value = amp_figure_text (figure, of->kind, amp_code_language ());
    }
  text =
    value != NULL
      ? g_strdup_printf ("%s · %s\n%s · %s", value, row->labels[0], row->labels[1], row->labels[2])
      : g_strdup_printf ("%s\n%s · %s", row->labels[0], row->labels[1], row->labels[2]);
  label = gtk_label_new (text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (rows), label);
}

static void
append_notes (GtkWidget *rows, const AmpFigures *figures)
{
  for (guint i = 0; i < figures->notes->len; i++)
    {
      GtkWidget *label = gtk_label_new (figures->notes->pdata[i]);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (rows), label);
    }
}

static void
clear (AmpCountsContext *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/* What cannot be read is not there: it is beside the matter. */
static void
figures_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCountsContext *self = owner;
  g_autoptr (AmpFigures) figures = result;

  (void) error;
  if (data != self->current)
    return;
  clear (self);
  if (figures == NULL || figures->tables->len == 0)
    return;
  for (guint i = 0; i < ((AmpFigureTable *) figures->tables->pdata[0])->rows->len; i++)
    append_row (self->rows, figures->tables->pdata[0], i);
  append_notes (self->rows, figures);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static const AmpJob read_job = {
  .func = read_figures,
  .done = figures_read,
  .data_free = wish_free,
  .result_free = (GDestroyNotify) amp_figures_free,
};

void
amp_counts_context_show (AmpCountsContext *self, AmpJobs *jobs, const AmpCountSpec *spec)
{
  Wish *wish = g_new0 (Wish, 1);

  memcpy (wish->from, spec->from, sizeof wish->from);
  memcpy (wish->to, spec->to, sizeof wish->to);
  for (gsize i = 0; i < spec->n_where; i++)
    if (strcmp (spec->where_dimension[i]->name, "region") == 0)
      wish->region = g_strdup (spec->where_value[i]);
  self->current = wish;
  amp_jobs_run (jobs, &read_job, wish, self, NULL);
}

static void
amp_counts_context_class_init (AmpCountsContextClass *klass)
{
  (void) klass;
}

static void
amp_counts_context_init (AmpCountsContext *self)
{
  self->expander = gtk_expander_new_with_mnemonic (_ ("Con_text: figures of others"));
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->rows, 6);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), self->rows);
  amp_accessible_set_label (self->rows, _ ("Figures of others"));
  adw_bin_set_child (ADW_BIN (self), self->expander);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
