#include "vision/dot_rows.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace ward::vision {

void dot_rows_portable(const std::int8_t* rows, std::size_t count, std::size_t dims, const std::int16_t* query,
                       std::int32_t* out) {
  for (std::size_t i = 0; i < count; ++i, rows += dims) {
    std::int32_t sum = 0;
    for (std::size_t d = 0; d < dims; ++d) sum += std::int32_t{rows[d]} * query[d];
    out[i] = sum;
  }
}

#if defined(__x86_64__)

namespace {

__attribute__((target("avx2"))) inline __m256i madd16(__m256i sum, const std::int8_t* row, const std::int16_t* query) {
  const __m256i wide = _mm256_cvtepi8_epi16(_mm_load_si128(reinterpret_cast<const __m128i*>(row)));
  const __m256i q = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query));
  return _mm256_add_epi32(sum, _mm256_madd_epi16(wide, q));
}

__attribute__((target("avx2"))) inline std::int32_t horizontal_sum(__m256i v) {
  __m128i s = _mm_add_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0b01001110));
  s = _mm_add_epi32(s, _mm_shuffle_epi32(s, 0b10110001));
  return _mm_cvtsi128_si32(s);
}

__attribute__((target("avx2"))) void dot_rows_avx2(const std::int8_t* rows, std::size_t count, std::size_t dims,
                                                   const std::int16_t* query, std::int32_t* out) {
  constexpr std::size_t ahead = 4096;  // bytes: the hardware's own prefetch stops at each page
  for (std::size_t i = 0; i < count; ++i, rows += dims) {
    __m256i even = _mm256_setzero_si256(), odd = _mm256_setzero_si256();
    for (std::size_t d = 0; d < dims; d += 32) {
      if (d % 64 == 0) _mm_prefetch(reinterpret_cast<const char*>(rows + d + ahead), _MM_HINT_T0);
      even = madd16(even, rows + d, query + d);
      odd = madd16(odd, rows + d + 16, query + d + 16);
    }
    out[i] = horizontal_sum(_mm256_add_epi32(even, odd));
  }
}

}  // namespace

void dot_rows(const std::int8_t* rows, std::size_t count, std::size_t dims, const std::int16_t* query,
              std::int32_t* out) {
  static const bool avx2 = __builtin_cpu_supports("avx2");
  (avx2 ? dot_rows_avx2 : dot_rows_portable)(rows, count, dims, query, out);
}

#else

void dot_rows(const std::int8_t* rows, std::size_t count, std::size_t dims, const std::int16_t* query,
              std::int32_t* out) {
  dot_rows_portable(rows, count, dims, query, out);
}

#endif

}  // namespace ward::vision
