import {
  DescribeRecord$,
  type DescribeRecordInput,
  type DescribeRecordOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { recordDetail } from './shapes.ts'

export const describeRecord = catalogOperation<DescribeRecordInput, DescribeRecordOutput>({
  schema: DescribeRecord$,
  async run({ compute }, caller, { Id }) {
    const record = await compute.getRecord(caller, Id)
    const outputs = record.facts.outputs.map(({ key, value, description }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
    }))
    return { RecordDetail: recordDetail(record), RecordOutputs: outputs }
  },
})
