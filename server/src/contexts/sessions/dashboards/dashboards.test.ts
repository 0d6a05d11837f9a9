import assert from 'node:assert/strict'
import test from 'node:test'
import { identityErrors } from '../testing/denied.ts'
import { eventually, givenSessions, permissive, userNamed } from '../testing/given-sessions.ts'
import { writeEvents } from '../testing/index.ts'

const ana = userNamed('ana')
const bob = userNamed('bob')

/** A session of ana’s that Spark has said something of. */
async function givenSession(options: Parameters<typeof givenSessions>[0] = {}) {
  const given = await givenSessions(options)
  const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })
  const ask = () => given.sessions.getSession(ana, String(id))
  const { box } = await eventually(ask, ({ state }) => state === 'idle')
  writeEvents(given.place, box)
  return { ...given, id: String(id), box, open: open(given, String(id)) }
}

function open({ sessions }: Awaited<ReturnType<typeof givenSessions>>, id: string) {
  return (user = ana) => sessions.openSessionDashboard(user.caller!, id)
}

test('given a code, when it is shown, then it lets in once, and where its log begins', async () => {
  await using given = await givenSession()
  const entrance = await given.open()

  const { pass, landing } = await given.sessions.admitToDashboard(entrance)

  assert.equal(landing, '/history/local-1/jobs/')
  const socket = await given.sessions.reachDashboard({ port: entrance.port, pass })
  assert.equal(socket, given.dashboards.opened[0]?.history.socket)
  assert.match(given.dashboards.opened[0]?.history.events ?? '', new RegExp(`/${given.box}$`))
  await assert.rejects(given.sessions.admitToDashboard(entrance), /ask for this dashboard again/)
})

test('given a code, when half a minute has passed, then it lets nobody in', async () => {
  let now = new Date()
  await using given = await givenSession({ clock: () => now })
  const entrance = await given.open()

  now = new Date(now.getTime() + 30_001)

  await assert.rejects(given.sessions.admitToDashboard(entrance), /ask for this dashboard again/)
})

test('given a pass of one dashboard, when it is shown at another’s port, then not', async () => {
  await using given = await givenSession()
  const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })
  const ask = () => given.sessions.getSession(ana, String(id))
  const { box } = await eventually(ask, ({ state }) => state === 'idle')
  writeEvents(given.place, box)
  const first = await given.open()
  const second = await given.sessions.openSessionDashboard(ana.caller!, String(id))
  const { pass } = await given.sessions.admitToDashboard(first)

  const reached = given.sessions.reachDashboard({ port: second.port, pass })

  assert.notEqual(first.port, second.port)
  await assert.rejects(reached, /ask for this dashboard again/)
  const wrongDoor = { port: second.port, code: (await given.open()).code }
  await assert.rejects(given.sessions.admitToDashboard(wrongDoor), /ask for this dashboard again/)
  const forged = { port: first.port, pass: `${pass.slice(0, -1)}x` }
  await assert.rejects(given.sessions.reachDashboard(forged), /ask for this dashboard again/)
})

test('given a session of somebody else, when its dashboard is asked for, then none', async () => {
  await using given = await givenSession()

  await assert.rejects(given.open(bob), /not found/)

  assert.equal(given.dashboards.opened.length, 0)
})

test('given two who may see a session, when both look, then each has a box', async () => {
  await using given = await givenSession({
    identity: { ...permissive, allows: async () => true },
  })

  const [mine, theirs] = [await given.open(ana), await given.open(bob)]

  assert.notEqual(mine.port, theirs.port)
  assert.equal(given.dashboards.opened.length, 2)
  assert.equal((await given.open(ana)).port, mine.port)
  assert.equal(given.dashboards.opened.length, 2)
})

test('given a dashboard, when its owner may see it no more, then it ends at once', async () => {
  let now = new Date()
  let gone = false
  const verifyToken = async () => {
    if (gone) throw identityErrors.denied({})
    return ana.caller!
  }
  const identity = { ...permissive, verifyToken }
  await using given = await givenSession({ clock: () => now, identity })
  const entrance = await given.open()
  const { pass } = await given.sessions.admitToDashboard(entrance)
  const held = given.held.size
  gone = true

  now = new Date(now.getTime() + 10_001)
  const reached = given.sessions.reachDashboard({ port: entrance.port, pass })

  await assert.rejects(reached, /denied/)
  await eventually(
    async () => given.held.size,
    (size) => size === held - 1,
  )
  assert.match(given.dashboards.closed[0]?.reason ?? '', /denied/)
})

test('given a dashboard that nobody looks at, when swept, then its capacity is back', async () => {
  let now = new Date()
  await using given = await givenSession({ clock: () => now, sweepMs: 20 })
  const held = given.held.size
  const entrance = await given.open()
  assert.equal(given.held.size, held + 1)

  now = new Date(now.getTime() + 10 * 60_000 + 1)

  await eventually(
    async () => given.held.size,
    (size) => size === held,
  )
  assert.equal(given.dashboards.closed[0]?.reason, 'nobody looked at it')
  await assert.rejects(given.sessions.admitToDashboard(entrance), /ask for this dashboard again/)
})

test('given a history server that ends, when a browser waits, then it hears why', async () => {
  await using given = await givenSession()
  given.dashboards.showing = false
  const entrance = await given.open()
  const heard = assert.rejects(
    given.sessions.admitToDashboard(entrance),
    /has ended.*out of memory/,
  )
  const box = given.dashboards.opened[0]?.box ?? ''

  await given.dashboards.tell({ event: 'end', box, reason: 'out of memory' })

  await heard
})

test('given a server that was killed, when another starts, then nothing is held', async () => {
  await using given = await givenSession()
  await given.open()
  given.dashboards.left = [given.dashboards.opened[0]?.box ?? '']

  const second = given.restart()
  await second.start()

  assert.equal(given.held.size, 0)
  assert.equal(given.dashboards.closed[0]?.box, given.dashboards.left[0])
  second.stop()
})

test('given a session that Spark said nothing of, when asked for, then it says so', async () => {
  await using given = await givenSessions()
  const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })

  const opened = given.sessions.openSessionDashboard(ana.caller!, String(id))

  await assert.rejects(opened, /there is no event log of session/)
})

test('given an account that is switched off, when it ends, then so do its dashboards', async () => {
  await using given = await givenSession()
  await given.open()

  await given.sessions.endAccount({ accountId: ana.accountId })

  assert.equal(given.dashboards.closed[0]?.reason, 'its account was switched off')
})

test('given four that one person opens, when the fourth comes, then the oldest goes', async () => {
  await using given = await givenSession()
  await given.open()
  for (let more = 0; more < 3; more += 1) {
    const { id } = await given.sessions.createSession(ana, { kind: 'pyspark' })
    const ask = () => given.sessions.getSession(ana, String(id))
    const { box } = await eventually(ask, ({ state }) => state === 'idle')
    writeEvents(given.place, box)
    await given.sessions.openSessionDashboard(ana.caller!, String(id))
  }

  const [first] = given.dashboards.opened
  assert.deepEqual(
    given.dashboards.closed.map(({ box }) => box),
    [first?.box],
  )
})
