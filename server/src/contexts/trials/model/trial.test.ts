import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { numberText, verdictOf } from './band.ts'
import { canonicalText, digestOf } from './digest.ts'
import { ended, type Stage, type Step, stageAfter, warningPassed } from './trial.ts'

const STEPS: readonly Step[] = ['asked', 'started', 'reviewed', 'decided', 'expired']

test('given any steps, when a trial lives, then its end is final and compliance first', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STEPS), { maxLength: 20 }), (steps) => {
      let stage: Stage = 'proposed'
      let started = false
      for (const step of steps) {
        const next = stageAfter(stage, step)
        if (ended({ stage })) assert.equal(next, undefined)
        if (next === 'decided') assert.ok(started)
        started ||= step === 'started' && next === 'running'
        stage = next ?? stage
      }
    }),
  )
})

test('given any value and band, when judged, then a missing value is never a verdict', () => {
  fc.assert(
    fc.property(fc.double(), fc.double({ noNaN: true }), (value, limit) => {
      const verdict = verdictOf(value, { direction: 'at-least', limit })
      if (!Number.isFinite(value)) assert.equal(verdict, 'not-computable')
      else assert.equal(verdict, value >= limit ? 'passed' : 'failed')
      assert.equal(verdictOf(undefined, { direction: 'at-most', limit }), 'not-computable')
    }),
  )
  assert.equal(numberText(336_776), '336,800')
})

test('given any content, when its members come in another order, then its digest stays', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
      const turned = Object.fromEntries(Object.entries(content).toReversed())
      assert.equal(digestOf(turned), digestOf(content))
      assert.equal(digestOf(JSON.parse(canonicalText(content))), digestOf(content))
    }),
  )
})

test('given a budget, when it is passed, then each warning is said once', () => {
  const budgetUsd = 10
  assert.equal(warningPassed({ before: 0, after: 4, budgetUsd }), undefined)
  assert.equal(warningPassed({ before: 4, after: 5, budgetUsd }), 0.5)
  assert.equal(warningPassed({ before: 5, after: 7.9, budgetUsd }), undefined)
  assert.equal(warningPassed({ before: 7.9, after: 12, budgetUsd }), 1)
})
