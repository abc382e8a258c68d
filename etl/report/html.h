/*
 * A page: one self-contained file, without network or framework, readable without its script.  Everything that comes
 * from outside goes through page_text, which escapes; put is for markup of our own.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/model.h"

struct page {
	struct arena *a;
	const struct report *report;
	struct buf *b;
};

void put(const struct page *p, const char *markup);
void page_text(const struct page *p, Str s);
/* The same with a capital letter in front. */
void page_sentence(const struct page *p, Str s);
/* At most so many bytes of it; what is cut says so. */
void page_head(const struct page *p, Str s, size_t most);
/* Long values are cut; a path may break at its slashes. */
void page_value(const struct page *p, Str s);
void page_path(const struct page *p, Str s);
void page_count(const struct page *p, int64_t n);
/* "3 keys" */
void page_counted(const struct page *p, int64_t n, const char *one, const char *many);
void page_amount(const struct page *p, struct decimal d, Str currency);
/* The currency, else the rule's unit, else nothing. */
void page_unit(const struct page *p, const struct rule_report *r, Str currency);
void page_date(const struct page *p, date d);

/* A section with its heading; ends with put(p, "</section>"). */
void section_begin(const struct page *p, const char *id, const char *heading);
/* A figure's cell, with the label that it has where the table falls apart into cards. */
void cell_begin(const struct page *p, const char *class, const char *label);

/* From the doctype to where the stub begins. */
void page_top(const struct page *p, Str title);

/* Head, stub and the beginning of main.  r: NULL for the index. */
void page_begin(const struct page *p, const struct rule_report *r);
void page_end(const struct page *p, const struct rule_report *r);

/* "Discrepancies" with its colour. */
void verdict_mark(const struct page *p, Str verdict);

/* The nights as bars of open discrepancies; small: a sparkline for the index. */
void trend_picture(const struct page *p, const struct rule_report *r, bool small);

/* Of so many what came in time, what came late and what is lacking, as one bar. */
void share_picture(const struct page *p, int64_t in_time, int64_t late, int64_t lacking);

/* Sections of a rule's page. */
void html_lists(const struct page *p, const struct rule_report *r);
void html_sum(const struct page *p, const struct rule_report *r);
/* Movements between the moments of a bridge, and stock at risk. */
void html_timing(const struct page *p, const struct rule_report *r);
void html_arrivals(const struct page *p, const struct rule_report *r);
void html_chain(const struct page *p, const struct rule_report *r);
void html_match(const struct page *p, const struct rule_report *r);
void html_inputs(const struct page *p, const struct rule_report *r);

/* What an input's system had closed and says otherwise, and its series of numbers. */
void html_past(const struct page *p, const struct source_input *in);

/* How an input was read, in the words of the command line, and how what is held is let in. */
void input_state(const struct page *p, const struct source_input *in);

#endif
