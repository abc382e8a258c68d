#include "map/card.h"

#include "read/batch.h"

static bool may_be_of_card(char c)
{
	return byte_is_digit(c) || c == ' ' || c == '-';
}

/* Whether as many digits as a card has stand together.  Where nothing else stands among so many bytes, one of every so
 * many is of them: only those are looked at. */
static bool may_hold_card(Str s)
{
	for (size_t i = CARD_LEAST - 1; i < s.len; i += CARD_LEAST) {
		size_t start = i, end = i;

		while (start > 0 && i - start < CARD_LEAST && may_be_of_card(s.at[start - 1]))
			start--;
		while (end < s.len && may_be_of_card(s.at[end]))
			end++;
		if (end - start >= CARD_LEAST && card_digits((Str){s.at + start, end - start}) >= CARD_LEAST)
			return true;
		i = end > i ? end : i;
	}
	return false;
}

static bool is_in_cell(Str s, const struct cell *c)
{
	if (c->text.at && text_find(c->text, s) < c->text.len)
		return true;
	for (size_t i = 0; i < c->count; i++)
		if (c->items[i].text.at && text_find(c->items[i].text, s) < c->items[i].text.len)
			return true;
	return false;
}

/* The cells whose digits may look like a card's. */
struct cells {
	const struct cell *at;
	const bool *identifiers;
	size_t count;
};

static bool is_in_identifier(Str s, const struct cells *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->identifiers[i] && is_in_cell(s, &c->at[i]))
			return true;
	return false;
}

static bool is_beside(Str s, const struct cells *c)
{
	size_t start, end = 0;

	while (card_next(s, end, &start, &end))
		if (!is_in_identifier((Str){s.at + start, end - start}, c))
			return true;
	return false;
}

/* ── rows of one record ── */

static bool is_within(const struct tree *row, const struct tree *t)
{
	bool within = t == row;

	for (const struct tree *child = t->children; child && !within; child = child->next)
		within = is_within(row, child);
	return within;
}

/* In the values of a tree, but for the branch in which that row is. */
static bool is_in_tree(const struct tree *t, const struct tree *but, const struct cells *c)
{
	if (is_beside(t->text, c))
		return true;
	for (const struct tree *at = t->attributes; at; at = at->next)
		if (is_beside(at->text, c))
			return true;
	for (const struct tree *child = t->children; child; child = child->next)
		if (!(but && is_within(but, child)) && is_in_tree(child, but, c))
			return true;
	return false;
}

static bool is_around(const struct tree_context *row, const struct cells *c)
{
	for (const struct tree_context *up = row->parent; up; up = up->parent)
		if (is_in_tree(up->row, row->row, c))
			return true;
	return false;
}

static bool holds(struct card_seen *seen, const struct record *r)
{
	size_t start, end;

	if (seen->text.at == r->text.at && seen->text.len == r->text.len && seen->part == r->place.part
	    && seen->offset == r->place.offset)
		return seen->holds;
	*seen = (struct card_seen){r->text, r->place.part, r->place.offset, false};
	seen->holds = may_hold_card(r->text) && card_next(r->text, 0, &start, &end);
	return seen->holds;
}

bool card_is_beside(struct card_seen *seen, const struct record *r, const bool *identifiers)
{
	struct cells cells = {r->cells, identifiers, r->cell_count};

	if (!r->context || !r->context->parent)
		return may_hold_card(r->text) && is_beside(r->text, &cells);
	return holds(seen, r)
	    && (is_in_tree(r->context->row, NULL, &cells) || (r->place.index == 0 && is_around(r->context, &cells)));
}
