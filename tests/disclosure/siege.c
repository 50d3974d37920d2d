/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "siege.h"

#include <string.h>

struct _Attacker
{
  GSubprocess *process;
  GOutputStream *to;
  GDataInputStream *from;
};

Attacker *
attacker_new_with_releases (const char *const *paths)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) command = NULL;
  Attacker *self = g_new0 (Attacker, 1);

  g_strv_builder_add (words, ATTACKER);
  if (g_getenv ("AMP_TABLES") != NULL)
    g_strv_builder_add (words, "-v");
  for (gsize i = 0; paths[i] != NULL; i++)
    g_strv_builder_add (words, paths[i]);
  command = g_strv_builder_end (words);
  self->process =
    g_subprocess_newv ((const char *const *) command,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  self->to = g_subprocess_get_stdin_pipe (self->process);
  self->from = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return self;
}

Attacker *
attacker_new (void)
{
  static const char *const nothing[] = {NULL};

  return attacker_new_with_releases (nothing);
}

void
attacker_free (Attacker *self)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_close (self->to, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (self->process, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (self->from);
  g_object_unref (self->process);
  g_free (self);
}

static void
write_sum (guint32 whole, const guint32 *parts, guint n, gpointer text)
{
  g_string_append_printf (text, "sum c%u", whole);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, " c%u", parts[i]);
  g_string_append_c (text, '\n');
}

static GString *
riddle_text (const Riddle *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "least %" G_GINT64_FORMAT "\nenough %" G_GINT64_FORMAT "\n",
                          self->least, self->enough);
  sheet_equations (self->sheet, write_sum, text);
  for (guint32 cell = 0; cell < self->sheet->n_cells; cell++)
    if (!self->hidden[cell])
      g_string_append_printf (text, "told c%u %" G_GINT64_FORMAT "\n", cell,
                              self->sheet->count[cell]);
    else if (self->asked == NULL || self->asked[cell])
      g_string_append_printf (text, "ask c%u\n", cell);
  g_string_append (text, "go\n");
  return text;
}

static gint64
end_of (const char *word, gboolean *sure)
{
  gint64 end;

  *sure = *word != '~' && *word != '?';
  if (strcmp (word, "inf") == 0)
    return G_MAXINT64;
  if (*word == '?')
    return -1; /* nothing found at all */
  g_assert_true (g_ascii_string_to_signed (word + (*word == '~'), 10, 0, G_MAXINT64, &end, NULL));
  return end;
}

char **
attacker_answer (Attacker *self, const char *text)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  gboolean possible = TRUE;

  g_output_stream_write_all (self->to, text, strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (self->from, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (strcmp (line, "done") == 0)
        return possible ? g_strv_builder_end (lines) : NULL;
      if (strcmp (line, "contradiction") == 0)
        possible = FALSE;
      else
        g_strv_builder_add (lines, line);
    }
}

void
bounds_read (const char *line, char **cell, Bounds *bounds)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  g_assert_cmpuint (g_strv_length (words), ==, 5);
  *cell = g_strdup (words[0]);
  bounds->linear_low = g_ascii_strtod (words[1], NULL);
  bounds->linear_high = g_ascii_strtod (words[2], NULL);
  bounds->low = end_of (words[3], &bounds->low_sure);
  bounds->high = end_of (words[4], &bounds->high_sure);
}

Bounds *
attacker_ask (Attacker *self, const Riddle *riddle)
{
  g_autoptr (GString) text = riddle_text (riddle);
  g_auto (GStrv) lines = attacker_answer (self, text->str);
  g_autofree Bounds *bounds = g_new0 (Bounds, riddle->sheet->n_cells);

  if (lines == NULL)
    return NULL;
  for (char **line = lines; *line != NULL; line++)
    {
      guint64 cell = g_ascii_strtoull (*line + 1, NULL, 10);
      g_autofree char *name = NULL;

      g_assert_cmpuint (cell, <, riddle->sheet->n_cells);
      bounds_read (*line, &name, &bounds[cell]);
    }
  return g_steal_pointer (&bounds);
}

static gboolean
is_asked (const Riddle *riddle, guint32 cell)
{
  return riddle->hidden[cell] && (riddle->asked == NULL || riddle->asked[cell]);
}

void
judge (
  const Riddle *riddle, const Bounds *bounds, gint64 t, gboolean zeros_hidden, Verdict *verdict)
{
  for (guint32 cell = 0; cell < riddle->sheet->n_cells; cell++)
    {
      gint64 truth = riddle->sheet->count[cell];
      const Bounds *b = &bounds[cell];

      if (!is_asked (riddle, cell))
        continue;
      if (b->low_sure)
        g_assert_cmpint (b->low, <=, truth);
      if (b->high_sure)
        g_assert_cmpint (b->high, >=, truth);
      verdict->n_cells++;
      if (b->low_sure && b->high_sure && b->low == b->high)
        {
          verdict->n_known++;
          verdict->n_linear += b->linear_high - b->linear_low < 1e-6;
        }
      if (truth >= t || (truth == 0 && !zeros_hidden))
        continue;
      verdict->n_not_none += b->low_sure && b->low > 0;
      verdict->n_not_enough += b->high_sure && b->high < t;
      verdict->n_undecided += (!b->low_sure && b->low > 0) || (!b->high_sure && b->high < t);
    }
}

typedef struct
{
  const Riddle *riddle;
  const Bounds *bounds;
  gint64 t;
  guint percent, dimensions;
  Verdict *verdict;
} Shares;

static void
judge_parts (guint32 whole, const guint32 *parts, guint n, gpointer data)
{
  const Shares *self = data;
  const Riddle *riddle = self->riddle;
  gint64 all = riddle->sheet->count[whole];
  guint dimension = 0;

  /* Children and parent differ in one dimension. */
  while (sheet_node (riddle->sheet, whole, dimension) ==
         sheet_node (riddle->sheet, parts[0], dimension))
    dimension++;
  /* Of a whole with one part everybody knows the share. */
  if (n < 2 || riddle->hidden[whole] || all < self->t ||
      (self->dimensions & (1u << dimension)) == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      gint64 least =
        riddle->hidden[parts[i]] ? self->bounds[parts[i]].low : riddle->sheet->count[parts[i]];

      self->verdict->n_share += least * 100 > all * (gint64) self->percent;
    }
}

void
judge_shares (const Riddle *riddle,
              const Bounds *bounds,
              gint64 t,
              guint percent,
              guint dimensions,
              Verdict *verdict)
{
  Shares shares = {riddle, bounds, t, percent, dimensions, verdict};

  sheet_equations (riddle->sheet, judge_parts, &shares);
}
