import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CreateStudio$, DescribeCluster$ } from '@aws-sdk/client-emr'
import { operationRows } from './operation-rows.ts'

test('given a table, when its rows are made, then served and refused stand by name', () => {
  const rows = operationRows<object>({
    served: [{ schema: DescribeCluster$, run: async () => ({}) }],
    refused: [{ reason: 'not built', operations: [CreateStudio$] }],
  })

  assert.deepEqual(rows, [
    { operation: 'CreateStudio', served: false, reason: 'not built' },
    { operation: 'DescribeCluster', served: true },
  ])
})
