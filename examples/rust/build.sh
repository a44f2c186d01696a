#!/bin/sh
# SPDX-License-Identifier: MIT
# build.sh PREFIX OUT: links main.rs with the library installed under PREFIX. Any rustc from 1.58 on.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
library=$(dirname "$(find "$1" -name libresmap_capi.a | head -n 1)")
exec rustc --edition 2021 -o "$2" "$here/main.rs" -L "native=$library" -l static=resmap_capi -l static=resmap_ranges \
    -l static=resmap_base -l dylib=stdc++
