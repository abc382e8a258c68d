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

static bool first_cell(struct arena *a, struct reader *r, Str *value, struct err *e)
{
	struct batch batch;

	if (!reader_next(r, a, &batch, e))
		return false;
	if (batch.count == 0 || batch.records[0].fault)
		return err_set(e, ERR_FORMAT, "there is nothing at it");
	if (batch.records[0].cells[0].kind != CELL_TEXT && batch.records[0].cells[0].kind != CELL_NUMBER)
		return err_set(e, ERR_FORMAT, "there is no text or number at it");
	*value = text_copy(a, batch.records[0].cells[0].text);
	return true;
}

bool reader_header(struct arena *a, const struct format *f, const struct landing *l, Str path, Str *value,
	struct err *e)
{
	struct format narrowed = *f;
	struct path whole, last;
	struct reader *r;

	if (!path_parse(a, path, &whole, e))
		return false;
	if (whole.count == 0 || whole.up > 0 || path_is_many(&whole))
		return err_set(e, ERR_CONFIG, "header path %s names no single value", text_quoted(a, path));
	narrow(&narrowed, &whole, &last);
	if (reader_open(a, &narrowed, l, &last, 1, &r, e) && first_cell(a, r, value, e))
		return true;
	return err_in(e, "header %s", text_quoted(a, path));
}
