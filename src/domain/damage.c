/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks at a damaged vault, and salvages it. */
#include "domain/damage.h"

#include "domain/csv.h"
#include "domain/session-private.h"

#define N_COLUMNS 8

void
amp_damage_report_free (AmpDamageReport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pages, g_array_unref);
  g_clear_pointer (&self->salvage, amp_salvage_free);
  g_free (self);
}

static gboolean
salvage_into (AmpDamageReport *self,
              AmpVault *damaged,
              const char *into,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (AmpVault) fresh = amp_vault_create_like (damaged, into, error);

  if (fresh == NULL)
    return FALSE;
  self->salvage = amp_store_salvage (damaged, fresh, progress, cancellable, error);
  g_clear_pointer (&fresh, amp_vault_free);
  if (self->salvage == NULL)
    amp_session_remove_new_vault (into);
  return self->salvage != NULL;
}

AmpDamageReport *
amp_damage_report_make (const char *folder,
                        const char *into,
                        const char *login,
                        const AmpSecret *passphrase,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (AmpVault) vault = amp_vault_inspect (folder, login, passphrase, error);
  g_autoptr (AmpDamageReport) self = g_new0 (AmpDamageReport, 1);

  if (vault == NULL)
    return NULL;
  self->pages = amp_vault_find_damage (vault, progress, cancellable, error);
  if (self->pages == NULL)
    return NULL;
  if (into == NULL)
    self->salvage = amp_store_salvage (vault, NULL, progress, cancellable, error);
  else if (!salvage_into (self, vault, into, progress, cancellable, error))
    return NULL;
  return self->salvage == NULL ? NULL : g_steal_pointer (&self);
}

gboolean
amp_damage_report_has_losses (const AmpDamageReport *self)
{
  for (guint i = 0; i < self->salvage->tables->len; i++)
    {
      const AmpSalvageTable *table = self->salvage->tables->pdata[i];

      if (table->n_lost > 0 || table->more || table->n_orphans > 0)
        return TRUE;
    }
  return self->salvage->gaps->len > 0;
}

static void
append_table (GString *out, const AmpSalvageTable *table)
{
  g_autofree char *kept = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_kept);
  g_autofree char *lost = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_lost);
  g_autofree char *orphans = g_strdup_printf ("%" G_GUINT64_FORMAT, table->n_orphans);
  const char *const cells[N_COLUMNS] = {
    "table", table->file, table->table, NULL, kept, lost, orphans, table->more ? "more" : NULL,
  };

  /* The lists of codes are the program's own. */
  if (g_str_has_prefix (table->table, "code_") ||
      (table->n_kept == 0 && table->n_lost == 0 && !table->more))
    return;
  amp_csv_append_row (out, cells, N_COLUMNS);
}

char *
amp_damage_report_to_csv (const AmpDamageReport *self)
{
  static const char *const header[N_COLUMNS] = {
    "kind", "file", "table", "page", "kept", "lost", "orphans", "note",
  };
  GString *out = g_string_new (NULL);

  amp_csv_append_row (out, header, N_COLUMNS);
  for (guint i = 0; i < self->pages->len; i++)
    {
      const AmpDamage *damage = &g_array_index (self->pages, AmpDamage, i);
      g_autofree char *page = g_strdup_printf ("%u", damage->page);
      const char *const cells[N_COLUMNS] = {
        "page", damage->file, NULL, page, NULL, NULL, NULL, damage->older ? "older" : "damaged",
      };

      amp_csv_append_row (out, cells, N_COLUMNS);
    }
  for (guint i = 0; i < self->salvage->tables->len; i++)
    append_table (out, self->salvage->tables->pdata[i]);
  for (guint i = 0; i + 1 < self->salvage->gaps->len; i += 2)
    {
      guint64 first = g_array_index (self->salvage->gaps, guint64, i);
      guint64 last = g_array_index (self->salvage->gaps, guint64, i + 1);
      g_autofree char *lost = g_strdup_printf ("%" G_GUINT64_FORMAT, last - first + 1);
      g_autofree char *range =
        g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, first, last);
      const char *const cells[N_COLUMNS] = {
        "gap", "casework.db", "audit_event", NULL, NULL, lost, NULL, range,
      };

      amp_csv_append_row (out, cells, N_COLUMNS);
    }
  return g_string_free (out, FALSE);
}
