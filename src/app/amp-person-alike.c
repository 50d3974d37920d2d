/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Beside the person of a case: who else she may be. Pseudonyms and reasons; names stand behind the
 * veil of the dialog that compares two. */
#include "app/amp-case-widgets.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-people-dialog.h"
#include "app/amp-people-words.h"
#include "domain/duplicates.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  AmpSectionContext *context; /* owned */
  GtkWidget *list;            /* borrowed */
  gint64 asked_rev;           /* of the person, when she was looked for */
} Alike;

static void
alike_free (gpointer data)
{
  Alike *self = data;

  g_object_unref (self->context);
  g_free (self);
}

static Alike *
alike_of (GtkWidget *box)
{
  return g_object_get_data (G_OBJECT (box), "alike");
}

/* --- Looking --- */

/* Worker thread. Without the names: nobody's identity is shown here. */
static gpointer
look (AmpSession *session,
      gpointer data,
      AmpProgress *progress G_GNUC_UNUSED,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (AmpRecord) person = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("person"), *(gint64 *) data, error);
  GPtrArray *found = person != NULL ? amp_duplicates_find (session, person, NULL, NULL,
                                                           AMP_DUPLICATES_MOST, cancellable, error)
                                    : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      AmpDuplicate *row = found->pdata[i];

      if (row->name != NULL)
        explicit_bzero (row->name, strlen (row->name));
      g_clear_pointer (&row->name, g_free);
    }
  return found;
}

static void ask (GtkWidget *box);

static void
on_decided (GtkWidget *box, const char *verdict, gint64 decision G_GNUC_UNUSED, gint64 gone)
{
  Alike *self = alike_of (box);

  amp_toast (box, strcmp (verdict, "same") != 0 ? _ ("Remembered: they are two people.")
                  : gone != 0
                    ? _ ("The two records are one person now. “Possible duplicates” takes it back.")
                    : _ ("The merge is asked for. A supervisor decides."));
  /* What the page shows is another person's now, or has more of hers. */
  if (gone != 0)
    gtk_widget_activate_action (box, "win.open-case-at", "(xs)", self->context->case_id, "person");
  else
    ask (box);
}

static void
on_clicked (GtkWidget *box, GtkWidget *button)
{
  Alike *self = alike_of (box);
  const AmpDuplicate *row = g_object_get_data (G_OBJECT (button), "row");
  AmpPeopleDialog *dialog = amp_people_dialog_present (
    box, self->context->jobs, self->context->person_id, row->person, row->score, row->reasons);

  g_signal_connect_object (dialog, "decided", G_CALLBACK (on_decided), box, G_CONNECT_SWAPPED);
}

/* Takes the row. */
static GtkWidget *
make_row (GtkWidget *box, AmpDuplicate *row)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  const char *who = row->case_number != NULL ? row->case_number : row->pseudonym;
  g_autofree char *reasons = amp_people_reasons (row->reasons, row->score);
  /* Translators: a case number. */
  g_autofree char *title = g_strdup_printf (_ ("Compare with %s…"), who);
  g_autofree char *spoken = g_strdup_printf ("%s %s", title, reasons);
  GtkWidget *first = gtk_label_new (title), *second = gtk_label_new (reasons);

  gtk_label_set_xalign (GTK_LABEL (first), 0);
  gtk_label_set_xalign (GTK_LABEL (second), 0);
  gtk_label_set_wrap (GTK_LABEL (second), TRUE);
  gtk_widget_add_css_class (second, "dim-label");
  gtk_box_append (GTK_BOX (lines), first);
  gtk_box_append (GTK_BOX (lines), second);
  gtk_button_set_child (GTK_BUTTON (button), lines);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "amp-record");
  gtk_widget_set_name (button, "amp-alike");
  amp_accessible_set_label (button, spoken);
  g_object_set_data_full (G_OBJECT (button), "row", row, (GDestroyNotify) amp_duplicate_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), box, G_CONNECT_SWAPPED);
  return button;
}

static void
looked (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  GtkWidget *box = owner, *child;
  Alike *self = alike_of (box);
  g_autoptr (GPtrArray) found = result;

  if (found == NULL)
    {
      amp_toast_error (box, error);
      return;
    }
  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_box_remove (GTK_BOX (self->list), child);
  for (guint i = 0; i < found->len; i++)
    if (((AmpDuplicate *) found->pdata[i])->score >= AMP_DUPLICATES_LIKELY)
      gtk_box_append (GTK_BOX (self->list), make_row (box, g_steal_pointer (&found->pdata[i])));
  gtk_widget_set_visible (box, gtk_widget_get_first_child (self->list) != NULL);
}

static const AmpJob look_job = {.func = look,
                                .done = looked,
                                .data_free = g_free,
                                .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
ask (GtkWidget *box)
{
  Alike *self = alike_of (box);

  self->asked_rev = amp_record_rev (amp_case_file_person (self->context->file));
  amp_jobs_run (self->context->jobs, &look_job,
                g_memdup2 (&self->context->person_id, sizeof (gint64)), box, NULL);
}

/* Another name was saved: she may be like another. */
static void
on_changed (GtkWidget *box, const char *entity)
{
  Alike *self = alike_of (box);

  if (g_strcmp0 (entity, "person") == 0 &&
      amp_record_rev (amp_case_file_person (self->context->file)) != self->asked_rev)
    ask (box);
}

GtkWidget *
amp_person_alike_new (AmpSectionContext *context)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("This person may also be…"));
  Alike *self = g_new0 (Alike, 1);

  self->context = g_object_ref (context);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_object_set_data_full (G_OBJECT (box), "alike", self, alike_free);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (self->list, "amp-records");
  gtk_widget_add_css_class (self->list, "card");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->list);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_visible (box, FALSE);
  g_signal_connect_object (context, "changed", G_CALLBACK (on_changed), box, G_CONNECT_SWAPPED);
  ask (box);
  return box;
}
