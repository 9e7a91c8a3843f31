# Flags every target of this project is compiled with, never a consumer's.
add_library(smartcrop_build_flags INTERFACE)
target_compile_options(smartcrop_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wcast-align -Wformat=2
  # GCC 12 sees ghosts in std::optional and std::string.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds>
  # Same bits on machines with and without fused multiply-add.
  -ffp-contract=off
  $<$<BOOL:${SMARTCROP_WERROR}>:-Werror>)

# What nearly every source of the modules includes is parsed once: a third of the time to compile them.
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
add_library(smartcrop_precompiled STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_compile_features(smartcrop_precompiled PUBLIC cxx_std_20)
set_target_properties(smartcrop_precompiled PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_link_libraries(smartcrop_precompiled PRIVATE opencv_core smartcrop_build_flags)
target_precompile_headers(smartcrop_precompiled PRIVATE
  <algorithm> <array> <chrono> <cmath> <filesystem> <functional> <map> <memory> <mutex> <opencv2/core.hpp> <optional>
  <span> <stdexcept> <string> <variant> <vector>)

# smartcrop_add_module(NAME
#   SOURCES src/a.cpp ...            private sources
#   HEADERS include/smartcrop/NAME/a.hpp ...   public headers, installed and checked for self-containment
#   PUBLIC lib ...  PRIVATE lib ...)
# Makes the library smartcrop_NAME with the alias SmartCrop::NAME.
function(smartcrop_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;HEADERS;PUBLIC;PRIVATE")
  set(target smartcrop_${name})
  add_library(${target} ${arg_SOURCES})
  add_library(SmartCrop::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_link_libraries(${target} PUBLIC ${arg_PUBLIC}
                        PRIVATE ${arg_PRIVATE} $<BUILD_INTERFACE:smartcrop_build_flags>)
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON)
  target_precompile_headers(${target} REUSE_FROM smartcrop_precompiled)
  set_property(GLOBAL APPEND PROPERTY SMARTCROP_MODULES ${name})
  install(TARGETS ${target} EXPORT SmartCropTargets COMPONENT dev FILE_SET HEADERS COMPONENT dev)
endfunction()

# smartcrop_add_app(NAME SOURCES ... LINK ...): one command-line app, built into bin/ and installed.
function(smartcrop_add_app name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_LINK} smartcrop_build_flags)
  install(TARGETS ${name} COMPONENT runtime)
endfunction()
