import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LayeredMap } from './layered-map.ts'

const key = fc.nat(30).map(String)
const change = fc.tuple(key, fc.option(fc.nat(), { nil: undefined, freq: 2 }))
const steps = fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 40 })

test('given any changes, when they are made in steps, then it is as a map changed in place', () => {
  const alike = (first: [string, number][], all: [string, number | undefined][][]) => {
    const plain = new Map(first)
    let layered = LayeredMap.over(new Map(first))
    for (const changes of all) {
      layered = layered.with(changes)
      for (const [at, value] of changes)
        value === undefined ? plain.delete(at) : plain.set(at, value)
      assert.equal(layered.size, plain.size)
      assert.deepEqual(new Map(layered), plain)
      for (let at = 0; at <= 30; at += 1) assert.equal(layered.get(`${at}`), plain.get(`${at}`))
      assert.deepEqual([...layered.keys()].sort(), [...plain.keys()].sort())
    }
  }

  fc.assert(fc.property(fc.array(fc.tuple(key, fc.nat())), steps, alike), { numRuns: 300 })
})

test('given a map that is held, when others are made of it, then it stays as it was', () => {
  const held = LayeredMap.over(new Map([['a', 1]])).with([['b', 2]])
  const entries = [...held]

  held.with([
    ['a', undefined],
    ['b', 3],
    ['c', 4],
  ])

  assert.deepEqual([...held], entries)
})
