/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What another supervisor approves of, and the way back from the approval to the file. */
#include "domain/partner-private.h"
#include "domain/release-private.h"

#include <string.h>

#define WRITTEN_AS "-csv" /* behind the code of the format */

AmpPartnerWish *
amp_partner_wish_copy (const AmpPartnerWish *self)
{
  AmpPartnerWish *copy = g_memdup2 (self, sizeof *self);

  copy->recipient = g_strdup (self->recipient);
  copy->reason = g_strdup (self->reason);
  return copy;
}

void
amp_partner_wish_free (AmpPartnerWish *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->recipient);
  g_free ((char *) self->reason);
  g_free (self);
}

/* --- Asking --- */

static char *
words_of (const AmpPartnerWish *wish)
{
  return g_strdup_printf ("%s, %u, %s" WRITTEN_AS AMP_RELEASE_ARROW "%s", AMP_RELEASE_RECORDS,
                          wish->year, amp_partner_format_code (wish->format), wish->recipient);
}

gint64
amp_partner_thing (const AmpPartnerWish *wish)
{
  g_autofree char *words = words_of (wish);

  return amp_release_thing_of_text (words);
}

gboolean
amp_partner_ask (AmpSession *session, const AmpPartnerWish *wish, gint64 *approval, GError **error)
{
  g_autofree char *words = words_of (wish);
  g_autofree char *note =
    wish->reason == NULL ? g_strdup (words) : g_strconcat (words, ": ", wish->reason, NULL);
  gint64 recipient;

  return amp_partner_check_wish (session, wish, &recipient, error) &&
         amp_release_ask_for (session, amp_partner_thing (wish), note, approval, error);
}

gboolean
amp_partner_asked (AmpSession *session,
                   const AmpPartnerWish *wish,
                   AmpReleaseAsked *asked,
                   gint64 *approval,
                   GError **error)
{
  return amp_session_require_supervisor (session, error) &&
         amp_release_asked_for (session, amp_partner_thing (wish), asked, approval, error);
}

/* --- And back --- */

AmpPartnerWish *
amp_partner_of_note (const char *note)
{
  const char *arrow = note != NULL ? strstr (note, AMP_RELEASE_ARROW) : NULL;
  g_autofree char *head = arrow != NULL ? g_strndup (note, (gsize) (arrow - note)) : NULL;
  g_auto (GStrv) parts = head != NULL ? g_strsplit (head, ", ", 3) : NULL;
  AmpPartnerWish wish = {0};
  guint64 year;

  if (parts == NULL || g_strv_length (parts) != 3 || strcmp (parts[0], AMP_RELEASE_RECORDS) != 0 ||
      !g_str_has_suffix (parts[2], WRITTEN_AS) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1, 9999, &year, NULL))
    return NULL;
  parts[2][strlen (parts[2]) - strlen (WRITTEN_AS)] = '\0';
  if (!amp_partner_format_from_code (parts[2], &wish.format))
    return NULL;
  wish.year = (guint) year;
  wish.recipient = arrow + strlen (AMP_RELEASE_ARROW);
  return amp_partner_wish_copy (&wish);
}

typedef struct
{
  const AmpPartnerWish *wish;
  gint64 thing;
} Approved;

/* The recipient of the wish is the text that is cut. */
static gboolean
is_approved (const char *recipient, gpointer data)
{
  const Approved *approved = data;

  (void) recipient;
  return amp_partner_thing (approved->wish) == approved->thing;
}

AmpPartnerWish *
amp_partner_of_approval (AmpSession *session, gint64 approval, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (AmpPartnerWish) wish = NULL;
  Approved approved;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  record =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("approval"), approval, error);
  if (record == NULL)
    return NULL;
  wish = amp_partner_of_note (amp_record_get (record, "request_note"));
  if (wish != NULL)
    {
      const char *reason;

      approved = (Approved){wish, amp_record_get_int (record, "object_id", 0)};
      if (amp_release_tell_apart ((char *) wish->recipient, is_approved, &approved, &reason))
        {
          wish->reason = g_strdup (reason);
          return g_steal_pointer (&wish);
        }
    }
  amp_release_refuse (error, AMP_RELEASE_ERROR_APPROVAL, "Of no records for a partner");
  return NULL;
}
