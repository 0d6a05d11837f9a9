import {
  DescribeConstraint$,
  type DescribeConstraintInput,
  type DescribeConstraintOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { constraintView } from './publishing-shapes.ts'

export const describeConstraint = catalogOperation<
  DescribeConstraintInput,
  DescribeConstraintOutput
>({
  schema: DescribeConstraint$,
  async run({ compute }, caller, { Id }) {
    return constraintView(await compute.getConstraint(caller, Id))
  },
})
