import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trialsJobs, trialsSubscriptions } from '../index.ts'
import { charterOf, givenTrials, givenVendor } from '../testing/given-trials.ts'
import { givenOrdered, worked } from '../testing/given-workspace.ts'

test('given a name that others took, when it is made, then it is not adopted', async () => {
  await using given = await givenTrials()
  const { id, name } = await givenOrdered(given)
  const { identity } = given.lake
  const trust = JSON.stringify({
    ...{ Version: '2012-10-17' },
    Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
  })
  const theirs = await identity.createRole(given.ana, { name, trust })

  await worked(given, id)

  const { workspace } = await given.trials.getTrial(given.ana, { id })
  assert.equal(workspace?.state, 'failed')
  assert.match(workspace?.failure ?? '', /role "trial_\w+" is there already.*iam:CreateRole/)
  await given.trials.decideTrial(given.ana, { id, decision: 'no-buy', reasons: ['taken'] })
  await worked(given, id)
  assert.equal((await identity.findPrincipal(theirs.arn))?.id, theirs.id)
})

test('given a server killed between steps, when it goes on, then it is made once', async () => {
  await using given = await givenTrials()
  const { id } = await givenOrdered(given)
  const { identity, catalog } = given.lake
  const killed = (name: string) => {
    throw new Error(`killed after ${name}`)
  }
  const after =
    <Args extends unknown[], Result>(name: string, work: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      await work(...args)
      return killed(name)
    }
  const dying = [
    { identity: { ...identity, createRole: after('role', identity.createRole) } },
    { identity: { ...identity, putInlinePolicy: after('rights', identity.putInlinePolicy) } },
    { catalog: { ...catalog, createDatabase: after('database', catalog.createDatabase) } },
  ]
  for (const faces of dying) {
    const job = trialsJobs({ ...given.deps, ...faces })['trials.workspace']
    await assert.rejects(job?.({ trialId: id }) ?? Promise.resolve(), /killed after/)
  }

  await worked(given, id)

  assert.equal((await given.trials.getTrial(given.ana, { id })).workspace?.state, 'ready')
})

test('given data that has not landed, when it lands, then the workspace goes on', async () => {
  await using given = await givenTrials()
  await using vendor = await givenVendor(given)
  const charter = charterOf(given, { workspace: {}, feedId: vendor.feed.id })
  const { id } = await given.trials.openTrial(given.ana, { charter })
  await worked(given, id)
  const waiting = await given.trials.getTrial(given.ana, { id })

  await vendor.deliver('2024-03-01', 'day,place,count\n2024-03-01,p1,3\n')
  for (const { event, handle } of trialsSubscriptions(given.deps))
    if (event === 'ingestion.delivery-loaded') await handle({ feedId: vendor.feed.id })
  await worked(given, id)

  assert.equal(waiting.workspace?.state, 'waiting')
  assert.match(waiting.workspace?.failure ?? '', /waits for its data.*the first delivery/)
  const { workspace } = await given.trials.getTrial(given.ana, { id })
  assert.deepEqual([workspace?.state, workspace?.failure], ['ready', null])
})
