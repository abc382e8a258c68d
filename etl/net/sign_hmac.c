#include "net/sign_hmac.h"

#include "base/base64.h"
#include "base/digest.h"
#include "net/template.h"
#include "net/url.h"

/* In this order; the signature comes last, because what is signed does not know it. */
enum { METHOD, HOST, PATH, QUERY, BODY, BODY_SHA256, TIMESTAMP, NONCE, SIGNATURE, WORDS };

static const struct template_word names[WORDS] = {
	[METHOD] = {.name = "method"}, [HOST] = {.name = "host"}, [PATH] = {.name = "path"}, [QUERY] = {.name = "query"},
	[BODY] = {.name = "body"}, [BODY_SHA256] = {.name = "body_sha256"}, [TIMESTAMP] = {.name = "timestamp"},
	[NONCE] = {.name = "nonce"}, [SIGNATURE] = {.name = "signature"},
};

bool hmac_check(struct arena *a, const struct hmac *h, const struct node *what, const struct node *headers,
	struct mistakes *m)
{
	bool good = template_check(a, h->what, names, SIGNATURE, what, m), signed_field = false;

	for (size_t i = 0; i < h->headers.count; i++) {
		const struct node *n = headers && i < headers->count ? headers->items[i] : headers;

		if (!template_check(a, h->headers.at[i].value, names, WORDS, n, m))
			good = false;
		if (text_find(h->headers.at[i].value, S("{signature}")) < h->headers.at[i].value.len)
			signed_field = true;
	}
	if (headers && !signed_field)
		good = mistake(m, headers, "no header has {signature} in it, so nobody would see it");
	return good;
}

static Str moment(struct arena *a, const struct hmac *h, instant now)
{
	switch ((enum hmac_clock)h->clock) {
	case HMAC_SECONDS:
		return text(arena_print(a, "%lld", (long long)(now / SECOND)));
	case HMAC_MILLISECONDS:
		return text(arena_print(a, "%lld", (long long)(now / (SECOND / 1000))));
	case HMAC_RFC3339:
		break;
	}
	return text(instant_text(a, now - now % SECOND));
}

static bool words_of(struct arena *a, const struct hmac *h, Str nonce, instant now,
	const struct http_request *request, struct template_word *words, struct err *e)
{
	struct url_parts parts;

	if (!url_split(a, request->url, &parts, e))
		return false;
	for (size_t i = 0; i < WORDS; i++)
		words[i] = names[i];
	words[METHOD].value = request->method;
	words[HOST].value = parts.host;
	words[PATH].value = parts.path;
	words[QUERY].value = parts.query;
	words[BODY].value = request->body;
	words[BODY_SHA256].value = text(digest_text(a, digest_of(request->body)));
	words[TIMESTAMP].value = moment(a, h, now);
	words[NONCE].value = nonce;
	return true;
}

bool hmac_sign(struct arena *a, const struct hmac *h, Str nonce, instant now, struct http_request *request,
	struct err *e)
{
	struct template_word words[WORDS];
	Str what, mac, value;

	if (!words_of(a, h, nonce, now, request, words, e) || !template_fill(a, h->what, words, SIGNATURE, &what, e))
		return false;
	mac = mac_of(a, (enum mac_kind)h->algorithm, h->key, what);
	words[SIGNATURE].value = h->encoding == HMAC_HEX ? hex_encoded(a, mac) : base64_encoded(a, mac);
	for (size_t i = 0; i < h->headers.count; i++) {
		if (!template_fill(a, h->headers.at[i].value, words, WORDS, &value, e))
			return false;
		http_fields_add(a, &request->fields, h->headers.at[i].name, value);
	}
	return true;
}
