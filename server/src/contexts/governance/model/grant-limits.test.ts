import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invalidInput } from '../errors.ts'
import { givenWorld } from '../testing/given-world.ts'

const NEED_THE_WHOLE = ['INSERT', 'ALTER', 'DROP', 'DELETE', 'DESCRIBE'] as const

function after(given: ReturnType<typeof givenWorld>, seconds: number): Date {
  return new Date(given.state.at.getTime() + seconds * 1000)
}

for (const part of ['mkt.trades(sym)', 'mkt.trades(@us)'])
  test(`given ${part} that has ended, when the whole table is granted, then it is`, () => {
    const given = givenWorld()
    given.filter('G/admin', 'mkt.trades', 'us', 'sym')
    const endsAt = after(given, 10)
    given.grant('G/admin', 'G/analyst', part, 'SELECT', { endsAt })

    assert.throws(() => given.grant('G/admin', 'G/analyst', 'mkt.trades', 'INSERT'), invalid)
    given.state.at = endsAt
    for (const one of NEED_THE_WHOLE) given.grant('G/admin', 'G/analyst', 'mkt.trades', one)

    for (const one of NEED_THE_WHOLE)
      assert.equal(given.may('G/analyst', one, 'mkt.trades'), true, one)
  })

test('given columns for a time, when INSERT is granted for another time, then it is', () => {
  const given = givenWorld()
  const [startsAt, endsAt] = [after(given, 10), after(given, 20)]
  given.grant('G/admin', 'G/analyst', 'mkt.trades(sym)', 'SELECT', { startsAt, endsAt })
  const insert = (times: { startsAt?: Date; endsAt?: Date }) =>
    given.grant('G/admin', 'G/analyst', 'mkt.trades', 'INSERT', times)

  for (const times of [{}, { startsAt: after(given, 19) }, { endsAt: after(given, 11) }])
    assert.throws(() => insert(times), invalid)
  insert({ endsAt: startsAt })
  insert({ startsAt: endsAt })

  assert.equal(given.may('G/analyst', 'INSERT', 'mkt.trades'), true)
})

test('given a hundred filters that have ended, when another one is granted, then it is', () => {
  const given = givenWorld()
  const endsAt = after(given, 10)
  for (let index = 0; index <= 100; index += 1)
    given.filter('G/admin', 'mkt.trades', `f${index}`, 'sym')
  const grant = (index: number, times = {}) =>
    given.grant('G/admin', 'G/analyst', `mkt.trades(@f${index})`, 'SELECT', times)
  for (let index = 0; index < 100; index += 1) grant(index, { endsAt })

  assert.throws(() => grant(100), invalid)
  given.state.at = endsAt
  grant(100)

  assert.equal(given.reads('G/analyst', 'mkt.trades'), 'sym')
})

function invalid(error: unknown): boolean {
  return invalidInput.matches(error)
}
