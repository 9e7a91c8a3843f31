#pragma once

// Where the maps of a video lie until its shots are concluded: in temporary files without a name, which are
// mapped into memory. So the memory of a long video does not grow with its length; a 1080p film keeps some
// 500 MB per hour on the disk. The files lie in $TMPDIR, else in /var/tmp. Where they cannot be made (no such
// folder, disk full), maps lie in memory as any other.

#include <opencv2/core/mat.hpp>

namespace smartcrop {

/// A copy of the map that lies in the store. It is used as any cv::Mat; the last one that shares its data
/// frees it. An empty map is returned as it is. Thread-safe.
cv::Mat stored(const cv::Mat& map);

/// Takes the stored maps out of memory; who reads one brings it back from the file. For use after a pass over
/// many maps. Thread-safe, also beside threads that read and write maps.
void release_stored_maps();

}  // namespace smartcrop
