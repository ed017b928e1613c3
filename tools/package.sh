#!/bin/sh
# tools/package.sh TARGET FOLDER: packs target/TARGET/release/consentry (or the binary that CONSENTRY_BINARY names) with
# licence, man page and completions as FOLDER/consentry-vVERSION-TARGET.tar.gz and checks that the binary is static.
# Same binary, same archive.
set -eu
target=$1 folder=$2
binary=${CONSENTRY_BINARY:-target/$target/release/consentry}
version=$("$binary" --version | cut -d ' ' -f 2)
name=consentry-v$version-$target
case $target in
  *-musl) if readelf -l "$binary" | grep -q INTERP; then echo "$binary is not static" >&2; exit 1; fi ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder" "$work/$name"
cp "$binary" LICENSE README.md "$work/$name/"
"$binary" man > "$work/$name/consentry.1"
for shell in bash zsh fish; do "$binary" completions "$shell" > "$work/$name/consentry.$shell"; done
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$work" -cf - "$name" | gzip -n > "$folder/$name.tar.gz"
echo "$folder/$name.tar.gz"
