// tests/tck/scenario_run.hpp: what the steps of a scenario mean.
#pragma once

#include "tests/harness/forked_run.hpp"
#include "tests/harness/scratch_database.hpp"
#include "tests/tck/gherkin.hpp"

namespace kith::tck {

/// Runs the scenario on an empty graph. A step that is not known fails it.
harness::Outcome run_scenario(const Scenario& scenario, harness::ScratchDatabase& database);

}  // namespace kith::tck
