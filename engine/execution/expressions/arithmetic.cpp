// engine/execution/expressions/arithmetic.cpp: + - * / % ^ || and signs.
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "engine/execution/expressions/kernels.hpp"
#include "engine/execution/expressions/operand.hpp"
#include "values/temporal/functions.hpp"

namespace kith::engine {
namespace {

constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();

std::string_view symbol(BinaryKind kind) {
  switch (kind) {
    case BinaryKind::kAdd:
      return "+";
    case BinaryKind::kSubtract:
      return "-";
    case BinaryKind::kMultiply:
      return "*";
    case BinaryKind::kDivide:
      return "/";
    case BinaryKind::kModulo:
      return "%";
    case BinaryKind::kPower:
      return "^";
    default:
      return "||";
  }
}

Error overflow(BinaryKind kind, std::int64_t left, std::int64_t right) {
  return Error(ErrorKind::kArithmeticError, fmt::format("{} {} {} does not fit in 64 bits", left, symbol(kind), right))
      .with_detail("IntegerOverflow")
      .with_hint("use toFloat() where approximate numbers will do");
}

Error division_by_zero(BinaryKind kind, std::int64_t left) {
  return Error(ErrorKind::kArithmeticError, fmt::format("{} {} 0 divides by zero", left, symbol(kind)))
      .with_detail("DivisionByZero");
}

Error not_defined(BinaryKind kind, const Value& left, const Value& right) {
  return Error(ErrorKind::kTypeError, fmt::format("`{}` is not defined for {} and {}", symbol(kind),
                                                  to_string(left.kind()), to_string(right.kind())))
      .with_detail("InvalidArgumentType");
}

// --- One pair
// ---------------------------------------------------------------------------------------------------------------

Result<Value> integers(BinaryKind kind, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  switch (kind) {
    case BinaryKind::kAdd:
      if (__builtin_add_overflow(left, right, &result)) return overflow(kind, left, right);
      return Value(result);
    case BinaryKind::kSubtract:
      if (__builtin_sub_overflow(left, right, &result)) return overflow(kind, left, right);
      return Value(result);
    case BinaryKind::kMultiply:
      if (__builtin_mul_overflow(left, right, &result)) return overflow(kind, left, right);
      return Value(result);
    case BinaryKind::kDivide:
      if (right == 0) return division_by_zero(kind, left);
      if (left == kSmallest && right == -1) return overflow(kind, left, right);
      return Value(left / right);
    case BinaryKind::kModulo:
      if (right == 0) return division_by_zero(kind, left);
      return Value(right == -1 ? 0 : left % right);
    default:
      return Value(std::pow(static_cast<double>(left), static_cast<double>(right)));
  }
}

double floats(BinaryKind kind, double left, double right) {
  switch (kind) {
    case BinaryKind::kAdd:
      return left + right;
    case BinaryKind::kSubtract:
      return left - right;
    case BinaryKind::kMultiply:
      return left * right;
    case BinaryKind::kDivide:
      return left / right;
    case BinaryKind::kModulo:
      return std::fmod(left, right);
    default:
      return std::pow(left, right);
  }
}

double number(const Value& value) {
  return value.is(ValueKind::kInteger) ? static_cast<double>(value.get<std::int64_t>()) : value.get<double>();
}

Value concatenate_lists(const Value& left, const Value& right) {
  List joined;
  const auto add = [&](const Value& value) {
    if (value.is(ValueKind::kList)) {
      joined.insert(joined.end(), value.list().begin(), value.list().end());
    } else {
      joined.push_back(value);
    }
  };
  joined.reserve((left.is(ValueKind::kList) ? left.list().size() : 1) +
                 (right.is(ValueKind::kList) ? right.list().size() : 1));
  add(left);
  add(right);
  return joined;
}

bool joins_text(const Value& value) {
  return value.is(ValueKind::kString) || value.is(ValueKind::kBoolean) || value.is_number();
}

}  // namespace

Result<Value> arithmetic(BinaryKind kind, const Value& left, const Value& right) {
  if (left.is_null() || right.is_null()) return Value();
  if (kind == BinaryKind::kConcatenate) {
    if (left.is(ValueKind::kString) && right.is(ValueKind::kString)) {
      return Value(left.get<std::string>() + right.get<std::string>());
    }
    if (left.is(ValueKind::kList) && right.is(ValueKind::kList)) return concatenate_lists(left, right);
    return not_defined(kind, left, right);
  }
  if (left.is_number() && right.is_number()) {
    if (left.is(ValueKind::kInteger) && right.is(ValueKind::kInteger)) {
      return integers(kind, left.get<std::int64_t>(), right.get<std::int64_t>());
    }
    return Value(floats(kind, number(left), number(right)));
  }
  if (kind == BinaryKind::kAdd) {
    if (left.is(ValueKind::kList) || right.is(ValueKind::kList)) return concatenate_lists(left, right);
    if ((left.is(ValueKind::kString) && joins_text(right)) || (right.is(ValueKind::kString) && joins_text(left))) {
      return Value(to_display_string(left) + to_display_string(right));
    }
  }
  if (temporal::is_temporal(left) || temporal::is_temporal(right)) {
    switch (kind) {
      case BinaryKind::kAdd:
        return temporal::add_values(left, right);
      case BinaryKind::kSubtract:
        return temporal::subtract_values(left, right);
      case BinaryKind::kMultiply:
        return temporal::multiply_values(left, right);
      case BinaryKind::kDivide:
        return temporal::divide_values(left, right);
      default:
        break;
    }
  }
  return not_defined(kind, left, right);
}

// --- Vectors
// ----------------------------------------------------------------------------------------------------------------

namespace {

template <class T>
std::shared_ptr<VectorBuffer<T>> result_buffer(const Vector& left, const Vector& right) {
  auto buffer = std::make_shared<VectorBuffer<T>>();
  buffer->values.resize(left.size());
  clear_nulls(buffer->validity, left);
  clear_nulls(buffer->validity, right);
  return buffer;
}

/// The pair that overflowed: rows that are null hold any number and do not count.
Result<Vector> find_overflow(BinaryKind kind, const Operand<std::int64_t>& left, const Operand<std::int64_t>& right,
                             std::shared_ptr<VectorBuffer<std::int64_t>> buffer) {
  for (std::uint32_t row = 0; row < buffer->values.size(); ++row) {
    if (!is_set(buffer->validity, row)) continue;
    KITH_TRY([[maybe_unused]] const Value checked, integers(kind, left[row], right[row]));
  }
  return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
}

Result<Vector> integer_vectors(BinaryKind kind, const Vector& left_vector, const Vector& right_vector) {
  const std::uint32_t size = left_vector.size();
  const Operand<std::int64_t> left(left_vector), right(right_vector);
  if (kind == BinaryKind::kPower) {
    auto powers = result_buffer<double>(left_vector, right_vector);
    for_each_pair(left, right, size, powers->values.data(), [](std::int64_t a, std::int64_t b) {
      return std::pow(static_cast<double>(a), static_cast<double>(b));
    });
    return Vector::own<double>(VectorKind::kFloat, std::move(powers));
  }
  auto buffer = result_buffer<std::int64_t>(left_vector, right_vector);
  std::int64_t* out = buffer->values.data();
  std::uint64_t wrong = 0;  // the sign bit collects overflows, so that the loop has no branch
  switch (kind) {
    case BinaryKind::kAdd:
      for_each_pair(left, right, size, out, [&wrong](std::int64_t a, std::int64_t b) {
        const std::uint64_t x = static_cast<std::uint64_t>(a), y = static_cast<std::uint64_t>(b), sum = x + y;
        wrong |= ~(x ^ y) & (x ^ sum);
        return static_cast<std::int64_t>(sum);
      });
      break;
    case BinaryKind::kSubtract:
      for_each_pair(left, right, size, out, [&wrong](std::int64_t a, std::int64_t b) {
        const std::uint64_t x = static_cast<std::uint64_t>(a), y = static_cast<std::uint64_t>(b), difference = x - y;
        wrong |= (x ^ y) & (x ^ difference);
        return static_cast<std::int64_t>(difference);
      });
      break;
    case BinaryKind::kMultiply:
      for_each_pair(left, right, size, out, [&wrong](std::int64_t a, std::int64_t b) {
        std::int64_t product = 0;
        wrong |= std::uint64_t{__builtin_mul_overflow(a, b, &product)} << 63;
        return product;
      });
      break;
    default: {
      const bool divide = kind == BinaryKind::kDivide;
      for_each_pair(left, right, size, out, [&wrong, divide](std::int64_t a, std::int64_t b) -> std::int64_t {
        if (b == 0 || b == -1) {
          const bool bad = b == 0 || (divide && a == kSmallest);
          wrong |= std::uint64_t{bad} << 63;
          return divide && !bad ? -a : 0;
        }
        return divide ? a / b : a % b;
      });
      break;
    }
  }
  if (wrong >> 63 != 0) return find_overflow(kind, left, right, std::move(buffer));
  return Vector::own<std::int64_t>(VectorKind::kInteger, std::move(buffer));
}

template <class L, class R>
Vector float_vectors(BinaryKind kind, const Vector& left_vector, const Vector& right_vector) {
  const std::uint32_t size = left_vector.size();
  const Operand<L> left(left_vector);
  const Operand<R> right(right_vector);
  auto buffer = result_buffer<double>(left_vector, right_vector);
  const auto run = [&](auto f) {
    for_each_pair(left, right, size, buffer->values.data(),
                  [f](L a, R b) { return f(static_cast<double>(a), static_cast<double>(b)); });
  };
  switch (kind) {
    case BinaryKind::kAdd:
      run([](double a, double b) { return a + b; });
      break;
    case BinaryKind::kSubtract:
      run([](double a, double b) { return a - b; });
      break;
    case BinaryKind::kMultiply:
      run([](double a, double b) { return a * b; });
      break;
    case BinaryKind::kDivide:
      run([](double a, double b) { return a / b; });
      break;
    case BinaryKind::kModulo:
      run([](double a, double b) { return std::fmod(a, b); });
      break;
    default:
      run([](double a, double b) { return std::pow(a, b); });
      break;
  }
  return Vector::own<double>(VectorKind::kFloat, std::move(buffer));
}

Vector string_vectors(const Vector& left_vector, const Vector& right_vector) {
  const std::uint32_t size = left_vector.size();
  const Operand<std::string_view> left(left_vector), right(right_vector);
  auto buffer = result_buffer<std::string_view>(left_vector, right_vector);
  std::size_t num_bytes = 0;
  for (std::uint32_t row = 0; row < size; ++row) {
    if (is_set(buffer->validity, row)) num_bytes += left[row].size() + right[row].size();
  }
  auto characters = std::make_shared<std::string>();
  characters->reserve(num_bytes);
  for (std::uint32_t row = 0; row < size; ++row) {
    if (!is_set(buffer->validity, row)) continue;
    const std::size_t begin = characters->size();
    characters->append(left[row]).append(right[row]);
    buffer->values[row] = std::string_view(*characters).substr(begin);
  }
  buffer->pins.push_back(std::move(characters));
  return Vector::own<std::string_view>(VectorKind::kString, std::move(buffer));
}

}  // namespace

Result<Vector> evaluate_arithmetic(BinaryKind kind, const Vector& left, const Vector& right) {
  const std::uint32_t size = left.size();
  if (left.kind() == VectorKind::kNull || right.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (left.is_constant() && right.is_constant()) {
    KITH_TRY(const Value value, arithmetic(kind, left.value(0), right.value(0)));
    return Vector::constant(value, size);
  }
  const bool left_integer = left.kind() == VectorKind::kInteger, right_integer = right.kind() == VectorKind::kInteger;
  const bool left_float = left.kind() == VectorKind::kFloat, right_float = right.kind() == VectorKind::kFloat;
  if (kind != BinaryKind::kConcatenate && (left_integer || left_float) && (right_integer || right_float)) {
    if (left_integer && right_integer) return integer_vectors(kind, left, right);
    if (left_float && right_float) return float_vectors<double, double>(kind, left, right);
    if (left_float) return float_vectors<double, std::int64_t>(kind, left, right);
    return float_vectors<std::int64_t, double>(kind, left, right);
  }
  if ((kind == BinaryKind::kAdd || kind == BinaryKind::kConcatenate) && left.kind() == VectorKind::kString &&
      right.kind() == VectorKind::kString) {
    return string_vectors(left, right);
  }
  std::vector<Value> values(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    KITH_TRY(values[row], arithmetic(kind, left.value(row), right.value(row)));
  }
  return Vector::from_values(std::move(values));
}

Result<Vector> evaluate_sign(UnaryKind kind, const Vector& operand) {
  const std::uint32_t size = operand.size();
  if (operand.kind() == VectorKind::kNull || size == 0) return Vector::nulls(size);
  if (operand.kind() == VectorKind::kInteger || operand.kind() == VectorKind::kFloat) {
    if (kind == UnaryKind::kPlus) return operand;
    if (operand.kind() == VectorKind::kInteger) {
      return evaluate_arithmetic(BinaryKind::kSubtract, Vector::constant(0, size), operand);
    }
    return evaluate_arithmetic(BinaryKind::kMultiply, Vector::constant(-1.0, size), operand);
  }
  std::vector<Value> values(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    Value value = operand.value(row);
    if (value.is_null()) continue;
    if (!value.is_number() && !value.is(ValueKind::kDuration)) {
      return Error(ErrorKind::kTypeError, fmt::format("{} has no sign", to_string(value.kind())))
          .with_detail("InvalidArgumentType");
    }
    if (kind == UnaryKind::kPlus) {
      values[row] = std::move(value);
    } else if (value.is(ValueKind::kFloat)) {
      values[row] = -value.get<double>();
    } else {
      KITH_TRY(values[row], value.is(ValueKind::kInteger) ? arithmetic(BinaryKind::kSubtract, 0, value)
                                                          : arithmetic(BinaryKind::kMultiply, value, -1));
    }
  }
  return Vector::from_values(std::move(values));
}

}  // namespace kith::engine
