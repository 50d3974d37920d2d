/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every choice works at once; a date that is half typed narrows nothing yet. */
#include "app/amp-duplicates-bar.h"

#include "app/amp-code-picker.h"
#include "app/amp-date-entry.h"
#include "app/amp-editor.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpDuplicatesBar
{
  GtkBox parent_instance;

  /* Borrowed References; NULL: not asked for */
  GtkWidget *reason, *owner, *region, *since;
};

G_DEFINE_FINAL_TYPE (AmpDuplicatesBar, amp_duplicates_bar, GTK_TYPE_BOX)

static guint narrowed_signal;

/* --- Who there is --- */

typedef struct
{
  char *id, *name;
} User;

static void
user_free (gpointer data)
{
  User *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self);
}

/* Worker thread. Whoever left may still have cases. */
static gpointer
list_users (AmpSession *session,
            gpointer data G_GNUC_UNUSED,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable,
            GError **error)
{
  static const char *const paths[] = {"id", "display_name", NULL};
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (user_free);
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("user"), paths, NULL, 0,
                      "display_name", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      User *user = g_new0 (User, 1);

      user->id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_cursor_int (cursor, 0));
      user->name = g_strdup (amp_cursor_text (cursor, 1));
      g_ptr_array_add (users, user);
    }
  return more == 0 ? g_steal_pointer (&users) : NULL;
}

static void
users_listed (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpDuplicatesBar *self = owner;
  AmpCodePicker *picker = AMP_CODE_PICKER (self->owner);
  g_autoptr (GPtrArray) users = result;

  if (users == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  for (guint i = 0; i < users->len; i++)
    {
      const User *user = users->pdata[i];

      if (user->name != NULL)
        amp_code_picker_add (picker, user->id, user->name, NULL, NULL);
    }
  amp_code_picker_refresh (picker);
}

static const AmpJob users_job = {
  .func = list_users, .done = users_listed, .result_free = (GDestroyNotify) g_ptr_array_unref};

/* --- What is chosen --- */

/* NULL: nothing. */
static char *
dup_choice (GtkWidget *picker)
{
  char *text = picker != NULL ? amp_form_value_dup_text (AMP_FORM_VALUE (picker)) : NULL;

  if (text != NULL && *text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* NULL: none, or not a date yet. */
static char *
dup_since (AmpDuplicatesBar *self)
{
  g_autofree char *text = dup_choice (self->since);
  AmpDate date;

  if (text == NULL || !amp_date_parse (text, &date) || date.precision == AMP_DATE_UNKNOWN)
    return NULL;
  return g_steal_pointer (&text);
}

void
amp_duplicates_bar_narrow (AmpDuplicatesBar *self, AmpDuplicateList *list)
{
  g_autofree char *reason = dup_choice (self->reason);
  g_autofree char *owner = dup_choice (self->owner);
  g_autofree char *region = dup_choice (self->region);
  g_autofree char *since = dup_since (self);
  const AmpDuplicateWish wish = {.reason = reason,
                                 .owner = owner != NULL ? g_ascii_strtoll (owner, NULL, 10) : 0,
                                 .region = region,
                                 .since = since};

  amp_duplicate_list_narrow (list, &wish);
}

void
amp_duplicates_bar_clear (AmpDuplicatesBar *self)
{
  GtkWidget *filters[] = {self->reason, self->owner, self->region, self->since};

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    if (filters[i] != NULL)
      amp_form_value_set_text (AMP_FORM_VALUE (filters[i]), NULL);
  g_signal_emit (self, narrowed_signal, 0);
}

static void
narrowed_cb (AmpDuplicatesBar *self)
{
  g_signal_emit (self, narrowed_signal, 0);
}

/* --- Building --- */

static GtkWidget *
add_filter (AmpDuplicatesBar *self, GtkWidget *filter, const char *label)
{
  GtkWidget *titled = amp_form_value_new_titled (AMP_FORM_VALUE (filter), label);

  gtk_widget_set_hexpand (titled, TRUE);
  gtk_box_append (GTK_BOX (self), titled);
  g_signal_connect_object (filter, "value-changed", G_CALLBACK (narrowed_cb), self,
                           G_CONNECT_SWAPPED);
  return filter;
}

static GtkWidget *
add_codes (AmpDuplicatesBar *self, const char *list, const char *label, const char *all)
{
  GtkWidget *picker = amp_code_picker_new_empty (FALSE);

  amp_code_picker_add_all (AMP_CODE_PICKER (picker), all);
  if (list != NULL)
    amp_code_picker_add_list (AMP_CODE_PICKER (picker), amp_code_list_find (list));
  return add_filter (self, picker, label);
}

/* --- Object --- */

static void
amp_duplicates_bar_class_init (AmpDuplicatesBarClass *klass G_GNUC_UNUSED)
{
  narrowed_signal = g_signal_new ("narrowed", AMP_TYPE_DUPLICATES_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_duplicates_bar_init (AmpDuplicatesBar *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
amp_duplicates_bar_new (AmpJobs *jobs)
{
  AmpDuplicatesBar *self = g_object_new (AMP_TYPE_DUPLICATES_BAR, NULL);

  self->reason = add_codes (self, "dup_reason", _ ("What is alike"), _ ("Anything"));
  if (amp_jobs_is_supervisor (jobs))
    {
      self->owner = add_codes (self, NULL, _ ("Responsible"), _ ("Anybody"));
      self->region = add_codes (self, "region", _ ("Region of assistance"), _ ("All regions"));
      amp_jobs_run (jobs, &users_job, NULL, self, NULL);
    }
  self->since = add_filter (self, amp_date_entry_new (), _ ("One of the two opened since"));
  return GTK_WIDGET (self);
}

GtkWidget *
amp_duplicates_bar_get_filter (AmpDuplicatesBar *self, const char *name)
{
  const struct
  {
    const char *name;
    GtkWidget *filter;
  } filters[] = {{"reason", self->reason},
                 {"owner", self->owner},
                 {"region", self->region},
                 {"since", self->since}};

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    if (g_str_equal (filters[i].name, name))
      return filters[i].filter;
  return NULL;
}
