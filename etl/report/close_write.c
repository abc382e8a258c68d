#include "report/close.h"

#include "base/file.h"

typedef bool (*writer)(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e);

static bool page(struct arena *a, struct pg *pg, const struct closed *c, struct output *out, struct err *e)
{
	(void)pg;
	(void)e;
	close_html(a, c, out->b);
	return true;
}

static bool file_write_of(struct arena *run, struct pg *pg, const struct closed *c, const char *path, writer write,
	struct err *e)
{
	struct arena *a = arena_new(run);
	struct output *out;
	bool kept = output_open(a, path, &out, e) && write(a, pg, c, out, e) && output_keep(out, e);

	arena_end(a);
	return kept;
}

/* The page last: where it is, all it points to is. */
bool close_write(struct arena *run, struct pg *pg, const struct close_options *o, const char **index, struct err *e)
{
	static const struct { const char *name; writer write; } files[] = {{"close.json", close_json},
		{"close.xlsx", close_workbook}, {"index.html", page}};
	struct closed *c;

	if (!closed_read(run, pg, o, &c, e) || !folder_make(o->folder, e))
		return false;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		*index = path_join(run, o->folder, files[i].name);
		if (!file_write_of(run, pg, c, *index, files[i].write, e))
			return false;
	}
	return true;
}
