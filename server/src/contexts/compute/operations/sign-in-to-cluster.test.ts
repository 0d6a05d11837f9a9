import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FROM_HOST } from '../../../testing/identity.ts'
import { ana, givenCompute, oneMachine, role } from '../testing/given-compute.ts'

test('given a pair, when signed in with it, then it is that cluster as that role', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const pair = await given.compute.issueClusterCredentials(ana, { clusterId: id, roleArn: role })

  const login = await given.compute.clusterByCredentials(pair, FROM_HOST)

  assert.equal(login?.cluster.id, id)
  assert.equal(login?.roleArn, role)
  assert.equal(login?.issuedTo, ana.principalArn)
})

test('given a wrong, unknown or old pair, when signed in, then not', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const pair = await given.compute.issueClusterCredentials(ana, { clusterId: id, roleArn: role })
  const signIn = (username: string, password: string) =>
    given.compute.clusterByCredentials({ username, password }, FROM_HOST)

  assert.equal(await signIn(pair.username, `${pair.password}x`), undefined)
  assert.equal(await signIn('nobody', pair.password), undefined)
  await given.after(12 * 3600)
  assert.equal(await signIn(pair.username, pair.password), undefined)
})

test('given a pair, when the database is read, then the password is not in it', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)

  const pair = await given.compute.issueClusterCredentials(ana, { clusterId: id, roleArn: role })

  const rows = await given.sql.selectFrom('compute.clusterCredentials').selectAll().execute()
  const outbox = await given.sql.selectFrom('foundation.outbox').selectAll().execute()
  assert.ok(!JSON.stringify([rows, outbox]).includes(pair.password))
})

test('given a pair for a role, when signed in, then the person behind it is known', async () => {
  await using given = await givenCompute()
  const { id } = await given.compute.runCluster(ana, oneMachine)
  const inRole = { ...ana, principalArn: role, arn: `${role}/ana`, behind: ana.arn }
  const pair = await given.compute.issueClusterCredentials(inRole, {
    ...{ clusterId: id, roleArn: role },
  })

  const login = await given.compute.clusterByCredentials(pair, FROM_HOST)

  assert.deepEqual([login?.issuedTo, login?.behind], [role, ana.arn])
})
