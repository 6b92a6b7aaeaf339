# Every library, with the folder that may use it. Why each: docs/decisions/0002-libraries.md.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)               # Spirit X3: parser/grammar; Graph: engine/graph and kith/boost_graph.hpp
find_package(RocksDB CONFIG REQUIRED)           # storage/rocksdb
find_package(fmt REQUIRED)                      # text everywhere below the public headers
find_package(date REQUIRED)                     # named time zones: values/temporal
find_package(ICU REQUIRED COMPONENTS uc i18n)   # Unicode case, normal forms, display width
find_package(CLI11 REQUIRED)                    # cli
find_package(nlohmann_json REQUIRED)            # writing JSON, reading small documents
find_package(yaml-cpp REQUIRED)                 # report front matter
find_package(PkgConfig REQUIRED)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)          # =~, in linear time
pkg_check_modules(SIMDJSON REQUIRED IMPORTED_TARGET simdjson)  # reading JSONL
pkg_check_modules(MD4C_HTML REQUIRED IMPORTED_TARGET md4c-html)  # reports: Markdown to HTML
pkg_check_modules(EDIT REQUIRED IMPORTED_TARGET libedit)     # the shell's line editing
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)  # block checksums, hashing

if(KITH_BUILD_TESTS)
  find_package(Catch2 2 REQUIRED)
endif()
