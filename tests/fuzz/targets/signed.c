/*
 * What is signed: parameters that are read and written in their order are read as the same again, in bytes that need no
 * further escape; a request that was signed once says the same to whoever makes its signature again; and of a text with
 * words in braces what is no word stays.
 */
#include "fuzz.h"

#include "net/sign_aws4.h"
#include "net/sign_oauth1.h"
#include "net/template.h"
#include "net/url.h"

static bool is_escaped(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!byte_is_digit(s.at[i]) && !(s.at[i] >= 'a' && s.at[i] <= 'z') && !(s.at[i] >= 'A' && s.at[i] <= 'Z')
		    && !memchr("-._~%=&", s.at[i], 7))
			return false;
	return true;
}

static void parameters(struct arena *a, Str query, bool is_form)
{
	struct http_fields once = {0}, again = {0};
	Str sorted;

	url_parameters(a, query, is_form, &once);
	sorted = url_sorted(a, &once);
	must(is_escaped(sorted), "escaped: %.*s", STR(sorted));
	url_parameters(a, sorted, is_form, &again);
	must(once.count == again.count, "%zu parameters, then %zu: %.*s", once.count, again.count, STR(sorted));
	must_be(url_sorted(a, &again), sorted, "in the same order");
	for (size_t i = 0; i < once.count; i++)
		must(url_unescaped(a, once.at[i].value).len <= once.at[i].value.len, "no longer than it was");
}

static void request(struct arena *a, Str target)
{
	struct http_request r = {.method = S("GET"), .url = text(arena_print(a, "https://x.example/%.*s", STR(target)))};
	struct aws4 o = {.access_key = S("a"), .secret_key = S("s"), .region = S("r"),
		.service = target.len % 2 ? S("s3") : S("x")};
	struct oauth1 one = {.consumer = S("c"), .place = OAUTH1_QUERY};
	Str canonical, again, names;
	struct err e = {0};

	if (!aws4_sign(a, &o, 0, &r, &e))
		return;
	must(aws4_canonical(a, &o, &r, &canonical, &names, &e), "what was signed can be made again: %s", e.message);
	must(text_find(names, S("host")) < names.len, "the host is signed");
	r.fields.count--;
	must(aws4_canonical(a, &o, &r, &again, &names, &e), "without its signature too");
	must_be(again, canonical, "the signature is none of what is signed");
	must(oauth1_sign(a, &one, S("n"), 0, &r, &e) && text_find(r.url, S("oauth_signature=")) < r.url.len, "OAuth");
}

static void template(struct arena *a, Str in)
{
	const struct template_word words[] = {{"a", S("{a}")}, {"b", S("")}};
	struct err e = {0};
	Str filled;

	if (text_find(in, S("{secret:")) < in.len)
		return;
	if (!template_fill(a, in, words, 2, &filled, &e)) {
		must(text_begins(text(e.message), S("unknown word {")), "a word that nobody knows: %s", e.message);
		return;
	}
	if (text_find_byte(in, '{') == in.len)
		must_be(filled, in, "without words it stays");
	must(text_find(in, S("{b}")) < in.len || filled.len >= in.len, "{a} is as long as it was");
}

static void target(struct arena *a, Str in)
{
	switch (take(&in) % 4) {
	case 0:
		parameters(a, in, false);
		break;
	case 1:
		parameters(a, in, true);
		break;
	case 2:
		request(a, in);
		break;
	default:
		template(a, in);
	}
}
