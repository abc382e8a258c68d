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

void rows_clear(struct rows *r)
{
	r->found = NULL;
	r->count = 0;
}

static void add(struct rows *r, struct arena *batch, const struct piece *piece, const struct tree_context *context,
		uint64_t index)
{
	struct cell *cells = arena_array(batch, r->wanted_count, struct cell);

	for (size_t i = 0; context && i < r->wanted_count; i++)
		tree_find(batch, context, &r->wanted[i], &cells[i]);
	r->found = arena_grow(batch, r->found, r->count, sizeof *r->found);
	r->found[r->count++] = (struct found){
		.cells = cells,
		.cell_count = r->wanted_count,
		.text = piece->text,
		.record = r->record,
		.index = index,
		.line = piece->line,
		.offset = piece->offset,
		.fault = piece->fault,
		.context = context,
	};
}

void rows_add(struct rows *r, struct arena *batch, const struct piece *piece)
{
	struct tree_rows found;

	r->record++;
	if (!piece->tree) {
		add(r, batch, piece, NULL, 0);
		return;
	}
	tree_rows(batch, piece->tree, r->steps, r->step_count, &found);
	for (size_t i = 0; i < found.count; i++)
		add(r, batch, piece, found.at[i], i);
}
