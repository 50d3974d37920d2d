/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one form in which a value of each kind is kept, so that equal values are equal strings and
 * the database's checks stay simple. Whatever comes in may be hostile: any bytes, any length. */
#include "model/field.h"

#include <string.h>

#include "model/codelist.h"
#include "model/date.h"

#define MAX_TEXT 2000
#define MAX_LONG_TEXT (1024 * 1024)
#define MAX_CODES_TEXT 16384

static gboolean
refuse (const AmpField *field, GError **error, const char *expected)
{
  g_set_error (error, AMP_MODEL_ERROR, AMP_MODEL_ERROR_INVALID, "%s: %s", field->name, expected);
  return FALSE;
}

static gboolean
is_ascii (const char *text)
{
  for (; *text != '\0'; text++)
    if ((guchar) *text >= 0x80)
      return FALSE;
  return TRUE;
}

/* Other control characters would break CSV, logs and widgets; bidirectional overrides let a name
 * show as another one. */
static gboolean
is_forbidden (gunichar c)
{
  if (c == '\n' || c == '\t')
    return FALSE;
  return g_unichar_iscntrl (c) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfffe || c == 0xffff || c == 0xfeff;
}

static gboolean
has_forbidden (const char *text, gboolean lines)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_forbidden (c) || (!lines && (c == '\n' || c == '\t')))
        return TRUE;
    }
  return FALSE;
}

/* Windows and old Mac line ends; in place. */
static void
unify_lines (char *text)
{
  char *out = text;

  for (const char *in = text; *in != '\0'; in++)
    {
      if (*in == '\r' && in[1] == '\n')
        continue;
      *out++ = *in == '\r' ? '\n' : *in;
    }
  *out = '\0';
}

/* Unicode blanks too: a pasted no-break space alone is nothing recorded. */
static char *
trimmed (const char *text)
{
  const char *end;

  while (*text != '\0' &&
         (g_unichar_isspace (g_utf8_get_char (text)) || g_utf8_get_char (text) == 0xfeff))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return g_strndup (text, (gsize) (end - text));
}

/* Patterns are string constants of the tables: the address is the key, each is compiled once. */
static gboolean
matches_pattern (const char *pattern, const char *text)
{
  static GMutex lock;
  static GHashTable *compiled;
  GRegex *regex;

  g_mutex_lock (&lock);
  if (compiled == NULL)
    compiled = g_hash_table_new (NULL, NULL);
  regex = g_hash_table_lookup (compiled, pattern);
  if (regex == NULL)
    {
      regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      g_hash_table_insert (compiled, (gpointer) pattern, regex);
    }
  g_mutex_unlock (&lock);
  return regex != NULL && g_regex_match (regex, text, 0, NULL);
}

static gboolean
canonical_text (const AmpField *field, char *text, char **canonical, GError **error)
{
  gboolean lines = field->kind == AMP_KIND_LONG_TEXT;
  g_autofree char *value = NULL;

  unify_lines (text);
  if (has_forbidden (text, lines))
    return refuse (field, error, lines ? "control characters are not text" : "one line of text");
  value = is_ascii (text) ? g_strdup (text) : g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  if (value == NULL)
    return refuse (field, error, "text in UTF-8");
  if (field->pattern != NULL && !matches_pattern (field->pattern, value))
    return refuse (field, error, "text of the field's pattern");
  *canonical = g_steal_pointer (&value);
  return TRUE;
}

static gboolean
canonical_code (const AmpField *field, char *text, char **canonical, GError **error)
{
  const AmpCodeList *list = amp_code_list_find (field->list);

  if (list == NULL || amp_code_list_lookup (list, text) == NULL)
    return refuse (field, error, "a code of the field's list");
  *canonical = g_strdup (text);
  return TRUE;
}

static gboolean
canonical_codes (const AmpField *field, char *text, char **canonical, GError **error)
{
  const AmpCodeList *list = amp_code_list_find (field->list);
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  g_autofree gboolean *chosen = NULL;
  GString *joined;

  if (list == NULL)
    return refuse (field, error, "codes of the field's list");
  chosen = g_new0 (gboolean, amp_code_list_length (list) + 1);
  for (char **part = parts; *part != NULL; part++)
    {
      const AmpCode *code;

      if (*g_strstrip (*part) == '\0')
        continue;
      code = amp_code_list_lookup (list, *part);
      if (code == NULL)
        return refuse (field, error, "codes of the field's list, joined by ';'");
      chosen[amp_code_index (code)] = TRUE;
    }
  joined = g_string_new (NULL);
  for (guint i = 0; i < amp_code_list_length (list); i++)
    if (chosen[i])
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? ";" : "",
                              amp_code_value (amp_code_list_nth (list, i)));
  *canonical = g_string_free (joined, joined->len == 0);
  return TRUE;
}

static gboolean
canonical_date (const AmpField *field, char *text, char **canonical, GError **error)
{
  AmpDate date;

  if (!amp_date_parse (text, &date))
    return refuse (field, error, "YYYY-MM-DD, YYYY-MM, YYYY or unknown");
  *canonical = amp_date_to_text (&date);
  return TRUE;
}

static gboolean
canonical_integer (const AmpField *field, char *text, char **canonical, GError **error)
{
  gint64 value;

  if (*text == '+' || !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL))
    return refuse (field, error, "a whole number");
  if (field->max > field->min && (value < field->min || value > field->max))
    return refuse (field, error, "a number within the field's range");
  if (field->kind == AMP_KIND_REF && value <= 0)
    return refuse (field, error, "the id of a record");
  *canonical = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return TRUE;
}

static gboolean
canonical_boolean (const AmpField *field, char *text, char **canonical, GError **error)
{
  if ((*text != '0' && *text != '1') || text[1] != '\0')
    return refuse (field, error, "1 or 0");
  *canonical = g_strdup (text);
  return TRUE;
}

static gboolean
canonical_timestamp (const AmpField *field, char *text, char **canonical, GError **error)
{
  static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
  gboolean right = strlen (text) == sizeof form - 1;
  AmpDate date;

  for (gsize i = 0; right && i < sizeof form - 1; i++)
    right = form[i] == 'd' ? g_ascii_isdigit (text[i]) : text[i] == form[i];
  if (right)
    {
      g_autofree char *day = g_strndup (text, 10);

      right = amp_date_parse (day, &date) && strncmp (text + 11, "24", 2) < 0 && text[14] < '6' &&
              text[17] < '6';
    }
  if (!right)
    return refuse (field, error, "YYYY-MM-DDTHH:MM:SSZ");
  *canonical = g_strdup (text);
  return TRUE;
}

typedef gboolean (*Reader) (const AmpField *field, char *text, char **canonical, GError **error);

static const struct
{
  Reader read;
  gsize max; /* bytes, before anything else looks at them */
} kinds[] = {
  [AMP_KIND_TEXT] = {canonical_text, MAX_TEXT},
  [AMP_KIND_LONG_TEXT] = {canonical_text, MAX_LONG_TEXT},
  [AMP_KIND_CODE] = {canonical_code, 256},
  [AMP_KIND_CODES] = {canonical_codes, MAX_CODES_TEXT},
  [AMP_KIND_DATE] = {canonical_date, 64},
  [AMP_KIND_INTEGER] = {canonical_integer, 64},
  [AMP_KIND_BOOLEAN] = {canonical_boolean, 64},
  [AMP_KIND_REF] = {canonical_integer, 64},
  [AMP_KIND_TIMESTAMP] = {canonical_timestamp, 64},
};

gboolean
amp_field_canonical (const AmpField *self, const char *text, char **canonical, GError **error)
{
  g_autofree char *blankless = NULL;

  *canonical = NULL;
  if (text == NULL)
    return TRUE;
  if (strnlen (text, kinds[self->kind].max + 1) > kinds[self->kind].max)
    return refuse (self, error, "too long");
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (self, error, "text in UTF-8");
  blankless = trimmed (text);
  if (*blankless == '\0')
    return TRUE;
  return kinds[self->kind].read (self, blankless, canonical, error);
}
