# simbiyoz: `make run` starts it, `make test` tests it; `make` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo dev)
SOURCES := $(shell find cmd geo api migrations -name '*.go' -o -name '*.sql' -o -name '*.csv' -o -name '*.yaml' -o -name '*.geojson') go.mod go.sum
WEB := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/package-lock.json web/vite.config.ts
RACE := $(shell [ "$$(go env CGO_ENABLED)" = 1 ] && command -v $$(go env CC) >/dev/null && echo -race)

# the same for all, so that nothing is compiled twice
export GOFLAGS := $(GOFLAGS) -trimpath

# whole extracts and whole servers take ten minutes under the race detector; what they are made of is raced
UNRACED := geo/road/osm cmd/simbiyoz

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install build ## Install what is missing, build, load the demo and start
	bin/simbiyoz serve --demo

build: bin/simbiyoz ## Build web and Go into bin/simbiyoz

bin/simbiyoz: $(SOURCES) web/dist/index.html web/embed.go
	go build -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/simbiyoz

web/dist/index.html: $(WEB) web/node_modules/.installed
	npm --prefix web run build

web/node_modules/.installed: web/package.json web/package-lock.json
	npm --prefix web ci --no-audit --no-fund
	touch $@

install: ## Install PostgreSQL and PostGIS with apt, if missing
	@.ci/install postgresql-15:/usr/lib/postgresql/15/bin/postgres postgresql-15-postgis-3:/usr/lib/postgresql/15/lib/postgis-3.so

install-test: install ## Install what the tests need beside: Chromium, GLPK, GDAL, Poppler
	@.ci/install chromium:/usr/bin/chromium glpk-utils:/usr/bin/glpsol gdal-bin:/usr/bin/ogrinfo poppler-utils:/usr/bin/pdftotext

test: install-test build static test-go test-browser ## Test everything: Go, PostGIS, web, browser

static: build # at the code, in Go and in the web app at a time
	@$(MAKE) --no-print-directory -j2 -O lint check

check: web/node_modules/.installed ## Check and unit-test the web app, its size, and the OpenAPI document
	npm --prefix web run check
	npm --prefix web test
	npm --prefix web run size
	npm --prefix web run lint:api

test-go: web/dist/index.html ## Test the Go code, with the race detector where that is quick
	CI=$${CI:-true} go test $(RACE) -timeout 15m -json $$(go list ./... | grep -v $(UNRACED:%=-e %)) | node .ci/tally.mjs
	CI=$${CI:-true} go test -timeout 15m -json $(UNRACED:%=./%) | node .ci/tally.mjs

race: web/dist/index.html ## Test all the Go code with the race detector: slow
	go test -race -timeout 60m ./...

test-browser: build install-test ## Test the running app in Chromium
	.ci/browser

lint: web/dist/index.html ## Check format, vet and staticcheck
	@test -z "$$(gofmt -l cmd geo api web/*.go migrations)" || { gofmt -l cmd geo api web/*.go migrations; exit 1; }
	go vet ./...
	go tool staticcheck ./...

fmt: ## Format the Go code
	gofmt -w cmd geo api web/*.go migrations

install-verify: install ## Install what verification needs beside: pgRouting
	@.ci/install postgresql-15-pgrouting:/usr/lib/postgresql/15/lib/libpgrouting-3.4.so

verify: install-verify web/dist/index.html ## Hold 400,000 ways against plain Dijkstra, and 1,000 against pgRouting
	SIMBIYOZ_VERIFY=1 go test -timeout 60m -run Verify -v ./geo/road/... ./cmd/simbiyoz

fuzz: ## Feed broken extracts, road files and turn restrictions to their readers, two minutes each
	for of in FuzzRead:osm FuzzRestriction:osm FuzzDecode:; do \
		go test -run '^$$' -fuzz "^$${of%:*}$$" -fuzztime 2m -fuzzminimizetime 10x ./geo/road/$${of#*:} || exit 1; \
	done

# what large benchmarks are run on is filled once and kept here for the next: some GB
export SIMBIYOZ_BENCH_DATA ?= /var/tmp/simbiyoz-bench

install-bench: ## Install what benchmarks need beside: osmium, which tiles the large network
	@.ci/install osmium-tool:/usr/bin/osmium

bench-roads: install-bench ## Time the road engine beside plain Dijkstra and LdDl/ch, in one run
	cd geo/road/bench && go test -run '^$$' -bench . -benchtime 1x -timeout 90m .
	go test -run '^$$' -bench Reach -benchtime 3x -timeout 30m ./geo/road/osm

bench-uses: ## Tell how often known exchanges (FILE=exchanges.csv) are ranked, beside two rivals
	SIMBIYOZ_EXCHANGES=$(abspath $(FILE)) go test -run '^$$' -bench Uses -benchtime 1x -v ./geo/material/

bench-match: install ## Time the match query at 10,000, 100,000 and a million resources, a full rebuild at 100,000, scenarios and lines of break-even
	SIMBIYOZ_BENCH_RESOURCES=10000,100000,1000000 go test -run '^$$' -bench '^Benchmark(Match|Rebuild|WhatIf|Worth)$$' -benchtime 1x -v -timeout 120m ./cmd/simbiyoz/

bench-search: install ## Time the search box at 100,000 firms and a million resources
	SIMBIYOZ_BENCH_RESOURCES=1000000 go test -run '^$$' -bench Search -benchtime 1x -v -timeout 60m ./cmd/simbiyoz/

bench-zone: install ## Time what a zone's screen asks for, at 637 resources and at a million (RESOURCES=…)
	SIMBIYOZ_BENCH_RESOURCES=$${RESOURCES:-1000000} go test -run '^$$' -bench Zone -benchtime 1x -timeout 60m ./cmd/simbiyoz/

bench-serve: install web/dist/index.html ## Time tiles, features and items over 100,000 firms and a million resources, in turn with the database alone
	@.ci/install wrk:/usr/bin/wrk gdal-bin:/usr/bin/ogrinfo
	SIMBIYOZ_BENCH_RESOURCES=$${RESOURCES:-1000000} go test -run '^$$' -bench Serve -benchtime 1x -v -timeout 120m ./cmd/simbiyoz/

bench-flow: install-test ## Time the region's best assignment, beside GLPK and the greedy list
	go test -run '^$$' -bench . -benchtime 3x -timeout 30m ./geo/flow/

bench-whatif: ## Time the ranking of 1000 stored matches under a new scenario: the judgement, and a slider's whole request
	go test -run '^$$' -bench WhatIf -benchtime 1x ./cmd/simbiyoz | grep -v '^{'

fuzz-standards: install ## Fuzz rectangles, filters, tile addresses and paging tokens, two minutes each
	go test -run '^$$' -fuzz FuzzBox -fuzztime 2m ./api
	go test -run '^$$' -fuzz 'FuzzParse$$' -fuzztime 2m ./geo/cql
	go test -run '^$$' -fuzz FuzzParseJSON -fuzztime 2m ./geo/cql
	go test -run '^$$' -fuzz FuzzParse -fuzztime 2m ./geo/tile
	go test -run '^$$' -fuzz FuzzFilter -fuzztime 2m ./geo/postgis
	go test -run '^$$' -fuzz FuzzAfter -fuzztime 2m ./geo/postgis

db: ## Open psql on the private database of a running server
	bin/simbiyoz psql

clean: ## Remove what was built
	rm -rf bin web/dist/assets web/dist/index.html

.PHONY: help run build install install-test install-verify install-bench test check test-go race test-browser lint fmt verify fuzz bench-roads bench-uses bench-match bench-whatif fuzz-standards bench-search bench-zone bench-serve bench-flow db clean
