# posthaste-train: an executable of its own, whose program/ may read and write files.
file(GLOB train_sources CONFIGURE_DEPENDS
  ${CMAKE_SOURCE_DIR}/native/train/*.cpp
  ${CMAKE_SOURCE_DIR}/native/train/program/*.cpp)
if(NOT train_sources)
  message(FATAL_ERROR "expected sources in native/train, found none")
endif()
file(GLOB model_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/native/model/*.cpp)
find_package(Threads REQUIRED)

add_executable(posthaste-train ${train_sources} ${model_sources})
target_link_libraries(posthaste-train PRIVATE posthaste_options Threads::Threads)
target_compile_options(posthaste-train PRIVATE -O3)
set_target_properties(posthaste-train PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
