import {
  DescribeReleaseLabel$,
  type DescribeReleaseLabelInput,
  type DescribeReleaseLabelOutput,
} from '@aws-sdk/client-emr'
import { demandRelease, STANDARD_RELEASE } from '../../contexts/compute/index.ts'
import { pageOf } from '../shared/page-token.ts'
import { emrOperation } from './operation.ts'
import { applicationsOf } from './release-shapes.ts'

const PAGE = 100 // EMR API: DescribeReleaseLabel answers at most 100 at a time.

/** Facts that everybody may know. */
export const describeReleaseLabel = emrOperation<
  DescribeReleaseLabelInput,
  DescribeReleaseLabelOutput
>({
  schema: DescribeReleaseLabel$,
  async run(_, __, { ReleaseLabel = STANDARD_RELEASE, NextToken: token, MaxResults = PAGE }) {
    const release = demandRelease(ReleaseLabel)
    const countMax = Math.min(PAGE, Math.max(1, MaxResults))
    const { page, next } = pageOf(applicationsOf(release), { token, countMax })
    return { ReleaseLabel, Applications: page, NextToken: next }
  },
})
