#include "metric_words.hpp"

#include <cctype>
#include <cmath>
#include <cstdio>

namespace smartcrop::internal {

MetricWords metric_words(std::size_t metric) {
  if (metric == kImportance)
    return {"Importance", "how much stands out or moves on its own", "1 = an even spread", "sum of evidence"};
  const MetricEntry& entry = entry_of(static_cast<Metric>(metric));
  MetricWords words{std::string(entry.name), std::string(entry.meaning), std::string(entry.unit),
                    std::string(entry.unit)};
  words.title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.title.front())));
  return words;
}

std::string short_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, std::abs(value) < 0.1 ? "%.1g" : "%.3g", value);
  return text;
}

}  // namespace smartcrop::internal
