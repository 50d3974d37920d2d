/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * attack: reads riddles, works out what it can, and says what each hidden cell can be.
 *
 *   attack [-v] < RIDDLES                    -v: says at the end what it did
 *   attack [-v] WORLD FILE.csv… < RIDDLES    the first riddle begins with what these files tell
 * (releases.h)
 *
 *   least 0          what a hidden cell is at least; 0 where nothing is said
 *   enough 11        numbers from here on need not be followed
 *   seconds 10       for one search
 *   told CELL COUNT  names are words
 *   sum WHOLE PART…
 *   ask CELL         only these; without it all that are not told
 *   go               answers with a line for each cell, then "done", and begins anew
 *
 * A line of the answer: CELL, the range that fractions allow, the range that whole numbers allow.
 * "~": some table goes as far as that, another might go farther. "contradiction": no table agrees.
 *
 * It shares no line with the program whose tables it attacks. */
#include "bounds.h"
#include "releases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
die (guint line, const char *why)
{
  fprintf (stderr, "attack: line %u: %s\n", line, why);
  exit (2);
}

static gint64
number_in (const char *word, guint line)
{
  gint64 number;

  if (word == NULL || !g_ascii_string_to_signed (word, 10, 0, G_MAXINT32, &number, NULL))
    die (line, "a number was expected");
  return number;
}

static void
add_sum (Puzzle *puzzle, char **words, guint line)
{
  guint n = g_strv_length (words);
  g_autofree guint32 *cells = g_new (guint32, n + 1);

  if (n == 0)
    die (line, "a sum of nothing");
  for (guint i = 0; i < n; i++)
    cells[i] = puzzle_cell (puzzle, words[i]);
  puzzle_add_sum (puzzle, cells[0], cells + 1, n - 1);
}

static void
print_end (gint64 end, gboolean sure)
{
  if (end == BOUNDS_NO_END || end < 0)
    fputs (end < 0 ? " ?" : sure ? " inf" : " ?", stdout);
  else
    printf (" %s%" G_GINT64_FORMAT, sure ? "" : "~", end);
}

static void
answer (const Puzzle *puzzle, BoundsWork *work)
{
  g_autoptr (GArray) asked = g_array_copy (puzzle->asked);
  g_autofree Range *range = NULL;

  if (asked->len == 0)
    for (guint32 cell = 0; cell < puzzle_n_cells (puzzle); cell++)
      if (puzzle_told (puzzle, cell) == PUZZLE_HIDDEN)
        g_array_append_val (asked, cell);
  range = bounds_find (puzzle, (const guint32 *) (gpointer) asked->data, asked->len, work);
  if (range == NULL)
    puts ("contradiction");
  for (guint i = 0; range != NULL && i < asked->len; i++)
    {
      guint32 cell = g_array_index (asked, guint32, i);

      if (puzzle_told (puzzle, cell) != PUZZLE_HIDDEN)
        continue;
      printf ("%s %.9g %.9g", puzzle_name (puzzle, cell), range[cell].linear_low,
              range[cell].linear_high);
      print_end (range[cell].low, range[cell].low_sure);
      print_end (range[cell].high, range[cell].high_sure);
      putchar ('\n');
    }
  puts ("done");
  fflush (stdout);
}

/* FALSE: the riddle is complete. */
static gboolean
take (Puzzle *puzzle, char **words, guint line)
{
  guint n = g_strv_length (words);

  if (strcmp (words[0], "go") == 0)
    return FALSE;
  if (strcmp (words[0], "sum") == 0)
    add_sum (puzzle, words + 1, line);
  else if (strcmp (words[0], "told") == 0 && n == 3)
    puzzle_tell (puzzle, puzzle_cell (puzzle, words[1]), number_in (words[2], line));
  else if (strcmp (words[0], "ask") == 0 && n == 2)
    {
      guint32 cell;

      /* What nothing is known of would look safe. */
      if (!g_hash_table_contains (puzzle->numbers, words[1]))
        die (line, "there is no such cell");
      cell = puzzle_cell (puzzle, words[1]);
      g_array_append_val (puzzle->asked, cell);
    }
  else if (strcmp (words[0], "least") == 0 && n == 2)
    puzzle->least = number_in (words[1], line);
  else if (strcmp (words[0], "enough") == 0 && n == 2)
    puzzle->enough = number_in (words[1], line);
  else if (strcmp (words[0], "seconds") == 0 && n == 2)
    puzzle->seconds = (guint) number_in (words[1], line);
  else
    die (line, "not understood");
  return TRUE;
}

static void
read_releases (Puzzle *puzzle, char **paths, int n)
{
  g_autoptr (World) world = world_read (paths[0]);

  for (int i = 1; i < n; i++)
    world_read_release (world, paths[i], puzzle);
  world_add_sums (world, puzzle);
}

int
main (int argc, char **argv)
{
  Puzzle *puzzle = puzzle_new ();
  gboolean talk = argc > 1 && strcmp (argv[1], "-v") == 0;
  BoundsWork work = {0};
  char *text = NULL;
  size_t size = 0;

  if (argc > 1 + talk)
    read_releases (puzzle, argv + 1 + talk, argc - 1 - talk);
  for (guint line = 1; getline (&text, &size, stdin) >= 0; line++)
    {
      g_auto (GStrv) words = NULL;

      text[strcspn (text, "\r\n#")] = '\0';
      words = g_strsplit (g_strstrip (text), " ", -1);
      if (words[0] == NULL || words[0][0] == '\0' || take (puzzle, words, line))
        continue;
      answer (puzzle, &work);
      puzzle_free (puzzle);
      puzzle = puzzle_new ();
    }
  if (talk)
    fprintf (stderr, "attack: %u linear programmes, %u in whole numbers, %u without an end\n",
             work.n_linear, work.n_whole, work.n_gave_up);
  puzzle_free (puzzle);
  free (text);
  return 0;
}
