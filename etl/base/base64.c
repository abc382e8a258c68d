#include "base/base64.h"

#include <glib.h>

Str base64_encoded(struct arena *a, Str bytes)
{
	char *made = g_base64_encode((const guchar *)(bytes.len > 0 ? bytes.at : ""), bytes.len);
	Str copy = text_copy(a, text(made));

	g_free(made);
	return copy;
}

Str base64url_encoded(struct arena *a, Str bytes)
{
	Str padded = base64_encoded(a, bytes);
	char *made = text_z(a, padded);
	size_t len = padded.len;

	while (len > 0 && made[len - 1] == '=')
		len--;
	for (size_t i = 0; i < len; i++)
		made[i] = made[i] == '+' ? '-' : made[i] == '/' ? '_' : made[i];
	made[len] = '\0';
	return (Str){made, len};
}

Str hex_encoded(struct arena *a, Str bytes)
{
	static const char digits[] = "0123456789abcdef";
	char *made = arena_alloc(a, 2 * bytes.len + 1);

	for (size_t i = 0; i < bytes.len; i++) {
		made[2 * i] = digits[(unsigned char)bytes.at[i] >> 4];
		made[2 * i + 1] = digits[(unsigned char)bytes.at[i] & 15];
	}
	return (Str){made, 2 * bytes.len};
}

/* GLib skips what is no digit of it, and so would read what was damaged. */
bool base64_decoded(struct arena *a, Str encoded, Str *bytes)
{
	size_t length = 0;
	guchar *made = g_base64_decode(text_z(a, encoded), &length);

	*bytes = text_copy(a, (Str){(const char *)made, length});
	g_free(made);
	return text_is(base64_encoded(a, *bytes), encoded);
}
