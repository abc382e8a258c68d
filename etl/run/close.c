#include "run/close.h"

#include "base/clock.h"
#include "base/file.h"
#include "embedded.h"
#include "reconcile/close.h"
#include "run/dates.h"

const struct company *close_company(struct arena *a, const struct project *p, Str name, struct err *e)
{
	for (size_t i = 0; i < p->companies.count; i++)
		if (text_is(p->companies.at[i].name, name) || (name.len == 0 && p->companies.count == 1))
			return &p->companies.at[i];
	if (name.len == 0)
		err_set(e, ERR_USAGE, p->companies.count == 0 ? "a month is closed for a company, and the project has none"
			: "the project has several companies; say which with --company");
	else
		err_set(e, ERR_USAGE, "there is no company %s%s", text_quoted(a, name),
			did_you_mean_in(a, name, p->companies.at, p->companies.count, sizeof *p->companies.at));
	return NULL;
}

/* ── which content ─────────────────────────────────────────────────────────────────────────────────────────────── */

struct asking {
	struct arena *a;
	const struct project *p;
	struct pg *pg;
	date last;
	struct expected *list;
	size_t count;
};

/* The last day of the month on which there is content of what is read as it was at its end. */
static date state_date(const struct asking *q, const struct account *account)
{
	date day = content_open(q->p, account_extract(q->p, account), q->last);

	return day == DATE_NONE ? q->last : day;
}

static bool expected_add(struct asking *q, const struct account *account, bool is_state, struct err *e)
{
	struct expected one = {.extract = account->extract, .content_date = q->last};
	struct rows *r;

	if (is_state)
		one.content_date = state_date(q, account);
	if (!pg_query(q->pg, q->a, sql_run_close_newest, P(account->extract,
			is_state ? param_date(q->a, one.content_date) : PARAM_NULL), &r, e))
		return false;
	if (!rows_is_null(r, 0, 0))
		one.content_date = rows_date(r, 0, 0);
	if (!rows_is_null(r, 0, 1)) {
		one.status = text_z(q->a, rows_at(r, 0, 1));
		one.trouble = rows_is_null(r, 0, 2) ? one.status : text_z(q->a, rows_at(r, 0, 2));
		one.run_id = rows_int(r, 0, 3);
	}
	q->list = arena_grow(q->a, q->list, q->count, sizeof one);
	q->list[q->count++] = one;
	return true;
}

static bool position_ask(struct asking *q, const struct position *position, struct err *e)
{
	const struct rule *rule = &position->rule;

	for (size_t i = 0; i < rule->side_count; i++)
		for (size_t k = 0; k < rule->sides[i].account_count; k++)
			if (!expected_add(q, rule->sides[i].accounts[k], position->lists[i].at < 0, e))
				return false;
	return true;
}

/* ── the positions ─────────────────────────────────────────────────────────────────────────────────────────────── */

static bool positions_of(struct arena *a, const struct project *p, const struct company *company,
	struct close_request *request, struct err *e)
{
	const struct position **list = arena_array(a, p->positions.count, const struct position *);

	for (size_t i = 0; i < p->positions.count; i++)
		if (!p->positions.at[i].company || p->positions.at[i].company == company)
			list[request->position_count++] = &p->positions.at[i];
	request->positions = list;
	return request->position_count > 0
	    || err_set(e, ERR_USAGE, "nothing is to be closed for company \"%.*s\": there is no [close.NAME] of it",
		STR(company->name));
}

/* Whether any of the rule's lists has rows of the company, or may have. */
static bool concerns(const struct project *p, const struct rule *rule, const struct company *company)
{
	const struct account *account;

	for (size_t i = 0; (account = rule_account(rule, i)) != NULL; i++) {
		Str owner = {0}, channel = {0};

		map_owners(account_extract(p, account)->map, &owner, &channel);
		if (owner.len == 0 || text_is(owner, company->name))
			return true;
	}
	return false;
}

static void rules_of(struct arena *a, const struct project *p, struct close_request *request)
{
	const struct rule **list = arena_array(a, p->rules.count, const struct rule *);

	for (size_t i = 0; i < p->rules.count; i++)
		if (concerns(p, &p->rules.at[i], request->company))
			list[request->rule_count++] = &p->rules.at[i];
	request->rules = list;
}

static date month_end(date first)
{
	int32_t year;
	int month, day;
	date next;

	date_split(first, &year, &month, &day);
	return date_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, &next) ? next - 1 : first;
}

bool close_make(struct arena *a, const struct project *p, struct pg *pg, const struct company *company, date first,
	struct err *e)
{
	struct close_request request = {.company = company, .first = first, .last = month_end(first),
		.engine = S(VERSION), .config = p->digest};
	struct asking asking = {.a = a, .p = p, .pg = pg, .last = request.last};
	struct night night = {.business_date = request.last, .decided_at = clock_now()};
	int64_t close_id;

	if (!positions_of(a, p, company, &request, e))
		return false;
	rules_of(a, p, &request);
	for (size_t i = 0; i < request.position_count; i++)
		if (!position_ask(&asking, request.positions[i], e))
			return false;
	night.expected = asking.list;
	night.expected_count = asking.count;
	request.night = &night;
	return close_month(a, pg, &request, &close_id, e);
}

/* ── what was closed ───────────────────────────────────────────────────────────────────────────────────────────── */

/* "reports/close/2026-03-DE01-1" */
static const char *folder_of(struct arena *a, const struct project *p, const struct company *company, date first,
	int64_t number)
{
	const char *reports = path_join(a, path_join(a, p->folder, text_z(a, p->settings.reports)), "close");

	return path_join(a, reports, arena_print(a, "%.7s-%.*s-%lld", date_text(a, first), STR(company->name),
		(long long)number));
}

bool close_find(struct arena *a, const struct project *p, struct pg *pg, const struct company *company, date first,
	int64_t number, struct closed **closed, struct err *e)
{
	struct close_options *o = arena_new_of(a, struct close_options);
	struct rows *r;

	if (!pg_query(pg, a, sql_run_close_find, P(company->name, param_date(a, first),
			number > 0 ? param_int(a, number) : PARAM_NULL), &r, e))
		return false;
	if (rows_count(r) == 0)
		return err_set(e, ERR_USAGE, number > 0 ? "%.7s of %.*s has no close %lld" : "%.7s of %.*s is not closed",
			date_text(a, first), STR(company->name), (long long)number);
	*o = (struct close_options){.close_id = rows_int(r, 0, 0), .project = p->settings.title,
		.folder = folder_of(a, p, company, first, rows_int(r, 0, 1)), .settings = &p->settings, .engine = VERSION,
		.embedded = p->settings.embedded};
	return closed_read(a, pg, o, closed, e);
}

bool close_files(struct arena *a, struct pg *pg, const struct closed *closed, const char **index, struct err *e)
{
	return close_write(a, pg, closed->options, index, e);
}

bool close_print(struct arena *a, struct pg *pg, const struct closed *closed, struct buf *json, struct err *e)
{
	return close_json(a, pg, closed, output_into(a, json), e);
}
