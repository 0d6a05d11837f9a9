import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Lives, nextStart } from './restart.ts'

function pauses(livesMs: readonly number[]): (number | undefined)[] {
  let lives: Lives = { everLived: false, shortInARow: 0 }
  return livesMs.map((livedMs) => {
    const next = nextStart(lives, livedMs)
    lives = next.lives
    return next.afterMs
  })
}

test('given a server that never comes up, when tried five times, then it is given up', () => {
  assert.deepEqual(pauses([1, 1, 1, 1, 1]), [500, 1000, 2000, 4000, undefined])
})

test('given a server that has worked, when it dies again and again, then ever later', () => {
  const after = pauses([60_000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 4000, 60_000])

  assert.deepEqual(after, [500, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 500])
})
