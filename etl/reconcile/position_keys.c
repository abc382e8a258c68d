#include "reconcile/position_keys.h"

#include "base/currency.h"
#include "reconcile/reading.h"
#include "reconcile/rule_text.h"

/* ── what stands in the file ───────────────────────────────────────────────────────────────────────────────────── */

const struct key_name position_kinds[] = {{"provider", POSITION_PROVIDER}, {"liability", POSITION_LIABILITY},
	{"inventory", POSITION_INVENTORY}, {0}};

struct position_written {
	Str id, title, owner, company;
	enum position_kind kind;
	struct day since;
	const struct node *opening, *movements, *balance, *ledger;
};

static const struct key position_keys[] = {
	KEY(struct position_written, id, .doc = "control id; stays when the name changes", .required = true),
	KEY(struct position_written, kind, .doc = "what it is: an account that a provider keeps, a liability, or an "
		"inventory", .def = "provider", .names = position_kinds),
	KEY(struct position_written, title, .doc = "its name for people"),
	KEY(struct position_written, owner, .doc = "who answers for it"),
	KEY(struct position_written, company, .doc = "whose it is; by default each row says so"),
	KEY(struct position_written, since, .doc = "movements and entries before this date stand in `opening`"),
	KEY(struct position_written, opening, .doc = "amounts by currency at the begin of `since`"),
	KEY(struct position_written, movements, .takes = "table, or list of tables",
		.doc = "what made it: { extracts, amount, at, by, lines, reference, … }", .required = true),
	KEY(struct position_written, balance, .doc = "what its provider states: { extracts, amount, on, timezone }"),
	KEY(struct position_written, ledger, .doc = "its account in the ledger: { extracts, where, debit, credit, on, "
		"reference }"),
};

struct list_written {
	struct texts extracts;
	Str amount, debit, credit, units, at, by, reference, original, title, currency, timezone;
	const struct node *where, *lines, *parts, *opening;
};

#define LIST_EXTRACTS KEY(struct list_written, extracts, \
	.doc = "names or globs; of one key in several of them the last counts", .required = true)
#define LIST_WHERE KEY(struct list_written, where, .takes = "list of tables", .doc = "conditions on its rows")
#define LIST_CURRENCY KEY(struct list_written, currency, .doc = "of amounts whose fields say none")
#define LIST_PARTS KEY(struct list_written, parts, .takes = "list of tables", \
	.doc = "instead of `amount`: a list of { amount, sign, line }, which are added")

static const struct key movement_keys[] = {
	LIST_EXTRACTS,
	KEY(struct list_written, amount, .doc = "the field that is added: what comes in is positive"),
	LIST_PARTS,
	KEY(struct list_written, units, .doc = "the field by which the amount is multiplied, such as pieces by cost"),
	LIST_CURRENCY,
	KEY(struct list_written, at, .doc = "the field that says when; without it the list is read as it was at the end of "
		"the month"),
	KEY(struct list_written, by, .doc = "the field that says of which kind a movement is"),
	KEY(struct list_written, lines, .doc = "the line in which each kind stands: { charge = \"Sales\" }; a kind that is "
		"not named is a line of its own, and not declared"),
	KEY(struct list_written, title, .doc = "the line of what has no kind", .def = "Movements"),
	KEY(struct list_written, reference, .doc = "the field by which the ledger knows it"),
	KEY(struct list_written, original, .doc = "the amount before it was converted, in its own currency"),
	LIST_WHERE,
};

static const struct key balance_keys[] = {
	LIST_EXTRACTS,
	KEY(struct list_written, amount, .doc = "the field that states it", .required = true),
	LIST_CURRENCY,
	KEY_AS(struct list_written, at, "on", .doc = "the field that says of which day's end or which moment it is; "
		"without it the list is read as it was at the end of the month"),
	KEY(struct list_written, timezone, .doc = "of its days; by default the system's"),
	LIST_WHERE,
};

static const struct key ledger_keys[] = {
	LIST_EXTRACTS,
	KEY(struct list_written, debit, .doc = "the field that is added, or with kind = \"liability\" taken away"),
	KEY(struct list_written, credit, .doc = "the field that is taken away, or with kind = \"liability\" added"),
	KEY(struct list_written, amount, .doc = "instead of both: one field with a sign"),
	LIST_PARTS,
	LIST_CURRENCY,
	KEY_AS(struct list_written, at, "on", .doc = "the field that says when it was posted"),
	KEY(struct list_written, reference, .doc = "the field that names the movement"),
	KEY(struct list_written, original, .doc = "the amount before it was converted, in its own currency"),
	KEY(struct list_written, opening, .doc = "amounts by currency at the begin of `since`"),
	LIST_WHERE,
};

struct part_written {
	Str amount, line, sign;
};

static const struct key_name signs[] = {{"+", 0}, {"-", 1}, {0}};

static const struct key part_keys[] = {
	KEY(struct part_written, amount, .doc = "the field that is added", .required = true),
	KEY(struct part_written, sign, .doc = "- if it is taken away", .def = "+", .names = signs),
	KEY(struct part_written, line, .doc = "the line in which it stands, whatever the movement's kind"),
};

void positions_describe(struct buf *b)
{
	static const struct {
		const char *name;
		const struct key *keys;
		size_t count;
	} sections[] = {
		{"close.NAME", position_keys, KEY_COUNT(position_keys)},
		{"close.NAME.movements", movement_keys, KEY_COUNT(movement_keys)},
		{"close.NAME.movements.parts[]", part_keys, KEY_COUNT(part_keys)},
		{"close.NAME.balance", balance_keys, KEY_COUNT(balance_keys)},
		{"close.NAME.ledger", ledger_keys, KEY_COUNT(ledger_keys)},
	};

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		struct key_section section = {sections[i].keys, sections[i].count, NULL};

		keys_describe(b, sections[i].name, &section, 1);
	}
}

const char *role_name(enum list_role role)
{
	static const char *const names[] = {[ROLE_MOVEMENTS] = "movements", [ROLE_BALANCE] = "balance",
		[ROLE_LEDGER] = "ledger"};

	return names[role];
}

/* ── amounts ───────────────────────────────────────────────────────────────────────────────────────────────────── */

struct position_reading {
	struct reading r;
	struct position *position;
};

static bool is_number(enum field_type type)
{
	return type == TYPE_MONEY || type == TYPE_INTEGER || type == TYPE_DECIMAL;
}

static bool amount_add(struct position_reading *p, const struct entity *n, Str name, const struct node *at,
	struct position_list *list, struct position_amount amount)
{
	struct position_amount *grown;

	if (!reading_field(&p->r, n, name, at, &amount.field))
		return false;
	grown = arena_grow(p->r.a, (void *)(uintptr_t)list->amounts, list->amount_count, sizeof amount);
	grown[list->amount_count++] = amount;
	list->amounts = grown;
	if (!is_number(n->fields[amount.field].type))
		return mistake(p->r.m, at, "field \"%.*s\" is of type %s, must be money, integer or decimal", STR(name),
			field_types[n->fields[amount.field].type].name);
	return n->fields[amount.field].currency >= 0 || list->currency.len > 0
	    || mistake(p->r.m, at, "field \"%.*s\" has no currency; say which with \"currency\"", STR(name));
}

static bool parts_read(struct position_reading *p, const struct entity *n, const struct node *parts,
	struct position_list *list)
{
	bool ok = true;

	for (size_t i = 0; i < parts->count; i++) {
		struct part_written w = {0};

		ok = keys_read(p->r.a, parts->items[i], part_keys, KEY_COUNT(part_keys), &w, p->r.m)
		  && amount_add(p, n, w.amount, node_place(parts->items[i], "amount"), list,
			(struct position_amount){.negative = text_is(w.sign, S("-")), .line = w.line}) && ok;
	}
	return ok;
}

/* What a debit adds to is ours; to what is owed a credit adds. */
static bool amounts_read(struct position_reading *p, const struct entity *n, const struct node *at,
	const struct list_written *w, struct position_list *list)
{
	bool is_owed = p->position->kind == POSITION_LIABILITY, ok = true;

	if ((w->amount.len > 0) + (w->debit.len > 0 || w->credit.len > 0) + (w->parts != NULL) != 1)
		return mistake(p->r.m, at, "%s", list->role == ROLE_LEDGER
			? "say either \"amount\", or \"debit\" and \"credit\", or \"parts\""
			: "say either \"amount\" or \"parts\"");
	if (w->parts)
		return parts_read(p, n, w->parts, list);
	if (w->amount.len > 0)
		return amount_add(p, n, w->amount, node_place(at, "amount"), list, (struct position_amount){.field = -1});
	if (w->debit.len > 0)
		ok = amount_add(p, n, w->debit, node_place(at, "debit"), list, (struct position_amount){.negative = is_owed});
	if (w->credit.len > 0)
		ok = amount_add(p, n, w->credit, node_place(at, "credit"), list, (struct position_amount){.negative = !is_owed})
		  && ok;
	return ok;
}

/* ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool lines_read(struct position_reading *p, const struct node *lines, struct position_list *list)
{
	struct position_line *all = arena_array(p->r.a, lines ? lines->count : 0, struct position_line);
	bool ok = true;

	for (size_t i = 0; lines && i < lines->count; i++) {
		all[i].value = lines->items[i]->name;
		ok = key_text(lines->items[i], "lines", &all[i].title, p->r.m) && ok;
	}
	list->lines = all;
	list->line_count = lines ? lines->count : 0;
	return ok && (!lines || list->by >= 0 || mistake(p->r.m, lines, "\"lines\" needs \"by\", the field whose values it "
		"names"));
}

static bool field_typed(struct position_reading *p, const struct entity *n, Str name, const struct node *at,
	int *field, unsigned types, const char *must)
{
	if (!reading_field(&p->r, n, name, at, field))
		return false;
	return *field < 0 || (types & 1U << n->fields[*field].type)
	    || mistake(p->r.m, at, "field \"%.*s\" is of type %s, must be %s", STR(name),
		field_types[n->fields[*field].type].name, must);
}

/* A close is kept for years, and names what it found by its reference and its kind. */
static bool is_plain(struct position_reading *p, const struct entity *n, Str name, const struct node *at, int field)
{
	return field < 0 || !n->fields[field].personal
	    || mistake(p->r.m, at, "field \"%.*s\" is personal, and a close would keep it", STR(name));
}

static bool fields_read(struct position_reading *p, const struct entity *n, const struct node *at,
	const struct list_written *w, struct position_list *list)
{
	const char *when = list->role == ROLE_MOVEMENTS ? "at" : "on";
	unsigned numbers = 1U << TYPE_MONEY | 1U << TYPE_INTEGER | 1U << TYPE_DECIMAL;
	bool ok = field_typed(p, n, w->at, node_place(at, when), &list->at, 1U << TYPE_DATE | 1U << TYPE_TIMESTAMP,
		"date or timestamp");

	ok = field_typed(p, n, w->units, node_place(at, "units"), &list->units, numbers, "money, integer or decimal") && ok;
	ok = field_typed(p, n, w->by, node_place(at, "by"), &list->by, 1U << TYPE_TEXT, "text")
	  && is_plain(p, n, w->by, node_place(at, "by"), list->by) && ok;
	ok = field_typed(p, n, w->original, node_place(at, "original"), &list->original, 1U << TYPE_MONEY, "money") && ok;
	return reading_field(&p->r, n, w->reference, node_place(at, "reference"), &list->reference)
	    && is_plain(p, n, w->reference, node_place(at, "reference"), list->reference) && ok;
}

static bool zone_read(struct position_reading *p, const struct list_written *w, const struct node *at,
	const struct side *side, struct position_list *list)
{
	list->zone = w->timezone.len == 0 ? side->accounts[0]->zone
		: zone_named(p->r.a, w->timezone, node_place(at, "timezone"), p->r.m);
	return list->zone;
}

static bool list_read(struct position_reading *p, const struct node *n, enum list_role role, const struct key *keys,
	size_t count)
{
	struct rule *rule = &p->position->rule;
	struct side *side = &rule->sides[rule->side_count];
	struct position_list *list = &p->position->lists[rule->side_count++];
	struct list_written w = {0};
	const struct entity *entity;
	bool ok = keys_read(p->r.a, n, keys, count, &w, p->r.m);

	*list = (struct position_list){.role = role, .units = -1, .at = -1, .by = -1, .reference = -1, .original = -1,
		.title = w.title, .currency = w.currency};
	side->name = text(role_name(role));
	ok = reading_extracts(&p->r, &w.extracts, node_place(n, "extracts"), side) && ok;
	entity = side_entity(side);
	if (!entity)
		return false;
	if (w.currency.len > 0 && !currency_listed(w.currency))
		ok = mistake(p->r.m, node_place(n, "currency"), "there is no currency %s", text_quoted(p->r.a, w.currency));
	ok = amounts_read(p, entity, n, &w, list) && ok;
	ok = fields_read(p, entity, n, &w, list) && ok;
	ok = lines_read(p, w.lines, list) && ok;
	ok = zone_read(p, &w, n, side, list) && ok;
	return conditions_read(p->r.a, w.where, entity, &side->where, p->r.m) && ok;
}

/* ── a position ────────────────────────────────────────────────────────────────────────────────────────────────── */

static bool opening_read(struct position_reading *p, const struct node *n, enum list_role role)
{
	struct position *position = p->position;
	bool ok = true;

	for (size_t i = 0; n && i < n->count; i++) {
		struct position_opening opening = {.role = role, .currency = n->items[i]->name};
		Str s;

		if (!currency_listed(opening.currency))
			ok = mistake(p->r.m, n->items[i], "there is no currency %s", text_quoted(p->r.a, opening.currency));
		if (!node_scalar(p->r.a, n->items[i], &s) || !decimal_parse(p->r.a, s, &opening.amount)) {
			ok = mistake(p->r.m, n->items[i], "\"opening\" must be amounts by currency such as { EUR = \"100.00\" }");
			continue;
		}
		position->openings = arena_grow(p->r.a, position->openings, position->opening_count, sizeof opening);
		position->openings[position->opening_count++] = opening;
	}
	return (!n || position->since.given
		|| mistake(p->r.m, n, "\"opening\" needs \"since\", the day at whose begin it stood there")) && ok;
}

static bool movements_read(struct position_reading *p, const struct node *n)
{
	bool ok = true;

	if (n->kind == NODE_TABLE)
		return list_read(p, n, ROLE_MOVEMENTS, movement_keys, KEY_COUNT(movement_keys));
	for (size_t i = 0; i < n->count; i++)
		ok = list_read(p, n->items[i], ROLE_MOVEMENTS, movement_keys, KEY_COUNT(movement_keys)) && ok;
	return ok;
}

static bool lists_read(struct position_reading *p, const struct position_written *w)
{
	const struct node *ledger_opening = w->ledger ? node_child(w->ledger, S("opening")) : NULL;
	size_t count = w->movements->count + 2;
	bool ok;

	p->position->rule.sides = arena_array(p->r.a, count, struct side);
	p->position->lists = arena_array(p->r.a, count, struct position_list);
	ok = movements_read(p, w->movements);
	if (w->balance)
		ok = list_read(p, w->balance, ROLE_BALANCE, balance_keys, KEY_COUNT(balance_keys)) && ok;
	if (w->ledger)
		ok = list_read(p, w->ledger, ROLE_LEDGER, ledger_keys, KEY_COUNT(ledger_keys)) && ok;
	ok = opening_read(p, w->opening, ROLE_MOVEMENTS) && ok;
	return opening_read(p, ledger_opening, ROLE_LEDGER) && ok;
}

static bool company_read(struct position_reading *p, const struct companies *companies, Str name,
	const struct node *at)
{
	if (name.len == 0)
		return true;
	p->position->company = company_named(p->r.a, companies, name, at, p->r.m);
	return p->position->company;
}

static bool position_read(struct arena *a, const struct node *n, const struct reconcile_scope *scope,
	const struct companies *companies, struct position *position, struct mistakes *m)
{
	struct position_written w = {0};
	struct position_reading p = {.r = {.a = a, .scope = scope, .m = m, .rule = &position->rule}, .position = position};
	bool ok = keys_read(a, n, position_keys, KEY_COUNT(position_keys), &w, m);

	position->kind = w.kind;
	position->since = w.since;
	position->has_balance = w.balance != NULL;
	position->has_ledger = w.ledger != NULL;
	position->rule = (struct rule){.id = w.id, .name = n->name, .title = w.title.len > 0 ? w.title : n->name,
		.owner = w.owner, .kind = RULE_KEYED, .value = -1, .at = -1, .file = text(n->file), .line = n->line};
	ok = company_read(&p, companies, w.company, node_place(n, "company")) && ok;
	if (!w.movements)
		return false;
	if (w.movements->kind != NODE_TABLE && w.movements->kind != NODE_ARRAY)
		return mistake(m, w.movements, "\"movements\" must be a table, or a list of tables");
	ok = lists_read(&p, &w) && ok;
	if (!w.balance && !w.ledger)
		ok = mistake(m, n, "nothing is there to hold it against: say \"balance\", \"ledger\" or both");
	position->rule.text = rule_text(a, n, NULL, 0);
	position->rule.digest = digest_of(position->rule.text);
	return ok;
}

bool positions_read(struct arena *a, const struct node *root, const struct reconcile_scope *scope,
	const struct companies *companies, struct positions *out, struct mistakes *m)
{
	const struct node *list;
	bool ok = true;

	*out = (struct positions){0};
	if (!key_sections(root, "close", &list, m))
		return false;
	*out = (struct positions){arena_array(a, list->count, struct position), list->count};
	for (size_t i = 0; i < out->count; i++) {
		ok = position_read(a, list->items[i], scope, companies, &out->at[i], m) && ok;
		for (size_t k = 0; k < i; k++)
			if (out->at[i].rule.id.len > 0 && text_is(out->at[i].rule.id, out->at[k].rule.id))
				ok = mistake(m, node_place(list->items[i], "id"), "control id \"%.*s\" is taken by \"%.*s\"",
					STR(out->at[i].rule.id), STR(out->at[k].rule.name));
	}
	return ok;
}
