/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of sections, and what their list rows say. */
#include "app/amp-section-kind.h"

#include "app/amp-attachment-section.h"
#include "app/amp-attachment-viewer.h"

#include "domain/cases.h"
#include "domain/closure.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

const char *
amp_record_code_label (const AmpRecord *record, const char *field)
{
  const AmpField *row = amp_entity_field (amp_record_entity (record), field);
  const char *value = amp_record_get (record, field);
  const AmpCodeList *list = row->list != NULL ? amp_code_list_find (row->list) : NULL;
  const AmpCode *code = list != NULL && value != NULL ? amp_code_list_lookup (list, value) : NULL;

  if (value == NULL)
    return "";
  return code != NULL ? amp_code_label (code, amp_code_language ()) : value;
}

char *
amp_record_date_text (const AmpRecord *record, const char *field)
{
  const char *value = amp_record_get (record, field);
  AmpDate date;

  if (value == NULL || !amp_date_parse (value, &date))
    return g_strdup ("");
  return amp_date_to_display (&date, amp_code_language ());
}

/* Parts that are not empty, with a dot between them; frees nothing. */
static char *
join (const char *first, const char *second, const char *third)
{
  const char *parts[] = {first, second, third};
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (text, FALSE);
}

static void
set_today (AmpRecord *record, const char *field)
{
  AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  (void) amp_record_set (record, field, text, NULL);
}

/* --- Services --- */

static char *
service_summary (const AmpRecord *record, AmpFormRefs *refs G_GNUC_UNUSED)
{
  return g_strdup (amp_record_code_label (record, "service_type"));
}

static char *
service_detail (const AmpRecord *record, AmpFormRefs *refs, gboolean veiled G_GNUC_UNUSED)
{
  gboolean delivered = amp_record_get (record, "delivered_on") != NULL;
  g_autofree char *date = amp_record_date_text (record, delivered ? "delivered_on" : "planned_on");
  g_autofree char *where =
    join (amp_record_code_label (record, "region"),
          amp_form_refs_label (refs, "institution", amp_record_get (record, "institution")), NULL);

  return join (date, amp_record_code_label (record, "status"), where);
}

static void
service_prepare (AmpRecord *record, AmpSectionContext *context)
{
  set_today (record, "delivered_on");
  (void) amp_record_set (record, "status", "delivered", NULL);
  (void) amp_record_set (record, "region", context->region, NULL);
}

/* --- Referrals --- */

static char *
referral_summary (const AmpRecord *record, AmpFormRefs *refs)
{
  return join (amp_form_refs_label (refs, "institution", amp_record_get (record, "to_institution")),
               amp_record_code_label (record, "service_type"), NULL);
}

static char *
referral_detail (const AmpRecord *record,
                 AmpFormRefs *refs G_GNUC_UNUSED,
                 gboolean veiled G_GNUC_UNUSED)
{
  g_autofree char *sent = amp_record_date_text (record, "sent_on");

  return join (amp_record_code_label (record, "state"), amp_record_code_label (record, "urgency"),
               sent);
}

static void
referral_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  (void) amp_record_set (record, "direction", "out", NULL);
  (void) amp_record_set (record, "state", "draft", NULL);
}

/* The rows of the step show once there is a step. */
static void
referral_state_changed (AmpForm *form)
{
  const char *const rows[] = {"on", "reason_code", "note"};
  const AmpRecord *record = amp_form_peek_record (form, "referral");
  g_autofree char *state = amp_field_row_dup_text (amp_form_row (form, "referral", "state"));
  gboolean moves = record != NULL && g_strcmp0 (state, amp_record_get (record, "state")) != 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_widget_set_visible (GTK_WIDGET (amp_form_row (form, "referral_event", rows[i])), moves);
}

static void
referral_shown (AmpForm *form)
{
  const AmpRecord *record = amp_form_peek_record (form, "referral");
  AmpFieldRow *state = amp_form_row (form, "referral", "state");
  AmpRecord *event = amp_record_new (amp_entity_find ("referral_event"));
  const char *const none[] = {NULL};
  const char *now = amp_record_get (record, "state");

  set_today (event, "on");
  amp_form_take_record (form, event);
  amp_field_row_offer (
    state, amp_record_rev (record) != 0 && now != NULL ? amp_referral_next_states (now) : none);
  /* A form is shown again after each save; it listens once. */
  if (g_object_get_data (G_OBJECT (form), "amp-listens") == NULL)
    g_signal_connect (form, "edited", G_CALLBACK (referral_state_changed), NULL);
  g_object_set_data (G_OBJECT (form), "amp-listens", form);
  referral_state_changed (form);
}

/* --- Case --- */

static void
case_shown (AmpForm *form)
{
  const AmpRecord *record = amp_form_peek_record (form, "case");
  const AmpCodeList *list = amp_code_list_find ("case_status");
  g_autoptr (GPtrArray) offer = g_ptr_array_new ();

  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const char *code = amp_code_value (amp_code_list_nth (list, i));

      /* Closing and opening again have a section of their own. */
      if (!amp_case_is_closed (code) && !amp_case_is_closed (amp_record_get (record, "status")) &&
          amp_case_may_move (amp_record_get (record, "status"), code))
        g_ptr_array_add (offer, (gpointer) code);
    }
  g_ptr_array_add (offer, NULL);
  amp_field_row_offer (amp_form_row (form, "case", "status"), (const char *const *) offer->pdata);
}

/* --- The others --- */

static char *
situation_summary (const AmpRecord *record, AmpFormRefs *refs G_GNUC_UNUSED)
{
  const AmpCodeList *list = amp_code_list_find ("exploitation_type");
  const char *value = amp_record_get (record, "exploitation_type");
  g_auto (GStrv) codes = g_strsplit (value != NULL ? value : "", ";", -1);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; codes[i] != NULL; i++)
    {
      const AmpCode *code = amp_code_list_lookup (list, codes[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                              code != NULL ? amp_code_label (code, amp_code_language ())
                                           : codes[i]);
    }
  if (text->len == 0)
    g_string_append (text, _ ("Exploitation not recorded"));
  return g_string_free (text, FALSE);
}

static char *
situation_detail (const AmpRecord *record,
                  AmpFormRefs *refs G_GNUC_UNUSED,
                  gboolean veiled G_GNUC_UNUSED)
{
  g_autofree char *start = amp_record_date_text (record, "start");

  return join (amp_record_code_label (record, "region_exploit"), start, NULL);
}

static char *
consent_summary (const AmpRecord *record, AmpFormRefs *refs)
{
  return join (amp_record_code_label (record, "purpose"),
               amp_form_refs_label (refs, "institution", amp_record_get (record, "institution")),
               NULL);
}

static char *
consent_detail (const AmpRecord *record,
                AmpFormRefs *refs G_GNUC_UNUSED,
                gboolean veiled G_GNUC_UNUSED)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return join (amp_record_code_label (record, "decision"), on,
               amp_record_code_label (record, "method"));
}

static void
consent_prepare (AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  set_today (record, "on");
}

static char *
follow_up_summary (const AmpRecord *record, AmpFormRefs *refs G_GNUC_UNUSED)
{
  g_autofree char *due = amp_record_date_text (record, "due_on");

  return join (amp_record_code_label (record, "kind"), due, NULL);
}

static char *
follow_up_detail (const AmpRecord *record,
                  AmpFormRefs *refs G_GNUC_UNUSED,
                  gboolean veiled G_GNUC_UNUSED)
{
  g_autofree char *done = amp_record_date_text (record, "done_on");

  if (*done == '\0')
    return g_strdup (_ ("Pending"));
  return join (amp_record_code_label (record, "outcome"), done, NULL);
}

static char *
note_summary (const AmpRecord *record, AmpFormRefs *refs)
{
  g_autofree char *on = amp_record_date_text (record, "on");

  return join (amp_record_code_label (record, "kind"), on,
               amp_form_refs_label (refs, "user", amp_record_get (record, "author")));
}

static char *
note_detail (const AmpRecord *record, AmpFormRefs *refs G_GNUC_UNUSED, gboolean veiled)
{
  const char *text = amp_record_get (record, "text");

  if (veiled)
    return g_strdup (_ ("Hidden until the identity is shown"));
  return g_strdup (text != NULL ? text : "");
}

static void
note_prepare (AmpRecord *record, AmpSectionContext *context)
{
  set_today (record, "on");
  amp_record_set_int (record, "author", amp_jobs_get_user_id (context->jobs));
}

static char *
safe_contact_summary (const AmpRecord *record G_GNUC_UNUSED, AmpFormRefs *refs G_GNUC_UNUSED)
{
  return g_strdup (_ ("Safe contact"));
}

static char *
safe_contact_detail (const AmpRecord *record, AmpFormRefs *refs G_GNUC_UNUSED, gboolean veiled)
{
  if (veiled)
    return g_strdup (_ ("Hidden until the identity is shown"));
  return join (amp_record_code_label (record, "channel"), amp_record_get (record, "value"),
               amp_record_get (record, "safe_hours"));
}

static const AmpSectionKind kinds[] = {
  {.entity = "service",
   .title = N_ ("Services"),
   .form = "service",
   .quick = "service-quick",
   .parent = "case",
   .add = N_ ("A_dd service"),
   .empty = N_ ("No service is recorded yet. Choose one above and press Enter."),
   .summary = service_summary,
   .detail = service_detail,
   .prepare = service_prepare},
  {.entity = "referral",
   .title = N_ ("Referrals"),
   .form = "referral",
   .parent = "case",
   .add = N_ ("A_dd referral"),
   .empty = N_ ("No referral is recorded yet."),
   .summary = referral_summary,
   .detail = referral_detail,
   .prepare = referral_prepare,
   .shown = referral_shown},
  {.entity = "follow_up",
   .title = N_ ("Follow-up"),
   .form = "follow-up",
   .parent = "case",
   .add = N_ ("A_dd follow-up"),
   .empty = N_ ("No follow-up is planned yet."),
   .summary = follow_up_summary,
   .detail = follow_up_detail},
  {.entity = "note",
   .title = N_ ("Notes"),
   .form = "note",
   .parent = "case",
   .add = N_ ("A_dd note"),
   .empty = N_ ("No note is written yet."),
   .summary = note_summary,
   .detail = note_detail,
   .prepare = note_prepare},
  {.entity = "person", .title = N_ ("Person"), .form = "person"},
  {.entity = "safe_contact",
   .title = N_ ("Safe contact"),
   .form = "safe-contact",
   .parent = "person",
   .add = N_ ("A_dd safe contact"),
   .empty = N_ ("No safe contact is recorded. Ask how to reach the person without risk."),
   .summary = safe_contact_summary,
   .detail = safe_contact_detail},
  {.entity = "situation",
   .title = N_ ("Situation"),
   .form = "situation",
   .parent = "case",
   .add = N_ ("A_dd situation"),
   .empty = N_ ("No trafficking situation is recorded yet."),
   .summary = situation_summary,
   .detail = situation_detail},
  {.entity = "consent",
   .title = N_ ("Consents"),
   .form = "consent",
   .parent = "case",
   .add = N_ ("A_dd consent"),
   .empty = N_ ("No consent is recorded yet. Ask for it before sharing anything."),
   .summary = consent_summary,
   .detail = consent_detail,
   .prepare = consent_prepare},
  {.entity = "attachment",
   .title = N_ ("Attachments"),
   .form = "attachment",
   .parent = "case",
   .add = N_ ("A_ttach a file…"),
   .empty = N_ ("Nothing is attached yet. Drop a file here, or paste a picture with Ctrl+V."),
   .summary = amp_attachment_summary,
   .detail = amp_attachment_detail,
   .open = amp_attachment_section_open,
   .begin = amp_attachment_section_begin,
   .made = amp_attachment_section_made,
   .hidden = amp_attachment_viewer_close_all},
  {.entity = "case", .title = N_ ("Case"), .form = "case", .shown = case_shown},
  {.entity = "institution", .title = N_ ("Institution"), .form = "institution"},
};

const AmpSectionKind *
amp_section_kinds (gsize *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

const AmpSectionKind *
amp_section_kind_find (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].entity, entity) == 0)
      return &kinds[i];
  return NULL;
}

AmpRecord *
amp_section_kind_new_record (const AmpSectionKind *self, AmpSectionContext *context)
{
  const AmpEntity *entity = amp_entity_find (self->entity);
  AmpRecord *record = amp_record_new (entity);
  const AmpField *person = amp_entity_field (entity, "person");

  if (amp_entity_field (entity, "case") != NULL)
    amp_record_set_int (record, "case", context->case_id);
  if (person != NULL && person->kind == AMP_KIND_REF)
    amp_record_set_int (record, "person", context->person_id);
  if (self->prepare != NULL)
    self->prepare (record, context);
  return record;
}
