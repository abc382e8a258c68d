#include "base/base64.h"
#include "base/signature.h"
#include "config/secret.h"
#include "map/spec.h"
#include "map/text.h"

enum { LAST = 4 };

/* ── what its rows are known by ────────────────────────────────────────────────────────────────────────────────── */

void map_secrets(struct arena *a, const struct map *m, struct texts *names)
{
	for (size_t i = 0; i < m->spec_count; i++)
		if (m->specs[i].privacy == PRIVACY_HMAC && !texts_has(names, m->specs[i].hmac))
			texts_add(a, names, m->specs[i].hmac);
}

bool map_keys_read(struct arena *a, const struct map *m, const Str **keys, struct err *e)
{
	Str *list = arena_array(a, m->spec_count + 1, Str);

	for (size_t i = 0; i < m->spec_count; i++) {
		const struct spec *s = &m->specs[i];

		if (s->privacy == PRIVACY_HMAC && !secret_read(a, s->hmac, &list[i], e))
			return err_in(e, "%.*s, hmac of %.*s", STR(m->extract), STR(s->name));
	}
	*keys = list;
	return true;
}

/* ── what is left of a value ───────────────────────────────────────────────────────────────────────────────────── */

static bool continues(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* A star for each character but the last four; of four or fewer nothing is left. */
static Str last_four(struct arena *a, Str s)
{
	size_t all = text_characters(s), kept = all > LAST ? LAST : 0, at = 0;
	struct buf *b = buf_new(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++) {
		at += !continues(s.at[i]);
		if (at > all - kept)
			buf_byte(b, s.at[i]);
		else if (!continues(s.at[i]))
			buf_byte(b, '*');
	}
	return text_copy(a, buf_str(b));
}

/* "a***@example.com": the first character, and where it is read; of what is no address nothing is left. */
static Str address(struct arena *a, Str s)
{
	size_t at = text_find_byte(s, '@'), first = 1;

	while (first < at && continues(s.at[first]))
		first++;
	if (at == 0 || at + 1 >= s.len)
		return S("***");
	return text(arena_print(a, "%.*s***%.*s", STR(text_head(s, first)), WHOLE(text_from(s, at))));
}

static Str pseudonym(struct arena *a, Str key, Str s)
{
	return hex_encoded(a, mac_of(a, MAC_SHA256, key, s));
}

bool privacy_apply(struct work *w, const struct spec *s, struct value *v)
{
	const Str *keys = w->recall->about.keys;
	Str *text = &v->as.text;

	/* Nothing to hide: no other empty text may look like a value that agrees. */
	if (text->len == 0)
		return true;
	switch (s->privacy) {
	case PRIVACY_NONE:
		break;
	case PRIVACY_LAST4:
		*text = last_four(w->batch, *text);
		break;
	case PRIVACY_EMAIL:
		*text = address(w->batch, *text);
		break;
	case PRIVACY_HMAC:
		if (!keys)
			return reject(w, s, "the secret of its hmac was not read");
		*text = pseudonym(w->batch, keys[s - w->map->specs], *text);
		break;
	}
	return true;
}
