import assert from 'node:assert/strict'
import { test } from 'node:test'
import { account, ana, givenCompute } from '../testing/given-compute.ts'

const product = { id: 'prod-sparknotebook' }

test('given clusters of products, when one is ended by its token, then it alone ends', async () => {
  await using given = await givenCompute()
  const wish = { product, parameters: [], tags: {} }
  const mine = await given.compute.provisionProduct(ana, { ...wish, name: 'mine', token: 'm' })
  const other = await given.compute.provisionProduct(ana, { ...wish, name: 'other', token: 'o' })

  const launched = { accountId: account, token: 'm', reason: 'the trial is over' }
  await given.compute.endLaunched(launched)
  await given.compute.endLaunched(launched)

  const stateOf = async ({ facts }: typeof mine) => {
    const cluster = await given.compute.findCluster(facts.outputs[0]!.value)
    return [cluster?.state, cluster?.stateReason.message]
  }
  assert.deepEqual(await stateOf(mine), ['TERMINATING', 'the trial is over'])
  assert.equal((await stateOf(other))[0], 'WAITING')
})
