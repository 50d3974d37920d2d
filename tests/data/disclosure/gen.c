/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A synthetic register: no person is behind it. gen N SEED FOLDER writes cases.csv, with seven
 * columns that others may know of a person and a sensitive one, and h_COLUMN.csv, the hierarchy of
 * each of the seven, as ARX reads them. Whole numbers only: the same N and SEED give the same bytes
 * everywhere. 100000 and 20250101 are the table of the baseline (README). */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum
{
  N_REGIONS = 5,
  N_PROVINCES = 25,
  N_PLACES = 240,
  N_COUNTRIES = 112,
  N_PARTS = 22,
  N_DAYS = 1826,
  FIRST_YEAR = 2020
};

static const char *const sexes[] = {"F", "M", "X", "U"};
static const char *const marital[][2] = {
  {"single", "not-partnered"},    {"married", "partnered"},     {"union", "partnered"},
  {"separated", "not-partnered"}, {"widowed", "not-partnered"}, {"unknown", "unknown"}};
static const char *const education[][2] = {
  {"none", "low"},      {"primary-inc", "low"}, {"primary", "low"},  {"secondary-inc", "mid"},
  {"secondary", "mid"}, {"technical", "high"},  {"tertiary", "high"}};
static const char *const exploitation[] = {"sexual",           "labour-agri",   "labour-domestic",
                                           "labour-other",     "begging",       "forced-crime",
                                           "forced-marriage",  "organ-removal", "armed-recruit",
                                           "illegal-adoption", "other"};
static const char *const services[] = {"shelter",      "legal",     "medical",    "psychosocial",
                                       "repatriation", "documents", "livelihood", "none"};
static const char *const continents[] = {"Africa", "Asia", "Europe", "Americas", "Oceania"};
static const int continent_of_part[N_PARTS] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2,
                                               2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4};

static uint64_t state;
static int province_of[N_PLACES], part_of[N_COUNTRIES];
static uint32_t place_weight[N_PLACES], country_weight[N_COUNTRIES];

/* splitmix64 */
static uint64_t
draw (void)
{
  uint64_t z = (state += 0x9E3779B97F4A7C15u);

  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static int
below (int n)
{
  return (int) (((draw () >> 32) * (uint64_t) n) >> 32);
}

static int
pick (const uint32_t *weights, int n)
{
  uint64_t all = 0, at;

  for (int i = 0; i < n; i++)
    all += weights[i];
  at = ((draw () >> 32) * all) >> 32;
  for (int i = 0; i < n; i++)
    {
      if (at < weights[i])
        return i;
      at -= weights[i];
    }
  return n - 1;
}

static void
make_places (void)
{
  for (int i = 0; i < N_PLACES; i++)
    {
      province_of[i] = i < N_PROVINCES ? i : below (N_PROVINCES);
      place_weight[i] =
        (uint32_t) (i < N_PROVINCES ? 60000 / (i + 2) : 9000 / (i - N_PROVINCES + 3) + 8);
    }
  for (int i = 0; i < N_COUNTRIES; i++)
    {
      part_of[i] = i < N_PARTS ? i * 7 % N_PARTS : below (N_PARTS);
      country_weight[i] = (uint32_t) (100000 / ((i + 1) * (i + 2) / 2 + 4) + 3);
    }
}

static int
region_of (int place)
{
  return province_of[place] % N_REGIONS;
}

static void
date_of (int day, int *year, int *month, int *day_of_month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  *year = FIRST_YEAR;
  for (int length; day >= (length = *year % 4 == 0 ? 366 : 365); day -= length)
    ++*year;
  *month = 1;
  for (int length; day >= (length = days[*month - 1] + (*month == 2 && *year % 4 == 0));
       day -= length)
    ++*month;
  *day_of_month = day + 1;
}

/* --- Cases --- */

static int
draw_age (void)
{
  const int at = below (1000);

  if (at < 30)
    return below (9);
  if (at < 270)
    return 9 + below (9);
  if (at < 620)
    return 18 + below (12);
  if (at < 860)
    return 30 + below (15);
  return at < 975 ? 45 + below (20) : 65 + below (26);
}

/* Later days oftener. */
static int
draw_day (void)
{
  const int one = below (N_DAYS), two = below (N_DAYS);

  if (one > two)
    return one;
  return below (3) != 0 ? one : two;
}

static int
draw_country (int place)
{
  if (below (100) < 55)
    return region_of (place) * 3 % 7;
  return pick (country_weight, N_COUNTRIES);
}

static int
draw_exploitation (int sex, int age, int place)
{
  static const uint32_t women[] = {5600, 400, 1500, 700, 350, 250, 600, 15, 40, 120, 425};
  static const uint32_t men[] = {700, 2600, 300, 3600, 700, 900, 40, 40, 450, 30, 640};
  static const uint32_t minors[] = {3600, 300, 1300, 500, 1400, 1100, 700, 10, 500, 380, 210};
  const int kind = pick (age < 18 ? minors : sex == 1 ? men : women, 11);

  /* A region of farms. */
  return region_of (place) == 2 && below (4) == 0 ? 1 : kind;
}

static void
write_case (FILE *file, int number)
{
  static const uint32_t sex_weight[] = {6300, 3500, 120, 80};
  static const uint32_t service_weight[] = {2600, 1500, 1500, 2100, 700, 800, 500, 300};
  static const uint32_t marital_adult[] = {3800, 1700, 2200, 1300, 200, 800};
  static const uint32_t marital_minor[] = {9300, 100, 300, 20, 5, 275};
  static const uint32_t education_adult[] = {700, 2100, 1900, 2300, 2000, 500, 500};
  static const uint32_t education_child[] = {1500, 4200, 1500, 2500, 300, 0, 0};
  const int sex = pick (sex_weight, 4);
  const int age = draw_age ();
  const int place = pick (place_weight, N_PLACES);
  const int day = draw_day ();
  const int country = draw_country (place);
  const int kind = draw_exploitation (sex, age, place);
  const int status = pick (age < 18 ? marital_minor : marital_adult, 6);
  const int school = pick (age < 16 ? education_child : education_adult, 7);
  const int service = pick (service_weight, 8);
  int year, month, day_of_month;

  date_of (day, &year, &month, &day_of_month);
  fprintf (file, "%d;%s;%d;M%03d;%04d-%02d-%02d;C%03d;%s;%s;%s;%s\n", number, sexes[sex], age,
           place, year, month, day_of_month, country, marital[status][0], education[school][0],
           exploitation[kind], services[service]);
}

/* --- Hierarchies --- */

static void
write_sexes (FILE *file)
{
  for (int i = 0; i < 4; i++)
    fprintf (file, "%s;*\n", sexes[i]);
}

/* The age bands of CTDC, which nest in the coarser ones. */
static void
write_ages (FILE *file)
{
  static const struct
  {
    int last;
    const char *band, *broad, *majority;
  } bands[] = {{8, "00-08", "00-17", "minor"},  {17, "09-17", "00-17", "minor"},
               {20, "18-20", "18-29", "adult"}, {23, "21-23", "18-29", "adult"},
               {26, "24-26", "18-29", "adult"}, {29, "27-29", "18-29", "adult"},
               {38, "30-38", "30-47", "adult"}, {47, "39-47", "30-47", "adult"},
               {90, "48+", "48+", "adult"}};

  for (int age = 0, i = 0; age <= 90; age++)
    {
      if (age > bands[i].last)
        i++;
      fprintf (file, "%d;%s;%s;%s;*\n", age, bands[i].band, bands[i].broad, bands[i].majority);
    }
}

static void
write_places (FILE *file)
{
  for (int i = 0; i < N_PLACES; i++)
    fprintf (file, "M%03d;P%02d;R%d;*\n", i, province_of[i], region_of (i));
}

static void
write_days (FILE *file)
{
  for (int i = 0; i < N_DAYS; i++)
    {
      int year, month, day;

      date_of (i, &year, &month, &day);
      fprintf (file, "%04d-%02d-%02d;%04d-%02d;%04d-Q%d;%04d;*\n", year, month, day, year, month,
               year, (month - 1) / 3 + 1, year);
    }
}

static void
write_countries (FILE *file)
{
  for (int i = 0; i < N_COUNTRIES; i++)
    fprintf (file, "C%03d;S%02d;%s;*\n", i, part_of[i], continents[continent_of_part[part_of[i]]]);
}

static void
write_marital (FILE *file)
{
  for (int i = 0; i < 6; i++)
    fprintf (file, "%s;%s;*\n", marital[i][0], marital[i][1]);
}

static void
write_education (FILE *file)
{
  for (int i = 0; i < 7; i++)
    fprintf (file, "%s;%s;*\n", education[i][0], education[i][1]);
}

static FILE *
open_file (const char *folder, const char *name)
{
  char path[4096];
  FILE *file;

  snprintf (path, sizeof path, "%s/%s.csv", folder, name);
  file = fopen (path, "w");
  if (file != NULL)
    return file;
  perror (path);
  exit (1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*write) (FILE *file);
  } hierarchies[] = {{"h_sex", write_sexes},
                     {"h_age", write_ages},
                     {"h_municipality", write_places},
                     {"h_date", write_days},
                     {"h_nationality", write_countries},
                     {"h_marital", write_marital},
                     {"h_education", write_education}};
  const int n = argc > 1 ? atoi (argv[1]) : 100000;
  const char *folder = argc > 3 ? argv[3] : ".";
  FILE *file = open_file (folder, "cases");

  state = argc > 2 ? strtoull (argv[2], NULL, 10) : 20250101;
  make_places ();
  fprintf (file,
           "id;sex;age;municipality;date;nationality;marital;education;exploitation;service\n");
  for (int i = 0; i < n; i++)
    write_case (file, i);
  if (fclose (file) != 0)
    return 1;
  for (unsigned i = 0; i < sizeof hierarchies / sizeof hierarchies[0]; i++)
    {
      file = open_file (folder, hierarchies[i].name);
      hierarchies[i].write (file);
      if (fclose (file) != 0)
        return 1;
    }
  return 0;
}
