#include "smartcrop/analysis/part_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <span>

#include "range_importance.hpp"
#include "range_shot.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/importance/signal_recorder.hpp"
#include "smartcrop/importance/subject_color.hpp"

namespace smartcrop {
namespace {

using nlohmann::json;

// Blocks are the memory of arrays as it is.
static_assert(std::endian::native == std::endian::little);

/// Far beyond any real video, so that no arithmetic overflows.
constexpr std::int64_t kMostFrames = 1'000'000'000'000;
constexpr std::int64_t kLargestSum = std::int64_t{1} << 53;  // exact in a double

// --- writing

json block(const void* data, std::size_t size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  return json::binary({bytes, bytes + size});
}

json block(const cv::Mat& mat) {
  const cv::Mat whole = mat.isContinuous() ? mat : mat.clone();
  return block(whole.data, whole.total() * whole.elemSize());
}

json point_json(const std::optional<TimePoint>& point) {
  if (!point) return nullptr;
  if (const auto* frame = std::get_if<FrameIndex>(&*point)) return std::to_string(frame->value) + "f";
  return to_string(std::get<Time>(*point));
}

json frame_json(const SmallFrame& frame) {
  return {{"index", frame.index.value},
          {"time", to_string(frame.time)},
          {"luma", block(frame.luma)},
          {"cb", block(frame.cb)},
          {"cr", block(frame.cr)}};
}

json signals_json(const SampledSignals& sampled) {
  const FrameSignals& frame = sampled.frame;
  return {{"level", sampled.level},        {"index", frame.index.value},  {"time", to_string(frame.time)},
          {"motion", block(frame.motion)}, {"still", block(frame.still)}, {"colors", block(frame.colors)}};
}

json metrics_json(const MetricRecord& metrics) {
  json sums = json::array(), steps = json::array();
  for (const cv::Mat& sum : metrics.field.sum) sums.push_back(block(sum));
  for (const auto& [index, bin] : metrics.timeline.bins()) {
    steps.push_back({{"index", index}, {"sum", bin.sum}, {"cells", bin.cells}});
  }
  json errors;
  if (const DecodeReport& report = metrics.decoding; report.errors > 0) {
    errors = {{"count", report.errors},
              {"first_at", to_string(report.first_error.value_or(Time{}))},
              {"first", report.first_message}};
  }
  return {{"sums", std::move(sums)},
          {"counts", metrics.field.count},
          {"step_s", metrics.timeline.step_s()},
          {"steps", std::move(steps)},
          {"frames_decoded", metrics.frames_decoded},
          {"frames_measured", metrics.frames_measured},
          {"decode_s", metrics.decode_s},
          {"metrics_s", metrics.metrics_s},
          {"errors", std::move(errors)}};
}

json borders_json(const BorderCounts& borders) {
  json sides = json::array();
  for (const auto& counts : borders.by_cells) {
    json& side = sides.emplace_back(json::array());
    for (const auto& [cells, count] : counts) side.push_back({cells, count.frames, count.edge_share});
  }
  return sides;
}

// --- reading

/// A value that knows its place in the file; every access is checked and throws Error.
class Reader {
 public:
  Reader(const json& value, std::string place) : value_(&value), place_(std::move(place)) {}

  [[noreturn]] void fail(const std::string& problem) const { throw Error(place_ + " " + problem); }

  Reader at(const char* key) const {
    if (!value_->is_object() || !value_->contains(key)) fail("has no " + std::string(key));
    return {(*value_)[key], place_ + (place_.ends_with(':') ? " " : ".") + key};
  }
  bool is_null() const { return value_->is_null(); }
  std::vector<Reader> items() const {
    if (!value_->is_array()) fail("must be a list");
    std::vector<Reader> items;
    for (const json& item : *value_)
      items.emplace_back(item, place_ + "[" + std::to_string(items.size()) + "]");
    return items;
  }
  std::vector<Reader> items(std::size_t count) const {
    std::vector<Reader> items = this->items();
    if (items.size() != count) fail("must hold " + std::to_string(count) + " values");
    return items;
  }
  std::int64_t integer(std::int64_t lowest, std::int64_t highest) const {
    const bool fits = value_->is_number_integer() &&
                      (!value_->is_number_unsigned() || value_->get<std::uint64_t>() <= INT64_MAX);
    const std::int64_t number = fits ? value_->get<std::int64_t>() : 0;
    if (!fits || number < lowest || number > highest)
      fail("must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
    return number;
  }
  std::uint64_t bits() const {
    if (!value_->is_number_integer()) fail("must be a whole number");
    return value_->get<std::uint64_t>();
  }
  double seconds() const {
    const double number = value_->is_number() ? value_->get<double>() : -1;
    if (!(number >= 0 && number <= 1e12)) fail("must be a number of seconds");
    return number;
  }
  std::string text() const {
    if (!value_->is_string()) fail("must be text");
    return value_->get<std::string>();
  }
  TimePoint point() const {
    try {
      return parse_time_point(text());
    } catch (const std::invalid_argument&) {
    } catch (const std::overflow_error&) {
    }
    fail("must be a time");
  }
  Time time() const {
    const TimePoint found = point();
    if (!std::holds_alternative<Time>(found)) fail("must be a time");
    return std::get<Time>(found);
  }
  /// CV type `type`, `size`; empty where the block is and may be.
  cv::Mat mat(cv::Size size, int type, bool may_be_empty) const {
    if (!value_->is_binary()) fail("must be a block of bytes");
    const auto& bytes = value_->get_binary();
    if (bytes.empty() && may_be_empty) return {};
    const std::size_t wanted = static_cast<std::size_t>(size.area()) * CV_ELEM_SIZE(type);
    if (bytes.size() != wanted)
      fail("has " + std::to_string(bytes.size()) + " bytes, must have " + std::to_string(wanted));
    cv::Mat result(size, type);
    std::memcpy(result.data, bytes.data(), wanted);
    return result;
  }
  const std::string& place() const { return place_; }

 private:
  const json* value_;
  std::string place_;
};

SmallFrame read_frame(const Reader& reader, const MapGeometry& geometry) {
  SmallFrame frame;
  frame.index = {reader.at("index").integer(0, kMostFrames)};
  frame.time = reader.at("time").time();
  frame.geometry = geometry;
  frame.luma = reader.at("luma").mat(geometry.map_size(), CV_16UC1, false);
  frame.cb = reader.at("cb").mat(geometry.map_size(), CV_16UC1, true);
  frame.cr = reader.at("cr").mat(geometry.map_size(), CV_16UC1, true);
  if (frame.cb.empty() != frame.cr.empty()) reader.fail("must have both planes of chroma or none");
  return frame;
}

std::vector<SampledSignals> read_signals(const Reader& reader, const VideoInfo& video) {
  const std::vector<Reader> items = reader.items();
  if (items.empty()) return {};
  const MapGeometry geometry = map_geometry(video.size);
  if (!internal::can_record_signals(geometry)) reader.fail("must be none, for pictures so small");
  const cv::Size cells = SignalRecorder({}, geometry, internal::frame_rate_of(video)).take().grid.cells;
  std::vector<SampledSignals> signals;
  for (const Reader& item : items) {
    SampledSignals& sampled = signals.emplace_back();
    sampled.level = static_cast<int>(item.at("level").integer(0, SampledSignals::kAlways));
    sampled.frame.index = {item.at("index").integer(0, kMostFrames)};
    sampled.frame.time = item.at("time").time();
    if (signals.size() > 1 && sampled.frame.time <= signals[signals.size() - 2].frame.time)
      item.fail("must be later than the pair before");
    sampled.frame.motion = item.at("motion").mat(cells, CV_8UC1, true);
    sampled.frame.still = item.at("still").mat(cells, CV_8UC1, true);
    sampled.frame.colors = item.at("colors").mat(cells, CV_8UC1, true);
    const auto is_bin = [](std::uint8_t bin) { return bin < kColorBins; };
    if (!std::all_of(sampled.frame.colors.begin<std::uint8_t>(), sampled.frame.colors.end<std::uint8_t>(),
                     is_bin))
      item.at("colors").fail("must hold numbers below " + std::to_string(kColorBins));
  }
  return signals;
}

MetricRecord read_metrics(const Reader& reader, const MapGeometry& geometry) {
  MetricRecord result{Field(geometry)};
  result.mode = SamplingMode::dense;
  const std::vector<Reader> sums = reader.at("sums").items(kMetricCount);
  const std::vector<Reader> counts = reader.at("counts").items(kMetricCount);
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    cv::Mat& sum = result.field.sum[i];
    sum = sums[i].mat(geometry.map_size(), CV_64FC1, false);
    const std::span<const double> values(sum.ptr<double>(), sum.total());
    const auto is_sum = [](double v) { return v >= 0 && v <= double(kLargestSum) && std::trunc(v) == v; };
    if (!std::ranges::all_of(values, is_sum)) sums[i].fail("must hold whole numbers, 0 or more");
    result.field.count[i] = counts[i].integer(0, kMostFrames);
  }
  if (reader.at("step_s").seconds() != kFinestStep_s) reader.at("step_s").fail("must be 0.25");
  result.timeline = MetricTimeline(kFinestStep_s);
  for (const Reader& item : reader.at("steps").items()) {
    MetricTimeline::Bin bin;
    const std::vector<Reader> sum = item.at("sum").items(kMetricCount);
    const std::vector<Reader> cells = item.at("cells").items(kMetricCount);
    for (std::size_t i = 0; i < kMetricCount; ++i) {
      bin.sum[i] = static_cast<std::uint64_t>(sum[i].integer(0, kLargestSum));
      bin.cells[i] = cells[i].integer(0, kLargestSum);
    }
    result.timeline.add(item.at("index").integer(0, kMostFrames), bin);
  }
  result.frames_decoded = reader.at("frames_decoded").integer(1, kMostFrames);
  result.frames_measured = reader.at("frames_measured").integer(0, kMostFrames);
  result.decode_s = reader.at("decode_s").seconds();
  result.metrics_s = reader.at("metrics_s").seconds();
  if (const Reader errors = reader.at("errors"); !errors.is_null()) {
    result.decoding = {errors.at("count").integer(1, kMostFrames), errors.at("first_at").time(),
                       errors.at("first").text()};
  }
  return result;
}

BorderCounts read_borders(const Reader& reader) {
  BorderCounts borders;
  const std::vector<Reader> sides = reader.items(kSideCount);
  for (std::size_t side = 0; side < kSideCount; ++side) {
    for (const Reader& item : sides[side].items()) {
      const std::vector<Reader> values = item.items(3);
      const auto cells = static_cast<std::uint16_t>(values[0].integer(0, UINT16_MAX));
      borders.by_cells[side][cells] = {values[1].integer(1, kMostFrames),
                                       static_cast<std::uint8_t>(values[2].integer(0, UINT8_MAX))};
    }
  }
  return borders;
}

OptionTexts read_options(const json& options, const Reader& reader) {
  if (!options.is_object()) reader.fail("must be an object");
  OptionTexts texts;
  for (const auto& [name, values] : options.items()) {
    for (const Reader& value : Reader(values, reader.place() + "." + name).items())
      texts[name].push_back(value.text());
  }
  return texts;
}

/// Builds the document, but none that is deeper than a part is: the library's parser calls itself.
class ShallowParser : public nlohmann::detail::json_sax_dom_parser<json> {
  using Parser = nlohmann::detail::json_sax_dom_parser<json>;

 public:
  explicit ShallowParser(json& document) : Parser(document) {}
  bool start_object(std::size_t size) { return ++depth_ <= kDeepest && Parser::start_object(size); }
  bool start_array(std::size_t size) { return ++depth_ <= kDeepest && Parser::start_array(size); }
  bool end_object() { return --depth_, Parser::end_object(); }
  bool end_array() { return --depth_, Parser::end_array(); }

 private:
  static constexpr int kDeepest = 8;
  int depth_ = 0;
};

json parse(std::string_view bytes, const std::string& where) {
  json document;
  ShallowParser parser(document);
  bool is_whole = false;
  try {
    is_whole = json::sax_parse(bytes.begin(), bytes.end(), &parser, json::input_format_t::cbor);
  } catch (const json::exception&) {  // cut off, or bytes of something else
  }
  const bool is_part = document.is_object() && document.contains("smartcrop");
  if (is_part && !is_whole) throw Error(where + ": is cut off or damaged; analyze this part again");
  if (!is_part) throw Error(where + ": is not a part of an analysis (what smartcrop-analyze --field writes)");
  return document;
}

void check_kind(const Reader& reader) {
  if (reader.at("document").text() != "analysis-part")
    reader.at("document").fail("must be \"analysis-part\"");
  const std::string writer = reader.at("version").text();
  if (reader.at("format").integer(0, kMostFrames) != kPartFormat || writer != version())
    reader.fail("says that version " + writer + " wrote this part, this is " + std::string(version()) +
                "; analyze it again with the same program");
}

}  // namespace

std::string write_part(const AnalysisPart& part) {
  const RangeRecord& record = part.record;
  json signals = json::array();
  for (const SampledSignals& sampled : record.signals) signals.push_back(signals_json(sampled));
  json document{
      {"smartcrop",
       {{"version", std::string(version())}, {"document", "analysis-part"}, {"format", kPartFormat}}},
      {"options", part.options},
      {"video", write_video_info(record.video)},
      {"start", point_json(record.start)},
      {"end", point_json(record.end)},
      {"metrics", metrics_json(record.metrics)},
      {"signals", std::move(signals)},
      {"borders", borders_json(record.borders)},
      {"first", nullptr},
      {"last", nullptr},
      {"next", nullptr},
      {"elapsed_s", record.elapsed_s},
      {"threads", record.threads}};
  if (record.first) document["first"] = frame_json(*record.first);
  if (record.last) document["last"] = frame_json(*record.last);
  if (record.next) document["next"] = {{"time", to_string(record.next->time)}, {"hash", record.next->hash}};
  std::string bytes;
  json::to_cbor(document, bytes);
  return bytes;
}

AnalysisPart read_part(std::string_view bytes, const std::string& where) {
  const json document = parse(bytes, where);
  const Reader root(document, where + ":");
  check_kind(root.at("smartcrop"));
  const VideoInfo video = read_video_info(root.at("video").text(), where + ": video");
  const MapGeometry geometry = map_geometry(video.size);
  RangeRecord record{.video = video, .metrics = read_metrics(root.at("metrics"), geometry)};
  if (const Reader start = root.at("start"); !start.is_null()) record.start = start.point();
  if (const Reader end = root.at("end"); !end.is_null()) record.end = end.point();
  record.signals = read_signals(root.at("signals"), video);
  record.borders = read_borders(root.at("borders"));
  record.first = read_frame(root.at("first"), geometry);
  record.last = read_frame(root.at("last"), geometry);
  if (const Reader next = root.at("next"); !next.is_null())
    record.next = FrameMark{next.at("time").time(), next.at("hash").bits()};
  record.elapsed_s = root.at("elapsed_s").seconds();
  record.threads = static_cast<int>(root.at("threads").integer(1, 1 << 20));
  const Reader options = root.at("options");
  return {read_options(document["options"], options), std::move(record)};
}

}  // namespace smartcrop
