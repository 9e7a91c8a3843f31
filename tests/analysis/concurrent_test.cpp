#include <boost/test/unit_test.hpp>
#include <thread>

#include "smartcrop/analysis/analyze.hpp"
#include "smartcrop/plan/analysis_document.hpp"
#include "smartcrop/video/synthetic_source.hpp"
#include "support/media.hpp"

using namespace smartcrop;

namespace {

/// The document of a video, without the times that the work took.
std::string document_of(const std::string& path, int threads) {
  AnalyzeOptions options;
  options.mode = WindowMode::moving;
  options.aspects = {{9, 16}};
  options.measure.threads = threads;
  AnalysisDocument document = analyze(*open_file(path), options);
  document.timing = {};
  return write_analysis(document);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(analysis_concurrent)

BOOST_AUTO_TEST_CASE(analyses_at_once_give_the_same_documents_as_one_after_the_other) {
  // Of different lengths, so that one ends while the other goes on.
  const std::string brief = test::make_media(
      "concurrent-brief.mp4", {"-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1", "-vf",
                               "noise=alls=20", "-c:v", "libx264", "-pix_fmt", "yuv420p"});
  const std::string lengthy =
      test::make_media("concurrent-lengthy.mp4", {"-f", "lavfi", "-i", "mandelbrot=size=320x180:rate=25",
                                                  "-t", "6", "-c:v", "libx264", "-pix_fmt", "yuv420p"});
  for (const int threads : {1, 2}) {
    const std::string brief_alone = document_of(brief, threads),
                      lengthy_alone = document_of(lengthy, threads);
    std::vector<std::string> briefs(6);
    std::string lengthy_beside;
    std::thread other([&] {
      for (std::string& document : briefs) document = document_of(brief, threads);
    });
    lengthy_beside = document_of(lengthy, threads);
    other.join();
    BOOST_TEST((lengthy_beside == lengthy_alone));
    for (const std::string& document : briefs) BOOST_TEST((document == brief_alone));
  }
}

BOOST_AUTO_TEST_SUITE_END()
