#include "net/url.h"

#include "base/buf.h"
#include "base/unicode.h"

#include <curl/curl.h>
#include <stdlib.h>

/* Whether it went well; what fails for want of memory is not said to be a bad address. */
static bool is_done(CURLUcode code)
{
	static char any;

	arena_must(code == CURLUE_OUT_OF_MEMORY ? NULL : &any);
	return code == CURLUE_OK;
}

/* Relative to what u holds. */
static bool is_set(struct arena *a, CURLU *u, Str url, unsigned int flags)
{
	return is_done(curl_url_set(u, CURLUPART_URL, text_z(a, url), flags));
}

static CURLU *parsed(struct arena *a, Str url)
{
	CURLU *u = arena_must(curl_url());

	if (is_set(a, u, url, CURLU_NON_SUPPORT_SCHEME))
		return u;
	curl_url_cleanup(u);
	return NULL;
}

static Str part_of(struct arena *a, CURLU *u, CURLUPart part, unsigned int flags)
{
	char *at = NULL;
	Str found = {0};

	if (is_done(curl_url_get(u, part, &at, flags)))
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
	bool good = u && is_set(a, u, reference, 0)
	    && is_web(part_of(a, u, CURLUPART_SCHEME, 0));

	if (good)
		*url = part_of(a, u, CURLUPART_URL, 0);
	curl_url_cleanup(u);
	return (good && url->at) || err_set(e, ERR_SOURCE, "%.*s: an address that it names cannot be used",
		STR(url_place(a, base)));
}

Str url_host(struct arena *a, Str url)
{
	CURLU *u = parsed(a, url);
	Str host = u ? part_of(a, u, CURLUPART_HOST, 0) : S("");

	curl_url_cleanup(u);
	return host.len > 0 ? host : S("the server");
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

/* ── what is signed ────────────────────────────────────────────────────────────────────────────────────────────── */

bool url_split(struct arena *a, Str url, struct url_parts *parts, struct err *e)
{
	CURLU *u = arena_must(curl_url());
	bool good = is_set(a, u, url, CURLU_PATH_AS_IS | CURLU_ALLOW_SPACE | CURLU_NON_SUPPORT_SCHEME);
	Str port = {0};

	*parts = (struct url_parts){0};
	if (good) {
		parts->scheme = part_of(a, u, CURLUPART_SCHEME, 0);
		parts->host = text_lower(a, part_of(a, u, CURLUPART_HOST, 0));
		port = part_of(a, u, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
		parts->path = part_of(a, u, CURLUPART_PATH, 0);
		parts->query = part_of(a, u, CURLUPART_QUERY, 0);
	}
	curl_url_cleanup(u);
	if (port.len > 0)
		parts->host = text(arena_print(a, "%.*s:%.*s", WHOLE(parts->host), WHOLE(port)));
	return good || err_set(e, ERR_SOURCE, "an address that is asked cannot be read, so it cannot be signed");
}

Str url_with_query(struct arena *a, Str url, Str query)
{
	Str head, rest;

	text_cut(url, '#', &url, &rest);
	text_cut(url, '?', &head, &rest);
	return query.len > 0 ? text(arena_print(a, "%.*s?%.*s", WHOLE(head), WHOLE(query))) : head;
}

static Str unescaped(struct arena *a, Str s, bool is_form)
{
	struct buf *b = buf_new(a, s.len + 1);

	for (size_t i = 0; i < s.len; i++) {
		int high = s.at[i] == '%' && i + 2 < s.len ? byte_hex(s.at[i + 1]) : -1;
		int low = high >= 0 ? byte_hex(s.at[i + 2]) : -1;

		if (low >= 0) {
			buf_byte(b, (char)(high * 16 + low));
			i += 2;
		} else {
			buf_byte(b, is_form && s.at[i] == '+' ? ' ' : s.at[i]);
		}
	}
	return s.len > 0 ? buf_str(b) : S("");
}

Str url_unescaped(struct arena *a, Str s)
{
	return unescaped(a, s, false);
}

void url_parameters(struct arena *a, Str query, bool is_form, struct http_fields *list)
{
	Str pair, name, value;

	while (query.len > 0) {
		Str rest;

		text_cut(query, '&', &pair, &rest);
		query = rest;
		text_cut(pair, '=', &name, &value);
		if (pair.len > 0)
			http_fields_add(a, list, unescaped(a, name, is_form), unescaped(a, value, is_form));
	}
}

static int by_name(const void *left, const void *right)
{
	const struct http_field *one = left, *other = right;
	int order = text_compare(one->name, other->name);

	return order ? order : text_compare(one->value, other->value);
}

Str url_sorted(struct arena *a, const struct http_fields *list)
{
	struct http_fields sorted = {arena_array(a, list->count, struct http_field), list->count};
	struct buf *b = buf_new(a, SIZE_MAX);

	for (size_t i = 0; i < list->count; i++)
		sorted.at[i] = (struct http_field){url_escaped(a, list->at[i].name), url_escaped(a, list->at[i].value)};
	if (sorted.count > 1)
		qsort(sorted.at, sorted.count, sizeof *sorted.at, by_name);
	for (size_t i = 0; i < sorted.count; i++)
		buf_print(b, "%s%.*s=%.*s", i > 0 ? "&" : "", WHOLE(sorted.at[i].name), WHOLE(sorted.at[i].value));
	return b->len > 0 ? buf_str(b) : S("");
}
