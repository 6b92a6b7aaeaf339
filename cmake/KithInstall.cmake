# cmake --install and find_package(kith).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# `if(TARGET)` so that a part can be configured alone while it is being built up.
if(TARGET kith)
  install(TARGETS kith EXPORT kithTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(DIRECTORY include/kith DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT kithTargets NAMESPACE kith:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kith)
  write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/kithConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  configure_package_config_file(cmake/kithConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/kithConfig.cmake
                                INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kith)
  install(FILES ${CMAKE_CURRENT_BINARY_DIR}/kithConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/kithConfigVersion.cmake
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/kith)
endif()
if(TARGET kith_c)
  install(TARGETS kith_c EXPORT kithTargets LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
          RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
if(TARGET kith_program)
  # Wherever the prefix is, the program finds the library beside it.
  file(RELATIVE_PATH library_directory ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(kith_program PROPERTIES INSTALL_RPATH "$ORIGIN/${library_directory}")
  install(TARGETS kith_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
