# Compiler settings that hold for every target, and ward_library(), the one way a folder becomes a library.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Links some ten times faster than the usual one: the programs that test and measure are many, and large.
find_program(MOLD mold)

set(WARD_SANITIZE "" CACHE STRING "address, undefined or thread")
set(WARD_TEST_OPTIONS "" CACHE STRING "compiler options of tests and benchmarks alone, like -O0: they are half of what is compiled")
option(WARD_COVERAGE "count executed lines" OFF)
option(WARD_FUZZ "build the fuzzers (clang and libFuzzer)" OFF)

add_library(ward_options INTERFACE)
target_include_directories(ward_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(ward_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror=return-type)
if(MOLD)
  target_link_options(ward_options INTERFACE -fuse-ld=mold)
endif()
if(CMAKE_UNITY_BUILD)
  # Where several files are compiled as one, what one calls its own hides what another does. The dev preset, which compiles
  # them apart, looks for real cases.
  target_compile_options(ward_options INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()
if(WARD_SANITIZE)
  target_compile_options(ward_options INTERFACE -fsanitize=${WARD_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all -g1)
  target_link_options(ward_options INTERFACE -fsanitize=${WARD_SANITIZE})
endif()
if(WARD_COVERAGE)
  target_compile_options(ward_options INTERFACE --coverage -O0 -g)
  target_link_options(ward_options INTERFACE --coverage)
endif()

add_custom_target(all_tests)  # every test program, and nothing else

# ward_library(NAME [SHARDS n] [DEPENDS other ward folders...] [LIBS imported targets...])
#
# Makes the library ward_NAME of all *.cpp below the calling folder, except *_test.cpp and *_fuzz.cpp, which become the
# test program test_NAME (run by ctest) and one fuzzer each.
function(ward_library name)
  cmake_parse_arguments(ARG "" "SHARDS" "DEPENDS;LIBS;PRIVATE_LIBS" ${ARGN})
  if(NOT ARG_SHARDS)
    set(ARG_SHARDS 1)
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(tests ${sources})
  set(fuzzers ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|fuzz)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  list(FILTER fuzzers INCLUDE REGEX "_fuzz\\.cpp$")

  list(TRANSFORM ARG_DEPENDS PREPEND ward_)
  if(sources)
    add_library(ward_${name} STATIC ${sources})
    target_link_libraries(ward_${name} PUBLIC ward_options ${ARG_DEPENDS} ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS})
  else()
    add_library(ward_${name} INTERFACE)
    target_link_libraries(ward_${name} INTERFACE ward_options ${ARG_DEPENDS} ${ARG_LIBS})
  endif()

  if(tests AND NOT WARD_FUZZ)
    add_executable(test_${name} ${tests})
    target_link_libraries(test_${name} PRIVATE ward_${name} ${ARG_PRIVATE_LIBS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(test_${name} PRIVATE WARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_compile_options(test_${name} PRIVATE ${WARD_TEST_OPTIONS})
    add_dependencies(all_tests test_${name})
    # SHARDS runs of a part each, side by side, where one after the other would keep everybody waiting.
    foreach(shard RANGE 1 ${ARG_SHARDS})
      math(EXPR index "${shard} - 1")
      add_test(NAME ${name}_${shard} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
      set_tests_properties(${name}_${shard} PROPERTIES TIMEOUT 600
        ENVIRONMENT "GTEST_TOTAL_SHARDS=${ARG_SHARDS};GTEST_SHARD_INDEX=${index};OPENCV_LOG_LEVEL=ERROR;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/cmake/tsan.supp")
    endforeach()
  endif()

  if(WARD_FUZZ)
    foreach(source ${fuzzers})
      get_filename_component(fuzzer ${source} NAME_WE)
      add_executable(${fuzzer} ${source})
      target_link_libraries(${fuzzer} PRIVATE ward_${name} ${ARG_PRIVATE_LIBS})
      target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()

# ward_precompile(NAME...): the headers that nearly every file of these libraries, tests and benchmarks reads are compiled once
# and shared. A file still includes what it uses; this only saves a quarter of the time.
set(WARD_PRECOMPILED <algorithm> <functional> <map> <memory> <optional> <span> <string> <string_view> <unordered_map>
  <variant> <vector> <CLI/CLI.hpp> <boost/json.hpp> <fmt/format.h> ${CMAKE_SOURCE_DIR}/src/base/clock.h ${CMAKE_SOURCE_DIR}/src/base/id.h
  ${CMAKE_SOURCE_DIR}/src/base/json.h ${CMAKE_SOURCE_DIR}/src/base/result.h ${CMAKE_SOURCE_DIR}/src/http/http.h
  ${CMAKE_SOURCE_DIR}/src/storage/database.h)
function(ward_precompile)
  foreach(name ${ARGN})
    foreach(target ward_${name} test_${name} bench_${name})
      if(NOT TARGET ${target})
        continue()
      elseif(target STREQUAL ward_city OR (target STREQUAL test_city AND WARD_TEST_OPTIONS))
        target_precompile_headers(${target} PRIVATE ${WARD_PRECOMPILED})
      elseif(WARD_TEST_OPTIONS AND NOT target STREQUAL ward_${name})
        target_precompile_headers(${target} REUSE_FROM test_city)
      else()
        target_precompile_headers(${target} REUSE_FROM ward_city)
      endif()
      if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        # Or ccache cannot know what was compiled; and what GCC 12 wrongly says of std::string (its bug 105651) it keeps
        # to itself only in headers that were not precompiled.
        target_compile_options(${target} PRIVATE -fpch-preprocess -Wno-array-bounds -Wno-stringop-overflow)
      endif()
    endforeach()
    foreach(program test_${name} bench_${name})
      if(TARGET ${program})
        target_compile_options(${program} PRIVATE -fPIC)  # as the library was; programs would be with -fPIE
      endif()
    endforeach()
  endforeach()
endfunction()
