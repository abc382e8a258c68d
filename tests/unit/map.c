#include "map_harness.h"

/* ── order of work and sources ── */

static const struct map_case sources[] = {
	{"t = \"a\"", "a=x", "t=x"},
	{"t = \"a\"", "a=", "t="},
	{"t = \"a\"", "a=~", "t=NULL"},
	{"t = \"a\"", "b=x", "t=NULL"},
	{"t = \"a\"", "a=#1.50", "t=1.50"},
	{"t = \"a\"", "a=?true", "t=true"},
	{"t = \"a\"", "a={}", "reject t: an object or a list where a value is expected ({})"},
	{"t = { get = \"a\", missing = \"reject\" }", "b=x", "reject t: missing ()"},
	{"t = { get = \"a\", missing = \"reject\" }", "a=~", "t=NULL"},
	{"t = { get = \"a\", required = true }", "a=~", "reject t: required, but null ()"},
	{"t = { get = \"a\", required = true }", "", "reject t: required, but missing ()"},
	{"t = { get_any = [\"a\", \"b\"] }", "a=~|b=y", "t=y"},
	{"t = { get_any = [\"a\", \"b\"], null_if = [\"\", \"N/A\"] }", "a=N/A|b=y", "t=y"},
	{"t = { get_any = [\"a\", \"b\"], null_if = [\"\", \"N/A\"] }", "a=|b=N/A", "t=NULL"},
	{"t = { get_any = [\"a\", \"b\"] }", "a=x|b=y", "t=x"},
	{"t = { const = \"pl\" }", "", "t=pl"},
	{"i = { const = 12 }", "", "i=12"},
	{"dt = { const = 2026-03-31 }", "", "dt=2026-03-31"},
	{"dt = { const = \"31.03.2026\", format = \"%d.%m.%Y\" }", "", "dt=2026-03-31"},
	{"b = { const = true }", "", "b=true"},
	{"t = { meta = \"system\" }", "", "t=shop"},
	{"t = { meta = \"extract\" }", "", "t=shop.things"},
	{"t = { meta = \"run\" }", "", "t=7"},
	{"i = { meta = \"record\" }", "", "i=3"},
	{"i = { meta = \"index\" }", "", "i=2"},
	{"i = { meta = \"page\" }", "", "i=1"},
	{"t = { meta = \"member\" }", "", "t=x.csv"},
	{"t = { meta = \"url\" }", "", "reject t: the landing is not known here ()"},
	{"t = { template = \"{a}-{b}\" }", "a=x|b=#5", "t=x-5"},
	{"t = { template = \"{a}-{b}\" }", "a=x|b=~", "t=NULL"},
	{"t = { template = \"{{{a}}}\" }", "a=x", "t={x}"},
	{"t = { template = \"{a}\" }", "a=[1]", "reject t: an object or a list where a value is expected ()"},
	{"t = { get = \"a\", null_if = [\"x\"], default = \" y \", do = [\"trim\", \"upper\"] }", "a=x", "t=Y"},
	{"t = { get = \"a\", null_if = [\"X\"], do = [\"upper\"] }", "a=x", "t=X"},
	{"t = { get = \"a\", default = \"d\" }", "", "t=d"},
	{"t = { get = \"a\", do = [\"upper\"], crosswalk = { A = \"1\" }, check = { in = [\"1\"] } }", "a=a", "t=1"},
	{"t = { get = \"a\", do = [\"after:-\"], required = true }", "a=x", "reject t: required, but null (x)"},
	{"t = { pair = { list = \"attributes[*]\", name = \"code\", is = \"ean\" } }",
		"attributes[*].code=@brand,ean|attributes[*].value=@X,400", "t=400"},
	{"t = { pair = { list = \"attributes[*]\", name = \"code\", is = \"ean\" } }",
		"attributes[*].code=@brand|attributes[*].value=@X", "t=NULL"},
	{"t = \"a\"\ndrop = [\"t\"]\nwhere = [{ field = \"t\", value = \"x\" }]", "a=x", ""},
	{"t = \"a\"\ndrop = [\"t\"]\nwhere = [{ field = \"t\", value = \"x\" }]", "a=y", "filtered"},
	{"t = { get = \"a\", do = [\"trim\"] }",
		"a={}", "reject t: an object or a list where a value is expected ({})"},
	{"t = { meta = \"part\" }", "", "reject t: the landing is not known here ()"},
	{"t = { meta = \"landed_at\" }", "", "reject t: the landing is not known here ()"},
	{"t = { pair = { list = \"attributes[*]\", name = \"code\", is = \"ean\" } }", "", "t=NULL"},
};

static const struct map_case aggregates[] = {
	{"i = \"sum:l[*].q\"", "l[*].q=@#1,#2,~,!", "i=3"},
	{"d = \"sum:l[*].q\"", "l[*].q=@#0.1,#0.2", "d=0.3"},
	{"d = { get = \"sum:l[*].q\", decimal_mark = \",\" }", "l[*].q=@0x,1",
		"reject d: an item of the list is not a number (0x)"},
	{"i = \"sum:l[*].q\"", "l[*].q=@", "i=0"},
	{"i = \"sum:l[*].q\"", "", "i=NULL"},
	{"i = \"sum:l[*].q\"", "l[*].q=@a", "reject i: an item of the list is not a number (a)"},
	{"i = \"count:l[*]\"", "l[*]=@{},{}", "i=2"},
	{"i = \"min:l[*].q\"", "l[*].q=@#10,#9", "i=9"},
	{"i = \"max:l[*].q\"", "l[*].q=@#10,#9", "i=10"},
	{"t = \"max:l[*].q\"", "l[*].q=@b,a10", "t=b"},
	{"t = \"max:l[*].q\"", "l[*].q=@", "t=NULL"},
	{"b = \"any:l[*].q\"", "l[*].q=@?false,?true", "b=true"},
	{"b = \"any:l[*].q\"", "l[*].q=@", "b=false"},
	{"b = \"all:l[*].q\"", "l[*].q=@?true,~", "b=false"},
	{"b = \"all:l[*].q\"", "l[*].q=@?true,?true", "b=true"},
	{"t = \"join:l[*].sku:, \"", "l[*].sku=@a,~,b", "t=a, b"},
	{"t = \"join:l[*].sku\"", "l[*].sku=@a,b", "t=a,b"},
	{"t = \"join:l[*].sku::\"", "l[*].sku=@a,b", "t=a:b"},
	{"t = \"join:l[*].sku\"", "l[*].sku=x", "reject t: no list where one is expected ()"},
	{"t = \"max:l[*].q\"", "l[*].q=@~,b,!", "t=b"},
	{"t = \"max:l[*].q\"", "l[*].q=@{}", "reject t: an item of the list is no single value ({})"},
	{"b = \"any:l[*].q\"", "l[*].q=@{}", "reject b: an item of the list is no single value ({})"},
	{"t = \"join:l[*].q\"", "l[*].q=@{}", "reject t: an item of the list is no single value ({})"},
	{"t = \"join:l[*].\\\"a:b\\\":;\"", "l[*].\"a:b\"=@x,y", "t=x;y"},
};

/* ── operations ── */

#define DO(operation) "t = { get = \"a\", do = [" operation "] }"

static const struct map_case operations[] = {
	{DO("\"trim\""), "a= \tx y ", "t=x y"},
	{DO("\"collapse\""), "a=  x \t y ", "t=x y"},
	{DO("\"collapse\""), "a=  ", "t="},
	{DO("\"lower\""), "a=ÄB", "t=äb"},
	{DO("\"lower\""), "a=AB", "t=ab"},
	{DO("\"upper\""), "a=straße", "t=STRASSE"},
	{DO("\"upper\""), "a=aB1", "t=AB1"},
	{DO("\"upper\""), "a=\xC3(", "reject t: invalid UTF-8 (\"\\xC3(\")"},
	{DO("\"fold\""), "a=Łódź", "t=lodz"},
	{DO("\"nfc\""), "a=e\xCC\x81", "t=é"},
	{DO("\"nfkc\""), "a=\xEF\xBC\x92", "t=2"},
	{DO("\"digits\""), "a=+49 (30) 12", "t=493012"},
	{DO("\"alphanumeric\""), "a=a-1 Ä.", "t=a1Ä"},
	{DO("\"strip:#*\""), "a=##*a#b#", "t=a#b"},
	{DO("\"strip:ä\""), "a=äxä", "t=x"},
	{DO("\"left:2\""), "a=äöü", "t=äö"},
	{DO("\"left:5\""), "a=ab", "t=ab"},
	{DO("\"right:2\""), "a=äöü", "t=öü"},
	{DO("\"right:5\""), "a=ab", "t=ab"},
	{DO("\"substring:1:2\""), "a=aöüb", "t=öü"},
	{DO("\"substring:9:2\""), "a=ab", "t="},
	{DO("\"pad_left:5:0\""), "a=12", "t=00012"},
	{DO("\"pad_left:3:é\""), "a=12", "t=é12"},
	{DO("\"pad_left:1:0\""), "a=12", "t=12"},
	{DO("\"pad_right:4:.\""), "a=12", "t=12.."},
	{DO("\"strip_zeros\""), "a=00120", "t=120"},
	{DO("\"strip_zeros\""), "a=000", "t=0"},
	{DO("\"remove_prefix:No. \""), "a=No. 1001", "t=1001"},
	{DO("\"remove_prefix:#\""), "a=1001#", "t=1001#"},
	{DO("\"remove_suffix:-PL\""), "a=1001-PL", "t=1001"},
	{DO("\"replace:a:bb\""), "a=banana", "t=bbbnbbnbb"},
	{DO("\"replace:na:\""), "a=banana", "t=ba"},
	{DO("\"replace:\\\\::-\""), "a=1:2", "t=1-2"},
	{DO("\"match:/^([A-Z]+)-(\\\\d+)$/:2\""), "a=AB-12", "t=12"},
	{DO("\"match:/x/:0\""), "a=y", "t=NULL"},
	{DO("\"substitute:/(\\\\d)(\\\\d)/\\\\2\\\\1/\""), "a=1234", "t=2143"},
	{DO("\"substitute:/\\\\//-/\""), "a=1/2", "t=1-2"},
	{DO("\"split:-:1\""), "a=a-b-c", "t=b"},
	{DO("\"split:-:-1\""), "a=a-b-c", "t=c"},
	{DO("\"split:-:3\""), "a=a-b-c", "t=NULL"},
	{DO("\"split:\\\\::0\""), "a=a:b", "t=a"},
	{DO("\"before:-\""), "a=a-b-c", "t=a"},
	{DO("\"before:-\""), "a=abc", "t=abc"},
	{DO("\"after:-\""), "a=a-b-c", "t=b-c"},
	{DO("\"after:-\""), "a=abc", "t=NULL"},
	{DO("\"after::\""), "a=a:b", "t=b"},
	{DO("\"gid\""), "a=gid://shopify/Order/123?x=1", "t=123"},
	{DO("\"gid\""), "a=123", "reject t: not a gid://…/…/ID (123)"},
	{DO("\"url_decode\""), "a=a%20b%C3%A4+c", "t=a bä+c"},
	{DO("\"url_decode\""), "a=a%2", "reject t: % without two hexadecimal digits (a%2)"},
	{DO("\"html_unescape\""), "a=&lt;b&gt; &amp;amp; &#8364; &#x20AC; &eacute; &nix; &", "t=<b> &amp; € € é &nix; &"},
	{DO("\"base64_decode\""), "a=aGVsbG8=", "t=hello"},
	{DO("\"base64_decode\""), "a=aGVsbG8", "t=hello"},
	{DO("\"base64_decode\""), "a=aGVs*", "reject t: not base64 (aGVs*)"},
	{DO("\"trim\", \"negate\""), "a= 5", "t=-5"},
	{DO("\"absolute\""), "a=-5.50", "t=5.5"},
	{DO("\"shift:2\""), "a=1.05", "t=105"},
	{DO("\"shift:-3\""), "a=1", "t=0.001"},
	{DO("\"round:1:half_even\""), "a=0.25", "t=0.2"},
	{DO("\"round:1:half_up\""), "a=0.25", "t=0.3"},
	{DO("\"round:0:down\""), "a=-1.9", "t=-1"},
	{DO("\"round:0:up\""), "a=1.1", "t=2"},
	{DO("\"negate\""), "a=x", "reject t: not a number (x)"},
	{DO("\"replace:x:y\""), "a=banana", "t=banana"},
	{DO("\"html_unescape\""), "a=&#; &#x; &#xG; &#99999999; &#12a;", "t=&#; &#x; &#xG; &#99999999; &#12a;"},
};

/* ── types ── */

static const struct map_case texts[] = {
	{"status = \"a\"", "a=paid", "status=paid"},
	{"status = \"a\"", "a=lost", "reject status: not one of the values of status (lost)"},
	{"status = { get = \"a\", crosswalk = \"states\" }", "a=PAID", "status=paid"},
	{"status = { get = \"a\", crosswalk = \"states\" }", "a=paid",
		"reject status: unknown to the crosswalk states (paid)"},
	{"status = { get = \"a\", crosswalk = \"states\", else = \"null\" }", "a=x", "status=NULL"},
	{"status = { get = \"a\", crosswalk = \"states\", else = \"keep\" }", "a=open", "status=open"},
	{"status = { get = \"a\", crosswalk = \"states\", else = \"keep\" }", "a=x",
		"reject status: not one of the values of status (x)"},
	{"status = { get = \"a\", crosswalk = \"states\", else = \"const:open\" }", "a=x", "status=open"},
	{"status = { get = \"a\", crosswalk = { z = \"paid\" } }",
		"a=y", "reject status: unknown to its crosswalk (y)"},
	{"b = { get = \"a\", crosswalk = { P = \"yes\", N = \"no\" } }", "a=P", "b=true"},
	{"i = { get = \"a\", crosswalk = { one = \"1\", two = \"x\" } }", "a=one", "i=1"},
	{"i = { get = \"a\", crosswalk = { one = \"1\", two = \"x\" } }", "a=two", "reject i: not a number (two)"},
	{"i = { get = \"a\", crosswalk = { one = \"1\" }, else = \"keep\" }", "a=1\x80",
		"reject i: invalid UTF-8 (\"1\\x80\")"},
	{"t = \"a\"", "a=a\xFFz", "reject t: invalid UTF-8 (\"a\\xFFz\")"},
	{"t = \"a\"", "a=long enough text \xC3\xA4", "t=long enough text ä"},
	{"p = { get = \"a\", check = { email = true } }", "a=secret", "reject p: not an e-mail address ()"},
	{"p = { get = \"a\", crosswalk = \"states\" }", "a=Jane", "reject p: unknown to the crosswalk states ()"},
};

static const struct map_case numbers[] = {
	{"i = \"a\"", "a=#42", "i=42"},
	{"i = \"a\"", "a=-42", "i=-42"},
	{"i = \"a\"", "a=+42", "i=42"},
	{"i = \"a\"", "a=9223372036854775807", "i=9223372036854775807"},
	{"i = \"a\"", "a=-9223372036854775808", "i=-9223372036854775808"},
	{"i = \"a\"", "a=9223372036854775808", "reject i: too large for an integer (9223372036854775808)"},
	{"i = \"a\"", "a=1.5", "reject i: has a fraction (1.5)"},
	{"i = \"a\"", "a=1.0", "reject i: not written as an integer; integral = true reads it (1.0)"},
	{"i = { get = \"a\", integral = true }", "a=1.0", "i=1"},
	{"i = { get = \"a\", integral = true }", "a=1e3", "i=1000"},
	{"i = { get = \"a\", integral = true }", "a=1.5", "reject i: has a fraction (1.5)"},
	{"i = \"a\"", "a=", "reject i: empty, where a number is expected ()"},
	{"i = \"a\"", "a= 1", "reject i: not a number ( 1)"},
	{"i = \"a\"", "a=x", "reject i: not a number (x)"},
	{"i = { get = \"a\", do = [\"shift:1\"] }", "a=1.5", "i=15"},
	{"d = \"a\"", "a=-1.50", "d=-1.5"},
	{"d = \"a\"", "a=1.5E-3", "d=0.0015"},
	{"d = \"a\"", "a=NaN", "reject d: not a number (NaN)"},
	{"d = { get = \"a\", do = [\"shift:999\"] }", "a=1e-999", "d=1"},
	{"d = { get = \"a\", do = [\"shift:9000\", \"shift:9000\"] }", "a=1", "reject d: more than 1000 digits (1)"},
	{"d = { get = \"a\", do = [\"shift:-9000\", \"shift:-9000\"] }", "a=1", "reject d: more than 1000 digits (1)"},
	{"d = { get = \"a\", do = [\"shift:-9000\"] }", "a=0", "d=0"},
	{"d = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=1e999|u=case",
		"reject d: more than 1000 digits (1e999)"},
	{"d = { get = \"a\", digits = 5, scale = 2 }", "a=123.45", "d=123.45"},
	{"d = { get = \"a\", digits = 5, scale = 2 }", "a=1234.5", "reject d: more digits than declared (1234.5)"},
	{"d = { get = \"a\", digits = 5, scale = 2 }", "a=1.234",
		"reject d: more digits behind the point than declared (1.234)"},
	{"d = { get = \"a\", digits = 5, scale = 2 }", "a=1.230", "d=1.23"},
	{"d = { get = \"a\", digits = 5, scale = 2, round = \"half_even\" }", "a=1.235", "d=1.24"},
	{"d = { get = \"a\", digits = 3 }", "a=0.1234", "reject d: more digits than declared (0.1234)"},
	{"d = { get = \"a\", decimal_mark = \",\", group_mark = \".\" }", "a=1.234.567,89", "d=1234567.89"},
	{"d = { get = \"a\", decimal_mark = \",\", group_mark = \".\" }", "a=1.23", "reject d: not a number (1.23)"},
	{"d = { get = \"a\", decimal_mark = \",\" }", "a=1.234,5", "reject d: not a number (1.234,5)"},
	{"d = { get = \"a\", decimal_mark = \",\" }", "a=,5", "d=0.5"},
	{"d = { get = \"a\", decimal_mark = \",\" }", "a=6800,", "d=6800"},
	{"d = { get = \"a\", decimal_mark = \",\" }", "a=,", "reject d: not a number (,)"},
	{"d = { get = \"a\", decimal_mark = \",\" }", "a=", "reject d: empty, where a number is expected ()"},
	{"d = { get = \"a\", group_mark = \",\" }", "a=1,23,456.5", "d=123456.5"},
	{"d = { get = \"a\", group_mark = \",\" }", "a=1,2", "reject d: not a number (1,2)"},
	{"d = { get = \"a\", group_mark = \",\" }", "a=1234,567", "reject d: not a number (1234,567)"},
	{"d = { get = \"a\", group_mark = \"\xC2\xA0\" }", "a=1\xC2\xA0" "234", "d=1234"},
	{"d = { get = \"a\", sign = \"after\" }", "a=12.50-", "d=-12.5"},
	{"d = { get = \"a\", sign = \"after\" }", "a=12.50", "d=12.5"},
	{"d = { get = \"a\", sign = \"after\" }", "a=-12.50", "reject d: not a number (-12.50)"},
	{"d = { get = \"a\", sign = \"parentheses\" }", "a=(12.50)", "d=-12.5"},
	{"d = { get = \"a\", sign = \"parentheses\" }", "a=(12.50", "reject d: not a number ((12.50)"},
	{"d = { get = \"a\", sign = \"parentheses\" }", "a=12.50", "d=12.5"},
	{"d = { get = \"a\", sign = \"crdr\" }", "a=12.50 DR", "d=-12.5"},
	{"d = { get = \"a\", sign = \"crdr\" }", "a=CR 12.50", "d=12.5"},
	{"d = { get = \"a\", sign = \"crdr\" }", "a=12.50", "reject d: not a number (12.50)"},
	{"i = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=3|u=case", "i=36"},
	{"i = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=3|u=half",
		"reject i: has a fraction (3)"},
	{"i = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=3|u=box",
		"reject i: no factor for its unit (3)"},
	{"i = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=3",
		"reject i: no unit to find the factor by (3)"},
	{"d = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }", "a=0.1|u=half", "d=0.05"},
	{"i = { get = \"a\", sign_by = { get = \"k\", negative = [\"out\"] } }", "a=3|k=out", "i=-3"},
	{"i = { get = \"a\", sign_by = { get = \"k\", negative = [\"out\"] } }", "a=3|k=in", "i=3"},
	{"i = { get = \"a\", sign_by = { get = \"k\", negative = [\"out\"] } }", "a=3",
		"reject i: no k to give its sign (3)"},
	{"i = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }",
		"a=3|u=pallet", "reject i: no factor for its unit (3)"},
	{"d = { get = \"a\", factor = { crosswalk = \"units\", by = \"u\" } }",
		"a=3|u=pallet", "reject d: no factor for its unit (3)"},
	{"d = { get = \"a\", sign_by = { get = \"k\", negative = [\"out\"] } }",
		"a=-3|k=in", "reject d: has a sign of its own, though k gives it (-3)"},
};

#define MONEY(unit) "cur = \"c\"\nm = { get = \"a\", unit = \"" unit "\" }"

static const struct map_case money[] = {
	{MONEY("minor"), "c=eur|a=#2935", "cur=EUR m=29.35"},
	{MONEY("minor"), "c=JPY|a=#2935", "cur=JPY m=2935"},
	{MONEY("minor"), "c=KWD|a=#2935", "cur=KWD m=2.935"},
	{MONEY("minor"), "c=CLF|a=#29350", "cur=CLF m=2.935"},
	{MONEY("minor"), "c=ISK|a=#2935", "cur=ISK m=29.35"},
	{MONEY("minor"), "c=EUR|a=#29.5", "reject m: with a decimal mark, which minor units do not have (29.5)"},
	{MONEY("minor"), "c=EUR|a=120.00", "reject m: with a decimal mark, which minor units do not have (120.00)"},
	{MONEY("minor"), "c=EUR|a=#120.0", "reject m: with a decimal mark, which minor units do not have (120.0)"},
	{MONEY("minor\", decimal_mark = \",\", group_mark = \"."), "c=EUR|a=1,20",
		"reject m: with a decimal mark, which minor units do not have (1,20)"},
	{MONEY("minor\", decimal_mark = \",\", group_mark = \"."), "c=EUR|a=1.000", "cur=EUR m=10"},
	{MONEY("minor"), "c=XAU|a=#1", "reject m: in minor units of a currency that has none (1)"},
	{MONEY("major"), "c=EUR|a=29.35", "cur=EUR m=29.35"},
	{MONEY("major"), "c=EUR|a=2.505", "reject m: more digits than EUR allows (2.505)"},
	{MONEY("major"), "c=EUR|a=2.5000", "cur=EUR m=2.5"},
	{MONEY("major"), "c=JPY|a=2.5", "reject m: more digits than JPY allows (2.5)"},
	{MONEY("major"), "c=JPY|a=25.00", "cur=JPY m=25"},
	{MONEY("major"), "c=TND|a=2.505", "cur=TND m=2.505"},
	{MONEY("major"), "c=EUR|a=~", "cur=EUR m=NULL"},
	{MONEY("major"), "a=1", "reject m: no currency (1)"},
	{MONEY("major"), "c=EURO|a=1", "reject cur: unknown currency (EURO); m: its currency could not be read (1)"},
	{MONEY("major"), "c=XXY|a=~", "reject cur: unknown currency (XXY)"},
	{MONEY("major"), "c=DEM|a=~",
		"reject cur: a withdrawn currency, which the system's exponents do not name (DEM)"},
	{MONEY("major"), "c=xxx|a=~", "reject cur: a code for what is no currency (xxx)"},
	{MONEY("major"), "c=XTS|a=~", "reject cur: a code for what is no currency (XTS)"},
	{MONEY("minor"), "c=itl|a=1200", "cur=ITL m=1200"},
	{MONEY("minor"), "c=Leu|a=1250", "cur=RON m=12.5"},
	{MONEY("major"), "c=RON|a=12.5", "cur=RON m=12.5"},
	{"m = { get = \"a\", unit = \"major\", currency = \"LEU\" }", "a=1.5", "cur=RON m=1.5"},
	{"cur = { get = \"c\", from = \"numeric\" }\nm = { get = \"a\", unit = \"minor\" }", "c=978|a=100", "cur=EUR m=1"},
	{"m = { get = \"a\", unit = \"major\", currency = \"SEK\" }", "a=1.5", "cur=SEK m=1.5"},
	{"cur = \"c\"\nm = { get = \"a\", unit = \"major\", currency = \"SEK\" }", "a=1.5|c=EUR",
		"reject m: another currency than the one declared (1.5)"},
	{"cur = \"c\"\nt = \"k\"\nm = { get = \"a\", unit = \"major\", sign_by = { field = \"t\", negative = [\"refund\"] "
		"} }",
		"c=EUR|a=5|k=refund", "t=refund cur=EUR m=-5"},
	{"cur = \"c\"\nt = \"k\"\nm = { get = \"a\", unit = \"major\", sign_by = { field = \"t\", negative = [\"refund\"] "
		"} }",
		"c=EUR|a=-5|k=refund", "reject m: has a sign of its own, though t gives it (-5)"},
	{"cur = \"c\"\nt = \"k\"\nm = { get = \"a\", unit = \"major\", sign_by = { field = \"t\", negative = [\"refund\"] "
		"} }",
		"c=EUR|a=5", "reject m: no t to give its sign (5)"},
	{"m = { get = \"a\", unit = \"major\", decimal_mark = \",\", currency = \"EUR\" }", "a=9,90", "cur=EUR m=9.9"},
	{"m = { get = \"a\", unit = \"major\", currency = \"EUR\", do = [\"round:2:half_up\"] }", "a=2.505",
		"cur=EUR m=2.51"},
	{"m = { get = \"a\", unit = \"minor\", currency = \"EUR\" }", "a=999999999999999999999999999999",
		"cur=EUR m=9999999999999999999999999999.99"},
	{"m = { get = \"a\", unit = \"major\", currency = \"EUR\", factor = { crosswalk = \"units\", by = \"u\" } }",
		"a=3|u=pallet", "reject m: no factor for its unit (3)"},
	{"cur = { const = \"usd\" }", "", "cur=USD"},
};

#define CROSS(level) "cur = \"c\"\nm = { get = \"m\", unit = \"minor\" }\nfee = { get = \"f\", unit = \"minor\" }\n" \
	"net = { get = \"n\", unit = \"minor\", check = { cross = [\"net\", \"=\", \"m\", \"-\", \"fee\"]" level " } }"

static const struct map_case checks[] = {
	{CROSS(""), "c=EUR|m=100|f=3|n=97", "cur=EUR m=1 fee=0.03 net=0.97"},
	{CROSS(""), "c=EUR|m=100|f=3|n=98", "reject net: does not add up: net = m - fee (0.98)"},
	{CROSS(""), "c=EUR|m=100|f=~|n=100", "cur=EUR m=1 fee=NULL net=1"},
	{CROSS(""), "c=EUR|m=100|f=x|n=98", "reject fee: not a number (x)"},
	{CROSS(", level = \"warn\""), "c=EUR|m=100|f=3|n=98",
		"cur=EUR m=1 fee=0.03 net=0.98; warning net: does not add up: net = m - fee (0.98)"},
	{"t = { get = \"a\", check = { length = 3 } }", "a=äöü", "t=äöü"},
	{"t = { get = \"a\", check = { length = [1, 2] } }", "a=abc", "reject t: not from 1 to 2 characters (abc)"},
	{"t = { get = \"a\", check = { match = \"^[A-Z]+$\" } }", "a=AB", "t=AB"},
	{"t = { get = \"a\", check = { match = \"^[A-Z]+$\" } }", "a=Ab", "reject t: does not match ^[A-Z]+$ (Ab)"},
	{"t = { get = \"a\", check = { in = [\"x\", \"y\"] } }", "a=z", "reject t: not one of the values allowed (z)"},
	{"i = { get = \"a\", check = { in = [1, 2] } }", "a=2", "i=2"},
	{"i = { get = \"a\", min = 0 }", "a=-1", "reject i: less than 0 (-1)"},
	{"i = { get = \"a\", min = 0 }", "a=0", "i=0"},
	{"d = { get = \"a\", max = 1.5 }", "a=1.50", "d=1.5"},
	{"d = { get = \"a\", check = { max = \"1.5\" } }", "a=1.51", "reject d: more than 1.5 (1.51)"},
	{"ts = { get = \"a\", format = \"epoch_s\", max = 2100-01-01T00:00:00Z }", "a=17749080000",
		"reject ts: more than 2100-01-01T00:00:00Z (17749080000)"},
	{"d = { const = 1_000.5 }", "", "d=1000.5"},
	{"ts = { get = \"a\", min = 2020-01-01 }", "a=2019-12-31T23:59:59Z",
		"reject ts: less than 2020-01-01 (2019-12-31T23:59:59Z)"},
	{"dt = { get = \"a\", min = 2020-01-01 }", "a=2019-12-31", "reject dt: less than 2020-01-01 (2019-12-31)"},
	{"t = { get = \"a\", check = { luhn = true } }", "a=79927398713", "t=79927398713"},
	{"t = { get = \"a\", check = { luhn = true } }", "a=79927398714",
		"reject t: its check digit is wrong (Luhn) (79927398714)"},
	{"t = { get = \"a\", check = { gtin = true } }", "a=4006381333931", "t=4006381333931"},
	{"t = { get = \"a\", check = { email = true } }", "a=a.b@example.com", "t=a.b@example.com"},
	{"t = { get = \"a\", check = { email = true } }", "a=a@b", "reject t: not an e-mail address (a@b)"},
	{"t = { get = \"a\", check = { email = true } }", "a=a@b@c.de", "reject t: not an e-mail address (a@b@c.de)"},
	{"t = { get = \"a\", check = { email = true, level = \"warn\" } }", "a=x",
		"t=x; warning t: not an e-mail address (x)"},
	{"t = { get = \"a\", check = [{ length = 1, level = \"warn\" }, { in = [\"q\"] }] }", "a=xy",
		"reject; warning t: not 1 characters (xy); t: not one of the values allowed (xy)"},
	{"t = { get = \"a\", check = { length = 3 } }", "a=~", "t=NULL"},
	{"cur = \"c\"\nm = { get = \"m\", unit = \"minor\", check = { cross = [\"m\", \"=\", \"fee\"] } }\n"
		"fee = { get = \"f\", unit = \"minor\" }", "c=EUR|f=3", "reject m: does not add up: m = fee ()"},
	{"t = { get = \"a\", check = { luhn = true } }",
		"a=7992739871X", "reject t: its check digit is wrong (Luhn) (7992739871X)"},
	{"t = { get = \"a\", check = { email = true } }", "a=a b@c.de", "reject t: not an e-mail address (a b@c.de)"},
	{"b = { get = \"a\", check = { in = [true] } }", "a=false", "reject b: not one of the values allowed (false)"},
	{"b = { get = \"a\", check = { in = [true] } }", "a=true", "b=true"},
	{"u = { get = \"a\", check = { in = [\"123e4567-e89b-12d3-a456-426614174000\"] } }",
		"a=123e4567e89b12d3a456426614174000", "u=123e4567e89b12d3a456426614174000"},
	{"u = { get = \"a\", check = { in = [\"{123e4567-e89b-12d3-a456-426614174000}\"] } }",
		"a=223e4567e89b12d3a456426614174000",
		"reject u: not one of the values allowed (223e4567e89b12d3a456426614174000)"},
	{"by = \"a\"\nwhere = [{ field = \"by\", value = \"00FF\" }]", "a=00ff", "by=00ff"},
	{"by = \"a\"\nwhere = [{ field = \"by\", value = \"00FF\" }]", "a=01ff", "filtered"},
	{"cur = \"c\"\nwhere = [{ field = \"cur\", value = \"eur\" }]", "c=EUR", "cur=EUR"},
	{"dt = { get = \"a\", format = \"%Y%%%m-%d\" }", "a=2026%03-31", "dt=2026-03-31"},
	{"t = \"join:l[*].q\"\ni = \"i\"", "l[*].q=@5,4111111111111111|i=1",
		"reject t: looks like a card number (5,************1111)"},
	{"g = { get = \"a\", check = { in = [\"4006381333931\"] } }", "a=4006381333931", "g=04006381333931"},
};

static const struct map_case others[] = {
	{"b = \"a\"", "a=?true", "b=true"}, {"b = \"a\"", "a=1", "b=true"}, {"b = \"a\"", "a=YES", "b=true"},
	{"b = \"a\"", "a=n", "b=false"}, {"b = \"a\"", "a=0", "b=false"},
	{"b = \"a\"", "a=2", "reject b: neither true nor false (2)"},
	{"b = { get = \"a\", true_values = [\"ja\"], false_values = [\"nein\"] }", "a=ja", "b=true"},
	{"b = { get = \"a\", true_values = [\"ja\"], false_values = [\"nein\"] }", "a=true",
		"reject b: neither true nor false (true)"},
	{"du = \"a\"", "a=90", "du=90000000"}, {"du = \"a\"", "a=1.5", "du=1500000"},
		{"du = \"a\"", "a=PT1H30M", "du=5400000000"},
	{"du = \"a\"", "a=P1DT1S", "du=86401000000"}, {"du = \"a\"", "a=36:00:00.5", "du=129600500000"},
	{"du = \"a\"", "a=-01:00:00", "du=-3600000000"}, {"du = \"a\"", "a=P1M", "reject du: not a duration (P1M)"},
	{"du = \"a\"", "a=1:60:00", "reject du: not a duration (1:60:00)"},
		{"du = \"a\"", "a=P", "reject du: not a duration (P)"},
	{"du = \"a\"", "a=PT", "reject du: not a duration (PT)"},
	{"u = \"a\"", "a=123E4567-e89b-12d3-a456-426614174000", "u=123e4567e89b12d3a456426614174000"},
	{"u = \"a\"", "a={123e4567-e89b-12d3-a456-426614174000}",
		"reject u: an object or a list where a value is expected ({123e4567-e89b-12d3-a456-426614174000})"},
	{"u = \"a\"", "a=123e4567e89b12d3a456426614174000", "u=123e4567e89b12d3a456426614174000"},
	{"u = \"a\"", "a=123e4567-e89b-12d3-a456-42661417400",
		"reject u: not a UUID (123e4567-e89b-12d3-a456-42661417400)"},
	{"u = \"a\"", "a=123e4567-e89b-12d3-a456-42661417400g",
		"reject u: not a UUID (123e4567-e89b-12d3-a456-42661417400g)"},
	{"by = \"a\"", "a=00fF", "by=00ff"}, {"by = \"a\"", "a=\\x0a", "by=0a"},
	{"by = \"a\"", "a=0", "reject by: not hexadecimal (0)"},
	{"by = { get = \"a\", from = \"base64\" }", "a=AP8=", "by=00ff"},
	{"by = { get = \"a\", from = \"base64\" }", "a=A", "reject by: not base64 (A)"},
	{"j = \"a\"", "a={\"x\": 1.50}", "j={\"x\": 1.50}"}, {"j = \"a\"", "a=#1.50", "j=1.50"},
		{"j = \"a\"", "a=a\"b", "j=\"a\\\"b\""},
	{"j = \"a\"", "a={\"x\": 01}", "reject j: not JSON ({\"x\": 01})"},
	{"j = \"a\"", "a={\"x\": \"\\u0000\"}",
		"reject j: JSON with \\u0000, which Postgres cannot hold ({\"x\": \"\\u0000\"})"},
	{"j = \"a\"", "a=[\"\\ud800\"]", "reject j: JSON with half a surrogate pair ([\"\\ud800\"])"},
	{"j = \"a\"", "a=[1,]", "reject j: not JSON ([1,])"}, {"j = \"a\"", "a=[1]x", "reject j: not JSON ([1]x)"},
	{"j = \"a\"", "a=[\"\\ud83d\\ude00\", null, -1e5, true]", "j=[\"\\ud83d\\ude00\", null, -1e5, true]"},
	{"g = \"a\"", "a=4006381333931", "g=04006381333931"}, {"g = \"a\"", "a=96385074", "g=00000096385074"},
	{"g = \"a\"", "a=036000291452", "g=00036000291452"},
	{"g = \"a\"", "a=4006381333932",
		"reject g: not a GTIN of 8, 12, 13 or 14 digits with its check digit (4006381333932)"},
	{"g = \"a\"", "a=123", "reject g: not a GTIN of 8, 12, 13 or 14 digits with its check digit (123)"},
	{"j = \"a\"", "a=[1.]", "reject j: not JSON ([1.])"},
	{"j = \"a\"", "a=[1e]", "reject j: not JSON ([1e])"},
	{"j = \"a\"", "a=[false, 1e007]", "j=[false, 1e007]"},
	{"j = \"a\"", "a=[1e1000]", "reject j: JSON with a number out of range ([1e1000])"},
	{"j = \"a\"", "a=[", "reject j: not JSON ([)"},
	{"j = \"a\"", "a=[\"\\u12", "reject j: not JSON ([\"\\u12)"},
	{"j = \"a\"", "a=[\"\\u12x4\"]", "reject j: not JSON ([\"\\u12x4\"])"},
};

/* ── promise 13 ── */

static const struct map_case cards[] = {
	{"t = \"a\"", "a=4111111111111111", "reject t: looks like a card number (************1111)"},
	{"t = \"a\"", "a=card 4111 1111-1111 1111 exp 12",
		"reject t: looks like a card number (card **** ****-**** 1111 exp 12)"},
	{"t = \"a\"", "a=378282246310005", "reject t: looks like a card number (***********0005)"},
	{"t = \"a\"", "a=3782 822463 10005", "reject t: looks like a card number (**** ****** *0005)"},
	{"t = \"a\"", "a=2223003122003222", "reject t: looks like a card number (************3222)"},
	{"t = \"a\"", "a=6011111111111117", "reject t: looks like a card number (************1117)"},
	{"t = \"a\"", "a=3530111333300000", "reject t: looks like a card number (************0000)"},
	{"t = \"a\"", "a=6200000000000005", "reject t: looks like a card number (************0005)"},
	{"t = \"a\"", "a=6759649826438453", "reject t: looks like a card number (************8453)"},
	{"t = \"a\"", "a=2200123456789019", "reject t: looks like a card number (************9019)"},
	{"t = \"a\"", "a=+6281234567899", "t=+6281234567899"},
	{"t = \"a\"", "a=30569309025904", "reject t: looks like a card number (**********5904)"},
	{"t = \"a\"",
		"a=2026-03-31 5555555555554444", "reject t: looks like a card number (2026-03-31 ************4444)"},
	{"t = \"a\"", "a=4111111111111112", "t=4111111111111112"},
	{"t = \"a\"", "a=1111111111111117", "t=1111111111111117"},
	{"t = \"a\"", "a=4111  1111 1111 1111", "t=4111  1111 1111 1111"},
	{"t = \"a\"", "a=41111111111111110000", "t=41111111111111110000"},
	{"t = \"a\"", "a=x-4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1", "t=x-4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1"},
	{"t = \"a\"", "a=f4111111111111111", "t=f4111111111111111"},
	{"t = \"a\"", "a=4111111111111111e", "t=4111111111111111e"},
	{"t = \"a\"", "a=9b74111111111111111c0a", "t=9b74111111111111111c0a"},
	{"t = \"a\"", "a=x4111 1111 1111 1111", "t=x4111 1111 1111 1111"},
	{"t = \"a\"", "a=pay_4111111111111111", "reject t: looks like a card number (pay_************1111)"},
	{"t = \"a\"", "a=PAY-4111111111111111", "reject t: looks like a card number (PAY-************1111)"},
	{"t = \"a\"", "a=a1 4111 1111 1111 1111", "reject t: looks like a card number (a1 **** **** **** 1111)"},
	{"t = \"a\"", "a=(4111111111111111)", "reject t: looks like a card number ((************1111))"},
	{"t = \"a\"", "a=42914177-7631-4706-a716-446655440000", "t=42914177-7631-4706-a716-446655440000"},
	{"t = \"a\"", "a=42914177-7631-4706", "reject t: looks like a card number (********-****-4706)"},
	{"t = { get = \"a\", identifier = true }", "a=4111111111111111", "t=4111111111111111"},
	{"t = { get = \"a\", do = [\"digits\"] }", "a=4111.1111.1111.1111",
		"reject t: looks like a card number (************1111)"},
	{"j = \"a\"", "a={\"card\":\"4111111111111111\"}",
		"reject j: looks like a card number ({\"card\":\"************1111\"})"},
	{"g = \"a\"", "a=4000000000006", "g=04000000000006"},
	{"g = \"max:l[*].ean\"", "l[*].ean=@4000000000006", "g=04000000000006"},
	{"i = \"a\"", "a=4111111111111111", "reject i: looks like a card number (************1111)"},
	{"i = \"a\"", "a=#378282246310005", "reject i: looks like a card number (***********0005)"},
	{"i = \"a\"", "a=-4111111111111111", "reject i: looks like a card number (-************1111)"},
	{"i = \"a\"", "a=4111111111111112", "i=4111111111111112"},
	{"i = { get = \"a\", group_mark = \".\", decimal_mark = \",\" }", "a=4.111.111.111.111.111",
		"reject i: looks like a card number (************1111)"},
	{"i = { get = \"a\", identifier = true }", "a=4111111111111111", "i=4111111111111111"},
	{"d = \"a\"", "a=4111111111111111", "reject d: looks like a card number (************1111)"},
	{"d = \"a\"", "a=4111111111111111.000", "reject d: looks like a card number (************1111.000)"},
	{"d = \"a\"", "a=4.111111111111111e15", "reject d: looks like a card number (************1111)"},
	{"d = \"a\"", "a=0.4111111111111111", "d=0.4111111111111111"},
	{"d = \"a\"", "a=4111111111111111.5", "reject d: looks like a card number (************1111.5)"},
	{"d = \"a\"", "a=41111111111111111111", "d=41111111111111111111"},
	{"m = { get = \"a\", unit = \"minor\", currency = \"EUR\" }", "a=4111111111111111",
		"reject m: looks like a card number (************1111)"},
	{"m = { get = \"a\", unit = \"major\", currency = \"EUR\" }", "a=4111111111111111",
		"reject m: looks like a card number (************1111)"},
	{"m = { get = \"a\", unit = \"major\", currency = \"EUR\" }", "a=41111111111111.11",
		"cur=EUR m=41111111111111.11"},
	{"t = \"a\"", "a=ratio 0.4111111111111111", "t=ratio 0.4111111111111111"},
	{"t = \"a\"", "a=No.4111111111111111", "reject t: looks like a card number (No.************1111)"},
};

/* 120345 of the smallest units, and one digit more than there may be. */
static void every_currency(void)
{
	struct bench x;

	ok(bench_open(&x, "id = { const = \"1\" }\ncur = \"c\"\nm = { get = \"a\", unit = \"minor\" }\n"
		"fee = { get = \"b\", unit = \"major\", missing = \"null\" }"), "a map of any currency");
	for (size_t i = 0; i < currency_count; i++) {
		static const char *const amounts[] = {"120345", "12034.5", "1203.45", "120.345", "12.0345"};
		static const char *const fine[] = {"0.1", "0.01", "0.001", "0.0001", "0.00001"};
		const struct currency *c = &currencies[i];
		int exponent = text_is(text(c->code), S("ISK")) ? 2 : c->exponent;

		if (!currency_find(text(c->code)) || exponent < 0)
			continue;
		is_str(bench_show(&x, bench_row(&x, text(arena_print(x.a, "c=%s|a=#120345", c->code)), NULL)),
			text(arena_print(x.a, "cur=%s m=%s fee=NULL", c->code, amounts[exponent])), "%s in minor units", c->code);
		is_str(bench_show(&x, bench_row(&x, text(arena_print(x.a, "c=%s|b=%s", c->code, fine[exponent])), NULL)),
			text(arena_print(x.a, "reject fee: more digits than %s allows (%s)", c->code, fine[exponent])),
			"%s in units too small", c->code);
	}
	arena_end(x.a);
}

static Str repeated(struct arena *a, Str head, Str unit, size_t times, Str end)
{
	struct buf *b = buf_new(a, SIZE_MAX);

	buf_add(b, head);
	for (size_t i = 0; i < times; i++)
		buf_add(b, unit);
	buf_add(b, end);
	return buf_str(b);
}

static void reason_is(const char *map, Str head, Str unit, size_t times, Str end, const char *want)
{
	struct bench x;
	const struct row *row;

	bench_open(&x, map);
	row = bench_row(&x, repeated(x.a, head, unit, times, end), NULL);
	is_z(row->fault_count > 0 ? row->faults[0].reason : "nothing", want, "%zu times %.*s", times, STR(unit));
	arena_end(x.a);
}

/* Past what is kept: what a record may come to is limited. */
static void large(void)
{
	static const char *const json = "id = { const = \"1\" }\nj = \"a\"", *const list = "id = { const = \"1\" }\n"
		"t = \"join:l[*].q\"", *const wrong = "id = { const = \"1\" }\ni = \"a\"\nd = \"a\"\nb = \"a\"\nts = \"a\"\n"
		"dt = { get = \"a\", format = \"%F\" }\ndu = \"a\"\nu = \"a\"\nby = \"a\"\ng = \"a\"\n"
		"t = { get = \"a\", check = { length = 9, level = \"warn\" } }\nstatus = \"a\"";
	struct bench x;

	reason_is(json, S("a=["), S("1"), 1000, S("]"), "nothing");
	reason_is(json, S("a=["), S("1"), 1001, S("]"), "JSON with a number of more than 1000 digits");
	reason_is(json, S("a="), S("["), 1002, S(""), "JSON of more than 1000 levels");
	reason_is(list, S("l[*].q=@"), S("0123456789abcdef,"), 1 << 20, S("x"), "the joined list is longer than 16 MB");
	ok(bench_open(&x, wrong), "a map of every type");
	is_int((int64_t)bench_row(&x, S("a=?"), NULL)->fault_count, FAULTS_KEPT, "so many faults of a record are kept");
	arena_end(x.a);
}

int main(void)
{
	RUN(sources);
	RUN(aggregates);
	RUN(operations);
	RUN(texts);
	RUN(numbers);
	RUN(money);
	RUN(checks);
	RUN(others);
	RUN(cards);
	large();
	every_currency();
	return done();
}
