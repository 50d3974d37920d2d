/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A class and those that one of its rows would fit into best are grouped anew, over and over; what
 * passes and loses less is taken. Nearness is asked among some hundred classes at a time, which are
 * alike in some columns: each sweep in others. */
#include "review/recode-near.h"
#include "review/recode-window.h"

#include <stdlib.h>

#define BLOCK 768     /* classes that are compared with each other */
#define MAX_CLASSES 4 /* of a window */
#define KEY_COLUMNS 4 /* 16 bits of a key each */

typedef struct
{
  guint64 key;
  guint32 class;
} Place;

/* The rows of a class are a chain. A class without rows is none any more. */
typedef struct
{
  guint32 first, n;
} Chain;

typedef struct
{
  AmpRecoder *recoder;
  AmpRecodeWindow *window;
  AmpNear *near;
  guint capacity;
  guint32 *next;   /* of each row: the next in its class */
  GArray *chains;  /* of Chain, one for each class */
  Place *places;   /* the classes, in the order of this sweep */
  guint32 *block;  /* by place in near: the class */
  guint n_windows; /* of this sweep */
  gint64 until;
  gboolean is_over; /* the time is */
} Polish;

static void
polish_clear (Polish *self)
{
  g_clear_pointer (&self->window, amp_recode_window_free);
  g_clear_pointer (&self->near, amp_near_free);
  g_array_unref (self->chains);
  g_free (self->next);
  g_free (self->places);
  g_free (self->block);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Polish, polish_clear)

/* --- Classes as chains --- */

static Chain *
chain_at (const Polish *self, guint32 class)
{
  return &g_array_index (self->chains, Chain, class);
}

static void
chain_row (Polish *self, guint32 class, guint32 row)
{
  Chain *chain = chain_at (self, class);

  self->next[row] = chain->first;
  chain->first = row;
  chain->n++;
}

static guint32
random_row (Polish *self, guint32 class)
{
  const Chain *chain = chain_at (self, class);
  guint32 row = chain->first;

  for (guint32 i = amp_recoder_below (self->recoder, chain->n); i > 0; i--)
    row = self->next[row];
  return row;
}

static void
take_classes (Polish *self)
{
  g_array_set_size (self->chains, self->recoder->n_classes);
  for (guint32 row = 0; row < self->recoder->table->n_rows; row++)
    chain_row (self, self->recoder->class_of[row], row);
}

/* Back to the recoder, without the classes that are none any more. */
static void
give_classes (Polish *self)
{
  AmpRecoder *recoder = self->recoder;
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (guint16));
  guint32 n = 0;

  for (guint32 class = 0; class < recoder->n_classes; class ++)
    {
      const Chain *chain = chain_at (self, class);
      guint32 row = chain->first;

      if (chain->n == 0)
        continue;
      g_array_append_vals (
        nodes, &g_array_index (recoder->nodes, guint16, (gsize) class * recoder->n_columns),
        recoder->n_columns);
      for (guint32 i = 0; i < chain->n; i++, row = self->next[row])
        recoder->class_of[row] = n;
      n++;
    }
  g_array_unref (recoder->nodes);
  recoder->nodes = nodes;
  recoder->n_classes = n;
}

/* --- A window --- */

static void
add_to_window (Polish *self, guint32 class)
{
  const Chain *chain = chain_at (self, class);
  guint32 row = chain->first;

  for (guint32 i = 0; i < chain->n; i++, row = self->next[row])
    amp_recode_window_add (self->window, row);
}

/* The place in the block of the class, and then those of classes near to it. */
static guint
choose_classes (Polish *self, guint place, guint *places)
{
  const guint32 row = random_row (self, self->block[place]);
  const guint32 k = self->recoder->rule.k;
  const guint32 wish = 2 * k + amp_recoder_below (self->recoder, k);
  guint32 n_rows = chain_at (self, self->block[place])->n;
  guint n = 0;

  places[n++] = place;
  if (n_rows >= wish)
    return n;
  amp_near_ask (self->near, row);
  amp_near_leave_out (self->near, place);
  while (n < MAX_CLASSES && n_rows < wish)
    {
      const guint other = amp_near_next (self->near);
      const guint32 more = other == G_MAXUINT ? 0 : chain_at (self, self->block[other])->n;

      if (other == G_MAXUINT)
        break;
      if (more == 0 || n_rows + more > self->capacity)
        continue;
      places[n++] = other;
      n_rows += more;
    }
  return n;
}

/* The groups of the window take the places of the classes; where they are more, others behind. */
static void
accept (Polish *self, const guint *places, guint n_places)
{
  const guint n_groups = amp_recode_window_n_groups (self->window);
  guint32 first_new = self->recoder->n_classes;

  for (guint i = 0; i < n_places; i++)
    *chain_at (self, self->block[places[i]]) = (Chain){0};
  for (guint i = 0; i < n_groups; i++)
    {
      const guint32 class = i < n_places ? self->block[places[i]] : self->recoder->n_classes;

      amp_recode_window_set_class (self->window, i, class);
    }
  g_array_set_size (self->chains, self->recoder->n_classes);
  for (guint i = 0; i < amp_recode_window_n_rows (self->window); i++)
    {
      guint group;
      const guint32 row = amp_recode_window_row (self->window, i, &group);

      chain_row (self, group < n_places ? self->block[places[group]] : first_new + group - n_places,
                 row);
    }
  for (guint i = 0; i < n_groups; i++)
    {
      const guint32 class = i < n_places ? self->block[places[i]] : first_new + i - n_places;

      if (i < n_places)
        amp_near_put (self->near, places[i], class, chain_at (self, class)->first);
      else if (!amp_near_is_full (self->near))
        self->block[amp_near_add (self->near, class, chain_at (self, class)->first)] = class;
    }
}

static void
regroup (Polish *self, guint place)
{
  guint places[MAX_CLASSES];
  guint64 before = 0;
  guint n, n_rows = 0;

  if (amp_recoder_class_loss (self->recoder, self->block[place]) == 0)
    return;
  n = choose_classes (self, place, places);
  amp_recode_window_clear (self->window);
  for (guint i = 0; i < n; i++)
    {
      const guint32 class = self->block[places[i]];

      before += amp_recoder_class_loss (self->recoder, class) * chain_at (self, class)->n;
      n_rows += chain_at (self, class)->n;
      add_to_window (self, class);
    }
  if (n_rows < 2 * self->recoder->rule.k)
    return;
  self->n_windows++;
  if (amp_recode_window_group (self->window) < before)
    accept (self, places, n);
}

/* --- A sweep --- */

static int
by_key (const void *a, const void *b)
{
  const Place *one = a, *two = b;

  if (one->key != two->key)
    return one->key < two->key ? -1 : 1;
  return one->class < two->class ? -1 : one->class > two->class;
}

/* By columns and levels that chance chooses, as a row of each class has them. The number of
 * classes. */
static guint32
order_classes (Polish *self)
{
  AmpRecoder *recoder = self->recoder;
  const guint n_keys = MIN (recoder->n_columns, KEY_COLUMNS);
  guint columns[AMP_RECODE_MAX_COLUMNS], levels[AMP_RECODE_MAX_COLUMNS];
  guint32 n = 0;

  for (guint q = 0; q < recoder->n_columns; q++)
    {
      const guint other = amp_recoder_below (recoder, q + 1);

      columns[q] = columns[other];
      columns[other] = q;
      levels[q] = amp_recoder_below (recoder, recoder->n_levels[q]);
    }
  self->places = g_renew (Place, self->places, recoder->n_classes);
  for (guint32 class = 0; class < recoder->n_classes; class ++)
    {
      guint64 key = 0;
      guint32 row;

      if (chain_at (self, class)->n == 0 || chain_at (self, class)->n > self->capacity)
        continue;
      row = random_row (self, class);
      for (guint i = 0; i < n_keys; i++)
        key = key << 16 | amp_recoder_node (recoder, columns[i], levels[columns[i]], row);
      self->places[n++] = (Place){key, class};
    }
  qsort (self->places, n, sizeof (Place), by_key);
  recoder->effort += n;
  return n;
}

static gboolean
may_go_on (Polish *self, GError **error)
{
  const AmpRecoder *recoder = self->recoder;

  if (g_cancellable_set_error_if_cancelled (recoder->cancellable, error))
    return FALSE;
  self->is_over = self->until > 0 && g_get_monotonic_time () > self->until;
  return !self->is_over && recoder->effort < recoder->options->effort;
}

/* FALSE: stopped, with or without an error; or there is nothing to do. */
static gboolean
sweep (Polish *self, GError **error)
{
  const guint32 n_classes = order_classes (self);
  guint32 i = 0;

  self->n_windows = 0;
  while (i < n_classes)
    {
      guint n;

      amp_near_clear (self->near);
      for (n = 0; n < BLOCK && i < n_classes; n++, i++)
        {
          const guint32 class = self->places[i].class;

          self->block[amp_near_add (self->near, class, chain_at (self, class)->first)] = class;
        }
      for (guint place = 0; place < n; place++)
        {
          if (!may_go_on (self, error))
            return FALSE;
          if (chain_at (self, self->block[place])->n > 0)
            regroup (self, place);
        }
    }
  return self->n_windows > 0 && may_go_on (self, error);
}

gboolean
amp_recoder_polish (AmpRecoder *recoder, gboolean *cut_short, GError **error)
{
  const AmpRecodeOptions *options = recoder->options;
  g_auto (Polish) self = {.recoder = recoder, .capacity = MAX (64, 8 * recoder->rule.k)};
  GError *local = NULL;

  self.chains = g_array_new (FALSE, TRUE, sizeof (Chain));
  if (options->effort == 0 || recoder->table->n_rows < 2 * recoder->rule.k)
    return TRUE;
  self.window = amp_recode_window_new (recoder, self.capacity);
  self.near = amp_near_new (recoder, 2 * BLOCK);
  self.block = g_new (guint32, 2 * BLOCK);
  self.next = g_new (guint32, recoder->table->n_rows);
  take_classes (&self);
  if (options->limit_ms > 0)
    self.until = g_get_monotonic_time () + options->limit_ms * 1000;
  while (sweep (&self, &local))
    if (options->report != NULL)
      options->report ((double) recoder->effort / (double) options->effort, options->data);
  give_classes (&self);
  *cut_short = self.is_over;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}
