/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "releases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_COLUMNS 8
#define MOST_CELLS 100000

typedef struct
{
  guint whole;
  GArray *parts; /* guint */
} Split;

typedef struct
{
  char *name;
  gboolean several, used;
  GPtrArray *nodes; /* names; 0 is "*" */
  GPtrArray *splits;
} Column;

struct _World
{
  Column columns[MOST_COLUMNS];
  guint n_columns;
  GHashTable *places; /* "dimension=value" to column * 65536 + node, + 1 */
};

static void
die (const char *path, const char *why, const char *what)
{
  fprintf (stderr, "attack: %s: %s %s\n", path, why, what);
  exit (2);
}

/* --- What everybody knows --- */

static Column *
column_of (World *self, const char *path, const char *name)
{
  for (guint c = 0; c < self->n_columns; c++)
    if (strcmp (self->columns[c].name, name) == 0)
      return &self->columns[c];
  die (path, "there is no column", name);
  return NULL;
}

static guint
node_of (World *self, Column *column, const char *name)
{
  guint c = (guint) (column - self->columns), node;
  gpointer place = g_hash_table_lookup (self->places, name);

  if (strcmp (name, "*") == 0)
    return 0;
  if (place != NULL)
    return (GPOINTER_TO_UINT (place) - 1) & 0xffff;
  node = column->nodes->len;
  g_ptr_array_add (column->nodes, g_strdup (name));
  g_hash_table_insert (self->places, g_strdup (name), GUINT_TO_POINTER ((c << 16) + node + 1));
  return node;
}

static void
split_free (gpointer data)
{
  Split *self = data;

  g_array_unref (self->parts);
  g_free (self);
}

static void
add_column (World *self, const char *path, char **words, guint n)
{
  Column *column = &self->columns[self->n_columns];

  if (self->n_columns == MOST_COLUMNS)
    die (path, "too many columns:", words[1]);
  self->n_columns++;
  column->name = g_strdup (words[1]);
  column->several = n == 3 && strcmp (words[2], "several") == 0;
  column->nodes = g_ptr_array_new_with_free_func (g_free);
  column->splits = g_ptr_array_new_with_free_func (split_free);
  g_ptr_array_add (column->nodes, g_strdup ("*"));
}

static void
add_split (World *self, const char *path, char **words, guint n)
{
  Column *column = column_of (self, path, words[1]);
  Split *split = g_new0 (Split, 1);

  split->whole = node_of (self, column, words[2]);
  split->parts = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 3; i < n; i++)
    {
      guint part = node_of (self, column, words[i]);

      g_array_append_val (split->parts, part);
    }
  g_ptr_array_add (column->splits, split);
}

World *
world_read (const char *path)
{
  World *self = g_new0 (World, 1);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_file_get_contents (path, &text, NULL, NULL))
    die (path, "cannot be read", "");
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (*line), " ", -1);
      guint n = g_strv_length (words);

      if (n < 2)
        continue;
      if (strcmp (words[0], "column") == 0)
        add_column (self, path, words, n);
      else if (strcmp (words[0], "split") == 0 && n > 3)
        add_split (self, path, words, n);
      else if (strcmp (words[0], "all") == 0 && n == 3)
        g_hash_table_insert (
          self->places, g_strdup (words[2]),
          GUINT_TO_POINTER (((guint) (column_of (self, path, words[1]) - self->columns) << 16) +
                            1));
      else if (words[0][0] != '#')
        die (path, "not understood:", words[0]);
    }
  return self;
}

void
world_free (World *self)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      g_free (self->columns[c].name);
      g_ptr_array_unref (self->columns[c].nodes);
      g_ptr_array_unref (self->columns[c].splits);
    }
  g_hash_table_unref (self->places);
  g_free (self);
}

/* Names of the nodes but all; the order of the columns is the world's. */
static guint32
cell_of (const World *self, Puzzle *puzzle, const guint *nodes)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint c = 0; c < self->n_columns; c++)
    if (nodes[c] != 0)
      g_string_append_printf (name, "%s%s", name->len > 0 ? "&" : "",
                              (char *) self->columns[c].nodes->pdata[nodes[c]]);
  return puzzle_cell (puzzle, name->len > 0 ? name->str : "*");
}

/* --- Files --- */

typedef struct
{
  World *world;
  const char *path;
  Puzzle *puzzle;
  guint whole[MOST_COLUMNS]; /* what the file is about: its period and its filters */
  GPtrArray *dimensions;     /* names, or NULL before the head was read */
} Release;

static void
place (Release *self, const char *dimension, const char *value, guint *nodes)
{
  g_autofree char *name = g_strdup_printf ("%s=%s", dimension, value);
  gpointer found = g_hash_table_lookup (self->world->places, name);
  guint at = GPOINTER_TO_UINT (found) - 1;

  if (found == NULL)
    die (self->path, "nobody knows", name);
  nodes[at >> 16] = at & 0xffff;
  self->world->columns[at >> 16].used = TRUE;
}

static void
take_period (Release *self, const char *from, const char *to)
{
  g_autofree char *year = g_strndup (from, 4);
  int first = atoi (from + 5), last = atoi (to + 5);

  if (strncmp (from, to, 4) != 0)
    die (self->path, "a period of several years:", from);
  if (first == last)
    {
      g_autofree char *month = g_strndup (from, 7);

      place (self, "month", month, self->whole);
    }
  else if (last - first == 2 && last % 3 == 0)
    {
      g_autofree char *quarter = g_strdup_printf ("%s-Q%d", year, last / 3);

      place (self, "quarter", quarter, self->whole);
    }
  else if (first == 1 && last == 12)
    place (self, "year", year, self->whole);
  else
    die (self->path, "neither a month, a quarter nor a year:", from);
}

static void
take_note (Release *self, const char *line)
{
  if (g_str_has_prefix (line, "# period: ") &&
      strlen (line) == strlen ("# period: 2026-01-01/2026-01-31"))
    take_period (self, line + 10, line + 21);
  else if (g_str_has_prefix (line, "# filters: ") && line[11] != '\0')
    {
      g_auto (GStrv) filters = g_strsplit (line + 11, " ", -1);

      for (char **filter = filters; *filter != NULL; filter++)
        {
          g_auto (GStrv) sides = g_strsplit (*filter, "=", 2);

          place (self, sides[0], sides[1] != NULL ? sides[1] : "", self->whole);
        }
    }
}

/* RFC 4180, one line. */
static GPtrArray *
fields_of (const char *line)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  GString *field = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *at = line;; at++)
    if (*at == '"' && quoted && at[1] == '"')
      g_string_append_c (field, *at++);
    else if (*at == '"')
      quoted = !quoted;
    else if (*at == '\0' || (*at == ',' && !quoted))
      {
        g_ptr_array_add (fields, g_strdup (field->str));
        g_string_truncate (field, 0);
        if (*at == '\0')
          break;
      }
    else
      g_string_append_c (field, *at);
  g_string_free (field, TRUE);
  return fields;
}

static void
take_row (Release *self, GPtrArray *fields)
{
  guint n = self->dimensions->len - 2, nodes[MOST_COLUMNS];
  guint32 cell;
  const char *status;

  if (fields->len != n + 2)
    die (self->path, "a line has other columns than the head", "");
  memcpy (nodes, self->whole, sizeof nodes);
  for (guint i = 0; i < n; i++)
    if (strcmp (fields->pdata[i], "*") != 0)
      place (self, self->dimensions->pdata[i], fields->pdata[i], nodes);
  status = fields->pdata[n + 1];
  cell = cell_of (self->world, self->puzzle, nodes);
  if (strcmp (status, "exact") == 0)
    puzzle_tell (self->puzzle, cell, g_ascii_strtoll (fields->pdata[n], NULL, 10));
  else if (strcmp (status, "suppressed") != 0 || *(char *) fields->pdata[n] != '\0')
    die (self->path, "a status that is not known:", status);
}

void
world_read_release (World *self, const char *path, Puzzle *puzzle)
{
  Release release = {.world = self, .path = path, .puzzle = puzzle};
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    die (path, "cannot be read", "");
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (GPtrArray) fields = NULL;

      g_strchomp (*line);
      if (**line == '\0')
        continue;
      if (**line == '#')
        {
          take_note (&release, *line);
          continue;
        }
      fields = fields_of (*line);
      if (release.dimensions == NULL)
        release.dimensions = g_steal_pointer (&fields);
      else
        take_row (&release, fields);
    }
  if (release.dimensions == NULL || release.dimensions->len < 2)
    die (path, "has no head", "");
  g_ptr_array_unref (release.dimensions);
}

/* --- Sums --- */

static guint32
helper (Puzzle *puzzle)
{
  g_autofree char *name = g_strdup_printf ("~%u", puzzle_n_cells (puzzle));

  return puzzle_cell (puzzle, name);
}

/* Somebody in several parts: the whole is no more than all parts together, and no less than one. */
static void
add_several (Puzzle *puzzle, guint32 whole, const guint32 *parts, guint n)
{
  guint32 all = helper (puzzle), over[2] = {whole, helper (puzzle)};

  puzzle_add_sum (puzzle, all, over, 2);
  puzzle_add_sum (puzzle, all, parts, n);
  for (guint i = 0; i < n; i++)
    {
      guint32 rest[2] = {parts[i], helper (puzzle)};

      puzzle_add_sum (puzzle, whole, rest, 2);
    }
}

static void
add_sum (const World *self, Puzzle *puzzle, guint c, const Split *split, guint *nodes)
{
  g_autofree guint32 *parts = g_new (guint32, split->parts->len);
  guint32 whole;

  nodes[c] = split->whole;
  whole = cell_of (self, puzzle, nodes);
  for (guint i = 0; i < split->parts->len; i++)
    {
      nodes[c] = g_array_index (split->parts, guint, i);
      parts[i] = cell_of (self, puzzle, nodes);
    }
  nodes[c] = 0;
  if (self->columns[c].several)
    add_several (puzzle, whole, parts, split->parts->len);
  else
    puzzle_add_sum (puzzle, whole, parts, split->parts->len);
}

/* The next combination of the other columns; FALSE: all were seen. */
static gboolean
next (const World *self, guint but, guint *nodes)
{
  for (guint c = 0; c < self->n_columns; c++)
    {
      if (c == but || !self->columns[c].used)
        continue;
      if (++nodes[c] < self->columns[c].nodes->len)
        return TRUE;
      nodes[c] = 0;
    }
  return FALSE;
}

void
world_add_sums (World *self, Puzzle *puzzle)
{
  guint64 n = 1;

  for (guint c = 0; c < self->n_columns; c++)
    n *= self->columns[c].used ? self->columns[c].nodes->len : 1;
  if (n > MOST_CELLS)
    die ("releases", "too many cells", "");
  for (guint c = 0; c < self->n_columns; c++)
    for (guint s = 0; s < self->columns[c].splits->len && self->columns[c].used; s++)
      {
        guint nodes[MOST_COLUMNS] = {0};

        do
          add_sum (self, puzzle, c, self->columns[c].splits->pdata[s], nodes);
        while (next (self, c, nodes));
      }
}
