#include "edi_read.h"

#define ISA "ISA*00*          *00*          *ZZ*3PL            *ZZ*SHOP           *260330*0430*U*00401*000000905*0*P*>"

static const Str w2[] = {{"W20", 3}, {"N9", 2}};
static const struct edi_loop in_lin[] = {{.tag = {"SCH", 3}}};
static const struct edi_loop stock_loops[] = {{.tag = {"LIN", 3}, .inner = in_lin, .inner_count = 1}};
static const struct edi_layout stock = {EDI_X12, {"846", 3}, stock_loops, 1};
static const struct edi_loop hl_loops[] = {{.tag = {"HL", 2}}};
static const struct edi_layout notice = {EDI_X12, {"856", 3}, hl_loops, 1};
static const struct edi_layout plain = {.kind = EDI_X12};

static const char whole[] =
	ISA "~\nGS*IB*3PL*SHOP*20260330*0430*41*X*004010~\n"
	"ST*846*0001~\nBIA*00*DD*1*20260330~\nN1*WH*NORTH*91*W1~\n"
	"LIN*1*VP*MUG-01*UP*704400095108~\nQTY*33*7*EA~\nQTY*17*9*EA~\n"
	"LIN*2*UP*013132603605*VP*UP~\nQTY*33*0*EA~\nSCH*0*EA*WH*DALLAS~\nSCH*3*EA*WH*BOSTON~\nCTT*2~\nSE*12*0001~\n"
	"ST*997*0002~\nAK1*IB*41~\nSE*3*0002~\n"
	"GE*2*41~\nIEA*1*000000905~\n";

static void trees(void)
{
	Str s = text(whole);

	edi_gives(&stock, "sets[*].LIN[*]", "LIN01;VP;UP;QTY*33.QTY02;QTY*17.QTY02;QTY[1].QTY01;SCH[*].SCH04", s,
		"['1'|'MUG-01'|'704400095108'|'7'|'9'|'17'|-]['2'|'UP'|'013132603605'|'0'|-|-|('DALLAS' 'BOSTON')]",
		"lines with quantities by their code, and identifiers by theirs");
	edi_gives(&stock, "sets[*].LIN[*]", "^.N1*WH.N104;^.@prepared;^.@sender;^.@control;^.GS.GS06;^.CTT.CTT01;N1", s,
		"['W1'|'2026-03-30T04:30:00'|'3PL'|'0001'|'41'|'2'|-]['W1'|'2026-03-30T04:30:00'|'3PL'|'0001'|'41'|'2'|-]",
		"what encloses them");
	edi_gives(&stock, "sets[*].LIN[*].SCH[*]", "SCH01;^.LIN01;^^.BIA.BIA04", s,
		"['0'|'2'|'20260330']['3'|'2'|'20260330']", "a loop in a loop");
	edi_gives(&stock, "sets[*]", "LIN[*].LIN03;LIN.QTY.QTY02;LIN[1];@type", s,
		"[('MUG-01' '013132603605')|'7'|LIN*2*UP*013132603605*VP*UP~\nQTY*33*0*EA~\nSCH*0*EA*WH*DALLAS~\n"
		"SCH*3*EA*WH*BOSTON~|'846']", "a set as a whole, and a loop as it was written");
	edi_gives(&plain, "sets[*]", "@type;@control;QTY[*].QTY02;ISA.ISA06;ISA.ISA02", s,
		"['846'|'0001'|('7' '9' '0')|'3PL'|-]['997'|'0002'|-|'3PL'|-]", "sets of all types, without loops");
	edi_gives(&stock, "sets", "@prepared", s, "['2026-03-30T04:30:00']", "the path of a header");
}

static void named_segments(void)
{
	const struct edi_loop loops[] = {{.tag = {"N1", 2}, .segments = {(Str[]){{"N3", 2}, {"N4", 2}}, 2}},
		{.tag = {"W12", 3}, .segments = {(Str[]){w2[0], w2[1]}, 2}}};
	const struct edi_layout layout = {EDI_X12, {"945", 3}, loops, 2};
	Str s = S(ISA "~GS*SW*A*B*20260330*0430*1*X*004010~ST*945*1~W06*N*SO-1~N1*SF*NORTH~N4*DALLAS*TX~N1*ST*ANNA~N3*1 ST~"
		"G62*10*20260330~W27*M*UPSN~W12*CC*2*2**EA**VN*MUG-01*********UP*704400095108~N9*LI*1~W03*2~SE*12*1~GE*1*1~"
		"IEA*1*905~");

	edi_gives(&layout, "sets[*].W12[*]", "W1203;VN;UP;N9.N902;^.N1*ST.N3.N301;^.N1.N4.N402;^.G62*10.G6202;"
		"^.W27.W2702", s,
		"['2'|'MUG-01'|'704400095108'|'1'|'1 ST'|'TX'|'20260330'|'UPSN']", "loops of the segments that are named");
}

static void levels(void)
{
	Str s = S(ISA "~GS*SH*A*B*20260330*0430*1*X*004010~ST*856*7~BSN*00*ASN-1*20260330*0400~"
		"HL*1**S~TD5**2*UPSN~HL*2*1*O~PRF*SO-1~HL*3*2*P~MAN*GM*00001~HL*4*3*I~LIN**VP*MUG~SN1**2*EA~"
		"HL*5*1*O~PRF*SO-2~HL*6*5*I~LIN**VP*CUP~SN1**1*EA~CTT*6~SE*18*7~GE*1*1~IEA*1*905~");

	edi_gives(&notice, "sets[*].HL*I[*]", "LIN.VP;SN1.SN102;@O.PRF.PRF01;@P.MAN.MAN02;@S.TD5.TD503;@parent.HL03;"
		"^.BSN.BSN02",
		s, "['MUG'|'2'|'SO-1'|'00001'|'UPSN'|'P'|'ASN-1']['CUP'|'1'|'SO-2'|-|'UPSN'|'O'|'ASN-1']",
		"items with the levels above them, packed or not");
	edi_refuses(&notice, "sets[*].HL[*]", S(ISA "~GS*SH*A*B*20260330*0430*1*X*004010~ST*856*7~\nHL*1**S~\nHL*2*9*O~\n"
		"SE*4*7~GE*1*1~IEA*1*905~"), "format line 3: HL 2 belongs to \"9\", which does not stand before it", "no "
			"such level");
}

/* Another version: repetitions and components; other marks; several interchanges, each with its own. */
static void marks(void)
{
	edi_gives(&plain, "sets[*]", "REF.REF04-2;REF.REF04;EB.EB03[*];X1.X101-1", S("ISA*00*          *00*          "
		"*ZZ*A   "
		"           *ZZ*B              *260330*0430*^*00501*000000001*0*P*:~GS*IB*A*B*20260330*0430*1*X*005010~"
			"ST*846*1~"
		"REF*XX*1**C:D~EB*1**A^B^C~X1*S~SE*5*1~GE*1*1~IEA*1*1~"),
		"['D'|'C:D'|('A' 'B' 'C')|'S']", "components");
	edi_gives(&plain, "sets[*].EB.EB03[*]", "text()", S("ISA*00*          *00*          *ZZ*A   "
		"           *ZZ*B              *260330*0430*^*00501*000000001*0*P*:~GS*IB*A*B*20260330*0430*1*X*005010~"
			"ST*846*1~"
		"EB*1**A^B^C~SE*3*1~GE*1*1~IEA*1*1~"), "['A']['B']['C']", "repetitions");
	edi_gives(&plain, "sets[*]", "LIN.VP;@sender;LIN.LIN04", S("ISA|00||00||ZZ|A|ZZ|B|260330|0430|U|00401|1|0|P||\r\n"
		"GS|IB|A|B|20260330|0430|1|X|004010\r\nST|846|1\r\nLIN||VP|A>B*\r\nSE|3|1\r\nGE|1|1\r\nIEA|1|1\r\n"
		"ISA~00~          ~00~          ~ZZ~C              ~ZZ~B              ~260330~0430~U~00401~000000002~0~P~`*  "
		"GS~IB~C~B~20260330~0430~1~X~004010*ST~846~1*\n\tLIN~~VP~C|D*SE~3~1*GE~1~1*IEA~1~2*"),
		"['A>B*'|'A'|-]['C|D'|'C'|-]", "fields that are not filled up, lines for ends, and a second interchange");
	edi_gives(&plain, "sets[*]", "LIN.VP", S(ISA "\rGS*IB*A*B*260330*0430*1*X*004010\rST*846*1\rLIN**VP*A\rSE*3*1\r"
		"GE*1*1\rIEA*1*905"), "['A']", "a CR for an end, and none behind the last segment");
	edi_gives(&plain, "sets[*]", "@prepared", S(ISA "~TA1*000000905*260330*0430*A*000~GS*IB*A*B*991231*2359*1*X*003040~"
		"ST*846*1~BIA*1~SE*3*1~GE*1*1~IEA*1*905~"), "['1999-12-31T23:59:00']", "a date without its century");
}

static void envelopes(void)
{
	static const struct {
		const char *of, *is, *says;
	} wrong[] = {
		{"SE*12*0001", "SE*11*0001", "incomplete line 14: the file states 11 for segments of transaction set 0001, its "
			"records give 12"},
		{"SE*12*0001", "SE*12*0003", "incomplete line 14: SE ends the transaction set \"0003\", but line 3 "
			"begins \"0001\""},
		{"SE*12*0001", "SE*x*0001", "incomplete line 14: SE states no number of segments, but \"x\""},
		{"GE*2*41", "GE*1*41", "incomplete line 18: the file states 1 for transaction sets of functional group 41"},
		{"GE*2*41", "GE*2*42", "incomplete line 18: GE ends the functional group \"42\""},
		{"IEA*1*", "IEA*2*", "incomplete line 19: the file states 2 for functional groups of interchange 000000905"},
		{"IEA*1*000000905", "IEA*1*000000906", "incomplete line 19: IEA ends the interchange"},
		{"QTY*17*9*EA~\n", "", "incomplete line 13: the file states 12 for segments"},
		{"SE*12*0001~\n", "", "incomplete line 14: ST, but the transaction set that line 3 begins has not ended with "
			"SE"},
		{"SE*3*0002~\n", "", "incomplete line 17: GE, but the transaction set that line 15 begins has not ended with "
			"SE"},
		{"GE*2*41~\n", "", "incomplete line 18: IEA, but the functional group that line 2 begins has not ended"},
		{"IEA*1*000000905~\n", "", "incomplete line 19: the file ends within the interchange that line 1 begins"},
		{"GS*IB*3PL*SHOP*20260330*0430*41*X*004010~\n", "", "incomplete line 2: ST stands where no GS is open"},
		{"ST*846*0001~\n", "", "format line 3: BIA stands outside of any transaction set"},
		{"ST*997", "GS*997", "incomplete line 15: GS, but the functional group that line 2 begins has not ended with "
			"GE"},
		{"QTY*33*7", "QTY*33\n*7", "format line 7: a line ends within the segment QTY"},
		{"QTY*33*7", "Qty*33*7", "format line 7: \"Qty*33*7*EA\" is no segment"},
		{"QTY*33*7", "BIN*3*~~~", "format line 7: BIN holds bytes"},
		{"ISA*00", "isa*00", "format line 1: no interchange begins here"},
		{"*0*P*>", "*0*PP>", "format line 1: the ISA states no separators"},
		{"*P*>~", "*P*>A", "format line 1: the ISA states no separators"},
		{"*P*>~", "*P*~~", "format line 1: the ISA states no separators"},
	};
	struct arena *a = arena_new(NULL);

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		size_t at = text_find(text(whole), text(wrong[i].of));
		char *s = arena_print(a, "%.*s%s%s", (int)at, whole, wrong[i].is, whole + at + strlen(wrong[i].of));

		edi_refuses(&plain, "sets[*]", text(s), wrong[i].says, wrong[i].says);
	}
	edi_refuses(&plain, "sets[*]", S(" \n"), "format line 2: there is no interchange", "blanks only");
	edi_gives(&plain, "sets[*]", "@control", S(ISA "~IEA*0*905~"), "", "an interchange without groups");
	arena_end(a);
	free(a);
}

static void damage(void)
{
	edi_cut(&stock, "sets[*].LIN[*]", text(whole), 2);
	edi_flipped(&stock, "sets[*].LIN[*]", text(whole));
	edi_gives(&stock, "sets[*].LIN[*]", "VP", S(ISA "~GS*IB*A*B*20260330*0430*1*X*004010~ST*846*1~LIN**VP*\xC4~SE*3*1~"
		"ST*846*2~LIN**VP*B~SE*3*2~GE*2*1~IEA*1*905~"), "[-!not UTF-8; declare the charset of the file]['B']",
		"what is no UTF-8 is the fault of its set");
}

static void claimed(void)
{
	struct arena *a = arena_new(NULL);
	struct claims *c = claims_new(a);

	edi_rendered(a, &stock, text(whole), "sets[*]", "@type", 0, c);
	is_int((int64_t)c->count, 4, "four figures are proven");
	is_str(c->at[0].name, S("segments of transaction set 0001"), "its name");
	is_str(c->at[0].stated, S("12"), "what was stated");
	is_str(c->at[3].name, S("functional groups of interchange 000000905"), "the interchange");
	arena_end(a);
	free(a);
}

/* A set too large for memory is refused where it begins; sets that are not asked for need none. */
static void large(void)
{
	struct arena *a = arena_new(NULL);
	struct buf *b = buf_new(a, 1 << 28);
	Str got;

	buf_add(b, S(ISA "~GS*IB*A*B*20260330*0430*1*X*004010~\nST*846*1~"));
	for (int i = 0; i < 1000000; i++)
		buf_add(b, S("MSG*THIS IS A LINE OF TEXT~"));
	buf_add(b, S("SE*1000002*1~GE*1*1~IEA*1*905~"));
	got = edi_rendered(a, &plain, buf_str(b), "sets[*]", "@type", 0, claims_new(a));
	ok(text_begins(got, S("=format line 2: more than 16 MiB in one transaction set")), "%.*s", STR(got));
	got = edi_rendered(a, &notice, buf_str(b), "sets[*]", "@type", 0, claims_new(a));
	is_str(got, S(""), "one that is not asked for is passed over");
	buf_clear(b);
	buf_add(b, S(ISA "~GS*IB*A*B*20260330*0430*1*X*004010~\nST*846*1~"));
	for (int i = 0; i < 250001; i++)
		buf_add(b, S("N9*A*B~"));
	buf_add(b, S("SE*250003*1~GE*1*1~IEA*1*905~"));
	got = edi_rendered(a, &plain, buf_str(b), "sets[*]", "@type", 0, claims_new(a));
	ok(text_begins(got, S("=format line 2: more than 500000 values in one transaction set")), "%.*s", STR(got));
	arena_end(a);
	free(a);
}

/* What the published samples hold, or why they are refused. */
static void samples(void)
{
	static const struct {
		const char *file, *says;
	} all[] = {
		{"810_edifabric_invoice.edi", "['810'|'SENDER1']"},
		{"846_coedition_minimal_pipe.edi", "=incomplete line 10: the file states 6 for segments"},
		{"846_ingram_multiwarehouse_4000_pipe.edi", "['846'|'043109560']"},
		{"852_product_activity_caret.edi", "=incomplete line 23: IEA ends the interchange \"000000002~\""},
		{"856_coedition_minimal_pipe.edi", "=incomplete line 16: GE ends the functional group \"23319\""},
		{"856_edifabric_walmart_multiorder.edi", "=incomplete line 47: the file states 2 for transaction sets"},
		{"856_example_tilde_sep.edi", "['856'|'201495124']"},
		{"940_simplot_order.edi", "=incomplete line 30: GE ends the functional group \"940001777\""},
		{"bad_corrupt_isa_edifabric.edi", "=format line 1: no interchange begins here"},
		{"mixed_transactions_edifabric.edi", "['850'|'SENDER1']['810'|'SENDER1']"},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct arena *a = arena_new(NULL);
		char *path = arena_print(a, "../shared/samples/edi_x12/%s", all[i].file);
		struct buf *content = buf_new(a, 1 << 20);
		FILE *in = fopen(path, "rb");
		int c;

		while (in && (c = getc(in)) != EOF)
			buf_byte(content, (char)c);
		if (in)
			fclose(in);
		if (in) {
			Str got = edi_rendered(a, &plain, buf_str(content), "sets[*]", "@type;@sender", 9, claims_new(a));

			if (!ok(text_begins(got, text(all[i].says)), "%s: %s", all[i].file, all[i].says))
				tap_show("got", got);
		} else {
			skip(arena_print(a, "%s is not here", all[i].file));
		}
		arena_end(a);
		free(a);
	}
}

int main(void)
{
	trees();
	named_segments();
	levels();
	marks();
	envelopes();
	damage();
	claimed();
	large();
	samples();
	return done();
}
