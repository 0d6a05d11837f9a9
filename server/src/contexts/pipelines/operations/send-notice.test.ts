import assert from 'node:assert/strict'
import test from 'node:test'
import { createOutbound } from '../../../foundation/outbound.ts'
import { givenHook, givenMailServer } from '../testing/far-sides.ts'
import { ana, eventually, givenPipelines } from '../testing/given-pipelines.ts'

const overdue = {
  ...{ feedId: 'feed-1', accountId: '444444444444', feed: 'counts' },
  slice: '2013-12-31',
  target: { accountId: '444444444444', database: 'traffic', table: 'counts' },
}

test('given a hook and a mail address, when a delivery is late, then both hear, once', async () => {
  await using hook = await givenHook()
  await using server = await givenMailServer()
  const mail = { host: '127.0.0.1', port: server.port, secure: false, from: 'mill@example.test' }
  await using given = await givenPipelines({
    mail,
    outbound: createOutbound({ internalHosts: ['127.0.0.1'] }),
  })
  hook.answers.push(500)
  const targets = [
    { kind: 'webhook' as const, url: hook.url },
    { kind: 'mail' as const, address: 'desk@example.test' },
  ]
  await given.create({ targets })

  await given.announce('ingestion.delivery-overdue', overdue)
  await given.announce('ingestion.delivery-overdue', overdue)

  await eventually(
    async () => hook.heard.length + server.mails.length,
    (all) => all === 3,
  )
  const [first, second] = hook.heard
  assert.equal(first?.id, second?.id)
  assert.deepEqual(first?.body, second?.body)
  const { kind, owner, cause, nextStep } = second?.body ?? {}
  assert.deepEqual([kind, owner], ['delivery-overdue', 'ana@example.test'])
  assert.match(String(cause), /2013-12-31 of feed "counts" has not come/)
  assert.match(String(nextStep), /ask the vendor/)
  assert.match(server.mails[0] ?? '', /Subject: hourly-counts: slice 2013-12-31 waits/)
  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  const { notices } = await eventually(ask, ({ notices: [one] }) =>
    Boolean(one?.sends.every(({ deliveredAt }) => deliveredAt)),
  )
  assert.deepEqual(
    notices[0]?.sends.map(({ attempts }) => attempts),
    [2, 1],
  )
})

test('given a hook inside the network, when not allowed, then nothing reaches it', async () => {
  await using hook = await givenHook()
  await using given = await givenPipelines()
  const port = new URL(hook.url).port
  const places = [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `http://[::1]:${port}/`]
  places.push(`http://[::ffff:127.0.0.1]:${port}/`, `http://2130706433:${port}/`)
  const targets = places.map((url) => ({ kind: 'webhook' as const, url }))
  await given.create({ targets })

  await given.announce('ingestion.delivery-overdue', overdue)

  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  const { notices } = await eventually(ask, ({ notices: [one] }) =>
    Boolean(one?.sends.every(({ lastError }) => lastError)),
  )
  assert.equal(notices[0]?.sends.length, places.length)
  for (const { lastError } of notices[0]?.sends ?? []) assert.match(lastError ?? '', /internal/)
  assert.equal(hook.heard.length, 0)
})

test('given no mail server, when a mail is to be sent, then it waits and says why', async () => {
  await using given = await givenPipelines()
  await given.create({ targets: [{ kind: 'mail', address: 'desk@example.test' }] })

  await given.announce('ingestion.delivery-overdue', overdue)

  const ask = () => given.pipelines.getPipeline(ana, { pipeline: 'hourly-counts' })
  const { notices } = await eventually(ask, ({ notices: [one] }) =>
    Boolean(one?.sends[0]?.lastError),
  )
  assert.match(notices[0]?.sends[0]?.lastError ?? '', /no mail server is configured/)
})

test('given a feed with targets, when a delivery is late, then they hear it once', async () => {
  await using hook = await givenHook()
  await using server = await givenMailServer()
  const mail = { host: '127.0.0.1', port: server.port, secure: false, from: 'mill@example.test' }
  await using given = await givenPipelines({
    mail,
    outbound: createOutbound({ internalHosts: ['127.0.0.1'] }),
  })
  const targets = [
    { kind: 'webhook', url: hook.url },
    { kind: 'mail', address: 'desk@example.test' },
  ]
  const told = { ...overdue, deadlineAt: '2014-01-01T06:00Z', owner: 'feeds desk', targets }

  await given.announce('ingestion.delivery-overdue', told)
  await given.announce('ingestion.delivery-overdue', told)
  await given.announce('ingestion.delivery-overdue', { ...told, slice: '2014-01-01' })

  await eventually(
    async () => hook.heard.length + server.mails.length,
    (all) => all === 4,
  )
  const first = hook.heard.find(({ body }) => body.slice === '2013-12-31')?.body
  assert.equal(first?.kind, 'delivery-overdue')
  assert.equal(first?.owner, 'feeds desk')
  assert.match(String(first?.cause), /2013-12-31 of feed "counts" has not come, promised for/)
  assert.match(String(first?.nextStep), /millrace feed deliveries feed-1/)
  assert.match(server.mails.join(), /Subject: counts: delivery 2014-01-01 is overdue/)
})
