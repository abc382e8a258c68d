/* What a list got whole before it broke off, and the values that it is asked for over. */
#include "tap.h"

#include "base/file.h"
#include "extract/fan.h"
#include "extract/kept.h"
#include "extract/manifest.h"
#include "extract/words.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const instant first_run = 20544 * DAY, second_run = 20545 * DAY;
static const char *folder, *file;

static struct kept *open_since(struct arena *a, instant since)
{
	struct kept *k = NULL;
	struct err e = {0};

	if (!kept_open(a, folder, S("shop.orders"), since, &k, &e))
		ok(false, "open: %s", e.message);
	return k;
}

static struct digest key_of(const char *name)
{
	return digest_of(text(name));
}

/* One without an answer: of what there is no place may lack. */
static bool keep(struct arena *a, struct kept *k, const char *name, instant run)
{
	struct kept_slice s = {.landing = {.extract = S("shop.orders"), .business_date = 20543, .landed_at = run,
		.as_of = run, .as_of_source = S("landed"), .proof = PROOF_PAGES}};
	struct err e = {0};

	s.landing.content = manifest_content(a, &s.landing);
	return kept_add(k, key_of(name), &s, &e) || ok(false, "add: %s", e.message);
}

static long size_of_file(void)
{
	struct stat status;

	return stat(file, &status) == 0 ? (long)status.st_size : -1;
}

static void test_age(struct arena *a)
{
	struct kept *k = open_since(a, first_run);
	long one;

	keep(a, k, "a", first_run);
	one = size_of_file();
	keep(a, k, "b", first_run);
	k = open_since(a, first_run);
	ok(kept_find(a, k, key_of("a")) && kept_find(a, k, key_of("b")), "what a run got whole is there for the next one");
	k = open_since(a, first_run + 1);
	ok(!kept_find(a, k, key_of("a")), "what is too old does not count");
	keep(a, k, "c", second_run);
	ok(size_of_file() == one, "and does not stay: %ld bytes, not %ld", size_of_file(), one);
	keep(a, k, "d", second_run);
	k = open_since(a, first_run + 1);
	ok(kept_find(a, k, key_of("c")) && kept_find(a, k, key_of("d")) && !kept_find(a, k, key_of("b")),
		"what was added behind it is there");
}

static void test_torn(struct arena *a)
{
	struct kept *k;
	struct err e = {0};
	Str content;

	if (!file_read(a, file, 1 << 20, &content, &e) || !file_write(file, text_head(content, content.len - 1), &e))
		ok(false, "%s", e.message);
	k = open_since(a, first_run);
	ok(kept_find(a, k, key_of("c")) && !kept_find(a, k, key_of("d")), "one that was cut off is not there");
	keep(a, k, "d", second_run);
	k = open_since(a, first_run);
	ok(kept_find(a, k, key_of("c")) && kept_find(a, k, key_of("d")), "until it is added again");
	ok(kept_forget(k, &e) && size_of_file() < 0, "all of them are forgotten: %s", e.message);
}

/* Values of a megabyte each: what is asked for over them has no end of its own. */
static void test_joined(struct arena *a)
{
	struct fan fan = {.is_given = true, .batch = 3, .join = S(",")};
	Str value = {memset(arena_raw(a, 1 << 20), 'x', 1 << 20), 1 << 20};
	struct texts values = {0};
	struct words words = {0};
	Str joined;

	for (int i = 0; i < 4; i++)
		texts_add(a, &values, value);
	joined = fan_joined(a, &fan, &values, 0);
	ok(joined.len == 3 * value.len + 2, "all values of a batch are asked for: %zu bytes", joined.len);
	ok(fan_joined(a, &fan, &values, 3).len == value.len, "and those that are left");
	words_add(a, &words, S("over"), joined);
	ok(words_filled(a, &words, S("{over}")).len == joined.len, "where they are named");
}

int main(void)
{
	struct arena *a = arena_new(NULL);
	char made[] = "/tmp/counterfoil-kept-XXXXXX";

	folder = mkdtemp(made);
	if (!folder)
		return 1;
	file = path_join(a, folder, "slices/shop.orders");
	test_age(a);
	test_torn(a);
	test_joined(a);
	rmdir(path_folder(a, file));
	rmdir(folder);
	arena_end(a);
	free(a);
	return done();
}
