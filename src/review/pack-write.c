/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The payload written. */
#include "review/pack.h"

#include <string.h>

typedef struct
{
  GString *text;
  gsize n_lines;
} Writer;

static void line (Writer *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
line (Writer *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (self->text, format, args);
  va_end (args);
  g_string_append_c (self->text, '\n');
  self->n_lines++;
}

static void
write_head (Writer *self, const AmpReviewHead *head)
{
  line (self, "amparo-review 2");
  line (self, "[pack]");
  line (self, "id=%s", head->id);
  line (self, "made=%s", head->made);
  line (self, "level=%s", amp_review_level_code (head->level));
  line (self, "k=%u", head->k);
  line (self, "l=%u", head->l);
  line (self, "share=%u", head->share);
  line (self, "sample=%u", head->sample);
  line (self, "lowered=%s", head->lowered ? "yes" : "no");
  line (self, "records=%" G_GINT64_FORMAT, head->records);
  if (head->withheld < 0)
    line (self, "withheld=*");
  else
    line (self, "withheld=%" G_GINT64_FORMAT, head->withheld);
  line (self, "head_seq=%" G_GUINT64_FORMAT, head->head_seq);
  line (self, "head_hash=%s", head->head_hash);
  line (self, "previous=%s", head->previous[0] != '\0' ? head->previous : "-");
  line (self, "chain_from=%" G_GUINT64_FORMAT, head->chain_from);
  line (self, "round=%u", head->round);
}

static void
write_records (Writer *self, const AmpReviewRecords *records)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (records->level, &n);

  line (self, "[records]");
  g_string_append (self->text, "code");
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (self->text, ",%s", columns[i]->name);
  line (self, "%s", "");
  for (gsize row = 0; row < records->n_rows; row++)
    {
      const guint8 *cells = amp_review_records_row (records, row);

      g_string_append (self->text, amp_review_records_code (records, row));
      for (gsize i = 0; i < n; i++)
        {
          g_string_append_c (self->text, ',');
          g_string_append (self->text, cells[i] == AMP_REVIEW_CELL_HIDDEN
                                         ? AMP_REVIEW_HIDDEN
                                         : columns[i]->codes[cells[i] - 1]);
        }
      g_string_append_c (self->text, '\n');
      self->n_lines++;
    }
}

static void
write_indicator (Writer *self, const AmpReviewIndicator *indicator)
{
  char value[24] = "*", of[24] = "*";

  if (indicator->value >= 0)
    g_snprintf (value, sizeof value, "%" G_GINT64_FORMAT, indicator->value);
  if (indicator->group[0] != '\0')
    g_strlcpy (of, "-", sizeof of);
  else if (indicator->of >= 0)
    g_snprintf (of, sizeof of, "%" G_GINT64_FORMAT, indicator->of);
  line (self, "%s,%s,%s,%s", indicator->name, indicator->group[0] != '\0' ? indicator->group : "-",
        value, of);
}

static void
write_release (Writer *self, const AmpReviewRelease *release)
{
  line (self, "%" G_GUINT64_FORMAT ",%s,%s,%s,%s,%s,%s", release->line, release->rule,
        release->unit, release->period, release->made, release->state, release->hash);
}

GBytes *
amp_review_pack_write (const AmpReviewHead *head,
                       const AmpReviewRecords *records,
                       const AmpReviewTables *tables)
{
  Writer self = {g_string_sized_new (4096 + records->n_rows * 200 + tables->n_events * 64), 0};
  gsize length;

  g_return_val_if_fail (records->codes->len == records->n_rows, NULL);

  write_head (&self, head);
  write_records (&self, records);
  line (&self, "[chain]");
  line (&self, "seq,gap,actor,role,action,object");
  for (gsize i = 0; i < tables->n_events; i++)
    {
      const AmpReviewEvent *event = &tables->events[i];

      line (&self, "%" G_GUINT64_FORMAT ",%s,%s,%s,%s,%s", event->seq, event->gap, event->actor,
            event->role, event->action, event->object);
    }
  line (&self, "[indicators]");
  line (&self, "name,group,value,of");
  for (gsize i = 0; i < tables->n_indicators; i++)
    write_indicator (&self, &tables->indicators[i]);
  line (&self, "[releases]");
  line (&self, "line,rule,unit,period,made,state,hash");
  for (gsize i = 0; i < tables->n_releases; i++)
    write_release (&self, &tables->releases[i]);
  g_string_append_printf (self.text, "[end]\nlines=%" G_GSIZE_FORMAT "\n", self.n_lines);
  length = self.text->len;
  return g_bytes_new_take (g_string_free (self.text, FALSE), length);
}
