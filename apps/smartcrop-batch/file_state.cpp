#include "smartcrop-batch/file_state.hpp"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <new>
#include <string_view>

#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"

extern "C" {
#include <libavutil/hash.h>
}

namespace smartcrop::app {
namespace {

/// SHA-256 by libavutil.
class Hash {
 public:
  Hash() {
    AVHashContext* context = nullptr;
    if (av_hash_alloc(&context, "SHA256") < 0) throw std::bad_alloc();
    context_.reset(context);
    av_hash_init(context);
  }
  void add(std::string_view bytes) {
    av_hash_update(context_.get(), reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  }
  std::string hex() {
    std::array<char, AV_HASH_MAX_SIZE * 2 + 1> text{};
    av_hash_final_hex(context_.get(), reinterpret_cast<std::uint8_t*>(text.data()), text.size());
    return text.data();
  }

 private:
  struct Free {
    void operator()(AVHashContext* context) const { av_hash_freep(&context); }
  };
  std::unique_ptr<AVHashContext, Free> context_;
};

std::string sha256_of_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path + ": " + std::strerror(errno));
  Hash hash;
  std::string bytes(1 << 20, '\0');
  while (file.read(bytes.data(), std::ssize(bytes)) || file.gcount() > 0)
    hash.add(std::string_view(bytes).substr(0, static_cast<std::size_t>(file.gcount())));
  if (file.bad()) throw Error(path + ": cannot be read to its end");
  return hash.hex();
}

/// Fills in size and time; false if there is no such file.
bool look_at(const std::string& path, FileState& state) {
  struct stat seen {};
  if (stat(path.c_str(), &seen) != 0 || !S_ISREG(seen.st_mode)) return false;
  state.size = seen.st_size;
  state.modified_ns = seen.st_mtim.tv_sec * 1'000'000'000LL + seen.st_mtim.tv_nsec;
  return true;
}

}  // namespace

FileState state_of(const std::string& path) {
  FileState state;
  state.path = std::filesystem::absolute(path).lexically_normal().string();
  if (!look_at(path, state)) throw Error(path + ": no such file");
  state.sha256 = sha256_of_file(path);
  return state;
}

bool is_unchanged(const FileState& state) {
  FileState now;
  if (!look_at(state.path, now) || now.size != state.size) return false;
  return now.modified_ns == state.modified_ns || sha256_of_file(state.path) == state.sha256;
}

std::string key_of(const std::string& input_sha256, const std::vector<std::string>& arguments) {
  Hash hash;
  // Each text follows its length, so that different lists never give the same bytes.
  const auto add = [&](std::string_view text) {
    hash.add(std::to_string(text.size()) + ":" + std::string(text));
  };
  add(version());
  add(input_sha256);
  for (const std::string& argument : arguments) {
    add(argument);
    if (argument.starts_with("--plan=")) add(sha256_of_file(argument.substr(7)));
  }
  return hash.hex();
}

}  // namespace smartcrop::app
