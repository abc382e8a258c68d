#include "format/xlsx_cell.h"

#include "base/instant.h"
#include "format/xlsx.h"

enum { SHEET_COLUMNS = 16384, DAY_MS = 86400000 };

const struct tree *xlsx_child(const struct tree *t, const char *name)
{
	const struct tree *each = t ? t->children : NULL;

	while (each && !text_is(each->name, text(name)))
		each = each->next;
	return each;
}

Str xlsx_attribute(const struct tree *t, const char *name)
{
	const struct tree *each = t ? t->attributes : NULL;

	while (each && !text_is(each->name, text(name)))
		each = each->next;
	return each ? each->text : (Str){0};
}

size_t xlsx_column(Str reference)
{
	size_t column = 0, i = 0;

	for (; i < reference.len && reference.at[i] >= 'A' && reference.at[i] <= 'Z' && column <= SHEET_COLUMNS; i++)
		column = column * 26 + (size_t)(reference.at[i] - 'A' + 1);
	return column <= SHEET_COLUMNS ? column : 0;
}

/* The character that "_x000D_" stands for, which XML cannot hold; 0 if s begins with none such. */
static unsigned escaped(Str s)
{
	enum { LENGTH = 7, FIRST_DIGIT = 2 };
	unsigned c = 0;

	if (s.len < LENGTH || !text_begins(s, S("_x")) || s.at[LENGTH - 1] != '_')
		return 0;
	for (size_t i = FIRST_DIGIT; i < LENGTH - 1; i++) {
		if (byte_hex(s.at[i]) < 0)
			return 0;
		c = c << 4 | (unsigned)byte_hex(s.at[i]);
	}
	/* Half a pair of UTF-16 is no character of its own, and one says here that a cell is an error. */
	return (c >= 0xD800 && c <= 0xDFFF) || c == XLSX_ERROR ? 0 : c;
}

static void put_character(struct buf *b, unsigned c)
{
	if (c >= 0x800)
		buf_print(b, "%c%c%c", (int)(0xE0 | c >> 12), (int)(0x80 | (c >> 6 & 0x3F)), (int)(0x80 | (c & 0x3F)));
	else if (c >= 0x80)
		buf_print(b, "%c%c", (int)(0xC0 | c >> 6), (int)(0x80 | (c & 0x3F)));
	else
		buf_byte(b, (char)c);
}

/* ECMA-376 part 1, 22.9.2.19. */
static void put_unescaped(struct buf *b, Str s)
{
	enum { REST = 6 };

	for (size_t i = 0; i < s.len; i++) {
		unsigned c = s.at[i] == '_' ? escaped(text_from(s, i)) : 0;

		if (c == 0)
			buf_byte(b, s.at[i]);
		else if (c != '\r')
			put_character(b, c);
		i += c > 0 ? REST : 0;
	}
}

void xlsx_text(struct buf *b, const struct tree *string)
{
	for (const struct tree *t = string->children; t; t = t->next) {
		const struct tree *run = text_is(t->name, S("r")) ? xlsx_child(t, "t") : NULL;

		if (text_is(t->name, S("t")))
			put_unescaped(b, t->text);
		else if (run)
			put_unescaped(b, run->text);
	}
}

enum xlsx_shown xlsx_shown_by_id(uint64_t id)
{
	if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return XLSX_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47))
		return XLSX_TIME;
	return id == 22 ? XLSX_MOMENT : XLSX_NUMBER;
}

/* What stands in quotes, behind \ or _, or in brackets says nothing, but [h], [m] and [s] do. */
static size_t skipped(Str code, size_t i)
{
	size_t end;

	if (code.at[i] == '\\' || code.at[i] == '_' || code.at[i] == '*')
		return 2;
	if (code.at[i] == '"')
		return 2 + text_find_byte(text_from(code, i + 1), '"');
	if (code.at[i] != '[')
		return 0;
	end = text_find_byte(text_from(code, i), ']');
	return i + 1 < code.len && strchr("hHmMsS", code.at[i + 1]) && end <= 3 ? 0 : end + 1;
}

enum xlsx_shown xlsx_shown_by_code(Str code)
{
	bool day = false, hour = false, month = false;
	Str first, rest;

	text_cut(code, ';', &first, &rest);
	for (size_t i = 0; i < first.len; i++) {
		size_t skip = skipped(first, i);
		char c = first.at[i];

		if (skip > 0) {
			i += skip - 1;
			continue;
		}
		day = day || c == 'd' || c == 'D' || c == 'y' || c == 'Y';
		hour = hour || c == 'h' || c == 'H' || c == 's' || c == 'S';
		month = month || c == 'm' || c == 'M';
	}
	if (day || (month && !hour))
		return hour ? XLSX_MOMENT : XLSX_DATE;
	return hour ? XLSX_TIME : XLSX_NUMBER;
}

/* Days and the part of a day in milliseconds: eleven digits of it are more than a double of these sizes holds. */
static bool parts(Str number, uint64_t *days, uint64_t *ms)
{
	enum { DIGITS = 11 };
	Str whole, rest;
	uint64_t part = 0, scale = 1;

	text_cut(number, '.', &whole, &rest);
	if (!text_uint(whole, days) || *days > 2958465 || text_digits(rest) != rest.len)
		return false;
	for (size_t i = 0; i < DIGITS; i++, scale *= 10)
		part = part * 10 + (i < rest.len ? (uint64_t)(rest.at[i] - '0') : 0);
	*ms = (part * DAY_MS + scale / 2) / scale;
	if (*ms == DAY_MS) {
		*ms = 0;
		++*days;
	}
	return true;
}

static void put_time(struct buf *b, uint64_t hours, uint64_t ms)
{
	buf_print(b, "%02ju:%02ju:%02ju", (uintmax_t)hours, (uintmax_t)(ms / 60000 % 60), (uintmax_t)(ms / 1000 % 60));
	if (ms % 1000 > 0)
		buf_print(b, ".%03ju", (uintmax_t)(ms % 1000));
}

/* Day 60 of the system of 1900 is 29 February of that year, which never was; before it days are one less. */
bool xlsx_date(struct arena *a, struct buf *b, Str number, enum xlsx_shown shown, bool is_1904)
{
	enum { TO_1970 = 25569, FROM_1904 = 1462 };
	uint64_t days, ms;
	int64_t day;

	if (!parts(number, &days, &ms))
		return false;
	if (shown == XLSX_TIME) {
		put_time(b, days * 24 + ms / 3600000, ms);
		return true;
	}
	day = (int64_t)days + (is_1904 ? FROM_1904 : 0);
	if (!is_1904 && (day == 60 || day == 0))
		return false;
	if (!is_1904 && day < 60)
		day++;
	buf_print(b, "%s", date_text(a, (date)(day - TO_1970)));
	if (shown == XLSX_MOMENT || ms > 0) {
		buf_byte(b, 'T');
		put_time(b, ms / 3600000, ms);
	}
	return true;
}
