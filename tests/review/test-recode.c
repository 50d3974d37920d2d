/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold of every recoded table, counted over row by row and by the words of the rule; and
 * registers judged by a program of others. AMP_RECODE_REGISTERS: how many of those, of up to
 * 100,000 people, instead of a few small ones. */
#include "people.h"

#include "review/recode-check.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* --- Small tables by chance --- */

#define MAX_COLUMNS 5

typedef struct
{
  AmpRecodeTable table;
  AmpHierarchy *hierarchies[MAX_COLUMNS];
  guint16 *leaves[MAX_COLUMNS];
  guint16 *values[2];
  guint n_values[2];
} Table;

static void
table_clear (Table *self)
{
  for (guint i = 0; i < self->table.n_columns; i++)
    {
      amp_hierarchy_free (self->hierarchies[i]);
      g_free (self->leaves[i]);
    }
  for (guint i = 0; i < self->table.n_sensitive; i++)
    g_free (self->values[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* "v12" lies under "a3", that under "b1", that under "*": groups of sizes by chance. */
static AmpHierarchy *
make_hierarchy (void)
{
  g_autoptr (AmpHierarchy) self = amp_hierarchy_new ();
  const guint n_leaves = (guint) g_test_rand_int_range (1, 13);
  const guint n_levels = (guint) g_test_rand_int_range (1, 5);
  guint middle = 0, upper = 0;

  for (guint leaf = 0; leaf < n_leaves; leaf++)
    {
      g_autofree char *value = g_strdup_printf ("v%u", leaf);
      g_autofree char *one = NULL, *two = NULL;
      const char *labels[4];

      if (g_test_rand_int_range (0, 3) == 0)
        {
          middle++;
          upper += (guint) g_test_rand_int_range (0, 2);
        }
      one = g_strdup_printf ("a%u", middle);
      two = g_strdup_printf ("b%u", upper);
      labels[0] = value;
      labels[1] = n_levels == 2 ? "*" : one;
      labels[2] = n_levels == 3 ? "*" : two;
      labels[3] = "*";
      g_assert_true (amp_hierarchy_add (self, labels, n_levels, NULL));
    }
  g_assert_true (amp_hierarchy_close (self, NULL));
  return g_steal_pointer (&self);
}

/* n values below n_values, some much oftener than others. */
static guint16 *
make_cells (guint32 n, guint n_values)
{
  guint16 *cells = g_new (guint16, n);
  const int skew = g_test_rand_int_range (0, 3);

  for (guint32 row = 0; row < n; row++)
    {
      int value = g_test_rand_int_range (0, (gint32) n_values);

      for (int i = 0; i < skew; i++)
        value = MIN (value, g_test_rand_int_range (0, (gint32) n_values));
      cells[row] = (guint16) value;
    }
  return cells;
}

static void
make_table (Table *self, guint32 n_rows)
{
  AmpRecodeTable *table = &self->table;

  table->n_rows = n_rows;
  table->n_columns = (guint) g_test_rand_int_range (1, MAX_COLUMNS + 1);
  table->n_sensitive = (guint) g_test_rand_int_range (0, 3);
  for (guint i = 0; i < table->n_columns; i++)
    {
      self->hierarchies[i] = make_hierarchy ();
      self->leaves[i] = make_cells (n_rows, self->hierarchies[i]->n_leaves);
    }
  for (guint i = 0; i < table->n_sensitive; i++)
    {
      self->n_values[i] = (guint) g_test_rand_int_range (1, 7);
      self->values[i] = make_cells (n_rows, self->n_values[i]);
    }
  table->hierarchies = (const AmpHierarchy *const *) self->hierarchies;
  table->leaves = (const guint16 *const *) self->leaves;
  table->n_values = self->n_values;
  table->values = (const guint16 *const *) self->values;
}

/* One that polishing has something to do with. */
static void
make_coarse_table (Table *self, guint32 n_rows, const AmpRecodeRule *rule)
{
  for (;;)
    {
      g_autoptr (AmpRecoding) rough = NULL;

      make_table (self, n_rows);
      rough = amp_recode (&self->table, rule, NULL, NULL, NULL);
      if (rough != NULL && rough->loss > 0.05 && rough->n_classes > n_rows / (rule->k * 4))
        return;
      table_clear (self);
      *self = (Table){0};
    }
}

static void
make_rule (const Table *table, AmpRecodeRule *rule)
{
  static const guint shares[] = {0, 100, 80, 60}, distances[] = {0, 100, 50, 30, 60};

  *rule = (AmpRecodeRule){.k = (guint) g_test_rand_int_range (1, 8)};
  if (table->table.n_sensitive == 0)
    return;
  rule->l = (guint) g_test_rand_int_range (0, 4);
  rule->share_percent = shares[g_test_rand_int_range (0, G_N_ELEMENTS (shares))];
  rule->t_percent = distances[g_test_rand_int_range (0, G_N_ELEMENTS (distances))];
}

/* --- Counted over --- */

static gboolean
rows_are_alike (const AmpRecodeTable *table, const AmpRecoding *recoding, guint32 one, guint32 two)
{
  for (guint q = 0; q < table->n_columns; q++)
    if (strcmp (amp_recoding_label (recoding, table, one, q),
                amp_recoding_label (recoding, table, two, q)) != 0)
      return FALSE;
  return TRUE;
}

/* The rule for the rows marked, one sensitive column. */
static gboolean
values_are_mixed (const AmpRecodeTable *table,
                  const AmpRecodeRule *rule,
                  guint column,
                  const gboolean *is_marked,
                  guint n_marked)
{
  guint different = 0, largest = 0;
  double distance = 0;

  for (guint value = 0; value < table->n_values[column]; value++)
    {
      guint n = 0, n_all = 0;

      for (guint32 row = 0; row < table->n_rows; row++)
        if (table->values[column][row] == value)
          {
            n_all++;
            n += is_marked[row] ? 1 : 0;
          }
      different += n > 0;
      largest = MAX (largest, n);
      distance += ABS ((double) n / n_marked - (double) n_all / table->n_rows) / 2;
    }
  return different >= rule->l &&
         (rule->share_percent == 0 || largest * 100 <= rule->share_percent * n_marked) &&
         (rule->t_percent == 0 || distance <= rule->t_percent / 100.0 + 1e-9);
}

static gboolean
class_holds (const AmpRecodeTable *table,
             const AmpRecodeRule *rule,
             const gboolean *is_marked,
             guint n_marked)
{
  if (n_marked < rule->k)
    return FALSE;
  for (guint column = 0; column < table->n_sensitive; column++)
    if (!values_are_mixed (table, rule, column, is_marked, n_marked))
      return FALSE;
  return TRUE;
}

/* The label that stands so many steps above the value. */
static gboolean
label_is_above (const AmpHierarchy *hierarchy, guint leaf, const char *label)
{
  guint16 node = amp_hierarchy_at (hierarchy, 0, leaf);

  for (;; node = amp_hierarchy_node (hierarchy, node)->parent)
    {
      if (strcmp (amp_hierarchy_node (hierarchy, node)->label, label) == 0)
        return TRUE;
      if (amp_hierarchy_node (hierarchy, node)->parent == node)
        return FALSE;
    }
}

static gboolean
table_holds (const AmpRecodeTable *table, const AmpRecodeRule *rule, const AmpRecoding *recoding)
{
  g_autofree gboolean *is_marked = g_new (gboolean, table->n_rows + 1);

  for (guint32 row = 0; row < table->n_rows; row++)
    {
      guint n_marked = 0;

      for (guint32 other = 0; other < table->n_rows; other++)
        {
          is_marked[other] = rows_are_alike (table, recoding, row, other);
          n_marked += is_marked[other] ? 1 : 0;
        }
      if (!class_holds (table, rule, is_marked, n_marked))
        return FALSE;
    }
  return TRUE;
}

static void
assert_labels (const AmpRecodeTable *table, const AmpRecoding *recoding)
{
  double loss = 0;

  for (guint32 row = 0; row < table->n_rows; row++)
    for (guint q = 0; q < table->n_columns; q++)
      {
        const AmpHierarchy *hierarchy = table->hierarchies[q];
        const char *label = amp_recoding_label (recoding, table, row, q);
        guint covered = 0;

        g_assert_true (label_is_above (hierarchy, table->leaves[q][row], label));
        for (guint leaf = 0; leaf < hierarchy->n_leaves; leaf++)
          covered += label_is_above (hierarchy, leaf, label);
        if (hierarchy->n_leaves > 1)
          loss += (covered - 1.0) / (hierarchy->n_leaves - 1.0);
      }
  if (table->n_rows > 0)
    g_assert_cmpfloat_with_epsilon (recoding->loss, loss / table->n_rows / table->n_columns, 1e-5);
}

static gboolean
checker_agrees (const AmpRecodeTable *table, const AmpRecodeRule *rule, const AmpRecoding *recoding)
{
  g_autoptr (AmpRecodeChecker) checker =
    amp_recode_checker_new (rule, table->n_columns, table->n_sensitive);
  g_autoptr (GError) error = NULL;
  gboolean holds;

  for (guint32 row = 0; row < table->n_rows; row++)
    {
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

      for (guint q = 0; q < table->n_columns; q++)
        g_ptr_array_add (cells, g_strdup (amp_recoding_label (recoding, table, row, q)));
      for (guint i = 0; i < table->n_sensitive; i++)
        g_ptr_array_add (cells, g_strdup_printf ("%u", table->values[i][row]));
      amp_recode_checker_add (checker, (const char *const *) cells->pdata);
    }
  holds = amp_recode_checker_end (checker, &error);
  if (!holds)
    g_assert_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_BROKEN);
  return holds;
}

/* --- Properties --- */

static void
assert_same (const AmpRecodeTable *table, const AmpRecoding *one, const AmpRecoding *two)
{
  g_assert_cmpuint (one->n_classes, ==, two->n_classes);
  g_assert_cmpmem (one->class_of, sizeof (guint32) * table->n_rows, two->class_of,
                   sizeof (guint32) * table->n_rows);
  g_assert_cmpmem (one->nodes, sizeof (guint16) * one->n_classes * one->n_columns, two->nodes,
                   sizeof (guint16) * one->n_classes * one->n_columns);
}

/* What the checker says is what counting over says. */
static gboolean
is_refused (const Table *table, const AmpRecodeRule *rule, const AmpRecoding *recoding)
{
  const gboolean holds = table_holds (&table->table, rule, recoding);

  g_assert_true (checker_agrees (&table->table, rule, recoding) == holds);
  return !holds;
}

/* Rows go to other classes, and classes get other labels. How often that is refused. */
static guint
spoil (const Table *table, const AmpRecodeRule *rule, AmpRecoding *recoding)
{
  const guint n_cells = recoding->n_classes * recoding->n_columns;
  guint n_refused = 0;

  for (guint i = 0; i < 5; i++)
    {
      const guint cell = (guint) g_test_rand_int_range (0, (gint32) n_cells);
      const guint32 row = (guint32) g_test_rand_int_range (0, (gint32) table->table.n_rows);
      const AmpHierarchy *hierarchy = table->hierarchies[cell % recoding->n_columns];
      const guint16 node = recoding->nodes[cell];
      const guint32 class = recoding->class_of[row];

      recoding->nodes[cell] = (guint16) g_test_rand_int_range (0, (gint32) hierarchy->nodes->len);
      n_refused += is_refused (table, rule, recoding);
      recoding->nodes[cell] = node;
      recoding->class_of[row] = (guint32) g_test_rand_int_range (0, (gint32) recoding->n_classes);
      n_refused += is_refused (table, rule, recoding);
      recoding->class_of[row] = class;
    }
  return n_refused;
}

static void
test_every_table_holds (void)
{
  guint n_recoded = 0, n_refused = 0, n_fine = 0;

  for (guint round = 0; round < 400; round++)
    {
      g_auto (Table) table = {0};
      AmpRecodeRule rule;
      AmpRecodeOptions options = {.seed = round, .vary_k = g_test_rand_bit ()};
      g_autoptr (AmpRecoding) recoding = NULL, again = NULL;
      g_autoptr (GError) error = NULL;

      make_table (&table, (guint32) g_test_rand_int_range (0, 161));
      make_rule (&table, &rule);
      options.effort = g_test_rand_bit () ? 0 : 50000;
      recoding = amp_recode (&table.table, &rule, &options, NULL, &error);
      if (recoding == NULL)
        {
          g_autofree gboolean *all = g_new (gboolean, table.table.n_rows);

          g_assert_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_IMPOSSIBLE);
          for (guint32 row = 0; row < table.table.n_rows; row++)
            all[row] = TRUE;
          g_assert_false (class_holds (&table.table, &rule, all, table.table.n_rows));
          continue;
        }
      g_assert_true (table_holds (&table.table, &rule, recoding));
      g_assert_true (checker_agrees (&table.table, &rule, recoding));
      assert_labels (&table.table, recoding);
      again = amp_recode (&table.table, &rule, &options, NULL, &error);
      assert_same (&table.table, recoding, again);
      n_recoded++;
      n_fine += recoding->loss < 0.9;
      if (table.table.n_rows > 0)
        n_refused += spoil (&table, &rule, recoding);
    }
  g_test_message ("%u tables recoded, %u of them finely, %u refused when spoiled", n_recoded,
                  n_fine, n_refused);
  g_assert_cmpuint (n_recoded, >, 200);
  g_assert_cmpuint (n_fine, >, 100);
  g_assert_cmpuint (n_refused, >, 100);
}

static void
test_polishing_never_loses (void)
{
  for (guint round = 0; round < 20; round++)
    {
      g_auto (Table) table = {0};
      const AmpRecodeRule rule = {.k = 3};
      const AmpRecodeOptions options = {.seed = round, .effort = 300000};
      g_autoptr (AmpRecoding) rough = NULL, fine = NULL;

      make_table (&table, 400);
      rough = amp_recode (&table.table, &rule, NULL, NULL, NULL);
      fine = amp_recode (&table.table, &rule, &options, NULL, NULL);
      g_assert_cmpfloat (fine->loss, <=, rough->loss + 1e-9);
    }
}

static void
test_varied_k_hides_how_many_there_must_be (void)
{
  g_auto (Table) table = {0};
  const AmpRecodeRule rule = {.k = 5};
  g_autoptr (AmpRecoding) recoding = NULL;
  const AmpRecodeOptions options = {.seed = 1, .vary_k = TRUE, .effort = 500000};
  g_autofree guint *sizes = NULL;
  guint n_smallest = 0;

  make_coarse_table (&table, 1000, &rule);
  recoding = amp_recode (&table.table, &rule, &options, NULL, NULL);
  sizes = g_new0 (guint, recoding->n_classes);
  for (guint32 row = 0; row < table.table.n_rows; row++)
    sizes[recoding->class_of[row]]++;
  for (guint32 i = 0; i < recoding->n_classes; i++)
    n_smallest += sizes[i] == rule.k;
  g_assert_cmpuint (recoding->n_classes, >, 1);
  g_assert_cmpuint (n_smallest * 2, <, recoding->n_classes);
}

static void
test_nothing_and_next_to_nothing (void)
{
  const AmpRecodeRule two = {.k = 2}, one = {.k = 1};
  g_auto (Table) empty = {0}, single = {0};
  g_autoptr (AmpRecoding) none = NULL, refused = NULL, alone = NULL;
  g_autoptr (GError) error = NULL;

  make_table (&empty, 0);
  none = amp_recode (&empty.table, &two, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->n_classes, ==, 0);
  make_table (&single, 1);
  refused = amp_recode (&single.table, &two, NULL, NULL, &error);
  g_assert_null (refused);
  g_assert_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_IMPOSSIBLE);
  alone = amp_recode (&single.table, &one, NULL, NULL, NULL);
  g_assert_cmpuint (alone->n_classes, ==, 1);
  g_assert_cmpfloat (alone->loss, <, 1e-9);
}

static void
assert_invalid (const AmpRecodeTable *table, AmpRecodeRule rule, int code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecoding) recoding = amp_recode (table, &rule, NULL, NULL, &error);

  g_assert_null (recoding);
  g_assert_error (error, AMP_RECODE_ERROR, code);
}

static void
test_what_makes_no_sense_is_refused (void)
{
  g_auto (Table) table = {0};
  AmpRecodeTable wrong;

  make_table (&table, 20);
  assert_invalid (&table.table, (AmpRecodeRule){.k = 0}, AMP_RECODE_ERROR_INVALID);
  assert_invalid (&table.table, (AmpRecodeRule){.k = 2, .share_percent = 101},
                  AMP_RECODE_ERROR_INVALID);
  assert_invalid (&table.table, (AmpRecodeRule){.k = 2, .t_percent = 101},
                  AMP_RECODE_ERROR_INVALID);
  wrong = table.table;
  wrong.n_sensitive = 0;
  assert_invalid (&wrong, (AmpRecodeRule){.k = 2, .l = 2}, AMP_RECODE_ERROR_INVALID);
  wrong = table.table;
  wrong.n_columns = 0;
  assert_invalid (&wrong, (AmpRecodeRule){.k = 2}, AMP_RECODE_ERROR_INVALID);
  wrong = table.table;
  wrong.n_rows = AMP_RECODE_MAX_ROWS + 1;
  assert_invalid (&wrong, (AmpRecodeRule){.k = 2}, AMP_RECODE_ERROR_TOO_LARGE);
  table.leaves[0][19] = (guint16) table.hierarchies[0]->n_leaves;
  assert_invalid (&table.table, (AmpRecodeRule){.k = 2}, AMP_RECODE_ERROR_INVALID);
}

static void
cancel (double done, gpointer data)
{
  g_assert_cmpfloat (done, <=, 1);
  g_cancellable_cancel (data);
}

static void
test_it_can_be_cancelled (void)
{
  g_auto (Table) table = {0};
  const AmpRecodeRule rule = {.k = 2};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AmpRecodeOptions options = {.effort = G_MAXUINT64, .report = cancel, .data = cancellable};
  g_autoptr (AmpRecoding) recoding = NULL;
  g_autoptr (GError) error = NULL;

  make_coarse_table (&table, 1000, &rule);
  recoding = amp_recode (&table.table, &rule, &options, cancellable, &error);
  g_assert_null (recoding);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  recoding = amp_recode (&table.table, &rule, NULL, cancellable, &error);
  g_assert_null (recoding);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_the_time_ends_it (void)
{
  g_auto (Table) table = {0};
  const AmpRecodeRule rule = {.k = 3};
  const AmpRecodeOptions options = {.effort = G_MAXUINT64, .limit_ms = 5};
  g_autoptr (AmpRecoding) recoding = NULL;

  make_coarse_table (&table, 600, &rule);
  recoding = amp_recode (&table.table, &rule, &options, NULL, NULL);
  g_assert_true (recoding->cut_short);
  g_assert_true (checker_agrees (&table.table, &rule, recoding));
}

static void
test_a_label_is_valid_where_it_covers_the_value (void)
{
  static const char *const rows[][3] = {{"a", "x", "*"}, {"b", "x", "*"}, {"c", "y", "*"}};
  g_autoptr (AmpHierarchy) hierarchy = amp_hierarchy_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (amp_hierarchy_add (hierarchy, rows[i], 3, NULL));
  g_assert_true (amp_hierarchy_close (hierarchy, NULL));
  g_assert_true (amp_recode_label_is_valid (hierarchy, "a", "a"));
  g_assert_true (amp_recode_label_is_valid (hierarchy, "a", "x"));
  g_assert_true (amp_recode_label_is_valid (hierarchy, "a", "*"));
  g_assert_false (amp_recode_label_is_valid (hierarchy, "a", "b"));
  g_assert_false (amp_recode_label_is_valid (hierarchy, "a", "y"));
  g_assert_false (amp_recode_label_is_valid (hierarchy, "x", "*"));
}

/* --- Registers, judged by others --- */

static double
number_in (const char *json, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\": ", key);
  const char *at = strstr (json, quoted);

  g_assert_nonnull (at);
  return g_ascii_strtod (at + strlen (quoted), NULL);
}

static char *
run (const char *const *words)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  return out;
}

static void
judge (const char *folder, guint n, guint seed, const AmpRecodeRule *rule)
{
  g_autofree char *rows = g_strdup_printf ("%u", n), *start = g_strdup_printf ("%u", seed);
  g_autofree char *k = g_strdup_printf ("%u", rule->k);
  g_autofree char *path = g_build_filename (folder, "out.csv", NULL);
  const char *make[] = {AMP_GEN, rows, start, folder, NULL};
  const char *judge_it[] = {"python3", AMP_JUDGE, folder, path, k, NULL};
  g_autofree char *nothing = run (make), *verdict = NULL;
  g_autoptr (TestPeople) people = test_people_read (folder);
  const AmpRecodeOptions options = {.seed = seed, .effort = amp_recode_effort (n, 7) / 4};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecoding) recoding = amp_recode (&people->table, rule, &options, NULL, &error);

  g_assert_no_error (error);
  test_people_write (people, recoding, path);
  verdict = run (judge_it);
  g_test_message ("%u people, seed %u: %s", n, seed, verdict);
  g_assert_cmpfloat (number_in (verdict, "records_violating_K"), <, 0.5);
  g_assert_cmpfloat (number_in (verdict, "wrong_labels"), <, 0.5);
  g_assert_cmpfloat (number_in (verdict, "min_class"), >, rule->k - 0.5);
  g_assert_cmpfloat (number_in (verdict, "min_distinct_l"), >, rule->l - 0.5);
  if (rule->share_percent == 80)
    g_assert_cmpfloat (number_in (verdict, "rec_max_share_gt90"), <, 0.5);
  g_assert_cmpfloat_with_epsilon (number_in (verdict, "NCP"), recoding->loss, 1e-4);
  g_assert_cmpfloat (recoding->loss, <, 0.65);
  g_assert_true (checker_agrees (&people->table, rule, recoding));
}

static void
test_another_program_agrees (void)
{
  static const AmpRecodeRule rules[] = {
    {.k = 5}, {.k = 11, .l = 3, .share_percent = 80}, {.k = 11}, {.k = 5, .l = 3, .t_percent = 50}};
  const char *wish = g_getenv ("AMP_RECODE_REGISTERS");
  const guint n_registers = wish == NULL ? 4 : (guint) atoi (wish);
  g_autofree char *folder = g_dir_make_tmp ("amparo-recode-XXXXXX", NULL);
  g_autoptr (GDir) dir = NULL;

  for (guint i = 0; i < n_registers; i++)
    {
      /* As many small ones as large ones. */
      const guint most = wish == NULL ? 1500 : 500u << g_test_rand_int_range (1, 9);
      const guint n = (guint) g_test_rand_int_range (500, (gint32) MIN (most, 100000) + 1);

      judge (folder, n, i + 1, &rules[i % G_N_ELEMENTS (rules)]);
    }
  dir = g_dir_open (folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      (void) g_unlink (path);
    }
  (void) g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recode/every-table-holds-whatever-is-asked", test_every_table_holds);
  g_test_add_func ("/recode/polishing-never-loses", test_polishing_never_loses);
  g_test_add_func ("/recode/varied-k-hides-how-many-there-must-be",
                   test_varied_k_hides_how_many_there_must_be);
  g_test_add_func ("/recode/nothing-and-next-to-nothing", test_nothing_and_next_to_nothing);
  g_test_add_func ("/recode/what-makes-no-sense-is-refused", test_what_makes_no_sense_is_refused);
  g_test_add_func ("/recode/it-can-be-cancelled", test_it_can_be_cancelled);
  g_test_add_func ("/recode/the-time-ends-it", test_the_time_ends_it);
  g_test_add_func ("/recode/a-label-is-valid-where-it-covers-the-value",
                   test_a_label_is_valid_where_it_covers_the_value);
  g_test_add_func ("/recode/another-program-agrees", test_another_program_agrees);
  return g_test_run ();
}
