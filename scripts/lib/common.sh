# Shared by the scripts; sourced, not run. Moves to the top of the checkout.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

# Debian packages by purpose.
build_packages=(build-essential cmake ninja-build pkg-config libopencv-dev libavformat-dev libavcodec-dev libavutil-dev
                libavfilter-dev libswscale-dev libswresample-dev libboost-program-options-dev nlohmann-json3-dev
                libfreetype-dev libcsv-dev fonts-dejavu-core libkainjow-mustache-dev
                libcpp-httplib-dev libtinyxml2-dev)
media_packages=(ffmpeg)
python_packages=(python3-dev python3-numpy pybind11-dev)
test_packages=(libboost-test-dev clang-format python3 python3-numpy python3-onnx python3-pytest chromium
               gstreamer1.0-plugins-base melt libxml2-utils)
package_packages=(dpkg-dev gzip lintian)
portable_packages=(patchelf xz-utils python3-wheel)
reference_packages=(doxygen)
workflow_packages=(snakemake slurmctld slurmd slurm-client munge)
clang_packages=(clang libclang-rt-14-dev)

# install_packages PACKAGE...: installs those that are missing, as root or through sudo.
install_packages() {
  local package missing=()
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "these Debian packages are needed: ${missing[*]} (no sudo here; install them as root)"
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}" >&2
  { "${as_root[@]}" apt-get update -qq &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } \
    >&2 || fail "apt-get could not install ${missing[*]}"
}

# install_studio_tests: what the page's tests need from npm, in tests/studio/node_modules. Debian's npm is some 400 packages;
# it is installed only where there is no other.
install_studio_tests() {
  command -v npm >/dev/null || install_packages nodejs npm
  local folder=tests/studio
  [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] ||
    npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >&2 || fail "npm could not install what tests/studio needs"
}

# build PRESET [TARGET...]: configures once, then builds what changed.
build() {
  local preset=$1; shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >&2
  cmake --build --preset "$preset" ${1:+--target "$@"} >&2
}
