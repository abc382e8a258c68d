#include "read/header.h"

/* What the value stands in is read as if it were the only record, and the value as its only cell. */
static void narrow(struct format *f, const struct path *whole, struct path *last)
{
	f->rows_path = *whole;
	f->rows_path.count--;
	*last = *whole;
	last->steps += whole->count - 1;
	last->count = 1;
}

static bool is_told(const struct record *record)
{
	return !record->fault && (record->cells[0].kind == CELL_TEXT || record->cells[0].kind == CELL_NUMBER);
}

/* The first value of each part; what follows the last part's is not read. */
static bool first_cells(struct arena *a, struct reader *r, size_t parts, Str *values, struct err *e)
{
	struct arena *mem = arena_new(a);
	struct batch batch;
	size_t seen = 0, told = 0;
	bool ok;

	do {
		arena_end(mem);
		ok = reader_next(r, mem, &batch, e);
		for (size_t i = 0; ok && i < batch.count; i++) {
			const struct record *record = &batch.records[i];

			if (record->place.part < seen)
				continue;
			seen = record->place.part + 1;
			if (is_told(record)) {
				values[record->place.part] = text_copy(a, record->cells[0].text);
				told++;
			}
		}
	} while (ok && batch.count > 0 && seen < parts);
	return ok && (told > 0 || err_set(e, ERR_FORMAT, "there is no text or number at it"));
}

static bool is_same_step(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && (a->kind == STEP_NAME ? text_is(a->name, b->name)
		: a->kind == STEP_INDEX && a->index == b->index);
}

/* Whether the records stand in what the value stands in: that is no single record, however many they are. */
static bool holds_records(const struct format *f, const struct path *whole)
{
	if (f->kind != FORMAT_JSON && f->kind != FORMAT_XML)
		return false;
	for (size_t i = 0; i + 1 < whole->count; i++)
		if (i >= f->rows_path.count || !is_same_step(&whole->steps[i], &f->rows_path.steps[i]))
			return false;
	return whole->count <= f->rows_path.count
	    && !is_same_step(&whole->steps[whole->count - 1], &f->rows_path.steps[whole->count - 1]);
}

/* All records are read, so that what stands behind them is found too. */
static bool beside_records(struct arena *a, struct reader *r, const struct path *whole, size_t parts, Str *values,
	struct err *e)
{
	struct arena *mem = arena_new(a);
	struct batch batch;
	bool ok, told = false;

	reader_state_header(r, whole, values);
	do {
		arena_end(mem);
		ok = reader_next(r, mem, &batch, e);
	} while (ok && batch.count > 0);
	for (size_t i = 0; ok && i < parts; i++)
		told = told || values[i].at;
	return ok && (told || err_set(e, ERR_FORMAT, "there is no text or number at it"));
}

bool reader_header(struct arena *a, const struct format *f, const struct landing *l, Str path, Str *values,
	struct err *e)
{
	struct format narrowed = *f;
	struct path whole, last;
	struct reader *r;

	if (!path_parse(a, path, &whole, e))
		return false;
	if (whole.count == 0 || whole.up > 0 || path_is_many(&whole))
		return err_set(e, ERR_CONFIG, "header path %s names no single value", text_quoted(a, path));
	if (holds_records(f, &whole)) {
		if (reader_open(a, f, l, &whole, 1, &r, e) && beside_records(a, r, &whole, l->part_count, values, e))
			return true;
		return err_in(e, "header %s", text_quoted(a, path));
	}
	narrow(&narrowed, &whole, &last);
	if (reader_open(a, &narrowed, l, &last, 1, &r, e) && first_cells(a, r, l->part_count, values, e))
		return true;
	return err_in(e, "header %s", text_quoted(a, path));
}
