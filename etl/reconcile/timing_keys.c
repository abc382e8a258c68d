#include "reconcile/timing_keys.h"

#include "reconcile/sum_term.h"
#include "reconcile/timing.h"

struct timing_written {
	struct texts extracts;
	Str amount, at, parent;
	const struct node *where;
};

static const struct key timing_keys[] = {
	KEY(struct timing_written, extracts, .doc = "names or globs of lists of movements", .required = true),
	KEY(struct timing_written, amount, .doc = "the field that is added, with its sign: what came in is more than 0",
		.required = true),
	KEY(struct timing_written, at, .doc = "the field that says when it moved", .required = true),
	KEY(struct timing_written, parent, .doc = "what moved: the parent that is the rule's key", .required = true),
	KEY(struct timing_written, where, .takes = "list of tables",
		.doc = "conditions on its rows, such as the kinds that the other side hears of"),
};

void timing_describe(struct buf *b)
{
	struct key_section section = {timing_keys, KEY_COUNT(timing_keys), NULL};

	keys_describe(b, "reconcile.NAME.timing", &section, 1);
}

/* Movements of what the rule compares: their parent is what has its key. */
static bool parent_right(struct reading *r, const struct entity *n, const struct timing *t, const struct node *at)
{
	const struct parent *parent = sum_parent(&t->movements);
	const struct entity *of = rule_key_entity(r->rule);

	if (!parent)
		return mistake(r->m, at, "entity \"%.*s\" has no parent %s%s", STR(n->name),
			text_quoted(r->a, t->movements.parent),
			did_you_mean_in(r->a, t->movements.parent, n->parents, n->parent_count, sizeof *n->parents));
	return !of || of == parent->entity
	    || mistake(r->m, at, "the movements are of \"%.*s\", the rule's keys of \"%.*s\"", STR(parent->entity->name),
		       STR(of->name));
}

static bool at_right(struct reading *r, const struct entity *n, int field, const struct node *at)
{
	return field < 0 || n->fields[field].type == TYPE_TIMESTAMP
	    || mistake(r->m, at, "field \"%.*s\" is of type %s: only a timestamp says on which side of a moment it moved",
		       STR(n->fields[field].name), field_types[n->fields[field].type].name);
}

bool timing_read(struct reading *r, const struct node *n)
{
	struct timing *t = &r->rule->timing;
	struct timing_written written = {0};
	const struct entity *entity;
	bool ok;

	if (!n)
		return true;
	t->at = t->movements.by = -1;
	ok = keys_read(r->a, n, timing_keys, KEY_COUNT(timing_keys), &written, r->m);
	t->movements.side.name = S("timing");
	t->movements.parent = written.parent;
	ok = reading_extracts(r, &written.extracts, node_place(n, "extracts"), &t->movements.side) && ok;
	entity = side_entity(&t->movements.side);
	if (!entity)
		return false;
	ok = reading_field(r, entity, written.amount, node_place(n, "amount"), &t->movements.amount) && ok;
	ok = reading_field(r, entity, written.at, node_place(n, "at"), &t->at) && ok;
	ok = at_right(r, entity, t->at, node_place(n, "at")) && ok;
	ok = (written.parent.len == 0 || parent_right(r, entity, t, node_place(n, "parent"))) && ok;
	t->given = true;
	return conditions_read(r->a, written.where, entity, &t->movements.side.where, r->m) && ok;
}
