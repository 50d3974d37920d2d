/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The other reader of a partner's file: its own columns, its own parser, its own counting. */
#include "review/partner.h"

#include <string.h>

#define N 28
#define N_QUASI 6 /* the first six; citizenship among them is sensitive */
#define CITIZENSHIP 4
#define KIND 15 /* three columns from here on */
#define MAX_BYTES (64u * 1024 * 1024)

static const char header[] =
  "yearOfRegistration,gender,ageBroad,majorityStatus,citizenship,CountryOfExploitation,"
  "traffickMonths,meansDebtBondageEarnings,meansThreats,meansAbusePsyPhySex,meansFalsePromises,"
  "meansDrugsAlcohol,meansDenyBasicNeeds,meansExcessiveWorkHours,meansWithholdDocs,isForcedLabour,"
  "isSexualExploit,isOtherExploit,typeOfLabourAgriculture,typeOfLabourConstruction,"
  "typeOfLabourDomesticWork,typeOfLabourHospitality,typeOfSexProstitution,typeOfSexPornography,"
  "recruiterRelationIntimatePartner,recruiterRelationFriend,recruiterRelationFamily,"
  "recruiterRelationOther";

static const char *const patterns[] = {
  "[12][0-9]{3}",
  "Woman|Man|Trans/Transgender/NonConforming",
  "0--8|9--17|18--20|21--23|24--26|27--29|30--38|39--47|48\\+",
  "Minor|Adult",
  "[A-Z]{3}",
  "[A-Z]{3}",
  "0--12 \\(0-1 yr\\)|13--24 \\(1-2 yrs\\)|25\\+ \\(2\\+ yrs\\)",
};

typedef struct
{
  GHashTable *known[N]; /* text -> number + 1 */
  GPtrArray *texts[N];  /* by number, borrowed */
  GArray *cells;        /* of guint16, N for each row */
  guint n_rows;
} Sheet;

static void
sheet_clear (Sheet *self)
{
  for (guint i = 0; i < N; i++)
    {
      g_hash_table_unref (self->known[i]);
      g_ptr_array_unref (self->texts[i]);
    }
  g_array_unref (self->cells);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT, "partner file: %s", what);
  return FALSE;
}

static guint16
cell_at (const Sheet *self, guint row, guint column)
{
  return g_array_index (self->cells, guint16, row * N + column);
}

static gboolean
is_missing (const Sheet *self, guint row, guint column)
{
  return strcmp (g_ptr_array_index (self->texts[column], cell_at (self, row, column)),
                 AMP_PARTNER_MISSING) == 0;
}

/* --- Reading --- */

static gboolean
cell_is_allowed (guint column, const char *text)
{
  g_autofree char *pattern =
    g_strdup_printf ("^(-99|%s)$", column < G_N_ELEMENTS (patterns) ? patterns[column] : "0|1");

  return g_regex_match_simple (pattern, text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static gboolean
read_line (Sheet *self, const char *line, GError **error)
{
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);

  if (g_strv_length (cells) != N)
    return refuse ("a row with more or fewer cells than there are columns", error);
  for (guint i = 0; i < N; i++)
    {
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (self->known[i], cells[i]));
      guint16 cell;

      if (number == 0)
        {
          char *text = g_strdup (cells[i]);

          /* Each text is looked at once. */
          if (!cell_is_allowed (i, text) || self->texts[i]->len >= 1000)
            {
              g_free (text);
              return refuse ("a value that its column does not have", error);
            }
          g_ptr_array_add (self->texts[i], text);
          number = self->texts[i]->len;
          g_hash_table_insert (self->known[i], text, GUINT_TO_POINTER (number));
        }
      cell = (guint16) (number - 1);
      g_array_append_val (self->cells, cell);
    }
  self->n_rows++;
  return TRUE;
}

static gboolean
read_all (Sheet *self, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (length == 0 || length > MAX_BYTES || memchr (data, '\0', length) != NULL ||
      data[length - 1] != '\n')
    return refuse ("no text that ends with a line", error);
  text = g_strndup (data, length - 1);
  lines = g_strsplit (text, "\n", -1);
  if (strcmp (lines[0], header) != 0)
    return refuse ("other columns", error);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      if (i > 1 && strcmp (lines[i - 1], lines[i]) > 0)
        return refuse ("rows in another order than that of what they say", error);
      if (!read_line (self, lines[i], error))
        return FALSE;
    }
  return TRUE;
}

/* --- Classes --- */

static gboolean
is_quasi (guint column)
{
  return column < N_QUASI && column != CITIZENSHIP;
}

/* Rows that are alike in all columns others may know. */
static guint32 *
number_classes (const Sheet *self, guint *n_classes)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint32 *class_of = g_new (guint32, self->n_rows + 1);

  for (guint row = 0; row < self->n_rows; row++)
    {
      GString *key = g_string_new (NULL);
      guint number;

      for (guint i = 0; i < N_QUASI; i++)
        if (is_quasi (i))
          g_string_append_printf (key, "%u,", cell_at (self, row, i));
      number = GPOINTER_TO_UINT (g_hash_table_lookup (known, key->str));
      if (number == 0)
        {
          number = g_hash_table_size (known) + 1;
          g_hash_table_insert (known, g_strdup (key->str), GUINT_TO_POINTER (number));
        }
      class_of[row] = number - 1;
      g_string_free (key, TRUE);
    }
  *n_classes = g_hash_table_size (known);
  return class_of;
}

/* How often each text of a column, or of exploitation as a whole, occurs in a class. */
static GHashTable *
count_class (const Sheet *self, const guint32 *class_of, guint32 class, guint column, guint *n)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *n = 0;
  for (guint row = 0; row < self->n_rows; row++)
    if (class_of[row] == class)
      {
        g_autoptr (GString) text = g_string_new (NULL);
        guint count;

        for (guint i = column; i < column + (column == KIND ? 3 : 1); i++)
          g_string_append_printf (
            text, "%s;", (const char *) g_ptr_array_index (self->texts[i], cell_at (self, row, i)));
        count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, text->str));
        g_hash_table_replace (counts, g_strdup (text->str), GUINT_TO_POINTER (count + 1));
        ++*n;
      }
  return counts;
}

static gboolean
says_nothing (guint column, const char *text)
{
  if (column == KIND)
    return strcmp (text, "-99;-99;-99;") == 0;
  if (strcmp (text, "-99;") == 0)
    return TRUE;
  return column >= G_N_ELEMENTS (patterns) && strcmp (text, "0;") == 0;
}

static gboolean
class_holds (
  const Sheet *self, const guint32 *class_of, guint32 class, guint column, GError **error)
{
  guint n;
  g_autoptr (GHashTable) counts = count_class (self, class_of, class, column, &n);
  GHashTableIter iter;
  gpointer text, count;
  gboolean all_hidden = FALSE;

  if (n < AMP_PARTNER_K)
    return refuse ("a class with too few rows", error);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &text, &count))
    {
      all_hidden = all_hidden || (says_nothing (column, text) && GPOINTER_TO_UINT (count) == n);
      if (!says_nothing (column, text) &&
          (guint64) GPOINTER_TO_UINT (count) * 100 > (guint64) AMP_PARTNER_SHARE * n)
        return refuse ("a class with too large a share of one value", error);
    }
  if (column == KIND && !all_hidden && g_hash_table_size (counts) < AMP_PARTNER_L)
    return refuse ("a class with too few kinds of exploitation", error);
  return TRUE;
}

static gboolean
classes_hold (const Sheet *self, GError **error)
{
  guint n_classes;
  g_autofree guint32 *class_of = number_classes (self, &n_classes);

  for (guint32 class = 0; class < n_classes; class ++)
    for (guint column = 0; column < N; column++)
      if (!is_quasi (column) && column != KIND + 1 && column != KIND + 2 &&
          !class_holds (self, class_of, class, column, error))
        return FALSE;
  return TRUE;
}

/* --- Combinations --- */

static gboolean
three_hold (const Sheet *self, guint a, guint b, guint c, GError **error)
{
  const gsize n_b = self->texts[b]->len, n_c = self->texts[c]->len;
  const gsize n_all = self->texts[a]->len * n_b * n_c;
  g_autofree guint32 *counts = g_new0 (guint32, n_all + 1);

  for (guint row = 0; row < self->n_rows; row++)
    counts[(cell_at (self, row, a) * n_b + cell_at (self, row, b)) * n_c +
           cell_at (self, row, c)]++;
  for (gsize i = 0; i < n_all; i++)
    if (counts[i] > 0 && counts[i] < AMP_PARTNER_K)
      return refuse ("a combination of three columns that too few rows have", error);
  return TRUE;
}

static gboolean
combinations_hold (const Sheet *self, GError **error)
{
  for (guint a = 0; a < N; a++)
    for (guint b = a + 1; b < N; b++)
      for (guint c = b + 1; c < N; c++)
        if (!three_hold (self, a, b, c, error))
          return FALSE;
  return TRUE;
}

/* One thing is told in three columns: all of it or nothing. */
static gboolean
kinds_hold (const Sheet *self, GError **error)
{
  for (guint row = 0; row < self->n_rows; row++)
    if (is_missing (self, row, KIND) != is_missing (self, row, KIND + 1) ||
        is_missing (self, row, KIND) != is_missing (self, row, KIND + 2))
      return refuse ("a kind of exploitation that is hidden in part", error);
  return TRUE;
}

gboolean
amp_partner_check (GBytes *bytes, GError **error)
{
  g_auto (Sheet) sheet = {0};

  for (guint i = 0; i < N; i++)
    {
      sheet.known[i] = g_hash_table_new (g_str_hash, g_str_equal);
      sheet.texts[i] = g_ptr_array_new_with_free_func (g_free);
    }
  sheet.cells = g_array_new (FALSE, FALSE, sizeof (guint16));
  return read_all (&sheet, bytes, error) && kinds_hold (&sheet, error) &&
         classes_hold (&sheet, error) && combinations_hold (&sheet, error);
}
