#include "format/rows.h"

void rows_init(struct rows *r, const struct path *rows, const struct path *wanted, size_t count, size_t *before,
	       bool *each)
{
	size_t i = 0;

	while (i < rows->count && rows->steps[i].kind != STEP_EACH)
		i++;
	*before = i;
	*each = i < rows->count;
	*r = (struct rows){.wanted = wanted, .wanted_count = count};
	if (*each) {
		r->steps = rows->steps + i + 1;
		r->step_count = rows->count - i - 1;
	}
}

void rows_begin(struct rows *r, struct arena *batch)
{
	r->memory = arena_new(batch);
	r->found = NULL;
	r->count = r->bytes = 0;
}

static void add(struct rows *r, const struct piece *piece, const struct tree_context *context, uint64_t index,
	uint64_t line)
{
	struct cell *cells = arena_array(r->memory, r->wanted_count, struct cell);

	for (size_t i = 0; context && i < r->wanted_count; i++)
		tree_find(r->memory, context, &r->wanted[i], &cells[i]);
	r->found = arena_grow(r->memory, r->found, r->count, sizeof *r->found);
	r->found[r->count++] = (struct found){
		.cells = cells,
		.cell_count = r->wanted_count,
		.text = piece->text,
		.record = ++r->record,
		.index = index,
		.line = line,
		.offset = piece->offset,
		.fault = piece->fault,
		.context = context,
	};
}

/* Where a row begins within its record: JSON knows its source, XML its line; else the record's own will do. */
struct lines {
	const char *at;
	uint64_t line;
};

static uint64_t line_of(struct lines *l, const struct piece *piece, const struct tree *row)
{
	Str s = row->source;
	bool inside = s.len > 0 && s.at >= piece->text.at && s.at < piece->text.at + piece->text.len;

	if (row->line > 0)
		return row->line;
	if (!inside)
		return piece->line;
	if (s.at < l->at)
		*l = (struct lines){piece->text.at, piece->line};
	for (; l->at < s.at; l->at++)
		l->line += *l->at == '\n';
	return l->line;
}

static void add_all(struct rows *r, const struct piece *piece)
{
	struct lines lines = {piece->text.at, piece->line};
	struct tree_rows found;

	tree_rows_in(r->memory, piece->parent, piece->tree, r->steps, r->step_count, &found);
	for (size_t i = 0; i < found.count; i++)
		add(r, piece, found.at[i], i, r->step_count > 0 ? line_of(&lines, piece, found.at[i]->row) : piece->line);
}

void rows_add(struct rows *r, const struct piece *piece)
{
	r->bytes += piece->text.len;
	if (piece->tree)
		add_all(r, piece);
	else
		add(r, piece, NULL, 0, piece->line);
	if (r->count == 0)
		arena_end(r->memory);
}

void rows_pass(struct rows *r, const struct piece *piece)
{
	r->bytes += piece->text.len;
	if (r->count == 0)
		arena_end(r->memory);
}
