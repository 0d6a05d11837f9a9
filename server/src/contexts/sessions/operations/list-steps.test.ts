import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId, Caller } from '../../identity/index.ts'
import { identityErrors } from '../testing/denied.ts'
import { givenSessions, userNamed, waitingCluster } from '../testing/given-sessions.ts'

const ana = userNamed('ana').caller as Caller
const clusterId = 'j-1'
const step = (name: string) => ({
  ...{ name, onFailure: 'CONTINUE' as const },
  words: ['s3://b/wait.py'],
})

test('given steps, when some are listed, then those alone, the newest first', async () => {
  await using given = await givenSessions({ capacity: { findCluster: async () => waitingCluster } })
  const { sessions } = given
  const steps = ['1', '2', '3'].map(step)
  const added = await sessions.addSteps(ana, { clusterId, steps })
  await sessions.addSteps(ana, { clusterId: 'j-2', steps })
  const names = async (wanted: object) =>
    (await sessions.listSteps(ana, { clusterId, ...wanted })).map(({ name }) => name)

  assert.deepEqual(await names({}), ['3', '2', '1'])
  assert.deepEqual(await names({ ids: [added[1]!.id, 's-X'] }), ['2'])
  assert.deepEqual(await names({ states: ['FAILED'] }), [])
  const stranger: Caller = { ...ana, accountId: '222222222222' as AccountId }
  assert.deepEqual(await sessions.listSteps(stranger, { clusterId }), [])
})

test('given no right to list, when steps are listed, then it is refused', async () => {
  await using given = await givenSessions({ identity: identityErrors.demanding })

  const listing = given.sessions.listSteps(ana, { clusterId })

  await assert.rejects(listing, identityErrors.denied.matches)
})
