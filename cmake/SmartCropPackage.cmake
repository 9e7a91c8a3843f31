include(CMakePackageConfigHelpers)

# find_package(SmartCrop) and pkg-config smartcrop.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/SmartCrop)
install(EXPORT SmartCropTargets NAMESPACE SmartCrop:: DESTINATION ${package_dir} COMPONENT dev)
configure_package_config_file(cmake/SmartCropConfig.cmake.in ${PROJECT_BINARY_DIR}/SmartCropConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/SmartCropConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/SmartCropConfig.cmake ${PROJECT_BINARY_DIR}/SmartCropConfigVersion.cmake
              cmake/SmartCropDependencies.cmake
        DESTINATION ${package_dir} COMPONENT dev)

# The libraries top to bottom, as a linker of static ones wants them.
get_property(modules GLOBAL PROPERTY SMARTCROP_MODULES)
list(REVERSE modules)
list(TRANSFORM modules PREPEND "-lsmartcrop_" OUTPUT_VARIABLE libraries)
list(JOIN libraries " " SMARTCROP_LIBRARIES)
configure_file(cmake/smartcrop.pc.in ${PROJECT_BINARY_DIR}/smartcrop.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/smartcrop.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)

# Debian packages: smartcrop (the apps), libsmartcrop-dev, python3-smartcrop. scripts/package makes them.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME smart-crop-video)
set(CPACK_PACKAGE_VENDOR smart-crop-video)
set(CPACK_PACKAGE_CONTACT "smart-crop-video developers <developers@smart-crop-video.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME smartcrop)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION video)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION
    "crops videos to their most interesting region\nFinds what matters in a video and crops the video to it, with a fixed window\nor one that moves as a good camera operator would; sound, timing and color\nare kept.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_DEPENDS fonts-dejavu-core)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS opencv-data)

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsmartcrop-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEV_DESCRIPTION
    "crops videos to their most interesting region, C++ library\nHeaders and static libraries of smartcrop, for CMake and pkg-config.")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "libopencv-dev, libavformat-dev, libavcodec-dev, libavutil-dev, libavfilter-dev, libswscale-dev, libswresample-dev, libfreetype-dev, nlohmann-json3-dev, libcsv-dev, libcpp-httplib-dev, libtinyxml2-dev")

if(SMARTCROP_BUILD_PYTHON)
  list(APPEND CPACK_COMPONENTS_ALL python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-smartcrop)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  set(CPACK_COMPONENT_PYTHON_DESCRIPTION
      "crops videos to their most interesting region, Python module\nMeasures, analyses and crops videos; maps and windows are NumPy arrays.")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "python3 (>= 3.11), python3 (<< 3.12), python3-numpy")
endif()

# What every Debian package has of its own: who may do what with it, and what changed.
foreach(component runtime dev python)
  string(TOUPPER ${component} name)
  if(DEFINED CPACK_DEBIAN_${name}_PACKAGE_NAME)
    set(folder ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME})
    install(FILES cmake/debian/copyright DESTINATION ${folder} COMPONENT ${component})
    install(FILES ${PROJECT_BINARY_DIR}/changelog.Debian.gz DESTINATION ${folder} COMPONENT ${component} OPTIONAL)
  endif()
endforeach()
include(CPack)
