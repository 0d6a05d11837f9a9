import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AlreadyExistsException,
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchGetPartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreatePartitionCommand,
  CreateTableCommand,
  DeletePartitionCommand,
  EntityNotFoundException,
  GetPartitionCommand,
  GetPartitionIndexesCommand,
  GetPartitionsCommand,
  InvalidInputException,
  UpdatePartitionCommand,
} from '@aws-sdk/client-glue'
import { givenGlue } from './testing/given-glue.ts'

const on = { DatabaseName: 'raw', TableName: 'clicks' }
const Columns = [{ Name: 'id', Type: 'bigint' }]

function input(...Values: string[]) {
  const Location = `s3://shop/clicks/day=${Values[0]}`
  return { Values, StorageDescriptor: { Columns, Location }, Parameters: { rows: '5' } }
}

async function givenPartitioned(...values: string[]) {
  const given = await givenGlue()
  const { glue } = given
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'raw' } }))
  const PartitionKeys = [{ Name: 'day', Type: 'date' }]
  const StorageDescriptor = { Columns, Location: 's3://shop/clicks/' }
  const TableInput = { Name: 'clicks', PartitionKeys, StorageDescriptor }
  await glue.send(new CreateTableCommand({ DatabaseName: 'raw', TableInput }))
  for (const value of values)
    await glue.send(new CreatePartitionCommand({ ...on, PartitionInput: input(value) }))
  const days = async (query: object = {}) => {
    const page = await glue.send(new GetPartitionsCommand({ ...on, ...query }))
    return page.Partitions?.map(({ Values }) => Values?.[0])
  }
  return { ...given, days }
}

test('given a partition, when it is got, changed, deleted, then it is as said', async () => {
  await using given = await givenPartitioned('2024-01-01')
  const { glue } = given
  const PartitionValues = ['2024-01-01']
  const get = () => glue.send(new GetPartitionCommand({ ...on, PartitionValues }))

  const { Partition } = await get()

  const { CreationTime, CatalogId, ...said } = Partition ?? {}
  assert.deepEqual(said, { ...on, ...input('2024-01-01') })
  assert.ok(CreationTime && CatalogId)
  const create = new CreatePartitionCommand({ ...on, PartitionInput: input('2024-01-01') })
  await assert.rejects(glue.send(create), AlreadyExistsException)
  const short = { ...on, PartitionInput: { Values: [] } }
  await assert.rejects(glue.send(new CreatePartitionCommand(short)), InvalidInputException)
  const PartitionInput = { ...input('2024-01-01'), Parameters: { rows: '6' } }
  const update = { ...on, PartitionValueList: PartitionValues, PartitionInput }
  await glue.send(new UpdatePartitionCommand(update))
  assert.deepEqual((await get()).Partition?.Parameters, { rows: '6' })
  await glue.send(new DeletePartitionCommand({ ...on, PartitionValues }))
  await assert.rejects(get(), EntityNotFoundException)
  const again = glue.send(new DeletePartitionCommand({ ...on, PartitionValues }))
  await assert.rejects(again, EntityNotFoundException)
})

test('given many partitions, when they are filtered and paged, then as asked', async () => {
  await using given = await givenPartitioned('2024-01-01', '2024-01-02', '2024-02-01')
  const { glue, days } = given

  const january = await days({ Expression: "day BETWEEN '2024-01-01' AND '2024-01-31'" })

  assert.deepEqual(january, ['2024-01-01', '2024-01-02'])
  assert.deepEqual(await days({ Expression: ' ', MaxResults: 1 }), ['2024-01-01'])
  await assert.rejects(days({ Expression: 'nothing = 1' }), InvalidInputException)
  await assert.rejects(days({ MaxResults: 1001 }), InvalidInputException)
  const Segment = { SegmentNumber: 2, TotalSegments: 2 }
  await assert.rejects(days({ Segment }), InvalidInputException)
  const bare = await glue.send(new GetPartitionsCommand({ ...on, ExcludeColumnSchema: true }))
  assert.equal(bare.Partitions?.[0]?.StorageDescriptor?.Columns, undefined)
  const indexes = await glue.send(new GetPartitionIndexesCommand(on))
  assert.deepEqual(indexes.PartitionIndexDescriptorList, [])
})

test('given batches, when a part of one fails, then it is told and the rest is done', async () => {
  await using given = await givenPartitioned('2024-01-01')
  const { glue, days } = given
  const PartitionInputList = [input('2024-01-01'), input('2024-01-02'), input('2024-01-03')]

  const made = await glue.send(new BatchCreatePartitionCommand({ ...on, PartitionInputList }))

  assert.deepEqual(
    made.Errors?.map(({ PartitionValues, ErrorDetail }) => [
      PartitionValues,
      ErrorDetail?.ErrorCode,
    ]),
    [[['2024-01-01'], 'AlreadyExistsException']],
  )
  const PartitionsToGet = [{ Values: ['2024-01-03'] }, { Values: ['2025-01-01'] }]
  const got = await glue.send(new BatchGetPartitionCommand({ ...on, PartitionsToGet }))
  assert.deepEqual(
    [got.Partitions?.map(({ Values }) => Values), got.UnprocessedKeys],
    [[['2024-01-03']], []],
  )
  const Entries = [{ PartitionValueList: ['2025-01-01'], PartitionInput: input('2025-01-01') }]
  const changed = await glue.send(new BatchUpdatePartitionCommand({ ...on, Entries }))
  assert.equal(changed.Errors?.[0]?.ErrorDetail?.ErrorCode, 'EntityNotFoundException')
  const PartitionsToDelete = [{ Values: ['2024-01-01'] }, { Values: ['2025-01-01'] }]
  const gone = await glue.send(new BatchDeletePartitionCommand({ ...on, PartitionsToDelete }))
  assert.deepEqual(
    gone.Errors?.map(({ PartitionValues }) => PartitionValues),
    [['2025-01-01']],
  )
  assert.deepEqual(await days(), ['2024-01-02', '2024-01-03'])
  const many = Array.from({ length: 101 }, (_, day) => input(String(day)))
  const tooMany = new BatchCreatePartitionCommand({ ...on, PartitionInputList: many })
  await assert.rejects(glue.send(tooMany), InvalidInputException)
})
