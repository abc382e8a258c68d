#include "cli/finding.h"

#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"

/* The columns of sql/cli/discrepancies.sql. */
enum {
	RUN, RULE, NAME, BUSINESS_DATE, KIND, FIELD, SIDE, KEY, CURRENCY, AMOUNT, VALUE, STATUS, EVENT, OPENED_ON, FIRST_ON,
	CASE_OPENED_ON, LEADING, MIRROR, REASON, GROUP, COMPANY, CHANNEL, DUE_AT, KEY_JOINED, IDENTITY, TRUTH_SIDE,
};

bool findings_ask(struct arena *a, struct pg *pg, const struct finding_query *q, struct findings *f, struct err *e)
{
	struct rows *runs, *found;
	struct texts ids = {0};

	if (!pg_query(pg, a, sql_cli_rule_runs, P(param_date(a, q->business_date), q->rule), &runs, e))
		return false;
	for (size_t i = 0; i < rows_count(runs); i++)
		texts_add(a, &ids, rows_at(runs, i, FINDING_RUN_ID));
	if (!pg_query(pg, a, sql_cli_discrepancies, P(param_texts(a, &ids), q->status, q->key), &found, e))
		return false;
	*f = (struct findings){runs, found};
	return true;
}

/* What a discrepancy is not about is null: a field unless it differs, a currency where there is none. */
static void put_given(struct json_out *j, const char *name, Str s)
{
	if (s.len > 0) {
		json_put_text(j, name, s);
	} else {
		json_name(j, name);
		json_null(j);
	}
}

static void finding_json(struct arena *a, struct json_out *j, const struct rows *r, size_t i)
{
	json_object(j);
	put_text(j, "rule", r, i, RULE);
	put_text(j, "name", r, i, NAME);
	put_text(j, "business_date", r, i, BUSINESS_DATE);
	put_text(j, "kind", r, i, KIND);
	put_given(j, "field", rows_at(r, i, FIELD));
	put_text(j, "side", r, i, SIDE);
	put_json(j, "key", r, i, KEY);
	put_given(j, "currency", rows_at(r, i, CURRENCY));
	put_text(j, "amount", r, i, AMOUNT);
	put_text(j, "value", r, i, VALUE);
	put_text(j, "status", r, i, STATUS);
	put_text(j, "event", r, i, EVENT);
	put_text(j, "opened_on", r, i, OPENED_ON);
	put_text(j, "first_on", r, i, FIRST_ON);
	put_text(j, "case_opened_on", r, i, CASE_OPENED_ON);
	put_text(j, "leading", r, i, LEADING);
	put_text(j, "mirror", r, i, MIRROR);
	put_text(j, "reason", r, i, REASON);
	put_text(j, "group", r, i, GROUP);
	put_text(j, "company", r, i, COMPANY);
	put_text(j, "channel", r, i, CHANNEL);
	put_instant(a, j, "due_at", r, i, DUE_AT);
	json_object_end(j);
}

void findings_json(struct arena *a, struct json_out *j, const struct findings *f)
{
	json_array(j);
	for (size_t i = 0; i < rows_count(f->found); i++)
		finding_json(a, j, f->found, i);
	json_array_end(j);
}

/* "total in erp", "missing in erp", "twice in shop". */
static Str what(struct arena *a, const struct rows *r, size_t i)
{
	Str field = rows_at(r, i, FIELD);

	return text(arena_print(a, "%.*s in %.*s", STR(field.len > 0 ? field : rows_at(r, i, KIND)), STR(rows_at(r, i, SIDE))));
}

/* A value of either side, as the difference is written if it is a number; a long text is cut. */
static Str value_text(struct arena *a, const struct locale *l, const struct rows *r, size_t i, size_t column)
{
	enum { MOST = 28 };
	Str s = rows_at(r, i, column), number = S("");

	if (!rows_is_null(r, i, AMOUNT))
		number = words_numeric(a, l, s, rows_at(r, i, CURRENCY));
	if (number.len > 0 || text_width(s) <= MOST)
		return number.len > 0 ? number : s;
	return text(arena_print(a, "%.*s\xE2\x80\xA6", STR(text_start(s, MOST - 1))));
}

static void finding_text(struct arena *a, struct table *t, const struct locale *l, const struct rows *r, size_t i)
{
	Str currency = rows_at(r, i, CURRENCY);
	bool has_amount = !rows_is_null(r, i, AMOUNT);

	table_cell(t, rows_at(r, i, STATUS));
	table_cell(t, rows_at(r, i, OPENED_ON));
	table_cell(t, rows_at(r, i, KEY_JOINED));
	table_cell(t, what(a, r, i));
	table_cell(t, value_text(a, l, r, i, LEADING));
	table_cell(t, value_text(a, l, r, i, MIRROR));
	table_cell(t, words_numeric(a, l, rows_at(r, i, AMOUNT), currency));
	table_cell(t, has_amount ? currency : S(""));
	if (!rows_is_null(r, i, REASON))
		table_remark(t, rows_at(r, i, REASON));
}

size_t findings_text(struct arena *a, struct buf *b, const struct locale *l, const struct findings *f, Str rule_run,
	size_t most)
{
	struct table *t = table_new(a, "status since key what >leading >mirror >difference -");
	size_t count = 0;

	for (size_t i = 0; i < rows_count(f->found); i++) {
		if (!text_is(rows_at(f->found, i, RUN), rule_run))
			continue;
		if (count++ < most)
			finding_text(a, t, l, f->found, i);
	}
	table_write(t, b, "  ");
	return count;
}
