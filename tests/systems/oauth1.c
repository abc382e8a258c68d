#include "oauth1.h"
#include "base/digest.h"

#include <stdlib.h>

enum { BLOCK = 64 };

/* RFC 5849, 3.6. */
static Str encoded(struct arena *a, Str s)
{
	struct buf *out = buf_new(a, 1 << 20);
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || byte_is_digit(c) || (c && strchr("-_.~", c));
		if (plain)
			buf_byte(out, c);
		else
			buf_print(out, "%%%02X", (unsigned char)c);
	}
	return buf_str(out);
}

/* RFC 2104; a key of at most a block. */
static Str hmac(struct arena *a, Str key, Str said)
{
	struct digester *d = digester_new(a);
	char inner[BLOCK] = {0}, outer[BLOCK] = {0};
	for (size_t i = 0; i < BLOCK; i++) {
		int byte = i < key.len ? key.at[i] : 0;
		inner[i] = (char)(byte ^ 0x36);
		outer[i] = (char)(byte ^ 0x5C);
	}
	digester_add(d, (Str){inner, BLOCK});
	digester_add(d, said);
	struct digest first = digester_end(d);
	digester_add(d, (Str){outer, BLOCK});
	digester_add(d, (Str){(const char *)first.bytes, sizeof first.bytes});
	struct digest last = digester_end(d);
	return text_copy(a, (Str){(const char *)last.bytes, sizeof last.bytes});
}

/* oauth_token="…", of the header Authorization. */
static struct pairs read_header(struct arena *a, Str header)
{
	struct pairs list = {0};
	while (header.len) {
		Str part = header, rest = {0}, name, value = {0};
		text_cut(header, ',', &part, &rest);
		if (text_cut(text_trim(part), '=', &name, &value) && value.len >= 2)
			pairs_add(a, &list, name, form_decoded(a, (Str){value.at + 1, value.len - 2}));
		header = rest;
	}
	return list;
}

static int by_name(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;
	int order = text_compare(a->name, b->name);
	return order ? order : text_compare(a->value, b->value);
}

/* 3.4.1: the method, the address without its query, and all parameters in their order. */
static Str base_of(const struct request *q, const struct pairs *header)
{
	struct pairs all = {0};
	struct buf *parameters = buf_new(q->mem, 1 << 20), *out = buf_new(q->mem, 1 << 22);
	for (size_t i = 0; i < q->query.count; i++)
		pairs_add(q->mem, &all, encoded(q->mem, q->query.at[i].name), encoded(q->mem, q->query.at[i].value));
	for (size_t i = 0; i < header->count; i++)
		if (!text_is(header->at[i].name, S("oauth_signature")) && !text_is(header->at[i].name, S("realm")))
			pairs_add(q->mem, &all, encoded(q->mem, header->at[i].name), encoded(q->mem, header->at[i].value));
	qsort(all.at, all.count, sizeof *all.at, by_name);
	for (size_t i = 0; i < all.count; i++)
		buf_print(parameters, "%s%.*s=%.*s", i ? "&" : "", WHOLE(all.at[i].name), WHOLE(all.at[i].value));
	Str url = encoded(q->mem, text(arena_print(q->mem, "http://%.*s%.*s", STR(q->host), STR(q->path))));
	buf_print(out, "%.*s&%.*s&", WHOLE(q->method), WHOLE(url));
	buf_add(out, encoded(q->mem, buf_str(parameters)));
	return buf_str(out);
}

static bool says(const struct pairs *header, const char *name, const char *wanted)
{
	const struct pair *p = pairs_find(header, text(name));
	return p && text_is(p->value, text(wanted));
}

bool oauth1_is_signed(struct arena *mem, struct oauth1 *o, const struct request *q)
{
	struct pairs header = read_header(q->mem, header_authorization(q, "OAuth"));
	const struct pair *nonce = pairs_find(&header, S("oauth_nonce")), *time = pairs_find(&header, S("oauth_timestamp"));
	const struct pair *given = pairs_find(&header, S("oauth_signature"));
	uint64_t second;
	if (!given || !nonce || !time || !text_uint(time->value, &second) || texts_has(&o->nonces, nonce->value) ||
	    !says(&header, "oauth_consumer_key", o->consumer) || !says(&header, "oauth_token", o->token) ||
	    !says(&header, "oauth_signature_method", "HMAC-SHA256"))
		return false;
	Str key = text(arena_print(q->mem, "%s&%s", o->consumer_secret, o->token_secret));
	Str sum = hmac(q->mem, key, base_of(q, &header));
	if (!text_is(given->value, text(base64_text(q->mem, sum))))
		return false;
	texts_add(mem, &o->nonces, text_copy(mem, nonce->value));
	return true;
}
