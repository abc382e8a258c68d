/*
 * A transaction set (X12) or message (EDIFACT) as a tree of segments, in the words of those who work with them:
 *
 *	QTY             the first segment QTY; QTY[*] all of them; "QTY*33" (X12), "QTY+145" (EDIFACT) those with this code
 *	                for a first element, "HL*I" by its level
 *	QTY.QTY02       its second element; an element that was sent empty is not there
 *	LIN.LIN03-1     the first component of its third; LIN03 is all of it, as it was written
 *	LIN.VP          in segments of pairs (LIN, PO1, IT1, W07, W12; of EDIFACT LIN and PIA): what stands beside the code
 *	LIN[*]          a loop, if it is declared: the elements of its first segment, then the segments that belong to it
 *	@sender         also @receiver, @interchange, @group, @control, @type, @prepared (ISO 8601, without a zone)
 *	@parent, @O     of HL and CPS: the one that it names for its parent; in X12 the nearest above it of that level
 *
 * The set has the headers ISA, GS, ST (UNB, UNG, UNH) for segments too.
 */
#ifndef FORMAT_EDI_TREE_H
#define FORMAT_EDI_TREE_H

#include "format/segments.h"
#include "format/tree.h"

enum edi_kind { EDI_X12, EDI_EDIFACT };

/* A segment with which a loop begins.  What follows belongs to it until a loop begins on its level or above it, or a
 * total comes (CTT, W03, W14, W76, UNS, CNT); if segments are named, only those. */
struct edi_loop {
	Str tag;
	struct texts segments;
	const struct edi_loop *inner;
	size_t inner_count;
};

/* Elements and components of one set at most: each takes some hundred bytes as a tree. */
enum { SET_VALUES = 500000 };

/* Levels of HL or CPS in each other. */
enum { SET_LEVELS = 32 };

/* A header or a set as it was read: text, marks, where it begins. */
struct edi_text {
	Str text;
	struct marks marks;
	uint64_t line;
};

struct edi_set {
	enum edi_kind kind;
	const struct edi_loop *loops;
	size_t loop_count;
	struct edi_text interchange, group;    /* group is empty if there is none */
	struct edi_text set;                   /* from its header to before its trailer */
};

/* Borrows the texts.  ERR_FORMAT: too many values, or a level whose parent is not there. */
bool edi_tree(struct arena *a, const struct edi_set *set, const struct tree **tree, struct err *e)
	__attribute__((warn_unused_result));

/* The type of a set by its first segment: "846", "INVRPT". */
Str edi_type(enum edi_kind kind, const struct marks *marks, Str header);

#endif
