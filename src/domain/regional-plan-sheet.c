/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A regional plan on one page for the commission, and two plans side by side. What does not fit is
 * counted, so that nobody takes the page for the whole. */
#include "domain/regional-plan.h"

#include "domain/number.h"
#include "domain/programme-paper.h"
#include "domain/session-private.h"
#include "domain/settings.h"

#define N_(text) text

#define BAR 8.0
#define CELL "Sans 8"
#define CELL_BOLD "Sans Bold 8"
#define MORE_LINE 14.0
#define COLUMN_GAP 22.0

/* --- Words --- */

static char *
labelled (const AmpPaper *self, const char *label, const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup_printf ("%s: %s", self->translate (label), text)
                                       : NULL;
}

static char *
labelled_count (const AmpPaper *self, const char *label, guint count)
{
  g_autofree char *number = amp_format_count (count);

  return g_strdup_printf ("%s: %s", self->translate (label), number);
}

static char *
number_text (gint64 number)
{
  return amp_format_count ((guint64) MAX (number, 0));
}

/* "7 / 10 (40 %)"; "7" where there is no target; "" where nothing was recorded. */
static char *
how_far (const AmpRegionalAction *action)
{
  g_autofree char *value = NULL, *target = NULL, *of = NULL;

  if (!action->has_value && !action->has_target)
    return g_strdup ("");
  value = action->has_value ? number_text (action->value) : g_strdup ("—");
  if (!action->has_target)
    return g_steal_pointer (&value);
  target = number_text (action->target);
  of = g_strdup_printf ("%s / %s", value, target);
  if (action->measure.state != AMP_MEASURE_KNOWN)
    return g_steal_pointer (&of);
  return g_strdup_printf ("%s (%" G_GINT64_FORMAT " %%)", of, action->measure.percent);
}

static char *
counts_line (const AmpPaper *self, const AmpRegionalCount *count)
{
  g_autofree char *done = labelled_count (self, N_ ("Actions done"), count->n_done);
  g_autofree char *going = labelled_count (self, N_ ("Being carried out"), count->n_in_progress);
  g_autofree char *pending = labelled_count (self, N_ ("Pending actions"), count->n_pending);
  g_autofree char *dropped =
    count->n_dropped > 0 ? labelled_count (self, N_ ("Actions dropped"), count->n_dropped) : NULL;
  const char *const texts[] = {done, going, pending, dropped};

  return amp_paper_join (texts, G_N_ELEMENTS (texts));
}

static char *
measure_line (const AmpPaper *self, const AmpRegionalCount *count)
{
  g_autofree char *measured = number_text (count->n_measured);
  g_autofree char *all = number_text (count->n - count->n_dropped);

  if (count->percent < 0)
    return g_strdup (self->translate (N_ ("Indicators: none measured yet")));
  return g_strdup_printf ("%s: %" G_GINT64_FORMAT " %% (%s %s / %s)",
                          self->translate (N_ ("Indicators, mean")), count->percent,
                          self->translate (N_ ("measured")), measured, all);
}

/* --- Head --- */

static char *
period_of (const AmpPaper *self, const AmpRegionalPlan *plan)
{
  g_autofree char *from = amp_paper_day (self, amp_record_get (plan->record, "from_on"));
  g_autofree char *to = amp_paper_day (self, amp_record_get (plan->record, "to_on"));

  return g_strdup_printf ("%s – %s", from, to);
}

static char *
facts_of (const AmpPaper *self, const AmpRegionalPlan *plan)
{
  g_autofree char *period = period_of (self, plan);
  const char *const texts[] = {
    amp_paper_code (self, "region", amp_record_get (plan->record, "region")), period,
    amp_paper_code (self, "regional_plan_status", amp_record_get (plan->record, "status")),
    amp_record_get (plan->record, "code")};

  return amp_paper_join (texts, G_N_ELEMENTS (texts));
}

static void
draw_facts (AmpPaper *self, const AmpRegionalPlan *plan)
{
  g_autofree char *facts = facts_of (self, plan);
  g_autofree char *norm = labelled (self, N_ ("Norm"), amp_record_get (plan->record, "norm"));
  g_autofree char *body = labelled (self, N_ ("Body"), amp_record_get (plan->record, "body"));
  g_autofree char *lead = labelled (self, N_ ("Lead institution"), plan->institution);
  const char *const lines[] = {norm, body, lead};
  const AmpPaperCell first = {facts, 0, AMP_PAPER_WIDTH, "Sans Bold 9", AMP_INK_TEXT, FALSE};

  self->y += amp_paper_text (self, &first, 2) + 1;
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const AmpPaperCell cell = {lines[i], 0, AMP_PAPER_WIDTH, "Sans 8.5", AMP_INK_TEXT, FALSE};

      self->y += amp_paper_text (self, &cell, 1);
    }
}

/* The whole plan in five numbers. */
static void
draw_numbers (AmpPaper *self, const AmpRegionalCount *all)
{
  const struct
  {
    const char *label;
    guint n;
  } numbers[] = {{N_ ("Actions"), all->n},
                 {N_ ("Actions done"), all->n_done},
                 {N_ ("Being carried out"), all->n_in_progress},
                 {N_ ("Pending actions"), all->n_pending},
                 {N_ ("Overdue actions"), all->n_overdue}};
  double width = AMP_PAPER_WIDTH / G_N_ELEMENTS (numbers), height = 0;

  self->y += 8;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *text = number_text (numbers[i].n);
      AmpInk ink = i == 4 && all->n_overdue > 0 ? AMP_INK_LATE : AMP_INK_HEAD;
      double x = width * (double) i, top = self->y;
      const AmpPaperCell number = {text, x, width - 8, "Sans Bold 18", ink, FALSE};
      const AmpPaperCell label = {
        self->translate (numbers[i].label), x, width - 8, "Sans 8.5", ink, FALSE};

      self->y += amp_paper_text (self, &number, 1) - 2;
      self->y += amp_paper_text (self, &label, 2);
      height = MAX (height, self->y - top);
      self->y = top;
    }
  self->y += height + 2;
}

/* --- Axes --- */

static void
draw_legend (AmpPaper *self)
{
  static const char *const names[] = {N_ ("Actions done"), N_ ("Being carried out"),
                                      N_ ("Pending actions")};
  double x = 0, height = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++, x += 130)
    {
      const AmpPaperCell cell = {
        self->translate (names[i]), x + 12, 114, "Sans 7", AMP_INK_GREY, FALSE};

      self->y += 1;
      amp_paper_swatch (self, x, i);
      self->y -= 1;
      height = MAX (height, amp_paper_text (self, &cell, 1));
    }
  self->y += height + 4;
}

/* The bar, its numbers, and how far the indicators are; from x, so wide. */
static double
draw_count (AmpPaper *self, const AmpRegionalCount *count, double x, double width)
{
  const guint parts[] = {count->n_done, count->n_in_progress, count->n_pending};
  g_autofree char *numbers = counts_line (self, count);
  g_autofree char *measures = measure_line (self, count);
  g_autofree char *late = labelled_count (self, N_ ("Overdue actions"), count->n_overdue);
  const AmpPaperCell cells[] = {
    {numbers, x, width, CELL, AMP_INK_TEXT, FALSE},
    {count->n_overdue > 0 ? late : NULL, x, width, CELL_BOLD, AMP_INK_LATE, FALSE},
    {measures, x, width, CELL, AMP_INK_GREY, FALSE},
  };
  double top = self->y, height;

  self->y += 2;
  amp_paper_bar (self, x, width, BAR, parts, G_N_ELEMENTS (parts), count->n - count->n_dropped);
  self->y += BAR + 2;
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    self->y += amp_paper_text (self, &cells[i], 2);
  height = self->y - top;
  self->y = top;
  return height;
}

static void
draw_axes (AmpPaper *self, const AmpRegionalPlan *plan)
{
  amp_paper_heading (self, self->translate (N_ ("By axis")));
  draw_legend (self);
  for (guint i = 0; i < plan->axes->len; i++)
    {
      const AmpRegionalCount *count = &g_array_index (plan->axes, AmpRegionalCount, i);
      const AmpPaperCell name = {amp_paper_code (self, "plan_axis", count->axis),
                                 0,
                                 150,
                                 "Sans Bold 9",
                                 AMP_INK_TEXT,
                                 FALSE};
      double height = amp_paper_text (self, &name, 2);

      height = MAX (height, draw_count (self, count, 160, AMP_PAPER_WIDTH - 160));
      self->y += height + 5;
    }
}

/* --- Lists that share what is left of the page --- */

typedef struct
{
  const char *title, *none;
  GPtrArray *actions; /* of AmpRegionalAction, borrowed */
  gboolean late;
  double height; /* of all its rows */
} List;

typedef struct
{
  char *day, *measure;
  AmpPaperCell cells[4];
} Row;

static void
row_init (Row *row, const AmpPaper *self, const AmpRegionalAction *action)
{
  gboolean late = action->late > 0;

  row->day = amp_paper_day (self, action->due_on);
  row->measure = how_far (action);
  row->cells[0] = (AmpPaperCell){
    row->day, 0, 70, late ? CELL_BOLD : CELL, late ? AMP_INK_LATE : AMP_INK_TEXT, FALSE};
  row->cells[1] = (AmpPaperCell){action->text, 70, 230, CELL, AMP_INK_TEXT, FALSE};
  row->cells[2] = (AmpPaperCell){action->responsible, 300, 120, CELL, AMP_INK_TEXT, FALSE};
  row->cells[3] =
    (AmpPaperCell){row->measure, 420, AMP_PAPER_WIDTH - 420, CELL, AMP_INK_TEXT, TRUE};
}

static void
row_clear (Row *row)
{
  g_free (row->day);
  g_free (row->measure);
}

static double
list_row (AmpPaper *self, const List *list, guint n, gboolean draw)
{
  Row row;
  double height;

  row_init (&row, self, list->actions->pdata[n]);
  height = amp_paper_row_height (self, row.cells, G_N_ELEMENTS (row.cells), 2);
  if (draw)
    amp_paper_row (self, row.cells, G_N_ELEMENTS (row.cells), 2);
  row_clear (&row);
  return height;
}

static void
list_measure (List *list, AmpPaper *self)
{
  list->height = 0;
  for (guint i = 0; i < list->actions->len; i++)
    list->height += list_row (self, list, i, FALSE);
}

/* As many rows as there is room for; the others are counted. */
static void
draw_list (AmpPaper *self, const List *list, double room)
{
  double used = 0;
  guint shown = 0;

  amp_paper_heading (self, self->translate (list->title));
  for (; shown < list->actions->len; shown++)
    {
      double height = list_row (self, list, shown, FALSE);

      if (used + height > room)
        break;
      used += list_row (self, list, shown, TRUE);
    }
  if (list->actions->len == 0 || shown < list->actions->len)
    {
      g_autofree char *more =
        list->actions->len == 0
          ? g_strdup (self->translate (list->none))
          : amp_paper_fill_count (self->translate (N_ ("and %s more")), list->actions->len - shown);
      const AmpPaperCell cell = {more,
                                 0,
                                 AMP_PAPER_WIDTH,
                                 CELL_BOLD,
                                 list->late && shown < list->actions->len ? AMP_INK_LATE
                                                                          : AMP_INK_TEXT,
                                 FALSE};

      self->y += amp_paper_text (self, &cell, 1);
    }
}

#define HEADING 34.0 /* of a list, with what stands around it */

static void
draw_lists (AmpPaper *self, const AmpRegionalPlan *plan)
{
  g_autoptr (GPtrArray) overdue = amp_regional_plan_overdue (plan);
  g_autoptr (GPtrArray) next = amp_regional_plan_next (plan);
  List lists[] = {
    {N_ ("Overdue actions"), N_ ("No action is overdue."), overdue, TRUE, 0},
    {N_ ("Next steps"), N_ ("No other action is open."), next, FALSE, 0},
  };
  double room, half, first;

  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    list_measure (&lists[i], self);
  room = MAX (AMP_PAPER_BOTTOM - self->y - 2 * (HEADING + MORE_LINE), 0);
  half = room / 2;
  /* What one does not need the other has. */
  first = lists[0].height <= half ? lists[0].height : MAX (half, room - lists[1].height);
  draw_list (self, &lists[0], first);
  draw_list (self, &lists[1], room - MIN (first, lists[0].height));
}

static void
draw_sheet (AmpPaper *self, gconstpointer data)
{
  const AmpRegionalPlan *plan = data;
  g_autofree char *measures = measure_line (self, &plan->all);
  const AmpPaperCell cell = {measures, 0, AMP_PAPER_WIDTH, "Sans 9", AMP_INK_TEXT, FALSE};

  amp_paper_head (self);
  draw_facts (self, plan);
  draw_numbers (self, &plan->all);
  self->y += amp_paper_text (self, &cell, 2);
  draw_axes (self, plan);
  draw_lists (self, plan);
}

/* --- Two side by side --- */

typedef struct
{
  const AmpRegionalPlan *plans[2];
} Pair;

static double
column_width (void)
{
  return (AMP_PAPER_WIDTH - COLUMN_GAP) / 2;
}

static double
column_x (gsize i)
{
  return i == 0 ? 0 : column_width () + COLUMN_GAP;
}

static void
draw_plan_heads (AmpPaper *self, const Pair *pair)
{
  double top = self->y, height = 0;

  for (gsize i = 0; i < 2; i++)
    {
      const AmpRegionalPlan *plan = pair->plans[i];
      g_autofree char *facts = facts_of (self, plan);
      g_autofree char *body = labelled (self, N_ ("Body"), amp_record_get (plan->record, "body"));
      const AmpPaperCell cells[] = {
        {amp_paper_code (self, "region", amp_record_get (plan->record, "region")), column_x (i),
         column_width (), "Sans Bold 13", AMP_INK_HEAD, FALSE},
        {amp_record_get (plan->record, "title"), column_x (i), column_width (), "Sans Bold 9",
         AMP_INK_TEXT, FALSE},
        {facts, column_x (i), column_width (), CELL, AMP_INK_TEXT, FALSE},
        {body, column_x (i), column_width (), CELL, AMP_INK_TEXT, FALSE},
      };

      for (gsize j = 0; j < G_N_ELEMENTS (cells); j++)
        self->y += amp_paper_text (self, &cells[j], 2);
      height = MAX (height, self->y - top);
      self->y = top;
    }
  self->y += height + 2;
}

/* One axis of both; axis NULL: all of them. */
static void
draw_both (AmpPaper *self, const Pair *pair, const char *axis, const char *title)
{
  double height = 0;

  amp_paper_heading (self, title);
  for (gsize i = 0; i < 2; i++)
    {
      const AmpRegionalCount count = amp_regional_plan_axis (pair->plans[i], axis);
      const AmpPaperCell none = {self->translate (N_ ("No action on this axis")),
                                 column_x (i),
                                 column_width (),
                                 CELL,
                                 AMP_INK_GREY,
                                 FALSE};

      height =
        MAX (height, count.n == 0 ? amp_paper_text (self, &none, 1)
                                  : draw_count (self, &count, column_x (i), column_width ()));
    }
  self->y += height + 2;
}

static gboolean
has_axis (const AmpRegionalPlan *plan, const char *axis)
{
  for (guint i = 0; i < plan->axes->len; i++)
    if (g_strcmp0 (g_array_index (plan->axes, AmpRegionalCount, i).axis, axis) == 0)
      return TRUE;
  return FALSE;
}

/* The longest overdue of one plan, as many as fit above the foot. */
static void
draw_overdue_column (AmpPaper *self, const AmpRegionalPlan *plan, gsize column)
{
  g_autoptr (GPtrArray) overdue = amp_regional_plan_overdue (plan);
  double top = self->y;
  guint shown = 0;

  for (; shown < overdue->len; shown++)
    {
      const AmpRegionalAction *action = overdue->pdata[shown];
      g_autofree char *day = amp_paper_day (self, action->due_on);
      const AmpPaperCell cells[] = {
        {day, column_x (column), 64, CELL_BOLD, AMP_INK_LATE, FALSE},
        {action->text, column_x (column) + 66, column_width () - 66, CELL, AMP_INK_TEXT, FALSE},
      };
      double height = amp_paper_row_height (self, cells, G_N_ELEMENTS (cells), 2);

      if (self->y + height + MORE_LINE > AMP_PAPER_BOTTOM)
        break;
      for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
        (void) amp_paper_text (self, &cells[i], 2);
      self->y += height;
    }
  if (shown < overdue->len || overdue->len == 0)
    {
      g_autofree char *more =
        overdue->len == 0
          ? g_strdup (self->translate (N_ ("No action is overdue.")))
          : amp_paper_fill_count (self->translate (N_ ("and %s more")), overdue->len - shown);
      const AmpPaperCell cell = {more,
                                 column_x (column),
                                 column_width (),
                                 CELL_BOLD,
                                 overdue->len > 0 ? AMP_INK_LATE : AMP_INK_TEXT,
                                 FALSE};

      (void) amp_paper_text (self, &cell, 1);
    }
  self->y = top;
}

static void
draw_pair (AmpPaper *self, gconstpointer data)
{
  static const char *const axes[] = {"prevention", "prosecution", "protection", "governance"};
  const Pair *pair = data;

  amp_paper_head (self);
  draw_plan_heads (self, pair);
  draw_both (self, pair, NULL, self->translate (N_ ("The whole plan")));
  draw_legend (self);
  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    if (has_axis (pair->plans[0], axes[i]) || has_axis (pair->plans[1], axes[i]))
      draw_both (self, pair, axes[i], amp_paper_code (self, "plan_axis", axes[i]));
  amp_paper_heading (self, self->translate (N_ ("Longest overdue")));
  for (gsize i = 0; i < 2; i++)
    draw_overdue_column (self, pair->plans[i], i);
}

/* --- Documents --- */

static gboolean
tell (AmpSession *session, gint64 id, const char *reason, GError **error)
{
  return amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT,
                          amp_entity_find ("regional_plan"), id, NULL, reason, error);
}

GBytes *
amp_regional_plan_to_pdf (AmpSession *session,
                          gint64 id,
                          const char *today,
                          const char *language,
                          AmpTranslate translate,
                          GError **error)
{
  g_autoptr (AmpRegionalPlan) plan = amp_regional_plan_read (session, id, today, NULL, error);
  g_autofree char *office = NULL;
  AmpPaper paper = {.language = language, .translate = translate};

  if (plan == NULL || !tell (session, id, "plan-status", error))
    return NULL;
  office = amp_settings_get_office_name (session);
  paper.office = office;
  paper.title = amp_record_get (plan->record, "title");
  if (paper.title == NULL)
    paper.title = translate (N_ ("Regional plan"));
  paper.day = plan->today;
  return amp_paper_write (&paper, draw_sheet, plan, error);
}

GBytes *
amp_regional_plans_to_pdf (AmpSession *session,
                           gint64 first,
                           gint64 second,
                           const char *today,
                           const char *language,
                           AmpTranslate translate,
                           GError **error)
{
  g_autoptr (AmpRegionalPlan) a = amp_regional_plan_read (session, first, today, NULL, error);
  g_autoptr (AmpRegionalPlan) b =
    a != NULL ? amp_regional_plan_read (session, second, today, NULL, error) : NULL;
  g_autofree char *office = NULL;
  AmpPaper paper = {.language = language, .translate = translate};
  Pair pair = {{a, b}};

  if (b == NULL || !tell (session, first, "plan-compare", error) ||
      !tell (session, second, "plan-compare", error))
    return NULL;
  office = amp_settings_get_office_name (session);
  paper.office = office;
  paper.title = translate (N_ ("Two regional plans side by side"));
  paper.day = a->today;
  return amp_paper_write (&paper, draw_pair, &pair, error);
}
