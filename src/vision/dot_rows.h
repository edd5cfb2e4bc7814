// The one inner loop of the search: 8-bit rows against one 16-bit query.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ward::vision {

// out[i] = sum over d of rows[i * dims + d] * query[d], exactly. `dims` is a multiple of 32 and at most 512, so that no
// sum leaves 32 bits; `rows` are aligned to 32 bytes. Uses AVX2 where the processor has it.
void dot_rows(const std::int8_t* rows, std::size_t count, std::size_t dims, const std::int16_t* query,
              std::int32_t* out);

// The same without special instructions: what runs on other processors, and what the test compares with.
void dot_rows_portable(const std::int8_t* rows, std::size_t count, std::size_t dims, const std::int16_t* query,
                       std::int32_t* out);

}  // namespace ward::vision
