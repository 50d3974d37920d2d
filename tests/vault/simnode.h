/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders of the simulated disk: which name leads to which file, and which names are safe. */
#pragma once

#include "simfile.h"

typedef struct _SimNode SimNode;

struct _SimNode
{
  int refs;
  char *name;         /* that it had last; for the log */
  SimFile *file;      /* NULL: a folder */
  GHashTable *now;    /* name -> SimNode; folders only */
  GHashTable *safe;   /* the same, as of the last sync */
  GPtrArray *changes; /* of names, since then */
};

SimNode *sim_node_new (const char *name, gboolean folder);
SimNode *sim_node_ref (SimNode *self);
void sim_node_unref (SimNode *self);
/* With all below it. */
SimNode *sim_node_copy (const SimNode *self);

/* One change of a folder, which happens as a whole or not at all: the name `gone` leads nowhere any
 * more, the name `fresh` leads to node. Either may be NULL. */
void
sim_node_change (SimNode *self, guint64 moment, const char *gone, const char *fresh, SimNode *node);
void sim_node_sync (SimNode *self);

gint64 sim_node_bytes (const SimNode *self);     /* of all files in it */
guint64 sim_node_first (const SimNode *self);    /* as of sim_file_first() */
GPtrArray *sim_node_names (const SimNode *self); /* sorted, owned */
/* The folder and all below it, as it is when the power is back; tells the log what became of names.
 */
void sim_node_cut (SimNode *self, SimCut *cut, GString *log);
