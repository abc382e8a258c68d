#include "net/jwt.h"

#include "base/base64.h"
#include "base/json_out.h"
#include "base/signature.h"
#include "net/template.h"

enum { NOW, EXPIRES, ID, WORDS, JSON_MOST = 1 << 20 };

static const struct template_word names[WORDS] = {
	[NOW] = {.name = "now"}, [EXPIRES] = {.name = "expires"}, [ID] = {.name = "id"},
};

static const char *const algorithms[] = {[JWT_HS256] = "HS256", [JWT_RS256] = "RS256", [JWT_ES256] = "ES256"};

/* ── what it says ──────────────────────────────────────────────────────────────────────────────────────────────── */

static bool check_value(struct arena *a, const struct node *n, struct mistakes *m)
{
	bool good = n->kind != NODE_TEXT || template_check(a, n->text, names, WORDS, n, m);

	if (n->kind == NODE_DATE || n->kind == NODE_TIME || n->kind == NODE_DATETIME)
		good = mistake(m, n, "\"%.*s\" is %s, which JSON has none of; write a text or {now}", STR(n->name),
			node_kind_name(n->kind));
	for (size_t i = 0; i < n->count; i++)
		if (!check_value(a, n->items[i], m))
			good = false;
	return good;
}

bool jwt_check(struct arena *a, const struct jwt *j, struct mistakes *m)
{
	bool good = !j->claims || check_value(a, j->claims, m);

	if (!j->header)
		return good;
	if (node_child(j->header, S("alg")))
		good = mistake(m, node_child(j->header, S("alg")), "\"alg\" is said by \"algorithm\"");
	return check_value(a, j->header, m) && good;
}

static bool is_moment(Str s)
{
	return text_is(s, S("{now}")) || text_is(s, S("{expires}"));
}

/* Tables and lists hold further ones. */
static bool put(struct arena *a, struct json_out *out, const struct node *n, const struct template_word *words,
	struct err *e);

static bool put_items(struct arena *a, struct json_out *out, const struct node *n, const struct template_word *words,
	struct err *e)
{
	for (size_t i = 0; i < n->count; i++) {
		if (n->kind == NODE_TABLE)
			json_name(out, text_z(a, n->items[i]->name));
		if (!put(a, out, n->items[i], words, e))
			return false;
	}
	return true;
}

static bool put_text(struct arena *a, struct json_out *out, Str template, const struct template_word *words,
	struct err *e)
{
	Str filled;

	if (!template_fill(a, template, words, WORDS, &filled, e))
		return false;
	if (is_moment(template))
		json_raw(out, filled);
	else
		json_text(out, filled);
	return true;
}

static bool put(struct arena *a, struct json_out *out, const struct node *n, const struct template_word *words,
	struct err *e)
{
	bool done = true;

	switch (n->kind) {
	case NODE_TABLE:
		json_object(out);
		done = put_items(a, out, n, words, e);
		json_object_end(out);
		break;
	case NODE_ARRAY:
		json_array(out);
		done = put_items(a, out, n, words, e);
		json_array_end(out);
		break;
	case NODE_TEXT:
		return put_text(a, out, n->text, words, e);
	case NODE_INTEGER:
		json_int(out, n->integer);
		break;
	case NODE_BOOLEAN:
		json_bool(out, n->boolean);
		break;
	case NODE_FLOAT:
	case NODE_DATE:
	case NODE_TIME:
	case NODE_DATETIME:
		json_raw(out, n->text);
		break;
	}
	return done;
}

static bool header_of(struct arena *a, const struct jwt *j, const struct template_word *words, Str *header,
	struct err *e)
{
	struct buf *b = buf_new(a, JSON_MOST);
	struct json_out out;

	json_begin(&out, b, false);
	json_object(&out);
	json_put_z(&out, "alg", algorithms[j->algorithm]);
	if (!node_child(j->header, S("typ")))
		json_put_z(&out, "typ", "JWT");
	if (j->header && !put_items(a, &out, j->header, words, e))
		return false;
	json_object_end(&out);
	*header = buf_str(b);
	return !buf_is_over(b) || err_set(e, ERR_CONFIG, "the header of a token is longer than 1 MiB");
}

static bool claims_of(struct arena *a, const struct jwt *j, const struct template_word *words, Str *claims,
	struct err *e)
{
	struct buf *b = buf_new(a, JSON_MOST);
	struct json_out out;

	json_begin(&out, b, false);
	json_object(&out);
	if (j->claims && !put_items(a, &out, j->claims, words, e))
		return false;
	for (size_t i = NOW; i <= EXPIRES; i++) {
		const char *name = i == NOW ? "iat" : "exp";

		if (node_child(j->claims, text(name)))
			continue;
		json_name(&out, name);
		json_raw(&out, words[i].value);
	}
	json_object_end(&out);
	*claims = buf_str(b);
	return !buf_is_over(b) || err_set(e, ERR_CONFIG, "the claims of a token are longer than 1 MiB");
}

bool jwt_make(struct arena *a, const struct jwt *j, Str id, instant now, Str *token, struct err *e)
{
	struct template_word words[WORDS] = {names[NOW], names[EXPIRES], names[ID]};
	Str header, claims;

	words[NOW].value = text(arena_print(a, "%lld", (long long)(now / SECOND)));
	words[EXPIRES].value = text(arena_print(a, "%lld", (long long)((now + j->lifetime) / SECOND)));
	words[ID].value = id;
	return header_of(a, j, words, &header, e) && claims_of(a, j, words, &claims, e)
	    && jwt_signed(a, j, header, claims, token, e);
}

/* ── who says it ───────────────────────────────────────────────────────────────────────────────────────────────── */

bool jwt_signed(struct arena *a, const struct jwt *j, Str header, Str claims, Str *token, struct err *e)
{
	Str said = text(arena_print(a, "%.*s.%.*s", WHOLE(base64url_encoded(a, header)),
		WHOLE(base64url_encoded(a, claims))));
	Str signature = {0};
	bool done = true;

	switch ((enum jwt_algorithm)j->algorithm) {
	case JWT_HS256:
		signature = mac_of(a, MAC_SHA256, j->key, said);
		break;
	case JWT_RS256:
		done = signature_rsa(a, j->key, said, &signature, e);
		break;
	case JWT_ES256:
		done = signature_ec(a, j->key, said, &signature, e);
		break;
	}
	if (done)
		*token = text(arena_print(a, "%.*s.%.*s", WHOLE(said), WHOLE(base64url_encoded(a, signature))));
	return done;
}
