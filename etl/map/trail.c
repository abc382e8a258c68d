#include "map/trail.h"

static bool is_item(const struct trail *t, size_t i)
{
	return i < t->left && (t->at[i].kind == STEP_EACH || t->at[i].kind == STEP_INDEX);
}

static bool is_step(const struct trail *t, size_t i, enum step_kind kind, Str name)
{
	return i < t->left && t->at[i].kind == kind && text_is(t->at[i].name, name);
}

void trails_follow(struct trails *to, struct trail t, size_t steps)
{
	t.at += steps;
	t.left -= steps;
	to->at[to->count++] = t;
	to->arrived = to->arrived || t.left == 0;
}

bool trails_go_by_all(const struct trails *from)
{
	for (size_t i = 0; i < from->count; i++)
		if (from->at[i].left > 0 && from->at[i].at->kind == STEP_MEMBERS)
			return true;
	return false;
}

/* In XML an item is no step of its own. */
static size_t steps_of_member(const struct trail *t, Str name, bool element)
{
	if (!is_step(t, 0, STEP_NAME, name))
		return 0;
	return element && is_item(t, 1) ? 2 : 1;
}

static size_t steps_of_any(const struct trail *t)
{
	if (t->left == 0 || t->at->kind != STEP_MEMBERS)
		return 0;
	return t->left > 1 && !is_step(t, 1, STEP_NAME, S("key")) ? 2 : t->left;
}

size_t trail_steps(const struct trail *t, enum shape_step step, Str name, bool element)
{
	switch (step) {
	case SHAPE_MEMBER:
		return steps_of_member(t, name, element);
	case SHAPE_ATTRIBUTE:
		return is_step(t, 0, STEP_ATTRIBUTE, name);
	case SHAPE_ITEM:
		return is_item(t, 0);
	case SHAPE_ANY_MEMBER:
		break;
	}
	return steps_of_any(t);
}
