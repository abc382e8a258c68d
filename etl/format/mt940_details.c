#include "format/mt940.h"

/* Names that are written into fields of :86:, by what banks in Germany agreed on for ?NN and the Netherlands for
 * slashes. */
static const char *const plus_marks[] = {"EREF+", "KREF+", "MREF+", "CRED+", "DEBT+", "SVWZ+", "ABWA+", "ABWE+",
	"IBAN+",
					 "BIC+", NULL};
static const char *const slash_marks[] = {"/EREF/", "/PREF/", "/IREF/", "/MARF/", "/CSID/", "/CNTP/", "/ORDP/",
	"/BENM/",
					  "/NAME/", "/ADDR/", "/IBAN/", "/BIC/", "/REMI/", "/RTRN/", "/TRTP/", "/ISDT/", "/ULTC/",
					  "/ULTD/", "/PURP/", "/TRCD/", NULL};

/* The lines in one: where a line ends says nothing of the text. */
static Str unwrapped(struct arena *a, Str s)
{
	char *to = arena_raw(a, s.len + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '\n')
			to[n++] = s.at[i];
	return (Str){to, n};
}

/* The mark that begins at i, and how long it is. */
static const char *mark_at(Str s, size_t i, const char *const *marks, size_t *length)
{
	for (; *marks; marks++) {
		*length = strlen(*marks);
		if (text_begins(text_from(s, i), text(*marks)))
			return *marks;
	}
	return NULL;
}

static const char *name_of(struct arena *a, const char *mark)
{
	char *name = arena_print(a, "%s", *mark == '/' ? mark + 1 : mark);
	size_t n = 0;

	for (; name[n] >= 'A' && name[n] <= 'Z'; n++)
		name[n] = (char)(name[n] - 'A' + 'a');
	name[n] = '\0';
	return name;
}

static size_t place_of(const char *const *marks, const char *mark)
{
	size_t i = 0;

	while (marks[i] != mark)
		i++;
	return i;
}

/* What follows each mark, up to the next one; a mark that comes twice counts once. */
static void put_marked(struct branch *to, Str s, const char *const *marks)
{
	const char *open = NULL, *mark = NULL;
	bool put[32] = {false};

	for (size_t i = 0, start = 0, length = 0; i <= s.len; i += mark ? length : 1) {
		mark = i < s.len ? mark_at(s, i, marks, &length) : NULL;
		if (!mark && i < s.len)
			continue;
		if (open && !put[place_of(marks, open)]) {
			put[place_of(marks, open)] = true;
			branch_text(to, name_of(to->a, open), text_trim((Str){s.at + start, i - start}));
		}
		open = mark;
		start = i + length;
	}
}

/* ── subfields by number ── */

struct subfields {
	Str at[100];
	struct buf *purpose, *name;
};

static bool is_subfield(Str s, size_t i, char separator)
{
	return s.len - i > 2 && s.at[i] == separator && byte_is_digit(s.at[i + 1]) && byte_is_digit(s.at[i + 2]);
}

static void put_subfield(struct subfields *f, size_t number, Str value)
{
	if ((number >= 20 && number <= 29) || (number >= 60 && number <= 63))
		buf_add(f->purpose, value);
	else if (number == 32 || number == 33)
		buf_add(f->name, value);
	else
		f->at[number] = text_trim(value);
}

static void split(struct subfields *f, Str s, char separator)
{
	size_t i = 3, end;

	while (i < s.len && is_subfield(s, i, separator)) {
		size_t number = (size_t)(s.at[i + 1] - '0') * 10 + (size_t)(s.at[i + 2] - '0');

		for (end = i + 3; end < s.len && !is_subfield(s, end, separator); end++)
			;
		put_subfield(f, number, (Str){s.at + i + 3, end - i - 3});
		i = end;
	}
}

static bool has_subfields(Str s)
{
	char separator = s.len > 5 ? s.at[3] : 0;

	return text_digits(text_head(s, 3)) == 3 && (separator == '?' || separator == '>' || separator == '~'
		|| separator == '^' || separator == '|') && is_subfield(s, 3, separator);
}

static void put_subfields(struct branch *entry, Str s)
{
	struct branch to = branch_add(entry, "details", TREE_OBJECT, entry->node->line);
	struct subfields f = {.purpose = buf_new(to.a, s.len + 1), .name = buf_new(to.a, s.len + 1)};

	split(&f, s, s.at[3]);
	branch_text(&to, "code", text_head(s, 3));
	branch_text(&to, "posting_text", f.at[0]);
	branch_text(&to, "journal", f.at[10]);
	branch_text(&to, "purpose", text_trim(buf_str(f.purpose)));
	branch_text(&to, "bank", f.at[30]);
	branch_text(&to, "account", f.at[31]);
	branch_text(&to, "name", text_trim(buf_str(f.name)));
	branch_text(&to, "key", f.at[34]);
	put_marked(&to, buf_str(f.purpose), plus_marks);
}

void mt940_details(struct branch *entry, Str information)
{
	Str s = unwrapped(entry->a, information);
	struct branch to;
	size_t length;

	if (has_subfields(s)) {
		put_subfields(entry, s);
	} else if (mark_at(s, 0, slash_marks, &length) || mark_at(s, 0, plus_marks, &length)) {
		to = branch_add(entry, "details", TREE_OBJECT, entry->node->line);
		put_marked(&to, s, *s.at == '/' ? slash_marks : plus_marks);
	}
}
