# libposthaste_cuda.so: static CUDA runtime, one symbol, dlopened by the addon, which never links CUDA.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  # Machine code for each, and PTX of the last for what comes after it.
  set(CMAKE_CUDA_ARCHITECTURES 75-real 80-real 86-real 89-real 90-real 100-real 120)
endif()
enable_language(CUDA)

# CMake 3.25 does not know that nvcc speaks C++20 since CUDA 12.
if(NOT CMAKE_CUDA20_STANDARD_COMPILE_OPTION)
  set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION -std=c++20)
  set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION -std=c++20)
endif()
set(CMAKE_CUDA_STANDARD 20)
set(CMAKE_CUDA_STANDARD_REQUIRED ON)
file(GLOB cuda_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/*.cu ${CMAKE_SOURCE_DIR}/native/model/model.cpp)
# Compiled once, for the library and for the measurements.
add_library(posthaste_cuda_objects OBJECT ${cuda_sources})
target_include_directories(posthaste_cuda_objects PUBLIC ${CMAKE_SOURCE_DIR})
target_compile_options(posthaste_cuda_objects PUBLIC
  $<$<COMPILE_LANGUAGE:CUDA>:-O3 -Werror=all-warnings -Xcompiler=-Wall,-Wextra,-Werror>)
set_target_properties(posthaste_cuda_objects PROPERTIES
  CUDA_VISIBILITY_PRESET hidden
  VISIBILITY_INLINES_HIDDEN ON)
add_library(posthaste_cuda MODULE)
target_link_libraries(posthaste_cuda PRIVATE posthaste_cuda_objects)
set_target_properties(posthaste_cuda PROPERTIES
  PREFIX "lib"
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}
  LINKER_LANGUAGE CUDA
  CUDA_RUNTIME_LIBRARY Static)
# The static runtime brings symbols of its own; the map hides them, -s strips what is left.
target_link_options(posthaste_cuda PRIVATE
  -Wl,--version-script=${CMAKE_SOURCE_DIR}/cuda/posthaste_cuda.map -Wl,--exclude-libs,ALL -Wl,-z,now -s)
set_target_properties(posthaste_cuda PROPERTIES LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/posthaste_cuda.map)

# The measurements of scripts/gpu-check.sh, over the same sources.
file(GLOB bench_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cuda/bench/*.cu)
add_executable(posthaste-gpu-bench EXCLUDE_FROM_ALL ${bench_sources})
target_link_libraries(posthaste-gpu-bench PRIVATE posthaste_cuda_objects)
set_target_properties(posthaste-gpu-bench PROPERTIES
  LINKER_LANGUAGE CUDA
  CUDA_RUNTIME_LIBRARY Static
  RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
