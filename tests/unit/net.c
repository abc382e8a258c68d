#include "tap.h"

#include "net/ask.h"
#include "net/url.h"

#include <stdlib.h>

/* ── addresses ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static void joins(struct arena *a, const char *base, const char *reference, const char *want)
{
	struct err e = {0};
	Str url = S("");

	is_str(url_join(a, text(base), text(reference), &url, &e) ? url : text(e.message), text(want), "%s beside %s",
		reference, base);
}

static void addresses(struct arena *a)
{
	struct texts key = {(Str[]){S("key")}, 1}, odd = {(Str[]){S("a[b]")}, 1};

	joins(a, "https://x.example/api/", "orders", "https://x.example/api/orders");
	joins(a, "https://x.example/api/a?b=1", "?page=2", "https://x.example/api/a?page=2");
	joins(a, "https://x.example/api/", "/v2/a", "https://x.example/v2/a");
	joins(a, "https://x.example/", "file:///etc/passwd",
		"https://x.example: an address that it names cannot be used");
	ok(url_is_same_place(a, S("https://x.example/a"), S("https://X.example:443/b")), "scheme, host and port");
	ok(!url_is_same_place(a, S("https://x.example/"), S("http://x.example/")), "not without its TLS");
	ok(!url_is_same_place(a, S("https://x.example/"), S("https://x.example.org/")), "nor a name that begins alike");
	ok(!url_is_same_place(a, S("https://x.example/"), S("https://x.example:8443/")), "nor at another port");
	ok(url_has_user(a, S("https://anna@x.example/")) && !url_has_user(a, S("https://x.example/a@b")), "whose it is");
	is_str(url_with(a, S("https://x/a"), S("created[gte]"), S("1 & 2")), S("https://x/a?created%5Bgte%5D=1%20%26%202"),
		"what is added is escaped");
	is_str(url_without(a, S("https://x/a?monkey=1&key=s&b"), &key), S("https://x/a?monkey=1&b"),
		"one parameter is taken out, and no other whose name ends so");
	is_str(url_without(a, S("https://x/a?key=s"), &key), S("https://x/a"), "the only one");
	is_str(url_without(a, S("https://x/a?a%5Bb%5D=1&c=2"), &odd), S("https://x/a?c=2"), "by its escaped name");
	is_str(url_without(a, S("https://x/a"), &key), S("https://x/a"), "of none nothing");
}

/* ── who asks ──────────────────────────────────────────────────────────────────────────────────────────────────── */

/* Two lists of one system are one to it. */
static void one_for_all_lists(struct arena *a)
{
	struct auth none = {.kind = AUTH_NONE};
	struct endpoint shop = {.base = S("https://x/"), .auth = &none}, other = shop;
	struct askers *all = askers_new(a, NULL);
	struct asker *first = askers_of(all, &shop);

	ok(askers_of(all, &other) != first && askers_of(all, &shop) == first, "one pace for all lists of a system");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	addresses(a);
	one_for_all_lists(a);
	arena_end(a);
	free(a);
	return done();
}
