/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sets one section of the case page apart from the next: one row of a table each. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-record-text.h"
#include "app/amp-section-context.h"

G_BEGIN_DECLS

typedef struct
{
  const char *entity;
  const char *name;        /* NULL: that of the entity; set where an entity has two sections */
  const char *title;       /* N_(): above the section */
  const char *form;        /* ui/form-NAME.ui */
  const char *quick;       /* the same for the row that adds one; NULL: the whole form */
  const char *parent;      /* field that refers to its owner; NULL: the section is one record */
  const char *answered_by; /* entity that its rows tell of as well; NULL */
  const char *child;       /* section below each record of this one; NULL */
  const char *add;         /* N_(): the button, with mnemonic */
  const char *empty;       /* N_(): a sentence while there is none */
  /* What a row of the list says; free them. Nothing private while the context is veiled. */
  char *(*summary) (const AmpRecord *record, AmpSectionContext *context);
  char *(*detail) (const AmpRecord *record, AmpSectionContext *context);
  /* Defaults of a new record; NULL: none. */
  void (*prepare) (AmpRecord *record, AmpSectionContext *context);
  /* After a record came into its form: offers what it may become; NULL: nothing. */
  void (*shown) (AmpForm *form, AmpSectionContext *context);
  /* After that, and after every edit; NULL: nothing. */
  void (*edited) (AmpForm *form, AmpSectionContext *context);
  /* The one thing that is done to a record without opening it (Ctrl+D), e.g. "delivered today". */
  const char *tick; /* N_(); NULL: there is none */
  gboolean (*may_tick) (const AmpRecord *record);
  void (*do_tick) (AmpRecord *record, AmpSectionContext *context);
  /* In place of do_tick, where it asks before anything is done; section is the AmpSection. */
  void (*ask_tick) (GtkWidget *section, AmpSectionContext *context, const AmpRecord *record);
  /* In place of opening the form of a record, and of a new one; NULL: the form. section is the
   * AmpSection. */
  void (*open) (GtkWidget *section, AmpSectionContext *context, const AmpRecord *record);
  void (*begin) (GtkWidget *section, AmpSectionContext *context);
  /* Once, when the list is made: other ways in which a record may come; NULL: none. */
  void (*made) (GtkWidget *section, AmpSectionContext *context);
  /* Words of the record that is open stand beside its form: none other is opened before they are
   * recorded. Puts the keyboard there; NULL: never. */
  gboolean (*stays) (AmpSectionContext *context);
  /* Asks whether the record goes, and deletes it; editor is the AmpSectionEditor that shows it.
   * NULL: it is not deleted here. */
  void (*ask_delete) (GtkWidget *editor, AmpSectionContext *context, const AmpRecord *record);
  /* The identity is hidden again: what shows it elsewhere goes; NULL: nothing does. */
  void (*hidden) (AmpSectionContext *context);
} AmpSectionKind;

const AmpSectionKind *amp_section_kind_find (const char *name); /* NULL if unknown */
const char *amp_section_kind_name (const AmpSectionKind *self);

/* A new record of the kind, with parent and defaults set. owner: the record it hangs on, 0 for the
 * case or the person of the context. */
AmpRecord *
amp_section_kind_new_record (const AmpSectionKind *self, AmpSectionContext *context, gint64 owner);

/* Of the record that a REF field points to, as refs know it; "" where not recorded. */
const char *
amp_section_ref_label (AmpSectionContext *context, const AmpRecord *record, const char *field);
/* In the place of private text while it is veiled. */
char *amp_section_veiled_text (void);

/* The rows, by noun. */
extern const AmpSectionKind amp_kind_case, amp_kind_assignment, amp_kind_note, amp_kind_attachment,
  amp_kind_institution;
extern const AmpSectionKind amp_kind_situation, amp_kind_situation_event, amp_kind_decision,
  amp_kind_perpetrator, amp_kind_proceeding;
extern const AmpSectionKind amp_kind_risk_assessment, amp_kind_safety_plan, amp_kind_need;
extern const AmpSectionKind amp_kind_plan, amp_kind_plan_goal, amp_kind_plan_action;
extern const AmpSectionKind amp_kind_service, amp_kind_referral, amp_kind_follow_up,
  amp_kind_consent;
extern const AmpSectionKind amp_kind_person, amp_kind_safe_contact, amp_kind_relative,
  amp_kind_case_member;
/* Of the programme page. */
extern const AmpSectionKind amp_kind_activity, amp_kind_training, amp_kind_training_attendance;
extern const AmpSectionKind amp_kind_regional_plan, amp_kind_regional_goal,
  amp_kind_regional_action, amp_kind_regional_progress;
extern const AmpSectionKind amp_kind_forum, amp_kind_commitment, amp_kind_commitment_update,
  amp_kind_external_figure;

G_END_DECLS
