/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Else the next save of an action would be a conflict with the program itself. */
#include "app/amp-programme-follow.h"

typedef struct
{
  const AmpEntity *entity;
  gint64 id;
} Reading;

/* Worker thread. */
static gpointer
read_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  const Reading *self = data;

  return amp_case_file_load_of (session, self->entity, self->id, error);
}

static void
take_changed (AmpSectionContext *context, const AmpCaseFile *file, const char *entity)
{
  GPtrArray *records = amp_case_file_list (file, entity);

  for (guint i = 0; i < records->len; i++)
    {
      const AmpRecord *fresh = records->pdata[i];
      const AmpRecord *known = amp_case_file_find (context->file, entity, amp_record_id (fresh));

      /* The row of an action also tells of its progress, which is no part of it. */
      if (known == NULL || amp_record_rev (known) != amp_record_rev (fresh) ||
          g_str_equal (entity, "regional_action"))
        amp_section_context_put (context, fresh);
    }
}

static void
read_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  static const char *const followed[] = {"regional_action", "regional_progress", "commitment",
                                         "commitment_update"};
  AmpSectionContext *context = amp_programme_pane_get_context (owner);
  const Reading *reading = data;
  g_autoptr (AmpCaseFile) file = result;
  gint64 shown;

  if (error != NULL || context->file == NULL || amp_programme_pane_is_dirty (owner) ||
      !amp_programme_pane_get_shown (owner, &shown) || shown != reading->id)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (followed); i++)
    take_changed (context, file, followed[i]);
}

static const AmpJob read_job = {.func = read_run,
                                .done = read_done,
                                .data_free = g_free,
                                .result_free = (GDestroyNotify) amp_case_file_free};

void
amp_programme_follow (AmpProgrammePane *pane)
{
  Reading *reading;
  gint64 id;

  if (!amp_programme_pane_get_shown (pane, &id) || id == 0)
    return;
  reading = g_new0 (Reading, 1);
  reading->entity = amp_entity_find (amp_programme_pane_get_kind (pane)->entity);
  reading->id = id;
  amp_jobs_run (amp_programme_pane_get_context (pane)->jobs, &read_job, reading, pane, NULL);
}
