#pragma once

#include <filesystem>

namespace smartcrop {

/// The folder of the program or shared library that this code is linked into, with links resolved. What is
/// installed with it (models, plugins) is found from there. Empty where the system does not tell.
std::filesystem::path program_folder();

}  // namespace smartcrop
