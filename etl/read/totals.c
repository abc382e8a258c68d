#include "read/totals.h"

#include "base/card.h"

struct totals {
	struct arena *a;
	const struct format *f;
	bool sums;
	struct reader_totals all;
	struct control *controls;

	Str member;
	uint64_t records, unreadable;    /* of this member */
	struct arena *kept[2];       /* the sum stands in the first; they change places with every addition */
	struct decimal sum;
	Str stated;
	bool is_stated;
};

struct totals *controls_new(struct arena *a, const struct format *f, bool sums)
{
	struct totals *t = arena_new_of(a, struct totals);

	t->a = a;
	t->f = f;
	t->sums = sums;
	t->kept[0] = arena_new(a);
	t->kept[1] = arena_new(a);
	return t;
}

const struct reader_totals *controls_all(const struct totals *t)
{
	return &t->all;
}

void controls_begin(struct totals *t, Str member)
{
	t->member = card_masked(t->a, text_copy(t->a, member));
	t->records = t->unreadable = 0;
	t->sum = (struct decimal){0};
	t->stated = (Str){0};
	t->is_stated = false;
	t->all.members++;
}

/* A number as these files write it; an empty cell adds nothing. */
static bool number(const struct totals *t, struct arena *a, Str s, struct decimal *d)
{
	char *plain;
	size_t n = 0;

	s = text_trim(s);
	plain = arena_raw(a, s.len + 1);
	for (size_t i = 0; i < s.len; i++) {
		Str left = text_from(s, i);

		if (t->f->group_mark.len > 0 && text_begins(left, t->f->group_mark))
			i += t->f->group_mark.len - 1;
		else if (t->f->decimal_mark.len > 0 && text_begins(left, t->f->decimal_mark)) {
			plain[n++] = '.';
			i += t->f->decimal_mark.len - 1;
		} else {
			plain[n] = s.at[i];
			if (plain[n] == '.')
				plain[n] = ' ';
			n++;
		}
	}
	if (n == 0)
		*d = (struct decimal){0};
	return n == 0 || decimal_parse(a, (Str){plain, n}, d);
}

static void add(struct totals *t, const struct cell *cell)
{
	struct arena *next = t->kept[1];
	struct decimal value = {0};

	arena_end(next);
	if (cell->kind != CELL_TEXT || !number(t, next, cell->text, &value)) {
		t->unreadable++;
		return;
	}
	t->sum = decimal_add(next, t->sum, value);
	t->sum.digits = text_copy(next, t->sum.digits);
	t->kept[1] = t->kept[0];
	t->kept[0] = next;
}

void controls_add(struct totals *t, const struct found *f)
{
	t->records++;
	t->all.records++;
	t->all.faults += f->fault != NULL;
	if (f->fault)
		t->unreadable++;
	else if (t->sums)
		add(t, &f->cells[f->cell_count - 1]);
}

void controls_state(struct totals *t, Str stated)
{
	t->stated = text_copy(t->a, stated);
	t->is_stated = true;
}

static void record(struct totals *t, const struct control *c)
{
	t->controls = arena_grow(t->a, t->controls, t->all.control_count, sizeof *c);
	t->controls[t->all.control_count++] = *c;
	t->all.controls = t->controls;
}

static bool differs(const struct control *c, struct err *e)
{
	return err_set(e, ERR_INCOMPLETE, "the file states %.*s for %.*s, its records give %.*s", STR(c->stated),
		       STR(c->name), STR(c->found));
}

static bool compare(struct totals *t, struct control *c, struct decimal found, bool possible, struct err *e)
{
	struct decimal stated = {0};

	c->member = t->member;
	c->found = decimal_text(t->a, found);
	c->checked = possible;
	record(t, c);
	if (!number(t, t->a, c->stated, &stated) || text_trim(c->stated).len == 0)
		return err_set(e, ERR_INCOMPLETE, "the control total of %.*s is no number: %s", STR(c->name),
			       text_quoted(t->a, c->stated));
	return !possible || decimal_compare(stated, found) == 0 || differs(c, e);
}

/* The field of the trailer's first row that a path names. */
static bool field(struct totals *t, const struct csv_row *row, const struct texts *columns, const struct path *p,
		  Str *value, struct err *e)
{
	size_t column = SIZE_MAX;

	if (p->count == 1 && p->steps[0].kind == STEP_COLUMN)
		column = (size_t)p->steps[0].index - 1;
	for (size_t i = 0; column == SIZE_MAX && i < columns->count; i++)
		if (text_is(columns->at[i], p->source))
			column = i;
	if (column >= row->count)
		return err_set(e, ERR_INCOMPLETE, "line %ju: the control row has no field %s", (uintmax_t)row->line,
			       text_quoted(t->a, p->source));
	*value = row->fields[column];
	return true;
}

static bool check_count(struct totals *t, const struct csv_row *row, const struct texts *columns, struct err *e)
{
	struct control c = {.name = S("records")};

	return field(t, row, columns, &t->f->count_at, &c.stated, e) &&
	       compare(t, &c, decimal_of(t->a, (int64_t)t->records), true, e);
}

static bool check_sum(struct totals *t, struct err *e)
{
	struct control c = {.name = t->f->sum->column, .stated = t->stated};

	if (!t->is_stated)
		return err_set(e, ERR_INCOMPLETE, "the control row is missing");
	return compare(t, &c, t->sum, t->unreadable == 0, e);
}

bool controls_end(struct totals *t, const struct csv_row *trailer, size_t rows, const struct texts *columns,
		struct err *e)
{
	if (rows > 0 && t->f->trailer.count.len > 0 && !check_count(t, trailer, columns, e))
		return false;
	if (rows > 0 && t->sums) {
		Str stated = {0};

		if (!field(t, trailer, columns, &t->f->sum_at, &stated, e))
			return false;
		controls_state(t, stated);
	}
	return !t->sums || check_sum(t, e);
}

bool controls_count(struct totals *t, Str path, const struct texts *stated, struct err *e)
{
	struct decimal all = {0}, one = {0};
	struct control c = {.name = S("records")};

	if (stated->count == 0)
		return err_set(e, ERR_INCOMPLETE, "no number of records is stated at %s", text_quoted(t->a, path));
	for (size_t i = 0; i < stated->count; i++) {
		if (!decimal_parse(t->a, text_trim(stated->at[i]), &one))
			return err_set(e, ERR_INCOMPLETE, "the number of records stated at %s is no number: %s",
				text_quoted(t->a, path), text_quoted(t->a, stated->at[i]));
		all = decimal_add(t->a, all, one);
	}
	c.stated = decimal_text(t->a, all);
	return compare(t, &c, decimal_of(t->a, (int64_t)t->records), true, e);
}

bool controls_part(struct totals *t, Str part, const char *of, uint64_t stated, uint64_t found, struct err *e)
{
	struct control c = {.name = text(of), .stated = decimal_text(t->a, decimal_of(t->a, (int64_t)stated))};

	t->member = card_masked(t->a, text_copy(t->a, part));
	return compare(t, &c, decimal_of(t->a, (int64_t)found), true, e);
}

void controls_claims(struct totals *t, const struct claims *claims)
{
	for (size_t i = 0; claims && i < claims->count && t->all.control_count < CLAIMS_KEPT; i++) {
		const struct claim *held = &claims->at[i];
		struct control c = {
			.member = t->member,
			.name = card_masked(t->a, text_copy(t->a, held->name)),
			.stated = text_copy(t->a, held->stated),
			.found = text_copy(t->a, held->found),
			.checked = true,
		};

		record(t, &c);
	}
}
