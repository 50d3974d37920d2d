/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A field is one row: name, label, kind, list, privacy, HTCDS name. From it come the column and the
 * database it lives in, the form row, the audit entry, the filter, import and export, and what a
 * review pack may do with it. All tables are static and read-only; no ownership, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_MODEL_ERROR (amp_model_error_quark ())
GQuark amp_model_error_quark (void);

typedef enum
{
  AMP_MODEL_ERROR_INVALID, /* the value is not one of this kind; the message says what is expected,
                              never the value */
} AmpModelError;

typedef enum
{
  AMP_KIND_TEXT,      /* one line */
  AMP_KIND_LONG_TEXT, /* free text */
  AMP_KIND_CODE,      /* one code of a list */
  AMP_KIND_CODES,     /* several: canonical form "a;b", in the order of the list, no repeats */
  AMP_KIND_DATE,      /* partial: "2024-03-05", "2024-03", "2024", "unknown" */
  AMP_KIND_INTEGER,   /* decimal digits, optional minus */
  AMP_KIND_BOOLEAN,   /* "1" or "0" */
  AMP_KIND_REF,       /* id of a record of another entity, decimal */
  AMP_KIND_TIMESTAMP, /* UTC, "2024-03-05T14:07:09Z" */
} AmpKind;

/* domain.md 5: D, T, Q, S, N. The first two live in identity.db under K_id, the others in
 * casework.db under K_case. */
typedef enum
{
  AMP_PRIVACY_UNSET, /* refused by a test */
  AMP_PRIVACY_IDENTIFIER,
  AMP_PRIVACY_FREE_TEXT, /* treated as an identifier */
  AMP_PRIVACY_QUASI,
  AMP_PRIVACY_SENSITIVE,
  AMP_PRIVACY_OPERATIONAL,
} AmpPrivacy;

typedef enum
{
  AMP_FIELD_REQUIRED = 1 << 0, /* NOT NULL; casework fields only */
  AMP_FIELD_UNIQUE = 1 << 1,
  AMP_FIELD_DERIVED = 1 << 2, /* set by the program, never by a form or an import */
  AMP_FIELD_SEARCH = 1 << 3,  /* goes into the search index of identity.db */
  AMP_FIELD_INDEXED = 1 << 4, /* the lists sort or filter by it */
} AmpFieldFlags;

typedef struct
{
  const char *name;  /* column, CSV header, .ui property: [a-z][a-z0-9_]* */
  const char *label; /* N_() */
  const char *help;  /* N_() or NULL */
  AmpKind kind;
  const char *list;   /* AMP_KIND_CODE(S): name of the code list */
  const char *refers; /* AMP_KIND_REF: name of the entity */
  AmpPrivacy privacy;
  AmpFieldFlags flags;
  const char *htcds;   /* field of HTCDS 2.0, or NULL */
  const char *pattern; /* GRegex a TEXT must match, or NULL */
  gint64 min, max;     /* INTEGER: allowed range where max > min */
  guint since;         /* first schema version that has it */
} AmpField;

typedef struct
{
  const char *name;         /* table */
  const char *label;        /* N_() singular */
  const char *label_plural; /* N_() */
  const char
    *parent; /* field that refers to the owner: deleted and listed with it; NULL: stands alone */
  const AmpField *fields;
  gsize n_fields;
  guint since;
} AmpEntity;

/* Ends at NULL; parents come before children. */
const AmpEntity *const *amp_entities (void);
const AmpEntity *amp_entity_find (const char *name);                        /* NULL if unknown */
const AmpField *amp_entity_field (const AmpEntity *self, const char *name); /* NULL if unknown */
gssize amp_entity_field_index (const AmpEntity *self, const char *name);    /* -1 if unknown */

/* TRUE: lives in identity.db. */
gboolean amp_field_is_private (const AmpField *self);

/* Brings text into the canonical form of the field's kind, or says why it is not one. "" and blanks
 * give NULL without error: not recorded. Takes codes only, not labels (amp_code_list_match() reads
 * labels). Free the result. */
gboolean
amp_field_canonical (const AmpField *self, const char *text, char **canonical, GError **error);

/* Bumped whenever a table changes; see store/schema.c. */
#define AMP_SCHEMA_VERSION 7

G_END_DECLS
