#include "vision/tracker.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <utility>

namespace ward::vision {

namespace {

constexpr float max_distance = 1.0F;    // of centres, in heights of the larger face
constexpr float max_size_ratio = 1.8F;  // a face does not grow or shrink faster than that between sightings
constexpr float speed_memory = 0.5F;    // share of the old speed that stays at each sighting

constexpr std::size_t nobody = SIZE_MAX;

cv::Point2f center(const cv::Rect2f& box) { return (box.tl() + box.br()) / 2; }

// How well `face` continues a track expected at `expected`: higher is better, negative infinity is not at all.
float affinity(const cv::Rect2f& expected, const cv::Rect2f& face) {
  constexpr float never = -INFINITY;
  const float larger = std::max(expected.height, face.height), smaller = std::min(expected.height, face.height);
  if (!(smaller > 0) || larger > max_size_ratio * smaller) return never;
  const float distance = float(cv::norm(center(expected) - center(face))) / larger;
  if (distance > max_distance) return never;
  const float both = (expected & face).area();
  return both / (expected.area() + face.area() - both) - distance - (larger / smaller - 1);
}

struct Pair {
  float affinity;
  std::size_t track, face;
};

}  // namespace

Tracker::Tracker(Millis patience) : patience_(patience) {}

void Tracker::follow_clock(Time now) {
  if (now < latest_)
    for (Followed& f : followed_) f.track.first_seen -= latest_ - now, f.track.last_seen -= latest_ - now;
  latest_ = now;
}

void Tracker::end_lost(Time now) {
  std::erase_if(followed_, [&](const Followed& f) {
    if (now - f.track.last_seen <= patience_) return false;
    ended_.push_back(f.track.id);
    return true;
  });
}

// Which track each face continues, or `nobody`. The best pair first: a few faces at a gate need no optimal assignment.
std::vector<std::size_t> Tracker::assign(const std::vector<Face>& faces, Time now) const {
  std::vector<Pair> pairs;
  for (std::size_t t = 0; t < followed_.size(); ++t) {
    const Followed& f = followed_[t];
    const cv::Rect2f expected = f.track.face.box + f.speed * float((now - f.track.last_seen).count());
    for (std::size_t i = 0; i < faces.size(); ++i)
      if (const float a = affinity(expected, faces[i].box); std::isfinite(a)) pairs.push_back({a, t, i});
  }
  std::ranges::sort(pairs, std::greater{}, &Pair::affinity);

  std::vector<std::size_t> track_of(faces.size(), nobody);
  std::vector<bool> taken(followed_.size(), false);
  for (const Pair& pair : pairs) {
    if (taken[pair.track] || track_of[pair.face] != nobody) continue;
    taken[pair.track] = true;
    track_of[pair.face] = pair.track;
  }
  return track_of;
}

void Tracker::Followed::move_to(const Face& face, Time now) {
  if (const auto passed = float((now - track.last_seen).count()); passed > 0) {
    const cv::Point2f moved = center(face.box) - center(track.face.box);
    const float keep = track.frames > 1 ? speed_memory : 0;
    speed = speed * keep + moved / passed * (1 - keep);
  }
  track.face = face;
  track.last_seen = now;
  ++track.frames;
}

std::vector<Track> Tracker::update(const std::vector<Face>& faces, Time now) {
  follow_clock(now);
  end_lost(now);
  const auto track_of = assign(faces, now);
  std::vector<Track> seen;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    if (track_of[i] == nobody) {
      followed_.push_back({.track = {next_id_++, faces[i], now, now, 1}, .speed = {}});
      seen.push_back(followed_.back().track);
    } else {
      Followed& f = followed_[track_of[i]];
      f.move_to(faces[i], now);
      seen.push_back(f.track);
    }
  }
  return seen;
}

std::vector<std::uint64_t> Tracker::ended() { return std::exchange(ended_, {}); }

}  // namespace ward::vision
