// Another city's Open311 server (GeoReport v2, in JSON), asked over HTTP.
#pragma once

#include "city/channels/outward.h"
#include "http/client.h"

namespace ward::city::channels {

// Errors of each: those of http::Client, naming the host alone, and of document_of().
class CityServer {
 public:
  CityServer(const Channel& channel, http::ClientOptions options);

  Result<std::vector<open311::Service>> services();
  Result<open311::Definition> definition(const std::string& service_code);
  // The request with `reference` in its description, among those that the server shows of the service since `since`;
  // nothing where it does not show them.
  Result<std::optional<open311::Created>> find(const std::string& service_code, const std::string& reference,
                                               Time since);
  // `delivery` is sent as Idempotency-Key: where that is known, the same one counts once.
  Result<open311::Created> create(const FormFields& form, const Id& delivery);
  // The id that a token stands for; "" while there is none.
  Result<std::string> id_of(const std::string& token);
  // Those of `ids` that the server knows.
  Result<std::vector<open311::ServiceRequest>> requests(const std::vector<std::string>& ids);

 private:
  // GET of `path` below the endpoint; `query`: "a=b&c=d".
  template <class T>
  Result<T> get(const std::string& path, const std::string& query = {});

  const Channel& channel_;
  http::Client client_;
};

}  // namespace ward::city::channels
