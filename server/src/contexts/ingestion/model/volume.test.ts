import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeVolume } from './volume.ts'

const mondays = ['2013-01-07', '2013-01-14', '2013-01-21', '2013-01-28'].map((slice, index) => ({
  slice,
  rows: 900 + index * 10,
}))
const sundays = ['2013-01-06', '2013-01-13', '2013-01-20', '2013-01-27'].map((slice) => ({
  slice,
  rows: 300,
}))

test('given a Monday with a third of the rows, when judged, then it is unusual', () => {
  const verdict = judgeVolume({ slice: '2013-02-04', rows: 300 }, [...mondays, ...sundays], 0.5)
  assert.equal(verdict?.unusual, true)
  assert.equal(verdict?.median, 915)
})

test('given a Sunday with a Sunday’s rows, when judged, then it is as ever', () => {
  const verdict = judgeVolume({ slice: '2013-02-03', rows: 310 }, [...mondays, ...sundays], 0.5)
  assert.equal(verdict?.unusual, false)
})

test('given three earlier ones, when judged, then there is no verdict', () => {
  const early = mondays.slice(0, 3)
  assert.equal(judgeVolume({ slice: '2013-02-04', rows: 1 }, early, 0.5), undefined)
})
