#include "work.hpp"

namespace smartcrop::python {

ProgressCallback progress_of(const py::object& callable) {
  if (callable.is_none()) return {};
  // The last copy may end on any thread; the object is released under the GIL.
  const std::shared_ptr<py::object> shared(new py::object(callable), [](py::object* object) {
    const py::gil_scoped_acquire lock;
    delete object;
  });
  return [shared](std::int64_t done, std::int64_t total) {
    const py::gil_scoped_acquire lock;
    (*shared)(done, total);
  };
}

}  // namespace smartcrop::python
