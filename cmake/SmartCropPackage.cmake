include(CMakePackageConfigHelpers)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/SmartCrop)
install(EXPORT SmartCropTargets NAMESPACE SmartCrop:: DESTINATION ${package_dir})
configure_package_config_file(cmake/SmartCropConfig.cmake.in ${PROJECT_BINARY_DIR}/SmartCropConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/SmartCropConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/SmartCropConfig.cmake ${PROJECT_BINARY_DIR}/SmartCropConfigVersion.cmake
              cmake/SmartCropDependencies.cmake
        DESTINATION ${package_dir})
