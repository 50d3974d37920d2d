/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The agenda of a forum's next meeting and the minutes of the one that was held. */
#include "domain/commitments.h"

#include "domain/programme-paper.h"
#include "domain/session-private.h"
#include "domain/settings.h"

#define N_(text) text

#define CELL "Sans 8.5"
#define CELL_BOLD "Sans Bold 8.5"
#define BODY "Sans 9.5"
#define HEADER "Sans Bold 7.5"

/* --- Head --- */

static void
draw_line (AmpPaper *self, const char *label, const char *text)
{
  const AmpPaperCell cells[] = {
    {self->translate (label), 0, 120, CELL_BOLD, AMP_INK_TEXT, FALSE},
    {text, 124, AMP_PAPER_WIDTH - 124, CELL, AMP_INK_TEXT, FALSE},
  };
  double height = 0;

  if (text == NULL || *text == '\0')
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    height = MAX (height, amp_paper_text (self, &cells[i], 3));
  self->y += height + 1;
}

static char *
where (const AmpPaper *self, const AmpRecord *forum, const char *place)
{
  const char *const texts[] = {amp_record_get (forum, place),
                               amp_paper_code (self, "region", amp_record_get (forum, "region")),
                               amp_paper_code (self, "country", amp_record_get (forum, "country"))};

  return amp_paper_join (texts, G_N_ELEMENTS (texts));
}

/* A number that a heading may carry. */
static void
draw_counted_heading (AmpPaper *self, const char *title, guint n)
{
  g_autofree char *text = g_strdup_printf ("%s (%u)", self->translate (title), n);

  amp_paper_heading (self, text);
}

static void
draw_numbered (AmpPaper *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = NULL;

      g_strstrip (lines[i]);
      if (*lines[i] == '\0')
        continue;
      n++;
      /* Who numbers them herself is left her numbers. */
      line = g_ascii_isdigit (*lines[i]) || *lines[i] == '-' || g_str_has_prefix (lines[i], "•")
               ? g_strdup (lines[i])
               : g_strdup_printf ("%u. %s", n, lines[i]);
      amp_paper_paragraph (self, line, BODY, 3);
    }
}

/* --- Commitments --- */

#define DUE_X 0
#define TEXT_X 84.0
#define SIDE_X 330.0

static char *
due_text (const AmpPaper *self, const AmpCommitment *commitment)
{
  g_autofree char *day = amp_paper_day (self, commitment->due_on);

  if (*day == '\0')
    return g_strdup (self->translate (N_ ("no date")));
  return commitment->late > 0 ? g_strdup_printf ("%s\n%s", day, self->translate (N_ ("overdue")))
                              : g_steal_pointer (&day);
}

static char *
said_last (const AmpPaper *self, const AmpCommitment *commitment)
{
  g_autofree char *day = amp_paper_day (self, commitment->last_on);
  const char *status = amp_paper_code (self, "commitment_status", commitment->status);
  GString *text = g_string_new (status);

  if (commitment->n_updates == 0)
    g_string_append_printf (text, "\n%s", self->translate (N_ ("Nothing reported yet")));
  else
    g_string_append_printf (text, "\n%s%s%s", day, commitment->last_text != NULL ? ": " : "",
                            commitment->last_text != NULL ? commitment->last_text : "");
  return g_string_free (text, FALSE);
}

static char *
what (const AmpPaper *self, const AmpCommitment *commitment)
{
  GString *text = g_string_new (commitment->text);

  if (commitment->to != NULL)
    g_string_append_printf (text, "\n%s: %s", self->translate (N_ ("Promised to")), commitment->to);
  if (commitment->indicator != NULL || commitment->target != NULL)
    g_string_append_printf (text, "\n%s: %s%s%s", self->translate (N_ ("Indicator")),
                            commitment->indicator != NULL ? commitment->indicator : "",
                            commitment->indicator != NULL && commitment->target != NULL ? " → "
                                                                                        : "",
                            commitment->target != NULL ? commitment->target : "");
  return g_string_free (text, FALSE);
}

static void
draw_table_head (AmpPaper *self, const char *side)
{
  const AmpPaperCell cells[] = {
    {self->translate (N_ ("Due on")), DUE_X, TEXT_X, HEADER, AMP_INK_GREY, FALSE},
    {self->translate (N_ ("Commitment")), TEXT_X, SIDE_X - TEXT_X, HEADER, AMP_INK_GREY, FALSE},
    {self->translate (side), SIDE_X, AMP_PAPER_WIDTH - SIDE_X, HEADER, AMP_INK_GREY, FALSE},
  };

  amp_paper_row (self, cells, G_N_ELEMENTS (cells), 2);
}

/* The row of one commitment. */
typedef struct
{
  char *due, *text, *side;
  AmpPaperCell cells[3];
} Line;

static void
line_init (Line *self, const AmpPaper *paper, const AmpCommitment *commitment, gboolean agenda)
{
  gboolean late = commitment->late > 0;

  self->due = due_text (paper, commitment);
  self->text = what (paper, commitment);
  self->side = agenda ? said_last (paper, commitment)
                      : g_strdup (amp_paper_code (paper, "commitment_status", commitment->status));
  self->cells[0] = (AmpPaperCell){
    self->due, DUE_X, TEXT_X, late ? CELL_BOLD : CELL, late ? AMP_INK_LATE : AMP_INK_TEXT, FALSE};
  self->cells[1] = (AmpPaperCell){self->text, TEXT_X, SIDE_X - TEXT_X, CELL, AMP_INK_TEXT, FALSE};
  self->cells[2] =
    (AmpPaperCell){self->side, SIDE_X, AMP_PAPER_WIDTH - SIDE_X, CELL, AMP_INK_TEXT, FALSE};
}

static void
line_clear (Line *self)
{
  g_free (self->due);
  g_free (self->text);
  g_free (self->side);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

/* Stays with its first row, of that height. */
static void
draw_who (AmpPaper *self, const AmpCommitment *commitment, const char *side, double height)
{
  const char *const texts[] = {commitment->by != NULL ? commitment->by
                                                      : self->translate (N_ ("Nobody is named")),
                               amp_paper_code (self, "country", commitment->country)};
  g_autofree char *name = amp_paper_join (texts, G_N_ELEMENTS (texts));
  const AmpPaperCell cell = {name, 0, AMP_PAPER_WIDTH, "Sans Bold 9.5", AMP_INK_HEAD, FALSE};

  (void) amp_paper_need (self, 50 + height);
  self->y += 6;
  self->y += amp_paper_text (self, &cell, 2) + 2;
  draw_table_head (self, side);
}

/* Those of one institution under its name. */
static void
draw_commitments (AmpPaper *self, GPtrArray *list, gboolean agenda)
{
  const char *side = agenda ? N_ ("What was said last") : N_ ("Status");
  const AmpCommitment *before = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const AmpCommitment *commitment = list->pdata[i];
      g_auto (Line) line = {0};
      double height;

      line_init (&line, self, commitment, agenda);
      height = amp_paper_row_height (self, line.cells, G_N_ELEMENTS (line.cells), 0);
      if (before == NULL || g_strcmp0 (before->by, commitment->by) != 0)
        draw_who (self, commitment, side, height);
      else if (amp_paper_need (self, height))
        draw_table_head (self, side);
      amp_paper_row (self, line.cells, G_N_ELEMENTS (line.cells), 0);
      before = commitment;
    }
}

/* --- Agenda --- */

static void
draw_agenda (AmpPaper *self, gconstpointer data)
{
  const AmpMeeting *meeting = data;
  g_autofree char *day = amp_paper_day (self, amp_record_get (meeting->forum, "next_on"));
  g_autofree char *held = amp_paper_day (self, amp_record_get (meeting->forum, "on"));
  g_autofree char *overdue =
    amp_paper_fill_count (self->translate (N_ ("Overdue among them: %s")), meeting->n_overdue);
  const char *points = amp_record_get (meeting->forum, "agenda");

  amp_paper_head (self);
  draw_line (self, N_ ("Date"), *day != '\0' ? day : self->translate (N_ ("not fixed yet")));
  draw_line (self, N_ ("Place"), amp_record_get (meeting->forum, "next_place"));
  draw_line (self, N_ ("Convened by"), meeting->institution);
  draw_line (self, N_ ("Last meeting"), held);
  amp_paper_heading (self, self->translate (N_ ("Points for the meeting")));
  if (points != NULL)
    draw_numbered (self, points);
  else
    amp_paper_paragraph (self, self->translate (N_ ("No points are written down yet.")), BODY, 2);
  draw_counted_heading (self, N_ ("Open commitments"), meeting->waiting->len);
  if (meeting->waiting->len == 0)
    amp_paper_paragraph (self, self->translate (N_ ("No commitment is open.")), BODY, 2);
  else if (meeting->n_overdue > 0)
    amp_paper_paragraph (self, overdue, BODY, 2);
  draw_commitments (self, meeting->waiting, TRUE);
}

/* --- Minutes --- */

#define SIGNATURES 3 /* lines of two; on one page, that nobody signs an empty one */

static void
draw_signatures (AmpPaper *self)
{
  const AmpPaperCell cells[] = {
    {self->translate (N_ ("Name, institution and signature")), 0, 220, "Sans 8", AMP_INK_GREY,
     FALSE},
    {self->translate (N_ ("Name, institution and signature")), 264, 220, "Sans 8", AMP_INK_GREY,
     FALSE},
  };

  (void) amp_paper_need (self, SIGNATURES * 62);
  for (guint i = 0; i < SIGNATURES; i++)
    {
      self->y += 36;
      for (gsize j = 0; j < G_N_ELEMENTS (cells); j++)
        {
          cairo_set_line_width (self->cairo, 0.5);
          cairo_move_to (self->cairo, AMP_PAPER_LEFT + cells[j].x, self->y);
          cairo_line_to (self->cairo, AMP_PAPER_LEFT + cells[j].x + cells[j].width, self->y);
          cairo_stroke (self->cairo);
        }
      self->y += 3;
      for (gsize j = 0; j < G_N_ELEMENTS (cells); j++)
        (void) amp_paper_text (self, &cells[j], 1);
      self->y += 12;
    }
}

static void
draw_minutes (AmpPaper *self, gconstpointer data)
{
  const AmpMeeting *meeting = data;
  g_autofree char *day = amp_paper_day (self, amp_record_get (meeting->forum, "on"));
  g_autofree char *place = where (self, meeting->forum, "place");
  g_autofree char *next = amp_paper_day (self, amp_record_get (meeting->forum, "next_on"));
  const char *const next_texts[] = {next, amp_record_get (meeting->forum, "next_place")};
  g_autofree char *next_line = amp_paper_join (next_texts, G_N_ELEMENTS (next_texts));
  const char *agreements = amp_record_get (meeting->forum, "agreements");

  amp_paper_head (self);
  draw_line (self, N_ ("Kind"),
             amp_paper_code (self, "forum_kind", amp_record_get (meeting->forum, "kind")));
  draw_line (self, N_ ("Date"), day);
  draw_line (self, N_ ("Place"), place);
  draw_line (self, N_ ("Convened by"), meeting->institution);
  amp_paper_heading (self, self->translate (N_ ("Agreements")));
  if (agreements != NULL)
    draw_numbered (self, agreements);
  else
    amp_paper_paragraph (self, self->translate (N_ ("No agreements are written down.")), BODY, 2);
  draw_counted_heading (self, N_ ("Commitments made"), meeting->made->len);
  if (meeting->made->len == 0)
    amp_paper_paragraph (self, self->translate (N_ ("None was made.")), BODY, 2);
  draw_commitments (self, meeting->made, FALSE);
  amp_paper_heading (self, self->translate (N_ ("Next meeting")));
  amp_paper_paragraph (
    self, *next_line != '\0' ? next_line : self->translate (N_ ("not fixed yet")), BODY, 2);
  draw_signatures (self);
}

/* --- Documents --- */

static GBytes *
write_document (AmpSession *session,
                const AmpMeeting *meeting,
                const char *title,
                AmpPaper *paper,
                AmpPaperFunc func,
                GError **error)
{
  g_autofree char *office = amp_settings_get_office_name (session);
  const char *name = amp_record_get (meeting->forum, "name");
  g_autofree char *full = g_strdup_printf ("%s: %s", paper->translate (title),
                                           name != NULL ? name : paper->translate (N_ ("Forum")));

  paper->office = office;
  paper->title = full;
  paper->day = meeting->today;
  return amp_paper_write (paper, func, meeting, error);
}

static gboolean
tell (AmpSession *session, gint64 forum, const char *reason, GError **error)
{
  return amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT,
                          amp_entity_find ("forum"), forum, NULL, reason, error);
}

GBytes *
amp_forum_agenda_to_pdf (AmpSession *session,
                         gint64 forum,
                         const char *today,
                         const char *language,
                         AmpTranslate translate,
                         GError **error)
{
  g_autoptr (AmpMeeting) meeting = amp_meeting_read (session, forum, today, NULL, error);
  AmpPaper paper = {.language = language, .translate = translate};

  if (meeting == NULL || !tell (session, forum, "forum-agenda", error))
    return NULL;
  return write_document (session, meeting, N_ ("Agenda"), &paper, draw_agenda, error);
}

GBytes *
amp_forum_minutes_to_pdf (AmpSession *session,
                          gint64 forum,
                          const char *today,
                          const char *language,
                          AmpTranslate translate,
                          GError **error)
{
  g_autoptr (AmpMeeting) meeting = amp_meeting_read (session, forum, today, NULL, error);
  AmpPaper paper = {.language = language, .translate = translate};

  if (meeting == NULL || !tell (session, forum, "forum-minutes", error))
    return NULL;
  return write_document (session, meeting, N_ ("Minutes of the meeting"), &paper, draw_minutes,
                         error);
}
