#pragma once

#include <filesystem>

namespace smartcrop {

/// The folder of the program or shared library that this code is linked into, with symbolic links resolved.
/// Models and plugins are found relative to it. Empty if the system does not tell.
std::filesystem::path program_folder();

}  // namespace smartcrop
