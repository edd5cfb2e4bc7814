// LISTEN and NOTIFY as an Exchange. Inside storage only.
#pragma once

#include "storage/postgres/connection.h"

namespace ward::storage::postgres {

std::unique_ptr<Exchange> open_exchange(const Address& address, std::function<void(std::string_view)> heard,
                                        std::function<void()> missed);

}  // namespace ward::storage::postgres
