#include "smartcrop/analysis/part_file.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <span>

#include "range_importance.hpp"
#include "range_shot.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/version.hpp"
#include "smartcrop/importance/signal_recorder.hpp"
#include "smartcrop/importance/subject_color.hpp"
#include "smartcrop/plan/json_reader.hpp"

namespace smartcrop {
namespace {

using internal::JsonReader;
using internal::kMostFrames;
using nlohmann::json;

// Blocks are the memory of arrays, unchanged.
static_assert(std::endian::native == std::endian::little);

constexpr std::int64_t kLargestSum = std::int64_t{1} << 53;  // exact in a double
/// Far above what FaceMesh's points give, on either side of 0.
constexpr double kLargestTurn = 1e6, kLargestOpening = 1e6;
constexpr double kFastest_px = 1e6;  ///< far above any camera's speed

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

json box_json(const CropWindow& box, double score) {
  return {box.x, box.y, box.w, box.h, score};
}

json turn_json(const std::optional<double>& turn) {
  return turn ? json(std::clamp(*turn, -kLargestTurn, kLargestTurn)) : json();
}

json detections_json(const std::optional<FrameDetections>& detections) {
  if (!detections) return nullptr;
  json faces = json::array(), objects = json::array();
  for (const FaceBox& face : detections->faces) {
    faces.push_back(box_json(face.box, face.score));
    faces.back().push_back(turn_json(face.turn));
  }
  for (const DetectedObject& object : detections->objects) {
    objects.push_back(box_json(object.box, object.score));
    objects.back().push_back(object.class_id);
  }
  return {{"faces", std::move(faces)}, {"objects", std::move(objects)}};
}

json mouths_json(const std::vector<MouthRun>& mouths) {
  json result = json::array();
  for (const MouthRun& run : mouths) {
    json& frames = result.emplace_back(json::array());
    for (const Mouth& mouth : run)
      frames.push_back({{"index", mouth.frame.value},
                        {"time", to_string(mouth.time)},
                        {"face", box_json(mouth.face, std::min(mouth.opening, kLargestOpening))},
                        {"turn", turn_json(mouth.turn)}});
  }
  return result;
}

json signals_json(const SampledSignals& sampled) {
  const FrameSignals& frame = sampled.frame;
  return {{"level", sampled.level},
          {"index", frame.index.value},
          {"time", to_string(frame.time)},
          {"motion", block(frame.motion)},
          {"still", block(frame.still)},
          {"colors", block(frame.colors)},
          {"luma", block(sampled.luma)},
          {"camera_px", std::min(sampled.camera_px, kFastest_px)},
          {"detections", detections_json(sampled.detections)},
          {"mouths", mouths_json(sampled.mouths)}};
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
          {"last_frame", metrics.last_frame ? json(to_string(*metrics.last_frame)) : json()},
          {"has_reached_end", metrics.has_reached_end},
          {"decode_s", metrics.decode_s},
          {"metrics_s", metrics.metrics_s},
          {"errors", std::move(errors)}};
}

json borders_json(const BorderCounts& borders) {
  json sides = json::array();
  for (const auto& counts : borders.by_px) {
    json& side = sides.emplace_back(json::array());
    for (const auto& [px, count] : counts) side.push_back({px, count.frames, count.edge_share});
  }
  return sides;
}

// --- reading

constexpr double kLongest_s = 1e12;

double read_seconds(const JsonReader& reader) {
  return reader.number(0, kLongest_s);
}

/// CV type `type`, `size`; empty if the block is empty and may be.
cv::Mat read_mat(const JsonReader& reader, cv::Size size, int type, bool may_be_empty) {
  const std::vector<std::uint8_t>& bytes = reader.bytes();
  if (bytes.empty() && may_be_empty) return {};
  const std::size_t wanted = static_cast<std::size_t>(size.area()) * CV_ELEM_SIZE(type);
  if (bytes.size() != wanted)
    reader.fail("must have " + std::to_string(wanted) + " bytes, has " + std::to_string(bytes.size()));
  cv::Mat result(size, type);
  std::memcpy(result.data, bytes.data(), wanted);
  return result;
}

SmallFrame read_frame(const JsonReader& reader, const MapGeometry& geometry) {
  SmallFrame frame;
  frame.index = {reader.at("index").integer(0, kMostFrames)};
  frame.time = reader.at("time").time();
  frame.geometry = geometry;
  frame.luma = read_mat(reader.at("luma"), geometry.map_size(), CV_16UC1, false);
  frame.cb = read_mat(reader.at("cb"), geometry.map_size(), CV_16UC1, true);
  frame.cr = read_mat(reader.at("cr"), geometry.map_size(), CV_16UC1, true);
  if (frame.cb.empty() != frame.cr.empty()) reader.fail("must have both planes of chroma or none");
  return frame;
}

CropWindow read_box(const std::vector<JsonReader>& numbers, cv::Size frame) {
  return {numbers[0].number(0, frame.width), numbers[1].number(0, frame.height),
          numbers[2].number(0, frame.width), numbers[3].number(0, frame.height)};
}

/// Box of a face that was followed: may reach out of the frame.
CropWindow read_followed(const std::vector<JsonReader>& numbers, cv::Size frame) {
  return {numbers[0].number(-frame.width, 2.0 * frame.width),
          numbers[1].number(-frame.height, 2.0 * frame.height), numbers[2].number(0, frame.width),
          numbers[3].number(0, frame.height)};
}

std::optional<double> read_turn(const JsonReader& reader) {
  return reader.is_null() ? std::nullopt : std::optional(reader.number(-kLargestTurn, kLargestTurn));
}

std::vector<MouthRun> read_mouths(const JsonReader& reader, cv::Size frame) {
  std::vector<MouthRun> mouths;
  for (const JsonReader& run : reader.items()) {
    MouthRun& mouth = mouths.emplace_back();
    for (const JsonReader& item : run.nonempty_items()) {
      const std::vector<JsonReader> face = item.at("face").items(5);
      mouth.push_back({{item.at("index").integer(0, kMostFrames)},
                       item.at("time").time(),
                       read_followed(face, frame),
                       face[4].number(0, kLargestOpening),
                       item.at("turn").number(-kLargestTurn, kLargestTurn)});
    }
  }
  return mouths;
}

std::optional<FrameDetections> read_detections(const JsonReader& reader, FrameIndex index, cv::Size frame) {
  if (reader.is_null()) return std::nullopt;
  FrameDetections detections{index, {}, {}};
  for (const JsonReader& item : reader.at("faces").items()) {
    const std::vector<JsonReader> face = item.items(6);
    detections.faces.push_back({read_box(face, frame), face[4].number(0, 1), read_turn(face[5])});
  }
  for (const JsonReader& item : reader.at("objects").items()) {
    const std::vector<JsonReader> object = item.items(6);
    const auto class_id = static_cast<int>(object[5].integer(0, kObjectClasses - 1));
    detections.objects.push_back({read_box(object, frame), class_id, object[4].number(0, 1)});
  }
  return detections;
}

std::vector<SampledSignals> read_signals(const JsonReader& reader, const VideoInfo& video) {
  const std::vector<JsonReader> items = reader.items();
  if (items.empty()) return {};
  const MapGeometry geometry = map_geometry(video.size);
  if (!internal::can_record_signals(geometry))
    reader.fail("must be absent: the pictures are too small for signals");
  const cv::Size cells = SignalRecorder({}, geometry, internal::frame_rate_of(video)).take().grid.cells;
  std::vector<SampledSignals> signals;
  for (const JsonReader& item : items) {
    SampledSignals& sampled = signals.emplace_back();
    sampled.level = static_cast<int>(item.at("level").integer(0, SampledSignals::kAlways));
    sampled.frame.index = {item.at("index").integer(0, kMostFrames)};
    sampled.frame.time = item.at("time").time();
    if (signals.size() > 1 && sampled.frame.time <= signals[signals.size() - 2].frame.time)
      item.fail("must be later than the pair before");
    sampled.frame.motion = read_mat(item.at("motion"), cells, CV_8UC1, true);
    sampled.frame.still = read_mat(item.at("still"), cells, CV_8UC1, true);
    sampled.frame.colors = read_mat(item.at("colors"), cells, CV_8UC1, true);
    sampled.luma = read_mat(item.at("luma"), geometry.map_size(), CV_8UC1, true);
    sampled.camera_px = item.at("camera_px").number(0, kFastest_px);
    sampled.detections = read_detections(item.at("detections"), sampled.frame.index, video.size);
    sampled.mouths = read_mouths(item.at("mouths"), video.size);
    const auto is_bin = [](std::uint8_t bin) { return bin < kColorBins; };
    if (!std::all_of(sampled.frame.colors.begin<std::uint8_t>(), sampled.frame.colors.end<std::uint8_t>(),
                     is_bin))
      item.at("colors").fail("must hold numbers below " + std::to_string(kColorBins));
  }
  return signals;
}

MetricRecord read_metrics(const JsonReader& reader, const MapGeometry& geometry) {
  MetricRecord result{Field(geometry)};
  result.mode = SamplingMode::dense;
  const std::vector<JsonReader> sums = reader.at("sums").items(kMetricCount);
  const std::vector<JsonReader> counts = reader.at("counts").items(kMetricCount);
  for (std::size_t i = 0; i < kMetricCount; ++i) {
    cv::Mat& sum = result.field.sum[i];
    sum = read_mat(sums[i], geometry.map_size(), CV_64FC1, false);
    const std::span<const double> values(sum.ptr<double>(), sum.total());
    const auto is_sum = [](double v) { return v >= 0 && v <= double(kLargestSum) && std::trunc(v) == v; };
    if (!std::ranges::all_of(values, is_sum)) sums[i].fail("must hold whole numbers, 0 or more");
    result.field.count[i] = counts[i].integer(0, kMostFrames);
  }
  if (read_seconds(reader.at("step_s")) != kFinestStep_s) reader.at("step_s").fail("must be 0.25");
  result.timeline = MetricTimeline(kFinestStep_s);
  for (const JsonReader& item : reader.at("steps").items()) {
    MetricTimeline::Bin bin;
    const std::vector<JsonReader> sum = item.at("sum").items(kMetricCount);
    const std::vector<JsonReader> cells = item.at("cells").items(kMetricCount);
    for (std::size_t i = 0; i < kMetricCount; ++i) {
      bin.sum[i] = static_cast<std::uint64_t>(sum[i].integer(0, kLargestSum));
      bin.cells[i] = cells[i].integer(0, kLargestSum);
    }
    result.timeline.add(item.at("index").integer(0, kMostFrames), bin);
  }
  result.frames_decoded = reader.at("frames_decoded").integer(1, kMostFrames);
  result.frames_measured = reader.at("frames_measured").integer(0, kMostFrames);
  if (const JsonReader last = reader.at("last_frame"); !last.is_null()) result.last_frame = last.time();
  result.has_reached_end = reader.at("has_reached_end").boolean();
  result.decode_s = read_seconds(reader.at("decode_s"));
  result.metrics_s = read_seconds(reader.at("metrics_s"));
  if (const JsonReader errors = reader.at("errors"); !errors.is_null()) {
    result.decoding = {errors.at("count").integer(1, kMostFrames), errors.at("first_at").time(),
                       errors.at("first").text()};
  }
  return result;
}

BorderCounts read_borders(const JsonReader& reader) {
  BorderCounts borders;
  const std::vector<JsonReader> sides = reader.items(kSideCount);
  for (std::size_t side = 0; side < kSideCount; ++side) {
    for (const JsonReader& item : sides[side].items()) {
      const std::vector<JsonReader> values = item.items(3);
      const auto px = static_cast<std::uint16_t>(values[0].integer(0, UINT16_MAX));
      borders.by_px[side][px] = {values[1].integer(1, kMostFrames),
                                 static_cast<std::uint8_t>(values[2].integer(0, UINT8_MAX))};
    }
  }
  return borders;
}

OptionTexts read_options(const JsonReader& reader) {
  OptionTexts texts;
  for (const auto& [name, values] : reader.members()) {
    for (const JsonReader& value : values.items()) texts[name].push_back(value.text());
  }
  return texts;
}

json parse(std::string_view bytes, const std::string& where) {
  constexpr int kDeepest = 8;  // a part has fewer levels
  internal::CborDocument document = internal::parse_cbor(bytes, kDeepest);
  const bool is_part = document.value.is_object() && document.value.contains("smartcrop");
  if (is_part && !document.is_whole) throw Error(where + ": is cut off or damaged; analyze this part again");
  if (!is_part) throw Error(where + ": is not a part of an analysis (what smartcrop-analyze --field writes)");
  return std::move(document.value);
}

void check_kind(const JsonReader& reader) {
  if (reader.at("document").text() != "analysis-part")
    reader.at("document").fail("must be \"analysis-part\"");
  const std::int64_t format = reader.at("format").integer(0, kMostFrames);
  if (format != kPartFormat)
    reader.fail("says that this part has format " + std::to_string(format) + ", this program reads format " +
                std::to_string(kPartFormat) + "; analyze it again with the same program");
  const std::string writer = reader.at("version").text();
  if (writer != version())
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
  const JsonReader root(document, where);
  check_kind(root.at("smartcrop"));
  const VideoInfo video = read_video_info(root.at("video").text(), where + ": video");
  const MapGeometry geometry = map_geometry(video.size);
  RangeRecord record{.video = video, .metrics = read_metrics(root.at("metrics"), geometry)};
  if (const JsonReader start = root.at("start"); !start.is_null()) record.start = start.time_point();
  if (const JsonReader end = root.at("end"); !end.is_null()) record.end = end.time_point();
  record.signals = read_signals(root.at("signals"), video);
  record.borders = read_borders(root.at("borders"));
  record.first = read_frame(root.at("first"), geometry);
  record.last = read_frame(root.at("last"), geometry);
  if (const JsonReader next = root.at("next"); !next.is_null())
    record.next = FrameMark{next.at("time").time(), next.at("hash").bits()};
  record.elapsed_s = read_seconds(root.at("elapsed_s"));
  record.threads = static_cast<int>(root.at("threads").integer(1, 1 << 20));
  return {read_options(root.at("options")), std::move(record)};
}

}  // namespace smartcrop
