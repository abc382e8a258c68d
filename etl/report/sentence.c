#include "report/sentence.h"

#include "report/list.h"
#include "report/shown.h"

enum { SENTENCE_LIMIT = 1 << 20 };

struct voice {
	struct arena *a;
	const struct report *report;
	const struct rule_report *rule;
	const struct observed *o;
};

struct said {
	const char *kind, *text;
};

static const struct said ours[] = {
	{"missing", "{side} does not know {key}, worth {value} {currency}."},
	{"unexpected", "{side} has {key}, worth {value} {currency}, which {leading} does not know."},
	{"twice", "{side} holds {key} twice, with different content."},
	{"different", "{field} of {key} is {truth} in {leading} and {mirror} in {side}."},
	{"rounding", "{field} of {key} is {truth} in {leading} and {mirror} in {side}, by rounding."},
	{"treatment", "{field} of {key} is {truth} in {leading} and {mirror} in {side}: {reason}."},
	{"lacking", "{side} has {key} without {field}."}, {"dead", "{value} {currency} of {key} on hand do not move."},
	{"currency", "{key} is in {truth} in {leading} and in {mirror} in {side}."},
	{"residual", "The parts of {key} and its whole differ by {difference} {currency}."},
	{"broken", "{key}: of {truth} {currency} at {leading} {mirror} has come to {side}."},
	{"tolerance", "Differences of {key} within tolerance add up to {mirror} {currency}, over the budget of {truth}."},
	{"oversell", "{value} {currency} of {key} may be sold that are not there."},
	{"undeclared", "{key}, worth {value} {currency}, is of {field} {mirror}, of which no line of the rule knows."},
	{"look alike", "{side} has {key} worth {value} {currency}, which looks {reason}."},
};

/* Where the sides have words of their own. */
static const char worded[] = "{field} of {key} is {truth} in {leading} and {mirror} in {side}, where {agreeing} would "
	"agree.";

/* Of what has no worth; and of what is told apart by the fields that are equal. */
static const char alike[] = "{side} has {key}, which looks {reason}.";
static const char alike_by[] = "{side} has {key}, which by its {field} looks {reason}.";

/* Of what stands under its own key because it names nothing: a rule's own sentences name the key of its whole. */
static const char alone[] = "{key}, worth {value} {currency}, names no {field}.";

/* ── what stands for what ──────────────────────────────────────────────────────────────────────────────────────── */

static const struct side *side_named(const struct rule *rule, Str name)
{
	for (size_t i = 0; rule && i < rule->side_count; i++)
		if (text_is(rule->sides[i].name, name))
			return &rule->sides[i];
	if (rule && rule->kind == RULE_SUM && text_is(rule->whole.side.name, name))
		return &rule->whole.side;
	return NULL;
}

/* The system, if all of a side is of one. */
static Str system_title(const struct report *report, const struct side *side)
{
	const struct systems *all = report->options->systems;
	const struct system *s = NULL;

	for (size_t i = 0; side && all && i < side->account_count; i++) {
		const struct system *other = system_find(all, side->accounts[i]->system);

		if (!other || (s && s != other))
			return S("");
		s = other;
	}
	return s ? s->title : S("");
}

/* A term without a title of its own is called like the field that it adds up. */
static Str term_title(const struct report *report, const struct term *term)
{
	const struct entity *n = term->side.account_count > 0 ? term->side.accounts[0]->entity : NULL;
	bool own = !n || term->amount < 0 || !text_is(term->title, n->fields[term->amount].name);
	Str system = own ? S("") : system_title(report, &term->side);

	return system.len > 0 ? system : term->title;
}

/* "Payments and refunds \xE2\x88\x92 Fees"; several terms of one title are one. */
static Str parts_title(struct arena *a, const struct report *report, const struct rule *rule)
{
	struct buf *b = buf_new(a, SENTENCE_LIMIT);
	Str last = {0};

	for (size_t i = 0; i < rule->part_count; i++) {
		Str title = term_title(report, &rule->parts[i]);

		if (i > 0 && text_is(title, last))
			continue;
		buf_print(b, "%s%.*s", i == 0 ? "" : rule->parts[i].negative ? " \xE2\x88\x92 " : " + ", STR(title));
		last = title;
	}
	return buf_str(b);
}

static Str sum_title(struct arena *a, const struct report *report, const struct rule *rule, Str name)
{
	if (!rule || rule->kind != RULE_SUM)
		return hop_title(rule, name);
	if (text_is(name, rule->whole.side.name))
		return term_title(report, &rule->whole);
	return text_is(name, S("parts")) ? parts_title(a, report, rule) : S("");
}

Str side_title(struct arena *a, const struct report *report, const struct rule_report *r, Str name)
{
	Str title = sum_title(a, report, r->rule, name);

	if (title.len == 0)
		title = system_title(report, side_named(r->rule, name));
	return title.len > 0 ? title : name;
}

/* What a reason names a side of, as it is stored and as people read it. */
static const struct { const char *stored, *shown; } of_sides[] = {
	{"unreadable record in ", "unreadable record in "}, {"twice in ", "stands twice in "},
	{"filtered in ", "left out by a declared filter in "}, {"unconfirmed in ", "unconfirmed in "},
	{"amounts in several currencies in ", "amounts in several currencies in "}, {"not tracked in ", "not tracked in "},
};

Str reason_shown(struct arena *a, const struct report *report, const struct rule_report *r, Str reason)
{
	Str name, rest;

	for (size_t i = 0; i < r->input_count; i++) {
		Str extract = r->inputs[i].extract;

		if (text_begins(reason, extract) && text_begins(text_from(reason, extract.len), S(": ")))
			return text(arena_print(a, "%.*s%.*s", STR(r->inputs[i].title), STR(text_from(reason, extract.len))));
	}
	if (until_shown(a, reason, &rest))
		return rest;
	for (size_t i = 0; i < sizeof of_sides / sizeof *of_sides; i++)
		if (text_begins(reason, text(of_sides[i].stored))) {
			reason = text_from(reason, text(of_sides[i].stored).len);
			name = text_head(reason, text_find_byte(reason, ','));
			rest = text_from(reason, name.len);
			return text(arena_print(a, "%s%.*s%.*s", of_sides[i].shown,
				STR(side_title(a, report, r, name)), STR(rest)));
		}
	return reason;
}

Str field_title(const struct rule_report *r, Str name)
{
	const struct field *f = rule_field(r->rule, name);

	return f && f->title.len > 0 ? f->title : name;
}

/* ── values ────────────────────────────────────────────────────────────────────────────────────────────────────── */

enum field_type value_type(const struct rule_report *r, const struct observed *o)
{
	const struct rule *rule = r->rule;
	const struct field *f = rule_field(rule, o->field);

	if (text_is(o->kind, S("currency")))
		return TYPE_CURRENCY;
	if (text_is(o->kind, S("undeclared")))
		return TYPE_TEXT;
	if (text_is(o->kind, S("different")) || text_is(o->kind, S("lacking")) || text_is(o->kind, S("rounding"))
	    || text_is(o->kind, S("treatment")))
		return f ? f->type : o->has_amount ? TYPE_MONEY : TYPE_TEXT;
	return TYPE_MONEY;
}

bool value_is_number(const struct rule_report *r, const struct observed *o, Str value)
{
	enum field_type type = value_type(r, o);

	return value.len > 0 && (type == TYPE_MONEY || type == TYPE_DECIMAL || type == TYPE_INTEGER);
}

Str value_shown(struct arena *a, const struct report *report, const struct rule_report *r, const struct observed *o,
	Str value)
{
	if (value.len == 0 || text_is(value, S(MASK)))
		return value.at ? value : S("");
	return shown_value(a, report->locale, report->zone, value_type(r, o), value, o->currency);
}

/* A value in a sentence: the absence of one has a name too. */
static Str value_said(const struct voice *v, Str value)
{
	Str shown = value_shown(v->a, v->report, v->rule, v->o, value);

	return shown.len > 0 ? shown : S("nothing");
}

/* By how much two differ has no sign in a sentence; what something is worth has. */
static Str amount_said(const struct voice *v, bool given, struct decimal d)
{
	return given ? shown_amount(v->a, v->report->locale, d, v->o->currency) : S("an unknown amount");
}

/* What a key is worth is in the currency, if there is one, else in the rule's unit. */
static Str currency_said(const struct voice *v)
{
	return v->o->currency.len > 0 ? v->o->currency : v->rule->unit;
}

/* ── templates ─────────────────────────────────────────────────────────────────────────────────────────────────── */

static Str key_part(const struct voice *v, Str name, bool *known)
{
	for (size_t i = 0; i < v->o->key_names.count && i < v->o->key_parts.count; i++) {
		*known = text_is(v->o->key_names.at[i], name);
		if (*known)
			return v->o->key_parts.at[i];
	}
	return S("");
}

static size_t side_number(const struct rule *rule, Str name)
{
	size_t i = 0;

	while (i < rule->side_count && !text_is(rule->sides[i].name, name))
		i++;
	return i;
}

/* The words of the mirror that would have agreed; false if neither side means anything by its words. */
static bool agreeing(struct arena *a, const struct rule *rule, const struct observed *o, struct texts *words)
{
	bool shown = rule && o->truth_value.len > 0 && !text_is(o->truth_value, S(MASK));

	*words = (struct texts){0};
	for (size_t i = 0; shown && i < rule->compare_count; i++)
		if (text_is(rule->entity->fields[rule->compare[i].field].name, o->field))
			return means_agreeing(a, &rule->compare[i], side_number(rule, o->truth_side), side_number(rule, o->side),
				o->truth_value, words);
	return false;
}

/* "paid or open" */
static Str agreeing_said(const struct voice *v)
{
	struct buf *b = buf_new(v->a, SENTENCE_LIMIT);
	struct texts words;

	agreeing(v->a, v->rule->rule, v->o, &words);
	for (size_t i = 0; i < words.count; i++)
		buf_print(b, "%s%.*s", i == 0 ? "" : i + 1 < words.count ? ", " : " or ", STR(words.at[i]));
	return b->len > 0 ? buf_str(b) : S("nothing");
}

static Str filled(const struct voice *v, Str name, bool *known)
{
	const struct observed *o = v->o;

	*known = true;
	if (text_is(name, S("side")))
		return side_title(v->a, v->report, v->rule, o->side);
	if (text_is(name, S("leading")))
		return side_title(v->a, v->report, v->rule, o->truth_side);
	if (text_is(name, S("key")))
		return o->key;
	if (text_is(name, S("field")))
		return field_title(v->rule, o->field);
	if (text_is(name, S("truth")))
		return value_said(v, o->truth_value);
	if (text_is(name, S("mirror")))
		return value_said(v, o->mirror_value);
	if (text_is(name, S("agreeing")))
		return agreeing_said(v);
	if (text_is(name, S("difference")))
		return amount_said(v, o->has_amount, decimal_absolute(o->amount));
	if (text_is(name, S("value")))
		return amount_said(v, o->has_value, o->value);
	if (text_is(name, S("currency")))
		return currency_said(v);
	if (text_is(name, S("unit")))
		return v->rule->unit;
	if (text_is(name, S("reason")))
		return o->reason.len > 0 ? reason_shown(v->a, v->report, v->rule, o->reason) : S("like another");
	return key_part(v, name, known);
}

/* An empty value leaves no blank in front of what follows it. */
static void tidy_add(struct buf *b, Str s)
{
	bool closes = s.len > 0 && strchr(" .,;:)", s.at[0]) != NULL;

	if (closes && b->len > 0 && b->at[b->len - 1] == ' ')
		b->len--;
	buf_add(b, s);
}

/* A side is often called "erp"; a key stays as it is. */
static bool begins_with_key(Str template)
{
	Str name;

	if (!text_begins(template, S("{")) || !text_cut(text_from(template, 1), '}', &name, &template))
		return false;
	return !text_is(name, S("side")) && !text_is(name, S("leading")) && !text_is(name, S("field"));
}

void sentence_begins(struct buf *b)
{
	if (b->len > 0 && b->at[0] >= 'a' && b->at[0] <= 'z')
		b->at[0] = (char)(b->at[0] - 'a' + 'A');
}

static Str fill(const struct voice *v, Str template)
{
	struct buf *b = buf_new(v->a, SENTENCE_LIMIT);
	Str plain, name, rest = template;
	bool known;

	while (text_cut(rest, '{', &plain, &rest)) {
		tidy_add(b, plain);
		if (!text_cut(rest, '}', &name, &rest))
			return template;
		plain = filled(v, name, &known);
		if (known)
			buf_add(b, plain);
		else
			buf_print(b, "{%.*s}", STR(name));
	}
	tidy_add(b, plain);
	if (!begins_with_key(template))
		sentence_begins(b);
	return buf_str(b);
}

static bool is_alone(const struct observed *o)
{
	static const char *const of_a_field[] = {"different", "rounding", "treatment", "lacking", "tolerance",
		"undeclared", "look alike"};

	for (size_t i = 0; i < sizeof of_a_field / sizeof *of_a_field; i++)
		if (text_is(o->kind, text(of_a_field[i])))
			return false;
	return o->field.len > 0;
}

static const struct said of_sums[] = {
	{"missing", "{leading} {key} over {value} {currency}: nothing of it in {side}."},
	{"unexpected", "{side}: {value} {currency} for {key}, of which {leading} knows nothing."},
	{"residual", "{leading} {key}: {side} come to {mirror} {currency}, not to {truth}."},
	{"rounding", "{leading} {key}: {side} come to {mirror} {currency}, not to {truth}, by rounding."},
	{"counted twice", "{leading} {key}: {side} come to {mirror} {currency}, not to {truth}; {difference} of it stands "
		"there again."},
};

static const struct said of_chains[] = {
	{"residual", "{key}: of {truth} {currency} at {leading} {mirror} has come to {side}, {difference} too much."},
};

/* Hops without an amount. */
static const struct said without_money[] = {
	{"broken", "{key} has come to {leading}, and not to {side}."},
	{"unexpected", "{side} has {key}, of which {leading} knows nothing."},
};

#define SAID_IN(list, kind) said_in((list), sizeof (list) / sizeof *(list), (kind))

static const char *said_in(const struct said *list, size_t count, Str kind)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(text(list[i].kind), kind))
			return list[i].text;
	return NULL;
}

/* What is not said as it is said of its kind elsewhere; NULL if nothing is. */
static const char *otherwise(struct arena *a, const struct rule_report *r, const struct observed *o)
{
	const char *of_sum = r->rule && r->rule->kind == RULE_SUM ? SAID_IN(of_sums, o->kind) : NULL;
	struct texts words;

	if (of_sum)
		return of_sum;
	if (text_is(o->kind, S("different")) && agreeing(a, r->rule, o, &words))
		return worded;
	if (r->rule && r->rule->kind == RULE_CHAIN)
		return o->has_value ? SAID_IN(of_chains, o->kind) : SAID_IN(without_money, o->kind);
	if (text_is(o->kind, S("look alike")) && (o->field.len > 0 || !o->has_value))
		return o->field.len > 0 ? alike_by : alike;
	return NULL;
}

static Str template_of(struct arena *a, const struct rule_report *r, const struct observed *o)
{
	const char *said;

	if (is_alone(o) && text_is(o->kind, S("unexpected")))
		return text(alone);
	for (size_t i = 0; r->rule && i < r->rule->say_count && !is_alone(o); i++)
		if (text_is(r->rule->say[i].kind, o->kind))
			return r->rule->say[i].text;
	said = otherwise(a, r, o);
	if (!said)
		said = SAID_IN(ours, o->kind);
	return said ? text(said) : S("{key} differs.");
}

Str sentence(struct arena *a, const struct report *report, const struct rule_report *r, const struct observed *o)
{
	struct voice v = {a, report, r, o};

	/* What could not be compared may be anything: its reason is the sentence. */
	if (text_is(o->status, S("not comparable")))
		return fill(&v, S("{key} could not be checked: {reason}."));
	return text(arena_print(a, "%.*s%.*s", STR(fill(&v, template_of(a, r, o))), STR(timing_said(a, r, o))));
}
