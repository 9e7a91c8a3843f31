#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace smartcrop::app {

/// The program that reads our output has closed its end of the pipe. run() ends without a message.
class ClosedPipe : public std::exception {};

/// Whether the other end of a pipe or socket is closed.
bool is_closed_pipe(int descriptor);

/// Writes all of it to a file descriptor; false if that fails, with the reason in errno.
bool write_all(int descriptor, std::string_view bytes);

/// Reads one line of a descriptor without its line break, and no byte after it. The last line may lack its
/// line break; nullopt at the end of input. Throws Canceled soon after an interrupt.
std::optional<std::string> read_line(int descriptor);

}  // namespace smartcrop::app
