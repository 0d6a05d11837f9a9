import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchRelease } from '../errors.ts'
import { demandRelease, engineOf, RELEASES } from './release.ts'

test('given the table of releases, when a label of it is asked for, then its engine is', () => {
  assert.equal(engineOf('emr-7.9.0'), 'spark-3.5')
  assert.equal(engineOf('emr-spark-8.0-preview'), 'spark-4.1')
  for (const release of RELEASES) assert.equal(demandRelease(release.label), release)
})

test('given a label that no engine answers, when it is asked for, then it is refused', () => {
  const labels = ['emr-6.15.0', 'emr-7.99.0', 'emr-7.9.0-latest', 'emr-8.0.0', 'spark-3.4', '']

  for (const label of labels) assert.throws(() => demandRelease(label), noSuchRelease.matches)
})

test('given no label of the table, when code runs, then on the standard engine', () => {
  assert.equal(engineOf('emr-6.15.0'), 'spark-4.1')
  assert.equal(engineOf(undefined), 'spark-4.1')
})
