import type { Segment } from '@aws-sdk/client-glue'
import type { PartitionFilter } from '../../contexts/catalog/index.ts'
import type { Checked } from '../shared/operation.ts'
import { invalidInput } from './errors.ts'
import { pageSize } from './page.ts'
import { partitionExpression } from './partition-expression.ts'

const PARTITIONS_MAX = 1000 // Glue API: PageSize.
const SEGMENTS_MAX = 10 // Glue API: Segment.TotalSegments.

interface Query {
  size: number
  filter?: PartitionFilter
  segment?: { number: number; total: number }
  token?: string
}

/** @throws glue.invalid-input */
export function partitionQuery(request: {
  Expression?: string | undefined
  NextToken?: string | undefined
  MaxResults?: number | undefined
  Segment?: Checked<Segment> | undefined
}): Query {
  const { Expression, NextToken, MaxResults, Segment } = request
  return {
    size: pageSize(MaxResults, PARTITIONS_MAX),
    ...(Expression?.trim() ? { filter: partitionExpression(Expression) } : {}),
    ...(NextToken ? { token: NextToken } : {}),
    ...(Segment ? { segment: segmentOf(Segment) } : {}),
  }
}

function segmentOf({ SegmentNumber: number, TotalSegments: total }: Checked<Segment>) {
  const whole = Number.isInteger(number) && Number.isInteger(total)
  if (!whole || total < 1 || total > SEGMENTS_MAX || number < 0 || number >= total)
    throw invalidInput({ reason: `Segment must be one of 1 to ${SEGMENTS_MAX}, counted from 0` })
  return { number, total }
}
