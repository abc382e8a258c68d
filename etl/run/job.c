#include "run/job.h"

#include "extract/web.h"

struct job_written {
	Str title, at, timezone, business_date;
	struct texts extract, reconcile, report;
};

static const struct key_name reports[] = {{"html", 0}, {"csv", 0}, {"xlsx", 0}, {"json", 0}, {0}};
static const struct key_name dates[] = {{"today", 0}, {"yesterday", 0}, {0}};

static const struct key job_keys[] = {
	KEY(struct job_written, title, .doc = "its name for people"),
	KEY(struct job_written, at, .doc = "when it is meant to run: a time of day in its zone, or several with commas; "
		"a timer or cron starts it", .def = "04:30"),
	KEY(struct job_written, timezone, .doc = "of its times and business dates; the project's if absent"),
	KEY(struct job_written, business_date, .doc = "the day it speaks of", .def = "yesterday", .names = dates),
	KEY(struct job_written, extract, .doc = "names or globs of extracts"),
	KEY(struct job_written, reconcile, .doc = "names or globs of rules"),
	KEY(struct job_written, report, .doc = "what is written", .def = "html, csv, xlsx, json", .names = reports),
};

void jobs_describe(struct buf *b)
{
	struct key_section section = {job_keys, KEY_COUNT(job_keys), NULL};

	keys_describe(b, "job.NAME", &section, 1);
}

static bool has_extract(const struct job *job, const struct extract *x)
{
	for (size_t i = 0; i < job->extract_count; i++)
		if (job->extracts[i] == x)
			return true;
	return false;
}

static void extract_add(struct arena *a, struct job *job, const struct extract *x)
{
	if (x->landing_of)
		extract_add(a, job, x->landing_of);
	if (has_extract(job, x))
		return;
	job->extracts = arena_grow(a, job->extracts, job->extract_count, sizeof *job->extracts);
	job->extracts[job->extract_count++] = x;
}

/* The extract that was probably meant, or of a pattern the system: shop_pl.* by shop_p.* or shop_pl. */
static const char *extract_meant(struct arena *a, const struct project *p, Str said)
{
	Str tail = text_from(said, text_find_byte(said, '.'));
	struct texts names = {0};

	for (size_t i = 0; i < p->extract_count; i++) {
		Str system = text_head(p->extracts[i].name, text_find_byte(p->extracts[i].name, '.'));

		texts_add(a, &names, p->extracts[i].name);
		if (tail.len == 0 || text_find_byte(tail, '*') < tail.len)
			texts_add(a, &names, text(arena_print(a, "%.*s%.*s", STR(system), STR(tail.len > 0 ? tail : S(".*")))));
	}
	return did_you_mean(a, said, &names);
}

static bool extracts_pick(struct arena *a, struct job *job, const struct project *p, struct mistakes *m)
{
	const struct node *list = node_place(job->node, "extract");
	bool ok = true;

	for (size_t g = 0; g < job->extract.count; g++) {
		bool any = false;

		for (size_t i = 0; i < p->extract_count; i++) {
			if (!text_glob(job->extract.at[g], p->extracts[i].name))
				continue;
			extract_add(a, job, &p->extracts[i]);
			any = true;
		}
		if (!any)
			ok = mistake(m, node_item(list, g), "job \"%.*s\" names no extract by %s%s", STR(job->name),
				text_quoted(a, job->extract.at[g]), extract_meant(a, p, job->extract.at[g]));
	}
	return ok;
}

/* ── what is asked of others is read after them ────────────────────────────────────────────────────────────────── */

static bool feeds(const struct extract *x, Str dataset)
{
	Str system, entity;

	return x->system && x->entity && text_cut(dataset, '.', &system, &entity) && text_is(x->system->name, system)
	    && text_is(x->entity->name, entity);
}

/* Whether x asks for what y stages: as the values that it is asked for over, or where its map looks. */
static bool asks(const struct extract *x, const struct extract *y)
{
	size_t count = 0;
	const struct map_lookup *lookups = x->map ? map_lookups(x->map, &count) : NULL;
	bool found = x->source.web && x->source.web->fan.dataset.at && feeds(y, x->source.web->fan.dataset);

	for (size_t i = 0; i < count; i++)
		found = found || feeds(y, lookups[i].dataset);
	return found;
}

static const struct extract *owner(const struct extract *x)
{
	return x->landing_of ? x->landing_of : x;
}

/* Whether any that is read with x asks for something that none of those before it stages, but one behind it does. */
static bool must_wait(const struct job *job, size_t from, const struct extract *x)
{
	for (size_t i = from; i < job->extract_count; i++)
		for (size_t j = from; owner(job->extracts[i]) == owner(x) && j < job->extract_count; j++)
			if (owner(job->extracts[j]) != owner(x) && asks(job->extracts[i], job->extracts[j]))
				return true;
	return false;
}

/* As they are declared, but for that.  Those that ask each other stay as they are. */
static void extracts_order(struct job *job)
{
	for (size_t i = 0; i < job->extract_count; i++) {
		size_t next = i;

		while (next < job->extract_count && must_wait(job, i, job->extracts[next]))
			next++;
		for (const struct extract *x; next < job->extract_count && next > i; next--) {
			x = job->extracts[next];
			job->extracts[next] = job->extracts[next - 1];
			job->extracts[next - 1] = x;
		}
	}
}

static bool has_rule(const struct job *job, const struct rule *rule)
{
	for (size_t i = 0; i < job->rule_count; i++)
		if (job->rules[i] == rule)
			return true;
	return false;
}

/* A rule is named; its id is what its answers are known by. */
static const char *rule_meant(struct arena *a, const struct project *p, Str said)
{
	struct texts names = {0};

	for (size_t i = 0; i < p->rules.count; i++) {
		const struct rule *rule = &p->rules.at[i];

		if (text_is(rule->id, said))
			return arena_print(a, "; that is the id of rule \"%.*s\"", STR(rule->name));
		texts_add(a, &names, rule->name);
	}
	return did_you_mean(a, said, &names);
}

static bool rules_pick(struct arena *a, struct job *job, const struct project *p, struct mistakes *m)
{
	const struct node *list = node_place(job->node, "reconcile");
	bool ok = true;

	for (size_t g = 0; g < job->reconcile.count; g++) {
		bool any = false;

		for (size_t i = 0; i < p->rules.count; i++) {
			const struct rule *rule = &p->rules.at[i];

			if (!text_glob(job->reconcile.at[g], rule->name))
				continue;
			any = true;
			if (has_rule(job, rule))
				continue;
			job->rules = arena_grow(a, job->rules, job->rule_count, sizeof *job->rules);
			job->rules[job->rule_count++] = rule;
		}
		if (!any)
			ok = mistake(m, node_item(list, g), "job \"%.*s\" names no rule by %s%s", STR(job->name),
				text_quoted(a, job->reconcile.at[g]), rule_meant(a, p, job->reconcile.at[g]));
	}
	return ok;
}

/* ── a chain is answered after the rules by whose matches it goes ──────────────────────────────────────────────── */

static bool goes_by(const struct rule *chain, const struct rule *rule)
{
	for (size_t i = 0; chain->kind == RULE_CHAIN && i < chain->side_count; i++)
		if (chain->hops[i].matched == rule)
			return true;
	return false;
}

static bool goes_by_later(const struct job *job, size_t from, const struct rule *chain)
{
	for (size_t i = from; i < job->rule_count; i++)
		if (goes_by(chain, job->rules[i]))
			return true;
	return false;
}

/* As they are named, but for that; rules that are gone by go by none. */
static void rules_order(struct job *job)
{
	for (size_t i = 0; i < job->rule_count; i++) {
		size_t next = i;

		while (goes_by_later(job, i, job->rules[next]))
			next++;
		for (const struct rule *rule; next > i; next--) {
			rule = job->rules[next];
			job->rules[next] = job->rules[next - 1];
			job->rules[next - 1] = rule;
		}
	}
}

static bool schedule_read(struct arena *a, const struct node *n, Str at, struct job *job, struct mistakes *m)
{
	struct err why = {0};
	bool ok = schedule_at(a, at, &job->schedule, &why)
		|| mistake(m, node_place(n, "at"), "\"at\": %s", why.message);

	job->schedule.zone = job->zone;
	return ok;
}

static bool job_read(struct arena *a, const struct node *n, const struct project *p, struct job *job,
	struct mistakes *m)
{
	struct job_written w = {0};
	bool ok = keys_read(a, n, job_keys, KEY_COUNT(job_keys), &w, m);

	*job = (struct job){.name = n->name, .title = w.title.len ? w.title : n->name, .at = w.at,
		.business_date = w.business_date, .zone = p->settings.zone, .extract = w.extract,
		.reconcile = w.reconcile, .report = w.report, .node = n};
	if (w.timezone.len > 0)
		job->zone = zone_named(a, w.timezone, node_place(n, "timezone"), m);
	ok = schedule_read(a, n, w.at, job, m) && ok;
	ok = extracts_pick(a, job, p, m) && ok;
	extracts_order(job);
	ok = rules_pick(a, job, p, m) && ok;
	rules_order(job);
	return ok && job->zone;
}

bool jobs_read(struct arena *a, const struct node *root, struct project *p, struct mistakes *m)
{
	const struct node *list = node_get(root, "job");
	bool ok = true;

	p->job_count = list ? list->count : 0;
	p->jobs = arena_array(a, p->job_count, struct job);
	for (size_t i = 0; i < p->job_count; i++)
		ok = job_read(a, list->items[i], p, &p->jobs[i], m) && ok;
	return ok;
}
