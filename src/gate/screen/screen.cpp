#include "gate/screen/screen.h"

#include <charconv>
#include <cmath>
#include <opencv2/imgcodecs.hpp>

#include "gate/screen/page.h"

namespace ward::gate {

namespace {

constexpr const char* safe_content =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

std::string content_type(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  return "text/javascript; charset=utf-8";
}

http::Response page_answer(const PageFile& file) {
  http::Response response;
  response.content_type = content_type(file.name);
  response.body = file.content;
  response.headers = {
      {"Content-Security-Policy", safe_content}, {"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-cache"}};
  return response;
}

json::array to_json(const std::vector<cv::Rect2f>& faces) {
  json::array out;
  for (const auto& face : faces) {
    json::array box;
    for (const float v : {face.x, face.y, face.width, face.height}) box.push_back(std::lround(v));
    out.push_back(std::move(box));
  }
  return out;
}

std::uint64_t number(const std::map<std::string, std::string>& query, const std::string& key) {
  std::uint64_t value = 0;
  if (const auto found = query.find(key); found != query.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

}  // namespace

ScreenOptions ScreenOptions::read(Config& config) {
  ScreenOptions options;
  options.address =
      config.text("screen.address", options.address,
                  "address the gate's own screen listens on; it shows the camera's picture to whoever reaches it");
  options.port =
      static_cast<std::uint16_t>(config.integer("screen.port", options.port, 0, 65535, "its port; 0: any free one"));
  options.language =
      config.choice("screen.language", options.language, {"both", "zh", "en"}, "Chinese above English, or one of them");
  options.gate_name = config.text("screen.gate", "", "name of the gate, shown small");
  options.operator_name = config.text("screen.operator", "", "who processes the data, for the notice");
  options.contact = config.text("screen.contact", "", "whom to ask about it");
  options.show_names =
      config.boolean("screen.names", false, "greet an admitted person by name; nobody else's name is ever shown");
  return options;
}

Screen::Screen(ScreenOptions options, const city::Policy& policy, const Clock& clock)
    : options_(std::move(options)), clock_(clock), notice_(notice_of(options_, policy)) {}

Result<std::unique_ptr<Screen>> Screen::start(const ScreenOptions& options, const city::Policy& policy,
                                              const Clock& clock) {
  std::unique_ptr<Screen> screen(new Screen(options, policy, clock));
  http::ServerOptions listen;
  listen.address = options.address;
  listen.port = options.port;
  listen.handler_threads = 2;
  listen.max_connections = 64;
  WARD_TRY(server, http::Server::start(listen, screen->routes()));
  screen->server_ = std::move(server);
  return screen;
}

http::Router Screen::routes() {
  http::Router router;
  for (const PageFile& file : page_files())
    router.on("GET", file.name == "index.html" ? std::string("/") : "/" + std::string(file.name),
              [&file](const http::Request&) -> Result<http::Response> { return page_answer(file); });
  router.on("GET", "/state", [this](const http::Request&) { return answer_state(); });
  router.on("GET", "/picture", [this](const http::Request& request) { return answer_picture(request); });
  router.live("/live", live_, [](const http::Request&) -> Result<http::EventStream::Filter> {
    return [](const http::Event&, const std::string&) { return true; };
  });
  return router;
}

Result<http::Response> Screen::answer_state() const {
  std::lock_guard lock(mutex_);
  return http::Response::of({{"state", gate::to_json(board_.left(clock_.steady()))}, {"notice", notice_}});
}

Result<http::Response> Screen::answer_picture(const http::Request& request) const {
  cv::Mat picture;
  http::Response response;
  {
    std::lock_guard lock(mutex_);
    // Not "newer than": the page may ask after a picture of a gate that was restarted since and counts anew.
    if (picture_.empty() || sequence_ == number(request.query, "after")) return http::Response::nothing();
    picture = picture_;
    response.headers = {{"Cache-Control", "no-store"},
                        {"X-Ward-Sequence", std::to_string(sequence_)},
                        {"X-Ward-Faces", json::serialize(to_json(faces_))}};
  }
  std::vector<std::uint8_t> jpeg;
  cv::imencode(".jpg", picture, jpeg, {cv::IMWRITE_JPEG_QUALITY, 80});
  response.content_type = "image/jpeg";
  response.body.assign(jpeg.begin(), jpeg.end());
  return response;
}

void Screen::show(const ScreenState& state) {
  std::string data;
  {
    std::lock_guard lock(mutex_);
    if (!board_.show(state, clock_.steady())) return;
    data = json::serialize(gate::to_json(board_.shown()));
  }
  live_->publish({"state", std::move(data)});
}

void Screen::picture(const cv::Mat& bgr, const std::vector<cv::Rect2f>& faces) {
  std::lock_guard lock(mutex_);
  picture_ = bgr;
  faces_ = faces;
  ++sequence_;
}

void Screen::set_policy(const city::Policy& policy) {
  std::string data;
  {
    std::lock_guard lock(mutex_);
    notice_ = notice_of(options_, policy);
    data = json::serialize(notice_);
  }
  live_->publish({"notice", std::move(data)});
}

}  // namespace ward::gate
