#include "base/base64.h"
#include "base/seal.h"

#include "tap.h"

#include <stdlib.h>

static void opens(struct arena *a, Str plain)
{
	Str kept = sealed(a, S("key"), S("place"), plain), back = {0};
	struct err e = {0};

	ok(kept.len == plain.len + 28 && seal_open(a, S("key"), S("place"), kept, &back, &e) && text_is(back, plain),
		"%zu bytes come back", plain.len);
	ok(!text_is(kept, sealed(a, S("key"), S("place"), plain)), "sealed twice, it is not the same");
}

static void stays_shut(struct arena *a, Str key, Str place, Str kept, const char *what)
{
	struct err e = {0};
	Str back;

	ok(!seal_open(a, key, place, kept, &back, &e) && e.kind == ERR_CONFIG, "it stays shut: %s", what);
	ok(!strstr(e.message, "plain"), "and nothing is told of it");
}

static void damaged(struct arena *a)
{
	Str kept = sealed(a, S("key"), S("place"), S("in plain words"));

	for (size_t i = 0; i < kept.len; i++) {
		char *other = text_z(a, kept);
		struct err e = {0};
		Str back;

		other[i] ^= 1;
		if (seal_open(a, S("key"), S("place"), (Str){other, kept.len}, &back, &e))
			ok(false, "byte %zu was changed", i);
	}
	ok(true, "any byte may have been changed");
	stays_shut(a, S("yek"), S("place"), kept, "another key");
	stays_shut(a, S("key"), S("palce"), kept, "another place");
	stays_shut(a, S("key"), S("place"), text_head(kept, kept.len - 1), "cut off");
	stays_shut(a, S("key"), S("place"), text_head(kept, 27), "too short");
	stays_shut(a, S("key"), S("place"), S(""), "nothing");
}

/* RFC 4648, 10. */
static void base64(struct arena *a)
{
	static const char *const good[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
		{"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
	static const char *const bad[] = {"Zg", "Zg=", "Zg==x", "Z g==", "Zm9v\n", "Zh==", "=", "Zm9v*mFy"};
	Str back;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		is_str(base64_encoded(a, text(good[i][0])), text(good[i][1]), "Base64 of \"%s\"", good[i][0]);
		ok(base64_decoded(a, text(good[i][1]), &back) && text_is(back, text(good[i][0])), "and back");
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!base64_decoded(a, text(bad[i]), &back), "%s is none", text_quoted(a, text(bad[i])));
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	opens(a, S(""));
	opens(a, S("x"));
	opens(a, S("in plain words, of more than one block of the cipher"));
	damaged(a);
	base64(a);
	arena_end(a);
	free(a);
	return done();
}
