#include "cli/place.h"

static Str name_of(Str file)
{
	size_t start = file.len;

	while (start > 0 && file.at[start - 1] != '/')
		start--;
	return text_from(file, start);
}

Str place_file(struct arena *a, Str file, Str member)
{
	Str name = name_of(file);

	if (member.len == 0)
		return file;
	if (text_begins(member, name))
		return text(arena_print(a, "%.*s%.*s", STR(file), STR(text_from(member, name.len))));
	return text(arena_print(a, "%.*s!%.*s", STR(file), STR(member)));
}
