// Open311 GeoReport v2 for everybody: what may be reported, what was, and new reports by whoever has a key.
#include "city/open311/api.h"

#include <algorithm>

#include "city/accounts/limiter.h"
#include "city/incidents/api.h"
#include "city/open311/keys.h"
#include "city/open311/keys_api.h"
#include "city/open311/store.h"
#include "city/open311/view.h"
#include "city/open311/wire.h"
#include "city/units/store.h"
#include "http/voice.h"

namespace ward::city::open311 {

namespace {

using http::Request;
using http::Response;

constexpr std::string_view root = "/open311/";
// Reports by key: 60 at once, then one a second. Reading by address: 120 at once, then four a second.
constexpr int reports_at_once = 60, reads_at_once = 120;
constexpr Millis report_pace{1'000}, read_pace{250};

Language language_of(const Request& request) {
  return request.language == http::Language::zh ? Language::zh : Language::en;
}

Response answer(std::string body, Format format, int status = 200) {
  Response response;
  response.status = status;
  response.content_type = format == Format::json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
  response.body = std::move(body);
  return response;
}

// XML, unless the address asks for JSON.
Format format_asked(const std::string& path) { return path.ends_with(".json") ? Format::json : Format::xml; }

Response write_error(const Error& error, const Request& request) {
  Response response = Response::problem(error, request.language);  // for its status
  const std::string& why = request.language == http::Language::zh ? error.message.zh : error.message.en;
  const Format format = format_asked(request.path);
  return answer(to_wire(std::vector{Fault{response.status, why}}, format), format, response.status);
}

Error nothing_here() {
  return Error::make(ErrorKind::not_found, "open311.none", {"There is nothing at this address.", "此地址没有内容。"});
}

// "requests.json" is the document "requests" in JSON.
struct Document {
  std::string name;
  Format format;
};
Result<Document> document_of(const Request& request) {
  const std::string& last = request.params.at("document");
  for (const auto& [ending, format] : {std::pair{".json", Format::json}, std::pair{".xml", Format::xml}})
    if (last.size() > std::string_view(ending).size() && last.ends_with(ending))
      return Document{last.substr(0, last.size() - std::string_view(ending).size()), format};
  return std::unexpected(nothing_here());
}

class Service311 {
 public:
  Service311(City& city, Settings settings) : city_(city), settings_(std::move(settings)) {}

  Result<Response> get(const Request& request) {
    WARD_CHECK(within_limit(readers_, request.peer));
    WARD_TRY(document, document_of(request));
    if (document.name == "discovery") return discovery(request, document.format);
    if (document.name == "services") return services(request, document.format);
    if (document.name == "requests") return list_requests(request, document.format);
    if (document.name == "servicerequestupdates") return list_updates(request, document.format);
    return std::unexpected(nothing_here());
  }

  Result<Response> get_one(const Request& request) {
    WARD_CHECK(within_limit(readers_, request.peer));
    WARD_TRY(document, document_of(request));
    const std::string& collection = request.params.at("collection");
    if (collection == "services") return definition(request, document);
    if (collection == "requests") return one_request(request, document);
    if (collection == "tokens") return token(request, document);
    return std::unexpected(nothing_here());
  }

  Result<Response> post(const Request& request) {
    WARD_TRY(document, document_of(request));
    if (document.name != "requests") return std::unexpected(nothing_here());
    if (!request.header("content-type").starts_with("application/x-www-form-urlencoded"))
      return fail(ErrorKind::invalid, "open311.media_type",
                  {"A request is sent as application/x-www-form-urlencoded.",
                   "请求应以 application/x-www-form-urlencoded 发送。"});
    WARD_TRY(fields, parse_form(request.body));
    WARD_TRY(key, key_of(request, fields));
    WARD_CHECK(within_limit(writers_, key.id.str()));
    WARD_TRY(submission, submission_from(fields));
    if (!submission.jurisdiction_id.empty() && submission.jurisdiction_id != key.jurisdiction)
      return std::unexpected(no_jurisdiction());
    WARD_TRY(id, take(request, submission, key));
    return answer(to_wire(std::vector{Created{.id = id.str(), .token = "", .service_notice = "", .account_id = ""}},
                          document.format),
                  document.format, 201);
  }

 private:
  static Error no_jurisdiction() {
    return Error::make(ErrorKind::not_found, "open311.jurisdiction",
                       {"jurisdiction_id was not found.", "没有这个 jurisdiction_id。"}, "jurisdiction_id");
  }
  static Error no_service() {
    return Error::make(ErrorKind::not_found, "open311.service",
                       {"service_code was not found.", "没有这个 service_code。"}, "service_code");
  }
  static Error no_request() {
    return Error::make(ErrorKind::not_found, "open311.request",
                       {"service_request_id was not found.", "没有这个 service_request_id。"}, "service_request_id");
  }

  static Result<> within_limit(accounts::Limiter& limiter, const std::string& who) {
    const Millis wait = limiter.take(who);
    if (wait == Millis{0}) return {};
    return fail(ErrorKind::too_many, "open311.too_many",
                {"Too many requests; go on in a second.", "请求过多，请稍后再试。"});
  }

  static std::string parameter(const Request& request, const std::string& name) {
    const auto found = request.query.find(name);
    return found == request.query.end() ? "" : found->second;
  }

  // Paths in which the request may look. Errors: "open311.jurisdiction".
  static Result<std::vector<std::string>> scope(storage::Transaction& t, const Request& request) {
    auto tops = tops_of(t, parameter(request, "jurisdiction_id"));
    if (tops.empty()) return std::unexpected(no_jurisdiction());
    return tops;
  }

  Result<Key> key_of(const Request& request, const FormFields& fields) {
    std::string secret = parameter(request, "api_key");
    for (const auto& [name, value] : fields)
      if (name == "api_key") secret = value;
    std::optional<Key> key;
    if (!secret.empty()) city_.db.read([&](storage::Transaction& t) { key = find_by_secret(t, secret); });
    if (key) return *key;
    return fail(ErrorKind::forbidden, "open311.key",
                {"api_key was not provided or is not valid.", "未提供 api_key 或 api_key 无效。"}, "api_key");
  }

  Result<Response> discovery(const Request& request, Format format) {
    std::optional<Time> changed;
    city_.db.read([&](storage::Transaction& t) {
      changed = t.first("SELECT changed_at FROM setting WHERE name = 'incident_types'",
                        [](const storage::Row& row) { return row.time(0); });
    });
    const std::string host = (request.secure ? "https://" : "http://") + request.header("host");
    const Time changeset = changed.value_or(from_millis(1'772'409'600'000));  // the catalogue that Ward comes with
    const Discovery out{.changeset = changeset,
                        .contact = settings_.contact,
                        .key_service = settings_.key_service,
                        .endpoints = {{.specification = "http://wiki.open311.org/GeoReport_v2",
                                       .url = (settings_.link.empty() ? host : settings_.link) + "/open311/v2",
                                       .changeset = changeset,
                                       .type = settings_.type,
                                       .formats = {"text/xml", "application/json"}}}};
    return answer(to_wire(out, format), format);
  }

  Result<Response> services(const Request& request, Format format) {
    std::vector<Service> all;
    Result<> found;
    city_.db.read([&](storage::Transaction& t) {
      if (const auto tops = scope(t, request); !tops) return void(found = std::unexpected(tops.error()));
      for (const incidents::Type& type : incidents::catalogue(t).types)
        if (is_offered(type)) all.push_back(service_of(type, language_of(request)));
    });
    WARD_CHECK(found);
    return answer(to_wire(all, format), format);
  }

  Result<Response> definition(const Request& request, const Document& document) {
    std::optional<Definition> found;
    Result<> allowed;
    city_.db.read([&](storage::Transaction& t) {
      if (const auto tops = scope(t, request); !tops) return void(allowed = std::unexpected(tops.error()));
      const incidents::Catalogue types = incidents::catalogue(t);
      const incidents::Type* type = types.find(document.name);
      if (type && is_offered(*type)) found = definition_of(*type, language_of(request));
    });
    WARD_CHECK(allowed);
    if (!found) return std::unexpected(no_service());
    return answer(to_wire(*found, document.format), document.format);
  }

  // What the unit around an incident is called: of tenants and workshops, which bear people's names, the one above.
  static std::string place_of(storage::Transaction& t, const Id& unit) {
    const auto at = units::find(t, unit);
    std::string name;
    if (at)
      for (const units::Unit& one : units::with_those_above(t, *at))
        if (units::level_of(one.kind) < 4) name = one.name;
    return name;
  }

  // Nothing when it is not public or outside of `tops`.
  static std::optional<incidents::Stored> visible(storage::Transaction& t, const incidents::Catalogue& types,
                                                  const std::vector<std::string>& tops, const std::string& text) {
    const auto id = Id::parse(text);
    auto stored = id ? incidents::find(t, *id) : std::nullopt;
    if (!stored) return std::nullopt;
    const incidents::Type* type = types.find(stored->incident.type);
    const bool inside =
        std::ranges::any_of(tops, [&](const std::string& top) { return stored->path.starts_with(top); });
    return type && is_public(*type) && inside ? stored : std::nullopt;
  }

  static std::vector<std::string> public_types(const incidents::Catalogue& types, const RequestQuery& query) {
    std::vector<std::string> codes;
    for (const incidents::Type& type : types.types) {
      const bool wanted =
          query.service_codes.empty() || std::ranges::find(query.service_codes, type.code) != query.service_codes.end();
      if (wanted && is_public(type)) codes.push_back(type.code);
    }
    return codes;
  }

  // page and page_size, as servers agreed on beside the specification.
  static Result<std::pair<int, int>> page_of(const Request& request) {
    const auto number = [&](const std::string& name, int usual) -> Result<int> {
      const std::string text = parameter(request, name);
      if (text.empty()) return usual;
      const bool digits = text.size() <= 4 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
      if (const int value = digits ? std::stoi(text) : 0; value >= 1 && value <= most_requests) return value;
      return fail(ErrorKind::invalid, "open311.value",
                  {name + " is not valid: it is a number from 1 to 1,000.", name + " 无效：应为 1 到 1000 的整数。"},
                  name);
    };
    WARD_TRY(page, number("page", 1));
    WARD_TRY(size, number("page_size", most_requests));
    return std::pair{page, size};
  }

  Result<Response> list_requests(const Request& request, Format format) {
    WARD_TRY(query, query_from(request.query, city_.clock.now()));
    WARD_TRY(page, page_of(request));
    std::vector<ServiceRequest> out;
    Result<> found;
    city_.db.read([&](storage::Transaction& t) {
      const auto tops = scope(t, request);
      if (!tops) return void(found = std::unexpected(tops.error()));
      const incidents::Catalogue types = incidents::catalogue(t);
      std::vector<incidents::Stored> all;
      for (const std::string& id : query.ids)
        if (auto stored = visible(t, types, *tops, id)) all.push_back(*std::move(stored));
      if (query.ids.empty())
        all = requests(t, {.query = query,
                           .types = public_types(types, query),
                           .tops = *tops,
                           .skip = (page.first - 1) * page.second,
                           .limit = page.second});
      for (const incidents::Stored& stored : all)
        out.push_back(request_of(stored.incident, *types.find(stored.incident.type), place_of(t, stored.incident.unit),
                                 language_of(request)));
    });
    WARD_CHECK(found);
    return answer(to_wire(out, format), format);
  }

  Result<Response> one_request(const Request& request, const Document& document) {
    std::vector<ServiceRequest> out;
    Result<> found;
    city_.db.read([&](storage::Transaction& t) {
      const auto tops = scope(t, request);
      if (!tops) return void(found = std::unexpected(tops.error()));
      const incidents::Catalogue types = incidents::catalogue(t);
      const auto stored = visible(t, types, *tops, document.name);
      if (!stored) return void(found = std::unexpected(no_request()));
      out.push_back(request_of(stored->incident, *types.find(stored->incident.type), place_of(t, stored->incident.unit),
                               language_of(request)));
    });
    WARD_CHECK(found);
    return answer(to_wire(out, document.format), document.format);
  }

  // Ids are known at once, so no token was ever given: an id is a token of itself.
  Result<Response> token(const Request& request, const Document& document) {
    bool known = false;
    city_.db.read([&](storage::Transaction& t) {
      const auto tops = scope(t, request);
      known = tops && visible(t, incidents::catalogue(t), *tops, document.name);
    });
    if (!known)
      return fail(ErrorKind::not_found, "open311.token", {"token was not found.", "没有这个 token。"}, "token");
    return answer(to_wire(std::vector{TokenAnswer{.id = document.name, .token = document.name}}, document.format),
                  document.format);
  }

  Result<Response> list_updates(const Request& request, Format format) {
    WARD_TRY(query, query_from(request.query, city_.clock.now()));
    std::vector<Update> out;
    Result<> found;
    city_.db.read([&](storage::Transaction& t) {
      const auto tops = scope(t, request);
      if (!tops) return void(found = std::unexpected(tops.error()));
      const incidents::Catalogue types = incidents::catalogue(t);
      std::vector<std::string> ids = query.ids;
      if (ids.empty())
        for (const Id& id : changed(t, query)) ids.push_back(id.str());
      for (const std::string& id : ids)
        if (const auto stored = visible(t, types, *tops, id)) add_updates(t, stored->incident.id, query, request, out);
    });
    WARD_CHECK(found);
    return answer(to_wire(out, format), format);
  }

  static void add_updates(storage::Transaction& t, const Id& incident, const RequestQuery& query,
                          const Request& request, std::vector<Update>& out) {
    for (const incidents::Happening& one : incidents::story(t, incident)) {
      const bool moved = one.from != one.to;
      const bool in_time = !query.ids.empty() || (one.at >= query.from && one.at <= query.to);
      if (moved && in_time) out.push_back(update_of(one, language_of(request)));
    }
  }

  // Where it is: the unit that the report names, within that of the key, or the key's own.
  static Result<units::Unit> unit_of(storage::Transaction& t, const Submission& submission, const Key& key) {
    const auto home = units::find(t, key.unit);
    const std::string code = unit_code(submission);
    const auto unit = code.empty() ? home : units::find_open(t, code);
    if (home && unit && unit->is_open() && units::is_within(unit->path, home->path)) return *unit;
    return fail(ErrorKind::invalid, "open311.unit",
                {"attribute[unit] is not valid: there is no such unit within that of the key.",
                 "attribute[unit] 无效：密钥所属单元内没有这个单元。"},
                "attribute[unit]");
  }

  // Stored as an incident, with the clock and the escalation of any other. The same Idempotency-Key counts once.
  Result<Id> take(const Request& request, const Submission& submission, const Key& key) {
    const auto chosen = Id::parse(request.header("idempotency-key"));
    const Id id = chosen ? *chosen : Id::make(city_.clock.now());
    std::string path;
    WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
      const incidents::Catalogue types = incidents::catalogue(t);
      const incidents::Type* type = types.find(submission.service_code);
      if (!type || !is_offered(*type)) return std::unexpected(no_service());
      WARD_TRY(unit, unit_of(t, submission, key));
      path = unit.path;
      if (const auto before = incidents::find(t, id)) {
        if (before->incident.reporter == key.actor()) return {};
        return fail(ErrorKind::conflict, "open311.twice",
                    {"This Idempotency-Key was used for something else.", "该 Idempotency-Key 已用于其他请求。"});
      }
      WARD_TRY(report, report_of(submission, *type, id, unit.id));
      const auto calendar = incidents::work_calendar(t);
      WARD_TRY(step, incidents::report(report, {key.actor(), incidents::Parts(incidents::Part::reporter)},
                                       {.catalogue = types, .calendar = calendar, .now = city_.clock.now()}));
      incidents::save(t, city_.clock, step, path);
      return {};
    }));
    incidents::publish(city_, {id, path, std::nullopt});
    return id;
  }

  City& city_;
  const Settings settings_;
  accounts::Limiter readers_{city_.clock, reads_at_once, read_pace};
  accounts::Limiter writers_{city_.clock, reports_at_once, report_pace};
};

}  // namespace

void routes(http::Router& router, City& city, const Settings& settings) {
  const auto service = std::make_shared<Service311>(city, settings);
  router.on("GET", "/open311/v2/{document}", [service](const Request& r) { return service->get(r); });
  router.on("GET", "/open311/v2/{collection}/{document}", [service](const Request& r) { return service->get_one(r); });
  router.on("POST", "/open311/v2/{document}", [service](const Request& r) { return service->post(r); });
  http::write_errors(router, std::string(root), write_error);
  key_routes(router, city);
}

}  // namespace ward::city::open311
