#!/bin/sh
# Writes files.h: every file of themes/default, embedded. Run by `make theme-list` when a file comes or goes.
set -eu
cd "$(dirname "$0")/../.."
theme=themes/default
out=Sources/CDefaultTheme/files.h
files=$(cd $theme && find . -type f ! -name '.*' | sed 's|^\./||' | LC_ALL=C sort)
{
  echo "// Made by list-files.sh; run \`make theme-list\` when a file of the theme comes or goes."
  number=0
  echo "$files" | while IFS= read -r file; do
    printf 'static const unsigned char file_%d[] = {\n#embed "../../%s/%s"\n};\n' "$number" "$theme" "$file"
    number=$((number + 1))
  done
  echo "static const presstime_theme_entry files[] = {"
  number=0
  echo "$files" | while IFS= read -r file; do
    printf '  {"%s", file_%d, sizeof file_%d},\n' "$file" "$number" "$number"
    number=$((number + 1))
  done
  echo "};"
} > "$out"
