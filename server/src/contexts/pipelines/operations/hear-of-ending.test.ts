import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOutbound } from '../../../foundation/outbound.ts'
import { givenHook, givenMailServer } from '../testing/far-sides.ts'
import { eventually, givenPipelines } from '../testing/given-pipelines.ts'

const ending = {
  ...{ grantId: 'grant-1', accountId: '444444444444', on: 'mkt.trades', permissions: ['SELECT'] },
  principal: 'arn:aws:iam::444444444444:user/analyst',
  ...{ endsAt: '2026-03-31T00:00:00.000Z', days: 14 },
}

test('given access that ends, when it is heard of twice, then its targets hear once', async () => {
  await using hook = await givenHook()
  await using server = await givenMailServer()
  const mail = { host: '127.0.0.1', port: server.port, secure: false, from: 'mill@example.test' }
  const outbound = createOutbound({ internalHosts: ['127.0.0.1'] })
  await using given = await givenPipelines({ mail, outbound })
  const targets = [
    { kind: 'webhook', url: hook.url },
    { kind: 'mail', address: 'desk@example.test' },
  ]

  await given.announce('governance.access-ending', { ...ending, targets })
  await given.announce('governance.access-ending', { ...ending, targets })
  await given.announce('governance.access-ending', { ...ending, days: 2, targets })

  await eventually(
    async () => hook.heard.length + server.mails.length,
    (all) => all === 4,
  )
  const { kind, grant, slice, nextStep } = hook.heard[0]?.body ?? {}
  assert.deepEqual([kind, grant, slice], ['access-ending', 'grant-1', ending.endsAt])
  assert.match(String(nextStep), /renew it in the portal/)
  assert.match(
    server.mails.join(),
    /Subject: access of user\/analyst to mkt.trades ends in 14 days/,
  )
  assert.doesNotMatch(server.mails.join(), /Owner:/)
})
