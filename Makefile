# Every target finds a JDK 25 by itself (scripts/jdk) and runs Maven on it (scripts/build).

.DEFAULT_GOAL := help
.PHONY: help run test test-long coverage mutation bench golden format package clean

GOLDEN_TESTS = $(shell grep -rl --include='*Test.java' 'Golden\.check' src/test/java | sed 's|.*/||; s|\.java$$||' | paste -sd, -)

# Warnings and errors only; Maven's own -q would hide the warning that fails the build.
QUIETLY = MAVEN_OPTS="$$MAVEN_OPTS -Dorg.slf4j.simpleLogger.defaultLogLevel=warn" scripts/build

# The load generator shares the cores with what it measures: no collector beside its own thread.
BENCH_JVM = -Xmx1g -XX:+UseSerialGC --sun-misc-unsafe-memory-access=allow \
  --enable-native-access=ALL-UNNAMED -Dorg.slf4j.simpleLogger.defaultLogLevel=warn

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

# The class-data archive, written at the first orderly stop, makes every later start faster.
run: target/ombud.jar ## Build what changed, start the service, print how to post a first aggregate
	@java_home=$$(scripts/jdk) && exec "$$java_home/bin/java" @jvm.options \
	  -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile=target/ombud.jsa '-Xlog:cds*=off' \
	  -jar target/ombud.jar

test: ## Check format, warnings, nulls and libraries, then run every test that is not long
	@scripts/prepare-tests
	@scripts/build test

test-long: ## Run the long tests, and properties at full length
	@scripts/prepare-tests
	@scripts/build test -Plong -Dtest.quick.skip

coverage: ## Run the tests and write target/site/jacoco: which lines they reach
	@scripts/prepare-tests
	@scripts/build -Pcoverage test jacoco:report

mutation: ## Change what judges, checks tables and keeps the log, and count which changes no test finds
	@scripts/build -Pmutation -Dspotless.check.skip test-compile pitest:mutationCoverage

bench: target/ombud.jar ## Run the benchmarks; ONLY=single,batch,judge,backtest,publish,heavy,start,outbox,gate,account,console,soak SOAK_MINUTES=10 DECISIONS=5000000 QUICK=1
	@$(QUIETLY) -Dspotless.check.skip test-compile \
	  dependency:build-classpath -Dmdep.includeScope=test -Dmdep.outputFile=target/test-classpath
	@java_home=$$(scripts/jdk) && \
	  ONLY='$(ONLY)' SOAK_MINUTES='$(SOAK_MINUTES)' DECISIONS='$(DECISIONS)' QUICK='$(QUICK)' exec "$$java_home/bin/java" \
	  $(BENCH_JVM) -cp "target/test-classes:target/classes:$$(cat target/test-classpath)" dev.ombud.bench.Bench

golden: ## Write the golden and generated files anew; their diff is the change's description
	@UPDATE_GOLDEN=1 scripts/build test -Dspotless.check.skip -Dtest='$(GOLDEN_TESTS)'

format: ## Format all Java code
	@$(QUIETLY) spotless:apply

package: target/ombud.jar target/bom.json ## Build target/ombud.jar with its libraries in target/lib, and its SBOM target/bom.json

clean: ## Remove what was built; ./data stays
	@rm -rf target

# Goal by goal, since the phase `package` would also run the formatter and fetch what only tests need.
target/ombud.jar: pom.xml $(shell find src/main -type f)
	@echo "building Ombud (the first time also downloads its libraries)"
	@$(QUIETLY) -DwithoutBrowser enforcer:enforce@default resources:resources compiler:compile@default-compile \
	  gg.jte:jte-maven-plugin:precompile@templates jar:jar@default-jar dependency:copy-dependencies@lib
	@rm -f target/ombud.jsa
	@touch $@

target/bom.json: pom.xml
	@$(QUIETLY) -DwithoutBrowser org.cyclonedx:cyclonedx-maven-plugin:makeBom
	@touch $@
