#include "base/instant.h"

#include <stdio.h>

enum { YEAR_FIRST = 1, YEAR_LAST = 9999, DAYS_IN_ERA = 146097, YEARS_IN_ERA = 400 };

/* 0001-01-01 and 9999-12-31 */
enum { FIRST_DAY = -719162, LAST_DAY = 2932896 };

/* Days from 0000-03-01 to 1970-01-01: years are counted from March, so that a leap day is a year's last. */
enum { MARCH_EPOCH = 719468 };

static int64_t floor_divide(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

static bool is_leap(int32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int32_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Days before a month of a year that begins in March (0 is March): 0, 31, 61, 92, 122, 153 … */
static int64_t days_before(int64_t month)
{
	return (153 * month + 2) / 5;
}

bool date_of(int32_t year, int month, int day, date *d)
{
	int64_t years = year, from_march = month > 2 ? month - 3 : month + 9;

	if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1 || day > month_days(year, month))
		return false;
	years -= month <= 2;
	*d = (date)(years * 365 + years / 4 - years / 100 + years / 400 + days_before(from_march) + day - 1 - MARCH_EPOCH);
	return true;
}

void date_split(date d, int32_t *year, int *month, int *day)
{
	int64_t days = (int64_t)d + MARCH_EPOCH, era = floor_divide(days, DAYS_IN_ERA), of_era, of_year, years, from_march;

	of_era = days - era * DAYS_IN_ERA;
	years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * years + years / 4 - years / 100);
	from_march = (5 * of_year + 2) / 153;
	*day = (int)(of_year - days_before(from_march) + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int32_t)(years + era * YEARS_IN_ERA + (*month <= 2));
}

int date_weekday(date d)
{
	int64_t since_monday = (int64_t)d + 3;      /* 1970-01-01 was a Thursday */

	return (int)(since_monday - 7 * floor_divide(since_monday, 7)) + 1;
}

/* Exactly count digits at s[*at], which moves behind them. */
static bool take_digits(Str s, size_t *at, size_t count, int *value)
{
	int sum = 0;

	if (*at > s.len || s.len - *at < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		unsigned digit = (unsigned char)(s.at[*at + i] - '0');

		if (digit > 9)
			return false;
		sum = sum * 10 + (int)digit;
	}
	*at += count;
	*value = sum;
	return true;
}

static bool take(Str s, size_t *at, char wanted)
{
	if (*at >= s.len || s.at[*at] != wanted)
		return false;
	(*at)++;
	return true;
}

static bool take_date(Str s, size_t *at, int32_t *year, int *month, int *day)
{
	return take_digits(s, at, 4, year) && take(s, at, '-')
	    && take_digits(s, at, 2, month) && take(s, at, '-')
	    && take_digits(s, at, 2, day);
}

bool date_parse(Str s, date *d)
{
	int32_t year;
	int month, day;
	size_t at = 0;

	return s.len == sizeof "YYYY-MM-DD" - 1 && take_date(s, &at, &year, &month, &day) && date_of(year, month, day, d);
}

char *date_text(struct arena *a, date d)
{
	int32_t year;
	int month, day;

	date_split(d, &year, &month, &day);
	return arena_print(a, "%04d-%02d-%02d", year, month, day);
}

static bool has_time(struct wall w)
{
	return w.hour >= 0 && w.hour <= 23 && w.minute >= 0 && w.minute <= 59
	    && w.second >= 0 && (w.second <= 59 || (w.second == 60 && w.minute == 59))
	    && w.micro >= 0 && w.micro < SECOND;
}

bool instant_is_valid(instant t)
{
	return t >= FIRST_DAY * DAY && t < (LAST_DAY + 1) * DAY;
}

static instant time_of_day(struct wall w)
{
	return ((w.hour * 60 + w.minute) * 60 + w.second) * SECOND + w.micro;
}

instant wall_as_utc(struct wall w)
{
	date d;

	return date_of(w.year, w.month, w.day, &d) ? d * DAY + time_of_day(w) : INSTANT_NONE;
}

struct wall wall_of_utc(instant t)
{
	int64_t days = floor_divide(t, DAY), left = t - days * DAY;
	struct wall w;

	date_split((date)days, &w.year, &w.month, &w.day);
	w.micro = (int)(left % SECOND);
	left /= SECOND;
	w.second = (int)(left % 60);
	w.minute = (int)(left / 60 % 60);
	w.hour = (int)(left / 3600);
	return w;
}

char *instant_text(struct arena *a, instant t)
{
	struct wall w = wall_of_utc(t);
	char *out = arena_print(a, "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ",
		w.year, w.month, w.day, w.hour, w.minute, w.second, w.micro);
	size_t end = strlen(out) - 1;

	while (out[end - 1] == '0')
		end--;
	if (out[end - 1] == '.')
		end--;
	memcpy(out + end, "Z", 2);
	return out;
}

static bool take_time(Str s, size_t *at, struct wall *w)
{
	return take_digits(s, at, 2, &w->hour) && take(s, at, ':')
	    && take_digits(s, at, 2, &w->minute) && take(s, at, ':')
	    && take_digits(s, at, 2, &w->second);
}

/* "", or a point and at least one digit. */
static bool take_fraction(Str s, size_t *at, int *micro)
{
	int unit = 100000, digit;
	size_t first;

	*micro = 0;
	if (!take(s, at, '.'))
		return true;
	for (first = *at; take_digits(s, at, 1, &digit); unit /= 10)
		*micro += digit * unit;
	return *at > first;
}

/* Z, ±hh:mm, ±hhmm or ±hh, in seconds; it must be the rest of s. */
static bool take_offset(Str s, size_t *at, int64_t *seconds)
{
	bool west = *at < s.len && s.at[*at] == '-';
	int hours, minutes = 0;

	*seconds = 0;
	if (take(s, at, 'Z') || take(s, at, 'z'))
		return *at == s.len;
	if (!(take(s, at, '+') || take(s, at, '-')) || !take_digits(s, at, 2, &hours))
		return false;
	if (*at < s.len) {
		take(s, at, ':');
		if (!take_digits(s, at, 2, &minutes))
			return false;
	}
	*seconds = ((int64_t)hours * 60 + minutes) * 60;
	if (west)
		*seconds = -*seconds;
	return *at == s.len && hours <= 23 && minutes <= 59;
}

bool instant_parse(Str s, instant *t)
{
	struct wall w = {0};
	int64_t offset;
	size_t at = 0;
	instant found;
	date d;

	if (!take_date(s, &at, &w.year, &w.month, &w.day) || !(take(s, &at, 'T') || take(s, &at, ' ') || take(s, &at, 't'))
	    || !take_time(s, &at, &w) || !take_fraction(s, &at, &w.micro) || !take_offset(s, &at, &offset)
	    || !date_of(w.year, w.month, w.day, &d) || !has_time(w))
		return false;
	found = d * DAY + time_of_day(w) - offset * SECOND;
	if (!instant_is_valid(found))
		return false;
	*t = found;
	return true;
}

static const struct unit {
	char letter;
	int64_t seconds;
} units[] = {{'w', 604800}, {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};

enum { UNIT_COUNT = sizeof units / sizeof *units };

/* One number with its unit, which must stand behind *unit in the table; adds it to *sum. */
static bool take_unit(Str s, size_t *at, size_t *unit, int64_t *sum)
{
	size_t first = *at;
	int64_t part;
	uint64_t n;

	while (*at < s.len && s.at[*at] >= '0' && s.at[*at] <= '9')
		(*at)++;
	if (*at == s.len || !text_uint((Str){s.at + first, *at - first}, &n))
		return false;
	while (*unit < UNIT_COUNT && units[*unit].letter != s.at[*at])
		(*unit)++;
	if (*unit == UNIT_COUNT || n > INT64_MAX
	    || __builtin_mul_overflow((int64_t)n, units[*unit].seconds * SECOND, &part)
	    || __builtin_add_overflow(*sum, part, sum))
		return false;
	(*unit)++;
	(*at)++;
	return true;
}

bool duration_parse(Str s, int64_t *microseconds)
{
	size_t at = 0, unit = 0;
	int64_t sum = 0;

	do {
		if (!take_unit(s, &at, &unit, &sum))
			return false;
	} while (at < s.len);
	*microseconds = sum;
	return true;
}

/* As a sum of the units from the given one on. */
static void spell(char *out, size_t size, uint64_t seconds, size_t unit)
{
	size_t length = 0;

	out[0] = '\0';
	for (; unit < UNIT_COUNT; unit++) {
		uint64_t each = (uint64_t)units[unit].seconds;

		if (seconds / each > 0)
			length += (size_t)snprintf(out + length, size - length, "%llu%c",
				(unsigned long long)(seconds / each), units[unit].letter);
		seconds %= each;
	}
	if (length == 0)
		snprintf(out, size, "0s");
}

char *duration_text(struct arena *a, int64_t microseconds)
{
	uint64_t seconds = (microseconds < 0 ? 0 - (uint64_t)microseconds : (uint64_t)microseconds) / (uint64_t)SECOND;
	char best[64], other[64];

	spell(best, sizeof best, seconds, 0);
	for (size_t unit = 1; unit < UNIT_COUNT; unit++) {
		spell(other, sizeof other, seconds, unit);
		if (strlen(other) < strlen(best))
			memcpy(best, other, sizeof best);
	}
	return arena_print(a, "%s%s", microseconds < 0 && seconds > 0 ? "-" : "", best);
}
