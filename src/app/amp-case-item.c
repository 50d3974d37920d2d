/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of the case list. */
#include "app/amp-case-item.h"

#include "app/amp-format.h"
#include "model/codelist.h"

#include <string.h>

struct _AmpCaseItem
{
  GObject parent_instance;

  gint64 id;
  char *number;
  char *last_contact;
  char *name;
  /* Of the code lists: static. */
  const char *region;
  const char *status;
  const char *risk;
  const char *risk_code;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (AmpCaseItem, amp_case_item, G_TYPE_OBJECT)

static const AmpCode *
find_code (const char *list, const char *code)
{
  const AmpCodeList *codes = amp_code_list_find (list);

  return codes != NULL && code != NULL ? amp_code_list_lookup (codes, code) : NULL;
}

static const char *
label_of (const AmpCode *code)
{
  return code != NULL ? amp_code_label (code, amp_code_language ()) : "";
}

static void
forget_name (AmpCaseItem *self)
{
  if (self->name != NULL)
    explicit_bzero (self->name, strlen (self->name));
  g_clear_pointer (&self->name, g_free);
}

void
amp_case_item_fill (AmpCaseItem *self, const AmpCaseRow *row)
{
  const AmpCode *risk = find_code ("risk_level", row->risk);

  g_free (self->number);
  self->number = g_strdup (row->number != NULL ? row->number : "");
  g_free (self->last_contact);
  self->last_contact = amp_format_date (row->last_contact);
  forget_name (self);
  self->name = g_strdup (row->name);
  self->region = label_of (find_code ("region", row->region));
  self->status = label_of (find_code ("case_status", row->status));
  self->risk = label_of (risk);
  self->risk_code = risk != NULL ? amp_code_value (risk) : NULL;
  g_signal_emit (self, changed_signal, 0);
}

void
amp_case_item_veil (AmpCaseItem *self)
{
  if (self->name == NULL)
    return;
  forget_name (self);
  g_signal_emit (self, changed_signal, 0);
}

static void
amp_case_item_finalize (GObject *object)
{
  AmpCaseItem *self = AMP_CASE_ITEM (object);

  g_free (self->number);
  g_free (self->last_contact);
  forget_name (self);
  G_OBJECT_CLASS (amp_case_item_parent_class)->finalize (object);
}

static void
amp_case_item_class_init (AmpCaseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_case_item_finalize;
  changed_signal = g_signal_new ("changed", AMP_TYPE_CASE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
amp_case_item_init (AmpCaseItem *self)
{
  (void) self;
}

AmpCaseItem *
amp_case_item_new (gint64 id)
{
  AmpCaseItem *self = g_object_new (AMP_TYPE_CASE_ITEM, NULL);

  self->id = id;
  return self;
}

gint64
amp_case_item_id (AmpCaseItem *self)
{
  return self->id;
}

const char *
amp_case_item_number (AmpCaseItem *self)
{
  return self->number;
}

const char *
amp_case_item_region (AmpCaseItem *self)
{
  return self->region;
}

const char *
amp_case_item_status (AmpCaseItem *self)
{
  return self->status;
}

const char *
amp_case_item_risk (AmpCaseItem *self)
{
  return self->risk;
}

const char *
amp_case_item_risk_code (AmpCaseItem *self)
{
  return self->risk_code;
}

const char *
amp_case_item_last_contact (AmpCaseItem *self)
{
  return self->last_contact;
}

const char *
amp_case_item_name (AmpCaseItem *self)
{
  return self->name;
}
