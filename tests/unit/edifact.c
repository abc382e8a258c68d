#include "edi_read.h"

static const struct edi_loop in_lin[] = {{.tag = {"QTY", 3}}};
static const struct edi_loop report_loops[] = {{.tag = {"LIN", 3}, .inner = in_lin, .inner_count = 1}};
static const struct edi_layout report = {EDI_EDIFACT, {"INVRPT", 6}, report_loops, 1};
static const struct edi_loop in_cps[] = {{.tag = {"LIN", 3}}};
static const struct edi_loop notice_loops[] = {{.tag = {"CPS", 3}, .inner = in_cps, .inner_count = 1}};
static const struct edi_layout notice = {EDI_EDIFACT, {"DESADV", 6}, notice_loops, 1};
static const struct edi_layout plain = {.kind = EDI_EDIFACT};

static const char whole[] =
	"UNA:+.? '\n"
	"UNB+UNOC:3+4012345000009:14+4012345000016:14+260330:0430+INT0905'\n"
	"UNH+M1+INVRPT:D:96A:UN:EAN004'\nBGM+35+STOCK-1+9'\nDTM+137:202603300400:203'\nNAD+WH+NORTH::91'\n"
	"LIN+1++4000862141404:EN'\nPIA+1+MUG?+01:SA+M?:1?'S:BP'\nQTY+145:7:PCE'\nLOC+18+A1::92'\nQTY+146:2:PCE'\n"
	"LIN+2++4000862141411:EN'\nPIA+1+CUP'\nQTY+145:0:PCE'\nUNT+13+M1'\n"
	"UNH+M2+CONTRL:D:3:UN'\nUCI+1'\nUNT+3+M2'\n"
	"UNZ+2+INT0905'\n";

static void trees(void)
{
	Str s = text(whole);

	edi_gives(&report, "messages[*].LIN[*]", "LIN.EN;EN;LIN01;PIA.SA;PIA.BP;PIA.PIA02;PIA.PIA02-1;QTY+145.QTY01-2", s,
		"[-|'4000862141404'|'1'|'MUG+01'|'M:1'S'|'MUG?+01:SA'|'MUG+01'|'7']"
		"[-|'4000862141411'|'2'|-|-|'CUP'|'CUP'|'0']", "lines with quantities by their code, and released characters");
	edi_gives(&report, "messages[*].LIN[*].QTY[*]", "QTY01-1;QTY01-2;LOC+18.LOC02-1;^.EN;^^.NAD+WH.NAD02-1", s,
		"['145'|'7'|'A1'|'4000862141404'|'NORTH']['146'|'2'|-|'4000862141404'|'NORTH']"
		"['145'|'0'|-|'4000862141411'|'NORTH']", "a loop in a loop");
	edi_gives(&report, "messages[*]", "@type;@sender;@receiver;@interchange;@control;@prepared;@group;DTM+137.DTM01-2",
		s, "['INVRPT'|'4012345000009'|'4012345000016'|'INT0905'|'M1'|'2026-03-30T04:30:00'|-|'202603300400']",
		"what a message says of itself");
	edi_gives(&plain, "messages[*]", "@type;UNB.UNB01-1;UNH.UNH02-5", s,
		"['INVRPT'|'UNOC'|'EAN004']['CONTRL'|'UNOC'|-]", "messages of all types");
	edi_gives(&report, "messages", "@prepared", s, "['2026-03-30T04:30:00']", "the path of a header");
}

static void levels(void)
{
	Str s = S("UNB+UNOA:2+A+B+260330:0430+1'UNH+1+DESADV:D:96A:UN'BGM+351+D-1'RFF+ON:SO-1'CPS+1'PAC+2++201'CPS+2+1'"
		"PAC+1++CT'GIN+BJ+00034'LIN+1++400:EN'QTY+12:2'LIN+2++401:EN'QTY+12:3'CPS+3+1'LIN+3++402:EN'QTY+12:4'"
		"CNT+2:3'UNT+17+1'UNZ+1+1'");

	edi_gives(&notice, "messages[*].CPS[*].LIN[*]",
		"EN;QTY+12.QTY01-2;^.CPS01;^.GIN+BJ.GIN02;^.@parent.PAC.PAC01;^^.RFF+ON.RFF01-2;^^.CNT.CNT01-2;CNT", s,
		"['400'|'2'|'2'|'00034'|'2'|'SO-1'|'3'|-]['401'|'3'|'2'|'00034'|'2'|'SO-1'|'3'|-]"
		"['402'|'4'|'3'|-|'2'|'SO-1'|'3'|-]", "lines in packages, and the package above");
	edi_refuses(&notice, "messages[*].CPS[*]", S("UNB+UNOA:2+A+B+260330:0430+1'UNH+1+DESADV:D:96A:UN'CPS+2+2'UNT+3+1'"
		"UNZ+1+1'"), "format line 1: CPS 2 belongs to \"2\", which does not stand before it", "a level of itself");
}

/* Syntax version 4 repeats; before it the place of that mark was reserved.  Each interchange may have its own marks. */
static void marks(void)
{
	edi_gives(&plain, "messages[*]", "IMD.IMD02[*];@prepared", S("UNA:+.?*'UNB+UNOW:4+A+B+20260330:0430+1'"
		"UNH+1+INVRPT:D:96A:UN'IMD+F+A*B'UNT+3+1'UNZ+1+1'"), "[('A' 'B')|'2026-03-30T04:30:00']", "repetitions");
	edi_gives(&plain, "messages[*]", "IMD.IMD02[*]", S("UNB+UNOA:3+A+B+20260330:0430+1'UNH+1+INVRPT:D:96A:UN'IMD+F+A*B'"
		"UNT+3+1'UNZ+1+1'"), "[('A*B')]", "none before version 4");
	edi_gives(&plain, "messages[*]", "IMD.IMD02;IMD.IMD03-2", S("UNA/|,  ~\r\nUNB|UNOA/2|A|B|260330/0430|1~\r\n"
		"UNH|1|INVRPT/D/96A/UN~\r\nIMD|F|A+B'?|C/D~\r\nUNT|3|1~\r\nUNZ|1|1~\r\n"
		"UNB+UNOA:2+A+B+260330:0430+2'UNH+1+INVRPT:D:96A:UN'IMD+F+A|B??+C:D?''UNT+3+1'UNZ+1+2'"),
		"['A+B'?'|'D']['A|B?'|'D'']", "other marks, no release character, and the usual ones behind them");
	edi_gives(&plain, "messages[*]", "@group;@control", S("UNB+UNOA:2+A+B+260330:0430+1'"
		"UNG+INVRPT+A+B+260330:0430+G1+UN'"
		"UNH+1+INVRPT:D:96A:UN'BGM+35'UNT+3+1'UNE+1+G1'UNG+INVRPT+A+B+260330:0430+G2+UN'UNH+2+INVRPT:D:96A:UN'BGM+35'"
		"UNT+3+2'UNE+1+G2'UNZ+2+1'"), "['G1'|'1']['G2'|'2']", "groups, which the interchange then counts");
}

static void envelopes(void)
{
	static const struct {
		const char *of, *is, *says;
	} wrong[] = {
		{"UNT+13+M1", "UNT+12+M1", "incomplete line 15: the file states 12 for segments of message M1, its records "
			"give 13"},
		{"UNT+13+M1", "UNT+13+M2", "incomplete line 15: UNT ends the message \"M2\", but line 3 begins \"M1\""},
		{"UNZ+2", "UNZ+1", "incomplete line 19: the file states 1 for messages of interchange INT0905, its records "
			"give 2"},
		{"UNZ+2+INT0905", "UNZ+2+INT0906", "incomplete line 19: UNZ ends the interchange"},
		{"QTY+145:0:PCE'\n", "", "incomplete line 14: the file states 13 for segments of message M1"},
		{"UNT+13+M1'\n", "", "incomplete line 15: UNH, but the message that line 3 begins has not ended with UNT"},
		{"UNT+3+M2'\n", "", "incomplete line 18: UNZ, but the message that line 16 begins has not ended with UNT"},
		{"UNZ+2+INT0905'\n", "", "incomplete line 19: the file ends within the interchange that line 2 begins"},
		{"UNH+M2", "UNG+X'UNH+M2", "incomplete line 16: UNG stands where the messages before it are in no group"},
		{"UNA:+.? '", "UNA:+.?", "format line 1: the UNA states no separators"},
		{"UNA:+.? '", "UNA::.? '", "format line 1: the UNA states no separators"},
		{"UNB+", "UNC+", "format line 2: no interchange begins here, but"},
		{"LIN+2", "LIN+2\n", "format line 12: a line ends within the segment LIN"},
		{"4000862141411:EN'", "4000862141411:EN?'", "format line 12: a line ends within the segment LIN"},
	};
	struct arena *a = arena_new(NULL);

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		size_t at = text_find(text(whole), text(wrong[i].of));
		char *s = arena_print(a, "%.*s%s%s", (int)at, whole, wrong[i].is, whole + at + strlen(wrong[i].of));

		edi_refuses(&plain, "messages[*]", text(s), wrong[i].says, wrong[i].says);
	}
	arena_end(a);
	free(a);
}

int main(void)
{
	trees();
	levels();
	marks();
	envelopes();
	edi_cut(&report, "messages[*].LIN[*]", text(whole), 2);
	edi_flipped(&report, "messages[*].LIN[*]", text(whole));
	return done();
}
