import assert from 'node:assert/strict'
import test from 'node:test'
import { keepLines, linesByExecutor, ofExecutor } from './log-lines.ts'

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name} ${at}`)

test('given a driver alone, when it says more than is kept, then the oldest go', () => {
  const log = numbered('own', 3)

  keepLines(log, ['own 3', 'own 4'], 3)

  assert.deepEqual(log, ['own 2', 'own 3', 'own 4'])
})

test('given a loud executor, when it says much, then its driver keeps half', () => {
  const log = numbered('own', 10)

  for (let more = 0; more < 50; more += 1) keepLines(log, ofExecutor('1', [`said ${more}`]), 10)

  const { driver, executors } = linesByExecutor(log)
  assert.deepEqual(driver, ['own 5', 'own 6', 'own 7', 'own 8', 'own 9'])
  assert.equal(executors.get('1')?.at(-1), 'said 49')
})

test('given a quiet executor, when its driver says much, then it keeps what it said', () => {
  const log = ofExecutor('0', ['out of memory'])

  keepLines(log, numbered('own', 2000), 1000)

  assert.equal(log.length, 1000)
  assert.deepEqual(linesByExecutor(log).executors, new Map([['0', ['out of memory']]]))
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
