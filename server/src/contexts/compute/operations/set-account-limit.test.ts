import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account, ana, givenCompute, oneMachine } from '../testing/given-compute.ts'

test('given an account limit, when a cluster is run, then it is cut to the limit', async () => {
  await using given = await givenCompute()

  await given.compute.setAccountLimit(ana, { accountId: account, cpu: 2 })

  const { granted, stateReason } = await given.compute.runCluster(ana, oneMachine)
  assert.equal(granted.cpu, 2)
  assert.match(stateReason.message, /by the account/)
})

test('given no right, when a limit is set, then it is not', async () => {
  await using given = await givenCompute()
  given.closed.add('millrace:PutComputeLimit')

  const setting = given.compute.setAccountLimit(ana, { accountId: account, cpu: 2 })

  await assert.rejects(setting, { kind: 'denied' })
  assert.equal((await given.compute.runCluster(ana, oneMachine)).granted.cpu, 4)
})
