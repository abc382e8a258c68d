#include "report/json.h"

static void terms_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "terms");
	for (size_t i = 0; i < r->term_count; i++) {
		const struct term_total *t = &r->terms[i];

		json_object(j);
		json_put_int(j, "term", t->number);
		json_put_text(j, "title", t->title);
		json_put_currency(j, t->currency);
		json_put_int(j, "count", t->count);
		json_put_amount(j, a, "sum", true, t->sum, t->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

/* A line without a title is of what could not be read; a kind that the rule does not declare has its own name. */
static void line_write(struct json_out *j, struct arena *a, const struct line_total *l)
{
	json_put_known(j, "title", l->number < 0 ? (Str){0} : l->title);
	json_put_bool(j, "declared", l->number > 0);
	json_put_int(j, "count", l->count);
	json_put_amount(j, a, "sum", true, l->sum, l->currency);
}

static void lines_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "lines");
	for (size_t i = 0; i < r->line_count; i++) {
		json_object(j);
		json_put_currency(j, r->lines[i].currency);
		line_write(j, a, &r->lines[i]);
		json_put_int(j, "elsewhere_count", r->lines[i].elsewhere_count);
		json_put_amount(j, a, "elsewhere_sum", true, r->lines[i].elsewhere_sum, r->lines[i].currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void given_back_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "given_back");
	for (size_t i = 0; i < r->given_back_count; i++) {
		const struct given_back *g = &r->given_back[i];

		json_object(j);
		json_put_text(j, "key", g->key);
		json_put_text(j, "whole", g->whole);
		json_put_text(j, "line", g->line.title);
		json_put_currency(j, g->line.currency);
		json_put_amount(j, a, "amount", true, g->line.sum, g->line.currency);
		json_put_known(j, "original", g->original);
		json_put_known(j, "original_whole", g->original_whole);
		json_object_end(j);
	}
	json_array_end(j);
}

/* One whole in one currency; the line that follows it. */
static size_t whole_write(struct json_out *j, struct arena *a, const struct rule_report *r, size_t first)
{
	const struct whole_line *l = &r->whole_lines[first];
	struct decimal whole = {.scale = 0};
	size_t i = first;

	json_object(j);
	json_put_text(j, "key", l->key);
	json_put_currency(j, l->line.currency);
	json_put_array(j, "lines");
	for (; i < r->whole_line_count && (i == first || !whole_begins(r, i)); i++) {
		if (r->whole_lines[i].is_whole) {
			whole = r->whole_lines[i].line.sum;
			continue;
		}
		json_object(j);
		line_write(j, a, &r->whole_lines[i].line);
		json_object_end(j);
	}
	json_array_end(j);
	json_put_amount(j, a, "whole", true, whole, l->line.currency);
	json_put_amount(j, a, "left_over", true, whole_left_over(a, r, first), l->line.currency);
	json_object_end(j);
	return i;
}

static void wholes_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_int(j, "wholes_count", r->whole_all);
	json_put_array(j, "wholes");
	for (size_t i = 0; i < r->whole_line_count;)
		i = whole_write(j, a, r, i);
	json_array_end(j);
}

static void standing_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "standing");
	for (size_t i = 0; i < r->standing_count; i++) {
		const struct standing *s = &r->standing[i];

		json_object(j);
		json_put_currency(j, s->currency);
		json_put_text(j, "line", s->line);
		json_put_int(j, "count", s->count);
		json_put_amount(j, a, "whole", true, s->whole, s->currency);
		json_put_amount(j, a, "parts", true, s->parts, s->currency);
		json_put_amount(j, a, "difference", true, s->difference, s->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

static void listed_write(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	json_put_array(j, "listed");
	for (size_t i = 0; i < r->listed_count; i++) {
		const struct listed *l = &r->listed[i];

		json_object(j);
		json_put_currency(j, l->currency);
		json_put_text(j, "line", l->line);
		json_put_int(j, "count", l->count);
		json_put_amount(j, a, "amount", true, l->amount, l->currency);
		json_object_end(j);
	}
	json_array_end(j);
}

void json_sum(struct json_out *j, struct arena *a, const struct rule_report *r)
{
	terms_write(j, a, r);
	lines_write(j, a, r);
	wholes_write(j, a, r);
	given_back_write(j, a, r);
	standing_write(j, a, r);
	listed_write(j, a, r);
}
