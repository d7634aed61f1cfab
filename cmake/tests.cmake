# One CTest executable a file of test/native; libraries that the tests load from test/native/backends.
enable_testing()

if(POSTHASTE_SANITIZE STREQUAL "address")
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
elseif(POSTHASTE_SANITIZE STREQUAL "thread")
  set(sanitizers -fsanitize=thread)
elseif(NOT POSTHASTE_SANITIZE STREQUAL "none")
  message(FATAL_ERROR "expected address, thread or none for POSTHASTE_SANITIZE, found ${POSTHASTE_SANITIZE}")
endif()
# Line numbers in reports, and speed enough for real chunks.
add_compile_options(-g -O2 -fno-omit-frame-pointer -UNDEBUG ${sanitizers})
add_link_options(${sanitizers})

posthaste_native_library(posthaste_native)

# Each is a library of one source with the symbol of the backend ABI, or deliberately without.
file(GLOB backend_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/native/backends/*.cpp)
set(backends)
foreach(source ${backend_sources})
  cmake_path(GET source STEM name)
  add_library(${name} MODULE ${source})
  target_link_libraries(${name} PRIVATE posthaste_native)
  set_target_properties(${name} PROPERTIES PREFIX "lib" LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/backends
    CXX_VISIBILITY_PRESET hidden)
  list(APPEND backends ${name})
endforeach()

# What the addon has of the trainer.
foreach(name adapt calibrate corpus crf quantise score)
  list(APPEND trainer_sources ${CMAKE_SOURCE_DIR}/native/train/${name}.cpp)
endforeach()
add_library(posthaste_trainer STATIC EXCLUDE_FROM_ALL ${trainer_sources})
target_link_libraries(posthaste_trainer PUBLIC posthaste_native)

# ThreadSanitizer has something to say only where there are threads.
if(POSTHASTE_SANITIZE STREQUAL "thread")
  file(GLOB test_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/native/engine_*.cpp)
else()
  file(GLOB test_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/test/native/*.cpp)
endif()
foreach(source ${test_sources})
  cmake_path(GET source STEM name)
  add_executable(test_${name} ${source})
  target_link_libraries(test_${name} PRIVATE posthaste_native)
  if(name MATCHES "^train_")
    target_link_libraries(test_${name} PRIVATE posthaste_trainer)
  endif()
  target_compile_definitions(test_${name} PRIVATE
    POSTHASTE_ROOT="${CMAKE_SOURCE_DIR}" POSTHASTE_BACKENDS="${CMAKE_BINARY_DIR}/backends")
  if(backends)
    add_dependencies(test_${name} ${backends})
  endif()
  add_test(NAME ${name} COMMAND test_${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  # A hang is a failure; 77 says that something the test needs is not there.
  set_tests_properties(${name} PROPERTIES TIMEOUT 300 SKIP_RETURN_CODE 77)
endforeach()
