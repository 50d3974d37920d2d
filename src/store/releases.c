/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The release ledger: rows and their chain of hashes. */
#include "store/releases.h"

#include "store/connection.h"
#include "store/statement.h"

#include <string.h>

#define LINE_PREFIX "amparo release line 1"

/* --- Lines --- */

static void
cell_free (gpointer data)
{
  AmpReleaseCell *cell = data;

  g_free (cell->key);
  g_free (cell);
}

AmpReleaseLine *
amp_release_line_new (void)
{
  AmpReleaseLine *self = g_new0 (AmpReleaseLine, 1);

  self->cells = g_ptr_array_new_with_free_func (cell_free);
  return self;
}

void
amp_release_line_free (AmpReleaseLine *self)
{
  if (self == NULL)
    return;
  g_free (self->at);
  g_free (self->rule);
  g_free (self->template_id);
  g_free (self->unit);
  g_free (self->period);
  g_free (self->request);
  g_free (self->data_as_of);
  g_free (self->format);
  g_free (self->language);
  g_free (self->recipient);
  g_free (self->reason);
  g_clear_pointer (&self->file, g_bytes_unref);
  g_clear_pointer (&self->proof, g_bytes_unref);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

void
amp_release_line_add_cell (AmpReleaseLine *self, const char *key, gboolean hidden, gint64 value)
{
  AmpReleaseCell *cell = g_new0 (AmpReleaseCell, 1);

  *cell = (AmpReleaseCell){g_strdup (key), hidden, value};
  g_ptr_array_add (self->cells, cell);
}

/* --- Hashes --- */

static void
append_u64 (GByteArray *bytes, guint64 value)
{
  guint64 little = GUINT64_TO_LE (value);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
append_sized (GByteArray *bytes, const void *data, gsize length)
{
  append_u64 (bytes, data == NULL ? G_MAXUINT64 : length);
  if (data != NULL)
    g_byte_array_append (bytes, data, (guint) length);
}

static void
append_text (GByteArray *bytes, const char *text)
{
  append_sized (bytes, text, text == NULL ? 0 : strlen (text));
}

static void
contents_hash (const AmpReleaseLine *self, guint8 out[AMP_HASH_BYTES])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length = 0;
  const void *proof = self->proof == NULL ? NULL : g_bytes_get_data (self->proof, &length);

  append_u64 (bytes, self->cells->len);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (self->cells, i);

      append_text (bytes, cell->key);
      append_u64 (bytes, cell->hidden ? 1 : 0);
      append_u64 (bytes, (guint64) cell->value);
    }
  append_sized (bytes, proof, length);
  amp_hash (bytes->data, bytes->len, out);
}

static void
line_hash (const AmpReleaseLine *self,
           const guint8 contents[AMP_HASH_BYTES],
           const guint8 vault[16],
           guint8 out[AMP_HASH_BYTES])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) LINE_PREFIX, sizeof LINE_PREFIX - 1);
  g_byte_array_append (bytes, vault, 16);
  append_u64 (bytes, (guint64) self->id);
  append_text (bytes, self->at);
  append_u64 (bytes, (guint64) self->actor);
  append_u64 (bytes, (guint64) self->approver);
  append_text (bytes, self->rule);
  g_byte_array_append (bytes, self->policy, AMP_HASH_BYTES);
  append_text (bytes, self->template_id);
  append_text (bytes, self->unit);
  append_text (bytes, self->period);
  append_text (bytes, self->request);
  append_text (bytes, self->data_as_of);
  append_text (bytes, self->format);
  append_text (bytes, self->language);
  append_text (bytes, self->recipient);
  append_text (bytes, self->reason);
  g_byte_array_append (bytes, self->file_hash, AMP_HASH_BYTES);
  g_byte_array_append (bytes, contents, AMP_HASH_BYTES);
  g_byte_array_append (bytes, self->prev_hash, AMP_HASH_BYTES);
  amp_hash (bytes->data, bytes->len, out);
}

static void
file_hash (const AmpReleaseLine *self, guint8 out[AMP_HASH_BYTES])
{
  gsize length = 0;
  const void *data = self->file == NULL ? NULL : g_bytes_get_data (self->file, &length);

  memset (out, 0, AMP_HASH_BYTES);
  if (self->file != NULL)
    amp_hash (data == NULL ? "" : data, length, out);
}

void
amp_release_line_hash (const AmpReleaseLine *self,
                       const guint8 vault[16],
                       guint8 out[AMP_HASH_BYTES])
{
  guint8 contents[AMP_HASH_BYTES];

  contents_hash (self, contents);
  line_hash (self, contents, vault, out);
}

/* --- Writing --- */

/* Number and hash of the last line; 0 and zeros where there is none. */
static gboolean
read_head (AmpStore *self, gint64 *id, guint8 hash[AMP_HASH_BYTES], GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "SELECT id, hash FROM main.release ORDER BY id DESC LIMIT 1", error);
  const void *data;
  gsize length;
  int on_row = statement != NULL ? amp_statement_step (statement, error) : -1;

  *id = 0;
  memset (hash, 0, AMP_HASH_BYTES);
  if (on_row <= 0)
    return on_row == 0;
  *id = amp_statement_int (statement, 0);
  data = amp_statement_blob (statement, 1, &length);
  if (length == AMP_HASH_BYTES)
    memcpy (hash, data, length);
  return TRUE;
}

gint64
amp_store_release_next (AmpStore *self, GError **error)
{
  guint8 hash[AMP_HASH_BYTES];
  gint64 id;

  g_return_val_if_fail (self != NULL, -1);

  return read_head (self, &id, hash, error) ? id + 1 : -1;
}

static void
bind_bytes (AmpStatement *statement, int n, GBytes *bytes)
{
  gsize length;
  const void *data;

  if (bytes == NULL)
    return;
  data = g_bytes_get_data (bytes, &length);
  amp_statement_bind_blob (statement, n, data == NULL ? "" : data, length);
}

static gboolean
insert_line (AmpStore *self,
             const AmpReleaseLine *line,
             const guint8 contents[AMP_HASH_BYTES],
             GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self,
    "INSERT INTO main.release (id, at, actor, approver, rule, policy, template, unit, period, "
    "request, data_as_of, format, language, file, file_hash, contents_hash, prev_hash, hash, "
    "state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
    "?18, 'prepared')",
    error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, line->id);
  amp_statement_bind_text (statement, 2, line->at);
  amp_statement_bind_int (statement, 3, line->actor);
  amp_statement_bind_int (statement, 4, line->approver);
  amp_statement_bind_text (statement, 5, line->rule);
  amp_statement_bind_blob (statement, 6, line->policy, AMP_HASH_BYTES);
  amp_statement_bind_text (statement, 7, line->template_id);
  amp_statement_bind_text (statement, 8, line->unit);
  amp_statement_bind_text (statement, 9, line->period);
  amp_statement_bind_text (statement, 10, line->request);
  amp_statement_bind_text (statement, 11, line->data_as_of);
  amp_statement_bind_text (statement, 12, line->format);
  amp_statement_bind_text (statement, 13, line->language);
  bind_bytes (statement, 14, line->file);
  if (line->file != NULL)
    amp_statement_bind_blob (statement, 15, line->file_hash, AMP_HASH_BYTES);
  amp_statement_bind_blob (statement, 16, contents, AMP_HASH_BYTES);
  amp_statement_bind_blob (statement, 17, line->prev_hash, AMP_HASH_BYTES);
  amp_statement_bind_blob (statement, 18, line->hash, AMP_HASH_BYTES);
  return amp_statement_run (statement, error);
}

static gboolean
insert_words (AmpStore *self, const AmpReleaseLine *line, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO identity.release_words (release, recipient, reason) VALUES (?1, ?2, ?3)",
    error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, line->id);
  amp_statement_bind_text (statement, 2, line->recipient);
  amp_statement_bind_text (statement, 3, line->reason);
  return amp_statement_run (statement, error);
}

static gboolean
insert_cells (AmpStore *self, const AmpReleaseLine *line, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO main.release_cell (release, key, hidden, value) VALUES (?1, ?2, ?3, ?4)",
    error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < line->cells->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (line->cells, i);

      amp_statement_bind_int (statement, 1, line->id);
      amp_statement_bind_text (statement, 2, cell->key);
      amp_statement_bind_int (statement, 3, cell->hidden ? 1 : 0);
      amp_statement_bind_int (statement, 4, cell->value);
      if (!amp_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
insert_proof (AmpStore *self, const AmpReleaseLine *line, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;

  if (line->proof == NULL)
    return TRUE;
  statement = amp_statement_borrow (
    self, "INSERT INTO main.release_proof (release, data) VALUES (?1, ?2)", error);
  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, line->id);
  bind_bytes (statement, 2, line->proof);
  return amp_statement_run (statement, error);
}

static gboolean
add_line (AmpStore *self, AmpReleaseLine *line, GError **error)
{
  guint8 contents[AMP_HASH_BYTES];
  gint64 last;

  if (!read_head (self, &last, line->prev_hash, error))
    return FALSE;
  line->id = last + 1;
  line->actor = amp_vault_get_user (self->vault)->id;
  line->given = FALSE;
  g_free (line->at);
  line->at = amp_store_now ();
  file_hash (line, line->file_hash);
  contents_hash (line, contents);
  line_hash (line, contents, amp_vault_get_id (self->vault), line->hash);
  return insert_line (self, line, contents, error) && insert_words (self, line, error) &&
         insert_cells (self, line, error) && insert_proof (self, line, error);
}

gboolean
amp_store_release_add (AmpStore *self, AmpReleaseLine *line, GError **error)
{
  g_return_val_if_fail (self != NULL && line != NULL, FALSE);

  return amp_store_begin (self, error) && amp_store_end (self, add_line (self, line, error), error);
}

static gboolean
set_given (AmpStore *self, gint64 id, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "UPDATE main.release SET state = 'given' WHERE id = ?1 AND state = 'prepared'", error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  return amp_statement_run (statement, error);
}

gboolean
amp_store_release_given (AmpStore *self, gint64 id, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return amp_store_begin (self, error) && amp_store_end (self, set_given (self, id, error), error);
}

/* --- Reading --- */

#define LINE_COLUMNS                                                                               \
  "r.id, r.at, r.actor, r.approver, r.rule, r.policy, r.template, r.unit, r.period, r.request, "   \
  "r.data_as_of, r.format, r.language, r.file_hash, r.prev_hash, r.hash, r.state, w.recipient, "   \
  "w.reason"

static void
copy_hash (AmpStatement *statement, int column, guint8 out[AMP_HASH_BYTES])
{
  gsize length = 0;
  const void *data = amp_statement_blob (statement, column, &length);

  memset (out, 0, AMP_HASH_BYTES);
  if (data != NULL && length == AMP_HASH_BYTES)
    memcpy (out, data, length);
}

static AmpReleaseLine *
read_line (AmpStatement *statement)
{
  AmpReleaseLine *line = amp_release_line_new ();

  line->id = amp_statement_int (statement, 0);
  line->at = g_strdup (amp_statement_text (statement, 1));
  line->actor = amp_statement_int (statement, 2);
  line->approver = amp_statement_int (statement, 3);
  line->rule = g_strdup (amp_statement_text (statement, 4));
  copy_hash (statement, 5, line->policy);
  line->template_id = g_strdup (amp_statement_text (statement, 6));
  line->unit = g_strdup (amp_statement_text (statement, 7));
  line->period = g_strdup (amp_statement_text (statement, 8));
  line->request = g_strdup (amp_statement_text (statement, 9));
  line->data_as_of = g_strdup (amp_statement_text (statement, 10));
  line->format = g_strdup (amp_statement_text (statement, 11));
  line->language = g_strdup (amp_statement_text (statement, 12));
  copy_hash (statement, 13, line->file_hash);
  copy_hash (statement, 14, line->prev_hash);
  copy_hash (statement, 15, line->hash);
  line->given = g_strcmp0 (amp_statement_text (statement, 16), "given") == 0;
  line->recipient = g_strdup (amp_statement_text (statement, 17));
  line->reason = g_strdup (amp_statement_text (statement, 18));
  return line;
}

GPtrArray *
amp_store_release_list (AmpStore *self, GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_release_line_free);
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (self,
                                    "SELECT " LINE_COLUMNS " FROM main.release r LEFT JOIN "
                                    "identity.release_words w ON w.release = r.id ORDER BY r.id",
                                    error);
  if (statement == NULL)
    return NULL;
  while ((on_row = amp_statement_step (statement, error)) > 0)
    g_ptr_array_add (list, read_line (statement));
  return on_row == 0 ? g_steal_pointer (&list) : NULL;
}

static gboolean
load_cells (AmpStore *self, AmpReleaseLine *line, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "SELECT key, hidden, value FROM main.release_cell WHERE release = ?1 ORDER BY key",
    error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, line->id);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    amp_release_line_add_cell (line, amp_statement_text (statement, 0),
                               amp_statement_int (statement, 1) != 0,
                               amp_statement_int (statement, 2));
  return on_row == 0;
}

/* The first column of the row of that line; NULL without error: no row, or null. */
static gboolean
load_blob (AmpStore *self, const char *sql, gint64 id, GBytes **bytes, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, sql, error);
  const void *data;
  gsize length = 0;
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  data = on_row > 0 ? amp_statement_blob (statement, 0, &length) : NULL;
  if (data != NULL)
    *bytes = g_bytes_new (data, length);
  return on_row >= 0;
}

AmpReleaseLine *
amp_store_release_load (AmpStore *self, gint64 id, GError **error)
{
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (AmpStatement) statement = NULL;
  int on_row;

  g_return_val_if_fail (self != NULL, NULL);

  statement = amp_statement_borrow (self,
                                    "SELECT " LINE_COLUMNS " FROM main.release r LEFT JOIN "
                                    "identity.release_words w ON w.release = r.id WHERE r.id = ?1",
                                    error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_int (statement, 1, id);
  on_row = amp_statement_step (statement, error);
  if (on_row == 0)
    g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND,
                         "No line of that number in the release ledger");
  if (on_row <= 0)
    return NULL;
  line = read_line (statement);
  if (!load_cells (self, line, error) ||
      !load_blob (self, "SELECT file FROM main.release WHERE id = ?1", id, &line->file, error) ||
      !load_blob (self, "SELECT data FROM main.release_proof WHERE release = ?1", id, &line->proof,
                  error))
    return NULL;
  return g_steal_pointer (&line);
}

/* --- Frozen periods --- */

static gboolean
put_base (AmpStore *self, const char *unit, const char *period, GBytes *data, GError **error)
{
  g_autofree char *now = amp_store_now ();
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, "INSERT INTO main.release_base (unit, period, at, data) VALUES (?1, ?2, ?3, ?4)", error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, unit);
  amp_statement_bind_text (statement, 2, period);
  amp_statement_bind_text (statement, 3, now);
  bind_bytes (statement, 4, data);
  return amp_statement_run (statement, error);
}

gboolean
amp_store_release_base_put (
  AmpStore *self, const char *unit, const char *period, GBytes *data, GError **error)
{
  g_return_val_if_fail (self != NULL && unit != NULL && period != NULL && data != NULL, FALSE);

  return amp_store_begin (self, error) &&
         amp_store_end (self, put_base (self, unit, period, data, error), error);
}

GBytes *
amp_store_release_base_get (
  AmpStore *self, const char *unit, const char *period, char **at, GError **error)
{
  g_autoptr (AmpStatement) statement = NULL;
  const void *data;
  gsize length = 0;

  g_return_val_if_fail (self != NULL && unit != NULL && period != NULL, NULL);

  statement = amp_statement_borrow (
    self, "SELECT data, at FROM main.release_base WHERE unit = ?1 AND period = ?2", error);
  if (statement == NULL)
    return NULL;
  amp_statement_bind_text (statement, 1, unit);
  amp_statement_bind_text (statement, 2, period);
  if (amp_statement_step (statement, error) <= 0)
    return NULL;
  data = amp_statement_blob (statement, 0, &length);
  if (at != NULL)
    *at = g_strdup (amp_statement_text (statement, 1));
  return g_bytes_new (data, length);
}
