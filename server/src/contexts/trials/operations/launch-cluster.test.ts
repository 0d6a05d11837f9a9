import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTrials } from '../testing/given-trials.ts'
import { givenWorkspace } from '../testing/given-workspace.ts'

test('given a workspace, when two launch its cluster, then one is counted', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given)

  const [first, second] = [
    await given.trials.launchCluster(given.ana, { id }),
    await given.trials.launchCluster(given.ben, { id }),
  ]
  given.time.now = new Date(Date.now() + 3600_000)
  await given.trials.watchTrials()
  await given.trials.watchTrials()
  given.time.now = undefined

  assert.deepEqual(first, second)
  const cluster = await given.compute.findCluster(first.clusterId)
  const { spentUsd, charter } = await given.trials.getTrial(given.ana, { id })
  const expected = (cluster?.granted.cpu ?? 0) * charter.prices.cpuHourUsd
  assert.ok(Math.abs(spentUsd - expected) < expected * 0.01, `${spentUsd} for ${expected}`)
})

test('given a cluster that ended, when launched again, then it is a new one', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given)
  const first = await given.trials.launchCluster(given.ana, { id })
  await given.compute.endCluster(given.ana, { clusterId: first.clusterId, token: 'idle' })

  const second = await given.trials.launchCluster(given.ana, { id })

  assert.notEqual(first.clusterId, second.clusterId)
  const page = { offset: 0, countMax: 9 }
  assert.equal((await given.compute.listProvisionedProducts(given.ana, page)).length, 1)
})

test('given a budget that is spent, when counted, then the cluster ends', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given)
  const { clusterId } = await given.trials.launchCluster(given.ana, { id })
  const { deps } = given
  await deps.sql
    .insertInto('trials.spending')
    .values({ trialId: id, at: new Date(), what: 'report', cpuSeconds: 1, usd: 499.99 })
    .execute()
  given.time.now = new Date(Date.now() + 3600_000)
  await given.trials.watchTrials()

  const again = given.trials.launchCluster(given.ana, { id })

  await assert.rejects(again, { code: 'trials.budget-spent' })
  const cluster = await given.compute.findCluster(clusterId)
  assert.deepEqual(
    [cluster?.state, cluster?.stateReason.message],
    ['TERMINATING', 'The budget is spent'],
  )
})

test('given no cluster in the charter, when one is launched, then it is refused', async () => {
  await using given = await givenTrials()
  const { id } = await givenWorkspace(given, { cluster: undefined as never })

  const launching = given.trials.launchCluster(given.ana, { id })

  await assert.rejects(launching, { code: 'trials.no-workspace' })
})
