import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ListPermissionsCommand } from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'
import { lakeFormationWhatIf } from './what-if.ts'

test('given a call as clients send it, when it is tried, then its effects come', async () => {
  await using lake = await givenLake()
  const tried = lakeFormationWhatIf(lake)
  const entry = (Name: string) => ({
    Id: Name,
    Principal: { DataLakePrincipalIdentifier: lake.analystArn },
    Resource: { Table: { DatabaseName: 'mkt', Name } },
    Permissions: ['SELECT'],
  })

  const { answer, effects } = await tried(lake.root, {
    operation: 'BatchGrantPermissions',
    input: { Entries: [entry('trades'), entry('none')] },
  })

  assert.deepEqual(
    (answer as { Failures: { RequestEntry: { Id: string } }[] }).Failures.map(
      ({ RequestEntry }) => RequestEntry.Id,
    ),
    ['none'],
  )
  assert.deepEqual(
    effects.map(({ principal, table, gained }) => [principal, table, gained.columns]),
    [[lake.analystArn, 'trades', ['sym']]],
  )
  const principal = { DataLakePrincipalIdentifier: lake.analystArn }
  const listed = await lake.admin.send(new ListPermissionsCommand({ Principal: principal }))
  assert.deepEqual(listed.PrincipalResourcePermissions, [])
})

test('given what changes no rules or is no request, when tried, then it is refused', async () => {
  await using lake = await givenLake()
  const tried = lakeFormationWhatIf(lake)

  for (const operation of ['GetDataLakeSettings', 'GetTemporaryGlueTableCredentials', 'None'])
    await assert.rejects(tried(lake.root, { operation, input: {} }), {
      code: 'lake-formation.invalid-request',
    })
  await assert.rejects(tried(lake.root, { operation: 'GrantPermissions', input: {} }), {
    kind: 'invalid',
  })
})
