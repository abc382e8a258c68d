/*
 * Archives and compression: the same content whatever the pieces, never past the limits; and what is whole is not whole
 * any more without its last byte, or with one behind it.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "format/unpack.h"

enum { SIZE = 1 << 18, ENTRIES = 20 };

struct result {
	struct buf *content;         /* names and contents, one after another */
	bool is_whole;
	size_t members;
	uint64_t size;
};

static bool leads_out(Str name)
{
	Str step;

	for (bool more = true; more;) {
		more = text_cut(name, '/', &step, &name);
		if (text_is(step, S("..")) || text_ends(step, S("!..")) || text_ends(step, S("!")))
			return true;
	}
	return false;
}

static void unpacked(struct arena *a, Str in, size_t step, struct result *r)
{
	static const struct unpack_limits limits = {.size = SIZE, .entries = ENTRIES, .ratio = 50};
	struct err e = {0};
	struct unpack *u;
	Str name, chunk;
	bool has = true, good = unpack_open(a, bytes_of_memory(a, S("x"), in, step), &limits, S(""), &u, &e);

	*r = (struct result){.content = buf_new(a, 1 << 26)};
	while (good && (good = unpack_next(u, &name, &has, &e)) && has) {
		r->members++;
		buf_print(r->content, "[%.*s]", STR(name));
		must(text_begins(name, S("x")) && !leads_out(name), "a name inside: %.*s", STR(name));
		do {
			good = unpack_read(u, &chunk, &e);
			if (good)
				buf_add(r->content, chunk);
			r->size += good ? chunk.len : 0;
		} while (good && chunk.len > 0);
	}
	r->is_whole = good;
	must(good || e.kind == ERR_FORMAT, "what is not whole is of no format: %s", e.message);
	must(good || text_is_utf8(text(e.message), NULL), "a message is text");
	must(r->size <= 5 * SIZE && r->members <= ENTRIES + 1, "%zu members, %zu bytes", r->members, (size_t)r->size);
}

/* What proves its own end, by its first bytes, unless it is taken for plain.  A tar may go on in zeros. */
static bool is_sealed(Str in, Str content)
{
	static const struct {
		const char *bytes;
		size_t len;
	} magics[] = {{"\x1F\x8B", 2}, {"BZh", 3}, {"\xFD" "7zXZ\0", 6}, {"\x28\xB5\x2F\xFD", 4}, {"PK\3\4", 4},
		{"7z\xBC\xAF\x27\x1C", 6}};

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (text_begins(in, (Str){magics[i].bytes, magics[i].len}))
			return !text_is(text_from(content, 3), in);
	return false;
}

static void target(struct arena *a, Str in)
{
	size_t step = 1 + take(&in) % 64;
	struct result whole, parts, less, more;
	char *longer = arena_raw(a, in.len + 1);

	unpacked(a, in, 0, &whole);
	unpacked(a, in, step, &parts);
	must(whole.is_whole == parts.is_whole, "whole in one piece and in many alike");
	if (whole.is_whole)
		must_be(buf_str(parts.content), buf_str(whole.content), "content in pieces");
	if (!whole.is_whole || !is_sealed(in, buf_str(whole.content)))
		return;
	unpacked(a, text_head(in, in.len - 1), 0, &less);
	must(!less.is_whole, "without its last byte it is not whole");
	memcpy(longer, in.at, in.len);
	longer[in.len] = 'x';
	unpacked(a, (Str){longer, in.len + 1}, 0, &more);
	must(!more.is_whole, "a byte behind the end is noticed");
}
