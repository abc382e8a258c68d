#include "cli/command.h"

#include <errno.h>
#include <stdlib.h>

static size_t index_of(const struct call *c, const char *option)
{
	for (size_t i = 0; i < c->command->option_count; i++)
		if (strcmp(c->command->options[i].name, option) == 0)
			return i;
	fprintf(stderr, "counterfoil: %s has no option --%s in its table\n", c->command->name, option);
	abort();
}

bool call_has(const struct call *c, const char *option)
{
	return c->values[index_of(c, option)].at != NULL;
}

Str call_text(const struct call *c, const char *option)
{
	return c->values[index_of(c, option)];
}

date call_date(const struct call *c, const char *option)
{
	date d;

	return date_parse(call_text(c, option), &d) ? d : DATE_NONE;
}

int64_t call_number(const struct call *c, const char *option, int64_t absent)
{
	uint64_t n;

	return text_uint(call_text(c, option), &n) ? (int64_t)n : absent;
}

size_t call_choice(const struct call *c, const char *option)
{
	size_t index = index_of(c, option);
	const char *const *choices = c->command->options[index].choices;

	for (size_t i = 0; choices[i]; i++)
		if (text_is(c->values[index], text(choices[i])))
			return i;
	return 0;
}

Str call_operand(const struct call *c, size_t i)
{
	return i < c->operands.count ? c->operands.at[i] : S("");
}

int64_t call_operand_number(const struct call *c, size_t i)
{
	uint64_t n;

	return text_uint(call_operand(c, i), &n) ? (int64_t)n : 0;
}

void call_print(struct call *c, struct buf *b)
{
	if (b->len > 0 && fwrite(b->at, 1, b->len, c->out) < b->len && c->unwritten == 0)
		c->unwritten = errno;
	buf_clear(b);
}

void call_flush(struct call *c)
{
	if (fflush(c->out) != 0 && c->unwritten == 0)
		c->unwritten = errno;
}
