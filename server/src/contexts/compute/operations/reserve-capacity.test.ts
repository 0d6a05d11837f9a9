import assert from 'node:assert/strict'
import { test } from 'node:test'
import { capacityExceeded, clusterNotReady, noSuchCluster } from '../errors.ts'
import { GIB } from '../model/capacity.ts'
import {
  account,
  ana,
  givenCompute,
  oneMachine,
  onePlan,
  stranger,
} from '../testing/given-compute.ts'

const driver = { cpu: 2, memoryBytes: 4 * GIB, diskBytes: 10 * GIB }

async function givenCluster() {
  const given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  return { ...given, owner: { kind: 'cluster' as const, id, accountId: account } }
}

test('given a full cluster, when more is reserved, then its maximum is named', async () => {
  await using given = await givenCluster()
  await given.compute.reserve({ owner: given.owner, ...driver })
  await given.compute.reserve({ owner: given.owner, ...driver })

  const third = given.compute.reserve({ owner: given.owner, ...driver })

  await assert.rejects(third, (error: { facts: object; message: string }) => {
    assert.ok(capacityExceeded.matches(error))
    const { level, resource, everFits } = error.facts as Record<string, unknown>
    assert.deepEqual([level, resource, everFits], ['cluster', 'cpu', true])
    assert.match(error.message, /has at most 4 vCPU: 4 vCPU are taken and 2 vCPU are wanted/)
    return true
  })
})

test('given more than ever fits, when it is reserved, then waiting is not offered', async () => {
  await using given = await givenCluster()

  const huge = given.compute.reserve({ owner: given.owner, ...driver, memoryBytes: 17 * GIB })

  await assert.rejects(huge, (error: { facts: Record<string, unknown> }) => {
    assert.deepEqual([error.facts.resource, error.facts.everFits], ['memoryBytes', false])
    return true
  })
})

test('given an account limit, when it is reached over two owners, then it is named', async () => {
  await using given = await givenCluster()
  await given.compute.setAccountLimit(ana, { accountId: account, cpu: 3 })
  await given.compute.reserve({ owner: given.owner, ...driver })
  const other = { kind: 'account' as const, id: account, accountId: account }

  const more = given.compute.reserve({ owner: other, ...driver })

  await assert.rejects(more, (error: { facts: Record<string, unknown> }) => {
    assert.equal(error.facts.level, 'account')
    return true
  })
})

test('given a full platform, when more is reserved, then the platform is named', async () => {
  await using given = await givenCluster()
  const owner = { kind: 'account' as const, id: stranger.accountId, accountId: stranger.accountId }
  const big = { cpu: 7, memoryBytes: GIB, diskBytes: GIB }
  await given.compute.reserve({ owner, ...big })

  const more = given.compute.reserve({ owner: given.owner, ...driver })

  await assert.rejects(more, (error: { facts: Record<string, unknown> }) => {
    assert.equal(error.facts.level, 'platform')
    return true
  })
})

test('given an application, when reserved over its maximum, then it is named', async () => {
  await using given = await givenCompute()
  const command = { plan: onePlan, clientToken: 't' }
  const { id } = await given.compute.createApplication(ana, command)
  await given.compute.startApplication(ana, id)
  const owner = { kind: 'application' as const, id, accountId: account }
  await given.compute.reserve({ owner, ...driver })

  const more = given.compute.reserve({ owner, ...driver })

  await assert.rejects(more, (error: { facts: Record<string, unknown> }) => {
    assert.deepEqual([error.facts.level, error.facts.resource], ['application', 'cpu'])
    return true
  })
})

test('given many at once, when reserved, then never more than the maximum', async () => {
  await using given = await givenCluster()

  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => given.compute.reserve({ owner: given.owner, ...driver })),
  )

  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 2)
})

test('given a foreign or ending cluster, when reserved on it, then not', async () => {
  await using given = await givenCluster()
  const foreign = { ...given.owner, accountId: stranger.accountId }

  await assert.rejects(given.compute.reserve({ owner: foreign, ...driver }), noSuchCluster.matches)
  await given.compute.terminateClusters(ana, [given.owner.id])
  const ending = given.compute.reserve({ owner: given.owner, ...driver })

  await assert.rejects(ending, clusterNotReady.matches)
})
