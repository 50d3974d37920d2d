/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names as they are written along the border: what sounds alike, what is short for what, and what
 * must stay apart. */
#include "model/name-like.h"
#include "model/name-sound.h"
#include "model/nickname.h"

#include "model/fold.h"

#include <string.h>

static AmpNameWord *
word (GPtrArray *words, const char *text)
{
  amp_name_words_add (words, text, AMP_NAME_GIVEN);
  g_assert_cmpuint (words->len, >, 0);
  return words->pdata[words->len - 1];
}

static AmpLike
like (const char *a, const char *b)
{
  g_autoptr (GPtrArray) words = amp_name_words_new ();
  double sure, back;
  AmpLike how = amp_name_word_like (word (words, a), word (words, b), FALSE, &sure);

  g_assert_cmpint (amp_name_word_like (words->pdata[words->len - 1], words->pdata[0], FALSE, &back),
                   ==, how);
  g_assert_cmpfloat_with_epsilon (sure, back, 1e-9);
  return how;
}

static void
test_sounds (void)
{
  static const char *const pairs[][2] = {
    {"Jhoselyn", "yoselin"},
    {"Quispe", "Kispe"},
    {"Huamán", "Guaman"},
    {"Huamán", "Wamán"},
    {"Yeferson", "Jefferson"},
    {"Jeferzon", "Geferson"},
    {"Brayan", "Brian"},
    {"Yhon", "John"},
    {"Jhon", "Jon"},
    {"Maicol", "Michael"},
    {"Yenifer", "Jennifer"},
    {"Wampis", "Huambis"},
    {"Wampis", "Guambis"},
    {"Vásquez", "Bazquez"},
    {"Chávez", "Chabes"},
    {"Ceballos", "Zevallos"},
    {"Yauri", "Llauri"},
    {"Giménez", "Jiménez"},
    {"Ximena", "Jimena"},
    {"Katherine", "Caterin"},
    {"Stefany", "Estefani"},
    {"Smith", "Esmit"},
    {"Geovanny", "Yovani"},
    {"Philomena", "Filomena"},
    {"Condori", "Cundori"},
    {"Choque", "Chuqui"},
    {"Inca", "Inga"},
    {"Chumpi", "Chumbi"},
    {"Ñahui", "Ñawi"},
    {"Yupanqui", "Llupanki"},
    {"Hermelinda", "Ermelinda"},
    {"Elizabeth", "Elisabet"},
    {"Zhunio", "Sunio"},
    {"Ccori", "Qori"},
    {"Tsamajain", "Samajain"},
    {"Agüero", "Ahuero"},
    {"Abraham", "Abraan"},
    {"Nelly", "Neli"},
    {"Jacqueline", "Yaquelin"},
    {"D'Angelo", "Dangelo"},
    {"Joaquín", "Juaquim"},
    {"Ascencio", "Asensio"},
    {"Anderson", "Anderzon"},
    {"Cynthia", "Sintia"},
    {"Giovanna", "Jhovana"},
    {"Domínguez", "Dominges"},
    {"Núñez", "Nuñes"},
    {"Peña", "Pena"},
    {"Echeverría", "Hechevarria"},
    {"Kimberly", "Quimberli"},
    {"Villanueva", "Billanueba"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      AmpLike how = like (pairs[i][0], pairs[i][1]);

      if (how == AMP_LIKE_NOT || how == AMP_LIKE_NICKNAME)
        {
          g_test_message ("%s, %s: %d", pairs[i][0], pairs[i][1], how);
          g_test_fail ();
        }
    }
}

static void
test_apart (void)
{
  static const char *const pairs[][2] = {
    {"Fernando", "Fernanda"}, {"Juan", "Juana"},     {"Gabriel", "Gabriela"},
    {"Rosa", "Ruth"},         {"Luis", "Luz"},       {"Mario", "María"},
    {"Flores", "Torres"},     {"Rojas", "Ramos"},    {"Quispe", "Quiroz"},
    {"Mamani", "Mendoza"},    {"Ana", "Eva"},        {"Wilson", "Washington"},
    {"Carlos", "Carla"},      {"Elena", "Elsa"},     {"Daniel", "David"},
    {"Julio", "Julia"},       {"Chávez", "Sánchez"}, {"Huamán", "Guzmán"},
    {"Pepe", "Pancho"},       {"Gómez", "López"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (like (pairs[i][0], pairs[i][1]) != AMP_LIKE_NOT)
      {
        g_test_message ("%s, %s", pairs[i][0], pairs[i][1]);
        g_test_fail ();
      }
}

static void
test_nicknames (void)
{
  static const char *const pairs[][2] = {
    {"Pepe", "José"},      {"Pancho", "Francisco"},  {"Lucha", "Luz"},     {"Lucha", "Lucía"},
    {"Chela", "Graciela"}, {"Charo", "Rosario"},     {"Nena", "Elena"},    {"Meche", "Mercedes"},
    {"Lucho", "Luis"},     {"Chabela", "Isabel"},    {"Kike", "Enrique"},  {"Rosita", "Rosa"},
    {"Juanito", "Juan"},   {"Carmencita", "Carmen"}, {"Goyo", "Gregorio"}, {"Chavela", "Ysabel"},
    {"Toño", "Antonio"},   {"Shego", "Segundo"},     {"Yeni", "Jennifer"}, {"Carlitos", "Carlos"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      AmpLike how = like (pairs[i][0], pairs[i][1]);

      if (how != AMP_LIKE_NICKNAME)
        g_test_message ("%s, %s: %d", pairs[i][0], pairs[i][1], how);
      g_assert_cmpint (how, ==, AMP_LIKE_NICKNAME);
    }
}

static void
test_secondary_key (void)
{
  g_autoptr (GPtrArray) words = amp_name_words_new ();
  const AmpNameWord *pena = word (words, "Peña"), *plain = word (words, "Pena");
  const AmpNameWord *again = word (words, "PEÑA"), *acute = word (words, "Péña");
  double with, without;

  g_assert_cmpint (amp_name_word_like (pena, again, FALSE, &with), ==, AMP_LIKE_SAME);
  g_assert_cmpint (amp_name_word_like (pena, acute, FALSE, &with), ==, AMP_LIKE_SAME);
  g_assert_cmpint (amp_name_word_like (pena, plain, FALSE, &without), ==, AMP_LIKE_SOUND);
  g_assert_cmpfloat (without, <, with);
  g_assert_cmpstr (pena->sound, ==, plain->sound);
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *words;
  } texts[] = {
    {"de la Cruz", "cruz"},
    {"Ponce de León", "ponce leon"},
    {"  DEL  Águila ", "aguila"},
    {"García-Pérez", "garcia perez"},
    {"Q'ero", "qero"},
    {"de la", "de la"},
    {"", ""},
    {"...", ""},
    {"Quispe y Mamani", "quispe mamani"},
    {"\xff\xfeRosa", "rosa"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) words = amp_name_words_new ();
      g_autoptr (GString) joined = g_string_new (NULL);

      amp_name_words_add (words, texts[i].text, AMP_NAME_PATERNAL);
      for (guint j = 0; j < words->len; j++)
        {
          g_autofree char *plain = amp_fold (((AmpNameWord *) words->pdata[j])->text);

          g_string_append_printf (joined, "%s%s", j > 0 ? " " : "", plain);
        }
      g_assert_cmpstr (joined->str, ==, texts[i].words);
    }
}

static void
compare (const char *const *a, const char *const *b, AmpNameLikeness *out)
{
  g_autoptr (GPtrArray) x = amp_name_words_new (), y = amp_name_words_new ();

  for (int part = 0; part < 3; part++)
    {
      amp_name_words_add (x, a[part], (AmpNamePart) part);
      amp_name_words_add (y, b[part], (AmpNamePart) part);
    }
  amp_names_compare (x, y, FALSE, out);
}

static void
test_whole_names (void)
{
  AmpNameLikeness likeness;

  compare ((const char *[]){"Jhoselyn", "Quispe", "de la Cruz"},
           (const char *[]){"yoselin", "kispe", NULL}, &likeness);
  g_assert_cmpuint (likeness.n_given, ==, 1);
  g_assert_cmpuint (likeness.n_surnames, ==, 1);
  g_assert_cmpuint (likeness.n_surnames_b, ==, 1);
  g_assert_false (likeness.swapped);

  compare ((const char *[]){"Rosa", "Mamani", "Ticona"},
           (const char *[]){"Rosa", "Ticona", "Mamani"}, &likeness);
  g_assert_cmpuint (likeness.n_surnames, ==, 2);
  g_assert_true (likeness.swapped);

  compare ((const char *[]){"Rosa", "Mamani", "Mamani"},
           (const char *[]){"Rosa", "Mamani", "Mamani"}, &likeness);
  g_assert_false (likeness.swapped);

  compare ((const char *[]){"Juan Carlos", "San Martín", "Ruiz"},
           (const char *[]){"Juancarlos", "Sanmartin", "Ruis"}, &likeness);
  g_assert_cmpuint (likeness.n_given, ==, 2);
  g_assert_cmpuint (likeness.n_surnames, ==, 2);

  compare ((const char *[]){"Luis Alberto", "Ríos", NULL},
           (const char *[]){"Alberto Luis", "Rios", NULL}, &likeness);
  g_assert_cmpuint (likeness.n_given, ==, 2);
}

static void
test_documents_and_phones (void)
{
  g_autofree char *dni = amp_document_key ("dni", "4567 8901-2");
  g_autofree char *same = amp_document_key (NULL, "45678901");
  g_autofree char *short_one = amp_document_key (NULL, "12-3");
  g_autoptr (GPtrArray) phones = amp_phone_keys ("+51 987 654 321 / (072) 523-456, 912");
  g_autoptr (GPtrArray) two = amp_phone_keys ("987654321 912345678");
  g_autoptr (GPtrArray) none = amp_phone_keys (NULL);

  g_assert_cmpstr (dni, ==, "45678901");
  g_assert_cmpstr (same, ==, "45678901");
  g_assert_null (short_one);
  g_assert_cmpuint (phones->len, ==, 2);
  g_assert_cmpstr (phones->pdata[0], ==, "987654321");
  g_assert_cmpstr (phones->pdata[1], ==, "72523456");
  g_assert_cmpuint (two->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_edits (void)
{
  g_assert_cmpuint (amp_name_edits ("quispe", "quispe", 2), ==, 0);
  g_assert_cmpuint (amp_name_edits ("quispe", "quipse", 2), ==, 1);
  g_assert_cmpuint (amp_name_edits ("quispe", "quise", 2), ==, 1);
  g_assert_cmpuint (amp_name_edits ("quispe", "quisspe", 2), ==, 1);
  g_assert_cmpuint (amp_name_edits ("quispe", "kuispa", 2), ==, 2);
  g_assert_cmpuint (amp_name_edits ("quispe", "mamani", 2), ==, 3);
  g_assert_cmpuint (amp_name_edits ("", "", 1), ==, 0);
  g_assert_cmpuint (amp_name_edits ("", "ab", 2), ==, 2);
}

/* Whatever is typed: it ends, it is ASCII, and saying it again changes nothing that is heard. */
static void
test_anything (void)
{
  static const char alphabet[] = "aeiouhgjylcqksxzvbwnmptd'ü ñ\xc3\xff";

  for (int round = 0; round < 20000; round++)
    {
      char text[24];
      int length = g_test_rand_int_range (0, 23);
      g_autofree char *sound = NULL, *coarse = NULL, *twice = NULL;
      g_autoptr (GPtrArray) words = amp_name_words_new (), more = amp_name_words_new ();
      AmpNameLikeness likeness;

      for (int i = 0; i < length; i++)
        text[i] = alphabet[g_test_rand_int_range (0, (gint32) sizeof alphabet - 1)];
      text[length] = '\0';
      sound = amp_name_sound (text);
      coarse = amp_name_sound_coarse (sound);
      twice = amp_name_sound_coarse (coarse);
      g_assert_true (g_str_is_ascii (sound));
      g_assert_cmpuint (strlen (sound), <=, strlen (text) + 2);
      g_assert_cmpstr (coarse, ==, twice);
      amp_name_words_add (words, text, AMP_NAME_GIVEN);
      amp_name_words_add (more, text, AMP_NAME_ANY);
      g_assert_cmpuint (words->len, <=, 12);
      amp_names_compare (words, more, TRUE, &likeness);
      for (guint i = 0; i < words->len; i++)
        g_assert_cmpint (likeness.fits[i].how, !=, AMP_LIKE_NOT);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name/spellings-of-one-name-sound-alike", test_sounds);
  g_test_add_func ("/name/different-names-stay-apart", test_apart);
  g_test_add_func ("/name/short-names-are-known", test_nicknames);
  g_test_add_func ("/name/n-and-enie-are-told-apart-second", test_secondary_key);
  g_test_add_func ("/name/particles-are-no-words", test_words);
  g_test_add_func ("/name/whole-names-pair-off", test_whole_names);
  g_test_add_func ("/name/documents-and-phones-have-one-form", test_documents_and_phones);
  g_test_add_func ("/name/edits-are-counted", test_edits);
  g_test_add_func ("/name/whatever-is-typed-is-heard", test_anything);
  return g_test_run ();
}
