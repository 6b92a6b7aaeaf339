// bench/data/random.js: random numbers that are the same on every machine, and the skewed distributions made from them.

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand. */
export class Random {
  constructor(seed) {
    this.a = 0x9e3779b9 | 0;
    this.b = 0x243f6a88 | 0;
    this.c = seed | 0;
    this.counter = 1;
    for (let i = 0; i < 16; ++i) this.bits();
  }

  /** 32 random bits, as a signed integer. */
  bits() {
    const out = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + out | 0;
    return out;
  }

  /** In [0, 1). */
  unit() {
    return (this.bits() >>> 0) / 4294967296;
  }

  /** An integer in [0, n). */
  below(n) {
    return Math.floor(this.unit() * n);
  }

  chance(probability) {
    return this.unit() < probability;
  }

  /** The failures before the first success: 0, 1, 2, ... with this mean. */
  geometric(mean) {
    return mean <= 0 ? 0 : Math.floor(Math.log(1 - this.unit()) / Math.log(mean / (1 + mean)));
  }

  /** A power law on [low, high]: the density falls as x^-(alpha + 1). */
  pareto(alpha, low, high) {
    const ratio = (low / high) ** alpha;
    return low * (1 - this.unit() * (1 - ratio)) ** (-1 / alpha);
  }
}

/** 0 .. n-1, of which number k comes with weight (k + shift)^-exponent. */
export class Zipf {
  constructor(n, exponent, shift = 1) {
    this.cumulated = new Float64Array(n);
    let sum = 0;
    for (let k = 0; k < n; ++k) this.cumulated[k] = sum += (k + shift) ** -exponent;
  }

  draw(random) {
    const target = random.unit() * this.cumulated[this.cumulated.length - 1];
    let low = 0;
    let high = this.cumulated.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cumulated[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Lists of integers one behind the other, while their number is unknown. */
export class IntegerLists {
  constructor() {
    this.offsets = [0];
    this.values = [];
  }

  push(value) {
    this.values.push(value);
  }

  endList() {
    this.offsets.push(this.values.length);
  }

  get length() {
    return this.offsets.length - 1;
  }

  size(i) {
    return this.offsets[i + 1] - this.offsets[i];
  }

  * of(i) {
    for (let at = this.offsets[i]; at < this.offsets[i + 1]; ++at) yield this.values[at];
  }
}
