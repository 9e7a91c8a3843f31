#include "smartcrop/reframe/layout.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

#include "heads.hpp"
#include "insets.hpp"
#include "smartcrop/core/conditions.hpp"
#include "smartcrop/core/error.hpp"
#include "smartcrop/core/output_halves.hpp"
#include "smartcrop/core/text.hpp"
#include "speaker_cuts.hpp"
#include "split_screen.hpp"

namespace smartcrop {
namespace {

using namespace internal;

/// Height of a person's window, in heights of the face: at most kTallest, which leaves out the room; at least
/// kFramedHeight, which holds head and shoulders. In between, as high as the head can be centered.
constexpr double kTallest = 5, kFramedHeight = 2.4;
/// Head and shoulders take at most this share of the window's height; the rest is for motion.
constexpr double kInside = 0.9;
/// Head and shoulders begin this many heights of the face above it.
constexpr double kAbove = 0.55;
/// kTallest for a face camera, in heights of the person: its picture ends close to the person.
constexpr double kCameraTallest = 1.1;
/// Two people need two windows if their heads do not fit into one in this share of the time.
constexpr double kApart = 0.5;
/// A subject with a window of its own is seen in kPresent of the shot, and its face in kFaceSeen of that.
constexpr double kPresent = 0.5, kFaceSeen = 0.5;
/// A face camera moves by at most kStays of the frame's sides and lies at least kOuter of a side off the
/// middle.
constexpr double kStays = 0.06, kOuter = 0.2;
/// A head's range over time: quantiles kRare and 1 - kRare of its edges.
constexpr double kRare = 0.05;

double quantile(std::vector<double> values, double share) {
  const auto at = values.begin() + std::lround(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

template <class Number>
std::vector<double> over_time(const Subject& subject, const Number& number) {
  std::vector<double> values;
  for (std::size_t t = subject.first; t < subject.end(); ++t) values.push_back(number(t));
  return values;
}

double face_height(const Subject& subject) {
  std::vector<double> heights;
  for (const CropWindow& face : subject.faces)
    if (face.w > 0) heights.push_back(face.h);
  return heights.empty() ? 0 : quantile(heights, 0.5);
}

bool shows_face(const Subject& subject) {
  const auto seen = std::ranges::count_if(subject.faces, [](const CropWindow& face) { return face.w > 0; });
  return static_cast<double>(seen) >= kFaceSeen * static_cast<double>(subject.faces.size());
}

/// Subjects that can have a window of their own, the most probable first.
std::vector<std::size_t> candidates_of(const SubjectChoice& choice, bool with_face) {
  std::vector<std::size_t> found;
  const auto frames = static_cast<double>(choice.elsewhere.size());
  for (std::size_t k = 0; k < choice.subjects.size(); ++k) {
    const Subject& subject = choice.subjects[k];
    const bool is_present = static_cast<double>(subject.boxes.size()) >= kPresent * frames;
    if (is_present && !subject.must_stay && !subject.is_region() && choice.share(k) > 0 &&
        (!with_face || shows_face(subject)))
      found.push_back(k);
  }
  std::ranges::stable_sort(found,
                           [&](std::size_t a, std::size_t b) { return choice.share(a) > choice.share(b); });
  return found;
}

/// Share of the shot's frames with both subjects, and share of those in which their heads do not fit into the
/// window.
struct Together {
  double there = 0, apart = 0;
};
Together together(const Subject& a, const Subject& b, std::size_t frames, cv::Size window) {
  std::size_t there = 0, apart = 0;
  for (std::size_t t = std::max(a.first, b.first); t < std::min(a.end(), b.end()); ++t) {
    ++there;
    apart += !fit_together(head_of(a, t), head_of(b, t), window);
  }
  if (there == 0) return {};
  return {static_cast<double>(there) / static_cast<double>(frames),
          static_cast<double>(apart) / static_cast<double>(there)};
}

/// Fills in missing faces: at the same place in the box as the last face seen, or the first one before that.
void fill_faces(Subject& subject) {
  const auto first = std::ranges::find_if(subject.faces, [](const CropWindow& face) { return face.w > 0; });
  if (first == subject.faces.end()) return;
  auto seen = static_cast<std::size_t>(first - subject.faces.begin());
  for (std::size_t i = 0; i < subject.faces.size(); ++i) {
    if (subject.faces[i].w > 0) {
      seen = i;
      continue;
    }
    const CropWindow &then = subject.boxes[seen], &now = subject.boxes[i];
    subject.faces[i] = subject.faces[seen];
    subject.faces[i].x += now.x + now.w / 2 - then.x - then.w / 2;
    subject.faces[i].y += now.y - then.y;
    if (!subject.turns.empty()) subject.turns[i] = subject.turns[seen];
  }
}

/// A choice of one subject, cut to head and shoulders of at most `highest` px. Frames without it do not
/// matter.
SubjectChoice about_one(const SubjectChoice& all, std::size_t k, double highest) {
  SubjectChoice one;
  Subject& subject = one.subjects.emplace_back(all.subjects[k]);
  fill_faces(subject);
  for (std::size_t t = subject.first; t < subject.end(); ++t) {
    CropWindow& box = subject.boxes[t - subject.first] = framed_box(subject, t);
    if (const auto face = subject.face(t)) {
      box.y = face->y - kAbove * face->h;
      box.h = std::min(kFramedHeight * face->h, highest);
    }
  }
  one.elsewhere.assign(all.elsewhere.size(), 0);
  one.matters.assign(all.elsewhere.size(), 0);
  std::fill_n(&one.matters[subject.first], subject.boxes.size(), 1.0);
  one.probability = {one.matters};
  one.importance_share = {all.importance_share[k]};
  return one;
}

SubjectChoice about_content(const SubjectChoice& all) {
  SubjectChoice content;
  content.elsewhere.assign(all.elsewhere.size(), 1);
  content.matters.assign(all.elsewhere.size(), 1);
  return content;
}

/// The largest window of the shape of `least` that fits into a part of the frame, at most `tallest` high. If
/// there is room, not smaller than `least`.
cv::Size size_in(const cv::Rect& within, cv::Size least, double tallest) {
  const double room = std::min(static_cast<double>(within.width) / least.width,
                               static_cast<double>(within.height) / least.height);
  const double scale = std::min(room, std::max(1.0, tallest / least.height));
  const auto even = [&](int side) { return std::max(2, static_cast<int>(side * scale / 2 + 1e-6) * 2); };
  return {even(least.width), even(least.height)};
}

/// Divides the frame by a line that neither head crosses, the part of `a` first. nullopt if there is none.
std::optional<std::array<cv::Rect, 2>> own_parts(const Subject& a, const Subject& b, const cv::Rect& within,
                                                 bool along_x) {
  const auto edge = [&](const Subject& subject, double share, bool far) {
    return quantile(over_time(subject,
                              [&](std::size_t t) {
                                const CropWindow head = head_of(subject, t);
                                const double from = along_x ? head.x : head.y;
                                return from + (far ? (along_x ? head.w : head.h) : 0);
                              }),
                    share);
  };
  const double from = edge(a, 1 - kRare, true), to = edge(b, kRare, false);
  if (from > to) return std::nullopt;
  const int line = static_cast<int>(std::lround((from + to) / 4)) * 2;
  std::array<cv::Rect, 2> parts{within, within};
  if (along_x) {
    parts[0].width = line - within.x;
    parts[1] = cv::Rect(cv::Point(line, within.y), within.br());
  } else {
    parts[0].height = line - within.y;
    parts[1] = cv::Rect(cv::Point(within.x, line), within.br());
  }
  constexpr int kLeast = 16;  // px
  const bool is_narrow = std::ranges::any_of(
      parts, [](const cv::Rect& part) { return part.width < kLeast || part.height < kLeast; });
  return is_narrow ? std::nullopt : std::optional(parts);
}

double usual_middle(const Subject& subject) {
  return quantile(over_time(subject,
                            [&](std::size_t t) {
                              const CropWindow head = head_of(subject, t);
                              return head.x + head.w / 2;
                            }),
                  0.5);
}

/// The window of one of two subjects in its part of the frame: the largest of at most kTallest in which the
/// head can be centered.
ShotLayout::Window own_window(PathRequest request, const cv::Rect& part, const SubjectChoice& choice,
                              std::size_t k) {
  const cv::Size half = output_halves(request.window)[0].size();
  const Subject& subject = choice.subjects[k];
  const double middle = usual_middle(subject);
  const double centered = 2 * std::min(middle - part.x, part.br().x - middle);
  const double face = face_height(subject);
  request.within = part;
  request.window = size_in(part, half,
                           std::clamp(centered * half.height / half.width, kFramedHeight * face / kInside,
                                      std::max(kTallest * face, 1.0)));
  return {request, about_one(choice, k, request.window.height)};
}

/// Medians of a subject's box over time.
cv::Rect2d usual_box(const Subject& subject) {
  const auto median = [&](double CropWindow::*number) {
    return quantile(over_time(subject, [&](std::size_t t) { return subject.box(t).*number; }), 0.5);
  };
  return {median(&CropWindow::x), median(&CropWindow::y), median(&CropWindow::w), median(&CropWindow::h)};
}

/// The pictures of a split screen that show two subjects; nullopt if one picture shows both.
std::optional<std::array<cv::Rect, 2>> own_pictures(const Subject& a, const Subject& b,
                                                    const std::vector<cv::Rect>& pictures) {
  std::array<cv::Rect, 2> own;
  for (std::size_t i = 0; i < own.size(); ++i) {
    const cv::Rect2d box = usual_box(i == 0 ? a : b);
    const cv::Point2d middle = (box.tl() + box.br()) / 2;
    const auto found =
        std::ranges::find_if(pictures, [&](const cv::Rect2d& picture) { return picture.contains(middle); });
    if (found == pictures.end()) return std::nullopt;
    own[i] = *found;
  }
  return own[0] == own[1] ? std::nullopt : std::optional(own);
}

ShotLayout two_subjects(const ShotImportance& importance, const PathRequest& request,
                        const SubjectChoice& choice, std::size_t a, std::size_t b, std::string reason) {
  if (usual_middle(choice.subjects[b]) < usual_middle(choice.subjects[a])) std::swap(a, b);
  const Subject &first = choice.subjects[a], &second = choice.subjects[b];
  std::vector<cv::Rect> pictures;
  for (const ShownInset& inset : insets_with_faces(request.within, importance, choice))
    pictures.push_back(inset.box);
  const std::vector<cv::Rect> split = pictures_in(request.within, importance, &choice);
  pictures.insert(pictures.end(), split.begin(), split.end());
  auto parts = own_pictures(first, second, pictures);
  if (parts && (*parts)[0].y >= (*parts)[1].br().y) {
    std::swap(a, b);
    std::swap((*parts)[0], (*parts)[1]);
  }
  if (!parts) parts = own_parts(first, second, request.within, true);
  if (!parts) parts = own_parts(first, second, request.within, false);
  if (!parts && (parts = own_parts(second, first, request.within, false))) std::swap(a, b);
  if (!parts) parts = {request.within, request.within};
  return {std::move(reason),
          {own_window(request, (*parts)[0], choice, a), own_window(request, (*parts)[1], choice, b)}};
}

/// Whether a subject looks like a face camera beside the content.
bool is_camera(const Subject& subject, cv::Size frame, const LayoutOptions& options) {
  const cv::Rect2d box = usual_box(subject);
  if (box.area() > options.max_camera * frame.area()) return false;
  const auto range = [&](double CropWindow::*from, double CropWindow::*length) {
    const auto middles = over_time(subject, [&](std::size_t t) {
      const CropWindow& here = subject.box(t);
      return here.*from + here.*length / 2;
    });
    return quantile(middles, 1 - kRare) - quantile(middles, kRare);
  };
  const double off_x = std::abs((box.x + box.width / 2) / frame.width - 0.5);
  const double off_y = std::abs((box.y + box.height / 2) / frame.height - 0.5);
  return std::max(off_x, off_y) >= kOuter && range(&CropWindow::x, &CropWindow::w) <= kStays * frame.width &&
         range(&CropWindow::y, &CropWindow::h) <= kStays * frame.height;
}

/// The part of the frame beside a box that fits the largest window of a shape.
cv::Rect largest_beside(const cv::Rect2d& box, const cv::Rect& within, cv::Size shape) {
  const cv::Point from(static_cast<int>(box.x) / 2 * 2, static_cast<int>(box.y) / 2 * 2);
  const cv::Point to((static_cast<int>(box.br().x) + 2) / 2 * 2, (static_cast<int>(box.br().y) + 2) / 2 * 2);
  const std::array<cv::Rect, 4> parts{
      cv::Rect(within.tl(), cv::Point(from.x, within.br().y)) & within,
      cv::Rect(cv::Point(to.x, within.y), within.br()) & within,
      cv::Rect(within.tl(), cv::Point(within.br().x, from.y)) & within,
      cv::Rect(cv::Point(within.x, to.y), within.br()) & within,
  };
  return *std::ranges::max_element(parts, {}, [&](const cv::Rect& part) {
    return std::min(static_cast<double>(part.width) / shape.width,
                    static_cast<double>(part.height) / shape.height);
  });
}

/// The part of the safe zone in the i-th half of the output, in shares of the half.
SafeZone zone_of_half(const SafeZone& output, cv::Size window, std::size_t i) {
  SafeZone half = output;
  if (window.height > window.width) {
    half.top = i == 0 ? 2 * output.top : 0;
    half.bottom = i == 0 ? 0 : 2 * output.bottom;
  } else {
    half.left = i == 0 ? 2 * output.left : 0;
    half.right = i == 0 ? 0 : 2 * output.right;
  }
  return half;
}

/// `inset`: nullptr, or the picture of the camera.
ShotLayout content_and_camera(const PathRequest& request, const SubjectChoice& choice, std::size_t person,
                              const ShownInset* inset) {
  ShotLayout layout{"the content, and a camera on a face beside it"};
  const cv::Size half = output_halves(request.window)[0].size();
  const Subject& subject = choice.subjects[person];
  const cv::Rect2d box = inset != nullptr ? cv::Rect2d(inset->around) : usual_box(subject);
  PathRequest content = request, camera = request;
  content.within = largest_beside(box, request.within, half);
  content.window = size_in(content.within, half, content.within.height);
  if (inset != nullptr) {
    camera.within = inset->box;
    camera.window = size_in(inset->box, half, inset->box.height);
    layout.windows.push_back({content, choice_without(choice, inset->subjects)});
    layout.windows.push_back(
        {camera, about_one(seen_throughout(choice, inset->subjects), person, camera.window.height)});
    return layout;
  }
  const double tallest = std::min(kTallest * face_height(subject), kCameraTallest * box.height);
  const double scale = std::min(1.0, tallest / half.height);
  camera.window = size_in(
      request.within,
      {std::max(2, static_cast<int>(half.width * scale)), std::max(2, static_cast<int>(half.height * scale))},
      tallest);
  layout.windows.push_back({content, about_content(choice)});
  layout.windows.push_back({camera, about_one(choice, person, camera.window.height)});
  return layout;
}

/// Why two people get a window each; empty if they do not.
std::string why_both(const PathRequest& request, const SubjectChoice& choice,
                     const std::vector<std::size_t>& people, const LayoutOptions& options) {
  const double least = options.min_balance * choice.share(people[0]);
  if (people.size() > 2 && choice.share(people[2]) >= least) return {};
  const auto [there, apart] = together(choice.subjects[people[0]], choice.subjects[people[1]],
                                       choice.elsewhere.size(), request.window);
  if (there < options.min_together || apart < kApart) return {};
  if (choice.speakers.turns.empty() && choice.share(people[1]) < least) return {};
  if (choice.speakers.turns.empty())
    return "two people are there, one window does not hold both, and it is not known who speaks";
  if (choice.speakers.overlap < options.min_overlap) return {};
  return "two people talk at the same time, and one window does not hold both";
}

}  // namespace

Layout parse_layout(std::string_view name) {
  return parse_choice<Layout>(
      "layout", name, {{"single", Layout::single}, {"stack", Layout::stack}, {"auto", Layout::automatic}});
}

std::vector<std::string> LayoutOptions::problems() const {
  const auto is_share = [](double value) { return value >= 0 && value <= 1; };
  return unmet({
      {is_share(min_together), "min_together must be in 0..1"},
      {is_share(min_balance), "min_balance must be in 0..1"},
      {is_share(min_overlap), "min_overlap must be in 0..1"},
      {is_share(max_camera), "max_camera must be in 0..1"},
      {is_share(max_inset), "max_inset must be in 0..1"},
  });
}

namespace {

ShotLayout layout_of(const ShotImportance& importance, const PathRequest& asked, const SubjectChoice& choice,
                     const LayoutOptions& options) {
  if (options.layout == Layout::single || choice.elsewhere.empty()) return {};
  PathRequest request = asked;
  const cv::Size frame = importance.grid.map.source;
  if (request.within.empty()) request.within = cv::Rect({}, frame);
  const std::vector<std::size_t> people = candidates_of(choice, true);
  const std::vector<ShownInset> faces = insets_with_faces(request.within, importance, choice);
  if (faces.size() == 1 && faces[0].box.area() <= options.max_inset * frame.area())
    return content_and_camera(request, choice, faces[0].subjects[0], faces.data());
  if (people.size() == 1 && is_camera(choice.subjects[people[0]], frame, options))
    return content_and_camera(request, choice, people[0], nullptr);
  if (options.layout == Layout::automatic) {
    const std::string why = people.size() < 2 ? std::string() : why_both(request, choice, people, options);
    return why.empty() ? ShotLayout{} : two_subjects(importance, request, choice, people[0], people[1], why);
  }
  const std::vector<std::size_t> all = people.size() < 2 ? candidates_of(choice, false) : people;
  if (all.size() < 2) return {"there are no two subjects"};
  return two_subjects(importance, request, choice, all[0], all[1], "the two subjects, as requested");
}

}  // namespace

ShotLayout choose_layout(const ShotImportance& importance, const PathRequest& request,
                         const SubjectChoice& choice, const LayoutOptions& options) {
  throw_if_any("layout options", options.problems());
  ShotLayout layout = layout_of(importance, request, choice, options);
  for (std::size_t i = 0; i < layout.windows.size(); ++i)
    layout.windows[i].request.safe_zone = zone_of_half(request.safe_zone, request.window, i);
  return layout;
}

}  // namespace smartcrop
