// cli/arguments.hpp: the command line as plain structs, so that only arguments.cpp includes CLI11.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kith::cli {

struct ShellArguments {
  std::string database;
  bool read_only = false;
  std::string import_directory;  ///< Empty: LOAD CSV is refused.
};

struct QueryArguments {
  std::string database;
  std::string text;  ///< "-": standard input. Empty: from `file`.
  std::string file;
  std::vector<std::string> parameters;  ///< "name=value"
  std::string format;
  double timeout_seconds = 0;
  std::uint64_t memory_limit = 0;  ///< Bytes; 0: what the database allows.
  bool read_only = false;
  std::string import_directory;  ///< Empty: LOAD CSV is refused.
  bool quiet = false;
};

struct ImportArguments {
  std::string database;
  std::vector<std::string> files;
  std::vector<std::string> nodes, relationships;  ///< "Label:Label=file,file"
  std::string format;
  std::optional<std::string> delimiter;  ///< None: by the files' endings.
  std::string array_delimiter = ";", quote = "\"", id_type;
  std::uint64_t max_errors = 0;
};

struct ExportArguments {
  std::string database;
  std::string format;
  std::string output;  ///< Empty: standard output.
  std::string delimiter = ",", array_delimiter = ";";
};

struct ReportArguments {
  std::string database;
  std::vector<std::string> reports;
  std::string directory;
  std::vector<std::string> parameters;
  std::string format;
  double timeout_seconds = 0;
};

struct StatsArguments {
  std::string database;
};
struct SchemaArguments {
  std::string database;
};
struct CheckArguments {
  std::string database;
  bool salvage = false;
};
struct CompactArguments {
  std::string database;
};

/// All that there is to do is to end with this code: help was shown, or the usage was wrong.
struct NothingToDo {
  int exit_code = 0;
};

using Arguments = std::variant<NothingToDo, ShellArguments, QueryArguments, ImportArguments, ExportArguments,
                               ReportArguments, StatsArguments, SchemaArguments, CheckArguments, CompactArguments>;

/// Prints help and errors of usage itself.
Arguments parse_arguments(int argc, const char* const* argv);

}  // namespace kith::cli
