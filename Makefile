# The commands of this repository, the same for people and for CI. `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Every folder with a go.mod is a module of its own, and `go test ./...` never enters another module: loop over them.
# CODE leaves out the module of build tools, which has no packages.
MODULES := $(shell find . -name go.mod -not -path '*/testdata/*' -not -path './.*/*' | sed 's,/go\.mod$$,,' | sort)
CODE := $(filter-out ./internal/tools,$(MODULES))
BIN := $(CURDIR)/.bin

# A workspace hides missing requirements, and a version stamp needs a git that trusts the folder: both off.
export GOWORK := off
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

# The race detector needs a C compiler on most systems. Without one the tests run all the same, and say so;
# RACE=-race insists on it.
RACE ?= $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)

TIMEOUT ?= 15m
FUZZTIME ?= 20s
BENCH ?= .
SOAKTIME ?= 5m
SOAKCHECKS ?= 10000

# $(call each,modules,what,command) runs the command in every module and stops at the first that fails, with its name.
define each
@for module in $(1); do \
	printf '\n== %s in %s\n' '$(2)' "$$module"; \
	( cd "$$module" && $(3) ) || { printf '\nFAILED: %s in %s\n' '$(2)' "$$module" >&2; exit 1; }; \
done
endef

.PHONY: help
help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{ printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: test
test: house vet staticcheck ## everything that CI asks: house rules, vet, staticcheck, and the tests of every module
	@[ -n "$(RACE)" ] || echo 'note: the race detector is off; it needs a C compiler'
	@[ -d "$${FOURLINE_VECTORS:-../shared/vectors}" ] || echo 'note: no vectors here (FOURLINE_VECTORS), their tests are skipped'
	@[ -d "$${FOURLINE_LOGS:-../shared/data}" ] || echo 'note: no logs here (FOURLINE_LOGS), their tests are skipped'
	$(call each,$(CODE),go test,go test $(RACE) -vet=off -count=1 -timeout $(TIMEOUT) ./...)

.PHONY: house
house: ## the rules of the house: layout, imports, go.mod files, comments, clock, format
	@go run ./internal/check

.PHONY: vet
vet: ## go vet in every module
	$(call each,$(CODE),go vet,go vet ./...)

.PHONY: staticcheck
staticcheck: ## staticcheck in every module
	@go build -C internal/tools -o "$(BIN)/" honnef.co/go/tools/cmd/staticcheck
	$(call each,$(CODE),staticcheck,"$(BIN)/staticcheck" ./...)

.PHONY: fmt
fmt: tools ## formats every Go file
	@"$(BIN)/gofumpt" -l -w .

.PHONY: bench
bench: ## the benchmarks of every module; BENCH=regexp chooses
	$(call each,$(CODE),benchmarks,go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m ./...)

.PHONY: bench-sla
bench-sla: ## calendars and clocks beside those of others
	$(call each,./sla/slabench,benchmarks,go test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m ./...)

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (20s)
	$(call each,$(CODE),fuzzing,"$(CURDIR)/internal/tools/fuzz.sh" $(FUZZTIME))

.PHONY: soak
soak: ## hours, not minutes: property tests with SOAKCHECKS (10000) under the race detector, fuzzing for SOAKTIME (5m) each
	$(call each,$(CODE),property tests,"$(CURDIR)/internal/tools/properties.sh" $(SOAKCHECKS) $(RACE))
	@$(MAKE) fuzz FUZZTIME=$(SOAKTIME)

.PHONY: tidy
tidy: ## go mod tidy in every module, and what that changed
	$(call each,$(MODULES),go mod tidy,{ go mod tidy -diff || go mod tidy; })

.PHONY: tidy-check
tidy-check: ## fails where go mod tidy would change something
	$(call each,$(MODULES),go mod tidy -diff,go mod tidy -diff)

.PHONY: apidiff
apidiff: tools ## what changed for callers since the last tag of every module
	@PATH="$(BIN):$$PATH" internal/tools/apidiff.sh $(filter-out ./examples/%,$(CODE))

.PHONY: tools
tools: ## builds apidiff, gorelease, staticcheck and gofumpt into .bin
	@go build -C internal/tools -o "$(BIN)/" tool

.PHONY: clean
clean: ## removes what was built
	@rm -rf "$(BIN)"
