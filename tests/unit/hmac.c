/* HMAC: RFC 4231, and texts that are put together to be signed. */
#include "tap.h"

#include "base/base64.h"
#include "base/signature.h"
#include "config/toml.h"
#include "net/sign_hmac.h"
#include "net/template.h"

#include <stdlib.h>

/* RFC 4231, test cases 1, 2 and 6: a key of binary bytes, a short one, one longer than a block. */
static void macs(struct arena *a)
{
	char key[131];

	memset(key, 0x0b, 20);
	is_str(hex_encoded(a, mac_of(a, MAC_SHA256, (Str){key, 20}, S("Hi There"))),
		S("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"), "HMAC-SHA256");
	is_str(hex_encoded(a, mac_of(a, MAC_SHA512, S("Jefe"), S("what do ya want for nothing?"))),
		S("164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a"
			"6b4b636e070a38bce737"), "HMAC-SHA512");
	memset(key, 0xaa, sizeof key);
	is_str(hex_encoded(a, mac_of(a, MAC_SHA256, (Str){key, sizeof key},
		S("Test Using Larger Than Block-Size Key - Hash Key First"))),
		S("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"), "a key longer than a block");
	is_str(hex_encoded(a, mac_of(a, MAC_SHA1, S(""), S(""))), S("fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
		"of nothing with nothing (FIPS 198-1)");
	is_str(base64url_encoded(a, S("\xfb\xff\xfe\x01")), S("-__-AQ"), "Base64 for URLs has no padding");
}

static void nonces(struct arena *a)
{
	struct err e = {0};
	Str one = S(""), other = S("");

	ok(nonce_new(a, &one, &e) && nonce_new(a, &other, &e) && one.len == 32 && !text_is(one, other), "no two are the "
		"same");
}

static const struct node *toml(struct arena *a, const char *source)
{
	struct node *root = NULL;
	struct err e = {0};

	ok(toml_read(a, "t.toml", text(source), &root, &e), "read");
	return root;
}

static void fills(struct arena *a, const char *template, const char *want)
{
	const struct template_word words[] = {{"a", S("{b}")}, {"b", S("${secret:sign_test}")}};
	struct err e = {0};
	Str filled = S("");

	is_str(template_fill(a, text(template), words, 2, &filled, &e) ? filled : text(e.message), text(want), "%s",
		template);
}

static void templates(struct arena *a)
{
	setenv("COUNTERFOIL_SECRET_sign_test", "s{a}", 1);
	fills(a, "", "");
	fills(a, "x", "x");
	fills(a, "{a}{b}", "{b}${secret:sign_test}");
	fills(a, "-{a}-${secret:sign_test}-", "-{b}-s{a}-");
	fills(a, "{\"k\":\"{a}\"}", "{\"k\":\"{b}\"}");
	fills(a, "{a", "{a");
	fills(a, "{A} {} ${x}", "{A} {} ${x}");
	fills(a, "{c}", "unknown word {c}");
	fills(a, "$${a} {a}{a}", "$${a} {b}{b}");
	unsetenv("COUNTERFOIL_SECRET_sign_test");
}

static void hmacs(struct arena *a)
{
	struct http_request r = {.method = S("POST"), .url = S("https://m.example/v1/orders?since=1"), .body = S("{}")};
	struct hmac h = {.algorithm = MAC_SHA256, .encoding = HMAC_HEX, .clock = HMAC_MILLISECONDS, .key = S("key"),
		.what = S("{method}\n{path}\n{query}\n{body}\n{timestamp}\n{host}\n{body_sha256}\n{nonce}")};
	struct err e = {0};
	Str want;

	http_fields_add(a, &h.headers, S("X-Signature"), S("v1={signature}"));
	http_fields_add(a, &h.headers, S("X-Timestamp"), S("{timestamp}"));
	want = mac_of(a, MAC_SHA256, S("key"), S("POST\n/v1/orders\nsince=1\n{}\n1700000000123\nm.example\n"
		"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\nn1"));
	ok(hmac_sign(a, &h, S("n1"), INT64_C(1700000000123456), &r, &e), "signed");
	is_str(http_field(&r.fields, "X-Signature"), text(arena_print(a, "v1=%.*s", STR(hex_encoded(a, want)))), "the "
		"text");
	is_str(http_field(&r.fields, "X-Timestamp"), S("1700000000123"), "and what is needed to make it again");
	h.encoding = HMAC_BASE64;
	h.clock = HMAC_RFC3339;
	h.what = S("{timestamp}");
	r.fields = (struct http_fields){0};
	ok(hmac_sign(a, &h, S("n1"), INT64_C(1700000000123456), &r, &e), "signed");
	is_str(http_field(&r.fields, "X-Timestamp"), S("2023-11-14T22:13:20Z"), "in whole seconds");
	is_str(http_field(&r.fields, "X-Signature"), text(arena_print(a, "v1=%.*s",
		STR(base64_encoded(a, mac_of(a, MAC_SHA256, S("key"), S("2023-11-14T22:13:20Z")))))), "in Base64");
	r.url = S("https://");
	ok(!hmac_sign(a, &h, S("n1"), 0, &r, &e) && e.kind == ERR_SOURCE, "what is no address is not signed");
}

static void hmac_mistakes(struct arena *a)
{
	const struct node *root = toml(a, "sign = \"{methd}{signature}\"\nheaders = { A = \"{timestamp}\", B = \"{now}\" "
		"}\n");
	struct hmac h = {.what = node_child(root, S("sign"))->text};
	struct mistakes *m = mistakes_new(a);

	http_fields_add(a, &h.headers, S("A"), S("{timestamp}"));
	http_fields_add(a, &h.headers, S("B"), S("{now}"));
	ok(!hmac_check(a, &h, node_child(root, S("sign")), node_child(root, S("headers")), m), "mistakes");
	is_str(mistakes_text(a, m), S("t.toml:1:1: unknown word {methd}; known are {method}, {host}, {path}, {query}, "
		"{body}, "
		"{body_sha256}, {timestamp}, {nonce}\n"
		"t.toml:1:1: unknown word {signature}; known are {method}, {host}, {path}, {query}, {body}, {body_sha256}, "
		"{timestamp}, {nonce}\n"
		"t.toml:2:1: no header has {signature} in it, so nobody would see it\n"
		"t.toml:2:32: unknown word {now}; known are {method}, {host}, {path}, {query}, {body}, {body_sha256}, "
			"{timestamp}, "
		"{nonce}, {signature}\n"), "each with its place");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	macs(a);
	nonces(a);
	templates(a);
	hmacs(a);
	hmac_mistakes(a);
	arena_end(a);
	free(a);
	return done();
}
