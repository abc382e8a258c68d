#include "criteria.h"
#include "rest.h"

#include <inttypes.h>

/* "searchCriteria[filter_groups][0][filters][0][field]": its parts, without brackets. */
static size_t split(Str name, Str *parts, size_t most)
{
	Str rest;
	size_t count = 0;
	if (!text_cut(name, '[', &parts[count++], &rest))
		return count;
	while (count < most && text_cut(rest, ']', &parts[count], &rest)) {
		count++;
		if (!text_begins(rest, S("[")))
			break;
		rest = text_from(rest, 1);
	}
	return rest.len ? 0 : count;
}

static struct criterion *filter_of(struct criteria *c, uint64_t group, uint64_t number)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->at[i].group == group && c->at[i].number == number)
			return &c->at[i];
	if (c->count == CRITERIA_FILTERS)
		return NULL;
	c->at[c->count] = (struct criterion){.group = group, .number = number, .condition = S("eq")};
	return &c->at[c->count++];
}

static bool read_filter(struct criteria *c, const Str *parts, Str value)
{
	uint64_t group, number;
	if (!is_word("filters", parts[3]) || !text_uint(parts[2], &group) || !text_uint(parts[4], &number))
		return false;
	struct criterion *f = filter_of(c, group, number);
	if (f && text_is(parts[5], S("field")))
		f->field = value;
	else if (f && text_is(parts[5], S("value")))
		f->value = value;
	else if (f && is_word("condition_type conditionType", parts[5]))
		f->condition = value;
	else
		return false;
	return true;
}

static bool read_one(struct criteria *c, const struct pair *p)
{
	Str parts[8];
	size_t count = split(p->name, parts, 8);
	if (text_is(p->name, S("fields"))) {
		c->fields = p->value;
		return true;
	}
	if (count == 0 || !is_word("searchCriteria search_criteria", parts[0]))
		return false;
	if (count == 1)
		return true;
	if (count == 6 && is_word("filter_groups filterGroups", parts[1]))
		return read_filter(c, parts, p->value);
	uint64_t at;
	if (count == 4 && is_word("sortOrders sort_orders", parts[1]) && text_uint(parts[2], &at) && at < CRITERIA_ORDERS) {
		*(text_is(parts[3], S("field")) ? &c->order[at].field : &c->order[at].direction) = p->value;
		return is_word("field direction", parts[3]);
	}
	if (count == 2 && is_word("pageSize page_size", parts[1])) {
		c->paged = true;
		return text_uint(p->value, &c->size) && c->size > 0;
	}
	return count == 2 && is_word("currentPage current_page", parts[1]) && text_uint(p->value, &c->page) && c->page > 0;
}

struct criteria criteria_read(struct arena *a, const struct pairs *query, const struct value *pattern)
{
	struct criteria c = {.page = 1};
	bool any = false;
	for (size_t i = 0; i < query->count && !c.wrong; i++) {
		any |= text_begins(query->at[i].name, S("search"));
		if (!read_one(&c, &query->at[i]))
			c.wrong = arena_print(a, "%s is no part of it", quotable(a, query->at[i].name));
	}
	for (size_t i = 0; i < c.count && !c.wrong; i++) {
		if (!value_get(pattern, c.at[i].field))
			c.wrong = arena_print(a, "Invalid attribute name: %s", quotable(a, c.at[i].field));
		else if (!is_word("eq neq gt gteq lt lteq from to in nin", c.at[i].condition))
			c.wrong = arena_print(a, "Invalid condition: %s", quotable(a, c.at[i].condition));
	}
	if (!c.wrong && !any)
		c.wrong = "searchCriteria is required. Enter and try again.";
	for (size_t i = 0; i < CRITERIA_ORDERS && c.order[i].field.len && !c.wrong; i++) {
		if (!c.order[i].direction.len)
			c.order[i].direction = S("DESC");
		if (!value_get(pattern, c.order[i].field) || !is_word("ASC DESC asc desc", c.order[i].direction))
			c.wrong = "Invalid order";
	}
	return c;
}

static int compare(Str x, Str y)
{
	uint64_t a, b;
	if (text_uint(x, &a) && text_uint(y, &b))
		return a < b ? -1 : a > b;
	return text_compare(x, y);
}

static bool holds(const struct criterion *f, const struct value *own)
{
	Str words = f->value, one;
	bool more = words.len > 0, in = false;
	int order = own ? compare(own->text, f->value) : -1;
	while (more && own) {
		more = text_cut(words, ',', &one, &words);
		in |= text_is(one, own->text);
	}
	if (is_word("in nin", f->condition))
		return in == (f->condition.len == 2);
	if (!own)
		return text_is(f->condition, S("neq"));
	if (text_is(f->condition, S("eq")) || text_is(f->condition, S("neq")))
		return (order == 0) == (f->condition.len == 2);
	if (is_word("gt gteq from", f->condition))
		return order > 0 || (order == 0 && f->condition.len == 4);
	return order < 0 || (order == 0 && f->condition.len != 2) ||
	       (order == 0 && text_is(f->condition, S("to")));
}

bool criteria_fit(const struct criteria *c, const struct value *body)
{
	for (size_t i = 0; i < c->count; i++) {
		bool any = false;
		for (size_t j = 0; j < c->count; j++)
			if (c->at[j].group == c->at[i].group)
				any |= holds(&c->at[j], value_get(body, c->at[j].field));
		if (!any)
			return false;
	}
	return true;
}

int criteria_order(const struct criteria *c, const struct value *x, const struct value *y)
{
	int order = 0;
	for (size_t i = 0; i < CRITERIA_ORDERS && c->order[i].field.len && order == 0; i++) {
		const struct value *a = value_get(x, c->order[i].field), *b = value_get(y, c->order[i].field);
		order = a && b ? compare(a->text, b->text) : 0;
		if (is_word("DESC desc", c->order[i].direction))
			order = -order;
	}
	return order;
}

struct value *criteria_said(struct arena *a, const struct criteria *c)
{
	struct value *said = value_make(a, "{}"), *groups = value_make(a, "[]"), *filters = NULL;
	for (size_t i = 0; i < c->count; i++) {
		struct value *one = value_make(a, "{'field':'%s','value':'%s','condition_type':'%s'}",
		                               quotable(a, c->at[i].field), quotable(a, c->at[i].value),
		                               quotable(a, c->at[i].condition));
		if (!filters || c->at[i].group != c->at[i - 1].group) {
			struct value *group = value_make(a, "{'filters':[]}");
			filters = value_get(group, S("filters"));
			value_add(groups, group);
		}
		value_add(filters, one);
	}
	value_put(a, said, "filter_groups", groups);
	struct value *orders = value_make(a, "[]");
	for (size_t i = 0; i < CRITERIA_ORDERS && c->order[i].field.len; i++)
		value_add(orders, value_make(a, "{'field':'%s','direction':'%s'}", quotable(a, c->order[i].field),
		                             quotable(a, c->order[i].direction)));
	if (orders->first)
		value_put(a, said, "sort_orders", orders);
	if (c->paged)
		value_merge(a, said, value_make(a, "{'page_size':%" PRIu64 ",'current_page':%" PRIu64 "}", c->size, c->page));
	return said;
}

/* Takes one name, and what stands in brackets behind it. */
static void take_field(Str *rest, Str *name, Str *inner)
{
	size_t i = 0, depth = 0;
	while (i < rest->len && rest->at[i] != ',' && rest->at[i] != '[')
		i++;
	*name = text_head(*rest, i);
	*inner = (Str){0};
	if (i < rest->len && rest->at[i] == '[') {
		size_t begun = i + 1;
		do {
			depth += rest->at[i] == '[';
			depth -= rest->at[i] == ']';
			i++;
		} while (i < rest->len && depth > 0);
		*inner = (Str){rest->at + begun, i - begun - (depth == 0)};
	}
	*rest = text_from(*rest, i < rest->len ? i + 1 : i);
}

struct value *fields_of(struct arena *a, const struct value *v, Str fields)
{
	struct value *out = arena_new_of(a, struct value);
	*out = *v;
	out->next = NULL;
	if (!fields.len || v->kind < VALUE_LIST)
		return out;
	out->first = out->last = NULL;
	if (v->kind == VALUE_LIST) {
		for (const struct value *m = v->first; m; m = m->next)
			value_add(out, fields_of(a, m, fields));
		return out;
	}
	while (fields.len) {
		Str name, inner;
		take_field(&fields, &name, &inner);
		const struct value *m = value_get(v, name);
		if (m)
			value_add(out, fields_of(a, m, inner));
	}
	return out;
}
