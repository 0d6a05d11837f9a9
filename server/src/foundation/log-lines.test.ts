import assert from 'node:assert/strict'
import test from 'node:test'
import { LogLines, linesByExecutor, ofExecutor } from './log-lines.ts'

const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${name} ${at}`)

test('given a driver alone, when it says more than is kept, then the oldest go', () => {
  const log = new LogLines(3)

  log.add(numbered('own', 5))

  assert.deepEqual(log.newest(), ['own 2', 'own 3', 'own 4'])
  assert.deepEqual(log.newest(1), ['own 4'])
})

test('given many lines, when each is added, then those that are kept are the newest', () => {
  const log = new LogLines(10)

  for (const line of numbered('own', 35)) log.add([line])

  assert.deepEqual(log.newest(), numbered('own', 35).slice(-10))
})

test('given a loud executor, when it says much, then its driver keeps half', () => {
  const log = new LogLines(10)
  log.add(numbered('own', 10))

  for (let more = 0; more < 50; more += 1) log.add(ofExecutor('1', [`said ${more}`]))

  const { driver, executors } = linesByExecutor(log.newest())
  assert.deepEqual(driver, ['own 5', 'own 6', 'own 7', 'own 8', 'own 9'])
  assert.equal(executors.get('1')?.at(-1), 'said 49')
  assert.deepEqual(linesByExecutor(log.newest(2)).driver, ['own 9'])
})

test('given a quiet executor, when its driver says much, then it keeps what it said', () => {
  const log = new LogLines()
  log.add(ofExecutor('0', ['out of memory']))

  log.add(numbered('own', 2000))

  const kept = log.newest()
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
