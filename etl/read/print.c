#include "read/print.h"

#include "base/json_out.h"

#include <errno.h>

enum { LINE_LIMIT = 1 << 30 };

static void put_name(struct json_out *j, struct arena *a, Str name)
{
	json_name(j, text_z(a, name));
}

/* JSON goes on one line: line ends stand only between its tokens. */
static void put_raw(struct json_out *j, struct arena *a, Str json)
{
	char *line = text_z(a, json);

	for (size_t i = 0; i < json.len; i++)
		if (line[i] == '\n' || line[i] == '\r')
			line[i] = ' ';
	json_raw(j, (Str){line, json.len});
}

static void put_element(struct json_out *j, struct arena *a, const struct tree *t);

/* The first of that name from one child up to another. */
static const struct tree *named(const struct tree *from, const struct tree *to, Str name)
{
	while (from != to && !text_is(from->name, name))
		from = from->next;
	return from != to ? from : NULL;
}

static void put_list(struct json_out *j, struct arena *a, const struct tree *first)
{
	json_array(j);
	for (const struct tree *t = first; t; t = named(t->next, NULL, first->name))
		put_element(j, a, t);
	json_array_end(j);
}

/* Children of one name are a list, so that a path's [*] can be seen. */
static void put_children(struct json_out *j, struct arena *a, const struct tree *first)
{
	for (const struct tree *t = first; t; t = t->next) {
		if (named(first, t, t->name))
			continue;
		put_name(j, a, t->name);
		if (named(t->next, NULL, t->name))
			put_list(j, a, t);
		else
			put_element(j, a, t);
	}
}

static void put_element(struct json_out *j, struct arena *a, const struct tree *t)
{
	if (!t->children && !t->attributes) {
		json_text(j, t->text);
		return;
	}
	json_object(j);
	for (const struct tree *at = t->attributes; at; at = at->next) {
		put_name(j, a, text(arena_print(a, "@%.*s", STR(at->name))));
		json_text(j, at->text);
	}
	put_children(j, a, t->children);
	if (text_trim(t->text).len > 0) {
		json_name(j, "#text");
		json_text(j, t->text);
	}
	json_object_end(j);
}

static void put_tree(struct json_out *j, struct arena *a, const struct tree *t)
{
	switch (t->kind) {
	case TREE_ELEMENT: put_element(j, a, t); break;
	case TREE_TEXT: json_text(j, t->text); break;
	case TREE_OBJECT:
	case TREE_ARRAY: put_raw(j, a, tree_source(a, t)); break;
	case TREE_NULL:
	case TREE_BOOLEAN:
	case TREE_NUMBER: json_raw(j, t->text); break;
	}
}

static void put_columns(struct json_out *j, struct arena *a, const struct texts *columns, const struct record *record)
{
	json_object(j);
	for (size_t i = 0; i < record->cell_count; i++) {
		put_name(j, a, i < columns->count ? columns->at[i] : text(arena_print(a, "#%zu", i + 1)));
		json_text(j, record->cells[i].text);
	}
	json_object_end(j);
}

static void put_data(struct json_out *j, struct arena *a, const struct reader *r, const struct record *record)
{
	const struct tree *tree = record->context ? record->context->row : NULL;

	json_name(j, "data");
	if (tree)
		put_tree(j, a, tree);
	else if (record->cell_count > 0)
		put_columns(j, a, reader_columns(r), record);
	else
		json_text(j, record->text);
}

static void put_record(struct buf *line, struct arena *a, const struct reader *r, const struct record *record)
{
	struct json_out j;

	json_begin(&j, line, false);
	json_object(&j);
	json_put_text(&j, "member", record->place.member);
	json_put_int(&j, "record", (int64_t)record->place.record);
	json_put_int(&j, "line", (int64_t)record->place.line);
	json_put_int(&j, "offset", (int64_t)record->place.offset);
	if (record->fault)
		json_put_z(&j, "fault", record->fault);
	put_data(&j, a, r, record);
	json_object_end(&j);
	buf_byte(line, '\n');
}

bool read_print(struct arena *a, struct reader *r, uint64_t most, FILE *out, struct err *e)
{
	struct arena *mem = arena_new(a);
	struct buf *line = buf_new(a, LINE_LIMIT);
	uint64_t count = 0;
	struct batch batch;
	bool ok;

	do {
		arena_end(mem);
		ok = reader_next(r, mem, &batch, e);
		for (size_t i = 0; ok && i < batch.count && (most == 0 || count < most); i++, count++) {
			buf_clear(line);
			put_record(line, mem, r, &batch.records[i]);
			if (fwrite(line->at, 1, line->len, out) != line->len)
				ok = err_set(e, ERR_INTERNAL, "writing the records: %s", strerror(errno));
		}
	} while (ok && batch.count > 0 && (most == 0 || count < most));
	arena_end(mem);
	return ok;
}
