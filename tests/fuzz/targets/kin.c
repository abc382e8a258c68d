/*
 * JSON lines that belong to each other: each is read in the one that it names, and that one in its own, as a naive
 * reading has it; what names nobody who stands before it, or is nested without end, is refused.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "config/toml.h"
#include "read/reader.h"

enum { LINES = 64, DEPTH = 16, NOBODY = -1 };

#define SAID "format = { kind = \"jsonl\", parent = \"up\" }"

static bool read_all(struct arena *a, Str content, struct buf *out, struct err *e)
{
	static const char *const wanted[] = {"id", "^.id", "^^.id"};
	struct path paths[3];
	struct reader *r;
	struct batch batch = {0};
	struct format f;
	struct node *root;
	bool ok = toml_read(a, "f", S(SAID), &root, e) && format_read(a, node_get(root, "format"), &f, mistakes_new(a));

	for (int i = 0; i < 3; i++)
		ok = ok && path_parse(a, text(wanted[i]), &paths[i], e);
	must(ok, "the format: %s", e->message);
	ok = reader_open_file(a, &f, (struct reader_file){.name = S("kin.jsonl"), .content = content}, paths, 3, &r, e);
	do {
		struct arena *memory = arena_new(a);

		ok = ok && reader_next(r, memory, &batch, e);
		for (size_t i = 0; ok && i < batch.count; i++)
			for (size_t cell = 0; cell < batch.records[i].cell_count; cell++)
				buf_print(out, "%.*s%c", WHOLE(batch.records[i].cells[cell].text), cell == 2 ? '\n' : ' ');
		arena_end(memory);
	} while (ok && batch.count > 0);
	return ok;
}

static int above(const int *parents, int line)
{
	return line == NOBODY ? NOBODY : parents[line];
}

/* How many stand above it; DEPTH + 1 is too many. */
static int depth_of(const int *parents, int line)
{
	int depth = 0;

	while (depth <= DEPTH && (line = above(parents, line)) != NOBODY)
		depth++;
	return depth;
}

static void put(struct buf *b, int line, char end)
{
	if (line != NOBODY)
		buf_print(b, "n%d", line);
	buf_byte(b, end);
}

/* A byte a line: whom of those before it it names, nobody, or itself, who is not before it. */
static void family(struct arena *a, Str in)
{
	struct buf *content = buf_new(a, 1 << 16), *told = buf_new(a, 1 << 16), *out = buf_new(a, 1 << 16);
	int parents[LINES], count = 0;
	struct err e = {0};
	bool good = true, ok;

	for (; count < LINES && in.len > 0 && good; count++) {
		int byte = (int)take(&in) % (count + 2);

		parents[count] = byte == 0 ? NOBODY : byte - 1;
		buf_print(content, "{\"id\":\"n%d\"", count);
		if (byte > 0)
			buf_print(content, ",\"up\":\"n%d\"", byte - 1);
		buf_add(content, S("}\n"));
		good = byte <= count && depth_of(parents, count) <= DEPTH;
		put(told, count, ' ');
		put(told, above(parents, count), ' ');
		put(told, above(parents, good ? above(parents, count) : NOBODY), '\n');
	}
	if (count == 0)
		return;
	ok = read_all(a, buf_str(content), out, &e);
	must(ok == good, "%s\n%.*s", good ? e.message : "it must be refused", WHOLE(buf_str(content)));
	if (good)
		must_be(buf_str(out), buf_str(told), "who belongs to whom");
}

static void target(struct arena *a, Str in)
{
	struct err e = {0};
	unsigned what = take(&in);

	if (what % 2 == 0)
		family(a, in);
	else if (!read_all(a, in, buf_new(a, 1 << 20), &e))
		must(e.kind == ERR_FORMAT, "kind %d: %s", (int)e.kind, e.message);
}
