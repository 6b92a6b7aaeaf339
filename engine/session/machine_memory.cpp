// engine/session/machine_memory.cpp: the memory of the machine or control group.
#include "engine/session/machine_memory.hpp"

#include <algorithm>
#include <fstream>

#include <unistd.h>

namespace kith::engine {

std::size_t machine_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_size = sysconf(_SC_PAGESIZE);
  std::size_t bytes = pages > 0 && page_size > 0 ? static_cast<std::size_t>(pages) * static_cast<std::size_t>(page_size)
                                                 : std::size_t{1} << 30;
  for (const char* file : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::size_t limit = 0;
    if (std::ifstream(file) >> limit && limit > 0) bytes = std::min(bytes, limit);
  }
  return bytes;
}

}  // namespace kith::engine
