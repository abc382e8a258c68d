#include "base/base64.h"

#include <glib.h>

Str base64_encoded(struct arena *a, Str bytes)
{
	char *made = g_base64_encode((const guchar *)(bytes.len > 0 ? bytes.at : ""), bytes.len);
	Str copy = text_copy(a, text(made));

	g_free(made);
	return copy;
}
