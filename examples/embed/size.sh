#!/bin/sh
# SPDX-License-Identifier: MIT
# size.sh [-O2]: how much code a program carries that uses an arbiter: place_bars with base to arbiters linked in, unused parts left out.
set -eu
cd "$(dirname "$0")/../.."
out=$(mktemp)
trap 'rm -f "$out"' EXIT
# shellcheck disable=SC2046 # one word a file
g++ -std=c++23 "${1:--Os}" -fno-exceptions -fno-rtti -ffunction-sections -fdata-sections -Wl,--gc-sections -I. -o "$out" \
    examples/embed/place_bars.cpp $(ls resmap/base/*.cpp resmap/lists/*.cpp resmap/ranges/*.cpp resmap/arbiters/*.cpp | grep -Ev '_(test|fuzz)(_support)?\.cpp$')
size "$out"
