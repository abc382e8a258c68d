# One Makefile, no recursion; everything that is made goes under build/.
#
#   make demo       install what is missing, build, and run the demo business
#   make test       install what is missing, build with the sanitizers, and prove everything
#   make torture    what make test samples, in full: every call fails, every call is the last; PIECES="kill"
#   make            build/counterfoil
#   make install    PREFIX=/usr/local
#   make lint       who includes whom, foreign headers, lengths, banned calls, clang-tidy
#   make bench      speed and memory, as ratios against a peer in the same run
#   make coverage   which lines no test reaches, by folder
#   make fuzz       FUZZ_SECONDS=600 each: every parser under libFuzzer and the sanitizers

PREFIX ?= /usr/local
BUILD  ?= build
VERSION := 0.1.0

PACKAGES := libpq libcurl libxml-2.0 zlib libarchive libzstd libcrypto libxxhash glib-2.0 simdjson

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wwrite-strings -Wcast-qual \
	-Wpointer-arith -Wvla -Wformat=2 -Wswitch -Wimplicit-fallthrough -Wundef -Wdouble-promotion -Wfloat-equal
WARN_C := -Wstrict-prototypes -Wmissing-prototypes

# Foreign headers come in through -isystem, so that only our own code is judged.
cflags = $(shell pkg-config --cflags $(PACKAGES) | sed 's/-I/-isystem /g')
libs   = $(shell pkg-config --libs $(PACKAGES))

RELEASE := -O2 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
# Where each variable lies takes a quarter of the compiler's time to find out, and what -Og leaves out another.
CHECKED := -Og -g -fno-var-tracking -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer -Werror

FUZZED := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# `make test` builds the same sources again under build/check, with the sanitizers.
FLAVOUR ?= release
FUZZ_SECONDS ?= 600
ifeq ($(FLAVOUR),check)
OUT  := $(BUILD)/check
MODE := $(CHECKED)
LINK := -fsanitize=address,undefined -fuse-ld=lld
else ifeq ($(FLAVOUR),coverage)
OUT  := $(BUILD)/coverage
MODE := -O0 -g --coverage -fprofile-update=atomic
LINK := --coverage -fuse-ld=lld
else ifeq ($(FLAVOUR),fuzz)
CC   := clang
CXX  := clang++
OUT  := $(BUILD)/fuzz
MODE := $(FUZZED) -fsanitize=fuzzer-no-link
LINK := $(FUZZED) -fsanitize=fuzzer -fuse-ld=lld
else
OUT  := $(BUILD)
MODE := $(RELEASE)
LINK := -pie -Wl,--as-needed
endif

FLAGS = -Ietl -I$(BUILD)/gen -DVERSION='"$(VERSION)"' $(MODE) $(WARN) $(cflags) -MMD -MP

SOURCES := $(filter-out etl/main.c,$(wildcard etl/*/*.c))
SOURCES_CC := $(wildcard etl/*/*.cc)

# Of the folders behind the parsers the fuzzers need these alone; what they need beside, the linker tells.
BEHIND := $(wildcard etl/cli/*.c etl/report/*.c etl/run/*.c etl/stage/*.c)
NEEDED := $(addprefix etl/,$(addsuffix .c,cli/check cli/shape cli/words report/answer report/csv report/json \
	run/drift run/expiry run/job run/names run/project run/proof run/reading run/twins \
	stage/dataset stage/keys stage/record stage/totals))
ifeq ($(FLAVOUR),fuzz)
SOURCES := $(filter-out $(filter-out $(NEEDED),$(BEHIND)),$(SOURCES))
endif
# What is no parser is not made fast for them: half of the compiler's time.
PARSERS := base config format map read
$(BUILD)/fuzz/obj/etl/%.o: QUICK = $(if $(filter $(PARSERS),$(word 2,$(subst /, ,$*))),,-O0)
OBJECTS := $(SOURCES:%.c=$(OUT)/obj/%.o) $(SOURCES_CC:%.cc=$(OUT)/obj/%.o) $(OUT)/obj/gen/embedded.o
EMBEDDED := $(sort $(wildcard sql/*/*.sql) $(wildcard etl/report/assets/*))
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*.c))
SYSTEMS := $(patsubst %.c,$(OUT)/obj/%.o,$(wildcard tests/systems/*.c))
FUZZERS := $(patsubst tests/fuzz/targets/%.c,$(OUT)/target/%,$(wildcard tests/fuzz/targets/*.c))

.PHONY: all setup setup-test demo test torture units systems shim fuzzers fuzz coverage lint bench install clean
.DELETE_ON_ERROR:

all: $(OUT)/counterfoil

setup:
	@.ci/setup build run

setup-test:
	@.ci/setup build run test

demo: setup
	@MAKE='$(MAKE)' .ci/build all
	@fixtures/demo/run

test: setup-test
	@MAKE='$(MAKE)' .ci/build all shim
	@MAKE='$(MAKE)' .ci/build FLAVOUR=check all units systems
	@MAKE='$(MAKE)' .ci/build FLAVOUR=fuzz fuzzers
	@tests/run

# Long, and in pieces of which one that went well is not done again: tests/torture names them.
torture: setup-test
	@MAKE='$(MAKE)' .ci/build all shim units
	@MAKE='$(MAKE)' .ci/build FLAVOUR=check all $(BUILD)/check/unit/embedded
	@MAKE='$(MAKE)' .ci/build FLAVOUR=fuzz fuzzers
	@tests/torture $(PIECES)

units: $(UNITS)

systems: $(OUT)/systems

fuzzers: $(FUZZERS)

fuzz: setup-test
	@MAKE='$(MAKE)' .ci/build FLAVOUR=fuzz fuzzers
	@FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run

# The embedded cluster of the tests is that of the checked build; faults are those of the release build.
coverage: setup-test
	@MAKE='$(MAKE)' .ci/build all shim
	@MAKE='$(MAKE)' .ci/build FLAVOUR=check all $(BUILD)/check/unit/embedded
	@MAKE='$(MAKE)' .ci/build FLAVOUR=coverage all units
	@tests/coverage/run

shim: $(BUILD)/faults.so

lint: setup-test
	@tests/lint/run

# All of them, though one be too slow.
bench: setup-test all $(BUILD)/reading
	@.ci/setup bench
	@status=0; for part in run rules lists readers; do tests/bench/$$part || status=1; done; exit $$status

$(OUT)/counterfoil: $(OUT)/obj/etl/main.o $(OUT)/libcounterfoil.a
	$(CXX) $(LINK) -o $@ $^ $(libs)

$(OUT)/libcounterfoil.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libcounterfoil.a
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_DEFAULT_SOURCE -D_GNU_SOURCE -Itests/unit $(FLAGS) -MT $@ $(WARN_C) -c -o $@.o $<
	$(CXX) $(LINK) -o $@ $@.o $(OUT)/libcounterfoil.a $(libs)

# What reads files for the measurements.
$(OUT)/reading: tests/bench/reading.c $(OUT)/libcounterfoil.a
	$(CC) -std=c11 -D_DEFAULT_SOURCE -D_GNU_SOURCE $(FLAGS) -MT $@ $(WARN_C) -c -o $@.o $<
	$(CXX) $(LINK) -o $@ $@.o $(OUT)/libcounterfoil.a $(libs)

$(OUT)/target/%: tests/fuzz/targets/%.c $(OUT)/libcounterfoil.a
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_DEFAULT_SOURCE -D_GNU_SOURCE -Itests/unit -Itests/fuzz $(FLAGS) -MT $@ $(WARN_C) -c -o $@.o $<
	$(CXX) $(LINK) -o $@ $@.o $(OUT)/libcounterfoil.a $(libs)

# What stands in for the vendors of the systems that are read.
$(OUT)/systems: $(SYSTEMS) $(OUT)/libcounterfoil.a
	$(CXX) $(LINK) -o $@ $^ $(libs) -lmicrohttpd

# It is called by the release build, and says how it is made to fail: tests/faults/shim.h.
$(BUILD)/faults.so: $(wildcard tests/faults/*.c tests/faults/*.h)
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -O1 -g -fPIC -shared $(WARN) $(cflags) -o $@ $(filter %.c,$^) -ldl

$(OUT)/obj/%.o: %.c | $(BUILD)/gen/embedded.h
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_DEFAULT_SOURCE -D_GNU_SOURCE $(FLAGS) $(QUICK) $(WARN_C) -c -o $@ $<

$(OUT)/obj/%.o: %.cc
	@mkdir -p $(@D)
	$(CXX) -std=c++17 $(FLAGS) -c -o $@ $<

$(OUT)/obj/gen/embedded.o: $(BUILD)/gen/embedded.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(MODE) -I$(BUILD)/gen -c -o $@ $<

# SQL and the report's assets become text in the program: sql/stage/apply.sql is sql_stage_apply.
$(BUILD)/gen/embedded.c: sql/embed.awk $(EMBEDDED)
	@mkdir -p $(@D)
	awk -v out=c -f sql/embed.awk $(EMBEDDED) > $@

$(BUILD)/gen/embedded.h: sql/embed.awk $(EMBEDDED)
	@mkdir -p $(@D)
	awk -v out=h -f sql/embed.awk $(EMBEDDED) > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# Beside the program and its SQL: two projects to copy, the README's and the demo's, and the pages with all that they
# link to.
SHARE = $(DESTDIR)$(PREFIX)/share/counterfoil
DOC   = $(DESTDIR)$(PREFIX)/share/doc/counterfoil
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1
	install -d $(SHARE)/demo/fixtures $(SHARE)/example $(DOC)/docs $(DOC)/fixtures/demo $(DOC)/.ci
	install $(OUT)/counterfoil $(DESTDIR)$(PREFIX)/bin/counterfoil
	$(OUT)/counterfoil help --man > $(DESTDIR)$(PREFIX)/share/man/man1/counterfoil.1
	cp -R sql $(SHARE)/
	cp -R jobs jobs.toml $(SHARE)/demo/
	cp -R fixtures/demo $(SHARE)/demo/fixtures/
	rm -rf $(SHARE)/demo/fixtures/demo/__pycache__ $(SHARE)/demo/fixtures/demo/*/__pycache__
	awk -v folder=$(SHARE)/example -f docs/files.awk README.md
	install -m 644 README.md LICENSE $(DOC)/
	cp -R docs/*.md docs/systems docs/pictures $(DOC)/docs/
	install -m 644 fixtures/demo/README $(DOC)/fixtures/demo/
	install -m 644 .ci/packages $(DOC)/.ci/

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
