import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addDays, dayOf, instantOf, weekdayOf, zoneKnown } from './zoned-time.ts'

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe', // Clocks move by half an hour.
  'Pacific/Apia', // Left out 2011-12-30.
  'America/St_Johns',
  'Asia/Tokyo',
]
const MINUTE_MS = 60_000
const days = fc.integer({ min: 0, max: 15_000 }).map((count) => addDays('1995-01-01', count))
const minutes = fc.integer({ min: 0, max: 24 * 60 - 1 })
const zones = fc.constantFrom(...ZONES)

function timeOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** What a clock on the wall shows; another way of asking than that of the code. */
function shownIn(zone: string, at: Date): string {
  return at.toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16)
}

test('given any wall time, when it is placed, then clocks show it, first of all times', () => {
  fc.assert(
    fc.property(days, minutes, zones, (day, minute, zone) => {
      const wanted = `${day} ${timeOf(minute)}`

      const at = instantOf(day, timeOf(minute), zone)

      const earlier = [30, 60, 90, 120].map((less) => new Date(at.getTime() - less * MINUTE_MS))
      if (shownIn(zone, at) === wanted)
        assert.ok(earlier.every((before) => shownIn(zone, before) !== wanted))
      // Skipped: no clock ever shows it, and what they show then is later.
      else assert.ok(shownIn(zone, at) > wanted)
      if (shownIn(zone, at) === wanted) assert.equal(dayOf(at, zone), day)
    }),
    { numRuns: 3000 },
  )
})

test('given a time that clocks skip, when it is placed, then it is as much later', () => {
  const placed = (day: string, time: string, zone: string) => instantOf(day, time, zone).toJSON()

  assert.equal(placed('2026-03-08', '02:30', 'America/New_York'), '2026-03-08T07:30:00.000Z')
  assert.equal(placed('2026-03-29', '02:30', 'Europe/Berlin'), '2026-03-29T01:30:00.000Z')
  assert.equal(placed('2026-10-04', '02:15', 'Australia/Lord_Howe'), '2026-10-03T15:45:00.000Z')
  // A whole day was left out.
  assert.equal(placed('2011-12-30', '12:00', 'Pacific/Apia'), '2011-12-30T22:00:00.000Z')
})

test('given a time that clocks show twice, when it is placed, then it is the first', () => {
  const placed = (day: string, time: string, zone: string) => instantOf(day, time, zone).toJSON()

  assert.equal(placed('2026-11-01', '01:30', 'America/New_York'), '2026-11-01T05:30:00.000Z')
  assert.equal(placed('2026-10-25', '02:30', 'Europe/Berlin'), '2026-10-25T00:30:00.000Z')
  assert.equal(placed('2026-04-05', '01:45', 'Australia/Lord_Howe'), '2026-04-04T14:45:00.000Z')
})

test('given the same time on two days, when placed, then the later day is later', () => {
  fc.assert(
    fc.property(days, minutes, zones, (day, minute, zone) => {
      const [one, next] = [day, addDays(day, 1)].map((on) => instantOf(on, timeOf(minute), zone))
      // The day that Apia left out falls together with the day after it.
      assert.ok(next !== undefined && one !== undefined && next >= one)
    }),
    { numRuns: 1000 },
  )
})

test('given leap days, when days are counted, then each is there once', () => {
  assert.equal(addDays('2024-02-28', 1), '2024-02-29')
  assert.equal(addDays('2023-02-28', 1), '2023-03-01')
  assert.equal(addDays('2000-02-29', 366), '2001-03-01')
  assert.equal(addDays('2100-03-01', -1), '2100-02-28')
  fc.assert(
    fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
      assert.equal(addDays(addDays(day, count), -count), day)
      assert.equal(((weekdayOf(addDays(day, 1)) - weekdayOf(day) + 7) % 7) as number, 1)
    }),
  )
})

test('given any instant, when its day is asked, then it lies between that day and the next', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e9 }), zones, (seconds, zone) => {
      const at = new Date(seconds * 1000)
      const day = dayOf(at, zone)

      // Where clocks go back over midnight, its last minutes are shown again on the next day.
      const repeated = shownIn(zone, new Date(at.getTime() - 60 * MINUTE_MS)) > shownIn(zone, at)
      assert.ok(instantOf(day, '00:00', zone) <= at || day === '2011-12-31')
      assert.ok(instantOf(addDays(day, 1), '00:00', zone) > at || repeated || day === '2011-12-29')
    }),
    { numRuns: 2000 },
  )
})

test('given names of zones, when asked, then only real ones are known', () => {
  assert.ok(ZONES.every(zoneKnown))
  assert.ok(!zoneKnown('Mars/Olympus'))
})
