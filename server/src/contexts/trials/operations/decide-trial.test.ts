import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notADecider, wrongStage } from '../errors.ts'
import { tampered } from '../model/memo.ts'
import {
  COUNTS,
  charterOf,
  type GivenTrials,
  givenTable,
  givenTrials,
  givenVendor,
  reads,
  readsUntil,
} from '../testing/given-trials.ts'

async function givenRead(given: GivenTrials, change: Parameters<typeof charterOf>[1] = {}) {
  await givenTable(given, COUNTS)
  const grants = [readsUntil(given, given.ben)]
  return await given.trials.openTrial(given.ana, { charter: charterOf(given, change), grants })
}

test('given a trial, when it is a buy, then its grants have no end any more', async () => {
  await using given = await givenTrials()
  const { id } = await givenRead(given)

  await given.trials.decideTrial(given.ana, { id, decision: 'buy', reasons: ['it leads'] })

  const { governance } = given.lake
  const whose = { catalogId: given.ana.accountId, principal: given.ben.principalArn }
  const rows = await governance.listPermissions(given.ana, whose)
  assert.deepEqual(
    rows.map(({ endsAt, permissions }) => ({ endsAt, permissions })),
    [{ endsAt: undefined, permissions: ['SELECT', 'DESCRIBE'] }],
  )
  assert.equal(await reads(given, given.ben), true)
  const trial = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual([trial.stage, trial.decision, trial.sealedAt], ['decided', 'buy', null])
})

test('given a trial, when it is no buy, then access is gone and the verdict is found', async () => {
  await using given = await givenTrials()
  const { id } = await givenRead(given)
  await given.measured(id)
  assert.equal(await reads(given, given.ben), true)

  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['too thin'] })

  assert.equal(await reads(given, given.ben), false)
  const { trials } = await given.trials.listTrials(given.ana, {
    text: 'rejected too thin counters',
  })
  assert.match(trials[0]?.verdict ?? '', /^tried, rejected: too thin; .*History depth \(H1\) 0\.16/)
  assert.ok(trials[0]?.sealedAt)
  assert.ok(await given.trials.getReport(given.ana, { id }))
})

test('given a decided trial, when decided again, then it is refused', async () => {
  await using given = await givenTrials()
  const { id } = await givenRead(given)
  const decide = (decision: 'buy' | 'no-buy') =>
    given.trials.decideTrial(given.ana, { id, decision, reasons: ['because'] })
  await decide('no-buy')

  await assert.rejects(decide('buy'), wrongStage.matches)

  assert.equal(await reads(given, given.ben), false)
})

test('given who may not grant, when they decide, then nothing is decided', async () => {
  await using given = await givenTrials()
  const people = [{ arn: given.ben.principalArn, role: 'decides' as const }]
  const { id } = await givenRead(given, { people })
  const reasons = ['because']

  const buying = () => given.trials.decideTrial(given.ben, { id, decision: 'buy', reasons })
  await assert.rejects(buying, { name: 'DomainError' })
  const others = () => given.trials.decideTrial(given.ana, { id, decision: 'buy', reasons })
  await assert.rejects(others, notADecider.matches)

  assert.equal((await given.trials.getTrial(given.ana, { id })).stage, 'running')
})

test('given a decision, when its memo is read, then all 16 parts are signed', async () => {
  await using given = await givenTrials()
  const { id } = await givenRead(given)
  await given.measured(id)

  const signed = await given.trials.decideTrial(given.ana, {
    ...{ id, decision: 'buy', reasons: ['it leads'] },
  })

  assert.equal(signed.memo.sections.length, 16)
  assert.ok(signed.memo.sections.every(({ markdown }) => markdown !== ''))
  assert.equal(signed.signatures[0]?.principal, given.ana.principalArn)
  assert.equal(tampered(signed), undefined)
  const [first] = signed.signatures
  const other = { ...signed, signatures: [{ ...first, by: 'somebody else' }] } as typeof signed
  assert.match(tampered(other) ?? '', /does not fit/)
})

test('given a feed that two trials want, when the last says no, then it is paused', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  const { trials, ana } = given
  const feedId = vendor.feed.id
  const charter = charterOf(given, { feedId })
  const [first, last] = [
    await trials.openTrial(ana, { charter }),
    await trials.openTrial(ana, { charter }),
  ]
  const decide = async ({ id }: { id: string }) => {
    await trials.decideTrial(ana, { id, decision: 'no-buy', reasons: ['too thin'] })
    const { state } = await given.ingestion.getFeed(ana, { feedId })
    const { events } = await trials.getTrial(ana, { id })
    return { state, texts: events.map(({ text }) => text) }
  }

  const before = await decide(first)
  const after = await decide(last)

  assert.equal(before.state, 'active')
  assert.ok(before.texts.some((text) => text.startsWith('the feed goes on: another trial')))
  assert.equal(after.state, 'paused')
  assert.ok(after.texts.includes('feed paused'))
})

test('given a feed that is bought elsewhere, when a trial says no, then it goes on', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  const { trials, ana } = given
  const charter = charterOf(given, { feedId: vendor.feed.id })
  const bought = await trials.openTrial(ana, { charter })
  await trials.decideTrial(ana, { id: bought.id, decision: 'buy', reasons: ['it leads'] })
  const { id } = await trials.openTrial(ana, { charter })

  await trials.decideTrial(ana, { id, decision: 'no-buy', reasons: ['not for us'] })

  const { state } = await given.ingestion.getFeed(ana, { feedId: vendor.feed.id })
  assert.equal(state, 'active')
})
