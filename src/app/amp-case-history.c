/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log of one case. It holds names of fields and no values, so nothing here is under the veil.
 * Read when the part is first shown. */
#include "app/amp-case-widgets.h"

#include "app/amp-editor.h"
#include "app/amp-record-text.h"

#include <glib/gi18n.h>

#define SHOWN_MOST 300

typedef struct
{
  char *at;
  gint64 actor;
  char *action;
  const AmpEntity *entity;
  char *fields;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->at);
  g_free (line->action);
  g_free (line->fields);
  g_free (line);
}

static gboolean
keep (const AmpAuditEvent *event, gpointer data)
{
  Line *line = g_new0 (Line, 1);

  line->at = g_strdup (event->at);
  line->actor = event->actor;
  line->action = g_strdup (event->action);
  line->entity = event->object_type != NULL ? amp_entity_find (event->object_type) : NULL;
  line->fields = g_strdup (event->fields);
  g_ptr_array_insert (data, 0, line); /* the newest first */
  return TRUE;
}

static gpointer
history_run (AmpSession *session,
             gpointer data,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
  const gint64 *ids = data;
  const AmpAuditObject roots[] = {{amp_entity_find ("case"), ids[0]},
                                  {amp_entity_find ("person"), ids[1]}};

  if (!amp_store_audit_list_of (amp_session_get_store (session), roots, G_N_ELEMENTS (roots), keep,
                                lines, error))
    return NULL;
  return g_steal_pointer (&lines);
}

static const char *
action_word (const char *action)
{
  static const struct
  {
    const char *action;
    const char *word;
  } words[] = {
    {"create", N_ ("recorded")},
    {"update", N_ ("changed")},
    {"delete", N_ ("deleted")},
    {"view_case", N_ ("opened")},
    {"view_identity", N_ ("saw the identity of")},
    {"import", N_ ("imported")},
    {"export", N_ ("exported")},
    {"print", N_ ("printed")},
    {"merge", N_ ("merged")},
    {"consent_override", N_ ("made an exception to consent for")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].action, action) == 0)
      return _ (words[i].word);
  return action;
}

static char *
field_labels (const Line *line)
{
  g_auto (GStrv) names = g_strsplit (line->fields != NULL ? line->fields : "", ";", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const AmpField *field =
        line->entity != NULL ? amp_entity_field (line->entity, names[i]) : NULL;

      if (field != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", _ (field->label));
    }
  return g_string_free (text, FALSE);
}

static char *
local_time (const char *at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (at, NULL);
  g_autoptr (GDateTime) here = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return here != NULL ? g_date_time_format (here, "%d/%m/%Y %H:%M") : g_strdup (at);
}

static GtkWidget *
make_line (const Line *line, AmpSectionContext *context)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, line->actor);
  const char *who = amp_form_refs_label (context->refs, "user", id);
  g_autofree char *when = local_time (line->at);
  g_autofree char *fields = field_labels (line);
  g_autofree char *what =
    /* Translators: who, what was done, to what: "rosa · changed · Service". */
    g_strdup_printf ("%s · %s · %s", who != NULL ? who : "", action_word (line->action),
                     line->entity != NULL ? _ (line->entity->label) : "");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *time = gtk_label_new (when);
  GtkWidget *text = gtk_label_new (what);
  GtkWidget *more = gtk_label_new (fields);

  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_add_css_class (time, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (more), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (more), 0);
  gtk_widget_set_tooltip_text (more, fields);
  gtk_widget_add_css_class (more, "caption");
  gtk_widget_set_hexpand (more, TRUE);
  gtk_box_append (GTK_BOX (box), time);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), more);
  gtk_widget_add_css_class (box, "amp-line");
  return box;
}

static void
history_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = result;
  AmpSectionContext *context = g_object_get_data (owner, "amp-context");
  GtkWidget *child;

  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  while ((child = gtk_widget_get_first_child (owner)) != NULL)
    gtk_box_remove (GTK_BOX (owner), child);
  for (guint i = 0; i < MIN (lines->len, SHOWN_MOST); i++)
    gtk_box_append (GTK_BOX (owner), make_line (g_ptr_array_index (lines, i), context));
}

static const AmpJob history_job = {.func = history_run,
                                   .done = history_done,
                                   .data_free = g_free,
                                   .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
read_again (GtkWidget *box, const char *entity G_GNUC_UNUSED, AmpSectionContext *context)
{
  gint64 *ids = g_new (gint64, 2);

  ids[0] = context->case_id;
  ids[1] = context->person_id;
  amp_jobs_run (context->jobs, &history_job, ids, box, NULL);
}

GtkWidget *
amp_case_history_new (AmpSectionContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "amp-records");
  gtk_widget_add_css_class (box, "card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("History"), -1);
  g_object_set_data (G_OBJECT (box), "amp-context", context);
  g_signal_connect_object (context, "changed", G_CALLBACK (read_again), box, G_CONNECT_SWAPPED);
  read_again (box, NULL, context);
  return box;
}
