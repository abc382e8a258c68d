#include "format/path.h"

/* What is read so far of one path. */
struct parse {
	struct arena *a;
	Str source;
	size_t at;
	struct path *path;
	struct step *steps;
	struct err *e;
};

static bool wrong(struct parse *p, const char *fact)
{
	return err_set(p->e, ERR_CONFIG, "column %zu of the path %s: %s", p->at + 1, text_quoted(p->a, p->source), fact);
}

static Str rest(const struct parse *p)
{
	return text_from(p->source, p->at);
}

static bool is_at_end(const struct parse *p)
{
	return p->at >= p->source.len;
}

static bool has(struct parse *p, Str head)
{
	if (!text_begins(rest(p), head))
		return false;
	p->at += head.len;
	return true;
}

static void add(struct parse *p, struct step step)
{
	p->steps = arena_grow(p->a, p->steps, p->path->count, sizeof step);
	p->steps[p->path->count++] = step;
}

static bool begins_step(char c)
{
	return c == '.' || c == '[' || c == '{';
}

/* A name ends where the next step begins. */
static bool plain_name(struct parse *p, Str *name)
{
	size_t start = p->at;

	while (!is_at_end(p) && !begins_step(p->source.at[p->at]))
		p->at++;
	*name = (Str){p->source.at + start, p->at - start};
	return name->len > 0 || wrong(p, "a name is missing");
}

/* ["…"] with \" and \\ inside; the opening is behind us. */
static bool quoted_name(struct parse *p, Str *name)
{
	char *copy = arena_raw(p->a, p->source.len + 1);
	size_t n = 0;

	for (; !is_at_end(p) && p->source.at[p->at] != '"'; p->at++) {
		if (p->source.at[p->at] == '\\' && p->at + 1 < p->source.len)
			p->at++;
		copy[n++] = p->source.at[p->at];
	}
	*name = (Str){copy, n};
	return has(p, S("\"]")) || wrong(p, "\"] is missing");
}

static bool number(struct parse *p, bool may_be_negative, int64_t *value)
{
	bool negative = may_be_negative && has(p, S("-"));
	size_t start = p->at;
	uint64_t n;

	while (!is_at_end(p) && p->source.at[p->at] >= '0' && p->source.at[p->at] <= '9')
		p->at++;
	if (!text_uint((Str){p->source.at + start, p->at - start}, &n) || n > INT32_MAX) {
		p->at = start;
		return wrong(p, "a number is missing or too large");
	}
	*value = negative ? -(int64_t)n : (int64_t)n;
	return true;
}

/* Behind a "[". */
static bool bracket(struct parse *p)
{
	struct step step = {.kind = STEP_EACH};

	if (has(p, S("*]"))) {
		add(p, step);
		return true;
	}
	if (has(p, S("\""))) {
		step.kind = STEP_NAME;
		if (!quoted_name(p, &step.name))
			return false;
		add(p, step);
		return true;
	}
	step.kind = STEP_INDEX;
	if (!number(p, true, &step.index))
		return false;
	add(p, step);
	return has(p, S("]")) || wrong(p, "] is missing");
}

/* Behind a "{": the URI of a namespace, then the name. */
static bool spaced_name(struct parse *p, struct step *step)
{
	size_t length = text_find_byte(rest(p), '}');

	if (length == rest(p).len)
		return wrong(p, "} is missing");
	step->space = text_head(rest(p), length);
	p->at += length + 1;
	return plain_name(p, &step->name);
}

/* What may stand at the beginning or behind a point. */
static bool named(struct parse *p)
{
	struct step step = {.kind = STEP_NAME};
	bool ok;

	if (has(p, S("@"))) {
		step.kind = STEP_ATTRIBUTE;
		ok = has(p, S("{")) ? spaced_name(p, &step) : plain_name(p, &step.name);
	} else if (has(p, S("#"))) {
		step.kind = STEP_COLUMN;
		ok = number(p, false, &step.index) && (step.index > 0 || wrong(p, "columns count from 1"));
	} else if (has(p, S("{"))) {
		ok = spaced_name(p, &step);
	} else if (text_is(rest(p), S("text()"))) {
		step.kind = STEP_TEXT;
		p->at += 6;
		ok = true;
	} else {
		ok = plain_name(p, &step.name);
	}
	if (ok)
		add(p, step);
	return ok;
}

/* A member is a pair; members of pairs would be two to the power of how often it is asked for. */
static bool leads_on(struct parse *p)
{
	bool is_pair = p->steps && p->steps[p->path->count - 1].kind == STEP_MEMBERS;

	return !is_pair || !text_begins(rest(p), S("{*}")) || wrong(p, "behind {*} stands .key or .value");
}

static bool next_step(struct parse *p, bool first)
{
	if (!leads_on(p))
		return false;
	if (has(p, S("{*}"))) {
		add(p, (struct step){.kind = STEP_MEMBERS});
		return true;
	}
	if (has(p, S("[")))
		return bracket(p);
	if (!first && !has(p, S(".")))
		return wrong(p, "a point, [ or {*} must stand here");
	return named(p);
}

bool path_parse(struct arena *a, Str source, struct path *path, struct err *e)
{
	struct parse p = {.a = a, .source = source, .path = path, .e = e};
	bool first = true;

	*path = (struct path){.source = source};
	if (source.len == 0)
		return err_set(e, ERR_CONFIG, "the path is empty");
	while (has(&p, S("^")))
		path->up++;
	if (path->up > 0 && !has(&p, S(".")))
		return wrong(&p, "a point and a name must follow ^");
	do {
		if (!next_step(&p, first))
			return false;
		first = false;
	} while (!is_at_end(&p));
	path->steps = p.steps;
	return true;
}

bool path_is_many(const struct path *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->steps[i].kind == STEP_EACH || p->steps[i].kind == STEP_MEMBERS)
			return true;
	return false;
}
