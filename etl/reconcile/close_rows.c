#include "reconcile/close_rows.h"

#include "db/statement.h"
#include "embedded.h"
#include "reconcile/view.h"

enum { SQL_LIMIT = 1 << 20 };

/* Where the lines stand that nobody declared, and those that an amount names whatever its movement's kind. */
enum { LINES_OF_LIST = 1000, LINE_NAMED = 500, LINE_OTHER = 900 };

/* One amount of one list. */
struct filling {
	struct arena *a;
	const struct close_rows *rows;
	const struct position_list *list;
	const struct side *side;
	const struct entity *entity;
	size_t number;                   /* of the list */
	const struct position_amount *amount;
};

static Str column(const struct filling *f, int field)
{
	return view_field(f->a, "v", f->entity, field);
}

static Str literal(const struct filling *f, Str value)
{
	return quoted_literal(f->a, value);
}

/* ── what a row says ───────────────────────────────────────────────────────────────────────────────────────────── */

static bool has_moment(const struct filling *f)
{
	return f->list->at >= 0 && f->entity->fields[f->list->at].type == TYPE_TIMESTAMP;
}

/* What has no day of its own is of the month's last. */
static Str day_sql(const struct filling *f)
{
	if (f->list->at < 0)
		return text(arena_print(f->a, "'%s'::date", date_text(f->a, f->rows->last)));
	if (!has_moment(f))
		return column(f, f->list->at);
	return text(arena_print(f->a, "(%.*s at time zone %.*s)::date", WHOLE(column(f, f->list->at)),
		WHOLE(literal(f, f->rows->zone))));
}

static Str at_sql(const struct filling *f)
{
	return has_moment(f) ? column(f, f->list->at) : S("null::timestamptz");
}

/* Of what is personal only that there is something. */
static Str key_sql(const struct filling *f)
{
	struct buf *b = buf_new(f->a, SQL_LIMIT);

	buf_add(b, S("concat_ws('/'"));
	for (size_t i = 0; i < f->entity->key_count; i++) {
		int field = f->entity->key[i];

		if (f->entity->fields[field].personal)
			buf_add(b, S(", '\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2'"));
		else
			buf_print(b, ", %.*s", WHOLE(column(f, field)));
	}
	buf_byte(b, ')');
	return buf_str(b);
}

static Str text_of(const struct filling *f, int field)
{
	return field < 0 ? S("null::text") : text(arena_print(f->a, "nullif(btrim(%.*s::text), '')",
		WHOLE(column(f, field))));
}

/* ── amounts ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str currency_sql(const struct filling *f, int field)
{
	int currency = field < 0 ? -1 : f->entity->fields[field].currency;
	Str declared = literal(f, f->list->currency);

	return currency < 0 ? declared
		: text(arena_print(f->a, "coalesce(%.*s::text, %.*s)", WHOLE(column(f, currency)), WHOLE(declared)));
}

static Str units_sql(const struct filling *f)
{
	return f->list->units < 0 ? S("")
		: text(arena_print(f->a, " * %.*s::numeric", WHOLE(column(f, f->list->units))));
}

static Str amount_sql(const struct filling *f)
{
	return text(arena_print(f->a, "%s%.*s::numeric%.*s", f->amount->negative ? "-" : "",
		WHOLE(column(f, f->amount->field)), WHOLE(units_sql(f))));
}

/* A row without this amount has others, such as a debit and no credit; one without any is told of once. */
static Str counts_sql(const struct filling *f)
{
	struct buf *b = buf_new(f->a, SQL_LIMIT);

	if (f->list->amount_count == 1)
		return S("true");
	buf_print(b, "%.*s is not null", WHOLE(column(f, f->amount->field)));
	if (f->amount != f->list->amounts)
		return buf_str(b);
	buf_add(b, S(" or (true"));
	for (size_t i = 0; i < f->list->amount_count; i++)
		buf_print(b, " and %.*s is null", WHOLE(column(f, f->list->amounts[i].field)));
	buf_byte(b, ')');
	return buf_str(b);
}

/* ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

/* The first that has the title: kinds may share one. */
static size_t line_number(const struct filling *f, size_t line)
{
	for (size_t i = 0; i < line; i++)
		if (text_is(f->list->lines[i].title, f->list->lines[line].title))
			return i;
	return line;
}

/* Of each declared kind `declared` printed with its title and number, else what is otherwise. */
static Str line_case(const struct filling *f, bool title, const char *otherwise)
{
	struct buf *b = buf_new(f->a, SQL_LIMIT);

	buf_print(b, "case %.*s", WHOLE(column(f, f->list->by)));
	for (size_t i = 0; i < f->list->line_count; i++) {
		buf_print(b, " when %.*s then ", WHOLE(literal(f, f->list->lines[i].value)));
		if (title)
			buf_add(b, literal(f, f->list->lines[i].title));
		else
			buf_print(b, "%zu", f->number * LINES_OF_LIST + line_number(f, i));
	}
	buf_print(b, " else %s end", otherwise);
	return buf_str(b);
}

static bool is_by_kind(const struct filling *f)
{
	return f->amount->line.len == 0 && f->list->by >= 0;
}

static Str title_sql(const struct filling *f)
{
	Str kind;

	if (f->amount->line.len > 0)
		return literal(f, f->amount->line);
	if (f->list->by < 0)
		return literal(f, f->list->title);
	kind = text_of(f, f->list->by);
	kind = text(arena_print(f->a, "coalesce(%.*s, 'without a kind')", WHOLE(kind)));
	return f->list->line_count == 0 ? kind : line_case(f, true, text_z(f->a, kind));
}

static Str number_sql(const struct filling *f)
{
	size_t base = f->number * LINES_OF_LIST, named = base + LINE_NAMED + (size_t)(f->amount - f->list->amounts);
	const char *other = arena_print(f->a, "%zu", base + LINE_OTHER);

	if (is_by_kind(f))
		return f->list->line_count == 0 ? text(other) : line_case(f, false, other);
	return f->amount->line.len == 0 ? text(arena_print(f->a, "%zu", base)) : text(arena_print(f->a, "%zu", named));
}

/* Without a list of lines every kind is one, and none is a surprise. */
static Str declared_sql(const struct filling *f)
{
	if (!is_by_kind(f) || f->list->line_count == 0)
		return S("true");
	return text(arena_print(f->a, "(%.*s) is not null", WHOLE(line_case(f, true, "null"))));
}

/* ── filling ───────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str own_sql(const struct filling *f)
{
	return f->rows->position->company || f->rows->company.len == 0 ? S("true")
		: text(arena_print(f->a, "v.company = %.*s", WHOLE(literal(f, f->rows->company))));
}

static Str within_sql(const struct filling *f, bool before)
{
	const struct position *p = f->rows->position;
	const char *since = !p->since.given || f->list->role == ROLE_BALANCE ? "true"
		: arena_print(f->a, "(r.day is null or r.day >= '%s'::date)", date_text(f->a, p->since.at));

	return !before ? text(since)
		: text(arena_print(f->a, "%s and r.day < '%s'::date", since, date_text(f->a, f->rows->first)));
}

/* Of a row with several amounts it stands beside the first that it has, once. */
static Str original_sql(const struct filling *f)
{
	struct buf *b = buf_new(f->a, SQL_LIMIT);

	if (f->list->original < 0)
		return S("null::numeric");
	buf_add(b, S("case when true"));
	for (const struct position_amount *earlier = f->list->amounts; earlier < f->amount; earlier++)
		buf_print(b, " and %.*s is null", WHOLE(column(f, earlier->field)));
	buf_print(b, " then %.*s end", WHOLE(column(f, f->list->original)));
	return buf_str(b);
}

static bool amount_fill(const struct filling *f, struct pg *pg, const struct inputs *inputs, bool before,
	struct err *e)
{
	Str rows = view_sql(f->a, &f->rows->position->rule, f->side, inputs, NULL, -1, false);

	return pg_run(pg, STATEMENT(f->a, sql_reconcile_close_row_fill,
		{"side", before ? S("'before'") : literal(f, text(role_name(f->list->role)))},
		{"list", text(arena_print(f->a, "%zu", f->number))}, {"key", key_sql(f)}, {"day", day_sql(f)},
		{"at", at_sql(f)}, {"line", title_sql(f)}, {"line_no", number_sql(f)}, {"declared", declared_sql(f)},
		{"reference", text_of(f, f->list->reference)}, {"currency", currency_sql(f, f->amount->field)},
		{"amount", amount_sql(f)}, {"original", original_sql(f)},
		{"original_currency", f->list->original < 0 ? S("null::text") : currency_sql(f, f->list->original)},
		{"rows", rows}, {"counts", counts_sql(f)}, {"own", own_sql(f)}, {"within", within_sql(f, before)}), NO_PARAMS,
		NULL, e);
}

static bool list_fill(struct arena *a, struct pg *pg, const struct close_rows *rows, const struct inputs *inputs,
	size_t number, bool before, struct err *e)
{
	const struct position_list *list = &rows->position->lists[number];
	const struct side *side = &rows->position->rule.sides[number];
	struct filling f = {a, rows, list, side, side->accounts[0]->entity, number, NULL};

	for (size_t i = 0; i < list->amount_count; i++) {
		f.amount = &list->amounts[i];
		if (!amount_fill(&f, pg, inputs, before, e))
			return false;
	}
	return true;
}

bool close_rows_fill(struct arena *a, struct pg *pg, const struct close_rows *rows, const struct inputs *inputs,
	struct err *e)
{
	for (size_t i = 0; i < rows->position->rule.side_count; i++)
		if (!list_fill(a, pg, rows, inputs, i, false, e))
			return false;
	return true;
}

/* What is read as it was at the end of a month has nothing of before it. */
bool close_rows_before(struct arena *a, struct pg *pg, const struct close_rows *rows, const struct inputs *inputs,
	struct err *e)
{
	bool ok = true;

	for (size_t i = 0; ok && i < rows->position->rule.side_count; i++)
		if (rows->position->lists[i].role == ROLE_MOVEMENTS && rows->position->lists[i].at >= 0)
			ok = list_fill(a, pg, rows, inputs, i, true, e);
	return ok;
}
