# SPDX-License-Identifier: MIT
# How everything here is compiled: one interface target that each floor links privately.
find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(resmap_flags INTERFACE)
target_compile_options(resmap_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow
  -Wnon-virtual-dtor -Wimplicit-fallthrough -fno-common)
if(RESMAP_DEVELOPER)
  target_compile_options(resmap_flags INTERFACE -Werror)
  string(FIND "${CMAKE_CXX_FLAGS}" "-fsanitize" found)
  if(found GREATER -1)
    set(RESMAP_SANITIZED ON)
  endif()
  if(RESMAP_SANITIZED AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The sanitizers' own code hides initialisation from GCC: it warns inside its <regex>, as its manual says it may.
    target_compile_options(resmap_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  enable_testing()
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
if(RESMAP_FUZZ)
  # Coverage for every floor that a fuzz target reaches; the targets add the driver itself.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
