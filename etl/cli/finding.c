#include "cli/finding.h"

#include "cli/mask.h"
#include "cli/put.h"
#include "cli/table.h"
#include "cli/words.h"
#include "embedded.h"

/* The columns of sql/cli/discrepancies.sql. */
enum {
	RUN, RULE, NAME, BUSINESS_DATE, KIND, FIELD, SIDE, KEY, KEY_NAMES, CURRENCY, AMOUNT, VALUE, STATUS, EVENT,
	OPENED_ON, FIRST_ON, CASE_OPENED_ON, LEADING, MIRROR, REASON, GROUP, COMPANY, CHANNEL, HAPPENED_AT, DUE_AT,
	IDENTITY,
};

bool findings_ask(struct arena *a, struct pg *pg, const struct finding_query *q, struct findings *f, struct err *e)
{
	struct rows *runs, *found, *unchecked;
	struct texts ids = {0};

	if (!pg_query(pg, a, sql_cli_rule_runs, P(param_date(a, q->business_date), q->rule, q->run), &runs, e))
		return false;
	for (size_t i = 0; i < rows_count(runs); i++)
		texts_add(a, &ids, rows_at(runs, i, FINDING_RUN_ID));
	if (!(text_is(q->status, S("cleared"))
		? pg_query(pg, a, sql_cli_cleared, P(param_texts(a, &ids)), &found, e)
		: pg_query(pg, a, sql_cli_discrepancies, P(param_texts(a, &ids), q->status), &found, e))
	    || !pg_query(pg, a, sql_cli_unchecked, P(param_texts(a, &ids)), &unchecked, e))
		return false;
	*f = (struct findings){runs, found, unchecked};
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

static struct texts key_of(struct arena *a, const struct project *p, const struct rows *r, size_t i)
{
	return masked_key(a, p, rows_at(r, i, RULE), rows_at(r, i, KEY), rows_at(r, i, KEY_NAMES));
}

static Str value_of(const struct project *p, const struct rows *r, size_t i, size_t column)
{
	return masked_value(p, rows_at(r, i, RULE), rows_at(r, i, FIELD), rows_at(r, i, column));
}

static Str reason_of(struct arena *a, const struct project *p, const struct rows *r, size_t i)
{
	return masked_reason(a, p, rows_at(r, i, RULE), rows_at(r, i, KIND), rows_at(r, i, KEY_NAMES),
		rows_at(r, i, REASON));
}

static void key_json(struct json_out *j, const struct texts *key)
{
	json_name(j, "key");
	json_array(j);
	for (size_t i = 0; i < key->count; i++)
		json_text(j, key->at[i]);
	json_array_end(j);
}

static void finding_json(struct arena *a, struct json_out *j, const struct project *p, const struct rows *r, size_t i)
{
	struct texts key = key_of(a, p, r, i);

	json_object(j);
	put_text(j, "id", r, i, IDENTITY);
	put_text(j, "rule", r, i, RULE);
	put_text(j, "name", r, i, NAME);
	put_text(j, "business_date", r, i, BUSINESS_DATE);
	put_text(j, "kind", r, i, KIND);
	put_given(j, "field", rows_at(r, i, FIELD));
	put_text(j, "side", r, i, SIDE);
	key_json(j, &key);
	put_given(j, "currency", rows_at(r, i, CURRENCY));
	put_text(j, "amount", r, i, AMOUNT);
	put_text(j, "value", r, i, VALUE);
	put_text(j, "status", r, i, STATUS);
	put_text(j, "event", r, i, EVENT);
	put_text(j, "opened_on", r, i, OPENED_ON);
	put_text(j, "first_on", r, i, FIRST_ON);
	put_text(j, "case_opened_on", r, i, CASE_OPENED_ON);
	put_cell(j, "leading", value_of(p, r, i, LEADING));
	put_cell(j, "mirror", value_of(p, r, i, MIRROR));
	put_cell(j, "reason", reason_of(a, p, r, i));
	put_text(j, "group", r, i, GROUP);
	put_text(j, "company", r, i, COMPANY);
	put_text(j, "channel", r, i, CHANNEL);
	put_instant(a, j, "happened_at", r, i, HAPPENED_AT);
	put_instant(a, j, "due_at", r, i, DUE_AT);
	json_object_end(j);
}

void findings_json(struct arena *a, struct json_out *j, const struct project *p, const struct findings *f)
{
	json_array(j);
	for (size_t i = 0; i < rows_count(f->found); i++)
		finding_json(a, j, p, f->found, i);
	json_array_end(j);
}

/* A value of either side; a long text is cut. */
static Str value_text(struct arena *a, const struct project *p, const struct rows *r, size_t i, size_t column)
{
	enum { MOST = 28 };
	Str s = words_found(a, p, rows_at(r, i, RULE), rows_at(r, i, KIND), rows_at(r, i, FIELD),
		value_of(p, r, i, column), rows_at(r, i, CURRENCY));

	if (text_width(s) <= MOST)
		return s;
	return text(arena_print(a, "%.*s\xE2\x80\xA6", STR(text_start(s, MOST - 1))));
}

/* Why, and of what waits until when. */
static Str remark(struct arena *a, const struct project *p, const struct rows *r, size_t i)
{
	Str reason = reason_of(a, p, r, i);

	if (!text_is(rows_at(r, i, STATUS), S("pending")) || rows_is_null(r, i, DUE_AT))
		return reason;
	return text(arena_print(a, "%.*s%suntil %.*s", STR(reason), reason.len > 0 ? ", " : "",
		STR(shown_moment(a, p->settings.zone, rows_instant(r, i, DUE_AT)))));
}

static Str key_shown(struct arena *a, const struct project *p, const struct rows *r, size_t i)
{
	struct texts key = key_of(a, p, r, i);
	struct buf *b = buf_new(a, 1 << 20);

	for (size_t k = 0; k < key.count; k++) {
		buf_print(b, "%s", k > 0 ? "/" : "");
		buf_add(b, key.at[k]);
	}
	return buf_str(b);
}

static void finding_text(struct arena *a, struct table *t, const struct project *p, const struct rows *r, size_t i)
{
	Str currency = rows_at(r, i, CURRENCY);
	bool has_amount = !rows_is_null(r, i, AMOUNT);

	table_cell(t, shown_word(rows_at(r, i, STATUS)));
	table_cell(t, words_date(a, p->settings.locale, rows_at(r, i, OPENED_ON)));
	table_cell(t, key_shown(a, p, r, i));
	table_cell(t, words_what(a, rows_at(r, i, KIND), rows_at(r, i, FIELD), rows_at(r, i, SIDE)));
	table_cell(t, value_text(a, p, r, i, LEADING));
	table_cell(t, value_text(a, p, r, i, MIRROR));
	table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, i, AMOUNT), currency));
	table_cell(t, has_amount ? currency : S(""));
	table_remark(t, remark(a, p, r, i));
}

void findings_unchecked_text(struct arena *a, struct buf *b, const struct project *p, const struct findings *f,
	Str rule_run)
{
	struct table *t = table_new(a, ">keys could_not_be_checked");
	const struct rows *r = f->unchecked;

	for (size_t i = 0; i < rows_count(r); i++) {
		if (!text_is(rows_at(r, i, 0), rule_run))
			continue;
		table_cell(t, words_numeric(a, p->settings.locale, rows_at(r, i, 2), S("")));
		table_cell(t, rows_at(r, i, 1));
	}
	table_write(t, b, "  ");
}

size_t findings_text(struct arena *a, struct buf *b, const struct project *p, const struct findings *f, Str rule_run,
	size_t most)
{
	struct table *t = table_new(a, "status since key what >leading >mirror >difference -");
	size_t count = 0;

	for (size_t i = 0; i < rows_count(f->found); i++) {
		if (!text_is(rows_at(f->found, i, RUN), rule_run))
			continue;
		if (count++ < most)
			finding_text(a, t, p, f->found, i);
	}
	table_write(t, b, "  ");
	return count;
}
