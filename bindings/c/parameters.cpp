// bindings/c/parameters.cpp: the parameters of a query.
#include "bindings/c/guard.hpp"

using kith::Status;
using kith::Value;
using kith::c::guarded;
using kith::c::guarded_output;
using kith::c::require;

namespace {

/// In place when the name is there already, so that a loop over executions allocates no name.
Status set(kith_parameters* parameters, const char* name, Value value) {
  KITH_CHECK_OK(require(parameters, "parameters"));
  KITH_CHECK_OK(require(name, "name"));
  if (const auto known = parameters->values.find(std::string_view(name)); known != parameters->values.end()) {
    known->second = std::move(value);
  } else {
    parameters->values.emplace(name, std::move(value));
  }
  return Status::success();
}

}  // namespace

kith_status kith_parameters_new(kith_parameters** parameters, kith_error** error) {
  return guarded_output(parameters, "parameters", error, [&] {
    *parameters = new kith_parameters;
    return Status::success();
  });
}

kith_status kith_parameters_set_null(kith_parameters* parameters, const char* name, kith_error** error) {
  return guarded(error, [&] { return set(parameters, name, Value()); });
}

kith_status kith_parameters_set_boolean(kith_parameters* parameters, const char* name, bool boolean,
                                        kith_error** error) {
  return guarded(error, [&] { return set(parameters, name, Value(boolean)); });
}

kith_status kith_parameters_set_integer(kith_parameters* parameters, const char* name, int64_t integer,
                                        kith_error** error) {
  return guarded(error, [&] { return set(parameters, name, Value(integer)); });
}

kith_status kith_parameters_set_float(kith_parameters* parameters, const char* name, double number,
                                      kith_error** error) {
  return guarded(error, [&] { return set(parameters, name, Value(number)); });
}

kith_status kith_parameters_set_string(kith_parameters* parameters, const char* name, const char* text,
                                       size_t text_size, kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_TRY(const std::string_view bytes, kith::c::text_of(text, text_size, "text"));
    return set(parameters, name, Value(bytes));
  });
}

kith_status kith_parameters_set(kith_parameters* parameters, const char* name, const kith_value* value,
                                kith_error** error) {
  return guarded(error, [&]() -> Status {
    KITH_CHECK_OK(require(value, "value"));
    return set(parameters, name, kith::c::value_of(value));
  });
}

void kith_parameters_clear(kith_parameters* parameters) {
  if (parameters != nullptr) parameters->values.clear();
}

void kith_parameters_free(kith_parameters* parameters) { delete parameters; }
