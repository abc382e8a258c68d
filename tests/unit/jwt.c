/* Tokens: RFC 7515, appendix A, and what the configuration says of them. */
#include "tap.h"

#include "base/base64.h"
#include "config/toml.h"
#include "net/jwt.h"

#include <stdlib.h>

/* RFC 7515, A.2 and A.3: published for tests, and worth nothing. */
static const char rsa[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCh+BYK4uPJtGXO\n"
	"jS1lYmM2K5J9vinh8CR3/BYlzJChNuOL2TSXxbbqY913EeZ8dCn5VrD7io8ImtxL\n"
	"aYk8wTM/U+3QGbh3hCUv7JFP5IV3aVlL6kKA0ywPVb9ilE8TA5a8bpvfbr3SvaNn\n"
	"juygxmj3AbONv/s4yDQs4v5tJ/reSlpIdJed1LnPmt7Ex1sFhSwsD174pcF1A5L5\n"
	"ROjtZMEQxrZHYJqkeDrrnGya11UxMFBji4NmXG9veoKjlnAqH2QbgtPr8jkiGUkf\n"
	"toaHLFcW9Qr4NY2ai50Xw0Byj3+H2JoY2PyrZ62EWQwuz3WTOTY8BwNNb2BvniHg\n"
	"VFbK5emhAgMBAAECggEAEq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyW\n"
	"PEAeP88vLNO97IjlA7/GQ5sLKMgvfTeXZx9SE+7YwVol2NXOoAJe46sui395IW/G\n"
	"O+pWJ1O0BkTGoVEn2bKVRUCgu+GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzj\n"
	"kn439X0M/V51gfpRLI9JYanrC4D4qAdGcopV/0ZHHzQlBjudU2QvXt4ehNYTCBr6\n"
	"XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl/x/jTj3ccPDVZFD9pIuhLhBOneufuBiB\n"
	"4cS98l2SR/RQyGWSeWjnczT0QU91p1DhOVRuOopznQKBgQDgHMQQ60imZV1URk0K\n"
	"pLttoLhyt3SmqdEf/kgHePDdtzEafpAu+cS191R2JiuoF2yzWXnwFDcqGigp5BNr\n"
	"0AHQfD8/Lk8l1Mk09jxxCfui5nYooNyac8YFjm3vItzVCVDnEd3BbVWG8qf6deqE\n"
	"lMGAg+C2V0L4oNXnP7LZcPAZRwKBgQC5A8R+CZW2MvRTLLHzwZkUXV866cff7tx6\n"
	"kqa0finGG0KgeqlaZPxgCZnFp7AeAcCMtiynVlJ7vMVgePsLq6XtON4tB5kP9jAP\n"
	"rq3rbAOal78eUH5OcED6eNuCV8ixEu1eWcPNCS/l1OW1EnXUEoEHKl54Xrrz2uNw\n"
	"kgMTP1FZ1wKBgAcCn1dwJKufzBWQxWQp1vsM5fggqPN1qGb5y0MAk3g7/Ls5bkUp\n"
	"5u9SN0Ai3Ya6hNnvWJMb7sXQX6U/zyO2M/hTip7tUeh7CXgwo59dkpN75gJLVds2\n"
	"9+DAncu3KXU4f2Fa+7bLNrur53k8KwPOq2bbuTG69QtV7Jr5MR0AHWKNAoGBAIf/\n"
	"evpitUf+4JYbLpvNXWcY052Mpz22aR84mY3nh3F2LF2mjMJDpTg7FmuyPcVw6EcG\n"
	"yoAe9fa65iNqCq+jdw6PVNGo2hxfjSiZ8IIzHdsPXI89//pMjZcQK9r+CCoRjaZj\n"
	"OYiIDktVWZzmevJuv6WywUqd57LE3Zar3dLSIkx1AoGAIYd7DHOhrWvxkwPQsRM2\n"
	"tOgrjbcrfvtQJipd+DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd/QJQ3\n"
	"ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp/gh6A56\n"
	"03k2+ZQwVK0JKSHuLFkuQ3U=\n"
	"-----END PRIVATE KEY-----\n";
static const char ec[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgjpsQnnGQmL+YBIff\n"
	"H1136cspYG6+0iY7X1fCE9+E9LKhRANCAAR/zc4ncPbEXUGDy+5v20t7WAczNXvp\n"
	"7xO6z248e9FURcfxRM0bvZt+hyzf7bnuufSzaV1uqQskrYpGIyiFiOWt\n"
	"-----END PRIVATE KEY-----\n";

static const char joe[] = "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n \"http://example.com/is_root\":true}";
#define JOE "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

static void jwt_vectors(struct arena *a)
{
	static const unsigned char shared[] = {3, 35, 53, 75, 43, 15, 165, 188, 131, 126, 6, 101, 119, 123, 166, 143, 90,
		179,
		40, 230, 240, 84, 201, 40, 169, 15, 132, 178, 210, 80, 46, 191, 211, 251, 90, 146, 210, 6, 71, 239, 150, 138,
			180,
		195, 119, 98, 61, 34, 61, 46, 33, 114, 5, 46, 79, 8, 192, 205, 154, 245, 103, 208, 128, 163};
	struct jwt j = {.algorithm = JWT_HS256, .key = {(const char *)shared, sizeof shared}};
	struct err e = {0};
	Str token = S(""), again = S("");

	ok(jwt_signed(a, &j, S("{\"typ\":\"JWT\",\r\n \"alg\":\"HS256\"}"), text(joe), &token, &e), "HS256");
	is_str(token, S("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." JOE ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
		"RFC 7515, A.1");
	j = (struct jwt){.algorithm = JWT_RS256, .key = text(rsa)};
	ok(jwt_signed(a, &j, S("{\"alg\":\"RS256\"}"), text(joe), &token, &e), "RS256");
	is_str(token, S("eyJhbGciOiJSUzI1NiJ9." JOE ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__"
		"dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4"
		"Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBM"
		"Hlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-"
			"eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgG"
		"Y9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"), "RFC 7515, A.2");
	/* Of ES256 no two signatures are the same: tests/cli/signed.py verifies them. */
	j = (struct jwt){.algorithm = JWT_ES256, .key = text(ec)};
	ok(jwt_signed(a, &j, S("{\"alg\":\"ES256\"}"), text(joe), &token, &e)
		&& jwt_signed(a, &j, S("{\"alg\":\"ES256\"}"), text(joe), &again, &e), "ES256");
	ok(text_begins(token, S("eyJhbGciOiJFUzI1NiJ9." JOE ".")) && token.len == again.len && !text_is(token, again),
		"RFC 7515, A.3: 64 bytes, each time others");
	is_int((int64_t)token.len, (int64_t)(sizeof "eyJhbGciOiJFUzI1NiJ9." JOE "." - 1) + 86, "in Base64");
}

static void refuses_key(struct arena *a, enum jwt_algorithm algorithm, const char *key, const char *why)
{
	struct jwt j = {.algorithm = (int)algorithm, .key = text(key)};
	struct err e = {0};
	Str token;

	ok(!jwt_signed(a, &j, S("{}"), S("{}"), &token, &e) && e.kind == ERR_CONFIG, "refused");
	is_z(e.message, why, "and why");
}

static void jwt_keys(struct arena *a)
{
	refuses_key(a, JWT_RS256, "s3cr3t", "the key is no private key in PEM without a password");
	refuses_key(a, JWT_RS256, "", "the key is no private key in PEM without a password");
	refuses_key(a, JWT_RS256, ec, "the key is no RSA key of 2048 bits or more");
	refuses_key(a, JWT_ES256, rsa, "the key is no EC key of the curve P-256");
	refuses_key(a, JWT_ES256, "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,"
		"00000000000000000000000000000000\n\nMCUCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSy\n"
		"-----END EC PRIVATE KEY-----\n", "the key is no private key in PEM without a password");
}

static const struct node *toml(struct arena *a, const char *source)
{
	struct node *root = NULL;
	struct err e = {0};

	ok(toml_read(a, "t.toml", text(source), &root, &e), "read");
	return root;
}

static void jwt_claims(struct arena *a)
{
	const struct node *root = toml(a, "c = { iss = \"id\", sub = \"{id}\", aud = [\"x\", \"y\"], nbf = \"{now}\", "
		"n = 1, t = true, f = 0.5, o = { p = \"at {now}\" } }\nh = { kid = \"k\" }\n"
		"i = { exp = 7, iat = \"{expires}\" }\nj = { typ = \"at+jwt\" }\n");
	struct jwt j = {.algorithm = JWT_HS256, .key = S("k"), .claims = node_child(root, S("c")),
		.header = node_child(root, S("h")), .lifetime = 600 * SECOND};
	struct err e = {0};
	Str token = S(""), head, body, rest;

	ok(jwt_make(a, &j, S("abc"), 1000 * SECOND + 1, &token, &e), "made: %s", e.message);
	text_cut(token, '.', &head, &rest);
	text_cut(rest, '.', &body, &rest);
	is_str(head, base64url_encoded(a, S("{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}")), "a header with more "
		"in it");
	is_str(body, base64url_encoded(a, S("{\"iss\":\"id\",\"sub\":\"abc\",\"aud\":[\"x\",\"y\"],\"nbf\":1000,\"n\":1,"
		"\"t\":true,"
		"\"f\":0.5,\"o\":{\"p\":\"at 1000\"},\"iat\":1000,\"exp\":1600}")), "claims: moments are numbers, iat and "
			"exp there");
	j.claims = node_child(root, S("i"));
	j.header = node_child(root, S("j"));
	ok(jwt_make(a, &j, S("abc"), 1000 * SECOND, &token, &e), "made");
	text_cut(token, '.', &head, &rest);
	text_cut(rest, '.', &body, &rest);
	is_str(body, base64url_encoded(a, S("{\"exp\":7,\"iat\":1600}")), "what is said counts");
	is_str(head, base64url_encoded(a, S("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}")), "in the header too");
}

static void jwt_mistakes(struct arena *a)
{
	const struct node *root = toml(a, "c = { sub = \"{od}\", d = 2026-03-31 }\nh = { alg = \"none\", kid = \"{nao}\" "
		"}\n");
	struct jwt j = {.claims = node_child(root, S("c")), .header = node_child(root, S("h"))};
	struct mistakes *m = mistakes_new(a);

	ok(!jwt_check(a, &j, m), "mistakes");
	is_str(mistakes_text(a, m), S("t.toml:1:7: unknown word {od}; known are {now}, {expires}, {id}\n"
		"t.toml:1:21: \"d\" is a date, which JSON has none of; write a text or {now}\n"
		"t.toml:2:7: \"alg\" is said by \"algorithm\"\n"
		"t.toml:2:21: unknown word {nao}; known are {now}, {expires}, {id}\n"), "each with its place");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	jwt_vectors(a);
	jwt_keys(a);
	jwt_claims(a);
	jwt_mistakes(a);
	arena_end(a);
	free(a);
	return done();
}
