# `make help` lists what there is. Two commands do all the set-up: `make site` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PREFIX ?= /usr/local
PORT ?= 8000
EDITS ?= 400

LIBRARIES := libcmark-gfm yaml-0.1 tomlplusplus zlib libxxhash
DEBIAN := pkg-config libcmark-gfm-dev libcmark-gfm-extensions-dev libyaml-dev libtomlplusplus-dev zlib1g-dev libxxhash-dev
BREW := pkg-config cmark-gfm libyaml tomlplusplus zlib xxhash

# Homebrew's folders are not searched by themselves.
ifeq ($(shell uname),Darwin)
BREW_PREFIX := $(shell brew --prefix 2>/dev/null)
FLAGS := -Xcc -I$(BREW_PREFIX)/include -Xlinker -L$(BREW_PREFIX)/lib
endif

SWIFT_BUILD := swift build $(FLAGS)
RELEASE := $(SWIFT_BUILD) -c release --product presstime --static-swift-stdlib
PRESSTIME := .build/release/presstime

# libFuzzer comes with the toolchain; gold, the linker that Swift takes by itself, can't link it.
FUZZER := .build/fuzzing/release/template-fuzzer
FUZZING := $(SWIFT_BUILD) -c release --scratch-path .build/fuzzing --product template-fuzzer \
  -Xswiftc -sanitize=fuzzer -Xswiftc -DFUZZING -Xswiftc -use-ld=lld
SECONDS_OF_FUZZING ?= 300

# The engine to compare with is a package of its own, so that nobody builds it who doesn't measure.
BENCHMARKS := $(SWIFT_BUILD) -c release --package-path Tests/Benchmarks --scratch-path .build/benchmarks

BENCH_OPTIONS = $(addprefix --posts ,$(POSTS)) $(addprefix --runs ,$(RUNS)) $(addprefix --hugo ,$(HUGO)) \
  $(addprefix --zola ,$(ZOLA)) $(addprefix --chart ,$(CHART)) $(addprefix --page ,$(PAGE))

.PHONY: help deps build release site test test-edits record format lint check serve bench bench-chart bench-serve bench-instructions \
  bench-templates fuzz test-browser clean install theme-list

help: ## List the commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the C libraries that are missing.
	@if ! command -v swift >/dev/null; then \
	  echo "presstime needs a Swift 6.3 toolchain: https://www.swift.org/install/"; exit 1; fi
	@if command -v pkg-config >/dev/null && pkg-config --exists $(LIBRARIES); then exit 0; fi; \
	if command -v apt-get >/dev/null; then \
	  install="apt-get install -y --no-install-recommends $(DEBIAN)"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$install; \
	  elif sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo $$install; \
	  else echo "Run this once, then again what you ran:"; echo "  sudo $$install"; exit 1; fi; \
	elif command -v brew >/dev/null; then brew install $(BREW); \
	else echo "Install these libraries with your system's package manager: $(LIBRARIES)"; exit 1; fi

build: deps ## Build the program for debugging.
	$(SWIFT_BUILD)

release: deps ## Build the program as it is installed.
	$(RELEASE)

site: release ## Build this repository's own site into public/.
	$(PRESSTIME) build

test: deps ## Run all tests.
	swift test $(FLAGS)

test-edits: deps ## Build after EDITS random edits of each of 8 sites, and compare each with a build from nothing.
	PRESSTIME_EDITS=$(EDITS) swift test $(FLAGS) --filter IncrementalBuildTests

record: deps ## Write golden files and scenarios anew; read the difference before it is committed.
	PRESSTIME_RECORD=1 swift test $(FLAGS)

format: ## Format the sources.
	swift format --in-place --recursive Package.swift Sources Tests

lint: ## Check the format of the sources.
	swift format lint --strict --recursive Package.swift Sources Tests

check: lint test site ## Everything that has to hold before a push.

serve: release ## Show this repository's site while it is written (PORT=8000).
	$(PRESSTIME) serve --port $(PORT)

test-browser: deps ## Install Chromium where apt can, and run the tests that need it.
	@if ! command -v chromium >/dev/null && command -v apt-get >/dev/null; then \
	  install="apt-get install -y --no-install-recommends chromium"; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$install; \
	  elif sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo $$install; \
	  else echo "Run this once, then again what you ran:"; echo "  sudo $$install"; exit 1; fi; fi
	swift test $(FLAGS) --filter BrowserTests

bench: release ## Time builds of a generated blog against the floor, Hugo and Zola (POSTS= RUNS= CHART=FILE HUGO=FILE ZOLA=FILE).
	$(SWIFT_BUILD) -c release --product presstime-floor
	$(SWIFT_BUILD) -c release --product presstime-bench
	.build/release/presstime-bench $(BENCH_OPTIONS)

bench-chart: ## The same for 1,000 and 10,000 posts, into the manual's page about performance.
	$(MAKE) bench POSTS="1000 10000" CHART=content/docs/performance.svg PAGE=content/docs/performance.md

bench-serve: release ## Time previews from a save to the changed page, beside Hugo's server where it is installed.
	$(SWIFT_BUILD) -c release --product presstime-bench
	.build/release/presstime-bench serve

bench-instructions: release ## Count the instructions of a build by module and by stage, under valgrind.
	$(SWIFT_BUILD) -c release --product presstime-bench
	.build/release/presstime-bench instructions

bench-templates: deps ## Time pages of the template engine against swift-mustache, and compare them.
	$(SWIFT_BUILD) -c release --product presstime-pages
	$(SWIFT_BUILD) -c release --product presstime-bench
	$(BENCHMARKS) --product mustache-pages
	.build/release/presstime-bench templates --mustache .build/benchmarks/release/mustache-pages

fuzz: deps ## Make up templates and texts for SECONDS_OF_FUZZING=300, starting from Tests/Fuzzing/Corpus.
	$(FUZZING)
	@mkdir -p .build/fuzz/found .build/fuzz/mistakes
	@awk '/^=== /{ file = sprintf(".build/fuzz/mistakes/%03d.txt", ++n); next } /^==>/{ file = "" } \
	  file { print > file }' Tests/TemplateEngineTests/Golden/*.txt
	SWIFT_BACKTRACE=enable=no $(FUZZER) -max_total_time=$(SECONDS_OF_FUZZING) -timeout=25 \
	  -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=4096 -dict=Tests/Fuzzing/template.dict \
	  -artifact_prefix=.build/fuzz/ -print_final_stats=1 \
	  .build/fuzz/found .build/fuzz/mistakes Tests/Fuzzing/Corpus

install: release ## Install the program into PREFIX/bin.
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(PRESSTIME) $(DESTDIR)$(PREFIX)/bin/presstime
	strip $(DESTDIR)$(PREFIX)/bin/presstime

clean: ## Remove everything that was built.
	rm -rf .build public .presstime

theme-list: ## List the files of the default theme anew, when one comes or goes.
	Sources/CDefaultTheme/list-files.sh
