#include "extract/manifest.h"

#include "extract/blob.h"

/* What is left of a manifest.  After the first thing that is not as it should be, everything reads as empty. */
struct cursor {
	struct arena *a;
	Str left;
	bool bad;
};

static bool is_next(struct cursor *c, char wanted)
{
	while (c->left.len > 0 && (c->left.at[0] == ' ' || c->left.at[0] == '\n'))
		c->left = text_from(c->left, 1);
	return c->left.len > 0 && c->left.at[0] == wanted;
}

static void take(struct cursor *c, char wanted)
{
	if (is_next(c, wanted))
		c->left = text_from(c->left, 1);
	else
		c->bad = true;
}

/* Between the items of a list; false at its end. */
static bool more(struct cursor *c, bool first)
{
	if (c->bad || is_next(c, ']'))
		return false;
	if (!first)
		take(c, ',');
	return !c->bad;
}

/* \uXXXX: the writer uses it for control bytes only. */
static char unicode_escape(struct cursor *c, Str digits)
{
	int value = 0;

	for (size_t i = 0; i < 4; i++) {
		int digit = i < digits.len ? byte_hex(digits.at[i]) : -1;

		c->bad = c->bad || digit < 0;
		value = value * 16 + digit;
	}
	c->bad = c->bad || value > 0x7F;
	return (char)value;
}

static char escape(struct cursor *c, Str rest, size_t *used)
{
	static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
	const char *found = rest.len > 0 && rest.at[0] ? strchr(names, rest.at[0]) : NULL;

	if (rest.len > 0 && rest.at[0] == 'u') {
		*used = 5;
		return unicode_escape(c, text_from(rest, 1));
	}
	*used = 1;
	c->bad = c->bad || !found;
	if (!found)
		return '\0';
	return bytes[found - names];
}

static Str read_text(struct cursor *c)
{
	char *out;
	size_t n = 0, i = 0;

	take(c, '"');
	while (i < c->left.len && c->left.at[i] != '"')
		i += c->left.at[i] == '\\' ? 2 : 1;
	if (c->bad || i >= c->left.len) {
		c->bad = true;
		return S("");
	}
	out = arena_raw(c->a, i + 1);
	for (size_t at = 0, used = 0; at < i; at++) {
		out[n++] = c->left.at[at];
		if (c->left.at[at] == '\\') {
			out[n - 1] = escape(c, text_head(text_from(c->left, at + 1), i - at - 1), &used);
			at += used;
		}
	}
	out[n] = '\0';
	c->left = text_from(c->left, i + 1);
	return (Str){out, n};
}

static void name(struct cursor *c, const char *wanted)
{
	c->bad = !text_is(read_text(c), text(wanted)) || c->bad;
	take(c, ':');
}

/* The next member of an object: its name, and the comma before it. */
static void next(struct cursor *c, const char *wanted)
{
	take(c, ',');
	name(c, wanted);
}

/* Whether the next member is called so; nothing is taken. */
static bool is_named(struct cursor *c, const char *wanted)
{
	struct cursor ahead = *c;

	next(&ahead, wanted);
	return !ahead.bad;
}

static uint64_t read_size(struct cursor *c)
{
	uint64_t value = 0;
	size_t n = 0;

	is_next(c, ' ');
	while (n < c->left.len && c->left.at[n] >= '0' && c->left.at[n] <= '9')
		n++;
	c->bad = c->bad || !text_uint(text_head(c->left, n), &value);
	c->left = text_from(c->left, n);
	return value;
}

static struct digest read_digest(struct cursor *c)
{
	struct digest d = {0};

	c->bad = !digest_parse(read_text(c), &d) || c->bad;
	return d;
}

static instant read_instant(struct cursor *c)
{
	instant t = INSTANT_NONE;

	if (is_next(c, 'n') && text_begins(c->left, S("null")))
		c->left = text_from(c->left, 4);
	else
		c->bad = !instant_parse(read_text(c), &t) || c->bad;
	return t;
}

static date read_date(struct cursor *c)
{
	date d = DATE_NONE;

	c->bad = !date_parse(read_text(c), &d) || c->bad;
	return d;
}

static enum proof read_proof(struct cursor *c)
{
	Str name = read_text(c);

	for (enum proof p = PROOF_NONE; p < PROOFS; p++)
		if (text_is(name, text(proof_name(p))))
			return p;
	c->bad = true;
	return PROOF_NONE;
}

static void read_blocks(struct cursor *c, struct landing_part *part)
{
	struct landing_block *blocks = NULL;
	uint64_t left = part->size;

	take(c, '[');
	while (more(c, part->block_count == 0)) {
		uint32_t size = left < LANDING_BLOCK ? (uint32_t)left : LANDING_BLOCK;

		blocks = arena_grow(c->a, blocks, part->block_count, sizeof *blocks);
		blocks[part->block_count++] = (struct landing_block){read_digest(c), size};
		c->bad = c->bad || size == 0;
		left -= size;
	}
	take(c, ']');
	part->blocks = blocks;
	c->bad = c->bad || left > 0 || !digest_is(part->digest, blob_digest(c->a, blocks, part->block_count));
}

/* Names and values, one after the other. */
static void read_answer(struct cursor *c, struct landing_part *part)
{
	if (is_named(c, "sent")) {
		next(c, "sent");
		part->sent = read_text(c);
	}
	next(c, "status");
	part->status = (int)read_size(c);
	c->bad = c->bad || part->status <= 0;
	next(c, "headers");
	take(c, '[');
	while (more(c, part->fields.count == 0)) {
		Str field = read_text(c);

		take(c, ',');
		http_fields_add(c->a, &part->fields, field, read_text(c));
	}
	take(c, ']');
	part->is_counted = is_named(c, "stated");
	if (part->is_counted) {
		next(c, "stated");
		part->stated = read_size(c);
	}
}

static struct landing_part read_part(struct cursor *c)
{
	struct landing_part part = {0};

	take(c, '{');
	name(c, "name");
	part.name = read_text(c);
	next(c, "part");
	part.part = read_text(c);
	next(c, "changed");
	part.changed = read_instant(c);
	if (is_named(c, "sent") || is_named(c, "status"))
		read_answer(c, &part);
	next(c, "size");
	part.size = read_size(c);
	next(c, "digest");
	part.digest = read_digest(c);
	next(c, "blocks");
	read_blocks(c, &part);
	take(c, '}');
	return part;
}

static bool read_bool(struct cursor *c)
{
	bool is_true = is_next(c, 't');
	Str word = is_true ? S("true") : S("false");

	c->bad = c->bad || !text_begins(c->left, word);
	if (!c->bad)
		c->left = text_from(c->left, word.len);
	return is_true;
}

static void read_texts(struct cursor *c, const char *called, struct texts *list)
{
	next(c, called);
	take(c, '[');
	while (more(c, list->count == 0))
		texts_add(c->a, list, read_text(c));
	take(c, ']');
}

static struct landing_step read_step(struct cursor *c)
{
	struct landing_step step = {0};

	take(c, '{');
	name(c, "request");
	step.request = read_text(c);
	if (is_named(c, "sent")) {
		next(c, "sent");
		step.sent = read_text(c);
	}
	next(c, "status");
	step.status = (int)read_size(c);
	next(c, "at");
	step.at = read_instant(c);
	next(c, "says");
	step.says = read_text(c);
	take(c, '}');
	return step;
}

static void read_steps(struct cursor *c, struct landing *l)
{
	next(c, "steps");
	take(c, '[');
	while (more(c, l->step_count == 0)) {
		l->steps = arena_grow(c->a, l->steps, l->step_count, sizeof *l->steps);
		l->steps[l->step_count++] = read_step(c);
	}
	take(c, ']');
	c->bad = c->bad || l->step_count == 0;
}

static void read_head(struct cursor *c, struct landing *l)
{
	next(c, "extract");
	l->extract = read_text(c);
	next(c, "business_date");
	l->business_date = read_date(c);
	next(c, "landed_at");
	l->landed_at = read_instant(c);
	next(c, "as_of");
	l->as_of = read_instant(c);
	next(c, "as_of_source");
	l->as_of_source = read_text(c);
	next(c, "complete");
	l->proof = read_proof(c);
	read_texts(c, "missing_parts", &l->missing_parts);
	if (is_named(c, "cursor")) {
		next(c, "cursor");
		l->cursor = read_text(c);
		next(c, "in_full");
		l->in_full = read_bool(c);
	}
	if (is_named(c, "resumed")) {
		next(c, "resumed");
		l->resumed = read_size(c);
		next(c, "resumed_from");
		l->resumed_from = read_instant(c);
	}
	if (is_named(c, "skipped")) {
		read_texts(c, "skipped", &l->skipped);
		c->bad = c->bad || l->skipped.count == 0;
	}
	if (is_named(c, "steps"))
		read_steps(c, l);
}

static void read_body(struct cursor *c, struct landing *l)
{
	next(c, "content");
	l->content = read_digest(c);
	next(c, "block_size");
	c->bad = read_size(c) != LANDING_BLOCK || c->bad;
	next(c, "parts");
	take(c, '[');
	while (more(c, l->part_count == 0)) {
		l->parts = arena_grow(c->a, l->parts, l->part_count, sizeof *l->parts);
		l->parts[l->part_count++] = read_part(c);
	}
	take(c, ']');
	c->bad = c->bad || !digest_is(l->content, manifest_content(c->a, l));
}

bool manifest_read(struct arena *a, Str manifest, struct landing *l, struct err *e)
{
	struct cursor c = {a, manifest, false};

	take(&c, '{');
	name(&c, "counterfoil");
	if (c.bad || !text_is(read_text(&c), S("landing 1")))
		return err_set(e, ERR_SOURCE, "no manifest of a landing that this version knows");
	read_head(&c, l);
	read_body(&c, l);
	take(&c, '}');
	if (c.bad || is_next(&c, ' ') || c.left.len > 0)
		return err_set(e, ERR_SOURCE, "no manifest of a landing: wrong %zu bytes before its end", c.left.len);
	return true;
}
