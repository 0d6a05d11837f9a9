import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plot } from './metric.ts'
import { plotSvg } from './plot-svg.ts'

const POINTS = Array.from({ length: 4000 }, (_none, at) => ({
  ...{ x: `c${100 + (at % 100)}`, y: `l${Math.floor(at / 100)}`, value: (at % 5) * 20 },
}))
const HEAT: Plot = { kind: 'heatmap', xLabel: 'month', yLabel: 'entity', points: POINTS }

test('given a large heat map, when drawn on paper, then each ink is one path', () => {
  const page = plotSvg(HEAT)
  const paper = plotSvg(HEAT, { paper: true })

  assert.equal(page.match(/<rect/g)?.length, POINTS.length)
  assert.equal(paper.match(/<rect/g), null)
  assert.equal(paper.match(/<path/g)?.length, 5)
  // As many boxes as on the page, each in its place.
  assert.equal(paper.match(/M[\d.]+ [\d.]+h[\d.]+v[\d.]+h-[\d.]+z/g)?.length, POINTS.length)
  const [, x, y] = /<rect x="([\d.]+)" y="([\d.]+)"/.exec(page) ?? []
  assert.ok(paper.includes(`M${x} ${y}h`))
})

test('given cells of one ink beside each other, when drawn on paper, then one box', () => {
  const points = POINTS.map((point) => ({ ...point, value: 100 }))

  const paper = plotSvg({ ...HEAT, points }, { paper: true })

  assert.equal(paper.match(/h[\d.]+v/g)?.length, 40)
  assert.match(paper, /M110 10h520v/)
})
