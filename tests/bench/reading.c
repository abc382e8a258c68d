/*
 * reading FILE FORMAT PATH…: reads a file as an extract would, all its records with a cell for each path, and prints
 * how many records, cells and bytes of cells there were.  FORMAT is what stands behind format = in an extract.
 *
 * It is the way of a landing's bytes to what a field map is given: nothing is mapped, staged or written.
 */
#include "config/toml.h"
#include "format/path.h"
#include "read/reader.h"

#include <inttypes.h>
#include <stdio.h>

struct sums {
	uint64_t records, cells, bytes;
};

static bool format_given(struct arena *a, const char *written, struct format *f, struct err *e)
{
	struct mistakes *m = mistakes_new(a);
	struct node *root;

	if (!toml_read(a, "format", text(arena_print(a, "format = %s", written)), &root, e))
		return false;
	return format_read(a, node_child(root, S("format")), f, m)
		|| err_set(e, ERR_CONFIG, "%.*s", STR(mistakes_text(a, m)));
}

static bool paths_given(struct arena *a, char **written, size_t count, struct path **paths, struct err *e)
{
	*paths = arena_array(a, count + 1, struct path);
	for (size_t i = 0; i < count; i++)
		if (!path_parse(a, text(written[i]), &(*paths)[i], e))
			return false;
	return true;
}

static void add(struct sums *sums, const struct batch *b)
{
	sums->records += b->count;
	for (size_t i = 0; i < b->count; i++) {
		for (size_t c = 0; c < b->records[i].cell_count; c++) {
			sums->cells += b->records[i].cells[c].kind != CELL_MISSING;
			sums->bytes += b->records[i].cells[c].text.len;
		}
	}
}

static bool read_all(struct arena *a, struct reader *r, struct sums *sums, struct err *e)
{
	struct arena *mem = arena_new(a);
	struct batch batch = {0};
	bool good;

	do {
		arena_end(mem);
		good = reader_next(r, mem, &batch, e);
		if (good)
			add(sums, &batch);
	} while (good && batch.count > 0);
	return good;
}

int main(int count, char **words)
{
	struct arena *a = arena_new(NULL);
	struct format f = {0};
	struct path *paths;
	struct reader *r;
	struct sums sums = {0};
	struct err e = {0};
	size_t wanted = count > 3 ? (size_t)count - 3 : 0;
	bool good = count > 2 && format_given(a, words[2], &f, &e) && paths_given(a, words + 3, wanted, &paths, &e)
		&& reader_open_file(a, &f, (struct reader_file){.path = words[1], .name = text(words[1])}, paths, wanted, &r,
				    &e)
		&& read_all(a, r, &sums, &e);

	if (good)
		printf("%" PRIu64 " %" PRIu64 " %" PRIu64 "\n", sums.records, sums.cells, sums.bytes);
	else
		fprintf(stderr, "%s\n", count > 2 ? e.message : "usage: reading FILE FORMAT PATH…");
	arena_end(a);
	return !good;
}
