/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws the slip. Text is laid out line by line, so that long ones go on over pages; drawn twice,
 * the first time to know how many pages there are. */
#include "domain/referral-slip.h"

#include "domain/access.h"
#include "domain/referral.h"
#include "domain/settings.h"
#include "model/codelist.h"
#include "model/date.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

#define PAGE_WIDTH 595.0
#define PAGE_HEIGHT 842.0
#define MARGIN 54.0
#define TOP 36.0
#define BOTTOM (PAGE_HEIGHT - 50.0)
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define LABEL_WIDTH 162.0
#define TEAR_OFF_HEIGHT 231.0

#define BODY "Serif 8.8"
#define BODY_BOLD "Serif Bold 8.8"
#define SMALL "Serif 7.8"

typedef struct
{
  /* Owned by the caller of draw() */
  const AmpRecord *referral, *institution, *case_, *consent, *previous;
  GPtrArray *items;
  const char *office, *date;
  gboolean overridden;

  cairo_t *cairo;
  PangoLayout *layout;
  double y;
  guint page, n_pages;
} Paper;

/* --- Text --- */

static void
lay_out (Paper *self, const char *text, const char *font, double width, PangoAlignment alignment)
{
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_layout_set_font_description (self->layout, description);
  pango_font_description_free (description);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, alignment);
  pango_layout_set_justify (self->layout, FALSE);
  pango_layout_set_text (self->layout, text, -1);
}

static void
draw_line_at (Paper *self, const char *text, const char *font, PangoAlignment alignment, double y)
{
  lay_out (self, text, font, WIDTH, alignment);
  cairo_move_to (self->cairo, MARGIN, y);
  pango_cairo_show_layout (self->cairo, self->layout);
}

/* As the office counts its letters. */
static const char *
number_of (const AmpRecord *referral)
{
  const char *number = referral != NULL ? amp_record_get (referral, "document_no") : NULL;

  return number != NULL ? number : "s/n";
}

static void
end_page (Paper *self)
{
  g_autofree char *foot =
    g_strdup_printf ("Oficio N.º %s. Confidencial, Ley N.º 29733", number_of (self->referral));
  g_autofree char *number =
    g_strdup_printf ("%u / %u", self->page, MAX (self->n_pages, self->page));

  draw_line_at (self, foot, "Serif 7.5", PANGO_ALIGN_LEFT, PAGE_HEIGHT - 40);
  draw_line_at (self, number, "Serif 7.5", PANGO_ALIGN_RIGHT, PAGE_HEIGHT - 40);
  cairo_show_page (self->cairo);
  self->page++;
  self->y = TOP;
}

static void
need (Paper *self, double height)
{
  if (self->y + height > BOTTOM)
    end_page (self);
}

/* Draws what is laid out at x, going on over pages. */
static void
draw_lines (Paper *self, double x)
{
  PangoLayout *mine = g_object_ref (self->layout);
  PangoLayoutIter *iter;

  /* The foot of a page is laid out meanwhile. */
  self->layout = pango_cairo_create_layout (self->cairo);
  iter = pango_layout_get_iter (mine);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      PangoRectangle logical;
      double height, left;

      pango_layout_iter_get_line_extents (iter, NULL, &logical);
      height = (double) logical.height / PANGO_SCALE;
      left = (double) logical.x / PANGO_SCALE;
      need (self, height);
      cairo_move_to (self->cairo, x + left,
                     self->y +
                       (double) (pango_layout_iter_get_baseline (iter) - logical.y) / PANGO_SCALE);
      pango_cairo_show_layout_line (self->cairo, line);
      self->y += height;
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  g_object_unref (self->layout);
  self->layout = mine;
  g_object_unref (mine);
}

static void
paragraph (Paper *self, const char *text, const char *font, PangoAlignment alignment, double after)
{
  lay_out (self, text, font, WIDTH, alignment);
  draw_lines (self, MARGIN);
  self->y += after;
}

/* A label with its value beside it. The label is drawn where the value begins. */
static void
row (Paper *self, const char *label, const char *value)
{
  double height;
  int pixels;

  lay_out (self, label, BODY_BOLD, LABEL_WIDTH - 8, PANGO_ALIGN_LEFT);
  pango_layout_get_size (self->layout, NULL, &pixels);
  height = (double) pixels / PANGO_SCALE;
  need (self, height);
  cairo_move_to (self->cairo, MARGIN, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  {
    double top = self->y;
    guint page = self->page;

    lay_out (self, value, BODY, WIDTH - LABEL_WIDTH, PANGO_ALIGN_LEFT);
    draw_lines (self, MARGIN + LABEL_WIDTH);
    if (page == self->page)
      self->y = MAX (self->y, top + height);
  }
  self->y += 2;
}

static void
rule (Paper *self, double y, double from, double to)
{
  cairo_set_line_width (self->cairo, 0.6);
  cairo_move_to (self->cairo, from, y);
  cairo_line_to (self->cairo, to, y);
  cairo_stroke (self->cairo);
}

/* --- Words --- */

static const char *
label_of (const char *list, const char *code)
{
  const AmpCode *found =
    code != NULL ? amp_code_list_lookup (amp_code_list_find (list), code) : NULL;

  return found != NULL ? amp_code_label (found, "es") : "";
}

static char *
display_date (const char *text)
{
  AmpDate date;

  return text != NULL && amp_date_parse (text, &date) ? amp_date_to_display (&date, "es")
                                                      : g_strdup ("");
}

char *
amp_slip_place_and_date (const char *region, const char *date)
{
  static const char *const months[] = {"enero",     "febrero", "marzo",     "abril",
                                       "mayo",      "junio",   "julio",     "agosto",
                                       "setiembre", "octubre", "noviembre", "diciembre"};
  const AmpCode *code =
    region != NULL ? amp_code_list_lookup (amp_code_list_find ("region"), region) : NULL;
  const char *city = code != NULL ? amp_code_attribute (code, "capital") : NULL;
  AmpDate day;

  if (city == NULL)
    city = code != NULL ? amp_code_label (code, "es") : "";
  if (date == NULL || !amp_date_parse (date, &day) || day.precision != AMP_DATE_DAY)
    return g_strdup (city);
  return g_strdup_printf ("%s%s%u de %s de %u", city, *city != '\0' ? ", " : "", day.day,
                          months[day.month - 1], day.year);
}

/* --- The letter --- */

static void
draw_head (Paper *self)
{
  const char *region = amp_record_get (self->case_, "office_region");
  g_autofree char *place = amp_slip_place_and_date (region, self->date);
  g_autofree char *title =
    g_strdup_printf ("OFICIO DE DERIVACIÓN N.º %s", number_of (self->referral));

  paragraph (self, self->office, "Serif Bold 12", PANGO_ALIGN_CENTER, 5);
  rule (self, self->y, MARGIN, MARGIN + WIDTH);
  self->y += 10;
  paragraph (self, place, BODY, PANGO_ALIGN_RIGHT, 8);
  paragraph (self, title, "Serif Bold 11", PANGO_ALIGN_LEFT, 9);
}

static void
draw_addressee (Paper *self)
{
  const char *contact = amp_record_get (self->referral, "to_contact");
  const char *region = label_of ("region", amp_record_get (self->institution, "region"));
  g_autofree char *attention = contact != NULL ? g_strdup_printf ("Atención: %s", contact) : NULL;

  paragraph (self, "Señoras y señores", BODY, PANGO_ALIGN_LEFT, 0);
  paragraph (self, amp_record_get (self->institution, "name_es"), BODY_BOLD, PANGO_ALIGN_LEFT, 0);
  if (attention != NULL)
    paragraph (self, attention, BODY, PANGO_ALIGN_LEFT, 0);
  if (*region != '\0')
    paragraph (self, region, BODY, PANGO_ALIGN_LEFT, 0);
  paragraph (self, "Presente.-", BODY, PANGO_ALIGN_LEFT, 9);
}

static void
draw_subject (Paper *self)
{
  const char *service = label_of ("service_type", amp_record_get (self->referral, "service_type"));
  gboolean abroad = g_strcmp0 (amp_record_get (self->institution, "country"), "EC") == 0;
  g_autofree char *subject = g_strdup_printf ("Derivación para atención: %s", service);
  g_autoptr (GString) reference = g_string_new (NULL);

  if (!abroad)
    g_string_append (reference, "Ley N.º 28950; Protocolo Intersectorial, DS N.º 007-2023-IN");
  if (self->previous != NULL)
    g_string_append_printf (reference, "%sderivación anterior N.º %s",
                            reference->len > 0 ? "; " : "", number_of (self->previous));
  row (self, "ASUNTO:", subject);
  if (reference->len > 0)
    row (self, "REFERENCIA:", reference->str);
  self->y += 4;
  rule (self, self->y, MARGIN, MARGIN + WIDTH);
  self->y += 10;
}

static void
draw_request (Paper *self)
{
  g_autofree char *due = display_date (amp_record_get (self->referral, "due_on"));
  const char *urgency = label_of ("referral_urgency", amp_record_get (self->referral, "urgency"));
  g_autofree char *words = *due != '\0'
                             ? g_strdup_printf ("%s (respuesta hasta el %s)", urgency, due)
                             : g_strdup (urgency);

  paragraph (self,
             "Nos dirigimos a ustedes para saludarles y derivar a la persona cuyos datos se "
             "consignan, a fin de que reciba la atención que se solicita en el marco de sus "
             "competencias. Solo se comunican los datos necesarios para ello. Quedamos a la espera "
             "de su contrarreferencia.",
             BODY, PANGO_ALIGN_LEFT, 9);
  row (self, "Urgencia", words);
}

static void
draw_items (Paper *self)
{
  const AmpSharedItem *last = NULL;

  self->y += 7;
  need (self, 40);
  paragraph (self, "Datos de la persona", BODY_BOLD, PANGO_ALIGN_LEFT, 4);
  for (guint i = 0; i < self->items->len; i++)
    {
      const AmpSharedItem *item = g_ptr_array_index (self->items, i);

      /* A little air between one record and the next. */
      if (last != NULL && item->record > last->record)
        self->y += 5;
      row (self, item->share->spanish, item->text);
      last = item;
    }
  if (self->items->len == 0)
    paragraph (self, "No se comunican.", BODY, PANGO_ALIGN_LEFT, 0);
  self->y += 8;
}

static char *
consent_words (Paper *self)
{
  g_autofree char *on =
    display_date (self->consent != NULL ? amp_record_get (self->consent, "on") : NULL);
  const char *giver = self->consent != NULL ? amp_record_get (self->consent, "giver") : NULL;

  if (self->overridden)
    return g_strdup (
      "Los datos se comunican por excepción, para proteger la vida o el interés "
      "superior de la persona, con la conformidad de una segunda persona del equipo. "
      "Consta en el expediente.");
  return g_strdup_printf (
    "Consentimiento: %s autorizó%s%s que estos datos se compartan con su institución para la "
    "atención solicitada. Puede retirar su autorización en cualquier momento.",
    giver == NULL || g_str_equal (giver, "self") ? "la persona" : "quien la representa",
    *on != '\0' ? " el " : "", on);
}

static void
draw_closing (Paper *self)
{
  g_autofree char *consent = consent_words (self);

  paragraph (self, consent, SMALL, PANGO_ALIGN_LEFT, 5);
  paragraph (self,
             "Confidencialidad: este documento contiene datos personales protegidos por la Ley N.º "
             "29733, Ley de Protección de Datos Personales. Se entregan solo para la atención "
             "solicitada; no deben copiarse, difundirse ni comunicarse a terceros. Para no "
             "revictimizar a la persona, no le pidan que repita su relato si no es indispensable.",
             SMALL, PANGO_ALIGN_LEFT, 0);
  need (self, 52);
  self->y += 36;
  rule (self, self->y, MARGIN + WIDTH / 2 - 100, MARGIN + WIDTH / 2 + 100);
  self->y += 3;
  paragraph (self, "Nombre, cargo, firma y sello", SMALL, PANGO_ALIGN_CENTER, 10);
}

/* --- The part that comes back --- */

static void
blank_line (Paper *self, const char *label, double width)
{
  int text_width;

  lay_out (self, label, SMALL, WIDTH, PANGO_ALIGN_LEFT);
  pango_layout_get_size (self->layout, &text_width, NULL);
  {
    PangoRectangle logical;

    pango_layout_get_extents (self->layout, NULL, &logical);
    text_width = logical.width;
  }
  cairo_move_to (self->cairo, MARGIN, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  rule (self, self->y + 11, MARGIN + (double) text_width / PANGO_SCALE + 5, MARGIN + width);
  self->y += 19;
}

static double
box (Paper *self, double x, const char *label)
{
  PangoRectangle logical;

  lay_out (self, label, SMALL, WIDTH, PANGO_ALIGN_LEFT);
  pango_layout_get_extents (self->layout, NULL, &logical);
  if (x + 14 + (double) logical.width / PANGO_SCALE > MARGIN + WIDTH)
    {
      x = MARGIN;
      self->y += 15;
    }
  cairo_set_line_width (self->cairo, 0.7);
  cairo_rectangle (self->cairo, x + 0.5, self->y + 2, 8, 8);
  cairo_stroke (self->cairo);
  cairo_move_to (self->cairo, x + 13, self->y);
  pango_cairo_show_layout (self->cairo, self->layout);
  return x + 13 + (double) logical.width / PANGO_SCALE + 14;
}

static void
boxes_of (Paper *self, const char *list, const char *const *codes)
{
  const AmpCodeList *all = amp_code_list_find (list);
  double x = MARGIN;

  for (guint i = 0; i < amp_code_list_length (all); i++)
    {
      const AmpCode *code = amp_code_list_nth (all, i);

      if (codes == NULL || g_strv_contains (codes, amp_code_value (code)))
        x = box (self, x, amp_code_label (code, "es"));
    }
  self->y += 19;
}

static void
draw_tear_off (Paper *self)
{
  static const char *const states[] = {"accepted", "in_service", "completed", "rejected", NULL};
  static const double dashes[] = {4, 3};
  const char *region = amp_record_get (self->case_, "office_region");
  g_autofree char *city = amp_slip_place_and_date (region, NULL);
  g_autofree char *title =
    g_strdup_printf ("CONTRARREFERENCIA a la derivación N.º %s", number_of (self->referral));
  g_autofree char *back = g_strdup_printf ("Devolver a: %s, %s", self->office, city);

  need (self, TEAR_OFF_HEIGHT);
  /* At the foot of the page, where scissors reach it. */
  self->y = BOTTOM - TEAR_OFF_HEIGHT;
  cairo_set_dash (self->cairo, dashes, G_N_ELEMENTS (dashes), 0);
  rule (self, self->y, 20, PAGE_WIDTH - 20);
  cairo_set_dash (self->cairo, NULL, 0, 0);
  self->y += 3;
  paragraph (self, "Corte aquí y devuelva esta parte", "Serif Italic 7.5", PANGO_ALIGN_RIGHT, 4);
  paragraph (self, title, BODY_BOLD, PANGO_ALIGN_LEFT, 1);
  paragraph (self, amp_record_get (self->institution, "name_es"), SMALL, PANGO_ALIGN_LEFT, 1);
  paragraph (self, back, SMALL, PANGO_ALIGN_LEFT, 8);
  blank_line (self, "Fecha de recepción y de atención", WIDTH);
  boxes_of (self, "referral_state", states);
  paragraph (self, "Si no fue atendida o se interrumpió, motivo:", SMALL, PANGO_ALIGN_LEFT, 3);
  boxes_of (self, "referral_reason_code", NULL);
  blank_line (self, "Qué se hizo", WIDTH);
  blank_line (self, "Qué sigue", WIDTH);
  blank_line (self, "Nombre, cargo, firma y sello", WIDTH);
}

static void
draw_all (Paper *self)
{
  self->page = 1;
  self->y = TOP;
  cairo_set_source_rgb (self->cairo, 0, 0, 0);
  draw_head (self);
  draw_addressee (self);
  draw_subject (self);
  draw_request (self);
  draw_items (self);
  draw_closing (self);
  draw_tear_off (self);
  end_page (self);
}

/* --- The file --- */

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean
draw_once (Paper *self, GByteArray *out, GError **error)
{
  cairo_surface_t *surface =
    cairo_pdf_surface_create_for_stream (append_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, "Oficio de derivación");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Amparo");
  self->cairo = cairo_create (surface);
  self->layout = pango_cairo_create_layout (self->cairo);
  draw_all (self);
  g_clear_object (&self->layout);
  g_clear_pointer (&self->cairo, cairo_destroy);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The slip cannot be drawn: %s",
               cairo_status_to_string (status));
  return FALSE;
}

static gboolean
write_pdf (Paper *self, const char *path, GError **error)
{
  gboolean written = FALSE;

  for (int pass = 0; pass < 2; pass++)
    {
      g_autoptr (GByteArray) pdf = g_byte_array_new ();
      gboolean drawn = draw_once (self, pdf, error);

      written = drawn && (pass == 0 || amp_write_file (path, pdf->data, pdf->len, error));
      self->n_pages = self->page - 1;
      explicit_bzero (pdf->data, pdf->len);
      if (!written)
        break;
    }
  return written;
}

/* --- What it says --- */

static gboolean
load (AmpSession *session, const char *entity, gint64 id, AmpRecord **record, GError **error)
{
  if (id == 0)
    return TRUE;
  *record = amp_store_load (amp_session_get_store (session), amp_entity_find (entity), id, error);
  return *record != NULL;
}

static gboolean
check (AmpSession *session,
       const AmpRecord *referral,
       const char *date,
       AmpConsentLook *look,
       GError **error)
{
  static const char *const over[] = {"revoked", "withdrawn_by_client", "re_referred", NULL};
  const char *state = amp_record_get (referral, "state");

  if (state == NULL || g_strv_contains (over, state) ||
      amp_record_get (referral, "to_institution") == NULL ||
      g_strcmp0 (amp_record_get (referral, "direction"), "in") == 0)
    {
      g_set_error_literal (
        error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
        "referral.state: A slip is made for a referral that goes out and was not "
        "revoked.");
      return FALSE;
    }
  if (!amp_referral_look_consent (session, referral, date, look, error))
    return FALSE;
  if (amp_consent_state_allows (look->state))
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "referral.consent_id: %s",
               amp_consent_state_sentence (look->state));
  return FALSE;
}

/* As given for this letter, as the office is called, or after its region. */
static char *
office_name (AmpSession *session, const AmpRecord *case_, const char *given)
{
  const char *region = label_of ("region", amp_record_get (case_, "office_region"));
  g_autofree char *name = NULL;

  if (given != NULL && *given != '\0')
    return g_strdup (given);
  name = amp_settings_get_office_name (session);
  if (name != NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("Oficina de %s", region);
}

gboolean
amp_referral_slip_write (AmpSession *session,
                         const AmpRecord *referral,
                         const AmpSlipOptions *options,
                         const char *path,
                         GError **error)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *date =
    options != NULL && options->date != NULL ? g_strdup (options->date) : amp_date_to_text (&today);
  g_autoptr (AmpRecord) institution = NULL, case_ = NULL, consent = NULL, previous = NULL;
  g_autofree char *office = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GPtrArray) items = NULL;
  AmpConsentLook look;
  Paper paper = {.referral = referral, .date = date};

  if (!amp_access_require_of (session, referral, error) ||
      !check (session, referral, date, &look, error) ||
      !load (session, "institution", amp_record_get_int (referral, "to_institution", 0),
             &institution, error) ||
      !load (session, "case", amp_record_get_int (referral, "case", 0), &case_, error) ||
      !load (session, "consent", look.consent, &consent, error) ||
      !load (session, "referral", amp_record_get_int (referral, "previous_referral", 0), &previous,
             error))
    return FALSE;
  items = amp_referral_shared (session, referral, NULL, "es", error);
  if (items == NULL)
    return FALSE;
  names = amp_shared_field_names (items);
  /* First the event: whoever pulls the plug in between leaves a trace and no file. */
  if (!amp_store_audit (amp_session_get_store (session), AMP_AUDIT_PRINT,
                        amp_record_entity (referral), amp_record_id (referral),
                        (const char *const *) names, "referral-slip", error))
    return FALSE;
  office = office_name (session, case_, options != NULL ? options->office : NULL);
  paper.institution = institution;
  paper.case_ = case_;
  paper.consent = consent;
  paper.previous = previous;
  paper.items = items;
  paper.office = office;
  paper.overridden = look.state == AMP_CONSENT_OVERRIDDEN;
  return write_pdf (&paper, path, error);
}
