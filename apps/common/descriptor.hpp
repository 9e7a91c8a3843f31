#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace smartcrop::app {

/// Writes all of it to a file descriptor; false where that fails.
bool write_all(int descriptor, std::string_view bytes);

/// Waits until the descriptor can be read (its end included); false after `patience`, none = for ever. Throws
/// Canceled soon after an interrupt.
bool wait_for_input(int descriptor, std::optional<std::chrono::milliseconds> patience = {});

/// Reads one line of a descriptor without its line break, and not one byte more; `begun` is what was read of
/// it before, and keeps what follows the line. The last line may lack its break; nullopt at the end of input.
/// Throws Canceled soon after an interrupt.
std::optional<std::string> read_line(int descriptor, std::string& begun);

}  // namespace smartcrop::app
