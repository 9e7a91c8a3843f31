# Everything the modules link against. Shared by the build and by the installed package (see SmartCropConfig.cmake.in),
# so this file must not depend on anything else of the build tree.

include(CMakeFindDependencyMacro)

find_dependency(OpenCV COMPONENTS core imgproc video dnn objdetect)
find_dependency(nlohmann_json)
find_dependency(tinyxml2)
find_dependency(Freetype)
find_dependency(PkgConfig)
pkg_check_modules(SmartCropLibav REQUIRED QUIET IMPORTED_TARGET
                  libavformat libavcodec libavutil libswscale libswresample)
# For the renderer alone: libavfilter brings some thirty shared libraries along.
pkg_check_modules(SmartCropFilters REQUIRED QUIET IMPORTED_TARGET libavfilter)
pkg_check_modules(SmartCropHttp REQUIRED QUIET IMPORTED_TARGET cpp-httplib)
