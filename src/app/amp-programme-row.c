/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three lines, and a fourth where something is overdue; a screen reader hears them as one sentence.
 */
#include "app/amp-programme-row.h"

#include "app/amp-accessible.h"
#include "app/amp-record-text.h"
#include "domain/directory.h"
#include "domain/number.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>
#include <string.h>

#define ID "amp-programme-id"

static const char *
label_of (const char *list, const char *value)
{
  const AmpCode *code =
    list != NULL && value != NULL ? amp_code_list_lookup (amp_code_list_find (list), value) : NULL;

  return code != NULL ? amp_code_label (code, amp_code_language ()) : "";
}

static char *
day_words (const char *on)
{
  AmpDate date;

  return on != NULL && amp_date_parse (on, &date)
           ? amp_date_to_display (&date, amp_code_language ())
           : g_strdup ("");
}

/* A day that is over, and nobody said what became of it. What to write of it; NULL: it is not. */
static const char *
overdue_words (const AmpProgrammeRow *row)
{
  static const struct
  {
    const char *status, *words;
  } waiting[] = {{"planned", N_ ("Planned, and the day is past")},
                 {"open", N_ ("Open, and the day is past")},
                 {"in_progress", N_ ("Under way, and the day is past")}};
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  for (gsize i = 0; i < G_N_ELEMENTS (waiting); i++)
    if (g_strcmp0 (row->status, waiting[i].status) == 0 && row->on != NULL &&
        g_strcmp0 (row->on, text) < 0)
      return _ (waiting[i].words);
  return NULL;
}

/* As with the directory: a figure that nobody looked up for half a year may have a newer one. */
static const char *
doubt_words (const AmpProgrammeRow *figure)
{
  switch (amp_directory_verified (figure->checked_on, NULL))
    {
    case AMP_VERIFIED_NEVER:
      return _ ("The source was not checked yet");
    case AMP_VERIFIED_LONG_AGO:
      return _ ("The source was checked long ago: look for a newer figure");
    case AMP_VERIFIED_RECENTLY:
    default:
      return NULL;
    }
}

/* "Possible cases: 1 144 cases"; a value with decimals as it is written. */
static char *
figure_words (const AmpProgrammeRow *figure, const char *what)
{
  gboolean whole = strspn (figure->place, "0123456789") == strlen (figure->place);
  g_autofree char *number =
    whole ? amp_format_count ((guint64) MAX (figure->n, 0)) : g_strdup (figure->place);
  g_autofree char *unit = g_utf8_strdown (label_of ("external_unit", figure->unit), -1);

  return g_strcmp0 (figure->unit, "percent") == 0
           ? g_strdup_printf ("%s: %s\u00a0%%", what, number)
           : g_strdup_printf ("%s: %s\u00a0%s", what, number,
                              g_strcmp0 (figure->unit, "other") != 0 ? unit : "");
}

typedef struct
{
  char *title, *where, *what;
  const char *late; /* why it stands out; NULL: it does not */
} Words;

static void
words_clear (Words *self)
{
  g_free (self->title);
  g_free (self->where);
  g_free (self->what);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

/* Of a figure what it counts is what one looks for: sources are the same for many. */
static void
read_words (Words *self, const AmpProgrammeKind *kind, const AmpProgrammeRow *row)
{
  const char *what = label_of (amp_programme_kind_list (kind->entity), row->kind);
  const char *status = label_of (amp_programme_status_list (kind->entity), row->status);
  gboolean figure = g_str_equal (kind->entity, "external_figure");
  const char *title = row->title != NULL ? row->title : *what != '\0' ? what : row->code;
  g_autofree char *day = day_words (row->on);
  g_autofree char *number =
    kind->number != NULL && row->n >= 0 ? kind->number (row->n) : g_strdup ("");

  self->late = figure ? doubt_words (row) : overdue_words (row);
  self->where =
    amp_text_join (day, label_of ("region", row->region), self->late == NULL ? status : "", NULL);
  if (figure && row->place != NULL)
    self->title = figure_words (row, what);
  else
    self->title = g_strdup (title);
  self->what = figure ? g_strdup (row->title != NULL ? row->title : "")
                      : amp_text_join (row->title != NULL ? what : "", number, NULL);
}

static void
add_line (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_widget_set_visible (label, *text != '\0');
  gtk_box_append (GTK_BOX (box), label);
}

GtkWidget *
amp_programme_list_row_new (const AmpProgrammeKind *kind, const AmpProgrammeRow *row)
{
  g_auto (Words) words = {0};
  g_autofree char *name = NULL;
  GtkWidget *widget = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  read_words (&words, kind, row);
  name = amp_text_join (words.title, words.where, words.what, words.late, NULL);
  add_line (box, words.title, NULL);
  add_line (box, words.where, "dim-label");
  add_line (box, words.what, "dim-label");
  add_line (box, words.late != NULL ? words.late : "", "warning");
  gtk_widget_set_margin_top (box, 7);
  gtk_widget_set_margin_bottom (box, 7);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (widget), box);
  g_object_set_data_full (G_OBJECT (widget), ID, g_memdup2 (&row->id, sizeof row->id), g_free);
  amp_accessible_set_label (widget, name);
  return widget;
}

gint64
amp_programme_list_row_get_id (GtkListBoxRow *row)
{
  const gint64 *id = row != NULL ? g_object_get_data (G_OBJECT (row), ID) : NULL;

  return id != NULL ? *id : 0;
}
