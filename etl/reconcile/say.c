#include "reconcile/say.h"

static const char *const kinds[] = {"missing", "unexpected", "different", "rounding", "treatment", "lacking", "twice",
	"currency", "residual", "counted twice", "broken", "tolerance", "look alike", "undeclared", "oversell", "dead"};
static const char *const names[] = {"side", "leading", "key", "field", "truth", "mirror", "agreeing", "difference",
	"value", "currency", "unit", "reason"};

static bool kind_known(struct arena *a, Str kind, const struct node *at, struct mistakes *m)
{
	struct texts all = {0};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		texts_add(a, &all, text(kinds[i]));
	return texts_has(&all, kind)
	    || mistake(m, at, "there is no kind of discrepancy %s%s", text_quoted(a, kind), did_you_mean(a, kind, &all));
}

bool kinds_known(struct arena *a, const struct texts *list, const struct node *node, struct mistakes *m)
{
	const struct node *at = node_child(node, S("warn"));
	bool ok = true;

	for (size_t i = 0; i < list->count; i++)
		ok = kind_known(a, list->at[i], at ? at : node, m) && ok;
	return ok;
}

static void key_names_add(struct arena *a, struct texts *all, const struct entity *n)
{
	struct texts parts = n ? entity_key_names(a, n) : (struct texts){0};

	for (size_t i = 0; i < parts.count; i++)
		texts_add(a, all, parts.at[i]);
}

/* What every report knows, and the fields of the key, which is the parent's where a sum is taken by parent. */
static struct texts names_of(struct arena *a, const struct rule *rule)
{
	struct texts all = {0};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		texts_add(a, &all, text(names[i]));
	key_names_add(a, &all, rule->entity);
	for (size_t i = 0; rule->entity && i < rule->entity->parent_count; i++)
		if (text_is(rule->entity->parents[i].name, rule->whole.parent))
			key_names_add(a, &all, rule->entity->parents[i].entity);
	return all;
}

static bool names_known(struct arena *a, Str sentence, const struct texts *all, const struct node *at,
	struct mistakes *m)
{
	Str plain, name, rest = sentence;
	bool ok = true;

	while (text_cut(rest, '{', &plain, &rest)) {
		if (!text_cut(rest, '}', &name, &rest) || text_find_byte(name, '{') < name.len)
			return mistake(m, at, "%s has a { that is not closed", text_quoted(a, sentence));
		if (!texts_has(all, name))
			ok = mistake(m, at, "a sentence cannot name %s: it is neither a field of the key nor of what a report "
				"knows of a discrepancy%s", text_quoted(a, name), did_you_mean(a, name, all));
	}
	return ok;
}

bool say_read(struct arena *a, const struct node *say, struct rule *rule, struct mistakes *m)
{
	size_t count = say ? say->count : 0;
	struct sentence *list = arena_array(a, count, struct sentence);
	struct texts all = names_of(a, rule);
	bool ok = true;

	for (size_t i = 0; i < count; i++) {
		const struct node *n = say->items[i];

		list[i].kind = n->name;
		ok = kind_known(a, n->name, n, m) && key_text(n, "say", &list[i].text, m)
		  && names_known(a, list[i].text, &all, n, m) && ok;
	}
	rule->say = list;
	rule->say_count = count;
	return ok;
}
