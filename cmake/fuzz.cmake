# One libFuzzer executable a file of test/fuzz.
if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "expected clang for the fuzz targets, found ${CMAKE_CXX_COMPILER_ID}; "
    "set CMAKE_CXX_COMPILER=clang++")
endif()
add_compile_options(-g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined
  -fno-sanitize-recover=all)
add_link_options(-fsanitize=address,undefined)

posthaste_native_library(posthaste_fuzzed)

file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/fuzz/*.cpp)
foreach(source ${fuzz_sources})
  cmake_path(GET source STEM name)
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE posthaste_fuzzed)
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
endforeach()
