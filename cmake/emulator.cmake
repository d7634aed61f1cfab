# libposthaste_cuda.so over the emulator: the sources of the real one, compiled by the host's compiler.
# With POSTHASTE_TESTS: the emulator's own tests, one CTest executable a file of test/emulator/tests.
file(GLOB emulator_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/emulator/*.cpp)
find_package(Threads REQUIRED)

add_library(posthaste_emulator STATIC ${emulator_sources})
# cuda_runtime.h is found there and nowhere else.
target_include_directories(posthaste_emulator PUBLIC ${CMAKE_SOURCE_DIR}/test/emulator)
target_compile_definitions(posthaste_emulator PUBLIC PH_EMULATOR)
target_compile_options(posthaste_emulator PUBLIC -O2 -g1 -fno-omit-frame-pointer -Wno-unknown-pragmas)
target_link_libraries(posthaste_emulator PUBLIC posthaste_options Threads::Threads ${CMAKE_DL_LIBS})
set_target_properties(posthaste_emulator PROPERTIES CXX_VISIBILITY_PRESET hidden)

file(GLOB emulated_kernels CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/*.cu)
set_source_files_properties(${emulated_kernels} PROPERTIES LANGUAGE CXX COMPILE_OPTIONS "-x;c++")
add_library(posthaste_cuda_emulated MODULE ${emulated_kernels} ${CMAKE_SOURCE_DIR}/native/model/model.cpp)
target_link_libraries(posthaste_cuda_emulated PRIVATE posthaste_emulator)
set_target_properties(posthaste_cuda_emulated PROPERTIES
  PREFIX "lib"
  OUTPUT_NAME posthaste_cuda
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}
  CXX_VISIBILITY_PRESET hidden
  VISIBILITY_INLINES_HIDDEN ON
  LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/posthaste_cuda.map)
# Its threads run until the process ends.
target_link_options(posthaste_cuda_emulated PRIVATE
  -Wl,--version-script=${CMAKE_SOURCE_DIR}/cuda/posthaste_cuda.map -Wl,-z,now -Wl,-z,nodelete)

if(POSTHASTE_TESTS)
  file(GLOB emulator_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/emulator/tests/*.cpp)
  # Its faults are signals, which ThreadSanitizer delays.
  if(POSTHASTE_SANITIZE STREQUAL "thread")
    list(FILTER emulator_tests EXCLUDE REGEX planted)
  endif()
  foreach(source ${emulator_tests})
    cmake_path(GET source STEM name)
    add_executable(test_emulator_${name} ${source})
    target_link_libraries(test_emulator_${name} PRIVATE posthaste_emulator)
    add_test(NAME emulator_${name} COMMAND test_emulator_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(emulator_${name} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
  endforeach()
endif()
