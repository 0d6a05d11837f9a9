import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noSuchCluster, roleNotUsable } from '../errors.ts'
import { ana, givenCompute, oneMachine, role, stranger } from '../testing/given-compute.ts'

test('given a role, when a pair is asked for, then the gate sees the role', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)

  const pair = await given.compute.issueClusterCredentials(ana, { clusterId: id, roleArn: role })

  assert.deepEqual(given.asked.at(-1), {
    action: 'elasticmapreduce:GetClusterSessionCredentials',
    resource: `arn:aws:elasticmapreduce:us-east-1:${ana.accountId}:cluster/${id}`,
    context: { 'elasticmapreduce:ExecutionRoleArn': role },
  })
  assert.match(`${pair.username}${pair.password}`, /^[0-9A-Za-z]{60}$/)
})

test('given a role that is foreign or trusts nobody, when asked for, then no pair', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  given.closed.add(role)
  const foreign = `arn:aws:iam::${stranger.accountId}:role/research`

  for (const roleArn of [role, foreign, 'no arn', `${role}\nx`.replace(role, foreign)])
    await assert.rejects(
      given.compute.issueClusterCredentials(ana, { clusterId: id, roleArn }),
      roleNotUsable.matches,
    )
})

test('given a foreign cluster, when a pair is asked for, then it is as if absent', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const wanted = { clusterId: id, roleArn: `arn:aws:iam::${stranger.accountId}:role/r` }

  const asking = given.compute.issueClusterCredentials(stranger, wanted)

  await assert.rejects(asking, noSuchCluster.matches)
})
