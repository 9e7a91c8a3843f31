# Puts programs into a folder together with the libraries that they need; sourced after common.sh, not run.

# Not taken along: glibc, which goes with the kernel and the files of the system.
glibc='^(ld-linux-x86-64|libc|libm|libdl|libpthread|librt|libresolv|libutil|libanl|libmvec|libnss_.*)\.so'

# add_libraries FOLDER FILE...: copies the libraries that these programs and modules need into FOLDER and makes all of them
# look there first. Writes FOLDER/.libraries, lines of name and path on this system.
add_libraries() {
  local folder=$1 file name path; shift
  mkdir -p "$folder"
  for file in "$@"; do ldd "$file"; done | awk '$2 == "=>" { print $1, $3 }' | sort -u > "$folder/.libraries"
  ! grep ' not$' "$folder/.libraries" >&2 || fail "these libraries are not found"
  sed -E -i "/$glibc/d" "$folder/.libraries"
  while read -r name path; do
    install -m 644 "$path" "$folder/$name"
    patchelf --force-rpath --set-rpath '$ORIGIN' "$folder/$name"
  done < "$folder/.libraries"
  for file in "$@"; do
    patchelf --force-rpath --set-rpath "\$ORIGIN/$(realpath --relative-to "$(dirname "$file")" "$folder")" "$file"
  done
}

# package_of FILE: the Debian package that holds it. Packages name some files without the /usr of a merged system.
package_of() {
  local file
  file=$(realpath "$1")
  { dpkg-query -S "$file" 2>/dev/null || dpkg-query -S "${file#/usr}"; } | head -n 1 | cut -d : -f 1
}

# add_licenses FOLDER LIBRARIES: puts into FOLDER our own license and what it means here, the copyright file of each package
# that a library in the list LIBRARIES is from, the licenses these refer to, and a table of all.
add_licenses() {
  local folder=$1 name path package
  mkdir -p "$folder/packages"
  cp LICENSE NOTICE "$folder"
  cp cmake/debian/copyright "$folder/smartcrop-and-models.txt"
  cp -rL /usr/share/common-licenses "$folder/common-licenses"
  {
    printf '%-34s %-28s %s\n' library 'Debian package' 'Debian source package and version'
    while read -r name path; do
      package=$(package_of "$path") && [ -n "$package" ] || fail "no package holds $path"
      cp -L "/usr/share/doc/$package/copyright" "$folder/packages/$package.txt"
      printf '%-34s %-28s %s\n' "$name" "$package" "$(dpkg-query -W -f '${source:Package} ${source:Version}\n' "$package" | head -n 1)"
    done < "$2"
  } > "$folder/LIBRARIES"
  rm "$2"
}
