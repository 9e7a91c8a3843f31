// Programs of a transport stream: which streams belong together.
#pragma once

#include <optional>
#include <string>

#include "smartcrop/libav/handles.hpp"

namespace smartcrop::libav {

/// Number of programs that have streams.
int count_programs(const AVFormatContext& input);

/// The program with this number. Throws Error naming the path and the programs of the file.
const AVProgram& program_of_number(const AVFormatContext& input, int number, const std::string& path);

/// The program that a stream belongs to: the one with this number if given, else the first. nullptr if the
/// file has only one program, or the stream is in none.
const AVProgram* program_of(const AVFormatContext& input, const AVStream& stream,
                            std::optional<int> number = {});

/// Whether a stream is in the program, or in none at all. True without a program.
bool belongs_to(const AVProgram* program, const AVFormatContext& input, const AVStream& stream);

/// Number and name for messages, e.g. "2 (News)".
std::string describe(const AVProgram& program);

/// The same for the program of the stream that was chosen; empty if there is only one program.
std::string choice_of_program(const AVFormatContext& input, const AVStream& stream);

}  // namespace smartcrop::libav
