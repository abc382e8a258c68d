#include "net/url.h"

#include "base/buf.h"
#include "base/unicode.h"

#include <curl/curl.h>

static CURLU *parsed(struct arena *a, Str url)
{
	CURLU *u = curl_url();

	if (u && curl_url_set(u, CURLUPART_URL, text_z(a, url), 0) == CURLUE_OK)
		return u;
	curl_url_cleanup(u);
	return NULL;
}

static Str part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned int flags)
{
	char *at = NULL;
	Str found = {0};

	if (curl_url_get(u, part, &at, flags) == CURLUE_OK)
		found = text_copy(a, text(at));
	curl_free(at);
	return found;
}

static bool is_web(Str scheme)
{
	return text_is(scheme, S("http")) || text_is(scheme, S("https"));
}

bool url_join(struct arena *a, Str base, Str reference, Str *url, struct err *e)
{
	CURLU *u = parsed(a, base);
	bool good = u && curl_url_set(u, CURLUPART_URL, text_z(a, reference), 0) == CURLUE_OK
	    && is_web(part_of(a, u, CURLUPART_SCHEME, 0));

	if (good)
		*url = part_of(a, u, CURLUPART_URL, 0);
	curl_url_cleanup(u);
	return (good && url->at) || err_set(e, ERR_SOURCE, "%.*s: an address that it names cannot be used",
		STR(url_place(a, base)));
}

Str url_place(struct arena *a, Str url)
{
	CURLU *u = parsed(a, url);
	Str place = S("(no address)"), scheme, host, port;

	if (!u)
		return place;
	scheme = part_of(a, u, CURLUPART_SCHEME, 0);
	host = part_of(a, u, CURLUPART_HOST, 0);
	port = part_of(a, u, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
	curl_url_cleanup(u);
	return text(arena_print(a, "%.*s://%.*s%s%.*s", STR(scheme), STR(host), port.len > 0 ? ":" : "", STR(port)));
}

bool url_has_user(struct arena *a, Str url)
{
	CURLU *u = parsed(a, url);
	bool has = u && part_of(a, u, CURLUPART_USER, 0).at;

	curl_url_cleanup(u);
	return has;
}

bool url_is_same_place(struct arena *a, Str one, Str other)
{
	CURLU *u = parsed(a, one), *v = parsed(a, other);
	static const CURLUPart parts[] = {CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT};
	bool same = u && v;

	for (size_t i = 0; same && i < sizeof parts / sizeof *parts; i++)
		same = text_is(text_lower(a, part_of(a, u, parts[i], CURLU_DEFAULT_PORT)),
			text_lower(a, part_of(a, v, parts[i], CURLU_DEFAULT_PORT)));
	curl_url_cleanup(u);
	curl_url_cleanup(v);
	return same;
}

static bool is_plain(char c)
{
	return byte_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_'
	    || c == '~';
}

Str url_escaped(struct arena *a, Str s)
{
	struct buf *b = buf_new(a, 3 * s.len + 1);

	for (size_t i = 0; i < s.len; i++)
		if (is_plain(s.at[i]))
			buf_byte(b, s.at[i]);
		else
			buf_print(b, "%%%02X", (unsigned int)(unsigned char)s.at[i]);
	return s.len > 0 ? buf_str(b) : S("");
}

static bool is_named(struct arena *a, Str escaped, const struct texts *names)
{
	for (size_t i = 0; i < names->count; i++)
		if (text_is(escaped, url_escaped(a, names->at[i])))
			return true;
	return false;
}

Str url_without(struct arena *a, Str url, const struct texts *names)
{
	Str head, query, pair, name, value;
	struct buf *b = buf_new(a, url.len + 1);
	char mark = '?';

	if (names->count == 0 || !text_cut(url, '?', &head, &query))
		return url;
	buf_add(b, head);
	while (query.len > 0) {
		text_cut(query, '&', &pair, &query);
		text_cut(pair, '=', &name, &value);
		if (is_named(a, name, names))
			continue;
		buf_byte(b, mark);
		buf_add(b, pair);
		mark = '&';
	}
	return buf_str(b);
}

Str url_with(struct arena *a, Str url, Str name, Str value)
{
	bool has_query = text_find_byte(url, '?') < url.len;

	return text(arena_print(a, "%.*s%c%.*s=%.*s", WHOLE(url), has_query ? '&' : '?', WHOLE(url_escaped(a, name)),
		WHOLE(url_escaped(a, value))));
}
