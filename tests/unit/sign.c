/*
 * Signatures of requests against the values that their authors publish: RFC 5849 (with its erratum 2550), the example
 * of a social network's documentation, AWS' test suite for Signature Version 4 and the examples of the S3 reference.
 */
#include "tap.h"

#include "net/sign_aws4.h"
#include "net/sign_oauth1.h"
#include "net/url.h"

#include <stdlib.h>

/* ── what is signed over ───────────────────────────────────────────────────────────────────────────────────────── */

static void splits(struct arena *a, const char *url, const char *want)
{
	struct url_parts p;
	struct err e = {0};

	is_z(url_split(a, text(url), &p, &e) ? arena_print(a, "%.*s %.*s %.*s %.*s", STR(p.scheme), STR(p.host),
		STR(p.path),
		STR(p.query)) : e.message, want, "%s", url);
}

static void parameters(struct arena *a, const char *query, bool is_form, const char *want)
{
	struct http_fields list = {0};

	url_parameters(a, text(query), is_form, &list);
	is_str(url_sorted(a, &list), text(want), "%s%s", query, is_form ? " as a form" : "");
}

static void addresses(struct arena *a)
{
	parameters(a, "", false, "");
	splits(a, "HTTPS://X.Example:443/A?b=1#c", "https x.example /A b=1");
	splits(a, "http://x.example:8080?b", "http x.example:8080 / b");
	splits(a, "https://x/a/../b//c", "https x /a/../b//c ");
	splits(a, "https://", "an address that is asked cannot be read, so it cannot be signed");
	parameters(a, "b=2&a=1&&c", false, "a=1&b=2&c=");
	parameters(a, "a=b+c&d=%2b", false, "a=b%2Bc&d=%2B");
	parameters(a, "a=b+c&d=%2b", true, "a=b%20c&d=%2B");
	parameters(a, "a=%zz&b=%4&=%", false, "=%25&a=%25zz&b=%254");
	parameters(a, "a=2&a=1&a=10", false, "a=1&a=10&a=2");
	is_str(url_with_query(a, S("https://x/a?b#c"), S("d=1")), S("https://x/a?d=1"), "another query");
	is_str(url_with_query(a, S("https://x/a?b"), S("")), S("https://x/a"), "and none");
}

/* ── OAuth 1.0a ────────────────────────────────────────────────────────────────────────────────────────────────── */

static void field(struct arena *a, struct http_request *r, const char *name, const char *value)
{
	http_fields_add(a, &r->fields, text(name), text(value));
}

static const struct oauth1 photos = {.consumer = {"dpf43f3p2l4k3l03", 16}, .consumer_secret = {"kd94hf93k423kf44", 16},
	.realm = {"Photos", 6}};

/* 1.2: what is asked for with a token in hand. */
static void photos_resource(struct arena *a)
{
	struct http_request r = {.method = S("GET"), .url = S("http://photos.example.net/photos?file=vacation.jpg&"
		"size=original")};
	struct oauth1 o = photos;
	struct err e = {0};

	o.token = S("nnch734d00sl2jdk");
	o.token_secret = S("pfkkdhi9sl3r4s00");
	ok(oauth1_sign(a, &o, S("chapoH"), INT64_C(137131202) * SECOND, &r, &e), "signed");
	is_str(http_field(&r.fields, "Authorization"), S("OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", "
		"oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\", "
		"oauth_nonce=\"chapoH\", oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\""), "RFC 5849, 1.2");
	is_str(r.url, S("http://photos.example.net/photos?file=vacation.jpg&size=original"), "the address is left");
}

/* 1.2: how the token is asked for; {name, value} in pairs. */
static void photos_asks(struct arena *a, const char *url, const char *const *pairs, const char *secret,
	const char *want)
{
	struct http_request r = {.method = S("POST"), .url = text(url)};
	struct http_fields protocol = {0};
	struct oauth1 o = photos;
	struct err e = {0};
	Str base = S("");

	o.token_secret = text(secret);
	for (; *pairs; pairs += 2)
		http_fields_add(a, &protocol, text(pairs[0]), text(pairs[1]));
	ok(oauth1_base(a, &r, &protocol, &base, &e), "a base");
	is_str(oauth1_signature(a, &o, base), text(want), "RFC 5849, 1.2: %s", url);
}

static void photos_tokens(struct arena *a)
{
	static const char *const initiate[] = {"oauth_consumer_key", "dpf43f3p2l4k3l03", "oauth_signature_method",
		"HMAC-SHA1", "oauth_timestamp", "137131200", "oauth_nonce", "wIjqoS", "oauth_callback",
		"http://printer.example.com/ready", NULL};
	static const char *const token[] = {"oauth_consumer_key", "dpf43f3p2l4k3l03", "oauth_token", "hh5s93j4hdidpola",
		"oauth_signature_method", "HMAC-SHA1", "oauth_timestamp", "137131201", "oauth_nonce", "walatlh",
		"oauth_verifier", "hfdp7dh39dks9884", NULL};

	photos_asks(a, "https://photos.example.net/initiate", initiate, "", "74KNZJeDHnMBp0EMJ9ZHt/XKycU=");
	photos_asks(a, "https://photos.example.net/token", token, "hdhd0244k9j7ao03", "gKgrFCywp7rO0OXSjdot/IHF7IU=");
}

/* 3.4.1: a name twice, empty values, a + in the form, %3D that stays one. */
static void parameters_of_all_places(struct arena *a)
{
	struct http_request r = {.method = S("POST"), .url = S("http://EXAMPLE.com:80/request?b5=%3D%253D&a3=a&c%40=&"
		"a2=r%20b"),
		.body = S("c2&a3=2+q")};
	struct oauth1 o = {.consumer = S("9djdj82h48djs9d2"), .consumer_secret = S("j49sk3j29djd"),
		.token = S("kkk9d7dh3k39sjv7"), .token_secret = S("dh893hdasih9"), .realm = S("Example")};
	struct http_fields protocol = {0};
	struct err e = {0};
	Str base = S("");

	field(a, &r, "content-type", "application/x-www-form-urlencoded; charset=utf-8");
	http_fields_add(a, &protocol, S("oauth_consumer_key"), o.consumer);
	http_fields_add(a, &protocol, S("oauth_token"), o.token);
	http_fields_add(a, &protocol, S("oauth_signature_method"), S("HMAC-SHA1"));
	http_fields_add(a, &protocol, S("oauth_timestamp"), S("137131201"));
	http_fields_add(a, &protocol, S("oauth_nonce"), S("7d8f3e4a"));
	ok(oauth1_base(a, &r, &protocol, &base, &e), "a base");
	is_str(base, S("POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26"
		"c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26"
		"oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"),
		"RFC 5849, 3.4.1.1");
	is_str(oauth1_signature(a, &o, base), S("r6/TJjbCOr97/+UU0NsvSne7s5g="), "and its signature, by erratum 2550");
	o.method = OAUTH1_HMAC_SHA256;
	is_int((int64_t)oauth1_signature(a, &o, base).len, 44, "SHA-256 is 32 bytes");
}

/* The form's blanks and marks are escaped twice. */
static void status_update(struct arena *a)
{
	struct http_request r = {.method = S("POST"),
		.url = S("https://api.twitter.com/1/statuses/update.json?include_entities=true"),
		.body = S("status=Hello%20Ladies%20%2B%20Gentlemen%2C%20a%20signed%20OAuth%20request%21")};
	struct oauth1 o = {.consumer_secret = S("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
		.token_secret = S("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE")};
	struct http_fields p = {0};
	struct err e = {0};
	Str base = S("");

	field(a, &r, "Content-Type", "application/x-www-form-urlencoded");
	http_fields_add(a, &p, S("oauth_consumer_key"), S("xvz1evFS4wEEPTGEFPHBog"));
	http_fields_add(a, &p, S("oauth_nonce"), S("kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"));
	http_fields_add(a, &p, S("oauth_signature_method"), S("HMAC-SHA1"));
	http_fields_add(a, &p, S("oauth_timestamp"), S("1318622958"));
	http_fields_add(a, &p, S("oauth_token"), S("370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"));
	http_fields_add(a, &p, S("oauth_version"), S("1.0"));
	ok(oauth1_base(a, &r, &p, &base, &e), "a base");
	is_str(oauth1_signature(a, &o, base), S("tnnArxj06cWHq44gCs1OSKk/jLY="), "a form of one long text");
	field(a, &r, "Content-Type", "text/plain");
	r.fields.at[0].value = S("text/plain");
	ok(oauth1_base(a, &r, &p, &base, &e), "a base");
	ok(text_find(base, S("status%3D")) == base.len, "what is no form is not signed");
}

/* One leg, in the query: a shop without TLS. */
static void in_the_query(struct arena *a)
{
	struct http_request r = {.method = S("GET"), .url = S("http://shop.example/wp-json/wc/v3/orders?per_page=100")};
	struct oauth1 o = {.method = OAUTH1_HMAC_SHA256, .place = OAUTH1_QUERY, .consumer = S("ck_1"),
		.consumer_secret = S("cs_1")};
	struct err e = {0};

	ok(oauth1_sign(a, &o, S("n"), INT64_C(1700000000) * SECOND + 999999, &r, &e), "signed");
	ok(text_begins(r.url, S("http://shop.example/wp-json/wc/v3/orders?per_page=100&oauth_consumer_key=ck_1&"
		"oauth_signature_method=HMAC-SHA256&oauth_timestamp=1700000000&oauth_nonce=n&oauth_signature=")),
		"without a token: %.*s", STR(r.url));
	is_int((int64_t)r.fields.count, 0, "and no field");
	r.url = S("http://");
	ok(!oauth1_sign(a, &o, S("n"), 0, &r, &e) && e.kind == ERR_SOURCE, "what is no address is not signed");
}

/* ── AWS Signature Version 4 ───────────────────────────────────────────────────────────────────────────────────── */

static const struct aws4 suite = {.access_key = {"AKIDEXAMPLE", 11},
	.secret_key = {"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 40}, .region = {"us-east-1", 9},
	.service = {"service", 7}};

#define UNRESERVED "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define SESSION "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRq" \
	"TflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75Y" \
	"U9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9K" \
	"SYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

static const struct {
	const char *name, *method, *target, *names, *signature;
	const char *fields[6];       /* name, value, … */
	const char *body, *session;
} vectors[] = {
	{"get-vanilla", "GET", "/", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		{NULL}, NULL, NULL},
	{"get-header-key-duplicate", "GET", "/", "host;my-header1;x-amz-date",
		"c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
		{"My-Header1", "value2", "My-Header1", "value2", "My-Header1", "value1"}, NULL, NULL},
	{"get-header-value-order", "GET", "/", "host;my-header1;x-amz-date",
		"08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
		{"My-Header1", "value4", "My-Header1", "value1", "My-Header1", "value3,value2"}, NULL, NULL},
	{"get-header-value-trim", "GET", "/", "host;my-header1;my-header2;x-amz-date",
		"acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
		{"My-Header1", " value1", "My-Header2", " \"a   b   c\""}, NULL, NULL},
	{"get-unreserved", "GET", "/" UNRESERVED, "host;x-amz-date",
		"07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f", {NULL}, NULL, NULL},
	{"get-utf8", "GET", "/\xe1\x88\xb4", "host;x-amz-date",
		"8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85", {NULL}, NULL, NULL},
	{"get-vanilla-empty-query-key", "GET", "/?Param1=value1", "host;x-amz-date",
		"a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb", {NULL}, NULL, NULL},
	{"get-vanilla-query-order-key-case", "GET", "/?Param2=value2&Param1=value1", "host;x-amz-date",
		"b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500", {NULL}, NULL, NULL},
	{"get-vanilla-query-unreserved", "GET", "/?" UNRESERVED "=" UNRESERVED, "host;x-amz-date",
		"9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197", {NULL}, NULL, NULL},
	{"get-vanilla-utf8-query", "GET", "/?\xe1\x88\xb4=bar", "host;x-amz-date",
		"2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04", {NULL}, NULL, NULL},
	{"get-relative", "GET", "/example/..", "host;x-amz-date",
		"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", {NULL}, NULL, NULL},
	{"get-relative-relative", "GET", "/example1/example2/../..", "host;x-amz-date",
		"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", {NULL}, NULL, NULL},
	{"get-slash", "GET", "//", "host;x-amz-date", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
		{NULL}, NULL, NULL},
	{"get-slash-dot-slash", "GET", "/./", "host;x-amz-date",
		"5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31", {NULL}, NULL, NULL},
	{"get-slashes", "GET", "//example//", "host;x-amz-date",
		"9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84", {NULL}, NULL, NULL},
	{"get-slash-pointless-dot", "GET", "/./example", "host;x-amz-date",
		"ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5", {NULL}, NULL, NULL},
	{"get-space", "GET", "/example space/", "host;x-amz-date",
		"652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741", {NULL}, NULL, NULL},
	{"post-vanilla", "POST", "/", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
		{NULL}, NULL, NULL},
	{"post-header-key-sort", "POST", "/", "host;my-header1;x-amz-date",
		"c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c", {"My-Header1", "value1"}, NULL, NULL},
	{"post-header-value-case", "POST", "/", "host;my-header1;x-amz-date",
		"cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d", {"My-Header1", "VALUE1"}, NULL, NULL},
	{"post-vanilla-query", "POST", "/?Param1=value1", "host;x-amz-date",
		"28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11", {NULL}, NULL, NULL},
	{"post-vanilla-query-nonunreserved", "POST",
		"/?%40%23%24%25%5E&%2B=%2F%2C%3F%3E%3C%60%22%3B%3A%5C%7C%5D%5B%7B%7D", "host;x-amz-date",
		"66c82657c86e26fb25238d0e69f011edc4c6df5ae71119d7cb98ed9b87393c1e", {NULL}, NULL, NULL},
	{"post-x-www-form-urlencoded", "POST", "/", "content-type;host;x-amz-date",
		"ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
		{"Content-Type", "application/x-www-form-urlencoded"}, "Param1=value1", NULL},
	{"post-x-www-form-urlencoded-parameters", "POST", "/", "content-type;host;x-amz-date",
		"1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe",
		{"Content-Type", "application/x-www-form-urlencoded; charset=utf8"}, "Param1=value1", NULL},
	{"post-sts-header-before", "POST", "/", "host;x-amz-date;x-amz-security-token",
		"85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead", {NULL}, NULL, SESSION},
};

static void aws_suite(struct arena *a)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct http_request r = {.method = text(vectors[i].method), .body = text(vectors[i].body),
			.url = text(arena_print(a, "https://example.amazonaws.com%s", vectors[i].target))};
		struct aws4 o = suite;
		struct err e = {0};

		o.session_token = text(vectors[i].session);
		for (size_t f = 0; f < 6 && vectors[i].fields[f]; f += 2)
			field(a, &r, vectors[i].fields[f], vectors[i].fields[f + 1]);
		field(a, &r, "User-Agent", "not signed");
		ok(aws4_sign(a, &o, INT64_C(1440938160) * SECOND, &r, &e), "%s", vectors[i].name);
		is_str(http_field(&r.fields, "Authorization"), text(arena_print(a, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"
			"20150830/"
			"us-east-1/service/aws4_request, SignedHeaders=%s, Signature=%s", vectors[i].names, vectors[i].signature)),
			"%s: as published", vectors[i].name);
	}
}

/* "Authenticating Requests: Using the Authorization Header" of the S3 reference. */
static const struct {
	const char *method, *url, *body, *signature, *fields[4];
} s3_vectors[] = {
	{"GET", "https://examplebucket.s3.amazonaws.com/test.txt", NULL,
		"f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", {"Range", "bytes=0-9"}},
	{"PUT", "https://examplebucket.s3.amazonaws.com/test$file.text", "Welcome to Amazon S3.",
		"98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
		{"Date", "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class", "REDUCED_REDUNDANCY"}},
	{"GET", "https://examplebucket.s3.amazonaws.com/?lifecycle", NULL,
		"fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543", {NULL}},
	{"GET", "https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2", NULL,
		"34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7", {NULL}},
};

static void aws_s3(struct arena *a)
{
	struct aws4 o = {.access_key = S("AKIAIOSFODNN7EXAMPLE"), .secret_key = S("wJalrXUtnFEMI/K7MDENG/"
		"bPxRfiCYEXAMPLEKEY"),
		.region = S("us-east-1"), .service = S("s3")};
	Str sent = S("");

	for (size_t i = 0; i < sizeof s3_vectors / sizeof *s3_vectors; i++) {
		struct http_request r = {.method = text(s3_vectors[i].method), .url = text(s3_vectors[i].url),
			.body = text(s3_vectors[i].body)};
		struct err e = {0};

		for (size_t f = 0; f < 4 && s3_vectors[i].fields[f]; f += 2)
			field(a, &r, s3_vectors[i].fields[f], s3_vectors[i].fields[f + 1]);
		ok(aws4_sign(a, &o, INT64_C(1369353600) * SECOND, &r, &e), "%s", s3_vectors[i].url);
		ok(text_ends(http_field(&r.fields, "Authorization"), text(s3_vectors[i].signature)), "%s: as published",
			s3_vectors[i].url);
		sent = r.url;
	}
	is_str(sent, S("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"), "the query goes out as it was "
		"signed");
}

/* Names of objects are names: no segment of them leads up, and what was escaped is so once. */
static void aws_names(struct arena *a)
{
	struct http_request r = {.method = S("GET"), .url = S("https://b.example:9000/x/../a%20b//c+d")};
	struct aws4 o = {.service = S("s3")};
	struct err e = {0};
	Str canonical = S(""), names = S("");

	ok(aws4_canonical(a, &o, &r, &canonical, &names, &e), "a canonical request");
	ok(text_begins(canonical, S("GET\n/x/../a%20b//c%2Bd\n\nhost:b.example:9000\n\nhost\n")), "of S3: %.*s",
		STR(canonical));
	o.service = S("execute-api");
	ok(aws4_canonical(a, &o, &r, &canonical, &names, &e), "and of another service");
	ok(text_begins(canonical, S("GET\n/a%2520b/c%2Bd\n\nhost:b.example:9000\n")), "%.*s", STR(canonical));
	r.url = S("https://");
	ok(!aws4_sign(a, &o, 0, &r, &e) && e.kind == ERR_SOURCE, "what is no address is not signed");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	addresses(a);
	photos_resource(a);
	photos_tokens(a);
	parameters_of_all_places(a);
	status_update(a);
	in_the_query(a);
	aws_suite(a);
	aws_s3(a);
	aws_names(a);
	arena_end(a);
	free(a);
	return done();
}
