/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bytes of attachments and documents, piece by piece.
 *
 * The hash of one is BLAKE2b-256 under identity.db's hash key over
 *
 *   "amparo attachment 1"    19 bytes, no NUL
 *   size                     8 bytes, little-endian
 *   BLAKE2b-256 of each piece, in order
 *
 * so that neither adding nor checking needs all of it in memory. */
#include "store/attachments-private.h"

#include "store/attachments.h"
#include "store/statement.h"

#include <string.h>

#define HASH_PREFIX "amparo attachment 1"

/* Whose bytes lie where. size: of an attachment it tells of somebody, of a document of nobody. */
typedef struct
{
  const char *entity, *insert, *select, *drop, *losses, *whole;
} Kind;

/* Losses: pieces without a record that wants them; and records without all of their pieces. */
#define KIND(entity, size)                                                                         \
  {                                                                                                \
    entity, "INSERT INTO identity." entity "_chunk (owner, n, data) VALUES (?1, ?2, ?3)",          \
      "SELECT n, data FROM identity." entity "_chunk WHERE owner = ?1 ORDER BY n",                 \
      "DELETE FROM identity." entity "_chunk WHERE owner = ?1",                                    \
      "SELECT 'identity." entity "_chunk', count(*) FROM identity." entity "_chunk c "             \
      "JOIN identity." entity " i ON i.id = c.owner JOIN main." entity " m ON m.id = c.owner "     \
      "WHERE " size " IS NULL OR m.deleted_at IS NOT NULL "                                        \
      "UNION ALL SELECT 'identity." entity "', count(*) FROM identity." entity " i "               \
      "JOIN main." entity " m ON m.id = i.id WHERE m.deleted_at IS NULL AND " size " <> "          \
      "(SELECT coalesce(sum(length(c.data)), 0) FROM identity." entity "_chunk c "                 \
      "WHERE c.owner = i.id)",                                                                     \
      "SELECT m.id FROM main." entity " m JOIN identity." entity " i ON i.id = m.id "              \
      "WHERE m.deleted_at IS NULL AND " size " = "                                                 \
      "(SELECT coalesce(sum(length(c.data)), 0) FROM identity." entity "_chunk c "                 \
      "WHERE c.owner = i.id) ORDER BY m.id"                                                        \
  }

static const Kind kinds[] = {KIND ("attachment", "i.size"), KIND ("document", "m.size")};

static const Kind *
find_kind (const AmpEntity *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].entity, entity->name) == 0)
      return &kinds[i];
  return NULL;
}

gboolean
amp_store_keeps_bytes (const AmpEntity *entity)
{
  return find_kind (entity) != NULL;
}

typedef struct
{
  guint64 size;
  gint64 n;           /* pieces so far */
  GByteArray *hashes; /* of the pieces */
} Tally;

static void
tally_init (Tally *self)
{
  self->size = 0;
  self->n = 0;
  self->hashes = g_byte_array_new ();
}

static void
tally_clear (Tally *self)
{
  g_byte_array_unref (self->hashes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tally, tally_clear)

static void
tally_add (Tally *self, const void *data, gsize length)
{
  guint8 hash[AMP_HASH_BYTES];

  amp_hash (data, length, hash);
  g_byte_array_append (self->hashes, hash, sizeof hash);
  self->size += length;
  self->n++;
}

static char *
tally_hash (const Tally *self, AmpStore *store, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint64 size = GUINT64_TO_LE (self->size);
  guint8 hash[AMP_HASH_BYTES];
  GString *hex;

  g_byte_array_append (bytes, (const guint8 *) HASH_PREFIX, sizeof HASH_PREFIX - 1);
  g_byte_array_append (bytes, (const guint8 *) &size, sizeof size);
  g_byte_array_append (bytes, self->hashes->data, self->hashes->len);
  if (!amp_vault_keyed_hash (store->vault, AMP_KEYED_BLIND_INDEX, bytes->data, bytes->len, hash,
                             error))
    return NULL;
  hex = g_string_new (NULL);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  return g_string_free (hex, FALSE);
}

static void
wipe (gpointer data, gsize length)
{
  explicit_bzero (data, length);
  g_free (data);
}

/* --- Adding --- */

typedef struct
{
  AmpAttachmentSource source;
  gpointer data;
  AmpProgress *progress;
  GCancellable *cancellable;
} Reader;

/* A whole piece, or what is left before the end; FALSE on failure. */
static gboolean
read_piece (Reader *self, guint8 *buffer, gsize *length, GError **error)
{
  *length = 0;
  while (*length < AMP_ATTACHMENT_CHUNK)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      n = self->source (self->data, buffer + *length, AMP_ATTACHMENT_CHUNK - *length,
                        self->cancellable, error);
      if (n < 0)
        return FALSE;
      if (n == 0)
        break;
      *length += (gsize) n;
    }
  return TRUE;
}

static gboolean
insert_piece (
  AmpStore *store, const AmpRecord *owner, gint64 n, const void *data, gsize length, GError **error)
{
  const Kind *kind = find_kind (amp_record_entity (owner));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, kind->insert, error);

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, amp_record_id (owner));
  amp_statement_bind_int (statement, 2, n);
  amp_statement_bind_blob (statement, 3, data, length);
  return amp_statement_run (statement, error);
}

static gboolean
write_pieces (AmpStore *store,
              const AmpRecord *owner,
              Reader *reader,
              guint8 *buffer,
              Tally *tally,
              GError **error)
{
  gsize length = AMP_ATTACHMENT_CHUNK;

  while (length == AMP_ATTACHMENT_CHUNK)
    {
      if (!read_piece (reader, buffer, &length, error))
        return FALSE;
      if (length == 0)
        break;
      if (tally->size + length > AMP_ATTACHMENT_MAX)
        {
          g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_TOO_LARGE,
                               "attachment: more than an attachment may have");
          return FALSE;
        }
      if (!insert_piece (store, owner, tally->n, buffer, length, error))
        return FALSE;
      tally_add (tally, buffer, length);
      amp_progress_set (reader->progress, tally->size, AMP_ATTACHMENT_MAX);
    }
  return TRUE;
}

/* Within a transaction. */
static gboolean
add (AmpStore *store, AmpRecord *record, Reader *reader, const char *reason, GError **error)
{
  guint8 *buffer = g_malloc (AMP_ATTACHMENT_CHUNK);
  g_autofree char *sha = NULL;
  g_auto (Tally) tally;
  gboolean written;

  tally_init (&tally);
  written = write_pieces (store, record, reader, buffer, &tally, error);
  wipe (buffer, AMP_ATTACHMENT_CHUNK);
  sha = written ? tally_hash (&tally, store, error) : NULL;
  if (sha == NULL)
    return FALSE;
  amp_record_set_int (record, "size", (gint64) tally.size);
  return amp_record_set (record, "sha", sha, error) &&
         amp_store_save (store, record, reason, error);
}

gboolean
amp_store_attachment_add (AmpStore *self,
                          AmpRecord *record,
                          AmpAttachmentSource source,
                          gpointer data,
                          const char *reason,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  Reader reader = {source, data, progress, cancellable};
  gint64 id;

  g_return_val_if_fail (self != NULL && record != NULL && source != NULL, FALSE);
  g_return_val_if_fail (amp_store_keeps_bytes (amp_record_entity (record)), FALSE);
  g_return_val_if_fail (amp_record_rev (record) == 0, FALSE);

  id = amp_record_id (record);
  if (id == 0)
    amp_record_set_identity (record, amp_id_new (), 0);
  if (amp_store_begin (self, error))
    {
      if (!add (self, record, &reader, reason, error))
        amp_store_rollback (self);
      else if (amp_store_commit (self, error))
        return TRUE;
    }
  amp_record_set_identity (record, id, 0);
  amp_record_take (record, (gsize) amp_entity_field_index (amp_record_entity (record), "size"),
                   NULL);
  amp_record_take (record, (gsize) amp_entity_field_index (amp_record_entity (record), "sha"),
                   NULL);
  return FALSE;
}

/* --- Reading --- */

static gboolean
damaged (const char *what, GError **error)
{
  g_set_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED, "attachment: %s", what);
  return FALSE;
}

typedef struct
{
  AmpAttachmentSink sink;
  gpointer data;
  AmpProgress *progress;
  GCancellable *cancellable;
  guint64 size; /* as the record says */
} Writer;

static gboolean
take_piece (Writer *self, AmpStatement *row, Tally *tally, GError **error)
{
  gsize length;
  const void *data = amp_statement_blob (row, 1, &length);

  /* More than the record says must not be handed over: the caller's memory ends there. */
  if (amp_statement_int (row, 0) != tally->n || length > self->size - tally->size)
    return damaged ("a piece is missing or one too many", error);
  tally_add (tally, data, length);
  amp_progress_set (self->progress, tally->size, self->size);
  return self->sink == NULL || self->sink (self->data, data, length, error);
}

static gboolean
read_pieces (AmpStore *store, const AmpRecord *owner, Writer *writer, Tally *tally, GError **error)
{
  const Kind *kind = find_kind (amp_record_entity (owner));
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, kind->select, error);
  int on_row = -1;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, amp_record_id (owner));
  while (!g_cancellable_set_error_if_cancelled (writer->cancellable, error))
    {
      on_row = amp_statement_step (statement, error);
      if (on_row <= 0 || !take_piece (writer, statement, tally, error))
        return on_row == 0;
    }
  return FALSE;
}

gboolean
amp_store_attachment_each (AmpStore *self,
                           const AmpRecord *record,
                           AmpAttachmentSink sink,
                           gpointer data,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  Writer writer = {sink, data, progress, cancellable, 0};
  g_autofree char *sha = NULL;
  g_auto (Tally) tally;
  gint64 size;

  tally_init (&tally);
  g_return_val_if_fail (self != NULL && record != NULL, FALSE);
  g_return_val_if_fail (amp_store_keeps_bytes (amp_record_entity (record)), FALSE);

  size = amp_record_get_int (record, "size", -1);
  if (size < 0 || size > AMP_ATTACHMENT_MAX)
    return damaged ("nothing tells its size", error);
  writer.size = (guint64) size;
  if (!read_pieces (self, record, &writer, &tally, error))
    return FALSE;
  sha = tally_hash (&tally, self, error);
  if (sha == NULL)
    return FALSE;
  return (tally.size == writer.size && g_strcmp0 (sha, amp_record_get (record, "sha")) == 0) ||
         damaged ("the bytes are not those that were added", error);
}

typedef struct
{
  guint8 *data;
  gsize size, filled;
} Piece;

static gboolean
append (gpointer data, const void *bytes, gsize length, GError **error)
{
  Piece *self = data;

  (void) error;
  g_assert (length <= self->size - self->filled);
  memcpy (self->data + self->filled, bytes, length);
  self->filled += length;
  return TRUE;
}

static void
piece_free (gpointer data)
{
  Piece *self = data;

  wipe (self->data, self->size);
  g_free (self);
}

GBytes *
amp_store_attachment_read (AmpStore *self,
                           const AmpRecord *record,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  gint64 size = amp_record_get_int (record, "size", 0);
  Piece *piece = g_new0 (Piece, 1);

  piece->size = (gsize) CLAMP (size, 0, AMP_ATTACHMENT_MAX);
  piece->data = g_malloc (MAX (piece->size, 1));
  if (!amp_store_attachment_each (self, record, append, piece, progress, cancellable, error))
    {
      piece_free (piece);
      return NULL;
    }
  return g_bytes_new_with_free_func (piece->data, piece->filled, piece_free, piece);
}

/* --- For the rest of the store --- */

gboolean
amp_attachments_drop (AmpStore *store, const AmpEntity *entity, gint64 id, GError **error)
{
  const Kind *kind = find_kind (entity);
  g_autoptr (AmpStatement) statement =
    kind != NULL ? amp_statement_borrow (store, kind->drop, error) : NULL;

  if (statement == NULL)
    return kind == NULL;
  amp_statement_bind_int (statement, 1, id);
  return amp_statement_run (statement, error);
}

const char *
amp_attachments_losses_sql (guint n)
{
  return n < G_N_ELEMENTS (kinds) ? kinds[n].losses : NULL;
}

gboolean
amp_attachments_is_chunks (const char *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (table, kinds[i].entity) &&
        strcmp (table + strlen (kinds[i].entity), "_chunk") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
verify_one (AmpStore *store,
            const AmpEntity *entity,
            gint64 id,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (AmpRecord) record = amp_store_load (store, entity, id, error);

  return record != NULL &&
         amp_store_attachment_each (store, record, NULL, NULL, progress, cancellable, error);
}

static gboolean
verify_kind (AmpStore *store,
             const Kind *kind,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  const AmpEntity *entity = amp_entity_find (kind->entity);
  g_autoptr (AmpStatement) statement = amp_statement_borrow (store, kind->whole, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  while ((on_row = amp_statement_step (statement, error)) > 0)
    if (!verify_one (store, entity, amp_statement_int (statement, 0), progress, cancellable, error))
      return FALSE;
  return on_row == 0;
}

gboolean
amp_attachments_verify (AmpStore *store,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (!verify_kind (store, &kinds[i], progress, cancellable, error))
      return FALSE;
  return TRUE;
}
