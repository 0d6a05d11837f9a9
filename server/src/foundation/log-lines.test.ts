import assert from 'node:assert/strict'
import test from 'node:test'
import { keepLines, keptLines, linesByExecutor, ofExecutor } from './log-lines.ts'

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name} ${at}`)

test('given a driver alone, when it says more than is kept, then the oldest go', () => {
  const log = numbered('own', 3)

  keepLines(log, ['own 3', 'own 4'], 3)

  assert.deepEqual(keptLines(log, 3), ['own 2', 'own 3', 'own 4'])
})

test('given a driver that says much, when each line is kept, then it takes no time', () => {
  const log: string[] = []
  const lines = numbered('own', 200_000)
  const began = performance.now()

  for (const line of lines) keepLines(log, [line], 1000)

  // By far: it took eight seconds where all that is kept was looked at for each line.
  assert.ok(performance.now() - began < 2000)
  assert.ok(log.length <= 2000)
  assert.equal(keptLines(log, 1000)[0], 'own 199000')
})

test('given a loud executor, when it says much, then its driver keeps half', () => {
  const log = numbered('own', 10)

  for (let more = 0; more < 50; more += 1) keepLines(log, ofExecutor('1', [`said ${more}`]), 10)

  const { driver, executors } = linesByExecutor(keptLines(log, 10))
  assert.deepEqual(driver, ['own 5', 'own 6', 'own 7', 'own 8', 'own 9'])
  assert.equal(executors.get('1')?.at(-1), 'said 49')
})

test('given a quiet executor, when its driver says much, then it keeps what it said', () => {
  const log = ofExecutor('0', ['out of memory'])

  keepLines(log, numbered('own', 2000), 1000)

  const kept = keptLines(log, 1000)
  assert.equal(kept.length, 1000)
  assert.deepEqual(linesByExecutor(kept).executors, new Map([['0', ['out of memory']]]))
})

test('given lines of several, when taken apart, then each has its own in order', () => {
  const log = [
    'own',
    ...ofExecutor('0', ['a']),
    ...ofExecutor('1', ['b']),
    ...ofExecutor('0', ['c']),
  ]

  const { driver, executors } = linesByExecutor(log)

  assert.deepEqual(driver, ['own'])
  assert.deepEqual(
    [...executors],
    [
      ['0', ['a', 'c']],
      ['1', ['b']],
    ],
  )
})
