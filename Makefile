# make [BUILD=release|debug|asan|tsan|cov] [CC=gcc|clang]; `make help` lists the rest
BUILD ?= release
PREFIX ?= /usr/local
ifeq ($(origin CC),default)
CC := gcc
endif
O := build/$(CC)-$(BUILD)
Q := $(if $(V),,@)# V=1 shows the commands

opt_debug   := -O0 -g3
opt_release := -O2 -g -DNDEBUG_SLOW
opt_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
opt_tsan    := -O1 -g -fsanitize=thread
opt_cov     := -O0 -g --coverage
opt_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
warn := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wvla -Wwrite-strings -Wundef -Werror
PKGS     := sqlite3 zlib libzstd libcrypto libsodium libqrencode libseccomp
LATE     := libpq libmicrohttpd # opened when needed, not linked (lib/base/late.h)
CPPFLAGS := -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Ilib -I. -I$(O) $(shell pkg-config --cflags $(PKGS) $(LATE) 2>/dev/null)
CFLAGS   := -std=c17 $(warn) $(opt_$(BUILD))
LDLIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm -pthread

src   = $(sort $(wildcard $(1)))
obj   = $(patsubst %.c,$(O)/%.o,$(1))
HTML  := $(call src,lib/document/*.html web/page/*.html)
html_objects = $(patsubst %,$(O)/%.o,$(filter $(1)/%,$(HTML)))
LIB   := $(call obj,$(call src,lib/*/*.c)) $(call html_objects,lib) $(if $(wildcard tools/embed.c),$(O)/data.o) $(O)/strata_sql.o
SQL   := $(call src,store/sql/*.sql store/migrations/*.sql)
STORE := $(call obj,$(call src,store/*.c)) $(O)/store/sql.o
APP   := $(call obj,$(call src,app/*.c))
WEB   := $(call obj,$(call src,web/*.c web/http/*.c web/page/*.c web/api/*.c)) $(call html_objects,web) $(O)/static.o
CMD   := $(call obj,$(filter-out cmd/main.c,$(call src,cmd/*.c)))
MAIN  := $(call obj,cmd/main.c)
TESTS := $(patsubst %.c,$(O)/%,$(call src,test/*_test.c))
SHTESTS := $(call src,test/*_test.sh)
BENCH := $(patsubst %.c,$(O)/%,$(call src,bench/*_bench.c))
FUZZ  := $(patsubst %.c,$(O)/%,$(call src,fuzz/*_fuzz.c))
LIBS  := $(O)/libcmd.a $(O)/libweb.a $(O)/libapp.a $(O)/libstore.a $(O)/libcore.a

all: $(O)/prossima
	@cmp -s $< prossima || { cp -f $< prossima.new && mv -f prossima.new prossima && echo built ./prossima '($(CC), $(BUILD))'; }
tests: $(TESTS) $(BENCH)
fuzz-targets: $(FUZZ)

# These install what is missing first, so that a bare machine needs only make;
# the second make then sees the libraries.
demo:
	@tools/deps.sh build
	@$(MAKE) --no-print-directory all
	@tools/demo.sh
check check-all:
	@tools/deps.sh check
	@tools/check.sh $(patsubst check-%,%,$(filter-out check,$@))
bench:
	@tools/deps.sh build
	@$(MAKE) --no-print-directory BUILD=release all bench-programs
	@for b in $(BENCH); do $$b || exit 1; done
bench-programs: $(BENCH)
fuzz:
	@tools/deps.sh fuzz
	@tools/fuzz.sh $${SECONDS_EACH:-60}
load: # the server under a sanitizer, every role at work: part of check-all
	@tools/deps.sh check
	@test/long/server_load_test.sh
lint:
	@tools/deps.sh lint
	@tools/lint.sh
layers:
	@tools/check-layers.sh
format:
	clang-format -i $$(git ls-files '*.[ch]')
install: all
	install -D -m 755 prossima $(DESTDIR)$(PREFIX)/bin/prossima
	for m in doc/man/*.1; do install -D -m 644 $$m $(DESTDIR)$(PREFIX)/share/man/man1/$$(basename $$m) || exit 1; done
clean:
	$(RM) -r $(filter-out build/kit,$(wildcard build/*)) prossima demo # the kit was fetched: kept
help:
	@echo 'make              build ./prossima (BUILD=release|debug|asan|tsan|cov, CC=gcc|clang)'
	@echo 'make demo         install what is missing, build, walk the whole path on a made-up province, leave the server running'
	@echo 'make check        install what is missing, build and run every test'
	@echo 'make check-all    also thread sanitizer, fuzzing, lint, the long tests'
	@echo 'make bench        the benchmarks (doc/perf.md says how to read them)'
	@echo 'make fuzz         each fuzz target for SECONDS_EACH seconds (60)'
	@echo 'make load         the server built with asan and tsan, every role at work at once (BUILDS=tsan REQUESTS=600)'
	@echo 'make lint | format | layers | install | clean'

$(O)/libcore.a: $(LIB)
$(O)/libstore.a: $(STORE)
$(O)/libapp.a: $(APP)
$(O)/libcmd.a: $(CMD)
$(O)/libweb.a: $(WEB)
$(O)/prossima: $(MAIN) $(LIBS)
$(TESTS): $(O)/%: $(O)/%.o $(LIBS)
$(BENCH): $(O)/%: $(O)/%.o $(LIBS)
$(FUZZ): $(O)/%: $(O)/%.o $(LIBS)
$(FUZZ): LDFLAGS += -fsanitize=fuzzer
$(TESTS): LDLIBS += -lcmocka -lpq
$(O)/prossima $(TESTS) $(BENCH) $(FUZZ):
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)
%.a:
	@$(RM) $@
	@mkdir -p $(@D)
	$(Q)$(AR) rcs $@ $^
$(O)/%.o: %.c $(O)/.flags | $(O)/store/sql.h $(patsubst %,$(O)/%.h,$(HTML))
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(O)/%.o: $(O)/%.c
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
# lib/document/plan.html -> document_plan() in $(O)/lib/document/plan.html.[hc]
$(O)/%.html.c $(O)/%.html.h &: %.html $(O)/tools/tmplgen
	@mkdir -p $(@D)
	$(Q)$(O)/tools/tmplgen $(notdir $(*D))_$(notdir $*) $< $(O)/$*.html.h $(O)/$*.html.c
$(patsubst %,$(O)/%.h,$(HTML)): | $(O)/.flags
# the tables of data/ inside the program
DATA := $(filter-out data/examples/% data/spirometry/test_vectors.csv,$(call src,data/*.csv data/*/*.csv))
$(O)/data.c: $(O)/tools/embed $(DATA) $(O)/.data
	$(Q)$< data_files base/embedded.h data/ $(DATA) >$@
$(O)/data.o: $(O)/data.c $(O)/.flags # the bytes come in by .incbin here
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(O)/.data: FORCE # rewritten only when a table comes or goes
	@mkdir -p $(@D)
	@echo '$(DATA)' | cmp -s - $@ || echo '$(DATA)' >$@
# the evaluation as SQL inside the program
STRATA_SQL := $(call src,lib/strata_sql/*.sql)
$(O)/strata_sql.c: $(O)/tools/embed $(STRATA_SQL)
	$(Q)$< strata_sql_files base/embedded.h lib/strata_sql/ $(STRATA_SQL) >$@
$(O)/strata_sql.o: $(O)/strata_sql.c $(O)/.flags
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
# the files that browsers fetch: of the kit what our pages name, and ours
KIT    := build/kit/package/dist
MARKUP := $(call src,web/*.[ch] web/page/*.[ch] web/page/*.html web/static/*.js lib/picture/*.c lib/text/html.c)
STATIC := $(addprefix $(O)/static/,prossima.css prossima.js sprite.svg favicon.svg \
          titillium-400.woff2 titillium-600.woff2 titillium-700.woff2)
STATIC += $(addsuffix .gz,$(filter-out %.woff2,$(STATIC)))
build/kit/.ok: web/kit.sha512 tools/kit.sh
	@tools/kit.sh
	@touch $@
$(O)/static/prossima.css: $(O)/tools/csspick build/kit/.ok $(MARKUP) $(call src,web/static/*.css)
	@mkdir -p $(@D)
	$(Q){ $< $(KIT)/css/bootstrap-italia.min.css $(MARKUP) && for f in $(filter %.css,$^); do $< $$f || exit 1; done; } >$@
$(O)/static/prossima.js: $(call src,web/static/*.js) $(O)/.static
	@cat /dev/null $(filter %.js,$^) >$@
$(O)/static/sprite.svg: tools/iconpick.sh build/kit/.ok $(MARKUP)
	@mkdir -p $(@D)
	$(Q)$< $(KIT)/svg/sprites.svg $(MARKUP) >$@
$(O)/static/favicon.svg: web/static/favicon.svg
	@mkdir -p $(@D) && cp $< $@
$(O)/static/titillium-%.woff2: build/kit/.ok
	@mkdir -p $(@D) && cp $(KIT)/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-$(patsubst 400,regular,$*).woff2 $@
$(O)/static/%.gz: $(O)/static/%
	@gzip -9n <$< >$@
$(O)/static.c: $(O)/tools/embed $(STATIC)
	$(Q)$< static_files web/static_int.h $(O)/static/ $(STATIC) >$@
	@cd $(O)/static && echo "files for browsers: css $$(wc -c <prossima.css) bytes ($$(wc -c <prossima.css.gz) gzip)," \
		"script $$(wc -c <prossima.js) ($$(wc -c <prossima.js.gz)), icons $$(wc -c <sprite.svg) ($$(wc -c <sprite.svg.gz))"
$(O)/static.o: $(O)/static.c $(O)/.flags
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<
$(O)/.static: FORCE # rewritten only when a script comes or goes
	@mkdir -p $(@D)/static
	@echo '$(call src,web/static/*.js)' | cmp -s - $@ || echo '$(call src,web/static/*.js)' >$@
# the SQL inside the program
$(O)/store/sql.o: $(O)/store/sql.c $(O)/.flags
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(O)/store/sql.h: $(O)/store/sql.c # keeps its date when no name changed
	@test -f $@
$(O)/store/sql.c: $(O)/tools/sqlgen $(SQL) $(O)/.sql
	@mkdir -p $(@D)
	$(Q)$< $(@D) $(SQL)
$(O)/.sql: FORCE # rewritten only when a file of SQL comes or goes
	@mkdir -p $(@D)
	@echo '$(SQL)' | cmp -s - $@ || echo '$(SQL)' >$@
$(O)/tools/%: tools/%.c
	@mkdir -p $(@D)
	$(Q)cc -std=c17 -O1 -D_POSIX_C_SOURCE=200809L -o $@ $<
$(O)/.flags: FORCE # rewritten, and so everything rebuilt, only when the command line changes
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(CFLAGS)' | cmp -s - $@ || echo '$(CC) $(CPPFLAGS) $(CFLAGS)' >$@
.PHONY: all tests fuzz-targets demo check check-all bench bench-programs fuzz load lint layers format install clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(O) -name '*.d' 2>/dev/null)
