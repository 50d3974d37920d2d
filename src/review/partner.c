/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/partner.h"

#include "review/levels.h"

#include <stdlib.h>
#include <string.h>

typedef enum
{
  CODES,   /* those named */
  YEARS,   /* four digits */
  COUNTRY, /* three capitals */
  YES_NO,
} Allowed;

typedef struct
{
  const char *title;
  Allowed allowed;
  const char *const *codes;
} Column;

static const char *const genders[] = {"Woman", "Man", "Trans/Transgender/NonConforming", NULL};
static const char *const ages[] = {"0--8",   "9--17",  "18--20", "21--23", "24--26",
                                   "27--29", "30--38", "39--47", "48+",    NULL};
static const char *const majorities[] = {"Minor", "Adult", NULL};
static const char *const kinds[] = {"000", "001", "010", "011", "100", "101", "110", "111", NULL};
static const char *const months[] = {"0--12 (0-1 yr)", "13--24 (1-2 yrs)", "25+ (2+ yrs)", NULL};

static const Column columns[AMP_PARTNER_N_COLUMNS] = {
  [AMP_PARTNER_YEAR] = {"yearOfRegistration", YEARS, NULL},
  [AMP_PARTNER_GENDER] = {"gender", CODES, genders},
  [AMP_PARTNER_AGE] = {"ageBroad", CODES, ages},
  [AMP_PARTNER_MAJORITY] = {"majorityStatus", CODES, majorities},
  [AMP_PARTNER_COUNTRY] = {"CountryOfExploitation", COUNTRY, NULL},
  [AMP_PARTNER_KIND] = {"isForcedLabour,isSexualExploit,isOtherExploit", CODES, kinds},
  [AMP_PARTNER_CITIZENSHIP] = {"citizenship", COUNTRY, NULL},
  [AMP_PARTNER_MONTHS] = {"traffickMonths", CODES, months},
  [AMP_PARTNER_MEANS] = {"meansDebtBondageEarnings", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 1] = {"meansThreats", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 2] = {"meansAbusePsyPhySex", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 3] = {"meansFalsePromises", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 4] = {"meansDrugsAlcohol", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 5] = {"meansDenyBasicNeeds", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 6] = {"meansExcessiveWorkHours", YES_NO, NULL},
  [AMP_PARTNER_MEANS + 7] = {"meansWithholdDocs", YES_NO, NULL},
  [AMP_PARTNER_LABOUR] = {"typeOfLabourAgriculture", YES_NO, NULL},
  [AMP_PARTNER_LABOUR + 1] = {"typeOfLabourConstruction", YES_NO, NULL},
  [AMP_PARTNER_LABOUR + 2] = {"typeOfLabourDomesticWork", YES_NO, NULL},
  [AMP_PARTNER_LABOUR + 3] = {"typeOfLabourHospitality", YES_NO, NULL},
  [AMP_PARTNER_SEX_FORM] = {"typeOfSexProstitution", YES_NO, NULL},
  [AMP_PARTNER_SEX_FORM + 1] = {"typeOfSexPornography", YES_NO, NULL},
  [AMP_PARTNER_RECRUITER] = {"recruiterRelationIntimatePartner", YES_NO, NULL},
  [AMP_PARTNER_RECRUITER + 1] = {"recruiterRelationFriend", YES_NO, NULL},
  [AMP_PARTNER_RECRUITER + 2] = {"recruiterRelationFamily", YES_NO, NULL},
  [AMP_PARTNER_RECRUITER + 3] = {"recruiterRelationOther", YES_NO, NULL},
};

/* The order of the file. */
static const AmpPartnerColumn written[] = {
  AMP_PARTNER_YEAR,          AMP_PARTNER_GENDER,       AMP_PARTNER_AGE,
  AMP_PARTNER_MAJORITY,      AMP_PARTNER_CITIZENSHIP,  AMP_PARTNER_COUNTRY,
  AMP_PARTNER_MONTHS,        AMP_PARTNER_MEANS,        AMP_PARTNER_MEANS + 1,
  AMP_PARTNER_MEANS + 2,     AMP_PARTNER_MEANS + 3,    AMP_PARTNER_MEANS + 4,
  AMP_PARTNER_MEANS + 5,     AMP_PARTNER_MEANS + 6,    AMP_PARTNER_MEANS + 7,
  AMP_PARTNER_KIND,          AMP_PARTNER_LABOUR,       AMP_PARTNER_LABOUR + 1,
  AMP_PARTNER_LABOUR + 2,    AMP_PARTNER_LABOUR + 3,   AMP_PARTNER_SEX_FORM,
  AMP_PARTNER_SEX_FORM + 1,  AMP_PARTNER_RECRUITER,    AMP_PARTNER_RECRUITER + 1,
  AMP_PARTNER_RECRUITER + 2, AMP_PARTNER_RECRUITER + 3};

/* A cell is 0 where the value is missing or hidden, else 1 + its place among the values met. */
typedef struct
{
  guint16 cells[AMP_PARTNER_N_COLUMNS];
} Row;

struct _AmpPartnerTable
{
  GArray *rows; /* of Row */
  GPtrArray *values[AMP_PARTNER_N_COLUMNS];
};

AmpPartnerTable *
amp_partner_table_new (void)
{
  AmpPartnerTable *self = g_new0 (AmpPartnerTable, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  for (guint i = 0; i < AMP_PARTNER_N_COLUMNS; i++)
    self->values[i] = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
amp_partner_table_free (AmpPartnerTable *self)
{
  g_array_unref (self->rows);
  for (guint i = 0; i < AMP_PARTNER_N_COLUMNS; i++)
    g_ptr_array_unref (self->values[i]);
  g_free (self);
}

static Row *
row_at (const AmpPartnerTable *self, gsize row)
{
  return &g_array_index (self->rows, Row, row);
}

/* --- In --- */

static gboolean
is_made_of (const char *text, gsize n, char first, char last)
{
  for (gsize i = 0; i < n; i++)
    if (text[i] < first || text[i] > last)
      return FALSE;
  return text[n] == '\0';
}

static gboolean
is_allowed (const Column *column, const char *text)
{
  switch (column->allowed)
    {
    case CODES:
      return g_strv_contains (column->codes, text);
    case YEARS:
      return is_made_of (text, 4, '0', '9');
    case COUNTRY:
      return is_made_of (text, 3, 'A', 'Z');
    case YES_NO:
      return strcmp (text, "0") == 0 || strcmp (text, "1") == 0;
    default:
      return FALSE;
    }
}

static guint16
cell_of (AmpPartnerTable *self, guint column, const char *text)
{
  GPtrArray *values = self->values[column];

  for (guint i = 0; i < values->len; i++)
    if (strcmp (g_ptr_array_index (values, i), text) == 0)
      return (guint16) (i + 1);
  g_ptr_array_add (values, g_strdup (text));
  return (guint16) values->len;
}

gboolean
amp_partner_table_add (AmpPartnerTable *self,
                       const char *const values[AMP_PARTNER_N_COLUMNS],
                       GError **error)
{
  Row row = {0};

  for (guint i = 0; i < AMP_PARTNER_N_COLUMNS; i++)
    if (values[i] != NULL)
      {
        if (!is_allowed (&columns[i], values[i]))
          {
            g_set_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_RULE,
                         "partner: a value that %s does not have", columns[i].title);
            return FALSE;
          }
        row.cells[i] = cell_of (self, i, values[i]);
      }
  g_array_append_val (self->rows, row);
  return TRUE;
}

/* --- Levels --- */

/* What is told of a person, by the number of records. */
static gboolean
is_told (guint column, AmpReviewLevel level)
{
  if (column == AMP_PARTNER_GENDER)
    return level >= AMP_REVIEW_SMALL;
  if (column == AMP_PARTNER_COUNTRY)
    return level >= AMP_REVIEW_MEDIUM;
  return column != AMP_PARTNER_AGE || level >= AMP_REVIEW_LARGE;
}

/* --- Classes --- */

typedef struct
{
  AmpPartnerTable *table;
  GArray *class_of; /* of guint32, for each row */
  GArray *sizes;    /* of guint32, for each class */
} Work;

static guint32
class_at (const Work *self, gsize row)
{
  return g_array_index (self->class_of, guint32, row);
}

static void
find_classes (Work *self)
{
  g_autoptr (GHashTable) known =
    g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  g_array_set_size (self->class_of, 0);
  g_array_set_size (self->sizes, 0);
  for (gsize row = 0; row < self->table->rows->len; row++)
    {
      GBytes *key =
        g_bytes_new (row_at (self->table, row)->cells, sizeof (guint16) * AMP_PARTNER_N_QUASI);
      guint32 class = GPOINTER_TO_UINT (g_hash_table_lookup (known, key));

      if (class == 0)
        {
          class = g_hash_table_size (known) + 1;
          g_hash_table_insert (known, g_bytes_ref (key), GUINT_TO_POINTER (class));
          g_array_set_size (self->sizes, class);
        }
      g_bytes_unref (key);
      class --;
      g_array_append_val (self->class_of, class);
      g_array_index (self->sizes, guint32, class)++;
    }
}

/* A value that says nothing of whoever has it. */
static gboolean
is_harmless (const AmpPartnerTable *self, guint column, guint value)
{
  return value == 0 || (columns[column].allowed == YES_NO &&
                        strcmp (g_ptr_array_index (self->values[column], value - 1), "0") == 0);
}

/* Whether a class of n rows tells a value of nearly all of them, or too few kinds. */
static gboolean
is_uniform (const Work *self, guint column, const guint32 *counts, guint32 n)
{
  const guint n_values = self->table->values[column]->len + 1;
  guint different = 0;

  if (counts[0] == n)
    return FALSE;
  for (guint value = 0; value < n_values; value++)
    {
      different += counts[value] > 0;
      if (!is_harmless (self->table, column, value) &&
          (guint64) counts[value] * 100 > (guint64) AMP_PARTNER_SHARE * n)
        return TRUE;
    }
  return column == AMP_PARTNER_KIND && different < AMP_PARTNER_L;
}

static gboolean *
uniform_classes (const Work *self, guint column)
{
  const guint n_values = self->table->values[column]->len + 1;
  const guint n_classes = self->sizes->len;
  g_autofree guint32 *counts = g_new0 (guint32, (gsize) n_classes * n_values + 1);
  gboolean *uniform = g_new0 (gboolean, n_classes + 1);

  for (gsize row = 0; row < self->table->rows->len; row++)
    counts[(gsize) class_at (self, row) * n_values + row_at (self->table, row)->cells[column]]++;
  for (guint i = 0; i < n_classes; i++)
    uniform[i] = is_uniform (self, column, counts + (gsize) i * n_values,
                             g_array_index (self->sizes, guint32, i));
  return uniform;
}

static void
leave_out (Work *self, AmpPartnerLosses *losses)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, TRUE, sizeof (Row));
  g_autofree gboolean *uniform = NULL;

  find_classes (self);
  uniform = uniform_classes (self, AMP_PARTNER_KIND);
  for (gsize row = 0; row < self->table->rows->len; row++)
    if (g_array_index (self->sizes, guint32, class_at (self, row)) < AMP_PARTNER_K)
      losses->n_small++;
    else if (uniform[class_at (self, row)])
      losses->n_alike++;
    else
      g_array_append_val (kept, *row_at (self->table, row));
  losses->n_rows = kept->len;
  losses->n_withheld = losses->n_small + losses->n_alike;
  g_array_unref (self->table->rows);
  self->table->rows = g_steal_pointer (&kept);
  find_classes (self);
}

static gboolean
hide_uniform (const Work *self, guint column)
{
  g_autofree gboolean *uniform = uniform_classes (self, column);
  gboolean changed = FALSE;

  for (gsize row = 0; row < self->table->rows->len; row++)
    if (uniform[class_at (self, row)])
      {
        row_at (self->table, row)->cells[column] = 0;
        changed = TRUE;
      }
  return changed;
}

/* --- Rare combinations, as in levels.c: columns are shown one after the other, each beside each
 * pair of those that are shown already, which stay as they are --- */

/* Of rows that are alike in the pair: values that too few have are hidden, and where the hidden
 * ones are too few to stand together, the rarest of the others with them. */
static void
choose_hidden (const guint32 *counts, guint n_values, gboolean *hides)
{
  guint32 hidden = counts[0];

  for (guint value = 1; value < n_values; value++)
    if (counts[value] > 0 && counts[value] < AMP_PARTNER_K)
      {
        hides[value] = TRUE;
        hidden += counts[value];
      }
  while (hidden > 0 && hidden < AMP_PARTNER_K)
    {
      guint rarest = 0;

      for (guint value = 1; value < n_values; value++)
        if (counts[value] > 0 && !hides[value] && (rarest == 0 || counts[value] < counts[rarest]))
          rarest = value;
      if (rarest == 0)
        return;
      hides[rarest] = TRUE;
      hidden += counts[rarest];
    }
}

static gboolean
hide_beside (const Work *self, guint one, guint two, guint column)
{
  const AmpPartnerTable *table = self->table;
  const gsize n_two = table->values[two]->len + 1, n_values = table->values[column]->len + 1;
  const gsize n_keys = (table->values[one]->len + 1) * n_two * n_values;
  g_autofree guint32 *counts = g_new0 (guint32, n_keys);
  g_autofree gboolean *hides = g_new0 (gboolean, n_keys);
  gboolean changed = FALSE;

  for (gsize row = 0; row < table->rows->len; row++)
    {
      const guint16 *cells = row_at (table, row)->cells;

      counts[(cells[one] * n_two + cells[two]) * n_values + cells[column]]++;
    }
  for (gsize first = 0; first < n_keys; first += n_values)
    choose_hidden (counts + first, (guint) n_values, hides + first);
  for (gsize row = 0; row < table->rows->len; row++)
    {
      guint16 *cells = row_at (table, row)->cells;

      if (hides[(cells[one] * n_two + cells[two]) * n_values + cells[column]])
        {
          cells[column] = 0;
          changed = TRUE;
        }
    }
  return changed;
}

static void
show_columns (const Work *self)
{
  for (guint column = AMP_PARTNER_N_QUASI; column < AMP_PARTNER_N_COLUMNS; column++)
    for (gboolean changed = TRUE; changed;)
      {
        /* Each turn hides something more, or is the last. */
        changed = hide_uniform (self, column);
        for (guint one = 0; one < column; one++)
          for (guint two = one + 1; two < column; two++)
            changed |= hide_beside (self, one, two, column);
      }
}

void
amp_partner_table_protect (AmpPartnerTable *self, AmpPartnerLosses *losses)
{
  g_autoptr (GArray) class_of = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) sizes = g_array_new (FALSE, TRUE, sizeof (guint32));
  Work work = {self, class_of, sizes};
  gsize n_before = 0, n_after = 0;

  *losses = (AmpPartnerLosses){.level = amp_review_level_of (self->rows->len)};
  for (gsize row = 0; row < self->rows->len; row++)
    for (guint column = 0; column < AMP_PARTNER_N_QUASI; column++)
      if (!is_told (column, losses->level))
        row_at (self, row)->cells[column] = 0;
  leave_out (&work, losses);
  for (gsize row = 0; row < self->rows->len; row++)
    for (guint column = 0; column < AMP_PARTNER_N_COLUMNS; column++)
      n_before += row_at (self, row)->cells[column] > 0;
  show_columns (&work);
  for (gsize row = 0; row < self->rows->len; row++)
    for (guint column = 0; column < AMP_PARTNER_N_COLUMNS; column++)
      n_after += row_at (self, row)->cells[column] > 0;
  losses->n_hidden = n_before - n_after;
}

/* --- Out --- */

static void
append_cell (GString *line, const AmpPartnerTable *self, const Row *row, AmpPartnerColumn column)
{
  const guint16 cell = row->cells[column];
  const char *text =
    cell == 0 ? AMP_PARTNER_MISSING : g_ptr_array_index (self->values[column], cell - 1);

  if (line->len > 0)
    g_string_append_c (line, ',');
  if (column != AMP_PARTNER_KIND)
    g_string_append (line, text);
  else if (cell == 0)
    g_string_append (line, AMP_PARTNER_MISSING "," AMP_PARTNER_MISSING "," AMP_PARTNER_MISSING);
  else
    g_string_append_printf (line, "%c,%c,%c", text[0], text[1], text[2]);
}

static gint
by_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GBytes *
amp_partner_table_write (const AmpPartnerTable *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    g_string_append_printf (out, "%s%s", i > 0 ? "," : "", columns[written[i]].title);
  g_string_append_c (out, '\n');
  for (gsize row = 0; row < self->rows->len; row++)
    {
      GString *line = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (written); i++)
        append_cell (line, self, row_at (self, row), written[i]);
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_ptr_array_sort (lines, by_text);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (out, "%s\n", (const char *) g_ptr_array_index (lines, i));
  return g_string_free_to_bytes (out);
}
