/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a table around its damaged pages: every row that lies on none of them, and below none. From
 * the beginning up, from the end down, and what is left between two damages by seeking into it. */
#include "store/salvage.h"

#include <string.h>

/* Keys of text are looked for with these bytes, up to so many of them. */
#define FIRST_BYTE ' '
#define LAST_BYTE '~'
#define MAX_TEXT 64

/* Where a read failed. */
typedef struct
{
  int rc;
  AmpDamage page; /* where rc is SQLITE_IOERR_DATA */
} Failure;

typedef struct
{
  gint64 number;
  char *text; /* "" where the key is a number only */
} Key;

typedef struct
{
  AmpSalvager *salvager;
  AmpSource *source;
  const char *columns;
  AmpSalvageFunc func;
  gpointer data;
  Key last; /* row that was handed over last, in the direction that is read */
  Key end;  /* the lowest row that was read from the end; number G_MAXINT64: none */
  /* Rows upwards from a number, or above a number and a text. (A number that parts two pages leads
   * to the lower one.) */
  AmpStatement *above;
  Failure failure; /* the last one */
} Walk;

int
amp_salvage_step (AmpSalvager *self, AmpStatement *statement, GError **error)
{
  g_autoptr (GError) local = NULL;
  int on_row;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return -2;
  on_row = amp_statement_step (statement, &local);
  if (on_row >= 0)
    return on_row;
  if (g_error_matches (local, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED))
    return -1;
  g_propagate_error (error, g_steal_pointer (&local));
  return -2;
}

/* The same, and remembers where it failed. */
static int
step (Walk *self, AmpStatement *statement, GError **error)
{
  int on_row = amp_salvage_step (self->salvager, statement, error);

  if (on_row == -1)
    {
      memset (&self->failure, 0, sizeof self->failure);
      self->failure.rc = sqlite3_extended_errcode (statement->store->db);
      if (self->failure.rc == SQLITE_IOERR_DATA)
        (void) amp_vault_failed_page (statement->store->vault, &self->failure.page);
    }
  return on_row;
}

static gboolean
same_failure (const Failure *a, const Failure *b)
{
  return a->rc == b->rc && a->page.file == b->page.file && a->page.page == b->page.page;
}

static void
note_page (Walk *self)
{
  AmpSalvageTable *told = self->source->told;
  guint32 page = self->failure.page.page;

  if (told == NULL)
    return;
  told->more = TRUE;
  if (page == 0)
    return;
  for (guint i = 0; i < told->pages->len; i++)
    if (g_array_index (told->pages, guint32, i) == page)
      return;
  g_array_append_val (told->pages, page);
}

/* --- Keys --- */

static int
compare (const Key *a, gint64 number, const char *text)
{
  if (a->number != number)
    return a->number < number ? -1 : 1;
  return strcmp (a->text, text);
}

static void
set_key (Key *key, gint64 number, const char *text)
{
  char *copy = g_strdup (text != NULL ? text : "");

  g_free (key->text);
  key->number = number;
  key->text = copy;
}

static void
bind_key (AmpStatement *statement, int first, const Walk *self, gint64 number, const char *text)
{
  amp_statement_bind_int (statement, first, number);
  if (self->source->keys[1] != NULL)
    amp_statement_bind_text (statement, first + 1, text);
}

/* where: "" or a condition of %s, the key. Indexes may be damaged, and are not needed. */
static AmpStatement *
prepare (Walk *self, const char *where, const char *order, GError **error)
{
  const AmpSource *source = self->source;
  const char *const a = source->keys[0], *const b = source->keys[1];
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autofree char *key =
    b == NULL ? g_strdup_printf ("\"%s\"", a) : g_strdup_printf ("\"%s\", \"%s\"", a, b);

  g_string_append_printf (sql, "%s, %s FROM %s.\"%s\"", key,
                          self->columns != NULL ? self->columns : "NULL", source->schema,
                          source->name);
  if (b == NULL)
    g_string_append (sql, " NOT INDEXED");
  if (*where != '\0')
    g_string_append_printf (sql, " WHERE (%s) %s", key, where);
  g_string_append_printf (sql, " ORDER BY \"%s\" %s", a, order);
  if (b != NULL)
    g_string_append_printf (sql, ", \"%s\" %s", b, order);
  return amp_statement_new (self->salvager->from, sql->str, error);
}

/* Hands over rows until the end, damage, or a row that is not before limit in that direction. */
static int
read_rows (Walk *self, AmpStatement *statement, int direction, const Key *limit, GError **error)
{
  int on_row;

  while ((on_row = step (self, statement, error)) > 0)
    {
      gint64 number = amp_statement_int (statement, 0);
      const char *text = self->source->keys[1] != NULL ? amp_statement_text (statement, 1) : "";

      if (limit != NULL && compare (limit, number, text) * direction <= 0)
        {
          on_row = 0;
          break;
        }
      set_key (&self->last, number, text);
      if (!self->func (statement, self->data, error))
        {
          on_row = -2;
          break;
        }
    }
  sqlite3_reset (statement->stmt);
  return on_row;
}

/* --- Behind a damage --- */

/* 1: whoever seeks the first row from the key on meets the same damage; 0: she does not; -2:
 * another failure. */
static int
meets (Walk *self, const Failure *damage, gint64 number, const char *text, GError **error)
{
  int on_row;

  bind_key (self->above, 1, self, number, text);
  on_row = step (self, self->above, error);
  sqlite3_reset (self->above->stmt);
  if (on_row == -2)
    return -2;
  return on_row == -1 && same_failure (&self->failure, damage);
}

/* The lowest number from which on the damage is not met any more. found FALSE: there is none. */
static gboolean
find_number (
  Walk *self, const Failure *damage, const Key *at, gint64 *number, gboolean *found, GError **error)
{
  gint64 low = at->number, high = G_MAXINT64;
  int met = meets (self, damage, high, "", error);

  *found = met == 0;
  while (met >= 0 && *found && low < high - 1)
    {
      gint64 middle = low + (gint64) (((guint64) high - (guint64) low) / 2);

      met = meets (self, damage, middle, "", error);
      if (met > 0)
        low = middle;
      else
        high = middle;
    }
  *number = high;
  return met >= 0;
}

/* The last byte of text that can stand at length, so that the damage is still met; below
 * FIRST_BYTE: none. -2: failure. What is not above at counts as met. */
static int
find_byte (Walk *self,
           const Failure *damage,
           const Key *at,
           gint64 number,
           char *text,
           gsize length,
           GError **error)
{
  int low = FIRST_BYTE - 1, high = LAST_BYTE + 1;

  while (low + 1 < high)
    {
      int middle = (low + high) / 2, met = 1;

      text[length] = (char) middle;
      text[length + 1] = '\0';
      if (compare (at, number, text) < 0)
        met = meets (self, damage, number, text, error);
      if (met < 0)
        return met;
      if (met > 0)
        low = middle;
      else
        high = middle;
    }
  text[length] = low < FIRST_BYTE ? '\0' : (char) low;
  text[length + 1] = '\0';
  return low;
}

/* Text that ends where the damage does, among the rows of one number; "" where it goes beyond them.
 */
static gboolean
find_text (Walk *self,
           const Failure *damage,
           const Key *at,
           gint64 number,
           char text[MAX_TEXT + 1],
           GError **error)
{
  gsize length = 0;
  int last = FIRST_BYTE;

  text[0] = '\0';
  while (length < MAX_TEXT && last >= FIRST_BYTE)
    {
      last = find_byte (self, damage, at, number, text, length, error);
      if (last == -2)
        return FALSE;
      if (last >= FIRST_BYTE)
        length++;
    }
  /* The highest text that meets it was found; the next one is that with its last byte higher. */
  while (length > 0 && text[length - 1] == LAST_BYTE)
    length--;
  text[length] = '\0';
  if (length > 0)
    text[length - 1]++;
  return TRUE;
}

/* The row that parts a damaged page from the next may stand on the page above them, where only who
 * comes from behind finds it. */
static gboolean
read_back (Walk *self, const Key *at, const Key *from, GError **error)
{
  g_autoptr (AmpStatement) below = NULL;
  int end;

  below = prepare (self, "<= (?1, ?2)", "DESC", error);
  if (below == NULL)
    return FALSE;
  bind_key (below, 1, self, from->number, from->text);
  end = read_rows (self, below, -1, at, error);
  return end != -2;
}

/* Moves at behind the damage that was just met. found FALSE: nothing unread is behind it. */
static gboolean
skip (Walk *self, Key *at, gboolean *found, GError **error)
{
  const Failure damage = self->failure;
  char text[MAX_TEXT + 2] = "";
  Key next = {0, text};

  if (!find_number (self, &damage, at, &next.number, found, error))
    return FALSE;
  if (*found && self->source->keys[1] != NULL)
    {
      if (!find_text (self, &damage, at, next.number - 1, text, error))
        return FALSE;
      if (*text != '\0')
        next.number--;
    }
  *found &=
    compare (at, next.number, next.text) < 0 && compare (&self->end, next.number, next.text) > 0;
  if (!*found)
    return TRUE;
  if (self->source->keys[1] != NULL && !read_back (self, at, &next, error))
    return FALSE;
  set_key (at, next.number, next.text);
  return TRUE;
}

/* What lies between at, above which damage was just met, and the rows read from the end. */
static gboolean
read_between (Walk *self, Key *at, GError **error)
{
  gboolean found = TRUE;
  int end = -1;

  while (end == -1)
    {
      g_autofree char *text = NULL;

      note_page (self);
      if (!skip (self, at, &found, error))
        return FALSE;
      if (!found)
        return TRUE;
      text = g_strdup (at->text);
      bind_key (self->above, 1, self, at->number, text);
      set_key (&self->last, at->number, at->text);
      end = read_rows (self, self->above, 1, &self->end, error);
      set_key (at, self->last.number, self->last.text);
    }
  return end == 0;
}

static gboolean
walk (Walk *self, Key *at, gboolean *whole, GError **error)
{
  g_autoptr (AmpStatement) up = prepare (self, "", "ASC", error);
  g_autoptr (AmpStatement) down = NULL;
  Failure damage;
  int end;

  if (up == NULL)
    return FALSE;
  set_key (&self->last, G_MININT64, "");
  end = read_rows (self, up, 1, NULL, error);
  *whole = end == 0;
  if (end != -1)
    return end == 0;
  damage = self->failure;
  note_page (self);
  set_key (at, self->last.number, self->last.text);

  down = prepare (self, "", "DESC", error);
  if (down == NULL)
    return FALSE;
  set_key (&self->last, G_MAXINT64, "");
  end = read_rows (self, down, -1, at, error);
  if (end != -1 || same_failure (&self->failure, &damage))
    return end != -2;
  note_page (self);
  set_key (&self->end, self->last.number, self->last.text);
  self->failure = damage;
  return read_between (self, at, error);
}

gboolean
amp_salvage_walk (AmpSalvager *self,
                  AmpSource *source,
                  const char *columns,
                  AmpSalvageFunc func,
                  gpointer data,
                  gboolean *whole,
                  GError **error)
{
  Walk state = {.salvager = self, .source = source, .columns = columns, .func = func, .data = data};
  g_autoptr (AmpStatement) above = NULL;
  Key at = {0, NULL};
  gboolean all = TRUE, walked;

  above = prepare (&state, source->keys[1] != NULL ? "> (?1, ?2)" : ">= ?1", "ASC", error);
  if (above == NULL)
    return FALSE;
  state.above = above;
  walked = walk (&state, &at, &all, error);
  g_free (state.last.text);
  g_free (state.end.text);
  g_free (at.text);
  if (whole != NULL)
    *whole = all;
  return walked;
}
