/*
 * The tree of an element from what a parser says of it: where it and those in it begin and end, and their text.  Names
 * and namespaces are borrowed, all else is copied.  An element's text is all that stands in it, but not that of its
 * children.
 */
#ifndef FORMAT_XML_BUILD_H
#define FORMAT_XML_BUILD_H

#include "format/tree.h"

/* Elements within elements, and bytes of one text. */
enum { XML_DEPTH_MOST = 256, XML_TEXT_MOST = 10000000 };

struct xml_open {
	struct tree *tree, *last;    /* its last child */
	char *text;
	size_t room;
};

struct xml_build {
	struct arena *arena;         /* of the trees; set before the outermost element */
	struct tree *attribute;      /* the last one of the element that was begun last */
	struct xml_open open[XML_DEPTH_MOST];
	size_t depth;
};

/* At most XML_DEPTH_MOST are open at once. */
void xml_build_begin(struct xml_build *b, Str name, Str space, uint32_t line);

/* Of the element that was begun last. */
void xml_build_attribute(struct xml_build *b, Str name, Str space, Str value);

/* More text of the element that is open; false: it has too much. */
bool xml_build_text(struct xml_build *b, Str more) __attribute__((warn_unused_result));

/* The element that is open ends; its tree if it was the outermost, else NULL. */
const struct tree *xml_build_end(struct xml_build *b);

#endif
