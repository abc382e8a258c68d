#include "map/text.h"

/* ── URL, base64, hexadecimal ──────────────────────────────────────────────────────────────────────────────────── */

bool hex_decode(struct arena *a, Str s, Str *bytes)
{
	char *out = arena_raw(a, s.len / 2 + 1);

	if (s.len % 2 != 0)
		return false;
	for (size_t i = 0; i < s.len; i += 2) {
		int high = byte_hex(s.at[i]), low = byte_hex(s.at[i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i / 2] = (char)(high << 4 | low);
	}
	*bytes = (Str){out, s.len / 2};
	return true;
}

/* RFC 3986: a plus sign is a plus sign. */
enum result do_url_decode(struct arena *a, const struct operation *o, Str *s)
{
	char *out = arena_raw(a, s->len + 1);
	size_t n = 0;

	(void)o;
	for (size_t i = 0; i < s->len; i++) {
		int high, low;

		if (s->at[i] != '%') {
			out[n++] = s->at[i];
			continue;
		}
		high = i + 1 < s->len ? byte_hex(s->at[i + 1]) : -1;
		low = i + 2 < s->len ? byte_hex(s->at[i + 2]) : -1;
		if (high < 0 || low < 0)
			return RESULT_BAD;
		out[n++] = (char)(high << 4 | low);
		i += 2;
	}
	*s = (Str){out, n};
	return RESULT_DONE;
}

static int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '-')
		return 62;
	return c == '/' || c == '_' ? 63 : -1;
}

bool base64_decode(struct arena *a, Str s, Str *bytes)
{
	char *out = arena_raw(a, s.len + 1);
	size_t n = 0, padding = 0;
	uint32_t bits = 0, held = 0;

	for (; padding < 2 && s.len > 0 && s.at[s.len - 1] == '='; padding++)
		s.len--;
	if (s.len % 4 == 1 || (padding > 0 && (s.len + padding) % 4 != 0))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int digit = base64_digit(s.at[i]);

		if (digit < 0)
			return false;
		held = held << 6 | (uint32_t)digit;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = (char)(held >> bits & 0xFF);
		}
	}
	if (held & ((UINT32_C(1) << bits) - 1))
		return false;
	*bytes = (Str){out, n};
	return true;
}

enum result do_base64(struct arena *a, const struct operation *o, Str *s)
{
	(void)o;
	return base64_decode(a, *s, s) ? RESULT_DONE : RESULT_BAD;
}

/* ── HTML (the named references of Latin-1, and those that shops write) ────────────────────────────────────────── */

static const char *const latin1[] = {
	"nbsp", "iexcl", "cent", "pound", "curren", "yen", "brvbar", "sect", "uml", "copy", "ordf", "laquo", "not", "shy",
	"reg", "macr", "deg", "plusmn", "sup2", "sup3", "acute", "micro", "para", "middot", "cedil", "sup1", "ordm",
	"raquo",
	"frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc", "Atilde", "Auml", "Aring", "AElig", "Ccedil",
	"Egrave", "Eacute", "Ecirc", "Euml", "Igrave", "Iacute", "Icirc", "Iuml", "ETH", "Ntilde", "Ograve", "Oacute",
	"Ocirc", "Otilde", "Ouml", "times", "Oslash", "Ugrave", "Uacute", "Ucirc", "Uuml", "Yacute", "THORN", "szlig",
	"agrave", "aacute", "acirc", "atilde", "auml", "aring", "aelig", "ccedil", "egrave", "eacute", "ecirc", "euml",
	"igrave", "iacute", "icirc", "iuml", "eth", "ntilde", "ograve", "oacute", "ocirc", "otilde", "ouml", "divide",
	"oslash", "ugrave", "uacute", "ucirc", "uuml", "yacute", "thorn", "yuml",
};

static const struct {
	const char *name;
	uint32_t code;
} others[] = {
	{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}, {"euro", 0x20AC}, {"ndash", 0x2013},
	{"mdash", 0x2014}, {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"bdquo", 0x201E},
	{"hellip", 0x2026}, {"bull", 0x2022}, {"trade", 0x2122},
};

static uint32_t named(Str name)
{
	for (uint32_t i = 0; i < sizeof latin1 / sizeof *latin1; i++)
		if (text_is(name, text(latin1[i])))
			return 160 + i;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (text_is(name, text(others[i].name)))
			return others[i].code;
	return 0;
}

/* "#8364" or "#x20AC"; 0 if it is no character that a text may hold. */
static uint32_t numbered(Str s)
{
	bool hex = s.len > 1 && (s.at[1] == 'x' || s.at[1] == 'X');
	uint32_t base = hex ? 16 : 10, code = 0;

	if (s.len < (hex ? 3U : 2U))
		return 0;
	for (size_t i = hex ? 2 : 1; i < s.len; i++) {
		int digit = byte_hex(s.at[i]);

		if (digit < 0 || (uint32_t)digit >= base || code > 0x10FFFF)
			return 0;
		code = code * base + (uint32_t)digit;
	}
	return code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) ? 0 : code;
}

static size_t encode(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* No reference is shorter than its character in UTF-8; what is none stays as it is. */
enum result do_html_unescape(struct arena *a, const struct operation *o, Str *s)
{
	char *out;
	size_t n = 0;

	(void)o;
	if (text_find_byte(*s, '&') == s->len)
		return RESULT_DONE;
	out = arena_raw(a, s->len + 1);
	for (size_t i = 0; i < s->len;) {
		Str rest = text_from(*s, i + 1);
		size_t end = text_find_byte(text_head(rest, 12), ';');
		Str name = text_head(rest, end);
		uint32_t code = s->at[i] != '&' || end >= rest.len || end >= 12 ? 0
			: text_begins(name, S("#")) ? numbered(name) : named(name);

		if (code == 0) {
			out[n++] = s->at[i++];
		} else {
			n += encode(out + n, code);
			i += end + 2;
		}
	}
	*s = (Str){out, n};
	return RESULT_DONE;
}
