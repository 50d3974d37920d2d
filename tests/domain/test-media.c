/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files lose what they tell of people and places, and nothing else: pictures are decoded before and
 * after, by somebody else's decoder. */
#include "domain/media.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

#define CANARY "CANARIO"
#define ROUNDS 3000

/* --- Making files --- */

static void
put (GByteArray *out, const void *data, gsize length)
{
  g_byte_array_append (out, data, (guint) length);
}

static void
put_text (GByteArray *out, const char *text)
{
  put (out, text, strlen (text));
}

static void
put_be32 (GByteArray *out, guint32 value)
{
  value = GUINT32_TO_BE (value);
  put (out, &value, sizeof value);
}

static void
put_le32 (GByteArray *out, guint32 value)
{
  value = GUINT32_TO_LE (value);
  put (out, &value, sizeof value);
}

static GByteArray *
picture (const char *type)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 40, 30);
  g_autoptr (GError) error = NULL;
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  char *data = NULL;
  gsize length;

  for (int y = 0; y < 30; y++)
    for (int x = 0; x < 40 * 3; x++)
      pixels[y * gdk_pixbuf_get_rowstride (pixbuf) + x] = (guint8) (x * y + x * 3 + y * 7);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, type, &error, NULL));
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) data, length);
}

static GdkPixbuf *
decode (const guint8 *data, gsize length)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  gboolean written = gdk_pixbuf_loader_write (loader, data, length, NULL);
  gboolean closed = gdk_pixbuf_loader_close (loader, NULL);
  GdkPixbuf *pixbuf = written && closed ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;

  return pixbuf != NULL ? g_object_ref (pixbuf) : NULL;
}

static void
assert_same_pixels (GdkPixbuf *before, GdkPixbuf *after)
{
  g_autoptr (GBytes) one = NULL, other = NULL;

  g_assert_nonnull (before);
  g_assert_nonnull (after);
  g_assert_cmpint (gdk_pixbuf_get_width (before), ==, gdk_pixbuf_get_width (after));
  g_assert_cmpint (gdk_pixbuf_get_height (before), ==, gdk_pixbuf_get_height (after));
  one = gdk_pixbuf_read_pixel_bytes (before);
  other = gdk_pixbuf_read_pixel_bytes (after);
  g_assert_true (g_bytes_equal (one, other));
}

static guint
count (const GByteArray *bytes, const void *part, gsize length)
{
  guint n = 0;

  for (gsize i = 0; i + length <= bytes->len; i++)
    n += memcmp (bytes->data + i, part, length) == 0;
  return n;
}

static gboolean
holds (const GByteArray *bytes, const char *text)
{
  return count (bytes, text, strlen (text)) > 0;
}

static void
assert_same (const GByteArray *one, const void *other, gsize length)
{
  g_assert_cmpuint (one->len, ==, length);
  g_assert_true (memcmp (one->data, other, length) == 0);
}

/* A TIFF header, one folder with an orientation, and texts as a camera puts them. */
static void
put_exif (GByteArray *out, gboolean little, guint orientation)
{
  const guint8 big[] = {'M', 'M', 0, 42, 0, 0, 0,  8, 0,    2, 1, 0x0f, 0, 2, 0,
                        0,   0,   8, 0,  0, 0, 38, 1, 0x12, 0, 3, 0,    0, 0, 1};
  const guint8 small[] = {'I', 'I', 42, 0,  8, 0, 0, 0,    2, 0, 0x0f, 1, 2, 0, 8,
                          0,   0,   0,  38, 0, 0, 0, 0x12, 1, 3, 0,    1, 0, 0, 0};
  const guint8 big_value[] = {0, (guint8) orientation, 0, 0}, none[4] = {0};
  const guint8 small_value[] = {(guint8) orientation, 0, 0, 0};

  put (out, little ? small : big, sizeof big);
  put (out, little ? small_value : big_value, 4);
  put (out, none, 4);
  put_text (out, CANARY " GPS -3.57,-80.45 serie 0042");
}

static void
put_segment (GByteArray *out, guint8 marker, const GByteArray *body)
{
  const guint8 head[] = {0xff, marker, (guint8) ((body->len + 2) >> 8), (guint8) (body->len + 2)};

  put (out, head, sizeof head);
  put (out, body->data, body->len);
}

static void
put_named (GByteArray *out, guint8 marker, const void *name, gsize length, const char *text)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  put (body, name, length);
  put_text (body, text);
  put_segment (out, marker, body);
}

static GByteArray *
jpeg_that_tells (guint orientation, gboolean little)
{
  g_autoptr (GByteArray) plain = picture ("jpeg");
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) exif = g_byte_array_new ();
  const guint8 jfif[] = {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 3, 1};
  gsize head = 4 + ((gsize) plain->data[4] << 8 | plain->data[5]);

  g_assert_cmpint (plain->data[3], ==, 0xe0);
  put (out, "\xff\xd8", 2);
  put_named (out, 0xe0, jfif, sizeof jfif, CANARY "xy"); /* small picture of 3 x 1 */
  put_named (out, 0xe0, "JFXX", 5, CANARY);
  put (exif, "Exif\0", 6);
  put_exif (exif, little, orientation);
  put_segment (out, 0xe1, exif);
  put_named (out, 0xe1, "http://ns.adobe.com/xap/1.0/", 29, "<dc:creator>" CANARY);
  put_named (out, 0xe2, "ICC_PROFILE\0\1", 14, "perfil");
  put_named (out, 0xe2, "MPF", 4, CANARY);
  put_named (out, 0xed, "Photoshop 3.0", 14, CANARY);
  put_named (out, 0xef, "", 0, CANARY);
  put_named (out, 0xfe, "", 0, CANARY " de la autora");
  put (out, plain->data + head, plain->len - head);
  put_text (out, "\xff\xd8\xff " CANARY " otra imagen");
  return out;
}

static guint32
crc_of (const guint8 *data, gsize length)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc & 1) != 0 ? 0xedb88320u ^ crc >> 1 : crc >> 1;
    }
  return ~crc;
}

static void
put_png_chunk (GByteArray *out, const char *type, const void *data, gsize length)
{
  gsize at = out->len + 4;

  put_be32 (out, (guint32) length);
  put_text (out, type);
  put (out, data, length);
  put_be32 (out, crc_of (out->data + at, length + 4));
}

static GByteArray *
png_that_tells (guint orientation)
{
  g_autoptr (GByteArray) plain = picture ("png");
  g_autoptr (GByteArray) exif = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  static const char *const texts[] = {"tEXt", "zTXt", "iTXt", "tIME", "prIv", "sPLT"};
  gsize head = 8 + 25; /* signature and IHDR */

  put (out, plain->data, head);
  put_exif (exif, FALSE, orientation);
  put_png_chunk (out, "eXIf", exif->data, exif->len);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    put_png_chunk (out, texts[i], "Author\0" CANARY, 14);
  put (out, plain->data + head, plain->len - head);
  put_text (out, CANARY);
  return out;
}

static void
put_riff_chunk (GByteArray *out, const char *type, const void *data, gsize length)
{
  put_text (out, type);
  put_le32 (out, (guint32) length);
  put (out, data, length);
  if (length % 2 == 1)
    put (out, "", 1);
}

static void
close_riff (GByteArray *out)
{
  guint32 size = GUINT32_TO_LE (out->len - 8);

  memcpy (out->data + 4, &size, sizeof size);
}

static const guint8 vp8l[] = {0x2f, 39, 0x40, 0x07, 0, 1, 2, 3, 4, 5, 6};

static GByteArray *
webp_that_tells (guint orientation)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) exif = g_byte_array_new (), frame = g_byte_array_new ();
  const guint8 vp8x[] = {0x2c, 0, 0, 0, 39, 0, 0, 29, 0, 0}, frame_head[16] = {0};

  put (out, "RIFF\0\0\0\0WEBP", 12);
  put_riff_chunk (out, "VP8X", vp8x, sizeof vp8x);
  put_riff_chunk (out, "ICCP", "perfil", 6);
  put_riff_chunk (out, "VP8L", vp8l, sizeof vp8l);
  put (frame, frame_head, sizeof frame_head);
  put_riff_chunk (frame, "VP8L", vp8l, sizeof vp8l);
  put_riff_chunk (frame, "priv", CANARY, 7);
  put_riff_chunk (out, "ANMF", frame->data, frame->len);
  put (exif, "Exif\0", 6);
  put_exif (exif, TRUE, orientation);
  put_riff_chunk (out, "EXIF", exif->data, exif->len);
  put_riff_chunk (out, "XMP ", CANARY, 7);
  put_riff_chunk (out, "what", CANARY, 7);
  close_riff (out);
  put_text (out, CANARY);
  return out;
}

static GByteArray *
wav_that_tells (void)
{
  GByteArray *out = g_byte_array_new ();
  const guint8 format[] = {1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0};

  put (out, "RIFF\0\0\0\0WAVE", 12);
  put_riff_chunk (out, "fmt ", format, sizeof format);
  put_riff_chunk (out, "bext", CANARY, 7);
  put_riff_chunk (out, "LIST", "INFOIART" CANARY, 15);
  put_riff_chunk (out, "data", "sonido!", 7);
  put_riff_chunk (out, "id3 ", CANARY, 7);
  close_riff (out);
  return out;
}

static GByteArray *
mp3_that_tells (void)
{
  GByteArray *out = g_byte_array_new ();
  guint8 last[128] = "TAG " CANARY, footer[32] = "APETAGEX";

  put (out, "ID3\4\0\0\0\0\0\x0b" CANARY "1234", 21);
  put (out, "\xff\xfb\x90\x00 sonido", 11);
  put_text (out, CANARY "12345");
  footer[12] = 32 + 12; /* footer and what is before it */
  put (out, footer, sizeof footer);
  put (out, last, sizeof last);
  return out;
}

static GByteArray *
strip (const GByteArray *file, AmpMediaFacts *facts)
{
  return amp_media_strip (amp_media_sniff (file->data, file->len), file->data, file->len, facts);
}

/* --- Tests --- */

static void
test_jpeg (void)
{
  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) file = jpeg_that_tells (orientation, orientation % 2 == 0);
      AmpMediaFacts facts;
      g_autoptr (GByteArray) left = strip (file, &facts);
      g_autoptr (GdkPixbuf) before = decode (file->data, file->len), after = NULL;

      g_assert_nonnull (left);
      g_assert_true (holds (file, CANARY));
      g_assert_false (holds (left, CANARY));
      g_assert_false (holds (left, "Exif"));
      g_assert_true (holds (left, "perfil"));
      g_assert_cmpuint (facts.orientation, ==, orientation);
      g_assert_cmpuint (facts.width, ==, 40);
      g_assert_cmpuint (facts.height, ==, 30);
      after = decode (left->data, left->len);
      assert_same_pixels (before, after);
    }
}

static void
test_jpeg_cut_off (void)
{
  g_autoptr (GByteArray) file = picture ("jpeg");
  g_autoptr (GByteArray) left = NULL;
  g_autoptr (GdkPixbuf) before = NULL, after = NULL;

  g_byte_array_set_size (file, file->len - 100);
  left = strip (file, NULL);
  g_assert_nonnull (left);
  g_assert_cmpint (left->data[left->len - 1], ==, 0xd9);
  after = decode (left->data, left->len);
  g_assert_nonnull (after);
}

static void
test_turned_jpeg (void)
{
  for (guint orientation = 2; orientation <= 8; orientation++)
    {
      g_autoptr (GByteArray) file = jpeg_that_tells (orientation, FALSE), left = strip (file, NULL);
      g_autoptr (GByteArray) turned = amp_media_turn_jpeg (left->data, left->len, orientation);
      g_autoptr (GdkPixbuf) before = decode (left->data, left->len);
      g_autoptr (GdkPixbuf) after = decode (turned->data, turned->len);
      g_autofree char *expected = g_strdup_printf ("%u", orientation);
      g_autoptr (GByteArray) again = NULL;
      AmpMediaFacts facts;

      assert_same_pixels (before, after);
      g_assert_cmpstr (gdk_pixbuf_get_option (after, "orientation"), ==, expected);
      again = strip (turned, &facts);
      g_assert_cmpuint (facts.orientation, ==, orientation);
      assert_same (again, left->data, left->len);
    }
}

static void
test_png (void)
{
  g_autoptr (GByteArray) file = png_that_tells (6), left = NULL;
  g_autoptr (GdkPixbuf) before = decode (file->data, file->len), after = NULL;
  AmpMediaFacts facts;

  left = strip (file, &facts);
  g_assert_nonnull (left);
  g_assert_false (holds (left, CANARY));
  g_assert_cmpuint (facts.orientation, ==, 6);
  g_assert_cmpuint (facts.width, ==, 40);
  g_assert_cmpuint (facts.height, ==, 30);
  after = decode (left->data, left->len);
  assert_same_pixels (before, after);
}

static void
test_webp (void)
{
  g_autoptr (GByteArray) file = webp_that_tells (8), left = NULL;
  AmpMediaFacts facts;

  left = strip (file, &facts);
  g_assert_nonnull (left);
  g_assert_false (holds (left, CANARY));
  g_assert_true (holds (left, "perfil"));
  g_assert_cmpuint (facts.orientation, ==, 8);
  g_assert_cmpuint (facts.width, ==, 40);
  g_assert_cmpuint (facts.height, ==, 30);
  g_assert_cmpint (left->data[20], ==, 0x20); /* neither EXIF nor XMP any more */
  g_assert_cmpuint (count (left, vp8l, sizeof vp8l), ==, 2);
  g_assert_cmpuint (left->data[4] + left->data[5] * 256u, ==, left->len - 8);
}

static void
test_wav (void)
{
  g_autoptr (GByteArray) file = wav_that_tells (), left = strip (file, NULL);

  g_assert_nonnull (left);
  g_assert_false (holds (left, CANARY));
  g_assert_true (holds (left, "sonido!"));
  g_assert_cmpuint (left->data[4] + left->data[5] * 256u, ==, left->len - 8);
}

static void
test_mp3 (void)
{
  g_autoptr (GByteArray) file = mp3_that_tells (), left = NULL;

  g_assert_cmpstr (amp_media_sniff (file->data, file->len), ==, "audio/mpeg");
  left = strip (file, NULL);
  g_assert_nonnull (left);
  assert_same (left, "\xff\xfb\x90\x00 sonido", 11);
}

static void
test_sniffing (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
    const char *mime;
  } rows[] = {
    {"%PDF-1.7\n", 9, "application/pdf"},
    {"OggS\0\2", 6, "audio/ogg"},
    {"fLaC\0", 5, "audio/flac"},
    {"II*\0\10\0\0\0", 8, "image/tiff"},
    {"MM\0*\0\0\0\10", 8, "image/tiff"},
    {"\0\0\0\x20"
     "ftypM4A \0\0\0\0",
     16, "audio/mp4"},
    {"\0\0\0\x20"
     "ftypisom\0\0\0\0",
     16, "application/octet-stream"},
    {"PK\3\4", 4, "application/octet-stream"},
    {"\x7f"
     "ELF",
     4, "application/octet-stream"},
    {"Oficio N.\xc2\xba 12\n", 13, "text/plain"},
    {"Oficio N.\xba 12\n", 12, "application/octet-stream"},
    {"nul\0", 4, "application/octet-stream"},
    {"", 0, "text/plain"},
    {"RIFF\0\0\0\0AVI ", 12, "application/octet-stream"},
    {"\xff\xf0\xf0\xf0", 4, "application/octet-stream"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (amp_media_sniff ((const guint8 *) rows[i].bytes, rows[i].length), ==,
                     rows[i].mime);
}

static void
test_left_alone (void)
{
  g_autoptr (GByteArray) png = png_that_tells (1), jpeg = jpeg_that_tells (1, FALSE);
  g_autoptr (GByteArray) webp = webp_that_tells (1);

  /* A check that does not hold, a critical chunk nobody knows, an end that is missing. */
  png->data[45] ^= 1;
  g_assert_null (strip (png, NULL));
  png->data[45] ^= 1;
  g_assert_null (amp_media_strip ("image/png", png->data, png->len - 30, NULL));
  g_assert_null (amp_media_strip ("image/jpeg", jpeg->data, 200, NULL));
  g_assert_null (amp_media_strip ("image/webp", webp->data, 60, NULL));
  g_assert_null (amp_media_strip ("application/pdf", (const guint8 *) "%PDF-", 5, NULL));
}

/* Whatever happens to a file: nothing is read beside it, what is stripped is stripped, and where a
 * decoder makes a picture of it, it makes the same one afterwards. */
static void
mangle (const GByteArray *whole, guint *n_stripped)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      gsize length =
        round % 3 == 0 ? (gsize) g_test_rand_int_range (0, (gint32) whole->len) : whole->len;
      g_autofree guint8 *copy = g_memdup2 (whole->data, length); /* its end is its own */
      const char *mime = amp_media_sniff (whole->data, whole->len);
      g_autoptr (GByteArray) left = NULL, again = NULL;
      AmpMediaFacts facts;

      for (guint i = 0; length > 0 && i < round % 4; i++)
        copy[g_test_rand_int_range (0, (gint32) length)] = (guint8) g_test_rand_int ();
      left = amp_media_strip (mime, copy, length, &facts);
      if (left == NULL)
        continue;
      ++*n_stripped;
      g_assert_cmpuint (left->len, <=, length + AMP_MEDIA_MARGIN);
      again = amp_media_strip (mime, left->data, left->len, NULL);
      g_assert_nonnull (again);
      assert_same (again, left->data, left->len);
      /* The rest of a picture that was cut off is anybody's guess. */
      if (length == whole->len &&
          (g_str_equal (mime, "image/jpeg") || g_str_equal (mime, "image/png")))
        {
          g_autoptr (GdkPixbuf) before = decode (copy, length);
          g_autoptr (GdkPixbuf) after = decode (left->data, left->len);

          if (before != NULL)
            assert_same_pixels (before, after);
        }
    }
}

static void
test_mangled (void)
{
  GByteArray *files[] = {jpeg_that_tells (3, TRUE), png_that_tells (3), webp_that_tells (3),
                         wav_that_tells (), mp3_that_tells ()};

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      guint n = 0;

      mangle (files[i], &n);
      g_test_message ("file %u: %u of %u stripped", (guint) i, n, ROUNDS);
      g_assert_cmpuint (n, >, ROUNDS / 10);
      g_byte_array_unref (files[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/media/a-jpeg-tells-nothing-and-shows-the-same", test_jpeg);
  g_test_add_func ("/domain/media/a-jpeg-that-was-cut-off-is-shown", test_jpeg_cut_off);
  g_test_add_func ("/domain/media/a-jpeg-is-told-again-which-way-up-it-is", test_turned_jpeg);
  g_test_add_func ("/domain/media/a-png-tells-nothing-and-shows-the-same", test_png);
  g_test_add_func ("/domain/media/a-webp-tells-nothing", test_webp);
  g_test_add_func ("/domain/media/a-wav-tells-nothing", test_wav);
  g_test_add_func ("/domain/media/an-mp3-tells-nothing", test_mp3);
  g_test_add_func ("/domain/media/types-are-known-by-their-bytes", test_sniffing);
  g_test_add_func ("/domain/media/what-is-not-laid-out-well-is-left-alone", test_left_alone);
  g_test_add_func ("/domain/media/whatever-happens-to-a-file", test_mangled);
  return g_test_run ();
}
