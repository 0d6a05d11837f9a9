import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql as raw } from 'kysely'
import { invalidApplication, noSuchRelease, tokenReused } from '../errors.ts'
import type { ApplicationPlan } from '../model/application.ts'
import { ana, givenCompute, onePlan, stranger } from '../testing/given-compute.ts'

const MIGRATIONS = join(import.meta.dirname, '../../../../migrations')

test('given a token, when it is used again, then the same application is answered', async () => {
  await using given = await givenCompute()
  const create = (plan: ApplicationPlan, caller = ana) =>
    given.compute.createApplication(caller, { plan, clientToken: 't' })

  const first = await create(onePlan)
  const again = await create({ ...onePlan })
  const foreign = await create(onePlan, stranger)

  assert.equal(first.state, 'CREATED')
  assert.equal(again.id, first.id)
  assert.notEqual(foreign.id, first.id)
  await assert.rejects(create({ ...onePlan, name: 'other' }), tokenReused.matches)
})

test('given a label that became another, when its token comes, then it is known', async () => {
  await using given = await givenCompute()
  const command = { plan: onePlan, clientToken: 't' }
  const first = await given.compute.createApplication(ana, command)
  for (const file of ['0249-compute-keep-asked-labels.sql', '0250-compute-keep-engines.sql'])
    await raw.raw(await readFile(join(MIGRATIONS, file), 'utf8')).execute(given.sql)

  const again = await given.compute.createApplication(ana, command)

  assert.equal(again.id, first.id)
  assert.equal(again.releaseLabel, 'spark-4.1')
  const other = { ...command, plan: { ...onePlan, releaseLabel: 'spark-4.1' } }
  await assert.rejects(given.compute.createApplication(ana, other), tokenReused.matches)
})

test('given a plan that cannot be, when created, then it is refused with the reason', async () => {
  await using given = await givenCompute()
  const plans: ApplicationPlan[] = [
    { ...onePlan, autoStopIdleMinutes: 0 },
    { ...onePlan, concurrentRunsMax: 0 },
    { ...onePlan, queueTimeoutMinutes: 14 },
  ]

  for (const plan of plans)
    await assert.rejects(
      given.compute.createApplication(ana, { plan, clientToken: 't' }),
      invalidApplication.matches,
    )
  const strange = { ...onePlan, releaseLabel: 'emr-5.0.0' }
  await assert.rejects(
    given.compute.createApplication(ana, { plan: strange, clientToken: 't' }),
    noSuchRelease.matches,
  )
})
