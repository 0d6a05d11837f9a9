import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createThrottle, placeOf } from './throttle.ts'

function givenThrottle() {
  const time = { at: Date.parse('2026-03-02T09:00:00Z') }
  const throttle = createThrottle(() => new Date(time.at))
  const wrong = (name: string, place: string, times = 1) =>
    Array.from({ length: times }, () => {
      const wait = throttle.begin({ name, place })
      if (wait === undefined) throttle.end({ name, place }, 'wrong')
      return wait
    }).at(-1)
  const pass = (seconds: number) => {
    time.at += seconds * 1000
  }
  return { throttle, wrong, pass }
}

test('given wrong guesses of a name, when there are five, then the next one waits', () => {
  const { wrong, pass } = givenThrottle()

  assert.equal(wrong('ana', '192.0.2.1', 5), undefined)
  assert.equal(wrong('ana', '192.0.2.1'), 30)
  pass(30)
  assert.equal(wrong('ana', '192.0.2.1'), undefined)
  assert.equal(wrong('ana', '192.0.2.1'), 30)
})

test('given one place that guesses, when the person comes from another, then they get in', () => {
  const { wrong } = givenThrottle()
  wrong('ana', '192.0.2.1', 1000)

  assert.equal(wrong('ana', '198.51.100.7'), undefined)
})

test('given many places that guess, when the person comes from their own, then they get in', () => {
  const { throttle, wrong } = givenThrottle()
  const home = { name: 'ana', place: '198.51.100.7' }
  throttle.begin(home)
  throttle.end(home, 'right')
  for (let host = 0; host < 100; host += 1) wrong('ana', `192.0.2.${host}`)

  assert.ok((wrong('ana', '203.0.113.9') ?? 0) > 0)
  assert.equal(throttle.begin(home), undefined)
})

test('given one place and many names, when it guesses on, then it waits', () => {
  const { wrong } = givenThrottle()
  for (let name = 0; name < 60; name += 1) wrong(`user-${name}`, '192.0.2.1')

  assert.equal(wrong('ana', '192.0.2.1'), 1)
})

test('given right guesses, when there are hundreds, then none of them counts', () => {
  const { throttle } = givenThrottle()
  const home = { name: 'ana', place: '198.51.100.7' }

  for (let times = 0; times < 500; times += 1) {
    assert.equal(throttle.begin(home), undefined)
    throttle.end(home, 'right')
  }
})

test('given addresses, when their places are told, then a network of IPv6 is one', () => {
  assert.equal(placeOf({ box: 'd-1', address: '127.0.0.1' }), 'box d-1')
  assert.equal(placeOf({ box: undefined, address: '::ffff:192.0.2.1' }), '192.0.2.1')
  const [one, other] = ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9']
  assert.equal(
    placeOf({ box: undefined, address: one }),
    placeOf({ box: undefined, address: other }),
  )
})
