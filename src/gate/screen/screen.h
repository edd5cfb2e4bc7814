// The page for the person in front of the gate, served by the gate itself on an address of its own.
#pragma once

#include <memory>
#include <mutex>

#include "base/config.h"
#include "city/policies/policy.h"
#include "gate/screen/board.h"
#include "gate/screen/display.h"
#include "http/http.h"

namespace ward::gate {

struct ScreenOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8090;  // 0: any free one
  std::string language = "both";
  std::string gate_name;      // shown below
  std::string operator_name;  // who processes the data, for the notice
  std::string contact;
  bool show_names = false;

  // Reads [screen] of gate.toml.
  static ScreenOptions read(Config& config);
};

class Screen final : public Display {
 public:
  // `clock` must outlive it. Errors: http's own.
  static Result<std::unique_ptr<Screen>> start(const ScreenOptions& options, const city::Policy& policy,
                                               const Clock& clock);

  void show(const ScreenState& state) override;
  void picture(const cv::Mat& bgr, const std::vector<cv::Rect2f>& faces) override;
  // The notice says what this policy does with whom.
  void set_policy(const city::Policy& policy);
  std::uint16_t port() const { return server_->port(); }

 private:
  Screen(ScreenOptions options, const city::Policy& policy, const Clock& clock);
  http::Router routes();
  Result<http::Response> answer_state() const;
  Result<http::Response> answer_picture(const http::Request& request) const;

  const ScreenOptions options_;
  const Clock& clock_;
  std::shared_ptr<http::EventStream> live_ = http::EventStream::make();
  mutable std::mutex mutex_;
  Board board_;                           // guarded by mutex_
  json::value notice_;                    // guarded by mutex_
  cv::Mat picture_;                       // guarded by mutex_; never painted on once it is here
  std::vector<cv::Rect2f> faces_;         // guarded by mutex_
  std::uint64_t sequence_ = 0;            // guarded by mutex_
  std::unique_ptr<http::Server> server_;  // last: stops before what its handlers use goes
};

// Who processes what, as the screen says it while nobody is there.
json::value notice_of(const ScreenOptions& options, const city::Policy& policy);

}  // namespace ward::gate
