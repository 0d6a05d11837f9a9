import assert from 'node:assert/strict'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { systemClock } from '../../../foundation/clock.ts'
import { ownersOfBoxes } from '../store/event-logs.ts'
import { eventually, givenSessions, userNamed } from '../testing/given-sessions.ts'
import { writeEvents } from '../testing/index.ts'
import { type EventLog, keepEvents, surplus } from './keep-events.ts'

const now = new Date('2026-12-01T00:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 3600_000)
const log = (box: string, over: Partial<EventLog> = {}): EventLog => ({
  ...{ box, accountId: 'a', sizeBytes: 2 ** 20, writtenAt: daysAgo(1), living: false },
  ...over,
})

test('given event logs, when kept, then the old and those of nobody go', () => {
  const logs = [
    log('kept'),
    log('old', { writtenAt: daysAgo(31) }),
    log('nobodys', { accountId: undefined }),
    log('living', { accountId: undefined, living: true }),
  ]

  const gone = surplus(logs, now).map(({ box }) => box)

  assert.deepEqual(gone.sort(), ['nobodys', 'old'])
})

test('given an account with more than its share, when kept, then its oldest go alone', () => {
  const big = { sizeBytes: 0.6 * 2 ** 30 }
  const logs = [
    log('a-old', { ...big, writtenAt: daysAgo(3) }),
    log('a-new', { ...big, writtenAt: daysAgo(2) }),
    log('b-older', { ...big, accountId: 'b', writtenAt: daysAgo(4) }),
  ]

  const gone = surplus(logs, now).map(({ box }) => box)

  assert.deepEqual(gone, ['a-old'])
})

test('given logs on disk, when swept, then those of sessions and runs stay', async () => {
  await using given = await givenSessions({ sweepMs: 20 })
  const ana = userNamed('ana')
  const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })
  const ask = () => given.sessions.getSession(ana, String(id))
  const { box = '' } = await eventually(ask, ({ state }) => state === 'idle')
  writeEvents(given.place, box)
  await writeFile(join(given.place.events, box, 'events'), '{}\n')
  await mkdir(join(given.place.events, 'd-nobodys'))
  await writeFile(join(given.place.events, 'd-nobodys', 'events'), '{}\n')

  const second = given.restart()
  await second.start()

  const left = await eventually(
    () => readdir(given.place.events),
    (names) => !names.includes('d-nobodys'),
  )
  assert.deepEqual(left, [box])
  second.stop()
})

test('given a driver that has long said nothing, when swept, then its log stays', async () => {
  await using given = await givenSessions()
  const { boxes, place, database } = given
  for (const box of ['d-living', 'd-left']) {
    writeEvents(place, box)
    const path = join(place.events, box, 'events.inprogress')
    await writeFile(path, '{}\n')
    await utimes(path, daysAgo(31), daysAgo(31))
  }
  boxes.left = [{ box: 'd-living', stage: 'claimed' }]

  const deps = { boxes, dashboardPlace: place, sql: database.sql, clock: systemClock }
  await keepEvents(deps, new Set())

  assert.deepEqual(await readdir(place.events), ['d-living'])
})

test('given more logs than a statement binds values, when swept, then it is done', async () => {
  await using given = await givenSessions()
  const boxes = Array.from({ length: 70_000 }, (_, at) => `d-${at}`)

  const owners = await ownersOfBoxes(given.database.sql, boxes)

  assert.equal(owners.size, 0)
})
