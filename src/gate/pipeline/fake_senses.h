// Senses that see what a test tells them: recorded faces instead of networks, a set temperature instead of a sensor.
#pragma once

#include <map>

#include "gate/pipeline/senses.h"

namespace ward::gate {

// One person as the fakes know them. Faces are told apart by where they stand: 100 pixels of width each.
struct FakePerson {
  cv::Rect2f box{220, 100, 160, 200};
  int face = 1;  // whose; 0 to 511
  std::optional<vision::QualityFault> fault;
  vision::MaskState mask = vision::MaskState::none;
  float live = 0.95F;
  float score = 0.8F;
};

inline vision::Embedding fake_embedding(int face) {
  vision::Embedding e{};
  e[static_cast<std::size_t>(face)] = 1;
  return e;
}

class FakeSenses : public Senses {
 public:
  std::vector<FakePerson> people;  // in the picture now
  thermal::ThermalReading thermal{
      .fault = thermal::ThermalFault::none,
      .estimate = thermal::TemperatureEstimate{.celsius = 36.6F, .sd = 0.3F, .method = "canthi"},
      .warmth = 0.9F};
  thermal::ThermalFault sensor = thermal::ThermalFault::none;
  std::map<int, std::pair<Id, std::string>> known;  // face -> person
  std::optional<std::chrono::seconds> age{60};
  std::optional<Found> pass;  // held up to the camera now
  bool passes = false;        // somebody has one
  int reads = 0, matches = 0, looks_for_pass = 0;

  std::vector<vision::Face> detect(const cv::Mat&) override {
    std::vector<vision::Face> faces;
    for (const auto& p : people) faces.push_back({p.box, 0.99F});
    return faces;
  }
  vision::FaceReading glance(const cv::Mat&, const vision::Face& face) override {
    const FakePerson& p = at(face.box);
    vision::FaceReading reading;
    reading.face = face;
    reading.landmarks.fill(face.box.tl());
    reading.quality.fault = p.fault;
    reading.quality.score = p.score;
    reading.quality.height_px = face.box.height;
    return reading;
  }
  void read(const cv::Mat&, vision::FaceReading& reading) override {
    ++reads;
    const FakePerson& p = at(reading.face.box);
    reading.mask.state = p.mask;
    reading.live = p.live;
    reading.embedding = fake_embedding(p.face);
  }
  vision::Embedding embed(const cv::Mat&, const vision::Landmarks& landmarks) override {
    return fake_embedding(at({landmarks[0], cv::Size2f(1, 1)}).face);
  }
  thermal::ThermalReading measure(const vision::FaceReading&, cv::Size, Time) override { return thermal; }
  thermal::ThermalFault sensor_fault() override { return sensor; }
  Found find(const vision::Embedding& face, vision::MaskState) override {
    ++matches;
    Found found;
    found.match.similarity = 0.1F;
    found.match.threshold = 0.4F;
    for (const auto& [number, person] : known)
      if (similarity_of(face, fake_embedding(number)) > 0.9F) {
        found.match = {
            .person = person.first, .similarity = 0.9F, .threshold = 0.4F, .accepted = true, .runner_up = 0.1F};
        found.name = person.second;
      }
    return found;
  }
  bool has_passes() override { return passes; }
  std::optional<Found> read_pass(const cv::Mat&) override {
    ++looks_for_pass;
    return pass;
  }
  std::optional<std::chrono::seconds> whitelist_age() override { return age; }

 private:
  static float similarity_of(const vision::Embedding& a, const vision::Embedding& b) {
    float sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
  }
  const FakePerson& at(const cv::Rect2f& box) const {
    for (const auto& p : people)
      if (std::abs(p.box.x - box.x) < 50) return p;
    return people.at(0);
  }
};

}  // namespace ward::gate
