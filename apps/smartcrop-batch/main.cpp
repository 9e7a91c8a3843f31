// smartcrop-batch MANIFEST_OR_FOLDER: crops many videos; resumes after an interruption.

#include <algorithm>
#include <filesystem>

#include <iostream>
#include <thread>

#include "common/ratio_paths.hpp"
#include "common/table.hpp"
#include "smartcrop-batch/batch.hpp"
#include "smartcrop-batch/name_template.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/text.hpp"

namespace smartcrop::app {
namespace {

namespace fs = std::filesystem;

struct Request {
  std::string input, output_dir, log;
  std::string output_template = kDefaultTemplate;
  int jobs = 0;  ///< 0 = as many as cores
  bool recursive = false, dry_run = false;
  BatchOptions batch;
};

po::options_description batch_description(Request& request) {
  po::options_description description("Batch");
  auto add = description.add_options();
  add("output-dir", po::value(&request.output_dir)->value_name("DIR"),
      "output folder (default: beside each video)");
  add("output-template", value_with_default(request.output_template)->value_name("NAME"),
      "output name; placeholders: {folder} (relative to the input folder), {name}, {ext}, {index}, {aspect}");
  add("jobs", value_with_default(request.jobs)->value_name("N"),
      "videos processed in parallel; 0 = one per core. Each uses --threads threads (default 1, or more if "
      "there are fewer videos than cores)");
  add("retries", value_with_default(request.batch.retries)->value_name("N"), "retries per failed video");
  add("recursive", po::bool_switch(&request.recursive), "include videos of subfolders");
  add("log", po::value(&request.log)->value_name("FILE"),
      "log file, one JSON line per processed video (default smartcrop-batch.jsonl in the output folder)");
  add("force", po::bool_switch(&request.batch.replace),
      "process every video again and replace existing outputs");
  add("dry-run", po::bool_switch(&request.dry_run),
      "print the input and output of each video; process nothing");
  return description;
}

/// The options of smartcrop-crop, passed on unchecked; smartcrop-crop checks them.
po::options_description crop_description(const std::vector<CropOption>& options) {
  po::options_description description("Options of smartcrop-crop");
  for (const CropOption& option : options) {
    if (option.is_flag) {
      description.add_options()(option.name.c_str(), po::bool_switch(), option.description.c_str());
    } else {
      description.add_options()(option.name.c_str(), po::value<std::vector<std::string>>()->value_name("..."),
                                option.description.c_str());
    }
  }
  return description;
}

CropArguments crop_arguments(const po::variables_map& given, const std::vector<CropOption>& options) {
  CropArguments arguments;
  for (const CropOption& option : options) {
    if (option.is_flag && given[option.name].as<bool>()) arguments[option.name] = {};
    if (!option.is_flag && given.count(option.name))
      arguments[option.name] = given[option.name].as<std::vector<std::string>>();
  }
  for (const char* name : {"timeout", "program"})
    if (given.count(name)) arguments[name] = {given[name].as<std::string>()};
  if (given["strict"].as<bool>()) arguments["strict"] = {};
  return arguments;
}

/// Sets the number of parallel videos and their threads. Many videos are fastest with one thread each.
void share_cores(Request& request, bool threads_given, int threads, std::size_t videos) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  request.batch.jobs = std::clamp(request.jobs == 0 ? cores : request.jobs, 1,
                                  static_cast<int>(std::max<std::size_t>(videos, 1)));
  request.batch.threads = threads_given       ? threads
                          : request.jobs == 0 ? std::max(1, cores / request.batch.jobs)
                                              : 1;
}

/// The files that smartcrop-crop writes. It reports an invalid ratio itself.
std::vector<std::string> outputs_of(const std::string& output, const CropArguments& arguments) {
  const auto given = arguments.find("aspect");
  if (given == arguments.end()) return {output};
  std::vector<AspectRatio> ratios;
  for (const std::string& text : given->second) {
    try {
      ratios.push_back(parse_aspect_ratio(text));
    } catch (const std::invalid_argument&) {
      return {output};
    }
  }
  return ratio_paths(output, ratios);
}

std::vector<BatchJob> jobs_of(const Request& request, const std::vector<WorkItem>& items,
                              const CropArguments& arguments) {
  const std::vector<std::string> outputs =
      named_outputs(items, request.output_template, request.output_dir, arguments);
  std::vector<BatchJob> jobs;
  for (std::size_t i = 0; i < items.size(); ++i) {
    CropArguments own = items[i].arguments;
    own.insert(arguments.begin(), arguments.end());
    jobs.push_back({items[i].input, outputs[i], outputs_of(outputs[i], own), words_of(own)});
  }
  return jobs;
}

std::string result_of(Status status) {
  switch (status) {
    case Status::done:
      return "done";
    case Status::skipped:
      return "skipped";
    case Status::failed:
      return "failed";
    case Status::not_started:
      return "not started";
  }
  return "";
}

/// Prints one row per video and the totals.
void print_summary(const std::vector<BatchJob>& jobs, const std::vector<BatchOutcome>& outcomes) {
  std::vector<std::vector<std::string>> rows{{"result", "s", "input", "output", "note"}};
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const BatchOutcome& outcome = outcomes[i];
    rows.push_back({result_of(outcome.status), decimals(outcome.seconds, 1), jobs[i].input,
                    outcome.status == Status::failed ? "-" : jobs[i].output, outcome.message});
  }
  std::cout << format_table(rows);
  const auto count = [&](Status status) {
    return std::count_if(outcomes.begin(), outcomes.end(),
                         [&](const BatchOutcome& outcome) { return outcome.status == status; });
  };
  std::cout << count(Status::done) << " done, " << count(Status::skipped) << " skipped, "
            << count(Status::failed) << " failed, " << count(Status::not_started) << " not started\n";
}

void run_request(Request& request, const CommonOptions& common, const po::variables_map& given,
                 const std::vector<CropOption>& options) {
  if (request.input.empty()) throw UsageError("no input videos; give a folder, a manifest or a pattern");
  if (request.jobs < 0) throw UsageError("--jobs is " + std::to_string(request.jobs) + ", must be 0 or more");
  if (request.batch.retries < 0)
    throw UsageError("--retries is " + std::to_string(request.batch.retries) + ", must be 0 or more");
  const WorkList list = read_work_list(request.input, request.recursive, options);
  const std::vector<BatchJob> jobs = jobs_of(request, list.items, crop_arguments(given, options));
  if (request.dry_run) {
    for (const BatchJob& job : jobs) std::cout << job.input << " -> " << job.output << "\n";
    return;
  }
  share_cores(request, !given["threads"].defaulted(), common.threads, jobs.size());
  const fs::path home = request.output_dir.empty() ? list.home : request.output_dir;
  if (request.log.empty()) fs::create_directories(home);
  RecordLog log(request.log.empty() ? (home / "smartcrop-batch.jsonl").string() : request.log);
  const std::vector<BatchOutcome> outcomes = run_batch(jobs, request.batch, log, common);
  print_summary(jobs, outcomes);
  std::cout.flush();
  interrupt().throw_if_canceled();
  const auto failed = std::count_if(outcomes.begin(), outcomes.end(), [](const BatchOutcome& outcome) {
    return outcome.status == Status::failed;
  });
  if (failed > 0)
    throw Error(std::to_string(failed) + " of " + std::to_string(jobs.size()) + " videos failed");
}

int main(int argc, char** argv) {
  Request request;
  std::vector<CropOption> options;
  try {
    options = crop_options();
  } catch (const Error& error) {
    std::cerr << "smartcrop-batch: " << error.what() << "\n";
    return kFailure;
  }
  App app{
      .name = "smartcrop-batch",
      .summary = "crops many videos",
      .usage = "MANIFEST_OR_FOLDER [options]",
      .description =
          "Each video runs in its own process; its result is logged as one JSON line. A video is skipped\n"
          "if input, options and version match and its output is intact.",
      .examples =
          {"smartcrop-batch clips --output-dir phone --aspect 9:16 --mode dynamic",
           "smartcrop-batch 'clips/*.mov' --output-dir square --jobs 4",
           "smartcrop-batch shots.csv --output-dir out   # columns: input, output, option names",
           "smartcrop-batch shots.jsonl --output-dir out # {\"input\": \"a.mp4\", \"aspect\": \"4:5\"}",
           "smartcrop-batch clips --recursive --output-dir out --output-template '{folder}/{name}.mkv'"},
      .options = po::options_description(),
      .positional = {"input"},
      .arguments = po::options_description()};
  app.options.add(batch_description(request)).add(crop_description(options));
  app.arguments.add_options()("input", po::value(&request.input));
  return run(argc, argv, app, [&](const CommonOptions& common, const po::variables_map& given) {
    run_request(request, common, given, options);
  });
}

}  // namespace
}  // namespace smartcrop::app

int main(int argc, char** argv) {
  return smartcrop::app::main(argc, argv);
}
