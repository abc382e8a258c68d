#include "base/digest.h"
#include "base/hash.h"

#include "tap.h"

#include <stdlib.h>

/* FIPS 180-4 has the algorithm, NIST's example values these. */
static void known_digests(struct arena *a)
{
	static const struct {
		const char *text, *hex;
	} rows[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	};
	struct digester *d = digester_new(a);
	struct digest parsed;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		is_z(digest_text(a, digest_of(text(rows[i].text))), rows[i].hex, "SHA-256 of \"%s\"", rows[i].text);
		for (const char *at = rows[i].text; *at; at++)
			digester_add(d, (Str){at, 1});
		is_z(digest_text(a, digester_end(d)), rows[i].hex, "byte by byte, and anew");
		ok(digest_parse(text(rows[i].hex), &parsed) && digest_is(parsed, digest_of(text(rows[i].text))), "read back");
	}
	is_z(digest_text(a, digest_of((Str){NULL, 0})), rows[0].hex, "of nothing");
	ok(!digest_is(digest_of(S("a")), digest_of(S("b"))), "others differ");
	for (int i = 0; i < 1000; i++)
		digester_add(d, text(arena_print(a, "%01000d", 0)));
	is_z(digest_text(a, digester_end(d)), "ba4b3010e2d91c08bd1987998d82b89b52ae1bdbc360f066607c7ee5a9c5830e",
		"a million zeros");
}

static void bad_digests(void)
{
	static const char *const bad[] = {
		"", "e3b0", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85",
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555",
		"g3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	};
	struct digest d;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ok(!digest_parse(text(bad[i]), &d), "\"%s\" is no digest", bad[i]);
	ok(digest_parse(S("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"), &d), "capitals are read");
}

static struct hash of(struct hasher *h, const Str *values, size_t count)
{
	hasher_begin(h);
	for (size_t i = 0; i < count; i++) {
		if (values[i].at)
			hasher_value(h, values[i]);
		else
			hasher_null(h);
	}
	return hasher_end(h);
}

static void apart(struct hasher *h)
{
	const Str cases[][2] = {
		{S("a|b"), S("c")}, {S("a"), S("b|c")}, {S("ab"), S("c")}, {S("a"), S("bc")},
		{S(""), S("abc")}, {S("abc"), S("")},
		{{NULL, 0}, S("abc")}, {S("abc"), {NULL, 0}}, {{NULL, 0}, {NULL, 0}}, {S(""), S("")}, {S(""), {NULL, 0}},
		{S("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), S("")},
	};
	size_t count = sizeof cases / sizeof *cases;
	int same = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < i; j++)
			same += hash_is(of(h, cases[i], 2), of(h, cases[j], 2));
	is_int(same, 0, "NULL, '' and where one value ends make a difference");
	ok(!hash_is(of(h, cases[0], 1), of(h, cases[0], 2)), "so does how many there are");
	ok(hash_is(of(h, cases[0], 2), of(h, cases[0], 2)), "equal values are equal");
}

static const char *hex(struct arena *a, struct hash h)
{
	return arena_print(a, "%016" PRIx64 "%016" PRIx64, h.high, h.low);
}

/* The contract on disk: were one of these to change, every staged row would be new. */
static void contract(struct arena *a)
{
	struct hasher *plain = hasher_new(a, 0), *seeded = hasher_new(a, 42);
	const Str row[] = {S("1001"), S("paid"), {NULL, 0}, S("")};
	struct hash h = of(plain, NULL, 0);

	/* xxHash's own value for no bytes and no seed. */
	is_z(hex(a, h), "99aa06d3014798d86001c324468d497f", "no values");
	h = of(plain, row, 4);
	is_z(hex(a, h), "9962c5e51201626f154347dc75336ca3", "a row");
	h = of(seeded, row, 4);
	is_z(hex(a, h), "99829224604cd8bebe862da307b85b73", "with a seed");
	hasher_number(seeded, 7);
	hasher_value(seeded, S("x"));
	h = hasher_end(seeded);
	is_z(hex(a, h), "c5591e226884ef945d6ed9ee0820df88", "a number and a value");
}

/* Values that do not fit what is gathered are streamed: as if there were no such limit. */
static void long_values(struct arena *a)
{
	enum { LONG = 100000 };
	char *bytes = arena_raw(a, LONG);
	struct hasher *h = hasher_new(a, 7);
	struct hash first, second;

	for (size_t i = 0; i < LONG; i++)
		bytes[i] = (char)(i * 31 % 251);
	for (size_t size = 8170; size < 8210; size += 3) {
		/* A value of eight bytes is a number behind its length. */
		hasher_begin(h);
		hasher_value(h, (Str){bytes, size});
		hasher_value(h, S("12345678"));
		first = hasher_end(h);
		hasher_value(h, (Str){bytes, size});
		hasher_number(h, 8);
		hasher_number(h, UINT64_C(0x3837363534333231));
		second = hasher_end(h);
		ok(hash_is(first, second), "%zu bytes and eight", size);
	}
	hasher_value(h, (Str){bytes, LONG});
	first = hasher_end(h);
	hasher_value(h, (Str){bytes, LONG});
	second = hasher_end(h);
	ok(hash_is(first, second), "a long value, twice");
	is_z(hex(a, first), "ea76470ba651a079041102061fa637ab", "its contract");
	hasher_value(h, (Str){bytes, LONG});
	hasher_begin(h);
	ok(hash_is(hasher_end(h), of(h, NULL, 0)), "begin forgets");
}

int main(void)
{
	struct arena *a = arena_new(NULL);

	known_digests(a);
	bad_digests();
	apart(hasher_new(a, 1));
	contract(a);
	long_values(a);
	arena_end(a);
	free(a);
	return done();
}
