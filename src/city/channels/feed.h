// From the journal to deliveries: the one way in which a message comes to be.
#pragma once

#include "city/channels/store.h"
#include "city/city.h"

namespace ward::city::channels {

// Reads the journal after the cursor and adds what channels want to hear of to their deliveries, with the cursor in the
// same transaction: a server that dies loses nothing and tells nothing twice. Called again and again by every server.
Result<> feed(City& city, Millis burst);

// What a delivery says: its rows of the journal, with the names that places and types have now.
Outgoing compose(storage::Transaction& t, const Delivery& delivery, const Channel& channel, const std::string& link);

}  // namespace ward::city::channels
