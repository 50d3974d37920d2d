/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is asked twice: what a question is answered by already, and which needs are answered. */
#include "domain/known.h"

#include "model/codelist.h"

#include <string.h>

static AmpRecord *
make (const char *entity, gint64 id, ...)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  va_list values;

  amp_record_set_identity (record, id, 1);
  va_start (values, id);
  for (const char *name = va_arg (values, const char *); name != NULL;
       name = va_arg (values, const char *))
    {
      g_autoptr (GError) error = NULL;

      amp_record_set (record, name, va_arg (values, const char *), &error);
      g_assert_no_error (error);
    }
  va_end (values);
  return record;
}

static void
put (AmpCaseFile *file, AmpRecord *taken)
{
  amp_case_file_put (file, taken);
  amp_record_free (taken);
}

static AmpCaseFile *
new_file (void)
{
  return amp_case_file_new (make ("case", 1, NULL),
                            make ("person", 2, "birth_date", "2006-03-05", "language", "spa",
                                  "phone", "+51987654321", NULL));
}

static char *
ask (AmpCaseFile *file, const AmpRecord *record, const char *field)
{
  gsize n;
  const AmpKnownRow *rows = amp_known_rows (&n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (rows[i].entity, amp_record_entity (record)->name) == 0 &&
        strcmp (rows[i].field, field) == 0)
      return amp_known (&rows[i], file, record);
  g_error ("no row of %s", field);
}

#define ASSERT_KNOWN(file, record, field, expected)                                                \
  do                                                                                               \
    {                                                                                              \
      g_autofree char *known_ = ask (file, record, field);                                         \
      g_assert_cmpstr (known_, ==, expected);                                                      \
    }                                                                                              \
  while (0)

/* A row of a field that is no more would never be seen. */
static void
test_rows (void)
{
  gsize n;
  const AmpKnownRow *rows = amp_known_rows (&n);

  g_assert_cmpuint (n, >, 10);
  for (gsize i = 0; i < n; i++)
    {
      const AmpEntity *entity = amp_entity_find (rows[i].entity);
      const AmpField *field = entity != NULL ? amp_entity_field (entity, rows[i].field) : NULL;
      const AmpEntity *source = amp_entity_find (rows[i].source);

      g_assert_nonnull (field);
      g_assert_nonnull (source);
      g_assert_true ((rows[i].from != NULL) != (rows[i].answer != NULL));
      if (rows[i].from == NULL)
        continue;
      g_assert_nonnull (amp_entity_field (source, rows[i].from));
      /* What comes from behind the veil stays behind it. */
      if (amp_field_is_private (amp_entity_field (source, rows[i].from)))
        g_assert_true (rows[i].is_private);
    }
}

static void
test_person (void)
{
  g_autoptr (AmpCaseFile) file = new_file ();
  g_autoptr (AmpRecord) person =
    make ("person", 2, "birth_date", "2016", "residence_region", "EC-O", NULL);
  g_autoptr (AmpRecord) unknown = make ("person", 2, NULL);
  g_autoptr (AmpRecord) old = make ("person", 2, "birth_year", "1950", NULL);
  g_autoptr (AmpRecord) visit = make ("safe_contact", 9, "channel", "visit", NULL);
  g_autoptr (AmpRecord) phone = make ("safe_contact", 9, "channel", "whatsapp", NULL);

  /* As it is being typed. */
  ASSERT_KNOWN (file, person, "birth_year", "2016");
  ASSERT_KNOWN (file, person, "residence_country", "EC");
  ASSERT_KNOWN (file, old, "age_band", "48+");
  ASSERT_KNOWN (file, unknown, "birth_year", NULL);
  ASSERT_KNOWN (file, unknown, "age_band", NULL);
  ASSERT_KNOWN (file, visit, "value", NULL);
  ASSERT_KNOWN (file, phone, "value", "+51987654321");
}

static void
test_case (void)
{
  g_autoptr (AmpCaseFile) file = new_file ();
  g_autoptr (AmpRecord) situation =
    make ("situation", 0, "start", "2020-01", "region_exploit", "PE-TUM", NULL);
  g_autoptr (AmpRecord) perpetrator = make ("perpetrator", 0, NULL);
  g_autoptr (AmpRecord) consent = make ("consent", 0, NULL);
  g_autoptr (AmpRecord) service = make ("service", 0, "service_type", "01_kit", NULL);

  ASSERT_KNOWN (file, situation, "age_at_start", "13");
  ASSERT_KNOWN (file, situation, "country_exploit", "PE");
  ASSERT_KNOWN (file, situation, "region_recruit", NULL);
  ASSERT_KNOWN (file, consent, "language", "spa");
  ASSERT_KNOWN (file, consent, "method", NULL);
  put (file, make ("situation", 5, "region_recruit", "PE-LOR", "recruiter_relation",
                   "family;friend", NULL));
  put (file, make ("consent", 6, "method", "written", NULL));
  ASSERT_KNOWN (file, situation, "region_recruit", "PE-LOR");
  ASSERT_KNOWN (file, consent, "method", "written");
  /* Which of the two he is, nobody said. */
  ASSERT_KNOWN (file, perpetrator, "relation", NULL);
  put (file, make ("situation", 5, "recruiter_relation", "family", NULL));
  ASSERT_KNOWN (file, perpetrator, "relation", "family");
  /* A referral that was refused is no place where the service is given. */
  put (file, make ("referral", 7, "service_type", "01_kit", "to_institution", "44", "state",
                   "rejected", NULL));
  ASSERT_KNOWN (file, service, "institution", NULL);
  put (file, make ("referral", 7, "service_type", "01_kit", "to_institution", "44", "state",
                   "accepted", NULL));
  ASSERT_KNOWN (file, service, "institution", "44");
}

/* A record does not answer itself. */
static void
test_itself (void)
{
  g_autoptr (AmpCaseFile) file = new_file ();
  g_autoptr (AmpRecord) only = make ("consent", 6, NULL);

  put (file, make ("consent", 6, "method", "written", NULL));
  ASSERT_KNOWN (file, only, "method", NULL);
}

static void
test_needs (void)
{
  g_autoptr (AmpCaseFile) file = new_file ();
  g_autoptr (AmpRecord) need = make ("need", 3, "domain", "04", "on", "2026-03-05", NULL);
  g_autoptr (AmpRecord) goal = make ("plan_goal", 0, NULL);
  const char *last;

  put (file, make ("service", 11, "service_type", "04_individual", "status", "delivered",
                   "delivered_on", "2026-03-04", NULL));
  put (file, make ("service", 12, "service_type", "04_individual", "status", "planned", NULL));
  put (file, make ("service", 13, "service_type", "01_kit", "status", "delivered", "delivered_on",
                   "2026-03-06", NULL));
  g_assert_cmpuint (amp_need_answers (file, need, &last), ==, 0);
  g_assert_null (last);
  put (file, make ("service", 14, "service_type", "04_individual", "status", "delivered",
                   "delivered_on", "2026-03-09", NULL));
  put (file, make ("service", 15, "service_type", "04_individual", "status", "delivered",
                   "delivered_on", "2026-03-07", NULL));
  g_assert_cmpuint (amp_need_answers (file, need, &last), ==, 2);
  g_assert_cmpstr (last, ==, "2026-03-09");

  put (file, make ("need", 3, "domain", "04", "urgency", "later", "state", "open", NULL));
  put (file, make ("need", 4, "domain", "03", "urgency", "now", "state", "open", NULL));
  put (file, make ("need", 5, "domain", "02", "urgency", "now", "state", "met", NULL));
  ASSERT_KNOWN (file, goal, "domain", "03");
  put (file, make ("plan_goal", 8, "domain", "03", NULL));
  ASSERT_KNOWN (file, goal, "domain", "04");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/known/each-row-is-of-fields-that-exist", test_rows);
  g_test_add_func ("/known/the-person-answers-for-herself", test_person);
  g_test_add_func ("/known/the-case-answers", test_case);
  g_test_add_func ("/known/a-record-does-not-answer-itself", test_itself);
  g_test_add_func ("/known/a-service-answers-the-need-of-its-domain", test_needs);
  return g_test_run ();
}
