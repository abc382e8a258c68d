#include "base/card.h"

enum { GROUP_LEAST = 3, GROUPS_MOST = 6, UUID_LENGTH = 36 };

struct group {
	size_t start, len;
};

bool luhn_is_good(Str s)
{
	int sum = 0;

	for (size_t i = 0; i < s.len; i++) {
		int digit = s.at[s.len - 1 - i] - '0', twice = 2 * digit;

		if (digit < 0 || digit > 9)
			return false;
		sum += i % 2 == 0 ? digit : twice > 9 ? twice - 9 : twice;
	}
	return s.len > 0 && sum % 10 == 0;
}

/* By the first four digits.  Those whose numbers begin as telephone numbers and dates do have to be as long as the
 * scheme's are. */
static const struct {
	int low, high;
	size_t least;
} schemes[] = {
	{4000, 4999, CARD_LEAST},                                                      /* Visa */
	{2221, 2720, CARD_LEAST}, {5100, 5599, CARD_LEAST},                            /* Mastercard */
	{3400, 3499, CARD_LEAST}, {3700, 3799, CARD_LEAST},                            /* American Express */
	{3000, 3059, CARD_LEAST}, {3600, 3699, CARD_LEAST}, {3800, 3899, CARD_LEAST},  /* Diners Club */
	{6011, 6011, CARD_LEAST}, {6440, 6599, CARD_LEAST},                            /* Discover */
	{3500, 3599, CARD_LEAST},                                                      /* JCB */
	{6200, 6299, 16}, {8100, 8171, 16},                                            /* UnionPay */
	{5018, 5018, 16}, {5020, 5020, 16}, {5038, 5038, 16}, {5893, 5893, 16}, {6304, 6304, 16},
	{6759, 6759, 16}, {6761, 6763, 16},                                            /* Maestro */
	{2200, 2204, 16},                                                              /* Mir */
};

static bool begins_as_a_card(Str digits)
{
	int first = 0;

	for (size_t i = 0; i < 4; i++)
		first = first * 10 + (digits.at[i] - '0');
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (first >= schemes[i].low && first <= schemes[i].high && digits.len >= schemes[i].least)
			return true;
	return false;
}

static bool is_card(Str s, const struct group *groups, size_t count)
{
	char digits[CARD_MOST];
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (n + groups[i].len > CARD_MOST || (count > 1 && groups[i].len < GROUP_LEAST))
			return false;
		memcpy(digits + n, s.at + groups[i].start, groups[i].len);
		n += groups[i].len;
	}
	return n >= CARD_LEAST && begins_as_a_card((Str){digits, n}) && luhn_is_good((Str){digits, n});
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_of_word(char c)
{
	return byte_is_digit(c) || is_letter(c);
}

/* A UUID may begin with digits alone. */
static bool uuid_begins(Str s, size_t at)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;

	if (s.len - at < UUID_LENGTH || s.at[at + 8] != '-' || (at > 0 && is_of_word(s.at[at - 1])))
		return false;
	while (i < UUID_LENGTH && (shape[i] == '-' ? s.at[at + i] == '-' : byte_hex(s.at[at + i]) >= 0))
		i++;
	return i == UUID_LENGTH && (at + i == s.len || !is_of_word(s.at[at + i]));
}

/* 0.4111111111111111: programs write so many digits where they divide. */
static bool is_fraction(Str s, size_t at)
{
	return at > 1 && s.at[at - 1] == '.' && byte_is_digit(s.at[at - 2]);
}

/* How many bytes at this place are part of something else: a UUID, a fraction, or digits with a letter beside them. */
static size_t identifier_at(Str s, size_t at, size_t digits)
{
	if (uuid_begins(s, at))
		return UUID_LENGTH;
	if (digits == 0)
		return 0;
	if (is_fraction(s, at) || (at > 0 && is_letter(s.at[at - 1]))
	    || (at + digits < s.len && is_letter(s.at[at + digits])))
		return digits;
	return 0;
}

/* The longest of the groups, which end with the last, that are a card number: the first of them, `count` for none. */
static size_t first_of_card(Str s, const struct group *groups, size_t count)
{
	size_t first = 0;

	while (first < count && !is_card(s, groups + first, count - first))
		first++;
	return first;
}

bool card_next(Str s, size_t from, size_t *start, size_t *end)
{
	struct group groups[GROUPS_MOST];
	size_t count = 0;

	for (size_t i = from; i < s.len;) {
		size_t run = text_digits(text_from(s, i)), other = identifier_at(s, i, run), first;

		if (run == 0 || other > 0) {
			bool joins = i > from && byte_is_digit(s.at[i - 1]) && (s.at[i] == ' ' || s.at[i] == '-');

			count = joins ? count : 0;
			i += other > 0 ? other : 1;
			continue;
		}
		if (count == GROUPS_MOST)
			memmove(groups, groups + 1, --count * sizeof *groups);
		groups[count++] = (struct group){i, run};
		i += run;
		first = first_of_card(s, groups, count);
		if (first < count) {
			*start = groups[first].start;
			*end = i;
			return true;
		}
	}
	return false;
}

/* Eight bytes at a time: in each, x is the distance to '0', and no digit has one past 9. */
size_t card_digits(Str s)
{
	const uint64_t high = UINT64_C(0x8080808080808080), low = ~high;
	size_t n = 0, i = 0;
	uint64_t x;

	for (; s.len - i >= sizeof x; i += sizeof x) {
		memcpy(&x, s.at + i, sizeof x);
		x ^= UINT64_C(0x3030303030303030);
		x = ~(((x & low) + UINT64_C(0x7676767676767676)) | x) & high;
		n += (size_t)((x >> 7) * UINT64_C(0x0101010101010101) >> 56);
	}
	for (; i < s.len; i++)
		n += byte_is_digit(s.at[i]);
	return n;
}

/* Nearly no text has so many digits; only then a closer look is worth its time. */
static bool has_enough_digits(Str s)
{
	return s.len >= CARD_LEAST && card_digits(s) >= CARD_LEAST;
}

bool card_is_in(Str s)
{
	size_t start, end;

	return has_enough_digits(s) && card_next(s, 0, &start, &end);
}

bool card_is_number(struct decimal d)
{
	char digits[CARD_MOST];
	int64_t whole = (int64_t)d.digits.len - d.scale;

	if (whole < CARD_LEAST || whole > CARD_MOST)
		return false;
	for (size_t i = 0; i < (size_t)whole; i++)
		digits[i] = i < d.digits.len ? d.digits.at[i] : '0';
	return card_is_in((Str){digits, (size_t)whole});
}

Str card_masked(struct arena *a, Str s)
{
	size_t from = 0, start, end;
	char *out = NULL;

	if (!has_enough_digits(s))
		return s;
	while (card_next(s, from, &start, &end)) {
		size_t kept = 0;

		out = out ? out : text_z(a, s);
		for (size_t i = end; i-- > start;)
			if (byte_is_digit(s.at[i]) && ++kept > 4)
				out[i] = '*';
		from = end;
	}
	return out ? (Str){out, s.len} : s;
}
