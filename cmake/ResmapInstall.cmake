# SPDX-License-Identifier: MIT
# Installs every floor as a component of one package: find_package(resmap COMPONENTS lists ranges) gives resmap::lists,
# resmap::ranges and what they stand on. Headers that say "Not installed" stay at home; hive and import are the command line's own.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(floors base lists ranges arbiters capi registry claims buses snapshot pnp report)
foreach(floor IN LISTS floors)
  install(TARGETS resmap_${floor} EXPORT resmap ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
  file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/resmap/${floor}/*.h ${PROJECT_SOURCE_DIR}/resmap/${floor}/wire/*.inc)
  list(FILTER headers EXCLUDE REGEX "_test_support\\.h$")
  foreach(header IN LISTS headers)
    file(STRINGS ${PROJECT_SOURCE_DIR}/${header} at_home REGEX "Not installed" LIMIT_COUNT 1)
    if(NOT at_home)
      get_filename_component(folder ${header} DIRECTORY)
      install(FILES ${PROJECT_SOURCE_DIR}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder})
    endif()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES floors)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/resmap)
install(EXPORT resmap NAMESPACE resmap:: DESTINATION ${package} FILE resmap-targets.cmake)
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/resmap-config.cmake @ONLY CONTENT [[
# find_package(resmap COMPONENTS <floor>...): every floor is there; a name that is none of them is an error.
include(${CMAKE_CURRENT_LIST_DIR}/resmap-targets.cmake)
foreach(floor IN LISTS resmap_FIND_COMPONENTS)
  if(TARGET resmap::${floor})
    set(resmap_${floor}_FOUND TRUE)
  elseif(resmap_FIND_REQUIRED_${floor})
    set(resmap_FOUND FALSE)
    set(resmap_NOT_FOUND_MESSAGE "resmap has no floor named ${floor}")
  endif()
endforeach()
]])
write_basic_package_version_file(${PROJECT_BINARY_DIR}/resmap-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/resmap-config.cmake ${PROJECT_BINARY_DIR}/resmap-config-version.cmake DESTINATION ${package})

if(RESMAP_LEAVES)
  install(TARGETS resmap_app RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(FILES apps/resmap/resmap.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  install(FILES apps/resmap/completions/resmap.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME resmap)
endif()
