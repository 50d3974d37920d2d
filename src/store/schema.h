/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The SQL of the two databases, generated from the field tables. Private to the folder.
 *
 * Pure text: nothing here touches a database. tests/data/schema.sql holds what it gives, so that
 * every change of a field shows in review. */
#pragma once

#include "model/codelist.h"
#include "model/field.h"

G_BEGIN_DECLS

/* Idempotent statements, each whole, in the order to run them; of char *, owned. */
GPtrArray *amp_schema_tables (void);
GPtrArray *amp_schema_indexes (void);
/* All of it as one text. Free it. */
char *amp_schema_sql (void);

/* "main" or "identity". */
const char *amp_schema_of_field (const AmpField *field);
/* Whether any field of the entity lives in identity.db. */
gboolean amp_schema_has_identity (const AmpEntity *entity);

/* The definition of a column, as CREATE TABLE has it; added: as ALTER TABLE may add it to a table
 * that holds rows. */
char *amp_schema_column (const AmpEntity *entity, const AmpField *field, gboolean added);

/* Names of the code lists that fields of one database use, sorted, no repeats; of borrowed text. */
GPtrArray *amp_schema_lists (gboolean private_fields);

G_END_DECLS
