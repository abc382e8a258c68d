#include "net/sign_oauth1.h"

#include "base/base64.h"
#include "base/buf.h"
#include "base/signature.h"
#include "base/unicode.h"
#include "net/url.h"

const char *const oauth1_parameters[] = {"oauth_consumer_key", "oauth_token", "oauth_signature_method",
	"oauth_timestamp", "oauth_nonce", "oauth_version", "oauth_signature", NULL};

static bool has_form(struct arena *a, const struct http_request *request)
{
	Str type = http_field(&request->fields, "Content-Type"), parameters;

	text_cut(type, ';', &type, &parameters);
	return request->body.len > 0 && text_is(text_lower(a, text_trim(type)), S("application/x-www-form-urlencoded"));
}

static void add_all(struct arena *a, struct http_fields *to, const struct http_fields *from)
{
	for (size_t i = 0; i < from->count; i++)
		http_fields_add(a, to, from->at[i].name, from->at[i].value);
}

bool oauth1_base(struct arena *a, const struct http_request *request, const struct http_fields *protocol, Str *base,
	struct err *e)
{
	struct http_fields parameters = {0};
	struct url_parts parts;
	Str address;

	if (!url_split(a, request->url, &parts, e))
		return false;
	/* As a form too: the + of a query is a blank here (3.4.1.3.1). */
	url_parameters(a, parts.query, true, &parameters);
	if (has_form(a, request))
		url_parameters(a, request->body, true, &parameters);
	add_all(a, &parameters, protocol);
	address = text(arena_print(a, "%.*s://%.*s%.*s", WHOLE(parts.scheme), WHOLE(parts.host), WHOLE(parts.path)));
	*base = text(arena_print(a, "%.*s&%.*s&%.*s", WHOLE(request->method), WHOLE(url_escaped(a, address)),
		WHOLE(url_escaped(a, url_sorted(a, &parameters)))));
	return true;
}

Str oauth1_signature(struct arena *a, const struct oauth1 *o, Str base)
{
	Str key = text(arena_print(a, "%.*s&%.*s", WHOLE(url_escaped(a, o->consumer_secret)),
		WHOLE(url_escaped(a, o->token_secret))));

	return base64_encoded(a, mac_of(a, o->method == OAUTH1_HMAC_SHA1 ? MAC_SHA1 : MAC_SHA256, key, base));
}

static void protocol_of(struct arena *a, const struct oauth1 *o, Str nonce, instant now, struct http_fields *list)
{
	http_fields_add(a, list, S("oauth_consumer_key"), o->consumer);
	if (o->token.len > 0)
		http_fields_add(a, list, S("oauth_token"), o->token);
	http_fields_add(a, list, S("oauth_signature_method"),
		o->method == OAUTH1_HMAC_SHA1 ? S("HMAC-SHA1") : S("HMAC-SHA256"));
	http_fields_add(a, list, S("oauth_timestamp"), text(arena_print(a, "%lld", (long long)(now / SECOND))));
	http_fields_add(a, list, S("oauth_nonce"), nonce);
}

static Str header(struct arena *a, const struct oauth1 *o, const struct http_fields *list)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	buf_add(b, S("OAuth "));
	if (o->realm.len > 0)
		buf_print(b, "realm=\"%.*s\", ", WHOLE(o->realm));
	for (size_t i = 0; i < list->count; i++)
		buf_print(b, "%s%.*s=\"%.*s\"", i > 0 ? ", " : "", WHOLE(list->at[i].name),
			WHOLE(url_escaped(a, list->at[i].value)));
	return buf_str(b);
}

bool oauth1_sign(struct arena *a, const struct oauth1 *o, Str nonce, instant now, struct http_request *request,
	struct err *e)
{
	struct http_fields list = {0};
	Str base;

	protocol_of(a, o, nonce, now, &list);
	if (!oauth1_base(a, request, &list, &base, e))
		return false;
	http_fields_add(a, &list, S("oauth_signature"), oauth1_signature(a, o, base));
	if (o->place == OAUTH1_HEADER)
		http_fields_add(a, &request->fields, S("Authorization"), header(a, o, &list));
	for (size_t i = 0; o->place == OAUTH1_QUERY && i < list.count; i++)
		request->url = url_with(a, request->url, list.at[i].name, list.at[i].value);
	return true;
}
