import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, oneMachine, stranger } from '../testing/given-compute.ts'

test('given clusters, when they are listed in pages, then the newest come first', async () => {
  await using given = await givenCompute()
  const made: string[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    made.unshift((await given.compute.runCluster(ana, oneMachine)).id)
    await given.after(1)
  }

  const first = await given.compute.listClusters(ana, { countMax: 2 })
  const rest = await given.compute.listClusters(ana, { countMax: 2, after: first[1]! })

  assert.deepEqual(
    [...first, ...rest].map(({ id }) => id),
    made,
  )
})

test('given states and times, when clusters are listed, then only those are there', async () => {
  await using given = await givenCompute()
  const { id, createdAt } = await given.compute.runCluster(ana, oneMachine)
  await given.compute.terminateClusters(ana, [id])
  const list = (filter: object) => given.compute.listClusters(ana, { countMax: 9, ...filter })

  assert.equal((await list({ states: ['WAITING'] })).length, 0)
  assert.equal((await list({ states: ['TERMINATING'] })).length, 1)
  assert.equal((await list({ createdAfter: createdAt })).length, 0)
  assert.equal((await given.compute.listClusters(stranger, { countMax: 9 })).length, 0)
})
