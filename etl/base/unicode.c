#include "base/unicode.h"

#include "base/buf.h"

#include <glib.h>

/* One of GLib's functions over text that ends in a NUL; the result is the caller's. */
typedef char *conversion(const char *s, gssize length);

static char *compose(const char *s, gssize length)
{
	return g_utf8_normalize(s, length, G_NORMALIZE_DEFAULT_COMPOSE);
}

static char *compose_compatible(const char *s, gssize length)
{
	return g_utf8_normalize(s, length, G_NORMALIZE_ALL_COMPOSE);
}

static char *decompose(const char *s, gssize length)
{
	return g_utf8_normalize(s, length, G_NORMALIZE_DEFAULT);
}

static Str convert_piece(struct arena *a, Str s, conversion *how)
{
	char *converted = how(s.len ? s.at : "", (gssize)s.len);
	Str copy = text_copy(a, text(converted));

	g_free(converted);
	return copy;
}

/* GLib stops at a NUL, which is a character like others to us: such text is converted piece by piece. */
static Str convert(struct arena *a, Str s, conversion *how)
{
	struct buf *all;
	Str piece;

	if (text_find_byte(s, '\0') == s.len)
		return convert_piece(a, s, how);
	all = buf_new(a, SIZE_MAX / 4);
	while (text_cut(s, '\0', &piece, &s)) {
		buf_add(all, convert_piece(a, piece, how));
		buf_byte(all, '\0');
	}
	buf_add(all, convert_piece(a, piece, how));
	return buf_str(all);
}

static bool is_ascii(Str s)
{
	unsigned char any = 0;

	for (size_t i = 0; i < s.len; i++)
		any |= (unsigned char)s.at[i];
	return any < 0x80;
}

/* Text that is already so is not copied: most codes are. */
static Str ascii_case(struct arena *a, Str s, char first, char last)
{
	size_t i = 0;
	char *out;

	while (i < s.len && (s.at[i] < first || s.at[i] > last))
		i++;
	if (i == s.len)
		return s;
	out = text_z(a, s);
	for (; i < s.len; i++)
		if (out[i] >= first && out[i] <= last)
			out[i] = (char)(out[i] ^ 0x20);
	return (Str){out, s.len};
}

Str text_lower(struct arena *a, Str s)
{
	if (is_ascii(s))
		return ascii_case(a, s, 'A', 'Z');
	return text_is_utf8(s, NULL) ? convert(a, s, g_utf8_strdown) : s;
}

Str text_upper(struct arena *a, Str s)
{
	if (is_ascii(s))
		return ascii_case(a, s, 'a', 'z');
	return text_is_utf8(s, NULL) ? convert(a, s, g_utf8_strup) : s;
}

Str text_nfc(struct arena *a, Str s)
{
	return is_ascii(s) || !text_is_utf8(s, NULL) ? s : convert(a, s, compose);
}

Str text_nfkc(struct arena *a, Str s)
{
	return is_ascii(s) || !text_is_utf8(s, NULL) ? s : convert(a, s, compose_compatible);
}

/* Letters with a stroke and ligatures, lower case, which Unicode does not decompose, as catalogues spell them. */
static const struct {
	gunichar letter;
	const char *plain;
} strokes[] = {
	{0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"}, {0x0127, "h"}, {0x0131, "i"},
	{0x0142, "l"}, {0x014B, "n"}, {0x0153, "oe"}, {0x0167, "t"}, {0x0180, "b"}, {0x01B6, "z"}, {0x0268, "i"},
};

static const char *without_stroke(gunichar c)
{
	for (size_t i = 0; i < sizeof strokes / sizeof *strokes; i++)
		if (strokes[i].letter == c)
			return strokes[i].plain;
	return NULL;
}

/* Above, below or across a letter (classes 200 on and 1): the others are vowels, voicing and the like. */
static bool is_diacritic(gunichar c)
{
	int class = g_unichar_combining_class(c);

	return class >= 200 || class == 1;
}

/* s is decomposed and folded. */
static char *plain_letters(const char *s, gssize length)
{
	GString *out = g_string_sized_new((gsize)length);

	for (const char *at = s; at < s + length; at = g_utf8_find_next_char(at, NULL)) {
		gunichar c = g_utf8_get_char(at);
		const char *plain = c < 0x80 ? NULL : without_stroke(c);

		if (plain)
			g_string_append(out, plain);
		else if (!is_diacritic(c))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

Str text_fold(struct arena *a, Str s)
{
	if (is_ascii(s))
		return ascii_case(a, s, 'A', 'Z');
	if (!text_is_utf8(s, NULL))
		return s;
	s = convert(a, s, decompose);
	s = convert(a, s, g_utf8_casefold);
	s = convert(a, s, plain_letters);
	return convert(a, s, compose);
}
