import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  deflatedSharpe,
  halfLife,
  lagsFor,
  leastSquares,
  neweyWestT,
  normalQuantile,
  normalShareBelow,
  stabilityIndex,
} from './statistics.ts'

function near(value: number | undefined, wanted: number, off = 1e-9): void {
  assert.ok(Math.abs((value ?? Number.NaN) - wanted) < off, `${value} is ${wanted}`)
}

test('given 1, 2, 3, 4, when t is by Newey and West, then it is as by hand', () => {
  // Mean 2.5, covariances 5/4 and 5/16: 2.5 / √(5/4 / 4), and 2.5 / √((5/4 + 5/16) / 4).
  near(neweyWestT([1, 2, 3, 4], 0), Math.sqrt(20))
  near(neweyWestT([1, 2, 3, 4], 1), 4)
})

test('given a length, when lags are chosen, then it is the rule of Newey and West', () => {
  // 4 · (T / 100)^(2/9), rounded down, as textbooks have it for 100, 500 and 1000.
  assert.deepEqual(
    [100, 500, 1000].map((count) => lagsFor(count, 1)),
    [4, 5, 6],
  )
  assert.equal(lagsFor(100, 21), 20)
})

test('given what halves in ten days, when fitted, then ten; noise after its end is none', () => {
  const points = [1, 5, 10, 20].map((x) => ({ x, y: 0.08 * 2 ** (-x / 10) }))

  near(halfLife(points), 10)
  near(halfLife([...points, { x: 40, y: -0.001 }, { x: 60, y: 0.05 }]), 10)
  assert.equal(
    halfLife([
      { x: 1, y: 0.05 },
      { x: 2, y: 0 },
      { x: 3, y: 0.01 },
    ]),
    undefined,
  )
  assert.equal(halfLife(points.map(({ x, y }) => ({ x, y: 1 / y }))), undefined)
})

test('given two halves that were quarters, when compared, then the index is by hand', () => {
  // 0.25 · ln 2 − 0.25 · ln (2/3).
  near(stabilityIndex([50, 50], [10, 30]), 0.25 * Math.log(3))
  near(stabilityIndex([5, 5, 10], [50, 50, 100]), 0)
})

test('given fields of any size, when one tells the same, then the first of them counts', () => {
  // y = 3 a − 2 b over (a, b) of (1, 0), (0, 1), (1, 1); c is 2 a.
  const [aa, ab, bb, ay, by] = [2, 1, 2, 4, -1]

  for (const scale of [1, 1e-20, 1e20]) {
    const products = [
      [aa, ab, 2 * aa],
      [ab, bb, 2 * ab],
      [2 * aa, 2 * ab, 4 * aa],
    ].map((row) => row.map((value) => value * scale))
    const right = [ay, by, 2 * ay].map((value) => value * scale)
    const weights = leastSquares(products, right) ?? []
    for (const [at, wanted] of [3, -2, 0].entries()) near(weights[at], wanted)
  }
  assert.equal(leastSquares([[0]], [0]), undefined)
})

test('given a normal distribution, when asked, then its table has the same', () => {
  near(normalShareBelow(1), 0.8413447, 1e-6)
  near(normalShareBelow(-1.96), 0.0249979, 1e-6)
  near(normalQuantile(0.975), 1.959964, 1e-5)
})

test('given the example of the deflated Sharpe ratio, when deflated, then it is 0.9004', () => {
  // Bailey and López de Prado, 2014: 2.5 a year over 1250 days, skew −3, kurtosis 10, 100 tries
  // with a variance of ½ a year. Only two values have those moments; the low one is on 105 days.
  const share = 105 / 1250
  const [low, high] = [-Math.sqrt((1 - share) / share), Math.sqrt(share / (1 - share))]
  const ratio = 2.5 / Math.sqrt(250)
  const returns = Array.from({ length: 1250 }, (_none, day) => ratio + (day < 105 ? low : high))

  near(deflatedSharpe(returns, { count: 100, deviation: Math.sqrt(0.5 / 250) }), 0.9004, 1e-3)
})
