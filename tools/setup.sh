# SPDX-License-Identifier: MIT
# Sourced by ./run, ./test and .ci/run: what they share. POSIX sh.

say() { echo "resmap: $*" >&2; }

# need WHAT-FOR PACKAGE...: installs the Debian packages that are missing, as root or through sudo; otherwise prints the line that
# does it and ends with exit code 3.
need() {
    what=$1
    shift
    # A package that Debian has never heard of is none that is installed, not an error.
    installed=$({ dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null || true; } | sed -n 's/^ii *//p')
    missing=
    for package in "$@"; do
        echo "$installed" | grep -qx "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif command -v sudo >/dev/null && sudo -v; then
        as_root=sudo
    else
        say "$what needs Debian packages that are not here. Install them, then run this again:"
        say "  apt-get install$missing"
        exit 3
    fi
    say "installing for $what:$missing"
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    # shellcheck disable=SC2086 # one word a package
    if ! { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        say "the packages could not be installed; what went wrong stands above"
        exit 3
    fi
    rm -f "$log"
}

# The compiler and the libraries of the command line.
need_core() {
    command -v apt-get >/dev/null || { say "this is no Debian: see HACKING.md for what to install by hand"; return 0; }
    need "the build" g++ cmake ninja-build libhivex-dev libsqlite3-dev libarchive-dev libcli11-dev nlohmann-json3-dev
}

# build PRESET TARGET...: configures once, then builds; all chatter goes to standard error, and only when it takes long or fails.
build() {
    preset=$1
    shift
    log=build/$preset.log
    mkdir -p build
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "configuring build/$preset"
        cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; say "configuring failed: see above"; exit 3; }
    fi
    targets=
    for target in "$@"; do targets="$targets --target $target"; done
    # shellcheck disable=SC2086 # one word a target
    if [ -t 2 ]; then
        cmake --build --preset "$preset" $targets >&2 || { say "the build failed: see above"; exit 3; }
    else
        cmake --build --preset "$preset" $targets >"$log" 2>&1 || { tail -n 60 "$log" >&2; say "the build failed: see above"; exit 3; }
    fi
}
