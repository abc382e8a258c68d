#include "net/sign_aws4.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/digest.h"
#include "base/signature.h"
#include "base/unicode.h"
#include "net/url.h"

#include <stdlib.h>

/* ── path and query ────────────────────────────────────────────────────────────────────────────────────────────── */

static bool is_s3(const struct aws4 *o)
{
	return text_is(o->service, S("s3"));
}

/* Without empty, "." and ".." segments (RFC 3986, 5.2.4), each one escaped. */
static Str path_normal(struct arena *a, Str path)
{
	struct texts kept = {0};
	struct buf *b = buf_new(a, SIZE_MAX);
	bool is_folder = text_ends(path, S("/")) || text_ends(path, S("/.")) || text_ends(path, S("/.."));
	Str segment, rest;

	for (; path.len > 0; path = rest) {
		text_cut(path, '/', &segment, &rest);
		if (text_is(segment, S("..")))
			kept.count -= kept.count > 0;
		else if (segment.len > 0 && !text_is(segment, S(".")))
			texts_add(a, &kept, segment);
	}
	for (size_t i = 0; i < kept.count; i++)
		buf_print(b, "/%.*s", WHOLE(url_escaped(a, kept.at[i])));
	if (kept.count == 0 || is_folder)
		buf_byte(b, '/');
	return buf_str(b);
}

/* Of an object's name each segment is what it is: only how it is escaped is made one. */
static Str path_literal(struct arena *a, Str path)
{
	struct buf *b = buf_new(a, SIZE_MAX);
	bool more = true;
	Str segment, rest;

	for (bool first = true; more; first = false, path = rest) {
		more = text_cut(path, '/', &segment, &rest);
		buf_print(b, "%s%.*s", first ? "" : "/", WHOLE(url_escaped(a, url_unescaped(a, segment))));
	}
	return buf_str(b);
}

/* ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* What proxies and libcurl may change, and what is not there yet. */
static const char *const unsigned_fields[] = {"authorization", "user-agent", "accept", "accept-encoding", "connection",
	"expect", "transfer-encoding"};

static bool is_signed(Str name)
{
	for (size_t i = 0; i < sizeof unsigned_fields / sizeof *unsigned_fields; i++)
		if (text_is(name, text(unsigned_fields[i])))
			return false;
	return true;
}

/* Without blanks at its ends, and of several in a row one. */
static Str value_of(struct arena *a, Str value)
{
	struct buf *b = buf_new(a, value.len + 1);

	value = text_trim(value);
	for (size_t i = 0; i < value.len; i++)
		if (value.at[i] != ' ' || value.at[i - 1] != ' ')
			buf_byte(b, value.at[i]);
	return value.len > 0 ? buf_str(b) : S("");
}

static int by_name(const void *left, const void *right)
{
	return text_compare(*(const Str *)left, *(const Str *)right);
}

/* The names of what is signed, in small letters, each once, in their order. */
static struct texts names_of(struct arena *a, const struct http_request *request)
{
	struct texts names = {0};

	texts_add(a, &names, S("host"));
	for (size_t i = 0; i < request->fields.count; i++) {
		Str name = text_lower(a, request->fields.at[i].name);

		if (is_signed(name) && !texts_has(&names, name))
			texts_add(a, &names, name);
	}
	if (names.count > 1)
		qsort(names.at, names.count, sizeof *names.at, by_name);
	return names;
}

static void field_add(struct arena *a, struct buf *b, const struct http_request *request, Str name, Str host)
{
	bool is_host = text_is(name, S("host")), first = true;

	buf_print(b, "%.*s:%.*s", WHOLE(name), WHOLE(is_host ? host : S("")));
	for (size_t i = 0; i < request->fields.count && !is_host; i++) {
		if (!text_is(text_lower(a, request->fields.at[i].name), name))
			continue;
		buf_print(b, "%s%.*s", first ? "" : ",", WHOLE(value_of(a, request->fields.at[i].value)));
		first = false;
	}
	buf_byte(b, '\n');
}

/* ── what is signed ────────────────────────────────────────────────────────────────────────────────────────────── */

static Str sorted_query(struct arena *a, Str query)
{
	struct http_fields parameters = {0};

	url_parameters(a, query, false, &parameters);
	return url_sorted(a, &parameters);
}

bool aws4_canonical(struct arena *a, const struct aws4 *o, const struct http_request *request, Str *canonical,
	Str *names, struct err *e)
{
	struct texts list = names_of(a, request);
	struct buf *b = buf_new(a, SIZE_MAX), *joined = buf_new(a, SIZE_MAX);
	struct url_parts parts;

	if (!url_split(a, request->url, &parts, e))
		return false;
	buf_print(b, "%.*s\n%.*s\n%.*s\n", WHOLE(request->method),
		WHOLE(is_s3(o) ? path_literal(a, parts.path) : path_normal(a, parts.path)), WHOLE(sorted_query(a,
			parts.query)));
	for (size_t i = 0; i < list.count; i++) {
		field_add(a, b, request, list.at[i], parts.host);
		buf_print(joined, "%s%.*s", i > 0 ? ";" : "", WHOLE(list.at[i]));
	}
	*names = buf_str(joined);
	buf_print(b, "\n%.*s\n%s", WHOLE(*names), digest_text(a, digest_of(request->body)));
	*canonical = buf_str(b);
	return true;
}

static Str key_of(struct arena *a, const struct aws4 *o, Str day)
{
	Str key = text(arena_print(a, "AWS4%.*s", WHOLE(o->secret_key)));
	const Str steps[] = {day, o->region, o->service, S("aws4_request")};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		key = mac_of(a, MAC_SHA256, key, steps[i]);
	return key;
}

static void prepare(struct arena *a, const struct aws4 *o, Str moment, struct http_request *request)
{
	Str head, query;

	if (text_cut(request->url, '?', &head, &query))
		request->url = url_with_query(a, request->url, sorted_query(a, query));
	http_fields_add(a, &request->fields, S("X-Amz-Date"), moment);
	if (is_s3(o))
		http_fields_add(a, &request->fields, S("X-Amz-Content-Sha256"),
			text(digest_text(a, digest_of(request->body))));
	if (o->session_token.len > 0)
		http_fields_add(a, &request->fields, S("X-Amz-Security-Token"), o->session_token);
}

bool aws4_sign(struct arena *a, const struct aws4 *o, instant now, struct http_request *request, struct err *e)
{
	struct wall w = wall_of_utc(now);
	Str day = text(arena_print(a, "%04d%02d%02d", w.year, w.month, w.day)), canonical, names, signature, to_sign;
	Str moment = text(arena_print(a, "%.*sT%02d%02d%02dZ", WHOLE(day), w.hour, w.minute, w.second));
	Str scope = text(arena_print(a, "%.*s/%.*s/%.*s/aws4_request", WHOLE(day), WHOLE(o->region), WHOLE(o->service)));

	prepare(a, o, moment, request);
	if (!aws4_canonical(a, o, request, &canonical, &names, e))
		return false;
	to_sign = text(arena_print(a, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n%s", WHOLE(moment), WHOLE(scope),
		digest_text(a, digest_of(canonical))));
	signature = hex_encoded(a, mac_of(a, MAC_SHA256, key_of(a, o, day), to_sign));
	http_fields_add(a, &request->fields, S("Authorization"), text(arena_print(a,
		"AWS4-HMAC-SHA256 Credential=%.*s/%.*s, SignedHeaders=%.*s, Signature=%.*s", WHOLE(o->access_key),
		WHOLE(scope), WHOLE(names), WHOLE(signature))));
	return true;
}
