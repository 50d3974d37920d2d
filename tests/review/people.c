/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "people.h"

#include <stdio.h>
#include <string.h>

const char *const test_people_columns[TEST_PEOPLE_COLUMNS] = {
  "sex", "age", "municipality", "date", "nationality", "marital", "education"};

#define SENSITIVE 8 /* where exploitation stands; the columns above stand from 1 on */

static AmpHierarchy *
read_hierarchy (const char *folder, const char *column)
{
  g_autofree char *path = g_strdup_printf ("%s/h_%s.csv", folder, column);
  g_autofree char *text = NULL;
  g_autoptr (AmpHierarchy) hierarchy = amp_hierarchy_new ();
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &text, NULL, &error))
    g_error ("%s", error->message);
  for (char *line = text, *end; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      g_auto (GStrv) labels = NULL;

      *end = '\0';
      labels = g_strsplit (line, ";", -1);
      if (!amp_hierarchy_add (hierarchy, (const char *const *) labels, g_strv_length (labels),
                              &error))
        g_error ("%s: %s", path, error->message);
    }
  if (!amp_hierarchy_close (hierarchy, &error))
    g_error ("%s: %s", path, error->message);
  return g_steal_pointer (&hierarchy);
}

static guint16
number_of (GHashTable *numbers, const char *value)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, value));

  if (number == 0)
    {
      number = g_hash_table_size (numbers) + 1;
      g_hash_table_insert (numbers, g_strdup (value), GUINT_TO_POINTER (number));
    }
  return (guint16) (number - 1);
}

static void
read_row (TestPeople *self, char *line, guint32 row, GHashTable *numbers)
{
  char *next = line;

  for (guint i = 0; i <= SENSITIVE; i++)
    {
      const char *cell = strsep (&next, ";");

      if (i >= 1 && i <= TEST_PEOPLE_COLUMNS)
        {
          const int leaf = amp_hierarchy_find (self->hierarchies[i - 1], cell);

          if (leaf < 0)
            g_error ("line %u: a value that is not in its hierarchy", row + 2);
          self->leaves[i - 1][row] = (guint16) leaf;
        }
      else if (i == SENSITIVE)
        self->values[row] = number_of (numbers, cell);
    }
}

TestPeople *
test_people_read (const char *folder)
{
  TestPeople *self = g_new0 (TestPeople, 1);
  g_autofree char *path = g_strdup_printf ("%s/cases.csv", folder);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char line[256];
  FILE *file = fopen (path, "re");
  guint32 n_rows = 0;

  if (file == NULL)
    g_error ("%s cannot be read", path);
  while (fgets (line, sizeof line, file) != NULL)
    n_rows++;
  n_rows--;
  for (guint i = 0; i < TEST_PEOPLE_COLUMNS; i++)
    {
      self->hierarchies[i] = read_hierarchy (folder, test_people_columns[i]);
      self->leaves[i] = g_new (guint16, n_rows);
    }
  self->values = g_new (guint16, n_rows);
  rewind (file);
  if (fgets (line, sizeof line, file) != NULL)
    for (guint32 row = 0; fgets (line, sizeof line, file) != NULL; row++)
      read_row (self, line, row, numbers);
  (void) fclose (file);
  self->n_values = g_hash_table_size (numbers);
  self->table = (AmpRecodeTable){.n_rows = n_rows,
                                 .n_columns = TEST_PEOPLE_COLUMNS,
                                 .hierarchies = (const AmpHierarchy *const *) self->hierarchies,
                                 .leaves = (const guint16 *const *) self->leaves,
                                 .n_sensitive = 1,
                                 .n_values = &self->n_values,
                                 .values = (const guint16 *const *) &self->values};
  return self;
}

void
test_people_free (TestPeople *self)
{
  for (guint i = 0; i < TEST_PEOPLE_COLUMNS; i++)
    {
      amp_hierarchy_free (self->hierarchies[i]);
      g_free (self->leaves[i]);
    }
  g_free (self->values);
  g_free (self);
}

void
test_people_write (const TestPeople *self, const AmpRecoding *recoding, const char *path)
{
  FILE *file = fopen (path, "we");

  if (file == NULL)
    g_error ("%s cannot be written", path);
  for (guint i = 0; i < TEST_PEOPLE_COLUMNS; i++)
    fprintf (file, "%s%c", test_people_columns[i], i + 1 < TEST_PEOPLE_COLUMNS ? ';' : '\n');
  for (guint32 row = 0; row < self->table.n_rows; row++)
    for (guint i = 0; i < TEST_PEOPLE_COLUMNS; i++)
      fprintf (file, "%s%c", amp_recoding_label (recoding, &self->table, row, i),
               i + 1 < TEST_PEOPLE_COLUMNS ? ';' : '\n');
  if (fclose (file) != 0)
    g_error ("%s cannot be written", path);
}
