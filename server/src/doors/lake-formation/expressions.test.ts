import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CreateLFTagCommand,
  CreateLFTagExpressionCommand,
  DeleteLFTagExpressionCommand,
  GetLFTagExpressionCommand,
  GrantPermissionsCommand,
  ListLFTagExpressionsCommand,
  ListPermissionsCommand,
  UpdateLFTagExpressionCommand,
} from '@aws-sdk/client-lakeformation'
import { givenLake } from './testing/given-lake.ts'

const market = [{ TagKey: 'domain', TagValues: ['market'] }]
const research = [{ TagKey: 'domain', TagValues: ['research'] }]

test('given a saved expression, when it is read and changed, then as it was put', async () => {
  await using given = await givenSaved()
  const { admin } = given
  const CatalogId = given.accountId

  await admin.send(new UpdateLFTagExpressionCommand({ Name: 'E', Expression: research }))

  const { $metadata: _, ...read } = await admin.send(new GetLFTagExpressionCommand({ Name: 'E' }))
  assert.deepEqual(read, { CatalogId, Name: 'E', Expression: research })
})

test('given a name that is there, when it is saved again, then it is invalid input', async () => {
  await using given = await givenSaved()

  const again = given.admin.send(
    new CreateLFTagExpressionCommand({ Name: 'E', Expression: market }),
  )

  await assert.rejects(again, { name: 'InvalidInputException', message: /already exists/ })
})

test('given three of them, when listed in pages of two, then each comes once', async () => {
  await using given = await givenSaved()
  const { admin } = given
  for (const Name of ['A', 'Z'])
    await admin.send(new CreateLFTagExpressionCommand({ Name, Expression: market }))

  const list = (NextToken?: string) =>
    admin.send(new ListLFTagExpressionsCommand({ MaxResults: 2, NextToken }))
  const first = await list()
  const second = await list(first.NextToken)

  const names = [first, second].map((page) => page.LFTagExpressions?.map(({ Name }) => Name))
  assert.deepEqual(names, [['A', 'E'], ['Z']])
  assert.equal(second.NextToken, undefined)
})

test('given a grant by its name, when the expression goes, then the grant goes', async () => {
  await using given = await givenSaved()
  const { admin } = given
  const Principal = { DataLakePrincipalIdentifier: given.analystArn }
  const LFTagPolicy = { ResourceType: 'TABLE' as const, ExpressionName: 'E' }
  const Permissions = ['SELECT' as const]
  await admin.send(
    new GrantPermissionsCommand({ Principal, Resource: { LFTagPolicy }, Permissions }),
  )
  const LFTagExpression = { Name: 'E' }
  const describe = { Principal, Resource: { LFTagExpression }, Permissions: ['DESCRIBE' as const] }
  await admin.send(new GrantPermissionsCommand(describe))
  const list = async () => {
    const listed = await admin.send(new ListPermissionsCommand({ Principal }))
    return listed.PrincipalResourcePermissions?.map(({ Resource }) => Resource)
  }
  const CatalogId = given.accountId
  assert.deepEqual(await list(), [
    { LFTagPolicy: { CatalogId, ...LFTagPolicy } },
    { LFTagExpression: { CatalogId, Name: 'E' } },
  ])

  await admin.send(new DeleteLFTagExpressionCommand({ Name: 'E' }))

  assert.deepEqual(await list(), [])
})

test('given no right, when an expression is asked for, then it looks absent', async () => {
  await using given = await givenSaved()
  const { analyst } = given
  const ask = (Name: string) =>
    analyst
      .send(new GetLFTagExpressionCommand({ Name }))
      .catch(({ name, message }: Error) => [name, message.replace(/.$/, '')])

  const [known, unknown] = [await ask('E'), await ask('F')]

  assert.deepEqual(known, ['EntityNotFoundException', 'Entity Not Found: LF-Tag expression '])
  assert.deepEqual(unknown, known)
  const { LFTagExpressions } = await analyst.send(new ListLFTagExpressionsCommand({}))
  assert.deepEqual(LFTagExpressions, [])
  const made = analyst.send(new CreateLFTagExpressionCommand({ Name: 'F', Expression: market }))
  await assert.rejects(made, { name: 'AccessDeniedException' })
})

async function givenSaved() {
  const given = await givenLake()
  const TagValues = ['market', 'research']
  await given.admin.send(new CreateLFTagCommand({ TagKey: 'domain', TagValues }))
  const Description = 'what the desk may see'
  await given.admin.send(
    new CreateLFTagExpressionCommand({ Name: 'E', Expression: market, Description }),
  )
  return given
}
