/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By name, from the set that GTK brings. */
#include "app/amp-risk-icon.h"

const char *
amp_risk_icon (const char *risk)
{
  static const struct
  {
    const char *risk;
    const char *icon;
  } icons[] = {
    {"imminent", "dialog-error-symbolic"},
    {"high", "dialog-warning-symbolic"},
    {"medium", "emblem-important-symbolic"},
    {"low", "emblem-ok-symbolic"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i].risk, risk) == 0)
      return icons[i].icon;
  return "dialog-question-symbolic";
}
