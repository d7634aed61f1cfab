#!/usr/bin/env bash
# Builds the CUDA library on this machine, proves that it gives the bytes of the CPU, lets it fail in the ways that
# can be brought about on a sound card, and measures it. Needs bash, g++, CMake 3.25 and the CUDA toolkit; with Node
# also whole batch jobs on cpu, cuda and hybrid. Under eight minutes.
#   scripts/gpu-check.sh [--out DIR] [--emulator] [--minutes N]
# Writes gpu-check.json, gpu-check.md and the logs to DIR (or to $OUT, or to ./gpu-check). Ends with 0 when all that
# could run here passed. --emulator: everything with the emulator in place of the card, to test this script.
set -u -o pipefail
cd "$(dirname "$0")/.." || exit 1

out=${OUT:-$PWD/gpu-check}
emulator=0
minutes=8
while [ $# -gt 0 ]; do
  case $1 in
    --out) out=$2; shift ;;
    --emulator) emulator=1 ;;
    --minutes) minutes=$2; shift ;;
    *) echo "gpu-check: expected --out DIR, --emulator or --minutes N, found $1" >&2; exit 64 ;;
  esac
  shift
done
mkdir -p "$out" || exit 73
out=$(cd "$out" && pwd)
began=$SECONDS
deadline=$((began + minutes * 60 - 15))
rows=$out/rows.tsv
steps=$out/steps.tsv
: > "$rows"
: > "$steps"
failed=0
build=build-cuda/gpu-check
jobs=$(nproc)
[ "$emulator" = 1 ] && build=build-emulator/gpu-check && jobs=2
tests=build-test/gpu-check
mkdir -p "$build" "$tests"

say() { echo "gpu-check: $*"; }
# name, passed | failed | skipped, why
note() {
  printf '%s\t%s\t%s\n' "$1" "$2" "${3:-}" >> "$steps"
  say "$1: $2${3:+ ($3)}"
  [ "$2" != failed ] || failed=1
}
# name, seconds at most, command...: its output goes to a log of that name.
step() {
  local name=$1 most=$2 left=$((deadline - SECONDS)) status=0 start=$SECONDS
  shift 2
  [ "$left" -gt 5 ] || { note "$name" skipped 'no time left'; return 1; }
  [ "$most" -lt "$left" ] || most=$left
  timeout "$most" "$@" > "$out/$name.log" 2>&1 || status=$?
  if [ "$status" = 0 ]; then note "$name" passed "$((SECONDS - start)) s"; return 0; fi
  if [ "$status" = 77 ]; then note "$name" skipped "$(tail -n 1 "$out/$name.log")"; return 1; fi
  if [ "$status" = 124 ]; then
    echo "stopped after $most s" >> "$out/$name.log"
    # These are slow by nature; that they found nothing until then is no failure.
    case $name in memcheck | racecheck) note "$name" skipped "not done after $most s"; return 1 ;; esac
  fi
  note "$name" failed "status $status: $(tail -n 1 "$out/$name.log" | cut -c1-200)"
  return 1
}
has() { command -v "$1" > /dev/null 2>&1; }

if [ "$emulator" = 0 ] && ! has nvcc; then
  for folder in /usr/local/cuda/bin /usr/local/cuda-*/bin /opt/cuda/bin; do
    [ -x "$folder/nvcc" ] && PATH=$PATH:$folder && break
  done
fi
for tool in cmake g++; do
  has "$tool" || { say "expected $tool on the PATH; install it"; exit 69; }
done
[ "$emulator" = 1 ] || has nvcc || { say 'expected nvcc on the PATH or in /usr/local/cuda; install the CUDA toolkit'; exit 69; }

# Ten thousand real addresses: the labelled lines of the project without their labels.
addresses=$out/addresses.txt
cat tools/data/annotated/*.txt | cut -f2- | sed -E 's/\{[a-z_]+ //g; s/\}//g' > "$addresses"

library=$PWD/$build/libposthaste_cuda.so
if [ "$emulator" = 1 ]; then
  flags=(-std=c++20 -O2 -fPIC -w -DPH_EMULATOR -Itest/emulator -I.)
  emulated_bench() {
    local objects=() source object
    for source in cuda/*.cu cuda/bench/*.cu native/model/model.cpp test/emulator/*.cpp; do
      object=$build/bench-$(basename "$source").o
      objects+=("$object")
      [ "$object" -nt "$source" ] || g++ -x c++ "${flags[@]}" -c "$source" -o "$object" || return 1
    done
    g++ "${objects[@]}" -lpthread -ldl -o "$build/posthaste-gpu-bench"
  }
  # `timeout` starts programs only.
  export -f emulated_bench
  export build
  step configure 60 cmake -S . -B "$build" -DPOSTHASTE_EMULATOR=ON &&
    step build-library 400 cmake --build "$build" -j "$jobs" --target posthaste_cuda_emulated
  step build-bench 400 bash -c "flags=(${flags[*]}); emulated_bench"
  most=60 leak=200
else
  step configure 60 cmake -S . -B "$build" -DPOSTHASTE_CUDA=ON -DCMAKE_CUDA_COMPILER="$(command -v nvcc)" &&
    step build-library 240 cmake --build "$build" -j "$jobs" --target posthaste_cuda &&
    step build-bench 240 cmake --build "$build" -j "$jobs" --target posthaste-gpu-bench
  most=10000 leak=10000
fi
if [ -s "$library" ]; then
  cp "$library" "$out/stripped.so" && strip "$out/stripped.so"
  printf 'library, stripped\t%s\tbytes\t\n' "$(stat -c %s "$out/stripped.so")" >> "$rows"
  rm -f "$out/stripped.so"
fi

step configure-tests 60 cmake -S . -B "$tests" -DPOSTHASTE_TESTS=ON -DPOSTHASTE_SANITIZE=none &&
  step build-tests 240 cmake --build "$tests" -j "$jobs" --target test_cuda_conformance test_cuda_lanes test_cuda_faults
conformance=$tests/test_cuda_conformance
lanes=$tests/test_cuda_lanes
if [ -x "$conformance" ] && [ -s "$library" ]; then
  step conformance 150 "$conformance" "$library" "$most"
fi
if [ -x "$lanes" ] && [ -s "$library" ]; then
  step lanes 90 "$lanes" "$library" "$leak"
fi
if [ "$emulator" = 1 ] && [ -x "$tests/test_cuda_faults" ]; then
  # A sound card cannot be told to break.
  step faults 90 "$tests/test_cuda_faults" "$library"
fi
if [ "$emulator" = 1 ]; then
  note compute-sanitizer skipped 'the emulator looks for such faults itself'
elif ! has compute-sanitizer; then
  note compute-sanitizer skipped 'there is none on the PATH'
else
  for tool in memcheck racecheck; do
    step "$tool" 60 compute-sanitizer --tool "$tool" --error-exitcode 9 "$conformance" "$library" 40 33
  done
fi

if [ -x "$build/posthaste-gpu-bench" ]; then
  step bench 150 "$build/posthaste-gpu-bench" model/posthaste.model "$addresses" "$leak"
  grep -P '^[^\t]+\t[0-9.e+-]+\t' "$out/bench.log" >> "$rows"
fi

# Whole batch jobs over one file in the page cache.
end_to_end() {
  local csv=$out/input.csv copies backend start seconds first=
  copies=$([ "$emulator" = 1 ] && echo 0.1 || echo 200)
  awk -v copies="$copies" 'BEGIN { print "id,address" } { gsub(/"/, "\"\""); line[NR] = $0 }
    END { total = int(NR * copies); for (i = 1; i <= total; ++i) print i ",\"" line[(i - 1) % NR + 1] "\"" }' \
    "$addresses" > "$csv"
  local count
  count=$(($(wc -l < "$csv") - 1))
  for backend in cpu cuda hybrid; do
    rm -rf "$out/run-$backend"
    start=$(date +%s.%N)
    POSTHASTE_CUDA_LIBRARY=$library node bin/posthaste.js batch --patterns "$csv" --output-dir "$out/run-$backend" \
      --address-column address --backend "$backend" > "$out/run-$backend.log" 2>&1 || {
      echo "--backend $backend ended with $?: $(tail -n 1 "$out/run-$backend.log")"
      return 1
    }
    seconds=$(echo "$(date +%s.%N) $start" | awk '{ print $1 - $2 }')
    printf 'end to end, %s, %s rows\t%s\trows/s\t\n' "$backend" "$count" \
      "$(awk -v n="$count" -v s="$seconds" 'BEGIN { print n / s }')" >> "$rows"
    local output
    output=$(find "$out/run-$backend/results" -name '*.csv' ! -name '*rejects*' | head -n 1)
    [ -s "$output" ] || { echo "--backend $backend wrote no output"; return 1; }
    [ -n "$first" ] || first=$(sha256sum < "$output")
    [ "$first" = "$(sha256sum < "$output")" ] || { echo "the output of $backend differs from that of cpu"; return 1; }
    rm -rf "$out/run-$backend"
  done
  rm -f "$csv"
}
export -f end_to_end
export out emulator rows library addresses
if ! has node; then
  note end-to-end skipped 'there is no Node on the PATH'
else
  ready=1
  [ -d node_modules ] || step npm-ci 90 npm ci --no-audit --no-fund || ready=0
  if [ "$ready" = 1 ] && { [ "$emulator" = 1 ] || step npm-build 120 npm run build -- ts addon; }; then
    step end-to-end 240 bash -c end_to_end
  else
    note end-to-end skipped 'the package could not be built here'
  fi
fi

card=$(awk -F'\t' '/^card: /{ sub(/^card: /, "", $1); print $1; exit }' "$rows")
driver=$(nvidia-smi --query-gpu=driver_version --format=csv,noheader 2>/dev/null | head -n 1)
cuda=$(nvcc --version 2>/dev/null | awk '/release/{ print $5 }' | tr -d ,)
commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
awk -F'\t' -v card="$card" -v driver="$driver" -v cuda="$cuda" -v commit="$commit" -v cores="$(nproc)" \
  -v emulated="$emulator" -v seconds="$((SECONDS - began))" '
  function quoted(text) { gsub(/\\/, "\\\\", text); gsub(/"/, "\\\"", text); gsub(/[\001-\037]/, " ", text); return "\"" text "\"" }
  FILENAME ~ /steps/ { steps = steps (steps ? ",\n    " : "") "{\"name\": " quoted($1) ", \"state\": " quoted($2) ", \"detail\": " quoted($3) "}"; next }
  { found = found (found ? ",\n    " : "") "{\"what\": " quoted($1) ", \"value\": " $2 ", \"unit\": " quoted($3) \
      ($4 != "" ? ", \"floor\": " $4 ", \"ratio\": " $2 / $4 : "") "}" }
  END {
    print "{\n  \"card\": " quoted(card) ", \"driver\": " quoted(driver) ", \"cuda\": " quoted(cuda) ", \"commit\": " quoted(commit) ","
    print "  \"cores\": " cores ", \"emulated\": " (emulated == 1 ? "true" : "false") ", \"seconds\": " seconds ","
    print "  \"steps\": [\n    " steps "\n  ],\n  \"rows\": [\n    " found "\n  ]\n}"
  }' "$steps" "$rows" > "$out/gpu-check.json"
{
  echo "# GPU check: ${card:-no card}"
  echo
  [ "$emulator" = 0 ] || printf 'With the emulator: the figures say nothing about any card.\n\n'
  echo "Driver ${driver:-none}, CUDA ${cuda:-none}, $(nproc) cores, commit $commit, $((SECONDS - began)) s."
  echo
  echo '| step | state | |'
  echo '|---|---|---|'
  awk -F'\t' '{ print "| " $1 " | " $2 " | " $3 " |" }' "$steps"
  echo
  echo '| what | value | unit | floor | value / floor |'
  echo '|---|---:|---|---:|---:|'
  awk -F'\t' '{ print "| " $1 " | " $2 " | " $3 " | " $4 " | " ($4 != "" ? sprintf("%.2f", $2 / $4) : "") " |" }' "$rows"
} > "$out/gpu-check.md"
rm -f "$rows" "$steps" "$addresses"
say "$out/gpu-check.json and gpu-check.md are written"
exit "$failed"
