#!/bin/sh
# SPDX-License-Identifier: MIT
# tidy_test.sh SOURCE: tools/tidy says when it has nothing to check, and builds nothing then.
set -eu
command -v git >/dev/null || exit 0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/tools"
cp "$1/tools/tidy" "$1/tools/setup.sh" "$folder/tools"
cd "$folder"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
fail() { echo "$1"; cat said; exit 1; }
GIT_CEILING_DIRECTORIES=$(dirname "$folder") tools/tidy >said 2>&1 && fail "without a checkout it must not pass"
git init -q . && git add tools
git -c user.name=house -c user.email=house@localhost -c commit.gpgsign=false commit -q -m "all there is"
tools/tidy >said 2>&1 || fail "a clean checkout is no failure"
grep -q "nothing differs from HEAD; ./test tidy all checks everything" said || fail "nothing was checked, and it does not say so"
[ ! -e build ] || fail "it built what it did not need"
