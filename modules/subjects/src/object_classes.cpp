#include <array>
#include <stdexcept>
#include <string>

#include "smartcrop/subjects/object_detector.hpp"

namespace smartcrop {
namespace {

struct ObjectClass {
  std::string_view name;
  ObjectKind kind = ObjectKind::other;
};

/// In COCO's order.
constexpr std::array<ObjectClass, kObjectClasses> kClasses{{
    {"person", ObjectKind::person},
    {"bicycle", ObjectKind::vehicle},
    {"car", ObjectKind::vehicle},
    {"motorcycle", ObjectKind::vehicle},
    {"airplane", ObjectKind::vehicle},
    {"bus", ObjectKind::vehicle},
    {"train", ObjectKind::vehicle},
    {"truck", ObjectKind::vehicle},
    {"boat", ObjectKind::vehicle},
    {"traffic light", ObjectKind::fixture},
    {"fire hydrant", ObjectKind::fixture},
    {"stop sign", ObjectKind::fixture},
    {"parking meter", ObjectKind::fixture},
    {"bench", ObjectKind::fixture},
    {"bird", ObjectKind::animal},
    {"cat", ObjectKind::animal},
    {"dog", ObjectKind::animal},
    {"horse", ObjectKind::animal},
    {"sheep", ObjectKind::animal},
    {"cow", ObjectKind::animal},
    {"elephant", ObjectKind::animal},
    {"bear", ObjectKind::animal},
    {"zebra", ObjectKind::animal},
    {"giraffe", ObjectKind::animal},
    {"backpack"},
    {"umbrella"},
    {"handbag"},
    {"tie"},
    {"suitcase"},
    {"frisbee"},
    {"skis"},
    {"snowboard"},
    {"sports ball", ObjectKind::ball},
    {"kite"},
    {"baseball bat"},
    {"baseball glove"},
    {"skateboard"},
    {"surfboard"},
    {"tennis racket"},
    {"bottle"},
    {"wine glass"},
    {"cup"},
    {"fork"},
    {"knife"},
    {"spoon"},
    {"bowl"},
    {"banana"},
    {"apple"},
    {"sandwich"},
    {"orange"},
    {"broccoli"},
    {"carrot"},
    {"hot dog"},
    {"pizza"},
    {"donut"},
    {"cake"},
    {"chair", ObjectKind::fixture},
    {"couch", ObjectKind::fixture},
    {"potted plant", ObjectKind::fixture},
    {"bed", ObjectKind::fixture},
    {"dining table", ObjectKind::fixture},
    {"toilet", ObjectKind::fixture},
    {"tv", ObjectKind::fixture},
    {"laptop", ObjectKind::fixture},
    {"mouse", ObjectKind::fixture},
    {"remote", ObjectKind::fixture},
    {"keyboard", ObjectKind::fixture},
    {"cell phone"},
    {"microwave", ObjectKind::fixture},
    {"oven", ObjectKind::fixture},
    {"toaster", ObjectKind::fixture},
    {"sink", ObjectKind::fixture},
    {"refrigerator", ObjectKind::fixture},
    {"book", ObjectKind::fixture},
    {"clock", ObjectKind::fixture},
    {"vase", ObjectKind::fixture},
    {"scissors", ObjectKind::fixture},
    {"teddy bear"},
    {"hair drier", ObjectKind::fixture},
    {"toothbrush", ObjectKind::fixture},
}};

const ObjectClass& class_of(int class_id) {
  if (class_id < 0 || class_id >= kObjectClasses) {
    throw std::invalid_argument("class_id " + std::to_string(class_id) + " must be 0 to " +
                                std::to_string(kObjectClasses - 1));
  }
  return kClasses[static_cast<std::size_t>(class_id)];
}

}  // namespace

std::string_view to_string(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::person:
      return "person";
    case ObjectKind::animal:
      return "animal";
    case ObjectKind::vehicle:
      return "vehicle";
    case ObjectKind::ball:
      return "ball";
    case ObjectKind::fixture:
      return "fixture";
    case ObjectKind::other:
      return "other";
  }
  return "unknown";
}

std::string_view object_class_name(int class_id) {
  return class_of(class_id).name;
}

ObjectKind object_kind(int class_id) {
  return class_of(class_id).kind;
}

}  // namespace smartcrop
