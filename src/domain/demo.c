/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The synthetic office: the same data for the same seed. Each person has a stream of chance of her
 * own, so that the first hundred of a thousand are the hundred of a hundred. Records are written as
 * they are, without the look-ups of amp_cases_save(); a test shows that they keep its rules. */
#include "domain/demo-private.h"

#include "domain/external-figures.h"

#include "model/codelist.h"

#define BATCH 8000      /* cases per transaction */
#define LEAN_FROM 20000 /* cases from which on each has few children */
#define FIRST_ID 1000   /* far below any id of amp_id_new() */
#define PERIOD_DAYS 730 /* 24 months */

/* --- Chance: SplitMix64, public domain, the same on every machine --- */

static guint64
next_chance (AmpDemo *self)
{
  guint64 z = (self->chance += 0x9e3779b97f4a7c15u);

  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return z ^ z >> 31;
}

void
amp_demo_reseed (AmpDemo *self, guint64 seed, guint64 stream)
{
  self->chance = seed;
  self->chance = next_chance (self) + stream * 0xd1342543de82ef95u;
  (void) next_chance (self);
}

guint
amp_demo_below (AmpDemo *self, guint n)
{
  return (guint) (next_chance (self) % n);
}

gboolean
amp_demo_percent (AmpDemo *self, guint percent)
{
  return amp_demo_below (self, 100) < percent;
}

const char *
amp_demo_pick (AmpDemo *self, const char *const *words)
{
  return words[amp_demo_below (self, g_strv_length ((char **) words))];
}

guint
amp_demo_weighted (AmpDemo *self, const guint8 *weights)
{
  guint total = 0, i = 0, left;

  for (guint k = 0; weights[k] != 0; k++)
    total += weights[k];
  for (left = amp_demo_below (self, total); left >= weights[i]; i++)
    left -= weights[i];
  return i;
}

/* --- Records --- */

gint64
amp_demo_new_id (AmpDemo *self)
{
  return self->next_id == 0 ? amp_id_new () : self->next_id++;
}

AmpRecord *
amp_demo_add (AmpDemo *self, AmpDemoCase *c, const char *entity)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));

  amp_record_set_identity (record, amp_demo_new_id (self), 0);
  g_ptr_array_add (c->records, record);
  return record;
}

void
amp_demo_set (AmpDemo *self, AmpRecord *record, const char *field, const char *value)
{
  if (self->error == NULL && value != NULL)
    (void) amp_record_set (record, field, value, &self->error);
}

void
amp_demo_set_day (AmpDemo *self, AmpRecord *record, const char *field, gint64 day)
{
  AmpDate date = amp_date_from_day_number (day);
  char text[16];

  g_snprintf (text, sizeof text, "%04u-%02u-%02u", (guint) date.year, (guint) date.month,
              (guint) date.day);
  amp_demo_set (self, record, field, text);
}

/* --- One person --- */

static gboolean
fill_one (AmpDemo *self, const AmpDemoOptions *options, guint number, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  AmpDemoCase c = {.number = number, .records = records};

  amp_demo_reseed (self, options->seed, number + 1);
  amp_demo_person (self, &c);
  amp_demo_case (self, &c, options->seed);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  for (guint i = 0; i < records->len; i++)
    if (!amp_store_save (self->store, g_ptr_array_index (records, i), NULL, error))
      return FALSE;
  self->n_records += records->len;
  return TRUE;
}

static gboolean
fill_batch (AmpDemo *self, const AmpDemoOptions *options, guint begin, guint end, GError **error)
{
  if (!amp_store_begin (self->store, error))
    return FALSE;
  for (guint i = begin; i < end; i++)
    if (!fill_one (self, options, i, error))
      {
        amp_store_rollback (self->store);
        return FALSE;
      }
  return amp_store_commit (self->store, error);
}

/* --- The office --- */

static gboolean
read_today (AmpDemo *self, const AmpDemoOptions *options, GError **error)
{
  AmpDate today = amp_date_today ();

  if (options->today != NULL &&
      (!amp_date_parse (options->today, &today) || today.precision != AMP_DATE_DAY))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "today: needs a day such as 2026-11-24");
      return FALSE;
    }
  self->today = amp_date_day_number (&today);
  self->first_day = self->today - PERIOD_DAYS + 1;
  return TRUE;
}

static void
read_services (AmpDemo *self)
{
  const AmpCodeList *types = amp_code_list_find ("service_type");

  for (gsize i = 0; i < G_N_ELEMENTS (self->services); i++)
    self->services[i] = g_ptr_array_new ();
  for (guint i = 0; i < amp_code_list_length (types); i++)
    {
      const char *code = amp_code_value (amp_code_list_nth (types, i));
      gint64 domain = g_ascii_strtoll (code, NULL, 10);

      if (domain >= 1 && domain <= (gint64) G_N_ELEMENTS (self->services))
        g_ptr_array_add (self->services[domain - 1], (gpointer) code);
    }
}

static void
demo_clear (AmpDemo *self)
{
  g_clear_pointer (&self->serials, g_hash_table_unref);
  g_clear_pointer (&self->institutions, g_array_unref);
  g_clear_pointer (&self->outreach, g_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->services); i++)
    g_clear_pointer (&self->services[i], g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpDemo, demo_clear)

static gboolean
demo_init (AmpDemo *self, AmpSession *session, const AmpDemoOptions *options, GError **error)
{
  gint64 n_persons, n_institutions;

  self->session = session;
  self->store = amp_session_get_store (session);
  if (self->store == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return FALSE;
    }
  n_persons = amp_store_count (self->store, amp_entity_find ("person"), error);
  n_institutions =
    n_persons < 0 ? -1 : amp_store_count (self->store, amp_entity_find ("institution"), error);
  if (n_institutions < 0 || !read_today (self, options, error))
    return FALSE;
  self->next_id = n_persons + n_institutions == 0 ? FIRST_ID : 0;
  self->lean = options->cases >= LEAN_FROM;
  self->owner = amp_session_get_user (session)->id;
  self->serials = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->institutions = g_array_new (FALSE, FALSE, sizeof (AmpDemoInstitution));
  self->outreach = g_array_new (FALSE, FALSE, sizeof (AmpDemoOutreach));
  read_services (self);
  return TRUE;
}

static gboolean
fill_all (AmpDemo *self,
          const AmpDemoOptions *options,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  if (!amp_store_begin (self->store, error))
    return FALSE;
  if (!amp_demo_institutions (self, error) || !amp_demo_programme (self, options->seed, error))
    {
      amp_store_rollback (self->store);
      if (self->error != NULL)
        g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (!amp_store_commit (self->store, error))
    return FALSE;
  for (guint begin = 0; begin < options->cases; begin += BATCH)
    {
      guint end = MIN (begin + BATCH, options->cases);

      amp_progress_set (progress, begin, options->cases);
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !fill_batch (self, options, begin, end, error))
        return FALSE;
    }
  amp_progress_set (progress, options->cases, options->cases);
  return TRUE;
}

gboolean
amp_demo_fill (AmpSession *session,
               const AmpDemoOptions *options,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (AmpDemo) demo = {0};
  gboolean filled;

  if (!demo_init (&demo, session, options, error) ||
      !amp_external_figures_seed (session, NULL, error) ||
      !amp_store_bulk_begin (demo.store, error))
    return FALSE;
  filled = fill_all (&demo, options, progress, cancellable, error);
  /* Also after a failure: what was committed is told of, and what follows is told one by one. */
  return amp_store_bulk_end (demo.store, "demo", demo.n_records, filled ? error : NULL) && filled;
}
