/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulated disk: paths, descriptors, power and faults. */
#include "simdisk.h"

#include "simnode.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Far from the real ones, and never given out twice. */
#define FIRST_DESCRIPTOR 100000

typedef struct
{
  SimNode *node;
  gboolean reads, writes, locks;
} Open;

struct _SimDisk
{
  SimNode *root;
  GHashTable *open; /* descriptor -> Open */
  int next_descriptor;
  guint most_open;
  guint64 moment; /* counts changes */
  gint cut_in;
  gboolean off;
  gboolean spares;
  guint fault_calls, fault_times, asked;
  gint fault_at;
  int fault;
  gint64 space;
  SimRandom random; /* for calls that fail by half */
  GHashTable *syncs;
  GString *log;
};

static SimDisk *disk;

static void
open_free (gpointer data)
{
  Open *self = data;

  sim_node_unref (self->node);
  g_free (self);
}

static SimDisk *
new_with_root (SimNode *root)
{
  SimDisk *self = g_new0 (SimDisk, 1);

  self->root = root;
  self->open = g_hash_table_new_full (NULL, NULL, NULL, open_free);
  self->next_descriptor = FIRST_DESCRIPTOR;
  self->most_open = G_MAXUINT;
  self->cut_in = -1;
  self->fault_at = -1;
  self->space = -1;
  self->syncs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->log = g_string_new (NULL);
  return self;
}

SimDisk *
sim_disk_new (void)
{
  return new_with_root (sim_node_new (SIM_ROOT, TRUE));
}

SimDisk *
sim_disk_copy (const SimDisk *self)
{
  SimDisk *copy = new_with_root (sim_node_copy (self->root));

  copy->moment = self->moment;
  copy->spares = self->spares;
  copy->random = self->random;
  g_string_append_len (copy->log, self->log->str, (gssize) self->log->len);
  return copy;
}

void
sim_disk_free (SimDisk *self)
{
  if (disk == self)
    sim_disk_use (NULL);
  g_hash_table_unref (self->open);
  g_hash_table_unref (self->syncs);
  sim_node_unref (self->root);
  g_string_free (self->log, TRUE);
  g_free (self);
}

/* --- What becomes of a call --- */

static int
fate (SimCall call, const char *what)
{
  guint n;

  if (disk->off)
    return EIO;
  if ((disk->fault_calls & call) == 0)
    return 0;
  n = disk->asked++;
  if (disk->fault_at < 0 || n < (guint) disk->fault_at ||
      (disk->fault_times > 0 && n >= (guint) disk->fault_at + disk->fault_times))
    return 0;
  g_string_append_printf (disk->log, "      fails: %s: %s\n", what, g_strerror (disk->fault));
  return disk->fault;
}

/* Counts a change; EIO if the power goes in the middle of it. */
static int
count (void)
{
  disk->moment++;
  if (disk->cut_in < 0 || disk->cut_in-- > 0)
    return 0;
  disk->off = TRUE;
  g_string_append (disk->log, "      power off in the middle of:\n");
  return EIO;
}

G_GNUC_PRINTF (1, 2)
static void
note (const char *format, ...)
{
  va_list arguments;

  g_string_append_printf (disk->log, "%5" G_GUINT64_FORMAT " ", disk->moment);
  va_start (arguments, format);
  g_string_append_vprintf (disk->log, format, arguments);
  va_end (arguments);
  g_string_append_c (disk->log, '\n');
}

/* --- Paths --- */

static SimNode *
find (const SimDisk *self, const char *path)
{
  g_auto (GStrv) parts = NULL;
  SimNode *node = self->root;

  if (g_strcmp0 (path, SIM_ROOT) == 0)
    return node;
  if (!g_str_has_prefix (path, SIM_ROOT "/"))
    return NULL;
  parts = g_strsplit (path + strlen (SIM_ROOT "/"), "/", -1);
  for (char **part = parts; *part != NULL && node != NULL; part++)
    if (**part != '\0')
      node = node->now != NULL ? g_hash_table_lookup (node->now, *part) : NULL;
  return node;
}

static SimNode *
find_folder (const SimDisk *self, const char *path, char **name)
{
  g_autofree char *parent = g_path_get_dirname (path);
  SimNode *node = find (self, parent);

  *name = g_path_get_basename (path);
  return node != NULL && node->file == NULL ? node : NULL;
}

static Open *
opened (int fd)
{
  return g_hash_table_lookup (disk->open, GINT_TO_POINTER (fd));
}

/* --- The calls --- */

static int
make_file (const char *path, SimNode **node)
{
  g_autofree char *name = NULL;
  SimNode *folder = find_folder (disk, path, &name);
  int failed;

  if (folder == NULL)
    return ENOENT;
  failed = count ();
  note ("create %s", name);
  *node = sim_node_new (name, FALSE);
  sim_node_change (folder, disk->moment, NULL, name, *node);
  sim_node_unref (*node);
  return failed;
}

static int
sim_open (const char *path, int flags, int *fd)
{
  gboolean writes = (flags & O_ACCMODE) != O_RDONLY;
  int failed = fate (writes ? SIM_OPEN_WRITE : SIM_OPEN_READ, path);
  SimNode *node = failed == 0 ? find (disk, path) : NULL;
  Open *open;

  *fd = -1;
  if (failed != 0)
    return failed;
  if (g_hash_table_size (disk->open) >= disk->most_open)
    return EMFILE;
  if (node == NULL && (flags & O_CREAT) == 0)
    return ENOENT;
  if (node != NULL && (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0)
    return EEXIST;
  if (node != NULL && node->file == NULL)
    return EISDIR;
  if (node == NULL && (failed = make_file (path, &node)) != 0)
    return failed;
  if ((flags & O_TRUNC) != 0 && writes && sim_file_length (node->file) > 0)
    {
      failed = count ();
      note ("truncate %s to 0", node->name);
      sim_file_truncate (node->file, disk->moment, 0);
    }
  if (failed != 0)
    return failed;
  open = g_new0 (Open, 1);
  open->node = sim_node_ref (node);
  open->reads = (flags & O_ACCMODE) != O_WRONLY;
  open->writes = writes;
  *fd = disk->next_descriptor++;
  g_hash_table_insert (disk->open, GINT_TO_POINTER (*fd), open);
  return 0;
}

static void
sim_close (int fd)
{
  g_hash_table_remove (disk->open, GINT_TO_POINTER (fd));
}

static int
sim_size (int fd, gint64 *bytes)
{
  int failed = fate (SIM_SIZE, "size");
  const Open *open = opened (fd);

  if (failed != 0 || open == NULL)
    return failed != 0 ? failed : EBADF;
  *bytes = (gint64) sim_file_length (open->node->file);
  return 0;
}

static int
sim_read (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  int failed = fate (SIM_READ, "read");
  const Open *open = opened (fd);
  gsize there;

  if (failed != 0)
    return failed;
  if (open == NULL || !open->reads)
    return EBADF;
  if (offset < 0)
    return EINVAL;
  there = sim_file_length (open->node->file);
  *got = (gsize) offset < there ? MIN (length, there - (gsize) offset) : 0;
  if (*got > 0)
    memcpy (data, sim_file_bytes (open->node->file) + offset, *got);
  return 0;
}

/* How much of it the disk has room for. */
static gsize
fits (const SimNode *node, gsize length, gsize offset)
{
  gsize there = sim_file_length (node->file);
  gint64 room = disk->space - sim_node_bytes (disk->root);
  gsize end;

  if (disk->space < 0 || offset + length <= there)
    return length;
  end = there + (gsize) MAX (room, 0);
  return end <= offset ? 0 : MIN (length, end - offset);
}

static gsize
part_of (gsize length)
{
  return sim_random_below (&disk->random, (guint) (length / SIM_SECTOR + 1)) * SIM_SECTOR;
}

static int
sim_write (int fd, const void *data, gsize length, gint64 offset)
{
  const Open *open = opened (fd);
  int failed = fate (SIM_WRITE, open != NULL ? open->node->name : "write");
  gsize part = length;

  if (disk->off)
    return failed;
  if (open == NULL || !open->writes)
    return EBADF;
  if (offset < 0)
    return EINVAL;
  if (failed != 0 && failed != EROFS)
    part = part_of (length);
  else if (failed != 0)
    part = 0;
  if (fits (open->node, part, (gsize) offset) < part)
    {
      part = fits (open->node, part, (gsize) offset);
      failed = ENOSPC;
    }
  if (part > 0)
    {
      int off = count ();

      if (off != 0 && sim_random_percent (&disk->random, 50))
        part = part_of (part);
      note ("write %s, %" G_GSIZE_FORMAT " at %" G_GINT64_FORMAT, open->node->name, part, offset);
      sim_file_write (open->node->file, disk->moment, data, part, (gsize) offset);
      failed = off != 0 ? off : failed;
    }
  return failed;
}

static int
sim_truncate (int fd, gint64 length)
{
  const Open *open = opened (fd);
  int failed = fate (SIM_TRUNCATE, open != NULL ? open->node->name : "truncate");

  if (failed != 0)
    return failed;
  if (open == NULL || !open->writes)
    return EBADF;
  if (length < 0)
    return EINVAL;
  if (fits (open->node, (gsize) length, 0) < (gsize) length)
    return ENOSPC;
  failed = count ();
  note ("truncate %s to %" G_GINT64_FORMAT, open->node->name, length);
  if ((gsize) length != sim_file_length (open->node->file))
    sim_file_truncate (open->node->file, disk->moment, (gsize) length);
  return failed;
}

static void
count_sync (const char *name)
{
  gpointer n = g_hash_table_lookup (disk->syncs, name);

  g_hash_table_replace (disk->syncs, g_strdup (name), GINT_TO_POINTER (GPOINTER_TO_INT (n) + 1));
}

static int
sim_sync (int fd)
{
  const Open *open = opened (fd);
  int failed = fate (SIM_SYNC, open != NULL ? open->node->name : "sync");

  if (disk->off)
    return failed;
  if (open == NULL)
    return EBADF;
  if (failed != 0)
    {
      sim_file_sync_fails (open->node->file);
      return failed;
    }
  failed = count ();
  note ("sync %s", open->node->name);
  if (failed != 0)
    return failed;
  sim_file_sync (open->node->file);
  count_sync (open->node->name);
  return 0;
}

static int
sim_sync_folder (const char *path)
{
  int failed = fate (SIM_SYNC_FOLDER, path);
  SimNode *folder = failed == 0 ? find (disk, path) : NULL;

  if (failed != 0)
    return failed;
  if (folder == NULL)
    return ENOENT;
  if (folder->file != NULL)
    return ENOTDIR;
  failed = count ();
  note ("sync folder %s", folder->name);
  if (failed != 0)
    return failed;
  sim_node_sync (folder);
  count_sync (folder->name);
  return 0;
}

/* What rename(2) says about the name that is there already. */
static int
may_replace (const SimNode *node, const SimNode *other)
{
  if (other == NULL || other == node)
    return 0;
  if (node->file == NULL && other->file != NULL)
    return ENOTDIR;
  if (node->file != NULL && other->file == NULL)
    return EISDIR;
  return other->file == NULL && g_hash_table_size (other->now) > 0 ? ENOTEMPTY : 0;
}

static int
sim_rename (const char *from, const char *to)
{
  g_autofree char *old_name = NULL, *new_name = NULL;
  int failed = fate (SIM_RENAME, from);
  SimNode *folder, *target, *node;

  if (failed != 0)
    return failed;
  folder = find_folder (disk, from, &old_name);
  target = find_folder (disk, to, &new_name);
  node = find (disk, from);
  if (node == NULL || target == NULL)
    return ENOENT;
  if (folder != target)
    return EXDEV;
  failed = may_replace (node, find (disk, to));
  if (failed != 0)
    return failed;
  failed = count ();
  note ("rename %s to %s", old_name, new_name);
  sim_node_change (folder, disk->moment, old_name, new_name, node);
  g_free (node->name);
  node->name = g_strdup (new_name);
  return failed;
}

static int
sim_remove (const char *path)
{
  g_autofree char *name = NULL;
  int failed = fate (SIM_REMOVE, path);
  SimNode *folder, *node;

  if (failed != 0)
    return failed;
  folder = find_folder (disk, path, &name);
  node = find (disk, path);
  if (folder == NULL || node == NULL)
    return ENOENT;
  if (node->file == NULL && g_hash_table_size (node->now) > 0)
    return ENOTEMPTY;
  failed = count ();
  note ("remove %s", name);
  sim_node_change (folder, disk->moment, name, NULL, NULL);
  return failed;
}

static int
sim_make_folder (const char *path)
{
  g_autofree char *name = NULL;
  int failed = fate (SIM_MAKE_FOLDER, path);
  SimNode *folder, *node;

  if (failed != 0)
    return failed;
  folder = find_folder (disk, path, &name);
  if (folder == NULL)
    return ENOENT;
  if (find (disk, path) != NULL)
    return EEXIST;
  failed = count ();
  note ("make folder %s", name);
  node = sim_node_new (name, TRUE);
  sim_node_change (folder, disk->moment, NULL, name, node);
  sim_node_unref (node);
  return failed;
}

static int
sim_lock (int fd)
{
  int failed = fate (SIM_LOCK, "lock");
  Open *open = opened (fd);
  GHashTableIter iter;
  gpointer other;

  if (failed != 0)
    return failed;
  if (open == NULL)
    return EBADF;
  g_hash_table_iter_init (&iter, disk->open);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    if (other != open && ((Open *) other)->locks && ((Open *) other)->node == open->node)
      return EAGAIN;
  open->locks = TRUE;
  return 0;
}

void
sim_disk_use (SimDisk *self)
{
  static const AmpDisk calls = {
    .open = sim_open,
    .close = sim_close,
    .size = sim_size,
    .read = sim_read,
    .write = sim_write,
    .truncate = sim_truncate,
    .sync = sim_sync,
    .sync_folder = sim_sync_folder,
    .rename = sim_rename,
    .remove = sim_remove,
    .make_folder = sim_make_folder,
    .lock = sim_lock,
  };

  disk = self;
  amp_disk_use (self != NULL ? &calls : NULL);
}

/* --- Power --- */

void
sim_disk_set_cut (SimDisk *self, gint n)
{
  self->cut_in = n;
}

gboolean
sim_disk_is_off (const SimDisk *self)
{
  return self->off;
}

void
sim_disk_set_spares (SimDisk *self, gboolean spares)
{
  self->spares = spares;
}

void
sim_disk_kill (SimDisk *self)
{
  g_hash_table_remove_all (self->open);
  g_string_append (self->log, "      killed\n");
  self->off = FALSE;
  self->cut_in = -1;
}

void
sim_disk_cut (SimDisk *self, guint64 seed)
{
  static const char *const styles[SIM_N_CUTS] = {"nothing", "all",    "prefix",
                                                 "files",   "blocks", "sectors"};
  static const guint shares[] = {10, 50, 90}, torn[] = {0, 0, 5, 30};
  SimCut cut = {.random = {seed}, .last = self->moment, .spares = self->spares};

  cut.first = sim_node_first (self->root);
  /* What goes to pieces is met more often than what does not. */
  cut.style = (SimCutStyle) sim_random_below (&cut.random, SIM_N_CUTS + 3);
  if (cut.style >= SIM_N_CUTS)
    cut.style = (SimCutStyle) (cut.style - 3);
  cut.kept = shares[sim_random_below (&cut.random, G_N_ELEMENTS (shares))];
  cut.torn = torn[sim_random_below (&cut.random, G_N_ELEMENTS (torn))];
  if (cut.first == 0)
    cut.first = cut.last;
  cut.until = cut.first + sim_random_below (&cut.random, (guint) (cut.last - cut.first + 1));
  g_string_append_printf (self->log,
                          "      cut: %s, kept %u, torn %u of 100, moment %" G_GUINT64_FORMAT "\n",
                          styles[cut.style], cut.kept, cut.torn, cut.until);
  g_hash_table_remove_all (self->open);
  sim_node_cut (self->root, &cut, self->log);
  self->off = FALSE;
  self->cut_in = -1;
}

/* --- Faults --- */

void
sim_disk_fail (SimDisk *self, guint calls, gint n, guint times, int error_number)
{
  self->fault_calls = calls;
  self->fault_at = n;
  self->fault_times = times;
  self->fault = error_number;
  self->asked = 0;
}

guint
sim_disk_asked (const SimDisk *self)
{
  return self->asked;
}

void
sim_disk_set_space (SimDisk *self, gint64 bytes)
{
  self->space = bytes;
}

gint64
sim_disk_used (const SimDisk *self)
{
  return sim_node_bytes (self->root);
}

void
sim_disk_set_descriptors (SimDisk *self, guint most)
{
  self->most_open = most;
}

/* --- Looking --- */

guint
sim_disk_changes (const SimDisk *self)
{
  return (guint) self->moment;
}

guint
sim_disk_syncs (const SimDisk *self, const char *name)
{
  GHashTableIter iter;
  gpointer n;
  guint all = 0;

  if (name != NULL)
    return GPOINTER_TO_UINT (g_hash_table_lookup (self->syncs, name));
  g_hash_table_iter_init (&iter, self->syncs);
  while (g_hash_table_iter_next (&iter, NULL, &n))
    all += GPOINTER_TO_UINT (n);
  return all;
}

void
sim_disk_forget (SimDisk *self)
{
  g_hash_table_remove_all (self->syncs);
  g_string_truncate (self->log, 0);
}

guint
sim_disk_open_files (const SimDisk *self)
{
  return g_hash_table_size (self->open);
}

const char *
sim_disk_log (const SimDisk *self)
{
  return self->log->str;
}

gboolean
sim_disk_has (const SimDisk *self, const char *path)
{
  return find (self, path) != NULL;
}

GBytes *
sim_disk_get (const SimDisk *self, const char *path)
{
  const SimNode *node = find (self, path);

  if (node == NULL || node->file == NULL)
    return NULL;
  return g_bytes_new (sim_file_bytes (node->file), sim_file_length (node->file));
}

void
sim_disk_put (SimDisk *self, const char *path, const void *data, gsize length)
{
  g_autofree char *name = NULL;
  SimNode *folder = find_folder (self, path, &name), *node;

  g_assert_nonnull (folder);
  node = sim_node_new (name, FALSE);
  sim_file_write (node->file, self->moment, data, length, 0);
  sim_file_sync (node->file);
  sim_node_change (folder, self->moment, NULL, name, node);
  sim_node_sync (folder);
  sim_node_unref (node);
}

void
sim_disk_drop (SimDisk *self, const char *path)
{
  g_autofree char *name = NULL;
  SimNode *folder = find_folder (self, path, &name);

  g_assert_nonnull (folder);
  sim_node_change (folder, self->moment, name, NULL, NULL);
  sim_node_sync (folder);
}

GPtrArray *
sim_disk_list (const SimDisk *self, const char *folder)
{
  const SimNode *node = find (self, folder);

  return node != NULL && node->file == NULL ? sim_node_names (node)
                                            : g_ptr_array_new_with_free_func (g_free);
}
