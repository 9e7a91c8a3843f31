#include "speech_network.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <opencv2/core/hal/intrin.hpp>

#include "smartcrop/core/error.hpp"
#include "smartcrop/speakers/speech.hpp"

namespace smartcrop::internal {
namespace {

constexpr int kWindow = 256, kHop = 128, kBins = 129, kContext = 64;
/// Spectra of one step of 512 samples.
constexpr int kSpectra = 4;
constexpr int kTaps = 3;

/// The matrices of a file, one after the other.
class WeightReader {
 public:
  explicit WeightReader(const std::string& path) : path_(path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Error("speech model '" + path + "' cannot be read");
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
  }

  cv::Mat next(int rows, int columns) {
    cv::Mat matrix(rows, columns, CV_32F);
    const std::size_t size = matrix.total() * sizeof(float);
    if (bytes_.size() - used_ < size) fail();
    std::memcpy(matrix.data, bytes_.data() + used_, size);
    used_ += size;
    return matrix;
  }

  void expect_end() const {
    if (used_ != bytes_.size()) fail();
  }

 private:
  [[noreturn]] void fail() const {
    throw Error("speech model '" + path_ +
                "' is not Silero VAD's weights; scripts/fetch-models fetches them anew");
  }

  std::string path_;
  std::vector<char> bytes_;
  std::size_t used_ = 0;
};

float sigmoid(float x) {
  return 1 / (1 + std::exp(-x));
}

/// The inputs of a convolution of three taps as columns, each step padded with zeros. `in`: channels x
/// (steps, places).
cv::Mat columns_of(const cv::Mat& in, int places, int stride) {
  const int steps = in.cols / places, out_places = (places - 1) / stride + 1;
  cv::Mat columns = cv::Mat::zeros(in.rows * kTaps, steps * out_places, CV_32F);
  for (int channel = 0; channel < in.rows; ++channel) {
    const float* from = in.ptr<float>(channel);
    for (int tap = 0; tap < kTaps; ++tap) {
      float* to = columns.ptr<float>(channel * kTaps + tap);
      for (int step = 0; step < steps; ++step)
        for (int place = 0; place < out_places; ++place) {
          const int at = place * stride + tap - 1;
          if (at >= 0 && at < places) to[step * out_places + place] = from[step * places + at];
        }
    }
  }
  return columns;
}

/// Adds a bias to each column, then ReLU.
void add_and_rectify(cv::Mat& values, const cv::Mat& bias) {
  for (int row = 0; row < values.rows; ++row) {
    float* value = values.ptr<float>(row);
    for (int i = 0; i < values.cols; ++i) value[i] = std::max(0.0F, value[i] + bias.at<float>(row));
  }
}

}  // namespace

cv::Mat product(const cv::Mat& a, const cv::Mat& b) {
  cv::Mat result = cv::Mat::zeros(a.rows, b.cols, CV_32F);
  constexpr int kLanes = cv::v_float32x4::nlanes;
  for (int row = 0; row < a.rows; ++row) {
    const float* weights = a.ptr<float>(row);
    float* sums = result.ptr<float>(row);
    int i = 0;
    for (; i + 4 * kLanes <= b.cols; i += 4 * kLanes) {
      cv::v_float32x4 s0 = cv::v_setzero_f32(), s1 = s0, s2 = s0, s3 = s0;
      for (int k = 0; k < a.cols; ++k) {
        const cv::v_float32x4 weight = cv::v_setall_f32(weights[k]);
        const float* in = b.ptr<float>(k) + i;
        s0 += weight * cv::v_load(in);
        s1 += weight * cv::v_load(in + kLanes);
        s2 += weight * cv::v_load(in + 2 * kLanes);
        s3 += weight * cv::v_load(in + 3 * kLanes);
      }
      cv::v_store(sums + i, s0);
      cv::v_store(sums + i + kLanes, s1);
      cv::v_store(sums + i + 2 * kLanes, s2);
      cv::v_store(sums + i + 3 * kLanes, s3);
    }
    for (; i < b.cols; ++i)
      for (int k = 0; k < a.cols; ++k) sums[i] += weights[k] * b.at<float>(k, i);
  }
  return result;
}

SpeechNetwork::SpeechNetwork(const std::string& path) {
  static_assert(std::endian::native == std::endian::little, "the file of weights is little-endian");
  WeightReader reader(path);
  basis_ = reader.next(2 * kBins, kWindow);
  int inputs = kBins;
  const std::array<int, 4> outputs{128, 64, 64, 128}, strides{1, 2, 2, 1};
  for (std::size_t i = 0; i < encoder_.size(); ++i) {
    encoder_[i].weights = reader.next(outputs[i], kTaps * inputs);
    encoder_[i].bias = reader.next(outputs[i], 1);
    encoder_[i].stride = strides[i];
    inputs = outputs[i];
  }
  input_weights_ = reader.next(4 * inputs, inputs);
  hidden_weights_ = reader.next(4 * inputs, inputs).t();
  gate_bias_ = reader.next(4 * inputs, 1);
  gate_bias_ += reader.next(4 * inputs, 1);
  decoder_weights_ = reader.next(1, inputs);
  decoder_bias_ = reader.next(1, 1);
  reader.expect_end();
}

cv::Mat SpeechNetwork::spectra(std::span<const float> samples, Memory& memory) const {
  const int steps = static_cast<int>(samples.size() / kSpeechStep);
  cv::Mat windows(kWindow, steps * kSpectra, CV_32F);
  std::vector<float> heard(kContext + kSpeechStep + kContext);
  for (int step = 0; step < steps; ++step) {
    const auto part = samples.subspan(static_cast<std::size_t>(step) * kSpeechStep, kSpeechStep);
    std::ranges::copy(memory.context, heard.begin());
    std::ranges::copy(part, heard.begin() + kContext);
    // The end is mirrored, without its last sample.
    for (std::size_t i = 0; i < kContext; ++i)
      heard[kContext + kSpeechStep + i] = heard[kContext + kSpeechStep - 2 - i];
    memory.context.assign(part.end() - kContext, part.end());
    for (int place = 0; place < kSpectra; ++place)
      for (int i = 0; i < kWindow; ++i)
        windows.at<float>(i, step * kSpectra + place) = heard[static_cast<std::size_t>(place * kHop + i)];
  }
  const cv::Mat parts = product(basis_, windows);
  cv::Mat magnitudes;
  cv::magnitude(parts.rowRange(0, kBins), parts.rowRange(kBins, 2 * kBins), magnitudes);
  return magnitudes;
}

float SpeechNetwork::decide(const cv::Mat& gates, Memory& memory) const {
  const cv::Mat recalled = product(memory.hidden.t(), hidden_weights_);
  const int units = memory.hidden.rows;
  float sum = decoder_bias_.at<float>(0);
  for (int i = 0; i < units; ++i) {
    const auto gate = [&](int number) {
      const int at = number * units + i;
      return gates.at<float>(at) + recalled.at<float>(at) + gate_bias_.at<float>(at);
    };
    float& cell = memory.cell.at<float>(i);
    cell = sigmoid(gate(1)) * cell + sigmoid(gate(0)) * std::tanh(gate(2));
    const float hidden = sigmoid(gate(3)) * std::tanh(cell);
    memory.hidden.at<float>(i) = hidden;
    sum += decoder_weights_.at<float>(i) * std::max(0.0F, hidden);
  }
  return sigmoid(sum);
}

std::vector<float> SpeechNetwork::run(std::span<const float> samples, Memory& memory) const {
  cv::Mat values = spectra(samples, memory);
  int places = kSpectra;
  for (const Convolution& layer : encoder_) {
    values = product(layer.weights, columns_of(values, places, layer.stride));
    places = (places - 1) / layer.stride + 1;
    add_and_rectify(values, layer.bias);
  }
  // Column by column, as decide() needs it.
  const cv::Mat gates = product(input_weights_, values).t();
  std::vector<float> probabilities;
  for (int step = 0; step < gates.rows; ++step) probabilities.push_back(decide(gates.row(step), memory));
  return probabilities;
}

}  // namespace smartcrop::internal
