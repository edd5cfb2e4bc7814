// One person before the gate, from the first frame with the face to the verdict: what was gathered, what was asked,
// what was decided. Pure: time comes in with the calls, and never jumps; nothing is perceived here.
#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

#include "gate/decision/decision.h"
#include "gate/screen/state.h"
#include "gate/whitelist/whitelist.h"

namespace ward::gate {

struct VisitTimes {
  Millis gather{190};      // from the first full face: for a better shot, and for a thermal frame that shows the person
  int gather_frames = 2;   // at least so many full faces
  Millis hint_after{400};  // a face that cannot be judged is told so, not sooner: people move
  Millis patience{6000};   // of asking for the same things; then it is decided without
  Millis retest_pause{600};  // at least, between two measurements of one person
  Millis try_again{10'000};  // somebody refused who stays is judged again after this
  Millis recheck{500};       // how often it is made sure that the judged person is still the same one
};

// One frame with a face that may be judged.
struct Shot {
  cv::Mat bgr;
  vision::FaceReading reading;
};

class Visit {
 public:
  Visit() = default;
  Visit(Time began, VisitTimes times) : began_(began), times_(times) {}

  // One more frame of this person. The best shot of the round is kept, with up to `fused_shots` for a masked face.
  void note(const cv::Mat& bgr, const vision::FaceReading& glance, Time now);
  // Enough was gathered to judge.
  bool ready(Time now) const;
  // Nothing that can be judged came since `hint_after`: the fault of the newest face says why.
  std::optional<vision::QualityFault> hint(Time now) const;
  // A pause between two measurements.
  bool waits(Time now) const { return wait_until_ && now < *wait_until_; }

  std::vector<Shot>& shots() { return shots_; }                             // best first; not empty when ready
  std::optional<Time> first_full_face() const { return first_full_face_; }  // of the whole visit
  Time began() const { return began_; }
  const std::vector<thermal::TemperatureEstimate>& rounds() const { return rounds_; }
  int retests() const { return retests_; }
  bool asked() const { return asked_since_.has_value() || retests_ > 0; }  // the screen already asks for something
  bool patience_over(Time now) const { return asked_since_ && now - *asked_since_ >= times_.patience; }
  // What the mask rule looks at: what was worn before the gate asked to lower it.
  vision::MaskState mask_for_rule(vision::MaskState seen) const { return before_lowering_.value_or(seen); }

  // A pass of the site was shown. The first one holds for the whole visit.
  void show_pass(const Found& pass);
  const std::optional<Found>& pass() const { return pass_; }

  // The round's own estimate, if there was one.
  void add_round(const thermal::TemperatureEstimate& estimate) { rounds_.push_back(estimate); }
  // What was decided of the round that just ended; `mask` is what was seen in it. Begins the next round.
  void conclude(const Decision& decision, vision::MaskState mask, Time now);

  // Whose face it is, as last read, and with which mask: for telling whether somebody came back, or took the place.
  void know(const vision::Embedding& face, vision::MaskState mask);
  const std::optional<vision::Embedding>& face() const { return face_; }
  // The face was out of sight for a moment: another one may stand in its place.
  void lose_sight() { lost_sight_ = true; }
  // Whether the face that was just read is another one than before. A mask put on or taken off in sight makes nobody a
  // stranger; out of sight nobody knows.
  bool somebody_else_came(const vision::Embedding& face, vision::MaskState mask) const;
  // Somebody else stands there: nothing of the one before counts but the shots of this round, which show the new one.
  void start_over();
  // The same person was lost for a moment: what was measured, asked and decided before goes on.
  void go_on_from(const Visit& before);

  // Set by a final verdict. Retests are not final.
  struct Judged {
    Time at;
    city::Outcome outcome;
    std::optional<vision::Embedding> face;
    ScreenState told;  // shown again to who was lost for a moment; it greets nobody by name
  };
  const std::optional<Judged>& judged() const { return judged_; }
  void judge(Judged judged) { judged_ = std::move(judged), checked_ = judged_->at; }
  // A judged person who stays may be judged again: refused ones after a wait or with a pass, admitted ones never.
  bool may_try_again(Time now) const;
  bool due_for_recheck(Time now, bool was_out_of_sight) const;
  // The judged face against the one that is there now. Two different ones in a row: somebody else took the place.
  bool replaced(const vision::Embedding& face, Time now);

 private:
  void begin_round();

  Time began_{};
  VisitTimes times_{};
  std::optional<Time> first_full_face_, round_began_, asked_since_, wait_until_;
  std::optional<vision::QualityFault> newest_fault_;
  std::optional<Time> newest_full_;
  int full_frames_ = 0;  // of this round
  std::vector<Shot> shots_;
  std::vector<thermal::TemperatureEstimate> rounds_;
  std::optional<vision::MaskState> before_lowering_;
  int retests_ = 0;
  std::optional<vision::Embedding> face_;
  vision::MaskState face_mask_ = vision::MaskState::unsure;  // of face_
  bool lost_sight_ = false;                                  // since face_ was read
  std::optional<Judged> judged_;
  std::optional<Found> pass_;
  bool pass_is_new_ = false;  // shown since it was judged
  Time checked_{};
  int strange_ = 0;
};

// How many frames of a masked face are fused for one match.
inline constexpr std::size_t fused_shots = 3;
// Cosine of two unit vectors, -1 to 1.
float similarity(const vision::Embedding& a, const vision::Embedding& b);
// The mean direction; `faces` is not empty.
vision::Embedding fuse(const std::vector<vision::Embedding>& faces);
// Below this two embeddings are of two people. Well below the threshold of recognition (.307 at a false-accept rate
// of 1e-3 on LFW), since turning the head must not make a stranger of anybody.
inline constexpr float somebody_else = 0.2F;

}  // namespace ward::gate
