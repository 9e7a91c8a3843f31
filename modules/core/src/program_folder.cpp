#include "smartcrop/core/program_folder.hpp"

#include <dlfcn.h>

namespace smartcrop {

std::filesystem::path program_folder() {
  static const int anchor = 0;
  Dl_info here{};
  if (dladdr(&anchor, &here) == 0 || here.dli_fname == nullptr) return {};
  std::error_code error;
  std::filesystem::path self = std::filesystem::canonical(here.dli_fname, error);
  // The name of a program is as it was called, maybe without a folder.
  if (error || !std::filesystem::is_regular_file(self, error))
    self = std::filesystem::read_symlink("/proc/self/exe", error);
  return self.parent_path();
}

}  // namespace smartcrop
