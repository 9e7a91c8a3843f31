#include "smartcrop/libav/program.hpp"

#include <algorithm>
#include <span>

#include "smartcrop/core/error.hpp"

namespace smartcrop::libav {
namespace {

std::span<AVProgram* const> programs_of(const AVFormatContext& input) {
  return {input.programs, input.nb_programs};
}

bool has_streams(const AVProgram* program) {
  return program->nb_stream_indexes > 0;
}

bool has(const AVProgram& program, const AVStream& stream) {
  return std::ranges::count(std::span(program.stream_index, program.nb_stream_indexes),
                            static_cast<unsigned>(stream.index)) > 0;
}

}  // namespace

int count_programs(const AVFormatContext& input) {
  // A recording of one program still lists all programs of its channel.
  return static_cast<int>(std::ranges::count_if(programs_of(input), has_streams));
}

const AVProgram& program_of_number(const AVFormatContext& input, int number, const std::string& path) {
  std::string known;
  for (const AVProgram* program : programs_of(input)) {
    if (!has_streams(program)) continue;
    if (program->id == number) return *program;
    known += (known.empty() ? "" : ", ") + describe(*program);
  }
  throw Error(path + ": has no program " + std::to_string(number) +
              (known.empty() ? "; leave out --program" : "; it has: " + known));
}

const AVProgram* program_of(const AVFormatContext& input, const AVStream& stream, std::optional<int> number) {
  if (count_programs(input) < 2) return nullptr;
  const AVProgram* first = nullptr;
  for (const AVProgram* program : programs_of(input)) {
    if (!has(*program, stream)) continue;
    if (number && program->id == *number) return program;
    if (first == nullptr) first = program;
  }
  return first;
}

bool belongs_to(const AVProgram* program, const AVFormatContext& input, const AVStream& stream) {
  if (program == nullptr || has(*program, stream)) return true;
  return std::ranges::none_of(programs_of(input), [&](const AVProgram* each) { return has(*each, stream); });
}

std::string describe(const AVProgram& program) {
  const AVDictionaryEntry* name = av_dict_get(program.metadata, "service_name", nullptr, 0);
  return std::to_string(program.id) + (name != nullptr ? " (" + std::string(name->value) + ")" : "");
}

std::string choice_of_program(const AVFormatContext& input, const AVStream& stream) {
  const AVProgram* program = program_of(input, stream);
  if (program == nullptr) return {};
  return "program " + describe(*program) + " of " + std::to_string(count_programs(input)) +
         ", the one with the largest picture; --program chooses another";
}

}  // namespace smartcrop::libav
