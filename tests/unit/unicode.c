#include "base/unicode.h"

#include "tap.h"

#include <stdlib.h>

typedef Str operation(struct arena *a, Str s);

static void each(struct arena *a, const char *name, operation *how, const char *const (*rows)[2], size_t count)
{
	for (size_t i = 0; i < count; i++)
		is_str(how(a, text(rows[i][0])), text(rows[i][1]), "%s of \"%s\"", name, rows[i][0]);
	is_str(how(a, (Str){NULL, 0}), S(""), "%s of nothing", name);
	is_str(how(a, S("\xC3\x84\xFF" "B")), S("\xC3\x84\xFF" "B"), "%s leaves what is no UTF-8", name);
}

int main(void)
{
	static const char *const fold[][2] = {
		{"Łódź", "lodz"}, {"LODZ", "lodz"}, {"Straße", "strasse"}, {"STRASSE", "strasse"},
		{"Crème Brûlée", "creme brulee"},
		{"Cre\xCC\x80me", "creme"}, {"Ærøskøbing", "aeroskobing"}, {"İstanbul", "istanbul"},
		{"Zażółć gęślą jaźń", "zazolc gesla jazn"},
		{"ΑΘΉΝΑ", "αθηνα"}, {"が", "が"}, {"한국", "한국"}, {"ไทย", "ไทย"}, {"हिन्दी", "हिन्दी"},
		{"\xE2\x89\xA0", "="}, {"Größe 42", "grosse 42"},
	};
	static const char *const lower[][2] = {
		{"ABC xyz 1", "abc xyz 1"}, {"ÄÖÜ", "äöü"}, {"ŁÓDŹ", "łódź"}, {"ΣΑΣ", "σας"},
	};
	static const char *const upper[][2] = {
		{"abc XYZ 1", "ABC XYZ 1"}, {"straße", "STRASSE"}, {"łódź", "ŁÓDŹ"}, {"ı", "I"},
	};
	static const char *const nfc[][2] = {{"A\xCC\x88", "Ä"}, {"plain", "plain"}, {"ﬁ", "ﬁ"}, {"\xE2\x84\xAB", "Å"}};
	static const char *const nfkc[][2] = {
		{"A\xCC\x88", "Ä"}, {"plain", "plain"}, {"ﬁ", "fi"}, {"１２", "12"}, {"\xC2\xA0", " "},
	};
	struct arena *a = arena_new(NULL);

	each(a, "fold", text_fold, fold, sizeof fold / sizeof *fold);
	each(a, "lower", text_lower, lower, sizeof lower / sizeof *lower);
	each(a, "upper", text_upper, upper, sizeof upper / sizeof *upper);
	each(a, "nfc", text_nfc, nfc, sizeof nfc / sizeof *nfc);
	each(a, "nfkc", text_nfkc, nfkc, sizeof nfkc / sizeof *nfkc);
	is_str(text_fold(a, S("Ä\0Ö\0")), S("a\0o\0"), "a NUL cuts nothing");
	is_str(text_nfc(a, S("\0A\xCC\x88")), S("\0Ä"), "nor at the beginning");
	arena_end(a);
	free(a);
	return done();
}
