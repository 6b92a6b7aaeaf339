// cli/commands.hpp: a function per subcommand, each in the file of its name. They return the exit code and have told
// the user of any error on standard error.
#pragma once

#include "cli/arguments.hpp"
#include "cli/exit_code.hpp"
#include "cli/standard_output.hpp"

namespace kith::cli {

int run(const ShellArguments& arguments, StandardOutput& out);
int run(const QueryArguments& arguments, StandardOutput& out);
int run(const ImportArguments& arguments, StandardOutput& out);
int run(const ExportArguments& arguments, StandardOutput& out);
int run(const ReportArguments& arguments, StandardOutput& out);
int run(const StatsArguments& arguments, StandardOutput& out);
int run(const SchemaArguments& arguments, StandardOutput& out);
int run(const CheckArguments& arguments, StandardOutput& out);
int run(const CompactArguments& arguments, StandardOutput& out);

}  // namespace kith::cli
