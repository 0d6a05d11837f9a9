/** Pure numbers, as metrics need them: nothing here knows of data, bands or plots. */

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length
}

/** Of a sample: divided by one less than there are. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(sum(values.map((value) => (value - middle) ** 2)) / (values.length - 1))
}

const SHARE_LEAST = 1e-4 // An empty bin would be infinitely far off.

/** Population stability index of counts in the same bins. */
export function stabilityIndex(now: readonly number[], before: readonly number[]): number {
  const [all, past] = [sum(now), sum(before)]
  return sum(
    now.map((count, index) => {
      const p = Math.max(SHARE_LEAST, count / all)
      const q = Math.max(SHARE_LEAST, (before[index] ?? 0) / past)
      return (p - q) * Math.log(p / q)
    }),
  )
}

/** The lower and upper end of what a share may be, by what a sample shows (Wilson, 95 %). */
export function wilson(right: number, all: number): { low: number; high: number } {
  const z = 1.959964 // Of a normal distribution: 95 % lie within.
  const share = right / all
  const spread = z * Math.sqrt((share * (1 - share)) / all + z ** 2 / (4 * all ** 2))
  const middle = share + z ** 2 / (2 * all)
  const scale = 1 + z ** 2 / all
  return { low: (middle - spread) / scale, high: (middle + spread) / scale }
}

/** Mean over its standard error, which allows for what follows from the days before. */
export function neweyWestT(values: readonly number[], lags: number): number {
  const count = values.length
  const middle = mean(values)
  const off = values.map((value) => value - middle)
  const covariance = (lag: number) =>
    sum(off.slice(lag).map((value, index) => value * (off[index] ?? 0))) / count
  let variance = covariance(0)
  for (let lag = 1; lag <= Math.min(lags, count - 1); lag += 1)
    variance += 2 * (1 - lag / (lags + 1)) * covariance(lag)
  return middle / Math.sqrt(variance / count)
}

/** The lags of Newey and West's own rule, and no fewer than returns overlap. */
export function lagsFor(count: number, horizon: number): number {
  return Math.max(horizon - 1, Math.floor(4 * (count / 100) ** (2 / 9)))
}

/** So little of a field's own square is left when those before it have explained it. */
const LEFT_LEAST = 1e-9

/**
 * The weights of fields that explain best, from the sums of their products with each other and with
 * what is explained. A field that those before it explain wholly has none; undefined: all are so.
 */
export function leastSquares(
  products: readonly (readonly number[])[],
  right: readonly number[],
): number[] | undefined {
  const rows = products.map((row, index) => [...row, right[index] ?? 0])
  const kept: number[] = []
  for (const [at, row] of rows.entries()) {
    const own = row[at] ?? 0
    if (!(own > LEFT_LEAST * (products[at]?.[at] ?? 0))) continue
    kept.push(at)
    for (let below = at + 1; below < rows.length; below += 1) {
      const other = rows[below] ?? []
      const factor = (other[at] ?? 0) / own
      rows[below] = other.map((value, index) => value - factor * (row[index] ?? 0))
    }
  }
  return kept.length === 0 ? undefined : substituted(rows, kept)
}

/** From the last of the kept fields back to the first. */
function substituted(rows: readonly (readonly number[])[], kept: readonly number[]): number[] {
  const found = rows.map(() => 0)
  for (const at of kept.toReversed()) {
    const row = rows[at] ?? []
    const known = sum(found.map((weight, index) => (index > at ? weight * (row[index] ?? 0) : 0)))
    found[at] = ((row[rows.length] ?? 0) - known) / (row[at] ?? 1)
  }
  return found
}

/**
 * After how long an exponential fit of `y` over `x`, which comes in order, has halved. What follows
 * the first `y` that is not above zero is noise. Undefined: it does not fall.
 */
export function halfLife(points: readonly { x: number; y: number }[]): number | undefined {
  const end = points.findIndex(({ y }) => !(y > 0))
  const positive = end < 0 ? points : points.slice(0, end)
  if (positive.length < 2) return undefined
  const { slope } = line(positive.map(({ x, y }) => ({ x, y: Math.log(y) })))
  return slope < 0 ? Math.LN2 / -slope : undefined
}

export function line(points: readonly { x: number; y: number }[]): { slope: number; at0: number } {
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))]
  const square = sum(points.map((point) => (point.x - x) ** 2))
  const slope =
    square === 0 ? 0 : sum(points.map((point) => (point.x - x) * (point.y - y))) / square
  return { slope, at0: y - slope * x }
}

export function correlation(points: readonly { x: number; y: number }[]): number {
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))]
  const product = (by: (point: { x: number; y: number }) => number) => sum(points.map(by))
  const both = product((point) => (point.x - x) * (point.y - y))
  const squares = product((point) => (point.x - x) ** 2) * product((point) => (point.y - y) ** 2)
  return both / Math.sqrt(squares)
}

/** Abramowitz and Stegun, 26.2.17: off by less than 7.5e-8. */
export function normalShareBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const parts = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const tail = parts.reduceRight((rest, part) => (rest + part) * t, 0)
  const above = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail
  return z >= 0 ? 1 - above : above
}

/** The number below which such a share lies, by halving. */
export function normalQuantile(share: number): number {
  let [low, high] = [-10, 10]
  for (let step = 0; step < 80; step += 1) {
    const middle = (low + high) / 2
    if (normalShareBelow(middle) < share) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const EULER = 0.5772156649015329

/**
 * How probable it is that a Sharpe ratio is real, after so many tries.
 *
 * @see Bailey and López de Prado, The Deflated Sharpe Ratio, 2014
 */
export function deflatedSharpe(
  returns: readonly number[],
  tried: { count: number; deviation: number },
): number {
  const count = returns.length
  const [middle, sd] = [mean(returns), deviation(returns)]
  const ratio = middle / sd
  const moment = (power: number) => mean(returns.map((value) => ((value - middle) / sd) ** power))
  const { count: tries } = tried
  const best =
    tries < 2
      ? 0
      : tried.deviation *
        ((1 - EULER) * normalQuantile(1 - 1 / tries) +
          EULER * normalQuantile(1 - 1 / (tries * Math.E)))
  const spread = Math.sqrt(1 - moment(3) * ratio + ((moment(4) - 1) / 4) * ratio ** 2)
  return normalShareBelow(((ratio - best) * Math.sqrt(count - 1)) / spread)
}
