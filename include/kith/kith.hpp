// kith/kith.hpp: the whole public API in one include. Neither Boost nor RocksDB is in it.
#pragma once

#include <kith/administration.hpp>
#include <kith/bulk_loader.hpp>
#include <kith/database.hpp>
#include <kith/display_width.hpp>
#include <kith/extension.hpp>
#include <kith/gqlstatus.hpp>
#include <kith/parse.hpp>
#include <kith/script.hpp>
