/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The picker of several codes is the picker of one with check boxes. */
#include "app/amp-multi-picker.h"

GtkWidget *
amp_multi_picker_new (const AmpCodeList *list)
{
  GtkWidget *self = amp_code_picker_new_empty (TRUE);

  amp_code_picker_add_list (AMP_CODE_PICKER (self), list);
  return self;
}
