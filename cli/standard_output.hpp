// cli/standard_output.hpp: standard output as a sink that notices when nobody reads it any more.
#pragma once

#include <string>
#include <string_view>

#include "loaders/text/output_file.hpp"

namespace kith::cli {

/// Buffered. Requires SIGPIPE to be ignored. Errors: kData; after them reader_is_gone() tells a closed pipe (`| head`),
/// which is no failure, from a full disk.
class StandardOutput final : public loaders::TextSink {
 public:
  Status write(std::string_view text) override;
  Status flush();
  bool reader_is_gone() const { return reader_is_gone_; }

 private:
  std::string buffer_;
  bool reader_is_gone_ = false;
};

}  // namespace kith::cli
