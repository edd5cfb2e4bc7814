#include "gate/pipeline/attendant.h"

#include <algorithm>

#include "gate/decision/record.h"
#include "thermal/estimator.h"

namespace ward::gate {

namespace {

// A face that was away for longer than two frames at 15/s may be another one in the same place.
constexpr Millis blink{150};

// The frame's moment on a scale that never jumps.
Time moment(const Frame& frame) { return Time{std::chrono::duration_cast<Millis>(frame.steady.time_since_epoch())}; }

ScreenState looking() {
  ScreenState state;
  state.mood = Mood::looking;
  return state;
}

ScreenState open_to_all() {
  ScreenState state;
  state.mood = Mood::open_all;
  state.why.push_back(city::explain(city::Reason::open_all));
  return state;
}

}  // namespace

Attendant::Attendant(AttendantSettings settings, Senses& senses, std::function<city::Policy()> policy,
                     std::function<std::int64_t()> clock_offset_ms)
    : settings_(settings),
      senses_(senses),
      policy_source_(std::move(policy)),
      clock_offset_ms_(std::move(clock_offset_ms)),
      tracker_(settings.track_patience) {}

Sight Attendant::see(const Frame& frame) {
  policy_ = policy_source_();
  const Time now = moment(frame);
  watch_sensor(now);
  const auto faces = senses_.detect(frame.bgr);
  const auto tracks = tracker_.update(faces, now);
  forget(tracker_.ended(), now);

  Sight sight;
  for (const auto& face : faces) sight.faces.push_back(face.box);
  if (policy_.open_all) {
    present_.clear();
    sight.screen = open_to_all();
    return sight;
  }
  look_for_pass(frame.bgr, now);
  const Subject subject = choose(tracks, frame.bgr.size());
  if (!subject.track) {
    sight.screen = ScreenState{};
    return sight;
  }
  const auto first = std::ranges::find(sight.faces, subject.track->face.box);
  if (first != sight.faces.end()) std::iter_swap(first, sight.faces.begin());
  attend(sight, frame, subject);
  return sight;
}

void Attendant::lose_sight() {
  present_.clear();
  tracker_ = vision::Tracker(settings_.track_patience);
}

bool Attendant::admitted(const vision::Track& track) const {
  const auto found = present_.find(track.id);
  return found != present_.end() && found->second.visit.judged() &&
         found->second.visit.judged()->outcome == city::Outcome::admit;
}

// Somebody who was admitted and still stands there is not in the way of the next one.
Subject Attendant::choose(const std::vector<vision::Track>& tracks, cv::Size picture) const {
  Subject subject = choose_subject(tracks, picture);
  if (!subject.several || !admitted(*subject.track)) return subject;
  std::vector<vision::Track> others;
  std::ranges::copy_if(tracks, std::back_inserter(others), [this](const auto& track) { return !admitted(track); });
  const Subject next = choose_subject(others, picture);
  return next.track ? next : Subject{subject.track, false};
}

void Attendant::attend(Sight& sight, const Frame& frame, const Subject& subject) {
  const Time now = moment(frame);
  const auto [at, is_new] = present_.try_emplace(subject.track->id, Present{Visit(now, settings_.times), now});
  auto& [visit, last_seen] = at->second;
  const bool was_out_of_sight = now - std::exchange(last_seen, now) > blink;

  const vision::FaceReading glance = senses_.glance(frame.bgr, subject.track->face);
  if (was_out_of_sight) visit.lose_sight();
  if (!subject.several) take_pass(visit, now);
  if (visit.judged()) {
    const bool same_person = visit.may_try_again(now);
    if (!takes_another_turn(visit, frame, glance, was_out_of_sight)) return;
    Visit next(now, settings_.times);
    if (same_person && visit.pass()) next.show_pass(*visit.pass());
    visit = std::move(next);
  }
  visit.note(frame.bgr, glance, now);
  if (visit.waits(now)) return;

  const auto hint = visit.hint(now);
  if (!visit.ready(now) && !hint) {
    if (!visit.asked()) sight.screen = looking();
    return;
  }
  Observation seen;
  std::string name;
  if (subject.several)
    seen.several_people = true;
  else if (hint)
    seen.quality = hint;
  else
    seen = observe(visit, frame, glance, name);
  if (visit.judged()) {  // before, as it turned out: lost for a moment and back
    sight.screen = visit.judged()->told;
    return;
  }
  seen.retests = visit.retests();
  seen.patience_over = visit.patience_over(now);
  judge(sight, visit, frame, std::move(seen), name);
}

bool Attendant::takes_another_turn(Visit& visit, const Frame& frame, const vision::FaceReading& glance,
                                   bool was_out_of_sight) {
  const Time now = moment(frame);
  if (visit.may_try_again(now)) return true;
  if (glance.quality.fault || !visit.due_for_recheck(now, was_out_of_sight)) return false;
  return visit.replaced(senses_.embed(frame.bgr, glance.landmarks), now);
}

Observation Attendant::observe(Visit& visit, const Frame& frame, const vision::FaceReading& glance, std::string& name) {
  Shot& best = visit.shots().front();
  senses_.read(best.bgr, best.reading);
  Observation seen;
  if (!best.reading.embedding) {
    seen.quality = best.reading.quality.fault.value_or(vision::QualityFault::blurred);
    return seen;
  }
  const vision::Embedding& face = *best.reading.embedding;
  const vision::MaskState mask = best.reading.mask.state;
  if (visit.somebody_else_came(face, mask)) visit.start_over();
  const bool known = visit.face().has_value();
  visit.know(face, mask);
  if (!known && came_back(visit)) return seen;
  seen.mask = visit.mask_for_rule(mask);
  seen.live = visit.shots().front().reading.live;
  seen.whitelist_age = senses_.whitelist_age();
  seen.pass_possible = policy_.accept_passes && senses_.has_passes();
  if (policy_.order != city::Order::temperature_only) recognise(visit, seen, name);

  // The newest frame, not the best: only by now has the thermal sensor surely seen the same person.
  seen.thermal = senses_.measure(glance, frame.bgr.size(), frame.time);
  if (seen.thermal.estimate) {
    visit.add_round(*seen.thermal.estimate);
    seen.thermal.estimate = thermal::combine(visit.rounds());
  }
  return seen;
}

// A masked face says less: several shots of it are fused into one. A pass speaks where the face does not.
void Attendant::recognise(Visit& visit, Observation& seen, std::string& name) {
  auto& shots = visit.shots();
  const vision::MaskState mask = shots.front().reading.mask.state;
  std::vector<vision::Embedding> faces{*shots.front().reading.embedding};
  if (mask != vision::MaskState::none) {
    for (std::size_t i = 1; i < shots.size(); ++i) {
      senses_.read(shots[i].bgr, shots[i].reading);
      if (shots[i].reading.embedding && shots[i].reading.mask.state == mask)
        faces.push_back(*shots[i].reading.embedding);
    }
  }
  const Found found = senses_.find(fuse(faces), mask);
  seen.recognition = Recognition{found.match, mask};
  name = found.name;
  const bool masked_opens = policy_.masked_recognition == city::MaskedRecognition::allow;
  const bool face_is_enough = found.match.accepted && (mask == vision::MaskState::none || masked_opens);
  if (face_is_enough || !visit.pass() || !policy_.accept_passes) return;
  seen.recognition = Recognition{visit.pass()->match, mask, city::Method::code};
  name = visit.pass()->name;
}

void Attendant::look_for_pass(const cv::Mat& bgr, Time now) {
  const bool wanted = policy_.accept_passes && policy_.order != city::Order::temperature_only && senses_.has_passes();
  if (!wanted || now - pass_looked_for_ < settings_.pass_every) return;
  pass_looked_for_ = now;
  if (auto owner = senses_.read_pass(bgr)) shown_pass_ = {std::move(*owner), now};
}

// It was held up by the one who is asked, or just before that face was to be seen: a hand with a pass hides it.
void Attendant::take_pass(Visit& visit, Time now) {
  if (!shown_pass_) return;
  if (now - shown_pass_->at <= settings_.pass_kept) visit.show_pass(shown_pass_->owner);
  shown_pass_.reset();
}

void Attendant::judge(Sight& sight, Visit& visit, const Frame& frame, Observation seen, const std::string& name) {
  const Time now = moment(frame);
  Decision decision = decide(policy_, seen);
  if (decision.guidance == Guidance::wait && sensor_down_since_ &&
      now - *sensor_down_since_ >= settings_.sensor_patience) {
    seen.patience_over = true;
    decision = decide(policy_, seen);
  }
  const Shot best = visit.shots().empty() ? Shot{} : visit.shots().front();
  visit.conclude(decision, best.reading.mask.state, now);
  if (!decision.passage) {
    sight.screen = screen_of(decision.guidance);
    return;
  }
  Verdict verdict;
  verdict.passage = to_passage(policy_, seen, decision, settings_.device, frame.time, clock_offset_ms_());
  verdict.passage.id = Id::make(frame.time);
  if (decision.outcome != city::Outcome::retest)
    visit.judge({now, decision.outcome, best.reading.embedding, screen_of(decision, verdict.passage, {})});
  if (decision.keep_picture) verdict.picture = best.bgr.empty() ? frame.bgr : best.bgr;
  if (decision.identify) verdict.name = name;
  verdict.first_full_face = visit.first_full_face();
  verdict.decision = std::move(decision);
  verdict.observation = std::move(seen);
  sight.verdict = std::move(verdict);
}

// Whether it was judged before. Retests, too, are not begun anew by stepping aside for a second.
bool Attendant::came_back(Visit& visit) const {
  for (const Present& gone : gone_) {
    if (similarity(*gone.visit.face(), *visit.face()) < settings_.same_person) continue;
    visit.go_on_from(gone.visit);
    return visit.judged().has_value();
  }
  return false;
}

void Attendant::forget(const std::vector<std::uint64_t>& ended, Time now) {
  for (const std::uint64_t track : ended) {
    const auto found = present_.find(track);
    if (found == present_.end()) continue;
    if (found->second.visit.face()) gone_.push_back(found->second);
    present_.erase(found);
  }
  std::erase_if(gone_, [&](const Present& gone) { return now - gone.last_seen > settings_.same_visit; });
}

void Attendant::watch_sensor(Time now) {
  using thermal::ThermalFault;
  const ThermalFault fault = senses_.sensor_fault();
  const bool down = fault == ThermalFault::no_frame || fault == ThermalFault::late || fault == ThermalFault::corrupt ||
                    fault == ThermalFault::frozen;
  if (!down)
    sensor_down_since_.reset();
  else if (!sensor_down_since_)
    sensor_down_since_ = now;
}

}  // namespace ward::gate
