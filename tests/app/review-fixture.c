/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A review pack for an auditor, made by hand. */
#include "review-fixture.h"

#include "review/pack.h"

#include <string.h>

#define N_STAFF 5

static const char *const labels[N_STAFF] = {"aaaa22", "bbbb33", "cccc44", "dddd55", "eeee66"};

/* --- Records --- */

/* Each code of a column as often as the others, but "risk_72h": some are late. */
static guint8
cell_of (const AmpReviewColumn *column, guint row, guint n)
{
  guint n_codes = 0;

  while (column->codes[n_codes] != NULL)
    n_codes++;
  if (strcmp (column->name, "risk_72h") == 0)
    return row % 4 == 0 ? 2 : 1;
  if (strcmp (column->name, "consent") == 0)
    return row % 5 == 0 ? 2 : 1;
  if (strcmp (column->name, "sex") == 0)
    return row % 3 == 0 ? 2 : 1;
  if (strcmp (column->name, "plan_agreed") == 0)
    return row == 7 ? 2 : 1; /* one alone */
  if (strcmp (column->name, "exploitation") == 0 && row % 10 == 9)
    return AMP_REVIEW_CELL_HIDDEN;
  return (guint8) (1 + (row / (n + 1)) % MIN (n_codes, 3));
}

static AmpReviewRecords *
make_records (void)
{
  AmpReviewRecords *records = amp_review_records_new (AMP_REVIEW_SMALL);
  gsize n_columns;
  const AmpReviewColumn *const *columns = amp_review_columns (AMP_REVIEW_SMALL, &n_columns);

  for (guint row = 0; row < REVIEW_RECORDS; row++)
    {
      guint8 *cells = amp_review_records_add (records);

      for (guint c = 0; c < n_columns; c++)
        cells[c] = cell_of (columns[c], row, c);
    }
  for (guint row = 0; row < REVIEW_RECORDS; row++)
    {
      guint64 mixed = (row + 1) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      guint8 hash[8];

      memcpy (hash, &mixed, sizeof hash);
      amp_review_records_add_code (records, hash);
    }
  g_assert_true (amp_review_records_sort (records));
  return records;
}

/* --- The log --- */

static const char *
find_code (const char *const *codes, const char *code)
{
  for (; *codes != NULL; codes++)
    if (strcmp (*codes, code) == 0)
      return *codes;
  g_error ("no code %s", code);
}

static GArray *
make_events (void)
{
  GArray *events = g_array_new (FALSE, TRUE, sizeof (AmpReviewEvent));

  for (guint i = 0; i < REVIEW_HEAD_SEQ; i++)
    {
      AmpReviewEvent event = {.seq = i + 1};
      const char *gap = i == 0 ? "-" : i == 20 ? "back" : i == 30 ? "8-30d" : "1-60m";

      event.gap = find_code (amp_review_gaps, gap);
      g_strlcpy (event.actor, labels[i % N_STAFF], sizeof event.actor);
      event.role = find_code (amp_review_roles, "caseworker");
      /* One of them after the gap, and the jump as the log itself writes it. */
      event.action = find_code (amp_review_actions, i == 10 || i == 30 ? "restore"
                                                    : i == 20          ? "time_jump"
                                                                       : "view_case");
      event.object = find_code (amp_review_objects, "case");
      g_array_append_val (events, event);
    }
  return events;
}

static GArray *
make_indicators (void)
{
  static const gint64 views[N_STAFF] = {12, 15, 9, 14, 90};
  GArray *all = g_array_new (FALSE, TRUE, sizeof (AmpReviewIndicator));

  for (guint i = 0; amp_review_shares[i] != NULL; i++)
    {
      AmpReviewIndicator share = {.name = amp_review_shares[i], .value = 80 - 10 * (gint64) i / 2};

      share.of = 600;
      if (i == 7)
        share.value = share.of = -1;
      share.value = share.value < 0 ? -1 : share.value / 5 * 5;
      g_array_append_val (all, share);
    }
  for (guint n = 0; n < 2; n++)
    for (guint i = 0; i < N_STAFF; i++)
      {
        AmpReviewIndicator staff = {.name = amp_review_staff_names[n], .of = -1};

        g_strlcpy (staff.group, labels[i], sizeof staff.group);
        staff.value = n == 0 ? 200 + 10 * (gint64) i : views[i];
        g_array_append_val (all, staff);
      }
  return all;
}

static GBytes *
make_payload (void)
{
  AmpReviewHead head = {.id = "0123456789abcdef",
                        .made = "2026-11-20",
                        .level = AMP_REVIEW_SMALL,
                        .k = 11,
                        .l = 3,
                        .share = 80,
                        .sample = 20,
                        .records = REVIEW_RECORDS,
                        .withheld = -1,
                        .head_seq = REVIEW_HEAD_SEQ,
                        .head_hash = REVIEW_HEAD_HASH,
                        .chain_from = 1,
                        .round = 1};
  g_autoptr (AmpReviewRecords) records = make_records ();
  g_autoptr (GArray) events = make_events (), indicators = make_indicators ();

  AmpReviewRelease release = {.line = 4,
                              .rule = amp_review_release_rules[1],
                              .unit = amp_review_release_units[0],
                              .period = "2025",
                              .made = "2026-03",
                              .state = amp_review_release_states[1]};
  const AmpReviewTables tables = {
    .events = (const AmpReviewEvent *) events->data,
    .n_events = events->len,
    .indicators = (const AmpReviewIndicator *) indicators->data,
    .n_indicators = indicators->len,
    .releases = &release,
    .n_releases = 1,
  };

  guint8 hash[AMP_HASH_BYTES];

  amp_hash (REVIEW_RELEASE_TEXT, strlen (REVIEW_RELEASE_TEXT), hash);
  for (gsize i = 0; i < sizeof hash; i++)
    g_snprintf (release.hash + 2 * i, 3, "%02x", hash[i]);
  return amp_review_pack_write (&head, records, &tables);
}

/* --- The file --- */

char *
review_fixture_vault (const char *path)
{
  g_autofree char *place = g_path_get_dirname (path);

  return g_build_filename (place, "Piura.amparo", NULL);
}

char *
review_fixture_new (void)
{
  g_autofree char *folder = harness_vault_new (0);
  g_autofree char *place = g_path_get_dirname (folder);
  char *path = g_build_filename (place, "revision.amppack", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GBytes) payload = make_payload (), file = NULL;
  gint64 auditor = 0;

  harness_add_user (folder, REVIEW_LOGIN, AMP_ROLE_AUDITOR);
  vault = amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, &error);
  g_assert_no_error (error);
  users = amp_vault_list_users (vault, &error);
  for (guint i = 0; i < users->len; i++)
    if (((AmpUser *) users->pdata[i])->role == AMP_ROLE_AUDITOR)
      auditor = ((AmpUser *) users->pdata[i])->id;
  file = amp_vault_parcel_seal (vault, auditor, g_bytes_get_data (payload, NULL),
                                g_bytes_get_size (payload), &error);
  g_assert_no_error (error);
  g_assert_true (
    amp_write_file (path, g_bytes_get_data (file, NULL), g_bytes_get_size (file), &error));
  return path;
}

void
review_fixture_remove (char *path)
{
  harness_remove (review_fixture_vault (path));
  g_free (path);
}

/* --- Opening --- */

AmpReviewPage *
review_fixture_open (AmpWindow *window, const char *path)
{
  GtkWidget *root = GTK_WIDGET (window);
  GType type = g_type_from_name ("AmpUnlockPage");

  if (gtk_widget_get_visible (harness_child (root, type, "create")))
    g_signal_emit_by_name (harness_child (root, type, "review"), "clicked");
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, type, "folder")), path);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, type, "login")), REVIEW_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, type, "passphrase")),
                         HARNESS_PASSPHRASE);
  g_signal_emit_by_name (harness_child (root, type, "unlock"), "clicked");
  WAIT_FOR (harness_find (root, AMP_TYPE_REVIEW_PAGE) != NULL);
  return AMP_REVIEW_PAGE (harness_find (root, AMP_TYPE_REVIEW_PAGE));
}
