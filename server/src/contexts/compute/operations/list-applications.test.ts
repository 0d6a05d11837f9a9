import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

test('given applications, when listed by state in pages, then all of them once', async () => {
  await using given = await givenCompute()
  const made: string[] = []
  for (const clientToken of ['a', 'b', 'c']) {
    const created = await given.compute.createApplication(ana, { plan: onePlan, clientToken })
    made.unshift(created.id)
    await given.after(1)
  }
  await given.compute.startApplication(ana, made[0]!)
  const list = (filter: object) => given.compute.listApplications(ana, { countMax: 2, ...filter })

  const first = await list({})
  const rest = await list({ after: first[1] })

  assert.deepEqual(
    [...first, ...rest].map(({ id }) => id),
    made,
  )
  assert.deepEqual(
    (await list({ states: ['STARTED'] })).map(({ id }) => id),
    [made[0]],
  )
  assert.deepEqual(await given.compute.listApplications(stranger, { countMax: 2 }), [])
})
