/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Prevention and training: what is entered of an activity and a session, and who attended. */
#include "app/amp-section-kind.h"

#include "app/amp-form-hint.h"
#include "app/amp-programme-delete.h"
#include "domain/programme.h"

#include <glib/gi18n.h>

static void
prepare_done (AmpRecord *record, AmpSectionContext *context)
{
  amp_record_set_today (record, "on");
  (void) amp_record_set (record, "status", "done", NULL);
  amp_record_set_int (record, "responsible", amp_jobs_get_user_id (context->jobs));
}

static void
do_today (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  amp_programme_do_today (record);
}

/* How many of each sex and in all, as the numbers are typed. */
static char *
reached_words (const AmpRecord *activity)
{
  const gint64 f = amp_programme_reached_of (activity, 'f');
  const gint64 m = amp_programme_reached_of (activity, 'm');
  const gint64 x = amp_programme_reached_of (activity, 'x');
  const gint64 all = amp_programme_reached (activity);

  if (all < 0)
    return g_strdup (_ ("The total adds up here as you enter the numbers."));
  /* Translators: a total, then its parts: women, men, another sex or not recorded. */
  return g_strdup_printf (_ ("Total: %d (%d female, %d male, %d another sex or not recorded)"),
                          (int) all, (int) f, (int) m, (int) x);
}

static void
activity_edited (AmpForm *form, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autoptr (AmpRecord) record = amp_form_dup_record (form, "activity");
  g_autofree char *words = NULL;

  if (record == NULL)
    return;
  words = g_strcmp0 (amp_record_get (record, "status"), "cancelled") == 0 &&
              amp_programme_reached (record) < 0
            ? g_strdup (_ ("Of a cancelled activity no numbers are asked for."))
            : reached_words (record);
  amp_form_hint_show (GTK_WIDGET (form), "reached", words);
}

const AmpSectionKind amp_kind_activity = {
  .entity = "activity",
  .title = N_ ("Prevention activity"),
  .form = "activity",
  .prepare = prepare_done,
  .edited = activity_edited,
  .tick = N_ ("Carried out today"),
  .may_tick = amp_programme_may_do,
  .do_tick = do_today,
  .ask_delete = amp_programme_delete_ask,
};

const AmpSectionKind amp_kind_training = {
  .entity = "training",
  .title = N_ ("Training session"),
  .form = "training",
  .prepare = prepare_done,
  .tick = N_ ("Carried out today"),
  .may_tick = amp_programme_may_do,
  .do_tick = do_today,
  .ask_delete = amp_programme_delete_ask,
};

/* --- Attendance --- */

static char *
attendance_summary (const AmpRecord *record, AmpSectionContext *context)
{
  return amp_text_join (amp_record_code_label (record, "audience"),
                        amp_section_ref_label (context, record, "institution"),
                        amp_record_code_label (record, "region"), NULL);
}

static char *
attendance_detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  const guint f = (guint) amp_record_get_int (record, "attended_f", 0);
  const guint m = (guint) amp_record_get_int (record, "attended_m", 0);
  const guint x = (guint) amp_record_get_int (record, "attended_x", 0);
  g_autofree char *women = g_strdup_printf (ngettext ("%u woman", "%u women", f), f);
  g_autofree char *men = g_strdup_printf (ngettext ("%u man", "%u men", m), m);
  g_autofree char *others = g_strdup_printf (
    ngettext ("%u of another sex or not recorded", "%u of another sex or not recorded", x), x);

  return amp_text_join (f > 0 ? women : "", m > 0 ? men : "", x > 0 ? others : "", NULL);
}

const AmpSectionKind amp_kind_training_attendance = {
  .entity = "training_attendance",
  .title = N_ ("Attendance"),
  .form = "training-attendance",
  .parent = "training",
  .add = N_ ("Add att_endance"),
  .empty = N_ ("Nobody is recorded as attending yet."),
  .summary = attendance_summary,
  .detail = attendance_detail,
  .ask_delete = amp_programme_delete_ask,
};
